"""The Canadian C-spine rule beside NEXUS: who needs a picture of the neck after an accident.

References: Stiell IG, Wells GA, Vandemheen KL, et al. The Canadian C-spine rule for radiography in
alert and stable trauma patients. JAMA 2001;286(15):1841-1848. Hoffman JR, Mower WR, Wolfson AB, et
al. Validity of a set of clinical criteria to rule out injury to the cervical spine in patients with
blunt trauma. N Engl J Med 2000;343(2):94-99. They are here
to show ``compare``; they are not advice.
"""

from __future__ import annotations

from spasm_ddx import Findings, Leaf, Number, Question, Tree, YesNo, all_of, any_of


class Neck(Findings):
    """One adult, stable after a blunt injury. ``None`` is unknown, never absent."""

    age: Number = Number("How old is the person?", unit="years", low=16, high=125, usual=40)
    dangerous_mechanism: YesNo = YesNo("Was the accident a dangerous one?")
    tingling: YesNo = YesNo("Do the arms or legs tingle?")
    rear_end: YesNo = YesNo(
        "Was it a simple rear-end collision?", label="simple rear-end collision"
    )
    sitting: YesNo = YesNo(
        "Does the person sit in the emergency department?", label="sitting in the department"
    )
    walked: YesNo = YesNo("Has the person walked at any time since?", label="walking since")
    delayed_pain: YesNo = YesNo("Did the neck begin to hurt only later?", label="delayed neck pain")
    midline_tender: YesNo = YesNo(
        "Is the neck tender over the spine?", label="tenderness over the spine"
    )
    rotates: YesNo = YesNo(
        "Can the person turn the head 45 degrees to either side?",
        label="turning the head 45 degrees",
        normal=True,
    )
    drunk: YesNo = YesNo("Is the person intoxicated?", label="intoxication")
    alert: YesNo = YesNo("Is the person fully alert?", label="full alertness", normal=True)
    focal_deficit: YesNo = YesNo("Is there a focal neurological deficit?")
    distracting_injury: YesNo = YesNo("Does another painful injury distract?")


PICTURE, NONE = "picture of the neck", "no picture"
HIGH_RISK = any_of(
    Neck.age.at_least(65), Neck.dangerous_mechanism.present, Neck.tingling.present, name="High risk"
)
LOW_RISK = any_of(
    Neck.rear_end.present,
    Neck.sitting.present,
    Neck.walked.present,
    Neck.delayed_pain.present,
    Neck.midline_tender.absent,
    name="Low risk",
)
CANADIAN = Tree.from_rows(
    [(HIGH_RISK, PICTURE), (all_of(LOW_RISK, Neck.rotates.present), NONE)],
    default=PICTURE,
    name="Canadian C-spine rule",
    version="2001",
    severity=(NONE, PICTURE).index,
)
NEXUS = Tree(
    Question(
        "All five criteria?",
        all_of(
            Neck.midline_tender.absent,
            Neck.drunk.absent,
            Neck.alert.present,
            Neck.focal_deficit.absent,
            Neck.distracting_injury.absent,
        ),
        yes=Leaf(NONE),
        no=Leaf(PICTURE),
    ),
    name="NEXUS",
    version="2000",
    severity=(NONE, PICTURE).index,
)
