"""What is left of a total, weight by weight."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

#: For each total to reach, what is left of it for the later weights without this weight and with.
Left: TypeAlias = dict[float, tuple[float, float]]


def left_by_weight(total: float, weights: Sequence[float]) -> list[Left]:
    """For each weight, what the later ones must make where it is left out and where it counts.

    A total that is certain, or out of reach, is one case whatever it is, so that few differ.
    """
    lowest, highest = (sum(limit(0, weight) for weight in weights) for limit in (min, max))
    found: list[Left] = []
    totals = {total}
    for weight in weights:
        lowest, highest = lowest - min(0, weight), highest - max(0, weight)
        left: Left = {}
        for needed in totals:
            without, counted = (
                max(lowest, min(rest, highest + 1)) for rest in (needed, needed - weight)
            )
            left[needed] = without, counted
        found.append(left)
        totals = {rest for rests in left.values() for rest in rests}
    return found
