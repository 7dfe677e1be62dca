"""A session of Spark for one audit: the one that runs, or one of its own."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from licenselogic.base.diagnostics import LineageError, missing_extra

SETTINGS = {
    "spark.sql.ansi.enabled": "false",
    "spark.sql.caseSensitive": "true",
    "spark.sql.legacy.sizeOfNull": "false",
    "spark.sql.parquet.compression.codec": "snappy",
    "spark.sql.execution.arrow.pyspark.enabled": "false",
}
"""What makes Spark answer as DuckDB does: no item is NULL, and NULL has no size."""


def start(master: str | None, threads: int | None, temp: Path) -> tuple[Any, Callable[[], None]]:
    """Return a session, and what ends it.

    Where a session runs already, it does the work and goes on running.  Otherwise one is started
    on the cluster `master`, or on this machine alone.
    Raises `LineageError` where Spark, Java or the cluster is missing.
    """
    try:
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError:
        raise missing("an audit on Spark needs `pyspark`") from None
    running = SparkSession.getActiveSession()
    if running is not None:
        return _prepared(running.newSession()), lambda: None
    if not has_java():
        raise missing("Spark needs Java, and there is no `java` here")
    builder = SparkSession.builder.appName("licenselogic audit")
    for name, value in _own(master, threads, temp).items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
    except (PySparkException, Py4JError, OSError) as error:
        raise missing(f"Spark does not start: {str(error).partition(chr(10))[0]}") from None
    session.sparkContext.setLogLevel("ERROR")
    return _prepared(session), session.stop


def has_java() -> bool:
    """Tell whether there is a Java to start Spark with."""
    home = os.environ.get("JAVA_HOME")
    return shutil.which("java", path=f"{home}/bin" if home else None) is not None


def missing(message: str) -> LineageError:
    """Return the error for something that Spark needs and that is not here."""
    java = ", and Java 17 (such as `apt install openjdk-17-jre`)"
    return LineageError(missing_extra(message, "spark", java))


def _own(master: str | None, threads: int | None, temp: Path) -> dict[str, str]:
    """Return the settings of a session that is started here, beside those of `spark-defaults`."""
    found = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}
    if master is None:
        found["spark.master"] = f"local[{threads or '*'}]"
        found["spark.driver.host"] = found["spark.driver.bindAddress"] = "127.0.0.1"
        found["spark.local.dir"] = str(temp)
    else:
        found["spark.master"] = master
        if threads is not None:
            found["spark.cores.max"] = str(threads)
    return found


def _prepared(session: Any) -> Any:
    for name, value in SETTINGS.items():
        session.conf.set(name, value)
    if not session.sparkContext.getConf().contains("spark.sql.shuffle.partitions"):
        parts = str(max(2, 2 * session.sparkContext.defaultParallelism))
        session.conf.set("spark.sql.shuffle.partitions", parts)
    return session
