"""Exact queries about one person, each a walk over the tree's decision diagram."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import Any, Final, Generic, TypeVar, cast

import attrs

from spasm_ddx.reasoning.criteria import Interval
from spasm_ddx.reasoning.cubes import fewest_answers, values_of
from spasm_ddx.reasoning.decision_diagram import DecisionDiagram, Known, outcome_key
from spasm_ddx.reasoning.finding_kinds import Finding, Quantity
from spasm_ddx.reasoning.findings import Findings, require_about, require_findings, several_findings
from spasm_ddx.reasoning.positions import bounds, value_in
from spasm_ddx.reasoning.tree import O_co, Tree, outcome_named, require_tree

#: The most smallest sets of changes that ``why_not`` returns.
_MOST_CHANGES: Final = 100

F = TypeVar("F", bound=Findings)


def differential(tree: Tree[O_co], findings: Findings) -> tuple[O_co, ...]:
    """Every outcome that some completion of the findings reaches, and no other.

    A completion gives each unknown finding a value, such that construction accepts the result.

    Returns:
        The outcomes, the most severe first, then in the order of the tree.

    Raises:
        UnknownFindingError: The tree is about another vocabulary.
        DiagramTooLargeError: The tree's decision diagram outgrew its limit.

    Example:
        >>> from spasm_ddx import MUSCLE_SPASM, Presentation, differential
        >>> [c.key for c in differential(MUSCLE_SPASM.tree, Presentation(tetanus_signs=True))]
        ['systemic_cause_suspected', 'generalized_tonic_convulsion', 'undetermined_convulsion',
         'localized_convulsion']
    """
    diagram, root = _diagram("differential", tree, findings)
    at = diagram.positions(findings)
    reached = {outcome_key(outcome) for outcome in diagram.outcomes(root, at)}
    return tuple(outcome for outcome in tree.outcomes if outcome_key(outcome) in reached)


def next_question(
    tree: Tree[Any], findings: Findings, *, skip: Collection[Finding] = ()
) -> Finding | None:
    """The first relevant finding, or None exactly when the outcome is settled.

    A finding is relevant if two completions that differ only in it have different outcomes. Red
    flags come first, then the others, each in the order of the tree.

    Args:
        tree: The tree.
        findings: The known findings.
        skip: Findings that nobody can answer; the result is also None if only they are left.

    Raises:
        TreeError: It is not a tree.
        FindingError: ``findings`` are not findings, or ``skip`` holds anything else.
        UnknownFindingError: The tree is about another vocabulary.
        DiagramTooLargeError: The tree's decision diagram outgrew its limit.
    """
    diagram, root = _diagram("next_question", tree, findings)
    passed = several_findings(skip, "next_question(skip=...)", tree.vocabulary)
    matter = set(relevant(diagram, root, diagram.positions(findings))) - passed
    asked = [finding for finding in tree.findings if finding in matter]
    return min(asked, key=lambda finding: not finding.red_flag, default=None)


def _diagram(query: str, tree: Tree[Any], findings: Findings) -> tuple[DecisionDiagram, int]:
    """The diagram for a query and the root in it, or an error."""
    require_tree(tree, query)
    require_findings(findings, query, tree.vocabulary)
    require_about(f"the tree {tree.name!r}", tree.vocabulary, findings)
    return tree.diagram


def relevant(diagram: DecisionDiagram, root: int, known_positions: Known) -> list[Finding]:
    """The unknown findings that can still change the outcome of ``root``, in order."""
    left = DecisionDiagram(diagram.order)
    return deciding(left, diagram.restricted(root, known_positions, left))


def deciding(diagram: DecisionDiagram, root: int) -> list[Finding]:
    """The findings that the outcome depends on for some possible people, in order.

    This leaves out findings that only determine whether a person is possible: quantities that
    show a sign, and these signs.
    """
    support = diagram.supports[root]
    shows = [one for one in diagram.order if isinstance(one, Quantity) and one.shows]
    tied = {*shows, *(one.shows[0] for one in shows if one.shows)}
    return [
        finding
        for level, finding in enumerate(diagram.order)
        if support >> level & 1 and (finding not in tied or _decides(diagram, root, level))
    ]


def _decides(diagram: DecisionDiagram, root: int, level: int) -> bool:
    """Whether two possible people who differ only in this finding have different outcomes."""
    impossible = diagram.outcome(diagram.impossible)

    def filled(one: int, other: int) -> int:
        """The first node, with the second where the first is impossible."""
        return diagram.if_then_else(diagram.where(one, impossible), other, one)

    known: list[float | None] = [None] * len(diagram.order)
    before = diagram.impossible  # the common result of the answers so far
    for answer in diagram.answers(root, level):
        known[level] = answer
        left = diagram.restricted(root, known)
        if filled(before, left) != filled(left, before):
            return True
        before = filled(before, left)
    return False


def witness(tree: Tree[O_co], outcome: Hashable, given: F) -> F | None:
    """The given findings with the fewest answers added that make the outcome certain.

    Free choices are those of an ordinary person: denials, and usual values of quantities or the
    nearest possible ones.

    Args:
        tree: The tree.
        outcome: The outcome to reach, or its ``key``.
        given: The known findings, such as ``Presentation()`` for none.

    Returns:
        The findings, none of whose added answers can be dropped; None exactly when no
        completion of the given findings reaches the outcome.

    Raises:
        TreeError: The tree has no such outcome; the message lists those it has.
        UnknownFindingError: The tree is about another vocabulary.
        DiagramTooLargeError: The tree's decision diagram outgrew its limit.

    Example:
        >>> from spasm_ddx import MUSCLE_SPASM, Presentation, witness
        >>> witness(MUSCLE_SPASM.tree, "systemic_cause_suspected", Presentation())
        Presentation(impaired_consciousness=False, tetanus_signs=True)
    """
    diagram, root = _diagram("witness", tree, given)
    wanted = outcome_named(tree, outcome)
    left = DecisionDiagram(diagram.order)
    top = diagram.restricted(root, diagram.positions(given), left)
    accepted = left.restricted(left.accepted(left.order), diagram.positions(given))
    answers = fewest_answers(left, left.where(top, wanted), accepted)
    if answers is None:
        return None
    return given.but(**values_of(diagram, answers))


@attrs.frozen
class Change(Generic[F]):
    """A change that makes an outcome certain.

    Attributes:
        changes: The known findings to change, each with a suitable value.
        answers: The unknown findings to add, each with its answer.
        findings: The findings after both, for which the outcome is certain.
    """

    changes: Mapping[Finding, Any]
    answers: Mapping[Finding, Any]
    findings: F


def why_not(tree: Tree[O_co], findings: F, outcome: Hashable) -> tuple[Change[F], ...]:
    """Every smallest set of known findings whose change makes an outcome reachable.

    Args:
        tree: The tree.
        findings: The known findings.
        outcome: The outcome to reach, or its ``key``.

    Returns:
        At most 100 changes of equally many known findings, in a stable order; a single one
        without changes if answers alone suffice; none if the outcome is unreachable.

    Raises:
        TreeError: The tree has no such outcome; the message lists those it has.
        UnknownFindingError: The tree is about another vocabulary.
        DiagramTooLargeError: The tree's decision diagram outgrew its limit.
    """
    diagram, root = _diagram("why_not", tree, findings)
    wanted = outcome_named(tree, outcome)
    # If a sign must become absent, a reading that shows it must change too.
    readings = ((one, value) for one, value in findings.known.items() if isinstance(one, Quantity))
    showing = [
        reading
        for reading, value in readings
        if reading.shows and reading.shows[0] in diagram.order and value >= reading.shows[1]
    ]
    whole = DecisionDiagram((*diagram.order, *showing))
    copied = diagram.restricted(root, [None] * len(diagram.order), whole)
    aim = whole.where(whole.possible(copied, asked=showing), wanted)
    found: list[Change[F]] = []
    for levels in _smallest_changes(whole, aim, whole.positions(findings)):
        freed = [whole.order[level] for level in sorted(levels)]
        open_ = findings.but(**dict.fromkeys((finding.name for finding in freed), None))
        found.append(_change(findings, cast("F", witness(tree, wanted, open_)), freed))
    return tuple(found)


def _change(findings: F, reached: F, freed: Sequence[Finding]) -> Change[F]:
    for finding in freed:  # change a reading that showed a sign to one that does not
        if isinstance(finding, Quantity) and finding.shows and reached.value_of(finding) is None:
            showing_from, _ = bounds(finding, Interval(low=finding.shows[1]))
            lower = value_in(finding, (finding.low, showing_from))
            reached = reached.but(**{finding.name: lower})
    known, values = findings.known, reached.known
    return Change(
        {finding: value for finding, value in values.items() if finding in freed},
        {finding: value for finding, value in values.items() if finding not in known},
        reached,
    )


def _smallest_changes(
    diagram: DecisionDiagram, root: int, known_positions: Known
) -> list[frozenset[int]]:
    """The smallest sets of known levels whose change lets ``root`` be yes."""

    def smallest(node: int, children: list[list[frozenset[int]]]) -> list[frozenset[int]]:
        if not children:
            return [frozenset()] if node == diagram.yes else []
        level = diagram.levels[node]
        position = known_positions[level]
        kept = None if position is None else bisect_right(diagram.cuts[node], position)
        ways = {
            changed if kept is None or index == kept else changed | {level}
            for index, sets in enumerate(children)
            for changed in sets
        }
        fewest = min(map(len, ways), default=0)
        found = sorted(sorted(way) for way in ways if len(way) == fewest)
        return [frozenset(way) for way in found[:_MOST_CHANGES]]

    return diagram.fold(root, smallest)
