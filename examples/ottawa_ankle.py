"""The Ottawa ankle and foot rules: another vocabulary, another tree, the same reasoning.

The published rules say whom to X-ray after an ankle or midfoot injury. They are here
to show how to write a tree of one's own; they are not advice.

Reference: Stiell IG, McKnight RD, Greenberg GH, et al. Implementation of the Ottawa
ankle rules. JAMA 1994;271(11):827-832. The rules are for adults with a recent injury who
can be examined reliably.

Run it: ``python examples/ottawa_ankle.py``
"""

from __future__ import annotations

from enum import Enum

from spasm_ddx import (
    Findings,
    Leaf,
    Question,
    Tree,
    YesNo,
    all_of,
    any_of,
    differential,
    next_question,
)


class Injury(Findings):
    """One person's injured ankle and foot. ``None`` is unknown, never absent."""

    malleolar_pain: YesNo = YesNo("Is there pain in the malleolar zone?")
    midfoot_pain: YesNo = YesNo("Is there pain in the midfoot zone?")
    lateral_malleolus_tender: YesNo = YesNo(
        "Is the bone tender at the back edge (last 6 cm) or the tip of the lateral malleolus?"
    )
    medial_malleolus_tender: YesNo = YesNo(
        "Is the bone tender at the back edge (last 6 cm) or the tip of the medial malleolus?"
    )
    fifth_metatarsal_tender: YesNo = YesNo(
        "Is the bone tender at the base of the fifth metatarsal?"
    )
    navicular_tender: YesNo = YesNo("Is the bone tender at the navicular?")
    walked_at_once: YesNo = YesNo(
        "Could the person take four steps right after the injury?",
        label="took four steps right after",
        denied="could not take four steps right after",
    )
    walks_now: YesNo = YesNo(
        "Can the person take four steps when examined?",
        label="takes four steps now",
        denied="cannot take four steps now",
    )


class Films(Enum):
    """Which X-ray series the rules ask for."""

    ANKLE_AND_FOOT = "ankle and foot series"
    ANKLE = "ankle series"
    FOOT = "foot series"
    NONE = "no X-ray by these rules"

    def __str__(self) -> str:
        return self.value


CANNOT_WALK = all_of(
    Injury.walked_at_once.absent,
    Injury.walks_now.absent,
    name="Unable to bear weight, then and now",
)
ANKLE_SERIES = all_of(
    Injury.malleolar_pain.present,
    any_of(
        Injury.lateral_malleolus_tender.present,
        Injury.medial_malleolus_tender.present,
        CANNOT_WALK,
    ),
)
FOOT_SERIES = all_of(
    Injury.midfoot_pain.present,
    any_of(
        Injury.fifth_metatarsal_tender.present,
        Injury.navicular_tender.present,
        CANNOT_WALK,
    ),
)


def films_needed(films: Films) -> int:
    """How much the rules ask for: the order of outcomes, more first."""
    return {Films.ANKLE_AND_FOOT: 2, Films.ANKLE: 1, Films.FOOT: 1, Films.NONE: 0}[films]


OTTAWA = Tree(
    Question(
        "Ankle series?",
        ANKLE_SERIES,
        yes=Question(
            "Foot series too?", FOOT_SERIES, yes=Leaf(Films.ANKLE_AND_FOOT), no=Leaf(Films.ANKLE)
        ),
        no=Question("Foot series?", FOOT_SERIES, yes=Leaf(Films.FOOT), no=Leaf(Films.NONE)),
    ),
    name="Ottawa ankle and foot rules",
    version="1994",
    severity=films_needed,
)


def main() -> None:
    """Show one person whose examination is not finished."""
    injury = Injury(malleolar_pain=True, midfoot_pain=False, walks_now=True)
    possible = ", ".join(films.value for films in differential(OTTAWA, injury))
    print(f"Still possible: {possible}")
    question = next_question(OTTAWA, injury)
    print(f"Ask next: {'nothing' if question is None else question.asks}")


if __name__ == "__main__":
    main()
