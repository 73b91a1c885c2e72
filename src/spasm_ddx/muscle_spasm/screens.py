"""Screens: one question that denies several red flags, and the facts asked first."""

from __future__ import annotations

import attrs

from spasm_ddx.muscle_spasm.presentation import Presentation
from spasm_ddx.reasoning.criteria import Finding


@attrs.frozen
class Screen:
    """Several red flags asked together.

    Ticking some leaves the others unknown; "none of these" is an explicit answer
    to each, and so denies each.

    Attributes:
        key: Its name in options and JSON.
        asks: The question, in plain words.
        findings: The red flags it asks about.
    """

    key: str
    asks: str
    findings: tuple[Finding, ...]


CONVULSIVE_SCREEN = Screen(
    "convulsive",
    "Is, or was, there any of these signs of a convulsion?",
    (
        Presentation.impaired_consciousness,
        Presentation.jerking,
        Presentation.eye_signs,
        Presentation.opisthotonus,
        Presentation.reported_convulsion,
    ),
)
SYSTEMIC_SCREEN = Screen(
    "systemic",
    "Is there any of these signs of a cause in the whole body?",
    (
        Presentation.tetanus_signs,
        Presentation.rabies_signs,
        Presentation.tetany_signs,
        Presentation.poisoning,
    ),
)
OTHER_DISEASE_SCREEN = Screen(
    "other_disease",
    "Is there any of these signs of another disease?",
    (
        Presentation.fever,
        Presentation.serious_disease,
        Presentation.known_epilepsy,
        Presentation.recurrent_without_recovery,
        Presentation.secondary_cramp_signs,
    ),
)

SCREENS = (CONVULSIVE_SCREEN, SYSTEMIC_SCREEN, OTHER_DISEASE_SCREEN)

#: What an interview asks first, in this order.
OPENING_FACTS: tuple[Finding, ...] = (
    Presentation.ongoing,
    Presentation.extent,
    Presentation.site,
    Presentation.pain,
    Presentation.rigidity,
    Presentation.duration_s,
)

#: Every finding that can be a red flag, in the order of the vocabulary.
RED_FLAGS: tuple[Finding, ...] = tuple(
    finding for finding in Presentation.findings() if finding.red_flag
)
