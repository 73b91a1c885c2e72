"""The rules of content 1.0.0, as released, to compare with those of 2.0.0.

The vocabulary, the tree, the conditions and the alerts. The red flag of ``serious_disease``
stood in one of its members then, which a vocabulary cannot say any more; no answer rests on it.
"""

from __future__ import annotations

from enum import Enum

from spasm_ddx import (
    Alert,
    Code,
    Condition,
    Feature,
    Findings,
    Guideline,
    Leaf,
    Not,
    Number,
    OneOf,
    Question,
    Tree,
    Urgency,
    YesNo,
    all_of,
    any_of,
    minutes,
    months,
    seconds,
    years,
)
from spasm_ddx import Extent as Extent2
from spasm_ddx import Presentation as Presentation2
from spasm_ddx.guideline.model import by_urgency
from spasm_ddx.reasoning.criteria import Criterion

CONTENT_VERSION = "1.0.0"

CLINICIAN = "clinician"


class Extent(Enum):
    """How much of the body is involved."""

    GENERALIZED = "generalized"
    LOCALIZED = "localized"


class Site(Enum):
    """Where the spasm is, or mainly is."""

    LOWER_LEG = "lower_leg"
    FOOT = "foot"
    THIGH = "thigh"
    HAND = "hand"
    ARM = "arm"
    FACE = "face"
    EYES = "eyes"
    NECK_OR_TRUNK = "neck_or_trunk"


#: The sites that are limbs, where a benign cramp can be.
LIMB_SITES = (Site.LOWER_LEG, Site.FOOT, Site.THIGH, Site.HAND, Site.ARM)


class SeriousDisease(Enum):
    """What is known of a brain infection or another serious disease."""

    EXCLUDED = "excluded"
    NOT_SUSPECTED = "not_suspected"
    SUSPECTED = "suspected"


class Eeg(Enum):
    """The result of an EEG."""

    NORMAL = "normal"
    ABNORMAL = "abnormal"
    NOT_DONE = "not_done"


