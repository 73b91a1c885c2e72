"""The seven conditions: urgency, typical features, what to do, and codes."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

import attrs

from spasm_ddx.muscle_spasm.presentation import Eeg, Extent, Presentation, Site
from spasm_ddx.reasoning.criteria import Criterion, Not
from spasm_ddx.reasoning.units import minutes

if TYPE_CHECKING:
    from spasm_ddx.views.cards import Card


class Urgency(IntEnum):
    """How soon somebody must act; a higher one compares as greater."""

    SELF_CARE = 0
    PROMPT = 1
    URGENT = 2
    EMERGENCY = 3

    @property
    def key(self) -> str:
        """Its name in JSON."""
        return self.name.lower()

    @property
    def words(self) -> str:
        """What it means for the person, in plain words."""
        return _URGENCY_WORDS[self]


_URGENCY_WORDS = {
    Urgency.SELF_CARE: "look after it; see a doctor if that does not help",
    Urgency.PROMPT: "see a doctor within days",
    Urgency.URGENT: "see a doctor today",
    Urgency.EMERGENCY: "call an ambulance now",
}


@attrs.frozen
class Feature:
    """A typical feature: it speaks for or against a condition and selects nothing.

    Attributes:
        text: The feature, in words.
        criterion: What speaks for the condition.
        claims: The claims it rests on.
        against: What speaks against it; that the criterion does not hold, unless given.
    """

    text: str
    criterion: Criterion
    claims: tuple[str, ...]
    against: Criterion = attrs.field(
        default=attrs.Factory(lambda self: Not(self.criterion), takes_self=True), kw_only=True
    )


@attrs.frozen
class Advice:
    """One piece of advice, in a plain sentence of its own.

    Attributes:
        text: The sentence.
        claims: The claims and variance notes it rests on.
    """

    text: str
    claims: tuple[str, ...]


@attrs.frozen
class Code:
    """A code of a public classification, seen in a public dataset.

    Attributes:
        system: ``"ICD-10"``, ``"ICD-11"``, ``"SNOMED CT"`` or ``"HPO"``.
        code: The code; to be confirmed in the official browser before use.
    """

    system: str
    code: str

    def __str__(self) -> str:
        return f"{self.system} {self.code}"


#: What must be said wherever a code is shown.
CODES_NOTE = "seen in a public dataset, confirm in the official browser"


@attrs.frozen(eq=False, repr=False)
class Condition:
    """A condition of the differential; conditions are equal when their keys are.

    Attributes:
        key: Its name in JSON.
        name: Its name in full.
        urgency: How soon somebody must act, before any alert raises it.
        advice: What to do.
        typical: Features that are typical of it.
        codes: Codes of public classifications.
    """

    key: str
    name: str
    urgency: Urgency
    advice: tuple[Advice, ...] = attrs.field(kw_only=True)
    typical: tuple[Feature, ...] = attrs.field(default=(), kw_only=True)
    codes: tuple[Code, ...] = attrs.field(default=(), kw_only=True)

    def __eq__(self, other: object) -> bool:
        return self.key == other.key if isinstance(other, Condition) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.key)

    def __repr__(self) -> str:
        return f"<Condition {self.key}>"

    def __str__(self) -> str:
        return self.name

    def card(self) -> Card:
        """What a picture shows of it: how soon to act first, then what to do."""
        claims = dict.fromkeys(claim for piece in self.advice for claim in piece.claims)
        from spasm_ddx.views.cards import Card  # noqa: PLC0415 - only drawings need it

        return Card(
            self.name,
            grade=int(self.urgency),
            strip=self.urgency.key.replace("_", "-").upper(),
            lines=(f"{self.urgency.words.capitalize()}.", *(piece.text for piece in self.advice)),
            claims=tuple(claims),
        )


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
TAKE_CALCIUM = Advice(
    "Take calcium in moderation; no dose is given here. For cramps of the legs at night "
    "today's references think tired muscles, and nerves that work badly, likelier causes than a "
    "lack of salts.",
    ("S07", "V10"),
)
GET_SUNLIGHT = Advice("Spend some time in the sun.", ("S08",))
EASE_POSTURE = Advice(
    "Choose positions, sitting and lying, in which nothing presses on nerves and blood vessels.",
    ("S09",),
)
WARM_AND_MASSAGE = Advice(
    "Keep the muscle warm and rub it, which helps the blood flow through it.", ("S10", "V11")
)
SEE_A_HOSPITAL = Advice("Should all of that not help, have it seen at a hospital.", ("S11",))
SELF_CARE_FAILED = Advice("Looking after it has not helped: have it seen at a hospital.", ("S11",))
ORTHOPAEDICS = Advice("For a plain cramp the department is orthopaedics.", ("S12",))

_SHORT = Presentation.duration_s.below(minutes(10))
_SECONDS_TO_MINUTES = Feature("lasting less than 10 minutes", _SHORT, ("S38",))

SYSTEMIC_CAUSE_SUSPECTED = Condition(
    "systemic_cause_suspected",
    "Spasm of a systemic cause, suspected",
    Urgency.EMERGENCY,
    advice=(FIND_THE_CAUSE,),
)
FEBRILE_CONVULSION = Condition(
    "febrile_convulsion",
    "Febrile convulsion of childhood",
    Urgency.URGENT,
    typical=(
        Feature(
            "lasting less than 15 minutes",
            Presentation.duration_s.below(minutes(15)),
            ("S43", "V05"),
        ),
        Feature("consciousness returning quickly", Presentation.rapid_recovery.present, ("S44",)),
        Feature("early in the fever", Presentation.early_in_fever.present, ("S45",)),
        Feature(
            "one attack in this illness",
            Presentation.attacks_this_illness.at_most(1),
            ("S46",),
        ),
        Feature(
            "a normal EEG",
            Presentation.eeg.among(Eeg.NORMAL),
            ("S48",),
            against=Presentation.eeg.among(Eeg.ABNORMAL),
        ),
        Feature("the whole body involved", Presentation.extent.among(Extent.GENERALIZED), ("V05",)),
    ),
    advice=(
        FIRST_CONVULSION,
        FIRST_AID,
        Advice(
            "It counts as a febrile convulsion only once a clinician has excluded a disease of the "
            "brain and any other serious disease; that there was only one attack excludes nothing.",
            ("S47",),
        ),
        FIND_THE_CAUSE,
        Advice(
            "Left to professionals: cooling and oxygen in a high fever. Medicine against fever is "
            "for comfort; it does not make another convulsion less likely.",
            ("S50", "V07"),
        ),
    ),
    codes=(Code("ICD-10", "R56.0"), Code("SNOMED CT", "41497008"), Code("HPO", "HP:0002373")),
)
GENERALIZED_TONIC_CONVULSION = Condition(
    "generalized_tonic_convulsion",
    "Generalized tonic convulsion",
    Urgency.EMERGENCY,
    typical=(
        Feature("jerking in bursts", Presentation.jerking.present, ("S26",)),
        Feature("the back arched backwards", Presentation.opisthotonus.present, ("S27",)),
        _SECONDS_TO_MINUTES,
    ),
    advice=(UNTIL_HELP_COMES, FIND_THE_CAUSE),
    codes=(Code("HPO", "HP:0010818"),),
)
LOCALIZED_CONVULSION = Condition(
    "localized_convulsion",
    "Localized convulsion (twitching)",
    Urgency.URGENT,
    typical=(
        Feature(
            "consciousness clouded or lost",
            Presentation.impaired_consciousness.present,
            ("S37", "V03"),
        ),
        Feature(
            "in the face, the eyes, or a limb",
            Presentation.site.among(
                Site.FACE,
                Site.HAND,
                Site.FOOT,
                Site.ARM,
                Site.THIGH,
                Site.LOWER_LEG,
                Site.EYES,
            ),
            ("S33", "S34", "S35", "S36"),
        ),
        _SECONDS_TO_MINUTES,
    ),
    advice=(FIRST_AID, FIND_THE_CAUSE),
    codes=(Code("HPO", "HP:0007359"),),
)
UNDETERMINED_CONVULSION = Condition(
    "undetermined_convulsion",
    "Convulsion or loss of consciousness outside the documented kinds",
    Urgency.EMERGENCY,
    advice=(UNTIL_HELP_COMES, FIND_THE_CAUSE),
)
SPASM_NEEDING_REVIEW = Condition(
    "spasm_needing_review",
    "Spasm that the source does not settle",
    Urgency.PROMPT,
    advice=(FIND_THE_CAUSE,),
)
BENIGN_LOCAL_CRAMP = Condition(
    "benign_local_cramp",
    "Benign local cramp",
    Urgency.SELF_CARE,
    typical=(
        Feature(
            "in the calf, foot or toes",
            Presentation.site.among(Site.LOWER_LEG, Site.FOOT),
            ("S02", "S13"),
        ),
        Feature("lasting 1 to 100 seconds", Presentation.duration_s.between(1, 100), ("S04",)),
        Feature("at night or lying down", Presentation.at_night.present, ("S05", "S18")),
    ),
    advice=(
        WARM_AND_MASSAGE,
        EASE_POSTURE,
        TAKE_CALCIUM,
        GET_SUNLIGHT,
        SEE_A_HOSPITAL,
        ORTHOPAEDICS,
    ),
    codes=(Code("ICD-10", "R25.2"), Code("SNOMED CT", "55300003"), Code("HPO", "HP:0003394")),
)

#: The conditions, in the order of the tree.
CONDITIONS = (
    SYSTEMIC_CAUSE_SUSPECTED,
    FEBRILE_CONVULSION,
    GENERALIZED_TONIC_CONVULSION,
    LOCALIZED_CONVULSION,
    UNDETERMINED_CONVULSION,
    SPASM_NEEDING_REVIEW,
    BENIGN_LOCAL_CRAMP,
)
