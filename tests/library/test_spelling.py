"""Names as people spell them: what they lead to, what they do not, and what is hinted at."""

from collections.abc import Iterator

import pytest

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import ClauseFileError, ExpressionError, UsageError
from licenselogic.library.expressions import named, parse_expression
from licenselogic.library.index import NAMED, Entry
from licenselogic.library.library import Library, licenses
from licenselogic.library.spelling import address, words
from licenselogic.library.terms import Term


def only(text: str) -> Term:
    ((term,),) = parse_expression(text, licenses()).alternatives
    return term


def alternatives(text: str) -> list[list[str]]:
    found = parse_expression(text, licenses()).alternatives
    return [[term.name for term in terms] for terms in found]


# Names --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ('BSD 3-Clause "New" or "Revised" License', "BSD-3-Clause"),
        ("BSD 3-Clause New or Revised License", "BSD-3-Clause"),
        ('BSD 4-Clause "Original" or "Old" License', "BSD-4-Clause"),
        ("Common Development and Distribution License 1.0", "CDDL-1.0"),
        ("Open Data Commons Public Domain Dedication and License 1.0", "PDDL-1.0"),
        ("W3C Software Notice and License (2002-12-31)", "W3C"),
        ("Mozilla Public License 2.0 (no copyleft exception)", "MPL-2.0-no-copyleft-exception"),
        ("The MIT License (MIT)", "MIT"),
        ("MIT License [MIT]", "MIT"),
        ("Apache License 2.0 (Apache-2.0)", "Apache-2.0"),
        ("BSD License (BSD-3-Clause)", "BSD-3-Clause"),
        ("Apache License, Version 2.0", "Apache-2.0"),
        ("Apache2", "Apache-2.0"),
        ("apache v2", "Apache-2.0"),
        ("MIT Licence", "MIT"),
        ("“MIT”", "MIT"),
        ("Creative Commons Attribution 4.0", "CC-BY-4.0"),
        ("Attribution-NonCommercial 4.0 International", "CC-BY-NC-4.0"),
        ("Creative Commons Attribution 4.0 International Public License", "CC-BY-4.0"),
        ("GNU General Public License v2.0 or later", "GPL-2.0-or-later"),
        ("GNU GPL v2 or later", "GPL-2.0-or-later"),
        ("GPL 3 (or any later version)", "GPL-3.0-or-later"),
        ("LGPL-2.1 and newer versions", "LGPL-2.1-or-later"),
        ("Meta Llama 3 Community License Agreement", "llama3"),
    ],
)
def test_a_name_leads_to_its_licence_however_it_is_spelt(text: str, identifier: str) -> None:
    assert (only(text).kind, only(text).name) == ("license", identifier)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The MIT License (MIT) OR Apache-2.0", [["Apache-2.0"], ["MIT"]]),
        ('ISC AND BSD 3-Clause "New" or "Revised" License', [["BSD-3-Clause", "ISC"]]),
        ("GPL-2.0 or later OR MIT", [["GPL-2.0-or-later"], ["MIT"]]),
        ("(GPL v2 or later) AND MIT", [["GPL-2.0-or-later", "MIT"]]),
        ("GPL-2.0 with Classpath exception 2.0", [["GPL-2.0-only WITH Classpath-exception-2.0"]]),
        ("mit or apache-2.0", [["Apache-2.0"], ["MIT"]]),
    ],
)
def test_names_with_operators_of_their_own_stand_in_expressions(
    text: str, names: list[list[str]]
) -> None:
    assert alternatives(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Modified MIT License",
        "MIT (Apache-2.0)",
        "Apache License (MIT)",
        "Apache-2.0-nc",
        "MIT-NC",
        "GPL",
        "License",
        "The License, Version 2.0",
        "gemma-4",
        "llama-5",
        "qwen3-license",
    ],
)
def test_another_name_leads_to_no_licence(text: str) -> None:
    try:
        assert only(text).kind != "license"
    except ExpressionError:
        assert "(" in text  # two names that do not fit together


def spellings(name: str, entry: Entry) -> Iterator[str]:
    if "://" in name:
        bare = name.partition("://")[2]
        yield from (f"http://{bare}", f"https://{bare}", bare, name.rstrip("/"), f"{name}/")
        yield f"https://www.{bare.removeprefix('www.')}"
        return
    yield from (name.upper(), name.replace("-", " "), name.replace(" ", "_"), f'"{name}"')
    yield from (f"The {name}", f"{name} License", name.replace(" ", ", "), f"{name} ({name})")
    yield from (f"{entry.title} ({name})", name.replace(" License", " Licence"))


