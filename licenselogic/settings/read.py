"""Settings of a project, read from TOML: `[tool.licenselogic]` or a file of their own."""

import re
import tomllib
from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import Diagnostic, UsageError, did_you_mean
from licenselogic.base.display import kind_of, printable, quoted
from licenselogic.base.documents import read_text
from licenselogic.base.source import Source, Span
from licenselogic.library.library import Library
from licenselogic.lineage.facts import read_facts
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.repair.goals import Policy, policy_of
from licenselogic.report.told import CONDITION, FAIL_ON
from licenselogic.settings.settings import Acceptance, Settings

KEYS = (
    "profile", "assume", "facts", "policy", "catalogue", "known", "licenses", "fail-on", "accepted",
)  # fmt: skip
ACCEPTANCE = ("code", "work", "license", "clause", "reason", "expires")

_ACCEPTED = re.compile(r"^[ \t]*\[\[[^\]\n]*\baccepted[\"' \t]*\]\]", re.MULTILINE)
"""The head of each table of an accepted finding."""


def read_settings(path: Path, library: Library) -> Settings:
    """Return the settings in a file; paths in it start from its folder.

    Raises `UsageError` for what is not TOML, for a key that there is not, and for a value that
    cannot be used, with the nearest spelling; `LineageError` for a file that cannot be read.
    """
    return _Reader(Source(printable(path), read_text(path)), path.parent, library).settings()


