"""Other processes decide what this one would, and may die: what is found is the same."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from licenselogic import audit, licenses
from licenselogic.audit import processes, run
from licenselogic.audit.brief import BriefEngine
from licenselogic.audit.deciding import Decider, Job, hash_of
from licenselogic.audit.processes import Processes, spare
from licenselogic.base.cache import folder
from licenselogic.decision.signature import Signature, signature
from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.work import Edge, Work
from licenselogic.norms.assumptions import select
from licenselogic.testing.hub import MadeUpHub
from tests.audit.tables import read, write
from tests.audit.test_kept import use

LABELS = ("mit", "apache-2.0", "gpl-3.0", "llama2", "cc-by-nc-4.0", "openrail", "unheard-of")


class Watched(Processes):
    """Tells what came back from the other processes, and when the first of it did."""

    def __init__(self, decider: Decider, count: int) -> None:
        self.found: dict[str, Any] = {}
        self.heard = threading.Event()
        super().__init__(decider, count)

    def _give(self, jobs: list[Job], found: list[Any] | None) -> None:
        super()._give(jobs, found)
        self.found.update(zip((key for key, _ in jobs), found or (), strict=False))
        self.heard.set()


@pytest.fixture(scope="module")
def decider() -> Decider:
    return Decider(BriefEngine(licenses(), None), keeping=False)


def asked(decider: Decider) -> dict[str, Signature]:
    """Return signatures of a label below another, each under its key."""
    found = {}
    for above in LABELS:
        works = {"up": Work("up", "model", above), "down": Work("down", "model", "mit")}
        lineage = Lineage(works, {"up": (), "down": (Edge("up", "finetune"),)})
        fold = decider.engine.fold(lineage)
        for label in LABELS:
            one = signature(fold, "down", label, select("default"))
            found |= {hash_of(one): one, "?" + hash_of(one): one}
    return found


def answers(others: Processes, jobs: dict[str, Signature]) -> dict[str, Any]:
    for key, one in jobs.items():
        others.ask(key, one)
    return dict(others.answers())


def test_what_another_process_finds_is_found_here(decider: Decider) -> None:
    jobs = asked(decider)
    with Watched(decider, 1) as others:
        for key, one in jobs.items():
            others.ask(key, one)
        assert others.heard.wait(60)
        found = dict(others.answers())
    assert others.found
    assert found == {key: decider.found(key, one) for key, one in jobs.items()}


@pytest.mark.parametrize("command", [["/nowhere/python"], ["/bin/false"]])
def test_without_another_process_all_is_decided_here(
    decider: Decider, command: Sequence[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.executable", command[0])
    jobs = asked(decider)
    with Processes(decider, 1) as others:
        assert answers(others, jobs).keys() == jobs.keys()


def test_a_process_with_other_code_is_not_asked(
    decider: Decider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decider, "name", "of another day")
    jobs = asked(decider)
    with Watched(decider, 1) as others:
        assert answers(others, jobs).keys() == jobs.keys()
        assert not others.found


def test_what_a_process_dies_over_is_decided_here(
    decider: Decider, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = f"print({decider.name!r}, flush=True)"
    dying = f"import pickle, sys; pickle.load(sys.stdin.buffer); {name}; sys.stdin.readline()"
    monkeypatch.setattr(processes, "_START", dying)
    jobs = asked(decider)
    with Watched(decider, 1) as others:
        for key, one in jobs.items():
            others.ask(key, one)
        assert others.heard.wait(60)
        assert dict(others.answers()).keys() == jobs.keys()
        assert not others.found


def test_an_audit_tells_the_same_with_other_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = write(tmp_path / "hub.parquet", MadeUpHub(7, dense=True).models(150))
    told = []
    for threads, many in ((1, 2_000), (2, 0)):
        monkeypatch.setattr(run, "MANY", many)
        use(tmp_path / str(threads), monkeypatch)
        found = audit(table, out=tmp_path / f"out{threads}", threads=threads)
        told.append((read(found.works), found.summary["kinds"], found.summary["signatures"]))
    folder.cache_clear()
    assert told[0] == told[1]


def test_no_more_processes_than_threads() -> None:
    assert [spare(threads) for threads in (1, 2, 3, 100)] == [0, 1, 2, 3]
