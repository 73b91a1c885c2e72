"""The source, read closely: 51 claims, and 16 notes where today's references differ.

Each claim says in our words what one sentence of the source says. The library
implements the source; a variance note is shown beside the claims it is about.
"""

from __future__ import annotations

from spasm_ddx.guideline.sources import Claim, ClaimRole, Note, Sources

TITLE = (
    "What Is a Muscle Spasm? "
    "(encyclopaedia page, English machine translation of a Chinese original)"
)

_CLAIMS = (
    Claim(
        "S01",
        "definition",
        ClaimRole.DEFINING,
        ("benign_local_cramp",),
        "A cramp is a spontaneous, involuntary tonic contraction of muscle.",
    ),
    Claim(
        "S02",
        "definition",
        ClaimRole.TYPICAL,
        ("benign_local_cramp",),
        "The lower leg and the toes are the commonest sites.",
    ),
    Claim(
        "S03",
        "definition",
        ClaimRole.DEFINING,
        ("benign_local_cramp",),
        "The attack hurts, severely.",
    ),
    Claim(
        "S04",
        "definition",
        ClaimRole.TYPICAL,
        ("benign_local_cramp",),
        "It lasts from a few seconds to tens of seconds. No upper limit is stated.",
    ),
    Claim(
        "S05",
        "definition",
        ClaimRole.TYPICAL,
        ("benign_local_cramp",),
        "It often comes in the middle of the night and wakes the sleeper.",
    ),
    Claim(
        "S06",
        "definition",
        ClaimRole.TYPICAL,
        ("benign_local_cramp",),
        "Most leg cramps come from calcium deficiency, cold, or local compression of nerves "
        "and vessels.",
    ),
    Claim(
        "S07",
        "definition",
        ClaimRole.MANAGEMENT,
        ("benign_local_cramp",),
        "Take calcium in moderation; no dose is given.",
    ),
    Claim(
        "S08",
        "definition",
        ClaimRole.MANAGEMENT,
        ("benign_local_cramp",),
        "Get sunlight.",
    ),
    Claim(
        "S09",
        "definition",
        ClaimRole.MANAGEMENT,
        ("benign_local_cramp",),
        "Sit and lie so that nerves and vessels are not compressed. The translation's 'blood "
        "pressure' means pressure on blood vessels.",
    ),
    Claim(
        "S10",
        "definition",
        ClaimRole.MANAGEMENT,
        ("benign_local_cramp",),
        "Warm and massage the muscle to improve its circulation.",
    ),
    Claim(
        "S11",
        "definition",
        ClaimRole.MANAGEMENT,
        ("benign_local_cramp",),
        "If that does not help, go to hospital. No time limit is given.",
    ),
    Claim(
        "S12",
        "at-a-glance",
        ClaimRole.MANAGEMENT,
        ("benign_local_cramp",),
        "The department to visit is orthopaedics. Safe for the benign cramp only: never route "
        "a convulsion by it.",
    ),
    Claim(
        "S13",
        "at-a-glance",
        ClaimRole.TYPICAL,
        ("benign_local_cramp",),
        "The calf muscle (gastrocnemius) is the commonest.",
    ),
    Claim(
        "S14",
        "at-a-glance",
        ClaimRole.BACKGROUND,
        ("causes",),
        "One mixed list of causes, from high fever to lack of sleep.",
        note="repeats S16, S17, S24 and S25, which carry it",
    ),
    Claim(
        "S15",
        "at-a-glance",
        ClaimRole.BACKGROUND,
        ("benign_local_cramp",),
        "Symptoms: tonic contraction and pain.",
        note="repeats S01 and S03",
    ),
    Claim(
        "S16",
        "causes",
        ClaimRole.DEFINING,
        ("systemic_cause_suspected",),
        "Systemic causes: high fever, epilepsy, tetanus, rabies, calcium deficiency, and "
        "others. The list is open, so each is a red flag against the benign cramp.",
    ),
    Claim(
        "S17",
        "causes",
        ClaimRole.TYPICAL,
        ("benign_local_cramp",),
        "Calf cramp follows a sudden vigorous movement, fatigue at work, or a violent twist of "
        "the lower leg (not a fracture).",
    ),
    Claim(
        "S18",
        "causes",
        ClaimRole.TYPICAL,
        ("benign_local_cramp",),
        "It often comes when lying down or asleep.",
    ),
    Claim(
        "S19",
        "causes",
        ClaimRole.TYPICAL,
        ("benign_local_cramp",),
        "Poor sleeping posture: long on the back with the bedding pressing on the feet.",
    ),
    Claim(
        "S20",
        "causes",
        ClaimRole.TYPICAL,
        ("benign_local_cramp",),
        "Poor sleeping posture: long prone with the back of the foot against the bed. The "
        "translation's 'face' is the back of the foot.",
    ),
    Claim(
        "S21",
        "causes",
        ClaimRole.BACKGROUND,
        ("benign_local_cramp",),
        "Such postures keep calf muscles slack until they contract passively.",
        note="a mechanism, not a sign anyone can observe; it also sits badly with S01",
    ),
    Claim(
        "S22",
        "causes",
        ClaimRole.TYPICAL,
        ("benign_local_cramp",),
        "Too little rest, and too much, both promote cramps.",
    ),
    Claim(
        "S23",
        "causes",
        ClaimRole.BACKGROUND,
        ("benign_local_cramp",),
        "Acidic metabolites (lactic acid after exertion, carbon dioxide after long rest) "
        "gather in the muscle.",
        note="a mechanism that is no longer accepted; not observable",
    ),
    Claim(
        "S24",
        "causes",
        ClaimRole.TYPICAL,
        ("benign_local_cramp",),
        "Long walking or exercise, tired legs, and lack of sleep.",
    ),
    Claim(
        "S25",
        "causes",
        ClaimRole.TYPICAL,
        ("benign_local_cramp",),
        "Cold: a cold room on a winter night, a thin quilt, bare legs or feet.",
    ),
    Claim(
        "S26",
        "differential",
        ClaimRole.DEFINING,
        ("generalized_tonic_convulsion",),
        "The muscles of the whole body are rigid, with bursts of jerking. Rigidity defines it; "
        "jerking supports it.",
        item=1,
    ),
    Claim(
        "S27",
        "differential",
        ClaimRole.TYPICAL,
        ("generalized_tonic_convulsion",),
        "The body arches backwards: opisthotonus (the translation's 'angulated with a bow').",
        item=1,
    ),
    Claim(
        "S28",
        "differential",
        ClaimRole.BACKGROUND,
        ("opisthotonus",),
        "Opisthotonus: head thrown back, trunk bent backwards like a bow.",
        item=1,
        note="defines the finding opisthotonus; shown as its help text",
    ),
    Claim(
        "S29",
        "differential",
        ClaimRole.BACKGROUND,
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
        "differential",
        ClaimRole.DEFINING,
        ("generalized_tonic_convulsion",),
        "Consciousness is clouded or lost.",
        item=1,
    ),
    Claim(
        "S31",
        "differential",
        ClaimRole.BACKGROUND,
        ("localized_convulsion",),
        "Its name is localized convulsion; the translation's 'limitation of ventilation' "
        "misreads the Chinese word for a convulsion.",
        item=2,
        note="a name, explained in the docs",
    ),
    Claim(
        "S32",
        "differential",
        ClaimRole.DEFINING,
        ("localized_convulsion",),
        "Only local muscles jerk.",
        item=2,
    ),
    Claim(
        "S33",
        "differential",
        ClaimRole.TYPICAL,
        ("localized_convulsion",),
        "For example one limb (one side).",
        item=2,
    ),
    Claim(
        "S34",
        "differential",
        ClaimRole.TYPICAL,
        ("localized_convulsion",),
        "Or the face.",
        item=2,
    ),
    Claim(
        "S35",
        "differential",
        ClaimRole.TYPICAL,
        ("localized_convulsion",),
        "Or fingers or toes.",
        item=2,
    ),
    Claim(
        "S36",
        "differential",
        ClaimRole.DEFINING,
        ("localized_convulsion",),
        "Or the eyes: rolling, nystagmus, blinking, fixed gaze. Involuntary and in attacks; "
        "ordinary blinking does not count.",
        item=2,
    ),
    Claim(
        "S37",
        "differential",
        ClaimRole.TYPICAL,
        ("localized_convulsion",),
        "Consciousness is mostly impaired, so a clear consciousness does not rule it out.",
        item=2,
    ),
    Claim(
        "S38",
        "differential",
        ClaimRole.TYPICAL,
        ("generalized_tonic_convulsion", "localized_convulsion"),
        "These convulsions (items 1 and 2) last seconds to minutes. The translation's "
        "'fashion' is 'duration'.",
        item=2,
    ),
    Claim(
        "S39",
        "differential",
        ClaimRole.BACKGROUND,
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
        "differential",
        ClaimRole.DEFINING,
        ("status_convulsivus",),
        "A convulsion of more than 30 minutes is a continuing state of convulsion: status "
        "convulsivus (status epilepticus).",
        item=2,
    ),
    Claim(
        "S41",
        "differential",
        ClaimRole.DEFINING,
        ("febrile_convulsion",),
        "Mainly in children from 6 months to 4 years old. 'Mainly' is read as a wall, because "
        "the reassuring answer is the one to withhold.",
        item=3,
    ),
    Claim(
        "S42",
        "differential",
        ClaimRole.DEFINING,
        ("febrile_convulsion",),
        "The convulsion comes during a high fever. No temperature is given.",
        item=3,
    ),
    Claim(
        "S43",
        "differential",
        ClaimRole.TYPICAL,
        ("febrile_convulsion",),
        "It is short. No number is given.",
        item=3,
    ),
    Claim(
        "S44",
        "differential",
        ClaimRole.DEFINING,
        ("febrile_convulsion",),
        "Consciousness returns quickly after the convulsion ('pumping' in the translation), so "
        "it was impaired during it. The impairment defines; how quickly it returns is typical.",
        item=3,
    ),
    Claim(
        "S45",
        "differential",
        ClaimRole.TYPICAL,
        ("febrile_convulsion",),
        "Mostly early in the fever.",
        item=3,
    ),
    Claim(
        "S46",
        "differential",
        ClaimRole.TYPICAL,
        ("febrile_convulsion",),
        "Usually one attack in one feverish illness.",
        item=3,
    ),
    Claim(
        "S47",
        "differential",
        ClaimRole.EXCLUSION,
        ("febrile_convulsion",),
        "Brain disease and other serious disease have been excluded. The translation reads as "
        "if a single attack excluded them: it does not, and nothing here may infer it.",
        item=3,
    ),
    Claim(
        "S48",
        "differential",
        ClaimRole.TYPICAL,
        ("febrile_convulsion",),
        "The EEG ('electrogram') is normal; a Chinese parallel text says one week after the "
        "fever has gone.",
        item=3,
    ),
    Claim(
        "S49",
        "treatment",
        ClaimRole.MANAGEMENT,
        ("every condition",),
        "Treat the disease behind it, by its cause.",
    ),
    Claim(
        "S50",
        "treatment",
        ClaimRole.MANAGEMENT,
        ("febrile_convulsion",),
        "Treat the symptoms: with a high fever, cooling and oxygen.",
    ),
    Claim(
        "S51",
        "at-a-glance",
        ClaimRole.BACKGROUND,
        ("benign_local_cramp",),
        "Muscle spasm is also called cramp.",
        note="a name, explained in the docs",
    ),
)

