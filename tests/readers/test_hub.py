"""Model cards, responses of the Hub, folders, and the live Hub to lineages."""

import gzip
import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import LineageError
from licenselogic.library.library import Library
from licenselogic.lineage.work import Edge, Evidence, Work
from licenselogic.readers import hub
from licenselogic.readers.catalogue import catalogue
from licenselogic.readers.folder import from_folder
from licenselogic.readers.infer import infer_relation, stated_relations
from licenselogic.readers.load import from_card, from_response, load_lineage
from licenselogic.readers.names import UNNAMED, full_name

CLAUSES = """
license "MIT" { title "MIT" covers software text "u" hub "mit" }
license "Apache-2.0" { title "Apache" covers software text "u" hub "apache-2.0" }
license "llama3" { title "L" covers model text "u" hub "llama3"
  alias "llama-3", "https://llama.meta.com/llama3/license/" }
"""
LIBRARY = Library({"test.lic": CLAUSES.encode()})
SNAPSHOT = Path(__file__).parents[3] / "shared" / "data" / "hub-2024-07"
ROWS = (Path(__file__).parents[1] / "data" / "responses.jsonl").read_text().splitlines()
RESPONSES = {row["id"]: row for row in map(json.loads, ROWS)}

needs_snapshot = pytest.mark.skipif(
    not SNAPSHOT.is_dir(), reason="the snapshot ../shared/data/hub-2024-07 is not here"
)


def response(identifier="me/x", tags=(), **card):
    return {"id": identifier, "tags": list(tags), "cardData": card}


def read(identifier="me/x", tags=(), **card):
    return from_response(response(identifier, tags, **card), library=LIBRARY)


def edges(lineage, name="me/x"):
    return [(edge.work, edge.by, edge.inferred) for edge in lineage.upstream[name]]


def codes(lineage):
    return [finding.code for finding in lineage.findings]


def error_of(call, *arguments, **options):
    with pytest.raises(LineageError) as caught:
        call(*arguments, **options)
    (diagnostic,) = caught.value.diagnostics
    return diagnostic


# Inference

QUANTIZED = [
    "gguf",
    "GGUF",
    "gptq",
    "awq",
    "exl2",
    "exl3",
    "bnb",
    "bitsandbytes",
    "quantized",
    "imatrix",
    "4-bit",
    "8-bit",
    "4bit",
    "2-bit",
    "int8",
    "int4",
    "fp8",
    "nf4",
    "4.65bpw",
    "w4a16",
    "Q4_K_M",
    "IQ3_XS",
]


@pytest.mark.parametrize(
    ("tags", "relation"),
    [
        ([], "finetune"),
        (["transformers", "text-generation", "16bit", "dataset:lora"], "finetune"),
        (["merge"], "merge"),
        (["lazymergekit", "gguf"], "merge"),
        (["merge", "lora"], "merge"),
        (["LoRA"], "adapter"),
        (["adapter-transformers"], "adapter"),
        (["peft", "4-bit"], "adapter"),
        *(([tag], "quantized") for tag in QUANTIZED),
    ],
)
def test_the_relation_is_inferred_from_tags(tags, relation):
    assert infer_relation(tags) == relation


def test_several_base_models_mean_a_merge():
    assert infer_relation(["gguf"], base_models=2) == "merge"


@pytest.mark.parametrize(
    ("library", "relation"), [("peft", "adapter"), ("gguf", "quantized"), ("timm", "finetune")]
)
def test_the_library_counts_like_a_tag(library, relation):
    assert infer_relation([], library_name=library) == relation


def test_tags_may_state_relations():
    tags = ["base_model:a/b", "base_model:quantized:a/b", "base_model:c/d", "license:mit"]
    assert stated_relations(tags) == {"a/b": ("quantized",), "c/d": ()}


@pytest.mark.parametrize("relation", ["finetune", "adapter", "quantized", "merge"])
def test_a_stated_relation_is_not_inferred(relation):
    tags = ["gguf", "base_model:a/b", f"base_model:{relation}:a/b"]
    assert edges(read(tags=tags)) == [("a/b", relation, False)]