def test_no_spelling_of_a_shipped_name_leads_to_another_licence() -> None:
    known, lost, all_of_them = licenses(), [], 0
    for entry in known.entries.values():
        names = (entry.id, entry.title, *entry.names, *entry.deprecated)
        for spelt in (s for n in names for s in spellings(n, entry) if entry.kind in NAMED):
            found = known.find(spelt)
            assert found in (entry, None), f"{spelt}: {found} is not {entry}"
            lost += [spelt] if found is None else []
            all_of_them += 1
    assert len(lost) < all_of_them / 100


@pytest.mark.parametrize("text", ["UNLICENSED", "unlicensed", "Unlicensed"])
def test_unlicensed_is_not_the_unlicense(text: str) -> None:
    assert only(text).kind == "undeclared"
    assert licenses().suggest(text) == []
    assert only("Unlicense").name == "Unlicense"


def test_the_documentation_licence_without_a_version_is_a_group() -> None:
    assert only("gfdl").kind == "group"
    assert set(only("GNU Free Documentation License").means) >= {"GFDL-1.1-only", "GFDL-1.3-only"}
    assert only("GFDL-1.3").name == "GFDL-1.3-only"


def made(*titles: str) -> Library:
    texts = (
        f'license "{title}-{n}.5" {{ title "{title} License" covers any text "u" }}'
        for n, title in enumerate(titles, 1)
    )
    return Library({f"{n}.lic": text.encode() for n, text in enumerate(texts)})


def test_a_name_of_two_licences_leads_to_none() -> None:
    assert made("Twin", "Twin").find("the twin license") is None
    assert made("Twin", "Other").find("the twin license") is not None


def test_a_slip_that_two_licences_are_as_near_to_is_met_with_none() -> None:
    assert made("Bream", "Cream").suggest("dream") == []
    assert made("Bream", "Salmon").suggest("dream") == ["Bream-1.5"]


@pytest.mark.parametrize("text", ["(MIT", "MIT)", ")MIT(", "(MIT) (MIT)"])
def test_parentheses_that_do_not_belong_to_a_name_lead_to_nothing(text: str) -> None:
    assert licenses().find(text) is None


# Addresses ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("https://www.apache.org/licenses/LICENSE-2.0", "Apache-2.0"),
        ("http://www.apache.org/licenses/LICENSE-2.0.html", "Apache-2.0"),
        ("apache.org/licenses/LICENSE-2.0.txt", "Apache-2.0"),
        ("https://creativecommons.org/licenses/by-nc/4.0/legalcode.en", "CC-BY-NC-4.0"),
        ("http://creativecommons.org/licenses/by/4.0?ref=chooser-v1", "CC-BY-4.0"),
        ("https://creativecommons.org/licenses/by/4.0/deed.de#ref", "CC-BY-4.0"),
        ("https://www.gnu.org/licenses/gpl-3.0.en.html", "GPL-3.0-only"),
        ("https://opensource.org/licenses/MIT", "MIT"),
        ("https://opensource.org/license/bsd-3-clause/", "BSD-3-Clause"),
        ("https://opensource.org/license/apache-2-0", "Apache-2.0"),
        ("https://spdx.org/licenses/GPL-2.0+.html", "GPL-2.0-or-later"),
        ("https://choosealicense.com/licenses/mit/", "MIT"),
        ("https://raw.githubusercontent.com/meta-llama/llama3/main/LICENSE", "llama3"),
        ("https://github.com/meta-llama/llama3/blob/refs/heads/main/LICENSE?plain=1", "llama3"),
        ("https://hf.co/meta-llama/Meta-Llama-3-8B/resolve/main/LICENSE", "llama3"),
    ],
)
def test_an_address_leads_to_its_licence_in_every_form(text: str, identifier: str) -> None:
    entry = licenses().find(text)
    assert entry is not None and entry.id == identifier


