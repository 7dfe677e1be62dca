"""Write the pages of docs/ that are made from the library and the code.

    python docs/generate.py            write them
    python docs/generate.py --check    exit 1 if one is not up to date

`codes.md` comes from `base/codes.py` and `base/meanings.py`, `licenses/README.md` from the clause
files, and the table of modules in `how-it-works.md` from the first lines of the modules.
Pictures are drawings of examples.
"""

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import click

import licenselogic as ll
from licenselogic.base.codes import Code, Group
from licenselogic.base.meanings import meaning
from licenselogic.norms.assumptions import select
from licenselogic.norms.conditions import TRUE, Condition, Member, Some
from licenselogic.norms.deontic import (
    MATERIAL,
    FlowDown,
    Freedom,
    Obligation,
    Prohibition,
    ShareAlike,
)
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.norms.wording import condition_text
from licenselogic.semantics.view import View, known, view_of

DOCS = Path(__file__).resolve().parent
PACKAGE = DOCS.parent / "licenselogic"


def pages() -> dict[Path, str]:
    """Return every generated page, by its file."""
    return {
        DOCS / "codes.md": codes(),
        DOCS / "licenses" / "README.md": licenses(),
        DOCS / "how-it-works.md": with_modules((DOCS / "how-it-works.md").read_text("utf-8")),
        DOCS / "pictures" / "relabelled-llama-3.svg": picture("caught/relabelled-llama-3.yaml"),
    }


def picture(example: str) -> str:
    """Return the drawing of an example."""
    return ll.draw(ll.load_lineage(DOCS.parent / "examples" / example)).to_svg()


# Codes ------------------------------------------------------------------------------------------

_CHAPTERS = {
    Group.ERROR: "Input that cannot be used",
    Group.LINT: "Findings of lint",
    Group.REASON: "Reasons for `unknown`",
    Group.KIND: "Kinds of counterexample",
    Group.WARNING: "Warnings",
    Group.POLICY: "Against the policy",
}


def codes() -> str:
    """Return docs/codes.md."""
    lines = [
        "# Codes",
        "",
        "Everything that licenselogic can report has a code: in text (`error[non-commercial]`), in",
        "JSON (`kind`, `code`), and here. `licenselogic explain CODE` prints the same.",
    ]
    for group, title in _CHAPTERS.items():
        lines += ["", f"## {title}"]
        for code in (code for code in Code if code.group is group):
            summary, advice = meaning(code)
            lines += ["", f"### {code}", "", _sentence(summary), "", f"What to do: {advice}."]
    return "\n".join(lines) + "\n"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


# Licences ---------------------------------------------------------------------------------------

_SECTIONS = {
    "model": "Models",
    "software": "Software",
    "data": "Data",
    "content": "Content",
    "any": "Any material",
}

_ACTS = (
    ("use", "use", "work"),
    ("change", "modify", "work"),
    ("share", "distribute", "work"),
    ("share changes", "distribute", "derivative"),
)
"""What a reader asks first: the word in the table, the act, and the status."""

_LISTED = 2
"""Fields of use up to this number are named; more are counted."""


@dataclass(frozen=True, slots=True)
class Row:
    """A licence in the index."""

    license: ll.License
    permits: str
    limits: str
    requires: str

    @property
    def section(self) -> str:
        """The first material, in the order of the sections, that the licence was written for."""
        return next((s for s in _SECTIONS if s in self.license.covers), "any")

    def __str__(self) -> str:
        k = self.license
        name = f"[{k.id}]({k.text.url})" if k.text.url else k.id
        review = f"{k.review} {k.reviewed}".strip()
        cells = (
            f"{name}<br>{k.title}",
            k.family,
            ", ".join(sorted(k.covers)),
            self.permits,
            self.limits,
            self.requires,
            review,
        )
        return f"| {' | '.join(c.replace('|', '&#124;') for c in cells)} |"


