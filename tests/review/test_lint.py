"""What lint finds in clause files: each finding once, at its place, and nothing in good files."""

import csv
import hashlib
from collections.abc import Iterable
from pathlib import Path

import pytest

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import Diagnostic, UsageError
from licenselogic.library.library import Library, licenses
from licenselogic.norms.deontic import Passage
from licenselogic.review.lint import LintReport, lint
from licenselogic.review.passages import LicenseText, Texts, fold_text

SHARED_TEXTS = Path(__file__).parents[3] / "shared" / "license-texts"

TEXT = """Permissive License

1. Everybody may use, copy, change and pass on the software, for money or not,
   without asking "anybody" for leave first, and for as long as they like to.

2. The notices stay.
"""
SHA256 = hashlib.sha256(TEXT.encode()).hexdigest()
HEAD = f'title "Permissive License" covers any text "u" sha256 "{SHA256}"'
GRANT = 'clause "1" { passage "Everybody may use" .. "like to." says "s" permit use, modify }'
REVIEW = "review checked 2026-11-23"


def licence(*statements: str, head: str = HEAD, name: str = "Permissive-1.0") -> str:
    return f'license "{name}" {{ {head} {" ".join(statements)} }}\n'


def clause(cite: str, norm: str = "", mark: str = '"The notices stay."') -> str:
    return f'clause "{cite}" {{ passage {mark} says "s" {norm} }}'


def report(*contents: str, texts: Texts | None = None) -> LintReport:
    files = {f"{n}.lic": content.encode() for n, content in enumerate(contents)}
    return lint(Library(files), texts, files)


def findings(*contents: str, texts: Texts | None = None) -> list[Diagnostic]:
    return list(report(*contents, texts=texts).diagnostics)


def only(found: Iterable[Diagnostic]) -> Diagnostic:
    (diagnostic,) = found
    return diagnostic


GOOD = licence(GRANT, clause("2", "require retain-notices when distribute"), REVIEW)


def test_a_good_file_has_no_findings() -> None:
    assert findings(GOOD) == []


# Of one licence -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "norm", ["forbid sell", "permit sublicense", "permit use on output", "term acceptance"]
)
def test_a_licence_without_a_permission_is_found(norm: str) -> None:
    found = only(findings(licence(clause("1", norm), REVIEW)))
    assert found.code is Code.NO_PERMISSION
    assert found.message == "`Permissive-1.0` permits nothing"
    assert str(found.span) == "0.lic:1:9"


@pytest.mark.parametrize("review", ["", "review none", "review encoded"])
def test_a_licence_that_no_second_reader_has_checked_is_a_warning(review: str) -> None:
    found = only(findings(licence(GRANT, review)))
    assert (found.code, found.severity) == (Code.UNREVIEWED, "warning")


def test_a_warning_does_not_make_the_run_fail() -> None:
    found = report(licence(GRANT))
    assert (len(found.diagnostics), found.errors) == (1, ())


@pytest.mark.parametrize(
    ("norm", "named"),
    [
        ('require license in { "Cod-1.0" } when distribute', "Cod-1.0"),
        ('permit relicense to { "Cod-1.0" }', "Cod-1.0"),
        ('require license in { "Cod-1.0 WITH Fins" } when distribute', "Cod-1.0 WITH Fins"),
        (
            'require license in { "Permissive-1.0 WITH Fins" } when distribute',
            "Permissive-1.0 WITH Fins",
        ),
    ],
)
def test_a_licence_that_is_named_but_not_there_is_found(norm: str, named: str) -> None:
    found = only(findings(licence(GRANT, clause("3", norm), REVIEW)))
    assert found.code is Code.BAD_REFERENCE
    assert found.message == f"clause `3` names `{named}`, which is not in the library"


def test_a_licence_that_is_named_by_another_name_than_its_id_is_found() -> None:
    """Norms compare ids: another name would have no effect."""
    own = licence(GRANT, clause("3", 'permit relicense to { "permissive-1.0" }'), REVIEW)
    found = only(findings(own))
    assert found.code is Code.BAD_REFERENCE
    assert (found.message, found.help) == (
        "clause `3` names `permissive-1.0`, which is no id",
        "write `Permissive-1.0`",
    )


