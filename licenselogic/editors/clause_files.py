"""What an editor shows in a clause file: meanings, what may come next, where a name is defined."""

from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from itertools import pairwise

from licenselogic.base.diagnostics import LicenseLogicError
from licenselogic.editors.keywords import MEANINGS
from licenselogic.editors.licenses import clause_card, code, license_card, plain
from licenselogic.editors.project import Project, file_of
from licenselogic.editors.text import Choice, Choices, Hover, Spot, Target, Text
from licenselogic.editors.tokens import Place, Token, place_of, tokens_of
from licenselogic.editors.words import (
    choices_in,
    groups_of,
    keyword_choices,
    license_choices,
    meaning_of,
)
from licenselogic.library.index import TEMPLATE, Entry
from licenselogic.library.library import Library
from licenselogic.norms.deontic import Clause, License

_CITING = ("flow-down", "notwithstanding", "drop")
"""Keywords that name clauses by their numbers."""

_LICENSES = ("to", "means", "modifies")
"""Keywords that name licences."""


def hover(text: Text, spot: Spot, project: Project) -> Hover | None:
    """Return what is told of the word at a place, or None."""
    found = _at(text, spot)
    if found is None:
        return None
    token, place = found
    told = _of_string(token, place, text, project) if token.kind == "STRING" else None
    if token.kind in ("NAME", "KEYWORD"):
        told = _of_word(token, place)
    return Hover(told, text.stretch(token.start, token.end)) if told else None


def definition(text: Text, spot: Spot, project: Project) -> Target | None:
    """Return where the licence, template, clause or policy that is named at a place is defined."""
    found = _at(text, spot)
    if found is None or found[0].kind != "STRING":
        return None
    token, place = found
    name, keyword = _unquoted(token), _names(place)
    if keyword in (*_CITING, "policy"):
        return _provision(name, keyword, text, project)
    entry = _entry(name, keyword, project.library) if keyword else None
    return target_of(entry, project.library) if entry is not None else None


def completion(text: Text, spot: Spot, project: Project) -> Choices:
    """Return the words that may stand at a place."""
    offset = text.offset(spot)
    tokens = tokens_of(text.content)
    typed = next((t for t in tokens if t.start < offset <= t.end and _is_typed(t, offset)), None)
    if any(t.kind == "COMMENT" and t.start < offset <= t.end for t in tokens):
        return Choices(text.stretch(offset, offset))
    start = typed.start if typed else offset
    place = place_of([token for token in tokens if token.end <= start])
    if typed is not None and typed.text.startswith('"'):
        end = typed.end - (len(typed.text) > 1 and typed.kind == "STRING")
        return Choices(text.stretch(start + 1, end), tuple(_strings(place, text, project)))
    stretch = text.stretch(start, typed.end if typed else offset)
    accepted = place.accepted()
    choices = list(keyword_choices(accepted))
    if "NAME" in accepted:
        choices = [*choices_in(groups_of(*place.governor())), *choices]
    return Choices(stretch, tuple({choice.word: choice for choice in choices[::-1]}.values())[::-1])


def _is_typed(token: Token, offset: int) -> bool:
    """Tell whether a token is what somebody is typing."""
    if token.kind == "STRING":
        return offset < token.end
    return token.kind in ("NAME", "KEYWORD") or (
        token.kind == "ERROR" and token.text.startswith('"')
    )


def _at(text: Text, spot: Spot) -> tuple[Token, Place] | None:
    """Return the token at a place, and where it stands."""
    offset = text.offset(spot)
    tokens = tokens_of(text.content)
    touching = [n for n, token in enumerate(tokens) if token.start <= offset <= token.end]
    if not touching:
        return None
    inside = [n for n in touching if tokens[n].kind in ("NAME", "KEYWORD", "STRING")]
    number = (inside or touching)[-1]
    return tokens[number], place_of(tokens[:number])


# Words -------------------------------------------------------------------------------------------


def _of_word(token: Token, place: Place) -> str:
    if token.kind == "KEYWORD":
        return f"{code(token.text)} (keyword): {plain(MEANINGS[token.text])}"
    keyword, word = place.governor()
    found = meaning_of(token.text, groups_of(keyword, word))
    found = found or meaning_of(token.text, ())
    if found is None:
        return ""
    kind, means = found
    return f"{code(token.text)} ({plain(kind)})" + (f": {plain(means)}" if means else "")


# Texts in quotes ---------------------------------------------------------------------------------


def _unquoted(token: Token) -> str:
    return token.text[1:-1].replace('\\"', '"').replace("\\\\", "\\")


def _names(place: Place) -> str:
    """Return the keyword for which a text in quotes stands here: what it is the name of."""
    keyword, member = place.governor()
    if keyword == "in":
        return "to" if member == "license" else ""
    if keyword == "policy" and place.before[-1:] and len(place.before) > 1:
        listed = [token.text for token in place.before]
        previous = next((t for t in reversed(listed[:-1]) if t in (*_CITING, "when", "{")), "")
        return "policy" if previous in _CITING else "policy defined"
    return keyword


