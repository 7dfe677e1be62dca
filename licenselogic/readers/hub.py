"""The Hugging Face Hub to lineages: model cards, saved responses, model folders, live models.

Each function returns a `Lineage` in which every base model and dataset that is named is a work.
What nobody describes has no licence and a finding; `known` supplies works that are described
elsewhere.  `huggingface_hub` is imported when a card is read or the Hub is asked, and not before.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import Diagnostic, LineageError
from licenselogic.base.display import printable, quoted
from licenselogic.base.documents import read_json, read_text, read_yaml
from licenselogic.library.library import Library
from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.work import Edge, Evidence, Finding, Work, default_owner
from licenselogic.readers.cards import (
    Card,
    Fields,
    clean_name,
    full_name,
    infer_relation,
    read_card,
)

__all__ = ["from_card", "from_folder", "from_hub", "from_response", "infer_relation"]

MAX_HEADER = 2**20
MAX_FILES = 5000
MAX_WORKS = 100
"""How many works of the Hub are looked up for one lineage."""

UNNAMED = "this-model"
"""The id of a work whose card is read without saying whose card it is."""

_OPENING = re.compile(r"\s*---[ \t]*(?:\r\n|\r|\n)")
_CLOSING = re.compile(r"(?:\r\n|\r|\n)---[ \t]*(?=\r|\n|$)")
_MODEL_KEYS = ("model", "base_model", "source_model")
_CONFIGS = ("mergekit_config.yml", "mergekit_config.yaml")


def from_card(
    text: str,
    repo_id: str | None = None,
    *,
    known: Mapping[str, Work] | None = None,
    library: Library | None = None,
    file: str = "README.md",
) -> Lineage:
    """Return the lineage that a model card (the text of a README.md) describes.

    `repo_id` is the id of the model, and `file` what messages call the card.  Raises `LineageError`
    for a card without a header, for a header that cannot be read, and with the code missing-extra
    if `huggingface_hub` is not installed.
    """
    name = repo_id or UNNAMED
    meta, body = _header(text, file)
    evidence = Evidence(text=body, name=name.rpartition("/")[2])
    card = read_card(name, _fields(meta, file), evidence=evidence, library=library)
    return assemble([card], known)


def from_response(
    data: Mapping[str, Any],
    *,
    type: str = "model",
    known: Mapping[str, Work] | None = None,
    library: Library | None = None,
) -> Lineage:
    """Return the lineage that a response of the Hub's API (`/api/models/ID`) describes.

    `type` is `dataset` for `/api/datasets/ID`.  Raises `LineageError` for a response without an id,
    or with fields of a wrong shape.
    """
    return assemble([_response_card(data, type, None, library)], known)


def from_folder(
    path: str | Path,
    repo_id: str | None = None,
    *,
    known: Mapping[str, Work] | None = None,
    library: Library | None = None,
) -> Lineage:
    """Return the lineage of the model in a folder.

    Read are `README.md`, `adapter_config.json` and `mergekit_config.yml`; the names of all files
    are evidence.  The model is called `repo_id`, else like the folder.  Raises `LineageError` if
    the folder has none of the three, or if one of them cannot be read.
    """
    folder = Path(path)
    name = repo_id or printable(folder.resolve().name) or UNNAMED
    files = tuple(_files(folder))
    meta, body = _folder_card(folder)
    configured = dict(_configured(folder, name))
    if meta is None and not configured:
        wanted = "README.md, adapter_config.json, mergekit_config.yml"
        raise _unsupported(f"the folder {quoted(path)} has none of: {wanted}")
    evidence = Evidence(files, body, name.rpartition("/")[2])
    fields = replace(_fields(meta or {}, str(folder)), configured=configured)
    card = read_card(name, fields, evidence=evidence, library=library)
    return assemble([card], known)


def from_hub(
    repo_id: str,
    *,
    limit: int = MAX_WORKS,
    client: Any = None,
    known: Mapping[str, Work] | None = None,
    library: Library | None = None,
) -> Lineage:
    """Return the lineage of a model of the Hub, looking up its ancestors one by one.

    At most `limit` works are asked for; what lies beyond becomes a finding.  `client` is an
    `HfApi` or works like one; by default one for `HF_ENDPOINT`.  Raises `LineageError` if the Hub
    has no such model, cannot be reached, or if works derive from each other in a circle.
    """
    walk = _Walk(client if client is not None else _client(), limit, known or {}, library)
    walk.run(clean_name(repo_id, repo_id))
    return assemble(list(walk.cards.values()), known, walk.reasons)


def assemble(
    cards: Sequence[Card],
    known: Mapping[str, Work] | None = None,
    reasons: Mapping[str, str] | None = None,
) -> Lineage:
    """Return the lineage of these cards; every work that they name is in it.

    `reasons` says of works without a card why nothing is known of them.  A dataset that has the id
    of a model is called `datasets/ID`, as in its address on the Hub.
    """
    models = {card.work.id for card in cards if card.work.type != "dataset"}
    models |= {e.work for card in cards for e in card.upstream if not _to_dataset(e)}
    made = _Assembly(frozenset(models), known or {}, reasons or {})
    for card in cards:
        made.add(card)
    for card in cards:
        made.complete(card)
    return Lineage.of(made.works.values(), made.upstream, made.findings)


def _to_dataset(edge: Edge) -> bool:
    return edge.by == "trained_on"


@dataclass
class _Assembly:
    """Works, edges and findings of several cards under names that do not clash."""

    models: frozenset[str]
    known: Mapping[str, Work]
    reasons: Mapping[str, str]
    works: dict[str, Work] = field(default_factory=dict)
    upstream: dict[str, list[Edge]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def name(self, identifier: str, dataset: bool) -> str:
        """Return the name of a work in this lineage."""
        return f"datasets/{identifier}" if dataset and identifier in self.models else identifier

    def add(self, card: Card) -> None:
        """Add the work of a card."""
        name = self.name(card.work.id, card.work.type == "dataset")
        self.works[name] = replace(card.work, id=name)
        self.findings += card.findings

    def complete(self, card: Card) -> None:
        """Add the edges of a card, and the works that only edges name."""
        below = self.name(card.work.id, card.work.type == "dataset")
        edges = self.upstream.setdefault(below, [])
        for edge in card.upstream:
            name = self.name(edge.work, _to_dataset(edge))
            edges.append(replace(edge, work=name))
            if name not in self.works:
                self.works[name] = self._named(edge, name, below)

    def _named(self, edge: Edge, name: str, below: str) -> Work:
        if edge.work in self.known:
            return replace(self.known[edge.work], id=name)
        reason = self.reasons.get(edge.work, "nothing else is known of it")
        message = f"{quoted(name)} is named as upstream of {quoted(below)}; {reason}"
        self.findings.append(Finding(Code.MISSING_UPSTREAM, message, (name, below)))
        return Work(name, "dataset" if _to_dataset(edge) else "model")


# Cards and responses ----------------------------------------------------------------------------


def _header(text: str, file: str) -> tuple[dict[str, Any], str]:
    """Return the header of a card and the text below it.

    The header is read twice: within limits, for errors that name the line, and then as the Hub's
    own client reads it, whose word counts.
    """
    text = text.removeprefix("\ufeff")
    opening = _OPENING.match(text)
    if opening is None:
        raise _unsupported(f"{quoted(file)} does not begin with a header between `---` lines")
    closing = _CLOSING.search(text, opening.end() - 1, MAX_HEADER)
    if closing is None:
        raise _unsupported(f"the header of {quoted(file)} does not end, or is above 1 MB")
    read_yaml(text[: closing.start()], file)
    return _client_header(text, file)


def _client_header(text: str, file: str) -> tuple[dict[str, Any], str]:
    hub = _huggingface_hub()
    try:
        card = hub.RepoCard(text, ignore_metadata_errors=True)
        meta: dict[str, Any] = card.data.to_dict()
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        message = f"the header of {quoted(file)} is not a mapping of fields"
        raise _unsupported(message) from error
    return meta, str(card.text)


def _huggingface_hub() -> Any:
    try:
        import huggingface_hub
    except ImportError:
        message = "model cards and the live Hub are read through `huggingface_hub`"
        help = "pip install 'licenselogic[hub]'"
        raise LineageError(Diagnostic(Code.MISSING_EXTRA, message, help=help)) from None
    return huggingface_hub


def _fields(meta: Mapping[str, Any], file: str) -> Fields:
    tags = meta.get("tags")
    library_name = meta.get("library_name")
    return Fields(
        meta,
        _tags([tags] if isinstance(tags, str) else tags, file),
        library_name if isinstance(library_name, str) else None,
    )


def _tags(raw: object, where: str) -> tuple[str, ...]:
    if raw is None:
        return ()
    if not isinstance(raw, list):
        raise _unsupported(f"the tags of {quoted(where)} are not a list")
    return tuple(str(tag) for tag in raw if isinstance(tag, str | int | float))


def _response_card(
    data: Mapping[str, Any], type: str, name: str | None, library: Library | None
) -> Card:
    """Return the card in a response; `name` is the id that was asked for."""
    identifier = data.get("id") or data.get("modelId") if isinstance(data, Mapping) else None
    if not isinstance(identifier, str):
        raise _unsupported("this is no response of the Hub: it has no `id`")
    identifier = clean_name(identifier, identifier)
    meta = data.get("cardData")
    meta = {} if meta is None else meta
    if not isinstance(meta, Mapping):
        raise _unsupported(f"`cardData` of {quoted(identifier)} is not a mapping")
    own = _fields(meta, identifier)
    tags = dict.fromkeys((*_tags(data.get("tags"), identifier), *own.tags))
    library_name = data.get("library_name")
    return read_card(
        name or identifier,
        Fields(meta, tuple(tags), str(library_name) if library_name else own.library_name),
        type=type,
        owner=default_owner(identifier),
        evidence=Evidence(tuple(_siblings(data)), name=identifier.rpartition("/")[2]),
        library=library,
    )


def _siblings(data: Mapping[str, Any]) -> Iterator[str]:
    siblings = data.get("siblings")
    for sibling in siblings if isinstance(siblings, list) else ():
        name = sibling.get("rfilename") if isinstance(sibling, Mapping) else None
        if isinstance(name, str):
            yield printable(name)


def _unsupported(message: str) -> LineageError:
    return LineageError(Diagnostic(Code.UNSUPPORTED_CARD, message))


# Folders ----------------------------------------------------------------------------------------


def _files(folder: Path) -> Iterator[str]:
    """Yield the names of the files in a folder, sorted, without hidden ones."""
    try:
        names = sorted(
            path.relative_to(folder).as_posix()
            for path, _ in zip(_visible(folder), range(MAX_FILES), strict=False)
        )
    except OSError as error:
        message = f"cannot read {quoted(folder)}: {error.strerror}"
        raise LineageError(Diagnostic(Code.NOT_READABLE, message)) from None
    yield from map(printable, names)


def _visible(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _visible(path)
        else:
            yield path


def _folder_card(folder: Path) -> tuple[dict[str, Any] | None, str]:
    """Return the header and text of the card in a folder; None for a folder without one."""
    path = folder / "README.md"
    if not path.is_file():
        return None, ""
    text = read_text(path)
    if _OPENING.match(text) is None:
        return {}, text
    return _header(text, printable(path))


def _configured(folder: Path, name: str) -> Iterator[tuple[str, str]]:
    """Yield the base models that configuration files name, with their relations."""
    path = folder / "adapter_config.json"
    if path.is_file():
        config = read_json(read_text(path), printable(path))
        base = config.get("base_model_name_or_path") if isinstance(config, dict) else None
        if not isinstance(base, str) or not base.strip():
            raise _unsupported(f"{quoted(path)} has no `base_model_name_or_path`")
        yield full_name(clean_name(base, name)), "adapter"
    for path in (folder / config for config in _CONFIGS):
        if path.is_file():
            for model in _merged(read_yaml(read_text(path), printable(path))):
                yield full_name(clean_name(model, name)), "merge"


def _merged(config: object) -> Iterator[str]:
    """Yield the models that a mergekit configuration names, at any depth."""
    if isinstance(config, list):
        for item in config:
            yield from _merged(item)
    if not isinstance(config, dict):
        return
    for key, value in config.items():
        if key in _MODEL_KEYS:
            yield from _references(value)
        else:
            yield from _merged(value)


def _references(value: object) -> Iterator[str]:
    """Yield the ids in a model reference: `ID`, `ID@revision`, `ID+LORA`, or `{model: ...}`."""
    if isinstance(value, dict):
        for key in ("model", "path", "lora"):
            yield from _references(value.get(key))
    elif isinstance(value, str):
        yield from (part.partition("@")[0] for part in value.split("+") if part.strip())


# The live Hub -----------------------------------------------------------------------------------


def _client() -> Any:
    return _huggingface_hub().HfApi()


@dataclass
class _Walk:
    """Looks up a model and its ancestors, nearest first."""

    client: Any
    limit: int
    known: Mapping[str, Work]
    library: Library | None
    cards: dict[tuple[str, str], Card] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)

    def run(self, root: str) -> None:
        """Look up `root` and what it was made from; raises `LineageError` if it is not there."""
        waiting = deque([("model", root)])
        while waiting:
            type, name = key = waiting.popleft()
            if key in self.cards or name in self.reasons or (self.cards and name in self.known):
                continue
            if len(self.cards) >= self.limit:
                self.reasons[name] = f"not looked up, after {self.limit:,} works"
                continue
            card = self._look_up(type, name)
            if card is not None:
                self.cards[key] = card
                waiting += [
                    ("dataset" if _to_dataset(e) else "model", e.work) for e in card.upstream
                ]
            elif not self.cards:
                message = f"the Hub has no public model called {quoted(name)}"
                raise LineageError(Diagnostic(Code.UNKNOWN_WORK, message))
            else:
                self.reasons[name] = f"the Hub has no public {type} of that name"

    def _look_up(self, type: str, name: str) -> Card | None:
        data = self._ask(type, name)
        return None if data is None else _response_card(data, type, name, self.library)

    def _ask(self, type: str, name: str) -> dict[str, Any] | None:
        errors = _huggingface_hub().errors
        ask = self.client.dataset_info if type == "dataset" else self.client.model_info
        try:
            return _as_response(ask(name))
        except (errors.RepositoryNotFoundError, errors.HFValidationError):
            return None
        except _failures(errors) as error:
            reason = (str(error).splitlines() or [error.__class__.__name__])[0]
            message = f"the Hub did not answer about {quoted(name)}: {quoted(reason, 160)}"
            raise LineageError(Diagnostic(Code.HUB_UNREACHABLE, message)) from error


def _failures(errors: Any) -> tuple[type[Exception], ...]:
    """Return what goes wrong on the way to the Hub, whatever transport its client uses.

    The client's own error derives from the transport's, which also stands for lost connections.
    """
    bases = errors.HfHubHTTPError.__mro__
    return tuple(b for b in bases if issubclass(b, Exception) and b is not Exception)


def _as_response(info: Any) -> dict[str, Any]:
    """Return a `ModelInfo` or `DatasetInfo` of the client as the API's own answer."""
    card = getattr(info, "card_data", None)
    return {
        "id": info.id,
        "tags": list(getattr(info, "tags", None) or ()),
        "library_name": getattr(info, "library_name", None),
        "cardData": card.to_dict() if card is not None else {},
        "siblings": _names(getattr(info, "siblings", None) or ()),
    }


def _names(siblings: Iterable[Any]) -> list[dict[str, str]]:
    return [{"rfilename": sibling.rfilename} for sibling in siblings]
