"""The difference of two licences as text: `-` is what only the first says, `+` the second."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from licenselogic.base.display import shown
from licenselogic.diff.counts_as import Becomes, Binding
from licenselogic.diff.diff import ClauseChange, LicenseDiff
from licenselogic.diff.duties import Change, Stance, widest
from licenselogic.diff.permissions import Case, Difference, Facts
from licenselogic.norms.deontic import Clause, Freedom, Norm
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.norms.wording import value_text
from licenselogic.report.license_text import norm_text
from licenselogic.report.style import Style
from licenselogic.verdict.verdict import NOTICE, ClauseRef

LISTED = 4
"""Kinds of term that a freedom norm tolerates are listed up to this many, and else counted."""

_Mark = Callable[[str], str]
_Refs = tuple[ClauseRef, ...]


def render_diff(diff: LicenseDiff, style: Style | None = None) -> str:
    """Return a difference as text."""
    return _Text(shown(diff), style or Style()).render()


class _Text:
    """One difference, drawn."""

    def __init__(self, diff: LicenseDiff, paint: Style) -> None:
        self.diff = diff
        self.paint = paint

    def render(self) -> str:
        diff = self.diff
        sections = {
            f"only {diff.first} allows": self.allowed(diff.narrower, diff.first, diff.second),
            f"only {diff.second} allows": self.allowed(diff.wider, diff.second, diff.first),
            "duties": self.changes(diff.duties),
            "terms": self.changes(diff.terms),
            "outbound licence": self.changes(diff.onward),
            "holds": self.bindings(diff.binds),
            "counts as": self.transitions(diff.counts),
            "clauses": self.clauses(),
            "header": (
                f"  {h.what}: {h.first or 'none'} -> {h.second or 'none'}" for h in diff.header
            ),
        }
        blocks = [self.headline()]
        for title, rows in sections.items():
            lines = list(rows)
            if lines:
                blocks.append("\n".join([self.paint.paint(title, bold=True), *lines]))
        blocks.append(self.paint.faint(f"({NOTICE})"))
        return "\n\n".join(blocks) + "\n"

    def headline(self) -> str:
        diff = self.diff
        verb = "say the same" if diff.same else "differ"
        under = "" if diff.profile == "default" else f" under the `{diff.profile}` reading"
        line = f"{diff.first} and {diff.second} {verb}{under}"
        if diff.spent:
            line += "\n  the solver's budget was spent before their permissions had been compared"
        elif not diff.same and not (diff.wider or diff.narrower):
            line += "\n  both allow the same acts in the same scenarios"
        return line

    def minus(self, text: str) -> str:
        return self.paint.paint(f"- {text}", fg="red")

    def plus(self, text: str) -> str:
        return self.paint.paint(f"+ {text}", fg="green")

    # Permissions

    def allowed(self, differences: Iterable[Difference], giver: str, refuser: str) -> Iterator[str]:
        """Yield what one licence allows: acts, scenarios, and the clauses of either side."""
        alike: dict[tuple[tuple[str, ...], tuple[str, ...], _Refs], list[Difference]] = {}
        for found in differences:
            alike.setdefault((found.acts, found.statuses, found.granting), []).append(found)
        for (acts, statuses, granting), group in alike.items():
            yield f"  {_acts(acts)} on {', '.join(statuses)}"
            for found in group:
                yield from (f"    {line}" for line in _cases(found.cases))
                yield from (f"      {line}" for line in _refusals(found, refuser))
            cites = _cites(granting)
            yield f"    {giver} grants it in {cites}" if cites else f"    {giver} does not limit it"

    # Duties, terms, share-alike

    def changes(self, changes: Iterable[Change]) -> Iterator[str]:
        for change in changes:
            yield f"  {change.kind} {change.how}"
            yield from (f"    {self.minus(_stance(stance))}" for stance in change.first)
            before = [stance.norm for stance in change.first]
            yield from (f"    {self.plus(_stance(stance, before))}" for stance in change.second)

    # Counts-as rules

    def bindings(self, rows: Iterable[Binding]) -> Iterator[str]:
        for row in rows:
            yield f"  {', '.join(row.types)}"
            yield f"    {self.minus(_held(row.first, row.first_turns_on))}"
            yield f"    {self.plus(_held(row.second, row.second_turns_on))}"

    def transitions(self, rows: Iterable[Becomes]) -> Iterator[str]:
        for row in rows:
            what = f"{', '.join(row.relations)} of {', '.join(row.statuses)}"
            types = f" ({', '.join(row.types)})" if len(row.types) < 3 else ""
            yield f"  {what}{types}: {_result(row)}"

    # Clauses

    def clauses(self) -> Iterator[str]:
        for removed in self.diff.removed:
            yield from self.one_clause(self.minus, removed)
        for added in self.diff.added:
            yield from self.one_clause(self.plus, added)
        for change in self.diff.changed:
            yield from self.changed_clause(change)
        moved = ", ".join(f"{one.cite} -> {two.cite}" for one, two in self.diff.renumbered)
        if moved:
            yield f"  renumbered: {moved}"

    @staticmethod
    def one_clause(mark: _Mark, clause: Clause) -> Iterator[str]:
        yield f"  {mark(f'{clause.cite}  {clause.says}')}"
        yield from (f"      {_norm(norm)}" for norm in clause.norms)

    def changed_clause(self, change: ClauseChange) -> Iterator[str]:
        one, two = change.first, change.second
        cite = one.cite if one.cite == two.cite else f"{one.cite} -> {two.cite}"
        if one.says == two.says:
            yield f"  ~ {cite}  {one.says}"
        else:
            yield f"  ~ {cite}"
            yield f"    {self.minus(one.says)}"
            yield f"    {self.plus(two.says)}"
        yield from (f"      {self.minus(_norm(norm))}" for norm in change.lost)
        yield from (f"      {self.plus(_norm(norm, change.lost))}" for norm in change.gained)


def _acts(acts: Iterable[str]) -> str:
    """Return acts by the widest, with those below them that are left out."""
    words = vocabulary()
    among, tops = set(acts), widest(acts)
    said = []
    for top in sorted(tops, key=words.acts.index):
        low, high = words.acts.spans[top]
        below = set(words.acts.words[low:high]) & words.compared_acts
        left_out = sorted(widest(below - among), key=words.acts.index)
        said.append(f"{top} (but not {', '.join(left_out)})" if left_out else top)
    return ", ".join(said)


def _cases(cases: Iterable[Case]) -> Iterator[str]:
    """Yield scenarios in words; those that turn on one word of a tree share a line."""
    words: dict[str, list[str]] = {}
    rest = []
    for case in cases:
        word = _word(case)
        if word is None:
            rest.append(case)
        else:
            words.setdefault(case.facts[0][0], []).append(word)
    for name, found in words.items():
        verb = "is" if len(found) == 1 else "is one of"
        yield f"if {name.replace('_', ' ')} {verb} {', '.join(found)}"
    for case in rest:
        unless = " or ".join(_facts(exception) for exception in case.but)
        if case.facts:
            but = f", unless {unless}" if unless else ""
            yield f"if {_facts(case.facts)}{but}"
        else:
            yield f"unless {unless}" if unless else "always"


def _word(case: Case) -> str | None:
    """Return the word that a case turns on, with narrower words excepted, or None."""
    facts = {name for pairs in (case.facts, *case.but) for name, _ in pairs}
    lengths = {len(pairs) for pairs in (case.facts, *case.but)}
    if lengths != {1} or len(facts) != 1 or vocabulary().facts[min(facts)].taxonomy is None:
        return None
    but = ", ".join(str(value) for pairs in case.but for _, value in pairs)
    return f"{case.facts[0][1]}{f' (but not {but})' if but else ''}"


def _facts(facts: Facts) -> str:
    return " and ".join(
        f"{name.replace('_', ' ')} is {value}"
        if isinstance(value, str)
        else value_text(name, value)
        for name, value in facts
    )


def _refusals(found: Difference, refuser: str) -> Iterator[str]:
    verb = "does not grant it" if found.reserved else "forbids it"
    for ref in found.refusing:
        yield f"{refuser} {ref.cite} {verb}: {ref.says}"
    if not found.refusing:
        yield f"no clause of {refuser} permits it"


def _stance(stance: Stance, before: Iterable[Norm] = ()) -> str:
    return f"{_norm(stance.norm, before)}  [{_cites(stance.clauses)}]"


def _norm(norm: Norm, before: Iterable[Norm] = ()) -> str:
    """Return a norm as one line; what a freedom norm tolerates, as against the one `before`."""
    if not isinstance(norm, Freedom) or len(norm.tolerates) <= LISTED:
        return norm_text(norm)
    known = next((other.tolerates for other in before if isinstance(other, Freedom)), None)
    words = f"{len(norm.tolerates)} kinds of term"
    if known is not None:
        more, fewer = sorted(norm.tolerates - known), sorted(known - norm.tolerates)
        words = "the same" + (f" and {', '.join(more)}" if more else "")
        words += f" but not {', '.join(fewer)}" if fewer else ""
    return norm_text(replace(norm, tolerates=frozenset({words})))


def _cites(refs: Iterable[ClauseRef]) -> str:
    return ", ".join(ref.cite for ref in refs)


def _held(held: bool, turns_on: tuple[str, ...]) -> str:
    return f"{'held' if held else 'not held'}{_turning(turns_on)}"


def _result(row: Becomes) -> str:
    result = row.first if row.first == row.second else f"{row.first} -> {row.second}"
    also = ", but apart under other readings" if row.first == row.second else ""
    return f"{result}{also}{_turning(row.turns_on)}"


def _turning(assumptions: tuple[str, ...]) -> str:
    return f" (turns on {', '.join(assumptions)})" if assumptions else ""
