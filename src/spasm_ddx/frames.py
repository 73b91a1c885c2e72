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

import math
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache, lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, TypeVar, assert_never, cast

import attrs

from spasm_ddx.errors import FindingError, InputError, MissingExtraError
from spasm_ddx.muscle_spasm.assessment import joint_reasoning
from spasm_ddx.muscle_spasm.conditions import Urgency
from spasm_ddx.muscle_spasm.presentation import Presentation
from spasm_ddx.reasoning.criteria import Category, Finding, Quantity, Sign, shown
from spasm_ddx.reasoning.decision_diagram import DecisionDiagram
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.tree import Tree

if TYPE_CHECKING:  # behind the extra `frames`
    import polars as pl

T = TypeVar("T")
Errors: TypeAlias = Literal["fail", "null"]

#: What ``assess_table`` adds unless asked otherwise.
DEFAULT_COLUMNS: Final = ("diagnosis", "urgency_at_least", "urgency_at_most")
#: What engines call a column that can hold nothing but null.
_NO_TYPE: Final = frozenset({"null", "null[pyarrow]", '"NULL"', "void"})
#: How many rows of a table that is not its own Polars reads at a time: the fewer, the less
#: memory they take; the more, the less often the plan is made.
_SLICE: Final = 250_000
#: The walks of how large a diagram are kept for the next table of the same columns.
_MOST_NODES_KEPT: Final = 10_000
#: How many labels one expression chooses among: engines limit how deep they nest.
_CHAIN: Final = 16
#: Up to how many rows in memory are walked one by one, where a diagram has more than so many
#: branches. Walked together they take a fixed time for each node, and much less for each row.
_FEW_ROWS: Final = 20_000
_MANY_BRANCHES: Final = 2_000
#: How many cells of a table are held as Python's own values at once.
_CELLS: Final = 1_000_000
#: How many ends a number of 64 bits tells apart, beside its sign and a bit that is never set.
_MOST_BITS: Final = 62
_NO_BIT: Final = 1 << _MOST_BITS
#: How many nodes one expression of Spark may repeat; planning takes time for each.
_MOST_UNFOLDED: Final = 2_000


