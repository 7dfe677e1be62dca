"""The time that a run takes for its own: `SOURCE_DATE_EPOCH` sets it, so that two are alike."""

import os
from contextlib import suppress
from datetime import UTC, date, datetime

STAMP = "SOURCE_DATE_EPOCH"


def stated() -> datetime | None:
    """Return the time that the environment sets, if it does; raises ValueError for what is none."""
    given = os.environ.get(STAMP)
    if not given:
        return None
    try:
        return datetime.fromtimestamp(int(given), UTC)
    except (OverflowError, OSError):
        raise ValueError(given) from None


def today() -> date:
    """Return the day of the run; what is no time in the environment does not change it."""
    with suppress(ValueError):
        return (stated() or datetime.now(UTC)).date()
    return datetime.now(UTC).date()
