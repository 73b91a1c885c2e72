"""PySpark on two local cores: the same assessments, lazily and in Spark's own engine."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings

from spasm_ddx import MUSCLE_SPASM
from spasm_ddx.errors import InputError
from tests.tables.people import COLUMNS, FEW, Person, crowds, expected, only, told

pytest.importorskip("narwhals")
sql = pytest.importorskip("pyspark.sql")

from spasm_ddx.tables import assess_table  # noqa: E402 - after what it needs
from tests.tables.backends import Table, as_arrow, sorted_rows  # noqa: E402
from tests.tables.people import CASES  # noqa: E402

# Spark starts a Java machine, and warns of its own threads and sockets.
pytestmark = [
    pytest.mark.skipif("SPARK_TESTS" not in os.environ, reason="needs Java; .ci/run runs it"),
    pytest.mark.filterwarnings("default"),
]


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = sql.SparkSession.builder.master("local[2]").appName("spasm-ddx tests")
    session = (
        builder.config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate()
    )
    yield session
    session.stop()


def rows(table: Table) -> list[Person]:
    return sorted_rows(table.toArrow())


@settings(FEW, max_examples=3)
@given(crowd=crowds)
def test_each_row_is_what_assess_says(spark: Any, crowd: list[Person]) -> None:  # noqa: ANN401 - a session
    table = spark.createDataFrame(as_arrow(crowd, CASES))

    found = rows(assess_table(MUSCLE_SPASM, table, COLUMNS))

    assert only(found, COLUMNS) == expected(crowd, COLUMNS)


def test_nan_is_unknown_and_refused_rows_are_left_null(spark: Any) -> None:  # noqa: ANN401
    schema = "id long, temperature_c double, fever boolean"
    people = [(0, float("nan"), None), (1, 38.0, False), (2, 46.0, None), (3, 38.0, None)]
    table = spark.createDataFrame(people, schema)

    found = only(rows(assess_table(MUSCLE_SPASM, table, COLUMNS, errors="null")), COLUMNS)

    nothing = dict.fromkeys(COLUMNS)
    assert found == [told({}), nothing, nothing, told({"temperature_c": 38.0})]
    with pytest.raises(InputError, match="a row of the table: "):
        assess_table(MUSCLE_SPASM, table)


def test_the_plan_is_lazy_and_native(spark: Any) -> None:  # noqa: ANN401
    """Only projections: no job in advance, no shuffle, no Python worker."""
    table = spark.createDataFrame([(0, True)], "id long, jerking boolean").repartition(2)
    jobs = spark.sparkContext.statusTracker()
    group = "the plan"
    spark.sparkContext.setJobGroup(group, group)

    found = assess_table(MUSCLE_SPASM, table, errors="null")

    assert type(found) is type(table)
    assert not jobs.getJobIdsForGroup(group)
    # No public way leads to the plan.
    plan = found._jdf.queryExecution().executedPlan().toString()  # noqa: SLF001
    before = table._jdf.queryExecution().executedPlan().toString()  # noqa: SLF001
    assert "Python" not in plan
    assert "UDF" not in plan
    steps = [operators(plan), operators(before)]
    # One projection works out every bit, one reads them, whatever the number of levels.
    assert {*steps[0]} - {*steps[1]} == {"Project"}
    assert steps[0].count("Project") == steps[1].count("Project") + 1
    assert steps[0].count("Exchange") == steps[1].count("Exchange") == 1


def test_a_projection_a_level_says_the_same(
    spark: Any,  # noqa: ANN401
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The plan of a diagram that would repeat too many nodes in one expression."""
    monkeypatch.setattr("spasm_ddx.tables.in_spark._MOST_UNFOLDED", 0)
    crowd: list[Person] = [{}, {"tetanus_signs": True}, {"temperature_c": 38.0, "jerking": False}]
    table = spark.createDataFrame(as_arrow(crowd, CASES))

    found = rows(assess_table(MUSCLE_SPASM, table, COLUMNS, errors="null"))

    assert only(found, COLUMNS) == expected(crowd, COLUMNS)


@pytest.mark.parametrize("columns", ["fever, Fever", "fever, Diagnosis"])
def test_spark_ignores_case_so_names_that_differ_in_it_alone_are_refused(
    spark: Any,  # noqa: ANN401
    columns: str,
) -> None:
    """It would overwrite one column, and the others would be ambiguous."""
    schema = ", ".join(f"{name} boolean" for name in columns.split(", "))
    table = spark.createDataFrame([(True, False)], schema)

    with pytest.raises(InputError, match="are one column to a query engine"):
        assess_table(MUSCLE_SPASM, table)


def test_a_name_in_another_case_is_the_finding_and_a_misspelt_one_is_refused(spark: Any) -> None:  # noqa: ANN401
    schema = "id long, FEVER boolean, Temperature_C double, feverr boolean"
    table = spark.createDataFrame([(0, True, 39.5, None), (1, None, None, None)], schema)
    due = [told({"fever": True, "temperature_c": 39.5}), told({})]

    for limit in (2_000, 0):  # in one projection, and in one a level
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("spasm_ddx.tables.in_spark._MOST_UNFOLDED", limit)
            found = assess_table(MUSCLE_SPASM, table, COLUMNS, keep="feverr")
        assert found.columns[:4] == ["id", "FEVER", "Temperature_C", "feverr"]
        assert only(rows(found), COLUMNS) == due
    with pytest.raises(InputError, match=r"'feverr' is not a finding; did you mean fever\?"):
        assess_table(MUSCLE_SPASM, table)
    with pytest.raises(InputError, match="no column has the name of a finding, only 'id'"):
        assess_table(MUSCLE_SPASM, table.select("id"))
    wrong = table.selectExpr("id", "'leg' as SITE")
    with pytest.raises(InputError, match="a row of the table: site: 'leg' is not accepted"):
        assess_table(MUSCLE_SPASM, wrong)


def operators(plan: str) -> list[str]:
    """The steps of a physical plan."""
    return re.findall(r"^[\s+\-:*()0-9]*(\w+)", plan, re.MULTILINE)
