"""Mutants of the fold: counts-as rules, separability, owners, bases."""

from dataclasses import replace

from licenselogic.decision import counts_as, nature
from licenselogic.decision.counts_as import Made, Standing, Standings, Transitions
from licenselogic.decision.descent import Descent
from licenselogic.decision.expressions import Expressions
from licenselogic.decision.fold import Arrival, Fold
from licenselogic.decision.makers import Makers
from licenselogic.decision.owners import Owners, Standpoint
from licenselogic.library.parties import Parties
from licenselogic.norms.assumptions import always
from licenselogic.norms.vocabulary import vocabulary
from mutants import change, mutant, returns

LAWS = "laws/test_agreement.py"
BOTH = ("reference", LAWS)


@mutant(*BOTH)
def nothing_is_separable():
    change(counts_as, "stays_separable", returns(False))


@mutant(*BOTH)
def everything_is_separable():
    change(counts_as, "stays_separable", returns(True))


@mutant(*BOTH)
def separability_is_forgotten_at_the_next_step():
    change(counts_as, "stays_separable", lambda original: lambda _, by: original(False, by))


@mutant(LAWS)
def separability_never_ends():
    change(counts_as, "stays_separable", lambda original: lambda old, by: old or original(old, by))


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


def done(new):
    """A change of what is done over an edge."""

    def changed(original):
        def acts(*rest):
            return tuple({new(made): mask for made, mask in original(*rest)}.items())

        return acts

    change(Transitions, "done", changed)


@mutant(*BOTH)
def acts_on_the_way_were_done_to_the_work_itself():
    done(lambda made: made._replace(status="work"))


@mutant(*BOTH)
def all_acts_are_the_publishers():
    done(lambda made: made._replace(own=True))


@mutant(*BOTH)
def no_act_on_the_way_is_the_publishers():
    done(lambda made: made._replace(own=False))


@mutant(*BOTH)
def what_other_makers_state_is_forgotten():
    done(lambda made: made._replace(facts=()))


@mutant(*BOTH)
def what_is_lost_is_held_against_the_publisher():
    done(lambda made: made._replace(now=""))


# Owners


@mutant(*BOTH)
def a_publisher_is_bound_by_licences_of_its_own():
    change(Owners, "standpoint", returns(Standpoint()))


@mutant(*BOTH)
def a_maker_is_bound_by_licences_of_its_own():
    change(Makers, "maker", lambda _: lambda self, name, here: here)


def situated(changed):
    """A change of the situations of works: `changed` tells which parts of each stay."""

    def situation(original):
        def found(self, name, here):
            parts = original(self, name, here)
            return None if parts is None else changed(parts)

        return found

    change(Fold, "situation", situation)


@mutant(*BOTH)
def works_are_alike_whatever_their_makers_state():
    situated(lambda parts: parts[:4])


@mutant(*BOTH)
def works_are_alike_whoever_looks_at_them():
    situated(lambda parts: (*parts[:3], *parts[4:]))


@mutant(*BOTH)
def works_are_alike_whatever_they_were_made_from():
    situated(lambda parts: parts[1:])


@mutant(*BOTH)
def works_are_alike_whatever_they_descend_from():
    situated(lambda parts: (tuple(way[:3] for way in parts[0]), *parts[1:]))


@mutant(*BOTH)
def nobody_replaces_licences_of_its_own():
    change(Owners, "beyond", lambda _: lambda self, name, here: here)


@mutant(*BOTH)
def whoever_relabels_replaces_every_licence():
    change(Owners, "gives", returns(True))


@mutant(*BOTH)
def owners_of_one_licensor_are_strangers():
    change(Parties, "party", lambda _: lambda self, owner: owner)


@mutant(*BOTH)
def what_the_publisher_owns_passes_nothing_on():
    def changed(original):
        def passed(self, name, here, acts=True):
            if self.owners.party(name) in here.lifted:
                return Arrival({}, frozenset())
            return original(self, name, here, acts)

        return passed

    change(Fold, "passed", changed)


@mutant(*BOTH)
def a_licence_that_nobody_is_known_to_have_given_binds_nobody():
    def changed(original):
        def passed(self, name, here, acts=True):
            unowned = self.lineage.works[name].owner is None
            above = self.owners.beyond(name, here)
            return self.arrival(name, above, acts) if unowned else original(self, name, here, acts)

        return passed

    change(Fold, "passed", changed)


@mutant(*BOTH)
def what_was_built_upon_hides_the_licence_of_the_work():
    def changed(original):
        def passed(self, name, here, acts=True):
            arrival = self.arrival(name, self.owners.beyond(name, here), acts)
            return arrival if arrival.reached else original(self, name, here, acts)

        return passed

    change(Fold, "passed", changed)


@mutant(*BOTH)
def what_is_not_known_of_a_licence_is_no_matter():
    change(Expressions, "unknown", returns(frozenset()))


# Bases


@mutant(*BOTH)
def no_model_has_a_base():
    change(Descent, "roots", returns(frozenset()))


@mutant(*BOTH)
def the_base_is_what_was_built_upon_last():
    def changed(original):
        def roots(self, name):
            relations, types = vocabulary().relations, self.types
            above = [e.work for e in self.upstream[name] if relations[e.by].base]
            last = frozenset(work for work in above if types[work] == "model")
            return last or original(self, name)

        return roots

    change(Descent, "roots", changed)


@mutant(*BOTH)
def whoever_labels_a_base_is_believed():
    change(Owners, "is_own", returns(False))


@mutant(*BOTH)
def a_base_under_two_licences_has_one_family():
    change(Expressions, "families", lambda original: lambda licenses: original(licenses)[:1])


# Types


@mutant(*BOTH)
def works_are_what_they_are_called():
    def natures(lineage):
        return {name: work.type for name, work in lineage.works.items()}

    change(nature, "natures", lambda _: natures)


@mutant(*BOTH)
def edges_have_one_sense():
    change(nature, "senses", lambda _: lambda lineage, *_: lineage.upstream)


@mutant(*BOTH)
def every_sense_of_an_edge_is_certain():
    change(Fold, "literal", returns(None))


@mutant(*BOTH)
def no_base_is_of_any_family():
    change(Expressions, "families", returns(("other",)))
