"""Which licences works may carry that are made from a work under one licence."""

from pathlib import Path

from licenselogic.base.cache import cached, digest
from licenselogic.library.library import Library
from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.work import usual_type
from licenselogic.norms.deontic import License
from licenselogic.verdict.check import candidates

WAYS = ("incorporate", "combine")
"""How works are made in `compatible`: of parts of the licensed one, or with the whole of it."""


def compatible(library: Library, license: License) -> dict[str, list[str]]:
    """Return, by relation of `WAYS`, the licences under which a work made so may be shared.

    Judged by the default readings, each licence of the library alone.
    """
    parts = (library.digest, _program(), license.id)
    key = digest(*(part.encode() for part in parts))
    found: dict[str, list[str]] = cached("compatible", key, lambda: _judge(library, license))
    return found


def _judge(library: Library, license: License) -> dict[str, list[str]]:
    names = dict.fromkeys([*(k.id for k in library), license.id])
    material = usual_type(license.covers)
    found = {}
    for way in WAYS:
        upstream = {"id": "upstream", "type": material, "license": license.id}
        work = {"id": "work", "type": material, "from": [{"work": "upstream", "by": way}]}
        lineage = Lineage.from_dict({"works": [upstream, work]})
        found[way] = list(candidates(lineage, "work", names, library))
    return found


def _program() -> str:
    """Return a hash of all code, on any of which a judgement may depend."""
    return digest(
        *(path.read_bytes() for path in sorted(Path(__file__).parent.parent.rglob("*.py")))
    )
