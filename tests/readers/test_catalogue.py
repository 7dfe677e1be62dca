"""The catalogue: what the shipped tables hold, and how a name is found in them."""

import re
from pathlib import Path

import pytest

from licenselogic.base.diagnostics import LineageError
from licenselogic.base.resources import catalogue as folder
from licenselogic.library.library import licenses
from licenselogic.library.terms import UNDECLARED
from licenselogic.lineage.work import Edge
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.readers.catalogue import (
    COLUMNS,
    DATE,
    ID,
    NAME_COLUMNS,
    TABLES,
    Catalogue,
    Given,
    Row,
    Shipped,
    SortedLines,
    catalogue,
    read_table,
    row_of,
    sort_key,
)
from licenselogic.readers.names import full_name, names_nothing


def lines(name: str) -> list[list[str]]:
    text = (folder() / name).read_text(encoding="utf-8")
    assert text.endswith("\n") and "\r" not in text
    return [line.split("\t") for line in text.splitlines()]


# What is shipped


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_sorted_and_has_a_work_once(name: str) -> None:
    header, *rows = lines(name)
    assert header == list(COLUMNS)
    keys = [sort_key(row[0], row[1]) for row in rows]
    assert keys == sorted(set(keys))


def test_other_names_are_sorted_and_lead_to_ids() -> None:
    header, *rows = lines("names.tsv")
    assert header == list(NAME_COLUMNS)
    keys = [sort_key(row[0], row[1]) for row in rows]
    assert keys == sorted(set(keys))
    for name, type, identifier, kind in rows:
        assert "/" not in name and type in vocabulary().types
        assert bool(identifier) == (kind in ("legacy", "probable"))
        assert not identifier or ID.fullmatch(identifier)


def test_what_is_shipped_stays_small() -> None:
    assert sum(path.stat().st_size for path in folder().iterdir()) <= 10**6


def test_every_row_has_a_source_and_a_date() -> None:
    for row in catalogue():
        assert row.source, row.id
        assert DATE.fullmatch(row.date) and row.date >= "2022", row.id


def test_every_licence_is_known_or_undeclared() -> None:
    known = licenses()
    strange = {
        tag
        for row in catalogue()
        for tag in row.licenses
        if tag not in UNDECLARED and known.find(tag) is None
    }
    assert strange == set()


def test_no_work_is_made_from_itself() -> None:
    for row in catalogue():
        assert all(edge.work.casefold() != row.id.casefold() for edge in row.upstream), row.id


def test_a_row_survives_being_written() -> None:
    for row in catalogue():
        assert row_of(dict(zip(COLUMNS, row.to_line().split("\t"), strict=True))) == row


def test_rows_that_contradict_their_base_keep_it() -> None:
    row = catalogue().find("deepseek-ai/DeepSeek-R1-Distill-Llama-8B")
    assert row is not None
    assert row.note.startswith("contradictory: ")
    assert row.licenses == ("mit",)
    assert row.upstream == (Edge("meta-llama/Llama-3.1-8B", "finetune"),)


def test_a_name_that_contradicts_the_licence_is_noted() -> None:
    row = catalogue().find("unsloth/llama-3-8b-bnb-4bit")
    assert row is not None
    assert row.licenses == ("llama2",)
    assert row.note == "contradictory: the name says Llama 3, the licence tag llama2"


def test_doubtful_works_are_left_out() -> None:
    assert catalogue().find("XiaomiMiMo/MiMo-7B-Base") is None
    assert catalogue().find("lerobot/pi0") is None


# Finding


