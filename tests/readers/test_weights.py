"""Files of weights: what GGUF metadata, safetensors headers and `config.json` add to a folder."""

import json
import struct

import pytest
from reading import LIBRARY, codes, edges, error_of

from licenselogic.base.codes import Code
from licenselogic.readers.folder import from_folder
from licenselogic.readers.load import load_lineage


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "my-model"
    path.mkdir()
    return path


def read(folder):
    return from_folder(folder, "me/x", catalogue=False, library=LIBRARY)


def text(value):
    raw = value.encode()
    return struct.pack("<Q", len(raw)) + raw


def entry(key, value):
    if isinstance(value, str):
        return text(key) + struct.pack("<I", 8) + text(value)
    if isinstance(value, list):
        head = struct.pack("<IIQ", 9, 8 if isinstance(value[0], str) else 5, len(value))
        items = b"".join(text(v) if isinstance(v, str) else struct.pack("<i", v) for v in value)
        return text(key) + head + items
    return text(key) + struct.pack("<II", 4, value)


def gguf(**entries):
    values = {"tokenizer.tokens": ["a", "b"], "tokenizer.scores": [1, 2], **entries}
    body = b"".join(entry(key, value) for key, value in values.items())
    return b"GGUF" + struct.pack("<IQQ", 3, 0, len(values)) + body


def safetensors(**metadata):
    header = json.dumps({"__metadata__": metadata, "w": {"dtype": "F16"}}).encode()
    return struct.pack("<Q", len(header)) + header + bytes(64)


FULL = gguf(
    **{
        "general.license": "llama3",
        "general.file_type": 15,
        "general.base_model.count": 1,
        "general.base_model.0.name": "B",
        "general.base_model.0.organization": "A",
        "general.base_model.0.repo_url": "https://huggingface.co/a/b",
        "general.datasets": ["c/d"],
        "general.dataset.0.repo_url": "https://huggingface.co/datasets/e/f",
    }
)


def test_gguf_metadata_name_licence_base_and_datasets(folder):
    (folder / "x.gguf").write_bytes(FULL)
    found = read(folder)
    assert found.works["me/x"].license == "llama3"
    assert edges(found) == [
        ("a/b", "quantized", True),
        ("e/f", "trained_on", False),
        ("c/d", "trained_on", False),
    ]


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ({"general.source.repo_url": "https://huggingface.co/a/b"}, ("a/b", "quantized", True)),
        ({"general.source.repo_url": "https://huggingface.co/a/b", "general.file_type": 1},
         ("a/b", "convert", True)),
        ({"general.base_model.0.name": "Some Model", "general.base_model.0.organization": "A"},
         ("A/Some-Model", "quantized", True)),
        ({"general.base_model.0.name": "b", "general.type": "adapter"}, ("b", "adapter", True)),
    ],
)  # fmt: skip
def test_gguf_metadata_tell_how_it_was_made(folder, entries, expected):
    (folder / "x.gguf").write_bytes(gguf(**entries))
    assert edges(read(folder)) == [expected]


def test_the_licences_of_card_and_weights_bind(folder):
    (folder / "README.md").write_text("---\nlicense: mit\nbase_model: a/b\n---\n")
    (folder / "x.gguf").write_bytes(FULL)
    found = read(folder)
    assert found.works["me/x"].license == "mit AND llama3"
    assert Code.CONTRADICTORY_FACTS in codes(found)
    assert edges(found)[0] == ("a/b", "quantized", True)


def test_one_licence_in_two_spellings_is_one(folder):
    (folder / "README.md").write_text("---\nlicense: llama3\n---\n")
    (folder / "x.gguf").write_bytes(gguf(**{"general.license": "llama-3"}))
    assert read(folder).works["me/x"].license == "llama3"


def test_a_base_model_of_the_card_keeps_its_relation(folder):
    (folder / "README.md").write_text("---\nbase_model: g/h\nbase_model_relation: finetune\n---\n")
    (folder / "x.gguf").write_bytes(gguf(**{"general.base_model.0.name": "H"}))
    (folder / "y.gguf").write_bytes(gguf(**{"general.base_model.0.repo_url": "hf.co/a/b"}))
    assert edges(read(folder)) == [("g/h", "finetune", False), ("a/b", "quantized", True)]