class _Reader:
    """Reads one file of settings."""

    def __init__(self, source: Source, folder: Path, library: Library) -> None:
        self.source, self.folder, self.library = source, folder, library
        self.start = 0  # where in the text the table begins that is read

    def settings(self) -> Settings:
        """Return what the file says."""
        try:
            data = tomllib.loads(self.source.text)
        except tomllib.TOMLDecodeError as error:
            self._no_toml(str(error))
        if Path(self.source.name).name == "pyproject.toml":
            tool = data.get("tool")
            data = tool.get("licenselogic", {}) if isinstance(tool, dict) else {}
        table = self._table(data, "settings", KEYS)
        profile = self._text(table, "profile")
        if profile and profile not in vocabulary().profiles:
            self._unknown("profile", profile, vocabulary().profiles)
        return Settings(
            self.source.name,
            profile,
            self._assume(table.get("assume", {})),
            self._facts(table.get("facts", {})),
            self._policy(table.get("policy", {})),
            self._truth(table, "catalogue", True),
            self._paths(table, "known"),
            self._paths(table, "licenses"),
            self._fail_on(table),
            self._accepted(table.get("accepted", [])),
        )

    def _table(self, data: object, what: str, known: Collection[str]) -> Mapping[str, Any]:
        if not isinstance(data, Mapping):
            self._fail(f"{quoted(what)} is a table, not {kind_of(data)}", what)
        for key in data:
            if key not in known:
                self._unknown(f"key of {quoted(what)}", key, known)
        return data

    def _text(self, table: Mapping[str, Any], key: str) -> str:
        value = table.get(key, "")
        if not isinstance(value, str):
            self._fail(f"{quoted(key)} is text, not {kind_of(value)}", key)
        return value

    def _truth(self, table: Mapping[str, Any], key: str, usual: bool) -> bool:
        value = table.get(key, usual)
        if not isinstance(value, bool):
            self._fail(f"{quoted(key)} is true or false, not {kind_of(value)}", key)
        return value

    def _texts(self, table: Mapping[str, Any], key: str) -> tuple[str, ...]:
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self._fail(f"{quoted(key)} is a list of texts", key)
        return tuple(value)

    def _paths(self, table: Mapping[str, Any], key: str) -> tuple[Path, ...]:
        return tuple(self.folder / name for name in self._texts(table, key))

    def _fail_on(self, table: Mapping[str, Any]) -> tuple[str, ...]:
        words = self._texts(table, "fail-on")
        for word in words:
            if word not in FAIL_ON:
                self._unknown("value of `fail-on`", word, FAIL_ON)
        return words

    def _assume(self, data: object) -> Mapping[str, bool]:
        table = self._table(data, "assume", vocabulary().assumptions)
        return {name: self._truth(table, name, False) for name in table}

    def _facts(self, data: object) -> Mapping[str, object]:
        if not isinstance(data, Mapping):
            self._fail(f"`facts` is a table, not {kind_of(data)}", "facts")
        found, problems = read_facts(data, vocabulary().usual_publication)
        for name, problem in problems:
            raise UsageError(
                Diagnostic(problem.code, problem.message, self._place(name), help=problem.help),
                source=self.source,
            )
        return dict(found)

    def _policy(self, data: object) -> Policy:
        if not isinstance(data, Mapping):
            self._fail(f"`policy` is a table, not {kind_of(data)}", "policy")
        try:
            return policy_of(data, self.library)
        except UsageError as error:
            (told,) = error.diagnostics
            word = re.search(r"`([^`]*)`", told.message)
            place = self._place(word[1]) if word else None
            raise UsageError(
                Diagnostic(told.code, told.message, place, help=told.help), source=self.source
            ) from None

    def _accepted(self, data: object) -> tuple[Acceptance, ...]:
        if not isinstance(data, list):
            self._fail("`accepted` is a list of tables: `[[accepted]]`", "accepted")
        starts = [match.end() for match in _ACCEPTED.finditer(self.source.text)]
        found = []
        for number, entry in enumerate(data):
            self.start = starts[number] if len(starts) == len(data) else 0
            found.append(self._acceptance(entry))
        return tuple(found)

    def _acceptance(self, data: object) -> Acceptance:
        table = self._table(data, "accepted", ACCEPTANCE)
        texts = {key: self._text(table, key) for key in ACCEPTANCE[:-1]}
        expires = table.get("expires")
        if expires is not None and type(expires) is not date:
            self._fail(f"`expires` is a day such as 2027-01-31, not {kind_of(expires)}", "expires")
        if not texts["code"]:
            self._fail("what is accepted has a `code`, that of the finding", "accepted")
        codes = [*Code, *vocabulary().raw["duties"], CONDITION]
        if texts["code"] not in codes:
            self._unknown("code", texts["code"], codes)
        if not texts["reason"].strip():
            self._fail(f"why is {quoted(texts['code'])} accepted? `reason` says so", texts["code"])
        entry = self.library.find(texts["license"]) if texts["license"] else None
        if entry is not None:
            texts["license"] = entry.id
        return Acceptance(**texts, expires=expires)

    def _no_toml(self, problem: str) -> NoReturn:
        """Refuse the file; the parser tells the place in words."""
        what, _, _ = problem.partition(" (at ")
        message = f"{quoted(Path(self.source.name))} is not TOML: {what}"
        at = re.search(r"\(at line (\d+), column (\d+)\)", problem)
        line, column = (
            map(int, at.groups()) if at else (self.source.text.rstrip().count("\n") + 1, 1)
        )
        span = Span(self.source.name, line, column, line, column + 1)
        raise UsageError(Diagnostic(Code.BAD_SETTING, message, span), source=self.source)

    def _unknown(self, what: str, word: str, known: Collection[str]) -> NoReturn:
        hint = did_you_mean(word[:100], known) or f"one of: {', '.join(list(known)[:20])}"
        self._fail(f"no {what} is called {quoted(word)}", word, hint)

    def _fail(self, message: str, word: str = "", help: str = "") -> NoReturn:
        told = Diagnostic(Code.BAD_SETTING, message, self._place(word), help=help)
        raise UsageError(told, source=self.source)

    def _place(self, word: str) -> Span | None:
        """Return the first place of a word in the table: TOML is read without places."""
        wanted = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])")
        found = wanted.search(self.source.text, self.start) or wanted.search(self.source.text)
        if not word or found is None:
            return None
        line = self.source.text.count("\n", 0, found.start()) + 1
        column = found.start() - self.source.text.rfind("\n", 0, found.start())
        return Span(self.source.name, line, column, line, column + len(word))