# ------------------------------------------------------------------------ public names


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
        InputError: As ``assess_table``; or it is no tree; or two outcomes have one label.
        MissingExtraError: narwhals or polars is not installed.
    """
    if not isinstance(tree, Tree):  # pyright: ignore[reportUnnecessaryIsInstance] - callers err
        msg = f"differential_table takes a Tree, not {shown(tree)}"
        raise InputError(msg)
    diagram, root = tree.diagram
    labels = {label(outcome): diagram.end(outcome) for outcome in tree.outcomes}
    if len(labels) < len(tree.outcomes):
        msg = "two outcomes of the tree have one label; give a `label` that tells them apart"
        raise InputError(msg)
    ends = tuple((end, name) for name, end in labels.items())
    made: dict[str, _Output] = {
        "outcome": _Label(root, ends, tuple(labels), alone=True),
        **{f"possible_{name}": _Reached(root, (end,)) for end, name in ends},
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
    opened = _opened(table, vocabulary)
    if opened.lazy or not opened.native:
        kind = f"{type(table).__module__}.{type(table).__name__}"
        msg = f"refusals takes a Polars DataFrame, not {kind}"
        raise InputError(msg)
    import polars as pl  # noqa: PLC0415 - behind the extra `frames`

    found = _refused(opened)
    schema = {"row": pl.UInt32, "column": pl.String, "value": pl.String, "reason": pl.String}
    return pl.DataFrame([attrs.astuple(cell) for cell in found], schema=schema, orient="row")


# ---------------------------------------------------------------- what can be asked for


@attrs.frozen
class _Label:
    """The label of the first end that is reached, or of the only one.

    Attributes:
        root: The root of the diagram.
        ends: Each end with its label, in the order in which they are looked at.
        labels: Every label, in the order of the enum.
        alone: Whether there is a label only where no other end is reached.
    """

    root: int
    ends: tuple[tuple[int, str], ...]
    labels: tuple[str, ...]
    alone: bool = False


@attrs.frozen
class _Reached:
    """Whether each of some ends is reached, and none of others."""

    root: int
    all_of: tuple[int, ...]
    none_of: tuple[int, ...] = ()


_Output: TypeAlias = _Label | _Reached


@cache
def _clinical() -> tuple[DecisionDiagram, Mapping[str, _Output]]:
    """The joint decision diagram, and each column that can be asked of it."""
    reasoning = joint_reasoning()
    diagram = reasoning.diagram
    conditions = tuple((end, condition.key) for end, condition in reasoning.conditions)
    urgencies = tuple((diagram.end(urgency), urgency.key) for urgency in Urgency)
    names = tuple(key for _, key in urgencies)
    yes, no = (diagram.yes,), (diagram.no,)
    made: dict[str, _Output] = {
        "diagnosis": _Label(
            reasoning.tree, conditions, tuple(key for _, key in conditions), alone=True
        ),
        "urgency_at_least": _Label(reasoning.urgency, urgencies, names),
        "urgency_at_most": _Label(reasoning.urgency, urgencies[::-1], names),
    }
    for end, key in conditions:
        made[f"possible_{key}"] = _Reached(reasoning.tree, (end,))
    for alert, root in reasoning.alerts:
        made[f"raised_{alert.key}"] = _Reached(root, yes, no)
        made[f"possible_{alert.key}"] = _Reached(root, yes + no)
    return diagram, made


def _add_columns(
    table: T,
    vocabulary: type[Findings],
    diagram: DecisionDiagram,
    made: Mapping[str, _Output],
    columns: str | Iterable[str],
    errors: Errors,
) -> T:
    """The table with the asked-for columns behind its own."""
    if errors not in {"fail", "null"}:
        msg = f"errors={shown(errors)} is not accepted; give 'fail' or 'null'"
        raise InputError(msg)
    asked = {name: _asked(name, made) for name in _several(columns)}
    opened = _opened(table, vocabulary)
    for name in asked:
        if name in opened.schema:
            msg = f"the table has a column {name} already; rename it, or ask for other columns"
            raise InputError(msg)
    if opened.lazy and not opened.native:
        _refuse_alike([*opened.frame.to_native().columns, *asked])
    added: T
    if _polars_reads(opened):
        added = _placed(opened, _answers(opened, diagram, asked, errors))
        return added
    if errors == "fail":
        _refuse(opened)
    way = _Masks if _masks_serve(opened, diagram, asked) else _Walk
    added = way(opened, diagram, asked).plan(nulls=errors == "null").over(opened.frame)
    return added


def _answers(
    opened: _Opened, diagram: DecisionDiagram, asked: Mapping[str, _Output], errors: Errors
) -> pl.DataFrame:
    """The asked-for columns alone of a table in memory, worked out by Polars."""
    import polars as pl  # noqa: PLC0415 - behind the extra `frames`

    answers: list[pl.DataFrame] = []
    for some in _slices(opened):
        if errors == "fail":
            _refuse(some)
        if len(some.frame) <= _FEW_ROWS and _branches(diagram, asked) > _MANY_BRANCHES:
            answers.append(_row_by_row(some, diagram, asked, nulls=errors == "null"))
            continue
        schema = tuple(some.schema.items())
        walk = _walk(diagram, tuple(asked.items()), some.vocabulary, schema, nulls=errors == "null")
        plan = walk.over(some.frame.lazy()).select(*asked)
        answers.append(plan.collect(engine="streaming"))
    if len(diagram.children) > _MOST_NODES_KEPT:
        _walk.cache_clear()
    return pl.concat(answers, rechunk=True)


@lru_cache(maxsize=16)
def _walk(
    diagram: DecisionDiagram,
    asked: tuple[tuple[str, _Output], ...],
    vocabulary: type[Findings],
    schema: tuple[tuple[str, Any], ...],
    *,
    nulls: bool,
) -> _Walk:
    """The walk over any Polars table of these columns; to make it costs as much as 10,000 rows."""
    import polars as pl  # noqa: PLC0415 - behind the extra `frames`

    kinds = dict(schema)
    found = {f.name: f for f in vocabulary.findings() if f.name in kinds}
    opened = _Opened(pl, None, kinds, vocabulary, found, lazy=True, ordered=True)
    return _Walk(opened, diagram, dict(asked)).plan(nulls=nulls)


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


def _asked(name: str, made: Mapping[str, _Output]) -> _Output:
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


# ------------------------------------------------------------------------ kinds of table


@attrs.frozen
class _Opened:
    """A table, and what is known of it before any row is looked at.

    Attributes:
        spell: ``polars`` or ``narwhals``: both spell the expressions used here alike.
        frame: The table, as one of theirs.
        schema: Each column with its type.
        vocabulary: The vocabulary of the findings.
        findings: The findings that the table has a column for.
        lazy: Whether the table is lazy.
        ordered: Whether its rows have an order.
        start: Where its rows start in the table that they are some of.
    """

    spell: Any
    frame: Any
    schema: Mapping[str, Any]
    vocabulary: type[Findings]
    findings: Mapping[str, Finding]
    lazy: bool
    ordered: bool
    start: int = 0

    @property
    def native(self) -> bool:
        """Whether Polars is spoken to itself."""
        return bool(self.spell.__name__ == "polars")

    def has(self, finding: Finding) -> bool:
        """Whether anything is known of a finding."""
        return finding.name in self.findings

    def column(self, finding: Finding) -> Any:  # noqa: ANN401 - an expression of either library
        """The values of a finding: numbers as 64-bit floats, members as their text or code."""
        column, dtype, spell = self.spell.col(finding.name), self.schema[finding.name], self.spell
        if isinstance(finding, Quantity) and dtype != spell.Float64:
            return column.cast(spell.Float64)
        if isinstance(finding, Category):
            if self.native:  # text that is no member's becomes null, and is refused
                return column.cast(spell.Enum(_values(finding)), strict=False)
            return column if dtype == spell.String else column.cast(spell.String)
        return column

    def unknown(self, finding: Finding) -> Any:  # noqa: ANN401 - as above
        """Whether a finding is unknown: null, or not a number."""
        missing = self.spell.col(finding.name).is_null()
        if isinstance(finding, Quantity) and self.schema[finding.name].is_float():
            missing = missing | self.column(finding).is_nan()
        return missing

    def broken(self, column: Any) -> Any:  # noqa: ANN401 - as above
        """Whether numbers are not whole."""
        return column > column.floor()

    def or_unknown(self, finding: Finding, known: Any) -> Any:  # noqa: ANN401 - as above
        """Whether something known of a finding holds, or the finding is unknown."""
        if not self.native:
            return known | self.unknown(finding)
        if isinstance(finding, Quantity) and self.schema[finding.name].is_float():
            known = known | self.column(finding).is_nan()
        return known.fill_null(True)  # noqa: FBT003 - unlike `|`, it leaves no room for nulls

    def among(self, category: Category[Any], values: list[str]) -> Any:  # noqa: ANN401 - as above
        """Whether a category is known to be one of these values; null while it is unknown."""
        return self.column(category).is_in(values)

    def rows(self, frame: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - a frame of either library
        """The rows of a small result."""
        if self.lazy:
            frame = frame.collect(engine="streaming") if self.native else frame.collect()
        found: list[dict[str, Any]] = frame.rows(named=True)
        return found


def _opened(table: object, vocabulary: type[Findings]) -> _Opened:
    """Open a table, and refuse columns that cannot be the finding they are named for."""
    spell, frame = _spelt(table)
    lazy = isinstance(frame, spell.LazyFrame)
    schema: dict[Any, Any] = dict(frame.collect_schema())
    if not schema:
        msg = "the table has no columns"
        raise InputError(msg)
    found = {f.name: f for f in vocabulary.findings() if f.name in schema}
    ordered = not lazy or spell.__name__ == "polars"
    opened = _Opened(spell, frame, schema, vocabulary, found, lazy, ordered)
    known = {name: f for name, f in found.items() if not _all_null(opened, name)}
    for finding in known.values():
        _check_type(opened, finding)
    return attrs.evolve(opened, findings=known)


def _spelt(table: object) -> tuple[Any, Any]:
    """The library that spells expressions for a table, and the table as one of its frames."""
    try:
        import narwhals as nw  # noqa: PLC0415 - behind the extra `frames`
    except ModuleNotFoundError as error:
        if error.name != "narwhals":  # it is there, and lacks something itself
            raise
        msg = "whole tables need narwhals and polars: pip install 'spasm-ddx[frames]'"
        raise MissingExtraError(msg, name="narwhals") from None
    if nw.dependencies.is_polars_dataframe(table) or nw.dependencies.is_polars_lazyframe(table):
        import polars as pl  # noqa: PLC0415 - behind the extra `frames`

        return pl, table
    try:
        frame: Any = nw.from_native(cast("Any", table))
        frame.collect_schema()
    except nw.exceptions.DuplicateError:
        msg = "two columns of the table have one name; rename one of them"
        raise InputError(msg) from None
    except TypeError:
        msg = (
            f"{type(table).__name__} is not a table; give a table of Polars, pandas, PyArrow, "
            f"DuckDB or PySpark"
        )
        raise InputError(msg) from None
    return nw, frame


# ---------------------------------------------------------------- tables read by Polars


def _polars_reads(opened: _Opened) -> bool:
    """Whether a table is in memory, and is Polars' own or one that it reads."""
    if opened.lazy or opened.native:
        return not opened.lazy
    kind = opened.frame.implementation
    if not (kind.is_pyarrow() or kind.is_pandas()):
        return False
    try:
        import_module("pyarrow")  # through which Polars reads pandas, and writes both
    except ModuleNotFoundError:
        return False
    return True


