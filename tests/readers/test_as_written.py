"""Cards and configurations as people really write them: nothing of them is dropped in silence.

Each row is the smallest form of a kind.  An upstream work is written `ID RELATION`, and `ID
RELATION?` where the relation is inferred.
"""

from pathlib import Path

import pytest

import licenselogic as ll
from licenselogic.lineage.graph import Lineage
from licenselogic.readers.folder import from_card
from licenselogic.readers.load import load_lineage

LLAMA = "license: llama3\nlibrary_name: peft\nbase_model: meta-llama/Meta-Llama-3-8B"


def upstream(lineage: Lineage, name: str = "me/x") -> list[str]:
    return [f"{e.work} {e.by}{'?' if e.inferred else ''}" for e in lineage.upstream[name]]


def codes(lineage: Lineage) -> set[str]:
    usual = {"missing-upstream", "inferred-relation"}
    return {finding.code.value for finding in lineage.findings} - usual


def card(header: str, body: str = "") -> Lineage:
    return from_card(f"---\n{header}\n---\n{body}", "me/x")


HEADERS = {
    # Names in lists and mappings
    "base_model:\n  name: acme/base\n  relation: quantized": ["acme/base quantized"],
    "base_model:\n- id: acme/base": ["acme/base finetune?"],
    "base_model:\n- model: acme/base\n- {repo_id: acme/b2}": ["acme/base merge?", "acme/b2 merge?"],
    "base_model: [[acme/base]]": ["acme/base finetune?"],
    "base_model: '[Base](https://huggingface.co/acme/base)'": ["acme/base finetune?"],
    "base_model: '`acme/base`'": ["acme/base finetune?"],
    "base_model: acme/base/": ["acme/base finetune?"],
    "base_model: {Name: acme/base}": ["acme/base finetune?"],
    "base_model: {name: [acme/base]}": ["acme/base finetune?"],
    "base_model: {repository: acme/base}": ["acme/base finetune?"],
    "base_model:\n- acme/base:\n    relation: quantized": ["acme/base quantized"],
    "base_model: {a/b: , c/d: {relation: merge}}": ["a/b merge?", "c/d merge"],
    "base_model: hf://acme/base": ["acme/base finetune?"],
    "base_model: hf.co/acme/base:Q4_K_M": ["acme/base finetune?"],
    "base_model: git@hf.co:acme/base": ["acme/base finetune?"],
    # Several names in one text
    "base_model: a/b, c/d": ["a/b merge?", "c/d merge?"],
    "base_model: a/b and c/d": ["a/b merge?", "c/d merge?"],
    "base_model: a/b + c/d@main": ["a/b merge?", "c/d merge?"],
    "base_model: |\n  a/b\n  c/d": ["a/b merge?", "c/d merge?"],
    "base_model: Llama 3, of Meta": ["Llama 3, of Meta finetune?"],
    "base_model: acme/a\ndatasets: squad, acme/d": [
        "acme/a finetune?",
        "rajpurkar/squad trained_on",
        "acme/d trained_on",
    ],
    "base_model: acme/a\ndatasets:\n- acme/d:\n    split: train": [
        "acme/a finetune?",
        "acme/d trained_on",
    ],
    "base_model: https://huggingface.co/gpt2": ["openai-community/gpt2 finetune?"],
    "base_model: https://hf.co/acme/base.git": ["acme/base finetune?"],
    "base_model: acme/a\ndatasets:\n- name: squad\n  split: train": [
        "acme/a finetune?",
        "rajpurkar/squad trained_on",
    ],
    "base_model: acme/a\ndatasets:\n- path: acme/d\n  type: alpaca": [
        "acme/a finetune?",
        "acme/d trained_on",
    ],
    "datasets: https://huggingface.co/datasets/squad": ["rajpurkar/squad trained_on"],
    "datasets: datasets/acme/d": ["acme/d trained_on"],
    # Revisions
    "base_model: acme/a@main": ["acme/a finetune?"],
    "base_model: https://huggingface.co/acme/a/tree/main": ["acme/a finetune?"],
    # Relations
    "base_model: [acme/base]\nbase_model_relation: [quantized]": ["acme/base quantized"],
    "base_model: [a/b, c/d]\nbase_model_relation: [adapter, finetune]": [
        "a/b adapter",
        "c/d finetune",
    ],
    "base_model: acme/base\nbase_model_relation: LoRA": ["acme/base adapter"],
    "base_model: acme/base\ntags: [merge, mergekit, gguf]": ["acme/base quantized?"],
    "base_model: acme/base\ntags: ['template:sd-lora']": ["acme/base adapter?"],
    # Made from something that is not named
    "tags: [gguf, quantized]": ["<base model of me/x> quantized?"],
    "library_name: peft\ntags: [lora]": ["<base model of me/x> adapter?"],
    "base_model_relation: quantized": ["<base model of me/x> quantized"],
    "base_model: ''\ntags: [4-bit]": ["<base model of me/x> quantized?"],
    "base_model: []\nlibrary_name: gguf": ["<base model of me/x> quantized?"],
    "base_model: me/x\ntags: [awq]": ["<base model of me/x> quantized?"],
    "tags: [merge]": ["<base model of me/x> merge?"],
    "tags: [mergekit, merge, a/b, c/d]": ["a/b merge?", "c/d merge?"],
    "basemodel: acme/base": ["<base model of me/x> finetune?"],
    "model-base: acme/base": ["<base model of me/x> finetune?"],
    "quantized_by: me": ["<base model of me/x> quantized?"],
    # Names of no work
    "datasets: [imagefolder, generator, acme/d]": ["acme/d trained_on"],
    "datasets: audiofolder": [],
    "base_model: none": [],
    # Datasets
    "task_categories: [text-generation]\nsource_datasets: [other/ds]": ["other/ds incorporate?"],
    "pretty_name: X\nsource_datasets: extended|squad": ["rajpurkar/squad incorporate?"],
    "pretty_name: X\nsource_datasets: [original]": [],
    "pretty_name: X\nsource_datasets: [extended]": ["<dataset of me/x> incorporate?"],
    "pretty_name: X\nsource_datasets: [extended|other-MS-COCO]": ["MS-COCO incorporate?"],
    "size_categories: [n<1K]\nsource_datasets: [{name: other/ds}]": ["other/ds incorporate?"],
}


