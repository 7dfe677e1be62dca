"""Random licences, from any source of choices.

The same builders serve mass runs and property tests.  Broad permissions are likely and restrictions
rare, so that a good part of all lineages is compatible; each construct of docs/clauses.md turns up.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from licenselogic.norms.assumptions import Mask, always, holds
from licenselogic.norms.conditions import TRUE, All, Compare, Condition, IsTrue, Member, Not, Some
from licenselogic.norms.deontic import (
    MATERIAL,
    Clause,
    CountsAs,
    FlowDown,
    Freedom,
    License,
    Norm,
    Obligation,
    Permission,
    Prohibition,
    Relicense,
    ShareAlike,
    Term,
    TextRef,
)
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.semantics.semantics import LICENSOR, Value, difference
from licenselogic.testing.dice import Dice, some

IDS = ("Alder-1.0", "Birch-1.0", "Cedar-1.0", "Dogwood-1.0", "Elm-1.0", "Fir-1.0", "Alder-2.0")
FAMILIES = ("herring", "cod", "pike")
BROAD = frozenset({"use", "reproduce", "modify", "distribute"})
THRESHOLDS = (1_000, 700_000_000)
DAYS = (date(2027, 1, 1).toordinal(), date(2030, 1, 1).toordinal())
PREFIXES = ("Cod", "Cod-2", "Pike")


# Words, conditions, guards ----------------------------------------------------------------------


@cache
def _facts() -> tuple[str, ...]:
    """Return the facts that conditions speak of, the usual ones several times."""
    usual = ("commercial", "commercial", "field", "field", "monthly_active_users", "target")
    return (*usual, *vocabulary().facts)


def act(dice: Dice) -> str:
    """Return a word of the tree of acts."""
    return dice.pick(vocabulary().acts.words)


def status(dice: Dice) -> str:
    """Return a status."""
    return dice.pick(vocabulary().statuses)


def atom(dice: Dice) -> Condition:
    """Return a condition on one fact."""
    fact = vocabulary().facts[dice.pick(_facts())]
    if fact.taxonomy is not None:
        return Member(fact.name, some(dice, fact.taxonomy.words))
    if fact.sort == "bool":
        return IsTrue(fact.name)
    if fact.sort == "family":
        return Member(fact.name, some(dice, (*FAMILIES, LICENSOR), 1, 2))
    bound = dice.pick(DAYS if fact.sort == "date" else THRESHOLDS)
    return Compare(fact.name, dice.pick((">", ">=", "<", "<=")), bound)


def condition(dice: Dice, depth: int = 2) -> Condition:
    """Return a condition of at most `depth` nested operators, more often than not an atom."""
    if depth == 0 or not dice.chance(35):
        return atom(dice)
    if dice.chance(50):
        return Not(condition(dice, depth - 1))
    parts = tuple(condition(dice, depth - 1) for _ in range(dice.count(1, 2)))
    return Some(parts) if dice.chance(50) else All(parts)


def scenario(dice: Dice, most: int = 3) -> dict[str, Value]:
    """Return a scenario: up to `most` facts off their baselines, near what `atom` asks."""
    found: dict[str, Value] = {}
    for _ in range(dice.count(0, most)):
        fact = vocabulary().facts[dice.pick(_facts())]
        if fact.taxonomy is not None:
            found[fact.name] = dice.pick(fact.taxonomy.words)
        elif fact.sort == "bool":
            found[fact.name] = True
        elif fact.sort == "family":
            found[fact.name] = dice.pick((*FAMILIES, LICENSOR))
        else:
            bound = dice.pick(DAYS if fact.sort == "date" else THRESHOLDS)
            found[fact.name] = bound + dice.pick((1, 0, -1))
    return difference(found)


def perhaps(dice: Dice, percent: int) -> Condition:
    """Return a condition in about `percent` of a hundred throws, else the one that always holds."""
    return condition(dice) if dice.chance(percent) else TRUE


def guard(dice: Dice, percent: int = 8) -> Mask:
    """Return the readings in which something is in force: mostly all of them."""
    if not dice.chance(percent):
        return always()
    mask = holds(dice.pick(vocabulary().assumptions))
    if dice.chance(30):
        mask = always() & ~mask
    return mask | holds(dice.pick(vocabulary().assumptions)) if dice.chance(20) else mask


def subjects(dice: Dice) -> frozenset[str]:
    """Return what a norm speaks of: mostly the material, wherever it is present."""
    if not dice.chance(35):
        return MATERIAL
    if dice.chance(30):
        return MATERIAL | {"output", "extracted"}
    return some(dice, vocabulary().statuses)


# Norms ------------------------------------------------------------------------------------------


def acts(dice: Dice) -> frozenset[str]:
    """Return the acts of a permission or prohibition: a few words, or the broad grant."""
    return BROAD if dice.chance(20) else some(dice, vocabulary().acts.words)


@dataclass(frozen=True)
class Norms:
    """Builders of norms of a licence, one for each kind.

    `cites` are clauses of its own that prohibit something; `ids` are licences, itself first.
    """

    dice: Dice
    cites: Sequence[str] = ()
    ids: Sequence[str] = IDS

    def norm(self, kind: str) -> Norm:
        """Return a norm of a kind in `KINDS`."""
        return _BUILDERS[kind](self)

    def common(self, conditional: int) -> Any:
        """Return guard, subjects and, in so many of a hundred throws, a condition."""
        return {
            "guard": guard(self.dice),
            "subjects": subjects(self.dice),
            "condition": perhaps(self.dice, conditional),
        }

    def sharing(self) -> frozenset[str]:
        """Return the acts that bring a duty about."""
        if not self.dice.chance(40):
            return frozenset({"distribute", "host"})
        return frozenset({self.dice.pick(("distribute", "use", "sell"))})

    def permission(self) -> Norm:
        """Return a permission, which may be an exception to the clauses `cites`."""
        lifts = self.cites and self.dice.chance(60)
        return Permission(
            acts=acts(self.dice),
            notwithstanding=some(self.dice, self.cites, 1, 2) if lifts else frozenset(),
            **self.common(30),
        )

    def prohibition(self) -> Norm:
        """Return a prohibition, conditional most of the time."""
        return Prohibition(acts=acts(self.dice), **self.common(90))

    def obligation(self) -> Norm:
        """Return a duty; every other asks for a name prefix."""
        if self.dice.chance(50):
            prefix = self.dice.pick(PREFIXES)
            return Obligation(
                duty="name-prefix", texts=(prefix,), acts=self.sharing(), **self.common(15)
            )
        return Obligation(duty=self.dice.pick(_duties()), acts=self.sharing(), **self.common(15))

    def term(self) -> Norm:
        """Return a kind of term; a few kinds are likely, so that licences share them."""
        return Term(kind=self.dice.pick(_terms()), **self.common(10))

    def share_alike(self) -> Norm:
        """Return a share-alike norm that names the licence itself, others, or both."""
        own = frozenset(self.ids[:1]) if not self.dice.chance(20) else frozenset[str]()
        named = own | some(self.dice, self.ids, 1 - len(own), 2)
        return ShareAlike(acts=self.sharing(), licenses=named, **self.common(10))

    def flow_down(self) -> Norm:
        """Return a flow-down of the clauses `cites`, if there are any."""
        cites = some(self.dice, self.cites, 1, 2) if self.cites else frozenset[str]()
        return FlowDown(acts=self.sharing(), cites=cites, **self.common(10))

    def freedom(self) -> Norm:
        """Return a freedom norm; it tolerates most of the kinds that other norms have, or none."""
        usual = (*_terms(), *_duties(), "name-prefix", "share-alike", "flow-down")
        refused = some(self.dice, usual, 0, 6)
        tolerated = frozenset(usual) - refused if not self.dice.chance(25) else frozenset[str]()
        return Freedom(tolerates=tolerated, **self.common(10))

    def relicense(self) -> Norm:
        """Return a power to put other licences in place of this one."""
        return Relicense(licenses=some(self.dice, self.ids), **self.common(30))


@cache
def _terms() -> tuple[str, ...]:
    return tuple(vocabulary().raw["terms"])[:6]


@cache
def _duties() -> tuple[str, ...]:
    return tuple(vocabulary().raw["duties"])[:8]


_BUILDERS: Mapping[str, Callable[[Norms], Norm]] = {
    "permission": Norms.permission,
    "term": Norms.term,
    "obligation": Norms.obligation,
    "prohibition": Norms.prohibition,
    "relicense": Norms.relicense,
    "share-alike": Norms.share_alike,
    "freedom": Norms.freedom,
    "flow-down": Norms.flow_down,
}

KINDS = tuple(_BUILDERS)
"""The kinds of norm, simplest first."""

USUAL = (*KINDS, "permission", "prohibition", "prohibition", "term", "obligation", "freedom")
"""Kinds of norm in the shares in which licences have them."""


# Licences ---------------------------------------------------------------------------------------


@cache
def usual_rules() -> tuple[CountsAs, ...]:
    """Return what most licences say of works made from theirs."""
    changed = {"finetune", "quantized", "merge", "prune", "convert", "extract", "incorporate"}
    parted = {"trained_on", "distill"}
    rows: tuple[tuple[set[str], frozenset[str], str, Mask], ...] = (
        ({"adapter"}, MATERIAL, "derivative", holds("adapter_is_derivative")),
        ({"adapter"}, MATERIAL, "independent", always()),
        (changed, MATERIAL, "derivative", always()),
        ({"combine", "embed"}, MATERIAL, "larger-work", always()),
        *(({"copy"}, frozenset({each}), each, always()) for each in sorted(MATERIAL)),
        (parted, MATERIAL, "derivative", holds("training_is_adaptation")),
        (parted, MATERIAL, "independent", always()),
        ({"generated_by"}, MATERIAL, "output", always()),
        ({"copy", "convert", "combine"}, frozenset({"output"}), "output", always()),
        (parted | {"finetune"}, frozenset({"output"}), "extracted", always()),
        (changed, frozenset({"extracted"}), "extracted", always()),
        (parted | {"generated_by"}, frozenset({"extracted"}), "independent", always()),
    )
    return tuple(CountsAs(frozenset(r), frozenset(), s, q, g) for r, s, q, g in rows)


def rule(dice: Dice) -> CountsAs:
    """Return a counts-as rule on any relations, types and statuses."""
    return CountsAs(
        relations=some(dice, tuple(vocabulary().relations), 1, 4),
        types=frozenset() if not dice.chance(25) else some(dice, tuple(vocabulary().types), 1, 2),
        sources=MATERIAL if not dice.chance(40) else some(dice, vocabulary().statuses),
        result=status(dice),
        guard=guard(dice, 20),
    )


def clause(
    dice: Dice, cite: str, kind: str, cites: Sequence[str] = (), ids: Sequence[str] = IDS
) -> Clause:
    """Return a clause of the licence `ids[0]` with a norm of `kind`, and sometimes another.

    A flow-down with nothing to cite cites a prohibition beside it.
    """
    if kind == "flow-down" and not cites:
        build = Norms(dice, (cite,), ids)
        return Clause(ids[0], cite, "A policy.", (build.prohibition(), build.flow_down()))
    build = Norms(dice, cites, ids)
    kinds = [kind, dice.pick(USUAL)] if dice.chance(15) else [kind]
    return Clause(ids[0], cite, f"A {kind}.", tuple(build.norm(each) for each in kinds))


def license(dice: Dice, id: str, ids: Sequence[str] = IDS, max_clauses: int = 6) -> License:
    """Return a licence called `id`, whose norms name licences among `ids`."""
    others = (id, *(other for other in ids if other != id))
    clauses = [_grant(dice, id)]
    for number in range(2, 1 + dice.count(1, max_clauses)):
        forbidding = [c.cite for c in clauses if any(isinstance(n, Prohibition) for n in c.norms)]
        clauses.append(clause(dice, str(number), dice.pick(USUAL), forbidding, others))
    return License(
        id=id,
        title=id,
        family=dice.pick(FAMILIES),
        covers=frozenset({"any"}),
        text=TextRef("https://example.org/" + id),
        binds={type: guard(dice) for type in vocabulary().types},
        counts=tuple(rule(dice) for _ in range(dice.count(0, 2))) + usual_rules(),
        clauses=tuple(clauses),
        series=series(id),
    )


def series(id: str) -> tuple[str, str] | None:
    """Return the series and the version of which an id such as `Alder-1.0` speaks, or None."""
    name, _, version = id.rpartition("-")
    return (name, version) if name and version[:1].isdigit() else None


def _grant(dice: Dice, id: str) -> Clause:
    """Return a first clause that permits most acts, without conditions most of the time."""
    norm = Permission(
        guard=guard(dice, 3),
        subjects=MATERIAL if not dice.chance(10) else subjects(dice),
        condition=perhaps(dice, 10),
        acts=BROAD if not dice.chance(8) else acts(dice),
    )
    return Clause(id, "1", "The grant.", (norm,))
