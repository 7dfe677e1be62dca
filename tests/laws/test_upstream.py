"""What more upstream, and more silence about it, can and cannot do."""

from hypothesis import assume, event, given
from hypothesis import strategies as st
from lawful import adds_no_type, answer, broken, carried, reason, with_upstream, with_work
from small import FREE

from licenselogic.base.codes import Status
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.reference.walk import ROOTED
from licenselogic.testing import cases, licenses, sides

RELATIONS = sorted(vocabulary().relations)
TYPES = ("model", "dataset", "software")

some_cases = cases(max_works=5, max_clauses=5, settled=True)
relations = st.sampled_from(RELATIONS)
types = st.sampled_from(TYPES)


@given(
    case=some_cases, new=licenses(ids=["Gorse-1.0"]), relation=relations, type=types, data=st.data()
)
def test_more_upstream_breaks_no_less(case, new, relation, type, data):
    """broken(D, L, U) ⊆ broken(D, L, U + u)

    Rule 6 asks which models are improved, so there a new base of a model may turn the answer: a
    model trained on the output of another, from scratch or on top of a base of its family.
    """
    below = data.draw(st.sampled_from(sorted(case.lineage.works)))
    known = list(case.library)
    license = data.draw(st.sampled_from([new, *known]))
    more = with_upstream(case, below, license, relation, type)
    assume(adds_no_type(case, more) and carried(case, below))
    before = answer(case)
    kept = sides.solved(v for v in before.decision.violations if not rebased(v, relation, type))
    after = answer(more)
    event(f"{before.status.value} -> {after.status.value}")
    assert kept <= sides.solved(after.decision.violations)
    if kept:
        assert after.status is Status.INCOMPATIBLE


def rebased(violation, relation, type):
    base = type == "model" and relation in ROOTED
    return base and (violation.rule == "6" or violation.joint)


@given(case=some_cases, relation=relations, type=types, data=st.data())
def test_a_free_upstream_changes_nothing(case, relation, type, data):
    """decide(D, L, U + free) = decide(D, L, U), unless that is a new base of a model"""
    if type == "model" and relation in ROOTED:
        type = "dataset"
    below = data.draw(st.sampled_from(sorted(case.lineage.works)))
    more = with_upstream(case, below, FREE, relation, type)
    assume(adds_no_type(case, more) and carried(case, below))
    before, after = answer(case), answer(more)
    event(before.status.value)
    assert (after.status, after.open) == (before.status, before.open)
    assert sides.solved(after.decision.violations) == sides.solved(before.decision.violations)


@given(case=some_cases, relation=relations, type=types, data=st.data())
def test_an_undeclared_upstream_is_never_compatible(case, relation, type, data):
    """status(D, L, U + undeclared) = incompatible if status(D, L, U) is, else unknown

    As above, a new base of a model is judged anew.  Of a tool, or of what a work only runs with,
    nothing is in the work.
    """
    assume(vocabulary().relations[relation].acts)
    if type == "model" and relation in ROOTED:
        type = "software"
    below = data.draw(st.sampled_from(sorted(case.lineage.works)))
    more = with_upstream(case, below, None, relation, type)
    assume(adds_no_type(case, more) and carried(case, below))
    before, after = answer(case), answer(more)
    event(before.status.value)
    if before.status is Status.INCOMPATIBLE:
        assert after.status is Status.INCOMPATIBLE
    else:
        assert (after.status, "unknown" in after.open) == (Status.UNKNOWN, True)


@given(case=some_cases)
def test_what_is_not_offered_to_others_breaks_only_making(case):
    """publish = internal → broken ⊆ {1, 6}"""
    event(f"shared, it breaks {reason(case)}")
    assert sides.rules(broken(with_work(case, case.work, publish="internal", facts=()))) <= {"1/6"}
