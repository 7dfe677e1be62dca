"""A listing of the Hub to a table of works."""

import csv
import gzip
import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from licenselogic.base.diagnostics import LineageError
from licenselogic.base.resources import catalogue as folder
from licenselogic.lineage.work import Edge
from licenselogic.readers.catalogue import COLUMNS, Row, row_of
from licenselogic.readers.listing import Listed, build, read_listing, write_table

SNAPSHOT = Path(__file__).parents[3] / "shared" / "data" / "hub-2024-07"


def models(*tags_of: tuple[str, list[str]]) -> list[Listed]:
    return [Listed(name, tuple(tags)) for name, tags in tags_of]


def built(models: Iterable[Listed], datasets: Iterable[Listed] = ()) -> dict[str, Row]:
    rows = build(lambda: models, lambda: datasets, date="2024-07-09")
    return {row.id: row for row in rows}


def named(name: str, times: int, prefix: str = "base_model") -> list[tuple[str, list[str]]]:
    return [(f"u/{name[-1]}{n}", [f"{prefix}:{name}"]) for n in range(times)]


def test_models_named_three_times_and_datasets_named_five_times_are_taken() -> None:
    listing = models(
        ("a/x", ["license:mit"]),
        ("a/y", []),
        *named("a/x", 3),
        *named("a/y", 2),
        *named("d/s", 5, "dataset"),
        *named("d/t", 4, "dataset"),
    )
    datasets = models(("d/s", ["license:cc0-1.0"]), ("d/t", []))
    assert built(listing, datasets) == {
        "a/x": Row("a/x", licenses=("mit",), date="2024-07-09", source="Hub listing"),
        "d/s": Row("d/s", "dataset", ("cc0-1.0",), date="2024-07-09", source="Hub listing"),
    }


def test_what_a_work_was_made_from_is_taken_too_at_any_distance() -> None:
    listing = models(
        ("a/x", ["base_model:a/y"]),
        ("a/y", ["base_model:a/z", "gguf"]),
        ("a/z", []),
        *named("a/x", 3),
    )
    found = built(listing)
    assert set(found) == {"a/x", "a/y", "a/z"}
    assert found["a/x"].upstream == (Edge("a/y", "finetune", inferred=True),)
    assert found["a/y"].upstream == (Edge("a/z", "quantized", inferred=True),)


def test_what_is_not_listed_has_no_row() -> None:
    assert set(built(models(("a/x", ["base_model:a/gone"]), *named("a/x", 3)))) == {"a/x"}


def test_a_work_that_names_itself_is_not_named_by_that() -> None:
    listing = models(("a/x", ["base_model:a/x"]), *named("a/x", 2))
    assert built(listing) == {}


def test_early_names_and_names_in_other_case_are_those_of_the_listing() -> None:
    listing = models(
        ("google-bert/bert-base-uncased", []),
        ("u/1", ["base_model:bert-base-uncased"]),
        ("u/2", ["base_model:google-bert/BERT-base-uncased"]),
        ("u/3", ["base_model:google-bert/bert-base-uncased"]),
        *named("u/2", 3),
    )
    found = built(listing)
    assert set(found) == {"google-bert/bert-base-uncased", "u/2"}
    (edge,) = found["u/2"].upstream
    assert edge.work == "google-bert/bert-base-uncased"


def test_a_base_that_is_no_id_is_kept() -> None:
    row = built(models(("a/x", ["base_model:my own model"]), *named("a/x", 3)))["a/x"]
    assert row_of(dict(zip(COLUMNS, row.to_line().split("\t"), strict=True))) == row
    assert [edge.work for edge in row.upstream] == ["my own model"]


@pytest.mark.parametrize(
    ("tags", "shown"),
    [
        (["gguf"], True),
        (["gguf", "safetensors"], False),
        (["4-bit", "safetensors"], True),
        (["safetensors"], False),
    ],
)
def test_what_a_work_was_made_from_and_does_not_name_is_kept(tags: list[str], shown: bool) -> None:
    row = built(models(("a/x", tags), *named("a/x", 3)))["a/x"]
    assert bool(row.upstream) is shown
    assert row.to_line().split("\t")[5] == ("quantized?:-" if shown else "")
    assert row_of(dict(zip(COLUMNS, row.to_line().split("\t"), strict=True))) == row


def test_data_that_a_model_was_trained_on_is_left_out() -> None:
    listing = models(("a/x", ["dataset:d/s", "base_model:a/y"]), *named("a/x", 3))
    assert built(listing)["a/x"].upstream == (Edge("a/y", "finetune", inferred=True),)


def test_the_name_of_a_licence_comes_from_a_response() -> None:
    listed = Listed("a/x", ("license:other",))
    response = Listed("a/x", ("license:other",), None, "my-license", "LICENSE")
    for both in ([listed, response], [response, listed]):
        row = built([*both, *models(*named("a/x", 3))])["a/x"]
        assert (row.name, row.link) == ("my-license", "LICENSE")


