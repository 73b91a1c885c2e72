"""The advice, in the order of a report; a report has each sentence once.

``about`` names the conditions whose card and page list the sentence; only ``when`` decides
which people get it.
"""

from __future__ import annotations

from typing import Final

from spasm_ddx.guideline.advice import Advice, When
from spasm_ddx.guideline.model import Urgency
from spasm_ddx.muscle_spasm.alerts import FIRST_CONVULSION
from spasm_ddx.muscle_spasm.conditions import (
    BENIGN_LOCAL_CRAMP,
    EASE_POSTURE,
    FEBRILE_CONVULSION,
    GENERALIZED_TONIC_CONVULSION,
    LOCALIZED_CONVULSION,
    SOME_SUN,
    SPASM_NEEDING_REVIEW,
    SYSTEMIC_CAUSE_SUSPECTED,
    TAKE_CALCIUM,
    UNDETERMINED_CONVULSION,
    WARM_AND_MASSAGE,
)
from spasm_ddx.muscle_spasm.presentation import Presentation, Site
from spasm_ddx.muscle_spasm.tree import ATTACK
from spasm_ddx.reasoning.criteria import all_of, any_of

_EMERGENCY = When.at_least(Urgency.EMERGENCY)
_NOT_YET_AN_EMERGENCY = When.unless(_EMERGENCY)
_IN_AN_ATTACK = When.holds(ATTACK)
_EVERY_CONVULSION = (
    FEBRILE_CONVULSION,
    GENERALIZED_TONIC_CONVULSION,
    LOCALIZED_CONVULSION,
    UNDETERMINED_CONVULSION,
)
_CALM_CONVULSIONS = (FEBRILE_CONVULSION, LOCALIZED_CONVULSION)
_NOT_A_CRAMP = (SYSTEMIC_CAUSE_SUSPECTED, *_EVERY_CONVULSION, SPASM_NEEDING_REVIEW)

# First aid in a convulsion (V15), in this order.
_STEPS = (
    "move hard things away, put something soft under the head, and note the time. Turn the "
    "person onto one side as soon as you can without force, at the latest when the jerking "
    "stops; then check the breathing. Put nothing in the mouth, give no food or drink until the "
    "person is fully awake, and do not hold the person down. Stay there."
)
FIRST_AID: Final = Advice(
    f"First aid in a convulsion: {_STEPS}",
    ("V15",),
    when=(_IN_AN_ATTACK, _NOT_YET_AN_EMERGENCY),
    about=_CALM_CONVULSIONS,
)
CALL_AT_ONCE: Final = Advice(
    "Call an ambulance at once if it is still going on, another one comes, breathing is hard, the "
    "person is badly hurt or does not wake.",
    ("V15",),
    when=(_IN_AN_ATTACK, _NOT_YET_AN_EMERGENCY),
    about=_CALM_CONVULSIONS,
)
UNTIL_HELP_COMES: Final = Advice(
    f"Until help comes, while it goes on or the person is not fully awake: {_STEPS}",
    ("V15",),
    when=(_IN_AN_ATTACK, _EMERGENCY),
    about=(GENERALIZED_TONIC_CONVULSION, UNDETERMINED_CONVULSION),
)
FIRST_OF_A_LIFE: Final = Advice(
    "Anybody's first convulsion needs an ambulance, even if it is over.",
    ("V14",),
    when=(_IN_AN_ATTACK, When.open(FIRST_CONVULSION), _NOT_YET_AN_EMERGENCY),
    about=_CALM_CONVULSIONS,
)
OWN_PLAN: Final = Advice(
    "Only if this one is over and was as usual: a written plan for this person's seizures goes "
    "before this page.",
    ("V24",),
    when=(When.holds(Presentation.known_epilepsy.present), _IN_AN_ATTACK),
)
AFTER_POISON: Final = Advice(
    "Do not make the person vomit, and give nothing to eat or drink, even if awake. Keep what it "
    "may have been, and take it along. Turn a person who is unconscious and breathing onto one "
    "side.",
    ("V30",),
    when=When.holds(Presentation.poisoning.present),
    about=(SYSTEMIC_CAUSE_SUSPECTED,),
)
QUIET_AND_DIM: Final = Advice(
    "Touch, noise and light can set off more spasms: keep the room quiet and dim, and touch the "
    "person only where first aid needs it.",
    ("V29",),
    when=When.holds(
        all_of(
            any_of(Presentation.tetanus_signs.present, Presentation.rabies_signs.present),
            Presentation.impaired_consciousness.absent,
        )
    ),
    about=(SYSTEMIC_CAUSE_SUSPECTED,),
)
FIND_THE_CAUSE: Final = Advice(
    "Have a doctor find the cause; treatment is for the underlying disease.",
    ("S49",),
    about=_NOT_A_CRAMP,
)
_FEVERISH = (When.possible(FEBRILE_CONVULSION), When.holds(Presentation.fever.present))
A_CLINICIAN_EXCLUDES: Final = Advice(
    "It counts as a febrile convulsion only once a clinician has excluded serious disease; a "
    "single attack does not rule out serious disease.",
    ("S47",),
    when=_FEVERISH,
    about=(FEBRILE_CONVULSION,),
)
COMFORT: Final = Advice(
    "Medicine against fever is only for comfort; give none by mouth until the child is fully "
    "awake. Leave cooling and oxygen to professionals, and do not sponge with water. After a "
    "simple febrile convulsion (the whole body, less than 15 minutes, only one, full recovery) no "
    "brain-wave test (EEG) is needed.",
    ("S50", "V07", "V18", "V19"),
    when=_FEVERISH,
    about=(FEBRILE_CONVULSION,),
)
TWITCHING_EYELID: Final = Advice(
    "A twitching eyelid by itself is very rarely a sign of anything serious; if it has lasted 2 "
    "weeks, do not put the visit off.",
    ("V25",),
    when=(
        When.settled(SPASM_NEEDING_REVIEW),
        When.holds(Presentation.site.among(Site.EYES)),
        When.unless(When.at_least(Urgency.URGENT)),
    ),
    about=(SPASM_NEEDING_REVIEW,),
)

