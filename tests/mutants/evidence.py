"""Mutants of the evidence: what is met, unmet, unchecked, and what it is read from."""

from dataclasses import replace

from licenselogic.library import contents
from licenselogic.library.library import Library
from licenselogic.verdict.evidence import MET, UNCHECKED, UNMET, Checklist, Shown
from licenselogic.verdict.wording import Text
from mutants import change, mutant, returns

EVIDENCE = ("verdict/test_evidence.py",)


def states(one, other):
    """A change of `state`: what is `one` is told as `other`."""

    def changed(original):
        def state(self, owed):
            found = original(self, owed)
            return (other, found[1]) if found and found[0] is one else found

        return state

    return changed


@mutant(*EVIDENCE)
def what_is_unchecked_is_met():
    change(Checklist, "state", states(UNCHECKED, MET))


@mutant(*EVIDENCE)
def what_is_unmet_is_met():
    change(Checklist, "state", states(UNMET, MET))


@mutant(*EVIDENCE)
def what_is_unmet_is_unchecked():
    change(Checklist, "state", states(UNMET, UNCHECKED))


@mutant(*EVIDENCE)
def nothing_is_ever_met():
    change(Checklist, "state", states(MET, UNCHECKED))


@mutant(*EVIDENCE)
def a_duty_that_does_not_arise_is_unchecked():
    def changed(original):
        return lambda self, owed: original(self, owed) or (UNCHECKED, "")

    change(Checklist, "state", changed)


@mutant(*EVIDENCE)
def any_text_is_that_of_every_licence():
    change(Library, "known_text", lambda _: lambda self, text: frozenset(self.ids()))


@mutant(*EVIDENCE)
def no_text_is_that_of_a_licence():
    change(Library, "known_text", returns(frozenset()))


@mutant(*EVIDENCE)
def any_file_is_called_like_a_licence():
    change(Shown, "licenses", lambda _: lambda self: list(self.files))


@mutant(*EVIDENCE)
def no_file_is_called_like_a_notice():
    change(Shown, "notices", returns([]))


@mutant(*EVIDENCE)
def any_file_is_called_like_a_notice():
    change(Shown, "notices", lambda _: lambda self: list(self.files))


@mutant(*EVIDENCE)
def any_text_holds_any_words():
    change(Text, "contains", returns(True))


@mutant(*EVIDENCE)
def no_text_holds_any_words():
    change(Text, "contains", returns(False))


@mutant(*EVIDENCE)
def changes_are_always_stated():
    change(Text, "states_changes", returns("changed"))


@mutant(*EVIDENCE)
def a_licence_file_names_nobody():
    change(contents, "copyright_lines", returns(frozenset()))


@mutant(*EVIDENCE)
def what_upstream_shows_is_not_looked_at():
    def changed(original):
        def state(self, owed):
            bare = replace(self, sources=lambda _: [])
            return original(bare, owed)

        return state

    change(Checklist, "state", changed)
