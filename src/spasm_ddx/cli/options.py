"""The options for one person's findings and screens."""

from __future__ import annotations

import json
from typing import Any, Final

import attrs
import click

from spasm_ddx.cli.guidelines import DEFAULT, GuidelineCommand, guideline_of
from spasm_ddx.errors import FindingError, beginning
from spasm_ddx.guideline.guideline import Guideline
from spasm_ddx.reasoning.finding_kinds import Finding, Quantity, Sign
from spasm_ddx.reasoning.findings import Findings

#: Units that people rarely use, with examples in the units that they use.
SPOKEN: Final = {"months": "40y or 18mo", "seconds": "45s, 3min or 1h"}
UNITS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "months": (("y", "years"), ("mo", "months")),
    "seconds": (("s", "seconds"), ("min", "minutes"), ("h", "hours")),
}
_UNKNOWN: Final = frozenset({"?", "unknown", "don't know", "dont know", "dk"})
#: The prefix of findings' parameters, so that no other parameter has the same name.
_FINDING: Final = "finding_"
_SECTION: Final = 'Findings (one left out is not known, which is never "no")'


def is_unknown(typed: str) -> bool:
    """Whether a typed answer means "don't know"."""
    return typed.strip().lower() in _UNKNOWN


def accepted(finding: Finding) -> str:
    """The values to type, in words."""
    match finding:
        case Sign():
            return "yes or no"
        case Quantity(unit=unit) if unit in SPOKEN:
            return f"{finding.accepted}, as in {SPOKEN[unit]}"
        case _:
            return finding.accepted


@attrs.frozen
class Observed:
    """The findings of a person from the options of a command; None is "don't know"."""

    answers: dict[Finding, Any] = attrs.field(factory=dict[Finding, Any])
    denied: list[Finding] = attrs.field(factory=list[Finding])

    def __bool__(self) -> bool:
        return bool(self.answers or self.denied)

    def of(self, person: Findings) -> Findings:
        """The person with these findings added; a contradiction is an error."""
        given = {finding: value for finding, value in self.answers.items() if value is not None}
        for finding, value in given.items():
            known = person.value_of(finding)
            if known is not None and known != value:
                msg = (
                    f"{finding.name} is {json.dumps(finding.to_json(known))} in the file and "
                    f"{json.dumps(finding.to_json(value))} in the options; give one"
                )
                raise FindingError(msg, field=finding.name)
        person = person.but(**{finding.name: value for finding, value in given.items()})
        return person.deny(*self.denied)


class FindingsCommand(GuidelineCommand):
    """A command with an option for each finding of its guideline, passed as ``observed``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the options; the error for a retired finding names its replacement."""
        ctx.params["observed"] = Observed()
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            name = error.option_name.removeprefix("--").replace("-", "_")
            replaced = guideline_of(ctx).vocabulary.retired.get(name)
            if replaced is None:
                options = [name for each in self.get_params(ctx) for name in each.opts]
                near = beginning(error.option_name, options)
                if not near:
                    raise
                msg = f"no option {error.option_name}; did you mean {' or '.join(near)}?"
                raise click.UsageError(msg) from None
            now = " and ".join(map(_spelt, replaced))
            msg = f"option {error.option_name} was replaced; give {now}"
            raise click.UsageError(msg) from None

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Its own parameters, then those of screens and findings."""
        own = super().get_params(ctx)
        guideline = guideline_of(ctx)
        taken = {"--none-of", *(name for parameter in own for name in parameter.opts)}
        findings = [_option(finding, taken) for finding in guideline.vocabulary.findings()]
        return [*own, *([_none_of(guideline)] if guideline.screens else []), *findings]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what it does; its examples are of the findings of the default guideline."""
        whole = self.help or ""
        self.help: str | None = whole if guideline_of(ctx) is DEFAULT else whole.partition("\b")[0]
        super().format_help_text(ctx, formatter)
        self.help = whole

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the findings in a section of their own."""
        sections: dict[str, list[tuple[str, str]]] = {}
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            if record is not None and isinstance(parameter, click.Option):
                of_finding = (parameter.name or "").startswith(_FINDING)
                sections.setdefault(_SECTION if of_finding else "Options", []).append(record)
        for title, records in sections.items():
            with formatter.section(title):
                formatter.write_dl(records)


def _none_of(guideline: Guideline) -> click.Option:
    screens = {screen.key: screen.findings for screen in guideline.screens}
    listed = [f"{key}: {', '.join(f.name for f in findings)}" for key, findings in screens.items()]

    def deny(context: click.Context, _: click.Parameter, keys: tuple[str, ...]) -> None:
        for key in keys:
            context.params["observed"].denied.extend(screens[key])

    return click.Option(
        ["--none-of"],
        type=click.Choice([*screens]),
        multiple=True,
        expose_value=False,
        callback=deny,
        help="Answer no to every finding of a screen; you checked each. Can be repeated. "
        + "; ".join(listed),
    )


def _option(finding: Finding, taken: set[str]) -> click.Option:
    name = _spelt(finding.name)
    name = _spelt(_FINDING + finding.name) if name in taken else name

    def note(context: click.Context, _: click.Parameter, texts: tuple[str, ...]) -> None:
        if len(texts) > 1:
            msg = f"option {name} appears twice, as {' and as '.join(map(repr, texts))}; "
            msg += "give it once"
            raise click.UsageError(msg)
        try:
            for text in texts:
                value = None if is_unknown(text) else finding.parse(text)
                if value is not None:
                    finding.check(value)
                context.params["observed"].answers[finding] = value
        except FindingError as error:
            msg = f"option {name}: {str(error).removeprefix(f'{finding.name}: ')}"
            raise click.UsageError(msg) from None

    return click.Option(
        [name, _FINDING + finding.name],
        metavar="VALUE",
        multiple=True,  # so that a second value is an error and does not silently win
        expose_value=False,
        callback=note,
        help=f"{finding.asks} [{accepted(finding)}]",
    )


def _spelt(name: str) -> str:
    return f"--{name.replace('_', '-')}"
