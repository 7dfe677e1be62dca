"""The cache is believed only where it holds what was made from the same content."""

import json
import multiprocessing
import os
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from licenselogic.base import cache, resources
from licenselogic.base.cache import cached, digest
from licenselogic.library import library
from licenselogic.library.library import Library

LICENCE = 'license "A" {{ title "{}" covers any text "u" }}'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty cache folder, as a user would choose it."""
    monkeypatch.setenv("LICENSELOGIC_CACHE", str(tmp_path / "kept"))
    cache.folder.cache_clear()
    yield tmp_path / "kept"
    cache.folder.cache_clear()


def never() -> Any:
    pytest.fail("built anew")


def only_file(folder: Path) -> Path:
    (path,) = folder.iterdir()
    return path


# What is kept -------------------------------------------------------------------------------------

VALUES = [
    None,
    0,
    1.5,
    "",
    "§ “x” 🐟\u2028\x00",
    [],
    {"a": [1, {"b": None}]},
    [True, 1, "1"],
    10**40,
]


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_a_value_is_built_once_and_then_read(value: Any) -> None:
    assert cached("kind", "key", lambda: value) == value
    assert json.dumps(cached("kind", "key", never)) == json.dumps(value)


@pytest.mark.parametrize(("kind", "key"), [("other", "key"), ("kind", "other")])
def test_kinds_and_keys_are_told_apart(kind: str, key: str) -> None:
    cached("kind", "key", lambda: 1)
    assert cached(kind, key, lambda: 2) == 2


@pytest.mark.parametrize(
    ("one", "other"), [((b"ab", b"c"), (b"a", b"bc")), ((b"",), ()), ((b"a", b"b"), (b"b", b"a"))]
)
def test_a_digest_tells_parts_apart(one: tuple[bytes, ...], other: tuple[bytes, ...]) -> None:
    assert digest(*one) != digest(*other)
    assert digest(*one) == digest(*one)


def test_a_change_of_format_changes_every_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    before = digest(b"a")
    monkeypatch.setattr(cache, "FORMAT", "next")
    assert digest(b"a") != before


def test_nothing_but_whole_files_is_left_in_the_folder(folder: Path) -> None:
    cached("kind", "key", lambda: "x" * 100_000)
    assert only_file(folder).name == "kind-key.cached"


# What is not believed -----------------------------------------------------------------------------


def truncated(content: bytes) -> bytes:
    return content[:-3]


def emptied(_: bytes) -> bytes:
    return b""


def flipped(content: bytes) -> bytes:
    return content[:-2] + bytes([content[-2] ^ 1]) + content[-1:]


def grown(content: bytes) -> bytes:
    return content + b" "


def of_another_shape(content: bytes) -> bytes:
    return content.partition(b"\n")[0] + b'\n{"valid": "json"}'


def without_its_seal(content: bytes) -> bytes:
    return content.partition(b"\n")[2]


def junk(_: bytes) -> bytes:
    return b"[" * 100_000


DAMAGE = [truncated, emptied, flipped, grown, of_another_shape, without_its_seal, junk]


@pytest.mark.parametrize("damage", DAMAGE, ids=lambda damage: damage.__name__)
def test_a_damaged_file_is_built_anew_and_mended(
    folder: Path, damage: Callable[[bytes], bytes]
) -> None:
    cached("kind", "key", lambda: ["value", 1])
    path = only_file(folder)
    path.write_bytes(damage(path.read_bytes()))
    assert cached("kind", "key", lambda: ["fresh"]) == ["fresh"]
    assert cached("kind", "key", never) == ["fresh"]


def test_a_file_under_another_name_is_not_believed(folder: Path) -> None:
    cached("kind", "key", lambda: "value")
    only_file(folder).rename(folder / "kind-other.cached")
    assert cached("kind", "other", lambda: "fresh") == "fresh"


def test_a_folder_in_place_of_a_file_is_no_obstacle(folder: Path) -> None:
    (folder / "kind-key.cached").mkdir(parents=True)
    assert cached("kind", "key", lambda: "value") == "value"
    assert only_file(folder).is_dir()


def test_a_damaged_library_is_loaded_all_the_same(folder: Path) -> None:
    files = {"a.lic": LICENCE.format("One").encode()}
    Library(files)["A"]
    for path in folder.glob("li*.cached"):
        path.write_text('{"roots": [0], "nodes": ["MIT"]}')
    for path in folder.glob("index*.cached"):
        path.write_text('[["B", "license"]]')
    assert Library(files)["A"].title == "One"


# What makes a value stale -------------------------------------------------------------------------


def test_a_change_of_content_is_seen_at_the_same_size_and_time(tmp_path: Path) -> None:
    path = tmp_path / "a.lic"
    titles = []
    for title in ("One", "Two"):
        path.write_text(LICENCE.format(title))
        os.utime(path, (0, 0))
        titles.append(Library({path.name: path.read_bytes()})["A"].title)
    assert titles == ["One", "Two"]


def test_a_change_of_a_file_that_is_extended_is_seen() -> None:
    own = b'license "A" extends "b" { title "A" text "u" }'
    found = []
    for material in ("data", "any"):
        base = f'template "b" {{ covers {material} }}'.encode()
        found.append(Library({"a.lic": own, "b.lic": base})["A"].covers)
    assert found == [{"data"}, {"any"}]


def test_a_change_of_the_compiler_is_seen(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Data that another version compiled has other keys."""
    before = Library({}).digest
    grammar = folder / "grammar"
    grammar.mkdir(parents=True)
    (grammar / "clauses.lark").write_text("// another grammar")
    monkeypatch.setattr(library, "grammars", lambda: grammar)
    library._compiler.cache_clear()
    try:
        assert Library({}).digest != before
    finally:
        library._compiler.cache_clear()


