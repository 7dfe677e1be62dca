"""Entry of the command line: turns whatever goes wrong into one message and an exit code."""

import os
import sys


def main() -> int:
    """Run the command line and return the exit code (DESIGN 10)."""
    from licenselogic.cli.app import run

    try:
        code = run(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has gone (`| head`): close quietly, as a filter does that SIGPIPE stops.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 128 + 13
    return code


if __name__ == "__main__":
    sys.exit(main())
