"""What files of weights say of themselves: GGUF metadata, safetensors headers, `config.json`.

Only the beginning of a file is read, and no value of it is run or trusted.  These names are copied
from tool to tool, so relations to what they name are inferred, and licences bind beside the card's.

The formats: github.com/ggml-org/ggml/blob/master/docs/gguf.md,
github.com/huggingface/safetensors#format and github.com/Stability-AI/ModelSpec.
"""

import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import LineageError
from licenselogic.base.display import printable, quoted
from licenselogic.base.documents import read_json, read_text
from licenselogic.base.files import read_start
from licenselogic.readers.fields import Notes

CONFIGS = ("config.json", "model_index.json")
"""Of transformers and of diffusers."""

MAX_FILES = 20
"""How many files of weights are looked into."""

MAX_START = 32 * 2**20
"""How much of each is read."""

_MAX_ENTRIES = 5_000
_MAX_ITEMS = 2_000_000
_MAX_TEXT = 1_000
_POINTER = b"version https://git-lfs.github.com/"
_SHARD = re.compile(r"(.*)-\d{5}-of-\d{5}(\.\w+)")
_WHOLE = frozenset({0, 1, 32})
"""`general.file_type` of weights that are not quantized: F32, F16, BF16."""


@dataclass(slots=True)
class Told:
    """What files of weights say: licences, names of models with relations, names of datasets."""

    licenses: dict[str, None] = field(default_factory=dict)
    license_names: dict[str, None] = field(default_factory=dict)
    license_links: dict[str, None] = field(default_factory=dict)
    models: dict[str, str] = field(default_factory=dict)
    datasets: dict[str, None] = field(default_factory=dict)


class _OddError(Exception):
    """A header that cannot be read; the text says why, as after "it"."""


def is_weights(file: str) -> bool:
    """Tell whether a file has a header that can be read."""
    return file.casefold().endswith((".gguf", ".safetensors"))


def told_by(folder: Path, files: list[str], notes: Notes) -> Told:
    """Return what the files of weights in a folder, and its `config.json`, say.

    Of a model in many pieces the first is read.  What cannot be read becomes a finding.
    """
    told = Told()
    weights = list(_first_pieces(file for file in files if is_weights(file)))
    if len(weights) > MAX_FILES:
        more = len(weights) - MAX_FILES
        notes.add(Code.UNREAD_FIELD, f"has {more:,} more files of weights, which are not looked at")
    for file in weights[:MAX_FILES]:
        try:
            _read(folder / file, told)
        except OSError as error:
            what = f"has a file {quoted(file)} that cannot be read: {error.strerror}"
            notes.add(Code.UNREAD_FIELD, what)
        except _OddError as error:
            what = f"has a file {quoted(file)} whose header cannot be read: it {error}"
            notes.add(Code.UNREAD_FIELD, what)
    for file in CONFIGS:
        if file in files:
            _config(folder / file, told, notes)
    return told


def _first_pieces(files: Iterator[str]) -> Iterator[str]:
    seen = set()
    for file in files:
        piece = _SHARD.fullmatch(file)
        name = f"{piece.group(1)}{piece.group(2)}" if piece else file
        if name not in seen:
            seen.add(name)
            yield file


def _read(path: Path, told: Told) -> None:
    if read_start(path, len(_POINTER)) == _POINTER:
        return  # the file itself is elsewhere
    if path.name.casefold().endswith(".gguf"):
        found: _Entries = {}
        try:
            _metadata(read_start(path, MAX_START), found)
        finally:
            _gguf(found, told)  # what stands before some damage counts
        return
    length = 8 + int.from_bytes(read_start(path, 8), "little")
    _safetensors(_header(read_start(path, min(length, MAX_START))), told)


# GGUF -------------------------------------------------------------------------------------------

_NUMBERS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q",
            12: "d"}  # fmt: skip
_TEXT, _ARRAY = 8, 9

_Entries = dict[str, list[Any]]
"""Values by key; a key that is given twice has two."""


def _metadata(content: bytes, found: _Entries) -> None:
    """Put the metadata of a GGUF file into `found`; arrays of numbers are left out."""
    if content[:4] != b"GGUF":
        raise _OddError("does not begin with `GGUF`")
    reader = _Reader(content, 4)
    version = reader.number("I")
    if version > 0xFFFF:  # the other byte order
        reader.order = ">"
        version = int.from_bytes(content[4:8], "big")
    size = "I" if version == 1 else "Q"
    if version not in (1, 2, 3):
        raise _OddError(f"has the version {version:,} of the format")
    reader.size = size
    reader.number(size)
    count = reader.number(size)
    if count > _MAX_ENTRIES:
        raise _OddError(f"has {count:,} entries")
    for _ in range(count):
        key = reader.text()
        value = reader.value(reader.number("I"), 0)
        if key.startswith(("general.", "adapter.")):
            found.setdefault(key, []).append(value)


