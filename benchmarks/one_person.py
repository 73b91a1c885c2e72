"""What one person costs: an ``if``/``else`` by hand, this library, and the engines beside it.

Run it: ``python benchmarks/one_person.py``. All forms are timed in turn in one run, with the
reference against itself as the control. A figure is the median over people of a person's own
ratio, and that is the median over rounds. Every form is given what it reads ready made: a
``Presentation``, a dict, an array.
"""

from __future__ import annotations

import gc
import inspect
import random
import re
import statistics
import time
from collections.abc import Callable, Sequence
from itertools import repeat
from typing import Any

import attrs

from interview import typical_people
from peers import Peer, agreement, cel, dmn, likely_people, rule_engine, scikit_learn, zen
from spasm_ddx import (
    MUSCLE_SPASM,
    Condition,
    Extent,
    Presentation,
    Site,
    assess,
    compile_tree,
    differential,
)
from spasm_ddx.muscle_spasm.conditions import (
    BENIGN_LOCAL_CRAMP,
    FEBRILE_CONVULSION,
    GENERALIZED_TONIC_CONVULSION,
    LOCALIZED_CONVULSION,
    SPASM_NEEDING_REVIEW,
    SYSTEMIC_CAUSE_SUSPECTED,
    UNDETERMINED_CONVULSION,
)

PEOPLE = 100
ROUNDS = 7
SAMPLE_S = 2e-4
UNROLLED = 10
REFERENCE, AGAIN = "if/else by hand, the reference", "control: the reference again"
TUNED = "the same, enum members looked up before"
COMPILED = "compile_tree"
FASTER = {"zen-engine": "at least 20", "scikit-learn": "at least 500"}


def by_hand(person: Presentation) -> Condition:
    """The tree as nested ifs, for a person of whom everything is known."""
    unconscious = person.impaired_consciousness
    systemic = (
        person.tetanus_signs or person.rabies_signs or person.tetany_signs or person.poisoning
    )
    if systemic and not unconscious:
        return SYSTEMIC_CAUSE_SUSPECTED
    extent, site = person.extent, person.site
    if (
        unconscious
        or person.jerking
        or person.eye_signs
        or person.opisthotonus
        or extent is Extent.GENERALIZED
        or person.reported_convulsion
    ):
        if (
            person.fever
            and person.age_months is not None
            and 6 <= person.age_months <= 48  # noqa: PLR2004 - the window itself
            and unconscious
            and person.serious_disease_excluded
            and not systemic
            and not person.low_blood_calcium
            and not person.known_epilepsy
            and not person.opisthotonus
        ):
            return FEBRILE_CONVULSION
        if extent is Extent.GENERALIZED and person.rigidity and unconscious:
            return GENERALIZED_TONIC_CONVULSION
        if (
            extent is Extent.LOCALIZED
            and not person.opisthotonus
            and (person.jerking or person.eye_signs)
        ):
            return LOCALIZED_CONVULSION
        return UNDETERMINED_CONVULSION
    if (
        person.fever
        or person.stiff_neck
        or person.serious_disease_suspected
        or person.known_epilepsy
        or person.recurrent_without_recovery
        or person.low_blood_calcium
        or person.acute_limb_or_face_sign
        or person.nerve_or_vessel_signs
        or person.cramp_medicine
    ):
        return SPASM_NEEDING_REVIEW
    if (
        person.pain
        and person.rigidity
        and site in (Site.LOWER_LEG, Site.FOOT, Site.THIGH, Site.HAND, Site.ARM)
        and person.duration_s is not None
        and person.duration_s < 600  # noqa: PLR2004 - the threshold itself
    ):
        return BENIGN_LOCAL_CRAMP
    return SPASM_NEEDING_REVIEW


def members_before(function: Callable[..., Condition]) -> Callable[[Presentation], Condition]:
    """The same function with each ``Enum.MEMBER`` as a global, which Python reads faster."""
    source = inspect.getsource(function)
    names = dict(function.__globals__)
    for enumeration in (Extent, Site):
        for member in enumeration:
            name = f"{enumeration.__name__}_{member.name}"
            source = re.sub(rf"\b{enumeration.__name__}\.{member.name}\b", name, source)
            names[name] = member
    exec(source, names)  # noqa: S102 - our own function above
    changed: Callable[[Presentation], Condition] = names[function.__name__]
    return changed


@attrs.frozen
class Form:
    """One way to get an answer.

    Attributes:
        name: What it is called in the table.
        run: The call that is timed.
        prepared: From a person to what ``run`` takes; not timed.
    """

    name: str
    run: Callable[[Any], object]
    prepared: Callable[[Presentation], Any] = attrs.field(default=lambda person: person)


def of_peer(peer: Peer) -> Form:
    """An engine as a form."""
    return Form(peer.name, peer.run, lambda person: peer.prepared(person.to_dict()))


