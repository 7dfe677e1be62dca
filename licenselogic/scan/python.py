"""Models and datasets that Python source loads by name, found in its syntax tree."""

import ast
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from licenselogic.base.gc_pause import no_collection
from licenselogic.scan.uses import Found, Unnamed, Use
from licenselogic.scan.values import OTHERS, Module, Texts, Values, call_name, keyword

MAX_SOURCE = 2**20
"""Source above this size is not read."""


class UnreadableError(Exception):
    """Source that cannot be read; the text says why."""


class Loader(NamedTuple):
    """Where a call says what it loads: a place among the arguments, and names for it.

    `prefix` stands before a name without an owner, where the library means its own.
    """

    type: str
    place: int = 0
    names: tuple[str, ...] = ()
    optional: bool = False
    prefix: str = ""


_REPO = ("repo_id",)
_METHODS: Mapping[str, Loader] = {
    "from_pretrained": Loader(
        "model", 0, ("pretrained_model_name_or_path", "model_name_or_path", "model_id", "repo_id",
                     "model_name")),
    "from_model_id": Loader("model", 0, ("model_id",)),
    "from_single_file": Loader("model", 0, ("pretrained_model_link_or_path",)),
    "load_lora_weights": Loader("model", 0, ("pretrained_model_name_or_path_or_dict",)),
    "load_ip_adapter": Loader("model", 0, ("pretrained_model_name_or_path_or_dict",)),
    "load_textual_inversion": Loader("model", 0, ("pretrained_model_name_or_path",)),
    "snapshot_download": Loader("model", 0, _REPO),
    "hf_hub_download": Loader("model", 0, _REPO),
    "hf_hub_url": Loader("model", 0, _REPO),
    "load_dataset": Loader("dataset", 0, ("path",)),
    "load_dataset_builder": Loader("dataset", 0, ("path",)),
}  # fmt: skip
"""Functions and methods whose name says enough, wherever they come from."""

_FUNCTIONS: Mapping[str, Loader] = {
    "transformers.pipeline": Loader("model", 1, ("model",)),
    "sentence_transformers.SentenceTransformer": Loader(
        "model", 0, ("model_name_or_path",), prefix="sentence-transformers/"),
    "sentence_transformers.CrossEncoder": Loader("model", 0, ("model_name_or_path", "model_name")),
    "sentence_transformers.SparseEncoder": Loader("model", 0, ("model_name_or_path",)),
    "vllm.LLM": Loader("model", 0, ("model",)),
    "timm.create_model": Loader("model", 0, ("model_name",), prefix="timm/"),
    "faster_whisper.WhisperModel": Loader(
        "model", 0, ("model_size_or_path",), prefix="Systran/faster-whisper-"),
    "whisper.load_model": Loader("model", 0, ("name",), prefix="openai/whisper-"),
    "torch.hub.load": Loader("model", 0, ("repo_or_dir",), prefix="github.com/"),
    "huggingface_hub.InferenceClient": Loader("model", 0, ("model",), optional=True),
    "HuggingFaceEmbeddings": Loader("model", 9, ("model_name", "model")),
    "HuggingFaceEndpoint": Loader("model", 9, ("repo_id", "model"), optional=True),
    "ChatHuggingFace": Loader("model", 9, ("model_id",), optional=True),
}  # fmt: skip
"""Functions that count only where they are imported from the library named."""

_ADAPTERS = "Peft"
"""`PeftModel.from_pretrained` takes a model that is loaded already, then what to load."""

_HUB_PREFIXES = ("hf_hub:", "hf-hub:", "hf://")
_KINDS = {"dataset": "dataset", "model": "model"}


@no_collection()
def parsed(source: str) -> Module:
    """Return what matters of the syntax tree of a module; raises `UnreadableError`."""
    if len(source) > MAX_SOURCE:
        raise UnreadableError("is too large")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about escapes in texts that we only look at
            return Module.of(ast.parse(source))
    except SyntaxError as error:
        where = f" (line {error.lineno})" if error.lineno else ""
        raise UnreadableError(f"is not Python{where}") from None
    except (ValueError, RecursionError, MemoryError):
        raise UnreadableError("is not Python") from None


def constants_in(module: Module) -> dict[str, tuple[str, ...]]:
    """Return the constants of a module that others may import."""
    return Values.of(module, {}).constants(module)


def uses_in(module: Module, file: str, outside: Mapping[str, tuple[str, ...]]) -> Found:
    """Return what a module loads; `outside` are the constants of other modules."""
    reader = _Reader(file, Values.of(module, outside), dict(_imports(module)))
    uses: dict[Use, None] = {}
    unnamed: dict[Unnamed, None] = {}
    for node in module.nodes:
        if isinstance(node, ast.Call):
            for found in reader.call(node):
                if isinstance(found, Use):
                    uses[found] = None
                else:
                    unnamed[found] = None
        unnamed |= dict.fromkeys(reader.handed_on(node))
    return Found(tuple(sorted(uses)), tuple(sorted(unnamed)))


