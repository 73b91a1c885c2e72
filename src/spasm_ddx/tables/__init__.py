"""Whole tables: findings in as columns, the exact assessment of each row out as columns.

A table is a Polars DataFrame or LazyFrame, or, through narwhals, a pandas or PyArrow
table, a DuckDB relation or a PySpark DataFrame. The result is of the same kind: it keeps the
columns, the order of rows, pandas' index and laziness, and adds the requested columns at the
end. DuckDB and Spark compute in their own engine. Polars reads a pandas or PyArrow table in
batches of rows; without PyArrow, pandas computes itself::

    assess_table(guideline, table, columns=("diagnosis", ...), errors="fail")
    assessment_columns(guideline)       # every column that can be requested
    refusals(table, vocabulary)         # Polars: every refused cell, as a table

A column with the name of a finding holds that finding: booleans for a sign, numbers for a
quantity, and for a category the values of its members as text (or an enum of them). Null, NaN
and a missing column mean unknown, never absent. Other columns pass through unchanged.
A column whose name is almost a finding's is an error, unless ``keep`` names it; so is a table
without any finding. DuckDB and Spark ignore case in names. Any other value that ``assess``
rejects is an error here as well, which names the column, the row, the value and what is
accepted:

- ``errors="fail"`` checks every row first and raises for the first invalid one. On a lazy
  table the check is one aggregate query, before the lazy result is returned.
- ``errors="null"`` leaves every requested column of an invalid row null, and runs no query.
  In a valid row only the diagnosis can be null, if it is not settled.

How it works: all rows walk the decision diagram together, from its root. For each node a
boolean column marks the rows that can be there; a row whose value for the node's finding is
unknown goes on to every child. Each level of the diagram is one projection, which drops the
columns that no later level reads. The terminals that a row can reach are its differential.
In Spark the walk goes from the terminals up, in a single projection.

Example:
    >>> import polars as pl
    >>> from spasm_ddx import MUSCLE_SPASM
    >>> from spasm_ddx.tables import assess_table
    >>> people = pl.DataFrame({"name": ["Ann", "Bo"], "fever": [True, None],
    ...                        "impaired_consciousness": [False, None],
    ...                        "tetanus_signs": [True, None]})
    >>> columns = ["diagnosis", "urgency_at_least"]
    >>> for row in assess_table(MUSCLE_SPASM, people, columns).select("name", *columns).rows():
    ...     print(row)
    ('Ann', 'systemic_cause_suspected', 'emergency')
    ('Bo', None, 'self_care')
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

import attrs

from spasm_ddx.errors import InputError, did_you_mean, shown
from spasm_ddx.guideline.guideline import GuidelineOrTree, as_guideline
from spasm_ddx.reasoning.decision_diagram import DecisionDiagram
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.tables.in_memory import answers_of, placed_behind, polars_reads
from spasm_ddx.tables.in_spark import in_one_projection, one_projection_serves
from spasm_ddx.tables.input_table import InputTable, Table, names_of, open_table
from spasm_ddx.tables.validation import Errors, Refusal, refuse, refused_cells, refused_rows
from spasm_ddx.tables.walk import DEFAULT_COLUMNS as DEFAULT_COLUMNS
from spasm_ddx.tables.walk import Output, Walk, outputs_of, usual_of

if TYPE_CHECKING:  # behind the extra `tables`
    import polars as pl

T = TypeVar("T")


def assess_table(
    guideline: GuidelineOrTree,
    table: T,
    columns: str | Iterable[str] | None = None,
    *,
    errors: Errors = "fail",
    keep: str | Iterable[str] = (),
) -> T:
    """Assess every row of a table, exactly as ``guideline.assess`` assesses one person.

    Args:
        guideline: The guideline, or a plain tree, which has no alerts, and an
            urgency only if its outcomes are conditions.
        table: The table; the module describes its kinds, columns and values.
        columns: What to add, from ``assessment_columns(guideline)``; the diagnosis and the
            range of the urgency unless given. Only these are computed:

            - ``diagnosis``: the key of the only condition still possible, or null.
            - ``possible_<condition>``: whether the condition is still possible.
            - ``urgency_at_least``, ``urgency_at_most``: the range of the final urgency.
            - ``raised_<alert>``: whether every completion raises the alert.
            - ``possible_<alert>``: whether some completion raises it and some does not.
        errors: What to do with an invalid row; see the module.
        keep: Columns that are not findings, although their names are almost a finding's.

    Returns:
        The same kind of table. Labels are an enum, urgencies in rising order: Polars Enum,
        pandas Categorical, DuckDB ENUM (text if a label holds an apostrophe or the like), a
        dictionary in PyArrow. In Spark they are text.

    Raises:
        InputError: There is no such column to add, or the table holds an invalid value.
        MissingExtraError: narwhals or polars is not installed.
    """
    guideline = as_guideline(guideline)
    made = outputs_of(guideline)
    asked = _asked(columns, made)
    if errors not in {"fail", "null"}:
        msg = f"errors={shown(errors)} is not accepted; give 'fail' or 'null'"
        raise InputError(msg)
    opened = open_table(table, guideline.vocabulary, others=made, keep=keep)
    _refuse_names(opened, asked)
    diagram = guideline.joint.diagram
    added: T
    if polars_reads(opened):
        added = placed_behind(opened, answers_of(opened, diagram, asked, errors))
    else:
        added = _added_by_engine(opened, diagram, asked, errors)
    if opened.kind == "pandas":
        cast("Any", added).attrs = cast("Any", table).attrs
    return added


def assessment_columns(guideline: GuidelineOrTree) -> tuple[str, ...]:
    """Every column that ``assess_table`` can add."""
    return tuple(outputs_of(as_guideline(guideline)))


def refusals(
    table: pl.DataFrame, vocabulary: type[Findings], *, keep: str | Iterable[str] = ()
) -> pl.DataFrame:
    """Every invalid cell of a Polars table, as a table.

    Args:
        table: The table.
        vocabulary: The vocabulary of the findings.
        keep: Columns that are not findings, although their names are almost a finding's.

    Returns:
        One row for each refused cell, in the order of the rows: ``row``, its position from
        0; ``column``; ``value`` as text; ``reason``, a sentence with what is accepted.
        ``assess_table`` accepts the table without these rows.

    Raises:
        InputError: The name of a column is almost a finding's, the type of a column does not
            fit its finding, or the table is not a Polars DataFrame.
        MissingExtraError: narwhals or polars is not installed.
    """
    opened = open_table(table, vocabulary, keep=keep)
    if opened.lazy or not opened.native:
        kind = f"{type(table).__module__}.{type(table).__name__}"
        msg = f"refusals takes a Polars DataFrame, not {kind}"
        raise InputError(msg)
    library = opened.library
    found = refused_cells(opened)
    schema = dict.fromkeys(attrs.fields_dict(Refusal), library.String) | {"row": library.UInt32}
    cells: pl.DataFrame = library.DataFrame(map(attrs.astuple, found), schema, orient="row")
    return cells


def _asked(columns: Any, made: Mapping[str, Output]) -> dict[str, Output]:  # noqa: ANN401 - see below
    """The requested columns, each with its output."""
    names = names_of(usual_of(made) if columns is None else columns, "columns")
    for name in names:
        if name not in made:
            hint = did_you_mean(name, made, most=3)
            msg = f"{shown(name)} is not a column that assess_table can add; {hint}"
            raise InputError(msg)
    return {name: made[name] for name in names}


def _refuse_names(opened: InputTable, asked: Iterable[str]) -> None:
    """Raise an error for columns that would be overwritten, or mistaken for one another."""
    for name in asked:
        if name in opened.schema:
            msg = f"the table has a column {name} already; rename it, or request other columns"
            raise InputError(msg)
    if opened.ordered:
        return
    met: dict[str, str] = {}  # a query engine ignores case
    for name in [*opened.frame.to_native().columns, *asked]:
        if name.lower() in met:
            msg = f"{shown(met[name.lower()])} and {shown(name)} are one column to a query engine, "
            msg += "which ignores case; rename one of them, or request other columns"
            raise InputError(msg)
        met[name.lower()] = name


def _added_by_engine(
    opened: InputTable, diagram: DecisionDiagram, asked: Mapping[str, Output], errors: Errors
) -> Table:
    """A lazy table, or one that Polars does not read, with the requested columns added."""
    if errors == "fail":
        refuse(opened)
    if one_projection_serves(opened, diagram, asked):
        return in_one_projection(opened, diagram, asked, nulls=errors == "null")
    refused = refused_rows(opened) if errors == "null" else None
    added = Walk(opened, diagram, asked, refused).over(opened.frame)
    return added if opened.native else added.to_native()
