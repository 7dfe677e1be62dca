"""The questions of an editor, answered by the kind of the file: clauses, a lineage, or a card."""

from licenselogic.base.diagnostics import LicenseLogicError
from licenselogic.clauses.written import laid_out
from licenselogic.editors import clause_files, lineages, problems
from licenselogic.editors.project import project_of
from licenselogic.editors.text import Choices, Hover, Problem, Spot, Stretch, Target, Text


def hover(text: Text, spot: Spot) -> Hover | None:
    """Return what is told of the word at a place; None for nothing."""
    if problems.is_clauses(text):
        return clause_files.hover(text, spot, project_of(text.name))
    return lineages.hover(text, spot, project_of(text.name)) if problems.is_works(text) else None


def completion(text: Text, spot: Spot) -> Choices:
    """Return the words that may stand at a place."""
    if problems.is_clauses(text):
        return clause_files.completion(text, spot, project_of(text.name))
    if problems.is_works(text):
        return lineages.completion(text, spot, project_of(text.name))
    return Choices(Stretch(spot, spot))


def definition(text: Text, spot: Spot) -> Target | None:
    """Return where what is named at a place is defined; None for nothing."""
    if problems.is_clauses(text):
        return clause_files.definition(text, spot, project_of(text.name))
    if problems.is_works(text):
        return lineages.definition(text, spot, project_of(text.name))
    return None


def diagnosed(text: Text) -> tuple[Problem, ...]:
    """Return what is wrong with a text, or to be known of it."""
    if problems.is_clauses(text) or problems.is_works(text):
        return problems.problems(text, project_of(text.name))
    return ()


def formatted(text: Text) -> str | None:
    """Return a clause file in the one layout; None for a file that cannot be read."""
    try:
        return laid_out(text.content) if problems.is_clauses(text) else None
    except LicenseLogicError:
        return None