def test_the_nearest_licence_is_suggested() -> None:
    norm = 'require license in { "Permisive-1.0" } when distribute'
    found = only(findings(licence(GRANT, clause("3", norm), REVIEW)))
    assert found.help == "did you mean `Permissive-1.0`?"


def test_a_licence_and_an_exception_that_are_there_may_be_named() -> None:
    norm = 'require license in { "Permissive-1.0 WITH Fins", self } when distribute'
    exception = f'exception "Fins" {{ title "Fins" text "u" {REVIEW} }}'
    assert findings(licence(GRANT, clause("3", norm), REVIEW), exception) == []


def test_a_family_that_no_licence_belongs_to_is_found() -> None:
    norm = "forbid improve-other-models unless target in family hering"
    found = only(findings(licence(GRANT, "family herring", clause("3", norm), REVIEW)))
    assert found.code is Code.BAD_REFERENCE
    assert found.message == "clause `3` names `hering`, the family of no licence"
    assert found.help == "did you mean `herring`?"


def test_a_family_of_another_licence_may_be_named() -> None:
    norm = "forbid improve-other-models unless target in family cod"
    other = licence(GRANT, "family cod", REVIEW, name="Cod-1.0")
    assert findings(licence(GRANT, clause("3", norm), REVIEW), other) == []


def test_a_permission_that_can_never_take_effect_is_found() -> None:
    found = only(findings(licence(GRANT, clause("3", "forbid use, modify"), REVIEW)))
    assert found.code is Code.CONTRADICTION
    assert found.message == "clause `1` of `Permissive-1.0` permits what another forbids outright"


@pytest.mark.parametrize(
    "norm",
    ["forbid use if commercial", "forbid use on derivative", "forbid host", "forbid distribute"],
)
def test_a_prohibition_that_leaves_something_is_no_contradiction(norm: str) -> None:
    assert findings(licence(GRANT, clause("3", norm), REVIEW)) == []


def test_an_exception_is_written_for_licences_of_the_library() -> None:
    exception = f"""
exception "Fins" {{ title "Fins" text "u" {REVIEW} modifies "Permisive-1.0" {GRANT} }}
"""
    found = only(findings(GOOD, exception))
    assert found.message == "`Fins` modifies `Permisive-1.0`, which is no licence of the library"
    assert found.help == "did you mean `Permissive-1.0`?"


# Of the files together ----------------------------------------------------------------------------


def test_every_slip_of_a_file_is_found() -> None:
    found = findings(licence(clause("1", "permit yuse unless comercial"), REVIEW))
    assert [d.code for d in found] == [Code.UNKNOWN_WORD, Code.UNKNOWN_WORD]


def test_a_slip_in_one_licence_does_not_hide_those_of_another() -> None:
    bad = licence(clause("1", "permit yuse"), name="Bad-1.0")
    poor = licence(clause("1"), REVIEW, name="Poor-1.0")
    assert [d.code for d in findings(bad, poor)] == [Code.UNKNOWN_WORD, Code.NO_PERMISSION]


def test_a_slip_in_a_template_is_found_once() -> None:
    template = f'template "base" {{ {clause("1", "permit yuse")} }}'
    own = [f'license "{n}" extends "base" {{ {HEAD} {REVIEW} }}' for n in ("A", "B")]
    found = only(findings(template, *own))
    assert str(found.span).startswith("0.lic:1:")


def test_a_template_that_nothing_extends_is_checked_too() -> None:
    found = only(findings(f'template "base" {{ {clause("1", "permit yuse")} }}', GOOD))
    assert found.code is Code.UNKNOWN_WORD


def test_a_name_that_two_claim_is_found() -> None:
    one = licence(GRANT, REVIEW, 'alias "Fish"', name="One-1.0")
    two = licence(GRANT, REVIEW, 'hub "fish"', name="Two-1.0")
    found = only(findings(one, two))
    assert found.code is Code.DUPLICATE
    assert found.message == "`Two-1.0` is also called `fish`, and so is `One-1.0`"


