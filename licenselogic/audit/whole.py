"""The last result, kept whole: an audit of the same tables tells it again.

A result follows from the tables byte for byte, from the code, the library, the readings and the
budget, from what was asked for, and from what is known of works that the tables do not list.  The
last is asked again, name by name.  If anything differs, the audit is done.
"""

import hashlib
import json
import shutil
import zipfile
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from licenselogic.base.cache import digest, keep_file, kept_file
from licenselogic.readers.known import Described, Known

_KIND, _LAST = "audit-result", "last"
_TABLES = ("works.parquet", "skipped.parquet")
_FACTS = "facts.json"


@dataclass(frozen=True, eq=False)
class Remembering(Known):
    """Passes on what is known, and remembers what was asked and told."""

    asked: Known = field(default_factory=Known)
    said: dict[tuple[str, str], str] = field(default_factory=dict)

    def find(self, name: str, type: str) -> Described | None:
        """Return what the first source that has a work says of it."""
        found = self.asked.find(name, type)
        self.said[name, type] = _told(found)
        return found


def key_of(tables: tuple[Any, ...], name: str, asked: tuple[object, ...]) -> str | None:
    """Return a key for an audit of files; None for tables in memory, and what cannot be read.

    `name` stands for code, library, readings and budget, `asked` for what is to be found.
    """
    if not all(isinstance(table, str | Path | None) for table in tables):
        return None
    parts = [name.encode(), repr(asked).encode()]
    for table in tables:
        if table is None:
            parts.append(b"-")
            continue
        try:
            with Path(table).open("rb") as file:
                content = hashlib.file_digest(file, "blake2b").digest()
        except (OSError, ValueError):
            return None
        parts += ["".join(Path(table).suffixes).casefold().encode(), content]
    return digest(*parts)


def recall(key: str, known: Known, to: Path) -> dict[str, Any] | None:
    """Put the tables of the last result into a folder and return its summary, if it is the same."""
    path = kept_file(_KIND, _LAST)
    if path is None:
        return None
    with suppress(OSError, zipfile.BadZipFile), zipfile.ZipFile(path) as held:
        facts = json.loads(held.read(_FACTS))
        if facts["key"] != key:
            return None
        if any(_told(known.find(name, type)) != said for name, type, said in facts["said"]):
            return None
        for table in _TABLES:
            held.extract(table, to)
        summary: dict[str, Any] = facts["summary"]
        return summary
    return None


def remember(key: str, known: Remembering, folder: Path, summary: dict[str, Any]) -> None:
    """Keep a result in place of the last one; `folder` holds its tables."""
    said = [[name, type, told] for (name, type), told in known.said.items()]
    facts = json.dumps({"key": key, "said": said, "summary": summary})

    def write(to: Path) -> None:
        with zipfile.ZipFile(to, "w") as held:
            held.writestr(_FACTS, facts)
            for table in _TABLES:
                with (folder / table).open("rb") as file, held.open(table, "w") as copy:
                    shutil.copyfileobj(file, copy)

    keep_file(_KIND, _LAST, write)


def _told(described: Described | None) -> str:
    """Return all that an audit takes from a card."""
    if described is None:
        return ""
    work, upstream = described.card.work, described.card.upstream
    return repr((work.id, work.type, work.license, [(edge.work, edge.by) for edge in upstream]))
