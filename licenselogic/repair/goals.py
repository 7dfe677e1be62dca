"""What an outbound licence should do for recipients: goals, and policies of organisations."""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import Diagnostic, UsageError, did_you_mean
from licenselogic.base.display import listed, quoted
from licenselogic.base.documents import read_text
from licenselogic.library.library import Library
from licenselogic.norms.deontic import Obligation, ShareAlike
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.semantics.view import View, permits_at_rest

MADE = "derivative"
"""The status of what recipients make of the work."""

PRIVATE = ("modify", "reproduce")
"""What they do with it before anybody else gets it."""


def _commercial(view: View) -> bool:
    """Recipients may use and pass on the work and changed versions for commercial purposes."""
    return all(
        permits_at_rest(view, act, status, commercial=True)
        for act in ("use", "distribute")
        for status in ("work", MADE)
    )


def _relicense(view: View) -> bool:
    """Changed versions may be offered under other licences."""
    return permits_at_rest(view, "distribute", MADE) and not any(
        MADE in norm.subjects for _, norm in view.share_alikes
    )


def _private_fork(view: View) -> bool:
    """Changed versions may be used, and nothing is owed to anybody while they are not shared."""
    covers = vocabulary().acts.covers
    owed = [
        norm
        for _, norm in view.norms
        if isinstance(norm, Obligation | ShareAlike) and MADE in norm.subjects
    ]
    return (
        permits_at_rest(view, "modify", MADE)
        and permits_at_rest(view, "use", MADE)
        and not any(covers(wide, act) for norm in owed for wide in norm.acts for act in PRIVATE)
    )


GOALS: Mapping[str, Callable[[View], bool]] = {
    "commercial": _commercial,
    "relicense": _relicense,
    "private-fork": _private_fork,
}
"""What `--want` and the policy's `want` may name; each is told of one licence in force."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What an organisation accepts: licences by id (`allowed` empty: any), goals, and duties.

    `duties` are those that it is ready to discharge; None: any.
    """

    allowed: frozenset[str] = frozenset()
    denied: frozenset[str] = frozenset()
    want: tuple[str, ...] = ()
    duties: frozenset[str] | None = None

    def admits(self, ids: Iterable[str]) -> bool:
        """Tell whether every one of these licences is accepted."""
        names = frozenset(ids)
        return not names & self.denied and (not self.allowed or names <= self.allowed)

    def accepts(self, duties: Iterable[str]) -> bool:
        """Tell whether all of these duties are accepted."""
        return self.duties is None or self.duties.issuperset(duties)


def goals(names: Iterable[str]) -> tuple[str, ...]:
    """Return the goals with these names; raises `UsageError` for one that is none."""
    found = tuple(dict.fromkeys(names))
    for name in found:
        if name not in GOALS:
            raise _unknown("goal", name, GOALS)
    return found


_KEYS = ("allowed", "denied", "want", "duties")


def read_policy(path: str | Path, library: Library) -> Policy:
    """Return the policy in a TOML file with the keys `allowed`, `denied`, `want` and `duties`.

    Licences may be named by any of their names; an underspecified one stands for all that it may
    mean.  Raises `UsageError` for a file that cannot be read, and for a word that is not known.
    """
    try:
        data = tomllib.loads(read_text(Path(path)))
    except tomllib.TOMLDecodeError as error:
        raise UsageError(
            Diagnostic(Code.BAD_OPTION, f"{quoted(Path(path))} is not TOML: {error}")
        ) from None
    return policy_of(data, library)


def policy_of(data: Mapping[str, Any], library: Library) -> Policy:
    """Return the policy in the values of a file; errors are those of `read_policy`."""
    for key, value in data.items():
        if key not in _KEYS:
            raise _unknown("key of a policy", key, _KEYS)
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            message = f"{quoted(key)} of a policy is a list of names"
            raise UsageError(Diagnostic(Code.BAD_OPTION, message))
    for name in data.get("duties", ()):
        if name not in vocabulary().raw["duties"]:
            raise _unknown("duty", name, vocabulary().raw["duties"])
    return Policy(
        _ids(data, "allowed", library),
        _ids(data, "denied", library),
        goals(data.get("want", ())),
        frozenset(data["duties"]) if "duties" in data else None,
    )


def _ids(data: Mapping[str, Any], key: str, library: Library) -> frozenset[str]:
    found: set[str] = set()
    for name in data.get(key, ()):
        entry = library.find(name)
        if entry is None:
            near = library.suggest(name, limit=1)
            help = f"did you mean `{near[0]}`?" if near else "`licenselogic list` shows all"
            message = f"no licence is called {quoted(name)}"
            raise UsageError(Diagnostic(Code.UNKNOWN_WORD, message, help=help))
        found.update(entry.means or (entry.id,))
    return frozenset(found)


def _unknown(what: str, name: str, known: Iterable[str]) -> UsageError:
    help = did_you_mean(name[:100], known) or f"there are: {listed(known)}"
    return UsageError(
        Diagnostic(Code.UNKNOWN_WORD, f"no {what} is called {quoted(name)}", help=help)
    )
