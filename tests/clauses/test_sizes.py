"""Clause files of any size are read, or refused with one clear error, within two seconds."""

import time

import pytest

import licenselogic as ll
from licenselogic.base.codes import Code
from licenselogic.clauses.resolve import MAX_PROBLEMS, MAX_STATEMENTS
from licenselogic.clauses.syntax import MAX_CODE, MAX_TEXT, parse

HEAD = """\
license "Own-1.0" extends "model" {
  title "Own License 1.0"
  text "https://example.org/own"
  review checked 2026-11-23
"""
CLAUSE = '  clause "{0}" {{ passage "p" says "Number {0}." {1} }}\n'
COMMENT = "# a comment of some length\n"


def many(count: int, norm: str = "permit use, reproduce, modify, distribute") -> str:
    clauses = (CLAUSE.format(number, norm.replace("{}", str(number))) for number in range(count))
    return HEAD + "".join(clauses) + "}\n"


def judged(text: str) -> tuple[str, float]:
    """Return the status of a fine-tune under MIT, or the code of the error, and the seconds."""
    began = time.process_time()
    library = ll.licenses().extended({"own.lic": text.encode()})
    base = {"id": "a/base", "license": "Own-1.0"}
    tuned = {"id": "b/tuned", "license": "mit", "from": [{"work": "a/base", "by": "finetune"}]}
    try:
        lineage = ll.Lineage.from_dict({"works": [base, tuned]})
        found = ll.check(lineage, licenses=library).status.value
    except ll.ClauseFileError as error:
        found = error.codes[0].value
    return found, time.process_time() - began


FILES = {
    "20,000 clauses": (many(20_000), "too-large"),
    "20,000 limits": (
        many(20_000, "forbid distribute unless monthly_active_users > {}"), "too-large",
    ),
    "as many clauses as are read": (many(MAX_STATEMENTS // 2 - 1), "compatible"),
    "as many limits": (
        many(MAX_STATEMENTS // 2 - 1, "forbid distribute unless monthly_active_users > {}"),
        "incompatible",
    ),
    "1 MB of comments above": (COMMENT * 40_000 + many(1), "compatible"),
    "1 MB of comments within": (many(1).replace("  clause", COMMENT * 40_000 + "  clause"),
                                "compatible"),
    "1 MB in one comment": (f"#{'x' * 1_000_000}\n{many(1)}", "compatible"),
    "5 MB of comments": (COMMENT * 200_000 + many(1), "too-large"),
    "a long condition": (
        many(1, "permit use, modify if " + " or ".join(
            f"monthly_active_users > {n}" for n in range(2_000))), "incompatible",
    ),
    "many names": (
        many(1, "require license in { " + ", ".join(f'"L-{n}"' for n in range(5_000))
             + " } when distribute"), "incompatible",
    ),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("text", "expected"), FILES.values(), ids=FILES)
def test_large_files_are_judged_or_refused_within_two_seconds(text: str, expected: str) -> None:
    found, seconds = judged(text)
    assert found == expected
    assert seconds < 2


def test_comments_do_not_count_but_what_looks_like_one_in_a_text_does() -> None:
    long = "#" * (MAX_CODE + 1)
    assert parse(f"#{long}\n{many(1)}").entities
    with pytest.raises(ll.ClauseFileError, match=r"more than 100,000 characters beside its comm"):
        parse(many(1).replace("Number 0", long))


def test_the_whole_file_has_a_limit_too() -> None:
    with pytest.raises(ll.ClauseFileError, match=r"`big.lic` has more than 2,000,000 characters"):
        parse("#" * MAX_TEXT + "\n" + many(1), "big.lic")


def test_too_many_clauses_are_told_at_the_licence() -> None:
    with pytest.raises(ll.ClauseFileError) as found:
        ll.licenses().extended({"own.lic": many(MAX_STATEMENTS).encode()}).entity("Own-1.0")
    assert found.value.codes == (Code.TOO_LARGE,)
    assert "`Own-1.0` has 800 clauses and norms; the limit is 400" in str(found.value)


def test_of_many_mistakes_the_first_are_told_and_the_rest_counted() -> None:
    with pytest.raises(ll.ClauseFileError) as found:
        ll.licenses().extended({"own.lic": many(150, "permit usse").encode()}).entity("Own-1.0")
    assert len(found.value.diagnostics) == MAX_PROBLEMS + 1
    assert str(found.value).endswith(": and 100 more mistakes")
