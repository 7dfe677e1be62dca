"""A cluster of Apache Spark on this machine: a master and two workers, each a process."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xss4m"

SETTINGS = f"""
spark.driver.bindAddress 127.0.0.1
spark.driver.host 127.0.0.1
spark.driver.memory 1g
spark.driver.extraJavaOptions {JAVA}
spark.executor.memory 512m
spark.executor.extraJavaOptions {JAVA}
spark.cores.max 2
spark.sql.adaptive.enabled false
spark.sql.codegen.wholeStage false
spark.sql.codegen.factoryMode NO_CODEGEN
spark.sql.shuffle.partitions 2
"""
"""What suits small tables: to plan and compile each query well would take longer than to run it."""

WORKERS = 2


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """Start a master and its workers, and yield the address; both end with the block."""
    pytest.importorskip("pyspark", reason="the Spark engine needs pyspark")
    pytest.importorskip("sqlglot", reason="the Spark engine needs sqlglot")
    if shutil.which("java") is None:
        pytest.skip("the Spark engine needs Java")
    (folder / "spark-defaults.conf").write_text(SETTINGS, "utf-8")
    port = free_port()
    master = f"spark://127.0.0.1:{port}"
    own = {"SPARK_LOCAL_IP": "127.0.0.1", "SPARK_CONF_DIR": str(folder)}
    own |= {"SPARK_DAEMON_MEMORY": "256m", "SPARK_DAEMON_JAVA_OPTS": JAVA}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in own.items():
            patch.setenv(name, value)
        at = ["--host", "127.0.0.1", "--webui-port", "0"]
        first = started("master.Master", [*at, "--port", str(port)], folder / "master.log")
        processes = [first]
        try:
            told_of(first, folder / "master.log", "elected leader", 1)
            for number in range(WORKERS):
                room = ["--cores", "1", "--memory", "600m", "--work-dir", str(folder / "work")]
                log = folder / f"worker-{number}.log"
                processes.append(started("worker.Worker", [*at, *room, master], log))
            told_of(first, folder / "master.log", "Registering worker", WORKERS)
            yield master
        finally:
            for process in reversed(processes):
                process.terminate()
            for process in processes:
                process.wait()


def started(name: str, arguments: list[str], log: Path) -> subprocess.Popen[bytes]:
    """Start a part of a cluster; what it tells goes to a file."""
    from pyspark.find_spark_home import _find_spark_home

    run = Path(_find_spark_home()) / "bin" / "spark-class"
    command = [str(run), f"org.apache.spark.deploy.{name}", *arguments]
    with log.open("wb") as file:
        return subprocess.Popen(command, stdout=file, stderr=file, env={**os.environ})


def told_of(process: subprocess.Popen[bytes], log: Path, what: str, times: int) -> None:
    """Wait until a process has told of something so many times."""
    while log.read_text("utf-8", "replace").count(what) < times:
        with pytest.raises(subprocess.TimeoutExpired):  # else it is gone
            process.wait(0.2)


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port