@dataclass
class _Reader:
    """Reads values from the bytes of a GGUF file, in order."""

    content: bytes
    place: int
    order: str = "<"
    size: str = "Q"
    items: int = 0

    def number(self, code: str) -> Any:
        """Return the number that comes next."""
        try:
            (value,) = struct.unpack_from(f"{self.order}{code}", self.content, self.place)
        except struct.error:
            raise _OddError("ends too early") from None
        self.place += struct.calcsize(f"{self.order}{code}")
        return value

    def bytes(self) -> bytes:
        """Return the bytes of the text that comes next."""
        length = self.number(self.size)
        start, self.place = self.place, self.place + length
        if self.place > len(self.content):
            raise _OddError("ends too early")
        return self.content[start : self.place]

    def text(self) -> str:
        """Return the text that comes next, as much of it as a name can be."""
        return self.bytes()[:_MAX_TEXT].decode("utf-8", "replace")

    def value(self, kind: int, depth: int) -> Any:
        """Return the value of a kind that comes next; None for an array of numbers."""
        if kind == _TEXT:
            return self.text()
        if kind == _ARRAY and depth < 3:
            return self._array(depth)
        if kind in _NUMBERS:
            return self.number(_NUMBERS[kind])
        raise _OddError(f"has a value of the kind {kind:,}")

    def _array(self, depth: int) -> list[str] | None:
        kind, count = self.number("I"), self.number(self.size)
        if kind in _NUMBERS:
            self.place += count * struct.calcsize(f"{self.order}{_NUMBERS[kind]}")
            if self.place > len(self.content):
                raise _OddError("ends too early")
            return None
        self.items += count
        if self.items > _MAX_ITEMS:
            raise _OddError("has too many values")
        if kind != _TEXT:
            for _ in range(count):
                self.value(kind, depth + 1)
            return None
        return [self.bytes()[:_MAX_TEXT].decode("utf-8", "replace") for _ in range(count)]


def _gguf(found: _Entries, told: Told) -> None:
    whole = any(number in found.get("general.file_type", ()) for number in _WHOLE)
    adapter = "adapter" in found.get("general.type", ()) or "adapter.type" in found
    quantized = "convert" if whole else "quantized"
    told.licenses |= dict.fromkeys(_names(found.get("general.license")))
    told.license_names |= dict.fromkeys(_names(found.get("general.license.name")))
    told.license_links |= dict.fromkeys(_names(found.get("general.license.link")))
    for key in ("general.source.huggingface.repository", "general.source.repo_url"):
        for name in _names(found.get(key)):
            told.models.setdefault(name, quantized)
    for name in _numbered(found, "general.base_model"):
        usual = "finetune" if whole else "quantized"
        told.models.setdefault(name, "adapter" if adapter else usual)
    listed = _names(found.get("general.datasets"))
    told.datasets |= dict.fromkeys([*_numbered(found, "general.dataset"), *listed])


def _numbered(found: _Entries, start: str) -> Iterator[str]:
    """Yield the works in `start.0.repo_url`, `start.0.organization` and `start.0.name`, ..."""
    numbers = [key.removeprefix(f"{start}.").partition(".")[0] for key in found]
    for number in dict.fromkeys(n for n in numbers if n.isdigit()):
        addresses, owners, names = (
            list(_names(found.get(f"{start}.{number}.{key}")))
            for key in ("repo_url", "organization", "name")
        )
        owner = owners[0].replace(" ", "-") if owners else ""
        joined = ("/".join(filter(None, (owner, name.replace(" ", "-")))) for name in names)
        yield from addresses or joined


# safetensors ------------------------------------------------------------------------------------


def _header(content: bytes) -> dict[str, Any]:
    """Return the texts in the header of a safetensors file."""
    if len(content) < 8:
        raise _OddError("ends too early")
    length = int.from_bytes(content[:8], "little")
    raw = content[8 : 8 + length]
    if length > MAX_START or len(raw) < length:
        raise _OddError(f"has a header of {length:,} bytes")
    try:
        data = read_json(raw.decode("utf-8"), "the header")
    except (UnicodeDecodeError, LineageError):
        raise _OddError("is not JSON") from None
    found = data.get("__metadata__", {}) if isinstance(data, dict) else None
    if not isinstance(found, dict):
        raise _OddError("has no metadata that can be read")
    return found


def _safetensors(found: Mapping[str, Any], told: Told) -> None:
    told.licenses |= dict.fromkeys(_names(found.get("modelspec.license")))
    by = "adapter" if found.get("ss_network_module") else "finetune"
    for key in ("ss_sd_model_name", "base_model", "base_model_name_or_path"):
        for name in _names(found.get(key)):
            told.models.setdefault(name, by)
    for text in _names(found.get("modelspec.merged_from")):
        for name in _names(text.split(",")):
            told.models.setdefault(name, "merge")


# config.json ------------------------------------------------------------------------------------


def _config(path: Path, told: Told, notes: Notes) -> None:
    """Read the name of the model that a configuration was loaded from."""
    try:
        data = read_json(read_text(path), printable(path))
    except LineageError:
        notes.add(Code.UNREAD_FIELD, f"has a file {quoted(path.name)} that cannot be read")
        return
    for name in _names(data.get("_name_or_path")) if isinstance(data, dict) else ():
        told.models.setdefault(name, "")


def _names(value: object) -> Iterator[str]:
    """Yield the names in a value, or in a list of values; what does not print stands as escapes."""
    if isinstance(value, list):
        for item in value:
            yield from _names(item)
    elif value is not None:
        text = printable(" ".join(str(value)[:_MAX_TEXT].split()))
        yield from (text,) if text else ()