def test_a_licence_may_repeat_its_own_names() -> None:
    names = 'hub "permissive-1.0" alias "Permissive-1.0", "Permissive License"'
    assert findings(licence(GRANT, REVIEW, names)) == []


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ('group "g" { }', Code.MISSING_STATEMENT, "`g` does not state `means`"),
        ('unmodelled "u" { }', Code.MISSING_STATEMENT, "`u` does not state `because`"),
        ('group "g" { covers any means "A" }', Code.SYNTAX, "`group` takes no `covers`"),
        ('unmodelled "u" { because "b" because "c" }', Code.DUPLICATE, "`because` is stated twice"),
        (
            'group "g" { means "A", "B" }',
            Code.BAD_REFERENCE,
            "`g` may mean `B`, which is no licence of the library",
        ),
        (
            'group "g" { means "A", "h" } group "h" { means "A" }',
            Code.BAD_REFERENCE,
            "`g` may mean `h`, which is no licence of the library",
        ),
    ],
)
def test_a_slip_in_what_holds_no_clauses_is_found(text: str, code: Code, message: str) -> None:
    found = only(findings(text, licence(GRANT, REVIEW, name="A")))
    assert (found.code, found.message) == (code, message)


def test_only_the_files_that_are_named_are_checked() -> None:
    files = {"a.lic": licence(name="A").encode(), "b.lic": licence(name="B").encode()}
    found = lint(Library(files), only=["b.lic"])
    assert found.licenses == 1
    assert {d.span.file for d in found.diagnostics if d.span} == {"b.lic"}


def test_words_that_no_clause_uses_are_warnings_over_a_whole_library() -> None:
    used = "permit use if field in { military } require attribution when generate term termination"
    found = lint(Library({"a.lic": licence(clause("1", used), REVIEW).encode()})).diagnostics
    assert {d.code for d in found} == {Code.UNUSED_WORD}
    assert {d.severity for d in found} == {"warning"}
    words = {d.message for d in found}
    assert len(words) == len(found)
    assert "no clause uses the word `sublicense` (acts)" in words
    assert "no clause uses the word `indemnity` (terms)" in words
    for word in ("use", "generate", "field", "military", "attribution", "termination", "general"):
        assert not any(f"`{word}`" in message for message in words)


def test_a_word_is_offered_only_as_long_as_no_clause_of_the_library_uses_it() -> None:
    def about(word: str, *norms: str) -> list[str]:
        file = licence(clause("1", " ".join(norms)), REVIEW).encode()
        found = lint(Library({"a.lic": file})).diagnostics
        return [d.message for d in found if f"`{word}`" in d.message]

    assert about("weights", "permit use") == []
    told = "a clause uses the word `weights` (forms), which is marked as offered"
    assert about("weights", "permit use if form in { weights }") == [told]


def test_the_counts_tell_how_much_was_looked_at(tmp_path: Path) -> None:
    (tmp_path / "any.txt").write_text(TEXT)
    read = licence(GRANT, clause("2"), REVIEW, name="A")
    unread = licence(GRANT, head='title "B" covers any text "u"', name="B")
    found = report(read, unread, texts=Texts(tmp_path))
    assert (found.licenses, found.checked, found.with_text, found.passages) == (2, 1, 1, 2)


# Against the text ---------------------------------------------------------------------------------


@pytest.fixture
def texts(tmp_path: Path) -> Texts:
    """A folder with the text that `HEAD` names, under the licence's id."""
    (tmp_path / "Permissive-1.0.txt").write_text(TEXT)
    return Texts(tmp_path)


def test_a_file_that_accounts_for_its_text_has_no_findings(texts: Texts) -> None:
    assert findings(GOOD, texts=texts) == []


@pytest.mark.parametrize(
    "mark",
    [
        '"everybody MAY use" .. "LIKE to."',
        '"Everybody may use, copy" .. "for as long\tas they like"',
        '"without asking “anybody” for leave"',
        "\"without asking ''anybody'' for leave\"",
    ],
)
def test_case_line_breaks_and_style_of_quotes_do_not_matter(texts: Texts, mark: str) -> None:
    own = licence(GRANT, clause("2", mark=mark), clause("3"), REVIEW)
    assert findings(own, texts=texts) == []


