"""What a model card, and the tags that the Hub makes of it, say of a licence and of upstream works.

Nothing here reads a file or asks a server: fields and tags in, a `Card` out.  Real cards are dirty,
so what contradicts itself, or says nothing, becomes a `Finding` and never disappears.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import Diagnostic, LineageError
from licenselogic.base.display import kind_of, listed, quoted
from licenselogic.library.library import Library, licenses
from licenselogic.library.terms import UNDECLARED
from licenselogic.lineage.work import Edge, Evidence, Finding, Work
from licenselogic.norms.vocabulary import vocabulary


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MERGE_WORDS = _words("merge merges mergekit mergekit-moe lazymergekit automerger frankenmerge")
ADAPTER_WORDS = _words("peft adapter adapters adapter-transformers lora qlora dora loha lokr ia3")
QUANTIZED_WORDS = _words(
    "quantized gguf gguf-my-repo ggml llama.cpp llama-cpp imatrix imat gptq autogptq auto-gptq "
    "gptqmodel awq autoawq exl2 exl3 exllama exllamav2 exllamav3 bnb bitsandbytes aqlm quip quip# "
    "hqq eetq vptq spqr marlin autoquant autoround auto-round compressed-tensors"
)
"""Tags, and names of libraries, that tell how a model was made from its base."""

_WIDTH = re.compile(
    r"[1-8](?:\.\d+)?[-_ ]?bits?|\d+(?:\.\d+)?[-_ ]?bpw|(?:int|nf|(?:mx|nv)?fp)[2-8]"
    r"|w\d+a\d+|i?q[1-8]_\w+"
)
"""Tags that name a width below sixteen bits: `4-bit`, `int8`, `4.65bpw`, `w4a16`, `q4_k_m`."""

_LEGACY = {
    "google-bert": "bert-base-cased bert-base-cased-finetuned-mrpc bert-base-chinese "
    "bert-base-german-cased bert-base-german-dbmdz-cased bert-base-german-dbmdz-uncased "
    "bert-base-multilingual-cased bert-base-multilingual-uncased bert-base-uncased "
    "bert-large-cased bert-large-cased-whole-word-masking "
    "bert-large-cased-whole-word-masking-finetuned-squad bert-large-uncased "
    "bert-large-uncased-whole-word-masking bert-large-uncased-whole-word-masking-finetuned-squad",
    "FacebookAI": "roberta-base roberta-large roberta-large-mnli xlm-clm-ende-1024 "
    "xlm-clm-enfr-1024 xlm-mlm-100-1280 xlm-mlm-17-1280 xlm-mlm-en-2048 xlm-mlm-ende-1024 "
    "xlm-mlm-enfr-1024 xlm-mlm-enro-1024 xlm-mlm-tlm-xnli15-1024 xlm-mlm-xnli15-1024 "
    "xlm-roberta-base xlm-roberta-large xlm-roberta-large-finetuned-conll02-dutch "
    "xlm-roberta-large-finetuned-conll02-spanish xlm-roberta-large-finetuned-conll03-english "
    "xlm-roberta-large-finetuned-conll03-german",
    "openai-community": "gpt2 gpt2-large gpt2-medium gpt2-xl openai-gpt "
    "roberta-base-openai-detector roberta-large-openai-detector",
    "google-t5": "t5-11b t5-3b t5-base t5-large t5-small",
    "distilbert": "distilbert-base-cased distilbert-base-cased-distilled-squad "
    "distilbert-base-german-cased distilbert-base-multilingual-cased distilbert-base-uncased "
    "distilbert-base-uncased-distilled-squad distilbert-base-uncased-finetuned-sst-2-english "
    "distilgpt2 distilroberta-base",
    "albert": "albert-base-v1 albert-base-v2 albert-large-v1 albert-large-v2 albert-xlarge-v1 "
    "albert-xlarge-v2 albert-xxlarge-v1 albert-xxlarge-v2",
    "xlnet": "xlnet-base-cased xlnet-large-cased",
    "transfo-xl": "transfo-xl-wt103",
    "almanach": "camembert-base",
}

LEGACY_NAMES = {
    name: f"{owner}/{name}" for owner, names in _LEGACY.items() for name in names.split()
}
"""Models of the Hub's early days, once named without an owner, and where they are today."""

_ADDRESS = re.compile(
    r"(?:https?://)?(?:www\.)?(?:huggingface\.co|hf\.co)/(?:datasets/|models/)?([^/\s]+/[^/\s?#]+)(?:[/?#].*)?"
)
_MAX_NAME = 500


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


def infer_relation(
    tags: Iterable[str], *, base_models: int = 1, library_name: str | None = None
) -> str:
    """Return how a model was made from its base, as the Hub infers it where nobody says.

    Several base models, or a word of merging among the tags, mean `merge`; then words of adapters
    mean `adapter`, words of quantization `quantized`, and nothing of all this means `finetune`.
    `tags` are tags of the Hub in any order; case does not matter.
    """
    words = {tag.casefold() for tag in tags}
    if library_name:
        words.add(library_name.casefold())
    if base_models > 1 or words & MERGE_WORDS:
        return "merge"
    if words & ADAPTER_WORDS:
        return "adapter"
    if words & QUANTIZED_WORDS or any(_WIDTH.fullmatch(word) for word in words):
        return "quantized"
    return "finetune"


def stated_relations(tags: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the base models that tags name, each with the relations that tags state for it.

    `base_model:finetune:ID` states one, `base_model:ID` none.
    """
    found: dict[str, tuple[str, ...]] = {}
    for tag in tags:
        if not tag.startswith("base_model:"):
            continue
        rest = tag.removeprefix("base_model:")
        word, colon, name = rest.partition(":")
        if colon and word in vocabulary().relations:
            found[name] = tuple(dict.fromkeys((*found.get(name, ()), word)))
        else:
            found.setdefault(rest, ())
    return found


def full_name(name: str) -> str:
    """Return the name that the Hub redirects an early name to, or the name itself."""
    return LEGACY_NAMES.get(name, name)


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
                raise _unsupported(f"the card of {quoted(self.name)}: {message}")
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


def clean_name(raw: str, owner: str) -> str:
    """Return the id in a name or address; raises `LineageError` for what cannot be one.

    `owner` is the work whose card says so, for the message.
    """
    name = raw.strip()
    match = _ADDRESS.fullmatch(name)
    if match:
        name = match.group(1)
    if not name.isprintable() or len(name) > _MAX_NAME:
        message = f"the card of {quoted(owner)} names {quoted(name, 40)}, which is no id"
        raise _unsupported(message)
    return name


def _addresses(links: Iterable[str]) -> list[str]:
    """Return links as licences may list them, with and without the last slash."""
    web = [link for link in links if link.startswith(("http://", "https://"))]
    return [form for link in web for form in (link, link.rstrip("/"), f"{link.rstrip('/')}/")]


def _unsupported(message: str) -> LineageError:
    return LineageError(Diagnostic(Code.UNSUPPORTED_CARD, message))
