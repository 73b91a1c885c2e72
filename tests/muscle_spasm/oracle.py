"""The clinical tables written out by hand, for one person of whom everything is known.

An oracle of its own: it shares nothing with the library, reads a plain dictionary in
which every finding has a value, and is the reference for brute force.
"""

from __future__ import annotations

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


def systemic(p: Person) -> bool:
    return bool(p["tetanus_signs"] or p["rabies_signs"] or p["tetany_signs"] or p["poisoning"])


def convulsive(p: Person) -> bool:
    return bool(
        p["impaired_consciousness"]
        or p["jerking"]
        or p["eye_signs"]
        or p["opisthotonus"]
        or p["extent"] == "generalized"
        or p["site"] == "eyes"
        or p["reported_convulsion"]
    )


def febrile(p: Person) -> bool:
    return bool(
        p["fever"]
        and 6 <= p["age_months"] <= 48
        and p["impaired_consciousness"]
        and p["serious_disease"] == "excluded"
        and not systemic(p)
        and not p["known_epilepsy"]
        and not p["opisthotonus"]
    )


def painful_limb(p: Person) -> bool:
    return bool(p["pain"] and p["rigidity"] and p["site"] in LIMBS and p["duration_s"] < 600)


def condition(p: Person) -> str:
    if systemic(p) and not p["impaired_consciousness"]:
        return "systemic_cause_suspected"
    if convulsive(p):
        if febrile(p):
            return "febrile_convulsion"
        if p["extent"] == "generalized" and p["rigidity"] and p["impaired_consciousness"]:
            return "generalized_tonic_convulsion"
        twitching = p["jerking"] or p["eye_signs"] or p["site"] == "eyes"
        if p["extent"] == "localized" and not p["opisthotonus"] and twitching:
            return "localized_convulsion"
        return "undetermined_convulsion"
    if (
        p["fever"]
        or p["serious_disease"] == "suspected"
        or p["known_epilepsy"]
        or p["recurrent_without_recovery"]
        or p["secondary_cramp_signs"]
    ):
        return "spasm_needing_review"
    return "benign_local_cramp" if painful_limb(p) else "spasm_needing_review"


def alerts(p: Person) -> dict[str, str]:
    """The alerts that hold, each with the urgency it raises to."""
    fits = convulsive(p)
    atypical = (
        p["extent"] == "localized"
        or p["duration_s"] >= 900
        or p["attacks_this_illness"] >= 2
        or not p["rapid_recovery"]
        or not p["early_in_fever"]
        or p["eeg"] == "abnormal"
    )
    table = [
        ("status_convulsivus", fits and p["duration_s"] > 1800, "emergency"),
        ("prolonged_convulsion", fits and p["duration_s"] >= 300, "emergency"),
        ("no_recovery_between_attacks", fits and p["recurrent_without_recovery"], "emergency"),
        ("still_convulsing", fits and p["ongoing"], "emergency"),
        ("unconscious_convulsion", p["impaired_consciousness"] and not febrile(p), "emergency"),
        ("systemic_cause", systemic(p), "emergency"),
        ("arched_back_awake", p["opisthotonus"] and not p["impaired_consciousness"], "emergency"),
        (
            "stiff_neck_with_fever",
            p["fever"] and p["rigidity"] and p["site"] == "neck_or_trunk",
            "emergency",
        ),
        (
            "fever_outside_age_window",
            fits and p["fever"] and (p["age_months"] < 6 or p["age_months"] > 48),
            "emergency",
        ),
        ("atypical_febrile_convulsion", febrile(p) and atypical, "urgent"),
        ("serious_disease_suspected", p["serious_disease"] == "suspected", "urgent"),
        ("feverish_spasm", p["fever"], "urgent"),
        ("nerve_or_vessel_sign", p["secondary_cramp_signs"], "urgent"),
        ("infant_spasm", p["age_months"] < 24, "urgent"),
        ("abnormal_eeg", p["eeg"] == "abnormal", "prompt"),
        ("long_cramp", not fits and painful_limb(p) and p["duration_s"] >= 100, "prompt"),
        ("self_care_failed", p["self_care_failed"], "prompt"),
    ]
    return {key: floor for key, holds, floor in table if holds}


def final_urgency(p: Person) -> str:
    return max([URGENCY[condition(p)], *alerts(p).values()], key=LEVELS.index)
