"""Verdicts as annotations of GitHub: commands that a workflow writes to its log.

https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
"""

from collections.abc import Iterator, Sequence

from licenselogic.base.display import shown
from licenselogic.base.source import Span
from licenselogic.report.told import Checked, Level, Unreadable

_COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "notice"}


def annotations(found: Sequence[Checked], errors: Sequence[Unreadable] = ()) -> str:
    """Return a line for each thing that is told, and one for each verdict; errors come first.

    GitHub shows ten of each kind for a step, so what matters most stands first.
    """
    lines = []
    for error in shown(tuple(errors)):
        for code, message, span in error.problems:
            lines.append((Level.ERROR, _line(Level.ERROR, code, message, span, error.path)))
    for checked in shown(tuple(found)):
        for told in checked.told:
            rows = [f"{checked.title}: {told.message}"]
            rows += [f"{name}: {text}" for name, text in told.details]
            rows += [f"help: {told.help}"] if told.help else []
            rows += [f"accepted: {told.accepted}"] if told.accepted else []
            text = "\n".join(rows)
            lines.append((told.level, _line(told.level, told.code, text, told.place)))
    lines.sort(key=lambda line: list(Level).index(line[0]))
    return "".join(f"{line}\n" for line in [*(text for _, text in lines), *_verdicts(found)])


def _line(level: Level, title: str, message: str, place: Span | None, file: str = "") -> str:
    at = {"file": file} if file else {}
    if place is not None:
        at = {"file": place.file, "line": str(place.line), "col": str(place.column)}
        if place.end_line == place.line:
            at["endColumn"] = str(place.end_column)
    facts = ",".join(f"{key}={_property(value)}" for key, value in {**at, "title": title}.items())
    return f"::{_COMMANDS[level]} {facts}::{_data(message)}"


def _verdicts(found: Sequence[Checked]) -> Iterator[str]:
    """Yield the answers as plain lines; a blank before keeps them from being commands."""
    for checked in shown(tuple(found)):
        where = f"{checked.path}: " if checked.path else ""
        yield f" {where}{checked.status.value}: {checked.verdict.message}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