def _slices(opened: _Opened) -> Iterator[_Opened]:
    """The findings of a table in memory, some rows after the others, as Polars reads them."""
    import polars as pl  # noqa: PLC0415 - behind the extra `frames`

    height = len(opened.frame)
    step = max(height, 1) if opened.native else _SLICE
    for start in range(0, max(height, 1), step):
        some = opened.frame[start : start + step]
        if not opened.findings:  # the rows still count
            read = pl.DataFrame({_free(()): pl.repeat(None, len(some), eager=True)})
        else:
            read = some.select(*opened.findings)
            read = _as_members(read if opened.native else read.to_polars(), opened.findings)
        yield attrs.evolve(opened, spell=pl, frame=read, schema=read.schema, start=start)


def _as_members(frame: pl.DataFrame, findings: Mapping[str, Finding]) -> pl.DataFrame:
    """The rows with the members of categories as an enum of them, cast but once.

    A column with what is no member stays text, so that it is seen and refused.
    """
    import polars as pl  # noqa: PLC0415 - behind the extra `frames`

    kinds = {
        name: pl.Enum(_values(finding))
        for name, finding in findings.items()
        if isinstance(finding, Category)
    }
    cast = {name: kind for name, kind in kinds.items() if frame.schema[name] != kind}
    if not cast:
        return frame
    made = frame.select(pl.col(name).cast(kind, strict=False) for name, kind in cast.items())
    return frame.with_columns(
        column for column in made if column.null_count() == frame[column.name].null_count()
    )


def _placed(opened: _Opened, answers: pl.DataFrame) -> Any:  # noqa: ANN401 - the caller's table
    """The table with the answers behind its own columns, in the types of its kind."""
    if opened.native:
        return opened.frame.hstack(answers.get_columns())
    import narwhals as nw  # noqa: PLC0415 - behind the extra `frames`

    kind = opened.frame.implementation
    library = kind.to_native_namespace()
    if kind.is_pandas():
        behind = _as_pandas(library, opened.frame.to_native(), answers)
    else:
        behind = _as_arrow(library, answers)
    return nw.concat([opened.frame, nw.from_native(behind)], how="horizontal").to_native()


def _as_arrow(pa: Any, answers: pl.DataFrame) -> Any:  # noqa: ANN401 - PyArrow and its table
    """The answers as a PyArrow table: dictionaries of every label, whichever are there."""
    import polars as pl  # noqa: PLC0415 - behind the extra `frames`

    made: dict[str, Any] = {}
    for column in answers:
        made[column.name] = column.to_arrow()
        if isinstance(column.dtype, pl.Enum):
            codes = column.to_physical().cast(pl.UInt32)
            labels = pa.array(column.dtype.categories.to_list(), pa.string())
            made[column.name] = pa.DictionaryArray.from_arrays(codes.to_arrow(), labels)
    return pa.table(made)


def _as_pandas(pd: Any, table: Any, answers: pl.DataFrame) -> Any:  # noqa: ANN401 - pandas and its tables
    """The answers as a pandas table of the same index."""
    import polars as pl  # noqa: PLC0415 - behind the extra `frames`

    arrow = any(isinstance(kind, pd.ArrowDtype) for kind in table.dtypes)
    made: dict[str, Any] = {}
    for column in answers:
        if isinstance(column.dtype, pl.Enum):
            kind = pd.CategoricalDtype(column.dtype.categories.to_list(), ordered=True)
            codes = column.to_physical().cast(pl.Int32).fill_null(-1)
            made[column.name] = pd.Categorical.from_codes(codes.to_numpy(), dtype=kind)
        elif arrow:
            made[column.name] = column.to_pandas(use_pyarrow_extension_array=True).array
        else:
            values = column.fill_null(value=False).to_numpy(writable=True)
            unknown = column.is_null().to_numpy(writable=True)
            made[column.name] = pd.arrays.BooleanArray(values, unknown)
    behind = pd.DataFrame(made, index=table.index, copy=False)
    behind.columns.name = table.columns.name
    return behind


