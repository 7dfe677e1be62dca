"""Mutants of expressions and choices: `OR`, `AND`, `WITH`, versions, groups, names, the bound."""

from dataclasses import replace

from licenselogic.base.codes import Status
from licenselogic.decision import answer, engine, settling, signature
from licenselogic.decision.expressions import Expressions
from licenselogic.library import expressions, spelling, terms
from licenselogic.library.index import Index
from mutants import change, mutant, returns

BOTH = ("reference", "laws/test_agreement.py")
NAMES = ("library", "reference")


def parsed(alternatives):
    """A change of `parse_expression`: `alternatives` of what it finds."""

    def changed(original):
        def parse(text, library):
            found = original(text, library)
            return replace(found, alternatives=tuple(alternatives(found.alternatives)))

        return parse

    return changed


@mutant(*NAMES)
def of_alternatives_only_the_first_is_read():
    change(expressions, "parse_expression", parsed(lambda found: found[:1]))


@mutant(*NAMES)
def a_choice_binds_to_all_of_it():
    def joined(found):
        yield tuple(dict.fromkeys(term for terms in found for term in terms))

    change(expressions, "parse_expression", parsed(joined))


@mutant(*NAMES)
def of_licences_joined_by_and_one_binds():
    change(expressions, "parse_expression", parsed(lambda found: (terms[:1] for terms in found)))


@mutant(*NAMES)
def an_exception_changes_nothing():
    def changed(_):
        return lambda license, exception, library: terms.read_name(license, library).alternatives[
            0
        ][0]

    change(terms, "with_exception", changed)


@mutant(*NAMES)
def no_version_is_later():
    change(Index, "later", returns(frozenset()))


@mutant(*NAMES)
def an_unknown_name_is_its_nearest():
    def changed(original):
        def find(self, name):
            near = [] if original(self, name) else self.suggest(name, 1)
            return original(self, near[0]) if near else original(self, name)

        return find

    change(Index, "find", changed)


@mutant(*NAMES)
def names_are_known_in_one_spelling():
    change(spelling, "fold", lambda _: lambda name: name)


# Groups


@mutant(*BOTH)
def a_group_means_its_first_member():
    change(Expressions, "licenses", lambda original: lambda self, term: original(self, term)[:1])


def told(why, status):
    """A change of `answer`: what is open for the reason `why` is `status`."""

    def changed(original):
        def settled(*rest):
            found = original(*rest)
            return replace(found, status=status, open=frozenset()) if why in found.open else found

        return settled

    return changed


@mutant(*BOTH)
def some_reading_that_works_is_enough():
    change(answer, "answer", told("readings", Status.COMPATIBLE))


@mutant(*BOTH)
def some_reading_that_does_not_work_is_enough():
    change(answer, "answer", told("readings", Status.INCOMPATIBLE))


@mutant(*BOTH)
def what_is_unknown_is_compatible():
    change(answer, "answer", told("unknown", Status.COMPATIBLE))


@mutant(*BOTH)
def without_an_outbound_licence_all_is_well():
    change(answer, "answer", told("outbound", Status.COMPATIBLE))


@mutant("decision", "verdict")
def choices_beyond_the_bound_are_compatible():
    change(answer, "answer", told("many", Status.COMPATIBLE))


@mutant("decision", "verdict")
def choices_beyond_the_bound_are_incompatible():
    change(answer, "answer", told("many", Status.INCOMPATIBLE))


@mutant("decision", "verdict")
def choices_have_no_bound():
    change(settling, "MAX_QUESTIONS", returns_value(1 << 30))
    change(settling, "MAX_COMBINATIONS", returns_value(1 << 30))


def returns_value(value):
    return lambda _: value


@mutant("laws/test_budget.py::test_a_budget_of_one_step_is_spent_by_whatever_asks_the_solver")
def a_spent_budget_shows_that_nothing_is_wrong():
    def changed(original):
        def decision(*found, **more):
            return original(*found, **{**more, "spent": False})

        return decision

    change(engine, "Decision", changed)


# Outbound


@mutant(*BOTH)
def recipients_get_the_first_outbound_alternative():
    def changed(original):
        def first(fold, name, outbound, *rest):
            text = outbound.partition(" OR ")[0].strip("()") if outbound else outbound
            return original(fold, name, text, *rest)

        return first

    change(signature, "signature", changed)


@mutant(*BOTH)
def facts_of_the_publisher_are_forgotten():
    def changed(original):
        return lambda *rest, **more: replace(original(*rest, **more), facts=())

    change(signature, "signature", changed)


@mutant(*BOTH)
def a_service_is_a_copy():
    def changed(original):
        def shared(*rest, **more):
            found = original(*rest, **more)
            return replace(found, publish="share") if found.publish == "service" else found

        return shared

    change(signature, "signature", changed)
