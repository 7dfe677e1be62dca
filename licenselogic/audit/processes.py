"""Deciding in other processes too: Python alone uses one core.

A signature goes out as text, and what it comes to comes back.  Each process has the same library
and the same code, so it does not matter who decides.  A process that cannot be started, or dies, is
no error: what it was asked is decided here.
"""

import json
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterator
from typing import IO, Any

from licenselogic.audit.brief import BriefEngine
from licenselogic.audit.deciding import Decider, Job
from licenselogic.base.gc_pause import no_collection
from licenselogic.decision.signature import Signature

MOST = 3
"""Other processes at most: each takes about 200 MiB."""

_AT_ONCE = 16
"""Signatures that a process is given at a time."""

_START = "import sys; sys.path[:] = {path!r}; from {module} import serve; serve()"
"""What a process runs: no file of whoever calls is run again, as `multiprocessing` would."""


def spare(threads: int | None) -> int:
    """Return how many other processes may run beside this one."""
    return max(0, min(threads or os.cpu_count() or 1, MOST + 1) - 1)


class Processes:
    """What is to be decided, and the processes that take from it while this one goes on."""

    def __init__(self, decider: Decider, count: int) -> None:
        """Start `count` processes; without any, all is decided here."""
        self.decider = decider
        self._waiting: deque[Job] = deque()
        self._done: list[tuple[str, Any]] = []
        self._out, self._closed = 0, False
        self._running: list[subprocess.Popen[bytes]] = []
        self._changed = threading.Condition()
        self._threads = [threading.Thread(target=self._run, daemon=True) for _ in range(count)]
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> "Processes":
        """Return this."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the processes."""
        with self._changed:
            self._waiting.clear()
            self._closed = True
            self._changed.notify_all()
        for process in self._running:
            process.kill()
        for thread in self._threads:
            thread.join()

    def ask(self, key: str, signature: Signature) -> None:
        """Let a signature be decided."""
        with self._changed:
            self._waiting.append((key, signature))
            self._changed.notify()

    def answers(self) -> Iterator[tuple[str, Any]]:
        """Yield what was asked is found to be, by its key.

        This process begins at the end, since what stands together has much in common.
        """
        while True:
            with self._changed:
                while not self._waiting and not self._done and self._out:
                    self._changed.wait()
                job = self._waiting.pop() if self._waiting else None
                done, self._done = self._done, []
            yield from done
            if job is not None:
                yield job[0], self.decider.found(*job)
            elif not done:
                return

    # In a thread for each process

    def _run(self) -> None:
        """Let a process decide until nothing is wanted any more."""
        code = _START.format(path=sys.path, module=__name__)
        try:
            with subprocess.Popen(
                [sys.executable, "-c", code],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            ) as process:
                self._running.append(process)
                if process.stdin and process.stdout:
                    self._converse(process.stdin, process.stdout)
        except (OSError, ValueError):
            return

    def _converse(self, told: IO[bytes], heard: IO[bytes]) -> None:
        engine = self.decider.engine
        pickle.dump((engine.library, engine.rlimit), told)
        told.flush()
        if heard.readline().decode().strip() != self.decider.name:
            return
        while jobs := self._take():
            found = None
            try:
                asked = [(key, signature.to_key().decode()) for key, signature in jobs]
                told.write(json.dumps(asked).encode() + b"\n")
                told.flush()
                found = json.loads(heard.readline())
            finally:
                self._give(jobs, found)

    def _take(self) -> list[Job]:
        with self._changed:
            while not self._waiting and not self._closed:
                self._changed.wait()
            count = min(len(self._waiting), _AT_ONCE)
            jobs = [self._waiting.popleft() for _ in range(count)]
            self._out += count
            return jobs

    def _give(self, jobs: list[Job], found: list[Any] | None) -> None:
        """Hand in what was found, or hand back what nothing was found for."""
        with self._changed:
            self._out -= len(jobs)
            if found is None:
                self._waiting.extendleft(reversed(jobs))
            else:
                self._done += zip((key for key, _ in jobs), found, strict=True)
            self._changed.notify_all()


@no_collection()
def serve() -> None:
    """Decide what comes as lines, in a process of its own, until no more comes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who is asked to stop is the audit
    told, heard = sys.stdin.buffer, sys.stdout.buffer
    library, rlimit = pickle.load(told)  # from the process that started this one
    decider = Decider(BriefEngine(library, rlimit), keeping=False)
    heard.write(decider.name.encode() + b"\n")
    heard.flush()
    for line in told:
        jobs = ((key, Signature.from_key(text.encode())) for key, text in json.loads(line))
        heard.write(json.dumps([decider.found(*job) for job in jobs]).encode() + b"\n")
        heard.flush()
