"""What a model card, and the tags that the Hub makes of it, say of a licence and of upstream works.

Nothing here reads a file or asks a server: fields and tags in, a `Card` out.  Real cards are dirty,
so what contradicts itself, or says nothing, becomes a `Finding` and never disappears.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from licenselogic.base.codes import Code
from licenselogic.base.display import kind_of, listed, quoted
from licenselogic.library.library import Library, licenses
from licenselogic.library.terms import UNDECLARED
from licenselogic.lineage.work import Edge, Evidence, Finding, Work
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.readers.infer import infer_relation, stated_relations
from licenselogic.readers.names import clean_name, full_name, unsupported


@dataclass(frozen=True, slots=True)
class Card:
    """A work, what it was made from (`trained_on` names datasets), and findings about it."""

    work: Work
    upstream: tuple[Edge, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Fields:
    """The raw material of a card: its header, the tags, and what configuration files say.

    `configured` maps a base model that a configuration file names to its relation.
    """

    meta: Mapping[str, Any]
    tags: Sequence[str] = ()
    library_name: str | None = None
    configured: Mapping[str, str] = field(default_factory=dict)


def read_card(
    name: str,
    fields: Fields,
    *,
    type: str = "model",
    owner: str | None = None,
    evidence: Evidence | None = None,
    library: Library | None = None,
) -> Card:
    """Return what the card of the work called `name` says.

    `library` resolves `license: other` by the name or link given with it; by default the one that
    ships.  Raises `LineageError` for fields of a wrong shape.
    """
    reader = _Reader(name, fields, library)
    license = reader.license()
    edges = [*reader.bases(), *reader.datasets()] if type == "model" else []
    work = Work(name, type, license, owner=owner, evidence=evidence)
    return Card(work, tuple(dict.fromkeys(edges)), tuple(reader.findings))


@dataclass
class _Reader:
    """Reads the fields of one card and collects findings."""

    name: str
    fields: Fields
    given: Library | None
    findings: list[Finding] = field(default_factory=list)

    @property
    def library(self) -> Library:
        return self.given if self.given is not None else licenses()

    def note(self, code: Code, message: str, *others: str) -> None:
        """Note a finding about this work; the message begins with its name."""
        works = (self.name, *others)
        self.findings.append(Finding(code, f"{quoted(self.name)} {message}", works))

    def texts(self, key: str) -> list[str]:
        """Return a field that holds one text or several; entries without content are nothing."""
        raw = self.fields.meta.get(key)
        found = []
        for item in raw if isinstance(raw, list) else [raw]:
            if isinstance(item, str | int | float | date):
                found.append(" ".join(str(item).split()))
            elif item is not None:
                message = f"`{key}` is a text or a list of texts, not {kind_of(item)}"
                raise unsupported(f"the card of {quoted(self.name)}: {message}")
        return list(dict.fromkeys(text for text in found if text))

    def tagged(self, prefix: str) -> list[str]:
        """Return what follows `prefix` in the tags."""
        return [t.removeprefix(prefix) for t in self.fields.tags if t.startswith(prefix)]

    # Licence

    def license(self) -> str | None:
        """Return the licence expression, None if none is declared."""
        given: dict[str, str] = {}
        for text in [*self.texts("license"), *self.tagged("license:")]:
            given.setdefault(text.casefold(), text)
        names = [text for text in given.values() if text]
        called = self.texts("license_name")[:1]
        if "other" in given:
            names = [self._other(called) if n.casefold() == "other" else n for n in names]
        elif names and called:
            self._compare(names[0], called[0])
        if len(names) > 1:
            listing = listed(names)
            self.note(Code.CONTRADICTORY_FACTS, f"has several licences: {listing}; all are kept")
        return " AND ".join(f"({n})" if " " in n and len(names) > 1 else n for n in names) or None

    def _other(self, called: list[str]) -> str:
        """Return the licence behind `license: other`, or `other` if the library has none."""
        links = self.texts("license_link")[:1]
        for text in [*called, *_addresses(links)]:
            entry = None if text.casefold() in UNDECLARED else self.library.find(text)
            if entry is not None:
                return entry.id
        named = [text for text in (*called, *links) if text.casefold() not in UNDECLARED]
        if named:
            says = f"says `license: other`, by which it means {quoted(named[0])}"
            self.note(Code.UNKNOWN_LICENSE, f"{says}; no licence of the library has that name")
        return "other"

    def _compare(self, declared: str, called: str) -> None:
        """Note a `license_name` that is not a name of the licence declared."""
        entry, other = self.library.find(declared), self.library.find(called)
        same = entry is not None and other is not None and entry.id == other.id
        if not same and declared.casefold() != called.casefold():
            says = f"says `license` {quoted(declared)} and `license_name` {quoted(called)}"
            self.note(Code.CONTRADICTORY_FACTS, f"{says}; judged by `license`")

    # Upstream

    def bases(self) -> list[Edge]:
        """Return the edges to base models."""
        stated = self._stated()
        declared = self._declared()
        guess = infer_relation(
            self.fields.tags, base_models=len(stated), library_name=self.fields.library_name
        )
        edges = []
        for base, relations in stated.items():
            known = self.fields.configured.get(base) or declared
            words = (known,) if known else relations
            edges += [Edge(base, word) for word in words]
            if not words:
                edges.append(Edge(base, guess, inferred=True))
        return edges

    def _stated(self) -> dict[str, tuple[str, ...]]:
        """Return the base models under their full names, with the relations that tags state."""
        found: dict[str, tuple[str, ...]] = {}
        named = dict.fromkeys((*self.texts("base_model"), *self.fields.configured), ())
        for raw, relations in (*named.items(), *stated_relations(self.fields.tags).items()):
            base = self._base(raw)
            if base is not None:
                found[base] = tuple(dict.fromkeys((*found.get(base, ()), *relations)))
        return found

    def _base(self, raw: str) -> str | None:
        """Return the id of a base model, or None if the card names itself."""
        name = clean_name(raw, self.name)
        base = full_name(name)
        if base == self.name:
            self._once(Code.SELF_REFERENCE, "names itself as its base model")
            return None
        if base != name:
            message = f"names {quoted(name)} as its base model; read as {quoted(base)}"
            self._once(Code.LEGACY_NAME, message, base)
        return base

    def _once(self, code: Code, message: str, *others: str) -> None:
        text = f"{quoted(self.name)} {message}"
        if all(finding.message != text for finding in self.findings):
            self.note(code, message, *others)

    def _declared(self) -> str | None:
        """Return the relation that the card states for all its base models."""
        for text in self.texts("base_model_relation")[:1]:
            word = text.casefold().replace("-", "_")
            if word in vocabulary().relations:
                return word
            message = f"says `base_model_relation` {quoted(text)}, which is no relation; set aside"
            self.note(Code.UNKNOWN_WORD, message)
        return None

    def datasets(self) -> list[Edge]:
        """Return the edges to datasets."""
        raws = [*self.texts("datasets"), *self.tagged("dataset:")]
        names = dict.fromkeys(clean_name(raw, self.name) for raw in raws if raw)
        return [Edge(name, "trained_on") for name in names]


def _addresses(links: Iterable[str]) -> list[str]:
    """Return links as licences may list them, with and without the last slash."""
    web = [link for link in links if link.startswith(("http://", "https://"))]
    return [form for link in web for form in (link, link.rstrip("/"), f"{link.rstrip('/')}/")]


def fields_of(meta: Mapping[str, Any], file: str) -> Fields:
    """Return the raw material in a header; `file` is what messages call the card."""
    tags = meta.get("tags")
    library_name = meta.get("library_name")
    return Fields(
        meta,
        tags_of([tags] if isinstance(tags, str) else tags, file),
        library_name if isinstance(library_name, str) else None,
    )


def tags_of(raw: object, where: str) -> tuple[str, ...]:
    """Return tags as texts; raises `LineageError` if they are no list."""
    if raw is None:
        return ()
    if not isinstance(raw, list):
        raise unsupported(f"the tags of {quoted(where)} are not a list")
    return tuple(str(tag) for tag in raw if isinstance(tag, str | int | float))
