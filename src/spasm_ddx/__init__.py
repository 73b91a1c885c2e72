"""Computable differential diagnosis of muscle spasm: exact, explained, unknown never absent.

Not a medical device and not medical advice.
"""

from __future__ import annotations

from spasm_ddx.errors import SpasmDdxError
from spasm_ddx.muscle_spasm.alerts import ALERTS, Alert
from spasm_ddx.muscle_spasm.assessment import Assessment, assess
from spasm_ddx.muscle_spasm.conditions import CONDITIONS, Condition, Urgency
from spasm_ddx.muscle_spasm.presentation import Eeg, Extent, Presentation, SeriousDisease, Site
from spasm_ddx.muscle_spasm.screens import SCREENS, Screen
from spasm_ddx.muscle_spasm.tree import MUSCLE_SPASM
from spasm_ddx.reasoning.compilation import CompiledTree, compile_tree
from spasm_ddx.reasoning.criteria import (
    AtLeast,
    Category,
    Criterion,
    Finding,
    Interval,
    Is,
    Not,
    Quantity,
    Sign,
    Within,
    all_of,
    any_of,
    at_least,
)
from spasm_ddx.reasoning.evaluation import holds, residual
from spasm_ddx.reasoning.findings import Findings, Number, OneOf, YesNo
from spasm_ddx.reasoning.queries import Change, differential, next_question, why_not, witness
from spasm_ddx.reasoning.tree import Leaf, Question, Tree
from spasm_ddx.reasoning.units import hours, minutes, months, seconds, years
from spasm_ddx.reasoning.verification import Difference, Report, compare, verify

__all__ = [
    "ALERTS",
    "CONDITIONS",
    "MUSCLE_SPASM",
    "SCREENS",
    "Alert",
    "Assessment",
    "AtLeast",
    "Category",
    "Change",
    "CompiledTree",
    "Condition",
    "Criterion",
    "Difference",
    "Eeg",
    "Extent",
    "Finding",
    "Findings",
    "Interval",
    "Is",
    "Leaf",
    "Not",
    "Number",
    "OneOf",
    "Presentation",
    "Quantity",
    "Question",
    "Report",
    "Screen",
    "SeriousDisease",
    "Sign",
    "Site",
    "SpasmDdxError",
    "Tree",
    "Urgency",
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
    "residual",
    "seconds",
    "verify",
    "why_not",
    "witness",
    "years",
]
__version__ = "0.1.0"
