"""Mutants of what is told: sources, kinds, cores, suggestions, conditions, warnings."""

from licenselogic.base.codes import Code
from licenselogic.decision import answer
from licenselogic.decision.ladder import Ladder
from licenselogic.decision.making import Making
from licenselogic.decision.paths import Paths, Sources
from licenselogic.decision.rules import Rules
from licenselogic.decision.setting import Setting
from licenselogic.solver import overreach
from licenselogic.verdict import mislabelled, notices
from licenselogic.verdict.asked import Asked
from mutants import change, mutant, nothing, returns

VERDICT = ("verdict", "laws/test_counterexamples.py", "laws/test_cores.py")
OTHERS = ("laws/test_shipped.py", "laws/test_readings.py")


@mutant(*VERDICT)
def of_several_sources_one_is_told():
    change(Paths, "of", lambda original: lambda *rest: original(*rest)[:1])


@mutant("verdict/test_told.py")
def the_source_is_whoever_carries_the_licence():
    """Not the one from which it came."""

    change(Sources, "is_source", returns(True))


@mutant(*VERDICT)
def the_nearest_source_is_the_work_itself():
    change(Paths, "nearest", lambda _: lambda self, name, *_: name)


@mutant(*VERDICT)
def every_kind_is_the_same():
    change(overreach, "kind_of", returns(Code.RIGHTS_NOT_GRANTED))


@mutant(*VERDICT)
def a_reserved_act_has_no_clause():
    change(overreach, "nearest_grants", returns(()))


# The ladder


@mutant("verdict/test_verdicts.py")
def there_is_never_a_core():
    change(Ladder, "core", returns(None))


@mutant(*VERDICT)
def a_core_is_all_that_upstream_says():
    def core(self):
        ancestors = self.question.ancestors
        clauses = dict.fromkeys(c for a in ancestors for c in a.license.clauses)
        return tuple(clauses) if self.clash(self.question) else None

    change(Ladder, "core", lambda _: core)


@mutant(*VERDICT)
def a_core_lacks_a_clause():
    def changed(original):
        def core(self):
            found = original(self)
            return found and found[:-1]

        return core

    change(Ladder, "core", changed)


@mutant(*VERDICT)
def a_licence_can_always_be_written():
    change(Ladder, "any_works", returns(True))


@mutant("verdict/test_ways_out.py")
def no_licence_can_be_written():
    change(Ladder, "any_works", returns(False))


@mutant("verdict", *OTHERS)
def every_licence_is_suggested():
    change(Asked, "would_work", returns(True))


@mutant(*VERDICT)
def no_licence_is_suggested():
    change(Asked, "would_work", returns(False))


@mutant("verdict", *OTHERS)
def no_reading_changes_anything():
    change(answer, "sensitivity", returns(()))


@mutant("laws/test_shipped.py::test_a_single_reading_that_changes_the_answer_is_told")
def one_reading_changes_nothing():
    change(answer, "mentioned", lambda original: lambda *rest: original(*rest)[1:])


# Conditions and duties


@mutant(*VERDICT)
def conditions_are_not_told():
    change(Making, "requirements", returns(()))


@mutant(*VERDICT)
def of_several_conditions_one_is_told():
    change(Making, "requirements", lambda original: lambda self: original(self)[:1])


@mutant(*VERDICT)
def duties_are_not_told():
    change(Rules, "duties", nothing)


@mutant(*VERDICT)
def duties_of_other_publications_are_told():
    def changed(original):
        return lambda self, acts: "distribute" in acts or original(self, acts)

    change(Setting, "published", changed)


# Warnings and reasons


def silent(topic):
    """A change of `warnings`: those under a code are left out."""

    def changed(original):
        return lambda asked: (notice for notice in original(asked) if notice.code is not topic)

    return changed


@mutant(*VERDICT)
def the_same_owner_is_not_told():
    change(notices, "warnings", silent(Code.SAME_OWNER))


@mutant(*VERDICT)
def a_label_for_other_material_is_not_told():
    change(notices, "warnings", silent(Code.LICENSE_MISMATCH))


@mutant(*VERDICT)
def copyleft_is_not_told():
    change(notices, "warnings", silent(Code.PROLIFERATION))


@mutant(*VERDICT)
def a_false_label_upstream_is_not_told():
    change(mislabelled, "mislabelled", nothing)


@mutant(*VERDICT)
def what_readers_noticed_is_not_told():
    change(Asked, "findings", nothing)


@mutant(*VERDICT)
def why_an_answer_is_unknown_is_not_told():
    change(notices, "reasons", nothing)
