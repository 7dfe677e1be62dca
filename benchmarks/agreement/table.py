"""The tally as text: a table for the terminal, which is also the page docs/agreement.md."""

from collections.abc import Iterable, Iterator

from benchmarks.agreement.run import Tally, expected_constructs

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

_HEAD = """# Agreement with the reference

Printed by `{command}`.
Every case is a random lineage with random licences, and its seed alone makes it again
(`licenselogic.testing.random_case(random.Random(seed))`). The reference evaluator is
[semantics](semantics.md) in plain Python: it walks every path and tries every cell of scenarios.
The fast side folds the lineage once and asks Z3. They share vocabulary and data types, but no rule.

Breaches are compared by rule and licences: which rule fails, whose demand is not met, and by whom.
Rules 1 and 6 count as one there, because where several demands cannot be met together either side
may name any of them. Each scenario of the solver is replayed through `licenselogic.semantics`, and
each of its facts dropped in turn: the refusal must then be gone. Times are of the processor.
"""


def page(tally: Tally, command: str) -> str:
    """Return the whole page."""
    return "\n".join([_HEAD.format(command=command), *lines(tally), ""])


def lines(tally: Tally) -> Iterator[str]:
    """Yield the lines of all tables."""
    yield from _table(("cases", "", ""), _compared(tally))
    yield ""
    yield from _table(("a rule that fails", "", "cases"), _rules(tally))
    yield ""
    yield from _table(("construct", "cases", "share"), _constructs(tally))
    yield from _amiss(tally)


def _compared(tally: Tally) -> Iterator[tuple[str, str, str]]:
    counts, cases = tally.counts, tally.cases
    yield "all", f"{cases:,}", ""
    for status in ("compatible", "incompatible", "unknown"):
        yield status, *_share(counts[f"status {status}"], cases)
    yield "same status", *_share(counts["statuses agree"], cases)
    yield "same rules fail", *_share(counts["rules agree"], cases)
    yield "same breaches, by rule and licences", *_share(counts["breaches agree"], cases)
    scenarios = counts["scenarios"]
    yield "scenarios of counterexamples", f"{scenarios:,}", ""
    yield "scenarios that replay", *_share(counts["scenarios replay"], scenarios)
    yield "scenarios without a fact too many", *_share(counts["scenarios minimal"], scenarios)
    for side in ("reference", "solver"):
        yield f"time per case, {side}", f"{tally.seconds[side] / max(cases, 1) * 1e3:.1f} ms", ""


def _rules(tally: Tally) -> Iterator[tuple[str, str, str]]:
    for rule, means in RULES.items():
        yield rule, means, f"{tally.counts[f'rule {rule}']:,}"


def _constructs(tally: Tally) -> Iterator[tuple[str, str, str]]:
    for name in sorted(expected_constructs() | tally.reached.keys()):
        yield name, *_share(tally.reached[name], tally.cases)


def _share(part: int, whole: int) -> tuple[str, str]:
    return f"{part:,}", f"{100 * part / max(whole, 1):.2f} %"


def _amiss(tally: Tally) -> Iterator[str]:
    for what, seeds in sorted(tally.amiss.items()):
        shown = ", ".join(map(str, seeds[:20])) + (" ..." if len(seeds) > 20 else "")
        yield ""
        yield f"Not so ({what}) in {len(seeds):,} cases, seeds {shown}"
    if tally.unreached:
        yield ""
        yield f"Never reached: {', '.join(tally.unreached)}"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    found = [head, *rows]
    widths = [max(3, *(len(row[n]) for row in found)) for n in range(len(head))]
    for number, row in enumerate(found):
        yield _row(row, widths)
        if number == 0:
            yield _row(
                ("-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])), widths
            )


def _row(row: tuple[str, ...], widths: list[int]) -> str:
    first = row[0].ljust(widths[0])
    rest = (cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
    return "| " + " | ".join([first, *rest]) + " |"
