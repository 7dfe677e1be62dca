"""The files of a project that may name models: source, notebooks and configuration."""

import json
import os
import re
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import Diagnostic, LineageError
from licenselogic.base.display import quoted
from licenselogic.base.documents import read_documents, read_json
from licenselogic.readers.bom_names import hub_id
from licenselogic.scan.python import UnreadableError, parsed
from licenselogic.scan.uses import Found, Use

MAX_FILES = 20_000
"""How many files of a project are looked into; more are an error, so that nothing is missed."""

MAX_SIZE = 2**20
"""The bytes that a file of configuration may have."""

SOURCE = (".py", ".pyw")
NOTEBOOK = ".ipynb"
SETTINGS = (".json", ".jsonc", ".toml", ".yaml", ".yml")

_PASSED_OVER = frozenset(
    {"__pycache__", "build", "dist", "env", "node_modules", "site-packages", "venv"}
)
_LOCKS = re.compile(r".*lock.*\.(?:json|toml|ya?ml)|.*\.(?:schema|min)\.json|tokenizer\.json")
_MODEL = re.compile(
    r"(?:[a-z0-9]+[_-])*(?:model|checkpoint|tokenizer|encoder|embedder|llm|adapter|lora)"
    r"(?:[_-](?:id|name|path|or|repo|hf|hub|hub[_-]id))*s?"
)
_DATASET = re.compile(r"(?:[a-z0-9]+[_-])*datasets?(?:[_-](?:id|name|path|or|repo|hf|hub))*s?")
_REPO = frozenset({"repo_id", "hf_repo", "hf_repo_id", "hub_repo_id"})
_ANY_KEY = re.compile(r"model|checkpoint|tokenizer|encoder|embedder|llm|adapter|lora|dataset|repo")
_HUB_ID = re.compile(r"[A-Za-z0-9][\w.\-]*/[\w.\-]+", re.ASCII)
_FILE = re.compile(
    r".*\.(?:bin|ckpt|csv|gguf|h5|jsonl?|onnx|parquet|pkl|pth?|py|safetensors|tsv|txt|ya?ml)",
    re.IGNORECASE,
)
_MAGIC = re.compile(r"^(\s*)(?:[%!?].*|\w[\w.]*\?{1,2}\s*)$", re.MULTILINE)
_CAPTURED = re.compile(r"=[ \t]*[!%].*$", re.MULTILINE)
_TIMED = re.compile(r"^(\s*)%time[ \t]+", re.MULTILINE)
_PYTHON_CELL = re.compile(r"\s*%%(?:time|timeit|capture|prun|python3?\b|writefile\s.*\.pyw?\s*\n)")
"""How cells begin that are Python beneath their first line."""
_DEEPEST = 30


def project_files(folder: Path) -> list[str]:
    """Return the files of a project that are read, by their path in it, sorted.

    Hidden folders, virtual environments and what is built are passed over, and no link to a folder
    is followed.  Raises `LineageError` for a folder that cannot be read, and for too many files.
    """
    try:
        found = list(islice(_walk(folder), MAX_FILES + 1))
    except OSError as error:
        message = f"cannot read {quoted(folder)}: {error.strerror}"
        raise LineageError(Diagnostic(Code.NOT_READABLE, message)) from None
    if len(found) > MAX_FILES:
        message = f"{quoted(folder)} has more than {MAX_FILES:,} files to look into"
        help = "scan the folder of one program"
        raise LineageError(Diagnostic(Code.TOO_LARGE, message, help=help))
    return sorted(found)


def _walk(folder: Path) -> Iterator[str]:
    def stop(error: OSError) -> None:
        raise error

    for inner, folders, names in os.walk(folder, onerror=stop):
        here = Path(inner)
        folders[:] = [name for name in folders if _is_own(here, name)]
        for name in names:
            suffix = Path(name).suffix.casefold()
            if suffix in (*SOURCE, NOTEBOOK, *SETTINGS) and not _LOCKS.fullmatch(name.casefold()):
                yield (here / name).relative_to(folder).as_posix()


