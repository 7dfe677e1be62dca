"""The names and the texts of shipped licences: read from two files, as clause files say them."""

import pytest

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import ClauseFileError
from licenselogic.base.source import Source
from licenselogic.clauses.printer import print_file
from licenselogic.clauses.tree import File
from licenselogic.library.library import Library, licenses
from licenselogic.library.names import Names

NAMES = """
# A comment
[licenses."Cod-1.0"]
title = "Cod License"
series = ["cod", "1.0"]
hub = ["cod"]
aliases = ["The Cod"]
addresses = ["https://example.org/cod"]
deprecated = ["COD"]

[licenses.Eel]
title = "Eel License"

[exceptions.Net]
title = "Net Exception"

[groups.fish]
title = "Any fish"
means = ["Cod-1.0", "Eel"]

[unmodelled.Ray]
title = "Ray License"
because = "its text is lost"
"""
LOCK = """
"Cod-1.0" = { url = "https://example.org/c", read = 2026-11-22, sha256 = "%s" }
Eel = { url = "https://example.org/e" }
Net = { url = "https://example.org/n" }
Ray = { url = "https://example.org/r" }
""" % ("0" * 64)  # fmt: skip
FILES = {
    "shelf/sea/Cod-1.0.lic": b'license "Cod-1.0" extends "any" { review checked 2026-11-22 }',
    "shelf/sea/Eel.lic": b'license "Eel" extends "Cod-1.0" { }',
    "shelf/exceptions/Net.lic": b'exception "Net" { }',
    "shelf/templates/any.lic": b'template "any" { covers any }',
}


def shelf(names: str = NAMES, lock: str = LOCK, **files: bytes) -> Library:
    given = Names(Source("shelf/names.toml", names), Source("shelf/texts.lock", lock))
    changed = {f"shelf/sea/{name}.lic": content for name, content in files.items()}
    return Library({**FILES, **changed}, given)


def refused(library: Library) -> ClauseFileError:
    with pytest.raises(ClauseFileError) as caught:
        list(library)
    return caught.value


def test_a_licence_has_the_names_and_the_text_that_stand_beside_its_file() -> None:
    found = shelf()["the cod"]
    assert (found.id, found.title, found.hub) == ("Cod-1.0", "Cod License", ("cod",))
    assert found.aliases == ("The Cod", "https://example.org/cod")
    assert (found.series, found.deprecated) == (("cod", "1.0"), ("COD",))
    assert (found.text.url, found.text.read) == ("https://example.org/c", "2026-11-22")
    assert found.text.sha256 == "0" * 64


def test_names_and_texts_are_not_inherited() -> None:
    found = shelf()["Eel"]
    assert (found.title, found.hub, found.series) == ("Eel License", (), None)
    assert (found.text.url, found.covers) == ("https://example.org/e", {"any"})


@pytest.mark.parametrize(
    ("name", "kind"),
    [("cod", "license"), ("COD", "license"), ("Fish", "group"), ("ray", "unmodelled")],
)
def test_the_index_is_made_without_a_look_into_clause_files(name: str, kind: str) -> None:
    """They are not even readable."""
    known = shelf(**{"Cod-1.0": b"{", "Eel": b"\xff"})
    entry = known.find(name)
    assert entry is not None and entry.kind == kind


def test_the_kind_of_an_entity_follows_from_its_folder() -> None:
    known = shelf()
    assert known.ids() == ("Cod-1.0", "Eel")
    assert known.ids("exception") == ("Net",)
    assert known.ids("template") == ("any",)


def test_a_file_that_does_not_hold_what_it_is_named_after_is_told() -> None:
    error = refused(shelf(Eel=b'license "Eeel" { }'))
    assert error.codes == (Code.MISSING_STATEMENT,)
    assert "`shelf/sea/Eel.lic` holds no license called `Eel`" in str(error)


def test_a_name_that_is_stated_in_both_places_is_told() -> None:
    error = refused(shelf(Eel=b'license "Eel" extends "any" {\n  title "Eel"\n}'))
    assert "`title` is stated twice" in str(error)


@pytest.mark.parametrize(
    ("old", "new", "place", "message"),
    [
        ('"1.0"]', '"first"]', "shelf/names.toml:5:1", "`first` is not a version such as 2.1"),
        ('"Net Exception"', '"Net"\nseries = ["a", "1"]', ":16:1", "`exception` takes no `series`"),
        ("[licenses.Eel]", "[licences.Eel]", "", "no table is called `licences`"),
        ('aliases = ["The Cod"]', 'alias = ["x"]', ":3:1", "`Cod-1.0` takes no `alias`"),
        ('["The Cod"]', '"The Cod"', ":3:1", "`aliases` of `Cod-1.0` is not a list of texts in"),
        ('["The Cod"]', "[7]", ":3:1", "`aliases` of `Cod-1.0` is not a list of texts in quotes"),
        ('["The Cod"]', "[]", ":3:1", "`aliases` of `Cod-1.0` is not a list of texts in quotes"),
        ('"Eel License"', '["Eel"]', ":11:1", "`title` of `Eel` is not a text in quotes"),
        ('["cod", "1.0"]', '["cod"]', ":3:1", "is not the name of a line and a version"),
        ("[groups.fish]", "[groups.fish", ":17:13", "`shelf/names.toml` is not TOML: expected"),
        ("[licenses.Eel]", '[licenses."Cod-1.0"]', ":11:20", "not TOML: cannot declare"),
    ],
)  # fmt: skip
def test_a_slip_in_the_names_is_told_at_its_place(
    old: str, new: str, place: str, message: str
) -> None:
    known = shelf(NAMES.replace(old, new))
    with pytest.raises(ClauseFileError) as caught:
        [known.declared(e) and known.load(e) for e in known.entries.values() if e.id != "any"]
    assert place in str(caught.value) and message in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("0" * 64, "0" * 63, f"`{'0' * 63}` is not a SHA-256: 64 digits from 0 to f"),
        ("url =", "uri =", "`Cod-1.0` takes `url`, `read`, `sha256`, `content`, `own_notice`"),
        ("2026-11-22", '"today"', "`today` is not a date"),
    ],
)
def test_a_slip_in_the_lock_is_told_at_its_place(old: str, new: str, message: str) -> None:
    error = refused(shelf(lock=LOCK.replace(old, new)))
    assert "shelf/texts.lock:2:1" in str(error) and message in str(error)


def test_a_licence_without_an_entry_or_a_text_is_refused() -> None:
    error = refused(shelf(Hake=b'license "Hake" extends "any" { }'))
    assert "`Hake` does not state `title`, `text`" in str(error)


def test_a_change_of_names_or_texts_changes_the_digest() -> None:
    other = [shelf(NAMES.replace("The Cod", "A Cod")), shelf(lock=LOCK.replace("/c", "/d"))]
    assert len({known.digest for known in [shelf(), shelf(), *other]}) == 3


def test_what_is_declared_of_a_licence_is_a_clause_file_of_its_own() -> None:
    """A user can take it as it is printed, and has the same licence."""
    known = licenses()
    entity, _ = known.declared(known.entries["Apache-2.0"])
    alone = Library({"a.lic": print_file(File("a.lic", (entity,))).encode()})
    assert alone.entries["Apache-2.0"].names == known.entries["Apache-2.0"].names


def test_a_group_is_declared_as_a_clause_file_would() -> None:
    known = licenses()
    entity, source = known.declared(known.entries["CDDL"])
    assert source.name == "licenses/names.toml"
    assert 'means "CDDL-1.0", "CDDL-1.1"' in print_file(File("a.lic", (entity,)))
