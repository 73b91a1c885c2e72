"""Hypothesis strategies that draw people through a decision diagram, never by filtering."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping
from functools import lru_cache
from typing import Any, Final, TypeVar, assert_never

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from spasm_ddx.errors import TreeError, VocabularyError, require, shown
from spasm_ddx.reasoning.decision_diagram import DecisionDiagram
from spasm_ddx.reasoning.finding_kinds import Category, Finding, Quantity, Sign
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.positions import Cell, ends_of, is_usual, value_in
from spasm_ddx.reasoning.tree import Tree, add_node, outcome_named, require_tree
from spasm_ddx.reasoning.verification import Boundary, arrivals, verify
from spasm_ddx.testing.pairs import end_alike

F = TypeVar("F", bound=Findings)

#: One of these numbers is the threshold of a draw; a finding is known if its own number, up
#: to the last of them, is larger. So nearly all findings are known, three quarters, half, a
#: quarter, a few, or none. 0 is always unknown, so that people shrink finding by finding.
_BAR: Final = st.sampled_from((0, 16, 32, 48, 60, 63))
_NUMBER: Final = st.integers(0, 63)


# --------------------------------------------------------------------- any findings


def findings(vocabulary: type[F]) -> SearchStrategy[F]:
    """Valid people with every finding known.

    They shrink to denials and usual values. A quantity sets the sign that it shows: a temperature
    of 38.0 makes the fever present. The strategy ignores a vocabulary's own
    ``__attrs_post_init__``, so drawing may raise an error from there.

    Args:
        vocabulary: The class of findings.

    Examples:
        >>> from hypothesis import given, settings
        >>> from spasm_ddx import Presentation
        >>> @settings(max_examples=20)
        ... @given(findings(Presentation))
        ... def test_fever(person):
        ...     assert person.fever or person.temperature_c < 38
        >>> test_fever()
    """
    require(vocabulary, type(Findings), "give a class of findings", VocabularyError)
    diagram = DecisionDiagram(vocabulary.findings())
    return _complete(vocabulary, diagram, [diagram.accepted(diagram.order)])


@st.composite
def _partly_known(draw: DrawFn, complete: SearchStrategy[F]) -> F:
    person = draw(complete)
    return _knowing(person, _kept(draw, type(person).findings()))


def partly_known(vocabulary: type[F]) -> SearchStrategy[F]:
    """People with any number of known findings, from none to all.

    They shrink to no known findings.

    Args:
        vocabulary: The class of findings.

    Examples:
        >>> from hypothesis import given, settings
        >>> from spasm_ddx import Presentation
        >>> @settings(max_examples=20)
        ... @given(partly_known(Presentation))
        ... def test_json(person):
        ...     assert Presentation.from_dict(person.to_dict()) == person
        >>> test_json()
    """
    return _partly_known(findings(vocabulary))


def _kept(draw: DrawFn, known: Iterable[Finding]) -> list[Finding]:
    """The findings that stay known."""
    bar = draw(_BAR)
    return [finding for finding in known if draw(_NUMBER) > bar]


def _knowing(person: F, findings: Iterable[Finding]) -> F:
    return type(person)(**{finding.name: person.value_of(finding) for finding in findings})


# ---------------------------------------------------------------------- of a tree


def reaching(tree: Tree[Any], outcome: Hashable, *, complete: bool = False) -> SearchStrategy[Any]:
    """People with this certain outcome, for every possible reason.

    It draws from every path of the tree's decision diagram to the outcome, so it never discards
    anyone, however rare the outcome is.

    Args:
        tree: The tree.
        outcome: The certain outcome, or its ``key``.
        complete: Whether every finding is known; if not, any number from those that make the
            outcome certain to all.

    Returns:
        People of the tree's vocabulary, which the type of a tree does not contain.

    Raises:
        TreeError: The tree has no such outcome, or nobody reaches it.
        DiagramTooLargeError: The decision diagram outgrew its limit.

    Examples:
        >>> from hypothesis import given, settings
        >>> from spasm_ddx import MUSCLE_SPASM
        >>> @settings(max_examples=20)
        ... @given(reaching(MUSCLE_SPASM.tree, "benign_local_cramp"))
        ... def test_cramp(person):
        ...     assert (person.jerking, person.fever) == (False, False)
        >>> test_cramp()
    """
    require_tree(tree, "reaching")
    vocabulary, diagram = _over(tree)
    root = add_node(diagram, tree.root)
    wanted = outcome_named(tree, outcome)
    here = diagram.all_of(diagram.accepted(diagram.order), diagram.where(root, wanted))
    if here == diagram.no:
        msg = f"nobody reaches the outcome {shown(wanted)} of the tree {tree.name!r}"
        raise TreeError(msg)
    everybody = _complete(vocabulary, diagram, [here])
    if complete:
        return everybody
    return _certain(everybody, diagram, diagram.possible(root, asked=diagram.order))


@st.composite
def _certain(draw: DrawFn, complete: SearchStrategy[F], diagram: DecisionDiagram, root: int) -> F:
    """A person with some findings made unknown again, whose outcome stays certain."""
    person = draw(complete)
    kept = set(_kept(draw, diagram.order))
    known = diagram.positions(person)
    for level, finding in enumerate(diagram.order):
        if finding not in kept:
            position, known[level] = known[level], None
            if len(diagram.reachable(root, known)) > 1:
                known[level] = position
                kept.add(finding)
    return _knowing(person, kept)


def boundary_cases(tree: Tree[Any]) -> SearchStrategy[Any]:
    """People just below, at and just above each threshold, with every finding known.

    Each reaches the question of the threshold. If crossing it can change the outcome, half of the
    people are such that it does.

    Args:
        tree: The tree.

    Returns:
        People of the tree's vocabulary, which the type of a tree does not contain.

    Raises:
        TreeError: Nobody reaches a threshold, or there is none.
        DiagramTooLargeError: A decision diagram outgrew its limit.

    Examples:
        >>> from hypothesis import given, settings
        >>> from spasm_ddx import MUSCLE_SPASM
        >>> @settings(max_examples=20)
        ... @given(boundary_cases(MUSCLE_SPASM.tree))
        ... def test_threshold(person):
        ...     assert person.duration_s in (599, 600, 601) or person.age_months < 49
        >>> test_threshold()
    """
    require_tree(tree, "boundary_cases")
    vocabulary, diagram = _over(tree)
    root = add_node(diagram, tree.root)
    everybody = diagram.accepted(diagram.order)
    here = {place: node for place, _, node in arrivals(tree, diagram, everybody)}
    regions: list[int] = []
    for boundary in verify(tree).boundaries:
        crossing = _crossing(tree, diagram, root, boundary)
        for value in boundary.values:
            exactly = diagram.criterion(boundary.quantity.between(value, value))
            region = diagram.all_of(here[boundary.place], exactly)
            regions += (region, diagram.all_of(region, crossing))
    regions = [region for region in regions if region != diagram.no]
    if not regions:
        msg = f"nobody reaches a threshold in the tree {tree.name!r}"
        raise TreeError(msg)
    return _complete(vocabulary, diagram, regions)


def _crossing(tree: Tree[Any], diagram: DecisionDiagram, root: int, boundary: Boundary) -> int:
    """The people whose outcome another value of this boundary would change."""
    at: list[float | None] = [None] * len(diagram.order)
    ends: list[int] = []
    for value in boundary.values:
        at[diagram.order.index(boundary.quantity)] = value
        ends.append(diagram.restricted(root, at))
    same = (end_alike(diagram, tree, ends[0], other) for other in ends[1:])
    return diagram.negated(diagram.all_of(*same))


def _over(tree: Tree[Any]) -> tuple[type[Findings], DecisionDiagram]:
    """The vocabulary of a tree, and an empty diagram over all of it."""
    vocabulary = tree.vocabulary or Findings
    return vocabulary, DecisionDiagram((*tree.findings, *vocabulary.findings()))


# ------------------------------------------------------------------------- drawing


def _complete(vocabulary: type[F], diagram: DecisionDiagram, roots: list[int]) -> SearchStrategy[F]:
    """A person for whom one of these roots is yes, with every finding known."""
    start = st.sampled_from(roots)
    ways: dict[int, SearchStrategy[tuple[Cell, int]]] = {}  # by node

    @st.composite
    def somebody(draw: DrawFn) -> F:
        node = draw(start)
        values: dict[str, Any] = {}
        for level, finding in enumerate(diagram.order):
            cell = ends_of(finding)
            if diagram.levels[node] == level:
                if node not in ways:
                    ways[node] = st.sampled_from(_ways(diagram, node))
                cell, node = draw(ways[node])
            values[finding.name] = draw(_values(finding, cell))
        return vocabulary(**values)

    return somebody()


def _ways(diagram: DecisionDiagram, node: int) -> list[tuple[Cell, int]]:
    """Each answer that can still lead to yes, with its child, the usual ones first."""
    finding = diagram.order[diagram.levels[node]]
    # The diagram is reduced: every node but ``no`` is yes for someone.
    open_ = [(cell, child) for cell, child in diagram.cells(node) if child != diagram.no]
    return sorted(open_, key=lambda way: not is_usual(finding, way[0]))


@lru_cache(maxsize=10_000)
def _values(finding: Finding, cell: Cell) -> SearchStrategy[Any]:
    """The values at these positions, an ordinary one first, for Hypothesis to shrink to."""
    ordinary = st.just(value_in(finding, cell))
    low, high = cell
    match finding:
        case Sign(normal=normal):
            values = (False, True)[int(low) : int(high)]
            return st.sampled_from(sorted(values, key=lambda value: value is not normal))
        case Category(members=members):
            return ordinary | st.sampled_from(members[int(low) : int(high)])
        case Quantity(whole=True):
            ends = math.ceil(low), math.ceil(high) - 1
            return ordinary | st.sampled_from(ends) | st.integers(*ends)
        case Quantity():
            last = math.nextafter(high, -math.inf)
            return ordinary | st.sampled_from((low, last)) | st.floats(low, last)
        case _:  # pragma: no cover - the union is closed
            assert_never(finding)


# ------------------------------------------------------------------ Hypothesis itself


def register_all() -> None:
    """Make ``from_type`` draw every vocabulary with ``partly_known``, even later ones."""

    def register(vocabulary: type[Findings], /, **options: object) -> None:
        super(Findings, vocabulary).__init_subclass__(**options)
        # A function, since attrs makes a second, slotted class, and Hypothesis may ask for a
        # base of it that has no findings yet.
        if "__attrs_attrs__" in vars(vocabulary):
            st.register_type_strategy(vocabulary, lambda _: partly_known(vocabulary))
        for another in vocabulary.__subclasses__():
            register(another)

    type.__setattr__(Findings, "__init_subclass__", classmethod(register))
    for vocabulary in Findings.__subclasses__():
        register(vocabulary)


def inferred(vocabulary: type[F], names: Iterable[str], others: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a strategy
    """The strategy of ``builds(vocabulary, name=..., **others)``."""

    def build(person: F, **values: object) -> F:
        return vocabulary(**{name: getattr(person, name) for name in names}, **values)

    return st.builds(build, findings(vocabulary), **others)
