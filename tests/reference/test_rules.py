"""The rules of docs/semantics.md, one behaviour at a time, as both judges take them."""

import pytest
from small import FREE, OPEN, broken, case, judged, lic, work

from licenselogic.base.codes import Status
from licenselogic.reference.making import Breach
from licenselogic.reference.walk import bases

NO_MILITARY = "forbid use if field in { military }"
KEEPS_FREE = "forbid further-restrictions"


# Rule 1


def test_every_act_of_making_must_be_allowed():
    no_copies = lic("L", "permit use, modify, distribute")
    assert judged(case((no_copies, "finetune"), outbound=None)).breaches == {Breach("1", "L")}
    assert broken((no_copies, "trained_on"), outbound=None) == []


def test_making_is_judged_on_the_status_at_the_upstream_end():
    first = lic("L", OPEN, "forbid modify on derivative")
    tuned = work("tuned", by=[("base", "finetune")])
    nodes = [work("base", first), tuned]
    assert broken(("tuned", "finetune"), nodes=nodes, outbound=None) == ["1"]
    assert broken((first, "finetune"), outbound=None) == []


def test_making_counts_even_when_the_result_is_independent():
    first = lic("L", OPEN, "forbid train")
    assert broken((first, "trained_on")) == ["1"]


def test_nothing_is_asked_of_what_is_independent_already():
    first = lic("L", OPEN, "forbid modify")
    student = work("student", by=[("teacher", "distill")])
    assert broken(("student", "finetune"), nodes=[work("teacher", first), student]) == []


@pytest.mark.parametrize(
    ("publish", "act"), [("share", "distribute"), ("sell", "sell"), ("service", "host")]
)
def test_every_act_of_the_publication_must_be_allowed(publish, act):
    no_way = lic("L", OPEN, f"forbid {act}")
    assert broken((no_way, "finetune"), publish=publish, outbound=None) == ["1"]
    assert broken((no_way, "finetune"), publish="internal", outbound=None) == []


def test_outputs_are_published_too():
    first = lic("L", OPEN, "forbid distribute on output", head="counts generated_by as output")
    assert broken((first, "generated_by"), outbound=None, type="dataset") == ["1"]
    assert broken((first, "generated_by"), outbound=None, type="dataset", publish="service") == []


def test_selling_is_commercial():
    first = lic("L", OPEN + " unless commercial")
    assert broken((first, "finetune"), outbound=None) == []
    assert broken((first, "finetune"), outbound=None, publish="sell") == ["1"]


def test_facts_left_open_are_chosen_and_stated_ones_are_not():
    first = lic("L", OPEN + " if actor in { research-body }")
    assert broken((first, "finetune"), outbound=None) == []
    assert broken((first, "finetune"), outbound=None, facts={"actor": "company"}) == ["1"]


def test_stated_numbers_are_judged_at_the_threshold():
    first = lic("L", OPEN, "forbid use, reproduce, modify if monthly_active_users > 700")
    at, over = {"monthly_active_users": 700}, {"monthly_active_users": 701}
    assert broken((first, "finetune"), outbound=None, facts=at) == []
    assert broken((first, "finetune"), outbound=None, facts=over) == ["1"]


def test_one_scenario_must_do_for_all_ancestors():
    for_money = lic("A", OPEN + " if commercial")
    for_none = lic("B", OPEN + " unless commercial")
    found = judged(case((for_money, "merge"), (for_none, "merge"), outbound=None))
    assert found.breaches == {Breach("1", "")}


# Rule 2


def test_the_outbound_licence_may_not_grant_what_an_ancestor_withholds():
    assert broken((lic("L", OPEN, NO_MILITARY), "finetune")) == ["2"]
    assert broken((lic("L", OPEN, NO_MILITARY), "finetune"), outbound=None) == []


