"""What a word means, whatever it is: a code, a word of reports or of the vocabulary, a licence."""

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import Diagnostic, UsageError, did_you_mean
from licenselogic.base.display import quoted
from licenselogic.base.glossary import GLOSSARY
from licenselogic.base.meanings import meaning
from licenselogic.library.index import Entry
from licenselogic.library.library import Library
from licenselogic.norms.vocabulary import vocabulary


def explained(library: Library) -> list[str]:
    """Return every word that is explained, licences by their ids."""
    groups = (word for group in vocabulary().raw.values() for word in group)
    return list(dict.fromkeys([*Code, *GLOSSARY, *groups, *library.ids()]))


def explanation(word: str, library: Library) -> list[str]:
    """Return what a word means, each of its meanings in a line.

    Raises `UsageError` for a word that means nothing here.
    """
    lines = []
    if word in list(Code):
        means, advice = meaning(Code(word))
        lines.append(f"{word}: {means}\n\nWhat to do: {advice}.")
    words = [f"{word} (reports): {GLOSSARY[word]}"] if word in GLOSSARY else []
    raw = vocabulary().raw
    groups = [group for group in raw if word in raw[group]]
    words += [f"{word} ({group}): {vocabulary().meaning(group, word)}" for group in groups]
    entry = library.find(word) if not words else None
    lines += words if entry is None else [_license_line(entry)]
    if not lines:
        hint = did_you_mean(word, explained(library)) or "`licenselogic explain` lists all codes"
        message = f"no code, licence or word is called {quoted(word)}"
        raise UsageError(Diagnostic(Code.BAD_OPTION, message, help=hint))
    return lines


def _license_line(entry: Entry) -> str:
    """Return what a name of a licence stands for."""
    if entry.means:
        return f"{entry.id} (licence): may mean any of {', '.join(entry.means)}"
    if entry.because:
        return f"{entry.id} (licence): {entry.title or 'no clauses'}; {entry.because}"
    shown = f"`licenselogic show {entry.id}` tells what it says"
    return f"{entry.id} ({entry.kind}): {entry.title}; {shown}"
