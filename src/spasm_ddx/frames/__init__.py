"""Whole tables: findings as columns in, what follows exactly from each row as columns out.

A table is a Polars DataFrame or LazyFrame, or, through narwhals, a pandas or PyArrow
table, a DuckDB relation or a PySpark DataFrame. The same kind comes back: its own columns
as they were, rows in their order, pandas' index kept, lazy where it was lazy, and behind
them the columns that were asked for. DuckDB and Spark work in their own engine; a table of
pandas or PyArrow is read by Polars, some rows at a time (without PyArrow, pandas works)::

    assess_table(table, columns=("diagnosis", ...), errors="fail")   # muscle spasm
    differential_table(tree, table, columns=None, errors="fail")     # any tree
    refusals(table, vocabulary=Presentation)                         # Polars: refused cells

A column that is named like a finding is that finding: booleans for a sign, numbers for a
quantity, and for a category the values of its members as text (or an enum of them). Null
is unknown, never absent, and so are NaN and a column that is missing. Other columns are
only carried along. Anything else that ``assess`` would refuse is refused here as well, with
the column, the row, the value and what is accepted:

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
    >>> from spasm_ddx.frames import assess_table
    >>> people = pl.DataFrame({"name": ["Ann", "Bo"], "fever": [True, None],
    ...                        "impaired_consciousness": [False, None],
    ...                        "tetanus_signs": [True, None]})
    >>> assess_table(people, ["diagnosis", "urgency_at_least"]).rows()[0][-2:]
    ('systemic_cause_suspected', 'emergency')
    >>> assess_table(people, ["diagnosis", "urgency_at_least"]).rows()[1][-2:]
    (None, 'self_care')
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeVar

import attrs

from spasm_ddx.errors import InputError
from spasm_ddx.frames.in_memory import answers_of, placed_behind, polars_reads
from spasm_ddx.frames.in_spark import Masks, masks_serve
from spasm_ddx.frames.opened import open_table
from spasm_ddx.frames.outputs import Label, Output, Reached
from spasm_ddx.frames.refusing import Errors, refuse, refused_cells
from spasm_ddx.frames.walk import Walk
from spasm_ddx.muscle_spasm.assessment import joint_reasoning
from spasm_ddx.muscle_spasm.conditions import Urgency
from spasm_ddx.muscle_spasm.presentation import Presentation
from spasm_ddx.reasoning.criteria import require, shown
from spasm_ddx.reasoning.decision_diagram import DecisionDiagram
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.tree import Tree, require_tree

if TYPE_CHECKING:  # behind the extra `frames`
    import polars as pl

T = TypeVar("T")
#: What ``assess_table`` adds unless asked otherwise.
DEFAULT_COLUMNS: Final = ("diagnosis", "urgency_at_least", "urgency_at_most")


def assess_table(
    table: T, columns: str | Iterable[str] = DEFAULT_COLUMNS, *, errors: Errors = "fail"
) -> T:
    """Assess every row of a table, exactly as ``assess`` does one person.

    Args:
        table: The table; see the module for its kinds, columns and values.
        columns: What to add, of ``assessment_columns()``; nothing else is worked out:

            - ``diagnosis``: the key of the only condition still possible, or null.
            - ``possible_<condition>``: whether the condition is still possible.
            - ``urgency_at_least``, ``urgency_at_most``: the range of the final urgency.
            - ``raised_<alert>``: whether every completion raises the alert.
            - ``possible_<alert>``: whether some completion raises it and some does not.
        errors: What becomes of a row with a value that is not accepted; see the module.

    Returns:
        The same kind of table. Labels are an enum, urgencies in rising order, where the
        kind has one: Polars Enum, pandas Categorical, DuckDB ENUM (text if a label holds
        an apostrophe or the like); in PyArrow a dictionary, in Spark text.

    Raises:
        InputError: A column cannot be asked for, or the table holds what is not accepted.
        MissingExtraError: narwhals or polars is not installed.
    """
    diagram, made = _clinical()
    return _add_columns(table, Presentation, diagram, made, columns, errors)


def assessment_columns() -> tuple[str, ...]:
    """Every column that ``assess_table`` can add."""
    return tuple(_clinical()[1])


def differential_table(
    tree: Tree[Any],
    table: T,
    columns: str | Iterable[str] = ("outcome",),
    *,
    errors: Errors = "fail",
    label: Callable[[Any], str] = str,
) -> T:
    """The differential of every row of a table, by any tree.

    Args:
        tree: The tree; its vocabulary names the columns that are read.
        table: The table.
        columns: What to add: ``outcome``, the label of the only outcome still possible or
            null, and ``possible_<label>``, whether that outcome is still possible.
        errors: What becomes of a row with a value that is not accepted; see the module.
        label: What an outcome is called.

    Raises:
        InputError: As ``assess_table``; or a label is no text; or two outcomes have one.
        TreeError: It is no tree.
        MissingExtraError: narwhals or polars is not installed.
    """
    require_tree(tree, "differential_table")
    require(label, Callable, "label must be a function of an outcome", InputError)  # type: ignore[arg-type]
    diagram, root = tree.diagram
    named = [(label(outcome), diagram.end(outcome)) for outcome in tree.outcomes]
    for name, _ in named:
        require(name, str, "label must give text", InputError)
    labels = dict(named)
    if len(labels) < len(tree.outcomes):
        msg = "two outcomes of the tree have one label; give a `label` that tells them apart"
        raise InputError(msg)
    ends = tuple((end, name) for name, end in labels.items())
    made: dict[str, Output] = {
        "outcome": Label(root, ends, tuple(labels), alone=True),
        **{f"possible_{name}": Reached(root, (end,)) for end, name in ends},
    }
    return _add_columns(table, tree.vocabulary or Findings, diagram, made, columns, errors)


def refusals(table: pl.DataFrame, vocabulary: type[Findings] = Presentation) -> pl.DataFrame:
    """Every cell of a Polars table that is not accepted, as a table.

    Args:
        table: The table.
        vocabulary: The vocabulary of the findings.

    Returns:
        One row for each refused cell, in the order of the rows: ``row``, its position from
        0; ``column``; ``value`` as text; ``reason``, a sentence with what is accepted.
        Without these rows ``assess_table`` accepts the table.

    Raises:
        InputError: A whole column is of a type that cannot be the finding it is named for,
            or it is no Polars DataFrame.
        MissingExtraError: narwhals or polars is not installed.
    """
    opened = open_table(table, vocabulary)
    if opened.lazy or not opened.native:
        kind = f"{type(table).__module__}.{type(table).__name__}"
        msg = f"refusals takes a Polars DataFrame, not {kind}"
        raise InputError(msg)
    import polars as pl  # noqa: PLC0415 - behind the extra `frames`

    found = refused_cells(opened)
    schema = {"row": pl.UInt32, "column": pl.String, "value": pl.String, "reason": pl.String}
    return pl.DataFrame([attrs.astuple(cell) for cell in found], schema=schema, orient="row")


@cache
def _clinical() -> tuple[DecisionDiagram, Mapping[str, Output]]:
    """The joint decision diagram, and each column that can be asked of it."""
    reasoning = joint_reasoning()
    diagram = reasoning.diagram
    conditions = tuple((end, condition.key) for end, condition in reasoning.conditions)
    urgencies = tuple((diagram.end(urgency), urgency.key) for urgency in Urgency)
    names = tuple(key for _, key in urgencies)
    yes, no = (diagram.yes,), (diagram.no,)
    made: dict[str, Output] = {
        "diagnosis": Label(
            reasoning.tree, conditions, tuple(key for _, key in conditions), alone=True
        ),
        "urgency_at_least": Label(reasoning.urgency, urgencies, names),
        "urgency_at_most": Label(reasoning.urgency, urgencies[::-1], names),
    }
    for end, key in conditions:
        made[f"possible_{key}"] = Reached(reasoning.tree, (end,))
    for alert, root in reasoning.alerts:
        made[f"raised_{alert.key}"] = Reached(root, yes, no)
        made[f"possible_{alert.key}"] = Reached(root, yes + no)
    return diagram, made


def _add_columns(
    table: T,
    vocabulary: type[Findings],
    diagram: DecisionDiagram,
    made: Mapping[str, Output],
    columns: str | Iterable[str],
    errors: Errors,
) -> T:
    """The table with the asked-for columns behind its own."""
    if errors not in {"fail", "null"}:
        msg = f"errors={shown(errors)} is not accepted; give 'fail' or 'null'"
        raise InputError(msg)
    asked = {name: _asked(name, made) for name in _several(columns)}
    opened = open_table(table, vocabulary)
    for name in asked:
        if name in opened.schema:
            msg = f"the table has a column {name} already; rename it, or ask for other columns"
            raise InputError(msg)
    if opened.lazy and not opened.native:
        _refuse_alike([*opened.frame.to_native().columns, *asked])
    added: T
    if polars_reads(opened):
        added = placed_behind(opened, answers_of(opened, diagram, asked, errors))
        return added
    if errors == "fail":
        refuse(opened)
    way = Masks if masks_serve(opened, diagram, asked) else Walk
    added = way(opened, diagram, asked).plan(nulls=errors == "null").over(opened.frame)
    return added


def _several(columns: str | Iterable[str]) -> list[str]:
    names: list[Any] | None
    try:
        names = [columns] if isinstance(columns, str) else list(columns)
    except TypeError:
        names = None
    if names is None or not all(isinstance(name, str) for name in names):
        msg = f"columns={shown(columns)} is not accepted; give the name of a column, or several"
        raise InputError(msg)
    return names


def _asked(name: str, made: Mapping[str, Output]) -> Output:
    if name in made:
        return made[name]
    import difflib  # noqa: PLC0415 - only errors need it

    near = difflib.get_close_matches(name, made, n=3)
    accepted = f"did you mean {' or '.join(near)}?" if near else "accepted are " + ", ".join(made)
    msg = f"{shown(name)} is not a column that can be asked for; {accepted}"
    raise InputError(msg)


def _refuse_alike(columns: Iterable[str]) -> None:
    """Refuse two names that differ in case alone: query engines would read one for the other."""
    met: dict[str, str] = {}
    for name in columns:
        if name.lower() in met:
            msg = (
                f"{shown(met[name.lower()])} and {shown(name)} are one column to a query engine, "
                f"in upper or lower case; rename one of them, or ask for other columns"
            )
            raise InputError(msg)
        met[name.lower()] = name
