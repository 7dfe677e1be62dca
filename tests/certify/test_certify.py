"""A verdict as a folder: what `check` says, the same bytes each time, and queries that replay."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from made import lineage

import licenselogic as ll
from licenselogic.base.schemas import read_schema
from licenselogic.certify.certify import Certificate, certify

CASES = [
    (("llama3.1", "gemma", "apache-2.0"), "MIT"),
    (("gpl-3.0", "llama3"), "gpl-3.0"),
    (("apache-2.0",), "MIT"),
    (("openrail++", "CC-BY-NC-4.0"), "openrail++"),
    (("mit", "cc-by-sa-4.0"), "CC-BY-SA-4.0"),
]


def queries(found: Certificate) -> dict[str, tuple[str, str]]:
    answers = json.loads(found.files["manifest.json"])["queries"]
    return {name: (found.files[name], answer) for name, answer in answers.items()}


@pytest.mark.parametrize(("upstream", "license"), CASES)
def test_the_verdict_is_that_of_check(upstream: tuple[str, ...], license: str) -> None:
    found = certify(lineage(*upstream), None, license)
    assert found.verdict.to_dict() == ll.check(lineage(*upstream), None, license).to_dict()


def test_every_file_is_in_the_manifest_and_the_hashes_hold() -> None:
    found = certify(lineage("llama3.1", "gemma"), None, "MIT")
    hashes = json.loads(found.files["manifest.json"])["sha256"]
    assert set(found.files) - set(hashes) == {"manifest.json", "README.md"}
    for name, sha256 in hashes.items():
        assert hashlib.sha256(found.files[name].encode()).hexdigest() == sha256


def test_a_compatible_verdict_has_queries_too() -> None:
    """Also where both licences permit the same, and `check` would not have to ask."""
    found = certify(lineage("apache-2.0"), None, "MIT")
    assert {answer for _, answer in queries(found).values()} == {"unsat"}


def test_what_is_looked_up_is_there() -> None:
    found = certify(lineage("cc-by-sa-4.0", "apache-2.0"), None, "MIT")
    looked = json.loads(found.files["lookups.json"])
    (norm, *_) = looked["licenses"]["CC-BY-SA-4.0"]["share-alike"]
    assert "CC-BY-SA-4.0" in norm["licenses"]
    assert {row["status"] for row in looked["statuses"]} == {"derivative"}
    assert "choice-of-law" not in looked["licenses"]["MIT"]["kinds"]


def follows(found: Certificate, file: str, schema: str) -> bool:
    """Tell whether a file follows a published schema."""
    validator = jsonschema_rs.Draft202012Validator(read_schema(schema))
    return validator.is_valid(json.loads(found.files[file]))


@pytest.mark.parametrize(("upstream", "license"), [*CASES, (("llama2",), None)])
def test_files_follow_the_published_schemas(upstream: tuple[str, ...], license: str | None) -> None:
    found = certify(lineage(*upstream), None, license)
    assert follows(found, "manifest.json", "certificate")
    assert follows(found, "verdict.json", "verdict")
    assert follows(found, "lineage.json", "lineage")


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.pop("logic"),
        lambda data: data.update(more=1),
        lambda data: data.update(status="sat"),
        lambda data: data["queries"].update({"queries/0001.smt2": "unknown"}),
        lambda data: data["queries"].update({"verdict.json": "sat"}),
        lambda data: data["sha256"].update({"verdict.json": "0"}),
        lambda data: data["sha256"].pop("lookups.json"),
    ],
)
def test_a_changed_manifest_does_not_follow_its_schema(
    change: Callable[[dict[str, Any]], object],
) -> None:
    found = certify(lineage("apache-2.0"), None, "MIT")
    validator = jsonschema_rs.Draft202012Validator(read_schema("certificate"))
    data = json.loads(found.files["manifest.json"])
    assert validator.is_valid(data)
    change(data)
    assert not validator.is_valid(data)


_AGAIN = """
import sys, hashlib
sys.path.insert(0, "tests/repair")
import licenselogic as ll
from made import lineage
from licenselogic.certify.certify import certify
if len(sys.argv) > 1:
    ll.check(lineage("gpl-3.0", "llama2"), None, "MIT")
found = certify(lineage("llama3.1", "gemma"), None, "Apache-2.0")
print(hashlib.sha256(repr(sorted(found.files.items())).encode()).hexdigest())
"""


def test_the_same_question_gives_the_same_bytes() -> None:
    """Whatever the seed of the hashes is, and whatever was asked before."""
    root = Path(__file__).parent.parent.parent
    digests = set()
    for seed, before in (("1", []), ("2", ["asked"])):
        command = [sys.executable, "-c", _AGAIN, *before]
        settings = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)}
        done = subprocess.run(
            command, capture_output=True, text=True, check=True, cwd=root, env=settings
        )
        digests.add(done.stdout)
    assert len(digests) == 1


def replayed(text: str) -> str:
    """Return what cvc5 answers to a query."""
    import cvc5

    solver = cvc5.Solver(cvc5.TermManager())
    parser = cvc5.InputParser(solver)
    parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, text, "query")
    said = ""
    while not (command := parser.nextCommand()).isNull():
        said += command.invoke(solver, parser.getSymbolManager())
    return said.strip()


@pytest.mark.parametrize(("upstream", "license"), CASES)
def test_another_solver_gives_the_same_answers(upstream: tuple[str, ...], license: str) -> None:
    pytest.importorskip("cvc5", reason="needs cvc5")
    found = queries(certify(lineage(*upstream), None, license))
    assert found
    wrong = {name: answer for name, (text, answer) in found.items() if replayed(text) != answer}
    assert wrong == {}


@pytest.mark.slow
def test_another_solver_agrees_on_a_thousand_queries() -> None:
    pytest.importorskip("cvc5", reason="needs cvc5")
    seen: dict[str, str] = {}
    names = [*ll.licenses().ids()][::9]
    for number, one in enumerate(names):
        for other in names[number % 3 :: 3]:
            seen |= dict(queries(certify(lineage(one, by="incorporate"), None, other)).values())
        if len(seen) >= 1000:
            break
    assert len(seen) >= 1000
    assert [text for text, answer in seen.items() if replayed(text) != answer] == []
