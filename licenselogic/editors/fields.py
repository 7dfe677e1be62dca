"""Where in a YAML or JSON text a place is, whatever is written there: the key, and the keys around.

Read are the line itself and the indentation of those above it, so a text that is half written has
places too.  Brackets over several lines are read as if what is in them were indented: mostly it is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from licenselogic.editors.text import Spot, Stretch, Text

_PIECE = re.compile(
    r"""(?P<comment>(?:^|(?<=\s))\#.*)
      | (?P<text>"(?:[^"\\]|\\.)*"? | '(?:[^']|'')*'?)
      | (?P<mark>[\[\]{},])
      | (?P<colon>:(?=\s|$|["'\[{]))
      | (?P<dash>(?<![^\s])-(?=\s|$))
      | (?P<blank>\s+)
      | (?P<plain>(?:[^\s\[\]{},:\#"'] | :(?!\s|$) | \#)(?:[^\s\[\]{},:] | :(?!\s|$))*)""",
    re.VERBOSE,
)

_ABOVE = 2_000
"""Lines that are looked at for the keys around a place."""


@dataclass(frozen=True, slots=True)
class Field:
    """A place: the key whose value it is in, the value, and the keys around, the outermost first.

    Without `key`, the place is in a key itself, which is then the `value`.  Columns are those of
    the value in its line, without quotes.
    """

    key: str
    value: str
    line: int
    start: int
    end: int
    around: tuple[str, ...] = ()

    @property
    def stretch(self) -> Stretch:
        """Where the value stands."""
        return Stretch(Spot(self.line, self.start), Spot(self.line, self.end))


@dataclass(slots=True)
class _Piece:
    kind: str
    text: str
    start: int
    end: int


def field_at(text: Text, spot: Spot) -> Field | None:
    """Return where a place is; None within a comment."""
    if not 0 <= spot.line < len(text.lines):
        return None
    row = text.lines[spot.line]
    column = min(spot.column, len(row))
    pieces = _pieces(row)
    if any(p.kind == "comment" and p.start < column for p in pieces):
        return None
    keys, value = _inside(pieces, column)
    around = _around(text, spot.line, _margin(pieces, row, column))
    named = [*around, *keys]
    if value is not None and value.kind == "key":
        return Field("", value.text, spot.line, value.start, value.end, tuple(named))
    start, end = (value.start, value.end) if value is not None else (column, column)
    content = value.text if value is not None else ""
    if not keys and not _in_list(pieces) and (value is not None or not pieces):
        return Field("", content, spot.line, start, end, tuple(named))
    key = named.pop() if named else ""
    return Field(key, content, spot.line, start, end, tuple(named))


def values_of(text: Text, key: str) -> Iterator[Field]:
    """Yield every value of a key that stands on its line."""
    for line, row in enumerate(text.lines):
        if key not in row:
            continue
        for match in re.finditer(rf"""(?<![\w.-])["']?{re.escape(key)}["']?\s*:\s*["']?""", row):
            found = field_at(text, Spot(line, match.end()))
            if found is not None and found.key == key and found.value:
                yield found


def _pieces(row: str) -> list[_Piece]:
    """Return the pieces of a line; words with blanks between are one piece."""
    found: list[_Piece] = []
    for match in _PIECE.finditer(row):
        kind = str(match.lastgroup)
        piece = _Piece(kind, match.group(), match.start(), match.end())
        joined = len(found) > 1 and found[-1].kind == "blank" and found[-2].kind == "plain"
        if kind == "plain" and joined:
            found.pop()
            found[-1].end = piece.end
            found[-1].text = row[found[-1].start : piece.end]
        else:
            found.append(piece)
    pieces = [piece for piece in found if piece.kind != "blank"]
    for piece, after in pairwise(pieces):
        if after.kind == "colon" and piece.kind in ("plain", "text"):
            piece.kind = "key"
    for piece in pieces:
        if piece.kind == "text" or piece.text[:1] in ("'", '"'):
            closed = len(piece.text) > 1 and piece.text[-1] == piece.text[0]
            piece.start, piece.end = piece.start + 1, piece.end - closed
            piece.text = row[piece.start : piece.end]
    return pieces


def _inside(pieces: list[_Piece], column: int) -> tuple[list[str], _Piece | None]:
    """Return the keys of a line that a column is under, and the value that it touches."""
    keys: list[str] = []
    open_: list[int] = []
    for piece in pieces:
        if piece.kind in ("key", "plain", "text") and piece.start <= column <= piece.end:
            return keys, piece
        if piece.start >= column:
            break
        if piece.kind == "key":
            del keys[open_[-1] if open_ else 0 :]
            keys.append(piece.text)
        elif piece.text in ("{", "[") and piece.kind == "mark":
            open_.append(len(keys))
        elif piece.text in ("}", "]") and piece.kind == "mark" and open_:
            del keys[open_.pop() :]
        elif piece.text == "," and open_ and open_[-1] < len(keys):
            del keys[open_[-1] :]
    return keys, None


def _margin(pieces: list[_Piece], row: str, column: int) -> int:
    """Return the column to the left of which the keys around a line stand."""
    first = next((piece for piece in pieces if piece.kind != "dash"), None)
    if first is None:
        dash = next(iter(pieces), None)
        return dash.start + 1 if dash is not None else min(column, len(row))
    quote = first.kind in ("key", "text") and row[first.start - 1 : first.start] in ('"', "'")
    return first.start - quote


def _around(text: Text, line: int, margin: int) -> list[str]:
    """Return the keys that a line is under, by the indentation of the lines above it."""
    found: list[str] = []
    for number in range(line - 1, max(-1, line - _ABOVE), -1):
        if margin <= 0:
            break
        row = text.lines[number]
        if not row.strip() or row.lstrip().startswith("#"):
            continue
        pieces = _pieces(row)
        first = next((p for p in pieces if p.kind not in ("dash", "mark")), None)
        at = _margin(pieces, row, 0)
        dashed = bool(pieces) and pieces[0].kind == "dash"
        opens = pieces[-1].kind == "colon" or pieces[-1].text in ("{", "[")
        if at < margin and first is not None and first.kind == "key" and opens:
            keys = [piece.text for piece in pieces if piece.kind == "key"]
            found.append(keys[-1])
            margin = at
        if dashed and pieces[0].start < margin:
            margin = min(margin, pieces[0].start + 1)
    return found[::-1]


def _in_list(pieces: list[_Piece]) -> bool:
    """Tell whether a line is an item of a list that is no mapping."""
    return bool(pieces) and pieces[0].kind == "dash" and not any(p.kind == "key" for p in pieces)
