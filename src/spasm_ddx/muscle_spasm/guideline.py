"""The guideline of muscle spasm: everything in this folder as one value."""

from __future__ import annotations

from typing import Final

from spasm_ddx.guideline.guideline import Guideline
from spasm_ddx.guideline.sources import Notices
from spasm_ddx.muscle_spasm.advice import ADVICE
from spasm_ddx.muscle_spasm.alerts import ALERTS
from spasm_ddx.muscle_spasm.conditions import BENIGN_LOCAL_CRAMP
from spasm_ddx.muscle_spasm.lowerings import LOWERINGS
from spasm_ddx.muscle_spasm.screens import AFTERWARDS, ORDER
from spasm_ddx.muscle_spasm.sources import SOURCES
from spasm_ddx.muscle_spasm.tree import CONTENT_VERSION, TREE

NOTICES: Final = Notices(
    purpose="Not a medical device and not medical advice. It computes what follows from one "
    "encyclopaedia page, later notes on it, urgencies of our own, and the findings given.",
    before="Call an ambulance now and leave the questions if this is the person's first "
    "convulsion (fit), if a convulsion is still going on, if someone does not wake, cannot breathe "
    "well or is badly hurt, if a face droops or a weakness came suddenly, or if you suspect "
    "poison.",
    call_now="Call an ambulance now; the questions can wait.",
    beside="Not medical advice; the source is older than today's references, and notes show where.",
    settled="Nothing more to ask: no other answer about this attack would change the result. If "
    "it goes on, gets worse or comes again, answer the questions anew.",
)

MUSCLE_SPASM: Final = Guideline(
    "muscle_spasm",
    name="Muscle spasm",
    version=CONTENT_VERSION,
    tree=TREE,
    alerts=ALERTS,
    order=ORDER,
    afterwards=AFTERWARDS,
    advice=ADVICE,
    reassuring=(BENIGN_LOCAL_CRAMP,),
    lowerings=LOWERINGS,
    sources=SOURCES,
    notices=NOTICES,
)