@pytest.mark.parametrize(
    ("metadata", "license", "expected"),
    [
        ({"modelspec.license": "llama-3"}, "llama-3", []),
        ({"ss_sd_model_name": "a/b", "ss_network_module": "networks.lora"}, None,
         [("a/b", "adapter", True)]),
        ({"ss_sd_model_name": "v1.ckpt"}, None, [("v1.ckpt", "finetune", True)]),
        ({"modelspec.merged_from": "a/b, c/d"}, None,
         [("a/b", "merge", True), ("c/d", "merge", True)]),
        ({"format": "pt"}, None, []),
    ],
)  # fmt: skip
def test_safetensors_headers_are_read(folder, metadata, license, expected):
    (folder / "x.safetensors").write_bytes(safetensors(**metadata))
    found = read(folder)
    assert found.works["me/x"].license == license
    assert edges(found) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a/b", [("a/b", "finetune", True)]),
        ("other/x", [("other/x", "finetune", True)]),
        ("ME/X", []),
        ("X", []),
        ("", []),
        ("/home/me/run-7", []),
    ],
)
def test_a_configuration_names_what_was_loaded(folder, name, expected):
    (folder / "README.md").write_text("---\nlicense: mit\n---\n")
    (folder / "config.json").write_text(json.dumps({"_name_or_path": name}))
    found = read(folder)
    assert edges(found) == expected
    assert (Code.UNREAD_FIELD in codes(found)) == name.startswith("/")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("meta-llama/Llama-2-7b-hf", [("meta-llama/Llama-2-7b-hf", "finetune", True)]),
        ("somebody-new/Llama-2-7b-hf", []),
    ],
)
def test_a_folder_that_is_called_like_a_known_work_is_a_copy_of_it(tmp_path, name, expected):
    folder = tmp_path / "Llama-2-7b-hf"
    folder.mkdir()
    (folder / "README.md").write_text("---\nlicense: mit\n---\n")
    (folder / "config.json").write_text(json.dumps({"_name_or_path": name}))
    assert edges(load_lineage(folder), "Llama-2-7b-hf") == expected


@pytest.mark.parametrize("card", ["task_categories: [x]", "sdk: gradio\ntitle: A"])
def test_files_that_name_a_base_model_show_a_model(folder, card):
    (folder / "README.md").write_text(f"---\nlicense: mit\n{card}\n---\n")
    (folder / "config.json").write_text(json.dumps({"_name_or_path": "a/b"}))
    assert edges(read(folder)) == [("a/b", "finetune", True)]


@pytest.mark.parametrize(
    ("entries", "license"),
    [
        ({"general.license": "mit", "general.license.name": "llama-3"}, "mit AND llama3"),
        ({"general.license": "mit", "general.license.link": "llama.meta.com/llama3/license"},
         "mit AND llama3"),
        ({"general.license": "mit", "general.license.name": "MIT"}, "mit"),
        ({"general.license": "other", "general.license.name": "llama-3"}, "llama3"),
        ({"general.license": ["mit", "llama3"]}, "mit AND llama3"),
        ({"general.license": 3}, "3"),
        ({"general.license": "ll\x07"}, r"ll\x07"),
        ({"general.license": "mit", "general.file_type": ["x"], "general.type": ["y"]}, "mit"),
    ],
)  # fmt: skip
def test_no_licence_in_a_file_of_weights_is_passed_over(folder, entries, license):
    (folder / "x.gguf").write_bytes(gguf(**entries))
    assert read(folder).works["me/x"].license == license


def test_the_card_and_a_file_may_mean_different_other_licences(folder):
    (folder / "README.md").write_text("---\nlicense: other\nlicense_name: mit\n---\n")
    (folder / "x.gguf").write_bytes(
        gguf(**{"general.license": "other", "general.license.name": "llama-3"})
    )
    assert read(folder).works["me/x"].license == "MIT AND llama3"