@pytest.mark.parametrize(
    ("name", "license", "family"),
    [
        ("Llama-2-7b-chat", "mit", "Llama 2"),
        ("llama2-ko", "apache-2.0", "Llama 2"),
        ("Meta-Llama-3-8B", "cc-by-nc-4.0", "Llama 3"),
        ("Llama-3.1-8B", "apache-2.0", "Llama 3"),
        ("codegemma-7b", "apache-2.0", "Gemma"),
        ("Llama-2-7b", "llama2", ""),
        ("Llama-3.1-8B", "llama3.1", ""),
        ("TinyLlama-3T", "mit", ""),
        ("open_llama_3b", "apache-2.0", ""),
        ("Sheared-LLaMA-2.7B", "apache-2.0", ""),
        ("smol_llama-220M", "apache-2.0", ""),
        ("llama2.c-stories", "mit", ""),
        ("llama-30b", "mit", ""),
        ("mistral-7b", "apache-2.0", ""),
    ],
)
def test_a_name_that_the_licence_contradicts_is_noted(name: str, license: str, family: str) -> None:
    row = built(models((f"a/{name}", [f"license:{license}"]), *named(f"a/{name}", 3)))[f"a/{name}"]
    said = f"contradictory: the name says {family}, the licence tag {license}"
    assert row.note == (said if family else "")


def test_a_name_shows_what_a_work_without_a_licence_was_made_from() -> None:
    row = built(models(("a/Llama-3-8B", ["license:other"]), *named("a/Llama-3-8B", 3)))
    assert row["a/Llama-3-8B"].note == "the name says Llama 3"
    assert row["a/Llama-3-8B"].to_line().split("\t")[5] == "finetune?:-"


def test_a_name_says_nothing_where_the_upstream_is_named() -> None:
    tags = ["license:mit", "base_model:meta-llama/Llama-2-7b"]
    assert built(models(("a/llama-2", tags), *named("a/llama-2", 3)))["a/llama-2"].note == ""


# Tables

RECORDS = [
    {"id": "a/x", "tags": ["license:other", "gguf"], "library_name": "peft"},
    {"id": "a/y", "tags": []},
]
LISTED = [Listed("a/x", ("license:other", "gguf"), "peft"), Listed("a/y", ())]


def test_listings_are_read_from_json_lines_and_csv(tmp_path: Path) -> None:
    text = "".join(json.dumps(record) + "\n" for record in RECORDS)
    (tmp_path / "l.jsonl").write_text(text)
    with gzip.open(tmp_path / "l.jsonl.gz", "wt") as file:
        file.write(text)
    with (tmp_path / "l.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, ["id", "tags", "library_name"])
        writer.writeheader()
        writer.writerows({**record, "tags": json.dumps(record["tags"])} for record in RECORDS)
    for name in ("l.jsonl", "l.jsonl.gz", "l.csv"):
        assert list(read_listing(tmp_path / name)) == LISTED, name


def test_listings_are_read_from_parquet(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    path = tmp_path / "l.parquet"
    (tmp_path / "l.jsonl").write_text("".join(json.dumps(record) + "\n" for record in RECORDS))
    with duckdb.connect() as connection:
        rows = f"SELECT * FROM read_json('{tmp_path / 'l.jsonl'}')"
        connection.execute(f"COPY ({rows}) TO '{path}' (FORMAT parquet)")
    assert list(read_listing(path)) == LISTED


def test_a_response_of_the_hub_tells_what_other_is(tmp_path: Path) -> None:
    card = {"license": "other", "license_name": "my\n license", "license_link": ["no text"]}
    (tmp_path / "l.jsonl").write_text(json.dumps({"id": "a/x", "tags": [], "cardData": card}))
    (found,) = read_listing(tmp_path / "l.jsonl")
    assert (found.license_name, found.license_link) == ("my license", "")


@pytest.mark.parametrize("text", ['{"tags": []}\n', '{"id": "a/x", "tags": "gguf"}\n', "[]\n", "{"])
def test_what_is_no_listing_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "l.jsonl").write_text(text)
    with pytest.raises(LineageError):
        list(read_listing(tmp_path / "l.jsonl"))


@pytest.mark.parametrize("name", ["l.jsonl.gz", "l.parquet", "l.csv", "gone.jsonl"])
def test_a_file_that_cannot_be_read_is_told(name: str, tmp_path: Path) -> None:
    pytest.importorskip("duckdb")
    if name != "gone.jsonl":
        (tmp_path / name).write_bytes(b"\x1f\x8b\x08 nothing\x00\xff")
    with pytest.raises(LineageError, match="cannot read"):
        list(read_listing(tmp_path / name))


@pytest.mark.slow
@pytest.mark.skipif(not SNAPSHOT.is_dir(), reason="the snapshot of the Hub is not here")
def test_the_shipped_listing_is_what_the_snapshot_gives(tmp_path: Path) -> None:
    pytest.importorskip("duckdb")

    def models() -> Iterable[Listed]:
        yield from read_listing(SNAPSHOT / "models.parquet")
        yield from read_listing(SNAPSHOT / "api-responses.jsonl.gz")

    rows = build(models, lambda: read_listing(SNAPSHOT / "datasets.parquet"), date="2024-07-09")
    write_table(tmp_path / "listing.tsv", rows)
    assert (tmp_path / "listing.tsv").read_bytes() == (folder() / "listing.tsv").read_bytes()
