"""Works that the input only names: taken from the caller, from tables, and from the catalogue."""

import json
from collections.abc import Iterable
from pathlib import Path

import pytest
from reading import codes, edges

import licenselogic as ll
from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import LineageError
from licenselogic.base.resources import catalogue as folder
from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.work import Edge, Work
from licenselogic.readers.catalogue import Catalogue, Given, Row, SortedLines
from licenselogic.readers.folder import from_card
from licenselogic.readers.known import Known, card_of, rows_in, works_in
from licenselogic.readers.load import load_known, load_lineage
from licenselogic.readers.responses import from_response

MERGE = "finetune?:{}"


def table(*rows: Row) -> Known:
    """Return what is known if these rows are the catalogue."""
    tables = Catalogue((Given("test", rows),), SortedLines(folder() / "names.tsv"))
    return Known((rows_in(tables),))


def row(id: str, *upstream: str, license: str = "mit", **more: str) -> Row:
    made = tuple(Edge(work, "finetune") for work in upstream)
    return Row(id, licenses=(license,), upstream=made, date="2024-07-09", source="Test", **more)


def card(*bases: str, known: Known, **more: object) -> Lineage:
    data = {"id": "me/x", "cardData": {"license": "mit", "base_model": list(bases), **more}}
    return from_response(data, known=known)


def messages(lineage: Lineage, code: Code) -> list[str]:
    return [finding.message for finding in lineage.findings if finding.code is code]


# From tables


def test_a_work_that_is_only_named_is_taken_with_all_that_it_was_made_from() -> None:
    lineage = card("a/b", known=table(row("a/b", "a/c", license="gpl-3.0"), row("a/c", "a/d")))
    assert lineage.works["a/b"].license == "gpl-3.0"
    assert edges(lineage, "a/b") == [("a/c", "finetune", False)]
    assert edges(lineage, "a/c") == [("a/d", "finetune", False)]
    assert lineage.works["a/d"].license is None


def test_the_lineage_says_what_was_taken_and_how_old_it_is() -> None:
    lineage = card("a/b", known=table(row("a/b", "a/c"), row("a/c")))
    (message,) = messages(lineage, Code.CATALOGUE)
    assert message == "`a/b`, `a/c` are described by the catalogue (as of 2024-07-09, Test)"
    (found,) = [f for f in lineage.findings if f.code is Code.CATALOGUE]
    assert found.works == ("a/b", "a/c")


def test_what_is_not_in_the_table_is_missing() -> None:
    lineage = card("a/b", known=table(row("a/b", "a/gone")))
    assert messages(lineage, Code.MISSING_UPSTREAM) == [
        "`a/gone` is named as upstream of `a/b`; nothing else is known of it"
    ]


def test_names_are_found_whatever_their_case_and_are_one_work() -> None:
    lineage = card("A/B", "a/b", known=table(row("a/b")))
    assert list(lineage.works) == ["me/x", "a/b"]
    assert Code.LEGACY_NAME in codes(lineage)


def test_models_and_datasets_are_looked_up_as_what_they_are() -> None:
    known = table(Row("d/s", "dataset", ("cc0-1.0",), date="2024"), row("d/s", license="gpl-3.0"))
    lineage = card("d/s", known=known, datasets=["d/s"])
    assert lineage.works["d/s"].license == "gpl-3.0"
    assert lineage.works["datasets/d/s"].license == "cc0-1.0"
    assert ("datasets/d/s",) in [f.works for f in lineage.findings]


def test_several_licences_of_a_row_are_told() -> None:
    several = Row("a/b", licenses=("mit", "gpl-3.0"), date="2024")
    lineage = card("a/b", known=table(several))
    assert lineage.works["a/b"].license == "mit AND gpl-3.0"
    assert Code.CONTRADICTORY_FACTS in codes(lineage)


def test_what_is_contradictory_about_a_row_is_told() -> None:
    lineage = card("a/b", known=table(row("a/b", note="contradictory: the name says Gemma")))
    (message,) = messages(lineage, Code.CONTRADICTORY_FACTS)
    assert message == "`a/b` contradicts itself: the name says Gemma"


