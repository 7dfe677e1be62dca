"""The lineage file: plain values to works and edges, with every mistake and its place.

docs/lineage.md describes the format for people, schemas/lineage.schema.json for tools.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from typing import Any

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import Diagnostic, LineageError, Note, did_you_mean
from licenselogic.base.display import kind_of, printable, quoted
from licenselogic.base.documents import KEY, Place, drawable, locate
from licenselogic.base.source import Source
from licenselogic.lineage.facts import as_date, read_facts
from licenselogic.lineage.parts import taken_apart
from licenselogic.lineage.problems import (
    MAX_PROBLEMS,
    MAX_SHOWN,
    circles,
    circular,
    dangling,
    duplicate,
    error_of,
    unknown_relation,
)
from licenselogic.lineage.work import Earlier, Edge, Evidence, Work, upstream_type
from licenselogic.norms.vocabulary import vocabulary

SCHEMA = "licenselogic.lineage/1"
MAX_ID = 500
_TOP = frozenset({"schema", "$schema", "works"})
_WORK = frozenset(
    {"id", "type", "license", "publish", "owner", "evidence", "facts", "from", "parts"}
    | {"license_since", "earlier_licenses", "withdrawn"}
)
_EVIDENCE = frozenset({"files", "text", "name", "contents"})
_EDGE = frozenset({"work", "by", "inferred", "taken"})
_EARLIER = frozenset({"license", "until"})


@dataclass(frozen=True, slots=True)
class Problem:
    """A mistake and the value that it is about; `others` are further places, with what is there."""

    place: Place
    diagnostic: Diagnostic
    others: tuple[tuple[Place, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """What a lineage file holds: works, their upstream (every work has an entry), and mistakes.

    `problems` are the first mistakes, and `more` is how many there are beside them.
    """

    works: Mapping[str, Work]
    upstream: Mapping[str, tuple[Edge, ...]]
    problems: Sequence[Problem]
    more: int = 0


Elsewhere = Callable[[str, str], bool]
"""Tells whether a work is described elsewhere, by its name and type."""


def read(data: object, elsewhere: Elsewhere = lambda *_: False) -> Content:
    """Return the works and edges that plain values describe, and every mistake in them.

    An upstream work that is not among the works is a mistake, unless it is described `elsewhere`.
    """
    reader = _Reader(elsewhere)
    reader.read(data)
    return Content(reader.works, reader.upstream, reader.problems, reader.more)


def error_in(content: Content, source: Source | None = None) -> LineageError:
    """Return the error that tells of the mistakes; with the text, where in it each stands."""
    if source is None:
        return error_of([p.diagnostic for p in content.problems], more=content.more)
    others = {place for problem in content.problems for place, _ in problem.others}
    spans = locate(source.text, source.name, {p.place for p in content.problems} | others)
    found = []
    for problem in content.problems:
        notes = tuple(Note(says, spans[at]) for at, says in problem.others if at in spans)
        found.append(replace(problem.diagnostic, span=spans.get(problem.place), notes=notes))
    return error_of(found, drawable(source), content.more)


@dataclass
class _Reader:
    """Reads the values of a lineage file; collects works, edges and mistakes."""

    elsewhere: Elsewhere
    works: dict[str, Work] = field(default_factory=dict)
    upstream: dict[str, tuple[Edge, ...]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    more: int = 0
    raw: dict[str, tuple[Mapping[str, Any], Place]] = field(default_factory=dict)
    current: str = ""

    def read(self, data: object) -> None:
        """Read a whole file."""
        for position, raw in enumerate(self._top(data)):
            for piece, place in taken_apart(raw, ("works", position)):
                self.current = ""
                self._work(piece, place)
        self._references()
        for circle in circles(self.upstream):
            steps = zip(circle, (*circle[1:], circle[0]), strict=True)
            first, *others = (
                (self._edge_places(name)[above], f"and {quoted(name)} from {quoted(above)}")
                for name, above in islice(steps, MAX_SHOWN)
            )
            self._add(first[0], circular(circle), *others)

    def report(
        self, place: Place, message: str, help: str = "", code: Code = Code.BAD_LINEAGE
    ) -> None:
        """Note a mistake; the message begins with the path to the value, and the work's id."""
        if self._full():
            return
        where = f"`{path_text(place)}`" if place else ""
        where += f" of {quoted(self.current)}" if self.current else ""
        text = f"{where}: {message}" if where else message
        self._add(place, Diagnostic(code, text, help=help))

    def _add(self, place: Place, diagnostic: Diagnostic, *others: tuple[Place, str]) -> None:
        if not self._full():
            self.problems.append(Problem(place, diagnostic, others))

    def _full(self) -> bool:
        """Tell whether enough mistakes are told already; if so, count the one at hand."""
        full = len(self.problems) >= MAX_PROBLEMS
        self.more += full
        return full

    def _top(self, data: object) -> list[Any]:
        if not isinstance(data, Mapping):
            shape = "a lineage file is a mapping with the key `works`"
            self.report((), f"{shape}, not {kind_of(data)}")
            return []
        self._keys(data, _TOP, ())
        schema = data.get("schema", SCHEMA)
        if schema != SCHEMA:
            self.report(("schema",), f"{quoted(schema)} is not a schema that is known", SCHEMA)
        works = data.get("works")
        if works is None:
            self.report((), "a lineage file has the key `works`")
        elif not isinstance(works, list) or not works:
            found = "an empty list" if isinstance(works, list) else kind_of(works)
            self.report(("works",), f"a list of works is wanted, not {found}")
        return works if isinstance(works, list) else []

    def _keys(self, data: Mapping[Any, Any], known: frozenset[str], place: Place) -> None:
        if data.keys() <= known:
            return
        for key in data:
            if key not in known:
                hint = self._nearest(str(key), known) or f"one of: {', '.join(sorted(known))}"
                at = (*place, str(key), KEY)
                self.report(at, f"{quoted(key)} is not a key of the format", hint)

    def _work(self, raw: object, place: Place) -> None:
        if not isinstance(raw, Mapping):
            self.report(place, f"a work is a mapping with the key `id`, not {kind_of(raw)}")
            return
        if raw.get("id") is None:
            self.report(place, "a work needs an `id`")
            return
        name = self._text(raw["id"], (*place, "id"))
        if name is None:
            return
        self.current = name
        self._keys(raw, _WORK, place)
        if raw.get("parts") is not None:  # those that can be read are works already
            shape = "a list of parts is wanted, each with a `name`, and keys of a work"
            self.report((*place, "parts"), f"{shape} but `id`, `publish` and `parts`")
        if name in self.works:
            first = (*self.raw[name][1], "id")
            self._add((*place, "id"), duplicate(name), (first, "the first of them is here"))
            return
        self.raw[name] = (raw, place)
        self.works[name] = self._described(name, raw, place)
        self.upstream[name] = self._edges(raw.get("from"), (*place, "from"))

    def _described(self, name: str, raw: Mapping[str, Any], place: Place) -> Work:
        words = vocabulary()
        usual = words.usual_publication
        publish = self._word(raw.get("publish", usual), "publish", place, words.publications, usual)
        return Work(
            id=name,
            type=self._word(raw.get("type", "model"), "type", place, words.types, "model"),
            license=self._license(raw.get("license"), (*place, "license")),
            publish=publish,
            owner=self._optional(raw.get("owner"), (*place, "owner")),
            license_since=self._date(raw.get("license_since"), (*place, "license_since")),
            evidence=self._evidence(raw.get("evidence"), (*place, "evidence")),
            facts=self._facts(raw.get("facts"), publish, (*place, "facts")),
            earlier_licenses=_earlier(self, raw.get("earlier_licenses"), place),
            withdrawn=self._date(raw.get("withdrawn"), (*place, "withdrawn")),
        )

    def _nearest(self, word: str, known: Collection[str]) -> str:
        """Return a guess at what was meant, as long as the mistake is one that will be shown."""
        return did_you_mean(word[:100], known) if len(self.problems) < MAX_PROBLEMS else ""

    def _text(self, raw: object, place: Place) -> str | None:
        problem = _not_a_name(raw)
        if problem:
            self.report(place, problem)
            return None
        return str(raw)

    def _optional(self, raw: object, place: Place) -> str | None:
        return None if raw is None else self._text(raw, place)

    def _word(self, raw: object, key: str, place: Place, known: Collection[str], usual: str) -> str:
        """Return a word that is `known`; else report it, and read on with the `usual` one."""
        if isinstance(raw, str) and raw in known:
            return raw
        shown = quoted(raw) if isinstance(raw, str) else kind_of(raw)
        hint = self._nearest(raw, known) if isinstance(raw, str) else ""
        help = hint or f"one of: {', '.join(known)}"
        self.report((*place, key), f"{shown} is not a value of `{key}`", help, Code.UNKNOWN_WORD)
        return usual

    def _license(self, raw: object, place: Place) -> str | None:
        if isinstance(raw, list):
            names = [str(name) for name in raw if isinstance(name, str)]
            expression = printable(" AND ".join(names))
            help = f"write one expression: `{expression}` if all bind, with `OR` for a choice"
            self.report(place, "a work has one licence expression, not a list", help)
            return None
        if raw is not None and not isinstance(raw, str):
            self.report(place, f"a licence is text, not {kind_of(raw)}")
            return None
        return raw if raw and raw.strip() else None

    def _date(self, raw: object, place: Place) -> date | None:
        if raw is None:
            return None
        found = as_date(raw)
        if found is None:
            self.report(place, "a date such as 2024-04-18 is wanted")
        return found

    def _evidence(self, raw: object, place: Place) -> Evidence | None:
        if raw is None:
            return None
        if not isinstance(raw, Mapping):
            self.report(place, f"evidence is a mapping, not {kind_of(raw)}")
            return None
        self._keys(raw, _EVIDENCE, place)
        files, text = raw.get("files"), raw.get("text")
        if files is None:
            files = []
        elif not isinstance(files, list):
            self.report((*place, "files"), f"a list of file names is wanted, not {kind_of(files)}")
            files = []
        if not isinstance(text, str | None) or (text and not _encodes(text)):
            self.report((*place, "text"), "text is wanted")
            text = ""
        names = [self._text(f, (*place, "files", i)) for i, f in enumerate(files)]
        name = self._optional(raw.get("name"), (*place, "name"))
        contents = _contents(self, raw.get("contents"), (*place, "contents"))
        listed = dict.fromkeys((*(n for n in names if n is not None), *(n for n, _ in contents)))
        return Evidence(tuple(listed), text or "", name, contents)

    def _facts(self, raw: object, publish: str, place: Place) -> tuple[tuple[str, object], ...]:
        if raw is None:
            return ()
        if not isinstance(raw, Mapping):
            self.report(place, f"facts are a mapping, not {kind_of(raw)}")
            return ()
        found, problems = read_facts(raw, publish)
        for name, diagnostic in problems:
            at = (*place, name)
            self.report(at, diagnostic.message, diagnostic.help, diagnostic.code)
        return found

    def _edges(self, raw: object, place: Place) -> tuple[Edge, ...]:
        if raw is None:
            return ()
        if not isinstance(raw, list):
            shape = "a list of upstream works is wanted, each with `work` and `by`"
            self.report(place, f"{shape}, not {kind_of(raw)}")
            return ()
        edges = [self._edge(item, (*place, position)) for position, item in enumerate(raw)]
        found = [edge for edge in edges if edge is not None]
        return tuple(dict.fromkeys(found) if len(found) > 1 else found)

    def _edge(self, raw: object, place: Place) -> Edge | None:
        if not isinstance(raw, Mapping):
            self.report(place, f"a mapping with `work` and `by` is wanted, not {kind_of(raw)}")
            return None
        self._keys(raw, _EDGE, place)
        for key in ("work", "by"):
            if raw.get(key) is None:
                self.report(place, f"`{key}` is missing")
                return None
        work = self._text(raw["work"], (*place, "work"))
        by = self._relation(raw["by"], (*place, "by"))
        guessed = raw.get("inferred", False)
        if not isinstance(guessed, bool):
            self.report((*place, "inferred"), f"true or false is wanted, not {kind_of(guessed)}")
        taken = self._date(raw.get("taken"), (*place, "taken"))
        return Edge(work, by, guessed is True, taken) if work is not None else None

    def _relation(self, raw: object, place: Place) -> str:
        if isinstance(raw, str) and raw in vocabulary().relations:
            return raw
        if isinstance(raw, str):
            found = unknown_relation(raw, hint=len(self.problems) < MAX_PROBLEMS)
            self.report(place, found.message, found.help, found.code)
        else:
            self.report(place, f"a relation is one word, not {kind_of(raw)}")
        return ""

    def _references(self) -> None:
        for name, edges in self.upstream.items():
            lost = dict.fromkeys(edge.work for edge in edges if self._lost(name, edge))
            places = self._edge_places(name) if lost else {}
            for above in lost:
                if not self._full():
                    problem = dangling(above, name, self.works)
                    self.problems.append(Problem(places[above], problem))

    def _lost(self, below: str, edge: Edge) -> bool:
        type = upstream_type(self.works[below].type, edge.by)
        return edge.work not in self.works and not self.elsewhere(edge.work, type)

    def _edge_places(self, name: str) -> dict[str, Place]:
        """Return where a work names each of its upstream works for the first time."""
        raw, place = self.raw[name]
        found: dict[str, Place] = {}
        for step, item in enumerate(raw["from"]):
            if isinstance(item, Mapping) and isinstance(item.get("work"), str):
                found.setdefault(item["work"], (*place, "from", step, "work"))
        return found


