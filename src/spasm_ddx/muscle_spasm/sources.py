"""Our reading of the source, claim by claim, and notes where today's references differ.

A row has an id, a role, a subject, the claim in our words, its item in the differential, and
the reason why it is not computed.
"""

from __future__ import annotations

from typing import Final

from spasm_ddx.guideline.sources import Claim, ClaimRole, Note, Sources

TITLE: Final = (
    "What Is a Muscle Spasm? "
    "(encyclopaedia page, English machine translation of a Chinese original)"
)

_DEFINING, _TYPICAL = ClaimRole.DEFINING, ClaimRole.TYPICAL
_EXCLUSION, _MANAGEMENT = ClaimRole.EXCLUSION, ClaimRole.MANAGEMENT
_BACKGROUND = ClaimRole.BACKGROUND

# fmt: off
_CLAIMS: Final[dict[str, list[tuple[str, ClaimRole, str, str, int | None, str]]]] = {
    "definition": [
        ("S01", _DEFINING, "benign_local_cramp", "A cramp is a spontaneous, involuntary tonic contraction of muscle.", None, ""),
        ("S02", _TYPICAL, "benign_local_cramp", "The lower leg and the toes are the commonest sites.", None, ""),
        ("S03", _DEFINING, "benign_local_cramp", "The attack hurts, severely.", None, ""),
        ("S04", _TYPICAL, "benign_local_cramp", "It lasts from a few seconds to tens of seconds. No upper limit is stated.", None, ""),
        ("S05", _TYPICAL, "benign_local_cramp", "It often comes in the middle of the night and wakes the sleeper.", None, ""),
        ("S06", _TYPICAL, "benign_local_cramp", "Most leg cramps come from calcium deficiency, cold, or local compression of nerves and vessels.", None, ""),
        ("S07", _MANAGEMENT, "benign_local_cramp", "Take calcium in moderation; no dose is given.", None, ""),
        ("S08", _MANAGEMENT, "benign_local_cramp", "Get sunlight.", None, ""),
        ("S09", _MANAGEMENT, "benign_local_cramp", "Sit and lie so that nerves and vessels are not compressed. The translation's 'blood pressure' means pressure on blood vessels.", None, ""),
        ("S10", _MANAGEMENT, "benign_local_cramp", "Warm and massage the muscle to improve its circulation.", None, ""),
        ("S11", _MANAGEMENT, "benign_local_cramp", "If that does not help, go to hospital. No time limit is given.", None, ""),
    ],
    "at-a-glance": [
        ("S12", _MANAGEMENT, "benign_local_cramp", "The department to visit is orthopaedics. Safe for the benign cramp only: never route a convulsion by it.", None, ""),
        ("S13", _TYPICAL, "benign_local_cramp", "The calf muscle (gastrocnemius) is the commonest.", None, ""),
        ("S14", _BACKGROUND, "causes", "One mixed list of causes, from high fever to lack of sleep.", None, "repeats S16, S17, S24 and S25, which carry it"),
        ("S15", _BACKGROUND, "benign_local_cramp", "Symptoms: tonic contraction and pain.", None, "repeats S01 and S03"),
        ("S51", _BACKGROUND, "benign_local_cramp", "Muscle spasm is also called cramp.", None, "a name, explained in the docs"),
    ],
    "causes": [
        ("S16", _DEFINING, "systemic_cause_suspected", "Systemic causes: high fever, epilepsy, tetanus, rabies, calcium deficiency, and others. The list is open, so each is a red flag against the benign cramp.", None, ""),
        ("S17", _TYPICAL, "benign_local_cramp", "Calf cramp follows a sudden vigorous movement, fatigue at work, or a violent twist of the lower leg (not a fracture).", None, ""),
        ("S18", _TYPICAL, "benign_local_cramp", "It often comes when lying down or asleep.", None, ""),
        ("S19", _TYPICAL, "benign_local_cramp", "Poor sleeping posture: long on the back with the bedding pressing on the feet.", None, ""),
        ("S20", _TYPICAL, "benign_local_cramp", "Poor sleeping posture: long prone with the back of the foot against the bed. The translation's 'face' is the back of the foot.", None, ""),
        ("S21", _BACKGROUND, "benign_local_cramp", "Such postures keep calf muscles slack until they contract passively.", None, "a mechanism, not a sign anyone can observe; it also sits badly with S01"),
        ("S22", _TYPICAL, "benign_local_cramp", "Too little rest, and too much, both promote cramps.", None, ""),
        ("S23", _BACKGROUND, "benign_local_cramp", "Acidic metabolites (lactic acid after exertion, carbon dioxide after long rest) gather in the muscle.", None, "a mechanism that is no longer accepted; not observable"),
        ("S24", _TYPICAL, "benign_local_cramp", "Long walking or exercise, tired legs, and lack of sleep.", None, ""),
        ("S25", _TYPICAL, "benign_local_cramp", "Cold: a cold room on a winter night, a thin quilt, bare legs or feet.", None, ""),
    ],
    "differential": [
        ("S26", _DEFINING, "generalized_tonic_convulsion", "The muscles of the whole body are rigid, with bursts of jerking. Rigidity defines it; jerking supports it.", 1, ""),
        ("S27", _TYPICAL, "generalized_tonic_convulsion", "The body arches backwards: opisthotonus (the translation's 'angulated with a bow').", 1, ""),
        ("S28", _BACKGROUND, "opisthotonus", "Opisthotonus: head thrown back, trunk bent backwards like a bow.", 1, "defines the finding opisthotonus; shown as its help text"),
        ("S29", _BACKGROUND, "generalized_tonic_convulsion", "The eyes are turned up or staring.", 1, "eye signs stand in items 1 and 2 alike, so they do not tell one from the other; the finding eye_signs carries them"),
        ("S30", _DEFINING, "generalized_tonic_convulsion", "Consciousness is clouded or lost.", 1, ""),
        ("S31", _BACKGROUND, "localized_convulsion", "Its name is localized convulsion; the translation's 'limitation of ventilation' misreads the Chinese word for a convulsion.", 2, "a name, explained in the docs"),
        ("S32", _DEFINING, "localized_convulsion", "Only local muscles jerk.", 2, ""),
        ("S33", _TYPICAL, "localized_convulsion", "For example one limb (one side).", 2, ""),
        ("S34", _TYPICAL, "localized_convulsion", "Or the face.", 2, ""),
        ("S35", _TYPICAL, "localized_convulsion", "Or fingers or toes.", 2, ""),
        ("S36", _DEFINING, "localized_convulsion", "Or the eyes: rolling, nystagmus, blinking, fixed gaze. Involuntary and in attacks; ordinary blinking does not count.", 2, ""),
        ("S37", _TYPICAL, "localized_convulsion", "Consciousness is mostly impaired, so a clear consciousness does not rule it out.", 2, ""),
        ("S38", _TYPICAL, "generalized_tonic_convulsion, localized_convulsion", "These convulsions (items 1 and 2) last seconds to minutes. The page's 'fashion' is a misprint for 'duration' that stands in the Chinese text already.", 2, ""),
        ("S39", _BACKGROUND, "generalized_tonic_convulsion, localized_convulsion", "Severe ones last minutes or recur.", 2, "'minutes' stands in both grades, so there is no cut-off to compute; attacks that recur without recovery are an alert, others only a finding"),
        ("S40", _DEFINING, "status_convulsivus", "A convulsion of more than 30 minutes is a continuing state of convulsion: status convulsivus (status epilepticus). The Chinese wording, '30 minutes or above', may include exactly 30; the English page says 'more than', which is followed.", 2, ""),
        ("S41", _DEFINING, "febrile_convulsion", "Mainly in children from 6 months to 4 years old. 'Mainly' is read as a wall, because the reassuring answer is the one to withhold.", 3, ""),
        ("S42", _DEFINING, "febrile_convulsion", "The convulsion comes during a high fever. No temperature is given.", 3, ""),
        ("S43", _TYPICAL, "febrile_convulsion", "It is short. No number is given.", 3, ""),
        ("S44", _DEFINING, "febrile_convulsion", "Consciousness returns quickly after the convulsion ('pumping' in the translation), so it was impaired during it. The impairment defines; how quickly it returns is typical.", 3, ""),
        ("S45", _TYPICAL, "febrile_convulsion", "Mostly early in the fever.", 3, ""),
        ("S46", _TYPICAL, "febrile_convulsion", "Usually one attack in one feverish illness.", 3, ""),
        ("S47", _EXCLUSION, "febrile_convulsion", "Brain disease and other serious disease have been excluded. The translation reads as if a single attack excluded them: it does not, and nothing here may infer it.", 3, ""),
        ("S48", _TYPICAL, "febrile_convulsion", "The EEG ('electrogram') is normal; a Chinese parallel text says one week after the fever has gone.", 3, ""),
    ],
    "treatment": [
        ("S49", _MANAGEMENT, "every condition", "Treat the disease behind it, by its cause.", None, ""),
        ("S50", _MANAGEMENT, "febrile_convulsion", "Treat the symptoms: with a high fever, cooling and oxygen.", None, ""),
    ],
}

