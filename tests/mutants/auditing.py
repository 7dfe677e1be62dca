"""Mutants of audits: which works are alike for their owners, and when a result is told again."""

from dataclasses import replace

from licenselogic.audit import whole
from licenselogic.audit.linking import NAMELESS
from licenselogic.audit.owned import Owned
from mutants import change, mutant, returns

ALIKE = ("audit/test_exactness.py",)
KEPT = ("audit/test_kept.py",)


# What owners see ----------------------------------------------------------------------------------


@mutant(*ALIKE)
def all_owners_see_the_same():
    change(Owned, "line", returns(0))


def tells(changed):
    """A change of `Owned.told`: `changed` of what it tells."""

    def told(original):
        def tell(self, p, party):
            found = original(self, p, party)
            return None if found is None else changed(found)

        return tell

    return told


@mutant(*ALIKE)
def the_licence_of_an_own_work_does_not_matter():
    change(Owned, "told", tells(lambda found: (*found[:2], "", *found[3:])))


@mutant(*ALIKE)
def what_is_above_an_own_work_does_not_matter():
    blind = tells(lambda found: (*found[:3], 0 if found[1] == "own" else found[3]))
    change(Owned, "told", blind)


@mutant(*ALIKE)
def the_state_of_what_a_stranger_made_does_not_matter():
    blind = tells(lambda found: (*found[:3], 0 if found[1] == "state" else found[3]))
    change(Owned, "told", blind)


@mutant(*ALIKE)
def an_own_work_is_as_that_of_a_stranger():
    change(Owned, "told", tells(lambda found: (found[0], "", *found[2:])))


@mutant(*ALIKE)
def datasets_and_models_are_alike_for_their_owner():
    change(Owned, "told", tells(lambda found: ("", *found[1:])))


@mutant(*ALIKE)
def how_an_owner_made_a_work_does_not_matter():
    change(Owned, "above", lambda original: lambda *asked: _edges(original(*asked)))


def _edges(above):
    return tuple((p, "finetune") for p, _ in above)


@mutant(*ALIKE)
def of_several_works_above_an_owner_sees_the_first():
    change(Owned, "above", lambda original: lambda *asked: original(*asked)[:1])


@mutant(*ALIKE)
def a_work_that_somebody_else_made_in_between_hides_nothing():
    def told(self, p, party):
        node = self.hub.nodes[p]
        type = self.fold.types[node.name]
        if node.kind == NAMELESS:
            return type, "unnamed", "", 0
        if self.is_own(p, party):
            above = self._lines[p]
            return None if above is None else (type, "own", repr(node.license), above)
        return type, "state", "", self.states[p].alone

    change(Owned, "told", lambda _: told)


@mutant(*ALIKE)
def what_leaves_a_choice_is_as_any_other_state():
    def told(original):
        def tell(self, p, party):
            states = self.states
            if p in states:
                self.states = {**states, p: replace(states[p], picky=False)}
            try:
                return original(self, p, party)
            finally:
                self.states = states

        return tell

    change(Owned, "told", told)


@mutant(*ALIKE)
def merged_models_are_as_one():
    def seen(self, n, party):
        told = []
        for p, how in self.above(n):
            one = self.told(p, party)
            if one is None:
                return None
            told.append((how, *one))
        return self._numbers.setdefault(tuple(sorted(told)), len(self._numbers))

    change(Owned, "seen", lambda _: seen)


# A result told again ------------------------------------------------------------------------------


def key(changed):
    """A change of `key_of`: what it is given is `changed`."""
    return lambda original: lambda *asked: original(*changed(*asked))


@mutant(*KEPT)
def a_result_holds_for_any_tables():
    fixed = key(lambda tables, name, asked: ((), name, asked))
    change(whole, "key_of", fixed)


@mutant(*KEPT)
def a_result_holds_for_any_datasets():
    change(whole, "key_of", key(lambda tables, name, asked: (tables[:1], name, asked)))


@mutant(*KEPT)
def a_result_holds_for_any_code_and_readings():
    change(whole, "key_of", key(lambda tables, name, asked: (tables, "", asked)))


@mutant(*KEPT)
def a_result_holds_whatever_is_asked_for():
    change(whole, "key_of", key(lambda tables, name, asked: (tables, name, ())))


@mutant(*KEPT)
def a_result_is_told_whatever_its_key():
    def changed(original):
        return lambda key, *rest: original("any", *rest)

    change(whole, "recall", changed)
    change(whole, "remember", changed)


@mutant(*KEPT)
def what_was_known_elsewhere_is_not_asked_again():
    def find(self, name, type):
        return self.asked.find(name, type)

    change(whole.Remembering, "find", lambda _: find)


@mutant(*KEPT)
def a_result_is_never_told_again():
    change(whole, "recall", returns(None))
