"""A small guideline for a nosebleed, made up for own-guideline.md; not medical advice."""

from __future__ import annotations

from spasm_ddx import (
    Advice,
    Alert,
    Condition,
    Findings,
    Guideline,
    Leaf,
    Notices,
    Number,
    Question,
    Screen,
    Tree,
    Urgency,
    When,
    YesNo,
    any_of,
)


class Nosebleed(Findings):
    """One person's nosebleed. None is not known, which is never "no"."""

    minutes: Number = Number(
        "For how many minutes has it bled?",
        unit="minutes",
        low=0,
        high=600,
        usual=10,
        whole=True,
        label="bleeding for",
    )
    faint: YesNo = YesNo(
        "Is the person pale, faint or confused?", red_flag=True, denied="not faint"
    )
    head_injury: YesNo = YesNo("Did it start after a blow to the head?", red_flag=True)
    blood_thinner: YesNo = YesNo("Does the person take a blood thinner?")


DANGEROUS = Condition("dangerous_nosebleed", "Dangerous nosebleed", Urgency.EMERGENCY)
LONG = Condition("long_nosebleed", "Nosebleed that does not stop", Urgency.URGENT)
SIMPLE = Condition("simple_nosebleed", "Simple nosebleed", Urgency.SELF_CARE)

DANGER_SIGN = any_of(Nosebleed.faint.present, Nosebleed.head_injury.present, name="Sign of danger")
TREE = Tree(
    Question(
        "Is there a sign of danger?",
        DANGER_SIGN,
        yes=Leaf(DANGEROUS),
        no=Question(
            "Has it bled for 20 minutes or more?",
            Nosebleed.minutes.at_least(20),
            yes=Leaf(LONG),
            no=Leaf(SIMPLE),
        ),
    ),
    name="Nosebleed",
    version="1.0",
)
THINNER = Alert(
    "takes_blood_thinner",
    "Takes a blood thinner",
    Nosebleed.blood_thinner.present,
    Urgency.URGENT,
)
DANGER = Screen(
    "danger",
    "Is there any of these signs of danger?",
    (Nosebleed.faint, Nosebleed.head_injury),
)
ORDER = (DANGER, Nosebleed.minutes, Nosebleed.blood_thinner)
ADVICE = (
    Advice("Do not leave the person alone.", when=When.at_least(Urgency.EMERGENCY)),
    Advice(
        "Lean forward and pinch the soft part of the nose for 10 minutes.", about=(LONG, SIMPLE)
    ),
    Advice(
        "Do not stop the blood thinner without asking a doctor.",
        when=When.holds(Nosebleed.blood_thinner.present),
    ),
    Advice(
        "Do not blow your nose today.",
        when=(When.settled(SIMPLE), When.unless(When.raised(THINNER))),
        about=(SIMPLE,),
    ),
)
NOSEBLEED = Guideline(
    "nosebleed",
    name="Nosebleed",
    version="1.0",
    tree=TREE,
    alerts=(THINNER,),
    order=ORDER,
    advice=ADVICE,
    reassuring=(SIMPLE,),
    notices=Notices(
        purpose="An example of spasm-ddx with made-up rules. Not medical advice.",
        call_now="Call an ambulance now; the questions can wait.",
    ),
)
