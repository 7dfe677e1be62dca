"""Each distinct signature decided once, and remembered on disk from one audit to the next.

What is decided is what a single `check` decides, by the same entry.  An outcome is plain data, so
that it can be kept under the key of its signature, for one library and one state of the code.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from licenselogic.audit.brief import BriefEngine
from licenselogic.base.cache import digest, keep, kept
from licenselogic.base.codes import Code, Status
from licenselogic.decision.answer import answer
from licenselogic.decision.counts_as import Made, Standing, alike
from licenselogic.decision.question import Rule, Side, Violation
from licenselogic.decision.rules import Depth
from licenselogic.decision.signature import Signature
from licenselogic.norms.assumptions import contains, valuation
from licenselogic.norms.deontic import FlowDown, Freedom, ShareAlike
from licenselogic.verdict.asked import permits_nothing

PROBES = ("CC0-1.0", "CC-BY-NC-ND-4.0")
"""Labels that ignore what is upstream: one promises everything, one withholds most.

A kind of breach is triggered for a work if one of them would commit it; the second is only tried
where something upstream has a freedom clause, so that its own freedoms count for nothing.
"""

_PROBE = "?"
"""What keys begin with under which the marks of a probe are kept."""

PROLIFERATION = "proliferation"
COPYLEFT = "copyleft-violation"


@dataclass(frozen=True, slots=True)
class Breach:
    """A violation: its kind, its clauses as pairs of licence and number, and where it comes from.

    `side` is the licence and the type of its work, with what it came to; None for an expression in
    which several works were told apart.
    """

    kind: str
    clauses: tuple[tuple[str, str], ...]
    side: Side | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a signature comes to: status, why it is open, breaches, and marks for the table.

    `key` is the hash of the signature.
    """

    key: str
    status: str
    open: tuple[str, ...]
    breaches: tuple[Breach, ...]
    marks: tuple[str, ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """Every kind of breach, once."""
        return tuple(dict.fromkeys(breach.kind for breach in self.breaches))

    @property
    def clauses(self) -> tuple[str, ...]:
        """Every clause, once: the licence and its number."""
        told = (f"{one} {cite}" for breach in self.breaches for one, cite in breach.clauses)
        return tuple(dict.fromkeys(told))


Job = tuple[str, Signature]
"""A signature, with the key that what is found is kept under."""


@dataclass(frozen=True, slots=True, eq=False)
class Upstream:
    """What an audit asks about whatever is above a work.

    `plain` is the signature without what no answer turns on.  `copyleft` are the marks for terms
    that are handed on; `probes` are to be asked for what else is triggered.
    """

    plain: Signature
    copyleft: tuple[str, ...]
    probes: tuple[Job, ...]


class Decider:
    """Decides signatures, and keeps what it found."""

    def __init__(self, engine: BriefEngine, *, keeping: bool = True) -> None:
        self.engine, self.keeping = engine, keeping
        self.name = digest(_code().encode(), engine.expressions.digest.encode())
        self.name += f"-{engine.rlimit or 0}"
        self.fresh = 0
        self.decided_anew = 0

    @cached_property
    def known(self) -> dict[str, Any]:
        """What was decided before, by the keys of signatures."""
        held = kept("audit", self.name) if self.keeping else None
        return held if isinstance(held, dict) else {}

    def named(self, readings: frozenset[str]) -> str:
        """Return a name for all that an answer depends on beside the works."""
        return digest(self.name.encode(), " ".join(sorted(readings)).encode())

    def save(self) -> None:
        """Keep what was decided anew."""
        if self.keeping and self.fresh:
            keep("audit", self.name, self.known)
            self.fresh = 0

    def outcome(self, signature: Signature, key: str = "") -> Outcome:
        """Return what a signature comes to; `key` is its hash, where that is known."""
        key = key or hash_of(signature)
        status, open_, breaches, marks = self.answer(key, signature)
        sides = (
            Breach(kind, tuple((one, cite) for one, cite in clauses), _side(signature, side))
            for kind, clauses, side in breaches
        )
        return Outcome(key, status, tuple(open_), tuple(sides), tuple(marks))

    def answer(self, key: str, signature: Signature) -> Any:
        """Return what is kept under a key, or find it and keep it; as JSON data."""
        if key not in self.known:
            self.learn(key, self.found(key, signature))
        return self.known[key]

    def found(self, key: str, signature: Signature) -> Any:
        """Find what is to be kept under a key: what a signature comes to, or marks alone."""
        return self.probed(signature) if key.startswith(_PROBE) else self.decided(signature)

    def learn(self, key: str, found: Any) -> None:
        """Keep what was found, here or elsewhere."""
        self.known[key] = found
        self.fresh += 1
        self.decided_anew += not key.startswith(_PROBE)

    def decided(self, signature: Signature) -> list[Any]:
        """Decide a signature."""
        offered = signature.outbound
        readings = frozenset(signature.readings)
        if offered is not None and permits_nothing(self.engine, offered, readings):
            return [Status.UNKNOWN.value, [Code.NO_PERMISSION.value], [], []]
        found = answer(self.engine, signature, Depth.CLAUSES)
        broken = found.decision.violations if found.status is Status.INCOMPATIBLE else ()
        breaches = [
            [v.kind.value, [[c.license, c.cite] for c in v.clauses], _place(signature, v.side)]
            for v in broken
        ]
        opened = sorted(_REASONS[word].value for word in found.open)
        return [found.status.value, opened, breaches, sorted(self.marks(broken))]

    def triggered(self, upstream: Upstream) -> tuple[str, ...]:
        """Return the marks that the worst labels would earn, and what reaches the work."""
        marks = set(upstream.copyleft)
        for key, probe in upstream.probes:
            marks.update(self.answer(key, probe))
        return tuple(sorted(marks))

    def probes(self, plain: Signature, frees: bool) -> Iterator[Job]:
        """Yield a signature with the worst labels instead; `frees` tells of a freedom clause."""
        if plain.reached:
            bare = replace(plain, outbound=None, unknown=())  # what is definite breaks it
            for label in PROBES if frees else PROBES[:1]:
                probe = replace(bare, outbound=label)
                yield _PROBE + hash_of(probe), probe

    def probed(self, signature: Signature) -> list[str]:
        """Return the marks of what a label breaks, whatever is open."""
        decision = answer(self.engine, signature, Depth.CLAUSES).decision
        return sorted(self.marks(decision.violations))

    def upstream(self, signature: Signature) -> Upstream:
        """Return what is asked about the upstream side of a signature."""
        marks = tuple(sorted(set(self.reaching(signature))))
        plain = self.engine.plain(signature)
        return Upstream(plain, marks, tuple(self.probes(plain, self.frees(signature))))

    def frees(self, signature: Signature) -> bool:
        """Tell whether something upstream has a freedom clause, which only terms can break."""
        licenses = {self.engine.library[key.license] for key, _ in signature.reached}
        return any(isinstance(norm, Freedom) for one in licenses for _, norm in one.norms)

    def marks(self, violations: Iterable[Violation]) -> set[str]:
        """Return what violations count as in the table."""
        found = set()
        for violation in violations:
            found.add(violation.kind.value)
            family = self.engine.library[violation.side.license].family
            if violation.kind is Code.EXCLUSIVE_IMPROVEMENT:
                line = "llama3" if family.startswith("llama3") else family
                how = "" if violation.rule is Rule.OVER_GRANT else "-merge"
                found.add(f"{line}-exclusive{how}")
            if violation.kind is Code.FREEDOM and violation.rule is not Rule.OUTBOUND_FREEDOM:
                found |= {_FREEDOMS[family]} if family in _FREEDOMS else set()
            if violation.kind in (Code.SHARE_ALIKE, Code.FLOW_DOWN):
                found.add(COPYLEFT)
        return found

    def reaching(self, signature: Signature) -> Iterable[str]:
        """Yield `copyleft` if a licence upstream hands its terms on, and whether it binds here."""
        number = valuation(frozenset(signature.readings))
        for key, reach in signature.reached:
            view = self.engine.look(self.engine.library[key.license], frozenset(signature.readings))
            held = {
                what.status
                for what, mask in reach
                if isinstance(what, Standing) and contains(mask, number)
            }
            for _, norm in view.norms:
                if isinstance(norm, ShareAlike | FlowDown):
                    yield "copyleft"
                    if norm.subjects & held:
                        yield PROLIFERATION


_FREEDOMS = {"cc": "cc-freedom", **dict.fromkeys(("gpl", "lgpl", "gfdl"), "fsf-freedom")}

_REASONS = {
    "unknown": Code.UNKNOWN_LICENSE,
    "readings": Code.UNDERSPECIFIED_LICENSE,
    "descent": Code.UNKNOWN_DESCENT,
    "sense": Code.UNKNOWN_RELATION,
    "outbound": Code.UNDECLARED_LICENSE,
    "budget": Code.BUDGET_SPENT,
    "many": Code.TOO_MANY_READINGS,
}

_Place = list[Any] | None


def _place(signature: Signature, side: Side) -> _Place:
    """Return where in a signature the side of a violation stands."""
    wanted = alike(side.made) if side.made else side.standing
    for place, (key, reach) in enumerate(signature.reached):
        if (key.license, key.material) != (side.license, side.material):
            continue
        for inner, (what, _) in enumerate(reach):
            if alike(what) == wanted:
                return [place, inner]
    return None


def _side(signature: Signature, place: _Place) -> Side | None:
    if place is None:
        return None
    key, reach = signature.reached[place[0]]
    what = alike(reach[place[1]][0])
    if isinstance(what, Made):
        return Side(key.license, key.material, Standing("independent", False), what)
    return Side(key.license, key.material, what)


def hash_of(signature: Signature) -> str:
    """Return a hash of a signature: the same in every process."""
    return hashlib.blake2b(signature.to_key(), digest_size=16).hexdigest()


@cache
def _code() -> str:
    """Return a hash of the package: a change of any rule makes what was decided before void."""
    home = Path(__file__).parent.parent
    state = hashlib.blake2b(digest_size=16)
    for path in sorted(home.rglob("*.py")):
        state.update(str(path.relative_to(home)).encode() + b"\0" + path.read_bytes())
    return state.hexdigest()
