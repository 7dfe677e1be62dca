"""What one statement of a clause means: its words checked, its formulas and its norms.

A slip does not stop the reading: it is reported at its place, and what is left is read on.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import Diagnostic, did_you_mean
from licenselogic.base.display import quoted
from licenselogic.base.source import Span
from licenselogic.clauses import tree
from licenselogic.norms.assumptions import Mask, always, holds
from licenselogic.norms.conditions import All, Compare, Condition, IsTrue, Member, Not, Some
from licenselogic.norms.deontic import (
    MATERIAL,
    FlowDown,
    Freedom,
    Norm,
    Obligation,
    Permission,
    Prohibition,
    Relicense,
    ShareAlike,
    Term,
    reaching,
)
from licenselogic.norms.vocabulary import Fact, vocabulary

MAX_DIGITS = 99


class Reader:
    """Words and formulas as values; what is no word of the vocabulary goes to `problems`."""

    def __init__(self, problems: list[Diagnostic]) -> None:
        self.problems = problems

    # Words

    def choose(
        self, words: Iterable[tree.Word], known: Iterable[str], what: str, forms: Sequence[str] = ()
    ) -> tuple[str, ...]:
        """Return the words that are known; report the others with the nearest right spelling.

        `forms` are keywords that could have been meant.
        """
        known = list(known)
        good = []
        for word in words:
            if word.text in known:
                good.append(word.text)
                continue
            message = f"no {what} is called {quoted(word.text)}"
            hint = did_you_mean(word.text, [*known, *forms])
            self.problems.append(
                Diagnostic(Code.UNKNOWN_WORD, message, word.span, "not in the vocabulary", hint)
            )
        return tuple(good)

    def statuses(self, words: Iterable[tree.Word]) -> frozenset[str]:
        """Return the statuses that an `on` names; none names those that hold the material."""
        return frozenset(self.choose(words, vocabulary().statuses, "status")) or MATERIAL

    def report(self, code: Code, message: str, span: Span | None, help: str = "") -> None:
        """Put a slip on the list."""
        self.problems.append(Diagnostic(code, message, span, help=help))

    def expect(self, text: tree.Text, pattern: str, what: str) -> None:
        """Report a text that does not match `pattern`."""
        if not re.fullmatch(pattern, text.text):
            self.report(Code.BAD_VALUE, f"{quoted(text.text)} is not {what}", text.span)

    def check_day(self, text: str, span: Span | None) -> None:
        """Report what is no day of the calendar."""
        try:
            _day(text)
        except ValueError:
            self.report(Code.BAD_VALUE, f"`{text}` is not a date", span)

    # Formulas

    def guard(self, formula: tree.Formula | None) -> Mask:
        """Return the valuations of the assumptions in which a formula over them holds."""
        if formula is None:
            return always()
        match formula:
            case tree.Name(word):
                found = self.choose((word,), vocabulary().assumptions, "assumption")
                return holds(found[0]) if found else always()
            case tree.Negation(part):
                return always() & ~self.guard(part)
            case tree.Junction(op, parts):
                masks = [self.guard(part) for part in parts]
                total = masks[0]
                for mask in masks[1:]:
                    total = total & mask if op == "and" else total | mask
                return total
        message = "`assuming` takes assumptions, joined by and, or, not"
        self.report(Code.BAD_VALUE, message, getattr(formula, "fact", tree.Word("")).span)
        return always()

    def condition(self, node: tree.Statement) -> Condition:
        """Return the condition that `if` and `unless` state."""
        parts: list[Condition] = []
        if node.only_if is not None:
            parts.append(self._formula(node.only_if))
        if node.unless is not None:
            parts.append(Not(self._formula(node.unless)))
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _formula(self, formula: tree.Formula) -> Condition:
        match formula:
            case tree.Name(word):
                fact = self._fact(word, "bool")
                return IsTrue(fact.name) if fact else All(())
            case tree.Negation(part):
                return Not(self._formula(part))
            case tree.Junction(op, parts):
                resolved = tuple(self._formula(part) for part in parts)
                return All(resolved) if op == "and" else Some(resolved)
            case tree.Comparison():
                return self._comparison(formula)
            case tree.Membership():
                return self._membership(formula)

    def _comparison(self, node: tree.Comparison) -> Condition:
        dated = "-" in node.value
        fact = self._fact(node.fact, "date" if dated else "number")
        if fact is None:
            return All(())
        if node.unit and node.unit.text != fact.unit:
            message = f"`{fact.name}` is counted in {fact.unit}, not {quoted(node.unit.text)}"
            self.report(Code.BAD_VALUE, message, node.unit.span)
        try:
            value = _day(node.value) if dated else _number(node.value)
        except ValueError:
            what = "a date" if dated else f"a whole number of at most {MAX_DIGITS} digits"
            self.report(Code.BAD_VALUE, f"{quoted(node.value)} is not {what}", node.span)
            value = 0
        return Compare(fact.name, node.op, value)

    def _membership(self, node: tree.Membership) -> Condition:
        fact = self._fact(node.fact, "family" if node.family else "tree")
        if fact is None:
            return All(())
        if fact.taxonomy is None:
            return Member(fact.name, frozenset(w.text for w in node.words))
        return self.member(fact.name, node.words)

    def member(self, fact: str, words: Iterable[tree.Word]) -> Condition:
        """Return the condition that a fact with a tree of values is one of `words`, or below."""
        values = vocabulary().facts[fact].taxonomy
        return Member(fact, frozenset(self.choose(words, values.words if values else (), fact)))

    def _fact(self, word: tree.Word, sort: str) -> Fact | None:
        facts = vocabulary().facts
        if not self.choose((word,), facts, "fact"):
            return None
        fact = facts[word.text]
        if fact.sort != sort:
            wanted = {
                "bool": "stands alone",
                "number": "takes a comparison with a number",
                "date": "takes a comparison with a date",
                "tree": f"takes `{word.text} in {{ ... }}`",
                "family": f"takes `{word.text} in family NAME`",
            }
            self.report(Code.BAD_VALUE, f"`{word.text}` {wanted[fact.sort]}", word.span)
            return None
        return fact


class NormReader(Reader):
    """Statements as norms of the licence `id`."""

    def __init__(self, id: str, problems: list[Diagnostic]) -> None:
        super().__init__(problems)
        self.id = id

    def norms(self, node: tree.Statement, cites: frozenset[str] = frozenset()) -> Iterator[Norm]:
        """Yield the norms of a statement; `cites` are the clauses that a flow-down names."""
        words = vocabulary()
        common: dict[str, Any] = {
            "guard": self.guard(node.assuming),
            "subjects": self.statuses(node.subjects),
            "condition": self.condition(node),
        }
        forms = {"forbid": ["further-restrictions"], "require": ["flow-down"]}.get(node.form, [])
        acts = frozenset(self.choose(node.acts, words.acts.words, "act", forms))
        texts = tuple(t.text for t in node.texts)
        licenses, or_later = self._licenses(node.members)
        match node.form:
            case "permit":
                lifted = frozenset(t.text for t in node.notwithstanding)
                yield Permission(acts=acts, notwithstanding=lifted, **common)
            case "forbid":
                yield Prohibition(acts=reaching(acts, common["condition"]), **common)
            case "require":
                for duty in self.choose(node.words, words.raw["duties"], "duty", forms):
                    yield Obligation(duty=duty, acts=acts, texts=texts, **common)
            case "share-alike":
                yield ShareAlike(acts=acts, licenses=licenses, or_later=or_later, **common)
            case "flow-down":
                yield FlowDown(acts=acts, cites=cites, **common)
            case "freedom":
                kinds = self.choose(node.words, sorted(words.term_kinds), "kind of term")
                yield Freedom(tolerates=frozenset(kinds), **common)
            case "relicense":
                yield Relicense(licenses=licenses, or_later=or_later, **common)
            case _:
                for kind in self.choose(node.words, words.raw["terms"], "term"):
                    yield Term(kind=kind, detail=" ".join(texts), **common)

    def _licenses(
        self, members: Iterable[tree.Text | tree.Word | tree.PolicyName]
    ) -> tuple[frozenset[str], bool]:
        named = {member.text for member in members if isinstance(member, tree.Text)}
        words = {member.text for member in members if isinstance(member, tree.Word)}
        own = {self.id} if "self" in words else set()
        return frozenset(named | own), "or-later" in words


def _number(text: str) -> int:
    try:
        value = Decimal(text.replace("_", ""))
    except ArithmeticError:  # an exponent of twenty digits
        raise ValueError(text) from None
    if value.adjusted() >= MAX_DIGITS or value != value.to_integral_value():
        raise ValueError(text)
    return int(value)


def _day(text: str) -> int:
    return date.fromisoformat(text).toordinal()
