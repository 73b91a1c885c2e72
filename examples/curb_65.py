"""CURB-65: how severe a pneumonia acquired in the community is, by five points.

Reference: Lim WS, van der Eerden MM, Laing R, et al. Defining community acquired pneumonia
severity on presentation to hospital: an international derivation and validation study. Thorax
2003;58(5):377-382. It is here to show a score; it is not advice.
"""

from __future__ import annotations

from spasm_ddx import Findings, Leaf, Number, Question, Tree, YesNo, any_of, points


class Pneumonia(Findings):
    """One adult with pneumonia. ``None`` is unknown, never absent."""

    confusion: YesNo = YesNo("Is the person newly confused (mental test score of 8 or less)?")
    urea: Number = Number("How high is the urea?", unit="mmol/l", low=0, high=100, usual=5)
    breaths: Number = Number(
        "How many breaths a minute?",
        label="breaths a minute",
        low=0,
        high=100,
        usual=16,
        whole=True,
    )
    systolic: Number = Number(
        "Systolic blood pressure?",
        label="systolic pressure",
        unit="mmHg",
        low=0,
        high=300,
        usual=120,
    )
    diastolic: Number = Number(
        "Diastolic blood pressure?",
        label="diastolic pressure",
        unit="mmHg",
        low=0,
        high=200,
        usual=80,
    )
    age: Number = Number("How old is the person?", unit="years", low=18, high=125, usual=60)


SCORE = points(
    {
        Pneumonia.confusion.present: 1,
        Pneumonia.urea.above(7): 1,
        Pneumonia.breaths.at_least(30): 1,
        any_of(
            Pneumonia.systolic.below(90), Pneumonia.diastolic.at_most(60), name="Low blood pressure"
        ): 1,
        Pneumonia.age.at_least(65): 1,
    },
    name="CURB-65",
)
LOW = "low risk: home is possible"
INTERMEDIATE = "intermediate: hospital"
SEVERE = "severe: urgent hospital care"
CURB_65 = Tree(
    Question(
        "Severe (3 points or more)?",
        SCORE.at_least(3),
        yes=Leaf(SEVERE),
        no=Question(
            "Intermediate (2 points)?", SCORE.at_least(2), yes=Leaf(INTERMEDIATE), no=Leaf(LOW)
        ),
    ),
    name="CURB-65",
    version="2003",
    severity=(LOW, INTERMEDIATE, SEVERE).index,
)
