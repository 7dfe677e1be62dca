"""Names of works as people write them on the Hub: addresses, early names, ids.

Nothing here asks anybody: a name in, an id out.
"""

import re

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import Diagnostic, LineageError
from licenselogic.base.display import quoted

_LEGACY = {
    "google-bert": "bert-base-cased bert-base-cased-finetuned-mrpc bert-base-chinese "
    "bert-base-german-cased bert-base-german-dbmdz-cased bert-base-german-dbmdz-uncased "
    "bert-base-multilingual-cased bert-base-multilingual-uncased bert-base-uncased "
    "bert-large-cased bert-large-cased-whole-word-masking "
    "bert-large-cased-whole-word-masking-finetuned-squad bert-large-uncased "
    "bert-large-uncased-whole-word-masking bert-large-uncased-whole-word-masking-finetuned-squad",
    "FacebookAI": "roberta-base roberta-large roberta-large-mnli xlm-clm-ende-1024 "
    "xlm-clm-enfr-1024 xlm-mlm-100-1280 xlm-mlm-17-1280 xlm-mlm-en-2048 xlm-mlm-ende-1024 "
    "xlm-mlm-enfr-1024 xlm-mlm-enro-1024 xlm-mlm-tlm-xnli15-1024 xlm-mlm-xnli15-1024 "
    "xlm-roberta-base xlm-roberta-large xlm-roberta-large-finetuned-conll02-dutch "
    "xlm-roberta-large-finetuned-conll02-spanish xlm-roberta-large-finetuned-conll03-english "
    "xlm-roberta-large-finetuned-conll03-german",
    "openai-community": "gpt2 gpt2-large gpt2-medium gpt2-xl openai-gpt "
    "roberta-base-openai-detector roberta-large-openai-detector",
    "google-t5": "t5-11b t5-3b t5-base t5-large t5-small",
    "distilbert": "distilbert-base-cased distilbert-base-cased-distilled-squad "
    "distilbert-base-german-cased distilbert-base-multilingual-cased distilbert-base-uncased "
    "distilbert-base-uncased-distilled-squad distilbert-base-uncased-finetuned-sst-2-english "
    "distilgpt2 distilroberta-base",
    "albert": "albert-base-v1 albert-base-v2 albert-large-v1 albert-large-v2 albert-xlarge-v1 "
    "albert-xlarge-v2 albert-xxlarge-v1 albert-xxlarge-v2",
    "xlnet": "xlnet-base-cased xlnet-large-cased",
    "transfo-xl": "transfo-xl-wt103",
    "almanach": "camembert-base",
}

LEGACY_NAMES = {
    name: f"{owner}/{name}" for owner, names in _LEGACY.items() for name in names.split()
}
"""Models of the Hub's early days, once named without an owner, and where they are today."""

_ADDRESS = re.compile(
    r"(?:https?://)?(?:www\.)?(?:huggingface\.co|hf\.co)/(?:datasets/|models/)?([^/\s]+/[^/\s?#]+)(?:[/?#].*)?"
)
_MAX_NAME = 500

UNNAMED = "this-model"
"""The id of a work whose card is read without saying whose card it is."""


def full_name(name: str) -> str:
    """Return the name that the Hub redirects an early name to, or the name itself."""
    return LEGACY_NAMES.get(name, name)


def clean_name(raw: str, owner: str) -> str:
    """Return the id in a name or address; raises `LineageError` for what cannot be one.

    `owner` is the work whose card says so, for the message.
    """
    name = raw.strip()
    match = _ADDRESS.fullmatch(name)
    if match:
        name = match.group(1)
    if not name.isprintable() or len(name) > _MAX_NAME:
        message = f"the card of {quoted(owner)} names {quoted(name, 40)}, which is no id"
        raise unsupported(message)
    return name


def unsupported(message: str) -> LineageError:
    """Return the error of a card, response or folder that lacks what is needed."""
    return LineageError(Diagnostic(Code.UNSUPPORTED_CARD, message))
