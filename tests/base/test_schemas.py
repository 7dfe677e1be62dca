"""The published JSON Schemas: whole, under names that answers carry, and one for every answer."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from licenselogic.base.schemas import FOLDER, SCHEMAS, read_schema

CODE = Path(__file__).parents[2] / "licenselogic"

_ID = re.compile(r"[\"`](licenselogic\.[a-z-]+/\d+)[\"`]")


def _refs(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for inner in value.values():
            yield from _refs(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _refs(inner)


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_whole_and_names_its_answer(name: str) -> None:
    schema = read_schema(name)
    jsonschema_rs.meta.validate(schema)
    assert schema["properties"]["schema"]["const"] == f"licenselogic.{name}/1"
    assert schema["$id"] == f"urn:licenselogic:{name}:1"
    assert schema["additionalProperties"] is False
    defined = {f"#/$defs/{word}" for word in schema.get("$defs", {})}
    assert set(_refs(schema)) <= defined


@pytest.mark.parametrize(
    ("name", "others"), [("diff", ["verdict"]), ("scan", ["verdict", "lineage"])]
)
def test_no_definition_hides_one_of_another_schema(name: str, others: list[str]) -> None:
    found = read_schema(name)["$defs"]
    for other in others:
        shared = read_schema(other)
        assert {word: found[word] for word in shared["$defs"]} == shared["$defs"]
        assert found[other]["properties"] == shared["properties"]


def test_every_answer_with_an_id_has_a_published_schema() -> None:
    found = {
        id for file in CODE.rglob("*.py") for id in _ID.findall(file.read_text(encoding="utf-8"))
    }
    published = {read_schema(name)["properties"]["schema"]["const"] for name in SCHEMAS}
    assert found == published


def test_the_documentation_lists_every_schema() -> None:
    text = (CODE.parent / "docs" / "versioning.md").read_text(encoding="utf-8")
    table = text.partition("prints the JSON Schema of:")[2].partition("The sentences")[0]
    cells = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    names = re.findall(r"`([a-z-]+)`", " ".join(cells))
    assert sorted(names) == sorted(SCHEMAS)


def test_every_file_is_a_published_schema() -> None:
    names = {file.name.removesuffix(".schema.json") for file in FOLDER.iterdir()}
    assert names == set(SCHEMAS)
