"""Differential diagnosis of muscle spasm: exact, explained, "not known" never treated as "no".

Not a medical device and not medical advice.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

from spasm_ddx.errors import SpasmDdxError
from spasm_ddx.guideline.advice import Advice, When
from spasm_ddx.guideline.guideline import Guideline
from spasm_ddx.guideline.model import (
    AcceptedLowering,
    Alert,
    Cause,
    Code,
    Condition,
    Feature,
    Screen,
    Urgency,
    UrgencyScale,
)
from spasm_ddx.guideline.sources import Claim, ClaimRole, Note, Notices, Sources
from spasm_ddx.muscle_spasm.guideline import MUSCLE_SPASM
from spasm_ddx.muscle_spasm.presentation import Eeg, Extent, Presentation, Site
from spasm_ddx.reasoning.criteria import (
    AtLeast,
    Criterion,
    Interval,
    Is,
    Not,
    Within,
    all_of,
    any_of,
    at_least,
)
from spasm_ddx.reasoning.evaluation import holds, residual
from spasm_ddx.reasoning.finding_kinds import (
    Category,
    Finding,
    Number,
    OneOf,
    Quantity,
    Sign,
    YesNo,
)
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.tree import Leaf, Question, Tree
from spasm_ddx.reasoning.units import hours, minutes, months, seconds, years

if TYPE_CHECKING:
    from spasm_ddx.guideline.assessment import Assessment
    from spasm_ddx.guideline.comparison import compare
    from spasm_ddx.guideline.interview import Interview
    from spasm_ddx.guideline.verification import verify
    from spasm_ddx.reasoning.comparison import Difference
    from spasm_ddx.reasoning.compilation import CompiledTree, compile_tree
    from spasm_ddx.reasoning.queries import Change, differential, next_question, why_not, witness
    from spasm_ddx.reasoning.scores import Points, points
    from spasm_ddx.reasoning.verification import Report

__all__ = [
    "MUSCLE_SPASM",
    "AcceptedLowering",
    "Advice",
    "Alert",
    "Assessment",
    "AtLeast",
    "Category",
    "Cause",
    "Change",
    "Claim",
    "ClaimRole",
    "Code",
    "CompiledTree",
    "Condition",
    "Criterion",
    "Difference",
    "Eeg",
    "Extent",
    "Feature",
    "Finding",
    "Findings",
    "Guideline",
    "Interval",
    "Interview",
    "Is",
    "Leaf",
    "Not",
    "Note",
    "Notices",
    "Number",
    "OneOf",
    "Points",
    "Presentation",
    "Quantity",
    "Question",
    "Report",
    "Screen",
    "Sign",
    "Site",
    "Sources",
    "SpasmDdxError",
    "Tree",
    "Urgency",
    "UrgencyScale",
    "When",
    "Within",
    "YesNo",
    "all_of",
    "any_of",
    "assess",
    "at_least",
    "compare",
    "compile_tree",
    "differential",
    "holds",
    "hours",
    "minutes",
    "months",
    "next_question",
    "points",
    "residual",
    "seconds",
    "verify",
    "why_not",
    "witness",
    "years",
]
__version__ = "0.2.0"

#: Modules that load at the first use of one of their names, for a faster import.
_LATER = {
    "spasm_ddx.guideline.assessment": ("Assessment",),
    "spasm_ddx.guideline.comparison": ("compare",),
    "spasm_ddx.guideline.interview": ("Interview",),
    "spasm_ddx.guideline.verification": ("verify",),
    "spasm_ddx.reasoning.comparison": ("Difference",),
    "spasm_ddx.reasoning.compilation": ("CompiledTree", "compile_tree"),
    "spasm_ddx.reasoning.queries": (
        "Change",
        "differential",
        "next_question",
        "why_not",
        "witness",
    ),
    "spasm_ddx.reasoning.scores": ("Points", "points"),
    "spasm_ddx.reasoning.verification": ("Report",),
}


def __getattr__(name: str) -> object:
    for module, names in _LATER.items():
        if name in names:
            found: object = getattr(import_module(module), name)
            globals()[name] = found
            return found
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def assess(presentation: Presentation) -> Assessment:
    """Assess one person by the guideline of muscle spasm: what follows, and what is still open.

    Not a medical device and not medical advice.

    Args:
        presentation: The findings; "not known" is never treated as "no".

    Raises:
        FindingError: The findings are not a ``Presentation``.

    Example:
        >>> from spasm_ddx import Presentation, assess
        >>> assess(Presentation(age_months=18, temperature_c=39.5, jerking=True)).alerts.raised
        (<Alert feverish_spasm>, <Alert infant_spasm>)
    """
    return MUSCLE_SPASM.assess(presentation)


if sys.modules.get("hypothesis"):  # it draws every vocabulary; where it comes later, its plugin
    import_module("spasm_ddx.testing")