def test_another_note_is_no_contradiction() -> None:
    lineage = card("a/b", known=table(row("a/b", note="the licence of the repository")))
    assert Code.CONTRADICTORY_FACTS not in codes(lineage)


def test_a_row_may_show_that_it_was_made_from_something_without_a_name() -> None:
    hidden = Row("a/b", licenses=("mit",), upstream=(Edge("<base model of a/b>", "quantized"),))
    lineage = card("a/b", known=table(hidden))
    assert lineage.works["<base model of a/b>"].license is None
    assert ll.check(lineage, "me/x").status == "unknown"


# Circles


def test_what_tables_say_in_a_circle_is_set_aside() -> None:
    lineage = card("a/b", known=table(row("a/b", "a/c"), row("a/c", "a/b")))
    assert edges(lineage, "a/b") == [("a/c", "finetune", False)]
    assert edges(lineage, "a/c") == []
    (message,) = messages(lineage, Code.CYCLE)
    assert message.startswith("`a/c` is said to be made from `a/b`, which was made from it")


def test_a_card_counts_before_what_a_table_says_of_its_work() -> None:
    lineage = card("a/b", known=table(row("a/b", "me/x"), row("me/x", "a/z")))
    assert edges(lineage, "me/x") == [("a/b", "finetune", True)]
    assert edges(lineage, "a/b") == []
    assert Code.CYCLE in codes(lineage)


def test_a_work_made_from_itself_is_set_aside() -> None:
    lineage = card("a/b", known=table(row("a/b", "a/b")))
    assert edges(lineage, "a/b") == []


def test_circles_that_the_input_states_are_errors() -> None:
    data = {"works": [{"id": n, "from": [{"work": m, "by": "merge"}]} for n, m in ("ab", "ba")]}
    with pytest.raises(LineageError, match="circle"):
        Lineage.from_dict(data)


def test_the_works_of_a_circle_reach_the_target_whatever_the_order() -> None:
    ring = [row("a/1", "a/2"), row("a/2", "a/3"), row("a/3", "a/1", license="gpl-3.0")]
    for first in ("a/1", "a/2", "a/3"):
        lineage = card(first, known=table(*ring))
        assert set(lineage.order("me/x")) == {"me/x", "a/1", "a/2", "a/3"}


# From the caller


def test_works_of_the_caller_come_first() -> None:
    known = Known((works_in({"a/b": Work("a/b", license="gpl-3.0")}), *table(row("a/b")).sources))
    lineage = card("a/b", known=known)
    assert lineage.works["a/b"].license == "gpl-3.0"
    assert Code.CATALOGUE not in codes(lineage)


def test_a_lineage_of_the_caller_is_taken_with_its_upstream() -> None:
    given = Lineage.of([Work("a/b"), Work("a/c")], {"a/b": [Edge("a/c", "merge")]})
    lineage = card("a/b", known=Known((works_in(given),)))
    assert edges(lineage, "a/b") == [("a/c", "merge", False)]


def test_a_file_of_the_caller_may_be_a_lineage_or_a_table(tmp_path: Path) -> None:
    (tmp_path / "k.yaml").write_text("works:\n  - {id: a/b, license: gpl-3.0}\n")
    (tmp_path / "k.csv").write_text("id,license\na/b,gpl-3.0\n")
    for name in ("k.yaml", "k.csv"):
        lineage = card("a/b", known=Known((load_known(tmp_path / name),)))
        assert lineage.works["a/b"].license == "gpl-3.0"
    assert messages(lineage, Code.CATALOGUE) == ["`a/b` is described by `%s`" % (tmp_path / name)]


def test_a_model_of_the_caller_is_no_dataset_of_that_name() -> None:
    given = Lineage.of([Work("c/d", license="mit")], {})
    lineage = from_response(
        {"id": "me/x", "tags": ["dataset:c/d"]}, known=Known((works_in(given),))
    )
    assert (lineage.works["c/d"].type, lineage.works["c/d"].license) == ("dataset", None)


# The shipped catalogue

CARD = "---\nlicense: mit\nbase_model: meta-llama/Llama-2-7b-hf\n---\nHello\n"