def _is_own(here: Path, name: str) -> bool:
    if name.startswith(".") or name.casefold() in _PASSED_OVER:
        return False
    return not (here / name / "pyvenv.cfg").exists()


# Notebooks --------------------------------------------------------------------------------------


def cells_in(text: str) -> tuple[str, list[tuple[int, int]], list[int]]:
    """Return the code of a notebook as one module, where its lines come from, and what is no code.

    For each line of the module there is the number of its cell and of the line in it; last come the
    numbers of cells that are not Python.  Raises `UnreadableError` for what is no notebook.
    """
    try:
        data = json.loads(text)
        cells = [(n, c) for n, c in enumerate(data["cells"], 1) if c.get("cell_type") == "code"]
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError):
        raise UnreadableError("is no notebook") from None
    lines: list[str] = []
    places: list[tuple[int, int]] = []
    odd = []
    for number, cell in cells:
        code = _python(cell.get("source"))
        try:
            parsed(code)
        except UnreadableError:
            odd.append(number)
            continue
        own = code.split("\n")
        lines += own
        places += [(number, line) for line in range(1, len(own) + 1)]
    return "\n".join(lines), places, odd


def _python(source: object) -> str:
    """Return the code of a cell without the commands of the notebook."""
    texts = source if isinstance(source, list) else [source]
    code = "".join(text for text in texts if isinstance(text, str))
    if code.lstrip().startswith("%%") and not _PYTHON_CELL.match(code):
        return ""
    code = _CAPTURED.sub("= None", _MAGIC.sub(r"\1pass", _TIMED.sub(r"\1", code)))
    return "\n".join(code.splitlines())


def placed(found: Found, places: list[tuple[int, int]]) -> Found:
    """Return what was found in the module of a notebook, at the places in its cells."""

    def at(file: str, line: int) -> dict[str, Any]:
        cell, inner = places[line - 1] if line <= len(places) else (0, line)
        return {"file": f"{file}#cell-{cell}", "line": inner}

    return Found(
        tuple(replace(use, **at(use.file, use.line)) for use in found.uses),
        tuple(replace(one, **at(one.file, one.line)) for one in found.unnamed),
    )


# Configuration ----------------------------------------------------------------------------------


def named_in(text: str, file: str) -> tuple[Use, ...]:
    """Return the models and datasets that a file of configuration names.

    A name counts under a key that says what it is (`model_name`, `dataset`, `repo_id`), if it has
    the form of an id of the Hub.  Raises `UnreadableError`.
    """
    if not _ANY_KEY.search(text.casefold()):
        return ()
    if len(text) > MAX_SIZE:
        raise UnreadableError("is too large")
    found: dict[Use, None] = {}
    for document in _documents(text, file):
        for key, value in _pairs(document, "", 0):
            type = _type(key)
            if type and (_HUB_ID.fullmatch(value) or hub_id(value)) and not _FILE.fullmatch(value):
                line = text.count("\n", 0, max(text.find(value), 0)) + 1
                found[Use(file, line, key, value, type)] = None
    return tuple(sorted(found))


def _documents(text: str, file: str) -> list[Any]:
    with suppress(LineageError, ValueError, RecursionError):
        if file.casefold().endswith(".toml"):
            return [tomllib.loads(text)]
        if file.casefold().endswith(".json"):
            return [read_json(text, file)]
        return read_documents(text, file)
    raise UnreadableError("cannot be read")


def _pairs(value: object, key: str, depth: int) -> Iterator[tuple[str, str]]:
    """Yield the texts in a value, each with the key that it stands under."""
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        for inner, item in value.items():
            yield from _pairs(item, str(inner), depth + 1)
    elif isinstance(value, list):
        for item in value:
            yield from _pairs(item, key, depth + 1)
    elif isinstance(value, str):
        yield key, value.strip()


def _type(key: str) -> str:
    """Return the type of what a key names, '' for keys of anything else."""
    word = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", key[:80]).casefold()
    if _DATASET.fullmatch(word):
        return "dataset"
    return "model" if word in _REPO or _MODEL.fullmatch(word) else ""