# ---------------------------------------------------------------------- what is refused


@attrs.frozen
class _Cell:
    """A cell that is not accepted: its row from 0 or None, its column, value and reason."""

    row: int | None
    column: str
    value: str
    reason: str


def _all_null(opened: _Opened, name: str) -> bool:
    """Whether a column says nothing: no type at all, or known to hold only nulls."""
    dtype, column = opened.schema[name], opened.spell.col(name)
    if (opened.native and dtype == opened.spell.Null) or _type_of(opened, name) in _NO_TYPE:
        return True
    if (
        opened.lazy
        or dtype == opened.spell.Unknown
        or _fits(opened, opened.vocabulary.finding(name))
    ):
        return False
    return bool(opened.frame.select(column.is_null().all()).item())


def _type_of(opened: _Opened, name: str) -> str:
    """What the table itself calls the type of a column; narwhals has no name for some."""
    if opened.native:
        return str(opened.schema[name])
    table, kind = opened.frame.to_native(), opened.frame.implementation
    if kind.is_pyarrow():
        return str(table.schema.field(name).type)
    if kind.is_duckdb():
        return str(table.types[table.columns.index(name)])
    if kind.is_pyspark():
        return str(table.schema[name].dataType.typeName())
    return str(table.dtypes[name]) if kind.is_pandas_like() else str(opened.schema[name])


def _fits(opened: _Opened, finding: Finding) -> bool:
    """Whether the type of a column can be the finding."""
    spell, dtype = opened.spell, opened.schema[finding.name]
    if _is_object(opened, finding.name):
        return False
    match finding:
        case Sign():
            return bool(dtype == spell.Boolean)
        case Quantity():
            return bool(dtype.is_numeric())
        case Category():
            text = any(dtype == kind for kind in (spell.String, spell.Categorical, spell.Enum))
            return text and not _has_no_text(opened, finding.name)
    assert_never(finding)


def _has_no_text(opened: _Opened, name: str) -> bool:
    """Whether the categories of a pandas or PyArrow column are no text, but numbers or so."""
    if opened.native or opened.schema[name] != opened.spell.Categorical:
        return False
    values = re.match(r"dictionary<values=(\w+)", _type_of(opened, name))
    if values:
        return values[1] not in {"string", "large_string", "string_view", "null"}
    if not opened.frame.implementation.is_pandas_like():
        return False
    categories = opened.frame.to_native()[name].dtype.categories
    return categories.inferred_type not in {"string", "empty"}


def _is_object(opened: _Opened, name: str) -> bool:
    """Whether a column can hold anything, as pandas' object columns do."""
    if opened.native or not opened.frame.implementation.is_pandas_like():
        return bool(opened.schema[name] == opened.spell.Object)
    return bool(opened.frame.to_native()[name].dtype == object)


def _check_type(opened: _Opened, finding: Finding) -> None:
    if _fits(opened, finding):
        return
    name, spell, kind = finding.name, opened.spell, str(opened.schema[finding.name])
    where, hint = "", ""
    if kind == "Categorical":
        kind = _type_of(opened, name)
    if kind == "Unknown":  # its values cannot be looked at
        kind = _type_of(opened, name)
    elif not opened.lazy:
        index = _free(opened.schema)
        held = opened.frame.select(name).with_row_index(index).filter(~spell.col(name).is_null())
        first = opened.rows(held.head(1))[0]
        where = f" (row {first[index]} holds {shown(first[name])})"
    if _is_object(opened, name):
        kind, hint = "object", "; convert it first, for example with convert_dtypes()"
    match finding:
        case Sign():
            accepted = "booleans"
        case Category():
            accepted = f"text, {finding.accepted}"
        case Quantity():
            accepted = f"numbers, each {finding.accepted}"
    msg = (
        f"{name}: a column of type {kind}{where} is not accepted; give a column of {accepted}, "
        f"null while unknown{hint}"
    )
    raise InputError(msg)


def _bad(opened: _Opened) -> list[Any]:
    """Expressions that hold in the rows to refuse, and are never null."""
    found: list[Any] = []
    for finding in opened.findings.values():
        column, known = opened.column(finding), ~opened.unknown(finding)
        if isinstance(finding, Category):
            found.append(_wrong_label(opened, finding, column) & known)
        if isinstance(finding, Quantity):
            bad = (column < finding.low) | (column > finding.high)
            if finding.whole:
                bad = bad | opened.broken(column)
            found.append(bad & known)
            if finding.shows and opened.has(finding.shows[0]):
                sign, threshold = finding.shows
                denied = ~opened.column(sign) & ~opened.unknown(sign)
                found.append(denied & (column >= threshold) & known)
    return found


def _wrong_label(opened: _Opened, finding: Category[Any], column: Any) -> Any:  # noqa: ANN401 - as above
    return column.is_null() if opened.native else ~opened.among(finding, _values(finding))


def _refuse(opened: _Opened) -> None:
    """Raise for the first row that is refused, if there is one."""
    bad = _bad(opened)
    if not bad:
        return
    (answer,) = opened.rows(opened.frame.select(_either(bad).any().alias("refused")))
    if not answer["refused"]:
        return
    cell = _refused(opened, most=1)[0]
    where = "a row of the table"
    if cell.row is not None:
        where = f"row {cell.row} of the table (rows count from 0)"
    msg = f"{where}: {cell.reason}"
    raise InputError(msg)