class Presentation(Findings):
    """One person's attack, as content 1.0.0 describes it."""

    age_months: Number = Number(
        "How old is the person?",
        unit="months",
        low=0,
        high=1500,
        usual=360,
        label="age",
        help="Age at the attack; of a child, in years and months.",
    )
    extent: OneOf[Extent] = OneOf(
        "How much of the body is involved?",
        Extent,
        words={Extent.GENERALIZED: "the whole body", Extent.LOCALIZED: "only one part of the body"},
        label="extent",
    )
    site: OneOf[Site] = OneOf(
        "Where is it, or mainly where?",
        Site,
        words={
            Site.LOWER_LEG: "the lower leg, with the calf",
            Site.FOOT: "the foot or toes",
            Site.THIGH: "the thigh",
            Site.HAND: "the hand or fingers",
            Site.ARM: "the arm",
            Site.FACE: "the face",
            Site.EYES: "the eyes",
            Site.NECK_OR_TRUNK: "the neck or trunk",
        },
        label="site",
    )
    rigidity: YesNo = YesNo(
        "Are, or were, the muscles stiff and hard?",
        label="stiff, hard muscles",
        denied="muscles not hard",
        help="Tonic: the muscle stays tense and feels hard while the attack lasts.",
    )
    jerking: YesNo = YesNo(
        "Did the muscles jerk again and again at any time in the attack?",
        red_flag=True,
        label="jerking",
        help="Repeated jerks. Neither a single cramp nor a flicker under the skin counts.",
    )
    opisthotonus: YesNo = YesNo(
        "Was the head thrown back and the trunk arched backwards at any time in the attack?",
        red_flag=True,
        label="back arched backwards (opisthotonus)",
        denied="back not arched",
        help="Head thrown back, trunk bent backwards like a bow.",
        claims=("S28",),
    )
    eye_signs: YesNo = YesNo(
        "Were the eyes turned up, staring, rolling or flickering, or did they blink in attacks?",
        red_flag=True,
        label="eye signs",
        help="Involuntary and in attacks. Ordinary blinking does not count.",
        claims=("S29", "S36"),
    )
    impaired_consciousness: YesNo = YesNo(
        "Was consciousness clouded or lost at any time in the attack?",
        red_flag=True,
        label="consciousness clouded or lost",
        denied="awake and clear",
        help="The person did not respond as usual, or not at all, while it lasted.",
    )
    reported_convulsion: YesNo = YesNo(
        "Does someone who saw it call it a fit, a convulsion or a seizure?",
        red_flag=True,
        label="called a fit by someone who saw it",
        denied="not called a fit by anyone who saw it",
    )
    pain: YesNo = YesNo("Does the spasm hurt?", label="pain", denied="no pain")
    duration_s: Number = Number(
        "How long did the longest single attack last, or so far?",
        unit="seconds",
        low=0,
        high=604800,
        usual=30,
        label="duration",
        help="One continuous attack.",
    )
    ongoing: YesNo = YesNo(
        "Is the attack still going on now?", label="still going on", denied="over by now"
    )
    recurrent_without_recovery: YesNo = YesNo(
        "Did attacks follow each other without recovery in between?",
        red_flag=True,
        label="attacks without recovery between them",
        denied="no attacks without recovery between them",
        help="Neither consciousness nor comfort returned between them.",
    )
    fever: YesNo = YesNo(
        "Is there, or was there at any time in this illness, a fever?",
        red_flag=True,
        label="fever",
        denied="no fever",
        help="Hot to touch, or 38.0 degrees Celsius or more, even if it has gone down since.",
        claims=("V06",),
    )
    temperature_c: Number = Number(
        "What was the highest temperature in this illness?",
        unit="degrees Celsius",
        low=25,
        high=45,
        usual=36.8,
        shows=(fever, 38.0),
        label="temperature",
        help="A reading of 38.0 or more is a fever; a lower one does not rule a fever out.",
        claims=("V06",),
    )
    early_in_fever: YesNo = YesNo(
        "Did the attack come early in the fever?",
        label="early in the fever",
        denied="not early in the fever",
    )
    attacks_this_illness: Number = Number(
        "How many attacks were there so far in this illness?",
        low=1,
        high=1000,
        usual=1,
        whole=True,
        label="attacks in this illness",
    )
    rapid_recovery: YesNo = YesNo(
        "Did consciousness return quickly afterwards?",
        label="consciousness back quickly",
        denied="consciousness slow to return",
    )
    serious_disease: OneOf[SeriousDisease] = OneOf(
        "Is a brain infection or another serious disease known or suspected?",
        SeriousDisease,
        words={
            SeriousDisease.EXCLUDED: "excluded by a clinician who looked",
            SeriousDisease.NOT_SUSPECTED: "not suspected by anyone",
            SeriousDisease.SUSPECTED: "known or suspected",
        },
        label="serious disease",
        help="That nobody suspects one does not exclude it: only a clinician who looked can.",
        claims=("S47",),
    )
    known_epilepsy: YesNo = YesNo(
        "Is epilepsy known, or were there earlier fits or blackouts without fever?",
        red_flag=True,
        label="known epilepsy or earlier fits without fever",
        denied="neither epilepsy nor earlier fits without fever",
    )
    eeg: OneOf[Eeg] = OneOf(
        "What did an EEG show?",
        Eeg,
        answered_by=CLINICIAN,
        label="EEG",
        help="'not done' says nothing for or against anything.",
        claims=("S48",),
    )
    tetanus_signs: YesNo = YesNo(
        "Is the jaw clamped shut (lockjaw), or does stiffness come at a touch or a noise?",
        red_flag=True,
        label="signs of tetanus",
        help="The more so after a dirty wound.",
    )
    rabies_signs: YesNo = YesNo(
        "Is there fear of water or draughts, or do spasms come on drinking?",
        red_flag=True,
        label="signs of rabies",
        help="The more so after an animal bite.",
    )
    tetany_signs: YesNo = YesNo(
        "Is there tingling round the mouth, or are both hands or feet drawn into a fixed claw, "
        "or is blood calcium known to be low with such signs?",
        red_flag=True,
        label="signs of tetany",
    )
    poisoning: YesNo = YesNo(
        "Can it be poison, an overdose, or a new drug that stiffens the whole body, face or neck?",
        red_flag=True,
        label="poisoning or a stiffening drug",
        denied="no poison, overdose or stiffening drug",
    )
    secondary_cramp_signs: YesNo = YesNo(
        "Is there weakness, a wasted muscle, numbness, swelling, calf pain on walking that stops "
        "with rest, or a medicine known to cause cramps?",
        red_flag=True,
        label="signs of a nerve, vessel or medicine behind it",
        help=(
            "A muscle grown thin and absent pulses count too. Medicines known for cramps: water "
            "tablets (diuretics), cholesterol tablets (statins), salbutamol, nifedipine."
        ),
        claims=("V12",),
    )
    self_care_failed: YesNo = YesNo(
        "Were warmth, massage, calcium and rest tried, and did they not help?",
        label="self-care did not help",
        denied="self-care not tried, or it helped",
    )
    exertion: YesNo = YesNo(
        "Was there a sudden movement, a violent twist, long exercise or walking, or tired legs?",
        label="exertion",
    )
    cold_exposure: YesNo = YesNo("Was it cold: a cold room, a thin cover, bare legs?", label="cold")
    sustained_posture: YesNo = YesNo(
        "Was one posture kept long, or did bedding, a bed or something else press?",
        label="posture or compression",
        help="Bedding or bed pressing on the feet, or a nerve or vessel compressed.",
    )
    disturbed_rest: YesNo = YesNo(
        "Was there too little sleep or rest, or too much?", label="disturbed rest"
    )
    calcium_deficiency: YesNo = YesNo(
        "Is calcium intake low, or a mild deficiency known?",
        label="calcium deficiency",
        help="Only without tingling round the mouth and without hands or feet drawn into a claw.",
    )
    at_night: YesNo = YesNo(
        "Did it come at night, lying down or asleep?",
        label="at night or lying down",
        denied="not at night or lying down",
    )


