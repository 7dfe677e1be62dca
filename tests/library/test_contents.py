"""A licence text is known by its words, whatever its layout, title and copyright lines."""

from pathlib import Path

import pytest

from licenselogic.base.resources import licenses as folder
from licenselogic.library.contents import content_hash, copyright_lines, wants_own_notice
from licenselogic.library.library import licenses
from licenselogic.library.names import Names
from licenselogic.review.locking import locked
from licenselogic.review.passages import Texts

TEXTS = Path(__file__).parents[3] / "shared" / "license-texts"

needs_texts = pytest.mark.skipif(not TEXTS.is_dir(), reason="the licence texts are not here")

BODY = """\
Permission is granted to anyone to use this software for any purpose, provided that:

1. The above copyright notice stays in all copies of the whole "Software".
2. Nothing else is asked of anyone who receives a copy from somebody else.
"""


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        BODY.upper(),
        BODY.replace("\n", "\r\n"),
        " ".join(BODY.split()),
        BODY.replace("1. ", "(a) ").replace("2. ", "(b) "),
        BODY.replace("1. ", "* ").replace("2. ", "- "),
        BODY.replace('"Software"', "\u201cSoftware\u201d"),
        f"The Cod License\n\n{BODY}",
        f"# The Cod License (CL)\n\nCopyright (c) 2024 A, B\nAll rights reserved.\n\n{BODY}",
        f"Copyright © 2020-2024 Somebody <s@example.org>\n\n{BODY}",
        f"Copyright [yyyy] [name of copyright owner]\n\n{BODY}",
        f"{BODY}\nEND OF TERMS AND CONDITIONS\n\nHow to apply it: put a notice into every file.",
        "\ufeff" + BODY,
    ],
)
def test_what_people_change_makes_no_other_text(text: str) -> None:
    assert content_hash(text) == content_hash(BODY)


@pytest.mark.parametrize(
    "text",
    [
        BODY.replace("Nothing", "Something"),
        BODY.replace("anyone who receives", "who receives"),
        BODY + "\n3. Not for use by fish.",
        BODY.replace(
            "2. Nothing else is asked of anyone who receives a copy from somebody else.", ""
        ),
        "",
    ],
)
def test_any_other_word_makes_another_text(text: str) -> None:
    assert content_hash(text) != content_hash(BODY)


def test_copyright_lines_are_compared_without_their_layout() -> None:
    text = f"MIT\n\n  Copyright  (c) 2024, Them\n * Copyright © 2023 Others.\n\n{BODY}"
    assert copyright_lines(text) == {"copyright 2024 them", "copyright 2023 others"}
    assert copyright_lines(f"Copyright Jane Doe\n\n{BODY}") == {"copyright jane doe"}


@pytest.mark.parametrize(
    "line",
    [
        "Copyright (c) <year> <copyright holders>",
        "Copyright [yyyy] [name of copyright owner]",
        "(c) You must retain all notices",
        "copyright license to reproduce and to prepare derivative works of all kinds",
        "",
    ],
)
def test_placeholders_and_sentences_claim_nothing(line: str) -> None:
    assert copyright_lines(f"{BODY}\n{line}\n") == frozenset()


def test_a_text_may_ask_for_the_notice_above_it() -> None:
    assert wants_own_notice(BODY)
    assert not wants_own_notice(BODY.replace("above ", ""))


def test_the_library_knows_no_other_text() -> None:
    assert licenses().known_text(BODY) == frozenset()


@needs_texts
@pytest.mark.parametrize("name", ["MIT", "Apache-2.0", "GPL-3.0-only", "llama3.1", "CC-BY-4.0"])
def test_the_library_knows_its_texts(name: str) -> None:
    text = (TEXTS / f"{name}.txt").read_text(encoding="utf-8")
    assert name in licenses().known_text(text)
    assert name in licenses().known_text(f"A title\n\nCopyright 2024 Me\n\n{text}")


def test_the_library_knows_which_texts_ask_for_the_notice_above_them() -> None:
    wanting = {name for name in licenses().ids() if licenses().wants_own_notice(name)}
    assert {"MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "X11"} <= wanting
    assert wanting.isdisjoint({"Apache-2.0", "GPL-3.0-only", "CC-BY-4.0", "llama3.1"})


def test_a_library_of_a_user_knows_the_shipped_texts() -> None:
    extended = licenses().extended({})
    assert extended.wants_own_notice("MIT")


@needs_texts
def test_the_lock_holds_the_hashes_of_the_texts_at_hand() -> None:
    names = Names.read(folder())
    wanted = "run `licenselogic lint --texts DIR --lock`"
    assert locked(licenses(), names, Texts(TEXTS)) == names.lock.text, wanted