@pytest.mark.parametrize(
    "mark",
    [
        '"Nobody may use"',
        '"Everybody may use" .. "nothing"',
        '"The notices" .. "Everybody"',  # in the wrong order
        '""',
    ],
)
def test_a_passage_that_is_not_in_the_text_is_found(texts: Texts, mark: str) -> None:
    found = only(findings(licence(GRANT, clause("3", mark=mark), REVIEW), texts=texts))
    assert found.code is Code.PASSAGE_NOT_FOUND
    assert found.message.startswith("clause `3` of `Permissive-1.0`: ")
    assert found.message.endswith(" is not in Permissive-1.0.txt")


def test_a_passage_of_an_omission_is_looked_up_too(texts: Texts) -> None:
    omission = 'omit "0" passage "Preamble" because "purpose"'
    found = only(findings(licence(GRANT, omission, REVIEW), texts=texts))
    assert found.code is Code.PASSAGE_NOT_FOUND


def test_a_stretch_of_text_that_nothing_accounts_for_is_found(texts: Texts) -> None:
    own = licence(clause("2", "permit use"), REVIEW)
    found = only(findings(own, texts=texts))
    assert found.code is Code.SECTION_NOT_COVERED
    assert "words of Permissive-1.0.txt unaccounted: permissive license 1. everybody" in (
        found.message
    )


def test_a_passage_within_another_uncovers_nothing(texts: Texts) -> None:
    own = licence(GRANT, clause("2"), clause("3", mark='"copy, change"'), REVIEW)
    assert findings(own, texts=texts) == []


def test_an_omission_accounts_for_its_text(texts: Texts) -> None:
    omission = 'omit "1" passage "Everybody may use" .. "like to." because "granted below"'
    assert findings(licence(omission, clause("2", "permit use"), REVIEW), texts=texts) == []


def test_a_text_that_was_changed_since_it_was_read_is_found(texts: Texts) -> None:
    (texts.folder / "Permissive-1.0.txt").write_text(TEXT + "3. Nothing else.")
    found = only(findings(GOOD, texts=texts))
    assert found.code is Code.TEXT_CHANGED
    assert "`Permissive-1.0.txt` is not the text that `Permissive-1.0` was read" in found.message


def test_a_text_is_known_by_its_content_whatever_it_is_called(texts: Texts) -> None:
    (texts.folder / "Permissive-1.0.txt").rename(texts.folder / "other.txt")
    assert report(GOOD, texts=texts).with_text == 1


def test_a_file_whose_text_is_not_at_hand_is_not_taken_as_checked(texts: Texts) -> None:
    (texts.folder / "Permissive-1.0.txt").write_text("Another text.")
    (texts.folder / "Permissive-1.0.txt").rename(texts.folder / "other.txt")
    found = only(findings(GOOD, texts=texts))
    assert found.code is Code.TEXT_MISSING
    assert "none of its 2 passages was looked up" in found.message


def test_of_a_whole_library_the_licences_without_a_text_are_counted(texts: Texts) -> None:
    other = licence(GRANT, REVIEW, head='title "B" covers any text "u"', name="B")
    found = lint(Library({"a.lic": GOOD.encode(), "b.lic": other.encode()}), texts)
    assert (found.with_text, found.without_text, found.errors) == (1, 1, ())


UNHASHED = licence(
    GRANT,
    clause("2"),
    'alias "The Permissive License"',
    REVIEW,
    head='title "Permissive License" covers any text "u"',
)


@pytest.mark.parametrize(
    "name",
    ["Permissive-1.0.txt", "permissive-1.0.md", "the permissive license.txt", "0.txt", "0"],
)
def test_a_text_whose_hash_is_not_stated_is_found_by_a_name_of_its_licence(
    texts: Texts, name: str
) -> None:
    """That is an id or alias, whatever its case, or the name of the clause file."""
    (texts.folder / "Permissive-1.0.txt").rename(texts.folder / name)
    assert findings(UNHASHED, texts=texts) == []
    made_up = UNHASHED.replace("The notices stay", "The notices go")
    assert only(findings(made_up, texts=texts)).code is Code.PASSAGE_NOT_FOUND


