"""Which columns are findings, by name: a misspelt one is never silently ignored."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import pytest

from spasm_ddx import MUSCLE_SPASM, Leaf, Presentation, Tree
from spasm_ddx.errors import InputError
from tests.tables.people import told

pl = pytest.importorskip("polars")
pytest.importorskip("narwhals")

from spasm_ddx.tables import assess_table, refusals  # noqa: E402 - after what it needs

Table: TypeAlias = Any
#: From columns of booleans to a table, and from a table to its columns and first row.
Kind: TypeAlias = Callable[[dict[str, bool]], Table]


def polars(row: dict[str, bool]) -> Table:
    return pl.DataFrame([row])


def polars_lazy(row: dict[str, bool]) -> Table:
    return pl.LazyFrame([row])


def pandas(row: dict[str, bool]) -> Table:
    return pytest.importorskip("pandas").DataFrame([row])


def pyarrow(row: dict[str, bool]) -> Table:
    return pytest.importorskip("pyarrow").Table.from_pylist([row])


def duckdb(row: dict[str, bool]) -> Table:
    listed = ", ".join(f'{value} as "{name}"' for name, value in row.items())
    return pytest.importorskip("duckdb").sql(f"select {listed}")


KINDS = [polars, polars_lazy, pandas, pyarrow, duckdb]
kinds = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)


def names_of(table: Table) -> list[str]:
    if isinstance(table, pl.LazyFrame):
        return list(table.collect_schema().names())
    names = getattr(table, "column_names", None)
    return list(table.columns if names is None else names)


@kinds
class TestNames:
    def test_one_that_is_almost_a_finding_is_refused(self, kind: Kind) -> None:
        for name, meant in (("feverr", "fever"), ("age", "age_months"), ("fever ", "fever")):
            table = kind({"pain": True, name: True})
            said = rf"^the column '{name}' is not a finding; did you mean {meant}\? Rename it, or "
            said += rf"keep it as it is with keep=\['{name}'\]$"
            with pytest.raises(InputError, match=said):
                assess_table(MUSCLE_SPASM, table)

    def test_unless_it_is_to_be_kept(self, kind: Kind) -> None:
        table = kind({"pain": True, "feverr": True, "age": True})

        found = assess_table(MUSCLE_SPASM, table, "urgency_at_least", keep=["feverr", "age"])

        assert names_of(found) == ["pain", "feverr", "age", "urgency_at_least"]

    def test_one_name_may_be_given_alone(self, kind: Kind) -> None:
        table = kind({"pain": True, "feverr": True})

        found = assess_table(MUSCLE_SPASM, table, "diagnosis", keep="feverr")

        assert names_of(found) == ["pain", "feverr", "diagnosis"]

    def test_what_cannot_be_kept(self, kind: Kind) -> None:
        table = kind({"pain": True})
        for name, why in (("pain", "a finding already"), ("fever", "no column of the table")):
            with pytest.raises(InputError, match=f"^'{name}' cannot be kept: it is {why}$"):
                assess_table(MUSCLE_SPASM, table, keep=[name])
        wrong: Any
        for wrong in (3, [3], b"pain"):
            with pytest.raises(InputError, match=r"^keep=.* is not accepted; give the name of"):
                assess_table(MUSCLE_SPASM, table, keep=wrong)

    def test_a_table_without_a_column_of_any_finding_is_refused(self, kind: Kind) -> None:
        said = (
            r"^no column has the name of a finding, only 'id', 'note'; name them [a-z_]+, [a-z_]+"
        )
        with pytest.raises(InputError, match=said):
            assess_table(MUSCLE_SPASM, kind({"id": True, "note": True}))

    def test_of_many_columns_the_first_are_named(self, kind: Kind) -> None:
        table = kind({f"c{number}": True for number in range(9)})
        with pytest.raises(InputError, match=r"only 'c0', 'c1', 'c2', 'c3', 'c4', \.\.\.; name"):
            assess_table(MUSCLE_SPASM, table)

    def test_unless_the_tree_has_none(self, kind: Kind) -> None:
        found = assess_table(Tree(Leaf("so")), kind({"id": True}))

        assert names_of(found) == ["id", "diagnosis"]

    def test_what_an_earlier_call_added_is_no_misspelt_finding(self, kind: Kind) -> None:
        table = kind({"first_convulsion": True})
        assessed = assess_table(MUSCLE_SPASM, table, ["raised_first_convulsion"])

        found = assess_table(MUSCLE_SPASM, assessed, "diagnosis")

        assert names_of(found) == ["first_convulsion", "raised_first_convulsion", "diagnosis"]

    def test_one_that_is_gone_says_what_replaced_it(self, kind: Kind) -> None:
        with pytest.raises(InputError, match="secondary_cramp_signs was replaced by"):
            assess_table(MUSCLE_SPASM, kind({"pain": True, "secondary_cramp_signs": True}))


class TestCase:
    """DuckDB ignores case in names: there `Fever` is the finding; elsewhere it is another name."""

    @pytest.mark.parametrize("kind", [each for each in KINDS if each is not duckdb])
    def test_a_name_in_another_case_is_refused(self, kind: Kind) -> None:
        with pytest.raises(InputError, match=r"'Fever' is not a finding; did you mean fever\?"):
            assess_table(MUSCLE_SPASM, kind({"Fever": True, "pain": True}))

    def test_but_for_duckdb_it_is_the_finding(self) -> None:
        table = duckdb({"Pain": False, "FEVER": True})

        found = assess_table(MUSCLE_SPASM, table, ["urgency_at_least", "urgency_at_most"])

        assert found.columns == ["Pain", "FEVER", "urgency_at_least", "urgency_at_most"]
        due = told({"pain": False, "fever": True})
        assert found.fetchall()[0][2:] == (due["urgency_at_least"], due["urgency_at_most"])

    def test_a_refused_value_of_duckdb_in_another_case(self) -> None:
        db = pytest.importorskip("duckdb")
        table = db.sql("select 'leg' as Site, 3 as \"Age_Months\"")

        with pytest.raises(InputError, match="a row of the table: site: 'leg' is not accepted"):
            assess_table(MUSCLE_SPASM, table)
        found = assess_table(MUSCLE_SPASM, table, "urgency_at_least", errors="null")
        assert found.fetchall() == [("leg", 3, None)]
        with pytest.raises(InputError, match="'FEVER' cannot be kept: it is a finding already"):
            assess_table(MUSCLE_SPASM, duckdb({"FEVER": True}), keep=["FEVER"])

    def test_a_column_of_duckdb_is_kept_in_any_case(self) -> None:
        found = assess_table(MUSCLE_SPASM, duckdb({"pain": True, "Feverr": True}), keep="FEVERR")
        assert found.columns[:2] == ["pain", "Feverr"]

    def test_duckdb_retired_names_in_another_case(self) -> None:
        with pytest.raises(InputError, match="Secondary_Cramp_Signs was replaced by"):
            assess_table(MUSCLE_SPASM, duckdb({"pain": True, "Secondary_Cramp_Signs": True}))


def test_labels_that_are_no_text_are_only_carried_along() -> None:
    pd = pytest.importorskip("pandas")

    found = assess_table(MUSCLE_SPASM, pd.DataFrame({0: [1], "pain": [True]}), "diagnosis")

    assert [*found.columns] == [0, "pain", "diagnosis"]


@pytest.mark.parametrize("library", ["polars", "pandas", "pyarrow"])
def test_a_table_without_columns_is_refused(library: str) -> None:
    empty = pytest.importorskip(library)
    table = empty.table({}) if library == "pyarrow" else empty.DataFrame()

    with pytest.raises(InputError, match=r"^the table has no columns$"):
        assess_table(MUSCLE_SPASM, table)


def test_an_index_of_pandas_is_no_column() -> None:
    table = pytest.importorskip("pandas").DataFrame([{"pain": True, "fever": True, "feverr": 1}])

    with pytest.raises(InputError, match=r"^fever: it is the index .* call reset_index\(\) first$"):
        assess_table(MUSCLE_SPASM, table.set_index(["fever", "feverr"]), keep=["feverr"])
    with pytest.raises(InputError, match="'feverr' is not a finding; did you mean fever"):
        assess_table(MUSCLE_SPASM, table.set_index("feverr"))
    assert assess_table(MUSCLE_SPASM, table.set_index("feverr"), keep=["feverr"]).index[0] == 1


def test_refusals_refuse_the_same_names() -> None:
    table = pl.DataFrame({"pain": [True], "feverr": [True]})
    with pytest.raises(InputError, match=r"'feverr' is not a finding; did you mean fever\?"):
        refusals(table, Presentation)
    assert refusals(table, Presentation, keep=["feverr"]).is_empty()
    with pytest.raises(InputError, match="no column has the name of a finding"):
        refusals(pl.DataFrame({"id": [1]}), Presentation)
