"""The pages of the site by their names: those of docs/ made fit for it, and those that are made."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
from charts import drawn
from reference import reference

from licenselogic.cli.app import cli
from licenselogic.diff.clauses import number_key, ordered
from licenselogic.editors.lexer import ClauseLexer
from licenselogic.editors.licenses import code, plain, quoted_words, standing, summary
from licenselogic.library.library import licenses
from licenselogic.norms.deontic import License
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.report.license_text import counts_of

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"

CHAPTERS = {
    "Begin": ("tutorial", "questions", "recipes"),
    "Use": (
        "lineage", "recommend", "repair", "ship", "certify", "diff", "drawing", "report", "scan",
        "audit", "ci", "assistants", "editors",
    ),
    "Look up": (
        "commands", "python", "licenses/index", "vocabulary", "codes", "readings", "versioning",
    ),
    "Understand": (
        "semantics", "clauses", "how-it-works", "agreement", "disagreements", "limits", "speed",
        "testing", "contributing", "changes",
    ),
}  # fmt: skip
"""The parts of the site with their pages, in the order of the menu."""


def staged() -> dict[str, str]:
    """Return every page, by the name of its file in the site.

    Raises `LookupError` for a page that no chapter has, and for a link that leads nowhere.
    """
    pages = {name: (source, source.read_text("utf-8")) for source, name in _copied().items()}
    copied = {name: _fit(text, source) for name, (source, text) in pages.items()}
    copied["index.md"] += _menu()
    copied["licenses/index.md"] = _with_pages(copied["licenses/index.md"])
    made = {"commands.md": commands(), "python.md": reference(), "vocabulary.md": words()}
    made |= {f"licenses/{license.id}.md": license_page(license) for license in licenses()}
    found = {**copied, **made}
    listed = {f"{name}.md" for names in CHAPTERS.values() for name in names} | {"index.md"}
    lost = {n for n in found if not n.startswith("licenses/")} ^ (listed - {"licenses/index.md"})
    if lost:
        raise LookupError(f"pages without a chapter, or chapters without a page: {sorted(lost)}")
    return found


# Pages of the repository -------------------------------------------------------------------------


@cache
def _copied() -> dict[Path, str]:
    """Return the pages that are taken over, each with its name in the site."""
    found = {page: page.name for page in sorted(DOCS.glob("*.md"))}
    found[DOCS / "licenses" / "README.md"] = "licenses/index.md"
    found[ROOT / "README.md"] = "index.md"
    found[ROOT / "CHANGELOG.md"] = "changes.md"
    return found


def _fit(text: str, source: Path) -> str:
    """Return a page with its links and its blocks of code as the site needs them."""
    text = re.sub(
        r"(?<!`)\[([^\[\]]*)\]\(([^()\s]+)\)", lambda m: _link(m[1], m[2], source, m[0]), text
    )
    text = re.sub(r"^```mermaid\n(.*?)^```$", _chart, text, flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"^```text\n(.*?)^```$", _coloured, text, flags=re.MULTILINE | re.DOTALL)


def _link(shown: str, target: str, source: Path, whole: str) -> str:
    """Return a link as it leads from the site; one to what the site does not have is its text."""
    path, _, anchor = target.partition("#")
    if "://" in target or target.startswith("mailto:") or not path:
        return whole
    there = (source.parent / path).resolve()
    if not there.exists():
        raise LookupError(f"{source.relative_to(ROOT)}: `{target}` leads nowhere")
    if there.is_relative_to(DOCS / "pictures"):
        return f"[{shown}](/{there.relative_to(DOCS).as_posix()})"
    name = _copied().get(there)
    if name is None:
        return shown
    return f"[{shown}](/{name}{'#' if anchor else ''}{anchor})"


def _coloured(block: re.Match[str]) -> str:
    """Return a block that holds clauses, marked as such."""
    content = block[1]
    begins = re.match(r"(license|template|clause|policy|permit|forbid|require) ", content)
    pieces = ClauseLexer().get_tokens_unprocessed(content)
    if begins and not any("Error" in str(kind) for _, kind, _ in pieces):
        return f"```licenselogic\n{content}```"
    return block[0]


def _chart(block: re.Match[str]) -> str:
    """Return a flow chart as a picture."""
    return f"```{{raw}} html\n{drawn(block[1])}\n```"


def _menu() -> str:
    """Return the menu of the site, which stands unseen below its first page."""
    lines = []
    for title, names in CHAPTERS.items():
        lines += ["", "```{toctree}", ":hidden:", f":caption: {title}", "", *names, "```"]
    return "\n".join(lines) + "\n"


def _with_pages(table: str) -> str:
    """Return the table of licences with links to their pages."""
    known = set(licenses().ids())

    def row(found: re.Match[str]) -> str:
        name, address = found[1], found[2]
        return f"| [{name}]({name}.md) ([text]({address}))<br>" if name in known else found[0]

    return re.sub(r"^\| \[([^\]]+)\]\(([^)]+)\)<br>", row, table, flags=re.MULTILINE)


# Pages that are made -----------------------------------------------------------------------------


def license_page(license: License) -> str:
    """Return the page of a licence: what it is, its clauses with passages, what is left out."""
    lines = ["---", "orphan: true", "---", ""]  # too many for the menu
    lines += [f"# {plain(license.title or license.id)}", "", f"Id: {code(license.id)}", ""]
    names = dict.fromkeys((*license.hub, *license.aliases, *license.deprecated))
    names = dict.fromkeys(name for name in names if "://" not in name)
    if names:
        lines += [f"Also called: {', '.join(map(code, names))}", ""]
    lines += [f"- {line}" for line in summary(license)]
    if license.text.url:
        read = f", read {license.text.read}" if license.text.read else ""
        lines.append(f"- text: <{license.text.url}>{read}")
    when = f" on {license.reviewed}" if license.reviewed else ""
    lines += [f"- review: {license.review}{when}", "", "## Clauses", ""]
    for clause in ordered(license.clauses):
        above = "" if clause.license == license.id else f" (from {plain(clause.license)})"
        lines += [f"### {plain(clause.cite)}", "", plain(clause.says) + above, ""]
        lines += ["\n\n".join(standing(clause, license)), ""]
    rules = list(counts_of(license))
    if rules:
        lines += ["## What a relation makes of it", "", *(f"- {plain(rule)}" for rule in rules), ""]
    lines += _omitted(license)
    lines += [
        "`licenselogic show` prints the same, with the words of the text where it is at hand.",
        "",
    ]
    return "\n".join(lines)


def _omitted(license: License) -> Iterator[str]:
    if license.omissions:
        yield from ("## Left out", "")
    for omission in sorted(license.omissions, key=lambda one: number_key(one.cite)):
        yield f"- **{plain(omission.cite)}** {plain(omission.because)}"
        for passage in omission.passages:
            marks = " .. ".join(quoted_words(m) for m in (passage.first, passage.last) if m)
            yield f"  <br>{marks}"
    yield ""


def commands() -> str:
    """Return the page of the command line: the help of every command."""
    lines = ["# Commands", "", "What `licenselogic COMMAND --help` prints.", ""]
    context = click.Context(cli, info_name="licenselogic", max_content_width=100)
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        assert command is not None
        with click.Context(command, parent=context, info_name=name) as inner:
            lines += [f"## {name}", "", "```text", command.get_help(inner), "```", ""]
    return "\n".join(lines)


def words() -> str:
    """Return the page of the vocabulary."""
    lines = [
        "# Vocabulary",
        "",
        "The words of clause files and of lineages, and what they mean.",
        "",
    ]
    for group, entries in vocabulary().raw.items():
        lines += [f"## {group.capitalize()}", "", "| word | meaning |", "| --- | --- |"]
        for word, entry in entries.items():
            above = entry.get("parent") if isinstance(entry, dict) else None
            part = f" (part of {code(above)})" if above else ""
            lines.append(f"| {code(word)} | {plain(vocabulary().meaning(group, word))}{part} |")
        lines.append("")
    return "\n".join(lines)
