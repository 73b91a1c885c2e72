"""Findings, numbers with their units, and criteria in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil
from typing import Any, assert_never

import attrs

from spasm_ddx.reasoning.criteria import AtLeast, Criterion, Interval, Is, Not, Within
from spasm_ddx.reasoning.finding_kinds import Category, Finding, Quantity, Sign
from spasm_ddx.reasoning.units import plain

#: Up to this age in months; beyond it in years, since "4 years" may mean four and a half.
_IN_MONTHS = 60
_YEAR = 12
_MINUTE = 60
_HOUR = 3600


#: The beginnings of labels that are negations already.
_NEGATIONS = {"no", "not", "none", "never", "nothing", "nobody", "without", "cannot"}


def negated_label(label: str) -> str:
    """The negation of a label: "no fever", but 'not "no response"'."""
    first, _, _ = label.partition(" ")
    return f'not "{label}"' if first.lower() in _NEGATIONS else f"no {label}"


def counted(number: float, unit: str) -> str:
    """A number with its unit, such as "1 month" or "6 months"."""
    return f"{plain(number)} {unit.removesuffix('s') if number == 1 else unit}"


def amount(quantity: Quantity, value: float) -> str:
    """A value of a quantity in the units that people use, such as "5 minutes"."""
    match quantity.unit:
        case "months" if value > _IN_MONTHS and float(value).is_integer():
            years, months = divmod(int(value), _YEAR)
            rest = f" {counted(months, 'months')}" if months else ""
            return counted(years, "years") + rest
        case "seconds" if value >= _HOUR and value % _HOUR == 0:
            return counted(value / _HOUR, "hours")
        case "seconds" if value >= 2 * _MINUTE and value % _MINUTE == 0:
            return counted(value / _MINUTE, "minutes")
        case "degrees Celsius":
            return f"{plain(value)} \N{DEGREE SIGN}C"
        case "":
            return plain(value)
        case unit:
            return counted(value, unit)


def said(finding: Finding, value: Any) -> str:  # noqa: ANN401 - a value of any kind of finding
    """A finding with its value in words, such as "no fever" or "age 18 months"."""
    match finding:
        case Sign(label=label, denied=denied):
            return label if value else denied
        case Category(label=label, words=words):
            return f"{label}: {words[value]}"
        case Quantity(label=label):
            return f"{label} {amount(finding, value)}"
        case _:  # pragma: no cover - the union is closed
            assert_never(finding)


def interval(quantity: Quantity, within: Interval) -> str:
    """An interval in words, such as "6 to 48 months" or "38 °C or more"."""
    low = None if within.low is None else amount(quantity, within.low)
    high = None if within.high is None else amount(quantity, within.high)
    below = f"less than {high}" if within.high_open else f"{high} or less"
    above = f"more than {low}" if within.low_open else f"{low} or more"
    if low is None:
        return "any number" if high is None else below
    if high is None:
        return above
    if low == high:
        return f"exactly {low}"
    if within.low_open or within.high_open:
        return f"{above} and {below}"
    number, _, unit = low.partition(" ")
    alike = high.partition(" ")[2].removesuffix("s") == unit.removesuffix("s")
    return f"{number if alike and unit.isalpha() else low} to {high}"


def listed(words: Sequence[str], joint: str) -> str:
    """Words as a list in a sentence: "a, b or c", or "a; b; or c" if words hold commas."""
    if len(words) < 2:  # noqa: PLR2004 - a list of one needs no joint
        return "".join(words)
    if any("," in word or f" {joint} " in word for word in words):
        return f"{'; '.join(words[:-1])}; {joint} {words[-1]}"
    return f"{', '.join(words[:-1])} {joint} {words[-1]}"


def _atom(criterion: Is | Within, *, negated: bool) -> str:
    """A criterion on one finding in words, or its negation."""
    if isinstance(criterion, Within):
        quantity, within = criterion.quantity, criterion.interval
        words = _outside(quantity, within) if negated else interval(quantity, within)
        return f"{quantity.label} {words}"
    finding, values = criterion.finding, criterion.values
    if isinstance(finding, Sign):
        return said(finding, (True in values) is not negated)
    inside: list[str] = []
    outside: list[str] = []
    for member, words in finding.words.items():
        (inside if (member in values) is not negated else outside).append(words)
    one_other = len(outside) == 1 and len(inside) > 1
    chosen = f"not {outside[0]}" if one_other else listed(inside, "or")
    return f"{finding.label}: {chosen or 'none of them'}"


def _outside(quantity: Quantity, within: Interval) -> str:
    """The outside of an interval in words: "less than 6 months or more than 48 months"."""
    sides: list[str] = []
    if within.low is not None:
        sides.append(interval(quantity, Interval(high=within.low, high_open=not within.low_open)))
    if within.high is not None:
        sides.append(interval(quantity, Interval(low=within.high, low_open=not within.high_open)))
    return " or ".join(sides) or "no number at all"


def lowered(name: str) -> str:
    """A name with its first letter in lower case, unless it is an abbreviation."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def capitalized(text: str) -> str:
    """A text with only its first letter changed to upper case."""
    return text[:1].upper() + text[1:]


