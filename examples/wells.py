"""The Wells score: how likely a pulmonary embolism is before any test, with half points.

Reference: Wells PS, Anderson DR, Rodger M, et al. Derivation of a simple clinical model to
categorize patients probability of pulmonary embolism. Thromb Haemost 2000;83(3):416-420. It is
here to show a score with half points; it is not advice.
"""

from __future__ import annotations

from spasm_ddx import Findings, Leaf, Number, Question, Tree, YesNo, points


class Embolism(Findings):
    """One person in whom a pulmonary embolism is suspected. ``None`` is unknown, never absent."""

    leg_signs: YesNo = YesNo(
        "Is a leg swollen, and painful along its deep veins?", label="signs of thrombosis in a leg"
    )
    other_less_likely: YesNo = YesNo(
        "Is every other diagnosis less likely than an embolism?",
        label="other diagnoses less likely",
        denied="another diagnosis as likely",
    )
    heart_rate: Number = Number("Heart rate?", unit="beats/min", low=0, high=300, usual=75)
    immobile: YesNo = YesNo(
        "Operated on, or in bed for 3 days or more, in the last 4 weeks?",
        label="surgery or days in bed lately",
    )
    earlier: YesNo = YesNo(
        "Was there an earlier embolism or deep vein thrombosis?",
        label="earlier embolism or thrombosis",
    )
    blood_coughed: YesNo = YesNo("Does the person cough up blood?", label="blood coughed up")
    cancer: YesNo = YesNo("Is there cancer, treated within 6 months or palliatively?")


SCORE = points(
    {
        Embolism.leg_signs.present: 3,
        Embolism.other_less_likely.present: 3,
        Embolism.heart_rate.above(100): 1.5,
        Embolism.immobile.present: 1.5,
        Embolism.earlier.present: 1.5,
        Embolism.blood_coughed.present: 1,
        Embolism.cancer.present: 1,
    },
    name="Wells score",
)
WELLS = Tree(
    Question(
        "High (more than 6 points)?",
        SCORE.above(6),
        yes=Leaf("high"),
        no=Question(
            "Moderate (2 to 6 points)?", SCORE.between(2, 6), yes=Leaf("moderate"), no=Leaf("low")
        ),
    ),
    name="Wells score for pulmonary embolism",
    version="2000",
    severity=("low", "moderate", "high").index,
)