def test_a_made_up_quotation_is_found_whatever_its_text_is_called(texts: Texts) -> None:
    (texts.folder / "Permissive-1.0.txt").rename(texts.folder / "license")
    own = licence(GRANT, clause("2", mark='"Nobody may use"'), REVIEW)
    assert only(findings(own, texts=texts)).code is Code.PASSAGE_NOT_FOUND


@pytest.mark.parametrize("content", [(), (".hidden",)])
def test_a_folder_without_texts_is_an_error(tmp_path: Path, content: tuple[str, ...]) -> None:
    for name in content:
        (tmp_path / name).write_text("x")
    with pytest.raises(UsageError, match="no licence texts in"):
        findings(GOOD, texts=Texts(tmp_path))


def test_a_folder_within_the_folder_is_passed_over(texts: Texts) -> None:
    (texts.folder / "drafts.txt").mkdir()
    assert findings(GOOD, texts=texts) == []


@pytest.mark.parametrize(
    ("text", "passage", "words"),
    [
        ("2. The\n notices  stay.", Passage("the notices", "STAY."), "The notices stay."),
        ("2. The notices stay.", Passage("The notices stay.", ""), "The notices stay."),
        ("A non-free (\u201cNF\u201d) work", Passage('non-free ("NF")', "work"),
         "non-free (\u201cNF\u201d) work"),
        ("Use non\u2010free work", Passage("non free", ""), ""),
        ("a \u2014 b ``c''", Passage('a - b "c"', ""), "a \u2014 b ``c''"),
        ("The notices stay.", Passage("The notes", "go"), ""),
    ],
)  # fmt: skip
def test_a_message_can_show_a_passage_as_the_text_prints_it(
    text: str, passage: Passage, words: str
) -> None:
    assert LicenseText("t", text).words(passage) == words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("A  B\n\tC\u00a0D", "a b c d"),
        ("\u201cso\u201d \u2018it\u2019 ``is'' `now`", "\"so\" 'it' \"is\" 'now'"),
        ("1\u20132\u20143\u20114", "1-2-3-4"),
        ("\ufeffSTRASSE Straße", "strasse strasse"),
    ],
)
def test_what_texts_differ_in_is_folded(text: str, folded: str) -> None:
    assert fold_text(text) == folded


# The shipped library ------------------------------------------------------------------------------


TEXT_CODES = {Code.PASSAGE_NOT_FOUND, Code.SECTION_NOT_COVERED, Code.TEXT_CHANGED}


@pytest.fixture(scope="module")
def shipped() -> LintReport:
    """What lint finds in the shipped library, with the licence texts if they are at hand."""
    return lint(licenses(), Texts(SHARED_TEXTS) if SHARED_TEXTS.is_dir() else None)


@pytest.mark.slow
def test_every_word_of_the_vocabulary_is_used(shipped: LintReport) -> None:
    assert [d.message for d in shipped.diagnostics if d.code is Code.UNUSED_WORD] == []


@pytest.mark.slow
def test_the_shipped_library_has_no_errors(shipped: LintReport) -> None:
    assert [d.render() for d in shipped.errors if d.code not in TEXT_CODES] == []


OTHER_EDITIONS = {"MPL-2.0-no-copyleft-exception", "odc-1.0"}
"""Ids whose text at hand is another print of the text that their licence was read from."""


@pytest.mark.slow
@pytest.mark.skipif(not SHARED_TEXTS.is_dir(), reason="the licence texts are not at hand")
def test_the_shipped_library_stands_on_its_texts(shipped: LintReport) -> None:
    assert [d.render() for d in shipped.errors if d.code in TEXT_CODES] == []
    with (SHARED_TEXTS / "INDEX.csv").open(encoding="utf-8") as index:
        texts = {row["id"]: row["sha256"] for row in csv.DictReader(index)}
    entries = {name: licenses().find(name) for name in texts}
    encoded = {name: e.id for name, e in entries.items() if e and e.kind == "license"}
    read = {name for name, id in encoded.items() if licenses()[id].text.sha256 == texts[name]}
    assert encoded.keys() - read <= OTHER_EDITIONS
    assert shipped.with_text >= len(set(encoded.values()) - OTHER_EDITIONS)