def test_it_may_grant_the_same_or_less():
    first = lic("L", OPEN, NO_MILITARY)
    assert broken((first, "finetune"), outbound=first) == []
    stricter = lic("K", OPEN, "forbid use if field in { military, hate }")
    assert broken((first, "finetune"), outbound=stricter) == []


def test_recipients_get_what_all_outbound_licences_permit():
    first = lic("L", OPEN, NO_MILITARY)
    assert broken((first, "finetune"), outbound={FREE, first}) == []


def test_thresholds_are_compared_to_the_unit():
    first = lic("L", OPEN, "forbid use if monthly_active_users > 700")
    same = lic("K", OPEN, "forbid use if monthly_active_users >= 701")
    wider = lic("K", OPEN, "forbid use if monthly_active_users > 701")
    assert broken((first, "finetune"), outbound=same) == []
    assert broken((first, "finetune"), outbound=wider) == ["2"]


def test_adaptations_of_the_work_are_compared_too():
    first = lic("L", OPEN, "forbid host on derivative")
    assert broken((first, "copy"), type="software") == ["2"]
    fixed = lic("K", OPEN, "forbid host on derivative")
    assert broken((first, "copy"), outbound=fixed, type="software") == []


def test_outputs_of_a_model_are_compared_too():
    head = "counts generated_by as output"
    first = lic("L", OPEN, "forbid improve-other-models on output", head=head)
    assert broken((first, "finetune")) == ["2"]
    assert broken((first, "incorporate"), type="software") == []


def test_sublicensing_is_not_compared():
    assert broken((FREE, "finetune"), outbound=lic("K", OPEN, "permit sublicense, relicense")) == []


def test_nothing_is_offered_to_anybody_when_the_work_stays_inside():
    first = lic("L", OPEN, NO_MILITARY, "require license in { self } when distribute")
    assert broken((first, "finetune"), publish="internal") == []
    assert broken((first, "finetune")) == ["2", "4"]


# Rule 3


def test_freedom_keeps_the_outbound_licence_from_restricting():
    first = lic("L", OPEN, KEEPS_FREE)
    narrow = lic("K", OPEN, NO_MILITARY)
    found = judged(case((first, "finetune"), outbound=narrow)).breaches
    assert found == {Breach("3a", "L")}
    assert broken((lic("M", OPEN), "finetune"), outbound=narrow) == []


def test_freedom_speaks_of_its_subjects():
    first = lic("L", OPEN, KEEPS_FREE + " on work")
    assert broken((first, "finetune"), outbound=lic("K", OPEN, NO_MILITARY)) == []


def test_freedom_keeps_other_ancestors_from_restricting():
    first, other = lic("A", OPEN, KEEPS_FREE), lic("B", OPEN, NO_MILITARY)
    found = judged(case((first, "merge"), (other, "merge"), outbound=None)).breaches
    assert found == {Breach("3b", "A", "B")}


def test_freedom_refuses_kinds_of_term_of_the_outbound_licence():
    outbound = lic("K", OPEN, "term choice-of-law")
    found = judged(case((lic("L", OPEN, KEEPS_FREE), "finetune"), outbound=outbound)).breaches
    assert found == {Breach("3c", "L", "K")}


@pytest.mark.parametrize(
    "tolerant",
    [
        (OPEN, KEEPS_FREE + " except { choice-of-law }"),
        (OPEN, KEEPS_FREE, "term choice-of-law"),  # what it imposes itself
        (OPEN, KEEPS_FREE, "term choice-of-law on output"),
    ],
)
def test_kinds_that_are_excepted_or_its_own_are_tolerated(tolerant):
    outbound = lic("K", OPEN, "term choice-of-law")
    assert broken((lic("L", *tolerant), "finetune"), outbound=outbound) == []


def test_share_alike_of_the_outbound_licence_is_a_kind():
    outbound = lic("K", OPEN, "require license in { self } when distribute")
    assert broken((lic("L", OPEN, KEEPS_FREE), "finetune"), outbound=outbound) == ["3c"]


