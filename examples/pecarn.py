"""PECARN: which child with a head injury needs a CT, by two rules for two ages.

Reference: Kuppermann N, Holmes JF, Dayan PS, et al. Identification of children at very low risk of
clinically-important brain injuries after head trauma. Lancet 2009;374(9696):1160-1170. It is here
to show a sign whose reassuring answer is yes; it is not advice.
"""

from __future__ import annotations

from spasm_ddx import Findings, Leaf, Number, Question, Tree, YesNo, any_of


class HeadInjury(Findings):
    """One child awake (GCS 14 or 15) after a blow to the head. ``None`` is unknown."""

    age_months: Number = Number(
        "How old is the child?", label="age", unit="months", low=0, high=215, usual=60
    )
    altered: YesNo = YesNo(
        "GCS 14, or drowsy, agitated or slow?", label="altered mental state", red_flag=True
    )
    palpable_fracture: YesNo = YesNo("Can a skull fracture be felt?", red_flag=True)
    basal_fracture: YesNo = YesNo(
        "Are there signs of a fracture of the skull base?",
        label="signs of a basal skull fracture",
        red_flag=True,
    )
    haematoma: YesNo = YesNo(
        "Is there a swelling of the scalp other than on the forehead?", label="scalp haematoma"
    )
    unconscious_s: Number = Number(
        "For how long was the child unconscious?",
        label="unconscious for",
        unit="seconds",
        low=0,
        high=86400,
        usual=0,
    )
    severe_mechanism: YesNo = YesNo("Was the accident a severe one?")
    acts_normally: YesNo = YesNo(
        "Does the child act normally, as the parents see it?",
        normal=True,
        label="acts normally",
        denied="does not act normally",
    )
    vomited: YesNo = YesNo("Did the child vomit?", label="vomiting")
    severe_headache: YesNo = YesNo("Is there a severe headache?")


UNDER_2 = Question(
    "CT (under 2 years)?",
    any_of(HeadInjury.altered.present, HeadInjury.palpable_fracture.present),
    yes=Leaf("CT"),
    no=Question(
        "Observe (under 2 years)?",
        any_of(
            HeadInjury.haematoma.present,
            HeadInjury.unconscious_s.at_least(5),
            HeadInjury.severe_mechanism.present,
            HeadInjury.acts_normally.absent,
        ),
        yes=Leaf("observe, or CT"),
        no=Leaf("no CT"),
    ),
)
FROM_2 = Question(
    "CT (2 years or older)?",
    any_of(HeadInjury.altered.present, HeadInjury.basal_fracture.present),
    yes=Leaf("CT"),
    no=Question(
        "Observe (2 years or older)?",
        any_of(
            HeadInjury.unconscious_s.above(0),
            HeadInjury.vomited.present,
            HeadInjury.severe_mechanism.present,
            HeadInjury.severe_headache.present,
        ),
        yes=Leaf("observe, or CT"),
        no=Leaf("no CT"),
    ),
)
PECARN = Tree(
    Question("Under 2 years?", HeadInjury.age_months.below(24), yes=UNDER_2, no=FROM_2),
    name="PECARN head injury",
    version="2009",
    severity=("no CT", "observe, or CT", "CT").index,
)
