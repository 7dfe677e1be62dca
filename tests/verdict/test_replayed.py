"""Whatever shows that a rule fails is replayed first: a wrong scenario is never a verdict."""

import pickle
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

import licenselogic as ll
from licenselogic.base.diagnostics import InternalError
from licenselogic.cli.app import run
from licenselogic.decision.engine import engine_of
from licenselogic.solver.solver import Solver, Witness

Patch = pytest.MonkeyPatch
Change = Callable[[Witness], Witness]


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """Forget answers before and after a solver was broken."""
    engine_of.cache_clear()
    yield
    engine_of.cache_clear()


def break_solver(patch: Patch, change: Change) -> None:
    """Let every least scenario of the solver be another."""
    minimal = Solver.minimal

    def broken(self: Solver, *rest: Any) -> Witness | None:
        found = minimal(self, *rest)
        return None if found is None else change(found)

    patch.setattr(Solver, "minimal", broken)


def no_facts(witness: Witness) -> Witness:
    return replace(witness, scenario=())


def another_act(witness: Witness) -> Witness:
    return replace(witness, act="use")


def one_less(witness: Witness) -> Witness:
    fewer = ((n, v - 1 if type(v) is int else v) for n, v in witness.scenario)
    return replace(witness, scenario=tuple(fewer))


@pytest.mark.parametrize(
    ("license", "by", "offered", "change"),
    [
        ("llama2", "finetune", "apache-2.0", no_facts),
        ("llama2", "finetune", "apache-2.0", one_less),
        ("gemma", "quantized", "mit", no_facts),
        ("CC-BY-ND-4.0", "finetune", "mit", another_act),
        ("GPL-3.0-only", "finetune", "creativeml-openrail-m", no_facts),
        ("CC-BY-NC-4.0", "finetune", "mit", no_facts),
    ],
)
def test_a_scenario_that_does_not_replay_is_never_shown(
    monkeypatch: Patch, license: str, by: str, offered: str, change: Change
) -> None:
    works = [
        {"id": "up", "type": "model", "license": license},
        {"id": "down", "type": "model", "from": [{"work": "up", "by": by}]},
    ]
    lineage = ll.Lineage.from_dict({"works": works})
    assert ll.check(lineage, license=offered).status == "incompatible"
    engine_of.cache_clear()
    break_solver(monkeypatch, change)
    with pytest.raises(InternalError, match="please report"):
        ll.check(lineage, license=offered)


def test_the_command_line_asks_for_a_report(
    monkeypatch: Patch, capsys: pytest.CaptureFixture[str]
) -> None:
    break_solver(monkeypatch, no_facts)
    code = run(["check", "--upstream", "llama2:finetune", "--as", "apache-2.0"])
    out, err = capsys.readouterr()
    assert code == 2 and out == ""
    assert err.startswith("internal error:") and "please report" in err
    assert "Traceback" not in err


def test_an_internal_error_is_no_bad_input() -> None:
    assert not issubclass(InternalError, ll.LicenseLogicError)


def test_an_internal_error_survives_a_pickle() -> None:
    error = InternalError("two and two are five")
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


@pytest.mark.parametrize(
    ("first", "second", "change"),
    [("llama2", "apache-2.0", no_facts), ("CC-BY-ND-4.0", "CC-BY-4.0", another_act)],
)
def test_a_difference_of_licences_is_replayed_too(
    monkeypatch: Patch, first: str, second: str, change: Change
) -> None:
    break_solver(monkeypatch, change)
    with pytest.raises(InternalError, match="does not replay"):
        ll.diff_licenses(ll.licenses()[first], ll.licenses()[second])


@pytest.mark.parametrize("label", ["llama2 AND proprietary", "gemma AND proprietary"])
def test_terms_of_ones_own_promise_what_is_kept_free_whatever_stands_beside(label: str) -> None:
    upstream = [{"id": "a/llama", "license": "llama2"}, {"id": "b/gpl", "license": "GPL-2.0-only"}]
    edges = [{"work": one["id"], "by": "merge"} for one in upstream]
    lineage = ll.Lineage.from_dict({"works": [*upstream, {"id": "c/x", "from": edges}]})
    assert ll.check(lineage, license=label).status == "incompatible"
