"""A table of any kind, and the checks of its columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import lru_cache
from importlib import import_module
from typing import Any, Final, TypeAlias, cast

import attrs

from spasm_ddx.errors import InputError, extra, shown
from spasm_ddx.reasoning.finding_kinds import Category, Finding, Quantity, Sign
from spasm_ddx.reasoning.findings import Findings

#: An expression of Polars or narwhals, or a column of Spark.
Expr: TypeAlias = Any
#: A table of one of the libraries.
Table: TypeAlias = Any

#: The engines' names for the type of a column that can hold only null.
_NO_TYPE: Final = frozenset({"Null", "null", "null[pyarrow]", '"NULL"', "void"})


@attrs.frozen
class InputTable:
    """A table, and what is known about it before reading any row."""

    library: Any  # polars or narwhals, which share the names of the expressions used here
    frame: Table
    schema: Mapping[str, Any]
    vocabulary: type[Findings]
    findings: Mapping[str, Finding]  # those that have a column
    lazy: bool
    start: int = 0  # the position of its first row in the whole table, for a batch

    @property
    def native(self) -> bool:
        """Whether the expressions are those of Polars."""
        return bool(self.library.__name__ == "polars")

    @property
    def kind(self) -> str:
        """The library of the table, as Python names it."""
        return "polars" if self.native else str(self.frame.implementation.value)

    @property
    def ordered(self) -> bool:
        """Whether its rows have an order."""
        return self.native or not self.lazy

    def has(self, finding: Finding) -> bool:
        """Whether the table has a column for a finding."""
        return finding.name in self.findings

    def column(self, finding: Finding) -> Expr:
        """The values of a finding: numbers as 64-bit floats, members as their text or code."""
        name, library = finding.name, self.library
        column, dtype = library.col(name), self.schema[name]
        if isinstance(finding, Quantity) and dtype != library.Float64:
            return column.cast(library.Float64)
        if isinstance(finding, Category):
            if self.native:  # text that is not a member becomes null, which is refused
                return column.cast(library.Enum(values_of(finding)), strict=False)
            return column if dtype == library.String else column.cast(library.String)
        return column

    def unknown(self, finding: Finding) -> Expr:
        """Whether a finding is unknown: null or NaN."""
        missing = self.library.col(finding.name).is_null()
        if isinstance(finding, Quantity) and self.schema[finding.name].is_float():
            missing = missing | self.column(finding).is_nan()
        return missing

    def broken(self, column: Expr) -> Expr:
        """Whether numbers are not whole."""
        return column > column.floor()

    def or_unknown(self, finding: Finding, known: Expr) -> Expr:
        """Whether a test of the known values holds, or the finding is unknown."""
        if not self.native:
            return known | self.unknown(finding)
        if isinstance(finding, Quantity) and self.schema[finding.name].is_float():
            known = known | self.column(finding).is_nan()
        return known.fill_null(True)  # noqa: FBT003 - unlike `|`, it leaves no nulls

    def among(self, category: Category[Any], values: list[str]) -> Expr:
        """Whether a category is known to be one of these values; null while it is unknown."""
        return self.column(category).is_in(values)

    def rows(self, frame: Table) -> list[dict[str, Any]]:
        """The rows of a small result."""
        if self.lazy:
            frame = frame.collect(engine="streaming") if self.native else frame.collect()
        rows: list[dict[str, Any]] = frame.rows(named=True)
        if self.native:
            return rows
        plain = self.library.to_py_scalar  # NumPy's and pandas' scalars are no numbers of Python
        return [{name: plain(held) for name, held in row.items()} for row in rows]


def open_table(
    table: object,
    vocabulary: type[Findings],
    *,
    others: Iterable[str] = (),
    keep: Any = (),  # noqa: ANN401 - checked
) -> InputTable:
    """Open a table; a column that cannot hold the finding of its name is an error.

    ``findings_among`` explains ``others`` and ``keep``.
    """
    kept = names_of(keep, "keep")
    library, frame = _library_of(table)
    schema: dict[Any, Any] = dict(frame.collect_schema())
    if not schema:
        msg = "the table has no columns"
        raise InputError(msg)
    lazy = isinstance(frame, library.LazyFrame)
    opened = InputTable(library, frame, schema, vocabulary, {}, lazy)
    index = frame.to_native().index.names if opened.kind == "pandas" else ()
    names = dict.fromkeys([*schema, *(name for name in index if name is not None)])
    found = findings_among(names, vocabulary, kept, others=others, any_case=not opened.ordered)
    for name in found.keys() - schema.keys():
        msg = f"{name}: it is the index of the table, and no column; call reset_index() first"
        raise InputError(msg)
    kinds = {finding.name: _type_of(opened, name) for name, finding in found.items()}
    # A query engine ignores case, and so finds a column by its finding's own name.
    schema = {found[name].name if name in found else name: schema[name] for name in schema}
    opened = attrs.evolve(opened, schema=schema)
    known = {f.name: f for f in found.values() if _says(opened, f, kinds[f.name])}
    return attrs.evolve(opened, findings=known)


def names_of(given: Any, what: str) -> list[str]:  # noqa: ANN401 - checked here
    """One or several names of columns as a list."""
    msg = f"{what}={shown(given)} is not accepted; give the name of a column, or several"
    several = isinstance(given, Iterable) and not isinstance(given, str | bytes)
    names: list[Any] = [*cast("Any", given)] if several else [given]
    if not all(isinstance(name, str) for name in names):
        raise InputError(msg)
    return names


def needed(package: str) -> Any:  # noqa: ANN401 - a module
    """A package of the extra ``tables``; the error names the extra where it is missing."""
    with extra("tables", package, "whole tables need narwhals and polars"):
        return import_module(package)


def values_of(category: Category[Any]) -> list[str]:
    """The texts of the members of a category, in their order."""
    return [member.value for member in category.members]


def free_name(schema: Iterable[Hashable]) -> str:
    """A prefix that no name of a column has, in upper or lower case."""
    prefix = "spasm_ddx_"
    while any(str(name).lower().startswith(prefix) for name in schema):
        prefix = f"_{prefix}"
    return prefix


def _library_of(table: object) -> tuple[Any, Table]:
    """The library whose expressions a table takes, and the table as one of its frames."""
    nw = needed("narwhals")
    if nw.dependencies.is_polars_dataframe(table) or nw.dependencies.is_polars_lazyframe(table):
        return needed("polars"), table
    try:
        frame: Any = nw.from_native(cast("Any", table))
        frame.collect_schema()
    except nw.exceptions.DuplicateError:
        msg = "two columns of the table have the same name; rename one of them"
        raise InputError(msg) from None
    except TypeError:
        msg = f"{type(table).__name__} is not a table; give a table of Polars, pandas, PyArrow, "
        msg += "DuckDB or PySpark"
        raise InputError(msg) from None
    return nw, frame


def _says(table: InputTable, finding: Finding, kind: str) -> bool:
    """Whether a column can hold known values; one of a wrong type is an error."""
    name, library = finding.name, table.library
    dtype, where = table.schema[name], ""
    match finding:
        case Sign():
            fits, accepted = dtype == library.Boolean, "booleans"
        case Quantity():
            fits, accepted = dtype.is_numeric(), f"numbers, each {finding.accepted}"
        case Category():
            text = (library.String, library.Categorical, library.Enum)
            fits = any(dtype == each for each in text) and not _has_other_labels(table, name, kind)
            accepted = f"text, {finding.accepted}"
    # A column of objects can hold anything, so its missing values are ambiguous.
    if kind in _NO_TYPE or (fits and kind != "object"):
        return kind not in _NO_TYPE
    if dtype != library.Unknown and not table.lazy:
        index = free_name(table.schema)
        held = table.frame.select(name).with_row_index(index)
        first = table.rows(held.filter(~library.col(name).is_null()).head(1))
        if not first:
            return False
        where = f" (row {first[0][index]} holds {shown(first[0][name])})"
    hint = "; convert it first, for example with convert_dtypes()" if kind == "object" else ""
    if not hint and dtype not in (library.Unknown, library.Categorical):
        kind = str(dtype)
    msg = f"{name}: a column of type {kind}{where} is not accepted; give a column of {accepted}, "
    msg += f"null while unknown{hint}"
    raise InputError(msg)


def _type_of(table: InputTable, name: Any) -> str:  # noqa: ANN401 - any label of pandas
    """The table's own name for the type of a column; narwhals lacks some."""
    native = table.frame if table.native else table.frame.to_native()
    match table.kind:
        case "pyarrow":
            return str(native.schema.field(name).type)
        case "duckdb":
            return str(native.types[native.columns.index(name)])
        case "pyspark":
            return str(native.schema[name].dataType.typeName())
        case "pandas":
            return str(native.dtypes[name])
        case _:
            return str(table.schema[name])