_NOTES: Final[list[tuple[str, tuple[str, ...], str, str, bool]]] = [
    ("V01", ("S40",), "For tonic-clonic seizures treatment starts at 5 minutes (t1); 30 minutes (t2) is when long-term harm is expected. Applied here to every attack like a convulsion, local ones too: the safe choice, and ours.", "Trinka et al., A definition and classification of status epilepticus. Epilepsia 2015;56(10):1515-1523", True),
    ("V02", ("S26", "S32"), "Current terms are focal, generalized, unknown whether focal or generalized, and unclassified seizure; whether consciousness is kept tells focal seizures apart.", "Beniczky et al., Updated classification of epileptic seizures. Epilepsia 2025;66(6):1804-1823, doi 10.1111/epi.18338", True),
    ("V03", ("S37",), "Focal seizures often leave consciousness intact.", "Beniczky et al., Updated classification of epileptic seizures. Epilepsia 2025;66(6):1804-1823, doi 10.1111/epi.18338", True),
    ("V04", ("S41",), "6 to 60 months.", "American Academy of Pediatrics, Clinical practice guideline: febrile seizures. Pediatrics 2011;127:389", True),
    ("V05", ("S43", "S46"), "Simple: generalized, under 15 minutes, once in 24 hours, with full recovery. A focal one, a longer one or a second one within 24 hours is complex. A brain infection, a metabolic disturbance or an earlier seizure without fever excludes both kinds.", "American Academy of Pediatrics. Pediatrics 2008;121:1281, doi 10.1542/peds.2008-0939", True),
    ("V06", ("S42",), "38.0 degrees Celsius or more is enough; the risk follows the height of the fever, not how fast it rises.", "American Family Physician reviews of febrile seizures, 2012 and 2019", True),
    ("V07", ("S50",), "Antipyretics do not prevent convulsions in later fevers and are given for comfort; one trial of rectal acetaminophen found fewer second convulsions in the same fever (9.1% against 23.5%).", "Smith et al., Febrile seizures. American Family Physician 2019;99:445; Murata et al. Pediatrics 2018;142:e20181009", True),
    ("V08", ("S27", "S30"), "Tetanus and strychnine poisoning arch the back with a CLEAR consciousness: an arched back awake is not item 1.", "BMJ Best Practice 220, differentials of tetanus", True),
    ("V09", ("S06", "S16"), "Low calcium can pass for epilepsy: 22 of 160 people with hypoparathyroidism had been called epileptic.", "Neuro Endocrinol Lett 2022;43:113, PMID 35933617", True),
    ("V10", ("S06", "S23"), "Night leg cramps are more likely from muscle fatigue and nerve dysfunction than from electrolytes. Quinine is no longer recommended.", "Allen, Kirby. Nocturnal leg cramps. American Family Physician 2012;86(4), PMID 22963024", True),
    ("V11", ("S07", "S10"), "Magnesium is unlikely to help older adults. It is not in the source, which names calcium, warmth and massage.", "Cochrane Database Syst Rev CD009402.pub3 (2020)", True),
    ("V12", ("S04",), "A leg cramp can last up to 10 minutes. Signs against a plain cramp: pain on walking that stops with rest, weakness, wasting, numbness, swelling, absent pulses. Some medicines cause cramps: diuretics, salbutamol, nifedipine, statins.", "NICE CKS, Leg cramps (2012 copy); for statins NHS, Leg cramps", True),
    ("V13", ("S04",), "Infantile epileptic spasms syndrome begins at 1 to 24 months with brief spasms, often in clusters. Under 2 years of age, suspected seizures need guidance and referral at once.", "Zuberi et al., Epilepsia 2022;63:1349, doi 10.1111/epi.17239; NICE NG217, Epilepsies, section 1.1", True),
    ("V14", ("S49",), "For anybody's first seizure, child or adult, call an ambulance.", "NHS, What to do if someone has a seizure; NHS Healthier Together, Seizure/febrile convulsion; Epilepsy Society, First aid", True),
    ("V15", ("S49",), "First aid in a convulsion: move hard things away, cushion the head, look at the clock, turn onto the side as soon as that goes without force and at the latest when the jerking stops, then see that the person breathes; nothing in the mouth, no food or drink until fully awake, no holding down; stay. An ambulance at 5 minutes, for trouble with breathing, for a bad injury, or for who does not wake.", "NHS Healthier Together, Seizures; Epilepsy Society, First aid quick guide; St John Ambulance", True),
    ("V16", ("S16", "S47"), "Fever with headache, a stiff neck and clouded consciousness makes bacterial meningitis strongly suspected; that one of them is missing does not rule it out. Who thinks it possible calls an ambulance or goes to an emergency department.", "NICE NG240, Meningitis (bacterial) and meningococcal disease (2024), 1.1.4; NHS, Meningitis", True),
    ("V17", ("S39",), "Seizures that recur without recovery between them count as status epilepticus too.", "Brophy et al., Guidelines for the evaluation and management of status epilepticus. Neurocritical Care 2012;17:3-23, doi 10.1007/s12028-012-9695-z", True),
    ("V18", ("S48",), "After a simple febrile seizure of a healthy child no EEG is done.", "American Academy of Pediatrics, Clinical practice guideline: febrile seizures. Pediatrics 2011;127:389", True),
    ("V19", ("S50",), "Tepid sponging is not recommended in a fever.", "NICE NG143 (earlier CG160), Fever in under 5s", True),
    ("V20", ("S07",), "Calcium is not for everybody: in kidney disease, kidney stones or high blood calcium ask a doctor first.", "Healthify NZ, Calcium", True),
    ("V21", ("S16",), "Seizures of a newborn: blood glucose and calcium are measured at once.", "World Health Organization, Guidelines on neonatal seizures (2011)", True),
    ("V22", ("S10",), "The evidence that stretching prevents cramps is uncertain. It is not in the source.", "Cochrane Database Syst Rev CD008496.pub3 (2021)", True),
    ("V23", ("S04",), "A cramp of more than 10 minutes that does not ease needs an urgent appointment; severe pain that stays, the muscle hard, may be a compartment syndrome, an emergency. From when on is not said: one hour is taken here, the choice is ours.", "NHS, Leg cramps; NHS, Compartment syndrome", True),
    ("V24", ("S49",), "In known epilepsy a seizure that is as usual and over does not always need an ambulance: follow the person's own plan.", "NHS, What to do if someone has a seizure; Epilepsy Society, First aid quick guide", True),
    ("V25", ("S36",), "A twitching eyelid is very rarely a sign of anything serious; see a doctor if it lasts more than 2 weeks.", "NHS, Twitching eyes and muscles", True),
    ("V26", ("S41", "S44"), "Red signs after a convulsion of a child, call an ambulance: under 6 months of age; still drowsy or confused more than an hour afterwards.", "NHS Healthier Together, Seizure/febrile convulsion (for parents; after discharge)", True),
    ("V27", ("S16",), "A face that droops, an arm that cannot be raised or slurred speech, suddenly: a stroke until looked at, an ambulance. A limb suddenly cold, pale and without a pulse: its artery may be closed, an ambulance.", "NHS, Stroke (FAST); NICE CKS, Peripheral arterial disease", False),
    ("V28", ("S16", "S06"), "Symptoms of low calcium come when the adjusted level falls below about 1.9 mmol/l; acute low calcium with symptoms can threaten life.", "Turner et al., Emergency management of acute hypocalcaemia in adult patients. Endocrine Connections 2016;5(5):G7", True),
    ("V29", ("S16",), "In tetanus consciousness is kept, and noise, light and touch set off painful spasms.", "Médecins Sans Frontières, Clinical guidelines, Tetanus", True),
    ("V30", ("S16",), "After poisoning: do not make the person vomit, give nothing to eat or drink, take along what it may have been; turn who is unconscious and breathing onto the side.", "NHS, Poisoning", True),
]
# fmt: on

SOURCES: Final = Sources(
    TITLE,
    [
        Claim(id_, section, role, tuple(about.split(", ")), says, item=item, note=note)
        for section, rows in _CLAIMS.items()
        for id_, role, about, says, item, note in rows
    ],
    [Note(id_, on, now, reference, checked=checked) for id_, on, now, reference, checked in _NOTES],
)
