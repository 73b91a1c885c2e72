"""What is told, and when: in this order, each sentence once."""

from __future__ import annotations

from spasm_ddx.guideline.advice import Advice, When
from spasm_ddx.guideline.model import Urgency
from spasm_ddx.muscle_spasm.alerts import ABNORMAL_EEG, INFANT_SPASM
from spasm_ddx.muscle_spasm.conditions import (
    BENIGN_LOCAL_CRAMP,
    EASE_POSTURE,
    FEBRILE_CONVULSION,
    GENERALIZED_TONIC_CONVULSION,
    GET_SUNLIGHT,
    LOCALIZED_CONVULSION,
    SPASM_NEEDING_REVIEW,
    SYSTEMIC_CAUSE_SUSPECTED,
    TAKE_CALCIUM,
    UNDETERMINED_CONVULSION,
    WARM_AND_MASSAGE,
)
from spasm_ddx.muscle_spasm.presentation import Presentation
from spasm_ddx.muscle_spasm.tree import CONVULSIVE

FIND_THE_CAUSE = Advice(
    "Have the cause found: what is treated is the disease behind the spasm.", ("S49",)
)
FIRST_AID = Advice(
    "In a convulsion, roll the person onto one side and look at the clock. Nothing goes into the "
    "mouth, and nobody holds the person down. If it is going on now, or another one comes, call an "
    "ambulance at once; 5 minutes is the very latest.",
    ("V15", "V01"),
)
UNTIL_HELP_COMES = Advice(
    "Until the ambulance is there, in a convulsion: roll the person onto one side and look at the "
    "clock. Nothing goes into the mouth, and nobody holds the person down.",
    ("V15",),
)
FIRST_CONVULSION = Advice(
    "A child who had a convulsion for the first time needs an ambulance, even if it is over.",
    ("V14",),
)
CLINICIAN_EXCLUDES = Advice(
    "It counts as a febrile convulsion only once a clinician has excluded a disease of the "
    "brain and any other serious disease; that there was only one attack excludes nothing.",
    ("S47",),
)
COOLING = Advice(
    "Left to professionals: cooling and oxygen in a high fever. Medicine against fever is "
    "for comfort; it does not make another convulsion less likely.",
    ("S50", "V07"),
)
SEE_A_HOSPITAL = Advice("Should all of that not help, have it seen at a hospital.", ("S11",))
NOT_HELPED = Advice("Looking after it has not helped: have it seen at a hospital.", ("S11",))
ORTHOPAEDICS = Advice("For a plain cramp the department is orthopaedics.", ("S12",))

_EMERGENCY = When.at_least(Urgency.EMERGENCY)
_NOT_EMERGENCY = When.unless(_EMERGENCY)
_CRAMP = When.settled(BENIGN_LOCAL_CRAMP)
_NO_CRAMP = When.unless(_CRAMP)
# Whether it is the first one must not look like a reason to wait once help is called.
_FEVERISH = (
    _NO_CRAMP,
    When.possible(FEBRILE_CONVULSION),
    When.holds(Presentation.fever.present),
)
_CONVULSING = (_NO_CRAMP, When.holds(CONVULSIVE))
_FEBRILE = When.settled(FEBRILE_CONVULSION)
_LOCALIZED = When.settled(LOCALIZED_CONVULSION)

# How to look after a cramp is told where nothing needs a doctor sooner.
_URGENT = When.at_least(Urgency.URGENT)
_ABNORMAL_EEG = When.raised(ABNORMAL_EEG)
_CALM = (_CRAMP, When.unless(_URGENT), When.unless(_ABNORMAL_EEG))
_FAILED = When.holds(Presentation.self_care_failed.present)
_TRYING = (*_CALM, When.unless(_FAILED))
# A cramp that may be an infant's spasm is not sent to orthopaedics (S12).
_NO_INFANT = When.unless(When.open(INFANT_SPASM))

ADVICE = (
    FIRST_CONVULSION.told(*_FEVERISH, _NOT_EMERGENCY),
    FIRST_AID.told(*_FEVERISH, _NOT_EMERGENCY),
    UNTIL_HELP_COMES.told(*_FEVERISH, _EMERGENCY),
    CLINICIAN_EXCLUDES.told(*_FEVERISH),
    FIND_THE_CAUSE.told(*_FEVERISH),
    COOLING.told(*_FEVERISH),
    FIRST_CONVULSION.told(*_CONVULSING, _NOT_EMERGENCY),
    FIRST_AID.told(*_CONVULSING, _NOT_EMERGENCY),
    UNTIL_HELP_COMES.told(*_CONVULSING, _EMERGENCY),
    FIND_THE_CAUSE.told(When.settled(SYSTEMIC_CAUSE_SUSPECTED)),
    FIRST_CONVULSION.told(_FEBRILE, _NOT_EMERGENCY),
    FIRST_AID.told(_FEBRILE, _NOT_EMERGENCY),
    UNTIL_HELP_COMES.told(_FEBRILE, _EMERGENCY),
    CLINICIAN_EXCLUDES.told(_FEBRILE),
    FIND_THE_CAUSE.told(_FEBRILE),
    COOLING.told(_FEBRILE),
    UNTIL_HELP_COMES.told(When.settled(GENERALIZED_TONIC_CONVULSION)),
    FIND_THE_CAUSE.told(When.settled(GENERALIZED_TONIC_CONVULSION)),
    FIRST_AID.told(_LOCALIZED, _NOT_EMERGENCY),
    UNTIL_HELP_COMES.told(_LOCALIZED, _EMERGENCY),
    FIND_THE_CAUSE.told(_LOCALIZED),
    UNTIL_HELP_COMES.told(When.settled(UNDETERMINED_CONVULSION)),
    FIND_THE_CAUSE.told(When.settled(UNDETERMINED_CONVULSION)),
    FIND_THE_CAUSE.told(When.settled(SPASM_NEEDING_REVIEW)),
    FIND_THE_CAUSE.told(_NO_CRAMP),
    FIND_THE_CAUSE.told(_CRAMP, _URGENT),
    FIND_THE_CAUSE.told(_CRAMP, _ABNORMAL_EEG),
    NOT_HELPED.told(*_CALM, _FAILED),
    ORTHOPAEDICS.told(*_CALM, _FAILED, _NO_INFANT),
    *(
        piece.told(*_TRYING, When.holds(cause.finding.present))
        for cause in BENIGN_LOCAL_CRAMP.causes
        for piece in cause.advice
    ),
    WARM_AND_MASSAGE.told(*_TRYING),
    EASE_POSTURE.told(*_TRYING),
    TAKE_CALCIUM.told(*_TRYING),
    GET_SUNLIGHT.told(*_TRYING),
    SEE_A_HOSPITAL.told(*_TRYING),
    ORTHOPAEDICS.told(*_TRYING, _NO_INFANT),
)
