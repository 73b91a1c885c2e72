"""Whole Polars tables: each row gets its assessment, eager and lazy."""

from __future__ import annotations

import json
import math
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples.ottawa_ankle import OTTAWA, Films
from spasm_ddx import (
    MUSCLE_SPASM,
    Category,
    Finding,
    Guideline,
    Leaf,
    Presentation,
    Quantity,
    Question,
    Sign,
    SpasmDdxError,
    Tree,
    Urgency,
)
from spasm_ddx.errors import GuidelineError, InputError, MissingExtraError
from spasm_ddx.tables import (
    DEFAULT_COLUMNS,
    assess_table,
    assessment_columns,
    refusals,
)
from spasm_ddx.tables.validation import Errors
from tests.guideline.strategies import guidelines
from tests.reasoning import strategies as reasoning
from tests.reasoning.strategies import Ankle, World
from tests.sprain import SPRAIN, Care, Injured, unsorted
from tests.tables.people import (
    CASES,
    CATEGORIES,
    COLUMNS,
    LAW,
    NUMBERS,
    SIGNS,
    Person,
    assert_rows_are_differentials,
    crowds,
    expected,
    full,
    only,
    people,
    some_columns,
    told,
)

pl = pytest.importorskip("polars")

Frame: TypeAlias = Any  # of Polars, which may not be installed
Kind: TypeAlias = Any

PRINTED = json.loads(
    (Path(__file__).parents[1] / "muscle_spasm" / "cases.json").read_text(encoding="utf-8")
)
ALERT_KEYS = [alert.key for alert in MUSCLE_SPASM.alerts]
TEXT = {
    finding.name: [member.value for member in finding.members]
    for finding in Presentation.findings()
    if isinstance(finding, Category)
}


def table(crowd: list[Person], **types: Kind) -> Frame:
    """The crowd as a table of every finding."""
    usual = dict.fromkeys(NUMBERS, pl.Float64) | dict.fromkeys(CATEGORIES, pl.String)
    schema = dict.fromkeys(SIGNS, pl.Boolean) | usual
    made = pl.DataFrame([full(person) for person in crowd], schema=schema, strict=False)
    return made.cast(types) if types else made


@st.composite
def types(draw: st.DrawFn) -> dict[str, Kind]:
    """For each column that is not a sign, any accepted type."""
    numbers = [pl.Float64, pl.Float32, pl.Int64, pl.UInt32, pl.Decimal(38, 6)]
    chosen = {name: draw(st.sampled_from(numbers)) for name in NUMBERS[:-1]}
    for name, values in TEXT.items():
        kinds = [pl.String, pl.Categorical, pl.Enum(values), pl.Enum(["other", *values[::-1]])]
        chosen[name] = draw(st.sampled_from(kinds))
    return chosen


