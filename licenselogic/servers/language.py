"""The language server: what editors ask, put into the words of the protocol and back.

Questions are answered at once; findings are looked for in a thread of their own, a moment after the
last key.  What answers is imported when it is asked first, for the start.  https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17
"""

import asyncio
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

from licenselogic.base.version import __version__
from licenselogic.editors.text import Choice, Problem, Spot, Stretch, Text

DELAY = 0.25
"""Seconds after the last key before a text is looked at."""

_UNITS = {
    types.PositionEncodingKind.Utf8: ("utf-8", 1),
    types.PositionEncodingKind.Utf16: ("utf-16-le", 2),
    types.PositionEncodingKind.Utf32: ("utf-32-le", 4),
}
"""How columns are counted: the encoding, and the bytes of one unit."""

_SEVERITIES = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "note": types.DiagnosticSeverity.Information,
}

_KINDS = {
    "keyword": types.CompletionItemKind.Keyword,
    "key": types.CompletionItemKind.Property,
    "licence": types.CompletionItemKind.Constant,
    "template": types.CompletionItemKind.Class,
    "clause": types.CompletionItemKind.Reference,
    "policy": types.CompletionItemKind.Reference,
    "work": types.CompletionItemKind.File,
    "model": types.CompletionItemKind.File,
    "dataset": types.CompletionItemKind.File,
}


class Server(LanguageServer):
    """Serves one editor: its open texts, and what was asked to be looked at next."""

    def __init__(self) -> None:
        super().__init__(
            "licenselogic", __version__, text_document_sync_kind=types.TextDocumentSyncKind.Full
        )
        self.waiting: dict[str, asyncio.Task[None]] = {}
        self.found: dict[str, tuple[Text, tuple[Problem, ...]]] = {}
        self.worker = ThreadPoolExecutor(1, thread_name_prefix="findings")

    def serve(self) -> None:
        """Serve on standard input and output until the editor ends it.

        The library closes what it writes to, so it is given an output of its own.
        """
        with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as output:
            self.start_io(None, output)

    def text(self, uri: str) -> Text:
        """Return an open text under the path of its file; one that is nowhere is empty."""
        source = ""
        with suppress(OSError, ValueError):
            source = self.workspace.get_text_document(uri).source
        whole = source.encode("utf-8", errors="replace").decode("utf-8")  # halves of characters
        return Text(whole, to_fs_path(uri) or uri)

    def spot(self, text: Text, position: types.Position) -> Spot:
        """Return a place of the editor as one of the text."""
        row = text.lines[position.line] if position.line < len(text.lines) else ""
        encoding, size = self._units()
        units = row.encode(encoding)[: position.character * size]
        return Spot(position.line, len(units.decode(encoding, errors="ignore")))

    def range(self, text: Text, stretch: Stretch) -> types.Range:
        """Return a stretch of the text as the editor counts."""
        start, end = (self._position(text, spot) for spot in stretch)
        return types.Range(start, end)

    def _position(self, text: Text, spot: Spot) -> types.Position:
        row = text.lines[spot.line] if spot.line < len(text.lines) else ""
        encoding, size = self._units()
        return types.Position(spot.line, len(row[: spot.column].encode(encoding)) // size)

    def _units(self) -> tuple[str, int]:
        encoding = types.PositionEncodingKind(self.workspace.position_encoding or "utf-16")
        return _UNITS[encoding]

    def look(self, uri: str, delay: float) -> None:
        """Look at a text in a moment, unless it changes before."""
        if uri in self.waiting:
            self.waiting[uri].cancel()
        self.waiting[uri] = asyncio.get_running_loop().create_task(self._looked(uri, delay))

    async def _looked(self, uri: str, delay: float) -> None:
        await asyncio.sleep(delay)
        text = self.text(uri)
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(self.worker, _diagnosed, text)
        self.found[uri] = text, found
        told = [self.diagnostic(text, uri, problem) for problem in found]
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, told))

    def diagnostic(self, text: Text, uri: str, problem: Problem) -> types.Diagnostic:
        """Return a problem in the words of the protocol."""
        related = [
            types.DiagnosticRelatedInformation(types.Location(uri, self.range(text, where)), what)
            for what, where in problem.related
        ]
        return types.Diagnostic(
            range=self.range(text, problem.stretch),
            message=problem.message,
            severity=_SEVERITIES[problem.level],
            code=problem.code,
            source="licenselogic",
            related_information=related or None,
        )

    def forget(self, uri: str) -> None:
        """Look at a text no longer, and take back what was told of it."""
        self.found.pop(uri, None)
        if uri in self.waiting:
            self.waiting.pop(uri).cancel()
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))


def _diagnosed(text: Text) -> tuple[Problem, ...]:
    from licenselogic.editors import asked

    return asked.diagnosed(text)


