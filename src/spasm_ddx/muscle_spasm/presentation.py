"""The vocabulary of findings: what a person can report about one attack."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import ClassVar, Final

from spasm_ddx.reasoning.finding_kinds import Number, OneOf, YesNo
from spasm_ddx.reasoning.findings import Findings

CLINICIAN: Final = "clinician"


class Extent(Enum):
    """How much of the body is involved."""

    GENERALIZED = "generalized"
    LOCALIZED = "localized"
    SEVERAL_PARTS = "several_parts"


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


#: The limb sites, where a benign cramp can be.
LIMB_SITES: Final = frozenset({Site.LOWER_LEG, Site.FOOT, Site.THIGH, Site.HAND, Site.ARM})


class Eeg(Enum):
    """The result of an EEG."""

    NORMAL = "normal"
    ABNORMAL = "abnormal"
    NOT_DONE = "not_done"


class Presentation(Findings):
    """The observations of one person's attack. ``None`` is unknown, never absent.

    A temperature of 38.0 degrees Celsius or more sets ``fever`` present (V06). A lower one sets
    nothing, so a reported fever remains.

    Attributes:
        age_months: Age at the attack, in months, 0 to 1500.
        extent: The whole body, one part or one side, or parts of both sides.
        site: Where, or mainly where.
        rigidity: The muscles are stiff and hard (tonic).
        jerking: The muscles jerk again and again. Red flag.
        opisthotonus: Head thrown back, trunk arched backwards (S28). Red flag.
        eye_signs: Both eyes turned up, staring, rolling, flickering or blinking. Red flag.
        impaired_consciousness: Clouded or lost during the attack. Red flag.
        reported_convulsion: Someone who saw it would call it a fit. Red flag.
        first_convulsion: If it was a convulsion, it was the first of this person's life.
        pain: The spasm hurts.
        duration_s: Length of the longest single attack, in seconds, 0 to 604800.
        ongoing: Still going on now.
        recurrent_without_recovery: Attacks without recovery between them. Red flag.
        fever: Feverish in this illness: hot to touch, or 38.0 C or more. Red flag.
        temperature_c: Highest reading in this illness, in degrees Celsius, 25 to 45.
        stiff_neck: Outside the attack the chin does not come down to the chest. Red flag.
        early_in_fever: The attack came early in the fever.
        attacks_this_illness: Attacks so far in this illness, a count, 1 to 1000.
        rapid_recovery: Consciousness was back within an hour afterwards (S44, V26).
        serious_disease_suspected: Someone suspects or knows of one. Red flag.
        serious_disease_excluded: A clinician looked and excluded it (S47).
        known_epilepsy: Epilepsy, or earlier convulsions without fever. Red flag.
        eeg: Result of an EEG; only a clinician can answer.
        tetanus_signs: Lockjaw, or stiffness set off by touch or noise. Red flag.
        rabies_signs: Fear of water or draughts, or spasms on drinking. Red flag.
        tetany_signs: Tingling round the mouth, hands or feet in a claw. Red flag.
        low_blood_calcium: Blood calcium was measured and low (V28). Red flag.
        poisoning: Poison, overdose, or a new drug that stiffens. Red flag.
        acute_limb_or_face_sign: Sudden weakness, drooping face, cold limb (V27). Red flag.
        nerve_or_vessel_signs: Long-standing weakness, numbness, swelling (V12). Red flag.
        cramp_medicine: Takes a medicine that can cause cramps (V12). Red flag.
        self_care_failed: Warmth, massage and rest did not help.
        exertion: Sudden movement, violent twist, long walking or exercise, tired legs.
        cold_exposure: Cold room, thin cover, bare legs.
        sustained_posture: Long in one posture, or something pressing.
        disturbed_rest: Too little sleep or rest, or too much.
        low_calcium_intake: Little calcium is eaten or drunk.
        at_night: At night, lying down or asleep.
    """

    retired: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "serious_disease": ("serious_disease_suspected", "serious_disease_excluded"),
        "secondary_cramp_signs": ("nerve_or_vessel_signs", "cramp_medicine"),
        "calcium_deficiency": ("low_calcium_intake", "low_blood_calcium"),
    }

    age_months: Number = Number(
        "How old is the person?",
        unit="months",
        low=0,
        high=1500,
        usual=360,
        label="age",
        help="At the time of the attack. For a child, in years and months.",
    )
    extent: OneOf[Extent] = OneOf(
        "How much of the body is involved?",
        Extent,
        words={
            Extent.GENERALIZED: "the whole body",
            Extent.LOCALIZED: "one part, or parts of one side",
            Extent.SEVERAL_PARTS: "parts of both sides",
        },
        help="An arm and the leg of the same side are parts of one side. Both calves or both "
        "hands are parts of both sides.",
    )
    site: OneOf[Site] = OneOf(
        "Where is it, or where mostly?",
        Site,
        words={
            Site.LOWER_LEG: "the lower leg or calf",
            Site.FOOT: "the foot or toes",
            Site.THIGH: "the thigh",
            Site.HAND: "the hand or fingers",
            Site.ARM: "the arm",
            Site.FACE: "the face",
            Site.EYES: "the eyes",
            Site.NECK_OR_TRUNK: "the neck or trunk",
        },
    )
    rigidity: YesNo = YesNo(
        "Did the muscles go stiff and hard?",
        label="stiff, hard muscles",
        denied="muscles not hard",
        help="They stay tense and feel hard while the attack lasts.",
    )
    jerking: YesNo = YesNo(
        "Did the muscles jerk again and again?",
        red_flag=True,
        label="repeated jerking",
        help="A twitching eyelid, a single cramp, a flicker under the skin, shivering, hiccups or "
        "one jerk on falling asleep does not count.",
    )
    opisthotonus: YesNo = YesNo(
        "Was the head thrown back and the back arched?",
        red_flag=True,
        label="back arched backwards",
        denied="back not arched",
        help="The trunk bends backwards like a bow.",
        claims=("S28",),
    )
    eye_signs: YesNo = YesNo(
        "Did the eyes turn up, stare, roll, flicker or keep blinking?",
        red_flag=True,
        help="Both eyes, in attacks, without the person wanting it. One twitching eyelid does "
        "not count.",
        claims=("S29", "S36", "V25"),
    )
    impaired_consciousness: YesNo = YesNo(
        "Was the person unconscious or not fully awake during the attack?",
        red_flag=True,
        label="consciousness clouded or lost",
        denied="awake and clear",
        help="Not answering or not looking at you as usual counts too. Being woken by the spasm, "
        "and then awake, does not.",
    )
    reported_convulsion: YesNo = YesNo(
        "Would you call it a fit, a convulsion or a seizure?",
        red_flag=True,
        label="called a fit by someone who saw it",
        denied="not called a fit by anyone who saw it",
        help="Say yes as well if someone else who saw it would.",
    )
    first_convulsion: YesNo = YesNo(
        "If it was a convulsion, was it the first of this person's life?",
        label="the first of this person's life if it was a convulsion",
        denied="not the first of this person's life if it was a convulsion",
        help="If the very first one came today or in this same illness, say yes.",
    )
    pain: YesNo = YesNo("Did the spasm hurt?")
    duration_s: Number = Number(
        "How long did the longest attack last?",
        unit="seconds",
        low=0,
        high=604800,
        usual=30,
        label="duration",
        help="One attack without a break; if it is still going on, how long so far.",
    )
    ongoing: YesNo = YesNo(
        "Is the attack still going on now?", label="still going on", denied="over by now"
    )
    recurrent_without_recovery: YesNo = YesNo(
        "Did another attack come before the person had recovered?",
        red_flag=True,
        label="attacks without recovery between them",
        help="Recovered means awake and comfortable again.",
    )
    fever: YesNo = YesNo(
        "Has there been a fever in this illness?",
        red_flag=True,
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
        help="38.0 or more is a fever; a lower reading does not rule a fever out.",
        claims=("V06",),
    )
    stiff_neck: YesNo = YesNo(
        "Is the neck stiff when there is no attack?",
        red_flag=True,
        help="So stiff that the chin does not come down to the chest.",
        claims=("V16",),
    )
    early_in_fever: YesNo = YesNo(
        "Did the attack come early in the fever?",
        label="early in the fever",
        denied="not early in the fever",
    )
    attacks_this_illness: Number = Number(
        "How many attacks have there been in this illness?",
        low=1,
        high=1000,
        usual=1,
        whole=True,
        label="attacks in this illness",
    )
    rapid_recovery: YesNo = YesNo(
        "Was the person fully awake again within an hour?",
        label="awake again within an hour",
        denied="not awake again within an hour",
        help="Say no only once the hour has passed; before that, answer that you don't know. "
        "Someone who does not wake needs an ambulance.",
        claims=("S44", "V26"),
    )
    serious_disease_suspected: YesNo = YesNo(
        "Does anyone suspect a brain infection or another serious disease?",
        red_flag=True,
        denied="serious disease not suspected",
        help="Say yes as well if one is known, or if there is a rash that does not fade when "
        "pressed, the person is hard to wake or very unwell, or a baby's soft spot bulges.",
        claims=("S47",),
    )
    serious_disease_excluded: YesNo = YesNo(
        "Have you looked for a brain infection and other serious disease, and excluded them?",
        label="serious disease excluded by a clinician",
        denied="serious disease not excluded",
        help="Not suspecting a disease does not exclude it.",
        answered_by=CLINICIAN,
        claims=("S47",),
    )
    known_epilepsy: YesNo = YesNo(
        "Does the person have epilepsy?",
        red_flag=True,
        label="epilepsy, or earlier convulsions without fever",
        denied="neither epilepsy nor earlier convulsions without fever",
        help="Say yes as well if there were earlier convulsions without a fever.",
    )
    eeg: OneOf[Eeg] = OneOf(
        "What did the EEG show?",
        Eeg,
        answered_by=CLINICIAN,
        label="EEG",
        help="Best done a week or more after the fever. 'not done' says nothing either way.",
        claims=("S48",),
    )
    tetanus_signs: YesNo = YesNo(
        "Is the jaw locked, or does touch or noise set off stiffness?",
        red_flag=True,
        label="signs of tetanus",
        help="Especially after a dirty wound, even weeks ago.",
    )
    rabies_signs: YesNo = YesNo(
        "Is there a new fear of water or of moving air, or do spasms come on drinking?",
        red_flag=True,
        label="signs of rabies",
        help="Especially after an animal bite, even months ago.",
    )
    tetany_signs: YesNo = YesNo(
        "Does it tingle round the mouth, or are both hands or both feet drawn into a claw?",
        red_flag=True,
        label="signs of tetany",
        help="A claw that does not open.",
    )
    low_blood_calcium: YesNo = YesNo(
        "Was blood calcium measured and found low?",
        red_flag=True,
        denied="no low blood calcium measured",
        claims=("V28",),
    )
    poisoning: YesNo = YesNo(
        "Could it be poisoning, an overdose or a new medicine?",
        red_flag=True,
        label="poisoning, overdose or a stiffening medicine",
        denied="no poisoning, overdose or stiffening medicine",
        help="A new medicine counts if the whole body, the face or the neck has gone stiff.",
    )
    acute_limb_or_face_sign: YesNo = YesNo(
        "Was there suddenly a weak arm or leg, a drooping face, slurred speech or a cold limb?",
        red_flag=True,
        label="sudden weakness, drooping face, slurred speech or cold limb",
        help="Say yes even if it has gone again. Cold means cold, pale and numb. Pain, a cramp or "
        "jerking alone does not count.",
        claims=("V27",),
    )
    nerve_or_vessel_signs: YesNo = YesNo(
        "Has the limb been weak, thin, numb or swollen for some time?",
        red_flag=True,
        label="signs of a nerve or vessel",
        help="Days are enough. Say yes as well if the calf hurts on walking and stops hurting "
        "at rest.",
        claims=("V12",),
    )
    cramp_medicine: YesNo = YesNo(
        "Does the person take a medicine that can cause cramps?",
        red_flag=True,
        label="medicine that can cause cramps",
        help="Water tablets (diuretics), statins, salbutamol or nifedipine.",
        claims=("V12",),
    )
    self_care_failed: YesNo = YesNo(
        "Were warmth, massage and rest tried without success?",
        label="self-care did not help",
        denied="self-care not tried, or it helped",
    )
    exertion: YesNo = YesNo(
        "Was there a strain before it?",
        help="A sudden movement, a violent twist, long walking or exercise, or tired legs.",
    )
    cold_exposure: YesNo = YesNo(
        "Was it cold?", label="cold", help="A cold room, a thin cover, bare legs."
    )
    sustained_posture: YesNo = YesNo(
        "Was one posture kept long, or did something press on the leg or foot?",
        label="posture or pressure",
        denied="no long posture or pressure",
        help="Bedding or the bed pressing on the feet counts, and so does a nerve or vessel that "
        "was compressed.",
    )
    disturbed_rest: YesNo = YesNo(
        "Was there too little sleep or rest, or too much?",
        label="too little or too much rest",
        denied="rest as usual",
    )
    low_calcium_intake: YesNo = YesNo(
        "Does the person eat and drink little calcium?",
        label="little calcium in the diet",
        denied="no lack of calcium in the diet",
    )
    at_night: YesNo = YesNo(
        "Did it come at night, lying down or asleep?",
        label="at night or lying down",
        denied="not at night or lying down",
    )