_NOTES = (
    Note(
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
    Note(
        "V02",
        ("S26", "S32"),
        "Current terms are generalized, focal, unknown and unclassified seizure.",
        "Beniczky et al., Updated classification of epileptic seizures. Epilepsia "
        "2025;66(6):1804-1823",
        checked=True,
    ),
    Note(
        "V03",
        ("S37",),
        "Focal seizures often leave consciousness intact, usually so in epilepsia partialis "
        "continua.",
        "Medscape Reference 1186731 (2015)",
        checked=True,
    ),
    Note(
        "V04",
        ("S41",),
        "6 to 60 months.",
        "American Academy of Pediatrics, Clinical practice guideline: febrile seizures. "
        "Pediatrics 2011;127:389",
        checked=True,
    ),
    Note(
        "V05",
        ("S43", "S46"),
        "Simple: generalized, under 15 minutes, once in 24 hours, with no intracranial "
        "infection, metabolic disturbance or earlier afebrile seizure. Otherwise complex.",
        "American Academy of Pediatrics. Pediatrics 2008;121:1281, doi 10.1542/peds.2008-0939",
        checked=True,
    ),
    Note(
        "V06",
        ("S42",),
        "38.0 degrees Celsius or more is enough; the risk follows the height of the fever, not "
        "how fast it rises.",
        "American Family Physician reviews of febrile seizures, 2012 and 2019",
        checked=True,
    ),
    Note(
        "V07",
        ("S50",),
        "Antipyretics do not lower the chance of another febrile seizure; they are for comfort.",
        "Smith et al., Febrile seizures. American Family Physician 2019;99:445",
        checked=True,
    ),
    Note(
        "V08",
        ("S27", "S30"),
        "Tetanus and strychnine poisoning arch the back with a CLEAR consciousness: an arched "
        "back awake is not item 1.",
        "BMJ Best Practice 220, differentials of tetanus",
        checked=True,
    ),
    Note(
        "V09",
        ("S06", "S16"),
        "Low calcium can pass for epilepsy: 22 of 160 people with hypoparathyroidism had been "
        "called epileptic.",
        "Neuro Endocrinol Lett 2022;43:113, PMID 35933617",
        checked=True,
    ),
    Note(
        "V10",
        ("S06", "S23"),
        "Night leg cramps are more likely from muscle fatigue and nerve dysfunction than from "
        "electrolytes. Quinine is no longer recommended.",
        "Allen, Kirby. Nocturnal leg cramps. American Family Physician 2012;86(4), PMID 22963024",
        checked=True,
    ),
    Note(
        "V11",
        ("S07", "S10"),
        "On self-care: magnesium is unlikely to help older adults, and the evidence on "
        "stretching is mixed. Neither is in the source; it names calcium, warmth and massage.",
        "Cochrane Database Syst Rev CD009402.pub3 (2020)",
        checked=True,
    ),
    Note(
        "V12",
        ("S04",),
        "A leg cramp can last up to 10 minutes. Red flags: pain on walking that stops with "
        "rest, weakness, wasting, numbness, swelling, absent pulses. Some medicines cause "
        "cramps: diuretics, statins, salbutamol, nifedipine.",
        "NICE CKS, Leg cramps (2012 copy)",
        checked=True,
    ),
    Note(
        "V13",
        ("S04",),
        "In the first two years, brief spasms in clusters may be infantile epileptic spasms "
        "syndrome and need a doctor the same day.",
        "Zuberi et al., ILAE classification of epilepsy syndromes with onset in neonates and "
        "infants. Epilepsia 2022;63:1349",
        checked=False,
    ),
    Note(
        "V14",
        ("S43",),
        "For a first seizure of a child, call an ambulance.",
        "NHS, Febrile seizures (parents' page)",
        checked=True,
    ),
    Note(
        "V15",
        ("S49",),
        "First aid in a convulsion: lay the person on the side, time it, put nothing in the "
        "mouth, do not hold them down; an ambulance if it passes 5 minutes.",
        "NHS and hospital first-aid pages for seizures",
        checked=True,
    ),
    Note(
        "V16",
        ("S16",),
        "Fever with a stiff neck is meningitis until excluded.",
        "NICE NG240, Meningitis (bacterial) and meningococcal disease (2024)",
        checked=False,
    ),
)

SOURCES = Sources(TITLE, _CLAIMS, _NOTES)
