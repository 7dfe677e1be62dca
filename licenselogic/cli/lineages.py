"""What the command line names, as lineages: files, well-known works, the live Hub, licences."""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from licenselogic.base.diagnostics import UsageError
from licenselogic.base.display import listed, quoted
from licenselogic.base.documents import plain_value
from licenselogic.cli.inputs import TYPES, find, read
from licenselogic.cli.requests import CheckRequest, assumptions, check_expression, wrong
from licenselogic.library.library import Library
from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.problems import unknown_relation
from licenselogic.lineage.work import Edge, Work, upstream_type, usual_type
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.readers.assemble import assemble
from licenselogic.readers.card import Card
from licenselogic.readers.catalogue import catalogue
from licenselogic.readers.known import Known, rows_in
from licenselogic.readers.load import load_known

MAX_VALUE = 1000
"""A fact on the command line that is longer than this is no number, date or word."""


def lineage(
    path: str | None,
    work: str | None,
    options: Mapping[str, Any],
    library: Library,
    offered: str | None = None,
) -> Lineage:
    """Return the lineage that options describe; `offered` is the outbound licence.

    Raises `UsageError` when they name none, or two.
    """
    check_sources([path] if path else [], options)
    if path:
        return with_facts(read(path, known_works(options, library), library).lineage, work, options)
    return with_facts(without_file(options, library, offered), work, options)


def request(
    path: str | None,
    work: str | None,
    options: Mapping[str, Any],
    library: Library,
    offered: str | None = None,
) -> CheckRequest:
    """Return what options ask about the lineage that they describe; errors are those of `lineage`.

    `offered` is the outbound licence.
    """
    return asked(lineage(path, work, options, library, offered), work, options, library, offered)


def asked(
    lineage: Lineage,
    work: str | None,
    options: Mapping[str, Any],
    library: Library,
    offered: str | None = None,
) -> CheckRequest:
    """Return what options ask about a lineage."""
    readings = assumptions(options["assume"])
    profile, rlimit = options["profile"], options.get("rlimit")
    return CheckRequest(lineage, work, offered, profile, readings, rlimit, library)


def check_sources(paths: Sequence[str], options: Mapping[str, Any]) -> None:
    """Raise `UsageError` where options name nothing to judge, or two things."""
    given = [bool(paths), bool(options["upstream"]), bool(options["repo"])]
    if sum(given) != 1:
        only = ", and only one of them" if any(given) else ""
        message = f"give a PATH, or --upstream, or --hub{only}"
        such = "such as `lineage.yaml`, a model card, or `--upstream llama3.1:finetune`"
        raise wrong(message, "see `licenselogic check --help`" if only else such)
    if options["material"] and not options["upstream"]:
        raise wrong(
            "--type goes with --upstream",
            "a file says of each work what it is: `type: model`, `dataset` or `software`",
        )


def without_file(
    options: Mapping[str, Any], library: Library, offered: str | None = None
) -> Lineage:
    """Return the lineage that `--upstream` or `--hub` describes."""
    if options["repo"]:
        return _live(options, library)
    return _ad_hoc(options, known_works(options, library), library, offered)


def with_facts(found: Lineage, work: str | None, options: Mapping[str, Any]) -> Lineage:
    """Return a lineage with the publication and the facts that the options state of a work."""
    publish, facts = options["publish"], _facts(options["fact"])
    settings = options.get("settings")
    if not publish and not facts and not (settings and settings.facts):
        return found
    target = found.target(work)
    if settings:  # what the work states itself, or the command line, goes before
        facts = {**settings.facts, **dict(found.works[target].facts), **facts}
    return found.with_work(target, publish=publish, facts=facts)


def _live(options: Mapping[str, Any], library: Library) -> Lineage:
    """Return the lineage of a model of the live Hub, which is asked before the catalogue."""
    from licenselogic.readers.hub import from_hub

    own = Known(tuple(load_known(path, library) for path in options["known"]))
    catalogued = not options["no_catalogue"]
    return from_hub(options["repo"], known=own, catalogue=catalogued, library=library)


def known_works(options: Mapping[str, Any], library: Library) -> Known:
    """Return where works are looked up that the input names and does not describe."""
    sources = [load_known(path, library) for path in options["known"]]
    if not options["no_catalogue"]:
        sources.append(rows_in(catalogue(), library))
    if options["ask_hub"]:
        from licenselogic.readers.hub import hub_source

        sources.append(hub_source(library=library))
    return Known(tuple(sources))


def write_new(path: Path, text: str) -> None:
    """Write a file that is not there yet; raises `UsageError` if it is, or cannot be written."""
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        help = "give another file, or move this one away"
        raise wrong(f"there is a file {quoted(path)}, which is left as it is", help) from None
    except OSError as error:
        raise _not_written(path, error) from None


