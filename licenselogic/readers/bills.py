"""Which bill of materials, or description of a dataset, a document is; and its lineage."""

from typing import Any

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import Diagnostic, LineageError
from licenselogic.base.display import quoted
from licenselogic.base.source import Source
from licenselogic.library.library import Library
from licenselogic.lineage.graph import Lineage
from licenselogic.readers.croissant import from_croissant, is_croissant
from licenselogic.readers.cyclonedx import FORMAT, from_cyclonedx
from licenselogic.readers.known import Known
from licenselogic.readers.spdx2 import VERSION, from_spdx2
from licenselogic.readers.spdx3 import from_spdx3, is_spdx3


def from_bill(
    data: dict[str, Any], source: Source, *, known: Known, library: Library | None = None
) -> Lineage:
    """Return the lineage in a document of CycloneDX, SPDX or Croissant.

    Raises `LineageError` for what is none of them, and for one that cannot be read.
    """
    version = data.get(VERSION)
    if data.get("bomFormat") == FORMAT:
        return from_cyclonedx(data, source, known=known, library=library)
    if isinstance(version, str) and version.startswith("SPDX-2."):
        return from_spdx2(data, source, known=known, library=library)
    if is_spdx3(data):
        return from_spdx3(data, source, known=known, library=library)
    if is_croissant(data):
        return from_croissant(data, source, known=known, library=library)
    message = f"{quoted(source.name)} is no bill of materials that is known"
    help = "CycloneDX (`bomFormat`), SPDX 2 and 3, and Croissant datasets are read, as JSON"
    raise LineageError(Diagnostic(Code.BAD_LINEAGE, message, help=help))