def test_the_card_states_one_relation_for_all_its_base_models():
    lineage = read(base_model=["a/b", "c/d"], base_model_relation="adapter")
    assert edges(lineage) == [("a/b", "adapter", False), ("c/d", "adapter", False)]


def test_a_relation_that_is_none_is_reported_and_inferred():
    lineage = read(base_model="a/b", base_model_relation="finetuned?", tags=["gguf"])
    assert edges(lineage) == [("a/b", "quantized", True)]
    assert Code.UNKNOWN_WORD in codes(lineage)
    assert Code.INFERRED_RELATION in codes(lineage)


# Licences


@pytest.mark.parametrize(
    ("card", "tags", "license"),
    [
        ({}, [], None),
        ({"license": "mit"}, ["license:mit"], "mit"),
        ({"license": ["mit"]}, [], "mit"),
        ({}, ["license:mit"], "mit"),
        ({"license": "other", "license_name": "llama-3"}, [], "llama3"),
        (
            {"license": "other", "license_link": "https://llama.meta.com/llama3/license"},
            ["license:other"],
            "llama3",
        ),
        ({"license": "other"}, [], "other"),
    ],
)
def test_the_licence_of_a_card(card, tags, license):
    lineage = read(tags=tags, **card)
    assert lineage.works["me/x"].license == license
    assert lineage.findings == ()


def test_another_licence_that_nobody_knows_stays_other_and_is_reported():
    lineage = read(license="other", license_name="acme-1", license_link="LICENSE")
    assert lineage.works["me/x"].license == "other"
    assert codes(lineage) == [Code.UNKNOWN_LICENSE]
    assert "`acme-1`" in lineage.findings[0].message


def test_a_link_to_a_file_of_the_model_is_no_name():
    library = Library({"x.lic": b'license "MIT" { title "MIT" text "u" alias "LICENSE" }'})
    data = response(license="other", license_link="LICENSE")
    assert from_response(data, library=library).works["me/x"].license == "other"


def test_several_licences_all_bind_and_are_reported():
    lineage = read(license=["mit", "MIT", "apache-2.0 OR llama3"], tags=["license:gemma"])
    assert lineage.works["me/x"].license == "mit AND (apache-2.0 OR llama3) AND gemma"
    assert codes(lineage) == [Code.CONTRADICTORY_FACTS]


def test_a_licence_name_that_contradicts_the_licence_is_reported():
    lineage = read(license="apache-2.0", license_name="yi-license")
    assert lineage.works["me/x"].license == "apache-2.0"
    assert codes(lineage) == [Code.CONTRADICTORY_FACTS]
    assert codes(read(license="apache-2.0", license_name="Apache-2.0")) == []


# Upstream works


def test_every_work_that_is_named_is_in_the_lineage():
    lineage = read(base_model="a/b", datasets=["c/d"], base_model_relation="finetune")
    assert edges(lineage) == [("a/b", "finetune", False), ("c/d", "trained_on", False)]
    assert (lineage.works["a/b"].type, lineage.works["c/d"].type) == ("model", "dataset")
    assert lineage.works["a/b"].license is None
    assert codes(lineage) == [Code.MISSING_UPSTREAM] * 2


def test_known_works_are_taken_as_they_are():
    base = Work("a/b", license="mit")
    data = response(tags=["base_model:merge:a/b"])
    lineage = from_response(data, known={"a/b": base})
    assert lineage.works["a/b"] == base
    assert codes(lineage) == []


def test_early_names_get_their_owner():
    lineage = read(base_model="bert-base-uncased", tags=["base_model:bert-base-uncased"])
    assert [name for name, *_ in edges(lineage)] == ["google-bert/bert-base-uncased"]
    assert codes(lineage).count(Code.LEGACY_NAME) == 1


def test_a_name_without_owner_that_nobody_knows_is_kept():
    lineage = read(base_model="BART")
    assert edges(lineage) == [("BART", "finetune", True)]
    assert Code.LEGACY_NAME not in codes(lineage)


def test_a_model_that_names_itself_is_reported_and_set_aside():
    lineage = read(base_model=["me/x", "a/b"])
    assert edges(lineage) == [("a/b", "finetune", True)]
    assert codes(lineage).count(Code.SELF_REFERENCE) == 1


