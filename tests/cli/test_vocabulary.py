"""`vocabulary`: the words of clause files."""

import json
import tomllib

import pytest
from calls import Call

from licenselogic.base.resources import licenses as licenses_folder
from licenselogic.norms.vocabulary import vocabulary


def test_vocabulary_prints_every_word_with_its_definition(call: Call) -> None:
    code, out, _ = call("vocabulary")
    assert code == 0
    lines = set(out.splitlines())
    for group, words in vocabulary().raw.items():
        assert group in lines
        for word in words:
            assert f"  {word:<30} {vocabulary().meaning(group, word)}" in lines


def test_vocabulary_prints_one_group(call: Call) -> None:
    _, out, _ = call("vocabulary", "forms")
    first, *rest = out.splitlines()
    assert first == "forms"
    assert [line.split()[0] for line in rest] == list(vocabulary().raw["forms"])


@pytest.mark.parametrize("arguments", [[], ["acts"]])
def test_vocabulary_as_json_is_what_the_file_says(call: Call, arguments: list[str]) -> None:
    _, out, _ = call("vocabulary", *arguments, "--format", "json")
    content = tomllib.loads((licenses_folder() / "vocabulary.toml").read_text("utf-8"))
    assert json.loads(out) == ({name: content[name] for name in arguments} or content)


@pytest.mark.parametrize(
    ("group", "hint"), [("act", "did you mean `acts`?"), ("zz", "one of: statuses, acts, duties, ")]
)
def test_vocabulary_meets_an_unknown_group_with_a_suggestion(
    call: Call, group: str, hint: str
) -> None:
    code, out, err = call("vocabulary", group)
    assert (code, out) == (2, "")
    assert err.startswith(f"error[bad-option]: no group is called `{group}`\n  = help: {hint}")