def _imports(module: Module) -> Iterator[tuple[str, str]]:
    """Yield the names that imports give, each with what it stands for."""
    for node in module.nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                name = alias.asname or alias.name.partition(".")[0]
                yield name, alias.name if alias.asname else name
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                yield alias.asname or alias.name, f"{node.module}.{alias.name}"


@dataclass
class _Reader:
    """Reads the calls of one module."""

    file: str
    values: Values
    imports: Mapping[str, str]

    def call(self, node: ast.Call) -> Iterator[Use | Unnamed]:
        """Yield what a call loads."""
        full = self._full_name(node.func)
        loader = self._loader(node, full)
        if loader is None:
            return
        by = call_name(node)
        argument = self._argument(node, loader)
        texts = self.values.texts(argument) if argument is not None else Texts()
        type = self._type(node, loader)
        for text in texts.known:
            name = _with_prefix(text.strip(), loader)
            if name:
                yield Use(self.file, node.lineno, by, name, type)
        left_open = argument is None and not loader.optional and not _spread(node)
        if texts.others or (not texts.known and (left_open or _spread(node))):
            yield Unnamed(self.file, node.lineno, by, type)

    def handed_on(self, node: ast.AST) -> Iterator[Unnamed]:
        """Yield the functions that load a model and are not called here, but kept or handed on."""
        values: list[ast.expr] = []
        if isinstance(node, ast.Call):
            values = [*node.args, *(k.value for k in node.keywords)]
        elif isinstance(node, ast.Assign):
            values = [node.value]
        got = isinstance(node, ast.Call) and call_name(node) == "getattr"
        for value in values:
            name = value.attr if isinstance(value, ast.Attribute) else ""
            if got and isinstance(value, ast.Constant):
                name = str(value.value)
            if name in _METHODS:
                yield Unnamed(self.file, value.lineno, name, _METHODS[name].type)

    def _loader(self, node: ast.Call, full: str) -> Loader | None:
        for name, loader in _FUNCTIONS.items():
            package, _, last = name.rpartition(".")
            origin = full.partition(".")[0]
            if full == name or (package and origin == package.partition(".")[0]
                                and full.rpartition(".")[2] == last):  # fmt: skip
                return loader
            if not package and full.rpartition(".")[2] == name:
                return loader
        name = call_name(node)
        loader_of = _METHODS.get(name)
        holder = full.split(".")[-2:-1]
        if name == "from_pretrained" and holder and holder[0].startswith(_ADAPTERS):
            return Loader("model", 1, ("model_id",))
        return loader_of

    def _full_name(self, func: ast.expr) -> str:
        """Return what is called by its full name: `transformers.pipeline`, however imported."""
        parts: list[str] = []
        while isinstance(func, ast.Attribute):
            parts.append(func.attr)
            func = func.value
        if isinstance(func, ast.Name):
            parts.append(self.imports.get(func.id, func.id))
        return ".".join(reversed(parts))

    def _argument(self, node: ast.Call, loader: Loader) -> ast.expr | None:
        if len(node.args) > loader.place:
            given = node.args[: loader.place + 1]
            if not any(isinstance(one, ast.Starred) for one in given):
                return node.args[loader.place]
        found = (keyword(node, name) for name in loader.names)
        return next((one for one in found if one is not None), None)

    def _type(self, node: ast.Call, loader: Loader) -> str:
        """Return the type of what is loaded: downloads name it beside the id."""
        given = keyword(node, "repo_type")
        texts = self.values.texts(given) if given is not None else OTHERS
        kind = texts.known[0] if len(texts.known) == 1 else ""
        return _KINDS.get(kind, loader.type)


def _with_prefix(text: str, loader: Loader) -> str:
    """Return the name that a text stands for in the words of a library."""
    for prefix in _HUB_PREFIXES:
        if text.startswith(prefix):
            return text.removeprefix(prefix)
    if loader.prefix == "github.com/":
        return f"{loader.prefix}{text.partition(':')[0]}"
    own = loader.prefix and text and "/" not in text and "\\" not in text
    return f"{loader.prefix}{text}" if own else text


def _spread(node: ast.Call) -> bool:
    """Tell whether arguments of a call come from a list or mapping (`*a`, `**k`)."""
    starred = any(isinstance(one, ast.Starred) for one in node.args)
    return starred or any(one.arg is None for one in node.keywords)
