"""The source, read closely: 51 claims, and 16 notes where today's references differ.

Each claim says in our words what one sentence of the source says. The library
implements the source; a variance note is shown beside the claims it is about.
"""

from __future__ import annotations

from enum import Enum
from types import MappingProxyType

import attrs

TITLE = (
    "What Is a Muscle Spasm? "
    "(encyclopaedia page, English machine translation of a Chinese original)"
)


class Section(Enum):
    """The sections of the source."""

    DEFINITION = "definition"
    AT_A_GLANCE = "at-a-glance"
    CAUSES = "causes"
    DIFFERENTIAL = "differential"
    TREATMENT = "treatment"


class Role(Enum):
    """What a claim does in the library."""

    DEFINING = "defining"
    TYPICAL = "typical"
    EXCLUSION = "exclusion"
    MANAGEMENT = "management"
    BACKGROUND = "background"

    @property
    def meaning(self) -> str:
        """What the role commits the library to."""
        return _MEANINGS[self]


_MEANINGS = {
    Role.DEFINING: "a criterion of a question in the tree, or of the alert it defines",
    Role.TYPICAL: "speaks for or against a condition; never selects a branch by itself",
    Role.EXCLUSION: "a condition that must have been ruled out first",
    Role.MANAGEMENT: "what to do; shown with the condition it belongs to",
    Role.BACKGROUND: "explained in the docs, not computed; the note says why",
}


@attrs.frozen
class Claim:
    """What one sentence of the source says, in our words.

    Attributes:
        id: ``S01`` to ``S51``.
        section: The section it stands in.
        role: What it does in the library.
        about: The keys of what it is about.
        says: The claim.
        item: The item of the differential it stands in, 1 to 3, or None.
        note: Why a background claim is not computed.
    """

    id: str
    section: Section
    role: Role
    about: tuple[str, ...]
    says: str
    item: int | None = attrs.field(default=None, kw_only=True)
    note: str = attrs.field(default="", kw_only=True)

    @property
    def variance(self) -> tuple[Variance, ...]:
        """The notes that differ from this claim or add to it."""
        return tuple(note for note in VARIANCE.values() if self.id in note.on)


@attrs.frozen
class Variance:
    """Where today's references differ from the source or add to it.

    Attributes:
        id: ``V01`` to ``V16``.
        on: The claims it is about.
        now: What is said today.
        reference: Who says so.
        checked: Whether the reference was checked; if not, it is to be confirmed.
    """

    id: str
    on: tuple[str, ...]
    now: str
    reference: str
    checked: bool = attrs.field(kw_only=True)

    def __str__(self) -> str:
        confirm = "" if self.checked else " (to be confirmed)"
        return f"{self.now}{confirm}"


