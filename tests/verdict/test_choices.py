"""Who chooses: the licensee anew for each work and each outbound alternative, others for all."""

import pytest
from small import OPEN, case, judged, lic, work

import licenselogic as ll

TRI = "MPL-1.1 OR GPL-2.0-or-later OR LGPL-2.1-or-later"
ND = "CC-BY-ND-4.0 OR CC-BY-4.0"


def verdict(
    label: str | None, *upstream: tuple[str, str], type: str = "dataset", **made: object
) -> ll.Verdict:
    """Return the verdict on a work made from others, each given as expression and relation."""
    above = [
        {"id": f"work-{number}", "type": type, "license": text}
        for number, (text, _) in enumerate(upstream)
    ]
    edges = [{"work": f"work-{number}", "by": by} for number, (_, by) in enumerate(upstream)]
    work = {"id": "me/work", "type": type, "license": label, "from": edges, **made}
    return ll.check(ll.Lineage.from_dict({"works": [*above, work]}), "me/work")


def test_a_fork_may_be_offered_under_the_choice_that_its_upstream_offers() -> None:
    assert verdict(TRI, (TRI, "copy"), type="software").status == "compatible"


def test_each_outbound_alternative_needs_a_choice_that_suits_it() -> None:
    assert verdict(f"{TRI} OR MIT", (TRI, "copy"), type="software").status == "incompatible"


def test_two_works_with_the_same_words_are_two_choices() -> None:
    """The copy must stay under no-derivatives, and what is incorporated must not be."""
    assert verdict("CC-BY-ND-4.0", (ND, "copy"), (ND, "incorporate")).status == "compatible"
    other = "CC-BY-4.0 OR CC-BY-ND-4.0"
    assert verdict("CC-BY-ND-4.0", (ND, "copy"), (other, "incorporate")).status == "compatible"


def test_one_work_that_is_reached_in_two_ways_is_one_choice() -> None:
    works = [
        {"id": "a/u", "type": "dataset", "license": ND},
        {"id": "b/v", "type": "dataset", "license": "CC0-1.0"},
        {
            "id": "me/work",
            "type": "dataset",
            "license": "CC-BY-ND-4.0",
            "from": [{"work": "a/u", "by": "copy"}, {"work": "a/u", "by": "incorporate"}],
        },
    ]
    lineage = ll.Lineage.from_dict({"works": works})
    assert ll.check(lineage, "me/work").status == "incompatible"


def test_a_long_chain_of_works_under_one_choice_is_one_choice() -> None:
    works: list[dict[str, object]] = [{"id": "work-0", "license": "MIT OR GPL-3.0-only"}]
    works += (
        {
            "id": f"work-{number}",
            "license": "MIT OR GPL-3.0-only",
            "from": [{"work": f"work-{number - 1}", "by": "finetune"}],
        }
        for number in range(1, 300)
    )
    lineage = ll.Lineage.from_dict({"works": works})
    assert ll.check(lineage, license="Apache-2.0").status == "compatible"
    assert ll.check(lineage, license="CC-BY-4.0").choices == (("MIT OR GPL-3.0-only", "MIT"),)


@pytest.mark.parametrize(
    "beside", [("bsd", "gpl"), ("gpl", "gpl", "gpl"), ("cc", "bsd", "gpl", "openrail")]
)
def test_what_names_may_mean_does_not_hide_a_definite_clash(beside: tuple[str, ...]) -> None:
    upstream = [("CC-BY-NC-4.0", "incorporate"), *((name, "incorporate") for name in beside)]
    found = verdict("MIT", *upstream)
    assert found.status == "incompatible"
    assert any(c.work == "work-0" for c in found.counterexamples)


def test_many_choices_do_not_hide_a_definite_clash_nor_a_way_that_works() -> None:
    relations = ("incorporate", "combine", "copy", "embed", "convert", "extract", "prune", "merge")
    choices = [("GPL-3.0-only OR MIT", by) for by in relations]
    assert verdict("MIT", *choices, type="software").status == "compatible"
    clash = ("CC-BY-NC-4.0", "incorporate")
    assert verdict("MIT", clash, *choices, type="software").status == "incompatible"


PLAIN = lic("Plain", OPEN)
COD = lic("Cod", OPEN, 'require name-prefix "Cod" when distribute')
PIKE = lic("Pike", OPEN, 'require name-prefix "Pike" when distribute')
GROVE = {"Grove": ["Cod", "Pike"]}


def test_members_of_a_name_clash_with_each_other_only_where_several_works_have_it() -> None:
    """Each alone is well; two works may be under one each."""
    one, two = (work(id, COD, PIKE, license="Grove") for id in "uv")
    for upstream, status in [([one], "compatible"), ([one, two], "unknown")]:
        edges = [(part, "finetune") for part in upstream]
        assert judged(case(*edges, outbound=PLAIN, groups=GROVE)).status == status


BOTH = "GPL-2.0-only AND Apache-2.0"


@pytest.mark.parametrize("by", ["copy", "incorporate"])
def test_what_a_licensor_joins_is_not_held_against_itself(by: str) -> None:
    assert verdict(BOTH, (BOTH, by), type="software").status == "compatible"
    assert verdict(BOTH, (BOTH, by), (BOTH, by), type="software").status == "compatible"


def test_a_label_that_leaves_a_part_out_is_no_such_offer() -> None:
    assert verdict("GPL-2.0-only", (BOTH, "copy"), type="software").status == "incompatible"


def test_what_different_licensors_give_is_held_against_each_other() -> None:
    found = verdict(BOTH, ("GPL-2.0-only", "incorporate"), ("Apache-2.0", "incorporate"))
    assert found.status == "incompatible"
    found = verdict(BOTH, (BOTH, "incorporate"), ("Apache-2.0", "incorporate"), type="software")
    assert found.status == "incompatible"
