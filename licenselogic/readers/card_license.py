"""The licence that a card declares: `license`, and with `license: other` its name or its link."""

import re
from collections.abc import Iterator, Sequence

from licenselogic.base.codes import Code
from licenselogic.base.display import listed, quoted
from licenselogic.library.index import Entry
from licenselogic.library.library import Library
from licenselogic.library.terms import UNDECLARED
from licenselogic.readers.fields import Fields, Notes, texts_in, unreadable

_ID = re.compile(r"[\w.\-]+/[\w.\-]+")


def license_of(work: str, type: str, fields: Fields, library: Library, notes: Notes) -> str | None:
    """Return the licence expression of a card, None if none is declared.

    Of `work`, its id decides which licence is meant by a name that several texts share.  What a
    card says in a shape that cannot be read declares nothing: the rest of it is no whole licence.
    """
    given: dict[str, str] = {}
    tagged = [t.removeprefix("license:") for t in fields.tags if t.startswith("license:")]
    for text in [*texts_in(fields.meta, "license", notes), *tagged]:
        given.setdefault(text.casefold(), text)
    names = [text for text in given.values() if text]
    called = texts_in(fields.meta, "license_name", notes)[:1]
    links = texts_in(fields.meta, "license_link", notes)[:1]
    if unreadable(fields.meta, "license"):
        return None
    if "other" in given:
        meant = _other(called, _addresses(links, work, type), work, library, notes)
        if meant is None:
            _unknown(called or links, notes)
        names = [(meant or n) if n.casefold() == "other" else n for n in names]
    elif names and called:
        _compare(names[0], called[0], library, notes)
    if len(names) > 1:
        listing = listed(names)
        notes.add(Code.CONTRADICTORY_FACTS, f"has several licences: {listing}; all are kept")
    return " AND ".join(f"({n})" if " " in n and len(names) > 1 else n for n in names) or None


def _other(
    called: Sequence[str], links: Sequence[str], work: str, library: Library, notes: Notes
) -> str | None:
    """Return the licence behind `license: other`, or None if the library has none.

    A name that stands for one licence decides; else the link does, else the id of the work; and
    last a name that several licences share.
    """
    named = [entry for text in called if (entry := _entry(text, library))]
    linked = [entry for link in links if (entry := _entry(link, library))]
    own = library.index.of_work(work)
    for one, other in zip(named[:1], linked[:1], strict=False):
        if one.kind == other.kind == "license" and one.id != other.id:
            says = (
                f"names the licence {quoted(called[0])}, but links the text of {quoted(other.id)}"
            )
            notes.add(Code.CONTRADICTORY_FACTS, f"{says}; judged by the name")
    for entry in (*named, *linked, *([own] if own else [])):
        if entry.kind == "license":
            return entry.id
    return next((entry.id for entry in (*named, *linked)), None)


def _entry(text: str, library: Library) -> Entry | None:
    return None if text.casefold() in UNDECLARED else library.find(text)


def _unknown(texts: Sequence[str], notes: Notes) -> None:
    named = [text for text in texts if text.casefold() not in UNDECLARED]
    if named:
        says = f"says `license: other`, by which it means {quoted(named[0])}"
        notes.add(Code.UNKNOWN_LICENSE, f"{says}; no licence of the library has that name")


def _compare(declared: str, called: str, library: Library, notes: Notes) -> None:
    """Note a `license_name` that is not a name of the licence declared."""
    entry, other = library.find(declared), library.find(called)
    same = entry is not None and other is not None and entry.id == other.id
    if not same and declared.casefold() != called.casefold():
        says = f"says `license` {quoted(declared)} and `license_name` {quoted(called)}"
        notes.add(Code.CONTRADICTORY_FACTS, f"{says}; judged by `license`")


def _addresses(links: Sequence[str], work: str, type: str) -> list[str]:
    """Return links as licences may list them; a file of the work has an address on the Hub."""
    return [form for link in links for form in _forms(link.strip("<>"), work, type)]


def _forms(link: str, work: str, type: str) -> Iterator[str]:
    if link.startswith(("http://", "https://")):
        yield link
    elif _ID.fullmatch(work) and "://" not in link:
        home = f"https://huggingface.co/{'datasets/' if type == 'dataset' else ''}{work}"
        path = link.removeprefix("./").lstrip("/")
        yield from (f"{home}/blob/main/{path}", f"{home}/raw/main/{path}")