def test_the_address_of_every_text_leads_to_what_was_read_from_it() -> None:
    """Or to the licence that `names.toml` gives the address to, where several were read there."""
    known = licenses()
    for entry in known.entries.values():
        if entry.kind not in NAMED or not entry.text:
            continue
        bare = entry.text.partition("://")[2].removeprefix("www.").rstrip("/")
        for text in (entry.text, bare, f"http://www.{bare}", f"https://{bare}/"):
            found = known.find(text)
            assert found is not None, text
            given = address(text) in map(address, found.names)
            assert given or entry.id in (found.id, *found.means), f"{text}: {found}, not {entry}"


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/licenses/MIT",
        "https://creativecommons.org/licenses/by/3.0/us/",
        "https://spdx.org/licenses/",
        "https://github.com/meta-llama/llama3/blob/main/README.md",
        "meta-llama/llama3",
    ],
)
def test_another_address_leads_to_nothing_and_gets_no_hint(text: str) -> None:
    assert licenses().find(text) is None
    assert licenses().suggest(text) == []


@pytest.mark.parametrize(
    "text", ["", "MIT", "a/b", "apache-2.0", "https://", "ftp://a.org/x", "a b.org"]
)
def test_what_is_no_address_has_none(text: str) -> None:
    assert address(text) == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [("2.0", "2"), ("v2.0", "version 2"), ("GPLv3", "gpl-3.0"), ("1.0.0", "1"), ("0BSD", "0-bsd")],
)
def test_a_version_is_one_in_all_its_forms(one: str, other: str) -> None:
    assert words(one) == words(other)


@pytest.mark.parametrize(
    ("one", "other"), [("3.1", "3.10"), ("3.01", "3.1"), ("GPL-2.0+", "GPL-2.0"), ("MIT-0", "MIT")]
)
def test_what_differs_in_a_number_or_a_plus_is_told_apart(one: str, other: str) -> None:
    assert words(one) != words(other)


# Hints --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("mti", "MIT"),
        ("apahce-2.0", "Apache-2.0"),
        ("Apach-2.0", "Apache-2.0"),
        ("Apche License, Version 2.0", "Apache-2.0"),
        ("lama3", "llama3"),
        ("creativml-openrail-m", "creativeml-openrail-m"),
        ("mozila public license 2.0", "MPL-2.0"),
        ("LaTeX Projct Publc License 1.3c", "LPPL-1.3c"),
    ],
)
def test_a_slip_of_the_pen_is_met_with_the_name_that_was_meant(text: str, hint: str) -> None:
    assert only(text).note == f"did you mean `{hint}`?"


@pytest.mark.parametrize(
    "text",
    [
        "gemma-4",
        "llama-5",
        "qwen3-license",
        "acme-model-license",
        "apache-2.0-nc",
        "MPL-3.0",
        "cc-by-nx-4.0",
        "license",
        "commercial",
        "proprietary",
        "all rights reserved",
        "mistral-community-license",
        "Latx Projct Publc License 1.3c",
    ],
)
def test_a_name_that_may_have_other_rights_is_met_with_none(text: str) -> None:
    assert only(text).kind in ("unknown", "unmodelled", "undeclared")
    assert "did you mean" not in only(text).note


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("MIT/Apache-2.0", "write `MIT OR Apache-2.0`"),
        ("MIT, Apache-2.0", "write `MIT OR Apache-2.0`"),
        ("MIT | Apache2", "write `MIT OR Apache-2.0`"),
        ("MIT; ISC; apache-2.0", "write `MIT OR ISC OR Apache-2.0`"),
        ("MIT & Apache-2.0", "write `MIT AND Apache-2.0`"),
        ("MIT Apache-2.0", "write `MIT OR Apache-2.0`"),
        ("MIT/Foo-1.0", ""),
        ("MIT/Foo-1.0/ISC", ""),
    ],
)
def test_a_list_is_met_with_the_expression_that_says_it(text: str, hint: str) -> None:
    assert (only(text).kind, only(text).note) == ("unknown", hint)


def test_an_unknown_name_with_parentheses_is_one_name() -> None:
    assert only("Acme Licence (second edition)").name == "Acme Licence (second edition)"
    assert only("Acme Licence (second edition)").kind == "unknown"


