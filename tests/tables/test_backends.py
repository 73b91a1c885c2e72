"""Tables of pandas, PyArrow and DuckDB: each row gets its assessment."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given

from spasm_ddx import MUSCLE_SPASM, Leaf, Question, Tree, Urgency
from spasm_ddx.errors import InputError
from tests.reasoning.strategies import Ankle
from tests.tables.people import (
    COLUMNS,
    FEW,
    Person,
    crowds,
    expected,
    only,
    some_columns,
    told,
)

pytest.importorskip("narwhals")
pytest.importorskip("pyarrow")

from spasm_ddx.tables import DEFAULT_COLUMNS, assess_table
from tests.tables.backends import (
    KINDS,
    Made,
    as_arrow,
    duckdb,
    pandas_nullable,
    pandas_numpy,
    pandas_pyarrow,
    pyarrow,
)

Kind = Callable[..., Made]
kinds = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)

CROWD: list[Person] = [
    {},
    {"tetanus_signs": True, "impaired_consciousness": False},
    {"age_months": 18, "temperature_c": 39.5, "jerking": True},
    {"age_months": math.nextafter(48, 99), "fever": True, "site": "eyes"},
]
KEPT = ["jerking", "fever", "age_months", "site"]
WRONG: list[Person] = [{}, {"temperature_c": 380.0}, {"temperature_c": 38, "fever": False}]


@kinds
class TestAgreement:
    @FEW
    @given(crowd=crowds, columns=some_columns)
    def test_each_row_is_what_assess_says(
        self, kind: Kind, crowd: list[Person], columns: list[str]
    ) -> None:
        table, rows = kind(crowd)

        found = assess_table(MUSCLE_SPASM, table, columns)

        assert type(found) is type(table)
        assert only(rows(found), columns) == expected(crowd, columns)

    @FEW
    @given(crowd=crowds, columns=some_columns)
    def test_a_missing_column_is_unknown(
        self, kind: Kind, crowd: list[Person], columns: list[str]
    ) -> None:
        known = [{name: person[name] for name in KEPT if name in person} for person in crowd]
        table, rows = kind(known, KEPT)

        assert only(rows(assess_table(MUSCLE_SPASM, table, columns)), columns) == expected(
            known, columns
        )

    def test_every_column_at_once(self, kind: Kind) -> None:
        table, rows = kind(CROWD)

        assert only(rows(assess_table(MUSCLE_SPASM, table, COLUMNS)), COLUMNS) == expected(
            CROWD, COLUMNS
        )


@kinds
class TestRefusals:
    def test_one_is_raised_with_its_column_value_and_reason(self, kind: Kind) -> None:
        table, _ = kind(WRONG[:2])
        with pytest.raises(InputError, match=r"row.*: temperature_c: 380\.0 is not accepted; give"):
            assess_table(MUSCLE_SPASM, table)

    def test_labels_contradictions_and_fractions(self, kind: Kind) -> None:
        for person, said in (
            ({"site": "leg"}, "site: 'leg' is not accepted; give one of"),
            ({"fever": False, "temperature_c": 38}, "fever is absent, but temperature_c is 38"),
            ({"attacks_this_illness": 1.5}, "attacks_this_illness: 1.5 is not accepted"),
            ({"duration_s": math.inf}, "duration_s: inf is not accepted"),
        ):
            table, _ = kind([{"site": "foot", "fever": True}, person])
            with pytest.raises(InputError, match=said):
                assess_table(MUSCLE_SPASM, table)

    def test_or_each_is_left_null(self, kind: Kind) -> None:
        table, rows = kind(WRONG)

        found = only(rows(assess_table(MUSCLE_SPASM, table, COLUMNS, errors="null")), COLUMNS)

        assert found == [told({}), dict.fromkeys(COLUMNS), dict.fromkeys(COLUMNS)]


@pytest.fixture
def two_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spasm_ddx.tables.in_memory._SLICE", 2)


@pytest.mark.usefixtures("two_at_a_time")
class TestSomeRowsAtATime:
    MANY = CROWD * 2 + CROWD[:1]

    @pytest.mark.parametrize("kind", [each for each in KINDS if each is not duckdb])
    def test_no_row_is_lost_or_moved(self, kind: Kind) -> None:
        for count in (0, 1, 2, 3, 9):
            table, rows = kind(self.MANY[:count])
            for errors in ("fail", "null"):
                found = rows(assess_table(MUSCLE_SPASM, table, COLUMNS, errors=errors))
                assert only(found, COLUMNS) == expected(self.MANY[:count], COLUMNS)

    @pytest.mark.parametrize("kind", [pandas_nullable, pyarrow])
    def test_a_row_is_reported_by_its_place_in_the_whole_table(self, kind: Kind) -> None:
        table, rows = kind([*CROWD, {}, {"site": "leg"}, {"eeg": "done"}])

        with pytest.raises(InputError, match=r"^row 5 of the table .*: site: 'leg' is not"):
            assess_table(MUSCLE_SPASM, table)
        found = rows(assess_table(MUSCLE_SPASM, table, "urgency_at_most", errors="null"))
        assert [row["urgency_at_most"] is None for row in found] == [False] * 5 + [True] * 2

    def test_labels_are_the_same_whatever_the_slice_holds(self) -> None:
        pa = pytest.importorskip("pyarrow")
        keys = {some.key for some in MUSCLE_SPASM.conditions}
        for count in (0, 1, 9):
            column = assess_table(MUSCLE_SPASM, as_arrow(self.MANY[:count], KEPT), "diagnosis")[
                "diagnosis"
            ]
            assert column.type == pa.dictionary(pa.uint32(), pa.string())
            for chunk in column.chunks:
                assert {*chunk.dictionary.to_pylist()} == keys
            found = assess_table(MUSCLE_SPASM, pandas_numpy(self.MANY[:count])[0], "diagnosis")
            assert {*found["diagnosis"].cat.categories} == keys

    def test_columns_that_are_in_pieces_of_their_own(self) -> None:
        pa = pytest.importorskip("pyarrow")
        sites: list[list[str | None]] = [["eyes", "foot"], ["thigh"], [], ["foot", None, "eyes"]]
        pieces = [pa.array(each, pa.string()).dictionary_encode() for each in sites]
        table = pa.table({"site": pa.chunked_array(pieces)})

        found = assess_table(MUSCLE_SPASM, table, COLUMNS)

        people: list[Person] = [{"site": site} for each in sites for site in each]
        people = [{k: v for k, v in person.items() if v} for person in people]
        assert only(found.to_pylist(), COLUMNS) == expected(people, COLUMNS)
        assert found["site"].chunks == table["site"].chunks

    def test_rows_count_where_no_column_says_anything(self) -> None:
        pa = pytest.importorskip("pyarrow")

        found = assess_table(MUSCLE_SPASM, pa.table({"pain": pa.nulls(3)}), COLUMNS)

        assert only(found.to_pylist(), COLUMNS) == [told({})] * 3

    def test_booleans_are_of_the_kind_of_the_table(self) -> None:
        for kind, named in ((pandas_pyarrow, "bool[pyarrow]"), (pandas_nullable, "boolean")):
            found = assess_table(MUSCLE_SPASM, kind(CROWD)[0], "raised_self_care_failed")
            assert str(found.dtypes.iloc[-1]) == named


class TestPandas:
    pd = pytest.importorskip("pandas")

    def test_the_row_is_reported(self) -> None:
        table, _ = pandas_nullable([{}, {}, {"eeg": "done"}])

        with pytest.raises(InputError, match=r"^row 2 of the table \(rows count from 0\): eeg:"):
            assess_table(MUSCLE_SPASM, table)

    def test_values_of_numpy_are_reported_as_what_they_are(self) -> None:
        table = self.pd.DataFrame({"fever": [True, False], "temperature_c": [40, 41]})
        with pytest.raises(InputError, match=r"row 1 .* fever is absent, but temperature_c is 41;"):
            assess_table(MUSCLE_SPASM, table)
        with pytest.raises(InputError, match=r"row 1 .* attacks_this_illness: 0 is not accepted"):
            assess_table(MUSCLE_SPASM, table.assign(attacks_this_illness=[1, 0]))

    def test_labels_are_categories_urgencies_in_rising_order(self) -> None:
        table, _ = pandas_nullable(CROWD)

        found = assess_table(MUSCLE_SPASM, table)

        assert {*found["diagnosis"].cat.categories} == {
            some.key for some in MUSCLE_SPASM.conditions
        }
        rising = [urgency.key for urgency in sorted(Urgency)]
        assert [*found["urgency_at_most"].cat.categories] == rising

    def test_nan_beside_na_is_unknown(self) -> None:
        table = self.pd.DataFrame({"temperature_c": [math.nan, 39.0], "site": [None, "eyes"]})
        table["site"] = table["site"].astype("category")
        for kind in ("float64", "Float64", "float32", "double[pyarrow]"):
            found = assess_table(MUSCLE_SPASM, table.astype({"temperature_c": kind}))
            back = found[list(DEFAULT_COLUMNS)].astype(object).where(found.notna(), None)
            told_ = expected([{}, {"temperature_c": 39.0, "site": "eyes"}], DEFAULT_COLUMNS)
            assert back.to_dict("records") == told_

    @pytest.mark.parametrize(
        ("held", "said"),
        [
            ([True, None], r"jerking: .* object \(row 0 holds True\) .* booleans.*convert_dtypes"),
            (["yes", "no"], r"jerking: .* booleans"),
            ([1.0, math.nan], r"jerking: .* Float64 \(row 0 holds 1.0\)"),
        ],
    )
    def test_columns_of_another_type(self, held: list[Any], said: str) -> None:
        kind = None if isinstance(held[0], float) else object
        with pytest.raises(InputError, match=said):
            assess_table(
                MUSCLE_SPASM, self.pd.DataFrame({"jerking": self.pd.Series(held, dtype=kind)})
            )

    def test_a_column_that_narwhals_cannot_name_is_refused_and_not_unknown(self) -> None:
        sparse = self.pd.DataFrame({"tetanus_signs": self.pd.arrays.SparseArray([True])})

        for errors in ("fail", "null"):
            with pytest.raises(InputError, match=r"tetanus_signs: a column of type Sparse"):
                assess_table(MUSCLE_SPASM, sparse, errors=errors)

    def test_text_as_objects_is_refused_and_converts(self) -> None:
        table = self.pd.DataFrame({"site": self.pd.Series(["foot", None], dtype=object)})

        with pytest.raises(InputError, match=r"site: .* object .* convert_dtypes"):
            assess_table(MUSCLE_SPASM, table)
        assert len(assess_table(MUSCLE_SPASM, table.convert_dtypes())) == 2

    def test_any_label_of_a_column_is_kept(self) -> None:
        table = self.pd.DataFrame({0: [1], ("a", "b"): [2], "jerking": [True]})
        table.columns.name = "of columns"

        found = assess_table(MUSCLE_SPASM, table, "diagnosis")

        assert [*found.columns] == [0, ("a", "b"), "jerking", "diagnosis"]
        assert found.columns.name == "of columns"

    def test_an_index_may_repeat_itself(self) -> None:
        table = pandas_nullable(CROWD)[0].set_axis([7, 7, 8, 7])

        found = assess_table(MUSCLE_SPASM, table)

        assert [*found.index] == [7, 7, 8, 7]
        known = expected(CROWD, ["urgency_at_most"])
        assert [*found["urgency_at_most"]] == [row["urgency_at_most"] for row in known]

    def test_what_is_known_of_the_whole_table_stays(self, monkeypatch: pytest.MonkeyPatch) -> None:
        table, _ = pandas_nullable(CROWD)
        table.attrs["source"] = "ward 7"

        assert assess_table(MUSCLE_SPASM, table).attrs == {"source": "ward 7"}
        monkeypatch.setitem(sys.modules, "pyarrow", None)
        assert assess_table(MUSCLE_SPASM, table).attrs == {"source": "ward 7"}

    @pytest.mark.parametrize("kind", [pandas_nullable, pandas_numpy])
    def test_without_pyarrow_pandas_works_it_out(
        self, kind: Kind, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        table, rows = kind(CROWD)
        wrong, _ = kind(WRONG[:2])
        with monkeypatch.context() as without:
            without.setitem(sys.modules, "pyarrow", None)
            found = assess_table(MUSCLE_SPASM, table, COLUMNS)
            with pytest.raises(InputError, match=r"^row 1 .*: temperature_c: 380\.0 is not"):
                assess_table(MUSCLE_SPASM, wrong)
        assert only(rows(found), COLUMNS) == expected(CROWD, COLUMNS)

    @pytest.mark.parametrize("held", [[0, 1], [True, False], ["foot", 1], [1.5, 2.5]])
    def test_categories_that_are_no_text_are_refused(self, held: list[Any]) -> None:
        table = self.pd.DataFrame({"site": self.pd.Categorical(held)})

        for errors in ("fail", "null"):
            with pytest.raises(InputError, match=r"site: .* category \(row 0 holds .* of text"):
                assess_table(MUSCLE_SPASM, table, errors=errors)

    def test_a_column_that_appears_twice_is_refused(self) -> None:
        table = self.pd.DataFrame([[True, False]], columns=["jerking", "jerking"])

        with pytest.raises(InputError, match="two columns of the table have the same name"):
            assess_table(MUSCLE_SPASM, table)


class TestOtherKinds:
    def test_pyarrow_labels_are_a_dictionary(self) -> None:
        pa = pytest.importorskip("pyarrow")
        table, _ = pyarrow(CROWD)

        assert pa.types.is_dictionary(
            assess_table(MUSCLE_SPASM, table).schema.field("diagnosis").type
        )

    def test_pyarrow_keeps_its_schema(self) -> None:
        pa = pytest.importorskip("pyarrow")
        fields = [
            pa.field("id", pa.int64(), nullable=False, metadata={"unit": "none"}),
            pa.field("fever", pa.bool_(), metadata={"asked": "twice"}),
        ]
        schema = pa.schema(fields, metadata={"source": "ward 7"})
        table = pa.table({"id": [1, 2], "fever": [True, None]}, schema=schema)

        found = assess_table(MUSCLE_SPASM, table)

        assert found.select(["id", "fever"]).schema.equals(schema, check_metadata=True)
        assert only(found.to_pylist(), DEFAULT_COLUMNS) == expected(
            [{"fever": True}, {}], DEFAULT_COLUMNS
        )

    def test_pyarrow_keeps_the_index_of_pandas(self) -> None:
        pa = pytest.importorskip("pyarrow")
        table, _ = pandas_nullable(CROWD)

        found = assess_table(MUSCLE_SPASM, pa.Table.from_pandas(table)).to_pandas()

        assert found.index.equals(table.index)
        assert [*found.columns] == [*table.columns, *DEFAULT_COLUMNS]

    def test_pyarrow_columns_of_odd_types(self) -> None:
        pa = pytest.importorskip("pyarrow")
        odd = {
            "fever": pa.ExtensionArray.from_storage(pa.bool8(), pa.array([1], pa.int8())),
            "age_months": pa.array([9], pa.decimal256(50)),
            "site": pa.array([b"face"], pa.binary(4)),
        }
        for name, column in odd.items():
            with pytest.raises(InputError, match=f"{name}: a column of type"):
                assess_table(MUSCLE_SPASM, pa.table({name: column}), errors="null")
        nothing = assess_table(
            MUSCLE_SPASM, pa.table({"fever": pa.nulls(1), "pain": [True]}), DEFAULT_COLUMNS
        )
        assert nothing.to_pylist()[0]["urgency_at_most"] == told({"pain": True})["urgency_at_most"]

    def test_pyarrow_text_of_every_kind(self) -> None:
        pa = pytest.importorskip("pyarrow")
        for kind in (pa.string(), pa.large_string(), pa.string_view()):
            found = assess_table(MUSCLE_SPASM, pa.table({"site": pa.array(["eyes", None], kind)}))
            assert found["urgency_at_least"].to_pylist() == [
                told({"site": site})["urgency_at_least"] for site in ("eyes", None)
            ]
            with pytest.raises(InputError, match="site: 'nose' is not accepted"):
                assess_table(MUSCLE_SPASM, pa.table({"site": pa.array(["nose"], kind)}))

    def test_pyarrow_dictionaries_of_every_kind(self) -> None:
        pa = pytest.importorskip("pyarrow")
        codes = pa.array([1, None, 0], pa.uint64())
        for kind in (pa.string(), pa.large_string(), pa.string_view()):
            labels = pa.array(["eyes", "foot"], kind)
            table = pa.table({"site": pa.DictionaryArray.from_arrays(codes, labels)})
            found = assess_table(MUSCLE_SPASM, table, "urgency_at_least")[
                "urgency_at_least"
            ].to_pylist()
            known = [told(each)["urgency_at_least"] for each in ({"site": "eyes"}, {})]
            assert found[1:] == known[::-1]
        for labels in (pa.array([0, 1]), pa.array([b"eyes", b"foot"])):
            table = pa.table({"site": pa.DictionaryArray.from_arrays(codes, labels)})
            with pytest.raises(InputError, match=r"site: a column of type dictionary<values="):
                assess_table(MUSCLE_SPASM, table, errors="null")

    @pytest.mark.parametrize(
        ("kind", "huge"),
        [("int64", 2**53 + 1), ("int64", -(2**63)), ("uint64", 2**63 - 1), ("uint64", 2**64 - 1)],
    )
    def test_pyarrow_numbers_that_no_float_holds(self, kind: str, huge: int) -> None:
        pa = pytest.importorskip("pyarrow")
        table = pa.table({"age_months": pa.array([huge, 3], kind)})

        with pytest.raises(InputError, match=rf"row 0 .* age_months: {huge} is not accepted"):
            assess_table(MUSCLE_SPASM, table)
        found = assess_table(MUSCLE_SPASM, table, errors="null")["urgency_at_least"].to_pylist()
        assert found == [None, told({"age_months": 3})["urgency_at_least"]]

    def test_duckdb_of_a_type_that_narwhals_cannot_name(self) -> None:
        db = pytest.importorskip("duckdb")

        with pytest.raises(InputError, match="fever: a column of type BIT is not accepted"):
            assess_table(MUSCLE_SPASM, db.sql("select '101'::BIT as fever"))

    def test_duckdb_stays_lazy_and_has_enums(self) -> None:
        db = pytest.importorskip("duckdb")
        relation = db.sql("select true as jerking, 38.5 as temperature_c, null as site")

        found = assess_table(MUSCLE_SPASM, relation)

        assert isinstance(found, db.DuckDBPyRelation)
        assert str(found.types[-1]).startswith("ENUM")
        told_ = told({"jerking": True, "temperature_c": 38.5})
        assert found.fetchall()[0][-3:] == tuple(told_[name] for name in DEFAULT_COLUMNS)

    @pytest.mark.parametrize(
        ("columns", "pair"),
        [
            ("true as fever, false as FEVER", "'fever' and 'FEVER'"),
            ("true as fever, false as fever", "'fever' and 'fever'"),
            ("true as fever, 1 as a, 2 as A", "'a' and 'A'"),
            ("true as fever, 'own' as Diagnosis", "'Diagnosis' and 'diagnosis'"),
        ],
    )
    def test_duckdb_ignores_case_so_names_that_differ_only_in_it_are_refused(
        self, columns: str, pair: str
    ) -> None:
        """It would read the first column for either name."""
        db = pytest.importorskip("duckdb")

        with pytest.raises(InputError, match=f"{pair} are one column to a query engine"):
            assess_table(MUSCLE_SPASM, db.sql(f"select {columns}"), "diagnosis")

    def test_duckdb_labels_that_differ_only_in_case_cannot_be_requested_together(self) -> None:
        db = pytest.importorskip("duckdb")
        tree = Tree(Question("?", Ankle.swelling.present, yes=Leaf("A"), no=Leaf("a")))
        relation = db.sql("select true as swelling")

        with pytest.raises(InputError, match="'possible_A' and 'possible_a' are one column"):
            assess_table(tree, relation, ["possible_A", "possible_a"])
        assert assess_table(tree, relation, "possible_a").fetchall() == [(True, False)]

    def test_duckdb_columns_that_are_named_like_those_of_the_walk(self) -> None:
        db = pytest.importorskip("duckdb")
        own = ", ".join(f"false as SPASM_DDX_{layer}_0" for layer in range(9))

        found = assess_table(
            MUSCLE_SPASM, db.sql(f"select true as jerking, 38.5 as temperature_c, {own}")
        )

        told_ = told({"jerking": True, "temperature_c": 38.5})
        assert found.fetchall()[0][-3:] == tuple(told_[name] for name in DEFAULT_COLUMNS)

    @pytest.mark.parametrize("label", ["it's", "two\nlines", "back\\slash", "'\"", "", "\u00fc"])
    def test_duckdb_labels_of_any_text(self, label: str) -> None:
        db = pytest.importorskip("duckdb")
        tree = Tree(Question("?", Ankle.swelling.present, yes=Leaf(label), no=Leaf("no")))

        found = assess_table(tree, db.sql("select true as swelling"), "diagnosis")

        assert found.fetchall() == [(True, label)]