def licenses() -> str:
    """Return docs/licenses/README.md."""
    library = ll.licenses()
    sections: dict[str, list[Row]] = defaultdict(list)
    for license in library:
        view = view_of(license, select())
        row = Row(license, permits(view), limits(view), requires(view))
        sections[row.section].append(row)
    rows = [row for section in sections.values() for row in section]
    checked = sum(row.license.review == "checked" for row in rows)
    blocks = [_introduction(len(rows), checked)]
    for section, title in _SECTIONS.items():
        blocks += [f"## {title}", _table(sections[section])]
    blocks += ["## Exceptions", _exceptions(library)]
    blocks += ["## Ids that name several licences", _groups(library)]
    blocks += ["## Known, but not encoded", _unmodelled(library)]
    return "\n\n".join(blocks) + "\n"


def _introduction(total: int, checked: int) -> str:
    return f"""\
# Licences

{total} licences have clause files; {checked} of them have been checked, clause by clause, by a
second reader. `licenselogic show ID` prints a licence with its clauses, and `licenselogic show ID
--source` the clause file. This table is a summary under the default readings of the law.

- **Licence** links to the text. **Covers** is the material that it was written for.
- **Permits** names the grants: *change* is private adaptation, *share changes* is handing
  adaptations on. A condition stands behind the acts that it limits.
- **Limits** names what is forbidden whatever the grants say, on the work and its adaptations, and
  on *output* and *extracted* models where they are named. *Further restrictions* means that
  recipients may not be restricted further. Fields of use are counted; `show` lists them.
- **Requires** names duties in the words of `licenselogic vocabulary duties`; *share-alike* and
  *use policy*, which must be passed on, bind the outbound licence.
- **Review** is `encoded`, or `checked` and the day on which a second reader held it against the
  text."""


def _table(rows: Iterable[Row]) -> str:
    head = "| Licence | Family | Covers | Permits | Limits | Requires | Review |"
    ordered = sorted(rows, key=lambda r: (r.license.id.casefold(), r.license.id))
    return "\n".join([head, "|---|---|---|---|---|---|---|", *map(str, ordered)])


def permits(view: View) -> str:
    """Return the acts that a licence grants, each with the condition on which it does."""
    by_condition: dict[str, list[str]] = defaultdict(list)
    for word, act, status in _ACTS:
        granted = _grant(view, act, status)
        if granted != Some(()):
            by_condition["" if _always(granted) else condition_text(granted)].append(word)
    return "; ".join(
        ", ".join(words) + (f" if {condition}" if condition else "")
        for condition, words in by_condition.items()
    )


def _grant(view: View, act: str, status: str) -> Condition:
    """Return the condition of the grant; never, where a prohibition always bites."""
    demands = list(view.demands(act, status))
    if any(known(d.condition, {}) == Some(()) for d in demands):
        return Some(())
    return next(known(d.condition, {}) for d in demands if d.reserved)


def _always(condition: Condition) -> bool:
    """Tell whether a condition holds in every scenario, as far as `commercial` alone decides."""
    return all(known(condition, {"commercial": value}) == TRUE for value in (True, False))


def limits(view: View) -> str:
    """Return what a licence forbids."""
    norms = [n for _, n in view.norms if isinstance(n, Prohibition)]
    fields: set[str] = set()
    texts = []
    for norm in norms:
        if isinstance(norm.condition, Member) and norm.condition.fact == "field":
            fields |= norm.condition.words
        else:
            texts.append(_limit(norm))
    if fields:
        few = len(fields) <= _LISTED
        texts.append(", ".join(sorted(fields)) if few else f"{len(fields)} fields of use")
    if any(isinstance(n, Freedom) for _, n in view.norms):
        texts.append("further restrictions")
    return "; ".join(dict.fromkeys(texts))


_ALL = frozenset({"use", "reproduce", "modify", "distribute"})


