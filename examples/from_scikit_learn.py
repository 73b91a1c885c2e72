"""A fitted tree of scikit-learn as a tree of this library, and what a missing value does to each.

The table of people after a fall is made up here, and no advice. It needs scikit-learn.

Run it: ``python examples/from_scikit_learn.py``
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any, cast

from sklearn.tree import DecisionTreeClassifier

from spasm_ddx import Findings, Leaf, Number, Question, Tree, YesNo, differential
from spasm_ddx.reasoning.finding_kinds import Category, Finding, Quantity, Sign
from spasm_ddx.reasoning.tree import Node


class Fall(Findings):
    """One person after a fall. ``None`` is not known, which is never "no"."""

    age: Number = Number("How old is the person?", unit="years", low=0, high=125, usual=40)
    pain: Number = Number("How bad is the pain, from 0 to 10?", low=0, high=10, usual=0)
    cannot_walk: YesNo = YesNo("Is the person unable to walk?")


def care(age: float, pain: float, cannot_walk: float) -> str:
    """The rule behind the made-up table; the classifier sees only the table."""
    return "hospital" if pain > 7 or (age >= 65 and cannot_walk) else "home"  # noqa: PLR2004


#: Every person of the table: age, pain, and 1 for somebody who cannot walk.
TABLE = [*product((20, 35, 50, 60, 70, 80, 90), range(11), (0, 0, 0, 1))]
CLASSIFIER = cast("Any", DecisionTreeClassifier(random_state=0))
CLASSIFIER.fit(TABLE, [care(*row) for row in TABLE])


def imported(classifier: Any, findings: Sequence[Finding], name: str) -> Tree[str]:  # noqa: ANN401
    """A classifier fitted to one column for each finding, as a tree.

    A column holds numbers, or 0 and 1 for a sign. The classifier goes left where a value is at
    most the threshold, and so does the tree.
    """
    fitted = classifier.tree_

    def node(at: int) -> Node[str]:
        left, right = int(fitted.children_left[at]), int(fitted.children_right[at])
        if left == right:  # a leaf has neither
            return Leaf(str(classifier.classes_[fitted.value[at].argmax()]))
        below, above = node(left), node(right)
        finding, threshold = findings[int(fitted.feature[at])], float(fitted.threshold[at])
        match finding:
            case Sign():
                return Question(finding.asks, finding.present, yes=above, no=below)
            case Quantity():
                asks = f"{finding.label.capitalize()} above {threshold:g}?"
                return Question(asks, finding.above(threshold), yes=above, no=below)
            case Category():
                msg = f"{finding.name}: give each of its values a column, as a sign"
                raise TypeError(msg)

    return Tree(node(0), name=name)


TREE = imported(CLASSIFIER, tuple(Fall.findings()), "After a fall")


def predicted(person: Fall) -> str:
    """The classifier's prediction, with NaN for a value that is not known."""
    row = [person.age, person.pain, person.cannot_walk]
    numbers = [float("nan") if value is None else float(value) for value in row]
    return str(CLASSIFIER.predict([numbers])[0])


def main() -> None:
    """Hide one value at a time of everybody in the table, and count."""
    tried = changed = held = 0
    for age, pain, cannot_walk in sorted(set(TABLE)):
        known = Fall(age=age, pain=pain, cannot_walk=bool(cannot_walk))
        truth = predicted(known)
        for finding in Fall.findings():
            hidden = known.but(**{finding.name: None})
            tried += 1
            changed += predicted(hidden) != truth
            held += truth in differential(TREE, hidden)
    print(f"{tried} people with one value hidden")
    print(f"scikit-learn predicts otherwise, without a word: {changed}")
    print(f"the differential holds what follows from the value: {held}")


if __name__ == "__main__":
    main()
