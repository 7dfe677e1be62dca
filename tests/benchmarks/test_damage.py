"""The damaged-input run notices what it is there for: each kind of fault, planted, is found."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import licenselogic as ll
from benchmarks.damage import run as running
from benchmarks.damage.__main__ import found, table
from benchmarks.damage.commands import Commands
from benchmarks.damage.doors import Damaged, work_in
from benchmarks.damage.every import doors
from benchmarks.damage.lineages import lineage_doors
from benchmarks.damage.run import Finding, Runner, Score
from benchmarks.damage.texts import spoil
from benchmarks.damage.trees import Trees
from licenselogic.cli import app
from licenselogic.lineage import plain

NAMES = [door.name for door in doors()]


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path) -> Iterator[None]:
    work_in(tmp_path)
    return


def findings(name: str, count: int) -> list[Finding]:
    """Return what is found at a door among its first inputs."""
    score = Runner(0, doors()).score(name, range(count))
    return [finding for _, finding in score.findings.values()]


# The inputs ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_an_input_is_the_same_for_the_same_seed_and_number(name: str) -> None:
    one, two, other = Runner(1, doors()), Runner(1, doors()), Runner(2, doors())
    inputs = [repr(one.damaged(name, number)) for number in range(20)]
    assert [repr(two.damaged(name, number)) for number in reversed(range(20))] == inputs[::-1]
    assert [repr(other.damaged(name, number)) for number in range(20)] != inputs


@pytest.mark.parametrize("name", NAMES)
def test_undamaged_inputs_are_accepted_and_mostly_not_compatible(name: str) -> None:
    """Else nothing could be lost by damage."""
    runner = Runner(0, doors())
    samples = range(min(runner.doors[name].samples, 30 if name == "commands" else 6))
    outcomes = [runner.sound(name, sample) for sample in samples]
    assert not {"raised", "stopped", "refused"} & set(outcomes)
    assert {"incompatible", "unknown"} & set(outcomes)


@pytest.mark.parametrize("name", NAMES)
def test_damage_is_of_many_kinds_and_some_of_it_is_faithful(name: str) -> None:
    runner = Runner(0, doors())
    damaged = [runner.damaged(name, number)[1] for number in range(100)]
    assert len({repr(one.input) for one in damaged}) > 50
    assert {one.faithful for one in damaged} == {True, False}


def test_damage_leaves_the_undamaged_value_as_it_is() -> None:
    value = {"works": [{"id": "a", "from": [{"work": "b"}]}]}
    before = repr(value)
    trees = Trees(lambda *_: True)
    for number in range(300):
        trees.spoil(random.Random(number), value)
    assert repr(value) == before


def test_what_is_cut_off_is_faithful_damage_only_where_the_rest_is_nothing() -> None:
    spoilt = [spoil(random.Random(number), b"a: 1\nb: 2\n", closed=False) for number in range(99)]
    assert {one.faithful for one in spoilt if one.how == "cut off"} == {False}


# Planted faults -----------------------------------------------------------------------------------


def test_nothing_is_found_where_nothing_is_wrong() -> None:
    assert findings("lineage-dict", 40) == []


def test_an_exception_of_another_kind_is_found_with_its_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def careless(_: object, raw: Any, __: object) -> str:
        return str(raw.strip())

    monkeypatch.setattr(plain._Reader, "_text", careless)
    raised = findings("lineage-dict", 60)
    assert {f.kind for f in raised} == {"raised"}
    assert all(f.detail.startswith("AttributeError at plain.py:") for f in raised)


def test_a_reader_that_takes_what_it_cannot_read_for_a_permission_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def generous(_: object, raw: object, __: object) -> str:
        return raw if isinstance(raw, str) and ll.licenses().find(raw) else "mit"

    monkeypatch.setattr(plain._Reader, "_license", generous)
    assert {f.kind for f in findings("lineage-dict", 300)} == {"compatible"}


def test_a_message_that_tells_of_an_internal_error_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise KeyError("planted")

    monkeypatch.setattr(app.cli, "main", fail)
    assert {f.kind for f in findings("commands", 3)} == {"raised"}


def test_a_message_that_draws_is_found(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def draw(*_: object, **__: object) -> None:
        print("\x1b[2J")

    monkeypatch.setattr(app.cli, "main", draw)
    assert {f.kind for f in findings("commands", 3)} == {"raised"}
    assert capsys.readouterr().out == ""


@dataclass(frozen=True)
class Endless:
    """A door behind which it takes forever."""

    name: str = "endless"
    samples: int = 1

    def sound(self, _: int) -> int:
        return 0

    def damaged(self, _: random.Random, number: int) -> Damaged:
        return Damaged(number, "endless", True)

    def enter(self, value: int, _: bool) -> str:
        while True:
            value += 1


def test_an_input_that_takes_too_long_is_given_up_and_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(running, "STOP", 0.01)
    score = Runner(0, [Endless()]).score("endless", range(2))
    assert score.outcomes["endless"]["stopped"] == 2
    ((times, finding),) = score.findings.values()
    assert (times, finding.kind, finding.number) == (2, "slow", 0)


def test_scores_add_up() -> None:
    total = Score()
    for numbers in (range(5), range(5, 10)):
        total.add(Runner(0, lineage_doors()).score("lineage-dict", numbers))
    whole = Runner(0, lineage_doors()).score("lineage-dict", range(10))
    assert total.outcomes == whole.outcomes
    assert whole.outcomes["lineage-dict"].total() == 10


def test_findings_are_told_with_the_way_to_see_them_again() -> None:
    score = Score()
    for number in (7, 5):
        score.find(Finding("raised", "card", number, "cut off", "KeyError at a.py:1 (b)"))
    text = "\n".join(found(score, 3))
    assert "findings: 1" in text
    assert "raised, 2 times: cut off KeyError at a.py:1 (b)" in text
    assert "python -m benchmarks.damage --seed 3 --door card --show 5" in text


@pytest.mark.slow
def test_the_whole_run_finds_nothing() -> None:
    score = running.run(400, 0, NAMES, 2)
    assert found(score, 0)[1].startswith("findings: 0")
    assert len(table(score)) == 2 + len(NAMES)
    assert Commands().name in score.outcomes