def test_the_shipped_catalogue_is_used_unless_it_is_unwanted() -> None:
    assert from_card(CARD, "me/x").works["meta-llama/Llama-2-7b-hf"].license == "llama2"
    lineage = from_card(CARD, "me/x", catalogue=False)
    assert lineage.works["meta-llama/Llama-2-7b-hf"].license is None


def test_a_verdict_that_rests_on_the_catalogue_says_so_with_the_date() -> None:
    verdict = ll.check(from_card(CARD, "me/x"))
    assert verdict.status == "incompatible"
    (warning,) = [w for w in verdict.warnings if w.code == "catalogue"]
    assert "as of 2024-07-09, Hub listing" in warning.message


def test_a_contradiction_with_the_base_is_found_through_the_catalogue() -> None:
    card = "---\nlicense: mit\nbase_model: deepseek-ai/DeepSeek-R1-Distill-Llama-8B\n---\n"
    verdict = ll.check(from_card(card, "me/x"))
    assert verdict.status == "incompatible"
    assert {c.work for c in verdict.counterexamples} == {"meta-llama/Llama-3.1-8B"}
    assert "inherited-violation" in {w.code for w in verdict.warnings}


@pytest.mark.parametrize(
    "name",
    [
        "unsloth/llama-3-8b-Instruct-bnb-4bit",
        "unsloth/gemma-2b",
        "winninghealth/WiNGPT2-Llama-3-8B-Base",
        "adonlee/LLaMA_2_13B_SFT_v1",
    ],
)
def test_a_copy_under_a_licence_that_its_name_contradicts_makes_nothing_compatible(
    name: str,
) -> None:
    text = f"---\nlicense: apache-2.0\nbase_model: {name}\n---\n"
    assert ll.check(from_card(text, "me/x")).status == "unknown"


# Lineage files


def load(data: object, tmp_path: Path, **options: object) -> Lineage:
    path = tmp_path / "lineage.json"
    path.write_text(json.dumps(data))
    return load_lineage(path, **options)  # type: ignore[arg-type]


def works(*upstream: str, by: str = "finetune") -> dict[str, Iterable[object]]:
    return {"works": [{"id": "me/x", "from": [{"work": name, "by": by} for name in upstream]}]}


def test_a_lineage_file_takes_what_it_does_not_describe_from_the_catalogue(tmp_path: Path) -> None:
    lineage = load(works("meta-llama/Llama-2-7b-hf"), tmp_path)
    assert lineage.works["meta-llama/Llama-2-7b-hf"].license == "llama2"
    assert Code.CATALOGUE in codes(lineage)
    assert Code.NO_UPSTREAM not in codes(lineage)


def test_a_dataset_of_a_lineage_file_is_looked_up_as_one(tmp_path: Path) -> None:
    lineage = load(works("rajpurkar/squad", by="trained_on"), tmp_path)
    assert lineage.works["rajpurkar/squad"].type == "dataset"


def test_what_is_described_nowhere_stays_an_error_of_a_lineage_file(tmp_path: Path) -> None:
    with pytest.raises(LineageError, match="`a/gone`, which is not among the works"):
        load(works("meta-llama/Llama-2-7b-hf", "a/gone"), tmp_path)
    with pytest.raises(LineageError, match="not among the works"):
        load(works("meta-llama/Llama-2-7b-hf"), tmp_path, catalogue=False)


def test_what_a_lineage_file_describes_stands_as_it_is(tmp_path: Path) -> None:
    data = works("meta-llama/Llama-2-7b-hf")
    data["works"] = [*data["works"], {"id": "meta-llama/Llama-2-7b-hf", "license": "mit"}]
    lineage = load(data, tmp_path)
    assert lineage.works["meta-llama/Llama-2-7b-hf"].license == "mit"
    assert codes(lineage) == []


# Rows


def test_a_row_is_read_like_a_card() -> None:
    found = card_of(Row("a/b", licenses=("other",), name="llama4", date="2025"))
    assert found.work.license == "llama4"


def test_a_table_that_is_nested_too_deeply_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "works.jsonl"
    table.write_text('{"id": "a/b", "license": ' + "[" * 100_000 + "}\n")
    with pytest.raises(LineageError, match="is nested too deeply"):
        load_known(table)
