"""A family for Graphviz, and for Mermaid: text that other programs lay out."""

from collections.abc import Iterator

from licenselogic.base.display import printable
from licenselogic.drawing.family import Family, Node, Tie
from licenselogic.drawing.scene import BAD, LETTERS, MARKS, TONES, clip
from licenselogic.verdict.verdict import NOTICE


def _lines(node: Node) -> tuple[str, ...]:
    more = len(node.works) - 1
    count = f"and {more:,} more" if more else ""
    first = f"{MARKS[node.status]} {node.id}".strip()
    return tuple(filter(None, (first, count, node.bad_text, node.license_text)))


def render_dot(family: Family) -> str:
    """Return a family as a graph in the language of Graphviz."""
    lines = [
        "digraph lineage {",
        f"  label={_dot(NOTICE)} rankdir=LR",
        '  node [shape=box style="rounded,filled" fontname="sans-serif"]',
        '  edge [fontname="sans-serif" fontsize=10]',
    ]
    for node in family.nodes.values():
        tone, fill = TONES[node.status]
        label = _dot(*_lines(node))
        width = " penwidth=3" if node.asked else ""
        lines.append(f'  {_dot(node.id)} [label={label} fillcolor="{fill}" color="{tone}"{width}]')
    lines += [f"  {_dot(t.upstream)} -> {_dot(t.work)} [{_dot_tie(t)}]" for t in family.ties]
    return "\n".join([*lines, "}", ""])


def _dot_tie(tie: Tie) -> str:
    told = f"label={_dot(', '.join(tie.relations))}"
    told += " style=dashed" if tie.inferred else ""
    return told + (f' color="{BAD}" penwidth=3' if tie.offending else "")


def _dot(*lines: str) -> str:
    """Return lines as one string of Graphviz, in which a backslash begins an escape."""
    escaped = (printable(line).replace("\\", "\\\\").replace('"', '\\"') for line in lines)
    return '"' + "\\n".join(escaped) + '"'


def render_mermaid(family: Family) -> str:
    """Return a family as a flowchart of Mermaid, as Markdown shows it."""
    names = {name: f"n{number}" for number, name in enumerate(family.nodes)}
    lines = ["flowchart LR", f"  %% {NOTICE}"]
    for name, node in family.nodes.items():
        first, *rest = _lines(node)
        label = "<br>".join(map(_mermaid, (clip(first, LETTERS + 14), *rest)))
        status = node.status.value if node.status is not None else "unjudged"
        lines.append(f'  {names[name]}["{label}"]:::{status}')
    for tie in family.ties:
        arrow = "-.->" if tie.inferred else "-->"
        words = _mermaid(", ".join(tie.relations))
        lines.append(f'  {names[tie.upstream]} {arrow}|"{words}"| {names[tie.work]}')
    return "\n".join([*lines, *_looks(family, names), ""])


def _looks(family: Family, names: dict[str, str]) -> Iterator[str]:
    for status in dict.fromkeys(node.status for node in family.nodes.values()):
        tone, fill = TONES[status]
        name = status.value if status is not None else "unjudged"
        yield f"  classDef {name} fill:{fill},stroke:{tone},color:#1f2328"
    for name, node in family.nodes.items():
        if node.asked:
            yield f"  style {names[name]} stroke-width:3px"
    bad = [str(number) for number, tie in enumerate(family.ties) if tie.offending]
    if bad:
        yield f"  linkStyle {','.join(bad)} stroke:{BAD},stroke-width:3px"


def _mermaid(text: str) -> str:
    """Return text in which every sign that Mermaid may take for its own is a number."""
    return "".join(c if c.isalnum() or c in " .,-_/+:" else f"#{ord(c)};" for c in printable(text))
