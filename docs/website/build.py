"""Build the documentation site, strictly: whatever Sphinx warns of, such as a broken link, fails.

    python docs/website/build.py [OUT]     OUT is build/site by default; open OUT/html/index.html

The pages of docs/ are copied to OUT/source, with pages made from the library and the command line
beside them: one for each licence, the vocabulary, the commands.  Nothing is fetched, and the site
fetches nothing.
"""

import shutil
import sys
from pathlib import Path

from pages import ROOT, staged
from sphinx.cmd.build import main as sphinx

HERE = Path(__file__).resolve().parent


def write(source: Path) -> None:
    """Write the pages of the site into a folder, which is made anew."""
    shutil.rmtree(source, ignore_errors=True)
    for name, text in staged().items():
        path = source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    shutil.copytree(ROOT / "docs" / "pictures", source / "pictures")


def build(source: Path, out: Path) -> int:
    """Build the pages in a folder; return what Sphinx exits with."""
    strict = ["--fail-on-warning", "--keep-going", "--nitpicky"]
    places = ["--conf-dir", str(HERE), "--doctree-dir", str(out / "doctrees")]
    return sphinx(["-q", "-j", "2", *strict, *places, str(source), str(out / "html")])


def main(out: Path) -> int:
    """Write the pages below a folder, and build them there."""
    write(out / "source")
    return build(out / "source", out)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if sys.argv[1:] else ROOT / "build" / "site").resolve()))
