"""Tables in memory, read by Polars in batches of rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

import attrs

from spasm_ddx.reasoning.decision_diagram import DecisionDiagram
from spasm_ddx.reasoning.finding_kinds import Category
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.tables.input_table import InputTable, Table, free_name, needed, values_of
from spasm_ddx.tables.validation import Errors, refuse, refused_rows
from spasm_ddx.tables.walk import Output, Walk

if TYPE_CHECKING:  # behind the extra `tables`
    import polars as pl

#: The rows in a batch of another library's table: fewer take less memory, more need fewer
#: query plans.
_SLICE: Final = 250_000


def polars_reads(opened: InputTable) -> bool:
    """Whether a table is in memory and Polars can read it."""
    if opened.kind in {"pandas", "pyarrow"}:
        return find_spec("pyarrow") is not None  # Polars reads and writes pandas through PyArrow
    return opened.native and not opened.lazy


def answers_of(
    opened: InputTable, diagram: DecisionDiagram, asked: Mapping[str, Output], errors: Errors
) -> pl.DataFrame:
    """Only the requested columns of a table in memory, computed by Polars."""
    answers: list[pl.DataFrame] = []
    for some in _slices(opened):
        if errors == "fail":
            refuse(some)
        schema = tuple(some.schema.items())
        walk = _walk(diagram, tuple(asked.items()), some.vocabulary, schema, errors)
        answers.append(walk.over(some.frame.lazy()).select(*asked).collect(engine="streaming"))
    whole: pl.DataFrame = needed("polars").concat(answers, rechunk=True)
    return whole


@lru_cache(maxsize=16)
def _walk(
    diagram: DecisionDiagram,
    asked: tuple[tuple[str, Output], ...],
    vocabulary: type[Findings],
    schema: tuple[tuple[str, Any], ...],
    errors: Errors,
) -> Walk:
    """The walk over any Polars table of these columns; planning costs as much as 10,000 rows."""
    kinds = dict(schema)
    found = {f.name: f for f in vocabulary.findings() if f.name in kinds}
    opened = InputTable(needed("polars"), None, kinds, vocabulary, found, lazy=True)
    return Walk(opened, diagram, dict(asked), refused_rows(opened) if errors == "null" else None)


def _slices(opened: InputTable) -> Iterator[InputTable]:
    """The findings of a table in memory, in batches."""
    pl = needed("polars")
    height = max(len(opened.frame), 1)
    step = height if opened.native else _SLICE
    for start in range(0, height, step):
        some = opened.frame[start : start + step]
        if not opened.findings:  # the rows still count
            read = pl.DataFrame({free_name(()): pl.repeat(None, len(some), eager=True)})
        else:
            read = some.select(*opened.findings)
            categories = [f for f in opened.findings.values() if isinstance(f, Category)]
            read = _as_members(read if opened.native else read.to_polars(), categories)
        yield attrs.evolve(opened, library=pl, frame=read, schema=read.schema, start=start)


def _as_members(frame: pl.DataFrame, categories: list[Category[Any]]) -> pl.DataFrame:
    """The rows with categories cast to enums, once for all later expressions.

    A column with a value that is not a member stays as it is, so that validation finds it.
    """
    pl = needed("polars")
    made = frame.select(
        pl.col(c.name).cast(pl.Enum(values_of(c)), strict=False) for c in categories
    )
    return frame.with_columns(
        column for column in made if column.null_count() == frame[column.name].null_count()
    )


def placed_behind(opened: InputTable, answers: pl.DataFrame) -> Table:
    """The table with the answers added after its own columns, in the types of its library."""
    if opened.native:
        return opened.frame.hstack(answers.get_columns())
    pa, table = needed("pyarrow"), opened.frame.to_native()
    if opened.kind == "pyarrow":
        for name, column in _arrays(answers, pa.uint32(), ordered=False).items():
            table = table.append_column(name, column)
        return table
    nw, pd = needed("narwhals"), needed("pandas")
    of_arrow = any(isinstance(kind, pd.ArrowDtype) for kind in table.dtypes)
    kinds = {pa.bool_(): pd.ArrowDtype(pa.bool_()) if of_arrow else pd.BooleanDtype()}
    behind = pa.table(_arrays(answers, pa.int32(), ordered=True))
    behind = behind.to_pandas(types_mapper=kinds.get).set_axis(table.index)
    behind.columns.name = table.columns.name
    return nw.concat([opened.frame, nw.from_native(behind)], how="horizontal").to_native()


def _arrays(answers: pl.DataFrame, codes: Any, *, ordered: bool) -> dict[str, Any]:  # noqa: ANN401 - a type
    """The answers as PyArrow arrays; each dictionary holds every label, used or not."""
    pa = needed("pyarrow")
    arrays: dict[str, Any] = {column.name: column.to_arrow() for column in answers}
    for name, array in arrays.items():
        if pa.types.is_dictionary(array.type):
            labels = array.dictionary.cast(pa.string())
            code = array.indices.cast(codes)
            arrays[name] = pa.DictionaryArray.from_arrays(code, labels, ordered=ordered)
    return arrays
