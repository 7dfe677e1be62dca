"""What a program only needs when it runs, and what a work was made with."""

import pytest
from asking import ask
from small import FREE, OPEN, broken, case, judged, lic, work

NC = lic("NC", "permit use, reproduce, modify, distribute unless commercial", head="")
SHARED = lic("Shared", OPEN, "require license in { self } when distribute", head="")
PROGRAM = {"type": "software", "owner": "me"}


def needed(license, type="model"):
    return work("needed", *([license] if license else []), type=type, owner="up")


def test_nothing_of_a_dependency_or_a_tool_is_in_the_work():
    for by, type in (("depends_on", "model"), ("depends_on", "dataset"), ("made_with", "software")):
        assert broken((needed(SHARED, type), by), **PROGRAM) == [], by
    assert judged(case((needed(None), "depends_on"), **PROGRAM)).status == "compatible"


@pytest.mark.parametrize("publish", ["internal", "service"])
def test_whoever_runs_the_work_is_bound(publish):
    runs = {**PROGRAM, "publish": publish}
    assert broken((needed(NC), "depends_on"), facts={"commercial": True}, **runs) == ["1"]
    assert broken((needed(NC), "depends_on"), **runs) == []
    assert judged(case((needed(None), "depends_on"), **runs)).status == "unknown"
    assert broken((needed(NC, "software"), "made_with"), facts={"commercial": True}, **runs) == []


def split(*relations, license=NC, owner="me", **settings):
    """A program of parts: the innermost depends on a work, each is in the next by a relation."""
    nodes, inner = [needed(license)], ("needed", "depends_on")
    for number, relation in enumerate(relations):
        nodes.append(work(f"part{number}", FREE, type="software", owner=owner, by=[inner]))
        inner = (f"part{number}", relation)
    return case(inner, nodes=nodes, **{**PROGRAM, "facts": {"commercial": True}, **settings})


@pytest.mark.parametrize("publish", ["internal", "service"])
@pytest.mark.parametrize(
    "relations",
    [["combine"], ["embed"], ["incorporate"], ["copy"], ["convert"], ["combine", "incorporate"]],
)
def test_whoever_runs_a_program_runs_the_programs_inside(publish, relations):
    for owner in ("me", "other"):
        found = judged(split(*relations, owner=owner, publish=publish))
        assert {breach.rule for breach in found.breaches} == {"1"}
        assert judged(split(*relations, license=None, publish=publish)).status == "unknown"
        assert judged(split(*relations, owner=owner, publish=publish, facts={})).status == (
            "compatible"
        )


@pytest.mark.parametrize("relation", ["combine", "incorporate"])
def test_what_is_not_run_by_its_publisher_needs_nothing_of_it(relation):
    assert judged(split(relation)).status == "compatible"
    assert judged(split(relation, "made_with", publish="service")).status == "compatible"


@pytest.mark.parametrize(
    ("type", "by", "made"),
    [
        ("dataset", "depends_on", "dataset"),
        ("model", "made_with", "model"),
        ("dataset", "made_with", "dataset"),
    ],
)
def test_neither_is_a_way_around(type, by, made):
    assert "4" in broken((needed(SHARED, type), by), type=made, owner="me")


@pytest.mark.parametrize("type", ["model", "software"])
def test_a_dependency_that_may_be_inside_leaves_open_what_fails_by_it_alone(type):
    inside = (needed(SHARED, type), "depends_on")
    assert judged(case(inside, type=type, owner="me")).status == "unknown"
    assert judged(case(inside, type=type, owner="me", outbound=SHARED)).status == "compatible"
    both = (inside, (needed(SHARED, type), "incorporate"))
    assert judged(case(*both, type=type, owner="me")).status == "incompatible"


def test_the_answer_names_the_dependency_that_is_in_doubt():
    found = ask("GPL-3.0-only", "depends_on", "MIT")
    assert found.status == "unknown" and not found.counterexamples
    assert [(r.code.value, r.works) for r in found.reasons] == [
        ("unknown-relation", ("me/work", "up/stream"))
    ]


def test_a_licence_may_speak_of_what_needs_it():
    speaks = lic(
        "Speaks",
        OPEN,
        "require license in { self } when distribute",
        head="counts depends_on as derivative",
    )
    assert "4" in broken((needed(speaks), "depends_on"), outbound=FREE, **PROGRAM)
