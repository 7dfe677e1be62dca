"""A lineage as a file that people go on with: what is known is filled in, what is not is marked."""

from collections.abc import Iterator
from typing import Any

import yaml

from licenselogic.base.codes import Code
from licenselogic.base.display import printable
from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.work import is_nameless

_INDENT = "    "


def render_lineage(lineage: Lineage, target: str, *, texts: bool = False) -> str:
    """Return the YAML of a work and all that it was made from, upstream first.

    What nobody knows is a comment with `???`.  With `texts`, the evidence holds the text of the
    card and of files too.
    """
    plain = {work["id"]: work for work in lineage.to_dict()["works"]}
    order = lineage.order(target)
    name = printable(target)
    lines = [f"# The lineage of {name}, as it is judged.  `???` marks what is not known."]
    lines += _findings(lineage, set(order))
    lines.append("works:")
    for work in order:
        lines += _work(plain[work], texts)
    return "\n".join(lines) + "\n"


def _findings(lineage: Lineage, reached: set[str]) -> Iterator[str]:
    for finding in lineage.findings:
        told = finding.code is Code.INFERRED_RELATION  # the edge itself says so
        if not told and (not finding.works or reached & set(finding.works)):
            yield f"# {finding.code.value}: {printable(finding.message)}"


def _work(plain: dict[str, Any], texts: bool) -> Iterator[str]:
    evidence = plain.get("evidence", {})
    if not texts:
        evidence = {k: v for k, v in evidence.items() if k not in ("text", "contents")}
    shown = {**plain, "evidence": evidence}
    lines = [line for key, value in shown.items() if value for line in _entry(key, value)]
    if "license" not in plain:
        lines.insert(2, "# license: ???")
    if is_nameless(plain["id"]):
        lines.insert(1, "# ??? the name of this work is not known")
    for number, line in enumerate(lines):
        yield f"{_INDENT if number else '  - '}{line}"


def _entry(key: str, value: object) -> list[str]:
    style = None if isinstance(value, list | dict) else False
    text: str = yaml.safe_dump(
        {key: value}, sort_keys=False, default_flow_style=style, allow_unicode=True, width=100
    )
    return text.rstrip("\n").split("\n")
