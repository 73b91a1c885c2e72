"""The clinical tables written out by hand, for one person of whom everything is known.

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
    "extent": ("extent",),
    "site": ("site",),
    "pain": ("pain",),
    "rigidity": ("rigidity",),
    "duration_s": ("duration_s",),
    "serious_disease": ("serious_disease",),
    "convulsive": (
        "impaired_consciousness",
        "jerking",
        "eye_signs",
        "opisthotonus",
        "reported_convulsion",
    ),
    "systemic": ("tetanus_signs", "rabies_signs", "tetany_signs", "poisoning"),
    "other_disease": (
        "fever",
        "serious_disease",
        "known_epilepsy",
        "recurrent_without_recovery",
        "secondary_cramp_signs",
    ),
    "age_months": ("age_months",),
    "early_in_fever": ("early_in_fever",),
    "attacks_this_illness": ("attacks_this_illness",),
    "rapid_recovery": ("rapid_recovery",),
    "eeg": ("eeg",),
    "self_care_failed": ("self_care_failed",),
}
#: For each role, the findings that it cannot tell at all.
CANNOT_TELL: dict[str, set[str]] = {"witness": {"eeg"}, "clinician": set()}


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


# ------------------------------------------------------------------- what is asked


def deciding(unknown: Iterable[str], completions: Iterable[Person]) -> set[str]:
    """The unknown findings with two completions, alike in all else, that end differently.

    An end is a condition with a final urgency.
    """
    names = list(unknown)
    ends = [
        (tuple(p[name] for name in names), (condition(p), final_urgency(p))) for p in completions
    ]
    found: set[str] = set()
    for place, name in enumerate(names):
        first: dict[tuple[Any, ...], tuple[str, str]] = {}
        for values, end in ends:
            if first.setdefault(values[:place] + values[place + 1 :], end) != end:
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
