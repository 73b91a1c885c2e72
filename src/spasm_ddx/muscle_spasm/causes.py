"""What may have contributed to a cramp, with the advice that goes with each cause."""

from __future__ import annotations

import attrs

from spasm_ddx.muscle_spasm.conditions import (
    EASE_POSTURE,
    GET_SUNLIGHT,
    TAKE_CALCIUM,
    WARM_AND_MASSAGE,
    Advice,
)
from spasm_ddx.muscle_spasm.presentation import Presentation
from spasm_ddx.reasoning.criteria import Sign


@attrs.frozen
class Cause:
    """A contributing cause of a benign cramp.

    Attributes:
        key: Its name in JSON.
        name: Its name, in words.
        finding: The sign that tells it.
        claims: The claims it rests on.
        advice: What goes with it.
    """

    key: str
    name: str
    finding: Sign
    claims: tuple[str, ...]
    advice: tuple[Advice, ...]


CAUSES = (
    Cause(
        "exertion",
        "a sudden movement, a twist, or long exertion",
        Presentation.exertion,
        ("S17", "S24"),
        (WARM_AND_MASSAGE,),
    ),
    Cause("cold", "cold", Presentation.cold_exposure, ("S06", "S25"), (WARM_AND_MASSAGE,)),
    Cause(
        "posture",
        "one posture kept too long, or pressure on a nerve or vessel",
        Presentation.sustained_posture,
        ("S06", "S18", "S19", "S20"),
        (EASE_POSTURE,),
    ),
    Cause(
        "rest",
        "too little sleep or rest, or too much",
        Presentation.disturbed_rest,
        ("S22", "S24"),
        (WARM_AND_MASSAGE,),
    ),
    Cause(
        "calcium_deficiency",
        "too little calcium",
        Presentation.calcium_deficiency,
        ("S06", "S07", "V09", "V10"),
        (TAKE_CALCIUM, GET_SUNLIGHT),
    ),
)
