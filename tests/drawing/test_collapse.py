"""Families too large to read: what is drawn as one, and what is never lost."""

from collections.abc import Iterator

import pytest
from families import hub, lineage, work

import licenselogic as ll
from licenselogic.drawing.draw import draw
from licenselogic.drawing.family import Family


def names(family: Family) -> list[str]:
    return [name for node in family.nodes.values() for name in node.works]


def chain(length: int) -> Iterator[dict[str, object]]:
    yield work("a/base", "apache-2.0")
    for number in range(length):
        above = f"a{number - 1}/m" if number else "a/base"
        yield work(f"a{number}/m", "apache-2.0", above)


@pytest.mark.parametrize("seed", range(3))
def test_every_work_is_in_one_box_and_boxes_come_upstream_first(seed: int) -> None:
    whole = hub(400, seed)
    family = draw(whole, limit=30).family
    assert sorted(names(family)) == sorted(whole.works)
    assert len(family.nodes) <= 30
    places = {name: place for place, name in enumerate(family.nodes)}
    assert all(places[tie.upstream] < places[tie.work] for tie in family.ties)


def test_a_small_family_is_drawn_as_it_is() -> None:
    whole = hub(40)
    assert len(draw(whole).family.nodes) == 40


def test_like_siblings_share_a_box() -> None:
    many = [work(f"u{n}/tuned", "apache-2.0", "a/base") for n in range(500)]
    odd = work("u/odd", "mit", "a/base")
    family = draw(lineage(work("a/base", "apache-2.0"), *many, odd)).family
    assert sorted(len(node.works) for node in family.nodes.values()) == [1, 1, 500]


def test_a_long_row_shares_a_box_between_its_ends() -> None:
    family = draw(lineage(*chain(900))).family
    assert [len(node.works) for node in family.nodes.values()] == [1, 899, 1]
    assert [(tie.upstream, tie.work) for tie in family.ties] == [
        ("a/base", "a0/m"),
        ("a0/m", "a899/m"),
    ]


def test_who_is_asked_about_stands_alone() -> None:
    whole = hub(400)
    asked = list(whole.works)[200]
    family = draw(whole, asked, limit=12).family
    assert [node.works for node in family.nodes.values() if node.asked] == [(asked,)]


def test_a_box_counts_the_incompatible_works_in_it() -> None:
    whole = hub(400)
    family = draw(whole, limit=12).family
    judged = [ll.check(whole, name).status for name in list(whole.works)[:60]]
    assert ll.Status.INCOMPATIBLE in judged
    counted = sum(node.incompatible for node in family.nodes.values())
    single = draw(whole, limit=2000).family
    bad = [n for n in single.nodes.values() if n.status is ll.Status.INCOMPATIBLE]
    assert counted == len(bad)