def test_freedom_refuses_kinds_of_term_of_other_ancestors():
    first, other = lic("A", OPEN, KEEPS_FREE), lic("B", OPEN, "term venue")
    found = judged(case((first, "merge"), (other, "merge"), outbound=first)).breaches
    assert found == {Breach("3d", "A", "B"), Breach("3e", "A", "B")}


def test_a_kind_matters_only_where_it_is_in_force():
    first = lic("A", OPEN, KEEPS_FREE)
    other = lic("B", OPEN, "term venue on work")
    assert broken((first, "merge"), (other, "merge"), outbound=first) == []


def test_conditions_of_terms_are_judged_for_the_publisher():
    first = lic("A", OPEN, KEEPS_FREE)
    other = lic("B", OPEN, "require register when use if commercial")
    parts = (first, "merge"), (other, "merge")
    assert broken(*parts, outbound=first) == ["3d", "3e"]
    assert broken(*parts, outbound=first, facts={"commercial": False}) == []


def test_freedom_refuses_a_share_alike_that_names_no_outbound_licence():
    first = lic("A", OPEN, KEEPS_FREE)
    other = lic("B", OPEN, "require license in { self } when host on derivative")
    parts = (first, "merge"), (other, "merge")
    assert broken(*parts, outbound=first) == ["3d", "3e"]
    assert broken(*parts, outbound=None) == []


def test_a_share_alike_of_verbatim_copies_says_nothing_of_what_was_adapted():
    first = lic("A", OPEN, KEEPS_FREE)
    other = lic("B", OPEN, "require license in { self } when host on work")
    assert broken((first, "merge"), (other, "merge"), outbound=first) == []
    assert broken((first, "merge"), (other, "copy"), outbound=first) == ["3d", "3e"]


def test_a_share_alike_of_adaptations_speaks_of_what_can_still_be_adapted():
    first = lic("A", OPEN, KEEPS_FREE, head="counts combine, merge as derivative")
    other = lic("B", OPEN, "require license in { self } when host on derivative")
    assert broken((first, "merge"), (other, "copy"), outbound=first) == ["3d", "3e"]
    assert broken((first, "merge"), (other, "combine"), outbound=first) == ["3d", "3e"]
    assert broken((first, "merge"), (other, "generated_by"), outbound=first) == []


def test_freedom_may_tolerate_share_alike():
    first = lic("A", OPEN, KEEPS_FREE + " except { share-alike }")
    other = lic("B", OPEN, "require license in { self } when distribute on work")
    assert broken((first, "merge"), (other, "merge"), outbound=first) == []


def test_freedom_of_the_outbound_licence_binds_the_ancestors():
    outbound = lic("K", OPEN, KEEPS_FREE)
    assert judged(case((lic("L", OPEN, "term venue"), "finetune"), outbound=outbound)).breaches == {
        Breach("3e", "K", "L")
    }


def test_freedom_does_not_reach_what_stays_separable():
    first, other = lic("A", OPEN, KEEPS_FREE), lic("B", OPEN, "term venue")
    assert broken((first, "incorporate"), (other, "combine"), outbound=None) == []
    assert broken((first, "combine"), (other, "incorporate"), outbound=None) == ["3d"]


def test_freedom_reaches_the_separable_where_combining_makes_a_derivative():
    first = lic("A", OPEN, KEEPS_FREE, head="counts combine as derivative")
    other = lic("B", OPEN, "term venue")
    assert broken((first, "incorporate"), (other, "combine"), outbound=None) == ["3d"]


# Rule 4


def test_share_alike_names_an_outbound_licence():
    first = lic("L", OPEN, 'require license in { self, "K" } when distribute')
    assert broken((first, "finetune"), outbound=first) == []
    assert broken((first, "finetune"), outbound=lic("K", OPEN)) == []
    assert broken((first, "finetune")) == ["4"]
    assert broken((first, "finetune"), outbound={FREE, lic("K", OPEN)}) == []