def made() -> Server:
    """Return a server that answers."""
    server = Server()
    server.feature(types.TEXT_DOCUMENT_DID_OPEN)(_opened)
    server.feature(types.TEXT_DOCUMENT_DID_CHANGE)(_changed)
    server.feature(types.TEXT_DOCUMENT_DID_SAVE)(_saved)
    server.feature(types.TEXT_DOCUMENT_DID_CLOSE)(_closed)
    server.feature(types.TEXT_DOCUMENT_HOVER)(_hover)
    options = types.CompletionOptions(trigger_characters=['"', " "])
    server.feature(types.TEXT_DOCUMENT_COMPLETION, options)(_completion)
    server.feature(types.TEXT_DOCUMENT_DEFINITION)(_definition)
    server.feature(types.TEXT_DOCUMENT_FORMATTING)(_formatting)
    kinds = types.CodeActionOptions([types.CodeActionKind.QuickFix])
    server.feature(types.TEXT_DOCUMENT_CODE_ACTION, kinds)(_actions)
    return server


def _opened(ls: Server, params: types.DidOpenTextDocumentParams) -> None:
    ls.look(params.text_document.uri, 0)


def _changed(ls: Server, params: types.DidChangeTextDocumentParams) -> None:
    ls.look(params.text_document.uri, DELAY)


def _saved(ls: Server, _: types.DidSaveTextDocumentParams) -> None:
    """Look at every open text: one may rest on another."""
    for uri in list(ls.workspace.text_documents):
        ls.look(uri, 0)


def _closed(ls: Server, params: types.DidCloseTextDocumentParams) -> None:
    ls.forget(params.text_document.uri)


def _hover(ls: Server, params: types.HoverParams) -> types.Hover | None:
    from licenselogic.editors import asked

    text = ls.text(params.text_document.uri)
    found = asked.hover(text, ls.spot(text, params.position))
    if found is None:
        return None
    content = types.MarkupContent(types.MarkupKind.Markdown, found.markdown)
    return types.Hover(content, ls.range(text, found.stretch))


def _completion(ls: Server, params: types.CompletionParams) -> types.CompletionList:
    from licenselogic.editors import asked

    text = ls.text(params.text_document.uri)
    found = asked.completion(text, ls.spot(text, params.position))
    place = ls.range(text, found.stretch)
    items = [_item(choice, number, place) for number, choice in enumerate(found.choices)]
    works = any(choice.kind in ("work", "model", "dataset") for choice in found.choices)
    return types.CompletionList(is_incomplete=works, items=items)


def _item(choice: Choice, number: int, place: types.Range) -> types.CompletionItem:
    return types.CompletionItem(
        label=choice.word,
        kind=_KINDS.get(choice.kind, types.CompletionItemKind.EnumMember),
        detail=choice.kind,
        documentation=choice.detail or None,
        sort_text=f"{number:05}",
        text_edit=types.TextEdit(place, choice.word),
    )


def _definition(ls: Server, params: types.DefinitionParams) -> types.Location | None:
    from licenselogic.editors import asked

    text = ls.text(params.text_document.uri)
    found = asked.definition(text, ls.spot(text, params.position))
    if found is None:
        return None
    if not found.path:
        return types.Location(params.text_document.uri, ls.range(text, found.stretch))
    there = Path(found.path)
    uri = from_fs_path(str(there)) or there.as_uri()
    start, end = (types.Position(spot.line, spot.column) for spot in found.stretch)
    return types.Location(uri, types.Range(start, end))


def _formatting(ls: Server, params: types.DocumentFormattingParams) -> list[types.TextEdit] | None:
    from licenselogic.editors import asked

    text = ls.text(params.text_document.uri)
    laid_out = asked.formatted(text)
    if laid_out is None or laid_out == text.content:
        return None
    whole = text.stretch(0, len(text.content))
    return [types.TextEdit(ls.range(text, whole), laid_out)]


def _actions(ls: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
    """Return what can be put right at a place; nothing while the text is newer than they."""
    from licenselogic.editors.fixes import fixes_at

    uri, only = params.text_document.uri, params.context.only
    text = ls.text(uri)
    seen, problems = ls.found.get(uri, (text, ()))
    if seen.content != text.content or (only and types.CodeActionKind.QuickFix not in only):
        return []
    asked = Stretch(ls.spot(text, params.range.start), ls.spot(text, params.range.end))
    return [
        types.CodeAction(
            title=fix.title,
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[ls.diagnostic(text, uri, problem) for problem in about],
            edit=types.WorkspaceEdit(
                {uri: [types.TextEdit(ls.range(text, fix.stretch), fix.replacement)]}
            ),
        )
        for fix, about in fixes_at(problems, asked).items()
    ]