def _refused(opened: _Opened, *, most: int | None = None) -> list[_Cell]:
    """The refused cells of the first rows that have one; all rows unless told how many."""
    bad = _bad(opened)
    if not bad:
        return []
    frame, index = opened.frame, _free(opened.schema)
    if opened.ordered:
        frame = frame.with_row_index(index)
    kept = [index] if opened.ordered else []
    rows = frame.filter(_either(bad)).select(*kept, *opened.findings)
    found: list[_Cell] = []
    for row in opened.rows(rows if most is None else rows.head(most)):
        position = row.pop(index) + opened.start if opened.ordered else None
        plain = row
        if not opened.native:  # NumPy's and pandas' scalars are no numbers of Python
            plain = {name: opened.spell.to_py_scalar(held) for name, held in row.items()}
        found += [attrs.evolve(cell, row=position) for cell in _explained(plain, opened.vocabulary)]
    return found


def _explained(row: Mapping[str, Any], vocabulary: type[Findings]) -> Iterator[_Cell]:
    """The refused cells of one row, by the vocabulary's own checks and in its words."""
    values: dict[str, Any] = {}
    for name, held in row.items():
        value = float(held) if isinstance(held, Decimal) else held
        if value is None or (isinstance(value, float) and math.isnan(value)):
            continue
        try:
            vocabulary.from_dict({name: value})
        except FindingError as error:
            yield _Cell(None, name, _text(held), str(error))
        else:
            values[name] = value
    for finding in vocabulary.findings():
        if isinstance(finding, Quantity) and finding.shows:
            sign = finding.shows[0].name
            both = {name: values.get(name) for name in (sign, finding.name)}
            try:
                vocabulary.from_dict(both)
            except FindingError as error:
                yield _Cell(None, sign, _text(both[sign]), str(error))


# ------------------------------------------------------------------- walking the diagram


def _branches(diagram: DecisionDiagram, asked: Mapping[str, _Output]) -> int:
    """How many branches there are below the roots that are asked about."""
    roots = {output.root for output in asked.values()}
    below = [node for root in roots for node in diagram.nodes_below(root)]
    return sum(len(diagram.children[node]) for node in below)


def _ways(diagram: DecisionDiagram, node: int) -> dict[int, tuple[int, ...]]:
    """For each child of a node, the cells that lead to it."""
    ways: dict[int, tuple[int, ...]] = {}
    for cell, child in enumerate(diagram.children[node]):
        ways[child] = (*ways.get(child, ()), cell)
    return ways


