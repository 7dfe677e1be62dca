"""A small hub with known counts, for tests of audits."""

from pathlib import Path

from tests.audit.tables import write_csv

HEADER = ("id", "license", "base_model", "relation", "datasets")

HUB = (
    ("meta-llama/two", "llama2", "", "", ""),
    ("ann/honest", "llama2", "meta-llama/two", "finetune", ""),
    ("bob/false", "apache-2.0", "meta-llama/two", "finetune", ""),
    ("eve/child", "apache-2.0", "bob/false", "quantized", ""),
    ("zoe/other", "mit", "", "", ""),
    ("kim/blend", "llama2", '["meta-llama/two", "zoe/other"]', "merge", ""),
    ("leo/closed", "cc-by-nc-nd-4.0", "", "", ""),
    ("max/adapted", "cc-by-nc-nd-4.0", "leo/closed", "adapter", ""),
    ("pat/lost", "mit", "nobody/knows", "finetune", ""),
    ("sue/silent", "", "zoe/other", "finetune", ""),
)  # fmt: skip


def write_hub(path: Path) -> Path:
    """Write the hub as CSV and return the path."""
    return write_csv(path, HEADER, [[cell.replace('"', '""') for cell in row] for row in HUB])