def _limit(norm: Prohibition) -> str:
    """Return one prohibition: acts and statuses as far as they are special, and the condition."""
    what = "everything" if norm.acts >= _ALL else ", ".join(sorted(norm.acts))
    if norm.subjects > MATERIAL:
        what += f" (also {', '.join(sorted(norm.subjects - MATERIAL))})"
    elif norm.subjects != MATERIAL:
        what += f" ({', '.join(sorted(norm.subjects))})"
    return what if norm.condition == TRUE else f"{what} if {condition_text(norm.condition)}"


def requires(view: View) -> str:
    """Return the duties of a licence, with share-alike and flow-down."""
    norms = [n for _, n in view.norms]
    owed = {n.duty for n in norms if isinstance(n, Obligation)}
    words = [d for d in vocabulary().raw["duties"] if d in owed]
    words += ["share-alike"] if any(isinstance(n, ShareAlike) for n in norms) else []
    words += ["use policy"] if any(isinstance(n, FlowDown) for n in norms) else []
    return ", ".join(words)


def _exceptions(library: ll.Library) -> str:
    rows = ["Joined to a licence by `WITH`.", "", "| Exception | Title |", "|---|---|"]
    rows += [f"| {e} | {library.entries[e].title} |" for e in library.ids("exception")]
    return "\n".join(rows)


def _groups(library: ll.Library) -> str:
    rows = [
        "The verdict is the one that holds for every licence that the id may mean, else `unknown`.",
        "",
        "| Id | May mean |",
        "|---|---|",
    ]
    rows += [f"| {e} | {', '.join(library.entries[e].means)} |" for e in library.ids("group")]
    return "\n".join(rows)


def _unmodelled(library: ll.Library) -> str:
    rows = ["Always `unknown`.", "", "| Id | Why |", "|---|---|"]
    rows += [f"| {e} | {library.entries[e].because} |" for e in library.ids("unmodelled")]
    return "\n".join(rows)


# Modules ----------------------------------------------------------------------------------------

_BEGIN, _END = "<!-- modules -->", "<!-- end of modules -->"


def with_modules(page: str) -> str:
    """Return docs/how-it-works.md with the table of rooms and modules as it should be.

    The rooms stand in the order of the drawing on that page; one that it misses comes last.
    """
    head, _, rest = page.partition(_BEGIN)
    tail = rest.partition(_END)[2]
    drawn = re.findall(r"^    (\w+)\[", head, re.MULTILINE)
    rooms = sorted(p.name for p in PACKAGE.iterdir() if (p / "__init__.py").exists())
    rooms.sort(key=lambda room: drawn.index(room) if room in drawn else len(drawn))
    rows = ["| room | module | one line |", "|---|---|---|"]
    for room in rooms:
        rows.append(f"| **`{room}`** | | **{_first_line(PACKAGE / room / '__init__.py')}** |")
        for file in sorted((PACKAGE / room).glob("[!_]*.py")):
            rows.append(f"| | `{file.stem}` | {_first_line(file)} |")
    return "\n".join([f"{head}{_BEGIN}", *rows, f"{_END}{tail}"])


def _first_line(file: Path) -> str:
    docstring = ast.get_docstring(ast.parse(file.read_text("utf-8"))) or ""
    return docstring.partition("\n")[0].replace("|", "\\|")


# Command ----------------------------------------------------------------------------------------


@click.command(help=__doc__)
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit 1 if it would.")
def main(only_check: bool) -> None:
    """Write the pages, or tell which are out of date."""
    stale = []
    for path, text in pages().items():
        if not path.exists() or path.read_text("utf-8") != text:
            stale.append(path)
            if not only_check:
                path.parent.mkdir(exist_ok=True)
                path.write_text(text, encoding="utf-8")
    for path in stale:
        click.echo(f"{'out of date' if only_check else 'wrote'}: {path.relative_to(DOCS.parent)}")
    sys.exit(1 if stale and only_check else 0)


if __name__ == "__main__":
    main()
