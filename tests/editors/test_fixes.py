"""What an editor can put right at once."""

import pytest
from pointing import ROOT, pointed

from licenselogic.editors import asked
from licenselogic.editors.fixes import fixes_at
from licenselogic.editors.text import Fix, Spot, Stretch, Text

HARBOUR = (ROOT / "examples" / "custom-license" / "harbour.lic").read_text("utf-8")


def fixed(text: Text, fix: Fix) -> str:
    start, end = map(text.offset, fix.stretch)
    return text.content[:start] + fix.replacement + text.content[end:]


def offered(marked: str, name: str = "lineage.yaml") -> dict[str, str]:
    """Return the titles of the fixes at the mark `|`, each with the text that it makes."""
    text, spot = pointed(marked, name)
    found = fixes_at(asked.diagnosed(text), Stretch(spot, spot))
    assert all(problems for problems in found.values())
    return {fix.title: fixed(text, fix) for fix in found}


@pytest.mark.parametrize(
    ("marked", "name", "title"),
    [
        ("works:\n  - {id: a/b, license: apach|-2.0}\n", "lineage.yaml", "apach-2.0 Apache-2.0"),
        ("works:\n  - {id: apache-2, license: ap|ach-2.0}\n", "lineage.yaml",
         "apach-2.0 Apache-2.0"),
        ("works:\n  - {id: a/b, license: MIT AND la|ma3}\n", "lineage.yaml", "lama3 llama3"),
        ("works:\n  - {id: a/b, lic|ence: mit}\n", "lineage.yaml", "licence license"),
        ("works:\n  - {id: a/b, type: mod|le}\n", "lineage.yaml", "modle model"),
        ('{"works": [{"id": "a/b", "type": "mod|le"}]}', "lineage.json", "modle model"),
        ("---\nlicense: apach|-2.0\n---\n", "README.md", "apach-2.0 Apache-2.0"),
        ("---\nlicense: mit\nbase_model: a/b\nbase_model_relation: fin|tune\n---\n", "README.md",
         "fintune finetune"),
        (HARBOUR.replace("distribute", "distri|bte", 1), "harbour.lic", "distribte distribute"),
    ],
)  # fmt: skip
def test_a_wrong_spelling_is_changed_to_the_nearest_right_one(
    marked: str, name: str, title: str
) -> None:
    wrong, right = title.split()
    made = offered(marked, name)[f"change `{wrong}` to `{right}`"]
    assert made == marked.replace("|", "").replace(wrong, right, 1)
    assert f"change `{wrong}` to `{right}`" not in offered(f"|{made}", name)


def test_a_label_that_breaks_a_licence_is_changed_to_one_that_does_not() -> None:
    marked = (
        "works:\n  - {id: a/b, license: llama3}\n"
        "  - {id: c/d, license: 'm|it', from: [{work: a/b, by: finetune}]}\n"
    )
    made = offered(marked)["offer `c/d` under `llama3`"]
    assert "license: 'llama3', from" in made
    codes = {problem.code for problem in asked.diagnosed(Text(made, "lineage.yaml"))}
    assert not codes & {"use-restriction", "scale-limit", "exclusive-improvement"}


def test_a_card_gets_the_id_of_the_hub() -> None:
    marked = "---\nlicense: m|it\nbase_model: meta-llama/Llama-3.1-8B\n---\n"
    made = offered(marked, "editors/README.md")["offer `editors` under `llama3.1`"]
    assert made == marked.replace("m|it", "llama3.1")


@pytest.mark.parametrize(
    ("marked", "name", "written"),
    [
        ("works:\n  - {id: a/b, license: llama3}\n"
         "  - id: c|/d\n    from: [{work: a/b, by: finetune}]\n",
         "lineage.yaml", "- id: c/d\n    license: llama3\n    from"),
        ("works:\n  - {id: a/b, license: llama3}\n"
         "  - {id: c|/d, from: [{work: a/b, by: finetune}]}\n",
         "lineage.yaml", "{id: c/d, license: llama3, from"),
        ('{"works": [{"id": "a/b", "license": "llama3"},'
         ' {"id": "c|/d", "from": [{"work": "a/b", "by": "finetune"}]}]}',
         "lineage.json", '"id": "c/d", "license": "llama3", "from"'),
    ],
)  # fmt: skip
def test_a_missing_licence_is_declared_where_that_of_an_upstream_work_will_do(
    marked: str, name: str, written: str
) -> None:
    made = offered(marked, name)["declare `llama3` for `c/d`"]
    assert written in made
    codes = {problem.code for problem in asked.diagnosed(Text(made, name))}
    assert "undeclared-license" not in codes


def test_a_card_without_a_licence_gets_one() -> None:
    made = offered("|---\nbase_model: meta-llama/Llama-3.1-8B\n---\n", "README.md")
    (fixed,) = [text for title, text in made.items() if title.startswith("declare ")]
    assert fixed == "---\nlicense: llama3.1\nbase_model: meta-llama/Llama-3.1-8B\n---\n"


@pytest.mark.parametrize(
    "content",
    [
        "works:\n  - {id: a/b, license: other}\n  - {id: c/d, from: [{work: a/b, by: merge}]}\n",
        "works:\n  - {id: c/d, type: software}\n",
        "works:\n  - {id: lama3, license: lama3}\n",
        "works: [",
    ],
)
def test_nothing_is_offered_that_is_not_known_to_be_right(content: str) -> None:
    text = Text(content, "lineage.yaml")
    whole = Stretch(Spot(0, 0), text.spot(len(content)))
    titles = {fix.title for fix in fixes_at(asked.diagnosed(text), whole)}
    assert titles <= {"change `lama3` to `llama3`"}


def test_a_place_without_a_problem_has_no_fix() -> None:
    assert offered("wor|ks:\n  - {id: a/b, license: apach-2.0}\n") == {}
