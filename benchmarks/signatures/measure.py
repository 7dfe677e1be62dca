"""Decide works, or check them, in a fresh process: one line of JSON for each.

    python -m benchmarks.signatures.measure decide|check FILE

FILE holds a JSON list of (work, lineage). What a process needs once (the imports, the library) is
loaded before the first work is timed; every other cache is cold. Processor time is counted, so that
other programs on the machine do not matter.
"""

import gc
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
from licenselogic.decision.signature import Signature, signature
from licenselogic.norms.assumptions import select

_ENGINE, _DEFAULT = Engine(ll.licenses()), select()

Told = tuple[Status, set[Code]]
"""The status of a work, and the kinds of its violations."""


def fold(lineage: ll.Lineage, work: str) -> Signature:
    """Return the signature of a work in a lineage that has not been folded before."""
    return signature(_ENGINE.fold(lineage), work, lineage.works[work].license, _DEFAULT)


def decide(signature: Signature) -> Told:
    """Return what is told of a signature by the light entry."""
    found = answer(_ENGINE, signature, Depth.CLAUSES)
    if found.status is not Status.INCOMPATIBLE:
        return found.status, set()
    return found.status, {violation.kind for violation in found.decision.violations}


def check(lineage: ll.Lineage, work: str) -> Told:
    """Return what is told of a work by the full verdict."""
    verdict = ll.check(lineage, work)
    return verdict.status, {found.kind for found in verdict.counterexamples}


def deciding(lineage: ll.Lineage, work: str) -> tuple[float, float, Told]:
    """Fold, then decide; return how long each took, and what was found."""
    start = time.process_time()
    made = fold(lineage, work)
    folded = time.process_time()
    told = decide(made)
    return folded - start, time.process_time() - folded, told


def checking(lineage: ll.Lineage, work: str) -> tuple[float, float, Told]:
    """Check; return how long it took, folding included, and what was found."""
    start = time.process_time()
    told = check(lineage, work)
    return 0.0, time.process_time() - start, told


ENTRIES = {"decide": deciding, "check": checking}


def main(entry: str, file: str) -> None:
    """Time one entry on every work of a file."""
    run = ENTRIES[entry]
    drawn: list[tuple[str, Any]] = json.loads(Path(file).read_text(encoding="utf-8"))
    works = [(name, ll.Lineage.from_dict(data)) for name, data in drawn]
    list(ll.licenses())
    gc.freeze()  # or else the collector walks the thousand lineages that only this process holds
    for name, lineage in works:
        folding, taken, (status, kinds) = run(lineage, name)
        kinds_told = sorted(kind.value for kind in kinds)
        print(json.dumps([folding * 1e3, taken * 1e3, status.value, kinds_told]))


if __name__ == "__main__":
    main(*sys.argv[1:])
