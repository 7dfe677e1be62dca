"""Licences by any name: lookup, groups, exceptions, later versions, clause files of users."""

import json
import os
import pickle
import subprocess
import sys
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small import OPEN, lic

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import ClauseFileError, LicenseLogicError, UsageError
from licenselogic.clauses.files import read_files
from licenselogic.library.codec import pack, to_json, unpack
from licenselogic.library.index import NAMED
from licenselogic.library.library import Library, licenses, load_license
from licenselogic.library.spelling import fold
from licenselogic.norms.conditions import Compare
from licenselogic.norms.deontic import License, Permission, ShareAlike
from licenselogic.testing import licenses as any_licenses

HEAD = 'title "A licence" covers any text "https://example.org/x"'


def library(*texts: str, **files: str) -> Library:
    named = {f"{n}.lic": text for n, text in enumerate(texts)} | files
    return Library({name: text.encode() for name, text in named.items()})


def licence(name: str, *statements: str, head: str = HEAD) -> str:
    return f'license "{name}" {{ {head} {" ".join(statements)} }}\n'


def clause(cite: str, norm: str) -> str:
    return f'clause "{cite}" {{ passage "p" says "s" {norm} }}'


# Names --------------------------------------------------------------------------------------------

NAMED_HERE = licence(
    "Herring-1.0", 'hub "herring", "fish/herring"', 'alias "The Herring License"', 'deprecated "HL"'
)


@pytest.mark.parametrize(
    "name",
    [
        "Herring-1.0",
        "herring-1.0",
        "HERRING-1.0",
        "herring",
        "fish/herring",
        "The Herring License",
        "the  herring   license",
        "the_herring_license",
        "the-herring-license",
        "hl",
    ],
)
def test_a_licence_answers_to_every_name_that_it_states(name: str) -> None:
    assert library(NAMED_HERE)[name].id == "Herring-1.0"


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("apache-2.0", "Apache-2.0"),
        ("mit", "MIT"),
        ("gpl-3.0", "GPL-3.0-only"),
        ("GPL-2.0+", "GPL-2.0-or-later"),
        ("openrail++", "openrail++"),
        ("llama3.1", "llama3.1"),
        ("cc-by-nc-sa-4.0", "CC-BY-NC-SA-4.0"),
        ("https://ai.meta.com/llama/license/", "llama2"),
    ],
)
def test_shipped_licences_answer_to_the_names_of_the_hub_and_of_spdx(name: str, found: str) -> None:
    assert licenses()[name].id == found


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Apche-2.0", "did you mean `Apache-2.0`?"),
        ("Herrng", "did you mean `Herring-1.0`?"),
        ("qqqqqqqq", "`licenselogic list` shows all"),
    ],
)
def test_an_unknown_name_is_met_with_the_nearest_known_one(name: str, hint: str) -> None:
    known = library(NAMED_HERE, licence("Apache-2.0"))
    with pytest.raises(UsageError) as caught:
        known[name]
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.code is Code.UNKNOWN_LICENSE
    assert diagnostic.message == f"no licence is called `{name}`"
    assert diagnostic.help == hint


def test_find_gives_nothing_for_an_unknown_name() -> None:
    assert library(NAMED_HERE).find("Cod-1.0") is None


def test_suggestions_are_ids_and_each_stands_once() -> None:
    assert library(NAMED_HERE, licence("Cod-1.0")).suggest("hering-1.0") == ["Herring-1.0"]


def test_an_id_comes_before_the_aliases_of_others() -> None:
    known = library(licence("Aaa", 'alias "Bbb"'), licence("Bbb"))
    assert known["bbb"].id == "Bbb"


def test_names_are_compared_without_case_and_kinds_of_blank() -> None:
    assert fold(" The_Herring  license ") == fold("the-HERRING-License")
    assert fold("GPL-2.0") != fold("GPL-2.0+")


def test_no_two_shipped_entities_claim_the_same_name() -> None:
    claims = defaultdict(set)
    for entry in licenses().entries.values():
        if entry.kind in NAMED:
            for name in (entry.id, *entry.names, *entry.deprecated):
                claims[fold(name)].add(entry.id)
    assert {name: sorted(ids) for name, ids in claims.items() if len(ids) > 1} == {}


def test_no_two_shipped_exceptions_claim_the_same_name() -> None:
    entries = [e for e in licenses().entries.values() if e.kind == "exception"]
    names = [fold(n) for e in entries for n in dict.fromkeys((fold(e.id), *map(fold, e.names)))]
    assert len(names) == len(set(names))


