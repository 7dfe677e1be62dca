"""The server for assistants, asked by the client of the official SDK over standard input."""

import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from test_answers import LINEAGE

import licenselogic as ll

if find_spec("mcp") is None:
    pytest.skip("needs licenselogic[mcp]", allow_module_level=True)

ROOT = Path(__file__).parents[2]


def asked(*calls: tuple[str, dict[str, Any]]) -> tuple[list[str], list[Any]]:
    """Return the tools of the server, and its answers to calls.

    The SDK takes a second to load: only the process that asks pays for it.
    """
    import anyio
    from mcp import Client, StdioServerParameters, stdio_client

    arguments = ["-m", "licenselogic", "mcp"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    server = StdioServerParameters(command=sys.executable, args=arguments, env=environment)

    async def ask() -> tuple[list[str], list[Any]]:
        async with Client(stdio_client(server)) as client:
            tools = await client.list_tools()
            results = [await client.call_tool(name, given) for name, given in calls]
            return [tool.name for tool in tools.tools], results

    return anyio.run(ask)


def test_a_client_gets_answers_and_errors() -> None:
    tools, (verdict, shown, odd, lost, slip, other) = asked(
        ("check", {"lineage": LINEAGE}),
        ("show", {"license": "MIT"}),
        ("check", {"lineage": {"works": 3}}),
        ("explain", {"word": "no such word"}),
        ("check", {"lineage": LINEAGE, "licence": "llama2"}),
        ("show", {"license": "MIT", "x": 1}),
    )
    assert tools == ["check", "recommend", "show", "explain", "diff"]
    data = verdict.structured_content
    assert data["verdict"] == ll.check(ll.Lineage.from_dict(LINEAGE)).to_dict()
    assert shown.structured_content["license"]["id"] == "MIT"
    assert odd.is_error
    assert "a list of works is wanted" in odd.content[0].text
    assert lost.is_error
    assert "no code, licence or word" in lost.content[0].text
    assert slip.is_error and other.is_error
    assert "is called `licence`; did you mean `license`?" in slip.content[0].text
    assert "there are: license" in other.content[0].text


def test_a_missing_sdk_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from licenselogic.servers.mcp import server

    for name in [n for n in sys.modules if n.partition(".")[0] == "mcp"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "mcp", None)
    with pytest.raises(ll.UsageError, match="licenselogic\\[mcp\\]"):
        server()
