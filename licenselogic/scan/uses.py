"""What is found in a project: models and datasets that it names, each with its place."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Use:
    """A model or dataset that a file names, as it is written there; `by` is the call or the key."""

    file: str
    line: int
    by: str
    name: str
    type: str

    @property
    def place(self) -> str:
        """The place as `file:line`."""
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True, order=True)
class Unnamed:
    """A call that loads what the code does not name: a parameter, or a default of the library."""

    file: str
    line: int
    by: str
    type: str

    @property
    def place(self) -> str:
        """The place as `file:line`."""
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Found:
    """What one file holds."""

    uses: tuple[Use, ...] = ()
    unnamed: tuple[Unnamed, ...] = ()
