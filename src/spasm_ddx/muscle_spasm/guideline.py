"""The guideline of muscle spasm: everything of this folder in one value."""

from __future__ import annotations

from spasm_ddx.guideline.guideline import Guideline
from spasm_ddx.guideline.sources import Notices
from spasm_ddx.muscle_spasm.advice import ADVICE
from spasm_ddx.muscle_spasm.alerts import ALERTS
from spasm_ddx.muscle_spasm.conditions import BENIGN_LOCAL_CRAMP
from spasm_ddx.muscle_spasm.lowerings import LOWERINGS
from spasm_ddx.muscle_spasm.screens import ORDER
from spasm_ddx.muscle_spasm.sources import SOURCES
from spasm_ddx.muscle_spasm.tree import CONTENT_VERSION, TREE

NOTICES = Notices(
    purpose="Not a medical device and not medical advice. It computes what follows from one "
    "encyclopaedia page, later notes on it, urgencies of our own, and the findings given.",
    before="If somebody is convulsing, cannot be woken, may be poisoned, or is a child who just "
    "had a first convulsion: call an ambulance now, and leave the questions.",
    call_now="Call an ambulance now; the questions can wait.",
    beside="Not medical advice; the source is older than today's references (sixteen notes; V13 "
    "and V16 are to be confirmed).",
    settled="Nothing more to ask: no other answer about this attack would change the result. If "
    "the person gets worse, or another attack comes, it holds no longer.",
)

MUSCLE_SPASM = Guideline(
    "muscle_spasm",
    name="Muscle spasm",
    version=CONTENT_VERSION,
    tree=TREE,
    alerts=ALERTS,
    order=ORDER,
    advice=ADVICE,
    reassuring=(BENIGN_LOCAL_CRAMP,),
    lowerings=LOWERINGS,
    sources=SOURCES,
    notices=NOTICES,
)