def heading(criterion: AtLeast, *, negated: bool = False) -> str:
    """The heading of a combination: its name, or words such as "all of" or "none of"."""
    if criterion.weights is not None:
        return f"{criterion.name or 'score'}: {_counted(criterion, negated=negated)}"
    if criterion.name is not None and negated:
        name = lowered(criterion.name)
        return negated_label(name) if criterion.is_any else f"not: {name}"
    return criterion.name or _counted(criterion, negated=negated)


def _counted(criterion: AtLeast, *, negated: bool = False) -> str:
    """How many parts of a combination must hold, such as "all of" or "3 points or more"."""
    if criterion.weights is not None:
        points = ceil(criterion.k / criterion.step) * criterion.step
        less = counted(points - criterion.step, "points")
        return f"{less} or less" if negated else f"{counted(points, 'points')} or more"
    if criterion.is_any:
        return "none of" if negated else "any of"
    if criterion.is_all:
        return "not all of" if negated else "all of"
    return f"{'fewer than' if negated else 'at least'} {plain(criterion.k)} of"


def sentence(criterion: Criterion, *, negated: bool = False) -> str:
    """A criterion in one line, such as "fever and age 6 to 48 months"."""
    match criterion:
        case Not(of=of):
            return sentence(of, negated=not negated)
        case Is() | Within():
            return _atom(criterion, negated=negated)
        case AtLeast(of=parts, name=name):
            if criterion.weights is not None and name is not None:
                return f"{name} of {_counted(criterion, negated=negated)}"
            head = heading(criterion, negated=negated)
            if name is not None:
                return head
            if len(parts) == 1 and criterion.weights is None:
                return sentence(parts[0], negated=negated)
            inside = [
                f"({text})" if isinstance(part, AtLeast) and part.name is None else text
                for part, weight in criterion.weighted
                for text in [_worth(criterion, weight) + sentence(part)]
            ]
            if not negated and (criterion.is_any or criterion.is_all):
                return (" or " if criterion.is_any else " and ").join(inside)
            return f"{head}: {', '.join(inside)}"
        case _:  # pragma: no cover - the union is closed
            assert_never(criterion)


def outline(criterion: Criterion) -> list[tuple[int, str]]:
    """A criterion as lines with their indentation: a heading, then its parts."""
    return [(depth, text) for depth, text, _ in outlined(criterion)]


def outlined(criterion: Criterion, *, negated: bool = False) -> list[tuple[int, str, Criterion]]:
    """The same, each line with its criterion."""
    said = Not(criterion) if negated else criterion
    match criterion:
        case Not(of=of):
            return outlined(of, negated=not negated)
        case Is() | Within():
            return [(0, sentence(criterion, negated=negated), said)]
        case AtLeast(of=parts, name=name):
            head = heading(criterion, negated=negated)
            if criterion.weights is None:
                if len(parts) == 1 and name is None:
                    return outlined(parts[0], negated=negated)
                if name is not None and negated:
                    return [(0, head, said)]
                if name is not None:
                    head = f"{head}: {_counted(criterion)}"
            return [(0, head, said), *_lines(criterion)]
        case _:  # pragma: no cover - the union is closed
            assert_never(criterion)


def _lines(criterion: AtLeast) -> Iterator[tuple[int, str, Criterion]]:
    """The lines of the parts; a score with two thresholds, a range, comes once."""
    seen: set[Criterion] = set()
    for part, weight in criterion.weighted:
        first, *below = outlined(part)
        score = part.of if isinstance(part, Not) else part
        if isinstance(score, AtLeast) and score.weights is not None:
            whole = attrs.evolve(score, k=sum(filter(lambda w: w > 0, score.weights)))
            below = [] if whole in seen else below
            seen.add(whole)
        for depth, text, inner in (first, *below):
            worth = "" if depth else _worth(criterion, weight)
            yield depth + 1, worth + text, inner


def _worth(criterion: AtLeast, weight: float) -> str:
    """The prefix of a part of a score: its points, such as "+1.5 "."""
    return "" if criterion.weights is None else f"{'+' if weight > 0 else ''}{plain(weight)} "
