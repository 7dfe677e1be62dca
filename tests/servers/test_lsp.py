"""The language server, asked by a client over standard input and output."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest

import licenselogic as ll

pytest.importorskip("pygls", reason="needs licenselogic[lsp]")

from lsprotocol import types
from pygls.lsp.client import LanguageClient

ROOT = Path(__file__).parents[2]
CAUGHT = ROOT / "examples" / "caught" / "relabelled-llama-3.yaml"
PATIENCE = 120
"""Seconds before a server that does not answer counts as dead."""

WARM = 1.0
"""Seconds that two warm answers may take: ten times what is promised, for busy machines."""


class Editor:
    """A client that opens texts, and waits for what is told of them."""

    def __init__(self, client: LanguageClient) -> None:
        self.client = client
        self.told: asyncio.Queue[types.PublishDiagnosticsParams] = asyncio.Queue()
        client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(
            lambda told: self.told.put_nowait(told)
        )

    async def open(self, path: Path, content: str) -> list[types.Diagnostic]:
        document = types.TextDocumentItem(path.as_uri(), "any", 1, content)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(document))
        return await self.diagnostics()

    def change(self, path: Path, version: int, content: str) -> None:
        document = types.VersionedTextDocumentIdentifier(version, path.as_uri())
        whole = [types.TextDocumentContentChangeWholeDocument(content)]
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, whole))

    async def diagnostics(self) -> list[types.Diagnostic]:
        return list((await asyncio.wait_for(self.told.get(), PATIENCE)).diagnostics)


def with_editor(ask: Callable[[Editor], Awaitable[Any]]) -> Any:
    """Return what `ask` returns, given an editor that has started the server."""

    async def run() -> Any:
        client = LanguageClient("test", "1")
        editor = Editor(client)
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        command = (sys.executable, "-m", "licenselogic", "lsp")
        await client.start_io(*command, env=environment)
        capabilities = types.ClientCapabilities()
        await client.initialize_async(types.InitializeParams(capabilities))
        client.initialized(types.InitializedParams())
        try:
            return await ask(editor)
        finally:
            await client.shutdown_async(None)
            client.exit(None)
            await asyncio.wait_for(client.stop(), PATIENCE)
            assert client._server is not None and client._server.returncode == 0

    return asyncio.run(run())


def at(path: Path, content: str, word: str) -> tuple[types.TextDocumentIdentifier, types.Position]:
    """Return where a word stands, in units of UTF-16."""
    line, row = next((n, r) for n, r in enumerate(content.split("\n")) if word in r)
    column = len(row[: row.index(word)].encode("utf-16-le")) // 2
    return types.TextDocumentIdentifier(path.as_uri()), types.Position(line, column)


def test_an_editor_gets_findings_hover_choices_and_definitions() -> None:
    content = CAUGHT.read_text("utf-8")

    async def ask(editor: Editor) -> tuple[Any, ...]:
        found = await editor.open(CAUGHT, content)
        where = at(CAUGHT, content, "llama3")
        hover = await editor.client.text_document_hover_async(types.HoverParams(*where))
        choices = await editor.client.text_document_completion_async(types.CompletionParams(*where))
        target = await editor.client.text_document_definition_async(types.DefinitionParams(*where))
        return found, hover, choices, target

    found, hover, choices, target = with_editor(ask)
    assert {"use-restriction", "scale-limit"} <= {diagnostic.code for diagnostic in found}
    assert found[-1].source == "licenselogic"
    assert "Meta Llama 3 Community License" in hover.contents.value
    assert {"MIT", "llama3.1"} <= {item.label for item in choices.items}
    assert target.uri == (ROOT / "licenses" / "model" / "llama3.lic").as_uri()


def test_an_editor_gets_quick_fixes_and_none_of_a_text_that_has_changed() -> None:
    content = CAUGHT.read_text("utf-8")
    where, first = at(CAUGHT, content, "mradermacher")
    place = types.Position(first.line + 2, len("    license: "))

    async def fixes(editor: Editor, *kinds: str) -> Any:
        context = types.CodeActionContext([], list(kinds) or None)
        params = types.CodeActionParams(where, types.Range(place, place), context)
        return await editor.client.text_document_code_action_async(params)

    async def ask(editor: Editor) -> tuple[Any, ...]:
        await editor.open(CAUGHT, content)
        found = await fixes(editor, types.CodeActionKind.QuickFix)
        other = await fixes(editor, types.CodeActionKind.Refactor)
        editor.change(CAUGHT, 2, "#\n" + content)
        return found, other, await fixes(editor)

    (fix, *_), other, stale = with_editor(ask)
    assert fix.kind == "quickfix" and not other and not stale
    assert "under `llama3`" in fix.title
    (edit,) = fix.edit.changes[CAUGHT.as_uri()]
    assert (edit.new_text, edit.range.start) == ("llama3", place)
    assert {"use-restriction", "scale-limit"} <= {about.code for about in fix.diagnostics}


@pytest.mark.slow
def test_a_change_is_looked_at_a_moment_later_and_once(tmp_path: Path) -> None:
    path = tmp_path / "mine.lic"

    async def ask(editor: Editor) -> tuple[Any, Any, bool]:
        before = await editor.open(path, 'license "X" {')
        for version in range(2, 12):
            editor.change(path, version, 'template "X" {' + " " * version)
        editor.change(path, 12, 'template "X" { }')
        after = await editor.diagnostics()
        return before, after, editor.told.empty()

    before, after, once = with_editor(ask)
    assert [diagnostic.code for diagnostic in before] == ["syntax"]
    assert after == []
    assert once


@pytest.mark.slow
def test_columns_are_counted_as_the_protocol_does(tmp_path: Path) -> None:
    """A character beyond the first plane counts twice."""
    path = tmp_path / "lineage.yaml"
    content = 'works: [{id: "😀", license: no-such, type: modle}]\n'

    async def ask(editor: Editor) -> Any:
        return await editor.open(path, content)

    (found,) = [d for d in with_editor(ask) if d.code == "unknown-word"]
    _, start = at(path, content, "modle")
    assert (found.range.start, found.range.end.character) == (start, start.character + 5)


@pytest.mark.slow
def test_layout_and_closing(tmp_path: Path) -> None:
    path = tmp_path / "mine.lic"

    async def ask(editor: Editor) -> tuple[Any, Any]:
        await editor.open(path, 'license "X" {title "x"}')
        document = types.TextDocumentIdentifier(path.as_uri())
        options = types.FormattingOptions(tab_size=2, insert_spaces=True)
        params = types.DocumentFormattingParams(document, options)
        edits = await editor.client.text_document_formatting_async(params)
        editor.client.text_document_did_close(types.DidCloseTextDocumentParams(document))
        return edits, await editor.diagnostics()

    (edit,), closed = with_editor(ask)
    assert edit.new_text == 'license "X" {\n  title "x"\n}\n'
    assert closed == []


@pytest.mark.slow
def test_a_text_that_is_nowhere_has_nothing_to_tell(tmp_path: Path) -> None:
    """It was closed and deleted, or its file is no text."""
    (tmp_path / "lineage.yaml").write_bytes(b"\xff\xfe")

    async def ask(editor: Editor) -> list[object]:
        at = types.Position(0, 0)
        return [
            await editor.client.text_document_hover_async(
                types.HoverParams(types.TextDocumentIdentifier((tmp_path / name).as_uri()), at)
            )
            for name in ("gone.lineage.yaml", "lineage.yaml", "gone.lic")
        ]

    assert with_editor(ask) == [None, None, None]


@pytest.mark.slow
def test_warm_answers_are_quick() -> None:
    path = ROOT / "licenses" / "model" / "llama3.1.lic"
    content = path.read_text("utf-8")

    async def ask(editor: Editor) -> float:
        await editor.open(path, content)
        where = at(path, content, "distribute")
        best = WARM
        for _ in range(4):
            start = perf_counter()
            await editor.client.text_document_hover_async(types.HoverParams(*where))
            await editor.client.text_document_completion_async(types.CompletionParams(*where))
            best = min(best, perf_counter() - start)
        return best

    assert with_editor(ask) < WARM


def test_a_missing_library_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from licenselogic.servers.lsp import server

    monkeypatch.delitem(sys.modules, "licenselogic.servers.language", raising=False)
    monkeypatch.setitem(sys.modules, "pygls.lsp.server", None)
    with pytest.raises(ll.UsageError, match="licenselogic\\[lsp\\]"):
        server()