# Ids that are no licence --------------------------------------------------------------------------

GROUP = 'group "fish" { hub "any-fish" means "Herring-1.0", "Cod-1.0" }'
CLOSED = 'unmodelled "Eel-1.0" { because "its text is not at hand" }'


def test_a_group_is_found_but_is_no_licence() -> None:
    known = library(NAMED_HERE, licence("Cod-1.0"), GROUP)
    entry = known.find("Any-Fish")
    assert entry is not None
    assert (entry.kind, entry.means) == ("group", ("Herring-1.0", "Cod-1.0"))
    with pytest.raises(UsageError, match=r"`fish` names several licences: Herring-1\.0, Cod"):
        known["fish"]


def test_an_unmodelled_licence_says_why() -> None:
    known = library(CLOSED)
    with pytest.raises(UsageError, match=r"`eel-1\.0` has not been encoded: its text is"):
        known["eel-1.0"]


def test_templates_are_no_licences() -> None:
    known = library('template "base" { covers any }', licence("A"))
    assert known.find("base") is None
    assert known.ids() == ("A",)
    assert known.ids("template") == ("base",)


def test_a_template_may_have_the_name_of_a_licence() -> None:
    text = 'template "A" { covers any } license "A" extends "A" { title "a" text "u" }'
    assert library(text)["A"].covers == {"any"}


def test_the_shipped_groups_name_licences_of_the_library() -> None:
    known = licenses()
    for entry in known.entries.values():
        for name in entry.means:
            found = known.find(name)
            assert found is not None and found.kind == "license", f"{entry.id} means {name}"


def test_no_licence_is_like_the_others_in_all_but_case() -> None:
    with pytest.raises(ClauseFileError, match="`MIT` is defined twice") as caught:
        library(licence("mit"), licence("MIT")).entries  # noqa: B018
    assert caught.value.codes == (Code.DUPLICATE,)
    assert "`mit` is defined here first (0.lic:1:9)" in str(caught.value)


# Exceptions ---------------------------------------------------------------------------------------

STRICT = licence(
    "Strict-1.0", clause("1", "require license in { self } when distribute"), "counts embed as work"
)
LINKING = f"""
exception "Linking-exception" {{
  title "Linking" alias "Linking" text "u" counts embed as larger-work
  {clause("1", "permit distribute on larger-work")}
  {clause("2", "permit use")}
}}
"""


def test_an_exception_comes_before_the_licence_and_replaces_clauses_of_its_number() -> None:
    found = library(STRICT, LINKING)["Strict-1.0 WITH Linking-exception"]
    assert [c.cite for c in found.clauses] == ["1", "2"]
    assert isinstance(found.clauses[0].norms[0], Permission)
    assert [rule.result for rule in found.counts] == ["larger-work", "work"]


def test_an_exception_answers_to_its_alias_in_any_case() -> None:
    found = library(STRICT, LINKING)["strict-1.0 WITH linking"]
    assert found.id == "Strict-1.0 WITH Linking-exception"
    assert found.bases == ("Strict-1.0",)


def test_share_alike_of_the_base_is_met_by_the_composite() -> None:
    exception = LINKING.replace('clause "1"', 'clause "9"')
    found = library(STRICT, exception)["Strict-1.0 WITH Linking-exception"]
    (norm,) = [n for _, n in found.norms if isinstance(n, ShareAlike)]
    assert norm.licenses == {"Strict-1.0", "Strict-1.0 WITH Linking-exception"}


def test_an_unknown_exception_is_met_with_the_nearest_known_one() -> None:
    known = library(STRICT, LINKING)
    with pytest.raises(UsageError, match="no licence exception is called `Linkin-exception`") as e:
        known["Strict-1.0 WITH Linkin-exception"]
    assert e.value.diagnostics[0].help == "did you mean `Linking-exception`?"


def test_an_exception_alone_is_no_licence() -> None:
    with pytest.raises(UsageError, match="no licence is called `Linking-exception`"):
        library(STRICT, LINKING)["Linking-exception"]


# Later versions -----------------------------------------------------------------------------------


def version(number: str, series: str = "herring") -> str:
    norm = "require license in { self, or-later } when distribute on derivative"
    return licence(f"{series}-{number}", f'series {series} "{number}"', clause("1", norm))