_CLAIMS = (
    Claim(
        "S01",
        Section.DEFINITION,
        Role.DEFINING,
        ("benign_local_cramp",),
        "A cramp is a spontaneous, involuntary tonic contraction of muscle.",
    ),
    Claim(
        "S02",
        Section.DEFINITION,
        Role.TYPICAL,
        ("benign_local_cramp",),
        "The lower leg and the toes are the commonest sites.",
    ),
    Claim(
        "S03",
        Section.DEFINITION,
        Role.DEFINING,
        ("benign_local_cramp",),
        "The attack hurts, severely.",
    ),
    Claim(
        "S04",
        Section.DEFINITION,
        Role.TYPICAL,
        ("benign_local_cramp",),
        "It lasts from a few seconds to tens of seconds. No upper limit is stated.",
    ),
    Claim(
        "S05",
        Section.DEFINITION,
        Role.TYPICAL,
        ("benign_local_cramp",),
        "It often comes in the middle of the night and wakes the sleeper.",
    ),
    Claim(
        "S06",
        Section.DEFINITION,
        Role.TYPICAL,
        ("benign_local_cramp",),
        "Most leg cramps come from calcium deficiency, cold, or local compression of nerves "
        "and vessels.",
    ),
    Claim(
        "S07",
        Section.DEFINITION,
        Role.MANAGEMENT,
        ("benign_local_cramp",),
        "Take calcium in moderation; no dose is given.",
    ),
    Claim(
        "S08",
        Section.DEFINITION,
        Role.MANAGEMENT,
        ("benign_local_cramp",),
        "Get sunlight.",
    ),
    Claim(
        "S09",
        Section.DEFINITION,
        Role.MANAGEMENT,
        ("benign_local_cramp",),
        "Sit and lie so that nerves and vessels are not compressed. The translation's 'blood "
        "pressure' means pressure on blood vessels.",
    ),
    Claim(
        "S10",
        Section.DEFINITION,
        Role.MANAGEMENT,
        ("benign_local_cramp",),
        "Warm and massage the muscle to improve its circulation.",
    ),
    Claim(
        "S11",
        Section.DEFINITION,
        Role.MANAGEMENT,
        ("benign_local_cramp",),
        "If that does not help, go to hospital. No time limit is given.",
    ),
    Claim(
        "S12",
        Section.AT_A_GLANCE,
        Role.MANAGEMENT,
        ("benign_local_cramp",),
        "The department to visit is orthopaedics. Safe for the benign cramp only: never route "
        "a convulsion by it.",
    ),
    Claim(
        "S13",
        Section.AT_A_GLANCE,
        Role.TYPICAL,
        ("benign_local_cramp",),
        "The calf muscle (gastrocnemius) is the commonest.",
    ),
    Claim(
        "S14",
        Section.AT_A_GLANCE,
        Role.BACKGROUND,
        ("causes",),
        "One mixed list of causes, from high fever to lack of sleep.",
        note="repeats S16, S17, S24 and S25, which carry it",
    ),
    Claim(
        "S15",
        Section.AT_A_GLANCE,
        Role.BACKGROUND,
        ("benign_local_cramp",),
        "Symptoms: tonic contraction and pain.",
        note="repeats S01 and S03",
    ),
    Claim(
        "S16",
        Section.CAUSES,
        Role.DEFINING,
        ("systemic_cause_suspected",),
        "Systemic causes: high fever, epilepsy, tetanus, rabies, calcium deficiency, and "
        "others. The list is open, so each is a red flag against the benign cramp.",
    ),
    Claim(
        "S17",
        Section.CAUSES,
        Role.TYPICAL,
        ("benign_local_cramp",),
        "Calf cramp follows a sudden vigorous movement, fatigue at work, or a violent twist of "
        "the lower leg (not a fracture).",
    ),
    Claim(
        "S18",
        Section.CAUSES,
        Role.TYPICAL,
        ("benign_local_cramp",),
        "It often comes when lying down or asleep.",
    ),
    Claim(
        "S19",
        Section.CAUSES,
        Role.TYPICAL,
        ("benign_local_cramp",),
        "Poor sleeping posture: long on the back with the bedding pressing on the feet.",
    ),
    Claim(
        "S20",
        Section.CAUSES,
        Role.TYPICAL,
        ("benign_local_cramp",),
        "Poor sleeping posture: long prone with the back of the foot against the bed. The "
        "translation's 'face' is the back of the foot.",
    ),
    Claim(
        "S21",
        Section.CAUSES,
        Role.BACKGROUND,
        ("benign_local_cramp",),
        "Such postures keep calf muscles slack until they contract passively.",
        note="a mechanism, not a sign anyone can observe; it also sits badly with S01",
    ),
    Claim(
        "S22",
        Section.CAUSES,
        Role.TYPICAL,
        ("benign_local_cramp",),
        "Too little rest, and too much, both promote cramps.",
    ),
    Claim(
        "S23",
        Section.CAUSES,
        Role.BACKGROUND,
        ("benign_local_cramp",),
        "Acidic metabolites (lactic acid after exertion, carbon dioxide after long rest) "
        "gather in the muscle.",
        note="a mechanism that is no longer accepted; not observable",
    ),
    Claim(
        "S24",
        Section.CAUSES,
        Role.TYPICAL,
        ("benign_local_cramp",),
        "Long walking or exercise, tired legs, and lack of sleep.",
    ),
    Claim(
        "S25",
        Section.CAUSES,
        Role.TYPICAL,
        ("benign_local_cramp",),
        "Cold: a cold room on a winter night, a thin quilt, bare legs or feet.",
    ),
    Claim(
        "S26",
        Section.DIFFERENTIAL,
        Role.DEFINING,
        ("generalized_tonic_convulsion",),
        "The muscles of the whole body are rigid, with bursts of jerking. Rigidity defines it; "
        "jerking supports it.",
        item=1,
    ),
    Claim(
        "S27",
        Section.DIFFERENTIAL,
        Role.TYPICAL,
        ("generalized_tonic_convulsion",),
        "The body arches backwards: opisthotonus (the translation's 'angulated with a bow').",
        item=1,
    ),
    Claim(
        "S28",
        Section.DIFFERENTIAL,
        Role.BACKGROUND,
        ("opisthotonus",),
        "Opisthotonus: head thrown back, trunk bent backwards like a bow.",
        item=1,
        note="defines the finding opisthotonus; shown as its help text",
    ),
    Claim(
        "S29",
        Section.DIFFERENTIAL,
        Role.BACKGROUND,
        ("generalized_tonic_convulsion",),
        "The eyes are turned up or staring.",
        item=1,
        note=(
            "eye signs stand in items 1 and 2 alike, so they do not tell one from the other; "
            "the finding eye_signs carries them"
        ),
    ),
    Claim(
        "S30",
        Section.DIFFERENTIAL,
        Role.DEFINING,
        ("generalized_tonic_convulsion",),
        "Consciousness is clouded or lost.",
        item=1,
    ),
    Claim(
        "S31",
        Section.DIFFERENTIAL,
        Role.BACKGROUND,
        ("localized_convulsion",),
        "Its name is localized convulsion; the translation's 'limitation of ventilation' "
        "misreads the Chinese word for a convulsion.",
        item=2,
        note="a name, explained in the docs",
    ),
    Claim(
        "S32",
        Section.DIFFERENTIAL,
        Role.DEFINING,
        ("localized_convulsion",),
        "Only local muscles jerk.",
        item=2,
    ),
    Claim(
        "S33",
        Section.DIFFERENTIAL,
        Role.TYPICAL,
        ("localized_convulsion",),
        "For example one limb (one side).",
        item=2,
    ),
    Claim(
        "S34",
        Section.DIFFERENTIAL,
        Role.TYPICAL,
        ("localized_convulsion",),
        "Or the face.",
        item=2,
    ),
    Claim(
        "S35",
        Section.DIFFERENTIAL,
        Role.TYPICAL,
        ("localized_convulsion",),
        "Or fingers or toes.",
        item=2,
    ),
    Claim(
        "S36",
        Section.DIFFERENTIAL,
        Role.DEFINING,
        ("localized_convulsion",),
        "Or the eyes: rolling, nystagmus, blinking, fixed gaze. Involuntary and in attacks; "
        "ordinary blinking does not count.",
        item=2,
    ),
    Claim(
        "S37",
        Section.DIFFERENTIAL,
        Role.TYPICAL,
        ("localized_convulsion",),
        "Consciousness is mostly impaired, so a clear consciousness does not rule it out.",
        item=2,
    ),
    Claim(
        "S38",
        Section.DIFFERENTIAL,
        Role.TYPICAL,
        ("generalized_tonic_convulsion", "localized_convulsion"),
        "These convulsions (items 1 and 2) last seconds to minutes. The translation's "
        "'fashion' is 'duration'.",
        item=2,
    ),
    Claim(
        "S39",
        Section.DIFFERENTIAL,
        Role.BACKGROUND,
        ("generalized_tonic_convulsion", "localized_convulsion"),
        "Severe ones last minutes or recur.",
        item=2,
        note=(
            "'minutes' stands in both grades, so there is no cut-off to compute; recurrence "
            "without recovery is an alert"
        ),
    ),
    Claim(
        "S40",
        Section.DIFFERENTIAL,
        Role.DEFINING,
        ("status_convulsivus",),
        "A convulsion of more than 30 minutes is a continuing state of convulsion: status "
        "convulsivus (status epilepticus).",
        item=2,
    ),
    Claim(
        "S41",
        Section.DIFFERENTIAL,
        Role.DEFINING,
        ("febrile_convulsion",),
        "Mainly in children from 6 months to 4 years old. 'Mainly' is read as a wall, because "
        "the reassuring answer is the one to withhold.",
        item=3,
    ),
    Claim(
        "S42",
        Section.DIFFERENTIAL,
        Role.DEFINING,
        ("febrile_convulsion",),
        "The convulsion comes during a high fever. No temperature is given.",
        item=3,
    ),
    Claim(
        "S43",
        Section.DIFFERENTIAL,
        Role.TYPICAL,
        ("febrile_convulsion",),
        "It is short. No number is given.",
        item=3,
    ),
    Claim(
        "S44",
        Section.DIFFERENTIAL,
        Role.DEFINING,
        ("febrile_convulsion",),
        "Consciousness returns quickly after the convulsion ('pumping' in the translation), so "
        "it was impaired during it. The impairment defines; how quickly it returns is typical.",
        item=3,
    ),
    Claim(
        "S45",
        Section.DIFFERENTIAL,
        Role.TYPICAL,
        ("febrile_convulsion",),
        "Mostly early in the fever.",
        item=3,
    ),
    Claim(
        "S46",
        Section.DIFFERENTIAL,
        Role.TYPICAL,
        ("febrile_convulsion",),
        "Usually one attack in one feverish illness.",
        item=3,
    ),
    Claim(
        "S47",
        Section.DIFFERENTIAL,
        Role.EXCLUSION,
        ("febrile_convulsion",),
        "Brain disease and other serious disease have been excluded. The translation reads as "
        "if a single attack excluded them: it does not, and nothing here may infer it.",
        item=3,
    ),
    Claim(
        "S48",
        Section.DIFFERENTIAL,
        Role.TYPICAL,
        ("febrile_convulsion",),
        "The EEG ('electrogram') is normal; a Chinese parallel text says one week after the "
        "fever has gone.",
        item=3,
    ),
    Claim(
        "S49",
        Section.TREATMENT,
        Role.MANAGEMENT,
        ("every condition",),
        "Treat the disease behind it, by its cause.",
    ),
    Claim(
        "S50",
        Section.TREATMENT,
        Role.MANAGEMENT,
        ("febrile_convulsion",),
        "Treat the symptoms: with a high fever, cooling and oxygen.",
    ),
    Claim(
        "S51",
        Section.AT_A_GLANCE,
        Role.BACKGROUND,
        ("benign_local_cramp",),
        "Muscle spasm is also called cramp.",
        note="a name, explained in the docs",
    ),
)

