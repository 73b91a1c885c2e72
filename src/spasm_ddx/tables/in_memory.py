"""Tables in memory, read by Polars some rows at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

import attrs

from spasm_ddx.reasoning.criteria import Category, Finding
from spasm_ddx.reasoning.decision_diagram import DecisionDiagram
from spasm_ddx.tables.opened import Opened, free_name, values_of
from spasm_ddx.tables.outputs import Output
from spasm_ddx.tables.refusing import Errors, refuse, refused_rows
from spasm_ddx.tables.walk import Walk

if TYPE_CHECKING:  # behind the extra `tables`
    import polars as pl

#: How many rows of a table that is not its own Polars reads at a time: the fewer, the less
#: memory they take; the more, the less often the plan is made.
_SLICE: Final = 250_000


def polars_reads(opened: Opened) -> bool:
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


def answers_of(
    opened: Opened, diagram: DecisionDiagram, asked: Mapping[str, Output], errors: Errors
) -> pl.DataFrame:
    """The asked-for columns alone of a table in memory, worked out by Polars."""
    import polars as pl  # noqa: PLC0415 - behind the extra `tables`

    answers: list[pl.DataFrame] = []
    for some in _slices(opened):
        if errors == "fail":
            refuse(some)
        walk = Walk(some, diagram, asked, refused_rows(some) if errors == "null" else None)
        answers.append(walk.over(some.frame.lazy()).select(*asked).collect(engine="streaming"))
    return pl.concat(answers, rechunk=True)


def _slices(opened: Opened) -> Iterator[Opened]:
    """The findings of a table in memory, some rows after the others, as Polars reads them."""
    import polars as pl  # noqa: PLC0415 - behind the extra `tables`

    height = len(opened.frame)
    step = max(height, 1) if opened.native else _SLICE
    for start in range(0, max(height, 1), step):
        some = opened.frame[start : start + step]
        if not opened.findings:  # the rows still count
            read = pl.DataFrame({free_name(()): pl.repeat(None, len(some), eager=True)})
        else:
            read = some.select(*opened.findings)
            read = _as_members(read if opened.native else read.to_polars(), opened.findings)
        yield attrs.evolve(opened, library=pl, frame=read, schema=read.schema, start=start)


def _as_members(frame: pl.DataFrame, findings: Mapping[str, Finding]) -> pl.DataFrame:
    """The rows with the members of categories as an enum of them, cast but once.

    A column with what is no member stays text, so that it is seen and refused.
    """
    import polars as pl  # noqa: PLC0415 - behind the extra `tables`

    kinds = {
        name: pl.Enum(values_of(finding))
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


def placed_behind(opened: Opened, answers: pl.DataFrame) -> Any:  # noqa: ANN401 - the caller's table
    """The table with the answers behind its own columns, in the types of its kind."""
    if opened.native:
        return opened.frame.hstack(answers.get_columns())
    table, kind = opened.frame.to_native(), opened.frame.implementation
    library = kind.to_native_namespace()
    if kind.is_pyarrow():
        for name, column in _as_arrow(library, answers).items():
            table = table.append_column(name, column)
        return table
    import narwhals as nw  # noqa: PLC0415 - behind the extra `tables`

    behind = nw.from_native(_as_pandas(library, table, answers))
    return nw.concat([opened.frame, behind], how="horizontal").to_native()


def _as_arrow(pa: Any, answers: pl.DataFrame) -> dict[str, Any]:  # noqa: ANN401 - PyArrow
    """The answers as PyArrow arrays: dictionaries of every label, whichever are there."""
    import polars as pl  # noqa: PLC0415 - behind the extra `tables`

    made: dict[str, Any] = {}
    for column in answers:
        made[column.name] = column.to_arrow()
        if isinstance(column.dtype, pl.Enum):
            codes = column.to_physical().cast(pl.UInt32)
            labels = pa.array(column.dtype.categories.to_list(), pa.string())
            made[column.name] = pa.DictionaryArray.from_arrays(codes.to_arrow(), labels)
    return made


def _as_pandas(pd: Any, table: Any, answers: pl.DataFrame) -> Any:  # noqa: ANN401 - pandas and its tables
    """The answers as a pandas table of the same index."""
    import polars as pl  # noqa: PLC0415 - behind the extra `tables`

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
