"""The reference semantics of criteria and trees, short and slow.

The tests compare every fast or exported form with these two functions.
"""

from __future__ import annotations

from typing import Final, assert_never

import attrs

from spasm_ddx.reasoning.criteria import AtLeast, Criterion, Is, Not, Within, require_criterion
from spasm_ddx.reasoning.finding_kinds import Finding
from spasm_ddx.reasoning.findings import Findings, require_findings
from spasm_ddx.reasoning.tree import Node, O_co, Question, Tree, folded, require_tree

#: The prefix of a score's name once some of its points are known.
_REST: Final = "rest of "


def holds(criterion: Criterion, findings: Findings) -> bool | None:
    """Whether the criterion holds, by Kleene's three-valued logic; None is unknown.

    Raises:
        CriterionError: It is not a criterion.
        FindingError: These are not one person's findings.
        UnknownFindingError: The criterion asks about another vocabulary.

    Example:
        >>> from spasm_ddx import Presentation, any_of, holds
        >>> red = any_of(Presentation.fever.present, Presentation.jerking.present)
        >>> print(holds(red, Presentation(fever=False)), holds(red, Presentation(fever=True)))
        None True
    """
    match criterion:
        case Is() | Within():
            require_findings(findings, "holds", criterion.finding.vocabulary)
            value = findings.value_of(criterion.finding)
            if value is None:
                return None
            if isinstance(criterion, Within):
                return value in criterion.interval
            return any(value is accepted for accepted in criterion.values)
        case Not(of=of):
            truth = holds(of, findings)
            return None if truth is None else not truth
        case AtLeast(k=k):
            lowest = highest = 0.0
            for part, weight in criterion.weighted:
                truth = holds(part, findings)
                lowest += weight if truth else min(weight, 0) if truth is None else 0
                highest += weight if truth else max(weight, 0) if truth is None else 0
            return True if lowest >= k else None if highest >= k else False
        case _:
            require_criterion(criterion, "holds takes a criterion")  # type: ignore[unreachable]
            assert_never(criterion)


def residual(tree: Tree[O_co], findings: Findings) -> Node[O_co]:
    """What is left to ask: the tree without the known findings.

    The branch of a known answer replaces its question. A question of unknown truth stays, with
    the open parts of its criterion, even if its branches agree.

    Raises:
        TreeError: It is not a tree.
        FindingError: These are not one person's findings.
        UnknownFindingError: The tree is about another vocabulary.
    """
    require_tree(tree, "residual")
    require_findings(findings, "residual", tree.vocabulary)

    def asked(question: Question[O_co], yes: Node[O_co], no: Node[O_co]) -> Node[O_co]:
        criterion = open_part(question.criterion, findings)
        if isinstance(criterion, bool):
            return yes if criterion else no
        return attrs.evolve(question, criterion=criterion, yes=yes, no=no)

    return folded(tree.root, lambda leaf: leaf, asked)


def open_part(criterion: Criterion, findings: Findings) -> Criterion | bool:
    """The open part of a criterion, or its truth if that is known."""
    truth = holds(criterion, findings)
    if truth is not None:
        return truth
    match criterion:
        case Is() | Within():
            return criterion
        case Not(of=of):
            left = open_part(of, findings)
            assert not isinstance(left, bool)  # noqa: S101 - or its negation would be known
            return Not(left)
        case AtLeast(k=k, of=of, name=name, weights=weights):
            parts = [(open_part(part, findings), weight) for part, weight in criterion.weighted]
            still = [(part, weight) for part, weight in parts if not isinstance(part, bool)]
            needed = k - sum(weight for part, weight in parts if part is True)
            if len(still) == 1 and name is None and len(of) > 1:
                ((part, weight),) = still
                return part if weight > 0 else Not(part)
            if weights is not None:
                if name is not None and len(still) < len(of):
                    name = _REST + name.removeprefix(_REST)
                weights = tuple(weight for _, weight in still)
            return AtLeast(needed, (part for part, _ in still), name=name, weights=weights)
        case _:  # pragma: no cover - the union is closed
            assert_never(criterion)


def settled_by(criterion: Criterion, findings: Findings) -> tuple[Finding, ...]:
    """The findings that make a criterion true or false; empty if its truth is unknown."""
    truth = holds(criterion, findings)
    if truth is None:
        return ()
    match criterion:
        case Is() | Within():
            return (criterion.finding,)
        case Not(of=of):
            return settled_by(of, findings)
        case AtLeast():
            agree = (
                settled_by(part, findings)
                for part, weight in criterion.weighted
                if holds(part, findings) is (truth if weight > 0 else not truth)
            )
            return tuple(dict.fromkeys(finding for found in agree for finding in found))
        case _:  # pragma: no cover - the union is closed
            assert_never(criterion)