def write_over(path: Path, content: str | bytes, given: Iterable[str | None]) -> None:
    """Write a file, in place of what is there, unless that is an input: `given`, or any other.

    Raises `UsageError` where it cannot be written.
    """
    from licenselogic.readers.inputs import is_input

    try:
        if path.exists() and (is_input(path) or any(_same(path, one) for one in given)):
            help = "give another file; this one is left as it is"
            raise wrong(f"{quoted(path)} is an input, which a report does not replace", help)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    except (OSError, ValueError) as error:
        raise _not_written(path, error) from None


def _same(path: Path, given: str | None) -> bool:
    return bool(given) and Path(given or "").exists() and path.samefile(given or "")


def _not_written(path: Path, error: Exception) -> UsageError:
    help = "give another file, or leave `--output` out"
    if isinstance(error, FileNotFoundError):
        help = f"there is no folder {quoted(path.parent)}; make it first"
    reason = getattr(error, "strerror", None) or "not a path"
    return wrong(f"cannot write {quoted(path)}: {reason}", help)


# Upstream works by licence or name --------------------------------------------------------------


def _ad_hoc(
    options: Mapping[str, Any], known: Known, library: Library, offered: str | None
) -> Lineage:
    """Return the lineage that `--upstream` and `--as` describe."""
    upstream = [_split(text) for text in options["upstream"]]
    works = [_known_work(text, relation, known, library) for text, relation in upstream]
    material = options["material"] or _material(upstream, works, library)
    edges, cards = [], []
    for position, (work, (text, relation)) in enumerate(zip(works, upstream, strict=True), 1):
        name = "upstream" if len(upstream) == 1 else f"upstream-{position}"
        if work is None:
            type = next(iter(vocabulary().relations[relation].upstream), material)
            cards.append(Card(Work(name, type, text)))
        edges.append(Edge(name if work is None else work.id, relation))
    target = Work("derivative", material, offered)
    return assemble([Card(target, tuple(edges)), *cards], known)


def _known_work(text: str, relation: str, known: Known, library: Library) -> Work | None:
    """Return the work that a text names; None for a licence.

    Raises `UsageError` for what is neither.
    """
    if library.find(text) is not None:
        return None
    likely = upstream_type("", relation)
    if " " not in text:
        described = find(text, known, sorted(TYPES, key=lambda type: type != likely))
        if described is not None:
            return described.card.work
    if "/" in text and " " not in text and None in map(library.find, text.split("/")):
        near = catalogue().near(text)
        hint = f"did you mean {listed(near)}?" if near else "describe it in a lineage file"
        raise wrong(f"nothing is known of a work called {quoted(text)}", hint)
    check_expression(text, library)
    return None


def _split(text: str) -> tuple[str, str]:
    name, colon, relation = text.rpartition(":")
    if not colon:
        name, relation = text, "incorporate"
    if not name or not relation:
        message = f"{quoted(text)} is not of the form LICENSE or LICENSE:RELATION"
        raise wrong(message, "such as `gemma` or `gemma:quantized`")
    if relation not in vocabulary().relations:
        found = unknown_relation(relation)
        raise wrong(found.message, found.help)
    return name, relation


def _material(
    upstream: Sequence[tuple[str, str]], works: Sequence[Work | None], library: Library
) -> str:
    """Guess the type of the derivative from the relations, the works, and the licences."""
    relations = vocabulary().relations
    made = {type for _, relation in upstream for type in relations[relation].into[:1]}
    made |= {work.type for work in works if work is not None}
    usual = next((type for type in vocabulary().types if type in made), "")
    if usual:
        return usual
    entries = [library.find(license) for license, _ in upstream]
    covers = {c for e in entries if e and e.kind == "license" for c in library[e.id].covers}
    return usual_type(covers)


# Facts ------------------------------------------------------------------------------------------


def _facts(pairs: Sequence[str]) -> dict[str, object]:
    facts: dict[str, object] = {}
    for pair in pairs:
        name, equals, value = (part.strip() for part in pair.partition("="))
        if not equals:
            help = "such as `commercial=true` or `monthly_active_users=20000`"
            raise wrong(f"{quoted(pair)} is not of the form NAME=VALUE", help)
        if name in facts:
            raise wrong(f"the fact {quoted(name)} is stated twice")
        try:
            if len(value) > MAX_VALUE:
                raise ValueError(value)
            number = _number(value)
            facts[name] = plain_value(value) if number is None else number
        except (ValueError, OverflowError):  # no such day
            message = f"the value of {quoted(pair)} is no number, date, word or truth value"
            raise wrong(message) from None
    return facts


def _number(text: str) -> int | None:
    """Return a number as people write large ones: `700,000,000`, `7e8`."""
    if re.fullmatch(r"\d[\d,_]*", text):
        return int(re.sub("[,_]", "", text))
    if re.fullmatch(r"\d+(\.\d+)?[eE]\+?\d{1,2}", text):
        number = Decimal(text)
        return int(number) if number == int(number) else None
    return None