@pytest.mark.parametrize("header", HEADERS)
def test_what_a_card_was_made_from(header: str) -> None:
    assert upstream(card(f"license: mit\n{header}")) == HEADERS[header]


NOTED = {
    "base_model: acme/a@v1.0": "revision",
    "base_model: https://huggingface.co/acme/a/tree/abc123": "revision",
    "datasets: [imagefolder]": "placeholder",
    "datasets: [original, updated]": "placeholder",
    "basemodel: acme/base": "unread-field",
    "licence: mit": "unread-field",
    "base_model: a/b\ntags: [merge, lazymergekit, a/b, c/d]": "unread-field",
    "derived_from: acme/a": "unread-field",
    "Adapter-For: acme/a": "unread-field",
    "training_dataset: acme/d": "unread-field",
    "dataset: [acme/d]": "unread-field",
    "base_model: {weight: 1}": "unread-field",
    "datasets: &d [acme/d]\nbase_model: *d": "unread-field",
    "base_model: 2024-02-30": "unread-field",
    "base_model: !ruby/object acme/base": "unread-field",
    "base_model: true": "unread-field",
    "base_model: [a/b, c/d, e/f]\nbase_model_relation: [merge, adapter]": "contradictory-facts",
    "base_model: gpt2": "legacy-name",
    "datasets: glue": "legacy-name",
    "license: mit": "no-upstream",
    "pretty_name: X\nsource_datasets: me/x": "self-reference",
}


