"""Each row of the page of questions is checked: the answer, and the clause that decides."""

import re
from pathlib import Path
from typing import Any

import pytest

import licenselogic as ll

pytestmark = pytest.mark.docs

PAGE = Path(__file__).parents[2] / "docs" / "questions.md"
ROW = re.compile(r"^\| (.+?) \| `(.+?)` \| (\w+) \| (.*?) ?\|$", re.MULTILINE)
ROWS = [
    pytest.param(*found.groups()[1:], id=found.group(1))
    for found in ROW.finditer(PAGE.read_text(encoding="utf-8"))
]


def work(number: str, license: str, type: str) -> dict[str, Any]:
    declared = {} if license == "undeclared" else {"license": license}
    return {"id": f"owner{number}/work", "type": type, **declared}


def lineage(text: str) -> tuple[list[dict[str, Any]], str]:
    """Return the works of `A by R + B by R -> C by R -> D, publication`, and the id of the last."""
    *stages, last = text.split(" -> ")
    works: list[dict[str, Any]] = []
    above: list[dict[str, str]] = []
    for number, stage in enumerate(stages):
        edges = []
        for place, part in enumerate(stage.split(" + ")):
            made, relation = part.rsplit(" by ", 1)
            license, type = made.rsplit(" ", 1)
            works.append(work(f"{number}{place}", license, type))
            if not place and above:
                works[-1]["from"] = above
            edges.append({"work": works[-1]["id"], "by": relation})
        above = edges
    made, _, publication = last.partition(", ")
    license, type = made.rsplit(" ", 1)
    works.append(work("me", license, type) | {"publish": publication or "share", "from": above})
    return works, works[-1]["id"]


@pytest.mark.parametrize(("works", "answer", "clause"), ROWS)
def test_a_question_is_answered_as_the_page_says(works: str, answer: str, clause: str) -> None:
    given, target = lineage(works)
    verdict = ll.check(ll.Lineage.from_dict({"works": given}), target)
    assert verdict.status == answer
    cited = {f"{ref.license} {ref.cite}" for c in verdict.counterexamples for ref in c.clauses}
    assert clause in cited if clause else not cited


def test_every_row_of_the_page_is_read() -> None:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    tables = sum(line.startswith("| --- ") for line in lines)
    assert len(ROWS) == sum(line.startswith("| ") for line in lines) - 2 * tables
