"""Mutants of the meaning as the solver has it: views, encoder, oracle, search, what is kept."""

from dataclasses import replace

from licenselogic.decision import replayed
from licenselogic.decision.engine import Engine
from licenselogic.norms.conditions import Compare
from licenselogic.norms.deontic import ShareAlike
from licenselogic.norms.vocabulary import Taxonomy
from licenselogic.semantics import view as views
from licenselogic.semantics.view import View
from licenselogic.solver import oracle
from licenselogic.solver.encoder import Encoder
from licenselogic.solver.oracle import Memory, Oracle
from licenselogic.solver.overreach import Search
from licenselogic.solver.solver import Solver
from mutants import change, mutant, nothing, returns

LAWS = "laws/test_agreement.py"
BOTH = ("reference", LAWS)


@mutant(*BOTH)
def every_permission_must_apply():
    def permitted(self, view, status):
        return self.every([self.applies(p) for _, p in view.permissions[status]])

    change(Encoder, "permitted", lambda _: permitted)


@mutant(*BOTH)
def what_is_reserved_is_allowed():
    change(Encoder, "permitted", lambda _: lambda self, *_: self.truth(True))


@mutant(*BOTH)
def outputs_need_a_permission():
    def permitted(self, view, status):
        return self.some([self.applies(p) for _, p in view.permissions[status]])

    change(Encoder, "permitted", lambda _: permitted)


@mutant(*BOTH)
def prohibitions_are_ignored():
    change(Encoder, "prohibited", lambda _: lambda self, *_: self.truth(False))


@mutant(*BOTH)
def nothing_is_notwithstanding():
    change(Encoder, "forbids", lambda _: lambda self, view, status, _, norm: self.applies(norm))


@mutant(*BOTH)
def everything_is_notwithstanding():
    def forbids(self, view, status, _, norm):
        lifts = [self.never(self.applies(p)) for _, p in view.permissions[status]]
        return self.every([self.applies(norm), *lifts])

    change(Encoder, "forbids", lambda _: forbids)


def greater_is(other):
    """A change of `condition`: `>` is read as another comparison."""

    def changed(original):
        def condition(self, found):
            if isinstance(found, Compare) and found.op == ">":
                found = Compare(found.fact, other, found.value)
            return original(self, found)

        return condition

    return changed


@mutant(*BOTH)
def a_threshold_is_turned_round():
    change(Encoder, "condition", greater_is("<="))


@mutant(*BOTH)
def a_threshold_is_off_by_one():
    change(Encoder, "condition", greater_is(">="))


@mutant(*BOTH)
def a_word_does_not_cover_its_sub_words():
    def intervals(self, words):
        return tuple(sorted((self.index(w), self.index(w) + 1) for w in words))

    change(Taxonomy, "intervals", lambda _: intervals)


@mutant(LAWS)
def a_word_covers_the_one_after_its_sub_words():
    def changed(original):
        return lambda self, words: tuple((low, high + 1) for low, high in original(self, words))

    change(Taxonomy, "intervals", changed)


# Norms in force


@mutant(LAWS)
def readings_of_norms_are_ignored():
    def norms(self):
        return self.license.norms

    change(View, "norms", lambda _: norms)


@mutant(LAWS)
def readings_that_matter_are_left_out():
    change(Engine, "relevant", returns(frozenset()))


@mutant(*BOTH)
def share_alike_names_nobody():
    def changed(original):
        def of(self, kind, status):
            for clause, norm in original(self, kind, status):
                forgets = isinstance(norm, ShareAlike)
                yield clause, replace(norm, licenses=frozenset()) if forgets else norm

        return of

    change(View, "of", changed)


@mutant(*BOTH)
def norms_speak_of_every_status():
    def of(self, kind, _):
        return ((c, n) for c, n in self.norms if isinstance(n, kind))

    change(View, "of", lambda _: of)


@mutant(*BOTH)
def kinds_of_term_speak_of_every_status():
    def changed(original):
        def kinds(self, _):
            statuses = ("work", "derivative", "larger-work", "output", "extracted")
            found = (row for status in statuses for row in original(self, status))
            return iter(dict.fromkeys(found))

        return kinds

    change(View, "kinds", changed)


@mutant(*BOTH)
def making_needs_no_permission():
    def changed(original):
        return lambda self, *rest: tuple(d for d in original(self, *rest) if not d.reserved)

    change(View, "demands", changed)


@mutant(*BOTH)
def making_knows_no_prohibition():
    def changed(original):
        return lambda self, *rest: tuple(d for d in original(self, *rest) if d.reserved)

    change(View, "demands", changed)


@mutant(*BOTH)
def what_a_publisher_states_settles_nothing():
    change(views, "known", lambda _: lambda condition, _: condition)


# The oracle and what is kept


@mutant(*BOTH)
def all_conditions_can_be_met():
    change(Oracle, "possible", returns(True))


@mutant(*BOTH)
def nothing_is_withheld():
    change(Oracle, "withheld", returns(False))
    change(Oracle, "refusals", nothing)


@mutant(*BOTH)
def licences_that_permit_the_same_forbid_the_same():
    def changed(original):
        def rights(self, under):
            view, status = under
            kept = frozenset((p.acts, p.condition) for _, p in view.permissions[status])
            return hash((status, kept))

        return rights

    change(Oracle, "rights", changed)


@mutant("decision", "laws")
def one_answer_is_kept_for_all_questions():
    def get_or(self, key, find):
        return self.setdefault(str(type(key)), find())

    change(Memory, "get_or", lambda _: get_or)


@mutant(LAWS)
def views_are_kept_whatever_the_reading():
    def changed(original):
        return lambda self, license, _: original(self, license, frozenset())

    change(Engine, "look", changed)


@mutant(*BOTH)
def a_policy_is_always_imposed():
    change(Oracle, "unimposed", returns(None))


@mutant(*BOTH)
def of_several_outbound_licences_the_first_must_grant():
    def changed(original):
        return lambda encoder, grant: original(encoder, grant)[:1]

    change(oracle, "granted", changed)


# Scenarios


@mutant(LAWS)
def a_scenario_has_a_fact_too_many():
    def changed(original):
        def minimal(self, *rest):
            found = original(self, *rest)
            if found is None or "commercial" in dict(found.scenario):
                return found
            return replace(found, scenario=(*found.scenario, ("commercial", True)))

        return minimal

    change(Solver, "minimal", changed)


@mutant(*BOTH)
def a_scenario_lacks_a_fact():
    def changed(original):
        def minimal(self, *rest):
            found = original(self, *rest)
            return found and replace(found, scenario=found.scenario[1:])

        return minimal

    change(Solver, "minimal", changed)


@mutant("laws/test_agreement.py", "verdict")
def of_the_clauses_that_forbid_one_is_found():
    def changed(original):
        return lambda self: tuple(original(self))[:1]

    change(Search, "forbidden", changed)


@mutant("verdict", "laws")
def what_nothing_permits_is_not_told():
    change(Search, "reserved", nothing)


@mutant("verdict/test_replayed.py")
def nothing_is_replayed():
    change(replayed, "confirm", returns(None))
