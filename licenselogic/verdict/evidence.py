"""Which duties the evidence of a work shows to be met: files and their contents, text, and name.

A duty is met only by what its clause asks for.  A licence is known by its content, never by the
name of a file; what can be shown neither to be there nor to be absent is unchecked.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from licenselogic.base.display import quoted
from licenselogic.decision.question import Owed
from licenselogic.library.contents import copyright_lines
from licenselogic.library.library import Library
from licenselogic.lineage.work import Evidence, Work
from licenselogic.norms.deontic import Obligation
from licenselogic.verdict.verdict import DutyState
from licenselogic.verdict.wording import Text

State = tuple[DutyState, str]
"""What is shown of a duty, and why: '' where nothing given could show it."""

MET, UNMET, UNCHECKED = DutyState.MET, DutyState.UNMET, DutyState.UNCHECKED

LEAST_WORDING = 5
"""A notice of so many words is prescribed word for word; a shorter one only names what to give."""

LONGEST = 2**20
"""No licence text has more characters."""

_LICENSE = frozenset(("license", "licence", "licenses", "licences", "copying", "unlicense"))
_FOLDERS = frozenset(("license", "licence", "licenses", "licences"))
_NOTICE = frozenset(("notice", "notices"))
_BESIDE = frozenset(("third", "party", "3rd", "license", "licence", "copyright", "and"))
_OTHER = re.compile(
    r"bin|c|cpp|css|csv|gguf|gif|go|gz|h5|html|ipynb|java|jpe?g|js|jsonl?|npy|onnx|parquet|png"
    r"|pth?|py|r|rs|safetensors|sh|svg|tar|toml|tsv?|xml|ya?ml|zip"
)
"""Endings of files that hold no licence and no notice."""


@dataclass(frozen=True)
class Shown:
    """The evidence of a work: what its files and its text show."""

    evidence: Evidence
    library: Library

    @property
    def files(self) -> tuple[str, ...]:
        """The names of all files; empty where they are not known."""
        return self.evidence.files

    @cached_property
    def text(self) -> Text:
        """The text given, such as that of the card."""
        return Text(self.evidence.text)

    @cached_property
    def contents(self) -> Mapping[str, Text]:
        """The text of the files that were read, by name."""
        return {name: Text(text) for name, text in self.evidence.contents}

    @cached_property
    def known(self) -> Mapping[str, frozenset[str]]:
        """The licences of which a file is the text, word for word, by the name of the file."""
        return {
            name: self.library.known_text(text.raw)
            for name, text in self.contents.items()
            if len(text.raw) <= LONGEST
        }

    def texts_of(self, licenses: frozenset[str]) -> dict[str, str]:
        """Return the files that are the text of one of these licences."""
        return {n: self.contents[n].raw for n, found in self.known.items() if found & licenses}

    @cached_property
    def licenses(self) -> list[str]:
        """The files that are called like licences, or stand in a folder that is."""
        return [name for name in self.files if _called(name, _LICENSE) or _among_licenses(name)]

    @cached_property
    def notices(self) -> list[str]:
        """The files that are called like notices, of the work or of others in it."""
        return [name for name in self.files if _called(name, _NOTICE, _BESIDE)]


def _called(name: str, words: frozenset[str], beside: frozenset[str] | None = None) -> bool:
    """Tell whether a file's name begins or ends with one of `words`.

    With `beside`, no other words may stand in it.
    """
    parts = re.split(r"[-_. ]", name.rpartition("/")[2].casefold())
    if len(parts) > 1 and _OTHER.fullmatch(parts[-1]):
        return False
    if len(parts) > 1 and parts[-1] in ("txt", "md", "rst", "pdf"):
        parts.pop()
    if beside is not None and not words.union(beside).issuperset(parts):
        return False
    return parts[0] in words or parts[-1] in words


def _among_licenses(name: str) -> bool:
    """Tell whether a text stands in a folder of licences: `LICENSES/Apache-2.0.txt`."""
    *folders, file = name.casefold().split("/")
    ending = file.rpartition(".")[2]
    return bool(folders) and folders[-1] in _FOLDERS and not _OTHER.fullmatch(ending)


@dataclass(frozen=True)
class Checklist:
    """Holds duties against the evidence of a work.

    `sources` gives the works from which the licence of a duty comes, with their own evidence.
    """

    work: Work
    library: Library
    sources: Callable[[Owed], Sequence[Work]]

    @cached_property
    def shown(self) -> Shown | None:
        """What the evidence of the work shows; None where there is none."""
        return None if self.work.evidence is None else self._shown(self.work)

    def _shown(self, work: Work) -> Shown:
        return Shown(work.evidence or Evidence(), self.library)

    def state(self, owed: Owed) -> State | None:
        """Return what is shown of a duty, and why; None for a duty that does not arise."""
        if _passes_on_notice(owed):
            return self._passed_on(owed)
        if self.shown is None:
            return UNCHECKED, ""
        shown = self.shown
        match owed.duty:
            case "name-prefix" if owed.texts:
                name = (shown.evidence.name or self.work.id).rpartition("/")[2]
                return prefix_state(owed.texts[0], name)
            case _ if self.asks_for_text(owed):
                return self._license(owed, shown)
            case "include-notice" if _prescribed(owed):
                return _notice(owed, shown)
            case "display-text" | "attribution" | "documentation-acknowledgement" if owed.texts:
                return _displayed(owed, shown)
            case "state-changes":
                return _changes(shown)
        return UNCHECKED, ""

    # Licences

    def asks_for_text(self, owed: Owed) -> bool:
        """Tell whether a duty is met by a licence text: by that alone, or with its own notice."""
        if owed.duty == "retain-notices":
            return _beside_license(owed) and self.own_notice(owed)
        return owed.duty == "include-license"

    def licenses_of(self, owed: Owed) -> frozenset[str]:
        """Return the ids of the licences of which the text is owed."""
        named = [self.library.find(text) for text in owed.texts]
        found = frozenset(entry.id for entry in named if entry is not None)
        return found or frozenset({owed.side.license.partition(" WITH ")[0]})

    def own_notice(self, owed: Owed) -> bool:
        """Tell whether the copyright notice above the text goes along with it."""
        return any(map(self.library.wants_own_notice, self.licenses_of(owed)))

    def _license(self, owed: Owed, shown: Shown) -> State:
        licenses = self.licenses_of(owed)
        name = " or ".join(map(quoted, sorted(licenses)))
        found = shown.texts_of(licenses)
        if found and self.own_notice(owed):
            return self._with_notices(owed, licenses, found)
        if found:
            return MET, f"{quoted(next(iter(found)))} is the text of {name}"
        if not shown.files:
            return UNCHECKED, "no list of files given"
        if shown.licenses:
            first = shown.licenses[0]
            if first in shown.contents:
                return UNCHECKED, f"{quoted(first)} is not {name} word for word"
            return UNCHECKED, f"{quoted(first)} is there; its content is not known"
        if self.own_notice(owed):
            return UNCHECKED, "no licence file is there; the notice may stand in other files"
        return UNMET, "a licence file is not among the files"

    def _with_notices(
        self, owed: Owed, licenses: frozenset[str], found: Mapping[str, str]
    ) -> State:
        """Return whether the copyright notices of the sources stand in the texts found."""
        kept = frozenset[str]().union(*map(copyright_lines, found.values()))
        sources = self.sources(owed)
        for source in sources:
            shown = self._shown(source)
            texts = shown.texts_of(licenses).values()
            claims = frozenset[str]().union(*map(copyright_lines, texts))
            if not claims:
                return UNCHECKED, f"the copyright notice of {quoted(source.id)} is not known"
            if not claims <= kept:
                return UNCHECKED, f"the copyright notice of {quoted(source.id)} was not found"
        first = quoted(next(iter(found)))
        if not sources:
            return UNCHECKED, f"{first} is the text; whose notice it should have is not known"
        return MET, f"{first} is the text, with the upstream's own notice"

    # A NOTICE that upstream works may have

    def _passed_on(self, owed: Owed) -> State | None:
        """Return whether the NOTICE files of the sources go along; None if no source has one."""
        sources = [(work, self._shown(work)) for work in self.sources(owed)]
        unknown = [work.id for work, shown in sources if not shown.files]
        theirs = [(work, shown) for work, shown in sources if shown.notices]
        if not theirs:
            names = ", ".join(map(quoted, unknown)) or "the upstream work"
            known = sources and not unknown
            return None if known else (UNCHECKED, f"whether {names} has a NOTICE is not known")
        if self.shown is None:
            return UNCHECKED, ""
        states = [_handed_on(work, shown, self.shown) for work, shown in theirs]
        worst = max(states, key=lambda state: (state[0] is UNMET, state[0] is UNCHECKED))
        if unknown and worst[0] is MET:
            return UNCHECKED, f"whether {quoted(unknown[0])} has a NOTICE is not known"
        return worst


def _handed_on(source: Work, theirs: Shown, ours: Shown) -> State:
    texts = [theirs.contents.get(name) for name in theirs.notices]
    said = [*ours.contents.values(), ours.text]
    if all(t is not None and any(mine.contains(t.raw) for mine in said) for t in texts):
        return MET, f"the NOTICE of {quoted(source.id)} is there"
    if ours.notices:
        return UNCHECKED, f"{quoted(ours.notices[0])} is there; what it says was not compared"
    if not ours.files:
        return UNCHECKED, "no list of files given"
    return UNMET, f"{quoted(source.id)} has a NOTICE, and none is among the files"


def _passes_on_notice(owed: Owed) -> bool:
    """Tell whether a duty hangs on there being a NOTICE in the work that was received."""
    begins = [passage.first.casefold() for passage in owed.clause.passages]
    hangs = any(
        first.startswith("if the work includes a") and "notice" in first for first in begins
    )
    return owed.duty == "include-notice" and not owed.texts and hangs


def _beside_license(owed: Owed) -> bool:
    """Tell whether the clause asks for the licence too: the notice stands above its text."""
    norms = owed.clause.norms
    return any(isinstance(n, Obligation) and n.duty == "include-license" for n in norms)


# Words ------------------------------------------------------------------------------------------


def _prescribed(owed: Owed) -> bool:
    return any(len(text.split()) >= LEAST_WORDING for text in owed.texts)


def prefix_state(wanted: str, name: str) -> State:
    """Return whether a name begins with a prefix, as far as a Hub id can hold it."""
    words = r"[-_. ]?".join(map(re.escape, wanted.split()))
    end = r"(?!\d)" if wanted[-1:].isdigit() else ""
    if re.match(words + end, name, re.IGNORECASE):
        return MET, f"the name is {quoted(name)}"
    return UNMET, f"the name {quoted(name)} does not begin with {quoted(wanted)}"


def _notice(owed: Owed, shown: Shown) -> State:
    """Return whether the prescribed notice stands where the clause wants it."""
    if "notice file" not in owed.clause.says.casefold():
        return _anywhere(owed.texts, shown)
    read = [name for name in shown.notices if name in shown.contents]
    for name in read:
        if _holds(shown.contents[name], owed.texts):
            return MET, f"{quoted(name)} says it"
    if len(read) < len(shown.notices):
        unread = next(name for name in shown.notices if name not in shown.contents)
        if _holds(shown.text, owed.texts):
            return MET, f"{quoted(unread)} is there, and the text given says it"
        return UNCHECKED, f"{quoted(unread)} is there; its content is not known"
    if read:
        return UNMET, f"{quoted(read[0])} does not say it"
    if not shown.files:
        return UNCHECKED, "no list of files given"
    return UNMET, "no Notice file is among the files"


def _anywhere(texts: Sequence[str], shown: Shown) -> State:
    """Return whether a notice stands in some file, or in the text given."""
    for name, content in shown.contents.items():
        if _holds(content, texts):
            return MET, f"{quoted(name)} says it"
    if _holds(shown.text, texts):
        return MET, "the text given says it"
    return UNCHECKED, "it was not found in the text given" if shown.text else "no text given"


def _displayed(owed: Owed, shown: Shown) -> State:
    """Return whether a text is shown: met where it was found, unmet where it should be seen."""
    state, reason = _anywhere(owed.texts, shown)
    if state is MET or owed.duty != "display-text" or not shown.text:
        return state, reason
    missing = next(text for text in owed.texts if not _holds(shown.text, (text,)))
    return UNMET, f"the text does not contain {quoted(missing)}"


def _holds(text: Text, wanted: Iterable[str]) -> bool:
    return all(map(text.contains, wanted))


def _changes(shown: Shown) -> State:
    word = shown.text.states_changes()
    if word:
        return MET, f"the text says {quoted(word)}"
    return UNCHECKED, "no statement of changes was found in the text given"
