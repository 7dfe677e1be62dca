"""A program that loads a model and a dataset by name."""

import os

from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer

MODEL = os.environ.get("CHAT_MODEL", "meta-llama/Llama-2-7b-chat-hf")

tokenizer = AutoTokenizer.from_pretrained(MODEL)
model = AutoModelForCausalLM.from_pretrained(MODEL)
questions = load_dataset("rajpurkar/squad", split="validation")


def adapted(path: str) -> None:
    """Load an adapter that the caller names."""
    model.load_lora_weights(path)
