"""Clause files and what comes out of them: norms as text, or the error as it is printed.

Beside each `clauses/good/NAME.lic` and `clauses/bad/NAME.lic` stands `NAME.expected`;
`pytest tests/test_clause_files.py --reset` writes it anew, and the diff is reviewed like code.
"""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from lark import Token, Tree

from licenselogic.base.diagnostics import ClauseFileError
from licenselogic.clauses import syntax
from licenselogic.library.composites import apply_exception
from licenselogic.library.library import Library
from licenselogic.norms.assumptions import Mask, always, contains, support, valuation
from licenselogic.norms.deontic import License
from licenselogic.report.license_text import render_license

FOLDER = Path(__file__).parent
GOOD = sorted((FOLDER / "good").glob("*.lic"))
BAD = sorted((FOLDER / "bad").glob("*.lic"))


def name_of(path: Path) -> str:
    return path.stem


@pytest.mark.parametrize("path", GOOD, ids=name_of)
def test_a_good_file_means_what_is_expected(path: Path, request: pytest.FixtureRequest) -> None:
    library = Library({path.name: path.read_bytes()})
    compare(path, "\n".join(described(library)), request)


@pytest.mark.parametrize("path", BAD, ids=name_of)
def test_a_bad_file_is_refused_as_expected(path: Path, request: pytest.FixtureRequest) -> None:
    library = Library({path.name: path.read_bytes()})
    with pytest.raises(ClauseFileError) as caught:
        list(described(library))
    compare(path, caught.value.render() + "\n", request)


def compare(path: Path, found: str, request: pytest.FixtureRequest) -> None:
    expected = path.with_suffix(".expected")
    if request.config.getoption("reset"):
        expected.write_text(found, encoding="utf-8", newline="\n")
    assert found == expected.read_text(encoding="utf-8")


def test_no_expectation_is_left_behind() -> None:
    files = {path.with_suffix(".expected") for path in GOOD + BAD}
    assert set(FOLDER.rglob("*.expected")) == files


def test_the_good_files_use_every_rule_of_the_grammar() -> None:
    """A rule is named by its alias, or by itself; `?rules` leave no trace and are not asked for."""
    parser = syntax._parser()
    rules = {str(rule.alias or rule.origin.name) for rule in parser.rules}
    inlined = {str(rule.origin.name) for rule in parser.rules if rule.options.expand1}
    used: set[str] = set()
    for path in GOOD:
        text = path.read_text(encoding="utf-8-sig")
        used |= {str(tree.data) for tree in parser.parse(text).iter_subtrees()}
    assert {rule for rule in rules - inlined - used if not rule.startswith("_")} == set()


def test_the_good_files_use_every_keyword_of_the_grammar() -> None:
    parser = syntax._parser()
    used: set[str] = set()
    for path in GOOD:
        used |= {token.type for token in parser.lex(path.read_text(encoding="utf-8-sig"))}
        used |= {token.type for token in _tokens(parser.parse(path.read_text("utf-8-sig")))}
    assert {terminal.name for terminal in parser.terminals} - used <= {"COMMENT", "__IGNORE_0"}


def _tokens(tree: Tree[Token]) -> Iterator[Token]:
    return tree.scan_values(lambda value: isinstance(value, Token))


@pytest.mark.parametrize("path", BAD, ids=name_of)
def test_an_error_is_headed_by_a_sentence_that_stands_alone(path: Path) -> None:
    library = Library({path.name: path.read_bytes()})
    with pytest.raises(ClauseFileError) as caught:
        list(described(library))
    for diagnostic in caught.value.diagnostics:
        assert not diagnostic.message.endswith(".")
        assert diagnostic.message[0].islower() or diagnostic.message[0] == "`"
        assert len(diagnostic.message) < 250
        assert "licenselogic." not in diagnostic.message


# Licences as text, with what `show` leaves out ----------------------------------------------------


def described(library: Library) -> Iterator[str]:
    """Yield each entity as text; licences once more under each exception in the file."""
    exceptions = [library.load(library.entries[name]) for name in library.ids("exception")]
    for entry in library.entries.values():
        if entry.kind == "group":
            yield f"group {entry.id} {names(entry.names + entry.deprecated)}: {entry.means}\n"
        elif entry.kind == "unmodelled":
            yield f"unmodelled {entry.id} {names(entry.names)}: {entry.because}\n"
        else:
            license = library.load(entry)
            yield f"{entry.kind} {described_license(license)}"
            if entry.kind == "license":
                for exception in exceptions:
                    yield f"license {described_license(apply_exception(license, exception))}"


def names(found: tuple[str, ...]) -> str:
    return f"({', '.join(found)})"


def described_license(license: License) -> str:
    lines = [*render_license(license).splitlines(), *_details(license)]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _details(license: License) -> Iterator[str]:
    if license.series:
        yield f"series {license.series[0]} {license.series[1]}"
    if license.text.sha256:
        yield f"sha256 {license.text.sha256}"
    for kind, mask in license.binds.items():
        if mask != always():
            yield f"binds {kind} {readings(mask)}"
    guards = [n.guard for _, n in license.norms] + [rule.guard for rule in license.counts]
    for mask in dict.fromkeys(guards):
        if len(support(mask)) > 1 or mask == 0:
            yield readings(mask)


def readings(mask: Mask) -> str:
    """Return the readings in `mask`, each by the assumptions that it holds true."""
    on = sorted(support(mask))
    sets = itertools.chain.from_iterable(itertools.combinations(on, n) for n in range(len(on) + 1))
    held = [f"{{{', '.join(true)}}}" for true in sets if contains(mask, valuation(true))]
    return f"when true are {' or '.join(held) or '... under no reading'}"
