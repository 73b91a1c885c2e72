"""The clinical tables written by hand, for a completely known person.

An oracle of its own: it shares nothing with the library, reads a plain dictionary in
which every finding has a value, and is the reference for brute force. The order of asking
is written out as well; what an answer can change is found by trying every completion.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

Person = dict[str, Any]

LIMBS = {"lower_leg", "foot", "thigh", "hand", "arm"}
LEVELS = ["self_care", "prompt", "urgent", "emergency"]
URGENCY = {
    "systemic_cause_suspected": "emergency",
    "febrile_convulsion": "urgent",
    "generalized_tonic_convulsion": "emergency",
    "localized_convulsion": "urgent",
    "undetermined_convulsion": "emergency",
    "spasm_needing_review": "prompt",
    "benign_local_cramp": "self_care",
}
#: What is asked, in this order: a finding by itself, or the findings of a screen at one go.
ORDER: dict[str, tuple[str, ...]] = {
    "ongoing": ("ongoing",),
    "convulsive": (
        "impaired_consciousness",
        "jerking",
        "eye_signs",
        "opisthotonus",
        "reported_convulsion",
    ),
    "first_convulsion": ("first_convulsion",),
    "limb": ("acute_limb_or_face_sign", "nerve_or_vessel_signs", "cramp_medicine"),
    "age_months": ("age_months",),
    "systemic": (
        "tetanus_signs",
        "rabies_signs",
        "tetany_signs",
        "low_blood_calcium",
        "poisoning",
    ),
    "illness": (
        "fever",
        "stiff_neck",
        "serious_disease_suspected",
        "known_epilepsy",
        "recurrent_without_recovery",
    ),
    "extent": ("extent",),
    "site": ("site",),
    "pain": ("pain",),
    "rigidity": ("rigidity",),
    "duration_s": ("duration_s",),
    "early_in_fever": ("early_in_fever",),
    "attacks_this_illness": ("attacks_this_illness",),
    "rapid_recovery": ("rapid_recovery",),
    "serious_disease_excluded": ("serious_disease_excluded",),
    "eeg": ("eeg",),
    "self_care_failed": ("self_care_failed",),
}
#: For each role, the findings that it cannot tell at all.
CANNOT_TELL: dict[str, set[str]] = {
    "witness": {"serious_disease_excluded", "eeg"},
    "clinician": set(),
}
#: What is offered once no page is left, by the condition.
AFTERWARDS: dict[str, tuple[str, ...]] = {
    "benign_local_cramp": (
        "exertion",
        "cold_exposure",
        "sustained_posture",
        "disturbed_rest",
        "low_calcium_intake",
        "at_night",
    ),
    "febrile_convulsion": ("early_in_fever", "attacks_this_illness", "eeg"),
}
#: The claims of each question of the tree, in the order of the questions.
QUESTION_CLAIMS = [
    ("S16", "V08"),
    ("S26", "S30", "S32", "S36"),
    ("S41", "S42", "S44", "S47", "V05", "V08"),
    ("S26", "S30", "V02"),
    ("S32", "S36", "V02"),
    ("S16", "V12", "V16", "V27", "V28"),
    ("S01", "S03", "V12"),
]
#: The claims of each alert.
ALERT_CLAIMS: dict[str, tuple[str, ...]] = {
    "status_convulsivus": ("S40",),
    "prolonged_convulsion": ("V01",),
    "no_recovery_between_attacks": ("S39", "V17"),
    "still_convulsing": ("V01",),
    "first_convulsion": ("V14",),
    "unconscious_convulsion": ("S30",),
    "systemic_cause": ("S16", "V09"),
    "arched_back_awake": ("V08",),
    "slow_recovery": ("S44", "V26"),
    "low_calcium_convulsion": ("V09", "V28"),
    "stiff_neck_with_fever": ("V16",),
    "suspected_brain_infection": ("S47", "V16"),
    "fever_outside_age_window": ("S41", "V04"),
    "young_infant_convulsion": ("V21", "V26"),
    "acute_limb_or_face_sign": ("V27",),
    "hard_limb_for_an_hour": ("V23",),
    "atypical_febrile_convulsion": ("S43", "S44", "S45", "S46", "S47", "S48", "V05"),
    "serious_disease_suspected": ("S47",),
    "feverish_spasm": ("S16",),
    "stiff_neck": ("V16",),
    "nerve_or_vessel_signs": ("V12",),
    "low_blood_calcium": ("S16", "V09", "V28"),
    "lasting_hard_limb": ("V23",),
    "infant_spasm": ("V13",),
    "abnormal_eeg": ("S48",),
    "cramp_medicine": ("V12",),
    "long_cramp": ("S04", "V12"),
    "self_care_failed": ("S11",),
}
#: The alerts that explain, and never raise anybody's urgency further.
EXPLAIN_ONLY = {
    "status_convulsivus",
    "systemic_cause",
    "arched_back_awake",
    "atypical_febrile_convulsion",
    "abnormal_eeg",
    "cramp_medicine",
}
#: The claims of each condition's typical features.
FEATURE_CLAIMS: dict[str, list[tuple[str, ...]]] = {
    "systemic_cause_suspected": [],
    "febrile_convulsion": [
        ("S43", "V05"),
        ("S44",),
        ("S45",),
        ("S46",),
        ("S48",),
        ("V05",),
    ],
    "generalized_tonic_convulsion": [("S26",), ("S27",), ("S38",)],
    "localized_convulsion": [("S37", "V03"), ("S33", "S34", "S35", "S36"), ("S38",)],
    "undetermined_convulsion": [],
    "spasm_needing_review": [],
    "benign_local_cramp": [("S02", "S13"), ("S04",), ("S05", "S18")],
}
#: The claims of each contributing cause of a cramp.
CAUSE_CLAIMS: dict[str, tuple[str, ...]] = {
    "exertion": ("S17", "S24"),
    "cold_exposure": ("S06", "S25"),
    "sustained_posture": ("S06", "S18", "S19", "S20"),
    "disturbed_rest": ("S22", "S24"),
    "low_calcium_intake": ("S06", "S07"),
}
#: What the card of each condition cites in its advice.
CARD_CLAIMS: dict[str, set[str]] = {
    "systemic_cause_suspected": {"S49", "V29", "V30"},
    "febrile_convulsion": {"S49", "S50", "S47", "V07", "V14", "V15", "V18", "V19"},
    "generalized_tonic_convulsion": {"S49", "V15"},
    "localized_convulsion": {"S49", "V14", "V15"},
    "undetermined_convulsion": {"S49", "V15"},
    "spasm_needing_review": {"S49", "V25"},
    "benign_local_cramp": {
        *("S07", "S08", "S09", "S10", "S11", "S12", "V10", "V11", "V20", "V22", "V23"),
    },
}
#: The codes of each condition and alert that has any.
CODES: dict[str, list[str]] = {
    "febrile_convulsion": ["ICD-10 R56.0", "SNOMED CT 41497008", "HPO HP:0002373"],
    "generalized_tonic_convulsion": ["HPO HP:0010818", "HPO HP:0002069"],
    "localized_convulsion": ["HPO HP:0007359"],
    "benign_local_cramp": ["ICD-10 R25.2", "SNOMED CT 55300003", "HPO HP:0003394"],
    "status_convulsivus": [
        "ICD-10 G41.0",
        "ICD-11 8A66.0",
        "SNOMED CT 230456007",
        "HPO HP:0002133",
    ],
}


def systemic(p: Person) -> bool:
    return bool(p["tetanus_signs"] or p["rabies_signs"] or p["tetany_signs"] or p["poisoning"])


def convulsive(p: Person) -> bool:
    return bool(
        p["impaired_consciousness"]
        or p["jerking"]
        or p["eye_signs"]
        or p["opisthotonus"]
        or p["extent"] == "generalized"
        or p["reported_convulsion"]
    )


def attack(p: Person) -> bool:
    """The person has an attack like a convulsion; unknown findings may be missing."""
    return any(
        p.get(name) is True
        for name in ("impaired_consciousness", "jerking", "eye_signs", "reported_convulsion")
    )


def febrile(p: Person) -> bool:
    return bool(
        p["fever"]
        and 6 <= p["age_months"] <= 48
        and p["impaired_consciousness"]
        and p["serious_disease_excluded"]
        and not systemic(p)
        and not p["low_blood_calcium"]
        and not p["known_epilepsy"]
        and not p["opisthotonus"]
    )


def hard_limb(p: Person) -> bool:
    return bool(p["pain"] and p["rigidity"] and p["site"] in LIMBS)


def condition(p: Person) -> str:
    if systemic(p) and not p["impaired_consciousness"]:
        return "systemic_cause_suspected"
    if convulsive(p):
        if febrile(p):
            return "febrile_convulsion"
        if p["extent"] == "generalized" and p["rigidity"] and p["impaired_consciousness"]:
            return "generalized_tonic_convulsion"
        twitching = p["jerking"] or p["eye_signs"]
        if p["extent"] == "localized" and not p["opisthotonus"] and twitching:
            return "localized_convulsion"
        return "undetermined_convulsion"
    if (
        p["fever"]
        or p["stiff_neck"]
        or p["serious_disease_suspected"]
        or p["known_epilepsy"]
        or p["recurrent_without_recovery"]
        or p["low_blood_calcium"]
        or p["acute_limb_or_face_sign"]
        or p["nerve_or_vessel_signs"]
        or p["cramp_medicine"]
    ):
        return "spasm_needing_review"
    if hard_limb(p) and p["duration_s"] < 600:
        return "benign_local_cramp"
    return "spasm_needing_review"


def alerts(p: Person) -> dict[str, str]:
    """The alerts that hold, each with the urgency it raises to."""
    fit, unconscious, seconds = attack(p), p["impaired_consciousness"], p["duration_s"]
    calm_hard_limb = hard_limb(p) and not convulsive(p)
    atypical = (
        p["extent"] == "localized"
        or seconds >= 900
        or p["attacks_this_illness"] >= 2
        or not p["rapid_recovery"]
        or not p["early_in_fever"]
        or p["eeg"] == "abnormal"
    )
    outside_window = p["age_months"] < 6 or p["age_months"] > 48
    table = [
        ("status_convulsivus", fit and seconds > 1800, "emergency"),
        ("prolonged_convulsion", fit and seconds >= 300, "emergency"),
        ("no_recovery_between_attacks", fit and p["recurrent_without_recovery"], "emergency"),
        ("still_convulsing", fit and p["ongoing"], "emergency"),
        ("first_convulsion", fit and p["first_convulsion"], "emergency"),
        ("unconscious_convulsion", unconscious and not febrile(p), "emergency"),
        ("systemic_cause", systemic(p), "emergency"),
        ("arched_back_awake", p["opisthotonus"] and not unconscious, "emergency"),
        ("slow_recovery", unconscious and not p["rapid_recovery"], "emergency"),
        ("low_calcium_convulsion", fit and p["low_blood_calcium"], "emergency"),
        ("stiff_neck_with_fever", p["fever"] and p["stiff_neck"], "emergency"),
        (
            "suspected_brain_infection",
            p["fever"] and p["serious_disease_suspected"],
            "emergency",
        ),
        ("fever_outside_age_window", fit and p["fever"] and outside_window, "emergency"),
        ("young_infant_convulsion", fit and p["age_months"] < 6, "emergency"),
        ("acute_limb_or_face_sign", p["acute_limb_or_face_sign"], "emergency"),
        ("hard_limb_for_an_hour", calm_hard_limb and seconds >= 3600, "emergency"),
        ("atypical_febrile_convulsion", febrile(p) and atypical, "urgent"),
        ("serious_disease_suspected", p["serious_disease_suspected"], "urgent"),
        ("feverish_spasm", p["fever"], "urgent"),
        ("stiff_neck", p["stiff_neck"], "urgent"),
        ("nerve_or_vessel_signs", p["nerve_or_vessel_signs"], "urgent"),
        ("low_blood_calcium", p["low_blood_calcium"], "urgent"),
        ("lasting_hard_limb", calm_hard_limb and seconds >= 600, "urgent"),
        ("infant_spasm", p["age_months"] < 24, "urgent"),
        ("abnormal_eeg", convulsive(p) and p["eeg"] == "abnormal", "prompt"),
        ("cramp_medicine", p["cramp_medicine"], "prompt"),
        ("long_cramp", calm_hard_limb and 100 <= seconds < 600, "prompt"),
        ("self_care_failed", p["self_care_failed"], "prompt"),
    ]
    return {key: floor for key, holds, floor in table if holds}


def features(p: Person) -> dict[str, list[str]]:
    """Whether each typical feature speaks for a condition, against it, or neither."""
    seconds, site = p["duration_s"], p["site"]
    eeg = {"normal": "for", "abnormal": "against", "not_done": "nothing"}[p["eeg"]]
    short = _speaks(seconds < 600)
    return {
        "systemic_cause_suspected": [],
        "febrile_convulsion": [
            _speaks(seconds < 900),
            _speaks(p["rapid_recovery"]),
            _speaks(p["early_in_fever"]),
            _speaks(p["attacks_this_illness"] == 1),
            eeg,
            _speaks(p["extent"] == "generalized"),
        ],
        "generalized_tonic_convulsion": [
            _speaks(p["jerking"]),
            _speaks(p["opisthotonus"]),
            short,
        ],
        "localized_convulsion": [
            _speaks(p["impaired_consciousness"]),
            _speaks(site in {"face", "hand", "foot", "arm", "thigh", "lower_leg", "eyes"}),
            short,
        ],
        "undetermined_convulsion": [],
        "spasm_needing_review": [],
        "benign_local_cramp": [
            _speaks(site in {"lower_leg", "foot"}),
            _speaks(1 <= seconds <= 100),
            _speaks(p["at_night"]),
        ],
    }


def _speaks(holds: bool) -> str:  # noqa: FBT001 - one truth
    return "for" if holds else "against"


def end(p: Person, raised: dict[str, str] | None = None) -> tuple[str, str]:
    """The condition and the final urgency; the alerts are found unless they are given."""
    own = condition(p)
    floors = (alerts(p) if raised is None else raised).values()
    return own, max([URGENCY[own], *floors], key=LEVELS.index)


def final_urgency(p: Person) -> str:
    return end(p)[1]


# ------------------------------------------------------------------- what is asked


def deciding(unknown: Iterable[str], completions: Iterable[Person]) -> set[str]:
    """The unknown findings in which two completions with different outcomes can differ alone.

    An end is a condition with a final urgency. The completions are every combination of the
    answers, the last finding changing first: those that differ in one finding alone stand as
    many places apart as there are combinations of the findings behind it.
    """
    names, everybody = list(unknown), list(completions)
    ends = [end(one) for one in everybody]
    found: set[str] = set()
    apart = len(ends)
    for name in names:
        together, size = apart, len({one[name] for one in everybody})
        apart = together // size
        for first in range(0, len(ends), together):
            alike = ends[first : first + together]
            if alike[apart:] != alike[:-apart]:
                found.add(name)
                break
    return found


def asked_next(may_ask: Collection[str]) -> tuple[str | None, tuple[str, ...]]:
    """The screen, if it is one, and the findings of the page: the first of the order."""
    for entry, names in ORDER.items():
        found = tuple(name for name in names if name in may_ask)
        if found:
            return (entry if len(found) > 1 else None), found
    return None, ()