# One licence at a time ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("mit", ["MIT"]),
        ("The MIT License (MIT)", ["MIT"]),
        ("(MIT)", ["MIT"]),
        ("GPL v2 or later", ["GPL-2.0-or-later"]),
        ("gpl-2.0 with classpath-exception-2.0", ["GPL-2.0-only", "Classpath-exception-2.0"]),
        ("GPL-2.0-with-classpath-exception", ["GPL-2.0-only", "Classpath-exception-2.0"]),
        ("classpath-exception-2.0", ["Classpath-exception-2.0"]),
        ("cc", ["cc"]),
        ("https://opensource.org/license/mit", ["MIT"]),
    ],
)
def test_one_licence_is_named_as_in_an_expression(text: str, ids: list[str]) -> None:
    assert [entry.id for entry in named(text, licenses())] == ids


@pytest.mark.parametrize(
    ("text", "code", "help"),
    [
        ("MIT AND ISC", Code.BAD_OPTION, "`licenselogic check` judges expressions"),
        ("MPL-1.1+", Code.BAD_OPTION, "`licenselogic check` judges expressions"),
        ("mti", Code.UNKNOWN_LICENSE, "did you mean `MIT`?"),
        ("MIT/ISC", Code.UNKNOWN_LICENSE, "write `MIT OR ISC`"),
        ("qqqq", Code.UNKNOWN_LICENSE, "`licenselogic list` shows all"),
        ("mit with clsspath-exception-2.0", Code.UNKNOWN_LICENSE,
         "did you mean `Classpath-exception-2.0`?"),
        ("cc with llvm-exception", Code.UNDERSPECIFIED_LICENSE, ""),
    ],
)  # fmt: skip
def test_what_is_not_one_licence_is_told(text: str, code: Code, help: str) -> None:
    with pytest.raises(UsageError) as caught:
        named(text, licenses())
    (diagnostic,) = caught.value.diagnostics
    assert (diagnostic.code, diagnostic.help) == (code, help)


# Names of clause files that users write -----------------------------------------------------------


def extended(identifier: str, alias: str = "", kind: str = "license") -> Library:
    names = f'alias "{alias}"' if alias else ""
    covers = "covers any" if kind == "license" else ""
    text = f'{kind} "{identifier}" {{ title "{identifier}" {covers} text "u" {names} }}'
    return licenses().extended({"own.lic": text.encode()})


@pytest.mark.parametrize(
    ("identifier", "holder"),
    [
        ("Expat", "MIT"),
        ("apache 2.0", "Apache-2.0"),
        ("The MIT License (MIT)", "MIT"),
        ("Meta Llama 3 Community License Agreement", "llama3"),
        ("https://opensource.org/license/mit", "MIT"),
        ("GPL-3.0", "GPL-3.0-only"),
        ("gpl3", "GPL-3.0-only"),
        ("CC", "cc"),
    ],
)
def test_an_id_that_is_a_name_of_a_known_licence_is_refused(identifier: str, holder: str) -> None:
    with pytest.raises(ClauseFileError) as caught:
        extended(identifier).entries  # noqa: B018
    assert caught.value.codes == (Code.DUPLICATE,)
    told = (f"is a name of `{holder}` already", "is defined twice")
    assert any(words in str(caught.value) for words in told)


def test_an_id_that_is_a_name_of_a_known_exception_is_refused() -> None:
    with pytest.raises(ClauseFileError, match="is a name of `Classpath-exception"):
        extended("Classpath Exception 2.0.0", kind="exception").entries  # noqa: B018


@pytest.mark.parametrize("identifier", ["MIT OR ISC", "GPL-2.0-only WITH Classpath-exception-2.0"])
def test_an_id_that_is_an_expression_is_refused(identifier: str) -> None:
    with pytest.raises(ClauseFileError, match="would be read as an expression"):
        extended(identifier).entries  # noqa: B018


@pytest.mark.parametrize(
    ("alias", "text", "names"),
    [
        ("MIT License", "mit license", [["MIT"]]),
        ("MIT OR ISC", "MIT OR ISC", [["ISC"], ["MIT"]]),
        ("The MIT License (MIT)", "the mit license (mit)", [["MIT"]]),
        ("https://opensource.org/license/mit", "http://opensource.org/license/mit/", [["MIT"]]),
        ("Herring License", "the herring licence", [["Mine"]]),
    ],
)
def test_an_alias_takes_no_name_that_means_something_already(
    alias: str, text: str, names: list[list[str]]
) -> None:
    found = parse_expression(text, extended("Mine", alias)).alternatives
    assert [[term.name for term in terms] for terms in found] == names
