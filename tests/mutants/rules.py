"""Mutants of the rules: each rule, discharge, reach, kinds of term, what is asked of whom."""

from licenselogic.decision import rules as rules_module
from licenselogic.decision.making import Making
from licenselogic.decision.question import ON_THE_WAY, Question, Rule
from licenselogic.decision.rules import Depth, Rules
from licenselogic.decision.setting import Setting
from licenselogic.norms.deontic import MATERIAL
from mutants import change, mutant, nothing, returns

LAWS = "laws/test_agreement.py"
BOTH = ("reference", LAWS)


@mutant(*BOTH)
def share_alike_is_forgotten():
    change(Rules, "share_alike", nothing)


@mutant(*BOTH)
def flow_down_is_forgotten():
    change(Rules, "flow_down", nothing)


@mutant(*BOTH)
def over_grant_is_forgotten():
    change(Rules, "over_grant", nothing)


@mutant(*BOTH)
def over_restriction_is_forgotten():
    change(Rules, "over_restriction", nothing)


@mutant(*BOTH)
def clashes_of_ancestors_are_forgotten():
    change(Rules, "clashes", nothing)


@mutant(*BOTH)
def the_outbound_licence_keeps_nothing_free():
    change(Rules, "outbound_freedom", nothing)


@mutant(*BOTH)
def duties_never_conflict():
    change(Rules, "conflicting_duties", nothing)


@mutant(LAWS)
def a_search_for_one_violation_skips_a_rule():
    def changed(original):
        def over_grant(self, item):
            return iter(()) if self.depth is Depth.STATUS else original(self, item)

        return over_grant

    change(Rules, "over_grant", changed)


@mutant(*BOTH)
def conditions_of_norms_never_hold():
    change(Setting, "may_hold", returns(False))


@mutant(*BOTH)
def conditions_of_norms_always_hold():
    change(Setting, "may_hold", returns(True))


@mutant(*BOTH)
def every_act_is_published():
    change(Setting, "published", returns(True))


# Discharge


@mutant(*BOTH)
def nothing_is_discharged():
    change(Setting, "heirs", returns([]))


@mutant(*BOTH)
def what_is_discharged_still_binds():
    change(Setting, "bound", lambda _: lambda self: list(self.items))


@mutant(*BOTH)
def who_takes_the_place_of_another_keeps_nothing_free():
    def changed(original):
        def over_restriction(self, item):
            return iter(()) if item.taken else original(self, item)

        return over_restriction

    change(Rules, "over_restriction", changed)


@mutant(*BOTH)
def a_relicensing_counts_where_its_condition_may_hold():
    change(Setting, "must_hold", lambda _: lambda self, norm: self.may_hold(norm))


# What is compared


@mutant(*BOTH)
def outputs_are_not_compared():
    change(Setting, "things", lambda original: lambda self: original(self)[:2])


@mutant(*BOTH)
def adaptations_are_not_compared():
    def changed(original):
        def becomes(self, under, thing):
            return under if thing == "adaptation" else original(self, under, thing)

        return becomes

    change(Setting, "becomes", changed)


@mutant(*BOTH)
def recipients_get_what_any_outbound_licence_permits():
    def changed(original):
        def granted(self, thing):
            return tuple(frozenset({under}) for grant in original(self, thing) for under in grant)

        return granted

    change(Rules, "granted", changed)


# Freedom


@mutant(*BOTH)
def freedom_reaches_separable_parts():
    change(Setting, "reaches", returns(True))


@mutant(*BOTH)
def freedom_never_reaches_separable_parts():
    change(
        Setting, "reaches", lambda _: lambda self, license, item: not item.side.standing.separable
    )


@mutant(*BOTH)
def a_licence_does_not_tolerate_its_own_terms():
    change(Rules, "imposed", returns(frozenset()))


@mutant(*BOTH)
def freedom_speaks_of_every_status():
    def freedoms(self, item):
        return iter(item.view.freedoms)

    change(Rules, "freedoms", lambda _: freedoms)


@mutant(*BOTH)
def what_is_kept_free_is_the_work_itself():
    def changed(original):
        return lambda self, item, thing: original(self, item, "itself")

    change(Rules, "kept_free", changed)


@mutant(*BOTH)
def share_alike_of_what_stands_inside_adds_nothing():
    def changed(original):
        def added(self, *rest):
            return (v for v in original(self, *rest) if v.term != "share-alike")

        return added

    change(Rules, "added", changed)


@mutant(*BOTH)
def inside_a_part_stands_the_part_alone():
    change(rules_module, "INSIDE", lambda _: {})


@mutant(LAWS)
def freedom_of_the_outbound_licence_does_not_tolerate_its_own_terms():
    def changed(original):
        def imposed(self, view):
            return frozenset() if view in self.setting.outbound else original(self, view)

        return imposed

    change(Rules, "imposed", changed)


# Making and publishing, exclusivity


def without(forgotten):
    """A change of `asked`: it leaves out the acts that `forgotten` picks."""

    def changed(original):
        return lambda *of: (asked for asked in original(*of) if not forgotten(asked))

    return changed


@mutant(*BOTH)
def making_a_work_takes_no_acts():
    change(Making, "asked", without(lambda asked: asked.item.side.standing == ON_THE_WAY))


@mutant(*BOTH)
def publishing_a_work_takes_no_acts():
    publishing = ("distribute", "sell", "host")
    change(Making, "asked", without(lambda asked: asked.act in publishing))


@mutant(*BOTH)
def outputs_may_be_published_whatever_their_licence_says():
    publishing = ("distribute", "sell", "host")
    change(
        Making,
        "asked",
        without(lambda a: a.act in publishing and a.status not in MATERIAL),
    )


@mutant(*BOTH)
def each_demand_is_met_in_a_scenario_of_its_own():
    change(Making, "together", lambda _: lambda self, _: iter(()))


@mutant(*BOTH)
def other_models_may_always_be_improved():
    change(Making, "asked", without(lambda asked: asked.rule is Rule.EXCLUSIVITY))


def lines(new):
    """A change of which models an act is about, as a licence looks at them."""

    def changed(original):
        return lambda self, license, targets: new(self, license, original(self, license, targets))

    change(Setting, "lines", changed)


@mutant("reference", "laws/test_agreement.py", "library/test_looser_terms.py")
def no_licence_lets_looser_terms_stand():
    change(Setting, "always_allowed", returns(False))


@mutant(*BOTH)
def every_model_is_of_the_licences_own_line():
    lines(lambda self, license, found: [license.family for _ in found])


@mutant(*BOTH)
def no_model_is_of_any_line():
    lines(lambda self, license, found: ["other" for _ in found])


@mutant(*BOTH)
def a_line_in_doubt_is_trusted():
    change(Question, "doubtful", returns(False))


@mutant(*BOTH)
def the_target_of_an_improvement_is_the_publishers_to_choose():
    def changed(original):
        def asked(self, *of):
            for one in original(self, *of):
                fixed = one.rule is not Rule.EXCLUSIVITY
                yield one if fixed else one._replace(facts=self.setting.facts)

        return asked

    change(Making, "asked", changed)