# Self-care for a cramp, while nothing needs a doctor today.
_CRAMP = When.settled(BENIGN_LOCAL_CRAMP)
_LOOKED_AFTER = (_CRAMP, When.unless(When.at_least(Urgency.URGENT)))
LIKELIER_CAUSES: Final = Advice(
    "Tired muscles and nerves are likelier causes than a lack of salts, and magnesium is unlikely "
    "to help.",
    ("V10", "V11"),
    when=_LOOKED_AFTER,
    about=(BENIGN_LOCAL_CRAMP,),
)
IF_IT_DOES_NOT_HELP: Final = Advice(
    "If warmth, massage and rest do not help, see a doctor.",
    ("S11",),
    when=(*_LOOKED_AFTER, When.unless(When.holds(Presentation.self_care_failed.present))),
    about=(BENIGN_LOCAL_CRAMP,),
)
IF_IT_STAYS_HARD: Final = Advice(
    "If the muscle stays hard and painful for 10 minutes, see a doctor today; after an hour, call "
    "an ambulance.",
    ("V23",),
    when=_LOOKED_AFTER,
    about=(BENIGN_LOCAL_CRAMP,),
)
ORTHOPAEDICS: Final = Advice(
    "For a plain cramp, the department to visit is orthopaedics.",
    ("S12",),
    when=(_CRAMP, When.at_most(Urgency.PROMPT)),
    about=(BENIGN_LOCAL_CRAMP,),
)
_CARE = tuple(
    piece.given(*_LOOKED_AFTER, about=(BENIGN_LOCAL_CRAMP,))
    for piece in (WARM_AND_MASSAGE, EASE_POSTURE, TAKE_CALCIUM, SOME_SUN)
)

ADVICE: Final = (
    UNTIL_HELP_COMES,
    FIRST_AID,
    CALL_AT_ONCE,
    FIRST_OF_A_LIFE,
    OWN_PLAN,
    AFTER_POISON,
    QUIET_AND_DIM,
    FIND_THE_CAUSE.given(When.unless(When.possible(BENIGN_LOCAL_CRAMP)), about=_NOT_A_CRAMP),
    FIND_THE_CAUSE.given(_CRAMP, When.at_least(Urgency.URGENT)),
    A_CLINICIAN_EXCLUDES,
    COMFORT,
    TWITCHING_EYELID,
    *(
        piece.given(*_LOOKED_AFTER, When.holds(cause.finding.present))
        for cause in BENIGN_LOCAL_CRAMP.causes
        for piece in cause.advice
    ),
    *_CARE,
    LIKELIER_CAUSES,
    IF_IT_DOES_NOT_HELP,
    IF_IT_STAYS_HARD,
    ORTHOPAEDICS,
)
