"""Recommendations: they say what `check` says, and more upstream adds none."""

import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st
from lawful import adds_no_type, carried, with_upstream

import licenselogic as ll
from licenselogic.base.codes import Code, Status
from licenselogic.decision.engine import engine_of
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.reference.walk import ROOTED
from licenselogic.repair.labels import NOT_GIVEN
from licenselogic.testing import shipped_cases
from licenselogic.verdict.check import judge

LIBRARY = ll.licenses()
NAMES = sorted(set(LIBRARY.ids("license")) - NOT_GIVEN)

fewer = settings(max_examples=settings().max_examples // 2)
"""These laws ask many questions about each case."""

names = st.sampled_from(NAMES)
relations = st.sampled_from(sorted(vocabulary().relations))
types = st.sampled_from(sorted(vocabulary().types))


def recommended(case):
    """The recommendation for a case, and its labels."""
    found = ll.recommend(case.lineage, case.work, assumptions=assumed(case))
    return found, [candidate.license for candidate in found.candidates]


def assumed(case):
    return {name: name in case.readings for name in vocabulary().assumptions}


def judged(case, license):
    """What `check` decides under a licence."""
    return judge(case.lineage, case.work, license, assumptions=assumed(case))


def given_by(case, license):
    """Tell whether the publisher of a work can give a licence of its own accord."""
    parties = engine_of(LIBRARY, None).expressions.parties
    return parties.gives(parties.party(case.target.owner) or "", license)


@fewer
@given(case=shipped_cases(max_works=5), asked=st.lists(names, min_size=8, max_size=8, unique=True))
def test_recommend_and_check_agree(case, asked):
    """L recommended ⟺ check(D, L) compatible, for every L that the publisher can give"""
    found, labels = recommended(case)
    event(f"{found.ladder.value}, {min(len(labels), 3)} labels or more")
    for license in labels[:8]:
        assert judged(case, license).status is Status.COMPATIBLE
    for license in asked:
        verdict = judged(case, license)
        if verdict.status is Status.COMPATIBLE:
            assert license in labels or not given_by(case, license)
        else:
            assert license not in labels


@fewer
@given(case=shipped_cases(max_works=5))
def test_a_candidate_costs_what_its_verdict_says(case):
    """conditions and duties of a candidate are those of check(D, L)"""
    for candidate in recommended(case)[0].candidates[:3]:
        verdict = ll.check(case.lineage, case.work, candidate.license, assumptions=assumed(case))
        assert verdict.status is Status.COMPATIBLE
        assert (candidate.conditions, candidate.duties) == (verdict.conditions, verdict.duties)


@fewer
@given(
    case=shipped_cases(max_works=4, settled=True), license=names, relation=relations, type=types,
    data=st.data(),
)  # fmt: skip
def test_more_upstream_adds_no_recommendation(case, license, relation, type, data):
    """L recommended for D + u → check(D, L) compatible

    Unless u brings a base of the licensor's own line: then only rule 6 had failed.
    """
    below = data.draw(st.sampled_from(sorted(case.lineage.works)))
    more = with_upstream(case, below, LIBRARY[license], relation, type)
    assume(adds_no_type(case, more) and carried(case, below))
    before, after = set(recommended(case)[1]), recommended(more)[1]
    event(f"{len(before) > 0} -> {len(after) > 0}")
    based = type == "model" and relation in ROOTED
    for label in [text for text in after if text not in before][:6]:
        verdict = judged(case, label)
        only_six = based and set(verdict.kinds) <= {Code.EXCLUSIVE_IMPROVEMENT}
        assert verdict.status is Status.COMPATIBLE or only_six, label


@pytest.mark.parametrize("by", ["finetune", "combine"])
def test_what_is_recommended_is_ordered_alike_whatever_the_upstream_is(by):
    """the order is of licences: two that are recommended twice stand in the same order"""
    orders = []
    for license in ("mit", "cc0-1.0"):
        works = [{"id": "u", "type": "model", "license": license}, {"id": "x", "type": "model",
                  "from": [{"work": "u", "by": by}]}]  # fmt: skip
        found = ll.recommend(ll.Lineage.from_dict({"works": works}))
        orders.append([c.license for c in found.candidates if c.fits])
    both = set(orders[0]) & set(orders[1]) - {"MIT", "CC0-1.0"}
    assert [k for k in orders[0] if k in both] == [k for k in orders[1] if k in both]