@pytest.mark.parametrize(
    "address",
    [
        "https://huggingface.co/a/b",
        "huggingface.co/a/b/tree/main",
        "https://hf.co/a/b?x=1",
        " a/b ",
    ],
)
def test_addresses_of_the_hub_are_names(address):
    assert [name for name, *_ in edges(read(base_model=address))] == ["a/b"]


def test_a_dataset_with_the_id_of_a_model_is_told_apart():
    lineage = read(datasets="me/x")
    assert edges(lineage) == [("datasets/me/x", "trained_on", False)]
    assert lineage.works["datasets/me/x"].owner == "me"


def test_a_dataset_named_twice_is_one_edge():
    lineage = read(datasets=["c/d", "", None, "c/d"], tags=["dataset:c/d"])
    assert edges(lineage) == [("c/d", "trained_on", False)]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("license", {"a": 1}),
        ("base_model", [["a"]]),
        ("datasets", {"x": "y"}),
        ("base_model", "a\x1b"),
    ],
)
def test_a_field_of_the_wrong_shape_is_an_error(field, value):
    found = error_of(read, **{field: value})
    assert found.code is Code.UNSUPPORTED_CARD
    assert found.message.isprintable()


@pytest.mark.parametrize(
    "data",
    [{}, {"id": 3}, {"id": "a/b", "cardData": []}, {"id": "a/b", "tags": "gguf"}, [], None],
)
def test_what_is_no_response_is_an_error(data):
    assert error_of(from_response, data).code is Code.UNSUPPORTED_CARD


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
KEYS = [
    "license",
    "license_name",
    "license_link",
    "base_model",
    "base_model_relation",
    "datasets",
    "tags",
    "library_name",
]


@given(st.dictionaries(st.sampled_from(KEYS), VALUES), VALUES)
def test_whatever_a_response_holds_there_is_a_lineage_or_an_error(card, tags):
    data = {"id": "me/x", "cardData": card, "tags": tags, "siblings": tags}
    try:
        lineage = from_response(data, library=LIBRARY)
    except LineageError as error:
        assert str(error).splitlines()[0].isprintable()
    else:
        assert lineage.target() == "me/x"
        assert all(finding.message.isprintable() for finding in lineage.findings)


# Real responses


def test_a_real_merge():
    lineage = from_response(RESPONSES["00000-X/Dolphin-2.6-FC_Hermes-2-DPO"])
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


@needs_snapshot
def test_all_responses_of_the_snapshot_are_read():
    count = 0
    with gzip.open(SNAPSHOT / "api-responses.jsonl.gz", "rt") as lines:
        for data in map(json.loads, lines):
            lineage = from_response(data, library=LIBRARY)
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


# Cards

CARD = """---
license: mit
tags: gguf
base_model: a/b
datasets:
- c/d
model-index: 3
---
# My model

Built with care.
"""


def test_a_card_is_read():
    lineage = from_card(CARD, "me/x")
    assert lineage.works["me/x"].license == "mit"
    assert edges(lineage) == [("a/b", "quantized", True), ("c/d", "trained_on", False)]
    evidence = lineage.works["me/x"].evidence
    assert (evidence.name, "Built with care." in evidence.text) == ("x", True)


def test_a_card_of_nobody_has_a_name_of_its_own():
    assert from_card(CARD).target() == UNNAMED


@pytest.mark.parametrize("text", [CARD.replace("\n", "\r\n"), "\ufeff" + CARD, "\n" + CARD])
def test_line_ends_and_marks_do_not_matter(text):
    assert from_card(text, "me/x").works["me/x"].license == "mit"


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("", Code.UNSUPPORTED_CARD, "does not begin with a header"),
        ("# My model", Code.UNSUPPORTED_CARD, "does not begin with a header"),
        ("---\nlicense: mit\n", Code.UNSUPPORTED_CARD, "does not end"),
        ("---\n" + "# x\n" * 400_000 + "---\n", Code.UNSUPPORTED_CARD, "above 1 MB"),
        ("---\n- mit\n---\n", Code.UNSUPPORTED_CARD, "is not a mapping"),
        ("---\nlicense: [\n---\n", Code.BAD_LINEAGE, "not valid YAML"),
        ("---\nlicense: mit\nlicense: cc\n---\n", Code.BAD_LINEAGE, "`license` is given twice"),
        ("---\na: &a [1]\nb: *a\n---\n", Code.BAD_LINEAGE, "alias"),
        ("---\nlicense: !!python/name:os x\n---\n", Code.BAD_LINEAGE, "tag"),
    ],
)
def test_a_card_that_cannot_be_read_gives_one_message(text, code, message):
    found = error_of(from_card, text, "me/x")
    assert found.code is code
    assert message in found.message


