"""Syntax trees to norms: words checked, inheritance followed, defaults filled in.

Sugar ends here.  `resolve` takes an entity and a way to find the ones it extends, and returns a
`deontic.License`; every slip is reported at its place, all of them at once.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import ClauseFileError, Diagnostic, did_you_mean
from licenselogic.base.display import quoted
from licenselogic.base.source import Source, Span
from licenselogic.clauses import tree
from licenselogic.clauses.meaning import NormReader
from licenselogic.clauses.provisions import (
    Provision,
    Provisions,
    gather,
    members,
    misshapen_policies,
    passed_on,
    statements,
    unknown_cites,
)
from licenselogic.clauses.statements import INHERITED, misshapen
from licenselogic.norms.assumptions import Mask, always
from licenselogic.norms.deontic import (
    MATERIAL,
    REVIEWS,
    Clause,
    CountsAs,
    License,
    Norm,
    Omission,
    Origin,
    Passage,
    Prohibition,
    TextRef,
    reaching,
)
from licenselogic.norms.vocabulary import vocabulary

_NOWHERE = Span("", 0, 0, 0, 0)

MAX_STATEMENTS = 400
"""Clauses, norms and omissions of one licence; the largest that is known has 90."""

MAX_PROBLEMS = 50
"""Mistakes of one licence that are told; the rest are counted."""

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
        problems += misshapen_policies(each)
    resolver = _Resolver(entity.id.text, problems)
    license = resolver.license(chain)
    if entity.kind in ("license", "exception"):
        problems += _missing(entity, chain, license)
    count = len(license.omissions) + sum(1 + len(clause.norms) for clause in license.clauses)
    if count > MAX_STATEMENTS:
        message = f"`{license.id}` has {count:,} clauses and norms; the limit is {MAX_STATEMENTS}"
        problems.append(Diagnostic(Code.TOO_LARGE, message, entity.id.span))
    if problems:
        in_order = sorted(dict.fromkeys(problems), key=lambda d: d.span or _NOWHERE)
        more = len(in_order) - MAX_PROBLEMS
        if more > 0:
            rest = Diagnostic(in_order[MAX_PROBLEMS].code, f"and {more:,} more mistakes")
            in_order[MAX_PROBLEMS:] = [rest]
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


class _Resolver(NormReader):
    """The licence that a chain of entities describes, nearest first."""

    def __init__(self, id: str, problems: list[Diagnostic]) -> None:
        super().__init__(id, problems)
        self.headers: dict[str, tree.Header] = {}

    def license(self, chain: Sequence[tree.Entity]) -> License:
        own = chain[0]
        for entity in reversed(chain):
            for statement in entity.statements:
                if not isinstance(statement, tree.Header):
                    continue
                if entity is own or statement.keyword in INHERITED:
                    self.headers[statement.keyword] = statement
        clauses, omissions = self.provisions(chain)
        return License(
            id=self.id,
            title=" ".join(self.strings("title")),
            family=self.one_word("family") or self.id.lower(),
            covers=frozenset(
                self.choose(self.header_words("covers"), vocabulary().materials, "material")
            ),
            text=self.text(own),
            binds=self.binds(chain),
            counts=tuple(c for e in chain for c in self.counts(e)),
            clauses=clauses,
            omissions=omissions,
            series=self.series(),
            hub=self.strings("hub"),
            aliases=self.strings("alias"),
            deprecated=self.strings("deprecated"),
            licensor=self.strings("licensor"),
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
        """Return the clauses and omissions that are left after inheritance."""
        found = gather(chain, self.problems)
        if chain[0].kind == "license":
            self.problems += unknown_cites(found)
        if chain[0].kind != "template" and self.series() is None:
            self.check_or_later(found)
        of = members(found)
        built = [self.provision(p, chain[0], of) for p in found.values()]
        clauses = tuple(p for p in built if isinstance(p, Clause))
        return clauses, tuple(p for p in built if isinstance(p, Omission))

    def check_or_later(self, found: Provisions) -> None:
        for statement in (s for p in found.values() for s in statements(p.node)):
            for member in statement.members:
                if isinstance(member, tree.Word) and member.text == "or-later":
                    message = "`or-later` needs a `series` that orders the versions"
                    self.report(Code.MISSING_STATEMENT, message, member.span)

    def provision(
        self, provision: Provision, own: tree.Entity, of: Mapping[str, frozenset[str]]
    ) -> Clause | Omission:
        node, entity, span = provision.node, provision.entity, provision.cite.span
        origin = None if entity is own else Origin(entity.kind, entity.id.text)
        cite = provision.cite.text
        if isinstance(node, tree.Omit):
            passages = _passages(node.passages)
            return Omission(cite, node.because.text, passages, origin, span)
        norms = tuple(norm for part in node.parts for norm in self.part(part, provision.under, of))
        return Clause(
            license=self.id,
            cite=cite,
            says=" ".join(p.text.text for p in node.parts if isinstance(p, tree.Says)),
            norms=norms,
            passages=_passages(_quoted(node)),
            policy=provision.policy,
            origin=origin,
            span=span,
        )

    def part(
        self, part: tree.Node, under: tree.Policy | None, of: Mapping[str, frozenset[str]]
    ) -> Iterator[Norm]:
        match part:
            case tree.Statement():
                yield from self.norms(part, passed_on(part, of))
            case tree.Fields() if under is not None:
                acts = self.choose(under.acts, vocabulary().acts.words, "act") or ("use",)
                condition = self.member("field", part.words)
                yield Prohibition(
                    guard=always(),
                    acts=reaching(frozenset(acts), condition),
                    subjects=self.statuses(part.subjects or under.subjects),
                    condition=condition,
                )
            case tree.Policy(items=items):
                for item in items:
                    norms = [n for p in item.parts for n in self.part(p, part, of)]
                    yield from (replace(norm, item=item.number.text) for norm in norms)


def _quoted(node: tree.ClauseNode | tree.Item) -> Iterator[tree.PassageNode]:
    """Yield the passages of a clause, and those of the items of a policy within it."""
    for part in node.parts:
        if isinstance(part, tree.PassageNode):
            yield part
        elif isinstance(part, tree.Policy):
            yield from (p for item in part.items for p in _quoted(item))


def _passages(nodes: Iterable[tree.PassageNode]) -> tuple[Passage, ...]:
    return tuple(Passage(n.first.text, n.last.text if n.last else "") for n in nodes)