class _Walk:
    """One walk from the roots of a diagram down, for all rows of a table together.

    Each layer is a projection: new boolean columns, from columns of the layers before.
    """

    def __init__(
        self, opened: _Opened, diagram: DecisionDiagram, asked: Mapping[str, _Output]
    ) -> None:
        self._opened = opened
        self._diagram = diagram
        self._asked = asked
        self._prefix = _free(opened.schema)
        self._layers: list[dict[str, Any]] = []
        self._outputs: dict[str, Any] = {}
        # The last layer that reads a column; after it the column is dropped.
        self._last: dict[str, int] = {}
        # For each root and node, the column of the rows that can be there; None is all rows.
        self._at: dict[tuple[int, int], str | None] = {}
        self._tests: dict[tuple[int, tuple[float, ...], tuple[int, ...]], str | None] = {}

    def plan(self, *, nulls: bool) -> _Walk:
        """Make every layer; of the last, refused rows are left null if that is asked."""
        self._layers.append({})
        bad = _bad(self._opened) if nulls else []
        refused = self._make(_either(bad)) if bad else None
        self._descend(dict.fromkeys(output.root for output in self._asked.values()))
        self._layers.append({})
        several = {
            name: self._make(_twice(reached)[1])
            for name, output in self._asked.items()
            if isinstance(output, _Label) and output.alone
            if len(reached := [self._reached(output.root, end) for end, _ in output.ends]) > 1
        }
        self._layers.append({})
        made: dict[str, Any] = {}
        for name, output in self._asked.items():
            made[name] = self._output(output, several.get(name))
            if refused is not None:
                made[name] = self._opened.spell.when(~self._read(refused)).then(made[name])
        self._outputs = made
        return self

    def _make(self, expression: Any) -> str:  # noqa: ANN401 - an expression of either library
        """Make a column in the layer that is being built."""
        name = f"{self._prefix}{len(self._layers)}_{len(self._layers[-1])}"
        self._layers[-1][name] = expression
        return name

    def _read(self, name: str) -> Any:  # noqa: ANN401 - as above
        """A column of an earlier layer, read by the layer that is being built."""
        self._last[name] = len(self._layers) - 1
        return self._opened.spell.col(name)

    def _descend(self, roots: Iterable[int]) -> None:
        """Make a column for each node below these roots, level by level."""
        diagram = self._diagram
        arrivals: dict[tuple[int, int], list[tuple[int, tuple[int, ...]]]] = defaultdict(list)
        levels: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for root in roots:
            self._at[root, root] = None
            for node in diagram.nodes_below(root):
                levels[diagram.levels[node]].append((root, node))
                for child, cells in _ways(diagram, node).items():
                    arrivals[root, child].append((node, cells))
        before: list[tuple[int, int]] = []
        for level in sorted(levels):
            self._layers.append({})
            self._gather(before)
            for root, node in levels[level]:
                if diagram.children[node]:
                    self._at[root, node] = self._arrived(root, arrivals[root, node])
                for cells in _ways(diagram, node).values():
                    self._test(node, cells)
            before = levels[level]

    def _gather(self, nodes: Iterable[tuple[int, int]]) -> None:
        """Add the rows that go on from these nodes to an end; waiting for all would hold them."""
        arrivals: dict[tuple[int, int], list[tuple[int, tuple[int, ...]]]] = defaultdict(list)
        for root, node in nodes:
            for child, cells in _ways(self._diagram, node).items():
                if not self._diagram.children[child]:
                    arrivals[root, child].append((node, cells))
        for (root, end), ways in arrivals.items():
            if self._at.get((root, end), "") is not None:
                self._at[root, end] = self._arrived(root, ways, self._at.get((root, end)))

    def _arrived(
        self, root: int, ways: Sequence[tuple[int, tuple[int, ...]]], before: str | None = None
    ) -> str | None:
        """The column of the rows that are at a parent and may answer so that they come here."""
        columns = [
            [name for name in (self._at[root, parent], self._test(parent, cells)) if name]
            for parent, cells in ways
        ]
        if [] in columns or not columns:  # all rows come here, as they do to the root
            return None
        columns += [[before]] if before else []
        if len(columns) == len(columns[0]) == 1:
            return columns[0][0]
        return self._make(
            _either([_all([self._read(name) for name in names]) for names in columns])
        )

    def _test(self, node: int, cells: tuple[int, ...]) -> str | None:
        """The column of the rows that may answer in one of these cells; None is all rows."""
        level, cuts = self._diagram.levels[node], self._diagram.cuts[node]
        key = (level, cuts, cells)
        if key not in self._tests:
            test = _may_answer(self._opened, self._diagram.order[level], cuts, cells)
            self._tests[key] = None if test is None else self._make(test)
        return self._tests[key]

    # ------------------------------------------------------------------- what comes out

    def _reached(self, root: int, end: int) -> Any:  # noqa: ANN401 - as above
        if (root, end) not in self._at:
            return self._opened.spell.lit(False)  # noqa: FBT003 - the value itself
        column = self._at[root, end]
        return self._opened.spell.lit(True) if column is None else self._read(column)  # noqa: FBT003

    def _output(self, output: _Output, several: str | None) -> Any:  # noqa: ANN401 - as above
        match output:
            case _Reached(root=root, all_of=all_of, none_of=none_of):
                parts = [self._reached(root, end) for end in all_of]
                parts += [~self._reached(root, end) for end in none_of]
                return _all(parts)
            case _Label(root=root, ends=ends, labels=labels):
                only = [] if several is None else [~self._read(several)]
                reached = [(_all([self._reached(root, end), *only]), label) for end, label in ends]
                return _labelled(self._opened, reached, labels)
        assert_never(output)

    def over(self, frame: Any) -> Any:  # noqa: ANN401 - the caller's table
        """A table of these columns after every layer, without what only the walk needed."""
        opened = self._opened
        # A query engine leaves out by itself what nothing reads; each drop would nest deeper.
        drops = opened.native or not opened.lazy
        live: list[str] = []
        for index, layer in enumerate(self._layers[:-1]):  # the last is that of the outputs
            made = {name: each for name, each in layer.items() if self._last.get(name, 0) > index}
            frame = frame.with_columns(**made) if made else frame
            live += made
            dead = [name for name in live if drops and self._last[name] <= index]
            frame = frame.drop(*dead) if dead else frame
            live = [name for name in live if name not in dead]
        frame = frame.with_columns(**self._outputs).drop(*live)
        return frame if opened.native else frame.to_native()


# ------------------------------------------------------------------------- row by row


