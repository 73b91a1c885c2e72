"""Whole tables: findings as columns in, what follows exactly from each row as columns out.

A table is a Polars DataFrame or LazyFrame, or, through narwhals, a pandas or PyArrow
table, a DuckDB relation or a PySpark DataFrame. The same kind comes back: its own columns
as they were, rows in their order, pandas' index kept, lazy where it was lazy, and behind
them the columns that were asked for. Everything runs in the table's own engine::

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
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
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
#: Types that the engine has no functions for.
_UNREAD: Final = frozenset({"string_view"})
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
        kind has one: Polars Enum, pandas Categorical, DuckDB ENUM; in PyArrow a
        dictionary, in Spark text.

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
        InputError: As ``assess_table``; or two outcomes have one label.
        MissingExtraError: narwhals or polars is not installed.
    """
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
    asked = {
        name: _asked(name, made) for name in ([columns] if isinstance(columns, str) else columns)
    }
    opened = _opened(table, vocabulary)
    for name in asked:
        if name in opened.schema:
            msg = f"the table has a column {name} already; rename it, or ask for other columns"
            raise InputError(msg)
    if errors == "fail":
        _refuse(opened)
    bad = _bad(opened) if errors == "null" else []
    added: T = _way(opened, diagram, asked).run(_either(bad) if bad else None)
    return added