def _has_other_labels(table: InputTable, name: str, kind: str) -> bool:
    """Whether the categories of a pandas or PyArrow column are not text."""
    values = re.match(r"dictionary<values=(\w+)", kind)
    if values:
        return values[1] not in {"string", "large_string", "string_view", "null"}
    if kind != "category":
        return False
    return table.frame.to_native()[name].dtype.categories.inferred_type not in {"string", "empty"}


# ------------------------------------------------------- columns and findings

_NEAR: Final = 0.8
_SHORTEST_BEGINNING: Final = 3
#: The most columns that an error names where none is a finding.
_MOST_NAMED: Final = 5


def findings_among(
    names: Iterable[Any],
    vocabulary: type[Findings],
    keep: Sequence[str],
    *,
    others: Iterable[str] = (),
    any_case: bool = False,
    what: str = "table",
    kept_by: Callable[[str], str] = lambda name: f"keep=[{name!r}]",
) -> dict[Any, Finding]:
    """The columns with the name of a finding, each with its finding.

    A name that is almost a finding's is an error, unless ``keep`` or ``others`` (such as the
    names of answers) has it. Every column to keep must exist. In errors, ``what`` has the
    columns, and ``kept_by`` tells how to keep one.
    """
    fold = str.lower if any_case else str
    known = {fold(finding.name): finding for finding in vocabulary.findings()}
    gone = {fold(name): now for name, now in vocabulary.retired.items()}
    meant = {*map(fold, keep), *map(fold, others)}
    listed = list(names)
    texts = [name for name in listed if isinstance(name, str)]
    found = {name: known[fold(name)] for name in texts if fold(name) in known}
    for name in keep:
        there = fold(name) in map(fold, texts)
        if not there or fold(name) in known:
            why = "a finding already" if there else f"no column of the {what}"
            msg = f"{shown(name)} cannot be kept: it is {why}"
            raise InputError(msg)
    for name in texts:
        if name in found:
            continue
        if fold(name) in gone:
            now = " and ".join(gone[fold(name)])
            msg = f"the column {name} was replaced by {now}; rename it or drop it"
            raise InputError(msg)
        near = None if fold(name) in meant else _near(name, vocabulary)
        if near is not None:
            msg = f"the column {shown(name)} is not a finding; did you mean {near}? "
            msg += f"Rename it, or keep it as it is with {kept_by(name)}"
            raise InputError(msg)
    if known and not found:
        first = ", ".join(finding.name for finding in vocabulary.findings()[:3])
        named = ", ".join(map(shown, listed[:_MOST_NAMED])) + ", ..." * (len(listed) > _MOST_NAMED)
        msg = f"no column has the name of a finding, only {named}; name them {first} and so on"
        raise InputError(msg)
    return found


@lru_cache(maxsize=10_000)
def _near(name: str, vocabulary: type[Findings]) -> str | None:
    """The finding that the name of a column may have meant."""
    import difflib  # noqa: PLC0415 - costs every import, and only other columns need it

    plain = {re.sub(r"[^a-z0-9]", "", f.name): f.name for f in vocabulary.findings()}
    bare = re.sub(r"[^a-z0-9]", "", name.lower())
    if len(bare) >= _SHORTEST_BEGINNING:
        for found, finding in plain.items():
            if found.startswith(bare) or bare.startswith(found):
                return finding
    close = difflib.get_close_matches(bare, plain, n=1, cutoff=_NEAR)
    return plain[close[0]] if close else None
