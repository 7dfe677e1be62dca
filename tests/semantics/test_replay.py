"""Claims replayed: a true one does, and does not once anything in it is wrong."""

from dataclasses import replace

import pytest
from small import FREE, OPEN, lic

from licenselogic.norms.assumptions import select, valuation
from licenselogic.semantics.replay import Claim, Held, Stage

OPEN_BUT = lic("OpenBut", OPEN, "forbid distribute if commercial")
SMALL = lic("Small", "permit use, reproduce, modify, distribute if monthly_active_users <= 9")
KEPT = lic("Kept", OPEN, "forbid further-restrictions")
NAMED = lic(
    "Named", OPEN, "forbid use if field in { weapons }", 'require flow-down "2" when distribute'
)
AS_IS = lic("AsIs", "permit use, reproduce, distribute on work")


def stage(*outbound, material="model"):
    return Stage(outbound, material, valuation(select()))


def claim(rule, license, *cites, act="distribute", status="derivative", scenario=None, **more):
    found = tuple(license.clause(cite) for cite in cites)
    broken = Held(license, "derivative")
    return Claim(
        rule, act, status, scenario or {}, found, more.pop("reserved", False), broken, **more
    )


OVER_GRANT = claim("2", OPEN_BUT, "2", scenario={"commercial": True})
RESERVED = claim("2", SMALL, "1", scenario={"monthly_active_users": 10}, reserved=True)
FLOW_DOWN = claim("5", NAMED, "3", act="use", scenario={"field": "weapons"})
TAKEN = replace(
    claim("3a", KEPT, "2", scenario={"commercial": True}),
    clauses=(KEPT.clause("2"), OPEN_BUT.clause("2")),
)
CLASH = replace(TAKEN, rule="3b", other=Held(OPEN_BUT, "derivative"))


@pytest.mark.parametrize(
    ("outbound", "shown"),
    [
        (FREE, OVER_GRANT),
        (FREE, RESERVED),
        (FREE, FLOW_DOWN),
        (OPEN_BUT, TAKEN),
        (FREE, CLASH),
        (None, claim("1", OPEN_BUT, "2", scenario={"commercial": True})),
        (None, claim("1", AS_IS, "1", reserved=True)),
    ],
)
def test_a_true_claim_replays(outbound, shown):
    assert stage(*([outbound] if outbound else [])).replays(shown)


@pytest.mark.parametrize(
    ("outbound", "shown"),
    [
        (FREE, replace(OVER_GRANT, scenario={})),
        (FREE, replace(OVER_GRANT, act="modify")),
        (FREE, replace(OVER_GRANT, clauses=OPEN_BUT.clauses[:1])),
        (FREE, replace(OVER_GRANT, reserved=True)),
        (OPEN_BUT, OVER_GRANT),
        (FREE, replace(RESERVED, scenario={"monthly_active_users": 9})),
        (FREE, replace(RESERVED, reserved=False)),
        (FREE, replace(FLOW_DOWN, scenario={"field": "research"})),
        (NAMED, FLOW_DOWN),
        (FREE, TAKEN),
        (OPEN_BUT, replace(TAKEN, broken=Held(AS_IS, "derivative"))),
        (FREE, replace(CLASH, other=Held(FREE, "derivative"))),
        (None, claim("1", OPEN_BUT, "2")),
        (None, claim("1", AS_IS, "1", status="work", reserved=True)),
    ],
)
def test_a_false_claim_does_not(outbound, shown):
    assert not stage(*([outbound] if outbound else [])).replays(shown)


def test_a_licence_that_takes_the_place_of_another_may_be_the_one_that_keeps_free():
    """Under rule 3(a) the outbound licence that stands for the ancestor's is the one broken."""
    shown = replace(TAKEN, broken=Held(FREE, "derivative"))
    assert stage(KEPT, OPEN_BUT).replays(shown)
    assert not stage(OPEN_BUT).replays(shown)