def test_share_alike_binds_for_its_acts_and_those_below():
    first = lic("L", OPEN, "require license in { self } when distribute")
    assert broken((first, "finetune"), publish="sell") == ["4"]
    assert broken((first, "finetune"), publish="service") == []


def test_share_alike_binds_on_its_subjects():
    first = lic("L", OPEN, "require license in { self } when distribute on work, derivative")
    assert broken((first, "finetune")) == ["4"]
    assert broken((first, "combine")) == []


# Rule 5


def test_flow_down_wants_the_prohibitions_of_the_cited_clauses():
    lifted = f'{OPEN} notwithstanding "2"'
    first = lic("L", OPEN, NO_MILITARY, lifted, 'require flow-down "2" when distribute')
    assert broken((first, "finetune")) == ["5"]
    assert broken((first, "finetune"), outbound=lic("K", OPEN, NO_MILITARY)) == []


def test_flow_down_wants_nothing_of_other_clauses():
    lifted = f'{OPEN} notwithstanding "2"'
    first = lic("L", OPEN, NO_MILITARY, lifted, 'require flow-down "1" when distribute')
    assert broken((first, "finetune")) == []


# Discharge


@pytest.mark.parametrize(
    "power",
    [
        'permit relicense to { "Free" }',
        'require license in { self, "Free" } when distribute',
    ],
)
def test_a_licence_that_lets_another_take_its_place_is_discharged(power):
    first = lic("L", OPEN, NO_MILITARY, KEEPS_FREE, power)
    other = lic("B", OPEN, "term venue")
    assert broken((first, "merge"), (other, "merge")) == []
    assert broken((first, "merge"), (other, "merge"), outbound=lic("K", OPEN)) != []


def test_a_discharged_licence_must_still_allow_making_and_publishing():
    first = lic("L", "permit use", 'permit relicense to { "Free" }')
    assert broken((first, "finetune")) == ["1"]


def test_the_licence_itself_discharges_nothing():
    first = lic("L", OPEN, "forbid host on derivative", 'permit relicense to { "L" }')
    open_work = lic("L", OPEN, "forbid host on derivative", 'permit relicense to { "L" }')
    assert broken((first, "finetune"), outbound=open_work) == ["2"]


def test_a_relicensing_counts_when_its_condition_must_hold():
    first = lic("L", OPEN, NO_MILITARY, 'permit relicense to { "Free" } unless commercial')
    assert broken((first, "finetune")) == ["2"]
    assert broken((first, "finetune"), facts={"commercial": False}) == []


def test_a_relicensing_counts_on_its_subjects():
    first = lic("L", OPEN, NO_MILITARY, 'permit relicense to { "Free" } on larger-work')
    assert broken((first, "finetune")) == ["2"]
    assert broken((first, "combine")) == []


def test_who_takes_the_place_of_another_keeps_free_what_it_keeps_free():
    kept = lic("Kept", OPEN, KEEPS_FREE)
    first = lic("L", OPEN, NO_MILITARY, 'permit relicense to { "Kept" }')
    assert broken((first, "finetune"), outbound=kept) == []
    assert broken((first, "finetune"), outbound={kept, lic("K", OPEN, "forbid sell")}) == ["3a"]
    assert broken((first, "finetune"), outbound={kept, lic("K", OPEN, "term venue")}) == ["3c"]


def test_what_a_licence_keeps_free_is_kept_on_adaptations_too():
    first = lic("L", OPEN, KEEPS_FREE, "forbid sell on work")
    assert broken((first, "copy"), outbound=lic("K", OPEN, "forbid sell")) == ["3a"]
    assert broken((first, "copy"), outbound=lic("K", OPEN, "forbid sell on work")) == []


# Rule 6

EXCLUSIVE = "forbid improve-other-models unless target in family cod"
COD = lic("Cod", OPEN, EXCLUSIVE, family="cod")
COD_2 = lic("Cod-2", OPEN, EXCLUSIVE, family="cod")
PIKE = lic("Pike", OPEN, family="pike")


