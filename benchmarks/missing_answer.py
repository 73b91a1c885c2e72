"""What engines answer when an answer is missing, a field is misspelt, or a number is text.

Run it: ``python benchmarks/missing_answer.py``. The same tree in each engine, the same two
people, four records of each. The right answer for a person is that of the complete record.
An engine may raise an error by itself, which is safe; what is counted against it is one
condition that is not the person's. zen-engine takes a cell whose comparison fails for one
that does not match; scikit-learn sends a missing value where most people went in training.
Type checks that an engine offers apart from evaluation (the typed policies of zen-engine,
the type resolver of rule-engine) need a declared vocabulary and are not used here.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from typing import Any

from interview import typical_people
from peers import Peer, agreement, cel, dmn, likely_people, rule_engine, scikit_learn, zen
from spasm_ddx import Presentation, __version__, assess

PEOPLE = 100
WIDTH = 100
NAME = 42
LONGEST = 150
Record = dict[str, Any]


def ours(record: Record) -> str:
    """What this library says: the conditions that are still possible, or an error."""
    assessment = assess(Presentation.from_dict(record))
    said = " or ".join(condition.key for condition in assessment.differential)
    asks = assessment.next_question
    return said if asks is None else f"{said}; ask next: {asks.name}"


def records(complete: Record, misspelt: str, number: str) -> dict[str, Record]:
    """The four records of one person."""
    without_fever = {name: value for name, value in complete.items() if name != "fever"}
    wrong_name = {name: value for name, value in complete.items() if name != misspelt}
    return {
        "complete": complete,
        "fever not given (nor a temperature)": without_fever,
        f"{misspelt} misspelt as {misspelt + misspelt[-1]}": wrong_name
        | {misspelt + misspelt[-1]: complete[misspelt]},
        f'{number} as text, "{complete[number]}"': complete | {number: str(complete[number])},
    }


def said(answer: Callable[[Record], str], record: Record) -> tuple[str, bool]:
    """What an engine answers, in one line, and whether that is an error of its own."""
    try:
        return answer(record), False
    except Exception as error:  # noqa: BLE001 - whatever the engine raises
        first = str(error).strip().split("\n\n")[0]
        return " ".join(f"{type(error).__name__}: {first}".split()), True


def judged(answer: str, right: str, *, error: bool, decided: bool) -> str:
    """A word on one answer."""
    if error:
        return "refuses"
    if answer == right:
        return "right" if decided else "guessed"
    if right in answer.split(";", maxsplit=1)[0].split(" or "):
        return "open"
    return "WRONG"


def show(
    title: str, of: dict[str, Record], engines: list[tuple[str, Callable[[Record], str]]]
) -> None:
    """Print every engine's answer to every record of one person."""
    right, _ = said(ours, of["complete"])
    print(f"\n{title}: {right}")
    for name, record in of.items():
        print(f"\n  {name}")
        exact, refused = said(ours, record)
        for engine, answer in engines:
            text, error = said(answer, record)
            word = judged(text, right, error=error, decided=refused or exact == right)
            text = textwrap.shorten(text, LONGEST, placeholder=" ...")
            lines = textwrap.wrap(text, WIDTH - NAME - 10)
            print(f"    {engine:{NAME - 4}}{word:9}" + f"\n{' ' * (NAME + 9)}".join(lines))


def main() -> None:
    """Print the two people."""
    peers: list[Peer] = [
        zen(),
        scikit_learn(),
        dmn(),
        rule_engine(),
        rule_engine(missing_is_none=True),
        cel(),
    ]
    people = likely_people(PEOPLE, seed=1)
    print(f"with everything known, of {PEOPLE} people, the same condition as this library's tree:")
    for peer in peers:
        print(f"    {peer.name:64}{agreement(peer, people):4}")
    print(
        "\nright: the person's condition; guessed: the same, though the record leaves it open;\n"
        "open: it says what is still possible; refuses: an error of the engine's own;\n"
        "WRONG: one condition that is not the person's, without a word"
    )
    engines: list[tuple[str, Callable[[Record], str]]] = [(f"spasm-ddx {__version__}", ours)]
    engines += [(peer.name, peer.answer) for peer in peers]
    typical = typical_people()
    cramp = typical["benign_local_cramp"].but(fever=True).to_dict()
    show("A calf cramp in somebody who has a fever", records(cramp, "fever", "duration_s"), engines)
    child = typical["febrile_convulsion"].but(age_months=18).to_dict()
    of = records(child, "serious_disease_excluded", "age_months")
    show("A child of 18 months, unconscious in a fever", of, engines)


if __name__ == "__main__":
    main()
