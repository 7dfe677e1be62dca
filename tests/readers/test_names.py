"""Names of works as people write them."""

import pytest

from licenselogic.lineage.work import default_owner
from licenselogic.readers.names import is_path, last_part, names_nothing, read_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("acme/base", ("acme/base", "")),
        (" acme/base ", ("acme/base", "")),
        ("acme/base/", ("acme/base", "")),
        ("acme/base@v1", ("acme/base", "v1")),
        ("gpt2@main", ("gpt2", "main")),
        ("<https://huggingface.co/acme/base>", ("acme/base", "")),
        ("[x](https://hf.co/acme/base)", ("acme/base", "")),
        ("HTTPS://HuggingFace.co/acme/base", ("acme/base", "")),
        ("hf-mirror.com/acme/base", ("acme/base", "")),
        ("https://huggingface.co/acme/base?library=x#y", ("acme/base", "")),
        ("https://huggingface.co/acme/base/blob/v2/README.md", ("acme/base", "v2")),
        ("https://huggingface.co/datasets/acme/d", ("acme/d", "")),
        ("https://huggingface.co/datasets/squad", ("squad", "")),
        ("https://huggingface.co/gpt2/tree/main", ("gpt2", "main")),
        ("https://huggingface.co/acme/base.git", ("acme/base", "")),
        ("https://huggingface.co/spaces/a/b", ("https://huggingface.co/spaces/a/b", "")),
        ("https://example.org/a/b", ("https://example.org/a/b", "")),
        ("/data/models--acme--base/snapshots/1", ("acme/base", "")),
        ("/data/runs@home/x", ("/data/runs@home/x", "")),
        ("./out/", ("./out/", "")),
    ],
)
def test_a_name_is_read(text: str, name: tuple[str, str]) -> None:
    assert read_name(text) == name


@pytest.mark.parametrize("text", ["", "  ", "``", "a\x1bb", "a\u202eb", "x" * 501])
def test_what_can_be_no_name_is_none(text: str) -> None:
    assert read_name(text) is None


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("/a", True),
        ("./a", True),
        ("~/a", True),
        ("C:\\a", True),
        ("C:/a", True),
        ("a\\b", True),
        ("runs/x/last", True),
        ("acme/base", False),
        ("gpt2", False),
    ],
)
def test_a_path_is_told_from_an_id(text: str, path: bool) -> None:
    assert is_path(text) == path


def test_the_last_part_of_a_path() -> None:
    assert last_part("D:\\x\\Base-7B\\") == last_part("acme/base-7b") == "base-7b"


@pytest.mark.parametrize("name", ["imagefolder", "Original", "n/a", "audiofolder", "updated"])
def test_some_names_are_those_of_no_dataset(name: str) -> None:
    assert names_nothing(name, "dataset")
    assert not names_nothing(f"acme/{name}", "dataset")


@pytest.mark.parametrize(
    ("identifier", "owner"),
    [
        ("acme/base", "acme"),
        ("datasets/acme/d", "acme"),
        ("01-ai/Yi-34B", "01-ai"),
        ("gpt2", None),
        ("runs/x/last", None),
        ("example.org/x", None),
        ("https://example.org/x", None),
        ("/mnt/x", None),
        ("./x", None),
        ("datasets/x", None),
        ("<base model of acme/x>", None),
    ],
)
def test_only_an_id_of_the_hub_has_an_owner(identifier: str, owner: str | None) -> None:
    assert default_owner(identifier) == owner
