"""A server for assistants, over the Model Context Protocol: check, recommend, show, explain, diff.

It speaks over standard input and output, with the official SDK.  It reads no file and asks nobody.
"""

import json
from collections.abc import Callable, Collection
from inspect import signature
from typing import TYPE_CHECKING, Any

from licenselogic.base.diagnostics import (
    LicenseLogicError,
    UsageError,
    did_you_mean,
    missing_extra,
)
from licenselogic.base.display import quoted
from licenselogic.base.version import __version__
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.servers import answers

if TYPE_CHECKING:
    from mcp.server import MCPServer

_EXAMPLE = {
    "works": [
        {"id": "a/base", "type": "model", "license": "llama3"},
        {"id": "me/x", "license": "mit", "from": [{"work": "a/base", "by": "finetune"}]},
    ]
}

Lineage = dict[str, Any]


def server() -> "MCPServer[Any]":
    """Return the server; raises `UsageError` where the SDK is not installed."""
    try:
        from mcp.server import MCPServer
    except ImportError:
        raise UsageError(missing_extra("assistants are served with the SDK `mcp`", "mcp")) from None
    tools = {tool.__name__: tool for tool in (check, recommend, show, explain, diff)}

    class Strict(MCPServer[Any]):
        """The server of the SDK, which passes over arguments that a tool does not have."""

        async def call_tool(self, name: str, arguments: dict[str, Any], *rest: Any) -> Any:
            """Answer a call; an argument that there is not would be asked for in vain."""
            if name in tools:
                _refuse_others(name, arguments, signature(tools[name]).parameters)
            return await super().call_tool(name, arguments, *rest)

    made = Strict(
        "licenselogic", instructions=instructions(), version=__version__, log_level="ERROR"
    )
    for tool in tools.values():
        made.tool(structured_output=True)(tool)
    return made


def _refuse_others(name: str, given: Collection[str], known: Collection[str]) -> None:
    from mcp.server.mcpserver.exceptions import ToolError

    for word in given:
        if word not in known:
            hint = did_you_mean(word[:100], known) or f"there are: {', '.join(known)}"
            raise ToolError(f"no argument of `{name}` is called {quoted(word)}; {hint}")


def instructions() -> str:
    """Return what an assistant has to know before it asks."""
    words = vocabulary()
    return (
        "Formal licence compatibility of models, datasets and software. A lineage says which works "
        "there are, their licences, and how they were made from each other: "
        f"{json.dumps(_EXAMPLE)}. Types: {', '.join(words.types)}. "
        f"Relations: {', '.join(words.relations)}. Well-known works need no entry of their own. "
        "A licence that is not declared is never taken for permissive. "
        "The answers are engineering evidence, not legal advice."
    )


def check(
    lineage: Lineage,
    work: str | None = None,
    license: str | None = None,
    profile: str = "default",
    assumptions: dict[str, bool] | None = None,
) -> dict[str, Any]:
    """May a work be published under its licence, or under `license`, given what it was made from?

    The verdict is compatible, incompatible or unknown, with the clauses that forbid it, along which
    path, in which scenario; with conditions and duties. `work` is by default the one that nothing
    was made from. `profile` is default, strict or lenient; `assumptions` change single readings.
    """
    return _told(lambda: answers.check(lineage, work, license, profile, assumptions))


def recommend(
    lineage: Lineage,
    work: str | None = None,
    want: list[str] | None = None,
    profile: str = "default",
) -> dict[str, Any]:
    """Which licences may a work carry, the best first; or why none, and what would help?

    `want` names what recipients must be able to do: commercial, relicense, private-fork.
    """
    return _told(lambda: answers.recommend(lineage, work, want or (), profile))


def show(license: str) -> dict[str, Any]:
    """What does a licence say? Its clauses with numbers, summaries and norms."""
    return _told(lambda: answers.show(license))


def explain(word: str) -> dict[str, Any]:
    """What does a word of an answer mean: a code, an act, a duty, a relation, a licence id?"""
    return _told(lambda: answers.explain(word))


def diff(first: str, second: str, profile: str = "default") -> dict[str, Any]:
    """What changed from one licence to another: permissions, duties, terms, clauses?"""
    return _told(lambda: answers.diff(first, second, profile))


def _told(ask: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Return an answer; what cannot be used is told as the SDK tells it.

    The answer is made of plain values once more, so that dates and the like are text.
    """
    from mcp.server.mcpserver.exceptions import ToolError

    try:
        plain: dict[str, Any] = json.loads(json.dumps(ask(), default=str))
    except LicenseLogicError as error:
        raise ToolError(error.render()) from None
    except (RecursionError, MemoryError):
        raise ToolError("the input is nested too deeply or is too large") from None
    return plain
