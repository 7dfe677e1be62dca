"""Build hook of the wheel: ships the licences compiled, so that no first run has to parse them.

The compiled files are keyed by the content that they were made from (`cache`), so they are used
only while they match the clause files beside them.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileLicenses(BuildHookInterface):  # type: ignore[misc]
    """Compiles every licence into the wheel."""

    PLUGIN_NAME = "compile-licenses"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile into a temporary folder and add it to the wheel."""
        if version == "editable":
            return
        self.folder = tempfile.mkdtemp(prefix="licenselogic-")
        os.environ["LICENSELOGIC_CACHE"] = self.folder
        sys.path.insert(0, self.root)
        from licenselogic.library.library import licenses

        library = licenses()
        list(library)
        for identifier in (*library.ids("license"), *library.ids("exception")):
            library.compile(library.entries[identifier])
        build_data["force_include"][self.folder] = "licenselogic/_data/compiled"

    def finalize(self, version: str, *_: Any) -> None:
        """Remove the temporary folder."""
        if version != "editable":
            shutil.rmtree(Path(self.folder), ignore_errors=True)


def get_build_hook() -> type[CompileLicenses]:
    """Return the hook, as hatchling asks for it."""
    return CompileLicenses