def seconds(run: Callable[[Any], object], argument: object, calls: int) -> float:
    """The time of one call, once warm; written out ten times, so that the loop hardly counts."""
    for _ in range(min(calls, UNROLLED)):
        run(argument)
    if calls < UNROLLED:
        start = time.perf_counter()
        for _ in range(calls):
            run(argument)
        return (time.perf_counter() - start) / calls
    loops = repeat(None, calls // UNROLLED)
    start = time.perf_counter()
    for _ in loops:
        run(argument)
        run(argument)
        run(argument)
        run(argument)
        run(argument)
        run(argument)
        run(argument)
        run(argument)
        run(argument)
        run(argument)
    return (time.perf_counter() - start) / (calls // UNROLLED * UNROLLED)


def times(forms: Sequence[Form], people: Sequence[Presentation]) -> list[list[float]]:
    """For each form the seconds that each person takes, the forms timed in turn."""
    prepared = [[form.prepared(person) for form in forms] for person in people]
    calls = [
        max(1, int(SAMPLE_S / min(seconds(form.run, each, 1) for _ in range(5))))
        for form, each in zip(forms, prepared[0], strict=True)
    ]
    found: list[list[float]] = [[] for _ in forms]
    for arguments in prepared:
        rounds = [
            [seconds(f.run, a, n) for f, a, n in zip(forms, arguments, calls, strict=True)]
            for _ in range(ROUNDS)
        ]
        for each, column in zip(found, zip(*rounds, strict=True), strict=True):
            each.append(statistics.median(column))
    return found


def ratios(found: list[list[float]]) -> list[list[float]]:
    """Each person's time as a multiple of the reference, which is the first form."""
    return [[one / base for one, base in zip(each, found[0], strict=True)] for each in found]


def said(ratio: float) -> str:
    """A ratio with as many digits as it deserves."""
    return f"{ratio:,.2f}" if ratio < 10 else f"{ratio:,.0f}"  # noqa: PLR2004 - two digits below


def report(
    title: str, forms: Sequence[Form], people: Sequence[Presentation], targets: dict[str, str]
) -> dict[str, float]:
    """Print one table, and return the median seconds of each form."""
    found = times(forms, people)
    print(f"\n{title:46}{'microseconds':>14}{'x reference':>14}   target")
    for form, each, ratio in zip(forms, found, ratios(found), strict=True):
        microseconds = statistics.median(each) * 1e6
        row = f"  {form.name:44}{microseconds:14.3f}{said(statistics.median(ratio)):>14}"
        print(f"{row}   {targets.get(form.name, '')}".rstrip())
    return {f.name: statistics.median(each) for f, each in zip(forms, found, strict=True)}


def partly(people: Sequence[Presentation], known: float) -> dict[Presentation, Presentation]:
    """For each person the same one, each finding known with this chance."""
    chance = random.Random(20261124)  # noqa: S311 - not for secrets
    names = [finding.name for finding in Presentation.findings()]
    return {
        person: person.but(**{name: None for name in names if chance.random() >= known})
        for person in people
    }


def leaves() -> dict[str, Presentation]:
    """A typical person of each of the eight leaves."""
    typical = typical_people()
    other = typical["benign_local_cramp"].but(nerve_or_vessel_signs=True)
    return typical | {"spasm_needing_review, other disease": other}


def by_leaf(forms: Sequence[Form]) -> None:
    """Print the ratio of each form for a typical person of each leaf."""
    people = leaves()
    of = ratios(times(forms, list(people.values())))
    print("\nx reference, the typical person of each leaf; target of compile_tree: at most 2")
    for number, key in enumerate(people, start=1):
        print(f"  {number} {key}")
    print(f"  {'':44}" + "".join(f"{number:8}" for number in range(1, len(people) + 1)))
    for form, each in zip(forms[1:], of[1:], strict=True):
        print(f"  {form.name:44}" + "".join(f"{said(ratio):>8}" for ratio in each))


def main() -> None:
    """Print every table."""
    gc.disable()
    compiled = compile_tree(MUSCLE_SPASM.tree)
    ours = [
        Form(REFERENCE, by_hand),
        Form(AGAIN, by_hand),
        Form(TUNED, members_before(by_hand)),
        Form(COMPILED, compiled),
        Form("differential", lambda person: differential(MUSCLE_SPASM.tree, person)),
        Form("assess", assess),
    ]
    peers = [zen(), scikit_learn(named=False), scikit_learn(), rule_engine(), dmn(), cel()]
    people = likely_people(PEOPLE, seed=2)
    assert all(compiled(p) == (by_hand(p),) for p in people)  # noqa: S101 - the same answers
    for peer in peers:
        assert agreement(peer, people[:20]) == len(people[:20]), peer.name  # noqa: S101

    forms = [*ours, *map(of_peer, peers)]
    title = f"{PEOPLE} random people, everything known"
    targets = {COMPILED: "at most 1.2", "assess": "at most 300 microseconds"}
    median = report(title, forms, people, targets)
    print(f"\n{'compile_tree is faster than':46}{'times':>14}   target")
    for peer in peers:
        faster = said(median[peer.name] / median[COMPILED])
        target = next((aim for name, aim in FASTER.items() if peer.name.startswith(name)), "")
        print(f"  {peer.name:44}{faster:>14}   {target}".rstrip())
    by_leaf(forms)

    print("\nThe same people with findings hidden, beside the reference on the complete person.")
    targets = {COMPILED: "at most 10", "assess": "at most 300 microseconds"}
    for known, words in ((0.9, "nine tenths"), (0.5, "half"), (0.1, "a tenth")):
        less = partly(people, known)
        hidden = [attrs.evolve(form, prepared=less.__getitem__) for form in ours[3:]]
        report(f"{PEOPLE} random people, {words} known", [*ours[:3], *hidden], people, targets)


if __name__ == "__main__":
    main()
