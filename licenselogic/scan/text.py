"""A scan as text: what the project uses, where, and what it leaves open."""

from collections.abc import Iterator

from licenselogic.base.display import printable
from licenselogic.scan.scan import Scan

MAX_PLACES = 3
MAX_OPEN = 10
_OPEN = "???"


def render_scan(found: Scan) -> str:
    """Return what a project uses, a work a line, with the places where it is named."""
    return "\n".join(map(printable, _lines(found))) + "\n"


def _lines(found: Scan) -> Iterator[str]:
    works = found.lineage.works
    count = len(found.uses)
    files = "file" if found.files == 1 else "files"
    what = "model or dataset" if count == 1 else "models and datasets"
    yield f"{found.name}: {count or 'no'} {what} named in {found.files:,} {files}"
    width = max((len(work) for work in found.uses), default=len(_OPEN))
    for work, uses in found.uses.items():
        places = [f"{use.place} {use.by}" for use in uses]
        more = f" and {len(places) - MAX_PLACES:,} more" if len(places) > MAX_PLACES else ""
        shown = ", ".join(places[:MAX_PLACES]) + more
        license = works[work].license or "no licence known"
        yield f"  {work:<{width}}  {works[work].type:<7}  {license}  ({shown})"
    for one in found.unnamed[:MAX_OPEN]:
        yield f"  {_OPEN:<{width}}  {one.type:<7}  not named in the code  ({one.place} {one.by})"
    left = len(found.unnamed) - MAX_OPEN
    if left > 0:
        yield f"  {_OPEN:<{width}}  and {left:,} more that are not named in the code"
