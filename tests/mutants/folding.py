"""Mutants of the fold: counts-as rules, separability, owners, bases."""

from dataclasses import replace

from licenselogic.decision import counts_as
from licenselogic.decision.counts_as import Made, Standing, Standings, Transitions
from licenselogic.decision.expressions import Expressions
from licenselogic.decision.fold import Arrival, Fold
from licenselogic.norms.assumptions import always
from licenselogic.norms.vocabulary import vocabulary
from mutants import change, mutant, returns

BOTH = ("reference", "laws/test_agreement.py")


@mutant(*BOTH)
def nothing_is_separable():
    change(counts_as, "is_separable", returns(False))


@mutant(*BOTH)
def everything_is_separable():
    change(counts_as, "is_separable", returns(True))


@mutant(*BOTH)
def separability_is_forgotten_at_the_next_step():
    """Of a path, only the last step counts."""

    def last(original):
        def step(self, license, reach, relation, material):
            bare = ((_whole(what), mask) for what, mask in reach)
            return original(self, license, tuple(dict(bare).items()), relation, material)

        return step

    change(Transitions, "step", last)


def _whole(what):
    return Standing(what.status, False) if isinstance(what, Standing) else what


@mutant(*BOTH)
def readings_along_a_path_are_ignored():
    def at(self, reach, _):
        held = [what for what, _ in reach]
        return Standings(
            frozenset(w for w in held if isinstance(w, Standing)),
            frozenset(w for w in held if isinstance(w, Made)),
        )

    change(Transitions, "at", lambda _: at)


@mutant(*BOTH)
def of_two_paths_one_is_forgotten():
    change(Transitions, "union", lambda _: lambda self, one, other: one or other)


def with_rules(rules):
    """A change of `step`: it reads the counts-as rules of a licence after `rules`."""

    def changed(original):
        def step(license, *rest):
            return original(replace(license, counts=tuple(rules(license.counts))), *rest)

        return step

    return changed


@mutant(*BOTH)
def the_last_rule_that_matches_decides():
    change(counts_as, "step", with_rules(reversed))


@mutant(*BOTH)
def rules_match_works_of_any_type():
    change(
        counts_as, "step", with_rules(lambda rules: (replace(r, types=frozenset()) for r in rules))
    )


@mutant(*BOTH)
def rules_match_any_status():
    every = frozenset(vocabulary().statuses)
    change(counts_as, "step", with_rules(lambda rules: (replace(r, sources=every) for r in rules)))


@mutant(*BOTH)
def without_a_rule_a_work_is_independent():
    def changed(original):
        def step(license, *rest):
            found = dict(original(license, *rest))
            plain = original(replace(license, counts=()), *rest)
            named = {rule.result for rule in license.counts}
            if plain.keys() == {"derivative"} and "derivative" not in named:
                found["independent"] = found.pop("derivative", 0)
            return found

        return step

    change(counts_as, "step", changed)


@mutant(*BOTH)
def every_licence_holds_every_type_of_work():
    start = ((Standing("work", False), always()),)
    change(Transitions, "start", returns(start))


@mutant(*BOTH)
def acts_on_the_way_are_forgotten():
    def changed(original):
        def step(*rest):
            return tuple(
                (what, mask) for what, mask in original(*rest) if isinstance(what, Standing)
            )

        return step

    change(Transitions, "step", changed)


@mutant(*BOTH)
def acts_on_the_way_were_done_to_the_work_itself():
    def changed(original):
        def step(*rest):
            found = {}
            for what, mask in original(*rest):
                what = Made(what.act, "work") if isinstance(what, Made) else what
                found[what] = found.get(what, 0) | mask
            return tuple(found.items())

        return step

    change(Transitions, "step", changed)


# Owners


@mutant(*BOTH)
def a_publisher_is_bound_by_licences_of_its_own():
    change(Fold, "owners", returns(frozenset()))


@mutant(*BOTH)
def what_the_publisher_owns_passes_nothing_on():
    def changed(original):
        def passed(self, name, owners=frozenset()):
            if self.lineage.works[name].owner in owners:
                return Arrival({}, frozenset())
            return original(self, name, owners)

        return passed

    change(Fold, "passed", changed)


@mutant(*BOTH)
def a_licence_that_nobody_is_known_to_have_given_binds_nobody():
    def changed(original):
        def passed(self, name, owners=frozenset()):
            unowned = self.lineage.works[name].owner is None
            return self.arrival(name, owners) if unowned else original(self, name, owners)

        return passed

    change(Fold, "passed", changed)


@mutant(*BOTH)
def what_was_built_upon_hides_the_licence_of_the_work():
    def changed(original):
        def passed(self, name, owners=frozenset()):
            arrival = self.arrival(name, owners)
            return arrival if arrival.reached else original(self, name, owners)

        return passed

    change(Fold, "passed", changed)


@mutant(*BOTH)
def what_is_not_known_of_a_licence_is_no_matter():
    change(Expressions, "unknown", returns(frozenset()))


# Bases


@mutant(*BOTH)
def no_model_has_a_base():
    change(Fold, "bases", returns(frozenset()))


@mutant(*BOTH)
def the_base_is_what_was_built_upon_last():
    def changed(original):
        def bases(self, name):
            works, relations = self.lineage.works, vocabulary().relations
            above = [e.work for e in self.lineage.upstream[name] if relations[e.by].base]
            found = (w for w in above if works[w].type == "model")
            last = frozenset(self.expressions.base(works[w].license) for w in found)
            return last or original(self, name)

        return bases

    change(Fold, "bases", changed)


@mutant(*BOTH)
def a_base_under_two_licences_has_one_family():
    change(Expressions, "families", lambda original: lambda licenses: original(licenses)[:1])


@mutant(*BOTH)
def no_base_is_of_any_family():
    change(Expressions, "families", returns(("other",)))
