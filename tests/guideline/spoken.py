"""What a guideline tells, word for word, of a few people: for the approved file.

``python -m tests.guideline.spoken`` writes the file anew; read the difference before you commit
it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from examples.ottawa_ankle import OTTAWA, Injury
from spasm_ddx import MUSCLE_SPASM, Findings, Guideline, Presentation
from spasm_ddx.guideline.guideline import as_guideline
from spasm_ddx.guideline.report import answers_in_words, report
from tests.sprain import SPRAIN, Injured, Xray

APPROVED = Path(__file__).with_name("approved.txt")
_OTTAWA = as_guideline(OTTAWA)

#: Somebody for each way in which an assessment can end.
PEOPLE: dict[str, tuple[Guideline, Findings]] = {
    "nothing known of an ankle": (SPRAIN, Injured()),
    "an old person's tender bone, and much still open": (
        SPRAIN,
        Injured(bone_tender=True, age=80, ran=True, swelling=True),
    ),
    "a broken ankle": (
        SPRAIN,
        Injured(xray=Xray.FRACTURE, temperature=40.5, bone_tender=True, age=80),
    ),
    "an infected ankle that is not hot": (
        SPRAIN,
        Injured(format=False, bone_tender=False, xray=Xray.NORMAL, swelling=True, temperature=39),
    ),
    "a sprain while running, its temperature unknown": (
        SPRAIN,
        Injured(
            swelling=True,
            bone_tender=False,
            xray=Xray.NORMAL,
            format=False,
            fever=False,
            steps=3,
            ran=True,
            age=30,
        ),
    ),
    "a sprain with more steps than usual": (
        SPRAIN,
        Injured(
            bone_tender=False,
            fever=False,
            format=False,
            xray=Xray.NORMAL,
            swelling=True,
            steps=9,
        ),
    ),
    "a bruise": (
        SPRAIN,
        Injured(
            swelling=False,
            bone_tender=False,
            xray=Xray.NORMAL,
            format=False,
            steps=9,
            temperature=36.5,
        ),
    ),
    "a plain tree, nothing known": (_OTTAWA, Injury()),
    "a child with fever": (
        MUSCLE_SPASM,
        Presentation(age_months=18, temperature_c=39.5, jerking=True, impaired_consciousness=True),
    ),
}


def spoken() -> str:
    """Everything that is told of these people."""
    return "".join(
        f"# {name}\n\n" + "".join(f"{text.rstrip()}\n\n" for text in _told(guideline, person))
        for name, (guideline, person) in PEOPLE.items()
    )


def _told(guideline: Guideline, person: Findings) -> Iterator[str]:
    found = guideline.assess(person)
    yield f"## {found!r}"
    yield report(found)
    yield "## Explained"
    yield found.explain()
    yield "## As JSON"
    yield json.dumps(found.to_dict(), indent=1)
    interview = guideline.interview(guideline.roles[-1], person)
    while (page := interview.page) is not None:
        yield f"## {page.asks} ({page.why})"
        for finding in page.findings:
            yield "\n".join((finding.name, *answers_in_words(interview.assessment, finding)))
        interview = interview.answered(dict.fromkeys(page.findings))
    yield "## At the end of an interview in which nobody knows more"
    yield report(interview)


if __name__ == "__main__":
    APPROVED.write_text(spoken(), encoding="utf-8")