def test_a_model_may_not_improve_another_family():
    found = judged(case((COD, "merge"), (PIKE, "merge"), outbound=None)).breaches
    assert found == {Breach("6", "Cod")}


def test_a_model_may_improve_its_own_family():
    assert broken((COD, "merge"), (COD_2, "merge"), outbound=None) == []


def test_exclusivity_holds_for_what_stays_inside_too():
    assert broken((COD, "merge"), (PIKE, "merge"), publish="internal") == ["6"]


def test_exclusivity_does_not_look_into_larger_works_or_at_software():
    assert broken((COD, "combine"), (PIKE, "merge"), outbound=None) == []
    parts = (work("u", COD, type="software"), work("v", PIKE, type="software"))
    edges = [(part, "incorporate") for part in parts]
    assert broken(*edges, outbound=None, type="software") == []


def test_the_base_is_at_the_root_of_the_line():
    tuned = work("tuned", PIKE, by=[("base", "finetune")])
    nodes = [work("base", COD), tuned]
    made = case(("tuned", "quantized"), nodes=nodes)
    assert bases(made.lineage, "d") == {"base"}
    assert broken(("tuned", "quantized"), nodes=nodes, outbound=None) == []


def test_a_model_made_from_no_other_is_its_own_base_of_no_family():
    head = "counts generated_by as output counts trained_on from output as extracted"
    limits = "forbid improve-other-models on output, extracted unless target in family cod"
    teacher = work("teacher", lic("Cod-3", OPEN, limits, head=head, family="cod"))
    data = work("data", FREE, type="dataset", by=[("teacher", "generated_by")])
    assert broken(("data", "trained_on"), nodes=[teacher, data], outbound=None) == ["6"]


def test_an_undeclared_base_may_be_of_any_family():
    found = judged(case((COD, "merge"), (work("u9"), "merge"), outbound=COD))
    assert (found.status, found.breaches) == (Status.UNKNOWN, frozenset())
    assert judged(case((PIKE, "merge"), (COD, "distill"), (work("u9"), "merge"))).breaches


def test_a_base_under_two_licences_is_of_both_families():
    both = work("both", COD, PIKE)
    assert broken((COD, "merge"), (both, "merge"), outbound=None) == []
    only_pike = "forbid improve-other-models unless target in family pike"
    teacher = lic("Pike-2", OPEN, only_pike, family="pike", head="counts distill as derivative")
    assert broken((teacher, "distill"), (both, "merge"), outbound=None) == []
    assert "6" in broken((teacher, "distill"), (COD, "merge"), outbound=None)


def test_making_and_improving_happen_in_one_scenario():
    alone = lic("Cod", OPEN, "forbid improve-other-models unless commercial", family="cod")
    other = lic("Pike", OPEN + " unless commercial", family="pike")
    found = judged(case((alone, "merge"), (other, "merge"), outbound=None)).breaches
    assert found == {Breach("6", "")}


# Rule 7

PREFIX = 'require name-prefix "{}" when distribute'


def test_a_name_cannot_begin_with_two_prefixes():
    one, two = lic("A", OPEN, PREFIX.format("Cod")), lic("B", OPEN, PREFIX.format("Pike"))
    parts = (one, "merge"), (two, "merge")
    assert judged(case(*parts, outbound=None)).breaches == {Breach("7", "A", "B")}
    assert broken(*parts, publish="internal") == []


def test_one_prefix_may_begin_the_other():
    one, two = lic("A", OPEN, PREFIX.format("Cod")), lic("B", OPEN, PREFIX.format("Cod-2"))
    assert broken((one, "merge"), (two, "merge"), outbound=None) == []


def test_other_duties_never_clash():
    loud = lic("L", OPEN, "require display-text, retain-notices, rename when distribute")
    assert broken((loud, "merge"), (lic("M", OPEN, PREFIX.format("Pike")), "merge")) == []
