"""MC/DC: for each atom of each criterion, two people whose outcomes differ only because of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import permutations
from typing import Any

import attrs

from spasm_ddx.reasoning.comparison import twin
from spasm_ddx.reasoning.criteria import Criterion, Is, Path, Within, parts_in, with_part
from spasm_ddx.reasoning.cubes import fewest_answers
from spasm_ddx.reasoning.decision_diagram import DecisionDiagram
from spasm_ddx.reasoning.finding_kinds import Sign
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.positions import Cell, position_of, value_in
from spasm_ddx.reasoning.tree import Question, Tree, add_node, places, require_tree
from spasm_ddx.reasoning.verification import arrivals


@attrs.frozen
class Atom:
    """One criterion on one finding at its place in a tree.

    Attributes:
        place: The answers that lead to its question, such as ``"yn"``; empty for the first.
        question: The question.
        path: The path from the question's criterion to the atom, by the index of each part
            (0 within a ``Not``); empty if the atom is the whole criterion.
        criterion: The atom itself.
    """

    place: str
    question: Question[Any]
    path: Path
    criterion: Is | Within


@attrs.frozen
class Pair:
    """Two people whose outcomes differ only because of one atom.

    Attributes:
        atom: The atom, with its place.
        holding: The person for whom it holds.
        failing: The person for whom it does not.
        outcomes: The outcome of the first and of the second person.
    """

    atom: Atom
    holding: Findings
    failing: Findings
    outcomes: tuple[Any, Any]


@attrs.frozen
class MCDC:
    """The pairs of a tree, and the atoms that have none.

    Attributes:
        pairs: A pair for each atom that has one, in the order of the unfolded tree.
        impossible: The atoms for which no pair exists, in that order.
    """

    pairs: tuple[Pair, ...]
    impossible: tuple[Atom, ...]

    @property
    def people(self) -> tuple[Findings, ...]:
        """All people in the pairs, each once: a test suite that covers every atom."""
        return tuple(
            dict.fromkeys(one for pair in self.pairs for one in (pair.holding, pair.failing))
        )

    def __str__(self) -> str:
        total = len(self.pairs) + len(self.impossible)
        return (
            f"{total} atoms: {len(self.pairs)} with a pair, "
            f"{len(self.impossible)} for which none exists"
        )


def mcdc(tree: Tree[Any]) -> MCDC:
    """For each atom of each criterion, two people whose outcomes differ only because of it.

    An atom is one occurrence of a criterion on one finding, in the question at one place of the
    unfolded tree. Its pair is two people whose known findings make all of this certain:

    - both reach that question;
    - the atom holds for one and not for the other;
    - every other atom of the criterion has the same truth for both, even on the same finding: an
      atom that occurs twice there, or beside its negation, has no pair;
    - their outcomes differ, and each outcome would change if only that atom had the other truth
      there (the Boolean difference of the tree by the atom). Without that condition, an atom
      without effect could have two people who differ because of another question. The people
      may differ in other findings, as they must if the path to the question links findings.

    Each pair has the fewest answers possible; free ones are denials and usual values. If an atom
    has no pair, that is proved.

    Raises:
        DiagramTooLargeError: A decision diagram outgrew its limit.
        TreeError: It is not a tree, or it unfolds to more than 20,000 places.

    Examples:
        >>> from spasm_ddx import MUSCLE_SPASM
        >>> cases = mcdc(MUSCLE_SPASM.tree)
        >>> print(cases)
        42 atoms: 42 with a pair, 0 for which none exists
        >>> *_, pair = cases.pairs
        >>> pair.atom.criterion
        Within(quantity=Presentation.duration_s, interval=Interval(low=None, high=600, ...))
        >>> pair.holding.duration_s, pair.failing.duration_s
        (30, 600)
        >>> [condition.key for condition in pair.outcomes]
        ['benign_local_cramp', 'spasm_needing_review']
    """
    require_tree(tree, "mcdc")
    two = _TwoPeople(tree)
    found = [
        (atom, two.pair(atom, changed, here))
        for place, node, here in arrivals(tree, two.diagram, two.people)
        if isinstance(node, Question)
        for atom, changed in two.atoms(place, node)
    ]
    return MCDC(
        tuple(pair for _, pair in found if pair is not None),
        tuple(atom for atom, pair in found if pair is None),
    )


class _TwoPeople:
    """A decision diagram over two people at once, with each finding of both."""

    def __init__(self, tree: Tree[Any]) -> None:
        self.tree = tree
        self.vocabulary: type[Findings] = tree.vocabulary or Findings
        # It replaces an atom, whose truth is then independent of the person.
        self.read = Sign(name="read", vocabulary=self.vocabulary, asks="", label="")
        # The findings of the second person; only quantities of the first show signs.
        twins = {finding: twin(finding) for finding in DecisionDiagram(tree.findings).order}
        both = (one for pair in twins.items() for one in reversed(pair))
        self.diagram = DecisionDiagram((self.read, *both))
        level_of = {finding: level for level, finding in enumerate(self.diagram.order)}
        self.twin_level = {level_of[one]: level_of[other] for one, other in twins.items()}
        self.people = self.diagram.accepted(self.diagram.order)
        self.accepted = self.diagram.all_of(self.people, self._other(self.people))
        self.ends = {id(n): add_node(self.diagram, n) for _, n in places(tree.root)}

    def atoms(self, place: str, question: Question[Any]) -> Iterator[tuple[Atom, Criterion]]:
        """Each atom at a place, with the question's criterion where ``read`` replaces it."""
        for path, part in parts_in(question.criterion):
            if isinstance(part, Is | Within):
                changed = with_part(question.criterion, path, self.read.present)
                yield Atom(place, question, path, part), changed

    def pair(self, atom: Atom, changed: Criterion, here: int) -> Pair | None:
        """Two people with the fewest answers who reach this place; None if there are none."""
        diagram = self.diagram
        question = atom.question
        yes, no = self.ends[id(question.yes)], self.ends[id(question.no)]
        root = diagram.if_then_else(diagram.criterion(changed), yes, no)
        rest: list[float | None] = [None] * (len(diagram.order) - 1)
        if_held, if_failed = (diagram.restricted(root, [read, *rest]) for read in (1, 0))
        holds = diagram.criterion(atom.criterion)
        fails = diagram.negated(self._other(holds))
        differ = diagram.negated(end_alike(diagram, self.tree, if_held, if_failed))
        decides = diagram.all_of(here, differ)
        others = (
            self._agree(diagram.criterion(other))
            for path, other in parts_in(question.criterion)
            if isinstance(other, Is | Within) and path != atom.path
        )
        related = diagram.all_of(decides, self._other(decides), holds, fails, *others)
        best: tuple[dict[int, Cell], int, tuple[Any, Any]] | None = None
        for ends in permutations(self.tree.outcomes, 2):
            held = diagram.where(if_held, ends[0])
            failed = self._other(diagram.where(if_failed, ends[1]))
            relation = diagram.all_of(related, held, failed)
            answers = fewest_answers(diagram, relation, self.accepted)
            if answers is not None and (best is None or len(answers) < len(best[0])):
                best = answers, relation, ends
        if best is None:
            return None
        answers, relation, ends = best
        return Pair(atom, *self._people(relation, answers), ends)

    def _people(self, relation: int, answers: Mapping[int, Cell]) -> tuple[Findings, Findings]:
        """Two people with these answers, made equal wherever the relation allows it."""
        order = self.diagram.order
        values = {level: value_in(order[level], cell) for level, cell in answers.items()}
        for one, other in self.twin_level.items():
            if one in values and other in values and values[one] != values[other]:
                both_ways = ({**values, one: v, other: v} for v in (values[one], values[other]))
                values = next((v for v in both_ways if self._certain(relation, v)), values)
        first, second = (
            {order[level].name: values[level] for level in levels if level in values}
            for levels in (self.twin_level, self.twin_level.values())
        )
        return self.vocabulary(**first), self.vocabulary(**second)

    def _certain(self, relation: int, values: Mapping[int, Any]) -> bool:
        """Whether the relation holds for two people whatever their other answers are."""
        diagram = self.diagram
        known: list[float | None] = [None] * len(diagram.order)
        for level, value in values.items():
            known[level] = position_of(diagram.order[level], value)
        left, accepted = (diagram.restricted(node, known) for node in (relation, self.accepted))
        implied = diagram.if_then_else(accepted, left, diagram.yes)
        return accepted != diagram.no and implied == diagram.yes

    def _agree(self, holds: int) -> int:
        other = self._other(holds)
        return self.diagram.if_then_else(holds, other, self.diagram.negated(other))

    def _other(self, root: int) -> int:
        """The same node over the findings of the second person."""
        diagram = self.diagram

        def other(node: int, children: list[int]) -> int:
            level = self.twin_level.get(diagram.levels[node], 0)
            return diagram.node(level, diagram.cuts[node], children) if children else node

        return diagram.fold(root, other)


def end_alike(diagram: DecisionDiagram, tree: Tree[Any], first: int, second: int) -> int:
    """The node that is yes where these two have the same outcome of the tree."""
    return diagram.any_of(
        *(
            diagram.all_of(diagram.where(first, outcome), diagram.where(second, outcome))
            for outcome in tree.outcomes
        )
    )
