"""Large inputs full of mistakes: every mistake is counted, and none is slow to find.

Times are those of the processor, so that a busy machine does not matter.
"""

import json
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from licenselogic.base.diagnostics import LineageError
from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.problems import MAX_PROBLEMS
from licenselogic.readers.load import load_lineage

MANY = 40_000
SECONDS = 2.0


def edges(names: Iterable[str], by: str = "merge") -> list[dict[str, str]]:
    return [{"work": name, "by": by} for name in names]


def chain(step: int) -> list[dict[str, Any]]:
    """Return works that name each other in circles: `step` 0 gives one, 1 gives pairs."""
    parent = [(n ^ 1) if step else (n + 1) % MANY for n in range(MANY)]
    return [{"id": f"a{n}", "from": edges([f"a{above}"])} for n, above in enumerate(parent)]


WORK = {"id": "a", "from": edges(f"b{n}" for n in range(MANY))}
LARGE: dict[str, tuple[dict[str, Any], int]] = {
    "dangling upstreams of one work": ({"works": [WORK]}, MANY),
    "dangling upstreams of many works": (
        {"works": [{"id": f"a{n}", "from": edges([f"b{n}"])} for n in range(MANY)]},
        MANY,
    ),
    "unknown keys of a file": (
        {"works": [{"id": "a"}], **{f"k{n}": 1 for n in range(200_000)}},
        200_000,
    ),
    "unknown keys of a work": (
        {"works": [{"id": "a", **{f"k{n}": 1 for n in range(200_000)}}]},
        200_000,
    ),
    "unknown facts": ({"works": [{"id": "a", "facts": {f"f{n}": 1 for n in range(MANY)}}]}, MANY),
    "unknown relations": (
        {"works": [{"id": "b"}, {"id": "a", "from": edges(["b"] * MANY, "mrge")}]},
        MANY,
    ),
    "one id for all": ({"works": [{"id": "a"}] * MANY}, MANY - 1),
    "no works at all": ({"works": [3] * MANY}, MANY),
    "one circle": ({"works": chain(0)}, 1),
    "many circles": ({"works": chain(1)}, MANY // 2),
}


@pytest.mark.parametrize("name", LARGE)
def test_mistakes_are_counted_in_no_time(name: str) -> None:
    data, count = LARGE[name]
    start = time.process_time()
    with pytest.raises(LineageError) as caught:
        Lineage.from_dict(data)
    assert time.process_time() - start < SECONDS
    found = caught.value.diagnostics
    assert len(found) == min(count, MAX_PROBLEMS + 1)
    if count > MAX_PROBLEMS:
        assert found[-1].message == f"and {count - MAX_PROBLEMS:,} more mistakes"


@pytest.mark.slow
@pytest.mark.parametrize("form", ["json", "yaml"])
def test_they_are_found_again_in_a_file(form: str, tmp_path: Path) -> None:
    text = {
        "json": json.dumps({"works": [WORK]}, indent=1),
        "yaml": "works:\n- id: a\n  from:\n"
        + "".join(f"  - {{work: b{n}, by: merge}}\n" for n in range(MANY)),
    }[form]
    path = tmp_path / f"x.{form}"
    path.write_text(text, encoding="utf-8")
    start = time.process_time()
    with pytest.raises(LineageError) as caught:
        load_lineage(path)
    assert time.process_time() - start < 2 * SECONDS
    assert all(found.span is not None for found in caught.value.diagnostics[:MAX_PROBLEMS])


def test_a_megabyte_of_comments_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("works:\n- id: a\n" + "# comment\n" * 100_000, encoding="utf-8")
    start = time.process_time()
    assert list(load_lineage(path).works) == ["a"]
    assert time.process_time() - start < SECONDS
