"""What can be told of one person's attack: the vocabulary of findings."""

from __future__ import annotations

from enum import Enum

from spasm_ddx.reasoning.findings import Findings, Number, OneOf, YesNo

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
    """One person's attack, as observed. ``None`` is unknown, never absent.

    A temperature of 38.0 degrees Celsius or more sets ``fever`` present (V06); a
    lower one sets nothing, so that a reported fever stands.

    Attributes:
        age_months: Age at the attack, in months, 0 to 1500.
        extent: Whole body, or only local muscles.
        site: Where, or mainly where.
        rigidity: The muscles are stiff and hard (tonic).
        jerking: The muscles jerk again and again. Red flag.
        opisthotonus: Head thrown back, trunk arched backwards (S28). Red flag.
        eye_signs: Eyes turned up, staring, rolling, flickering or blinking. Red flag.
        impaired_consciousness: Clouded or lost during the attack. Red flag.
        reported_convulsion: Someone who saw it calls it a fit. Red flag.
        pain: The spasm hurts.
        duration_s: Length of the longest single attack, in seconds, 0 to 604800.
        ongoing: Still going on now.
        recurrent_without_recovery: Attacks without recovery between them. Red flag.
        fever: Feverish in this illness: hot to touch, or 38.0 C or more. Red flag.
        temperature_c: Highest reading in this illness, in degrees Celsius, 25 to 45.
        early_in_fever: The attack came early in the fever.
        attacks_this_illness: Attacks so far in this illness, a count, 1 to 1000.
        rapid_recovery: Consciousness returned quickly afterwards.
        serious_disease: Excluded, not suspected, or suspected (a red flag).
        known_epilepsy: Epilepsy, or earlier attacks without fever. Red flag.
        eeg: Result of an EEG; only a clinician can answer.
        tetanus_signs: Lockjaw, or stiffness set off by touch or noise. Red flag.
        rabies_signs: Fear of water or draughts, or spasms on drinking. Red flag.
        tetany_signs: Tingling round the mouth, hands or feet in a claw. Red flag.
        poisoning: Poison, overdose, or a new drug that stiffens. Red flag.
        secondary_cramp_signs: Signs of a nerve, vessel or medicine (V12). Red flag.
        self_care_failed: Warmth, massage, calcium and rest did not help.
        exertion: Sudden movement, violent twist, long exercise, tired legs.
        cold_exposure: Cold room, thin cover, bare legs.
        sustained_posture: Long in one posture, or something pressing.
        disturbed_rest: Too little sleep or rest, or too much.
        calcium_deficiency: Low calcium intake or a known mild deficiency.
        at_night: At night, lying down or asleep.
    """

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
        red_flag=SeriousDisease.SUSPECTED,
        denial=SeriousDisease.NOT_SUSPECTED,
        roles={SeriousDisease.EXCLUDED: CLINICIAN},
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
