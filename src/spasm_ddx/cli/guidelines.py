"""Which guideline a command is about, and the options that its findings become."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any, Final, assert_never, cast

import click

from spasm_ddx.errors import FindingError, InputError
from spasm_ddx.guideline.guideline import Guideline, as_guideline
from spasm_ddx.guideline.model import Screen
from spasm_ddx.muscle_spasm.guideline import MUSCLE_SPASM
from spasm_ddx.reasoning.criteria import (
    AtLeast,
    Category,
    Criterion,
    Finding,
    Is,
    Not,
    Quantity,
    Sign,
    Within,
    shown,
)
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.tree import Tree

#: The guideline of a command unless another is named.
DEFAULT: Final = MUSCLE_SPASM
#: What a person types who does not know.
UNKNOWN: Final = frozenset({"?", "unknown", "don't know", "dont know", "dk"})
_EXAMPLE: Final = "name one as MODULE:NAME or path/file.py:NAME, such as ottawa_ankle:OTTAWA"
#: What the parameters of findings begin with, so that no other parameter is named alike.
_FINDING: Final = "finding_"

GUIDELINE = click.option(
    "--guideline",
    metavar="MODULE:NAME|FILE.py:NAME",
    expose_value=False,
    help="Another guideline, or a plain tree; its module is looked for in this folder too.",
)


def load(named: str, option: str = "--guideline") -> Guideline:
    """The guideline of a module or a file; a plain tree is one without urgency and alerts.

    Raises:
        InputError: There is none of that name.
    """
    found = load_object(named, option)
    if not isinstance(found, Guideline | Tree):
        msg = f"{option} {named}: it is neither a guideline nor a tree; {_EXAMPLE}"
        raise InputError(msg)
    return as_guideline(found)  # pyright: ignore[reportUnknownArgumentType] - outcomes of any type


def load_object(named: str, option: str) -> object:
    """What a module or a file has under a name.

    Raises:
        InputError: There is nothing of that name.
    """
    place, _, name = named.rpartition(":")
    try:
        module = _of_file(Path(place).resolve()) if place.endswith(".py") else _of_name(place)
        found: object = getattr(module, name)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever that module does
        why = " ".join(f"{type(error).__name__}: {error}".split())
        msg = f"{option} {named}: {why}; {_EXAMPLE}"
        raise InputError(msg) from None
    return found


def pairs_of(named: str) -> Sequence[tuple[Criterion, Criterion]]:
    """The pairs of criteria that mean the same, of a module or a file.

    Raises:
        InputError: What is named is no such list.
    """
    found = load_object(named, "--alike")
    wanted = "pairs of a criterion before and one after"
    if not isinstance(found, list | tuple):
        msg = f"--alike {named}: it is {shown(found)}; give a list of {wanted}"
        raise InputError(msg)
    pairs: list[tuple[Criterion, Criterion]] = []
    for pair in cast("Sequence[Any]", found):
        match pair:
            case (
                Is() | Within() | Not() | AtLeast() as old,
                Is() | Within() | Not() | AtLeast() as new,
            ):
                pairs.append((old, new))
            case _:
                msg = f"--alike {named}: {shown(pair)} is no pair; give {wanted}"
                raise InputError(msg)
    return pairs


def _of_name(module: str) -> ModuleType:
    sys.path.insert(0, str(Path.cwd()))
    return import_module(module)


@cache
def _of_file(file: Path) -> ModuleType:
    """The module of a file, read once: two objects of it speak of the same findings."""
    spec = spec_from_file_location(file.stem, file)
    if spec is None or spec.loader is None:  # pragma: no cover - the ending is .py
        msg = f"{file} is no Python file"
        raise ImportError(msg)
    module = module_from_spec(spec)
    sys.modules.setdefault(file.stem, module)  # what it defines is pickled by that name
    sys.path.insert(0, str(file.parent))
    spec.loader.exec_module(module)
    return module


class GuidelineCommand(click.Command):
    """A command about the guideline that ``--guideline`` names."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read which guideline it is before anything else: it decides what the options are."""
        ctx.obj = _chosen(args)
        return super().parse_args(ctx, args)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the guideline is for, and what it is not."""
        self.epilog = _guideline_of(ctx).notices.purpose
        super().format_epilog(ctx, formatter)


def _guideline_of(ctx: click.Context) -> Guideline:
    return ctx.obj if isinstance(ctx.obj, Guideline) else DEFAULT


def _chosen(args: Sequence[str]) -> Guideline:
    named: str | None = None
    for place, word in enumerate(args):
        if word == "--":
            break
        if word == "--guideline" and place + 1 < len(args):
            named = args[place + 1]
        elif word.startswith("--guideline="):
            named = word.partition("=")[2]
    return DEFAULT if named is None else load(named)


class FindingsCommand(GuidelineCommand):
    """A command with an option for each finding of its guideline."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the options; one of a finding that is gone is refused with what replaced it."""
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            name = error.option_name.removeprefix("--").replace("-", "_")
            replaced = _guideline_of(ctx).vocabulary.retired.get(name)
            if replaced is None:
                raise
            now = " and ".join(f"--{one.replace('_', '-')}" for one in replaced)
            msg = f"option {error.option_name} is gone; give {now}"
            raise InputError(msg) from None

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Its own parameters, then those of the findings and screens."""
        own = super().get_params(ctx)
        guideline = _guideline_of(ctx)
        taken = {name for parameter in own for name in parameter.opts}
        return [*own, *_options(guideline, taken)]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the findings in a section of their own."""
        own: list[tuple[str, str]] = []
        findings: list[tuple[str, str]] = []
        options = [given for given in self.get_params(ctx) if isinstance(given, click.Option)]
        for parameter in options:
            record = parameter.get_help_record(ctx)
            if record is not None:
                of_finding = (parameter.name or "").startswith(_FINDING)
                (findings if of_finding else own).append(record)
        with formatter.section("Options"):
            formatter.write_dl(own)
        with formatter.section('Findings (one left out is not known, which is never "no")'):
            formatter.write_dl(findings)


