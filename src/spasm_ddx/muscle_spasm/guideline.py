"""The guideline of muscle spasm: everything in this folder as one value."""

from __future__ import annotations

from typing import Final

from spasm_ddx.guideline.guideline import Guideline
from spasm_ddx.guideline.model import AcceptedLowering
from spasm_ddx.guideline.sources import Notices
from spasm_ddx.muscle_spasm.advice import ADVICE
from spasm_ddx.muscle_spasm.alerts import ALERTS
from spasm_ddx.muscle_spasm.conditions import (
    BENIGN_LOCAL_CRAMP,
    FEBRILE_CONVULSION,
    GENERALIZED_TONIC_CONVULSION,
    LOCALIZED_CONVULSION,
    UNDETERMINED_CONVULSION,
)
from spasm_ddx.muscle_spasm.presentation import Presentation
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

_ONLY_FEBRILE = "only at 6 to 48 months with a serious disease excluded by a clinician"
#: The cases in which a red flag lowers the urgency; a test proves that the list is complete.
LOWERINGS: Final = (
    AcceptedLowering(
        Presentation.jerking,
        UNDETERMINED_CONVULSION,
        LOCALIZED_CONVULSION,
        "Somebody saw a fit and could not say what it was. Now the muscles are seen to jerk in one "
        "place, in a person who is awake: that is the localized convulsion of the source, urgent "
        "here. A first one stays an emergency (V14), and so does one with a fever and a suspected "
        "brain infection (V16).",
    ),
    AcceptedLowering(
        Presentation.eye_signs,
        UNDETERMINED_CONVULSION,
        LOCALIZED_CONVULSION,
        "The same, where it is the eyes that roll, flicker or keep blinking.",
    ),
    AcceptedLowering(
        Presentation.impaired_consciousness,
        UNDETERMINED_CONVULSION,
        FEBRILE_CONVULSION,
        "A feverish child in the age window whose serious disease a clinician has excluded. An "
        "attack in which the child stayed awake fits none of the documented kinds. Once "
        "consciousness was clouded, it is the febrile convulsion of the source.",
        only=_ONLY_FEBRILE,
    ),
    AcceptedLowering(
        Presentation.fever,
        GENERALIZED_TONIC_CONVULSION,
        FEBRILE_CONVULSION,
        "A child in the age window, unconscious and stiff all over, serious disease excluded. "
        "Without a fever it is a generalized tonic convulsion; with one, and only because a "
        "clinician has excluded serious disease, it is a febrile convulsion as the source is read "
        "here: it says a high fever, and any fever counts (V06).",
        only=_ONLY_FEBRILE,
    ),
    AcceptedLowering(
        Presentation.fever,
        UNDETERMINED_CONVULSION,
        FEBRILE_CONVULSION,
        "The same child where the attack has no documented form: the fever gives it a setting that "
        "is documented.",
        only=_ONLY_FEBRILE,
    ),
    AcceptedLowering(
        Presentation.fever,
        LOCALIZED_CONVULSION,
        FEBRILE_CONVULSION,
        "The same child with local twitching. Unconscious without a fever it is an emergency by "
        "its alert; with a fever, and a serious disease excluded by a clinician, it is a febrile "
        "convulsion as the source is read here. The alert on an atypical febrile convulsion still "
        "holds.",
        only=_ONLY_FEBRILE,
    ),
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
