"""What a card was made from: base models, datasets, and what it shows without naming it."""

import re
from dataclasses import dataclass, field
from functools import cached_property

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import did_you_mean
from licenselogic.base.display import listed, quoted
from licenselogic.lineage.work import Edge, Work, default_owner, nameless
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.readers.catalogue import WHAT, catalogue
from licenselogic.readers.fields import Fields, Notes, misspelt, names_in, texts_in, unreadable
from licenselogic.readers.infer import Hint, choose, hints, made_from_another, stated_relations
from licenselogic.readers.names import full_name, is_path, last_part, names_nothing, read_name

_USUAL_REVISIONS = ("", "main", "master")
_ID = re.compile(r"[\w.\-]+/[\w.\-]+")
_ENDINGS = (".ckpt", ".gguf", ".safetensors")
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.\-]*://|models/", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Upstream:
    """Edges to what a card was made from, and the works among them that have no name."""

    edges: tuple[Edge, ...]
    nameless: tuple[Work, ...] = ()


def upstream_of(work: str, type: str, fields: Fields, notes: Notes) -> Upstream:
    """Return what the card of a work of this type was made from."""
    reader = _Reader(work, fields, notes)
    wrong = misspelt(fields.meta, notes)
    wrong |= {key for key in ("base_model", "datasets") if unreadable(fields.meta, key)}
    if type == "dataset":
        reader.sources()
    elif type == "software":
        reader.parts()
    else:
        reader.bases("base_model" in wrong)
        reader.datasets("datasets" in wrong)
    return Upstream(tuple(dict.fromkeys(reader.edges)), tuple(reader.nameless))


def source_of(raw: str) -> str | None:
    """Return the dataset that a word for a source names: '' for none, None if it is not named."""
    how, bar, rest = raw.partition("|")
    if how.strip().casefold() != "extended":
        return "" if raw.casefold() == "original" else raw  # `original` says that there is none
    rest = rest.strip().removeprefix("other-").strip()
    return rest if bar and rest.casefold() not in ("", "other") else None


def _tagged_ids(fields: Fields, work: str) -> list[str]:
    """Return the tags that are ids of other works than `work`."""
    return list(dict.fromkeys(t for t in fields.tags if _ID.fullmatch(t) and t != work))


def _is_folder(raw: str) -> bool:
    """Tell whether a name in a configuration may be that of a folder of whoever wrote it.

    So may a name without an owner, if it is no early name of a work on the Hub.
    """
    read = read_name(raw)
    if read is None or is_path(read.id) or _ELSEWHERE.match(read.id):
        return True
    return "/" not in read.id and full_name(read.id) == read.id


@dataclass
class _Base:
    """A base model, and what configurations, the card and its tags say of the relation to it."""

    id: str
    configured: str = ""
    beside: str = ""
    tagged: tuple[str, ...] = ()