def test_a_mistake_in_a_header_has_its_line():
    text = "---\nlicense: mit\nlicense: cc\n---\n"
    assert error_of(from_card, text, file="card.md").span.line == 3


def test_only_the_live_hub_needs_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "huggingface_hub", None)
    assert edges(read(base_model="a/b"))
    assert edges(from_card(CARD, "me/x"))
    found = error_of(hub.from_hub, "me/x")
    assert (found.code, found.help) == (Code.MISSING_EXTRA, "pip install 'licenselogic[hub]'")


# Files and folders


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "my-model"
    path.mkdir()
    return path


def test_a_card_file_is_called_like_its_folder(folder):
    (folder / "README.md").write_text(CARD)
    assert load_lineage(folder / "README.md").target() == "my-model"


def test_a_saved_response_is_recognised(tmp_path):
    path = tmp_path / "response.json"
    path.write_text(json.dumps(RESPONSES["4bit/Redmond-Puffin-13B"]))
    assert load_lineage(path).works["4bit/Redmond-Puffin-13B"].license == "mit"


def test_a_folder_gives_card_files_and_configuration(folder):
    (folder / "README.md").write_text(CARD.replace("tags: gguf", ""))
    (folder / "LICENSE").write_text("MIT")
    (folder / ".git").mkdir()
    (folder / ".git" / "config").write_text("")
    (folder / "adapter_config.json").write_text('{"base_model_name_or_path": "a/b"}')
    lineage = load_lineage(folder)
    assert edges(lineage, "my-model") == [("a/b", "adapter", False), ("c/d", "trained_on", False)]
    evidence = lineage.works["my-model"].evidence
    assert evidence.files == ("LICENSE", "README.md", "adapter_config.json")


def test_a_merge_configuration_names_its_models(folder):
    (folder / "mergekit_config.yml").write_text(
        "models:\n- model: a/b\n- model: {model: {path: c/d}}\n- model: e/f+g/h\n"
        "slices:\n- sources:\n  - {model: i/j@main, layer_range: [0, 8]}\n"
        "base_model: gpt2\nmerge_method: slerp\n"
    )
    found = edges(from_folder(folder, "me/x"))
    names = ["a/b", "c/d", "e/f", "g/h", "i/j", "openai-community/gpt2"]
    assert sorted(found) == [(name, "merge", False) for name in names]


def test_a_card_without_header_does_not_hide_the_configuration(folder):
    (folder / "README.md").write_text("# My model")
    (folder / "adapter_config.json").write_text('{"base_model_name_or_path": "./local"}')
    lineage = from_folder(folder)
    assert edges(lineage, "my-model") == [("./local", "adapter", False)]
    assert lineage.works["./local"].owner is None


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({}, Code.UNSUPPORTED_CARD),
        ({"config.json": "{}"}, Code.UNSUPPORTED_CARD),
        ({"adapter_config.json": "{}"}, Code.UNSUPPORTED_CARD),
        ({"adapter_config.json": "{"}, Code.BAD_LINEAGE),
        ({"mergekit_config.yml": "["}, Code.BAD_LINEAGE),
        ({"README.md": "---\nlicense: [\n---\n"}, Code.BAD_LINEAGE),
    ],
)
def test_a_folder_that_says_nothing_is_an_error(folder, files, code):
    for name, content in files.items():
        (folder / name).write_text(content)
    assert error_of(from_folder, folder).code is code


# The live Hub, played by a dictionary