@pytest.mark.parametrize("header", NOTED)
def test_what_is_odd_is_said(header: str) -> None:
    assert NOTED[header] in codes(card(header))


@pytest.mark.parametrize(
    "header",
    [
        "base_model: acme/base\nmodel-index: *nothing",
        "base_model: acme/base\nmodel-index: !!python/tuple [1]",
        "base_model: acme/base\ndate: 2024-13-45",
        "base_model: acme/base\nseed: " + "9" * 5000,
        "base_model: acme/base\nseed: 0x" + "f" * 5000,
        "base_model: acme/base\nlanguage: no",
        "base_model: acme/base\ntags: [acme/dataset, text]",
    ],
)
def test_what_nobody_asks_for_does_not_matter(header: str) -> None:
    assert upstream(card(header)) == ["acme/base finetune?"]
    assert codes(card(header)) == set()


@pytest.mark.parametrize("odd", ["{}", "{a: {}}", "{a: b/c}", "[[{}]]", "true"])
def test_a_base_model_that_cannot_be_read_counts_beside_others(odd: str) -> None:
    lineage = card(f"license: llama3\nbase_model: [{odd}, acme/base]")
    assert "<base model of me/x>" in lineage.works
    assert len(upstream(lineage)) == 2


def test_a_card_that_names_everything_is_told_nothing() -> None:
    assert codes(card("license: mit\nbase_model: a/b\nbase_model_relation: finetune")) == set()


@pytest.mark.parametrize(
    "license",
    ["{a: 1}", "[mit, {a: 1}]", "true", "*x", "[[[[[[[x]]]]]]]"],
)
def test_a_licence_that_cannot_be_read_declares_nothing(license: str) -> None:
    lineage = card(f"license: {license}")
    assert lineage.works["me/x"].license is None
    assert "unread-field" in codes(lineage)


# Where the header is


@pytest.mark.parametrize(
    "before",
    [
        "",
        "\n\n",
        "\ufeff",
        "<!-- generated by Trainer -->\n",
        "<!-- one -->\n<!-- two\nlines -->\n\n",
        "\ufeff<!-- generated -->\n",
        "\r\n",
    ],
)
@pytest.mark.parametrize("opening", ["---", "--- ", "---\t"])
@pytest.mark.parametrize("closing", ["---", "---  ", "..."])
def test_a_header_is_found(before: str, opening: str, closing: str) -> None:
    text = f"{before}{opening}\nlicense: mit\nbase_model: a/b\n{closing}\n# x\n"
    for ends in (text, text.replace("\n", "\r\n")):
        lineage = from_card(ends, "me/x")
        assert (lineage.works["me/x"].license, upstream(lineage)) == ("mit", ["a/b finetune?"])


@pytest.mark.parametrize("header", ["", "# nothing\n", "\n\n", "{}\n", "null\n"])
def test_an_empty_header_is_said(header: str, capfd: pytest.CaptureFixture[str]) -> None:
    lineage = from_card(f"---\n{header}---\n# x\n", "me/x")
    assert "no-header" in codes(lineage)
    assert ll.check(lineage).status == "unknown"
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("text", ["# Title\n---\nlicense: mit\n---\n", "---license: mit---\n"])
def test_a_header_at_another_place_is_said_not_to_be_one(text: str) -> None:
    with pytest.raises(ll.LineageError, match="does not begin with a header"):
        from_card(text, "me/x")


def test_a_slip_in_the_header_has_its_line() -> None:
    with pytest.raises(ll.LineageError) as caught:
        from_card("<!-- x\ny -->\n---\nlicense: mit\nlicense: cc\n---\n", file="card.md")
    (found,) = caught.value.diagnostics
    assert found.span is not None
    assert found.span.line == 5


# Folders


