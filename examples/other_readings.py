"""Change a threshold and see which people it affects: two readings of today's references.

The library keeps to its source. This file changes two thresholds: febrile convulsions from
6 to 60 months of age (V04), and status convulsivus from 5 minutes on (V01). It compares
each change with what the library holds: first one tree or one alert at a time, then two
whole guidelines.

Run it: ``python examples/other_readings.py``
"""

from __future__ import annotations

from typing import TypeVar

import attrs

from spasm_ddx import (
    MUSCLE_SPASM,
    AtLeast,
    Criterion,
    Guideline,
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

O_co = TypeVar("O_co", covariant=True)


def with_part(criterion: Criterion, old: Criterion, new: Criterion) -> Criterion:
    """The criterion with the part ``old`` replaced by ``new``."""
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
    """The node with ``old`` replaced by ``new`` in every criterion."""
    if isinstance(node, Leaf):
        return node
    return attrs.evolve(
        node,
        criterion=with_part(node.criterion, old, new),
        yes=with_parts(node.yes, old, new),
        no=with_parts(node.no, old, new),
    )


def changed(tree: Tree[O_co], old: Criterion, new: Criterion) -> Tree[O_co]:
    """The tree with ``old`` replaced by ``new`` in every criterion."""
    return attrs.evolve(tree, root=with_parts(tree.root, old, new))


def changed_everywhere(guideline: Guideline, old: Criterion, new: Criterion) -> Guideline:
    """The guideline with ``old`` replaced by ``new`` in its tree and in every alert."""
    alerts = [
        attrs.evolve(alert, criterion=with_part(alert.criterion, old, new))
        for alert in guideline.alerts
    ]
    return attrs.evolve(guideline, tree=changed(guideline.tree, old, new), alerts=alerts)


AGE, DURATION = Presentation.age_months, Presentation.duration_s
WINDOW, WIDER_WINDOW = AGE.between(months(6), years(4)), AGE.between(months(6), months(60))
BEYOND_WINDOW, BEYOND_WIDER_WINDOW = AGE.above(years(4)), AGE.above(months(60))

#: The tree, and the same with febrile convulsions from 6 to 60 months, not to 48 (V04).
TREE = MUSCLE_SPASM.tree
TO_60_MONTHS = changed(TREE, WINDOW, WIDER_WINDOW)
#: The alert on a feverish convulsion outside the window, and the same with the wider window.
OUTSIDE_WINDOW = MUSCLE_SPASM.alert("fever_outside_age_window").tree
OUTSIDE_60_MONTHS = changed(OUTSIDE_WINDOW, BEYOND_WINDOW, BEYOND_WIDER_WINDOW)
#: Status convulsivus above 30 minutes, and the same from 5 minutes on (V01).
STATUS = MUSCLE_SPASM.alert("status_convulsivus").tree
STATUS_FROM_5_MINUTES = changed(STATUS, DURATION.above(minutes(30)), DURATION.at_least(minutes(5)))
#: The whole guideline with the wider window, in its tree and in every alert.
WIDER_GUIDELINE = changed_everywhere(
    changed_everywhere(MUSCLE_SPASM, WINDOW, WIDER_WINDOW), BEYOND_WINDOW, BEYOND_WIDER_WINDOW
)


def main() -> None:
    """Print the people whom each reading would affect."""
    for before, after in (
        (TREE, TO_60_MONTHS),
        (OUTSIDE_WINDOW, OUTSIDE_60_MONTHS),
        (STATUS, STATUS_FROM_5_MINUTES),
    ):
        print(before.name)
        for difference in compare(before, after):
            print(f"- {difference}")
    print(f"{MUSCLE_SPASM.name}, the whole guideline")
    for difference in compare(MUSCLE_SPASM, WIDER_GUIDELINE):
        print(f"- {difference}")


if __name__ == "__main__":
    main()
