"""The same people as a table of each library that narwhals supports, and back as rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

import pytest

from tests.tables.people import CASES, CATEGORIES, NUMBERS, Person

#: A table of some library that may not be installed.
Table: TypeAlias = Any
Made: TypeAlias = tuple[Table, Callable[[Table], list[Person]]]

pa = pytest.importorskip("pyarrow")


def as_arrow(crowd: list[Person], names: Iterable[str]) -> Table:
    """The crowd as a PyArrow table of these findings, with one more column."""
    kinds = dict.fromkeys(NUMBERS, pa.float64()) | dict.fromkeys(CATEGORIES, pa.string())
    fields = [pa.field("id", pa.int64())]
    fields += [pa.field(name, kinds.get(name, pa.bool_())) for name in names]
    rows = [{"id": number, **person} for number, person in enumerate(crowd)]
    return pa.Table.from_pylist(rows, schema=pa.schema(fields))


def pyarrow(crowd: list[Person], names: Iterable[str] = CASES) -> Made:
    return as_arrow(crowd, names), lambda table: table.to_pylist()


def pyarrow_dictionaries(crowd: list[Person], names: Iterable[str] = CASES) -> Made:
    table = as_arrow(crowd, names)
    for name in {*CATEGORIES} & {*names}:
        at = table.column_names.index(name)
        table = table.set_column(at, name, table[name].dictionary_encode())
    return table, lambda table: table.to_pylist()


def _pandas(
    crowd: list[Person], names: Iterable[str], number: str, category: str, sign: str
) -> Made:
    pd = pytest.importorskip("pandas")
    kinds = dict.fromkeys(NUMBERS, number) | dict.fromkeys(CATEGORIES, category)
    columns = {
        name: pd.array([person.get(name) for person in crowd], dtype=kinds.get(name, sign))
        for name in names
    }
    labels = pd.Index([f"row {10 - number}" for number in range(len(crowd))], name="label")
    table = pd.DataFrame({"id": range(len(crowd)), **columns}, index=labels)

    def rows(found: Table) -> list[Person]:
        assert found.index.equals(labels)
        assert found.index.name == "label"
        back: list[Person] = pa.Table.from_pandas(found, preserve_index=False).to_pylist()
        return back

    return table, rows


def pandas_nullable(crowd: list[Person], names: Iterable[str] = CASES) -> Made:
    return _pandas(crowd, names, "Float64", "string", "boolean")


def pandas_pyarrow(crowd: list[Person], names: Iterable[str] = CASES) -> Made:
    return _pandas(crowd, names, "double[pyarrow]", "string[pyarrow]", "bool[pyarrow]")


def pandas_numpy(crowd: list[Person], names: Iterable[str] = CASES) -> Made:
    """Floats of NumPy, in which NaN is missing, and categories; NumPy has no unknown boolean."""
    return _pandas(crowd, names, "float64", "category", "boolean")


def duckdb(crowd: list[Person], names: Iterable[str] = CASES) -> Made:
    db = pytest.importorskip("duckdb")
    people = as_arrow(crowd, names)
    relation = db.connect().from_arrow(people)
    return relation, lambda table: sorted_rows(table.to_arrow_table())


def sorted_rows(table: Table) -> list[Person]:
    """The rows of a table without an order, sorted by their identifying column."""
    rows: list[Person] = table.to_pylist()
    return sorted(rows, key=lambda row: int(row["id"]))


KINDS = [
    pandas_nullable,
    pandas_pyarrow,
    pandas_numpy,
    pyarrow,
    pyarrow_dictionaries,
    duckdb,
]