FOLDERS: dict[str, tuple[dict[str, str], list[str]]] = {
    "an empty field of an adapter": (
        {"README.md": LLAMA, "adapter_config.json": '{"base_model_name_or_path": ""}'},
        ["meta-llama/Meta-Llama-3-8B adapter?"],
    ),
    "no value for an adapter": (
        {"README.md": LLAMA, "adapter_config.json": '{"base_model_name_or_path": null}'},
        ["meta-llama/Meta-Llama-3-8B adapter?"],
    ),
    "a folder on a disk that the card names": (
        {
            "README.md": LLAMA,
            "adapter_config.json": '{"base_model_name_or_path": "/mnt/disk/Meta-Llama-3-8B"}',
        },
        ["meta-llama/Meta-Llama-3-8B adapter"],
    ),
    "a folder of Windows": (
        {
            "README.md": LLAMA,
            "adapter_config.json": r'{"base_model_name_or_path": "D:\\llm\\meta-llama-3-8b\\"}',
        },
        ["meta-llama/Meta-Llama-3-8B adapter"],
    ),
    "a folder without a path": (
        {
            "README.md": LLAMA,
            "adapter_config.json": '{"base_model_name_or_path": "Meta-Llama-3-8B"}',
        },
        ["meta-llama/Meta-Llama-3-8B adapter"],
    ),
    "a folder called models": (
        {
            "README.md": LLAMA,
            "adapter_config.json": '{"base_model_name_or_path": "models/Meta-Llama-3-8B"}',
        },
        ["meta-llama/Meta-Llama-3-8B adapter"],
    ),
    "an address of a disk": (
        {
            "README.md": LLAMA,
            "adapter_config.json": '{"base_model_name_or_path": "file:///mnt/Meta-Llama-3-8B"}',
        },
        ["meta-llama/Meta-Llama-3-8B adapter"],
    ),
    "the same name of another owner": (
        {
            "README.md": LLAMA,
            "adapter_config.json": '{"base_model_name_or_path": "me/Meta-Llama-3-8B"}',
        },
        ["meta-llama/Meta-Llama-3-8B adapter?", "me/Meta-Llama-3-8B adapter"],
    ),
    "a word for no base in an adapter": (
        {"README.md": LLAMA, "adapter_config.json": '{"base_model_name_or_path": "None"}'},
        ["meta-llama/Meta-Llama-3-8B adapter?"],
    ),
    "another folder on a disk": (
        {"README.md": LLAMA, "adapter_config.json": '{"base_model_name_or_path": "/mnt/x"}'},
        ["meta-llama/Meta-Llama-3-8B adapter?", "/mnt/x adapter"],
    ),
    "a folder of the client's cache": (
        {
            "adapter_config.json": '{"base_model_name_or_path": '
            '"/root/.cache/huggingface/hub/models--acme--base/snapshots/0123"}',
        },
        ["acme/base adapter"],
    ),
    "an adapter at a revision": (
        {"adapter_config.json": '{"base_model_name_or_path": "acme/a", "revision": "main"}'},
        ["acme/a adapter"],
    ),
    "an adapter of AdapterHub": (
        {
            "README.md": "license: apache-2.0\ntags: [adapter-transformers]",
            "adapter_config.json": '{"config": {"architecture": "lora"}, '
            '"model_name": "bert-base-uncased", "model_type": "bert"}',
        },
        ["google-bert/bert-base-uncased adapter"],
    ),
    "an adapter of two": (
        {"adapter_config.json": '{"base_model_name_or_path": ["a/b", "c/d"]}'},
        ["a/b adapter", "c/d adapter"],
    ),
    "an adapter of nothing": (
        {"adapter_config.json": "{}"},
        ["<base model of x> adapter?"],
    ),
    "an adapter that is a list": (
        {"adapter_config.json": "[]"},
        ["<base model of x> adapter?"],
    ),
    "LoRAs in a list": (
        {
            "mergekit_config.yml": "models:\n- model: acme/sdxl\n  parameters: {weight: 1.0}\n"
            "  lora:\n  - path: me/lora-1\n- model: acme/sdxl\n  lora:\n  - path: me/lora-2\n"
        },
        ["acme/sdxl merge", "me/lora-1 merge", "me/lora-2 merge"],
    ),
    "LoRAs under other words": (
        {
            "mergekit_config.yml": "models:\n- model: a/b\n  lora:\n  - name: me/l1\n"
            "- model: a/b\n  adapter: me/l2\n- model: a/b\n  lora_path: me/l3\n"
            "- model: a/b\n  adapters: [{repo_id: me/l4}]\n"
        },
        ["a/b merge", "me/l1 merge", "me/l2 merge", "me/l3 merge", "me/l4 merge"],
    ),
    "a LoRA on what is made before": (
        {
            "mergekit_config.yml": "name: one\nmodels: [{model: a/b}]\n---\n"
            "models: [{model: one+me/lora}, {model: c/d}]\n"
        },
        ["a/b merge", "me/lora merge", "c/d merge"],
    ),
    "a LoRA after a plus": (
        {"mergekit_config.yml": "models:\n- model: a/b+c/d@v1\n"},
        ["a/b merge", "c/d merge"],
    ),
    "a plus in a path": (
        {
            "mergekit_config.yml": "models:\n- model: a/b\n"
            "base_model:\n  model:\n    path: /data/runs/a+b/\n"
        },
        ["a/b merge", "/data/runs/a+b/ merge"],
    ),
    "several documents": (
        {
            "mergekit_config.yml": "name: first\nmodels:\n- model: a/b\n- model: c/d\n"
            "base_model: a/b\n---\nmodels:\n- model: first\n- model: e/f\nbase_model: first\n"
        },
        ["a/b merge", "c/d merge", "e/f merge"],
    ),
    "a document of three": (
        {
            "mergekit_config.yml": "name: one\nmodels: [{model: a/b}]\n---\n"
            "name: two\nmodels: [{model: one}, {model: c/d}]\n---\nmodels: [{model: two}]\n"
        },
        ["a/b merge", "c/d merge"],
    ),
    "experts": (
        {
            "mergekit_moe_config.yml": "base_model: a/b\ngate_mode: hidden\nexperts:\n"
            "- source_model: c/d\n  positive_prompts: [model]\n- source_model: e/f\n"
        },
        ["a/b merge", "c/d merge", "e/f merge"],
    ),
    "models without mappings": (
        {"mergekit_config.yml": "models:\n- a/b\n- c/d\n"},
        ["a/b merge", "c/d merge"],
    ),
    "a tokenizer of another model": (
        {"mergekit_config.yml": "models: [{model: a/b}, {model: c/d}]\ntokenizer_source: e/f\n"},
        ["a/b merge", "c/d merge", "e/f extract"],
    ),
    "a tokenizer of the union": (
        {"mergekit_config.yml": "models: [{model: a/b}]\ntokenizer_source: union\n"},
        ["a/b merge"],
    ),
    "two merges in the text": (
        {
            "README.md": "license: mit\n---\n"
            "```yaml\nmodels: [{model: a/b}]\nmerge_method: slerp\n```\n"
            "~~~yaml\nmodels: [{model: c/d}, {model: first}]\nmerge_method: slerp\n~~~"
        },
        ["a/b merge", "c/d merge"],
    ),
    "a merge in the text without a language": (
        {"README.md": "license: mit\n---\n```\nmodels: [{model: a/b}]\nmerge_method: ties\n```"},
        ["a/b merge"],
    ),
    "a merge in the text that cannot be read": (
        {"README.md": "license: mit\n---\n```yaml\nmodels: [\nmerge_method: slerp\n```"},
        ["a merge in README.md merge"],
    ),
    "a configuration of diffusers": (
        {"README.md": "license: mit", "model_index.json": '{"_name_or_path": "a/b"}'},
        ["a/b finetune?"],
    ),
    "an alias of a name": (
        {"mergekit_config.yml": "x: &one a/b\nmodels:\n- model: *one\n- model: c/d\n"},
        ["a/b merge", "c/d merge"],
    ),
    "an alias of several names": (
        {"mergekit_config.yml": "x: &all [a/b]\nmodels: *all\nbase_model: c/d\n"},
        ["the alias *all merge", "c/d merge"],
    ),
    "a merge of nothing": (
        {"mergekit_config.yml": "merge_method: slerp\n"},
        ["<base model of x> merge?"],
    ),
    "files of a quantization": (
        {"README.md": "license: mit", "model-Q4_K_M.gguf": ""},
        ["<base model of x> quantized?"],
    ),
    "a quantization beside its weights": (
        {"README.md": "license: mit", "model.safetensors": "", "model-Q4_K_M.gguf": ""},
        [],
    ),
    "a file that names its level": (
        {"README.md": "license: mit\nbase_model: a/b", "weights.q5_0.bin": ""},
        ["a/b quantized?"],
    ),
    "files of an adapter": (
        {"README.md": "license: mit\nbase_model: a/b", "adapter_model.safetensors": ""},
        ["a/b adapter?"],
    ),
}