_VARIANCE = (
    Variance(
        "V01",
        ("S40",),
        "For tonic-clonic seizures treatment starts at 5 minutes (t1); 30 minutes (t2) is when "
        "long-term harm is expected. Repeated seizures without recovery between them count "
        "too. Applied here to every convulsive presentation, local ones too: the safe choice, "
        "and ours.",
        "Trinka et al., A definition and classification of status epilepticus. Epilepsia "
        "2015;56(10):1515-1523",
        checked=True,
    ),
    Variance(
        "V02",
        ("S26", "S32"),
        "Current terms are generalized, focal, unknown and unclassified seizure.",
        "Beniczky et al., Updated classification of epileptic seizures. Epilepsia "
        "2025;66(6):1804-1823",
        checked=True,
    ),
    Variance(
        "V03",
        ("S37",),
        "Focal seizures often leave consciousness intact, usually so in epilepsia partialis "
        "continua.",
        "Medscape Reference 1186731 (2015)",
        checked=True,
    ),
    Variance(
        "V04",
        ("S41",),
        "6 to 60 months.",
        "American Academy of Pediatrics, Clinical practice guideline: febrile seizures. "
        "Pediatrics 2011;127:389",
        checked=True,
    ),
    Variance(
        "V05",
        ("S43", "S46"),
        "Simple: generalized, under 15 minutes, once in 24 hours, with no intracranial "
        "infection, metabolic disturbance or earlier afebrile seizure. Otherwise complex.",
        "American Academy of Pediatrics. Pediatrics 2008;121:1281, doi 10.1542/peds.2008-0939",
        checked=True,
    ),
    Variance(
        "V06",
        ("S42",),
        "38.0 degrees Celsius or more is enough; the risk follows the height of the fever, not "
        "how fast it rises.",
        "American Family Physician reviews of febrile seizures, 2012 and 2019",
        checked=True,
    ),
    Variance(
        "V07",
        ("S50",),
        "Antipyretics do not lower the chance of another febrile seizure; they are for comfort.",
        "Smith et al., Febrile seizures. American Family Physician 2019;99:445",
        checked=True,
    ),
    Variance(
        "V08",
        ("S27", "S30"),
        "Tetanus and strychnine poisoning arch the back with a CLEAR consciousness: an arched "
        "back awake is not item 1.",
        "BMJ Best Practice 220, differentials of tetanus",
        checked=True,
    ),
    Variance(
        "V09",
        ("S06", "S16"),
        "Low calcium can pass for epilepsy: 22 of 160 people with hypoparathyroidism had been "
        "called epileptic.",
        "Neuro Endocrinol Lett 2022;43:113, PMID 35933617",
        checked=True,
    ),
    Variance(
        "V10",
        ("S06", "S23"),
        "Night leg cramps are more likely from muscle fatigue and nerve dysfunction than from "
        "electrolytes. Quinine is no longer recommended.",
        "Allen, Kirby. Nocturnal leg cramps. American Family Physician 2012;86(4), PMID 22963024",
        checked=True,
    ),
    Variance(
        "V11",
        ("S07", "S10"),
        "On self-care: magnesium is unlikely to help older adults, and the evidence on "
        "stretching is mixed. Neither is in the source; it names calcium, warmth and massage.",
        "Cochrane Database Syst Rev CD009402.pub3 (2020)",
        checked=True,
    ),
    Variance(
        "V12",
        ("S04",),
        "A leg cramp can last up to 10 minutes. Red flags: pain on walking that stops with "
        "rest, weakness, wasting, numbness, swelling, absent pulses. Some medicines cause "
        "cramps: diuretics, statins, salbutamol, nifedipine.",
        "NICE CKS, Leg cramps (2012 copy)",
        checked=True,
    ),
    Variance(
        "V13",
        ("S04",),
        "In the first two years, brief spasms in clusters may be infantile epileptic spasms "
        "syndrome and need a doctor the same day.",
        "Zuberi et al., ILAE classification of epilepsy syndromes with onset in neonates and "
        "infants. Epilepsia 2022;63:1349",
        checked=False,
    ),
    Variance(
        "V14",
        ("S43",),
        "For a first seizure of a child, call an ambulance.",
        "NHS, Febrile seizures (parents' page)",
        checked=True,
    ),
    Variance(
        "V15",
        ("S49",),
        "First aid in a convulsion: lay the person on the side, time it, put nothing in the "
        "mouth, do not hold them down; an ambulance if it passes 5 minutes.",
        "NHS and hospital first-aid pages for seizures",
        checked=True,
    ),
    Variance(
        "V16",
        ("S16",),
        "Fever with a stiff neck is meningitis until excluded.",
        "NICE NG240, Meningitis (bacterial) and meningococcal disease (2024)",
        checked=False,
    ),
)

#: Every claim, by its id.
CLAIMS = MappingProxyType({claim.id: claim for claim in _CLAIMS})
#: Every variance note, by its id.
VARIANCE = MappingProxyType({note.id: note for note in _VARIANCE})


def as_cited(identifier: str) -> str:
    """A claim or note as it is printed: its id, and whether it is still to be confirmed."""
    note = VARIANCE.get(identifier)
    return identifier if note is None or note.checked else f"{identifier} (to be confirmed)"


def cited(identifier: str) -> Claim | Variance:
    """The claim or the variance note of this id.

    Raises:
        KeyError: There is none.
    """
    return VARIANCE[identifier] if identifier.startswith("V") else CLAIMS[identifier]