def test_a_key_that_stands_twice_has_two_values(folder):
    body = entry("general.license", "mit") + entry("general.license", "llama3")
    (folder / "x.gguf").write_bytes(b"GGUF" + struct.pack("<IQQ", 3, 0, 2) + body)
    assert read(folder).works["me/x"].license == "mit AND llama3"


def test_what_stands_before_the_end_of_a_cut_file_counts(folder):
    raw = gguf(**{"general.license": "llama3", "general.base_model.0.repo_url": "hf.co/a/b"})
    (folder / "x.gguf").write_bytes(raw + entry("general.name", "x")[:-1])
    (folder / "y.gguf").write_bytes(raw[:-1])
    found = read(folder)
    assert found.works["me/x"].license == "llama3"
    assert Code.UNREAD_FIELD in codes(found)
    assert edges(found) == [("a/b", "quantized", True)]


def test_a_list_of_names_in_a_header_names_each(folder):
    header = {"__metadata__": {"base_model": ["a/b", "c/d"], "modelspec.license": ["llama3"]}}
    raw = json.dumps(header).encode()
    (folder / "x.safetensors").write_bytes(struct.pack("<Q", len(raw)) + raw)
    found = read(folder)
    assert found.works["me/x"].license == "llama3"
    assert edges(found) == [("a/b", "finetune", True), ("c/d", "finetune", True)]


def test_a_file_of_weights_stands_alone(tmp_path):
    path = tmp_path / "x-Q4.gguf"
    path.write_bytes(FULL)
    found = load_lineage(path, catalogue=False, library=LIBRARY)
    assert found.works["x-Q4"].license == "llama3"
    assert edges(found, "x-Q4")[0] == ("a/b", "quantized", True)
    assert found.works["x-Q4"].evidence is None


def test_a_file_of_weights_that_is_not_there_is_an_error(tmp_path):
    assert error_of(load_lineage, tmp_path / "x.gguf").code is Code.NOT_READABLE


def test_of_a_model_in_pieces_the_first_is_read(folder):
    for number in (1, 2):
        raw = safetensors(ss_sd_model_name=f"a/{number}")
        (folder / f"model-0000{number}-of-00002.safetensors").write_bytes(raw)
    assert edges(read(folder)) == [("a/1", "finetune", True)]


ONE = b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + text("k")
POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"


def test_a_pointer_to_a_file_that_is_elsewhere_says_nothing(folder):
    (folder / "README.md").write_text("---\nlicense: mit\n---\n")
    (folder / "x.safetensors").write_bytes(POINTER)
    assert Code.UNREAD_FIELD not in codes(read(folder))


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("x.gguf", b""),
        ("x.gguf", b"GGUF\x09\0\0\0"),
        ("x.gguf", gguf(name="x")[:-3]),
        ("x.gguf", b"GGUF" + struct.pack("<IQQ", 3, 0, 2**60)),
        ("x.gguf", ONE + struct.pack("<IIQ", 9, 8, 2**60)),
        ("x.gguf", ONE + struct.pack("<I", 99)),
        ("x.safetensors", b"\0"),
        ("x.safetensors", struct.pack("<Q", 2**60) + b"{}"),
        ("x.safetensors", struct.pack("<Q", 2) + b"{]"),
        ("x.safetensors", struct.pack("<Q", 20) + b'{"__metadata__": 3 }'),
        ("config.json", b"{"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_a_finding(folder, file, content):
    (folder / "README.md").write_text("---\nlicense: mit\n---\n")
    (folder / file).write_bytes(content)
    found = read(folder)
    assert Code.UNREAD_FIELD in codes(found)
    assert found.works["me/x"].license == "mit"


def test_many_files_are_not_all_read(folder):
    for number in range(22):
        (folder / f"{number:02}.safetensors").write_bytes(safetensors())
    assert Code.UNREAD_FIELD in codes(read(folder))