def _asked(name: str, made: Mapping[str, _Output]) -> _Output:
    if name in made:
        return made[name]
    import difflib  # noqa: PLC0415 - only errors need it

    near = difflib.get_close_matches(str(name), made, n=3)
    accepted = f"did you mean {' or '.join(near)}?" if near else "accepted are " + ", ".join(made)
    msg = f"{shown(name)} is not a column that can be asked for; {accepted}"
    raise InputError(msg)


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
    """

    spell: Any
    frame: Any
    schema: Mapping[str, Any]
    vocabulary: type[Findings]
    findings: Mapping[str, Finding]
    lazy: bool
    ordered: bool

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
        arrow = not self.native and self.frame.implementation.is_pyarrow()
        if isinstance(finding, Quantity) and dtype != spell.Float64:
            if arrow and dtype in {spell.Int64, spell.UInt64}:  # it casts no number beyond 2**53
                lowest = None if dtype == spell.UInt64 else math.floor(finding.low) - 1
                column = column.clip(lowest, math.ceil(finding.high) + 1)
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
    if _is_object(opened, finding.name) or _type_of(opened, finding.name) in _UNREAD:
        return False
    match finding:
        case Sign():
            return bool(dtype == spell.Boolean)
        case Quantity():
            return bool(dtype.is_numeric())
        case Category():
            return any(dtype == kind for kind in (spell.String, spell.Categorical, spell.Enum))
    assert_never(finding)


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
    if kind == "Unknown" or _type_of(opened, name) in _UNREAD:  # its values cannot be looked at
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
                bad = bad | (column > column.floor())
            found.append(bad & known)
            if finding.shows and opened.has(finding.shows[0]):
                sign, threshold = finding.shows
                denied = ~opened.column(sign) & ~opened.unknown(sign)
                found.append(denied & (column >= threshold) & known)
    return found


def _wrong_label(opened: _Opened, finding: Category[Any], column: Any) -> Any:  # noqa: ANN401 - as above
    return column.is_null() if opened.native else ~column.is_in(_values(finding))


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
        position = row.pop(index, None)
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


def _way(
    opened: _Opened, diagram: DecisionDiagram, asked: Mapping[str, _Output]
) -> _Walk | _Masks | _Rows:
    """The cheapest way to answer for these rows."""
    roots = {output.root for output in asked.values()}
    if not opened.lazy and len(opened.frame) <= _FEW_ROWS:
        below = [node for root in roots for node in diagram.nodes_below(root)]
        if sum(len(diagram.children[node]) for node in below) > _MANY_BRANCHES:
            return _Rows(opened, diagram, asked)
    if (
        not opened.native
        and opened.frame.implementation.is_pyspark()
        and len(_bits(diagram, asked)) <= _MOST_BITS
        and sum(_unfolded(diagram, root) for root in roots) <= _MOST_UNFOLDED
    ):
        return _Masks(opened, diagram, asked)
    return _Walk(opened, diagram, asked)


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
        # The last layer that reads a column; after it the column is dropped.
        self._last: dict[str, int] = {}
        # For each root and node, the column of the rows that can be there; None is all rows.
        self._at: dict[tuple[int, int], str | None] = {}
        self._tests: dict[tuple[int, tuple[float, ...], tuple[int, ...]], str | None] = {}

    def run(self, bad: Any | None) -> Any:  # noqa: ANN401 - the caller's kind of table
        """The table with every asked-for column, null in the rows where ``bad`` holds."""
        self._layers.append({})
        refused = None if bad is None else self._make(bad)
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
        return self._project(made)

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

    def _project(self, outputs: Mapping[str, Any]) -> Any:  # noqa: ANN401 - the caller's table
        """The table after every layer, without the columns that only the walk needed."""
        opened = self._opened
        frame = opened.frame
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
        frame = frame.with_columns(**outputs).drop(*live)
        return frame if opened.native else frame.to_native()


# ------------------------------------------------------------------------- row by row


class _Rows:
    """One walk down a diagram for each row of a table in memory.

    Of a large diagram a row meets few nodes; to walk it together takes time for each of them.
    """

    def __init__(
        self, opened: _Opened, diagram: DecisionDiagram, asked: Mapping[str, _Output]
    ) -> None:
        self._opened = opened
        self._diagram = diagram
        self._asked = asked
        self._read = [finding for finding in diagram.order if opened.has(finding)]
        self._shown = [
            (finding, finding.shows[1], diagram.order.index(finding.shows[0]))
            for finding in opened.findings.values()
            if isinstance(finding, Quantity) and finding.shows
            if finding.shows[0] in diagram.order
        ]
        also = (finding for finding, _, _ in self._shown)
        self._names = {finding.name: finding for finding in (*self._read, *also)}

    def run(self, bad: Any | None) -> Any:  # noqa: ANN401 - the caller's kind of table
        """As the other walk."""
        frame, refused = self._opened.frame, f"{_free(self._opened.schema)}refused"
        wanted = {name: self._opened.column(each) for name, each in self._names.items()}
        if bad is not None:
            wanted[refused] = bad
        answers: dict[str, list[Any]] = {name: [] for name in self._asked}
        roots = dict.fromkeys(output.root for output in self._asked.values())
        step = max(1, _CELLS // max(1, len(self._names)))
        for start in range(0, len(frame), step):
            part = frame[start : start + step]
            count = len(part)
            held = part.select(**wanted) if wanted else part
            columns = {name: held.get_column(name).to_list() for name in wanted}
            skip = columns.pop(refused, [False] * count)
            for at, skipped in zip(self._positions(columns, count), skip, strict=True):
                ends = {root: set(self._diagram.reachable(root, at)) for root in roots}
                for name, output in self._asked.items():
                    answers[name].append(None if skipped else _said(output, ends[output.root]))
        return self._joined(answers)

    def _positions(
        self, columns: Mapping[str, list[Any]], count: int
    ) -> Iterator[Sequence[float | None]]:
        """The position of each finding, of one row after the other."""
        known = {name: _as_positions(self._names[name], values) for name, values in columns.items()}
        unknown: list[float | None] = [None] * count
        levels = [known.get(finding.name, unknown) for finding in self._diagram.order]
        for quantity, threshold, level in self._shown:
            levels[level] = [*levels[level]]
            for row, value in enumerate(known[quantity.name]):
                if value is not None and value >= threshold:
                    levels[level][row] = 1
        return zip(*levels, strict=True) if levels else iter([()] * count)

    def _joined(self, answers: Mapping[str, list[Any]]) -> Any:  # noqa: ANN401 - the caller's table
        """The table with these columns; in pandas booleans are nullable, whatever the input is."""
        opened, spell = self._opened, self._opened.spell
        labels = {
            name: each.labels for name, each in self._asked.items() if isinstance(each, _Label)
        }
        if opened.native:
            kinds = {name: spell.Enum(each) for name, each in labels.items()}
            made = [
                spell.Series(name, values, dtype=kinds.get(name, spell.Boolean), strict=True)
                for name, values in answers.items()
            ]
            return opened.frame.with_columns(made)
        table = opened.frame.to_native()
        if opened.frame.implementation.is_pyarrow():
            pa: Any = import_module("pyarrow")

            for name, values in answers.items():
                text = pa.dictionary(pa.uint32(), pa.string())
                kind = text if name in labels else pa.bool_()
                table = table.append_column(name, pa.array(values, kind))
            return table
        pd: Any = import_module("pandas")

        arrow = any(str(table.dtypes[each]).endswith("[pyarrow]") for each in opened.findings)
        for name, values in answers.items():
            kind = "bool[pyarrow]" if arrow else "boolean"
            dtype = pd.CategoricalDtype(labels[name], ordered=True) if name in labels else kind
            table = table.assign(**{name: pd.array(values, dtype=dtype)})
        return table


def _as_positions(finding: Finding, values: Sequence[Any]) -> list[float | None]:
    """The position that each value of a column stands for, None while it is unknown."""
    match finding:
        case Quantity():
            return [v if isinstance(v, float) and not math.isnan(v) else None for v in values]
        case Category():
            index = {value: place for place, value in enumerate(_values(finding))}
            return [index.get(value) for value in values]
        case Sign():
            if not {*map(type, values)} - {bool, type(None)}:
                return list(values)
            sign = {False: False, True: True}  # by equality: NumPy has booleans of its own
            return [sign.get(value) for value in values]
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

    def among(self, category: Category[Any], values: list[str]) -> Any:  # noqa: ANN401 - a column of Spark
        """As above."""
        return self.column(category).isin(values)


class _Masks:
    """One walk from the ends of a diagram up: a number for each row, with a bit for each end.

    A node's number is the union, over its children, of the child's number where the row may
    go there: one expression, in which a shared node is repeated. Spark finds what is repeated
    and works it out once. Every part is worked out, none behind a condition: of what stands
    behind one, Spark would not find the repetitions. A second projection reads the bits.
    """

    def __init__(
        self, opened: _Opened, diagram: DecisionDiagram, asked: Mapping[str, _Output]
    ) -> None:
        spell: Any = import_module("pyspark.sql.functions")

        self._frame = opened.frame
        self._opened = _Spark(**{**attrs.asdict(opened, recurse=False), "spell": spell})
        self._diagram = diagram
        self._asked = asked
        self._bits = _bits(diagram, asked)
        self._mask = f"{_free(opened.schema)}mask"
        self._tests: dict[tuple[int, tuple[float, ...], tuple[int, ...]], Any] = {}

    def run(self, bad: Any | None) -> Any:  # noqa: ANN401 - the caller's kind of table
        """As the other walk."""
        spell, refused = self._opened.spell, f"{self._mask}_refused"
        roots = dict.fromkeys(output.root for output in self._asked.values())
        whole = _union([self._numbers(root) for root in roots])
        frame = self._frame
        if bad is not None:  # null in a union makes it null, and so every output
            frame = frame.with_columns(**{refused: bad})
            whole = _union([whole, spell.when(~spell.col(refused), spell.lit(0).cast("long"))])
        table = frame.to_native().withColumn(self._mask, whole)
        outputs = {name: self._output(output) for name, output in self._asked.items()}
        return table.withColumns(outputs).drop(self._mask, refused)

    def _numbers(self, root: int) -> Any:  # noqa: ANN401 - a column of Spark
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

    def _output(self, output: _Output) -> Any:  # noqa: ANN401 - as above
        spell, bits = self._opened.spell, self._bits
        mask = spell.col(self._mask)
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
    if kind.is_pandas_like() or kind.is_duckdb():
        return chosen.cast(enum)
    return chosen.cast(spell.Categorical) if kind.is_pyarrow() else chosen


def _text(value: object) -> str:
    """A refused value as a report shows it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _values(category: Category[Any]) -> list[str]:
    return [member.value for member in category.members]


def _free(schema: Iterable[Hashable]) -> str:
    """A beginning that no name of a column has."""
    prefix = "spasm_ddx_"
    while any(str(name).startswith(prefix) for name in schema):
        prefix = f"_{prefix}"
    return prefix