def test_a_change_of_the_vocabulary_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    before = Library({}).digest
    other = type("Words", (), {"digest": "other"})
    monkeypatch.setattr(library, "vocabulary", lambda: other)
    assert Library({}).digest != before


def test_the_names_of_files_matter_for_messages_point_to_them() -> None:
    content = LICENCE.format("One").encode()
    assert Library({"a.lic": content}).digest != Library({"b.lic": content}).digest


# Where it is kept ---------------------------------------------------------------------------------


def test_the_folder_can_be_chosen(folder: Path) -> None:
    assert cache.folder() == folder


def test_without_a_choice_it_is_the_cache_folder_of_the_user(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("LICENSELOGIC_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    cache.folder.cache_clear()
    assert "licenselogic" in cache.folder().parts


@pytest.mark.parametrize("below", ["file", "file/x", "file/x/y"])
def test_a_folder_that_cannot_be_used_is_the_same_as_none(
    below: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("LICENSELOGIC_CACHE", str(tmp_path / below))
    cache.folder.cache_clear()
    assert [cached("kind", "key", lambda n=n: n) for n in (1, 2)] == [1, 2]
    assert Library({"a.lic": LICENCE.format("One").encode()})["A"].title == "One"


def test_a_full_disk_is_the_same_as_no_cache(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    assert cached("kind", "key", lambda: 1) == 1
    assert list(folder.iterdir()) == []


def test_an_interruption_leaves_no_file_behind(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        cached("kind", "key", lambda: 1)
    assert list(folder.iterdir()) == []


def test_files_of_long_ago_make_room_when_an_index_is_written(folder: Path) -> None:
    for key in ("old", "new"):
        cached("kind", key, lambda: 1)
    long_ago = time.time() - cache.KEPT - 60
    os.utime(folder / "kind-old.cached", (long_ago, long_ago))
    cached("kind", "fresh", lambda: 1)
    assert (folder / "kind-old.cached").exists()
    for name in ("kind-half.cached.abc", "notes.tmp"):
        (folder / name).touch()
        os.utime(folder / name, (long_ago, long_ago))
    cached("index", "fresh", lambda: 1)
    left = {path.name for path in folder.glob("*.*")}
    assert left == {"kind-new.cached", "kind-fresh.cached", "index-fresh.cached", "notes.tmp"}


def test_they_make_room_once_a_day(folder: Path) -> None:
    """A folder may hold many files, and an index is written for every library that is new."""
    long_ago = time.time() - cache.KEPT - 60
    cached("index", "first", lambda: 1)
    for key, left in (("second", True), ("third", False)):
        cached("kind", "old", lambda: 1)
        os.utime(folder / "kind-old.cached", (long_ago, long_ago))
        cached("index", key, lambda: 1)
        assert (folder / "kind-old.cached").exists() is left
        yesterday = time.time() - cache.DAY - 60
        os.utime(folder / "pruned", (yesterday, yesterday))


def test_what_a_wheel_carries_is_read_first(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cached("kind", "key", lambda: "carried")
    carried = folder.rename(tmp_path / "compiled")
    monkeypatch.setattr(cache, "compiled", lambda: carried)
    assert cached("kind", "key", never) == "carried"
    assert not folder.exists()


def test_a_checkout_carries_nothing() -> None:
    assert not resources.compiled().exists()


def test_a_command_works_without_a_usable_cache(tmp_path: Path) -> None:
    """In a process of its own: nothing is loaded yet, and nothing can be kept."""
    (tmp_path / "a.lic").write_text(LICENCE.format("One"))
    done = subprocess.run(
        [sys.executable, "-m", "licenselogic", "fmt", "--check", str(tmp_path / "a.lic")],
        capture_output=True,
        text=True,
        env={**os.environ, "LICENSELOGIC_CACHE": str(tmp_path / "a.lic" / "x")},
    )
    assert (done.returncode, done.stderr) == (1, "")


# Whose it is --------------------------------------------------------------------------------------

posix = pytest.mark.skipif(os.name != "posix", reason="no owners and modes")


@posix
def test_folder_and_files_are_for_the_user_alone(folder: Path) -> None:
    cached("kind", "key", lambda: 1)
    assert {stat.S_IMODE(path.stat().st_mode) & 0o077 for path in (folder, only_file(folder))} == {
        0
    }


@posix
@pytest.mark.parametrize("mode", [0o775, 0o777, 0o702])
def test_a_folder_that_others_can_write_to_is_neither_read_nor_written(
    folder: Path, mode: int
) -> None:
    cached("kind", "key", lambda: "planted")
    folder.chmod(mode)
    assert cached("kind", "key", lambda: "fresh") == "fresh"
    assert cached("kind", "other", lambda: "fresh") == "fresh"
    folder.chmod(0o700)
    assert cached("kind", "key", never) == "planted"
    assert [path.name for path in folder.iterdir()] == ["kind-key.cached"]


@posix
@pytest.mark.parametrize("mode", [0o620, 0o606])
def test_a_file_that_others_can_write_to_is_not_believed(folder: Path, mode: int) -> None:
    cached("kind", "key", lambda: "planted")
    only_file(folder).chmod(mode)
    assert cached("kind", "key", lambda: "fresh") == "fresh"
    assert cached("kind", "key", never) == "fresh"


@posix
def test_a_link_to_a_file_is_not_believed(folder: Path) -> None:
    cached("kind", "key", lambda: "planted")
    path = only_file(folder)
    path.rename(folder.parent / "elsewhere").replace(folder.parent / path.name)
    path.symlink_to(folder.parent / path.name)
    assert cached("kind", "key", lambda: "fresh") == "fresh"
    assert (folder.parent / path.name).read_bytes().endswith(b'"planted"')


@posix
def test_the_folder_of_another_user_is_neither_read_nor_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cached("kind", "key", lambda: "theirs")
    monkeypatch.setattr(os, "geteuid", lambda: folder.stat().st_uid + 1)
    assert cached("kind", "key", lambda: "fresh") == "fresh"
    assert cached("kind", "other", lambda: "fresh") == "fresh"
    assert [path.name for path in folder.iterdir()] == ["kind-key.cached"]


@posix
def test_nothing_is_made_in_the_home_of_another_user(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where `sudo` leaves `HOME` as it was: the user could never write there again."""
    owner = folder.parent.stat().st_uid
    monkeypatch.setattr(cache, "_ROOT", owner + 2)
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    assert cached("kind", "key", lambda: 1) == 1
    assert not folder.exists()


@pytest.mark.parametrize("raises", [True, False], ids=["raises", "hands back ~"])
def test_without_a_home_nothing_is_kept(
    raises: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What is made of `~` then is no place: it would be a folder of this name."""

    def of_no_user(name: str) -> Path:
        if raises:
            raise RuntimeError("could not determine the home directory")
        return Path("~/.cache", name)

    for name in ("LICENSELOGIC_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("platformdirs.user_cache_path", of_no_user)
    monkeypatch.chdir(tmp_path)
    cache.folder.cache_clear()
    assert cache.folder() is None
    assert [cached("kind", "key", lambda n=n: n) for n in (1, 2)] == [1, 2]
    assert list(tmp_path.iterdir()) == []


# Two at once --------------------------------------------------------------------------------------

ROUNDS = 40


def write_and_read(chosen: str, found: "multiprocessing.Queue[bool]") -> None:
    """Build the same keys as the others, at the same time, and check what comes back."""
    os.environ["LICENSELOGIC_CACHE"] = chosen
    cache.folder.cache_clear()
    good = True
    for key in range(ROUNDS):
        value = [key, "x" * 10_000]
        good &= cached("kind", str(key), lambda value=value: value) == value
    found.put(good)


def test_processes_that_write_at_once_read_whole_values(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    found: multiprocessing.Queue[bool] = context.Queue()
    workers = [
        context.Process(target=write_and_read, args=(str(tmp_path), found)) for _ in range(2)
    ]
    for worker in workers:
        worker.start()
    assert [found.get(timeout=30) for _ in workers] == [True, True]
    for worker in workers:
        worker.join(30)
    assert {path.suffix for path in tmp_path.iterdir()} == {".cached"}
    assert len(list(tmp_path.iterdir())) == ROUNDS
