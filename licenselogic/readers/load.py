"""A path to a lineage, whatever it holds: a lineage file, a card, a saved response, or a folder."""

from contextlib import suppress
from pathlib import Path

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import Diagnostic, LineageError
from licenselogic.base.display import printable, quoted
from licenselogic.base.documents import read_json, read_text, read_yaml
from licenselogic.base.source import Source
from licenselogic.lineage.graph import Lineage

_HUB_KEYS = {"tags", "modelId", "cardData"}


def load_lineage(path: str | Path) -> Lineage:
    """Return the lineage in a file or folder.

    Read are lineage files in YAML or JSON, model cards (`README.md`), saved Hub responses (JSON),
    and folders that hold a card, an `adapter_config.json` or a `mergekit_config.yml`.
    Raises `LineageError` for whatever cannot be read, with every mistake and its place.
    """
    path = Path(path)
    if _is_folder(path):
        from licenselogic.readers.hub import from_folder

        return from_folder(path)
    text = read_text(path)
    source = Source(printable(path), text)
    if not text.strip():
        raise LineageError(Diagnostic(Code.BAD_LINEAGE, f"{quoted(path)} is empty"))
    if path.suffix.casefold() == ".md":
        from licenselogic.readers.hub import from_card

        return from_card(text, path.resolve().parent.name, file=source.name)
    if path.suffix.casefold() == ".json" or text.lstrip().startswith("{"):
        return _from_json(source)
    return Lineage.from_dict(read_yaml(text, source.name), source)


def _is_folder(path: Path) -> bool:
    with suppress(OSError, ValueError):
        return path.is_dir()
    return False


def _from_json(source: Source) -> Lineage:
    """Return the lineage of a JSON file: a lineage file, or a saved answer of the Hub."""
    data = read_json(source.text, source.name)
    if isinstance(data, dict) and "works" not in data and _HUB_KEYS & data.keys():
        from licenselogic.readers.hub import from_response

        return from_response(data)
    return Lineage.from_dict(data, source)
