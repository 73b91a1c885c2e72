"""A table of any kind, what its columns are, and which of them cannot be findings."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping
from importlib import import_module
from typing import Any, Final, assert_never, cast

import attrs

from spasm_ddx.errors import InputError, MissingExtraError
from spasm_ddx.reasoning.criteria import Category, Finding, Quantity, Sign, shown
from spasm_ddx.reasoning.findings import Findings

#: What engines call a column that can hold nothing but null.
_NO_TYPE: Final = frozenset({"null", "null[pyarrow]", '"NULL"', "void"})


@attrs.frozen
class Opened:
    """A table, and what is known of it before any row is looked at.

    Attributes:
        library: ``polars`` or ``narwhals``, which name the expressions used here alike.
        frame: The table, as one of theirs.
        schema: Each column with its type.
        vocabulary: The vocabulary of the findings.
        findings: The findings that the table has a column for.
        lazy: Whether the table is lazy.
        ordered: Whether its rows have an order.
        start: Where its rows start in the table that they are some of.
    """

    library: Any
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
        return bool(self.library.__name__ == "polars")

    @property
    def pandas_like(self) -> bool:
        """Whether it is a table of pandas, or of a library that has its words."""
        return not self.native and bool(self.frame.implementation.is_pandas_like())

    def has(self, finding: Finding) -> bool:
        """Whether anything is known of a finding."""
        return finding.name in self.findings

    def column(self, finding: Finding) -> Any:  # noqa: ANN401 - an expression of either library
        """The values of a finding: numbers as 64-bit floats, members as their text or code."""
        column, dtype, library = (
            self.library.col(finding.name),
            self.schema[finding.name],
            self.library,
        )
        if isinstance(finding, Quantity) and dtype != library.Float64:
            return column.cast(library.Float64)
        if isinstance(finding, Category):
            if self.native:  # text that is no member's becomes null, and is refused
                return column.cast(library.Enum(values_of(finding)), strict=False)
            return column if dtype == library.String else column.cast(library.String)
        return column

    def unknown(self, finding: Finding) -> Any:  # noqa: ANN401 - as above
        """Whether a finding is unknown: null, or not a number."""
        missing = self.library.col(finding.name).is_null()
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
        rows: list[dict[str, Any]] = frame.rows(named=True)
        if self.native:
            return rows
        plain = self.library.to_py_scalar  # NumPy's and pandas' scalars are no numbers of Python
        return [{name: plain(held) for name, held in row.items()} for row in rows]


def open_table(table: object, vocabulary: type[Findings]) -> Opened:
    """Open a table, and refuse columns that cannot be the finding they are named for."""
    library, frame = _library_of(table)
    lazy = isinstance(frame, library.LazyFrame)
    schema: dict[Any, Any] = dict(frame.collect_schema())
    if not schema:
        msg = "the table has no columns"
        raise InputError(msg)
    for name in schema:
        if name in vocabulary.retired:
            now = " and ".join(vocabulary.retired[name])
            msg = f"the column {name} is no finding any more; it is now {now}: rename it or drop it"
            raise InputError(msg)
    found = {f.name: f for f in vocabulary.findings() if f.name in schema}
    ordered = not lazy or library.__name__ == "polars"
    opened = Opened(library, frame, schema, vocabulary, found, lazy, ordered)
    known = {name: f for name, f in found.items() if not _all_null(opened, name)}
    for finding in known.values():
        _check_type(opened, finding)
    return attrs.evolve(opened, findings=known)


def needed(package: str) -> Any:  # noqa: ANN401 - a module
    """A package of the extra ``tables``; the error names the extra where it is missing."""
    try:
        return import_module(package)
    except ModuleNotFoundError as error:
        if error.name != package:  # it is there, and lacks something itself
            raise
        msg = "whole tables need narwhals and polars: pip install 'spasm-ddx[tables]'"
        raise MissingExtraError(msg, name=package) from None


def _library_of(table: object) -> tuple[Any, Any]:
    """The library whose expressions a table takes, and the table as one of its frames."""
    nw = needed("narwhals")
    if nw.dependencies.is_polars_dataframe(table) or nw.dependencies.is_polars_lazyframe(table):
        import polars as pl  # noqa: PLC0415 - behind the extra `tables`

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


def _all_null(opened: Opened, name: str) -> bool:
    """Whether a column says nothing: no type at all, or known to hold only nulls."""
    dtype, column = opened.schema[name], opened.library.col(name)
    if (opened.native and dtype == opened.library.Null) or _type_of(opened, name) in _NO_TYPE:
        return True
    if (
        opened.lazy
        or dtype == opened.library.Unknown
        or _fits(opened, opened.vocabulary.finding(name))
    ):
        return False
    return bool(opened.frame.select(column.is_null().all()).item())


def _type_of(opened: Opened, name: str) -> str:
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


def _fits(opened: Opened, finding: Finding) -> bool:
    """Whether the type of a column can be the finding."""
    library, dtype = opened.library, opened.schema[finding.name]
    if _is_object(opened, finding.name):
        return False
    match finding:
        case Sign():
            return bool(dtype == library.Boolean)
        case Quantity():
            return bool(dtype.is_numeric())
        case Category():
            text = any(
                dtype == kind for kind in (library.String, library.Categorical, library.Enum)
            )
            return text and not _has_no_text(opened, finding.name)
    assert_never(finding)


def _has_no_text(opened: Opened, name: str) -> bool:
    """Whether the categories of a pandas or PyArrow column are no text, but numbers or so."""
    if opened.native or opened.schema[name] != opened.library.Categorical:
        return False
    values = re.match(r"dictionary<values=(\w+)", _type_of(opened, name))
    if values:
        return values[1] not in {"string", "large_string", "string_view", "null"}
    if not opened.pandas_like:
        return False
    categories = opened.frame.to_native()[name].dtype.categories
    return categories.inferred_type not in {"string", "empty"}


def _is_object(opened: Opened, name: str) -> bool:
    """Whether a column can hold anything, as pandas' object columns do."""
    if opened.pandas_like:
        return bool(opened.frame.to_native()[name].dtype == object)
    return bool(opened.schema[name] == opened.library.Object)


def _check_type(opened: Opened, finding: Finding) -> None:
    if _fits(opened, finding):
        return
    name, library, kind = finding.name, opened.library, str(opened.schema[finding.name])
    where, hint = "", ""
    if kind == "Categorical":
        kind = _type_of(opened, name)
    if kind == "Unknown":  # its values cannot be looked at
        kind = _type_of(opened, name)
    elif not opened.lazy:
        index = free_name(opened.schema)
        held = opened.frame.select(name).with_row_index(index).filter(~library.col(name).is_null())
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


def values_of(category: Category[Any]) -> list[str]:
    """The texts of the members of a category, in their order."""
    return [member.value for member in category.members]


def free_name(schema: Iterable[Hashable]) -> str:
    """A beginning that no name of a column has, in upper or lower case."""
    prefix = "spasm_ddx_"
    while any(str(name).lower().startswith(prefix) for name in schema):
        prefix = f"_{prefix}"
    return prefix
