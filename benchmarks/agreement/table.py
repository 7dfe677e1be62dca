"""Tallies as text: tables for the terminal, which are also the page docs/agreement.md."""

from collections.abc import Iterable, Iterator, Mapping

from benchmarks.agreement.run import Tally
from licenselogic.testing.coverage import expected

RULES = {
    "1/6": "making and publishing, exclusivity",
    "2": "no over-grant",
    "3a": "freedom: the outbound licence takes away",
    "3b": "freedom: another ancestor takes away",
    "3c": "freedom: the outbound licence adds a term",
    "3d": "freedom: another ancestor adds a term",
    "3e": "freedom of the outbound licence",
    "4": "share-alike",
    "5": "flow-down",
    "7": "duties",
}

TITLES = {"shipped": "shipped licences", "random": "random licences"}

_HEAD = """# Agreement with the second judge

Printed by `{command}`.

Every case is a random lineage: works of all types and relations, expressions, underspecified and
unknown names, owners, facts, publications and readings. One kind of case has licences of the
library, the other random ones. A seed alone makes a case again:
`licenselogic.testing.random_shipped_case(random.Random(seed))` and `random_case`.

The second judge is [semantics](semantics.md) in plain Python, from the lineage on. It walks every
path, takes every choice, and tries every cell of scenarios. The fast side folds the lineage once
and asks Z3. They share values, the vocabulary and the library, but no code that decides.

Breaches are compared by rule and licences: which rule fails, whose demand is not met, and by whom.
Rules 1 and 6 count as one there. Where several demands cannot be met together, either side may name
any of them. Where choices are open, the breaches shown must be those of one way to settle them.

Each scenario of the fast side is replayed through `licenselogic.semantics`. Each of its facts is
dropped in turn: the refusal must then be gone. Of terms of the publisher's own that cannot be asked
for rule 2; the share is that of all others. Times are of the processor.
"""


def page(tallies: Mapping[str, Tally], command: str) -> str:
    """Return the whole page."""
    return "\n".join([_HEAD.format(command=command), *lines(tallies), ""])


def lines(tallies: Mapping[str, Tally]) -> Iterator[str]:
    """Yield the lines of all tables."""
    kinds = list(tallies)
    yield from _table(["cases over", *(TITLES[kind] for kind in kinds)], _compared(tallies))
    yield ""
    yield from _table(["rules that fail", *(TITLES[kind] for kind in kinds)], _rules(tallies))
    yield ""
    yield from _table(["constructs", *(TITLES[kind] for kind in kinds)], _constructs(tallies))
    for kind, tally in tallies.items():
        yield from _amiss(kind, tally)


Row = list[str]


def _compared(tallies: Mapping[str, Tally]) -> Iterator[Row]:
    found = tallies.values()
    yield ["all", *(f"{t.cases:,}" for t in found)]
    for status in ("compatible", "incompatible", "unknown"):
        yield [status, *(_share(t.counts[f"status {status}"], t.cases) for t in found)]
    yield ["same status", *(_share(t.counts["status"], t.cases) for t in found)]
    yield ["choices beyond the bound", *(_share(t.counts["given up"], t.cases) for t in found)]
    yield ["breaches compared", *(f"{t.counts['compared']:,}" for t in found)]
    yield ["same breaches", *(_share(t.counts["breaches"], t.counts["compared"]) for t in found)]
    scenarios = [(t, t.counts["scenarios"]) for t in found]
    yield ["scenarios of counterexamples", *(f"{count:,}" for _, count in scenarios)]
    yield [
        "scenarios that replay",
        *(_share(t.counts["scenarios replay"], n) for t, n in scenarios),
    ]
    yield [
        "scenarios without a fact too many",
        *(_share(t.counts["scenarios minimal"], t.counts["scenarios measured"]) for t in found),
    ]
    for side in ("judge", "fast side"):
        yield [f"time, {side}", *(f"{_mean(t, side):.1f} ms" for t in found)]


def _mean(tally: Tally, side: str) -> float:
    return 1e3 * tally.seconds[side] / max(tally.cases, 1)


def _rules(tallies: Mapping[str, Tally]) -> Iterator[Row]:
    for rule, means in RULES.items():
        yield [f"{rule}: {means}", *(f"{t.counts[f'rule {rule}']:,}" for t in tallies.values())]


def _constructs(tallies: Mapping[str, Tally]) -> Iterator[Row]:
    for name in sorted(expected().union(*(t.reached.keys() for t in tallies.values()))):
        yield [name, *(_share(t.reached[name], t.cases) for t in tallies.values())]


def _share(part: int, whole: int) -> str:
    return f"{part:,} ({100 * part / max(whole, 1):.2f} %)"


def _amiss(kind: str, tally: Tally) -> Iterator[str]:
    for what, seeds in sorted(tally.amiss.items()):
        shown = ", ".join(map(str, seeds[:20])) + (" ..." if len(seeds) > 20 else "")
        yield ""
        yield f"Amiss over {TITLES[kind]} ({what}) in {len(seeds):,} cases, seeds {shown}"
    if kind == "random" and tally.unreached:
        yield ""
        yield f"Never reached: {', '.join(tally.unreached)}"


def _table(head: Row, rows: Iterable[Row]) -> Iterator[str]:
    found = [head, *rows]
    widths = [max(3, *(len(row[n]) for row in found)) for n in range(len(head))]
    for number, row in enumerate(found):
        yield _row(row, widths)
        if number == 0:
            yield _row(
                ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])], widths
            )


def _row(row: Row, widths: list[int]) -> str:
    first = row[0].ljust(widths[0])
    rest = (cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
    return "| " + " | ".join([first, *rest]) + " |"