@dataclass
class _Reader:
    """Reads the upstream works of one card."""

    work: str
    fields: Fields
    notes: Notes
    edges: list[Edge] = field(default_factory=list)
    nameless: list[Work] = field(default_factory=list)
    unread: bool = False
    no_names: bool = False

    # Base models

    def bases(self, wrong: bool) -> None:
        """Add the edges to base models; `wrong` tells that a field for them cannot be read."""
        names = names_in(self.fields.meta, "base_model", self.notes)
        declared = self._declared(len(names))
        every = declared[0] if len(set(declared)) == 1 else ""
        found: dict[str, _Base] = {}
        for position, named in enumerate(names):
            word = declared[position] if declared else ""
            self._base(named.name, found, beside=self._relation(named.relation) or word)
        for raw, words in stated_relations(self.fields.tags).items():
            self._base(raw, found, tagged=words)
        for raw, word in self.fields.configured.items():
            read = read_name(raw)
            if read is not None and names_nothing(read.id, "model"):
                self._name(raw, "model", "base_model")  # told, and no more than an empty field
            else:
                self._base(self._on_disk(raw, found), found, configured=word)
        guess = self._guess(len(found))
        if any(base.configured == "adapter" for base in found.values()):
            guess = "adapter"
        for base in found.values():
            known = base.configured or base.beside or every
            words = (known,) if known else base.tagged
            self.edges += [Edge(base.id, word) for word in words]
            if not words:
                self.edges.append(Edge(base.id, guess, inferred=True))
        self._in_weights(found)
        if found and {hint.relation for hint in self._hints} == {"merge"}:
            for name in _tagged_ids(self.fields, self.work):
                if name.casefold() not in found:
                    self.notes.unread("tags", f"{quoted(name)}, which is no base model of the card")
        wrong = wrong or self.no_names
        unread = self.unread or unreadable(self.fields.meta, "base_model")
        unread &= bool(found)  # beside others it would be missed
        if unread or (not found and not self._merged()):
            self._shown(every, wrong or unread)

    def _in_weights(self, found: dict[str, _Base]) -> None:
        """Add base models that only files of weights name; relations to them are inferred.

        A place on a disk is set aside where a configuration was loaded from it, and where the card
        names base models: it may be one of them.
        """
        named = [base.id for base in found.values()]
        for raw, word in self.fields.shown.items():
            read = read_name(raw)
            on_disk = read is None or is_path(read.id) or raw.casefold().endswith(_ENDINGS)
            if on_disk and (named or not word):
                message = (
                    f"was made from {quoted(raw)} on somebody's disk, say its files; set aside"
                )
                self.notes.add(Code.UNREAD_FIELD, message)
            elif on_disk or not self._is_one_of(raw, [self.work, *named]):
                before = set(found)
                self._base(raw, found)
                for name in found.keys() - before:
                    guess = word or self._guess(1)
                    self.edges.append(Edge(found[name].id, guess, inferred=True))

    def _is_one_of(self, raw: str, works: list[str]) -> bool:
        """Tell whether a name in a file is that of one of these works: owners may be left out.

        A work without an owner that is called like a known one, which its files name, is a copy.
        """
        same = [work for work in works if last_part(work) == last_part(raw)]
        read = read_name(raw)
        owner = default_owner(read.id) if read is not None else None
        if owner is None or read is None:
            return bool(same)
        owners = {default_owner(work) or "" for work in same}
        known = catalogue().find(read.id) is not None
        return owner.casefold() in map(str.casefold, owners) or ("" in owners and not known)

    def _base(self, raw: str, found: dict[str, _Base], **said: object) -> None:
        """Add what is said of a base model; ids are the same whatever their case."""
        name = self._name(raw, "model", "base_model")
        if name is not None and name.casefold() != self.work.casefold():
            base = found.setdefault(name.casefold(), _Base(name))
            for key, value in said.items():
                if value:
                    setattr(base, key, value)
        elif name is not None:
            self.notes.add(Code.SELF_REFERENCE, "names itself as its base model")
        else:
            self.unread = True

    def _on_disk(self, raw: str, found: dict[str, _Base]) -> str:
        """Return the id that a folder on somebody's disk is a copy of, if the card names it."""
        if _is_folder(raw):
            for base in found.values():
                if last_part(base.id) == last_part(raw):
                    return base.id
        return raw

    def _declared(self, count: int) -> list[str]:
        """Return the relation that the card states for each of `count` base models, or nothing.

        One relation holds for all; of several, each for the base model at its place.
        """
        words = [self._relation(text) for text in self._texts("base_model_relation")]
        known = [word for word in words if word]
        if len(set(known)) <= 1:
            return known[:1] * max(count, 1)
        if len(words) == count:
            return words
        says = f"says `base_model_relation` {listed(known)} of {count} base models; set aside"
        self.notes.add(Code.CONTRADICTORY_FACTS, says)
        return []

    def _texts(self, key: str) -> list[str]:
        return texts_in(self.fields.meta, key, self.notes)

    def _relation(self, text: str) -> str:
        """Return the relation that a word means, '' for none; notes a word that means none."""
        word = text.casefold().replace("-", "_")
        relations = vocabulary().relations
        if not word or word in relations:
            return word
        for name, relation in relations.items():
            if text.casefold() in relation.tags:
                return name
        hint = did_you_mean(text[:100], relations)
        message = f"says `base_model_relation` {quoted(text)}, which is no relation; set aside"
        self.notes.add(Code.UNKNOWN_WORD, f"{message}{f'; {hint}' if hint else ''}")
        return ""

    def _guess(self, base_models: int) -> str:
        return choose((hint.relation for hint in self._hints), base_models)

    @cached_property
    def _hints(self) -> list[Hint]:
        fields = self.fields
        found = hints(
            fields.tags, library_name=fields.library_name, files=fields.files, name=self.work
        )
        if self._texts("quantized_by"):
            found.append(Hint("quantized", "quantized_by", "the field `quantized_by`"))
        return found

    def _merged(self) -> bool:
        """Add the models that the tags of a merge name; tell whether there are any."""
        if not any(hint.relation == "merge" for hint in self._hints):
            return False
        names = _tagged_ids(self.fields, self.work)
        self.edges += [Edge(name, "merge", inferred=True) for name in names]
        return bool(names)

    def _shown(self, declared: str, wrong: bool) -> None:
        """Add an upstream without a name, if the card shows that there is one."""
        signs = made_from_another(self._hints, self.fields.files)
        shown = [hint.where for hint in signs]
        shown += ["the field `base_model_relation`"] if declared else []
        shown += ["a field for its base model"] if wrong else []
        if shown:
            word = declared or self._guess(1)
            self._nameless("model", word, not declared, shown)

    def _nameless(self, type: str, by: str, inferred: bool, shown: list[str]) -> None:
        name = nameless(WHAT[type], self.work)
        self.edges.append(Edge(name, by, inferred=inferred))
        self.nameless.append(Work(name, type))
        message = f"shows that it was made from another {type}, which it does not name"
        where = ", ".join(shown[:3])
        works = (name, self.work)
        self.notes.add_about(Code.MISSING_UPSTREAM, f"{message} ({where})", works)

    # Datasets

    def datasets(self, wrong: bool) -> None:
        """Add the edges to the datasets that a model was trained on."""
        self.no_names = False
        raws = [*self._texts("datasets"), *self._texts("source_datasets"), *self._tagged("dataset")]
        for name in self._dataset_names(raws, "datasets"):
            self.edges.append(Edge(name, "trained_on"))
        if wrong or self.no_names:
            self._nameless("dataset", "trained_on", True, ["a field for its datasets"])

    def sources(self) -> None:
        """Add the edges to the datasets that a dataset was made from."""
        told = [*self._texts("source_datasets"), *self._tagged("source_datasets")]
        read = [source_of(raw) for raw in told]
        raws, extended = [name for name in read if name], None in read
        raws += self._texts("datasets")
        for name in self._dataset_names(raws, "source_datasets"):
            if name.casefold() == self.work.casefold():
                self.notes.add(Code.SELF_REFERENCE, "names itself as its source")
            else:
                self.edges.append(Edge(name, "incorporate", inferred=True))
        if extended or self.no_names or unreadable(self.fields.meta, "source_datasets"):
            self._nameless("dataset", "incorporate", True, ["the field `source_datasets`"])

    def parts(self) -> None:
        """Add the edges to what an application of the Hub names: it ships or calls them."""
        for key, type in (("models", "model"), ("datasets", "dataset")):
            self.no_names = unreadable(self.fields.meta, key)
            for raw in self._texts(key):
                name = self._name(raw, type, key)
                if name is not None:
                    self.edges.append(Edge(name, "combine", inferred=True))
            if self.no_names:
                self._nameless(type, "combine", True, [f"the field `{key}`"])

    def _tagged(self, prefix: str) -> list[str]:
        """Return what follows `prefix` in the tags."""
        start = f"{prefix}:"
        return [t.removeprefix(start) for t in self.fields.tags if t.startswith(start)]

    def _dataset_names(self, raws: list[str], key: str) -> list[str]:
        names = (self._name(raw, "dataset", key) for raw in dict.fromkeys(raws))
        return list(dict.fromkeys(name for name in names if name is not None))

    # Names

    def _name(self, raw: str, type: str, key: str) -> str | None:
        """Return the id that a text names, or None for what names no work; notes what is odd."""
        what = WHAT[type]
        found = read_name(raw)
        if found is None:
            self.notes.unread(key, f"{quoted(raw, 40)}, which is no id")
            self.no_names = True
            return None
        name = found.id.removeprefix("datasets/") if type == "dataset" else found.id
        if names_nothing(name, type):
            message = f"names {quoted(name)} as {what}, which is the name of no work; set aside"
            self.notes.add(Code.PLACEHOLDER, message)
            return None
        full = full_name(name, type)
        if full != name:
            message = f"names {quoted(name)} as its {what}; read as {quoted(full)}"
            self.notes.add(Code.LEGACY_NAME, message, full)
        if found.revision not in _USUAL_REVISIONS:
            message = f"names {quoted(name)} at the revision {quoted(found.revision)}"
            self.notes.add(Code.REVISION, f"{message}; judged as the work is today", full)
        return full
