"""Entry of the command line: turns whatever goes wrong into one message and an exit code."""

import gc
import io
import os
import signal
import sys

EXIT_ERROR, EXIT_CLOSED = 2, 128 + 13

MANY = 200_000
"""New values after which the collector looks for circles: what a command imports mostly stays."""


def main() -> int:
    """Run the command line and return the exit code.

    Ctrl-C ends the process at once, as it ends `grep`; what people wrote is replaced whole.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # ignored: it stays so
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    gc.set_threshold(MANY)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # whatever the encoding cannot hold
    from licenselogic.cli.app import run

    try:
        code = run(sys.argv[1:])
        if sys.stdout is not None:  # it was closed before we began
            sys.stdout.flush()
    except BrokenPipeError:
        # The reader has gone (`| head`): close quietly, as a filter does that SIGPIPE stops.
        _let_go()
        code = EXIT_CLOSED
    except OSError as error:
        _let_go()
        if sys.stderr is not None:
            sys.stderr.write(f"error: cannot write the output: {error.strerror}\n")
        code = EXIT_ERROR
    gc.freeze()  # the process ends: what is left needs no last look
    return code


def _let_go() -> None:
    """Send what is still to be written nowhere, so that Python does not try once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
