"""What an editor shows in lineage files and in the headers of cards."""

from pathlib import Path

import pytest
from pointing import ROOT, pointed, replaced, words

from licenselogic.editors import asked
from licenselogic.norms.vocabulary import vocabulary

WORKS = """\
works:
  - id: a/base
    type: model
    license: llama3
  - id: me/x
    license: {license}
    from:
      - {{work: {work}, by: {by}}}
"""
CARD = """\
---
license: {license}
base_model: meta-llama/Meta-Llama-3-8B
---

# license: nothing
"""


def works(license: str = "mit", work: str = "a/base", by: str = "finetune") -> str:
    return WORKS.format(license=license, work=work, by=by)


def offered(marked: str, name: str = "lineage.yaml") -> list[str]:
    text, spot = pointed(marked, name)
    return words(asked.completion(text, spot))


def told(marked: str, name: str = "lineage.yaml") -> str:
    text, spot = pointed(marked, name)
    found = asked.hover(text, spot)
    return found.markdown if found is not None else ""


def test_licences_are_offered_by_ids_and_by_names_of_the_hub() -> None:
    assert {"MIT", "Apache-2.0", "llama3.1", "openrail", "cc"} <= set(offered(works("|")))


def test_behind_an_operator_the_next_licence_is_offered() -> None:
    text, spot = pointed(works("apache-2.0 AND lla|"))
    assert replaced(text, asked.completion(text, spot)) == "lla"


@pytest.mark.parametrize(
    ("marked", "group"),
    [
        (works(by="|"), "relations"),
        (works(by="fine|"), "relations"),
        ("works:\n  - id: a\n    type: |", "types"),
        ("works:\n  - id: a\n    publish: |", "publications"),
        ("works:\n  - id: a\n    facts: {territory: |}", "territories"),
        ("works:\n  - id: a\n    facts: {|}", "facts"),
        ("works:\n  - id: a\n    facts:\n      |", "facts"),
    ],
)
def test_words_are_those_of_the_vocabulary(marked: str, group: str) -> None:
    settled = vocabulary().typed
    stated = set(vocabulary().raw[group]) - {"target", *settled}  # these follow from the lineage
    found = set(offered(marked))
    assert stated <= found
    assert group != "facts" or not settled & found


def test_keys_are_those_of_the_place() -> None:
    assert {"id", "license", "from"} <= set(offered("works:\n  - id: a\n    |"))
    assert offered("works:\n  - id: a\n    from:\n      - |") == ["work", "by", "inferred", "taken"]
    assert offered("works:\n  - id: a\n    evidence: {|}") == ["files", "text", "contents", "name"]


def test_works_of_the_file_come_before_those_of_the_catalogue() -> None:
    assert offered(works(work="|"))[:2] == ["a/base", "me/x"]
    assert "mistralai/Mistral-7B-v0.1" in offered(works(work="Mistral-7B-v0.|"))


def test_json_has_places_too() -> None:
    name = "x.lineage.json"
    assert "finetune" in offered(
        '{"works": [{"id": "a", "from": [{"work": "b", "by": "|"}]}]}', name
    )
    assert "MIT License" in told(
        '{\n  "works": [\n    {"id": "a", "license": "m|it"}\n  ]\n}', name
    )


def test_hover_tells_of_the_licence_under_the_cursor() -> None:
    assert told(works("Apache-2.0 AND m|it")).startswith("**MIT License**")
    assert told(works("apa|che-2.0 AND mit")).startswith("**Apache License 2.0**")
    assert "may mean any of" in told(works("g|pl"))
    assert told(works("no-such-lic|ence")) == ""


def test_hover_tells_of_works_relations_and_keys() -> None:
    assert told(works(work="a/b|ase")) == "`a/base` (model): licence `llama3`"
    assert "from the catalogue" in told(works(work="mistralai/Mistral-7B-|v0.1"))
    assert "further training" in told(works(by="fine|tune"))
    assert "What the work was made from" in told(works().replace("from:", "fr|om:"))


def test_definition_of_a_licence_is_its_file_and_of_a_work_its_entry() -> None:
    text, spot = pointed(works("m|it"))
    found = asked.definition(text, spot)
    assert found is not None
    assert Path(found.path) == ROOT / "licenses" / "software" / "MIT.lic"
    text, spot = pointed(works(work="a/|base"))
    found = asked.definition(text, spot)
    assert found is not None and found.path == ""
    assert found.stretch.start.line == 1


def test_a_work_is_found_whose_id_stands_in_quotes() -> None:
    content = '{"works": [{"id": "a/b"}, {"id": "c", "from": [{"work": "a|/b", "by": "merge"}]}]}'
    text, spot = pointed(content, "lineage.json")
    found = asked.definition(text, spot)
    assert found is not None
    start, end = map(text.offset, found.stretch)
    assert text.content[start - 7 : end] == '"id": "a/b'


def test_the_header_of_a_card_is_read_and_the_page_is_not() -> None:
    assert "MIT" in offered(CARD.format(license="|"), "README.md")
    assert told(CARD.format(license="m|it"), "README.md").startswith("**MIT License**")
    assert "llama3" in told(CARD.format(license="mit").replace("Llama-3", "Lla|ma-3"), "README.md")
    page = CARD.format(license="mit").replace("nothing", "|mit")
    assert offered(page, "README.md") == []
    assert told(page, "README.md") == ""
    assert offered("---\ntitle: |\n---\n", "post.md") == []


def test_other_files_are_left_alone() -> None:
    assert offered("license: |", "config.yaml") == []
    assert told("license: m|it", "config.yaml") == ""