@pytest.mark.parametrize("name", FOLDERS)
def test_what_a_folder_was_made_from(name: str, tmp_path: Path) -> None:
    files, expected = FOLDERS[name]
    folder = tmp_path / "x"
    folder.mkdir()
    for file, content in files.items():
        text = f"---\n{content}\n---\n" if file == "README.md" else content
        (folder / file).write_text(text, encoding="utf-8")
    assert upstream(load_lineage(folder), "x") == expected


def test_a_merge_that_is_not_used_is_said(tmp_path: Path) -> None:
    text = "name: one\nmodels: [{model: a/b}]\n---\nmodels: [{model: c/d}]\n"
    (tmp_path / "mergekit_config.yml").write_text(text, encoding="utf-8")
    assert "unread-field" in codes(load_lineage(tmp_path))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("- model: c/d\n  overlay: me/lora\n", True),
        ("- model: {path: c/d, revision: v3}\nout_path: out/merged\n", False),
        ("- model: c/d@v2\ntokenizer: {source: e/f}\n", False),
    ],
)
def test_a_name_where_nobody_looks_for_a_model_is_said(
    more: str, said: bool, tmp_path: Path
) -> None:
    text = f"models:\n- model: a/b\n{more}"
    (tmp_path / "mergekit_config.yml").write_text(text, encoding="utf-8")
    assert ("unread-field" in codes(load_lineage(tmp_path))) is said


