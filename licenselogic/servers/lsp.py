"""A server for editors, over the Language Server Protocol, on standard input and output."""

from typing import TYPE_CHECKING

from licenselogic.base.diagnostics import UsageError, missing_extra

if TYPE_CHECKING:
    from licenselogic.servers.language import Server


def server() -> "Server":
    """Return the server; raises `UsageError` where the library for it is not installed."""
    try:
        from licenselogic.servers.language import made
    except ImportError:
        message = "editors are served with the library `pygls`"
        raise UsageError(missing_extra(message, "lsp")) from None
    return made()