class FakeHub:
    """Answers like `HfApi`, from a dictionary of cards; counts what it is asked."""

    def __init__(self, models, datasets=None, names=None):
        self.known = {"model": models, "dataset": datasets or {}}
        self.names = names or {}
        self.asked = []

    def model_info(self, name):
        return self._answer("model", name)

    def dataset_info(self, name):
        return self._answer("dataset", name)

    def _answer(self, kind, name):
        self.asked.append(name)
        card = self.known[kind].get(name)
        if card is None:
            from huggingface_hub.errors import RepositoryNotFoundError

            gone = SimpleNamespace(headers={}, request=None)
            raise RepositoryNotFoundError("404", response=gone)
        if isinstance(card, Exception):
            raise card
        return SimpleNamespace(
            id=self.names.get(name, name),
            tags=card.get("tags", []),
            card_data=SimpleNamespace(to_dict=lambda: card),
            siblings=[SimpleNamespace(rfilename="README.md")],
        )


def test_ancestors_are_looked_up_one_by_one():
    fake = FakeHub(
        {
            "me/x": {"license": "mit", "base_model": ["a/b", "c/d"], "datasets": ["e/f"]},
            "a/b": {"license": "apache-2.0", "base_model": "c/d"},
            "c/d": {"license": "llama3"},
        },
        {"e/f": {"license": "cc-by-4.0"}},
    )
    lineage = hub.from_hub("me/x", client=fake)
    assert {w.id: w.license for w in lineage.works.values()} == {
        "me/x": "mit",
        "a/b": "apache-2.0",
        "c/d": "llama3",
        "e/f": "cc-by-4.0",
    }
    assert lineage.upstream["a/b"] == (Edge("c/d", "finetune", inferred=True),)
    assert lineage.works["c/d"].evidence == Evidence(("README.md",), "", "d")
    assert len(fake.asked) == len(set(fake.asked)) == 4


def test_what_the_hub_does_not_have_is_a_finding():
    lineage = hub.from_hub("me/x", client=FakeHub({"me/x": {"base_model": "a/b"}}))
    (finding,) = [f for f in lineage.findings if f.code is Code.MISSING_UPSTREAM]
    assert "the Hub has no public model" in finding.message


def test_no_more_than_the_limit_is_asked_for():
    chain = {f"o/m{n}": {"base_model": f"o/m{n + 1}"} for n in range(50)}
    fake = FakeHub(chain)
    lineage = hub.from_hub("o/m0", client=fake, limit=3)
    assert fake.asked == ["o/m0", "o/m1", "o/m2"]
    assert list(lineage.works) == ["o/m0", "o/m1", "o/m2", "o/m3"]
    assert "not looked up" in lineage.findings[0].message


def test_known_works_are_not_asked_for():
    fake = FakeHub({"me/x": {"base_model": "a/b"}})
    lineage = hub.from_hub("me/x", client=fake, known={"a/b": Work("a/b", license="mit")})
    assert fake.asked == ["me/x"]
    assert lineage.works["a/b"].license == "mit"


def test_a_renamed_model_belongs_to_its_new_owner():
    fake = FakeHub({"me/x": {"base_model": "old/b"}, "old/b": {}}, names={"old/b": "new/b"})
    assert hub.from_hub("me/x", client=fake).works["old/b"].owner == "new"


def test_a_model_that_is_not_there_is_an_error():
    found = error_of(hub.from_hub, "me/nothing", client=FakeHub({}))
    assert (found.code, "`me/nothing`" in found.message) == (Code.UNKNOWN_WORK, True)


def test_a_circle_on_the_hub_is_an_error():
    fake = FakeHub({"a/b": {"base_model": "c/d"}, "c/d": {"base_model": "a/b"}})
    assert error_of(hub.from_hub, "a/b", client=fake).code is Code.CYCLE


@pytest.mark.parametrize(
    "error", [ConnectionError("no route"), TimeoutError(), OSError("\x1b[31m")]
)
def test_a_network_that_fails_is_one_clear_error(error):
    found = error_of(hub.from_hub, "me/x", client=FakeHub({"me/x": error}))
    assert found.code is Code.HUB_UNREACHABLE
    assert found.message.isprintable()


def test_the_clients_own_failures_are_reported():
    from huggingface_hub.errors import HfHubHTTPError

    error = HfHubHTTPError("500", response=SimpleNamespace(headers={}, request=None))
    found = error_of(hub.from_hub, "me/x", client=FakeHub({"me/x": error}))
    assert found.code is Code.HUB_UNREACHABLE
