"""The library's answers, recorded in files, to compare before and after a restructuring.

Run it before moving code and after, and compare; a difference that nobody meant is a defect::

    python tests/record.py write /tmp/before
    python tests/record.py write /tmp/after --people /tmp/before/people.jsonl
    python tests/record.py compare /tmp/before /tmp/after

``compare`` leaves out what the order of asking alone decides (``next_question``,
``next_screen`` and the part of the text that says what to ask next) with ``--but-asking``.
Fields that are new in the JSON are no difference.
"""

from __future__ import annotations

import argparse
import difflib
import json
import random
import re
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, cast

import attrs
import polars as pl
from click.testing import CliRunner

from spasm_ddx import MUSCLE_SPASM, Leaf, Presentation, Question, assess, compare, verify
from spasm_ddx.cli.commands import cli
from spasm_ddx.guideline.safety import Lowering, lowerings
from spasm_ddx.reasoning.finding_kinds import Category, Finding, Quantity
from spasm_ddx.reasoning.wording import sentence
from spasm_ddx.tables import assess_table, assessment_columns
from spasm_ddx.views.formats import Format, render_as
from spasm_ddx.views.proofs import said_report

PEOPLE = 5_000
_FORMS: tuple[Format, ...] = ("dot", "svg", "mermaid", "text", "markdown")
#: The parts of a text that say what to ask next; each ends at the next blank line.
_ASKING = re.compile(
    r"\n\n(?:[^\n]+\n)?(?:Ask next|What each answer would lead to):.*?(?=\n\n|\Z)", re.DOTALL
)


# ------------------------------------------------------------------------------- people


def people(seed: int = 11) -> Iterator[Presentation]:
    """Random people with any number of known findings, from none to all."""
    draw = random.Random(seed)  # noqa: S311 - not for secrets
    cuts = _cuts()
    made = 0
    while made < PEOPLE:
        degree = draw.choice((0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 0.97, 1.0))
        yes = draw.choice((0.05, 0.2, 0.5, 0.8))
        values = {
            finding.name: _value(draw, finding, cuts, yes)
            for finding in Presentation.findings()
            if draw.random() < degree
        }
        if values.get("temperature_c", 0) >= 38:
            values.pop("fever", None)
        yield Presentation(**values)
        made += 1


def _value(draw: random.Random, finding: Finding, cuts: dict[str, list[float]], yes: float) -> Any:  # noqa: ANN401 - a value of any kind of finding
    if isinstance(finding, Quantity):
        near = [v for v in cuts.get(finding.name, ()) if finding.low <= v <= finding.high]
        value = draw.choice([*near, draw.uniform(finding.low, finding.high)] * 2 + [finding.usual])
        return round(value) if finding.whole else value
    if isinstance(finding, Category):
        return draw.choice(finding.members)
    return draw.random() < yes


def _cuts() -> dict[str, list[float]]:
    return {
        "age_months": [5.9, 6, 12, 18, 23.9, 24, 48, 48.1, 240, 744],
        "duration_s": [1, 30, 45, 99, 100, 299, 300, 599, 600, 899, 900, 1800, 1801, 3600, 5000],
        "temperature_c": [36.8, 37.9, 38, 39.5],
        "attacks_this_illness": [1, 2, 5],
    }


# ------------------------------------------------------------------------------ writing


