"""Change a threshold and see whom it affects: two readings that today's references suggest.

The library keeps to its source. Here are the tree with the age window of febrile
convulsions at 6 to 60 months (V04), and the alert of status convulsivus from 5 minutes
on (V01), each beside what the library holds, to be compared with it.

Run it: ``python examples/other_readings.py``
"""

from __future__ import annotations

from typing import TypeVar

import attrs

from spasm_ddx import (
    ALERTS,
    MUSCLE_SPASM,
    AtLeast,
    Criterion,
    Leaf,
    Not,
    Presentation,
    Question,
    Tree,
    compare,
    minutes,
    months,
    years,
)
from spasm_ddx.views.proofs import said_difference

O_co = TypeVar("O_co", covariant=True)


def with_part(criterion: Criterion, old: Criterion, new: Criterion) -> Criterion:
    """A criterion in which one part is another."""
    if criterion == old:
        return new
    if isinstance(criterion, Not):
        return Not(with_part(criterion.of, old, new))
    if isinstance(criterion, AtLeast):
        return attrs.evolve(criterion, of=[with_part(part, old, new) for part in criterion.of])
    return criterion


def with_parts(
    node: Question[O_co] | Leaf[O_co], old: Criterion, new: Criterion
) -> Question[O_co] | Leaf[O_co]:
    """A node in which one part of every criterion is another."""
    if isinstance(node, Leaf):
        return node
    return attrs.evolve(
        node,
        criterion=with_part(node.criterion, old, new),
        yes=with_parts(node.yes, old, new),
        no=with_parts(node.no, old, new),
    )


def changed(tree: Tree[O_co], old: Criterion, new: Criterion) -> Tree[O_co]:
    """A tree in which one part of every criterion is another."""
    return attrs.evolve(tree, root=with_parts(tree.root, old, new))


AGE = Presentation.age_months
_ALERT = {alert.key: alert.tree for alert in ALERTS}

#: Febrile convulsions from 6 to 60 months instead of 6 to 48 (V04).
TO_60_MONTHS = changed(
    MUSCLE_SPASM, AGE.between(months(6), years(4)), AGE.between(months(6), months(60))
)
#: The alert on a feverish convulsion outside the window: as it is, and with the wider one.
OUTSIDE_WINDOW = _ALERT["fever_outside_age_window"]
OUTSIDE_60_MONTHS = changed(OUTSIDE_WINDOW, AGE.above(years(4)), AGE.above(months(60)))
#: Status convulsivus: as it is, above 30 minutes, and from 5 minutes on (V01).
STATUS = _ALERT["status_convulsivus"]
STATUS_FROM_5_MINUTES = changed(
    STATUS,
    Presentation.duration_s.above(minutes(30)),
    Presentation.duration_s.at_least(minutes(5)),
)


def main() -> None:
    """Print whom each reading would affect."""
    for before, after in (
        (MUSCLE_SPASM, TO_60_MONTHS),
        (OUTSIDE_WINDOW, OUTSIDE_60_MONTHS),
        (STATUS, STATUS_FROM_5_MINUTES),
    ):
        print(before.name)
        for difference in compare(before, after):
            print(f"- {said_difference(difference)}")


if __name__ == "__main__":
    main()
