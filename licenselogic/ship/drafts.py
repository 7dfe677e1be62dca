"""Drafts of the files that go along with a work: NOTICE, attribution, licence texts, the card.

What a file of the user says already is kept, and stands first.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from licenselogic.base.diagnostics import UsageError
from licenselogic.base.display import printable
from licenselogic.lineage.work import Work
from licenselogic.norms.deontic import TextRef
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.ship.card import with_fields, with_section
from licenselogic.ship.shipment import Draft, LicenseText
from licenselogic.ship.wanted import Wanted
from licenselogic.verdict.wording import Text

CARD, NOTICE, CREDITS = "README.md", "NOTICE", "ATTRIBUTION.md"

FOLDER = "LICENSES"
"""Where licence texts stand."""

_HUB_RELATIONS = ("adapter", "finetune", "merge", "quantized")
"""What the Hub takes for `base_model_relation`."""


@dataclass(frozen=True)
class Drafting:
    """The drafts for one work.

    `name` is the one that the work may have, `card` the card that there is, `texts` the licence
    texts said to be at hand by licence, and `fields` what the header of the card must say.
    """

    wanted: Wanted
    name: str
    card: str | None
    texts: Mapping[str, str]
    fields: Mapping[str, str]

    def drafts(self) -> tuple[Draft, ...]:
        """Return all files that say more than what is there already."""
        made = {CARD: self._card(), NOTICE: self._notice(), CREDITS: self._credits()}
        made |= {name: text for names in self._files.values() for name, text in names.items()}
        there = {**self.there, **({} if self.card is None else {CARD: self.card})}
        return tuple(
            Draft(name, content, replaces=name in there)
            for name, content in made.items()
            if content and there.get(name) != content
        )

    @cached_property
    def there(self) -> Mapping[str, str]:
        """The files of the work that were read."""
        evidence = self.wanted.asked.work.evidence
        return dict(evidence.contents) if evidence is not None else {}

    # Licence texts

    @cached_property
    def license_texts(self) -> tuple[LicenseText, ...]:
        """The licences whose texts go along, with the files that hold them."""
        return tuple(
            LicenseText(license, *self._where(license), tuple(self._files[license]))
            for license in self.wanted.licenses()
        )

    @cached_property
    def _files(self) -> Mapping[str, Mapping[str, str]]:
        """By licence, the files with its text."""
        library = self.wanted.asked.engine.library
        found: dict[str, dict[str, str]] = {}
        for license, works in self.wanted.licenses().items():
            file = f"{FOLDER}/LICENSE-{_slug(license)}"
            if library.wants_own_notice(license):
                theirs = self._copies(license, works.values())
                found[license] = {f"{file}-{_slug(w)}.txt": text for w, text in theirs.items()}
            else:
                copies = self._copies(license, works.values()).values()
                text = self._at_hand(license) or next(iter(copies), "")
                found[license] = {f"{file}.txt": text} if text else {}
        return found

    def _at_hand(self, license: str) -> str:
        """Return the text at hand of a licence, '' unless its content is that licence."""
        text = self.texts.get(license, "")
        known = text and license in self.wanted.asked.engine.library.known_text(text)
        return text if known else ""

    def _copies(self, license: str, works: Iterable[Work]) -> dict[str, str]:
        """Return the texts of a licence in the files of upstream works, by work."""
        found = {}
        for work in works:
            texts = self.wanted.shown(work).texts_of(frozenset({license}))
            if texts:
                found[work.id] = next(iter(texts.values()))
        return found

    def _where(self, license: str) -> tuple[str, str]:
        """Return the title of a licence and the address of its text, as far as known."""
        library = self.wanted.asked.engine.library
        try:
            entity = library.entity(license)
        except UsageError:
            return license, TextRef("").url
        return entity.title, entity.text.url

    # Notices

    def _notice(self) -> str:
        parts = [text.strip() for _, text in self.wanted.notices()]
        parts += chain.from_iterable(
            want.words for want in self.wanted.wants if want.first.duty == "include-notice"
        )
        return _added(self.there.get(NOTICE, ""), parts)

    # Credits

    def _credits(self) -> str:
        """Return who made what the work was made from, and under which licence."""
        works = list(self._upstream())
        if not self.wanted.wants or not works:
            return ""
        lines = ["# Attribution", "", f"`{self._called}` was made from:", "", *works]
        if self.license_texts:
            lines += ["", "The texts of these licences belong to it:", ""]
            lines += [f"- {_linked(t)}{_held(t)}" for t in self.license_texts]
        return "\n".join(lines) + "\n"

    def _upstream(self) -> Iterator[str]:
        asked = self.wanted.asked
        for name in asked.order:
            work = asked.lineage.works[name]
            if name == asked.target or asked.lifted(name):
                continue
            by = f" by {printable(work.owner)}" if work.owner else ""
            terms = chain.from_iterable(asked.expression(name).alternatives)
            known = [term.name for term in terms if term.kind == "license"]
            where = [f"[{title}]({url})" for title, url in map(self._where, known) if url]
            told = ", ".join(dict.fromkeys(where))
            under = printable(work.license or "unknown terms")
            yield f"- `{printable(name)}`{by}, under {under}{f': {told}' if told else ''}"

    @property
    def _called(self) -> str:
        return printable(self.name or self.wanted.asked.target)

    # The card

    def _card(self) -> str:
        card = self.card if self.card is not None else ""
        fields = dict(self.fields) if self.card is not None else {**self.fields, **self._origins()}
        section = self._section()
        card = with_fields(card, fields)
        return with_section(card, section) if section else card

    def _origins(self) -> dict[str, object]:
        """Return the fields of a new card that say what the work was made from."""
        asked, relations = self.wanted.asked, vocabulary().relations
        edges = asked.lineage.upstream[asked.target]
        types = {edge.work: asked.lineage.works[edge.work].type for edge in edges}
        bases = [e for e in edges if relations[e.by].base and types[e.work] == "model"]
        found: dict[str, object] = {}
        if bases:
            found["base_model"] = list(dict.fromkeys(edge.work for edge in bases))
        ways = {edge.by for edge in bases}
        if len(ways) == 1 and ways <= set(_HUB_RELATIONS):
            found["base_model_relation"] = next(iter(ways))
        data = [e.work for e in edges if types[e.work] == "dataset"]
        return {**found, **({"datasets": list(dict.fromkeys(data))} if data else {})}

    def _section(self) -> str:
        """Return what the text of the card must say; '' where nothing is owed."""
        wants, parts = self.wanted.wants, []
        if not wants:
            return ""
        shown = (w for w in wants if w.first.duty != "include-notice")
        parts += [_sentence(word, self._called) for want in shown for word in want.words]
        if any(want.first.duty == "state-changes" for want in wants):
            parts.append("This work was modified by its publisher.")
        if any(want.first.duty == "give-use-policy" for want in wants):
            license = {w.license: None for w in wants if w.first.duty == "give-use-policy"}
            names = ", ".join(f"[{t}]({u})" if u else t for t, u in map(self._where, license))
            parts.append(f"Its use is restricted, for whoever receives it, by {names}.")
        parts.append(f"What it was made from, by whom and under which licences: `{CREDITS}`.")
        return "## Licence and attribution\n\n" + "\n\n".join(dict.fromkeys(parts))


def _sentence(words: str, name: str) -> str:
    """Return words that a clause wants shown, as a sentence about the work."""
    if words.startswith(("is ", "are ")):
        return f"{name} {words}."
    if words.startswith(("based on ", "derived from ")):
        return f"{name} is {words}."
    return f"{words[:1].upper()}{words[1:]}"


def _added(old: str, parts: Iterable[str]) -> str:
    """Return a text with the parts that it does not hold yet below it."""
    new = [p for p in dict.fromkeys(parts) if not Text(old).contains(p)]
    return "\n\n".join(([old.rstrip()] if old.strip() else []) + new) + "\n" if new else old


def _slug(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9.+]+", "-", name).strip("-")


def _linked(text: LicenseText) -> str:
    return f"[{text.title}]({text.address})" if text.address else text.title


def _held(text: LicenseText) -> str:
    if text.files:
        return f" in {', '.join(f'`{file}`' for file in text.files)}"
    return " (to be put into this folder)"
