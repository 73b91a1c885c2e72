"""The Centor score as McIsaac changed it: streptococci in a sore throat, with a negative point.

Reference: McIsaac WJ, White D, Tannenbaum D, Low DE. A clinical score to reduce unnecessary
antibiotic use in patients with sore throat. CMAJ 1998;158(1):75-83. It is here to show a
negative point; it is not advice.
"""

from __future__ import annotations

from spasm_ddx import Findings, Number, Tree, YesNo, points


class SoreThroat(Findings):
    """One person of 3 years or more with a sore throat. ``None`` is unknown, never absent."""

    temperature: Number = Number("How warm?", unit="degrees Celsius", low=34, high=43, usual=37)
    cough: YesNo = YesNo("Is there a cough?")
    tender_nodes: YesNo = YesNo("Are the lymph nodes at the front of the neck tender?")
    tonsils: YesNo = YesNo("Are the tonsils swollen or coated?", label="swollen or coated tonsils")
    age: Number = Number("How old is the person?", unit="years", low=3, high=125, usual=30)


SCORE = points(
    {
        SoreThroat.temperature.above(38): 1,
        SoreThroat.cough.absent: 1,
        SoreThroat.tender_nodes.present: 1,
        SoreThroat.tonsils.present: 1,
        SoreThroat.age.below(15): 1,
        SoreThroat.age.at_least(45): -1,
    },
    name="McIsaac score",
)
NOTHING = "no test and no antibiotic"
TEST = "test, and treat what it shows"
TREAT = "test, or treat at once"
MCISAAC = Tree.from_rows(
    [(SCORE.at_least(4), TREAT), (SCORE.at_least(2), TEST)],
    default=NOTHING,
    name="McIsaac score",
    version="1998",
    severity=(NOTHING, TEST, TREAT).index,
)
