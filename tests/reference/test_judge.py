"""Choices, underspecified names and what is not known, as both judges take them."""

import pytest
from small import FREE, OPEN, case, judged, lic, work

from licenselogic.base.codes import Status
from licenselogic.testing.sides import hearings

ONLY_WORK = lic("Verbatim", "permit use, reproduce", "permit modify on derivative")
NARROW = lic("Narrow", OPEN, "forbid use if field in { military }")
SHARED = lic("Shared", OPEN, "require license in { self } when distribute")
ALL = (FREE, NARROW, SHARED)


def status(*upstream, **settings):
    return judged(case(*upstream, **settings)).status.value


def above(license, id="u", **settings):
    """A work under an expression of the licences `ALL`."""
    return work(id, *ALL, license=license, **settings)


# Upstream


@pytest.mark.parametrize(
    ("license", "answer"),
    [
        ("Free", "compatible"),
        ("Narrow", "incompatible"),
        ("Free AND Narrow", "incompatible"),
        ("Free OR Narrow", "compatible"),
        ("Narrow OR Shared", "incompatible"),
        ("Free AND Elder", "unknown"),
        ("Narrow AND Elder", "incompatible"),
        ("Free OR Elder", "compatible"),
        ("Narrow OR Elder", "unknown"),
        (None, "unknown"),
        ("other", "unknown"),
    ],
)
def test_an_upstream_expression(license, answer):
    assert status((above(license), "finetune")) == answer


def test_each_work_has_a_choice_of_its_own():
    one, two = above("Narrow OR Shared", "one"), above("Narrow OR Shared", "two")
    offered = {"outbound": "Narrow AND Shared", "also": ALL}
    assert status((one, "merge"), (two, "merge"), **offered) == "compatible"
    chosen = [hearing.taken for hearing in hearings(case((one, "merge"), (two, "merge")))]
    assert len(chosen) == 4


def test_the_choice_is_made_anew_for_each_outbound_alternative():
    assert (
        status((above("Narrow OR Shared"), "copy"), outbound="Narrow OR Shared", also=ALL)
        == "compatible"
    )


# Outbound


@pytest.mark.parametrize(
    ("outbound", "answer"),
    [
        ("Narrow", "compatible"),
        ("Free", "incompatible"),
        ("Narrow OR Free", "incompatible"),
        ("Narrow AND Free", "compatible"),
        ("Narrow OR Elder", "unknown"),
        ("Free OR Elder", "incompatible"),
        ("Narrow AND Elder", "unknown"),
        ("Free AND Elder", "unknown"),
    ],
)
def test_an_outbound_expression(outbound, answer):
    assert status((above("Narrow"), "finetune"), outbound=outbound, also=ALL) == answer


def test_without_an_outbound_licence_what_needs_none_is_judged():
    assert status((above("Free"), "finetune"), outbound=None) == "unknown"
    assert status((lic("L", "permit use"), "finetune"), outbound=None) == "incompatible"


def test_what_stays_inside_needs_no_outbound_licence():
    assert status((above("Narrow"), "finetune"), outbound=None, publish="internal") == "compatible"


# Underspecified names

SOME = {"grove": ["Free", "Narrow"], "thicket": ["Narrow", "Shared"]}


@pytest.mark.parametrize(
    ("license", "answer"),
    [
        ("grove", "unknown"),
        ("thicket", "incompatible"),
        ("grove OR Free", "compatible"),
        ("grove AND Narrow", "incompatible"),
        ("grove OR Narrow", "unknown"),
        ("thicket OR Narrow", "incompatible"),
    ],
)
def test_an_underspecified_name_upstream(license, answer):
    assert status((above(license), "finetune"), groups=SOME) == answer


@pytest.mark.parametrize(("outbound", "answer"), [("grove", "unknown"), ("thicket", "compatible")])
def test_an_underspecified_name_outbound(outbound, answer):
    ours = lic("Ours", OPEN, "forbid use if field in { military }")
    settings = {"groups": {"grove": ["Free", "Narrow"], "thicket": ["Narrow", "Ours"]}}
    found = status((above("Narrow"), "finetune"), outbound=outbound, also=(*ALL, ours), **settings)
    assert found == answer


def test_one_name_may_mean_a_different_licence_at_each_work():
    only_merged = lic("Merged", OPEN, "forbid modify on work")
    only_linked = lic("Linked", OPEN, "forbid combine on work", "permit combine on derivative")
    both = (only_merged, only_linked)
    one = work("one", *both, license="grove")
    two = work("two", *both, license="grove")
    groups = {"grove": ["Merged", "Linked"]}
    assert status((one, "merge"), (two, "combine"), groups=groups) == "unknown"
    heard = hearings(case((one, "merge"), (two, "combine"), groups=groups))
    assert [hearing.status is Status.COMPATIBLE for hearing in heard].count(True) == 1


# The owner


def test_a_licence_of_the_publisher_does_not_bind_the_publisher():
    ours, theirs = above("Narrow", owner="ann"), above("Narrow", owner="bob")
    assert status((ours, "finetune"), owner="ann") == "compatible"
    assert status((theirs, "finetune"), owner="ann") == "incompatible"
    assert status((above(None, owner="ann"), "finetune"), owner="ann") == "compatible"


# The line of a model (rule 6)


def test_the_choice_taken_settles_the_family_of_a_base():
    limits = "forbid improve-other-models unless target in family cod"
    cod, pike = lic("Cod", OPEN, limits, family="cod"), lic("Pike", OPEN, family="pike")
    base = work("base", cod, pike, license="Cod OR Pike")
    assert status((base, "finetune"), (cod, "merge"), outbound=cod) == "compatible"
    base = work("base", cod, pike, license="Pike")
    assert status((base, "finetune"), (cod, "merge"), outbound=cod) == "incompatible"
