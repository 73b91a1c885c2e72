"""Whole tables: findings as columns in, what follows exactly from each row as columns out.

A table is a Polars DataFrame or LazyFrame, or, through narwhals, a pandas or PyArrow
table, a DuckDB relation or a PySpark DataFrame. The same kind comes back: its own columns
as they were, rows in their order, pandas' index kept, lazy where it was lazy, and behind
them the columns that were asked for. DuckDB and Spark work in their own engine; a table of
pandas or PyArrow is read by Polars, some rows at a time (without PyArrow, pandas works)::

    assess_table(guideline, table, columns=("diagnosis", ...), errors="fail")
    assessment_columns(guideline)       # every column that can be asked for
    refusals(table, vocabulary)         # Polars: every refused cell, as a table

A column that is named like a finding is that finding: booleans for a sign, numbers for a
quantity, and for a category the values of its members as text (or an enum of them). Null
is unknown, never absent, and so are NaN and a column that is missing. Other columns are
only carried along; one that is almost named like a finding is refused, unless ``keep`` names
it, and so is a table without a column of any finding. DuckDB and Spark heed no case in names.
Anything else that ``assess`` would refuse is refused here as well, with the column, the row,
the value and what is accepted:

- ``errors="fail"`` looks at every row first and raises for the first that is refused. Of a
  lazy table that is one aggregate query over it, before the lazy table comes back.
- ``errors="null"`` leaves every asked-for column of a refused row null, and asks for no
  query. No other row is null in any of them but the diagnosis, where it is not settled.

How it works: the decision diagram is walked from its root for all rows together. For each
node one boolean column says which rows can be there; the rows of which a node's finding is
unknown go on to every child. Each level of the diagram is one projection, columns that
nothing needs any more are dropped, and where a row can end is exactly its differential.
In Spark it is walked the other way, from its ends up, in a single projection.

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
from spasm_ddx.tables.outputs import DEFAULT_COLUMNS as DEFAULT_COLUMNS
from spasm_ddx.tables.outputs import Output, outputs_of, usual_of
from spasm_ddx.tables.validation import Errors, Refusal, refuse, refused_cells, refused_rows
from spasm_ddx.tables.walk import Walk

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
    """Assess every row of a table, exactly as ``guideline.assess`` does one person.

    Args:
        guideline: The guideline, or a tree, which has no alerts, and an urgency only of conditions.
        table: The table; see the module for its kinds, columns and values.
        columns: What to add, of ``assessment_columns(guideline)``; the diagnosis and the
            range of the urgency unless given. Nothing else is worked out:

            - ``diagnosis``: the key of the only condition still possible, or null.
            - ``possible_<condition>``: whether the condition is still possible.
            - ``urgency_at_least``, ``urgency_at_most``: the range of the final urgency.
            - ``raised_<alert>``: whether every completion raises the alert.
            - ``possible_<alert>``: whether some completion raises it and some does not.
        errors: What becomes of a row with a value that is not accepted; see the module.
        keep: Columns that are no findings, although they are almost named like one.

    Returns:
        The same kind of table. Labels are an enum, urgencies in rising order, where the
        kind has one: Polars Enum, pandas Categorical, DuckDB ENUM (text if a label holds
        an apostrophe or the like); in PyArrow a dictionary, in Spark text.

    Raises:
        InputError: A column cannot be asked for, or the table holds what is not accepted.
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
    """Every cell of a Polars table that is not accepted, as a table.

    Args:
        table: The table.
        vocabulary: The vocabulary of the findings.
        keep: Columns that are no findings, although they are almost named like one.

    Returns:
        One row for each refused cell, in the order of the rows: ``row``, its position from
        0; ``column``; ``value`` as text; ``reason``, a sentence with what is accepted.
        Without these rows ``assess_table`` accepts the table.

    Raises:
        InputError: A column is almost named like a finding, or of a type that cannot be the
            finding it is named for; or it is no Polars DataFrame.
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
    """The columns that are asked for, with what each is made of."""
    names = names_of(usual_of(made) if columns is None else columns, "columns")
    for name in names:
        if name not in made:
            hint = did_you_mean(name, made, most=3)
            msg = f"{shown(name)} is not a column that can be asked for; {hint}"
            raise InputError(msg)
    return {name: made[name] for name in names}


def _refuse_names(opened: InputTable, asked: Iterable[str]) -> None:
    """Refuse columns that would be written over, or read for one another."""
    for name in asked:
        if name in opened.schema:
            msg = f"the table has a column {name} already; rename it, or ask for other columns"
            raise InputError(msg)
    if opened.ordered:
        return
    met: dict[str, str] = {}  # a query engine heeds no case
    for name in [*opened.frame.to_native().columns, *asked]:
        if name.lower() in met:
            msg = f"{shown(met[name.lower()])} and {shown(name)} are one column to a query engine, "
            msg += "in upper or lower case; rename one of them, or ask for other columns"
            raise InputError(msg)
        met[name.lower()] = name


def _added_by_engine(
    opened: InputTable, diagram: DecisionDiagram, asked: Mapping[str, Output], errors: Errors
) -> Table:
    """A lazy table, or one that Polars does not read, with the columns behind its own."""
    if errors == "fail":
        refuse(opened)
    if one_projection_serves(opened, diagram, asked):
        return in_one_projection(opened, diagram, asked, nulls=errors == "null")
    refused = refused_rows(opened) if errors == "null" else None
    added = Walk(opened, diagram, asked, refused).over(opened.frame)
    return added if opened.native else added.to_native()
