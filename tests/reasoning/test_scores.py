"""Scores: points of criteria, thresholds that are criteria, and the range under what is known."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spasm_ddx.errors import CriterionError, FindingError, TreeError, UnknownFindingError
from spasm_ddx.reasoning.compilation import compile_tree
from spasm_ddx.reasoning.criteria import AtLeast, Criterion, Not, all_of, any_of
from spasm_ddx.reasoning.evaluation import holds, open_part, residual, settled_by
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.queries import differential
from spasm_ddx.reasoning.scores import Points, points
from spasm_ddx.reasoning.tree import Leaf, Question, Tree
from spasm_ddx.reasoning.verification import verify
from spasm_ddx.reasoning.wording import outline, sentence
from spasm_ddx.views.proofs import said_report
from tests.reasoning.strategies import (
    LAW,
    Ankle,
    Judgement,
    Knee,
    completions,
    judgements,
    learned,
    truth,
    yes_where,
)

SCORE = points(
    {
        Ankle.swelling.present: 2,
        any_of(Ankle.bone_tender.present, Ankle.fever.present, name="Tender or hot"): 1.5,
        Ankle.age.at_least(65): -1,
    },
    name="Ankle score",
)
LINES = [(1, "+2 swelling"), (1, "+1.5 Tender or hot: any of")]


class TestThresholds:
    """Each threshold holds at exactly the totals in its name."""

    @pytest.mark.parametrize(
        ("criterion", "totals"),
        [
            (SCORE.at_least(1), {1, 1.5, 2, 2.5, 3.5}),
            (SCORE.above(1), {1.5, 2, 2.5, 3.5}),
            (SCORE.at_most(1), {-1, 0, 0.5, 1}),
            (SCORE.below(1), {-1, 0, 0.5}),
            (SCORE.between(0, 1), {0, 0.5, 1}),
            (SCORE.between(-1, 1), {-1, 0, 0.5, 1}),
        ],
    )
    def test_it_holds_at_these_totals(self, criterion: Criterion, totals: set[float]) -> None:
        everybody = completions(Ankle, Ankle(), SCORE.at_least(1))
        assert {SCORE.range(one)[0] for one in everybody if holds(criterion, one)} == totals

    def test_it_is_one_of_the_four_kinds(self) -> None:
        assert isinstance(SCORE.at_least(1), AtLeast)
        assert SCORE.below(1) == Not(SCORE.at_least(1))
        assert SCORE.between(0, 1) == all_of(SCORE.at_least(0), SCORE.at_most(1))

    def test_pairs_are_as_good_as_a_mapping(self) -> None:
        pairs = zip(SCORE.of, SCORE.weights, strict=True)
        assert points(pairs, name="Ankle score") == SCORE

    def test_it_is_json_values(self) -> None:
        criterion = SCORE.at_least(1)
        assert pickle.loads(pickle.dumps(criterion)) == criterion  # noqa: S301 - our own
        assert pickle.loads(pickle.dumps(SCORE)) == SCORE  # noqa: S301 - our own
        assert len({criterion, SCORE.at_least(1), SCORE.at_least(1.5)}) == 2
        assert repr(criterion).endswith("name='Ankle score', weights=(2, 1.5, -1))")


class TestRange:
    """`range` gives the lowest and the highest total exactly."""

    def test_parts_that_exclude_each_other_are_taken_together(self) -> None:
        score = points({Ankle.age.below(15): 1, Ankle.age.at_least(45): 2, Ankle.fever.present: 1})
        assert score.range(Ankle()) == (0, 3)
        assert score.range(Ankle(age=50)) == (2, 3)

    def test_what_a_number_shows_is_known(self) -> None:
        score = points({Ankle.fever.present: 1, Ankle.temperature.at_least(39): 1})
        assert score.range(Ankle(fever=False)) == (0, 0)

    def test_it_needs_findings_of_its_vocabulary(self) -> None:
        with pytest.raises(FindingError, match="range takes findings"):
            SCORE.range(3)  # type: ignore[arg-type]
        with pytest.raises(UnknownFindingError, match="Ankle score"):
            SCORE.range(Knee())

    @LAW
    @given(judgements(size=3, most=4, depth=1), st.data())
    def test_it_is_what_brute_force_finds(self, case: Judgement, data: st.DataObject) -> None:
        halves = st.integers(-4, 4).filter(bool).map(lambda half: half / 2)
        weights = [data.draw(halves) for _ in case.criteria]
        score = points(zip(case.criteria, weights, strict=True))

        def total(complete: Findings) -> float:
            pairs = zip(case.criteria, weights, strict=True)
            return sum(weight for part, weight in pairs if truth(part, complete))

        person = case.person
        everybody = completions(type(person), person, all_of(*case.criteria))
        totals = {total(one) for one in everybody}
        assert score.range(person) == (min(totals), max(totals))

        # Who is known better has no wider range.
        lowest, highest = score.range(data.draw(learned(case.world, person)))
        assert min(totals) <= lowest <= highest <= max(totals)

        # A threshold is refused exactly where every total, or none, reaches it; as in a tree,
        # each finding by itself, whatever a quantity shows.
        n = data.draw(st.integers(-8, 16)) / 2
        try:
            criterion = score.at_least(n)
        except CriterionError:
            assert len({total(one) >= n for one in everybody}) == 1
        else:
            assert [holds(criterion, one) for one in everybody] == [
                total(one) >= n for one in everybody
            ]


class TestMisuse:
    """Invalid input raises an error that names the score."""

    @pytest.mark.parametrize(
        ("make", "told"),
        [
            (lambda: SCORE.at_least(4), "Ankle score: 4 points or more is never so; its totals"),
            (lambda: SCORE.at_most(3.5), "is always so; its totals run from -1 to 3.5"),
            (lambda: SCORE.between(3, 3), "Ankle score: 3 to 3 points is never so"),
            (lambda: SCORE.at_least(0.25), "whole or half numbers"),
            (lambda: SCORE.at_least(n=True), "whole or half numbers"),
            (lambda: points({Ankle.fever.present: 0}), "a weight other than 0"),
            (lambda: points({Ankle.fever.present: 0.3}), "whole or half numbers"),
            (lambda: points({Ankle.fever.present: float("nan")}), "whole or half numbers"),
            (lambda: points({Ankle.fever.present: float("inf")}), "whole or half numbers"),
            (lambda: points({Ankle.fever: 1}), "say Ankle.fever.present"),  # type: ignore[type-var]
            (lambda: points({}), "points takes criteria with their points"),
            (lambda: points([Ankle.fever.present]), "points takes"),  # type: ignore[arg-type]
            (lambda: points(5), "points takes"),  # type: ignore[arg-type]
            (lambda: points({Ankle.fever.present: 1}, name=5), "text"),  # type: ignore[arg-type]
            (lambda: AtLeast(5, SCORE.of, weights=(1, 1, 1)), "the score: 5 points are never"),
            (lambda: AtLeast(0, SCORE.of, weights=(1, 1, 1)), "the score: 0 points are always"),
            (lambda: AtLeast(1, SCORE.of, weights=(1, 1)), "each of 3 criteria a weight"),
            (lambda: AtLeast(1.5, SCORE.of), "at least 1.5 of 3 criteria"),
        ],
    )
    def test_it_is_refused(self, make: Callable[[], Any], told: str) -> None:
        with pytest.raises(CriterionError, match=told):
            make()

    def test_parts_that_exclude_each_other_never_make_their_sum(self) -> None:
        score = points({Ankle.age.below(15): 1, Ankle.age.at_least(45): 1}, name="Age score")
        with pytest.raises(CriterionError, match="Age score: 2 points or more is never so"):
            score.at_least(2)


class TestWords:
    """Views show a score as a whole: its name, its lines with points, the threshold."""

    def test_its_lines_have_their_points(self) -> None:
        assert outline(SCORE.at_least(2)) == [
            (0, "Ankle score: 2 points or more"),
            *LINES,
            (2, "bone tender"),
            (2, "fever"),
            (1, "-1 age 65 years or more"),
        ]
        assert outline(SCORE.below(2))[0] == (0, "Ankle score: 1.5 points or less")

    def test_whole_points_are_said_whole(self) -> None:
        whole = points({Ankle.swelling.present: 1, Ankle.fever.present: 1}, name="Two")
        assert sentence(whole.below(1)) == "Two of 0 points or less"
        assert sentence(whole.above(0)) == "Two of 1 point or more"
        assert outline(whole.at_most(1))[0] == (0, "Two: 1 point or less")

    def test_a_range_has_its_lines_once(self) -> None:
        lines = outline(SCORE.between(0, 2))
        assert [text for _, text in lines if "swelling" in text] == ["+2 swelling"]
        assert lines[0] == (0, "all of")
        assert lines[1] == (1, "Ankle score: 0 points or more")
        assert lines[-1] == (1, "Ankle score: 2 points or less")

    def test_without_a_name(self) -> None:
        score = points([(Ankle.swelling.present, 1), (Ankle.fever.present, 0.5)])
        assert sentence(score.at_least(1)) == "score: 1 point or more: +1 swelling, +0.5 fever"


class TestWhatIsLeft:
    """Known points count, and the open part is named as the rest of the score."""

    def test_known_points_are_taken_off(self) -> None:
        left = open_part(SCORE.at_least(2), Ankle(bone_tender=True))
        assert left == AtLeast(
            0.5,
            (Ankle.swelling.present, Ankle.age.at_least(65)),
            name="rest of Ankle score",
            weights=(2, -1),
        )
        assert open_part(SCORE.at_least(2), Ankle()) == SCORE.at_least(2)

    def test_the_rest_of_a_rest_is_called_so_once(self) -> None:
        left = open_part(SCORE.at_least(2), Ankle(bone_tender=True))
        assert isinstance(left, AtLeast)
        again = open_part(left, Ankle(age=70))
        assert isinstance(again, AtLeast)
        assert again.name == "rest of Ankle score"

    def test_a_single_part_that_takes_points_off_must_not_hold(self) -> None:
        score = points({Ankle.swelling.present: 2, Ankle.age.at_least(65): -1})
        left = open_part(score.at_least(2), Ankle(swelling=True))
        assert left == Not(Ankle.age.at_least(65))
        assert holds(score.at_least(2), Ankle(swelling=True)) is None

    def test_what_settles_it_moved_it_there(self) -> None:
        criterion = SCORE.at_least(2)
        assert settled_by(criterion, Ankle(swelling=True, age=40)) == (Ankle.swelling, Ankle.age)
        assert settled_by(criterion, Ankle(swelling=False)) == (Ankle.swelling,)

    def test_a_tree_keeps_what_is_open(self) -> None:
        tree = yes_where(SCORE.at_least(2))
        left = residual(tree, Ankle(bone_tender=True))
        assert isinstance(left, Question)
        for one in completions(Ankle, Ankle(bone_tender=True), tree):
            assert holds(left.criterion, one) is truth(SCORE.at_least(2), one)


class TestVerify:
    """`verify` judges a score as a whole, at all of its thresholds together."""

    @staticmethod
    def of(score: Points) -> Tree[str]:
        high = Question("High?", score.at_least(5), yes=Leaf("high"), no=Leaf("middle"))
        return Tree(Question("Low?", score.below(2), yes=Leaf("low"), no=high))

    def test_a_part_that_matters_at_one_threshold_matters(self) -> None:
        score = points({Ankle.swelling.present: 5, Ankle.fever.present: 2}, name="S")
        assert verify(self.of(score)).redundant == ()

    def test_a_part_that_never_matters_is_named_in_words(self) -> None:
        parts = {Ankle.swelling.present: 5, Ankle.fever.present: 2, Ankle.steps.below(3): 0.5}
        report = verify(self.of(points(parts, name="S")))
        assert [fault.what for fault in report.redundant] == ['in S the part "steps less than 3"']
        assert str(report).count("steps less than 3") == 1

    def test_a_part_that_always_counts_where_it_is_asked_is_none(self) -> None:
        score = points({Ankle.swelling.present: 1, Ankle.fever.present: 1}, name="S")
        asked = Question("Two?", score.at_least(2), yes=Leaf("a"), no=Leaf("b"))
        tree = Tree(Question("Swollen?", Ankle.swelling.present, yes=asked, no=Leaf("c")))
        assert verify(tree).redundant == ()


class TestRows:
    """Trees of decision rows: the first row whose criterion holds decides."""

    ROWS = ((Ankle.fever.present, "hot"), (Ankle.steps.below(4), "lame"))

    def test_the_first_hit_wins(self) -> None:
        tree = Tree.from_rows(self.ROWS, default="well", name="Rows", version="1")
        assert differential(tree, Ankle(fever=True, steps=2)) == ("hot",)
        assert differential(tree, Ankle(fever=False, steps=2)) == ("lame",)
        assert differential(tree, Ankle(fever=False, steps=4)) == ("well",)
        assert compile_tree(tree)(Ankle(steps=2)) == ("hot", "lame")
        assert [question.asks for question in tree.questions] == ["Fever?", "Steps less than 4?"]
        assert (tree.name, tree.version) == ("Rows", "1")

    def test_an_overlap_comes_with_an_example(self) -> None:
        tree = Tree.from_rows(self.ROWS, default="well")
        report = verify(tree)
        (overlap,) = report.overlaps
        assert (overlap.row, overlap.other) == (1, 2)
        assert overlap.example == Ankle(fever=True, steps=3)
        assert report.unreachable == report.redundant == ()
        told = "- rows 1 and 2 overlap, and row 1 decides: for example fever; steps 3"
        assert told in said_report(tree, report).splitlines()

    def test_a_row_that_nobody_reaches_comes_with_an_example(self) -> None:
        rows = [*self.ROWS, (all_of(Ankle.fever.present, Ankle.swelling.present), "hot")]
        report = verify(Tree.from_rows(rows, default="well"))
        assert [fault.place for fault in report.unreachable] == ["nny"]
        assert not report.ok
        assert report.errors[0] == (
            "after no, no, yes: nobody reaches the leaf hot; row 1 decides: "
            "for example swelling; fever"
        )
        assert report.overlaps[-1].example == Ankle(fever=True, swelling=True)
        assert (report.overlaps[-1].row, report.overlaps[-1].other) == (1, 3)
        assert str(report.overlaps[-1]) == (
            "nobody is left for row 3; row 1 decides: for example swelling; fever"
        )

    def test_rows_of_one_outcome_may_overlap(self) -> None:
        rows = [(Ankle.fever.present, "see"), (Ankle.swelling.present, "see")]
        assert verify(Tree.from_rows(rows, default="well")).overlaps == ()

    def test_a_tree_that_is_no_table_has_no_overlaps(self) -> None:
        first, second = self.ROWS
        inner = Question("?", second[0], yes=Leaf("b"), no=Leaf("c"))
        tree = Tree(Question("?", first[0], yes=inner, no=Leaf("a")))
        assert verify(tree).overlaps == ()

    def test_questions_that_nobody_wrote_as_rows_have_none(self) -> None:
        first, second = self.ROWS
        then = Question("And then?", second[0], yes=Leaf("b"), no=Leaf("c"))
        assert verify(Tree(Question("First?", first[0], yes=Leaf("a"), no=then))).overlaps == ()

    @pytest.mark.parametrize("row", [5, "ab", (Ankle.fever, "hot"), (Ankle.fever.present,)])
    def test_what_is_no_row_is_refused(self, row: tuple[Criterion, str]) -> None:
        with pytest.raises(TreeError, match="row"):
            Tree.from_rows([row], default="well")
