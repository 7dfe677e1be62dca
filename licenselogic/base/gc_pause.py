"""The garbage collector, held while many values are made that stay.

It would look at all of them again and again and find next to nothing; for large inputs that takes
as long as the work itself, and grows faster than the input does.  What is dropped meanwhile is
freed by its reference count, as ever.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collection() -> Iterator[None]:
    """Hold the garbage collector; a context manager, and a decorator."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
