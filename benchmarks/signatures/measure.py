"""Decide works, or check them, in a fresh process: one line of JSON for each.

    python -m benchmarks.signatures.measure decide|check FILE

FILE holds a JSON list of (work, lineage). What a process needs once (the imports, the library) is
loaded before the first work is timed; every other cache is cold. Processor time is counted, so that
other programs on the machine do not matter.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import licenselogic as ll
from licenselogic.base.codes import Code, Status
from licenselogic.decision.answer import answer
from licenselogic.decision.engine import Engine
from licenselogic.decision.rules import Depth
from licenselogic.decision.signature import signature
from licenselogic.norms.assumptions import select

_ENGINE, _DEFAULT = Engine(ll.licenses()), select()


def decide(lineage: ll.Lineage, work: str) -> tuple[Status, set[Code]]:
    """Return the status of a work, and the kinds of its violations, by the light entry."""
    label = lineage.works[work].license
    found = answer(_ENGINE, signature(_ENGINE.fold(lineage), work, label, _DEFAULT), Depth.CLAUSES)
    if found.status is not Status.INCOMPATIBLE:
        return found.status, set()
    return found.status, {violation.kind for violation in found.decision.violations}


def check(lineage: ll.Lineage, work: str) -> tuple[Status, set[Code]]:
    """Return the status of a work, and the kinds of its counterexamples, by the full verdict."""
    verdict = ll.check(lineage, work)
    return verdict.status, {found.kind for found in verdict.counterexamples}


ENTRIES = {"decide": decide, "check": check}


def main(entry: str, file: str) -> None:
    """Time one entry on every work of a file."""
    run = ENTRIES[entry]
    drawn: list[tuple[str, Any]] = json.loads(Path(file).read_text(encoding="utf-8"))
    works = [(name, ll.Lineage.from_dict(data)) for name, data in drawn]
    list(ll.licenses())
    for name, lineage in works:
        start = time.process_time()
        status, kinds = run(lineage, name)
        taken = (time.process_time() - start) * 1e3
        print(json.dumps([taken, status.value, sorted(kind.value for kind in kinds)]))


if __name__ == "__main__":
    main(*sys.argv[1:])
