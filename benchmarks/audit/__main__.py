"""Audit the snapshot and print its tables, or put them into a page between its marks."""

import argparse
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

import licenselogic as ll
from licenselogic.report.audit_text import markdown, table_rows

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "hub-2024-07"


def tables(summary: dict[str, Any]) -> dict[str, str]:
    """Return the parts of the page, by the names of their marks."""
    pairs = summary["pairs"]
    facts = [
        ["what", "works"],
        ["rows", f"{summary['rows']:,}"],
        ["edges to works upstream", f"{summary['edges']:,}"],
        *([status, f"{count:,}"] for status, count in summary["statuses"].items()),
        *([f"made by {how}", f"{count:,}"] for how, count in summary["relations"].items()),
        ["works upstream of which nothing is known", f"{summary['missing_ancestors']:,}"],
        ["circles", f"{summary['cycles']:,}"],
        ["distinct situations", f"{summary['situations']:,}"],
        ["distinct signatures", f"{summary['signatures']:,}"],
    ]
    shares = [["relation", "edges", "share"]]
    for how, count in sorted(pairs["relations"].items(), key=lambda pair: -pair[1]):
        shares.append([how, f"{count:,}", f"{100 * count / pairs['edges']:.1f} %"])
    return {
        "facts": markdown(facts),
        "lineage": markdown(table_rows(summary["kinds"])),
        "pairs": markdown(table_rows(pairs["kinds"])),
        "relations": markdown(shares),
    }


def main() -> int:
    """Audit, and print or write the tables."""
    parser = argparse.ArgumentParser(prog="benchmarks.audit", description=__doc__)
    parser.add_argument("--folder", type=Path, default=FOLDER, help="the snapshot")
    parser.add_argument("--write", type=Path, help="the page to put the tables into")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    models = options.folder / "models.parquet"
    if not models.exists():
        print(f"skipped: there is no snapshot of the Hub at {options.folder}")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        found = ll.audit(
            models,
            options.folder / "datasets.parquet",
            out=Path(folder) / "out",
            threads=options.threads,
            pairs=True,
        )
    parts = tables(found.summary)
    if options.write is None:
        print("\n".join(parts.values()))
        return 0
    page = options.write.read_text(encoding="utf-8")
    for name, table in parts.items():
        mark = rf"(<!-- {name} -->\n).*?(<!-- end -->)"
        page = re.sub(mark, lambda match, t=table: match[1] + t + match[2], page, flags=re.DOTALL)
    options.write.write_text(page, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
