"""Tables in memory, walked row by row as for large diagrams: the same answers and words."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spasm_ddx import MUSCLE_SPASM
from spasm_ddx.errors import InputError
from tests.tables.people import COLUMNS, FEW, LAW, Person, crowds, expected, only, told

pytest.importorskip("narwhals")
pl = pytest.importorskip("polars")

from spasm_ddx.tables import assess_table  # noqa: E402
from tests.tables.backends import (  # noqa: E402
    Made,
    Table,
    as_arrow,
    pandas_nullable,
    pandas_numpy,
    pandas_pyarrow,
    pyarrow,
    pyarrow_dictionaries,
)
from tests.tables.people import CASES, assert_rows_are_differentials  # noqa: E402

Kind = Callable[..., Made]


def polars(crowd: list[Person]) -> Made:
    return pl.from_arrow(as_arrow(crowd, CASES)), lambda table: table.rows(named=True)


KINDS = [polars, pandas_nullable, pandas_pyarrow, pandas_numpy, pyarrow, pyarrow_dictionaries]
kinds = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)


@pytest.fixture(autouse=True, scope="module")
def _row_by_row() -> Iterator[None]:
    """Every diagram counts as large, and few cells are held at once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("spasm_ddx.tables.in_memory._MANY_BRANCHES", -1)
        patch.setattr("spasm_ddx.tables.by_row._CELLS", 3 * len(CASES))
        yield


@kinds
@FEW
@given(crowd=crowds)
def test_each_row_is_what_assess_says(kind: Kind, crowd: list[Person]) -> None:
    table, rows = kind(crowd)

    assert only(rows(assess_table(MUSCLE_SPASM, table, COLUMNS)), COLUMNS) == expected(
        crowd, COLUMNS
    )


@kinds
def test_the_types_are_those_of_the_other_walk(kind: Kind, monkeypatch: pytest.MonkeyPatch) -> None:
    table, _ = kind([{"jerking": True, "pain": False, "site": "eyes"}, {}])
    by_row = assess_table(MUSCLE_SPASM, table, COLUMNS, errors="null")
    monkeypatch.setattr("spasm_ddx.tables.in_memory._MANY_BRANCHES", 2_000)
    together = assess_table(MUSCLE_SPASM, table, COLUMNS, errors="null")

    assert types(by_row) == types(together)


def types(table: Table) -> dict[str, str]:
    """The type of each column."""
    if isinstance(table, pl.DataFrame):
        return {name: str(kind) for name, kind in table.schema.items()}
    if hasattr(table, "dtypes"):
        return {name: str(kind) for name, kind in table.dtypes.items()}
    return {field.name: str(field.type) for field in table.schema}


def test_nan_is_unknown_a_reading_shows_its_sign_and_refused_rows_are_left_null() -> None:
    table = pl.DataFrame({"temperature_c": [float("nan"), 39.0, 46.0, None]})

    found = (
        assess_table(MUSCLE_SPASM, table, COLUMNS, errors="null").select(COLUMNS).rows(named=True)
    )

    nothing = dict.fromkeys(COLUMNS)
    assert found == [told({}), told({"temperature_c": 39.0}), nothing, told({})]
    with pytest.raises(InputError, match=r"row 2 of the table .*temperature_c: 46"):
        assess_table(MUSCLE_SPASM, table)


@LAW
@given(st.data())
def test_each_row_is_its_differential_by_any_tree(data: st.DataObject) -> None:
    assert_rows_are_differentials(data)
