"""What Python source loads by name."""

import pytest

from licenselogic.scan.python import UnreadableError, constants_in, parsed, uses_in

IMPORTS = """
import os, timm, torch, whisper
import transformers as tf
from transformers import AutoModel, pipeline
from datasets import load_dataset
from huggingface_hub import snapshot_download, InferenceClient
from sentence_transformers import SentenceTransformer as ST
from peft import PeftModel, AutoPeftModelForCausalLM
from vllm import LLM
from elsewhere import KNOWN
"""


def found(source, **outside):
    return uses_in(parsed(IMPORTS + source), "x.py", outside)


def names(source, **outside):
    return [(use.name, use.type) for use in found(source, **outside).uses]


@pytest.mark.parametrize(
    ("source", "name", "type"),
    [
        ("AutoModel.from_pretrained('a/b')", "a/b", "model"),
        ("tf.AutoTokenizer.from_pretrained(pretrained_model_name_or_path='a/b')", "a/b", "model"),
        ("pipeline('text-generation', model='a/b')", "a/b", "model"),
        ("tf.pipeline('text-generation', 'a/b')", "a/b", "model"),
        ("load_dataset('a/b', 'config', split='train')", "a/b", "dataset"),
        ("snapshot_download('a/b')", "a/b", "model"),
        ("snapshot_download(repo_id='a/b', repo_type='dataset')", "a/b", "dataset"),
        ("PeftModel.from_pretrained(model, 'a/b')", "a/b", "model"),
        ("pipe.load_lora_weights('a/b')", "a/b", "model"),
        ("ST('all-MiniLM-L6-v2')", "sentence-transformers/all-MiniLM-L6-v2", "model"),
        ("LLM(model='a/b')", "a/b", "model"),
        ("InferenceClient('a/b')", "a/b", "model"),
        ("timm.create_model('hf_hub:a/b')", "a/b", "model"),
        ("whisper.load_model('base')", "openai/whisper-base", "model"),
        ("torch.hub.load('a/b:main', 'c')", "github.com/a/b", "model"),
    ],
)
def test_loaders_are_known(source, name, type):
    assert names(source) == [(name, type)]


@pytest.mark.parametrize(
    "source",
    [
        "M = 'a/b'\nAutoModel.from_pretrained(M)",
        "def load(m='a/b'):\n  AutoModel.from_pretrained(m)",
        "def load(m):\n  AutoModel.from_pretrained(m)\nload('a/b')",
        "def load(*, m):\n  AutoModel.from_pretrained(m)\nload(m='a/b')",
        "class C:\n  m: str = field(default='a/b')\nAutoModel.from_pretrained(c.m)",
        "p.add_argument('-m', '--my-id', default='a/b')\nAutoModel.from_pretrained(args.my_id)",
        "AutoModel.from_pretrained(os.environ.get('M', 'a/b'))",
        "AutoModel.from_pretrained(m or 'a/b')",
        "M = {'x': 'a/b'}\nAutoModel.from_pretrained(M[k])",
        "for m in ['a/b']:\n  AutoModel.from_pretrained(m)",
        "O = 'a'\nAutoModel.from_pretrained(f'{O}/b')",
        "O = 'a'\nAutoModel.from_pretrained(O + '/b')",
        "AutoModel.from_pretrained(KNOWN)",
        "if (m := 'a/b'):\n  AutoModel.from_pretrained(m)",
    ],
)
def test_values_are_followed(source):
    assert names(source, KNOWN=("a/b",)) == [("a/b", "model")]


@pytest.mark.parametrize(
    "source",
    [
        "AutoModel.from_pretrained(path)",
        "def f(m): AutoModel.from_pretrained(m)",
        "pipeline('sentiment-analysis')",
        "AutoModel.from_pretrained(f'{x}/b')",
        "AutoModel.from_pretrained(*a)",
        "load_dataset(**k)",
        "AutoModel.from_pretrained(x())",
    ],
)
def test_what_is_not_named_is_told(source):
    here = found(source)
    assert here.uses == ()
    assert [one.line for one in here.unnamed] == [IMPORTS.count("\n") + 1]


@pytest.mark.parametrize(
    "source",
    ["def pipeline(a): ...", "make_pipeline('a/b')", "sk.pipeline('x', 'a/b')", "print('a/b')",
     "InferenceClient()", "x = 'a/b'"],
)  # fmt: skip
def test_other_calls_load_nothing(source):
    here = uses_in(parsed(source), "x.py", {})
    assert (here.uses, here.unnamed) == ((), ())


@pytest.mark.parametrize(
    ("source", "known"),
    [
        ("m = 'a/b'\nm = sys.argv[1]\nAutoModel.from_pretrained(m)", ["a/b"]),
        ("m = 'a/'\nm += 'b'\nAutoModel.from_pretrained(m)", ["a/"]),
        ("m = 'a/b'\nwith choice() as m:\n  AutoModel.from_pretrained(m)", ["a/b"]),
        ("M = {'x': 'a/b', **more()}\nAutoModel.from_pretrained(M[x])", ["a/b"]),
        ("load = AutoModel.from_pretrained\nload('a/b')", []),
        ("partial(AutoModel.from_pretrained, 'a/b')()", []),
        ("list(map(ST.from_pretrained, models))", []),
        ("run(loader=AutoModel.from_pretrained)", []),
        ("getattr(AutoModel, 'from_pretrained')('a/b')", []),
    ],
)
def test_what_may_be_another_name_is_told_beside_those_that_are_known(source, known):
    seen = found(source)
    assert ([use.name for use in seen.uses], len(seen.unnamed)) == (known, 1)


@pytest.mark.parametrize(
    "source",
    ["M = {'x': 'a/b'}\nM['y'] = 'c/d'\nAutoModel.from_pretrained(M[z])",
     "M = ['a/b']\nM.append('c/d')\nfor m in M:\n  AutoModel.from_pretrained(m)",
     "M = {'x': 'a/b'}\nM.update(y='c/d')\nAutoModel.from_pretrained(M[z])"],
)  # fmt: skip
def test_what_is_added_to_a_list_or_mapping_is_followed(source):
    assert names(source) == [("a/b", "model"), ("c/d", "model")]


def test_constants_are_those_in_capital_letters():
    assert constants_in(parsed("A = 'a/b'\nb = 'c/d'\nC = ['e', 'f']")) == {
        "A": ("a/b",),
        "C": ("e", "f"),
    }


@pytest.mark.parametrize("source", ["def (:", "(" * 9999, "-" * 200_000 + "1", "\0", "#" * 2**21])
def test_what_is_no_python_is_refused(source):
    with pytest.raises(UnreadableError):
        parsed(source)


def test_values_that_feed_each_other_end():
    source = "x = 'a/b'\n" + "x = x + x + x\nx = x or x\n" * 40 + "AutoModel.from_pretrained(x)\n"
    assert len(found(source * 20).uses) + len(found(source).unnamed) > 0