@pytest.mark.parametrize(
    ("number", "later"),
    [
        ("1.0", {"herring-1.0", "herring-1.2", "herring-1.10", "herring-2"}),
        ("1.2", {"herring-1.2", "herring-1.10", "herring-2"}),
        ("1.10", {"herring-1.10", "herring-2"}),
        ("2", {"herring-2"}),
    ],
)
def test_or_later_means_the_greater_versions_of_the_series(number: str, later: set[str]) -> None:
    numbers = ("1.0", "1.2", "1.10", "2")
    known = library(*(version(n) for n in numbers), version("9", series="cod"))
    (norm,) = [n for _, n in known[f"herring-{number}"].norms if isinstance(n, ShareAlike)]
    assert norm.licenses == later


def test_a_version_of_ones_own_is_later_too() -> None:
    known = library(version("1.0"))
    extended = known.extended({"mine.lic": version("3").encode()})
    (norm,) = [n for _, n in extended["herring-1.0"].norms if isinstance(n, ShareAlike)]
    assert norm.licenses == {"herring-1.0", "herring-3"}


def test_the_gnu_licences_lead_to_their_later_versions() -> None:
    names = {n for _, norm in licenses()["GPL-2.0-or-later"].norms
             for n in getattr(norm, "licenses", ())}  # fmt: skip
    assert {"GPL-2.0-only", "GPL-3.0-only"} <= names


# Libraries and clause files that users write -----------------------------------------------------


def test_extending_a_library_leaves_it_as_it_was() -> None:
    known = library(NAMED_HERE)
    extended = known.extended({"cod.lic": licence("Cod-1.0").encode()})
    assert extended.ids() == ("Cod-1.0", "Herring-1.0")
    assert known.ids() == ("Herring-1.0",)


def test_a_file_may_extend_what_stands_in_another() -> None:
    extended = library(NAMED_HERE).extended(
        {"mine.lic": b'license "Mine" extends "Herring-1.0" { title "Mine" text "u" }'}
    )
    assert extended["mine"].covers == {"any"}


def test_what_a_library_holds_stays_the_same_beside_other_files() -> None:
    """Not even a template by the name of a licence that others extend comes between."""
    known = library(NAMED_HERE, 'license "Cod" extends "Herring-1.0" { title "Cod" text "u" }')
    template = f'template "Herring-1.0" {{ {clause("0", "permit use")} }}'
    extended = known.extended({"mine.lic": template.encode()})
    assert extended["cod"] == known["cod"]
    assert list(extended) == list(known)


def test_a_licence_is_the_same_loaded_alone_and_with_all() -> None:
    texts = [version("1.0"), version("2.0"), version("9", series="cod")]
    alone = library(*texts)
    assert [alone[name] for name in alone.ids()] == list(library(*texts))


def test_a_slip_in_another_file_is_shown_without_lines_of_this_one() -> None:
    known = library('license "A" extends "b" {\n title "A"\n text "u"\n}', "\n\ntemplate "
                    f'"b" {{ {clause("1", "permit yuse")} }}')  # fmt: skip
    with pytest.raises(ClauseFileError) as caught:
        known["A"]
    assert "--> 1.lic:3:" in str(caught.value)
    assert 'text "u"' not in str(caught.value)


def test_a_library_without_licences_can_be_extended() -> None:
    known = library('template "b" { covers data }')
    own = b'license "A" extends "b" { title "A" text "u" }'
    assert known.extended({"mine.lic": own})["A"].covers == {"data"}


@pytest.mark.parametrize("order", [1, -1])
def test_the_order_of_files_does_not_matter(order: int) -> None:
    files = {"a.lic": 'license "A" extends "b" { title "a" text "u" }', "b.lic": 'template "b" { '
             "covers data }"}  # fmt: skip
    names = sorted(files)[::order]
    known = Library({name: files[name].encode() for name in names})
    assert known["A"].covers == {"data"}


def test_licences_made_in_python_are_a_library() -> None:
    known = Library.of([lic("L-1.0", OPEN), lic("M-1.0", OPEN)])
    assert [k.id for k in known] == ["L-1.0", "M-1.0"]
    assert known["l-1.0"] is known["L-1.0"]
    assert known.find("N-1.0") is None


def own_file(tmp_path: Path, text: str, name: str = "mine.lic") -> Path:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return path


