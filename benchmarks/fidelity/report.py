"""The results, as a table for the terminal and as a page for docs/."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from string import Template

from benchmarks.fidelity import explanations, terms
from benchmarks.fidelity.explanations import Explanation
from benchmarks.fidelity.pairs import AT_LEAST, AT_LEAST_HARD, Answer, Score, missed, scores
from benchmarks.fidelity.terms import TABLE, Comparison

PAGE = Path(__file__).with_name("page.md")


@dataclass(frozen=True)
class Results:
    """All answers; `linked` are the pairs of context `any`, read as `combine`."""

    answers: Sequence[Answer]
    linked: Sequence[Answer]
    comparisons: Sequence[Comparison]

    @property
    def disagreements(self) -> list[Answer | Comparison]:
        """What differs, pairs first."""
        return [
            *(a for a in self.answers if not a.agrees),
            *(c for c in self.comparisons if not c.agrees),
        ]

    @property
    def set_aside(self) -> list[Answer]:
        """The pairs that a clause decides against the experts; they count for no threshold."""
        names = explanations.set_aside()
        return [a for a in self.answers if explanations.key(a) in names]

    @property
    def missed(self) -> list[str]:
        """The thresholds that are not reached."""
        aside = self.set_aside
        found = missed(list(scores(a for a in self.answers if a not in aside)))
        share = terms.score(self.comparisons).share
        if share < terms.AT_LEAST:
            found.append(f"terms: {share:.3f}, wanted {terms.AT_LEAST}")
        return found


# For the terminal -------------------------------------------------------------------------------


def table(results: Results) -> Iterator[str]:
    """Yield the lines of the table."""
    yield f"{'pairs':<24} {'context':<7} {'lines':>5} {'agree':>5} {'share':>6}  naive rule"
    for s in scores(results.answers):
        yield (
            f"{s.name:<24} {s.context:<7} {s.total:>5} {s.agreed:>5} {s.share:>6.3f}"
            f"  {s.naive_share:.3f}"
        )
    for a in results.set_aside:
        yield f"set aside from the thresholds: {a.pair.inbound} into {a.pair.outbound}"
    same = sum(a.agrees for a in results.linked)
    yield f"`any` read as linking: {same} of {len(results.linked)} agree (for information)"
    yield ""
    found = terms.score(results.comparisons)
    yield f"terms: {found.share:.3f} of licence and token agree, present or absent"
    yield (
        f"       both say so {found.both}, neither {found.neither}, "
        f"only we {found.ours_only}, only the expert {found.theirs_only}"
    )
    yield f"       of what either side names, both name {found.named:.3f}"


def listing(results: Results) -> Iterator[str]:
    """Yield one line for each disagreement."""
    for d in results.disagreements:
        if isinstance(d, Comparison):
            yield f"{d.license}: {d.token}: {_sides(d)}"
        else:
            cites = ", ".join(f"{c.license} {c.cite}" for c in d.clauses)
            pair = f"{d.pair.inbound} into {d.pair.outbound} ({d.pair.context})"
            yield f"{pair}: experts {d.pair.verdict}, we {d.status} [{cites}]"


def _sides(found: Comparison) -> str:
    return "said by the expert, not by us" if found.theirs else "said by us, not by the expert"


# For docs/ --------------------------------------------------------------------------------------


def page(results: Results) -> str:
    """Return docs/disagreements.md."""
    return Template(PAGE.read_text(encoding="utf-8")).substitute(
        wanted_pairs=f"{AT_LEAST:.2f}",
        wanted_hard=f"{AT_LEAST_HARD:.2f}",
        wanted_terms=f"{terms.AT_LEAST:.2f}",
        licenses=len({c.license for c in results.comparisons}),
        pair_table=_pair_table(scores(results.answers)),
        set_aside=_set_aside(results.set_aside),
        linked=_linked(results.linked),
        pairs="\n\n".join(_pairs(results.answers)) or "None.",
        term_table=_term_table(results.comparisons),
        mapping=_mapping(),
        terms="\n\n".join(_terms(results.comparisons)) or "None.",
    )


def _pair_table(found: Iterator[Score]) -> str:
    rows = ["| pairs | context | lines | agree | share | naive rule |", "|---|---|--:|--:|--:|--:|"]
    for s in found:
        cells = (s.name, s.context, s.total, s.agreed, f"{s.share:.3f}", f"{s.naive_share:.3f}")
        rows.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join(rows)


def _set_aside(answers: Sequence[Answer]) -> str:
    if not answers:
        return "None."
    return "\n".join(f"- {a.pair.inbound} into {a.pair.outbound}" for a in answers)


def _linked(answers: Sequence[Answer]) -> str:
    moved = Counter(a.pair.inbound for a in answers if not a.agrees)
    same = sum(a.agrees for a in answers)
    names = ", ".join(f"{name} {count}" for name, count in sorted(moved.items()))
    return (
        f"Read as linking instead, {same} of the {len(answers)} `any` lines agree. In the others\n"
        "one of the two licences asks less of what is only linked, so the question decides there\n"
        f"and not the text. By inbound licence: {names}."
    )


def _pairs(answers: Sequence[Answer]) -> Iterator[str]:
    known = explanations.read()
    for a in answers:
        if not a.agrees:
            p = a.pair
            yield f"#### {p.inbound} into {p.outbound} ({p.context})"
            said = f"Experts ({', '.join(p.sources)}): {p.verdict}. We: {a.status}."
            yield from _explained(said, known.get(explanations.key(a)))


def _term_table(found: Sequence[Comparison]) -> str:
    s = terms.score(found)
    return "\n".join(
        [
            "| | the expert names it | the expert does not |",
            "|---|--:|--:|",
            f"| we name it | {s.both} | {s.ours_only} |",
            f"| we do not | {s.theirs_only} | {s.neither} |",
            "",
            f"Share agreed: {s.share:.3f}. Of what either side names, both name {s.named:.3f}.",
        ]
    )


def _mapping() -> str:
    rows = ["| token | what it means there | when we say so |", "|---|---|---|"]
    rows += [f"| {t} | {t.means} | {t.ours} |" for t in TABLE]
    return "\n".join(rows)


def _terms(found: Sequence[Comparison]) -> Iterator[str]:
    known = explanations.read()
    differing = (c for c in found if not c.agrees)
    for license, group in groupby(differing, key=lambda c: c.license):
        yield f"#### {license}"
        for c in group:
            yield from _explained(f"**{c.token}**, {_sides(c)}.", known.get(explanations.key(c)))


def _explained(said: str, why: Explanation | None) -> Iterator[str]:
    yield f"{said} {why.why if why else 'Not explained yet.'}"
    if why:
        yield "\n".join(
            f"- {license} {cite}: {explanations.summary(license, cite)}"
            for license, cite in why.clauses
        )
