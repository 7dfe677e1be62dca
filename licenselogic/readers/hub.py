"""The live Hugging Face Hub to a lineage: a model and its ancestors, looked up one by one."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import Diagnostic, LineageError, missing_extra
from licenselogic.base.display import quoted
from licenselogic.library.library import Library
from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.work import is_nameless
from licenselogic.readers.assemble import alone, assemble, to_dataset
from licenselogic.readers.card import Card
from licenselogic.readers.catalogue import catalogue as shipped
from licenselogic.readers.known import Described, Given, Known, Source, known_of, rows_in
from licenselogic.readers.names import read_name, unsupported
from licenselogic.readers.responses import response_card

MAX_WORKS = 100
"""How many works of the Hub are looked up for one lineage."""


def from_hub(
    repo_id: str,
    *,
    limit: int = MAX_WORKS,
    client: Any = None,
    known: Given = None,
    catalogue: bool = True,
    library: Library | None = None,
) -> Lineage:
    """Return the lineage of a model of the Hub, looking up its ancestors one by one.

    At most `limit` works are asked for, and none that are in `known`; what lies beyond, or is not
    on the Hub, is taken from the catalogue, or becomes a finding.  `client` is an
    `HfApi` or works like one; by default one for `HF_ENDPOINT`.  Raises `LineageError` if the Hub
    has no such model, cannot be reached, or if works derive from each other in a circle.
    """
    given = known_of(known, catalogued=False)
    walk = _Walk(client if client is not None else _client(), limit, given, library)
    name = read_name(repo_id)
    if name is None:
        raise unsupported(f"{quoted(repo_id, 40)} is no id of the Hub")
    walk.run(name.id)
    first, *others = walk.cards.values()
    sources = (*given.sources, *((rows_in(shipped(), library),) if catalogue else ()))
    return assemble([alone(first), *others], Known(sources), walk.reasons)


def hub_source(*, client: Any = None, library: Library | None = None) -> Source:
    """Return the source of the works on the live Hub; at most `MAX_WORKS` are asked for."""
    walk = _Walk(client if client is not None else _client(), MAX_WORKS, Known(), library)
    asked: dict[tuple[str, str], Card | None] = {}

    def find(name: str, type: str) -> Described | None:
        if (type, name) not in asked and len(asked) < MAX_WORKS:
            asked[type, name] = walk.look_up(type, name)
        card = asked.get((type, name))
        return None if card is None else Described(card)

    return find


def _huggingface_hub() -> Any:
    try:
        import huggingface_hub.errors
    except ImportError:
        message = "the live Hub is asked through `huggingface_hub`"
        raise LineageError(missing_extra(message, "hub")) from None
    return huggingface_hub


def _client() -> Any:
    return _huggingface_hub().HfApi()


@dataclass
class _Walk:
    """Looks up a model and its ancestors, nearest first."""

    client: Any
    limit: int
    known: Known
    library: Library | None
    cards: dict[tuple[str, str], Card] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)

    def run(self, root: str) -> None:
        """Look up `root` and what it was made from; raises `LineageError` if it is not there."""
        waiting = deque([("model", root)])
        while waiting:
            type, name = key = waiting.popleft()
            if key in self.cards or name in self.reasons:
                continue
            if self.cards and self.known.find(name, type) is not None:
                continue
            if len(self.cards) >= self.limit:
                self.reasons[name] = f"not looked up, after {self.limit:,} works"
                continue
            card = self.look_up(type, name)
            if card is not None:
                self.cards[key] = card
                waiting += [
                    ("dataset" if to_dataset(card, e) else "model", e.work)
                    for e in card.upstream
                    if not is_nameless(e.work)
                ]
            elif not self.cards:
                message = f"the Hub has no public model called {quoted(name)}"
                raise LineageError(Diagnostic(Code.UNKNOWN_WORK, message))
            else:
                self.reasons[name] = f"the Hub has no public {type} of that name"

    def look_up(self, type: str, name: str) -> Card | None:
        """Return what the Hub says of a work; None if it has no such public work."""
        data = self._ask(type, name)
        return None if data is None else response_card(data, type, name, self.library)

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
        "config": getattr(info, "config", None),
        "siblings": _names(getattr(info, "siblings", None) or ()),
    }


def _names(siblings: Iterable[Any]) -> list[dict[str, str]]:
    return [{"rfilename": sibling.rfilename} for sibling in siblings]
