"""Findings, numbers with their units, and criteria in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, assert_never

from spasm_ddx.reasoning.criteria import (
    AtLeast,
    Category,
    Criterion,
    Finding,
    Interval,
    Is,
    Not,
    Quantity,
    Sign,
    Within,
)
from spasm_ddx.reasoning.units import plain

#: Up to this age it is said in months: "4 years" is also said of a child of four and a half.
_IN_MONTHS = 60
_YEAR = 12
_MINUTE = 60
_HOUR = 3600


def counted(number: float, unit: str) -> str:
    """A number of things, as in "1 month" and "6 months"."""
    return f"{plain(number)} {unit.removesuffix('s') if number == 1 else unit}"


def amount(quantity: Quantity, value: float) -> str:
    """A value of a quantity in the units that people say, as in "5 minutes"."""
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
    """A finding with its value, as in "no fever" or "age 18 months"."""
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
    """An interval in words, as in "6 to 48 months" or "38 °C or more"."""
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
    """Words as a list in a sentence: "a, b or c"; "a; b; or c" where words hold commas."""
    if len(words) < 2:  # noqa: PLR2004 - a list of one needs no joint
        return "".join(words)
    if any("," in word or f" {joint} " in word for word in words):
        return f"{'; '.join(words[:-1])}; {joint} {words[-1]}"
    return f"{', '.join(words[:-1])} {joint} {words[-1]}"


def atom(criterion: Is | Within) -> str:
    """A criterion on one finding in words."""
    if isinstance(criterion, Within):
        return f"{criterion.quantity.label} {interval(criterion.quantity, criterion.interval)}"
    finding, values = criterion.finding, criterion.values
    if isinstance(finding, Sign):
        return said(finding, True in values)
    chosen = [finding.words[member] for member in finding.members if member in values]
    others = [finding.words[member] for member in finding.members if member not in values]
    if len(others) == 1 and len(chosen) > 1:
        return f"{finding.label}: not {others[0]}"
    return f"{finding.label}: {listed(chosen, 'or')}"


def denied(criterion: Is | Within) -> str:
    """That a criterion on one finding does not hold, in words."""
    if isinstance(criterion, Within):
        return f"{criterion.quantity.label} {_outside(criterion.quantity, criterion.interval)}"
    finding, values = criterion.finding, criterion.values
    if isinstance(finding, Sign):
        return said(finding, True not in values)
    left = frozenset(finding.members) - values
    return atom(Is(finding, left)) if left else f"{finding.label}: none of them"


def _outside(quantity: Quantity, within: Interval) -> str:
    """What is not in an interval, in words: "less than 6 months or more than 48 months"."""
    sides: list[str] = []
    if within.low is not None:
        sides.append(interval(quantity, Interval(high=within.low, high_open=not within.low_open)))
    if within.high is not None:
        sides.append(interval(quantity, Interval(low=within.high, low_open=not within.high_open)))
    return " or ".join(sides) or "no number at all"


def lowered(name: str) -> str:
    """A name inside a sentence: its first letter small, unless it is an abbreviation."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def heading(criterion: AtLeast, *, negated: bool = False) -> str:
    """How a combination begins, as in "all of" or "none of"; its name if it has one."""
    k, count, name = criterion.k, len(criterion.of), criterion.name
    if name is not None:
        if negated:
            return f"no {lowered(name)}" if k == 1 else f"not: {lowered(name)}"
        return name
    if k == 1:
        return "none of" if negated else "any of"
    if k == count:
        return "not all of" if negated else "all of"
    return f"fewer than {k} of" if negated else f"at least {k} of"


def sentence(criterion: Criterion, *, negated: bool = False) -> str:
    """A criterion in one line, as in "fever and age 6 to 48 months"."""
    match criterion:
        case Not(of=of):
            return sentence(of, negated=not negated)
        case Is() | Within():
            return denied(criterion) if negated else atom(criterion)
        case AtLeast(of=parts, name=name):
            head = heading(criterion, negated=negated)
            if name is not None:
                return head
            if len(parts) == 1:
                return sentence(parts[0], negated=negated)
            inside = [
                f"({text})" if isinstance(part, AtLeast) and part.name is None else text
                for part in parts
                for text in [sentence(part)]
            ]
            if not negated and criterion.k in {1, len(parts)}:
                return (" or " if criterion.k == 1 else " and ").join(inside)
            return f"{head}: {', '.join(inside)}"
        case _:  # pragma: no cover - the union is closed
            assert_never(criterion)


def outline(criterion: Criterion, *, negated: bool = False) -> list[tuple[int, str]]:
    """A criterion as lines, each with how far it is indented: a heading, then its parts."""
    return [(depth, text) for depth, text, _ in outlined(criterion, negated=negated)]


def outlined(criterion: Criterion, *, negated: bool = False) -> list[tuple[int, str, Criterion]]:
    """The same, each line with the criterion that it says."""
    said = Not(criterion) if negated else criterion
    match criterion:
        case Not(of=of):
            return outlined(of, negated=not negated)
        case Is() | Within():
            return [(0, sentence(criterion, negated=negated), said)]
        case AtLeast(k=k, of=parts, name=name):
            if len(parts) == 1 and name is None:
                return outlined(parts[0], negated=negated)
            head = heading(criterion, negated=negated)
            if name is not None and negated:
                return [(0, head, said)]
            if name is not None:
                how = "any of" if k == 1 else "all of" if k == len(parts) else f"at least {k} of"
                head = f"{head}: {how}"
            lines: list[tuple[int, str, Criterion]] = [(0, head, said)]
            for part in parts:
                lines += [(depth + 1, text, inner) for depth, text, inner in outlined(part)]
            return lines
        case _:  # pragma: no cover - the union is closed
            assert_never(criterion)
