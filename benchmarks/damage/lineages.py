"""Doors for lineages: files in YAML and JSON, values of a program, facts."""

from collections.abc import Callable
from typing import Any

import licenselogic as ll
from benchmarks.damage import samples
from benchmarks.damage.doors import (
    Door,
    TreeDoor,
    ValueDoor,
    as_json,
    as_yaml,
    in_file,
    is_empty,
    judged,
    last_key,
)
from benchmarks.damage.trees import Place, Trees
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.readers.load import load_lineage


def _binds(place: Place, new: object) -> bool:
    """Tell whether a value in a lineage, replaced by what does not belong there, still binds.

    Owners and ids decide who made what, so another one is another statement.  Facts, publication
    and upstream works may be left out.
    """
    key = last_key(place)
    if key in ("type", "by", "work", "license_since", "schema", "inferred"):
        return True
    if key == "license":
        return not is_empty(new)
    if "facts" in place:
        return isinstance(new, str | list | dict) and not is_empty(new)
    if key in ("owner", "id"):
        return not isinstance(new, str) and not is_empty(new)
    return not is_empty(new)


def words() -> list[object]:
    """Return words that a lineage, a card or an answer may hold."""
    known = vocabulary()
    names = ["MIT", "llama3", "cc-by-nc-4.0", "MIT OR llama3", *samples.PARENTS]
    return [*known.relations, *known.types, *known.publications, *names, True, False, 1, None]


def lineage_doors() -> list[Door]:
    """Return the doors for lineages."""
    trees, exotic = Trees(_binds, words()), Trees(_binds, words(), exotic=True)
    values = samples.lineages(60)
    base = {"id": "a/base", "license": "llama2"}
    tuned = {"id": "b/tuned", "license": "mit", "from": [{"work": "a/base", "by": "finetune"}]}
    given = ll.Lineage.from_dict({"works": [base, tuned]})

    def from_file(name: str) -> Callable[[bytes, bool], str]:
        return lambda content, full: judged(load_lineage(in_file(name, content)), full)

    def from_dict(data: Any, full: bool) -> str:
        return judged(ll.Lineage.from_dict(data), full)

    def with_facts(data: Any, full: bool) -> str:
        facts = data.get("facts")  # what is no mapping is the program's mistake
        changed = given.with_work("b/tuned", facts=facts if isinstance(facts, dict) else {})
        return judged(changed, full)

    facts = [{"facts": value} for value in samples.FACTS if value]
    return [
        TreeDoor("lineage-yaml", values, trees, as_yaml, from_file("lineage.yaml")),
        TreeDoor("lineage-json", values, trees, as_json, from_file("lineage.json"), closed=True),
        ValueDoor("lineage-dict", values, exotic, from_dict),
        ValueDoor("facts", facts, exotic, with_facts),
    ]
