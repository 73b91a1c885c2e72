"""What is left of a criterion and of a tree, and what settled it: one case of each kind."""

from __future__ import annotations

from spasm_ddx.reasoning.criteria import AtLeast, Not, all_of, any_of
from spasm_ddx.reasoning.evaluation import open_part, residual, settled_by
from spasm_ddx.reasoning.tree import Leaf, Question, Tree
from tests.reasoning.strategies import Ankle

SWOLLEN, HOT, OLD = Ankle.swelling.present, Ankle.fever.present, Ankle.age.at_least(65)


class TestResidual:
    """A question whose truth is known gives way; another stays, with what is left below it."""

    SECOND = Question("Hot?", HOT, yes=Leaf("a"), no=Leaf("b"))
    THIRD = Question("Old?", all_of(HOT, OLD), yes=Leaf("c"), no=Leaf("d"))
    TREE = Tree(Question("Swollen?", any_of(SWOLLEN, OLD), yes=SECOND, no=THIRD))

    def test_a_known_question_gives_way_to_its_branch(self) -> None:
        assert residual(self.TREE, Ankle(swelling=True)) == self.SECOND
        assert residual(self.TREE, Ankle(swelling=False, age=9)) == Leaf("d")

    def test_an_unknown_one_stays_with_what_is_open(self) -> None:
        assert residual(self.TREE, Ankle(fever=True)) == Question(
            "Swollen?",
            any_of(SWOLLEN, OLD),
            yes=Leaf("a"),
            no=Question("Old?", OLD, yes=Leaf("c"), no=Leaf("d")),
        )
        assert residual(self.TREE, Ankle(fever=False, swelling=False)) == Question(
            "Swollen?", OLD, yes=Leaf("b"), no=Leaf("d")
        )


class TestOpenPart:
    def test_of_a_negation(self) -> None:
        assert open_part(Not(all_of(SWOLLEN, OLD)), Ankle(swelling=True)) == Not(OLD)
        assert open_part(Not(OLD), Ankle(swelling=True)) == Not(OLD)
        assert open_part(Not(OLD), Ankle(age=9)) is True

    def test_what_was_one_part_from_the_start_stays_so(self) -> None:
        alone = any_of(all_of(SWOLLEN, HOT))
        assert open_part(alone, Ankle()) == alone
        assert open_part(alone, Ankle(fever=True)) == any_of(SWOLLEN)


class TestSettledBy:
    """The findings of the parts that agree with the whole; those that take points off disagree."""

    def test_of_a_negation(self) -> None:
        assert settled_by(Not(all_of(SWOLLEN, OLD)), Ankle(swelling=False)) == (Ankle.swelling,)
        assert settled_by(Not(OLD), Ankle()) == ()

    def test_of_a_score(self) -> None:
        score = AtLeast(0.5, (SWOLLEN, OLD), weights=(1, -0.5))
        assert settled_by(score, Ankle(swelling=True)) == (Ankle.swelling,)
        assert settled_by(score, Ankle(swelling=True, age=9)) == (Ankle.swelling, Ankle.age)
        assert settled_by(score, Ankle(swelling=False)) == (Ankle.swelling,)
        assert settled_by(score, Ankle(swelling=False, age=9)) == (Ankle.swelling,)