def _of_string(token: Token, place: Place, text: Text, project: Project) -> str:
    name, keyword = _unquoted(token), _names(place)
    if keyword in ("extends", *_LICENSES):
        entry = _entry(name, keyword, project.library)
        return license_card(entry, project.library) if entry is not None else ""
    license = _licensed(text, project, _entity(place, token))
    if license is None:
        return ""
    if keyword in ("policy", "policy defined"):
        clauses = [c for c in license.clauses if c.policy == name]
        return "\n".join([f"policy {code(name)}", "", *map(_line, clauses)]) if clauses else ""
    if keyword in (*_CITING, "clause", "item"):
        cite = _cite(name, place) if keyword == "item" else name
        clause = next((c for c in license.clauses if c.cite == cite), None)
        return clause_card(clause, license) if clause is not None else ""
    if keyword == "license":
        return license_card_of(license, project.library)
    return ""


def license_card_of(license: License, library: Library) -> str:
    """Return the licence that a file describes as it is."""
    entry = library.find(license.id)
    return license_card(entry, library) if entry is not None else ""


def _line(clause: Clause) -> str:
    return f"- **{plain(clause.cite)}** {plain(clause.says)}"


def _cite(number: str, place: Place) -> str:
    """Return the number of the clause that an item is, in the policy around it."""
    head = place.heads[-1] if place.heads else ()
    policy = _unquoted(head[1]) if len(head) > 1 and head[0].text == "policy" else ""
    return f"{policy}{'' if number.startswith('(') else '.'}{number}"


def _entity(place: Place, token: Token) -> str:
    """Return the id of the entity around a place."""
    if place.heads and len(place.heads[0]) > 1 and place.heads[0][1].kind == "STRING":
        return _unquoted(place.heads[0][1])
    return _unquoted(token) if not place.heads and token.kind == "STRING" else ""


def _licensed(text: Text, project: Project, identifier: str) -> License | None:
    """Return the licence that a file describes under an id; None where it cannot be read."""
    with suppress(LicenseLogicError):
        library, file = _around(text, project)
        for entry in library.entries.values():
            if entry.id == identifier and entry.file == file and entry.kind != "group":
                return library.load(entry)
    return None


@lru_cache(maxsize=4)
def _around(text: Text, project: Project) -> tuple[Library, str]:
    return project.around(text)


def _entry(name: str, keyword: str, library: Library) -> Entry | None:
    """Return the entity that a text in quotes names; a template before a licence."""
    if keyword == "extends":
        return library.entries.get(TEMPLATE + name) or library.entries.get(name)
    if keyword in _LICENSES:
        return library.find(name.partition(" WITH ")[0])
    return None


def target_of(entry: Entry, library: Library) -> Target | None:
    """Return where an entity of the library is described."""
    with suppress(LicenseLogicError, KeyError):
        span = library.declared(entry)[0].id.span
        source = library.source(span.file if span else entry.file)
        stretch = Text(source.text).of_span(span)
        return Target(str(file_of(source.name)), stretch)
    return None


def _provision(name: str, keyword: str, text: Text, project: Project) -> Target | None:
    """Return where a clause or a policy stands: in the text itself, else in what it extends."""
    wanted = ("policy",) if keyword == "policy" else ("clause", "omit")
    token = next((t for t in _named_by(wanted, text) if _unquoted(t) == name), None)
    if token is not None:
        return Target("", text.stretch(token.start, token.end))
    for license in _described(text, project):
        for clause in license.clauses:
            named = clause.policy if keyword == "policy" else clause.cite
            if named == name and clause.span is not None:
                with suppress(LicenseLogicError, KeyError):
                    source = project.library.source(clause.span.file)
                    where = Text(source.text).of_span(clause.span)
                    return Target(str(file_of(source.name)), where)
    return None


def _named_by(keywords: tuple[str, ...], text: Text) -> Iterator[Token]:
    """Yield the names that provisions are given in a text, not those by which they are named."""
    tokens = [token for token in tokens_of(text.content) if token.kind != "COMMENT"]
    for number, (before, token) in enumerate(pairwise(tokens)):
        named = number and tokens[number - 1].text in ("flow-down", "drop", ",")
        if before.text in keywords and token.kind == "STRING" and not named:
            yield token


def _described(text: Text, project: Project) -> Iterator[License]:
    """Yield the licences that a file describes, where it can be read, else what it extends."""
    tokens = tokens_of(text.content)
    for before, token in pairwise(tokens):
        if token.kind != "STRING" or before.kind != "KEYWORD":
            continue
        if before.text in ("license", "template", "exception"):
            found = _licensed(text, project, _unquoted(token))
            if found is not None:
                yield found
        elif before.text == "extends":
            entry = _entry(_unquoted(token), "extends", project.library)
            with suppress(LicenseLogicError):
                if entry is not None:
                    yield project.library.load(entry)


def _strings(place: Place, text: Text, project: Project) -> Iterator[Choice]:
    """Yield the names that may stand in quotes at a place."""
    keyword = _names(place)
    if keyword in ("extends", *_LICENSES):
        yield from license_choices(project.library, templates=keyword == "extends")
    elif keyword in (*_CITING, "policy"):
        seen: set[str] = set()
        for license in _described(text, project):
            for clause in license.clauses:
                name = clause.policy if keyword == "policy" else clause.cite
                if name and name not in seen:
                    seen.add(name)
                    means = "" if keyword == "policy" else clause.says
                    yield Choice(name, "policy" if keyword == "policy" else "clause", means)
