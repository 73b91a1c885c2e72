"""The guide of a walk through the tree: the interview and the advice, as data for a page.

It says in data what ``interview`` and ``Assessment.advice`` say in code; the tests walk
both and compare every step.
"""

from __future__ import annotations

from functools import cache

from spasm_ddx.muscle_spasm.alerts import ALERTS
from spasm_ddx.muscle_spasm.assessment import joint_reasoning, red_flags_towards, urgency_if
from spasm_ddx.muscle_spasm.causes import CAUSES
from spasm_ddx.muscle_spasm.conditions import (
    BENIGN_LOCAL_CRAMP,
    CONDITIONS,
    FEBRILE_CONVULSION,
    FIND_THE_CAUSE,
    FIRST_AID,
    FIRST_CONVULSION,
    ORTHOPAEDICS,
    SELF_CARE_FAILED,
    UNTIL_HELP_COMES,
    Advice,
    Urgency,
)
from spasm_ddx.muscle_spasm.interview import LAST_FACTS, LAST_WHY, MOST_LAST
from spasm_ddx.muscle_spasm.presentation import CLINICIAN, Presentation
from spasm_ddx.muscle_spasm.report import BEFORE, CALL_NOW, DISCLAIMER, FIRST_WHY, NOTICE
from spasm_ddx.muscle_spasm.screens import OPENING_FACTS, SCREENS
from spasm_ddx.muscle_spasm.sources import as_cited
from spasm_ddx.muscle_spasm.tree import CONVULSIVE, MUSCLE_SPASM
from spasm_ddx.views.walker import (
    Alarm,
    Alone,
    Gauge,
    Guide,
    Last,
    Level,
    Piece,
    Role,
    Signal,
    Together,
    Typical,
    When,
)


@cache
def guide() -> Guide:
    """What this library adds to its tree where a page walks it."""
    reasoning = joint_reasoning()
    return Guide(
        tree=MUSCLE_SPASM,
        diagram=reasoning.diagram,
        root=reasoning.tree,
        gauge=Gauge(
            "Urgency",
            reasoning.urgency,
            tuple(
                Level(level, level.key.replace("_", "-").upper(), level.words, int(level))
                for level in Urgency
            ),
            {condition: int(condition.urgency) for condition in CONDITIONS},
            dict(urgency_if().items()),
            calm=int(Urgency.PROMPT),
        ),
        signals=tuple(
            Signal(alert.name, root, int(alert.at_least), tuple(map(as_cited, alert.claims)))
            for alert, root in reasoning.alerts
        ),
        first=Presentation.ongoing,
        first_why=FIRST_WHY,
        opening=OPENING_FACTS,
        screens=tuple(Together(screen.asks, screen.findings) for screen in SCREENS),
        alone=Alone(Presentation.serious_disease, CLINICIAN, FEBRILE_CONVULSION),
        last=Last(MOST_LAST, LAST_FACTS, LAST_WHY),
        roles=(
            Role("witness", "I saw it (witness)"),
            Role(CLINICIAN, "I am a clinician", (CLINICIAN,)),
        ),
        pieces=_pieces(),
        typical={
            condition: tuple(
                Typical(feature.text, feature.criterion, feature.against)
                for feature in condition.typical
            )
            for condition in CONDITIONS
        },
        red=dict(red_flags_towards().items()),
        alarm=Alarm(int(Urgency.EMERGENCY), CALL_NOW, UNTIL_HELP_COMES.text),
        notices=(BEFORE, DISCLAIMER, NOTICE),
    )


def _pieces() -> tuple[Piece, ...]:
    """``Assessment.advice``: each piece with when it is told, in the order of telling.

    Once the urgency is an emergency, first aid is told as what to do until help comes, and
    an ambulance does not depend on which convulsion it is.
    """
    cramp = When("settled", BENIGN_LOCAL_CRAMP)
    not_cramp = When("settled", BENIGN_LOCAL_CRAMP, so=False)
    feverish = (
        not_cramp,
        When("possible", FEBRILE_CONVULSION),
        When("holds", Presentation.fever.present),
    )
    told = [
        *_told(FEBRILE_CONVULSION.advice, *feverish),
        *_told((FIRST_CONVULSION, FIRST_AID), not_cramp, When("holds", CONVULSIVE)),
    ]
    for condition in CONDITIONS:
        if condition != BENIGN_LOCAL_CRAMP:
            told += _told(condition.advice, When("settled", condition))
    return (*told, *_told((FIND_THE_CAUSE,), not_cramp), *_home_care(cramp))


def _home_care(cramp: When) -> list[Piece]:
    """How to look after a benign cramp, and only where nothing needs a doctor sooner."""
    abnormal = _alert("abnormal_eeg")
    urgent = When("level", int(Urgency.URGENT))
    told = [
        *_told((FIND_THE_CAUSE,), cramp, urgent),
        *_told((FIND_THE_CAUSE,), cramp, When("raised", abnormal)),
    ]
    calm = (
        cramp,
        When("level", int(Urgency.URGENT), so=False),
        When("raised", abnormal, so=False),
    )
    failed = When("holds", Presentation.self_care_failed.present)
    not_failed = When("holds", Presentation.self_care_failed.present, so=False)
    # A cramp that may be an infant's spasm is not sent to orthopaedics (S12).
    no_infant = When("open", _alert("infant_spasm"), so=False)
    told += _told((SELF_CARE_FAILED,), *calm, failed)
    told += _told((ORTHOPAEDICS,), *calm, failed, no_infant)
    for cause in CAUSES:
        told += _told(cause.advice, *calm, not_failed, When("holds", cause.finding.present))
    for piece in BENIGN_LOCAL_CRAMP.advice:
        also = (no_infant,) if piece == ORTHOPAEDICS else ()
        told += _told((piece,), *calm, not_failed, *also)
    return told


def _told(advice: tuple[Advice, ...], *when: When) -> list[Piece]:
    told: list[Piece] = []
    emergency = When("level", int(Urgency.EMERGENCY))
    not_emergency = When("level", int(Urgency.EMERGENCY), so=False)
    for piece in advice:
        calmly = piece in {FIRST_AID, FIRST_CONVULSION}
        told.append(Piece(piece.text, piece.claims, (*when, not_emergency) if calmly else when))
        if piece == FIRST_AID:
            now = UNTIL_HELP_COMES
            told.append(Piece(now.text, now.claims, (*when, emergency)))
    return told


def _alert(key: str) -> int:
    return next(number for number, alert in enumerate(ALERTS) if alert.key == key)