def test_a_file_of_ones_own_extends_a_shipped_licence(tmp_path: Path) -> None:
    """One clause is replaced, one added; the rest is the licence's."""
    base = licenses()["MIT"]
    cite = base.clauses[0].cite
    path = own_file(
        tmp_path,
        f"""
        template "extra" {{ {clause("x", "permit sell")} }}
        license "Mine-0.1" extends "MIT" {{ title "Mine" text "u" }}
        license "Mine-1.0" extends "MIT" {{
          title "Mine" text "u" {clause(cite, "permit use unless copies > 1e3")}
          {clause("99", "term termination")} }}
        """,
    )
    found = load_license(path)
    assert found.id == "Mine-1.0"
    assert found.covers == base.covers and found.family == base.family
    assert [c.cite for c in found.clauses] == [*(c.cite for c in base.clauses), "99"]
    assert found.counts == base.counts
    assert Compare("copies", ">", 1000) in [n.condition.part for n in found.clauses[0].norms]


def test_a_file_of_ones_own_extends_a_shipped_template(tmp_path: Path) -> None:
    path = own_file(tmp_path, 'license "Mine" extends "model" { title "Mine" text "u" }')
    found = load_license(str(path))
    assert found.covers == {"model"}
    assert licenses()["gemma"].counts[-len(found.counts) :] == found.counts


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ('group "g" { means "MIT" }', Code.MISSING_STATEMENT, "describes no licence"),
        ('license "Mine" { title }', Code.SYNTAX, "found `}` where text in double quotes"),
        ('license "MIT" { title "a" }', Code.DUPLICATE, "is defined twice"),
        ('license "Mine" extends "modle" { }', Code.BAD_REFERENCE, "nothing is called `modle`"),
    ],
)
def test_a_slip_in_a_file_of_ones_own_is_told_at_its_place(
    tmp_path: Path, text: str, code: Code, message: str
) -> None:
    path = own_file(tmp_path, text)
    with pytest.raises(ClauseFileError) as caught:
        load_license(path)
    found = next(d for d in caught.value.diagnostics if d.code is code)
    assert message in found.message
    assert "mine.lic" in str(caught.value)


def test_a_slip_in_a_shipped_name_is_suggested(tmp_path: Path) -> None:
    path = own_file(tmp_path, 'license "Mine" extends "Apache-2" { title "Mine" text "u" }')
    with pytest.raises(ClauseFileError, match=r"did you mean `Apache-2\.0`"):
        load_license(path)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ClauseFileError, match=r"cannot read `.*nowhere.lic`: No such file"):
        load_license(tmp_path / "nowhere.lic")


def test_a_folder_is_no_licence(tmp_path: Path) -> None:
    with pytest.raises(ClauseFileError, match="is a folder; give one clause file"):
        load_license(tmp_path)