def write(folder: Path, known: Path | None) -> None:
    """Write everything that is recorded into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    if known is None:
        found = list(people())
    else:
        lines = known.read_text(encoding="utf-8").splitlines()
        found = [Presentation.from_dict(json.loads(line)) for line in lines]
    _lines(folder / "people.jsonl", (json.dumps(one.to_dict()) for one in found))
    assessed = [assess(one) for one in found]
    _lines(folder / "answers.jsonl", (json.dumps(one.to_dict()) for one in assessed))
    _lines(folder / "texts.jsonl", (json.dumps(f"{one}\n\n{one.explain()}") for one in assessed))
    _lines(folder / "table.jsonl", _table(found))
    for name, make in _others(found).items():
        (folder / name).write_text(make(), encoding="utf-8")


def _lines(file: Path, lines: Iterator[str]) -> None:
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def _table(found: list[Presentation]) -> Iterator[str]:
    columns: dict[str, list[Any]] = {finding.name: [] for finding in Presentation.findings()}
    for one in found:
        known = one.to_dict()
        for name, values in columns.items():
            values.append(known.get(name))
    table = pl.DataFrame(
        {
            name: pl.Series(name, values, dtype=_type(Presentation.finding(name)))
            for name, values in columns.items()
        }
    )
    asked = assessment_columns(MUSCLE_SPASM)
    for row in assess_table(MUSCLE_SPASM, table, asked).select(asked).iter_rows(named=True):
        yield json.dumps(row)


def _type(finding: Finding) -> type[pl.DataType]:
    if isinstance(finding, Quantity):
        return pl.Float64
    return pl.String if isinstance(finding, Category) else pl.Boolean


def _others(found: list[Presentation]) -> dict[str, Callable[[], str]]:
    """The drawings of the tree and of three people, and the proofs."""
    made: dict[str, Callable[[], str]] = {}
    drawn: list[tuple[str, Presentation | None]] = [("tree", None)]
    chosen = [one for one in found if 6 <= len(one.known) <= 14][:3]
    drawn += [(f"person{number}", one) for number, one in enumerate(chosen)]
    for name, one in drawn:
        for form in _FORMS:
            made[f"{name}.{form}"] = partial(_drawn, one, form)
    made["verify.txt"] = lambda: _command("verify")
    made["report.txt"] = lambda: said_report(MUSCLE_SPASM.tree, verify(MUSCLE_SPASM.tree))
    made["lowerings.txt"] = _lowered
    made["compare.txt"] = _compared
    return made


def _drawn(one: Presentation | None, form: Format) -> str:
    shown = render_as(MUSCLE_SPASM, form, one)
    return shown.decode() if isinstance(shown, bytes) else shown


def _command(*words: str) -> str:
    return CliRunner().invoke(cli, words).output


def _lowered() -> str:
    def told(one: Lowering) -> str:
        who = "everybody" if one.who is None else sentence(one.who)
        before = f"{one.before} {one.urgency_before.key}"
        after = f"{one.after} {one.urgency_after.key}"
        return f"{one.flag.name}: {before}, {after}: {who}; {one.example}"

    return "\n".join(map(told, lowerings(MUSCLE_SPASM)))


def _compared() -> str:
    """The tree beside itself with a question turned round, and each alert beside the first."""
    tree = MUSCLE_SPASM.tree
    root = tree.root
    assert isinstance(root, Question)
    assert isinstance(root.no, Question)
    turned = attrs.evolve(root.no, yes=root.no.no, no=root.no.yes)
    other = attrs.evolve(tree, root=attrs.evolve(root, no=turned))
    lines = [one.words for one in compare(tree, other)]
    lines += [one.words for one in compare(tree, tree)]
    leaf = attrs.evolve(tree, root=Leaf(tree.outcomes[0]))
    lines += [one.words for one in compare(tree, leaf)]
    first = MUSCLE_SPASM.alerts[0].tree
    for alert in MUSCLE_SPASM.alerts:
        lines += [one.words for one in compare(first, alert.tree)]
    return "\n".join(lines)


# ---------------------------------------------------------------------------- comparing


def differences(before: Path, after: Path, *, but_asking: bool) -> Iterator[str]:
    """The differences between two folders, one line each."""
    for file in sorted(before.iterdir()):
        old, new = (folder.joinpath(file.name) for folder in (before, after))
        if not new.exists():
            yield f"{file.name}: missing"
            continue
        texts = [path.read_text(encoding="utf-8").splitlines() for path in (old, new)]
        if file.suffix == ".jsonl":
            if len(texts[0]) != len(texts[1]):
                yield f"{file.name}: {len(texts[0])} lines became {len(texts[1])}"
            for number, pair in enumerate(zip(*texts, strict=False)):
                one, other = (_masked(json.loads(line), but_asking=but_asking) for line in pair)
                if told := "; ".join(_different("", one, other)):
                    yield f"{file.name}, person {number}: {told}"
        else:
            lines = list(difflib.unified_diff(texts[0], texts[1], lineterm="", n=0))[2:]
            if lines:
                yield f"{file.name}: {' / '.join(line[:200] for line in lines[:6])}"


def _masked(value: Any, *, but_asking: bool) -> Any:  # noqa: ANN401 - any JSON
    if but_asking and isinstance(value, dict):
        held = cast("dict[str, Any]", value)
        return {k: v for k, v in held.items() if k not in {"next_question", "next_screen"}}
    return _ASKING.sub("", value) if but_asking and isinstance(value, str) else value


def _different(where: str, one: Any, other: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    if isinstance(one, dict) and isinstance(other, dict):
        old, new = cast("dict[str, Any]", one), cast("dict[str, Any]", other)
        for key in old:
            yield from _different(f"{where}.{key}", old[key], new.get(key, "<missing>"))
    elif isinstance(one, str) and isinstance(other, str) and "\n" in one:
        lines = difflib.unified_diff(one.splitlines(), other.splitlines(), lineterm="", n=0)
        yield from list(lines)[2:8]
    elif one != other:
        yield f"{where}: {one!r} became {other!r}"[:600]


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    writing = commands.add_parser("write")
    writing.add_argument("folder", type=Path)
    writing.add_argument("--people", type=Path)
    comparing = commands.add_parser("compare")
    comparing.add_argument("before", type=Path)
    comparing.add_argument("after", type=Path)
    comparing.add_argument("--but-asking", action="store_true")
    given = parser.parse_args()
    if given.command == "write":
        write(given.folder, given.people)
        return
    found = list(differences(given.before, given.after, but_asking=given.but_asking))
    print(*found[:40], sep="\n")
    print(f"{len(found)} differences")
    sys.exit(bool(found))


if __name__ == "__main__":
    _main()
