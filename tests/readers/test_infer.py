"""How a work was made from another, as tags, files and names tell it."""

import pytest
from reading import codes, edges, read

from licenselogic.base.codes import Code
from licenselogic.readers.infer import infer_relation, stated_relations

QUANTIZED = [
    "gguf",
    "GGUF",
    "gptq",
    "awq",
    "exl2",
    "exl3",
    "bnb",
    "bitsandbytes",
    "quantized",
    "imatrix",
    "4-bit",
    "8-bit",
    "4bit",
    "2-bit",
    "int8",
    "int4",
    "fp8",
    "nf4",
    "4.65bpw",
    "w4a16",
    "Q4_K_M",
    "IQ3_XS",
]


@pytest.mark.parametrize(
    ("tags", "relation"),
    [
        ([], "finetune"),
        (["transformers", "text-generation", "16bit", "dataset:lora"], "finetune"),
        (["merge"], "merge"),
        (["lazymergekit", "gguf"], "quantized"),
        (["merge", "template:sd-lora"], "merge"),
        (["template:sd-lora"], "adapter"),
        (["merge", "lora"], "merge"),
        (["LoRA"], "adapter"),
        (["adapter-transformers"], "adapter"),
        (["peft", "4-bit"], "adapter"),
        *(([tag], "quantized") for tag in QUANTIZED),
    ],
)
def test_the_relation_is_inferred_from_tags(tags, relation):
    assert infer_relation(tags) == relation


def test_several_base_models_mean_a_merge():
    assert infer_relation(["gguf"], base_models=2) == "merge"


@pytest.mark.parametrize(
    ("library", "relation"), [("peft", "adapter"), ("gguf", "quantized"), ("timm", "finetune")]
)
def test_the_library_counts_like_a_tag(library, relation):
    assert infer_relation([], library_name=library) == relation


def test_tags_may_state_relations():
    tags = ["base_model:a/b", "base_model:quantized:a/b", "base_model:c/d", "license:mit"]
    assert stated_relations(tags) == {"a/b": ("quantized",), "c/d": ()}


@pytest.mark.parametrize("relation", ["finetune", "adapter", "quantized", "merge"])
def test_a_stated_relation_is_not_inferred(relation):
    tags = ["gguf", "base_model:a/b", f"base_model:{relation}:a/b"]
    assert edges(read(tags=tags)) == [("a/b", relation, False)]


def test_the_card_states_one_relation_for_all_its_base_models():
    lineage = read(base_model=["a/b", "c/d"], base_model_relation="adapter")
    assert edges(lineage) == [("a/b", "adapter", False), ("c/d", "adapter", False)]


def test_a_relation_that_is_none_is_reported_and_inferred():
    lineage = read(base_model="a/b", base_model_relation="finetuned?", tags=["gguf"])
    assert edges(lineage) == [("a/b", "quantized", True)]
    assert Code.UNKNOWN_WORD in codes(lineage)
    assert Code.INFERRED_RELATION in codes(lineage)