def test_a_folder_stands_for_the_clause_files_below_it(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    for name in ("b.lic", "deep/a.lic", "notes.txt"):
        own_file(tmp_path, licence("A"), name)
    names = [Path(name).relative_to(tmp_path).as_posix() for name in read_files([tmp_path])]
    assert names == ["b.lic", "deep/a.lic"]


def test_a_folder_without_clause_files_is_told(tmp_path: Path) -> None:
    with pytest.raises(ClauseFileError, match=r"no clause files \(`\*.lic`\) in"):
        read_files([tmp_path])


def test_a_mistake_is_an_error_of_licenselogic(tmp_path: Path) -> None:
    path = own_file(tmp_path, "\x00")
    with pytest.raises(LicenseLogicError):
        load_license(path)


# The shipped library ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shipped() -> Mapping[str, License]:
    return {license.id: license for license in licenses()}


def test_every_shipped_licence_loads_under_its_own_id(shipped: Mapping[str, License]) -> None:
    assert list(shipped) == list(licenses().ids())
    assert all(licenses()[name].id == name for name in shipped)


def test_the_ids_are_sorted_without_regard_to_case() -> None:
    ids = [entry.id for entry in licenses().entries.values()]
    assert ids == sorted(ids, key=lambda name: (fold(name), name))


def test_every_clause_of_the_library_can_be_cited(shipped: Mapping[str, License]) -> None:
    for license in shipped.values():
        for found in license.clauses:
            assert found.license == license.id and found.says and found.passages
            assert license.clause(found.cite) is found


def test_every_shipped_licence_survives_compilation(shipped: Mapping[str, License]) -> None:
    """unpack(pack(x)) = x, also by way of JSON, and with the places of clauses"""
    values = list(shipped.values())
    back = unpack(json.loads(json.dumps(pack(values))))
    assert back == values
    assert as_text(back) == as_text(values)


@given(st.lists(any_licenses(max_clauses=3), max_size=3))
@settings(max_examples=60)
def test_any_licences_survive_compilation(values: list[License]) -> None:
    """unpack(pack(x)) = x, and what was a truth value or a number still is one"""
    back = unpack(json.loads(json.dumps(pack(values))))
    assert back == values
    assert as_text(back) == as_text(values)


def as_text(values: list[License]) -> str:
    """Tell apart what `==` does not: truth values from numbers, and places from each other."""
    return json.dumps([to_json(value) for value in values])


@pytest.mark.parametrize(
    ("name", "held"),
    [("MIT", True), ("mit", True), ("cc", False), ("Apche-2.0", False), (None, False)],
)
def test_the_library_holds_the_licences_that_it_can_give(name: object, held: bool) -> None:
    assert (name in licenses()) is held


def test_the_library_holds_what_it_gave() -> None:
    assert licenses()["MIT"] in licenses()


def test_another_name_for_a_licence_of_ones_own_hides_no_shipped_name() -> None:
    text = (
        'license "AAA-1.0" extends "software" { title "A" text "u" alias "MIT License", "Expat" }'
    )
    known = licenses().extended({"own.lic": text.encode()})
    entry = known.find("mit license")
    assert entry is not None and entry.id == "MIT"


def test_an_exception_that_nobody_has_checked_leaves_the_licence_unchecked() -> None:
    text = 'exception "E" { title "E" text "u" review encoded }'
    known = licenses().extended({"own.lic": text.encode()})
    assert known["MIT"].review == "checked"
    assert known["MIT WITH E"].review == "encoded"


def test_libraries_made_in_python_are_told_apart() -> None:
    mit, isc = licenses()["MIT"], licenses()["ISC"]
    assert Library.of([mit]).digest != Library.of([isc]).digest


# Libraries as values ------------------------------------------------------------------------------


def test_libraries_of_the_same_files_are_equal() -> None:
    one, other = library(NAMED_HERE), library(NAMED_HERE)
    assert one == other and hash(one) == hash(other)
    assert one != library(NAMED_HERE, licence("Cod-1.0"))
    assert one.extended({"a.lic": licence("A").encode()}) != one
    assert one != "library"


def test_libraries_of_the_same_licences_are_equal() -> None:
    def made() -> Library:
        return Library.of([lic("L-1.0", OPEN), lic("M-1.0", OPEN)])

    assert made() == made() and hash(made()) == hash(made())
    assert made() != Library.of([lic("L-1.0", OPEN)])


DIGESTS = """
from licenselogic.library.library import Library, licenses
mine = licenses().extended({"a.lic": b'license "A" extends "MIT" { title "A" text "u" }'})
print(licenses().digest, mine.digest, Library.of([licenses()["GPL-3.0-only"], mine["A"]]).digest)
"""


def test_the_digest_is_the_same_in_every_process() -> None:
    def printed(seed: str) -> str:
        env = {**os.environ, "PYTHONHASHSEED": seed}
        return subprocess.check_output([sys.executable, "-c", DIGESTS], text=True, env=env)

    assert printed("1") == printed("2")


def test_a_library_survives_pickling() -> None:
    known = library(NAMED_HERE).extended({"cod.lic": licence("Cod-1.0").encode()})
    assert known["Cod-1.0"].id == "Cod-1.0"
    back = pickle.loads(pickle.dumps(known))
    assert back == known and back["herring"] == known["herring"]


def test_what_is_known_is_shown_in_few_words() -> None:
    known = library(NAMED_HERE)
    extended = known.extended({"a.lic": licence("Cod", clause("1", OPEN)).encode()})
    shown = [
        (known, "<Library of 1 clause files>"),
        (extended, "<Library of 1 clause files, on <Library of 1 clause files>>"),
        (Library.of([lic("L", OPEN)]), "<Library of 1 licences>"),
        (library("{"), "<Library of 1 clause files>"),
        (known.find("herring"), "<Entry license Herring-1.0>"),
        (known.index, "<Index of 1 entries>"),
        (extended["Cod"], "<License Cod>"),
        (extended["Cod"].clauses[0], "<Clause Cod 1>"),
    ]
    assert [repr(value) for value, _ in shown] == [text for _, text in shown]


def test_a_file_by_the_name_of_a_known_one_is_told_unless_it_is_the_same() -> None:
    known = library(NAMED_HERE)
    assert known.extended(known.files) is known
    with pytest.raises(
        ClauseFileError, match=r"`0\.lic` is another file than the one of that name"
    ):
        known.extended({"0.lic": licence("Cod-1.0").encode()})
