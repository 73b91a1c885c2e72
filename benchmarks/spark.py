"""What assessing a table costs in Spark, by the columns asked for.

Run it: ``python benchmarks/spark.py [ROWS]``; 1,000,000 rows unless told, on two local
cores. Needs Java and pyspark. Rows are read from Parquet, assessed, and thrown away; the
least of three runs, planning included, beside reading the rows alone. For each plan it
prints how many projections it has, and the bytes of the largest Java function in it: Java
interprets a function of more than 8,000.
"""

from __future__ import annotations

import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from spasm_ddx import MUSCLE_SPASM
from spasm_ddx.tables import DEFAULT_COLUMNS, assess_table, assessment_columns
from tables import Foreign, optional, people

ROWS, RUNS = 1_000_000, 3
ASKED = {
    "diagnosis": ("diagnosis",),
    "diagnosis, urgency": DEFAULT_COLUMNS,
    "all columns": assessment_columns(MUSCLE_SPASM),
}


def session() -> Foreign:
    """Spark on two local cores."""
    builder = optional("pyspark.sql").SparkSession.builder.master("local[2]")
    made = builder.config("spark.ui.enabled", "false").getOrCreate()
    made.sparkContext.setLogLevel("OFF")
    return made


def seconds(make: Callable[[], Foreign]) -> float:
    """The least time to plan and run a query whose rows are thrown away."""
    taken: list[float] = []
    for _ in range(RUNS):
        start = time.perf_counter()
        make().write.format("noop").mode("overwrite").save()
        taken.append(time.perf_counter() - start)
    return min(taken)


def projections(table: Foreign) -> int:
    """How many projections the physical plan has."""
    plan = table._jdf.queryExecution().executedPlan().toString()  # noqa: SLF001 - no public way
    return len(re.findall(r"^[\s+\-:*()0-9]*Project\b", plan, re.MULTILINE))


def largest_function(spark: Foreign, table: Foreign) -> int:
    """The bytes of the largest Java function that Spark would make of the whole plan."""
    debug = spark._jvm.org.apache.spark.sql.execution.debug  # noqa: SLF001 - no public way
    plan = table._jdf.queryExecution().executedPlan()  # noqa: SLF001
    stages = debug.__getattr__("package").codegenStringSeq(plan)
    return max(int(stages.apply(at)._3().maxMethodCodeSize()) for at in range(stages.size()))  # noqa: SLF001


def measure(spark: Foreign, people: Foreign, columns: Iterable[str], name: str) -> None:
    """Print a line for one set of columns."""
    least = seconds(lambda: assess_table(MUSCLE_SPASM, people, columns, errors="null"))
    table = assess_table(MUSCLE_SPASM, people, columns, errors="null")
    line = f"{name:24}{projections(table):13}{largest_function(spark, table):12,}{least:10.2f}"
    print(line, flush=True)


def main() -> None:
    """Print every line."""
    rows = int(sys.argv[1]) if sys.argv[1:] else ROWS
    spark = session()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "people.parquet")
        people(rows).write_parquet(file)
        table = spark.read.parquet(str(file))
        print(f"{rows:,} rows")
        print(f"{'':24}{'projections':>13}{'bytes':>12}{'seconds':>10}")
        print(f"{'reading the rows':24}{0:13}{'':12}{seconds(lambda: table):10.2f}")
        for name, columns in ASKED.items():
            measure(spark, table, columns, name)
    spark.stop()


if __name__ == "__main__":
    main()
