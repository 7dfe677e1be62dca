"""What to publish beside a work, as text.  Draws what it is given."""

from collections.abc import Iterable, Iterator

from licenselogic.base.display import listed, shown
from licenselogic.report.style import Style
from licenselogic.report.verdict_text import block, cites
from licenselogic.ship.shipment import By, Item, LicenseText, Shipment
from licenselogic.verdict.verdict import NOTICE

_TITLES = {
    By.SHOWN: "shown already",
    By.FILES: "met by the drafts",
    By.NAME: "met by the name",
    By.TEXT: "a licence text is needed",
    By.LOOK: "look at the drafts: whether they say enough, only you can see",
    By.HAND: "no file can meet",
}


def render_shipment(
    found: Shipment, written: Iterable[str] = (), style: Style | None = None, full: bool = False
) -> str:
    """Return what to publish as text; `written` are the files that were written.

    With `full`, each duty names the works from which it comes.
    """
    found, paint = shown(found), style or Style()
    parts = [paint.paint(found.message, bold=True)]
    parts[0] += "".join(f"\n  because {reason.message}" for reason in found.reasons)
    parts += [part for part in _sections(found, list(written), full) if part]
    parts.append(paint.faint(f"({NOTICE})"))
    return paint.wrapped("\n\n".join(parts)) + "\n"


def _sections(found: Shipment, written: list[str], full: bool) -> Iterator[str]:
    yield block("provided that", (f"{c.text}  [{cites(c.clauses)}]" for c in found.conditions))
    for way in By:
        title = _TITLES[way] if found.drafts or way is By.SHOWN else "you must"
        items = found.by(way) if found.drafts or way is By.SHOWN else ()
        yield block(title, (_item(item, full) for item in items))
    if not found.drafts:
        ways = (way for way in By if way is not By.SHOWN)
        yield block("you must", (_item(item, full) for item in found.by(*ways)))
    yield block("licence texts to include", map(_text, found.texts))
    yield f"name it {found.name}" if found.by(By.NAME) else ""
    yield block("the header of the card", (f"{name}: {value}" for name, value in found.header))
    yield block("written" if written else "drafts", written or (d.name for d in found.drafts))
    yield found.help
    yield block("warnings", (f"{one.code.value}: {one.message}" for one in found.findings))


def _item(item: Item, full: bool) -> str:
    files = f" -> {', '.join(item.files)}" if item.files else ""
    works = f"  from {listed(item.works, 100 if full else 2)}" if item.works else ""
    why = f" ({item.reason})" if item.reason and item.by in (By.TEXT, By.HAND) else ""
    return f"{item.message}  [{cites(item.clauses)}]{works}{files}{why}"


def _text(text: LicenseText) -> str:
    where = ", ".join(text.files) or "not at hand"
    return f"{text.title}: {where}{f'  {text.address}' if text.address else ''}"
