"""Real responses of the Hub's API."""

import gzip
import json

import pytest
from reading import LIBRARY, RESPONSES, SNAPSHOT, codes, edges, needs_snapshot

from licenselogic.base.codes import Code
from licenselogic.readers.catalogue import catalogue
from licenselogic.readers.names import full_name
from licenselogic.readers.responses import from_response


def test_a_real_merge():
    lineage = from_response(RESPONSES["00000-X/Dolphin-2.6-FC_Hermes-2-DPO"], catalogue=False)
    found = {edge.by for edge in lineage.upstream["00000-X/Dolphin-2.6-FC_Hermes-2-DPO"]}
    assert (len(lineage.works), found) == (3, {"merge"})


def test_a_real_adapter_under_a_licence_of_its_own():
    lineage = from_response(RESPONSES["1aurent/phikon-finetuned-lora-kather2016"])
    assert edges(lineage, "1aurent/phikon-finetuned-lora-kather2016") == [
        ("owkin/phikon", "adapter", True),
        ("1aurent/Kather-texture-2016", "trained_on", False),
    ]


def test_a_real_quantization_with_its_files():
    name = "QuantFactory/Meta-Llama-3-8B-GGUF"
    lineage = from_response(RESPONSES[name], library=LIBRARY)
    assert lineage.works[name].license == "llama3"
    assert edges(lineage, name) == [("meta-llama/Meta-Llama-3-8B", "quantized", True)]
    assert lineage.works[name].evidence.name == "Meta-Llama-3-8B-GGUF"
    assert "LICENSE.txt" in lineage.works[name].evidence.files


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("qgyd2021/detr_cppe5_object_detection", Code.SELF_REFERENCE),
        ("01-ai/Yi-VL-34B", Code.CONTRADICTORY_FACTS),
        ("01anuraganand/my_awesome_qa_model", Code.LEGACY_NAME),
    ],
)
def test_real_dirt_is_reported(name, code):
    assert code in codes(from_response(RESPONSES[name], library=LIBRARY))


@pytest.mark.slow
@needs_snapshot
def test_all_responses_of_the_snapshot_are_read():
    count = 0
    with gzip.open(SNAPSHOT / "api-responses.jsonl.gz", "rt") as lines:
        for data in map(json.loads, lines):
            lineage = from_response(data, library=LIBRARY, catalogue=False)
            named = {t.split(":", 1)[1] for t in data["tags"] if t.startswith("base_model:")}
            wanted = {full_name(name) for name in named} - {data["id"]}
            bases = {e.work for e in lineage.upstream[data["id"]] if e.by != "trained_on"}
            assert bases >= wanted
            assert set(lineage.order(data["id"])) == set(lineage.works)
            count += 1
    assert count == 8650


@needs_snapshot
def test_early_names_lead_to_models_that_exist():
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed")
    table = str(SNAPSHOT / "models.parquet")
    rows = duckdb.sql(f"select id from read_parquet('{table}')").fetchall()
    early = {row[2] for row in catalogue().names if row[1] == "model" and row[2]}
    assert early <= {row[0] for row in rows}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"config": {"peft": {"base_model_name_or_path": "a/b"}}}, [("a/b", "adapter", False)]),
        (
            {"config": {"adapter_transformers": {"model_name": "bert-base-uncased"}}},
            [("google-bert/bert-base-uncased", "adapter", False)],
        ),
        ({"config": {"peft": {"base_model_name_or_path": None}}}, []),
        ({"config": "bert"}, []),
        (
            {"baseModels": {"relation": "quantized", "models": [{"id": "a/b"}, {"id": "c/d"}]}},
            [("a/b", "quantized", False), ("c/d", "quantized", False)],
        ),
        ({"baseModels": {"models": [{"id": "a/b"}, {}]}}, [("a/b", "finetune", True)]),
        ({"baseModels": [{"id": "a/b"}]}, []),
    ],
)
def test_what_the_hub_itself_says_of_a_base_model_counts(said, expected):
    data = {"id": "me/x", "tags": ["license:mit"], **said}
    assert edges(from_response(data, catalogue=False), "me/x") == expected


@pytest.mark.parametrize(
    ("said", "type"),
    [
        ({"citation": None, "description": "Texts"}, "dataset"),
        ({"paperswithcode_id": "squad"}, "dataset"),
        ({"description": "Texts", "pipeline_tag": "fill-mask"}, "model"),
        ({}, "model"),
    ],
)
def test_a_dataset_is_told_by_the_fields_of_its_response(said, type):
    assert from_response({"id": "me/x", "tags": [], **said}).works["me/x"].type == type
