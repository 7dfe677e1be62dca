"""Certify a verdict: the verdict, what was looked up, and each query with its answer, as files.

The same question gives the same bytes.  A reader needs no licenselogic to replay the queries: any
solver that reads SMT-LIB will do.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from licenselogic.base.gc_pause import no_collection
from licenselogic.base.version import __version__
from licenselogic.certify.recording import LOGIC, Query, RecordingEngine
from licenselogic.decision.counts_as import lines_named
from licenselogic.library.library import Library
from licenselogic.lineage.graph import Lineage
from licenselogic.norms.assumptions import select
from licenselogic.norms.deontic import License, ShareAlike, imposed_kind
from licenselogic.norms.plain import condition_data
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.semantics.semantics import NO_FAMILY
from licenselogic.verdict.asked import Asked
from licenselogic.verdict.check import engine_for
from licenselogic.verdict.explain import explain
from licenselogic.verdict.verdict import NOTICE, Verdict

SCHEMA = "licenselogic.certificate/1"


@dataclass(frozen=True, slots=True)
class Certificate:
    """A verdict with the files that show how it was come to, by name."""

    verdict: Verdict
    files: Mapping[str, str]


@no_collection()
def certify(
    lineage: Lineage,
    work_id: str | None = None,
    license: str | None = None,
    profile: str = "default",
    assumptions: Mapping[str, bool] | None = None,
    rlimit: int | None = None,
    licenses: Library | None = None,
) -> Certificate:
    """Return the verdict of `check` with everything that it rests on.

    Arguments and errors are those of `check`.  Takes longer: everything is asked anew.
    """
    library = engine_for(lineage, license, rlimit, licenses).library
    engine, readings = RecordingEngine(library, rlimit), select(profile, assumptions)
    asked = Asked.of(engine, lineage, lineage.target(work_id), license, readings)
    verdict = explain(asked, profile)
    files = {
        "verdict.json": _json(verdict.to_dict()),
        "lineage.json": _json(lineage.to_dict()),
        "lookups.json": _json(_lookups(asked)),
        "numbers.json": _json(_numbers(_families(asked))),
    }
    queries = engine.queries(_families(asked))
    width = max(4, len(str(len(queries))))
    asking = {f"queries/{n:0{width}}.smt2": query for n, query in enumerate(queries, 1)}
    files |= {name: query.text for name, query in asking.items()}
    files["manifest.json"] = _json(_manifest(verdict, files, asking))
    files["README.md"] = _readme(verdict, len(queries))
    return Certificate(verdict, files)


def _json(data: Any) -> str:
    return json.dumps(data, indent=1, sort_keys=True, ensure_ascii=True) + "\n"


def _manifest(
    verdict: Verdict, files: Mapping[str, str], asking: Mapping[str, Query]
) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "version": __version__,
        "library": verdict.library,
        "vocabulary": vocabulary().digest,
        "work": verdict.work,
        "license": verdict.license,
        "status": verdict.status.value,
        "logic": LOGIC,
        "queries": {name: query.answer for name, query in asking.items()},
        "sha256": {name: hashlib.sha256(text.encode()).hexdigest() for name, text in files.items()},
        "notice": NOTICE,
    }


# What was looked up -----------------------------------------------------------------------------


def _lookups(asked: Asked) -> dict[str, Any]:
    """Return what decides without a formula: licences, kinds of term, statuses, facts, readings."""
    signed = asked.signature
    return {
        "outbound": signed.outbound,
        "material": signed.material,
        "publish": signed.publish,
        "facts": dict(signed.facts),
        "readings": sorted(asked.readings),
        "unknown": [{"term": term, "of": of} for term, of in signed.unknown],
        "joined": [list(names) for names in signed.joined],
        "statuses": sorted(_statuses(asked), key=lambda row: sorted(map(str, row.items()))),
        "licenses": {k.id: _license(asked, k) for k in sorted(asked.licenses(), key=_by_id)},
    }


def _by_id(license: License) -> str:
    return license.id


def _statuses(asked: Asked) -> Iterator[dict[str, Any]]:
    """Yield what the work is under each licence that reaches it."""
    number = asked.valuation
    for key, reach in asked.signature.reached:
        for standing in asked.fold.transitions.at(reach, number).standings:
            yield {
                "license": key.license,
                "material": key.material,
                "status": standing.status,
                "separable": standing.separable,
            }


def _license(asked: Asked, license: License) -> dict[str, Any]:
    """Return what is looked up of a licence, in the readings that hold."""
    view = asked.engine.look(license, asked.readings)
    kinds = {kind for _, norm in view.norms if (kind := imposed_kind(norm))}
    return {
        "title": license.title,
        "family": license.family,
        "text": license.text.url,
        "sha256": license.text.sha256,
        "kinds": sorted(kinds),
        "frees": [
            {
                "clause": clause.cite,
                "on": sorted(norm.subjects),
                "tolerates": sorted(norm.tolerates),
            }
            for clause, norm in view.freedoms
        ],
        "share-alike": [
            _share_alike(clause.cite, norm)
            for clause, norm in view.share_alikes
            if isinstance(norm, ShareAlike)
        ],
        "relicensing": {
            status: sorted(view.heirs(status))
            for status in vocabulary().statuses
            if view.heirs(status)
        },
    }


def _share_alike(cite: str, norm: ShareAlike) -> dict[str, Any]:
    return {
        "clause": cite,
        "on": sorted(norm.subjects),
        "acts": sorted(norm.acts),
        "licenses": sorted(norm.licenses),
        "condition": condition_data(norm.condition),
    }


def _families(asked: Asked) -> list[str]:
    """Return the families of models that some licence in play is of, or names."""
    found = {license.family for license in asked.licenses()}
    for license in asked.licenses():
        found |= lines_named(license)
    return sorted(found - {"", NO_FAMILY})


def _numbers(families: Sequence[str]) -> dict[str, Any]:
    """Return which word each number of a formula stands for."""
    facts = vocabulary().facts.items()
    trees = {name: fact.taxonomy for name, fact in facts if fact.taxonomy is not None}
    words = chain([("act", vocabulary().acts)], trees.items())
    return {**{name: list(tree.words) for name, tree in words}, "target": [NO_FAMILY, *families]}


_README = """\
# A verdict that can be replayed

{message}

| file | what it is |
| --- | --- |
| `verdict.json` | the verdict, with clauses, works and scenarios |
| `lineage.json` | the works, and how they were made from each other |
| `lookups.json` | what was looked up: statuses, lists of licences, kinds of term |
| `queries/` | the {count:,} queries that were put to the solver, each a file of SMT-LIB ({logic}) |
| `numbers.json` | which word a number stands for: act 0 is the first word under `act` |
| `manifest.json` | the answer that each query had, and the SHA-256 of each file |

A query states its answer (`:status`). To replay them all with another solver:

```sh
for query in queries/*.smt2; do
  answer=$(cvc5 "$query")
  grep -q ":status $answer)" "$query" || echo "$query: $answer"
done
```

No output means that both solvers agree. Each file begins with its question in words. `sat` says
yes: there is a scenario, such as one in which somebody may do what a licence upstream withholds.
`unsat` says no: there is none.

Made by licenselogic {version}, with the library {library}. {notice}.
"""


def _readme(verdict: Verdict, count: int) -> str:
    return _README.format(
        message=verdict.message,
        count=count,
        logic=LOGIC,
        version=__version__,
        library=verdict.library[:16],
        notice=NOTICE.capitalize(),
    )