@pytest.mark.parametrize("name", [*TABLES, "names.tsv"])
def test_every_line_is_found_by_its_name(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("licenselogic.readers.catalogue.MANY", 10**9)  # by bisection, all of them
    table = SortedLines(folder() / name)
    for columns in table:
        assert table.find(columns[0], columns[1]) == columns


@pytest.mark.parametrize("many", [0, 10**9])
def test_few_and_many_names_are_found_alike(many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("licenselogic.readers.catalogue.MANY", many)
    table = SortedLines(folder() / "curated.tsv")
    for columns in list(table)[::10]:
        assert table.find(columns[0].upper(), columns[1]) == columns
        assert table.find(columns[0] + "x", columns[1]) is None


def test_case_does_not_matter() -> None:
    row = catalogue().find("META-LLAMA/llama-2-7B-hf")
    assert row is not None
    assert (row.id, row.licenses) == ("meta-llama/Llama-2-7b-hf", ("llama2",))


@pytest.mark.parametrize("name", ["", "/", "a", "zzzz/zzzz", "0/0", "\t", "é/é", "id", "id\ttype"])
def test_what_is_not_there_is_not_found(name: str) -> None:
    assert catalogue().find(name) is None


def test_models_and_datasets_are_told_apart() -> None:
    assert catalogue().find("rajpurkar/squad", "dataset") is not None
    assert catalogue().find("rajpurkar/squad", "model") is None


def test_tables_of_a_single_line_are_searched(tmp_path: Path) -> None:
    path = tmp_path / "one.tsv"
    path.write_text("id\ttype\nb/b\tmodel\n")
    table = SortedLines(path)
    assert table.find("b/b", "model") == ["b/b", "model"]
    assert [table.find(name, "model") for name in ("a/a", "c/c")] == [None, None]
    path.write_text("id\ttype\n")
    assert SortedLines(path).find("b/b", "model") is None


def test_an_earlier_table_counts() -> None:
    first = Given("mine", [Row("a/x", licenses=("mit",))])
    second = Given("theirs", [Row("A/X", licenses=("gpl",)), Row("a/y")])
    known = Catalogue((first, second), SortedLines(folder() / "names.tsv"))
    assert known.find("a/X") == Row("a/x", licenses=("mit",))
    assert [row.id for row in known] == ["a/x", "a/y"]


@pytest.mark.parametrize(
    ("written", "near"),
    [
        ("mistralai/Mistral-7B-v01", "mistralai/Mistral-7B-v0.1"),
        ("Mistral-7B-v0.1", "mistralai/Mistral-7B-v0.1"),
        ("meta-lama/Llama-2-7b-hf", "meta-llama/Llama-2-7b-hf"),
    ],
)
def test_near_spellings_are_named(written: str, near: str) -> None:
    assert near in catalogue().near(written)


def test_nothing_is_near_to_a_strange_name() -> None:
    assert catalogue().near("qqqqqqqq/wwwwwwwwwwwwwww") == []


def test_early_names_lead_to_the_id_of_today() -> None:
    assert full_name("bert-base-uncased") == "google-bert/bert-base-uncased"
    assert full_name("squad", "dataset") == "rajpurkar/squad"
    assert full_name("squad", "model") == "squad"
    assert full_name("me/squad", "dataset") == "me/squad"


@pytest.mark.parametrize(
    ("name", "type", "nothing"),
    [
        ("imagefolder", "dataset", True),
        ("generator", "dataset", True),
        ("None", "dataset", True),
        ("none", "model", True),
        ("imagefolder", "model", False),
        ("squad", "dataset", False),
        ("me/imagefolder", "dataset", False),
    ],
)
def test_names_of_no_work(name: str, type: str, nothing: bool) -> None:
    assert names_nothing(name, type) is nothing


# Tables of a user


def test_a_table_is_read_as_csv_tsv_and_json_lines(tmp_path: Path) -> None:
    wanted = [
        Row("a/x", licenses=("mit", "gpl"), upstream=(Edge("b/y", "finetune", inferred=True),)),
        Row("b/z", "dataset", date="2025-01"),
    ]
    (tmp_path / "t.csv").write_text(
        "id,type,license,upstream,date\na/x,,mit|gpl,finetune?:b/y,\nb/z,dataset,,,2025-01\n"
    )
    (tmp_path / "t.tsv").write_text(
        "id\ttype\tlicense\tupstream\tdate\n"
        "a/x\t\tmit|gpl\tfinetune?:b/y\t\nb/z\tdataset\t\t\t2025-01\n"
    )
    (tmp_path / "t.jsonl").write_text(
        '{"id": "a/x", "license": ["mit", "gpl"], "upstream": "finetune?:b/y"}\n'
        '{"id": "b/z", "type": "dataset", "date": "2025-01"}\n'
    )
    for name in ("t.csv", "t.tsv", "t.jsonl"):
        assert list(read_table(tmp_path / name)) == wanted, name


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("id,license\nno-owner,mit\n", "`no-owner` is no id of the form owner/name"),
        ("id,type\na/x,picture\n", "`picture` is no type of work"),
        ("id,date\na/x,yesterday\n", "`yesterday` is no date"),
        ("id,upstream\na/x,b/y\n", "`b/y` is not of the form RELATION:ID"),
        ("id,upstream\na/x,likes:b/y\n", "`likes:b/y` is not of the form RELATION:ID"),
        ("id,licence\na/x,mit\n", "there is no column `licence`"),
        ("id\na/x,mit\n", "the columns are not those of the first line"),
        ('id\n"a/x\n', "unexpected end of data"),
    ],
)
def test_a_mistake_in_a_table_is_told_with_its_place(text: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(text)
    with pytest.raises(LineageError, match=rf"work 1: .*{re.escape(says)}"):
        read_table(path)


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("t.csv", "id,license\na/x,gpl\nA/X,mit\n", "`A/X` is described twice"),
        ("t.csv", "id,license,license\na/x,gpl,mit\n", "two columns have the same name"),
        (
            "t.jsonl",
            '{"id": "a/x", "license": "gpl", "license": "mit"}\n',
            "`license` is given twice",
        ),
    ],
)
def test_of_two_values_in_a_table_none_is_dropped(
    name: str, text: str, says: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(LineageError, match=re.escape(says)):
        read_table(tmp_path / name)


def test_a_row_may_stand_twice(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("id,license\na/x,mit\na/x,mit\n")
    assert list(read_table(tmp_path / "t.csv")) == [Row("a/x", licenses=("mit",))]


def test_a_shipped_table_can_be_given_as_one_of_ones_own() -> None:
    path = folder() / "curated.tsv"
    assert list(read_table(path)) == list(Shipped(path))