def _earlier(reader: _Reader, raw: object, place: Place) -> tuple[Earlier, ...]:
    """Return the licences that a work had before, the first of them first."""
    at = (*place, "earlier_licenses")
    if raw is not None and not isinstance(raw, list):
        reader.report(at, f"a list is wanted, each with `license` and `until`, not {kind_of(raw)}")
    found = []
    for position, item in enumerate(raw if isinstance(raw, list) else ()):
        here = (*at, position)
        if not isinstance(item, Mapping) or not item.keys() >= _EARLIER:
            reader.report(here, "a mapping with `license` and `until` is wanted")
            continue
        reader._keys(item, _EARLIER, here)
        license = reader._license(item["license"], (*here, "license"))
        until = reader._date(item["until"], (*here, "until"))
        if license is not None and until is not None:
            found.append(Earlier(license, until))
        elif item["license"] is None or item["until"] is None:
            reader.report(here, "`license` and `until` say which licence, and until which day")
    return tuple(sorted(found, key=lambda one: one.until))


def _contents(reader: _Reader, raw: object, place: Place) -> tuple[tuple[str, str], ...]:
    """Return the texts of files; the files are listed too, whether or not `files` has them."""
    if raw is not None and not isinstance(raw, Mapping):
        reader.report(place, f"a mapping of file names to texts is wanted, not {kind_of(raw)}")
    found = []
    for file, text in raw.items() if isinstance(raw, Mapping) else ():
        if not isinstance(text, str) or not _encodes(text):
            reader.report((*place, str(file)), "the text of the file is wanted")
        elif reader._text(file, (*place, str(file))) is not None:
            found.append((file, text))
    return tuple(found)


def path_text(place: Place) -> str:
    """Return a path as people write it: `works[2].from[0].by`."""
    steps = (step for step in place if step != KEY)
    parts = [f"[{p}]" if isinstance(p, int) else f".{printable(p[:80])}" for p in steps]
    return "".join(parts).lstrip(".")


def _not_a_name(raw: object) -> str:
    """Return why a value cannot be an id, a name or a file name; '' if it can."""
    if not isinstance(raw, str):
        return f"text is wanted, not {kind_of(raw)}"
    if not raw.strip() or raw != raw.strip():
        return f"{quoted(raw)} is empty, or begins or ends with a blank"
    if len(raw) > MAX_ID:
        return f"{quoted(raw, 40)} is {len(raw):,} characters long; the limit is {MAX_ID}"
    return "" if raw.isprintable() else f"{quoted(raw)} holds characters that do not print"


def _encodes(text: str) -> bool:
    return not any("\ud800" <= c <= "\udfff" for c in text)