def whole(crowd: list[Person]) -> list[Person]:
    """The same people with counts that any type of number can hold."""
    return [
        {**person, **{n: person[n] // 1 for n in NUMBERS[:-1] if n in person}} for person in crowd
    ]


class TestAgreement:
    """Each row of a table gets exactly the assessment of that person."""

    @LAW
    @given(crowds, some_columns)
    def test_each_row_is_what_assess_says(self, crowd: list[Person], columns: list[str]) -> None:
        found = assess_table(MUSCLE_SPASM, table(crowd), columns)

        assert only(found.rows(named=True), columns) == expected(crowd, columns)

    @LAW
    @given(crowds)
    def test_every_column_at_once(self, crowd: list[Person]) -> None:
        errors: Errors
        for errors in ("fail", "null"):
            found = assess_table(
                MUSCLE_SPASM, table(crowd), assessment_columns(MUSCLE_SPASM), errors=errors
            )
            assert only(found.rows(named=True), COLUMNS) == expected(crowd, COLUMNS)

    @LAW
    @given(crowds, types(), some_columns)
    def test_whatever_the_types(
        self, crowd: list[Person], chosen: dict[str, Kind], columns: list[str]
    ) -> None:
        crowd = whole(crowd)
        found = assess_table(MUSCLE_SPASM, table(crowd, **chosen), columns)

        assert only(found.rows(named=True), columns) == expected(crowd, columns)

    @LAW
    @given(crowds, some_columns)
    def test_32_bits_are_read_as_the_numbers_they_are(
        self, crowd: list[Person], columns: list[str]
    ) -> None:
        given_ = table(crowd, age_months=pl.Float32, duration_s=pl.Float32)

        found = assess_table(MUSCLE_SPASM, given_, columns)

        assert only(found.rows(named=True), columns) == expected(given_.rows(named=True), columns)

    @LAW
    @given(crowds, some_columns)
    def test_nan_is_unknown(self, crowd: list[Person], columns: list[str]) -> None:
        given_ = table(crowd).with_columns(pl.col(NUMBERS).fill_null(math.nan))

        found = assess_table(MUSCLE_SPASM, given_, columns)

        assert only(found.rows(named=True), columns) == expected(crowd, columns)

    @LAW
    @given(crowds, st.sets(st.sampled_from(sorted(CASES)), max_size=len(CASES) - 1), some_columns)
    def test_a_missing_column_is_unknown(
        self, crowd: list[Person], missing: set[str], columns: list[str]
    ) -> None:
        # What a temperature showed goes with it.
        given_ = table(crowd).drop(missing)

        found = assess_table(MUSCLE_SPASM, given_, columns)

        assert only(found.rows(named=True), columns) == expected(given_.rows(named=True), columns)

    @LAW
    @given(crowds, some_columns, st.sampled_from(["fail", "null"]))
    def test_lazy_in_lazy_out(
        self, crowd: list[Person], columns: list[str], errors: Errors
    ) -> None:
        lazy = assess_table(MUSCLE_SPASM, table(crowd).lazy(), columns, errors=errors)

        assert isinstance(lazy, pl.LazyFrame)
        for engine in ("in-memory", "streaming"):
            assert lazy.collect(engine=engine).equals(
                assess_table(MUSCLE_SPASM, table(crowd), columns)
            )

    @pytest.mark.parametrize("case", PRINTED, ids=lambda case: case["name"])
    def test_the_printed_cases(self, case: dict[str, Any]) -> None:
        row = assess_table(
            MUSCLE_SPASM, table([case["findings"]]), assessment_columns(MUSCLE_SPASM)
        ).row(0, named=True)

        possible = [some.key for some in MUSCLE_SPASM.conditions if row[f"possible_{some.key}"]]
        assert sorted(possible) == sorted(case["differential"])
        raised = [key for key in ALERT_KEYS if row[f"raised_{key}"]]
        assert row["diagnosis"] == case["diagnosis"]
        assert sorted(raised) == sorted(case["raised"])
        for end in ("at_least", "at_most"):
            assert row[f"urgency_{end}"] == case[end]


class TestTheTableComesBack:
    def test_its_columns_and_rows_stay_and_the_asked_for_come_behind(self) -> None:
        given_ = pl.DataFrame(
            {"name": ["c", "a", "b"], "fever": [True, None, False], "spasm_ddx_": [1, 2, 3]}
        )

        found = assess_table(MUSCLE_SPASM, given_)

        assert found.columns == ["name", "fever", "spasm_ddx_", *DEFAULT_COLUMNS]
        assert found.select(given_.columns).equals(given_)

    def test_labels_are_enums_urgencies_in_rising_order(self) -> None:
        found = assess_table(MUSCLE_SPASM, table([{}]))

        urgencies = [urgency.key for urgency in sorted(Urgency)]
        assert found.schema["urgency_at_least"] == pl.Enum(urgencies)
        assert found.schema["urgency_at_most"] == pl.Enum(urgencies)
        assert set(found.schema["diagnosis"].categories) == {
            some.key for some in MUSCLE_SPASM.conditions
        }
        assert found.select(pl.col("urgency_at_least") < pl.col("urgency_at_most")).item()

    def test_a_table_without_rows(self) -> None:
        found = assess_table(MUSCLE_SPASM, table([{}]).clear(), assessment_columns(MUSCLE_SPASM))

        assert found.shape == (0, len(CASES) + len(COLUMNS))

    def test_a_table_of_which_nothing_is_known(self) -> None:
        nothing = pl.DataFrame({"pain": [None, None]})
        found = assess_table(MUSCLE_SPASM, nothing, assessment_columns(MUSCLE_SPASM))

        assert only(found.rows(named=True), COLUMNS) == [told({})] * 2

    def test_a_table_in_chunks(self) -> None:
        crowd: list[Person] = [{"tetanus_signs": True}, {"jerking": True}]
        chunked = pl.concat([table(crowd[:1]), table(crowd[1:])], rechunk=False)

        assert only(
            assess_table(MUSCLE_SPASM, chunked).rows(named=True), DEFAULT_COLUMNS
        ) == expected(crowd, DEFAULT_COLUMNS)

    def test_one_column_may_be_named_alone(self) -> None:
        assert assess_table(MUSCLE_SPASM, pl.DataFrame({"pain": [True]}), "diagnosis").columns == [
            "pain",
            "diagnosis",
        ]

    def test_only_requested_columns_are_computed(self) -> None:
        plan = assess_table(
            MUSCLE_SPASM, table([{}]).lazy(), ["raised_self_care_failed"], errors="null"
        )

        assert 'col("self_care_failed")' in plan.explain()
        assert 'col("jerking")' not in plan.explain()


class TestColumnsThatCannotBeAskedFor:
    def test_an_error_names_the_nearest(self) -> None:
        with pytest.raises(InputError, match=r"'diagnosi' is not a column .* mean diagnosis\?"):
            assess_table(MUSCLE_SPASM, table([{}]), ["diagnosi"])

    def test_an_error_lists_all_if_none_is_near(self) -> None:
        with pytest.raises(InputError, match=r"accepted are diagnosis, urgency_at_least, .*raised"):
            assess_table(MUSCLE_SPASM, table([{}]), ["zzz"])

    def test_one_that_the_table_has_is_not_written_over(self) -> None:
        with pytest.raises(InputError, match="has a column diagnosis already"):
            assess_table(MUSCLE_SPASM, pl.DataFrame({"pain": [True], "diagnosis": ["cramp"]}))

    @pytest.mark.parametrize("columns", [3, [3], [["diagnosis"]], b"diagnosis"])
    def test_what_is_no_name_is_refused(self, columns: Any) -> None:  # noqa: ANN401
        with pytest.raises(InputError, match=r"^columns=.* not accepted; give the name of a col"):
            assess_table(MUSCLE_SPASM, table([{}]), columns)
        with pytest.raises(InputError, match=r"^columns=.* not accepted; give the name of a col"):
            assess_table(OTTAWA, pl.DataFrame({"id": [1]}), columns)

    def test_none_at_all_leaves_the_table_as_it_was(self) -> None:
        given_ = table([{}, {}])

        assert assess_table(MUSCLE_SPASM, given_, []).equals(given_)

    def test_their_names_are_unique(self) -> None:
        assert sorted(assessment_columns(MUSCLE_SPASM)) == COLUMNS

    def test_errors_is_one_of_two(self) -> None:
        with pytest.raises(InputError, match="'skip' is not accepted; give 'fail' or 'null'"):
            assess_table(MUSCLE_SPASM, table([{}]), errors="skip")  # type: ignore[arg-type]


WRONG: dict[str, list[Any]] = {
    "age_months": [-1, math.nextafter(0, -1), math.nextafter(1500, 9999), math.inf, -math.inf],
    "attacks_this_illness": [0, 1.5, 1001, math.inf],
    "temperature_c": [24.9, 45.1, 380, math.inf],
    "site": ["", "Foot", "foot ", "leg"],
    "eeg": ["done"],
}


@st.composite
def mistakes(draw: st.DrawFn) -> list[Person]:
    """People, some with invalid or contradictory values."""
    crowd: list[Person] = draw(st.lists(people(), min_size=1, max_size=12))
    for person in crowd:
        if draw(st.integers(0, 3)) == 0:
            name = draw(st.sampled_from(sorted(WRONG)))
            person[name] = draw(st.sampled_from(WRONG[name]))
        if draw(st.integers(0, 5)) == 0:
            person |= {
                "fever": False,
                "temperature_c": draw(st.sampled_from(CASES["temperature_c"])),
            }
    return crowd


def reason(person: Person) -> str | None:
    """Why construction refuses a person, or None."""
    try:
        Presentation.from_dict(person)
    except SpasmDdxError as error:
        return str(error)
    return None


class TestRefusals:
    """A table refuses the cells that construction refuses, with the same message."""

    @LAW
    @given(mistakes())
    def test_they_are_the_rows_that_construction_refuses_in_its_words(
        self, crowd: list[Person]
    ) -> None:
        found = refusals(table(crowd), Presentation).rows(named=True)

        refused = {row for row, person in enumerate(crowd) if reason(person)}
        assert {cell["row"] for cell in found} == refused
        assert [cell["row"] for cell in found] == sorted(cell["row"] for cell in found)
        for cell in found:
            person = table(crowd).row(cell["row"], named=True)
            alone = {cell["column"]: person[cell["column"]]}
            both = {name: person.get(name) for name in ("fever", "temperature_c")}
            assert cell["reason"] in {reason(alone), reason(both)}

    @LAW
    @given(mistakes())
    def test_the_first_is_raised_or_each_is_left_null(self, crowd: list[Person]) -> None:
        refused = [row for row, person in enumerate(crowd) if reason(person)]
        for given_ in (table(crowd), table(crowd).lazy()):
            if refused:
                with pytest.raises(InputError, match=f"^row {refused[0]} of the table"):
                    assess_table(MUSCLE_SPASM, given_)
            found = assess_table(MUSCLE_SPASM, given_, COLUMNS, errors="null").lazy().collect()
            for row, answers in enumerate(only(found.rows(named=True), COLUMNS)):
                nothing = dict.fromkeys(COLUMNS)
                assert answers == (nothing if row in refused else told(crowd[row]))

    @LAW
    @given(mistakes())
    def test_without_them_the_table_is_accepted(self, crowd: list[Person]) -> None:
        given_ = table(crowd).with_row_index("row")

        fine = given_.join(
            refusals(given_, Presentation), on="row", how="anti", maintain_order="left"
        )

        assert refusals(fine, Presentation).is_empty()
        assert only(assess_table(MUSCLE_SPASM, fine).rows(named=True), DEFAULT_COLUMNS) == expected(
            [person for person in crowd if not reason(person)], DEFAULT_COLUMNS
        )

    def test_they_are_data(self) -> None:
        found = refusals(table([{}, {"site": "Foot", "age_months": -1.5}]), Presentation)

        assert found.schema == {
            "row": pl.UInt32,
            "column": pl.String,
            "value": pl.String,
            "reason": pl.String,
        }
        assert found.rows()[0] == (
            1,
            "age_months",
            "-1.5",
            (
                "age_months: -1.5 is not accepted; give a number of months from 0 to 1500, "
                "or leave it out while unknown"
            ),
        )
        assert found.rows()[1][:3] == (1, "site", "Foot")
        assert refusals(table([{}]), Presentation).schema == found.schema

    def test_a_fever_that_is_denied_and_shown_is_reported(self) -> None:
        given_ = table([{"fever": False, "temperature_c": 38}])

        (cell,) = refusals(given_, Presentation).rows(named=True)

        assert (cell["column"], cell["value"]) == ("fever", "false")
        assert "fever is absent, but temperature_c is 38.0" in cell["reason"]

    def test_a_wrong_decimal(self) -> None:
        given_ = pl.DataFrame({"temperature_c": [Decimal("37.5"), Decimal("99.5")]})

        with pytest.raises(InputError, match=r"row 1 of the table .*: temperature_c: 99.5 is not"):
            assess_table(MUSCLE_SPASM, given_)

    @pytest.mark.parametrize(
        ("column", "said"),
        [
            ({"jerking": [None, 1]}, r"jerking: .* Int64 \(row 1 holds 1\) .* of booleans"),
            ({"jerking": ["yes"]}, r"jerking: .* String \(row 0 holds 'yes'\) .* of booleans"),
            ({"age_months": ["4"]}, r"age_months: .* String .* numbers, each a number of months"),
            ({"age_months": [True]}, r"age_months: .* Boolean \(row 0 holds True\)"),
            ({"site": [3]}, r"site: .* Int64 .* text, one of lower_leg, foot"),
            ({"site": [["foot"]]}, r"site: .*List"),
        ],
    )
    def test_columns_of_another_type(self, column: dict[str, Any], said: str) -> None:
        with pytest.raises(InputError, match=said):
            assess_table(MUSCLE_SPASM, pl.DataFrame(column))
        with pytest.raises(InputError, match=said):
            refusals(pl.DataFrame(column), Presentation)
        with pytest.raises(InputError, match=f"{next(iter(column))}: a column of type"):
            assess_table(MUSCLE_SPASM, pl.LazyFrame(column), errors="null")

    def test_a_column_that_holds_nothing_is_unknown_whatever_its_type(self) -> None:
        for nothing in (pl.Series([None]), pl.Series([None], dtype=pl.String)):
            found = assess_table(
                MUSCLE_SPASM, pl.DataFrame({"jerking": nothing, "age_months": nothing})
            )
            assert only(found.rows(named=True), DEFAULT_COLUMNS) == expected([{}], DEFAULT_COLUMNS)

    def test_what_is_no_table(self) -> None:
        with pytest.raises(InputError, match="list is not a table; give a table of Polars, pandas"):
            assess_table(MUSCLE_SPASM, [{"fever": True}])


class TestLazyTables:
    def test_nothing_is_read_until_it_is_collected(self) -> None:
        read: list[int] = []

        def watched(frame: Frame) -> Frame:
            read.append(frame.height)
            return frame

        lazy = table([{"jerking": True}]).lazy().map_batches(watched)

        plan = assess_table(MUSCLE_SPASM, lazy, errors="null")
        assert not read
        plan.collect()
        assert len(read) == 1

    def test_every_row_is_looked_at_before_unless_refused_rows_are_to_be_null(self) -> None:
        with pytest.raises(InputError, match=r"row 1 of the table .*: site: 'leg' is not accepted"):
            assess_table(MUSCLE_SPASM, table([{}, {"site": "leg"}]).lazy())

    def test_refusals_are_reported_of_rows_in_memory(self) -> None:
        with pytest.raises(InputError, match=r"takes a Polars DataFrame, not polars.*LazyFrame"):
            refusals(table([{}]).lazy(), Presentation)


class TestTheExtra:
    def test_without_narwhals_one_error_names_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "narwhals", None)

        with pytest.raises(MissingExtraError, match=r"pip install 'spasm-ddx\[tables\]'"):
            assess_table(MUSCLE_SPASM, table([{}]))


class TestAnyTree:
    @LAW
    @given(st.data())
    def test_each_row_is_its_differential(self, data: st.DataObject) -> None:
        assert_rows_are_differentials(data)

    def test_the_ottawa_rules(self) -> None:
        given_ = pl.DataFrame(
            {"malleolar_pain": [False, True, None], "midfoot_pain": [False, False, False]}
        )

        found = assess_table(OTTAWA, given_)

        assert found.columns == [*given_.columns, "diagnosis"]
        assert found["diagnosis"].to_list() == [str(Films.NONE), None, None]
        possible = assess_table(OTTAWA, given_, "possible_ankle series").to_series(-1).to_list()
        assert possible == [False, True, True]

    def test_a_tree_of_one_leaf(self) -> None:
        found = assess_table(Tree(Leaf("so")), pl.DataFrame({"id": [1, 2]}))

        assert found["diagnosis"].to_list() == ["so", "so"]

    def test_it_has_neither_urgency_nor_alerts(self) -> None:
        assert assessment_columns(OTTAWA) == (
            "diagnosis", *(f"possible_{films}" for films in OTTAWA.outcomes),
        )  # fmt: skip
        for column in ("urgency_at_least", "urgency_at_most"):
            with pytest.raises(InputError, match=f"'{column}' is not a column that assess_table"):
                assess_table(OTTAWA, pl.DataFrame({"midfoot_pain": [True]}), column)

    def test_what_is_no_tree_is_refused(self) -> None:
        with pytest.raises(GuidelineError, match=r"^expected a guideline or a tree, not 3$"):
            assess_table(3, pl.DataFrame({"id": [1]}))  # type: ignore[arg-type]
        with pytest.raises(GuidelineError, match=r"^expected a guideline or a tree, not 3$"):
            assessment_columns(3)  # type: ignore[arg-type]

    def test_two_outcomes_of_one_text_are_refused(self) -> None:
        tree = Tree(Question("?", Ankle.swelling.present, yes=Leaf(1), no=Leaf("1")))

        with pytest.raises(GuidelineError, match="have the key '1'; give each its own"):
            assess_table(tree, pl.DataFrame({"id": [1]}))


class TestAnyGuideline:
    """With any other guideline, too, each row gets the assessment of that person."""

    @LAW
    @given(st.data())
    def test_each_row_is_what_its_assess_says(self, data: st.DataObject) -> None:
        world = data.draw(reasoning.worlds())
        guideline = data.draw(guidelines(world))
        if data.draw(st.booleans()):
            guideline = unsorted(guideline)
        assert_rows_are_assessments(data, guideline, world)

    @LAW
    @given(st.data())
    def test_one_with_a_scale_of_its_own(self, data: st.DataObject) -> None:
        ends: dict[Finding, tuple[float, ...]] = {
            Injured.age: (65,), Injured.steps: (1, 3, 4, 6, 7), Injured.temperature: (38, 40)
        }  # fmt: skip
        assert_rows_are_assessments(data, SPRAIN, World(Injured, ends))

    def test_its_own_scale_is_the_enum(self) -> None:
        found = assess_table(SPRAIN, pl.DataFrame({"swelling": [False]}))

        assert found.columns == ["swelling", *DEFAULT_COLUMNS]
        assert found.schema["urgency_at_least"] == pl.Enum([level.key for level in Care])
        assert found.row(0)[1:] == (None, "home", "hospital")


def assert_rows_are_assessments(data: st.DataObject, guideline: Guideline, world: World) -> None:
    """Every column of every row of a table is the guideline's assessment."""
    crowd = data.draw(st.lists(reasoning.people(world), min_size=1, max_size=12))
    held = {Sign: pl.Boolean, Category: pl.String, Quantity: pl.Float64}
    given_ = pl.DataFrame(
        [person.to_dict() for person in crowd],
        schema={finding.name: held[type(finding)] for finding in world.findings},
        strict=False,
    )
    columns = assessment_columns(guideline)

    found = assess_table(guideline, given_, columns).select(columns).rows(named=True)

    for row, person in zip(found, crowd, strict=True):
        told_ = guideline.assess(person)
        diagnosis = told_.diagnosis
        possible = {one.key: one in told_.differential for one in guideline.conditions}
        raised = {one.key: one in told_.alerts.raised for one in guideline.alerts}
        open_ = {one.key: one in told_.alerts.possible for one in guideline.alerts}
        assert row == {
            "diagnosis": None if diagnosis is None else diagnosis.key,
            "urgency_at_least": told_.urgency.at_least.key,
            "urgency_at_most": told_.urgency.at_most.key,
            **{f"possible_{key}": so for key, so in (possible | open_).items()},
            **{f"raised_{key}": so for key, so in raised.items()},
        }