_SHORT = Presentation.duration_s.below(minutes(10))
_SECONDS_TO_MINUTES = Feature("lasting less than 10 minutes", _SHORT, ("S38",))

SYSTEMIC_CAUSE_SUSPECTED = Condition(
    "systemic_cause_suspected",
    "Spasm of a systemic cause, suspected",
    Urgency.EMERGENCY,
)
FEBRILE_CONVULSION = Condition(
    "febrile_convulsion",
    "Febrile convulsion of childhood",
    Urgency.URGENT,
    features=(
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
    codes=(Code("ICD-10", "R56.0"), Code("SNOMED CT", "41497008"), Code("HPO", "HP:0002373")),
)
GENERALIZED_TONIC_CONVULSION = Condition(
    "generalized_tonic_convulsion",
    "Generalized tonic convulsion",
    Urgency.EMERGENCY,
    features=(
        Feature("jerking in bursts", Presentation.jerking.present, ("S26",)),
        Feature("the back arched backwards", Presentation.opisthotonus.present, ("S27",)),
        _SECONDS_TO_MINUTES,
    ),
    codes=(Code("HPO", "HP:0010818"),),
)
LOCALIZED_CONVULSION = Condition(
    "localized_convulsion",
    "Localized convulsion (twitching)",
    Urgency.URGENT,
    features=(
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
    codes=(Code("HPO", "HP:0007359"),),
)
UNDETERMINED_CONVULSION = Condition(
    "undetermined_convulsion",
    "Convulsion or loss of consciousness outside the documented kinds",
    Urgency.EMERGENCY,
)
SPASM_NEEDING_REVIEW = Condition(
    "spasm_needing_review",
    "Spasm that the source does not settle",
    Urgency.PROMPT,
)
BENIGN_LOCAL_CRAMP = Condition(
    "benign_local_cramp",
    "Benign local cramp",
    Urgency.SELF_CARE,
    features=(
        Feature(
            "in the calf, foot or toes",
            Presentation.site.among(Site.LOWER_LEG, Site.FOOT),
            ("S02", "S13"),
        ),
        Feature("lasting 1 to 100 seconds", Presentation.duration_s.between(1, 100), ("S04",)),
        Feature("at night or lying down", Presentation.at_night.present, ("S05", "S18")),
    ),
    codes=(Code("ICD-10", "R25.2"), Code("SNOMED CT", "55300003"), Code("HPO", "HP:0003394")),
)


SYSTEMIC = any_of(
    Presentation.tetanus_signs.present,
    Presentation.rabies_signs.present,
    Presentation.tetany_signs.present,
    Presentation.poisoning.present,
    name="Sign of a systemic cause",
)
CONVULSIVE = any_of(
    Presentation.impaired_consciousness.present,
    Presentation.jerking.present,
    Presentation.eye_signs.present,
    Presentation.opisthotonus.present,
    Presentation.extent.among(Extent.GENERALIZED),
    Presentation.site.among(Site.EYES),
    Presentation.reported_convulsion.present,
    name="Convulsive sign",
)
FEBRILE = all_of(
    Presentation.fever.present,
    Presentation.age_months.between(months(6), months(48)),
    Presentation.impaired_consciousness.present,
    Presentation.serious_disease.among(SeriousDisease.EXCLUDED),
    Not(SYSTEMIC),
    Presentation.known_epilepsy.absent,
    Presentation.opisthotonus.absent,
    name="Febrile convulsion",
)
OTHER_DISEASE = any_of(
    Presentation.fever.present,
    Presentation.serious_disease.among(SeriousDisease.SUSPECTED),
    Presentation.known_epilepsy.present,
    Presentation.recurrent_without_recovery.present,
    Presentation.secondary_cramp_signs.present,
    name="Sign of another disease",
)
PAINFUL_LIMB_SPASM = all_of(
    Presentation.pain.present,
    Presentation.rigidity.present,
    Presentation.site.among(*LIMB_SITES),
    Presentation.duration_s.below(minutes(10)),
    name="Painful, hard spasm of a limb, under 10 minutes",
)

_BENIGN = Question(
    "Painful, hard spasm of a limb, under 10 minutes?",
    PAINFUL_LIMB_SPASM,
    yes=Leaf(BENIGN_LOCAL_CRAMP),
    no=Leaf(SPASM_NEEDING_REVIEW),
    claims=("S01", "S03", "V12"),
)
_OTHER_DISEASE = Question(
    "A sign of another disease?",
    OTHER_DISEASE,
    yes=Leaf(SPASM_NEEDING_REVIEW),
    no=_BENIGN,
    claims=("S16", "V12"),
)
_LOCALIZED = Question(
    "Only local twitching?",
    all_of(
        Presentation.extent.among(Extent.LOCALIZED),
        Presentation.opisthotonus.absent,
        any_of(
            Presentation.jerking.present,
            Presentation.eye_signs.present,
            Presentation.site.among(Site.EYES),
        ),
    ),
    yes=Leaf(LOCALIZED_CONVULSION),
    no=Leaf(UNDETERMINED_CONVULSION),
    claims=("S32", "S36"),
)
_GENERALIZED = Question(
    "Whole body rigid and unconscious?",
    all_of(
        Presentation.extent.among(Extent.GENERALIZED),
        Presentation.rigidity.present,
        Presentation.impaired_consciousness.present,
    ),
    yes=Leaf(GENERALIZED_TONIC_CONVULSION),
    no=_LOCALIZED,
    claims=("S26", "S30"),
)
_FEBRILE = Question(
    "Febrile convulsion?",
    FEBRILE,
    yes=Leaf(FEBRILE_CONVULSION),
    no=_GENERALIZED,
    claims=("S41", "S42", "S44", "S47", "V05", "V08"),
)
_CONVULSIVE = Question(
    "Any convulsive sign?",
    CONVULSIVE,
    yes=_FEBRILE,
    no=_OTHER_DISEASE,
    claims=("S26", "S30", "S32", "S36"),
)
_SYSTEMIC = Question(
    "Awake, with a sign of a systemic cause?",
    all_of(SYSTEMIC, Presentation.impaired_consciousness.absent),
    yes=Leaf(SYSTEMIC_CAUSE_SUSPECTED),
    no=_CONVULSIVE,
    claims=("S16", "V08"),
)


TREE: Tree[Condition] = Tree(
    _SYSTEMIC, name="Muscle spasm", version=CONTENT_VERSION, severity=by_urgency
)


STATUS_CONVULSIVUS = Alert(
    "status_convulsivus",
    "Convulsion of more than 30 minutes (status convulsivus)",
    all_of(CONVULSIVE, Presentation.duration_s.above(minutes(30))),
    Urgency.EMERGENCY,
    ("S40",),
    (
        Code("ICD-10", "G41.0"),
        Code("ICD-11", "8A66.0"),
        Code("SNOMED CT", "230456007"),
        Code("HPO", "HP:0002133"),
    ),
)
PROLONGED_CONVULSION = Alert(
    "prolonged_convulsion",
    "Convulsion of 5 minutes or more",
    all_of(CONVULSIVE, Presentation.duration_s.at_least(minutes(5))),
    Urgency.EMERGENCY,
    ("V01",),
)
NO_RECOVERY_BETWEEN_ATTACKS = Alert(
    "no_recovery_between_attacks",
    "Convulsions without recovery between them",
    all_of(CONVULSIVE, Presentation.recurrent_without_recovery.present),
    Urgency.EMERGENCY,
    ("S39", "V01"),
)
STILL_CONVULSING = Alert(
    "still_convulsing",
    "Still convulsing",
    all_of(CONVULSIVE, Presentation.ongoing.present),
    Urgency.EMERGENCY,
    ("V01",),
)
UNCONSCIOUS_CONVULSION = Alert(
    "unconscious_convulsion",
    "Consciousness clouded or lost, and not a febrile convulsion",
    all_of(Presentation.impaired_consciousness.present, Not(FEBRILE)),
    Urgency.EMERGENCY,
    ("S30", "V14"),
)
SYSTEMIC_CAUSE = Alert(
    "systemic_cause",
    "Sign of a systemic cause",
    SYSTEMIC,
    Urgency.EMERGENCY,
    ("S16", "V09"),
)
ARCHED_BACK_AWAKE = Alert(
    "arched_back_awake",
    "Back arched backwards while awake",
    all_of(Presentation.opisthotonus.present, Presentation.impaired_consciousness.absent),
    Urgency.EMERGENCY,
    ("V08",),
)
STIFF_NECK_WITH_FEVER = Alert(
    "stiff_neck_with_fever",
    "Stiff neck or trunk with fever",
    all_of(
        Presentation.fever.present,
        Presentation.rigidity.present,
        Presentation.site.among(Site.NECK_OR_TRUNK),
    ),
    Urgency.EMERGENCY,
    ("V16",),
)
FEVER_OUTSIDE_AGE_WINDOW = Alert(
    "fever_outside_age_window",
    "Convulsion with fever under 6 or over 48 months of age",
    all_of(
        CONVULSIVE,
        Presentation.fever.present,
        any_of(Presentation.age_months.below(months(6)), Presentation.age_months.above(months(48))),
    ),
    Urgency.EMERGENCY,
    ("S41", "V04"),
)
ATYPICAL_FEBRILE_CONVULSION = Alert(
    "atypical_febrile_convulsion",
    "Febrile convulsion with an atypical feature",
    all_of(
        FEBRILE,
        any_of(
            Presentation.extent.among(Extent.LOCALIZED),
            Presentation.duration_s.at_least(minutes(15)),
            Presentation.attacks_this_illness.at_least(2),
            Presentation.rapid_recovery.absent,
            Presentation.early_in_fever.absent,
            Presentation.eeg.among(Eeg.ABNORMAL),
            name="Atypical feature",
        ),
    ),
    Urgency.URGENT,
    ("S43", "S44", "S45", "S46", "S47", "S48", "V05"),
)
SERIOUS_DISEASE_SUSPECTED = Alert(
    "serious_disease_suspected",
    "Serious disease known or suspected",
    Presentation.serious_disease.among(SeriousDisease.SUSPECTED),
    Urgency.URGENT,
    ("S47",),
)
FEVERISH_SPASM = Alert(
    "feverish_spasm",
    "Spasm with fever",
    Presentation.fever.present,
    Urgency.URGENT,
    ("S16",),
)
NERVE_OR_VESSEL_SIGN = Alert(
    "nerve_or_vessel_sign",
    "Sign of a nerve, a vessel or a medicine behind the cramp",
    Presentation.secondary_cramp_signs.present,
    Urgency.URGENT,
    ("V12",),
)
INFANT_SPASM = Alert(
    "infant_spasm",
    "Spasm under 2 years of age",
    Presentation.age_months.below(years(2)),
    Urgency.URGENT,
    ("V13",),
)
ABNORMAL_EEG = Alert(
    "abnormal_eeg",
    "Abnormal EEG",
    Presentation.eeg.among(Eeg.ABNORMAL),
    Urgency.PROMPT,
    ("S48",),
)
LONG_CRAMP = Alert(
    "long_cramp",
    "Cramp of 100 seconds or more",
    all_of(Not(CONVULSIVE), PAINFUL_LIMB_SPASM, Presentation.duration_s.at_least(seconds(100))),
    Urgency.PROMPT,
    ("S04", "V12"),
)
SELF_CARE_FAILED = Alert(
    "self_care_failed",
    "Self-care did not help",
    Presentation.self_care_failed.present,
    Urgency.PROMPT,
    ("S11",),
)

#: Every alert, in the order in which a report names them.
ALERTS = (
    STATUS_CONVULSIVUS,
    PROLONGED_CONVULSION,
    NO_RECOVERY_BETWEEN_ATTACKS,
    STILL_CONVULSING,
    UNCONSCIOUS_CONVULSION,
    SYSTEMIC_CAUSE,
    ARCHED_BACK_AWAKE,
    STIFF_NECK_WITH_FEVER,
    FEVER_OUTSIDE_AGE_WINDOW,
    ATYPICAL_FEBRILE_CONVULSION,
    SERIOUS_DISEASE_SUSPECTED,
    FEVERISH_SPASM,
    NERVE_OR_VESSEL_SIGN,
    INFANT_SPASM,
    ABNORMAL_EEG,
    LONG_CRAMP,
    SELF_CARE_FAILED,
)


MUSCLE_SPASM_1 = Guideline(
    "muscle_spasm",
    name="Muscle spasm",
    version=CONTENT_VERSION,
    tree=TREE,
    alerts=ALERTS,
    reassuring=(BENIGN_LOCAL_CRAMP,),
)

#: Criteria of 1.0.0 and 2.0.0 with the same meaning, for findings that were renamed or split.
ALIKE: tuple[tuple[Criterion, Criterion], ...] = (
    (
        Presentation.serious_disease.among(SeriousDisease.SUSPECTED),
        Presentation2.serious_disease_suspected.present,
    ),
    (
        Presentation.serious_disease.among(SeriousDisease.EXCLUDED),
        all_of(
            Presentation2.serious_disease_excluded.present,
            Presentation2.serious_disease_suspected.absent,
        ),
    ),
    (
        Presentation.secondary_cramp_signs.present,
        any_of(
            Presentation2.nerve_or_vessel_signs.present,
            Presentation2.cramp_medicine.present,
        ),
    ),
    (
        Presentation.extent.among(Extent.LOCALIZED),
        Presentation2.extent.among(Extent2.LOCALIZED, Extent2.SEVERAL_PARTS),
    ),
)
