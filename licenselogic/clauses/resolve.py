"""Syntax trees to norms: words checked, inheritance followed, defaults filled in.

Sugar ends here.  `resolve` takes an entity and a way to find the ones it extends, and returns a
`deontic.License`; every slip is reported at its place, all of them at once.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import ClauseFileError, Diagnostic, did_you_mean
from licenselogic.base.display import quoted
from licenselogic.base.source import Source, Span
from licenselogic.clauses import tree
from licenselogic.clauses.statements import INHERITED, misshapen
from licenselogic.norms.assumptions import Mask, always, holds
from licenselogic.norms.conditions import All, Compare, Condition, IsTrue, Member, Not, Some
from licenselogic.norms.deontic import (
    MATERIAL,
    REVIEWS,
    Clause,
    CountsAs,
    FlowDown,
    Freedom,
    License,
    Norm,
    Obligation,
    Omission,
    Passage,
    Permission,
    Prohibition,
    Relicense,
    ShareAlike,
    Term,
    TextRef,
)
from licenselogic.norms.vocabulary import Fact, vocabulary

COVERS = ("software", "content", "data", "model", "any")
MAX_DIGITS = 99
_NOWHERE = Span("", 0, 0, 0, 0)

Find = Callable[[str], tree.Entity | None]


def resolve(
    entity: tree.Entity, find: Find, source: Source | None = None, known: Iterable[str] = ()
) -> License:
    """Return the licence (or template, or exception) that `entity` describes.

    `find` gives the entity with an id, for `extends`; `known` are ids to suggest where it finds
    none.  Raises `ClauseFileError` with every slip.
    """
    problems: list[Diagnostic] = []
    chain = _chain(entity, find, problems, known)
    for each in chain:
        problems += misshapen(each)
    resolver = _Resolver(entity.id.text, problems)
    license = resolver.license(chain)
    if entity.kind in ("license", "exception"):
        problems += _missing(entity, chain, license)
    if problems:
        in_order = sorted(dict.fromkeys(problems), key=lambda d: d.span or _NOWHERE)
        raise ClauseFileError(*in_order, source=source)
    return license


def _chain(
    entity: tree.Entity, find: Find, problems: list[Diagnostic], known: Iterable[str]
) -> list[tree.Entity]:
    """Return `entity` and what it extends, nearest first."""
    chain = [entity]
    while (base := chain[-1].extends) is not None:
        found = find(base.text)
        why = _unfit(found, chain, base)
        if found is None or why:
            hint = "" if found else did_you_mean(base.text, known)
            problems.append(Diagnostic(Code.BAD_REFERENCE, why, base.span, help=hint))
            break
        chain.append(found)
    return chain


def _unfit(found: tree.Entity | None, chain: Sequence[tree.Entity], base: tree.Text) -> str:
    """Return why `found` cannot be what the last of `chain` extends, or the empty string."""
    if found is None:
        return f"nothing is called {quoted(base.text)}"
    if found.kind not in ("license", "template"):
        return f"`{base.text}` is declared by `{found.kind}`; licences and templates are extended"
    if any((found.kind, found.id) == (each.kind, each.id) for each in chain):
        way = " and ".join(f"`{each.id.text}`" for each in chain[1:])
        return f"`{base.text}` extends itself" + (f", by way of {way}" if way else "")
    return ""


def _missing(
    entity: tree.Entity, chain: Sequence[tree.Entity], license: License
) -> Iterator[Diagnostic]:
    stated = {s.keyword for e in chain for s in e.statements if isinstance(s, tree.Header)}
    wanted = [k for k in ("title", "covers") if k not in stated and entity.kind == "license"]
    if not license.text.url:
        wanted.append("text")
    if wanted:
        what = ", ".join(f"`{w}`" for w in wanted)
        message = f"`{entity.id.text}` does not state {what}"
        yield Diagnostic(Code.MISSING_STATEMENT, message, entity.id.span)
    for clause in license.clauses:
        lacks = ["`says`"] * (not clause.says) + ["`passage`"] * (not clause.passages)
        if lacks:
            message = f"clause `{clause.cite}` has no {' and no '.join(lacks)}"
            yield Diagnostic(Code.MISSING_STATEMENT, message, clause.span)


@dataclass
class _Resolver:
    id: str
    problems: list[Diagnostic]
    headers: dict[str, tree.Header] = field(default_factory=dict)
    written: dict[str, list[tree.Statement]] = field(default_factory=dict)
    """The norms of each clause, as they were written."""

    def license(self, chain: Sequence[tree.Entity]) -> License:
        own = chain[0]
        for entity in reversed(chain):
            for statement in entity.statements:
                if not isinstance(statement, tree.Header):
                    continue
                if entity is own or statement.keyword in INHERITED:
                    self.headers[statement.keyword] = statement
        clauses, omissions = self.provisions(chain)
        if own.kind != "template" and self.series() is None:
            self.check_or_later(clauses)
        return License(
            id=self.id,
            title=" ".join(self.strings("title")),
            family=self.one_word("family") or self.id.lower(),
            covers=frozenset(self.choose(self.header_words("covers"), COVERS, "material")),
            text=self.text(own),
            binds=self.binds(chain),
            counts=tuple(c for e in chain for c in self.counts(e)),
            clauses=clauses,
            omissions=omissions,
            series=self.series(),
            hub=self.strings("hub"),
            aliases=self.strings("alias"),
            deprecated=self.strings("deprecated"),
            review=(*self.choose(self.header_words("review"), REVIEWS, "review state"), "none")[0],
            reviewed=self.reviewed(),
        )

    # Headers

    def strings(self, keyword: str) -> tuple[str, ...]:
        header = self.headers.get(keyword)
        return tuple(t.text for t in header.texts) if header else ()

    def header_words(self, keyword: str) -> Sequence[tree.Word]:
        header = self.headers.get(keyword)
        return header.words if header else ()

    def one_word(self, keyword: str) -> str:
        words = self.header_words(keyword)
        return words[0].text if words else ""

    def series(self) -> tuple[str, str] | None:
        header = self.headers.get("series")
        if header is None:
            return None
        version = header.texts[0]
        self.expect(version, r"\d+(\.\d+)*", "a version such as 2.1")
        return header.words[0].text, version.text

    def reviewed(self) -> str:
        header = self.headers.get("review")
        if header is None or not header.date:
            return ""
        self.check_day(header.date, header.span)
        return header.date

    def text(self, entity: tree.Entity) -> TextRef:
        for statement in entity.statements:
            if isinstance(statement, tree.TextStatement):
                if statement.read:
                    self.check_day(statement.read, statement.span)
                if statement.sha256:
                    hash = tree.Text(statement.sha256, statement.span)
                    self.expect(hash, "[0-9a-f]{64}", "a SHA-256: 64 digits from 0 to f")
                return TextRef(statement.url.text, statement.sha256, statement.read)
        return TextRef("")

    def expect(self, text: tree.Text, pattern: str, what: str) -> None:
        if not re.fullmatch(pattern, text.text):
            self.report(Code.BAD_VALUE, f"{quoted(text.text)} is not {what}", text.span)

    def check_day(self, text: str, span: Span | None) -> None:
        try:
            _day(text)
        except ValueError:
            self.report(Code.BAD_VALUE, f"`{text}` is not a date", span)

    def binds(self, chain: Sequence[tree.Entity]) -> dict[str, Mask]:
        bound: dict[str, Mask] = {}
        for entity in reversed(chain):
            for statement in entity.statements:
                if isinstance(statement, tree.Binds):
                    mask = self.guard(statement.assuming)
                    for word in self.choose(statement.types, vocabulary().types, "type of work"):
                        bound[word] = mask
        return {kind: bound.get(kind, always()) for kind in vocabulary().types}

    def counts(self, entity: tree.Entity) -> Iterator[CountsAs]:
        statuses = vocabulary().statuses
        for node in entity.statements:
            if isinstance(node, tree.Counts):
                relations = self.choose(node.relations, vocabulary().relations, "relation")
                sources = self.choose(node.sources, statuses, "status")
                result = self.choose((node.result,), statuses, "status")
                yield CountsAs(
                    frozenset(relations),
                    frozenset(self.choose(node.types, vocabulary().types, "type of work")),
                    frozenset(sources) or MATERIAL,
                    result[0] if result else "derivative",
                    self.guard(node.assuming),
                )

    # Provisions

    def provisions(
        self, chain: Sequence[tree.Entity]
    ) -> tuple[tuple[Clause, ...], tuple[Omission, ...]]:
        """Merge clauses from the farthest base on; a clause replaces the one of its number."""
        found: dict[str, Clause | Omission] = {}
        for entity in reversed(chain):
            self.drop(entity, found)
            seen: set[str] = set()
            for node in entity.statements:
                if not isinstance(node, tree.ClauseNode | tree.Omit):
                    continue
                if node.cite.text in seen:
                    self.report(Code.DUPLICATE, f"clause `{node.cite.text}` twice", node.cite.span)
                seen.add(node.cite.text)
                is_clause = isinstance(node, tree.ClauseNode)
                found[node.cite.text] = self.clause(node) if is_clause else self.omission(node)  # type: ignore[arg-type]
        clauses = tuple(p for p in found.values() if isinstance(p, Clause))
        if chain[0].kind == "license":
            self.check_cited(clauses)
        return clauses, tuple(p for p in found.values() if isinstance(p, Omission))

    def drop(self, entity: tree.Entity, inherited: dict[str, Clause | Omission]) -> None:
        known = list(inherited)
        for node in entity.statements:
            for cite in node.cites if isinstance(node, tree.Drop) else ():
                if inherited.pop(cite.text, None) is None:
                    message = f"no clause numbered {quoted(cite.text)} is inherited"
                    self.report(
                        Code.BAD_REFERENCE, message, cite.span, did_you_mean(cite.text, known)
                    )

    def check_cited(self, clauses: Sequence[Clause]) -> None:
        """Report the clauses that flow-down and `notwithstanding` name and that are not there."""
        known = [clause.cite for clause in clauses]
        for statement in (s for clause in clauses for s in self.written[clause.cite]):
            texts = statement.texts if statement.form == "flow-down" else ()
            for cite in (*texts, *statement.notwithstanding):
                if cite.text not in known:
                    message = f"no clause is numbered {quoted(cite.text)}"
                    self.report(
                        Code.BAD_REFERENCE, message, cite.span, did_you_mean(cite.text, known)
                    )

    def check_or_later(self, clauses: Sequence[Clause]) -> None:
        for statement in (s for clause in clauses for s in self.written[clause.cite]):
            for member in statement.members:
                if isinstance(member, tree.Word) and member.text == "or-later":
                    message = "`or-later` needs a `series` that orders the versions"
                    self.report(Code.MISSING_STATEMENT, message, member.span)

    def clause(self, node: tree.ClauseNode) -> Clause:
        says = " ".join(p.text.text for p in node.parts if isinstance(p, tree.Says))
        statements = [part for part in node.parts if isinstance(part, tree.Statement)]
        norms = tuple(norm for statement in statements for norm in self.norms(statement))
        self.written[node.cite.text] = statements
        return Clause(
            license=self.id,
            cite=node.cite.text,
            says=says,
            norms=norms,
            passages=_passages(p for p in node.parts if isinstance(p, tree.PassageNode)),
            span=node.cite.span,
        )

    def omission(self, node: tree.Omit) -> Omission:
        return Omission(node.cite.text, node.because.text, _passages(node.passages))

    def norms(self, node: tree.Statement) -> Iterator[Norm]:
        words = vocabulary()
        common: dict[str, Any] = {
            "guard": self.guard(node.assuming),
            "subjects": frozenset(self.choose(node.subjects, words.statuses, "status")) or MATERIAL,
            "condition": self.condition(node),
        }
        forms = {"forbid": ["further-restrictions"], "require": ["flow-down"]}.get(node.form, [])
        acts = frozenset(self.choose(node.acts, words.acts.words, "act", forms))
        texts = tuple(t.text for t in node.texts)
        members, or_later = self.members(node.members)
        match node.form:
            case "permit":
                lifted = frozenset(t.text for t in node.notwithstanding)
                yield Permission(acts=acts, notwithstanding=lifted, **common)
            case "forbid":
                yield Prohibition(acts=acts, **common)
            case "require":
                for duty in self.choose(node.words, words.raw["duties"], "duty", forms):
                    yield Obligation(duty=duty, acts=acts, texts=texts, **common)
            case "share-alike":
                yield ShareAlike(acts=acts, licenses=members, or_later=or_later, **common)
            case "flow-down":
                yield FlowDown(acts=acts, cites=frozenset(texts), **common)
            case "freedom":
                kinds = self.choose(node.words, sorted(words.term_kinds), "kind of term")
                yield Freedom(tolerates=frozenset(kinds), **common)
            case "relicense":
                yield Relicense(licenses=members, or_later=or_later, **common)
            case _:
                for kind in self.choose(node.words, words.raw["terms"], "term"):
                    yield Term(kind=kind, detail=" ".join(texts), **common)

    def members(self, members: Iterable[tree.Text | tree.Word]) -> tuple[frozenset[str], bool]:
        named, or_later = set(), False
        for member in members:
            if isinstance(member, tree.Text):
                named.add(member.text)
            elif member.text == "self":
                named.add(self.id)
            else:
                or_later = True
        return frozenset(named), or_later

    # Formulas

    def guard(self, formula: tree.Formula | None) -> Mask:
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
        parts: list[Condition] = []
        if node.only_if is not None:
            parts.append(self.formula(node.only_if))
        if node.unless is not None:
            parts.append(Not(self.formula(node.unless)))
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def formula(self, formula: tree.Formula) -> Condition:
        match formula:
            case tree.Name(word):
                fact = self.fact(word, "bool")
                return IsTrue(fact.name) if fact else All(())
            case tree.Negation(part):
                return Not(self.formula(part))
            case tree.Junction(op, parts):
                resolved = tuple(self.formula(part) for part in parts)
                return All(resolved) if op == "and" else Some(resolved)
            case tree.Comparison():
                return self.comparison(formula)
            case tree.Membership():
                return self.membership(formula)

    def comparison(self, node: tree.Comparison) -> Condition:
        dated = "-" in node.value
        fact = self.fact(node.fact, "date" if dated else "number")
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

    def membership(self, node: tree.Membership) -> Condition:
        fact = self.fact(node.fact, "family" if node.family else "tree")
        if fact is None:
            return All(())
        if fact.tree is None:
            return Member(fact.name, frozenset(w.text for w in node.words))
        return Member(fact.name, frozenset(self.choose(node.words, fact.tree.words, fact.name)))

    def fact(self, word: tree.Word, sort: str) -> Fact | None:
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

    def report(self, code: Code, message: str, span: Span | None, help: str = "") -> None:
        self.problems.append(Diagnostic(code, message, span, help=help))


def _passages(nodes: Iterable[tree.PassageNode]) -> tuple[Passage, ...]:
    return tuple(Passage(n.first.text, n.last.text if n.last else "") for n in nodes)


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