def _options(guideline: Guideline, taken: set[str]) -> list[click.Option]:
    made: list[click.Option] = []
    if guideline.screens:
        listed = "; ".join(
            f"{screen.key}: {', '.join(finding.name for finding in screen.findings)}"
            for screen in guideline.screens
        )
        made.append(
            click.Option(
                ["--none-of"],
                multiple=True,
                type=click.Choice([screen.key for screen in guideline.screens]),
                help="Deny every finding of a screen; each was considered. Can be repeated. "
                + listed,
            )
        )
    for finding in guideline.vocabulary.findings():
        option = f"--{finding.name.replace('_', '-')}"
        if option in taken or option == "--none-of":
            option = f"--finding-{finding.name.replace('_', '-')}"
        asks = f"{finding.asks} {_accepted(finding)}"
        names = [option, f"{_FINDING}{finding.name}"]
        made.append(click.Option(names, metavar="VALUE", help=asks, multiple=True))
    return made


def _accepted(finding: Finding) -> str:
    match finding:
        case Sign():
            return "[yes|no]"
        case Category(members=members):
            return f"[{'|'.join(str(member.value) for member in members)}]"
        case Quantity(unit=unit, low=low, high=high):
            spoken = {"months": "; 4y, 18mo", "seconds": "; 45s, 40min, 1h"}.get(unit, "")
            return f"[{low:g} to {high:g}{f' {unit}' if unit else ''}{spoken}]"
        case _:  # pragma: no cover - the union is closed
            assert_never(finding)


def split_options(
    context: click.Context, guideline: Guideline, options: Mapping[str, Any]
) -> tuple[dict[str, Any], list[Screen]]:
    """The values of findings that were given as options, and the screens that were denied.

    Raises:
        InputError: An option is given twice, or its value is not accepted.
    """
    spelt = {option.name: option.opts[0] for option in context.command.get_params(context)}
    given: dict[str, Any] = {}
    for parameter, texts in options.items():
        name = parameter.removeprefix(_FINDING)
        if name == parameter or not texts:
            continue
        option = f"option {spelt[parameter]}"
        if len(texts) > 1:
            said = " and as ".join(map(repr, texts))
            msg = f"{option} is given twice, as {said}; give it once"
            raise InputError(msg)
        if texts[0].strip().lower() in UNKNOWN:
            continue
        try:
            given[name] = guideline.vocabulary.finding(name).parse(texts[0])
        except FindingError as error:
            msg = f"{option}: {error}"
            raise InputError(msg) from None
    denied = options.get("none_of", ())
    return given, [screen for screen in guideline.screens if screen.key in denied]


def completed(person: Findings, given: Mapping[str, Any], screens: Sequence[Screen]) -> Findings:
    """The person with the findings of the options; what contradicts is refused.

    Raises:
        FindingError: The file and the options contradict each other.
    """
    for name, value in given.items():
        finding = type(person).finding(name)
        known = person.value_of(finding)
        if known is not None and known != value:
            msg = (
                f"{name} is {finding.to_json(known)!r} in the file and "
                f"{finding.to_json(value)!r} in the options; give one"
            )
            raise FindingError(msg, field=name)
    person = person.but(**given)
    return person.deny(*(finding for screen in screens for finding in screen.findings))
