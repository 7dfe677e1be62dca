"""Pages that stand alone: one file of HTML with its style and script, which asks no network.

Every text is escaped by the template engine.  The page forbids itself, by a content security
policy, to load anything and to run any script but its own.
"""

import re
from base64 import b64encode
from datetime import date
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from licenselogic.base.clock import today
from licenselogic.base.display import printable
from licenselogic.base.markup import ticked
from licenselogic.base.version import __version__
from licenselogic.drawing.svg import style
from licenselogic.report.verdict_text import cites
from licenselogic.verdict.verdict import NOTICE

_FOLDER = "pages"


def render_page(template: str, digest: str, on: date | None, **content: Any) -> str:
    """Return a page; `digest` is that of the library, and `on` the day, by default today."""
    look = _read("page.css") + style()
    script = _read("page.js")
    page: str = (
        _templates()
        .get_template(template)
        .render(
            version=__version__,
            notice=NOTICE,
            digest=digest,
            date=(on or today()).isoformat(),
            style=Markup(look),
            script=Markup(script),
            style_hash=_hash(look),
            script_hash=_hash(script),
            **content,
        )
    )
    return page


@cache
def _templates() -> Environment:
    found = Environment(
        loader=PackageLoader("licenselogic.report", _FOLDER),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        finalize=_finished,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters.update(web=_is_web, ticks=ticked, cites=cites)
    return found


def _finished(value: Any) -> Any:
    """Return what a template shows: text without what does not print; markup as it is."""
    return printable(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def _is_web(address: str) -> bool:
    """Tell whether an address is one that a browser may be led to."""
    return re.fullmatch(r"https?://[^\s\"'<>]+", address) is not None


@cache
def _read(name: str) -> str:
    return (files("licenselogic.report") / _FOLDER / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