def _row_by_row(
    opened: _Opened, diagram: DecisionDiagram, asked: Mapping[str, _Output], *, nulls: bool
) -> pl.DataFrame:
    """The asked-for columns of rows that Polars reads, by one walk for each row.

    Of a large diagram a row meets few nodes; to walk it together takes time for each of them.
    """
    import polars as pl  # noqa: PLC0415 - behind the extra `frames`

    roots = dict.fromkeys(output.root for output in asked.values())
    bad = _bad(opened) if nulls else []
    refused = opened.frame.select(_either(bad)).to_series() if bad else None
    step = max(1, _CELLS // max(1, len(opened.findings)))
    answers: dict[str, list[Any]] = {name: [] for name in asked}
    for start in range(0, len(opened.frame), step):
        part = opened.frame[start : start + step]
        skip = refused[start : start + step] if refused is not None else [False] * len(part)
        for at, skipped in zip(_positions(opened, diagram, part), skip, strict=True):
            ends = {root: set(diagram.reachable(root, at)) for root in roots}
            for name, output in asked.items():
                answers[name].append(None if skipped else _said(output, ends[output.root]))
    kinds = {
        name: pl.Enum(each.labels) if isinstance(each, _Label) else pl.Boolean
        for name, each in asked.items()
    }
    return pl.DataFrame(answers, schema=kinds)


def _positions(
    opened: _Opened, diagram: DecisionDiagram, rows: pl.DataFrame
) -> Iterator[Sequence[float | None]]:
    """The position of each finding of the diagram, of one row after the other."""
    columns = rows.select(**{f.name: opened.column(f) for f in opened.findings.values()})
    known = {
        name: _as_positions(finding, columns[name].to_list())
        for name, finding in opened.findings.items()
    }
    unknown: list[float | None] = [None] * len(rows)
    levels = {finding: known.get(finding.name, unknown) for finding in diagram.order}
    for finding in opened.findings.values():
        if isinstance(finding, Quantity) and finding.shows and finding.shows[0] in levels:
            sign, threshold = finding.shows
            levels[sign] = [
                1 if value is not None and value >= threshold else held
                for value, held in zip(known[finding.name], levels[sign], strict=True)
            ]
    return zip(*levels.values(), strict=True) if levels else iter([()] * len(rows))


def _as_positions(finding: Finding, values: Sequence[Any]) -> list[float | None]:
    """The position that each value of a column stands for, None while it is unknown."""
    match finding:
        case Quantity():
            return [v if isinstance(v, float) and not math.isnan(v) else None for v in values]
        case Category():
            index = {value: place for place, value in enumerate(_values(finding))}
            return [index.get(value) for value in values]
        case Sign():
            return list(values)
    assert_never(finding)


def _said(output: _Output, ends: set[int]) -> str | bool | None:
    """What is told of a row that reaches these ends."""
    match output:
        case _Reached(all_of=all_of, none_of=none_of):
            return ends.issuperset(all_of) and ends.isdisjoint(none_of)
        case _Label(ends=named, alone=alone):
            if alone and len(ends) > 1:
                return None
            return next((name for end, name in named if end in ends), None)
    assert_never(output)


# ---------------------------------------------------------------------- in Spark's own words


@attrs.frozen
class _Spark(_Opened):
    """A table of Spark whose columns are Spark's own: narwhals has no words for bits."""

    def column(self, finding: Finding) -> Any:  # noqa: ANN401 - a column of Spark
        """As above."""
        column = self.spell.col(finding.name)
        return column.cast("double") if isinstance(finding, Quantity) else column

    def or_unknown(self, finding: Finding, known: Any) -> Any:  # noqa: ANN401 - a column of Spark
        """As above."""
        if isinstance(finding, Quantity):
            known = known | self.spell.isnan(self.column(finding))
        return self.spell.coalesce(known, self.spell.lit(True))  # noqa: FBT003 - the value itself

    def unknown(self, finding: Finding) -> Any:  # noqa: ANN401 - a column of Spark
        """As above."""
        missing = self.spell.col(finding.name).isNull()
        isnan = self.spell.isnan
        return missing | isnan(self.column(finding)) if isinstance(finding, Quantity) else missing

    def broken(self, column: Any) -> Any:  # noqa: ANN401 - a column of Spark
        """As above."""
        return column > self.spell.floor(column)

    def among(self, category: Category[Any], values: list[str]) -> Any:  # noqa: ANN401 - a column of Spark
        """As above."""
        return self.column(category).isin(values)


class _Masks:
    """One walk from the ends of a diagram up: a number for each row, with a bit for each end.

    A node's number is the union, over its children, of the child's number where the row may
    go there: one expression, in which a shared node is repeated. Spark finds what is repeated
    and works it out once. Every part is worked out, none behind a condition: of what stands
    behind one, Spark would not find the repetitions. So one projection makes all outputs.
    """

    def __init__(
        self, opened: _Opened, diagram: DecisionDiagram, asked: Mapping[str, _Output]
    ) -> None:
        spell: Any = import_module("pyspark.sql.functions")

        self._opened = _Spark(**{**attrs.asdict(opened, recurse=False), "spell": spell})
        self._diagram = diagram
        self._asked = asked
        self._bits = _bits(diagram, asked)
        self._outputs: dict[str, Any] = {}
        self._tests: dict[tuple[int, tuple[float, ...], tuple[int, ...]], Any] = {}

    def plan(self, *, nulls: bool) -> _Masks:
        """Make every output; where that is asked, null in the rows that are refused."""
        spell = self._opened.spell
        bad = _bad(self._opened) if nulls else []
        # Null in a union makes it null, and so every output that reads it.
        accepted = [spell.when(~_either(bad), spell.lit(0).cast("long"))] if bad else []
        roots = dict.fromkeys(output.root for output in self._asked.values())
        masks = {root: _union([self._number(root), *accepted]) for root in roots}
        self._outputs = {
            name: self._output(output, masks[output.root]) for name, output in self._asked.items()
        }
        return self

    def over(self, frame: Any) -> Any:  # noqa: ANN401 - the caller's table
        """The table with every output."""
        return frame.to_native().withColumns(self._outputs)

    def _number(self, root: int) -> Any:  # noqa: ANN401 - a column of Spark
        """The number of the root."""
        diagram, spell = self._diagram, self._opened.spell
        numbers: dict[int, Any] = {}
        for node in sorted(diagram.nodes_below(root)):  # children were made before their parents
            if diagram.children[node]:
                numbers[node] = _union(
                    [
                        self._may_go(node, cells).bitwiseAND(numbers[child])
                        for child, cells in _ways(diagram, node).items()
                    ]
                )
            else:
                bit = self._bits.get((root, node))
                numbers[node] = spell.lit(0 if bit is None else bit).cast("long")
        return numbers[root]

    def _may_go(self, node: int, cells: tuple[int, ...]) -> Any:  # noqa: ANN401 - as above
        """Every bit where a row may answer in one of these cells, else none."""
        level, cuts, spell = (
            self._diagram.levels[node],
            self._diagram.cuts[node],
            self._opened.spell,
        )
        key = (level, cuts, cells)
        if key not in self._tests:
            test = _may_answer(self._opened, self._diagram.order[level], cuts, cells)
            every = spell.lit(-1).cast("long")
            none = spell.lit(0).cast("long")
            self._tests[key] = every if test is None else spell.when(test, every).otherwise(none)
        return self._tests[key]

    def _output(self, output: _Output, mask: Any) -> Any:  # noqa: ANN401 - as above
        spell, bits = self._opened.spell, self._bits
        match output:
            case _Reached(root=root, all_of=all_of, none_of=none_of):
                wanted = sum({bits.get((root, end), _NO_BIT) for end in all_of})
                looked_at = wanted + sum(bits.get((root, end), 0) for end in none_of)
                return mask.bitwiseAND(spell.lit(looked_at)) == spell.lit(wanted)
            case _Label(root=root, ends=ends, alone=alone):
                found = {bits[root, end]: name for end, name in ends if (root, end) in bits}
                chosen = spell
                for bit, name in found.items():
                    looked_at = mask.bitwiseAND(spell.lit(sum(found) if alone else bit))
                    chosen = chosen.when(looked_at == spell.lit(bit), spell.lit(name))
                return chosen
        assert_never(output)


def _masks_serve(opened: _Opened, diagram: DecisionDiagram, asked: Mapping[str, _Output]) -> bool:
    """Whether this is a table of Spark, and its expressions stay short enough to be planned."""
    roots = {output.root for output in asked.values()}
    return (
        not opened.native
        and opened.frame.implementation.is_pyspark()
        and len(_bits(diagram, asked)) <= _MOST_BITS
        and sum(_unfolded(diagram, root) for root in roots) <= _MOST_UNFOLDED
    )


def _bits(diagram: DecisionDiagram, asked: Mapping[str, _Output]) -> dict[tuple[int, int], int]:
    """A bit for each end below each root that is asked about."""
    ends = [
        (root, node)
        for root in dict.fromkeys(output.root for output in asked.values())
        for node in sorted(diagram.nodes_below(root))
        if not diagram.children[node] and node != diagram.impossible
    ]
    return {end: 1 << place for place, end in enumerate(ends)}


def _unfolded(diagram: DecisionDiagram, root: int) -> int:
    """How many nodes there are below a root, where a node counts once for each way to it."""
    sizes: dict[int, int] = {}
    for node in sorted(diagram.nodes_below(root)):  # children were made before their parents
        sizes[node] = 1 + sum(sizes[child] for child in {*diagram.children[node]})
    return sizes[root]


def _union(numbers: Sequence[Any]) -> Any:  # noqa: ANN401 - as above
    """Every bit that any of these has."""
    whole = numbers[0]
    for number in numbers[1:]:
        whole = whole.bitwiseOR(number)
    return whole


# -------------------------------------------------------------------------- expressions


def _may_answer(
    opened: _Opened, finding: Finding, cuts: Sequence[float], cells: Sequence[int]
) -> Any | None:  # noqa: ANN401 - an expression of either library
    """Whether a row is known to be in one of these cells, or unknown; None is every row."""
    known: Any = None
    match finding:
        case Sign():
            present = bisect_right(cuts, 1) in cells
            if opened.has(finding):
                known = opened.column(finding) if present else ~opened.column(finding)
            return _not_shown(opened, finding, known, present=present)
        case Category(members=members):
            if opened.has(finding):
                cell_of = {
                    member.value: bisect_right(cuts, at) for at, member in enumerate(members)
                }
                among = [value for value, cell in cell_of.items() if cell in cells]
                known = opened.among(finding, among)
        case Quantity():
            if opened.has(finding):
                column = opened.column(finding)
                ends = (-math.inf, *cuts, math.inf)
                known = _either([_between(column, ends[cell], ends[cell + 1]) for cell in cells])
    return None if known is None else opened.or_unknown(finding, known)


def _between(column: Any, low: float, high: float) -> Any:  # noqa: ANN401 - as above
    if low == -math.inf:
        return column < high
    return column >= low if high == math.inf else (column >= low) & (column < high)


def _not_shown(opened: _Opened, sign: Sign, known: Any | None, *, present: bool) -> Any | None:  # noqa: ANN401 - as above
    """The test of a sign, whose absence a quantity that shows it rules out."""
    parts = [] if known is None else [opened.or_unknown(sign, known)]
    if not present:
        for finding in opened.findings.values():
            if isinstance(finding, Quantity) and finding.shows and finding.shows[0] is sign:
                low = opened.column(finding) < finding.shows[1]
                parts.append(opened.or_unknown(finding, low))
    return _all(parts) if parts else None


def _either(terms: Sequence[Any]) -> Any:  # noqa: ANN401 - as above
    """Whether any of these holds, nested no deeper than need be."""
    if len(terms) == 1:
        return terms[0]
    half = len(terms) // 2
    return _either(terms[:half]) | _either(terms[half:])


def _all(terms: Sequence[Any]) -> Any:  # noqa: ANN401 - as above
    """Whether each of these few holds."""
    whole = terms[0]
    for term in terms[1:]:
        whole = whole & term
    return whole


def _twice(terms: Sequence[Any]) -> tuple[Any, Any]:
    """Whether any of these holds, and whether two or more do; the latter None of a single one."""
    if len(terms) == 1:
        return terms[0], None
    half = len(terms) // 2
    (one, two), (other, more) = _twice(terms[:half]), _twice(terms[half:])
    several = [one & other, *(part for part in (two, more) if part is not None)]
    return one | other, _either(several)


def _labelled(opened: _Opened, reached: Sequence[tuple[Any, str]], labels: Sequence[str]) -> Any:  # noqa: ANN401 - as above
    """The label of the first condition that holds, or null."""
    spell = opened.spell
    enum = spell.Enum(labels)
    chains: list[Any] = []
    for start in range(0, len(reached), _CHAIN):
        chain = spell
        for condition, label in reached[start : start + _CHAIN]:
            literal = spell.lit(label, dtype=enum) if opened.native else spell.lit(label)
            chain = chain.when(condition).then(literal)
        chains.append(chain)
    chosen = chains[0] if len(chains) == 1 else spell.coalesce(*chains)
    if opened.native:
        return chosen
    kind = opened.frame.implementation
    # For DuckDB narwhals spells an enum as Python does, which says the same of most labels only.
    plain = kind.is_duckdb() and all(repr(label) == f"'{label}'" for label in labels)
    return chosen.cast(enum) if kind.is_pandas_like() or plain else chosen


def _text(value: object) -> str:
    """A refused value as a report shows it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _values(category: Category[Any]) -> list[str]:
    return [member.value for member in category.members]


def _free(schema: Iterable[Hashable]) -> str:
    """A beginning that no name of a column has, in upper or lower case."""
    prefix = "spasm_ddx_"
    while any(str(name).lower().startswith(prefix) for name in schema):
        prefix = f"_{prefix}"
    return prefix