def test_the_configuration_in_the_text_of_a_merge_is_read() -> None:
    body = "# Merge\n```yaml\nmodels:\n  - model: a/b\n  - model: c/d\nmerge_method: ties\n```\n"
    assert upstream(card("license: mit", body)) == ["a/b merge", "c/d merge"]
    assert upstream(card("license: mit\nbase_model: e/f", body)) == ["e/f finetune?"]


# Types


@pytest.mark.parametrize(
    ("header", "type"),
    [
        ("task_categories: [text-generation]", "dataset"),
        ("dataset_info: {features: []}", "dataset"),
        ("pretty_name: X\nlicense: mit", "dataset"),
        ("viewer: false", "dataset"),
        ("size_categories: [n<1K]\ntags: [text]", "dataset"),
        ("license: mit", "model"),
        ("pipeline_tag: text-generation\ntask_categories: [x]", "model"),
        ("base_model: a/b\npretty_name: X", "model"),
        ("sdk: gradio\napp_file: app.py\ntitle: X", "software"),
    ],
)
def test_the_type_follows_from_the_fields(header: str, type: str) -> None:
    lineage = card(header)
    assert lineage.works["me/x"].type == type


def test_the_works_that_a_space_names_are_in_its_lineage() -> None:
    lineage = card("sdk: gradio\napp_file: app.py\nlicense: mit\nmodels: [a/b]\ndatasets: [c/d]")
    assert upstream(lineage) == ["a/b combine?", "c/d combine?"]
