"""All that an answer depends on, as one plain value without any work id.

Equal signatures have equal answers, so a chain of a thousand like works, or a hub of millions, asks
for a few.  A signature holds ids, masks and words, and no licence: it is equal in two processes,
small, and tells by the digest which library it is about.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from functools import lru_cache, reduce
from itertools import product
from operator import and_
from typing import Any

from licenselogic.decision.choices import Choice, brought
from licenselogic.decision.counts_as import Made, Reach, Standing
from licenselogic.decision.expressions import Base, Key
from licenselogic.decision.fold import Fold
from licenselogic.decision.joined import joined
from licenselogic.decision.makers import number
from licenselogic.decision.owners import Standpoint
from licenselogic.norms.assumptions import (
    Mask,
    always,
    contains,
    holds,
    support,
    valuation,
)
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.semantics.semantics import Value


@dataclass(frozen=True, slots=True)
class Signature:
    """What an answer depends on.

    `library` is the digest of the library.  `reached` says what arrives at the work; `choices` are
    what upstream works leave to choose; `unknown` the terms that are not known, with the text of
    the expression that they are an alternative of (empty: they bind anyway); `outbound` is the
    licence expression of the work, None if there is none.  `facts` are what the publisher states,
    `bases` the models that the work descends from, each by the families of its licences or the
    choice that they hang on, `joined` the licences that a licensor joins by `AND`, and `readings`
    the assumptions that hold.  All tuples are sorted.  `literal` is the key of the signature that
    leaves out senses of edges which are only possible, empty where it is the same.
    """

    library: str
    reached: tuple[tuple[Key, Reach], ...]
    choices: tuple[Choice, ...]
    unknown: tuple[tuple[str, str], ...]
    outbound: str | None
    material: str
    publish: str
    facts: tuple[tuple[str, Value], ...]
    bases: tuple[Base, ...]
    joined: tuple[tuple[str, ...], ...]
    readings: tuple[str, ...]
    literal: str = ""

    @property
    def literally(self) -> "Signature | None":
        """What is asked without senses of edges that are only possible; None if it is the same."""
        if not self.literal:
            return None
        other = Signature.from_key(self.literal.encode())
        return replace(other, outbound=self.outbound, readings=self.readings)

    def to_key(self) -> bytes:
        """Return the signature as bytes: the same in every process, for tables kept on disk."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        values["reached"] = [[*key, _plain(reach)] for key, reach in self.reached]
        return json.dumps(values, separators=(",", ":"), ensure_ascii=False).encode()

    @classmethod
    def from_key(cls, key: bytes) -> "Signature":
        """Return the signature that `to_key` wrote."""
        told = json.loads(key)
        return cls(
            library=told["library"],
            reached=tuple((Key(*named), _read_reach(reach)) for *named, reach in told["reached"]),
            choices=tuple(Choice(*one) for one in told["choices"]),
            unknown=_pairs(told["unknown"]),
            outbound=told["outbound"],
            material=told["material"],
            publish=told["publish"],
            facts=_pairs(told["facts"]),
            bases=_read_bases(told["bases"]),
            joined=tuple(map(tuple, told["joined"])),
            readings=tuple(told["readings"]),
            literal=told["literal"],
        )

    def __reduce__(self) -> tuple[Callable[[bytes], "Signature"], tuple[bytes]]:
        """Pickle by the key: masks written out would double with every reading of the law."""
        return Signature.from_key, (self.to_key(),)


def _pairs(told: Iterable[Iterable[Any]]) -> tuple[tuple[Any, Any], ...]:
    return tuple((one, other) for one, other in told)


def _read_bases(told: Iterable[list[Any]]) -> tuple[Base, ...]:
    return tuple(Base(choice, tuple(families), *rest) for choice, families, *rest in told)


def _read_reach(told: Iterable[list[Any]]) -> Reach:
    return tuple((_read_what(*what), _mask(table)) for *what, table in told)


def _read_what(first: str, second: str | bool, *rest: Any) -> Standing | Made:
    """Return what `_short` wrote: only a standing has a truth value in the second place."""
    if isinstance(second, bool):
        return Standing(first, second)
    usual: list[Any] = [*rest, *_USUAL[2 + len(rest) :]]
    own, facts, targets, now = usual
    return Made(first, second, own, _pairs(facts), _read_bases(targets), now)


def _plain(reach: Reach) -> list[list[object]]:
    """Return a reach with its masks as `_table` writes them."""
    return [[*_short(what), _table(mask)] for what, mask in reach]


def _short(what: Standing | Made) -> list[object]:
    """Return what is held without what is so unless it is said."""
    found = list[object](what)
    while isinstance(what, Made) and found[-1] == _USUAL[len(found) - 1]:
        found.pop()
    return found


_USUAL = Made("", "")


@lru_cache(maxsize=10_000)
def _table(mask: Mask) -> str:
    """Return the assumptions on which a mask depends, by number, and its value for each choice."""
    names = vocabulary().assumptions
    on = sorted(map(names.index, support(mask)))
    rows = (
        valuation(names[n] for n, held in zip(on, row, strict=True) if held)
        for row in product((False, True), repeat=len(on))
    )
    bits = sum(contains(mask, number) << place for place, number in enumerate(rows))
    return f"{'.'.join(map(str, on))}:{bits:x}"


@lru_cache(maxsize=10_000)
def _mask(table: str) -> Mask:
    """Return the mask that `_table` wrote."""
    numbers, bits = table.split(":")
    names, wanted = vocabulary().assumptions, int(bits, 16)
    on = [holds(names[int(number)]) for number in numbers.split(".") if number]
    found = 0
    for place, row in enumerate(product((False, True), repeat=len(on))):
        if wanted >> place & 1:
            both = (mask if held else ~mask for mask, held in zip(on, row, strict=True))
            found |= reduce(and_, both, always())
    return found


def signature(
    fold: Fold,
    name: str,
    outbound: str | None,
    readings: Iterable[str],
    here: Standpoint | None = None,
) -> Signature:
    """Return the signature of a work of a folded lineage under an outbound expression.

    It is looked at from `here`, by default the standpoint of its owner.
    Raises `ExpressionError` for an expression that does not follow SPDX.
    """
    found = _signature(fold, name, outbound, readings, here)
    if fold.literal is None:
        return found
    other = _signature(fold.literal, name, outbound, readings, here)
    return found if other == found else replace(found, literal=other.to_key().decode())


def _signature(
    fold: Fold, name: str, outbound: str | None, readings: Iterable[str], here: Standpoint | None
) -> Signature:
    work, expressions = fold.lineage.works[name], fold.expressions
    standpoint = fold.owners.standpoint(name) if here is None else here
    found = brought(fold, name, standpoint)
    return Signature(
        library=expressions.digest,
        reached=found.reached,
        choices=found.choices,
        unknown=tuple(sorted(fold.arrival(name, standpoint).unknown)),
        outbound=None if outbound is None else expressions.parse(outbound).text,
        material=fold.types[name],
        publish=work.publish,
        facts=tuple(sorted((fact, number(value)) for fact, value in work.facts)),
        bases=found.bases,
        joined=joined(fold, name, standpoint),
        readings=tuple(sorted(readings)),
    )
