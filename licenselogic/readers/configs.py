"""Configuration files of adapters and merges: which models they name, and how they were used."""

from collections.abc import Iterator
from pathlib import Path

from licenselogic.base.display import printable, quoted
from licenselogic.base.documents import read_json, read_text, read_yaml
from licenselogic.readers.names import clean_name, full_name, unsupported

_MODEL_KEYS = ("model", "base_model", "source_model")
_CONFIGS = ("mergekit_config.yml", "mergekit_config.yaml")


def configured(folder: Path, name: str) -> Iterator[tuple[str, str]]:
    """Yield the base models that configuration files name, with their relations."""
    path = folder / "adapter_config.json"
    if path.is_file():
        config = read_json(read_text(path), printable(path))
        base = config.get("base_model_name_or_path") if isinstance(config, dict) else None
        if not isinstance(base, str) or not base.strip():
            raise unsupported(f"{quoted(path)} has no `base_model_name_or_path`")
        yield full_name(clean_name(base, name)), "adapter"
    for path in (folder / config for config in _CONFIGS):
        if path.is_file():
            for model in _merged(read_yaml(read_text(path), printable(path))):
                yield full_name(clean_name(model, name)), "merge"


def _merged(config: object) -> Iterator[str]:
    """Yield the models that a mergekit configuration names, at any depth."""
    if isinstance(config, list):
        for item in config:
            yield from _merged(item)
    if not isinstance(config, dict):
        return
    for key, value in config.items():
        if key in _MODEL_KEYS:
            yield from _references(value)
        else:
            yield from _merged(value)


def _references(value: object) -> Iterator[str]:
    """Yield the ids in a model reference: `ID`, `ID@revision`, `ID+LORA`, or `{model: ...}`."""
    if isinstance(value, dict):
        for key in ("model", "path", "lora"):
            yield from _references(value.get(key))
    elif isinstance(value, str):
        yield from (part.partition("@")[0] for part in value.split("+") if part.strip())
