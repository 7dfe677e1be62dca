"""Damage to text: bytes lost and added, lines doubled, encodings mixed."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class SpoiltText:
    """Damaged content, what was done to it, and whether that is faithful damage (see `trees`)."""

    content: bytes
    how: str
    faithful: bool


JUNK = [
    b"\x00", b"\xff", b"\xc3", b"\xed\xa0\x80", b"\x1b[2J", b"\x7f", b"\xe2\x80\xae",
    b"\xef\xbb\xbf", b"\xc2\x85", b"\xe2\x80\xa8",
    b"\t", b"\r", b"\n", b" ", b"{", b"}", b"[", b"]", b"(", b")",
    b":", b",", b'"', b"'", b"-", b"@", b"`", b"#", b"\\", b"\\u0000", b"//", b"/*", b"&a ", b"*a",
    b"!!str ", b"---\n", b"...\n", b"<<: ", b"? ", b"| ", b"> ", b"%YAML 9.9\n",
    b"9" * 5000, b"[" * 3000, b"{a: " * 300, b"- " * 300,
]  # fmt: skip
"""What does not belong into a file, or means something in one format or another."""

FOREIGN = [b"\xff", b"\xfe", b"\xc0\xaf", b"\xed\xa0\x80"]
"""Bytes that no UTF-8 holds."""


def spoil(dice: random.Random, content: bytes, *, closed: bool) -> SpoiltText:
    """Return damaged content.

    `closed` says that the content is nothing once a piece is cut off at its end, as JSON is.
    """
    ways: Sequence[tuple[Callable[[random.Random, bytes], bytes], str, bool]] = [
        (_cut, "cut off", closed),
        (_insert, "with junk", False),
        (_insert, "with junk", False),
        (_lose, "with a piece lost", False),
        (_flip, "with a bit flipped", False),
        (_foreign, "with a byte that is no UTF-8", True),
        (_double_line, "with a line doubled", True),
        (_swap_lines, "with lines exchanged", False),
        (_shift_line, "with a line moved to the right", False),
        (_windows, "with ends of lines of Windows and a mark of order", True),
        (_utf16, "in UTF-16", True),
        (_padded, "with blank lines", True),
    ]
    way, how, faithful = dice.choice(ways)
    return SpoiltText(way(dice, content), how, faithful)


def _cut(dice: random.Random, content: bytes) -> bytes:
    end = max(len(content.rstrip()), 1)
    return content[: dice.randrange(end)]


def _insert(dice: random.Random, content: bytes) -> bytes:
    for _ in range(dice.choice([1, 1, 1, 3, 20])):
        spot = dice.randrange(len(content) + 1)
        content = content[:spot] + dice.choice(JUNK) + content[spot:]
    return content


def _lose(dice: random.Random, content: bytes) -> bytes:
    spot = dice.randrange(len(content) + 1)
    return content[:spot] + content[spot + dice.choice([1, 1, 2, 10, 100]) :]


def _flip(dice: random.Random, content: bytes) -> bytes:
    if not content:
        return b"\x01"
    changed = bytearray(content)
    changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def _foreign(dice: random.Random, content: bytes) -> bytes:
    spot = dice.randrange(len(content) + 1)
    while 0 < spot < len(content) and content[spot] & 0xC0 == 0x80:
        spot -= 1
    return content[:spot] + dice.choice(FOREIGN) + content[spot:]


def _double_line(dice: random.Random, content: bytes) -> bytes:
    lines = content.split(b"\n")
    spot = dice.randrange(len(lines))
    return b"\n".join([*lines[: spot + 1], *lines[spot:]])


def _swap_lines(dice: random.Random, content: bytes) -> bytes:
    lines = content.split(b"\n")
    one, two = (dice.randrange(len(lines)) for _ in range(2))
    lines[one], lines[two] = lines[two], lines[one]
    return b"\n".join(lines)


def _shift_line(dice: random.Random, content: bytes) -> bytes:
    lines = content.split(b"\n")
    spot = dice.randrange(len(lines))
    lines[spot] = dice.choice([b" ", b"    ", b"\t"]) + lines[spot]
    return b"\n".join(lines)


def _windows(_: random.Random, content: bytes) -> bytes:
    return b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n")


def _utf16(_: random.Random, content: bytes) -> bytes:
    return content.decode("utf-8", "replace").encode("utf-16")


def _padded(dice: random.Random, content: bytes) -> bytes:
    return b"\n" * dice.choice([1, 2, 1000]) + content + b"\n" * dice.choice([1, 2, 1000])
