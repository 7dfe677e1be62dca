"""How Sphinx builds the site."""

from typing import Any

from licenselogic.base.version import __version__
from licenselogic.editors.lexer import ClauseLexer

project = "licenselogic"
release = version = __version__
copyright = "the licenselogic authors; engineering evidence, not legal advice"

extensions = ["myst_parser"]
myst_heading_anchors = 4
suppress_warnings = ["myst.header"]  # a licence has clauses at one depth, whatever stands above

html_theme = "furo"
html_title = f"licenselogic {__version__}"
html_copy_source = False
html_show_sphinx = False
html_use_index = False
html_theme_options = {"footer_icons": []}


def setup(app: Any) -> None:
    """Colour clause files."""
    app.add_lexer("licenselogic", ClauseLexer)
