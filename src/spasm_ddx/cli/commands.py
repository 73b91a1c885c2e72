"""The commands that assess, ask, draw and verify."""

from __future__ import annotations

import sys
import textwrap
from typing import Any

import attrs
import click

from spasm_ddx import __version__
from spasm_ddx.cli.batch import batch_command
from spasm_ddx.cli.files import (
    Format,
    check_apart,
    deliver,
    form_of,
    one_person,
    opened,
    write,
)
from spasm_ddx.cli.guidelines import (
    DEFAULT,
    GUIDELINE,
    FindingsCommand,
    GuidelineCommand,
    completed,
    load,
    pairs_of,
    split_options,
)
from spasm_ddx.cli.interview import converse
from spasm_ddx.errors import FindingError, InputError
from spasm_ddx.exchange.json import read_people
from spasm_ddx.guideline.assessment import Assessment
from spasm_ddx.guideline.guideline import WITNESS, Guideline
from spasm_ddx.guideline.report import WIDTH, report
from spasm_ddx.guideline.verification import compare, verify
from spasm_ddx.views.formats import FORMATS, render_as
from spasm_ddx.views.formats import Format as Form
from spasm_ddx.views.proofs import said_difference, said_report

_FAULT = 1
_FILE = click.argument("file", required=False, metavar="[FILE|-]")


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=DEFAULT.notices.purpose,
)
@click.version_option(__version__, prog_name="spasm-ddx")
def cli() -> None:
    """Differential diagnosis of muscle spasm, where "not known" is never treated as "no".

    It says exactly which conditions are still possible, how urgent it can be, what to
    ask next and why.
    """


@cli.command(cls=FindingsCommand, name="assess")
@_FILE
@GUIDELINE
@click.option(
    "--format",
    "output",
    type=click.Choice(["text", "json"]),
    help="How to write; text for one person, one JSON result a line for JSON Lines.",
)
@click.option(
    "--diagram",
    metavar="OUT",
    help="Draw the person's path too, into a file that ends in .svg, .png, .pdf, .dot or .html.",
)
@click.pass_obj
def assess_command(
    guideline: Guideline,
    /,
    file: str | None,
    output: Format | None,
    diagram: str | None,
    **options: Any,  # noqa: ANN401 - one for each finding
) -> None:  # the \b below keeps the lines of the examples apart
    """Assess one person, or each person of a file.

    FILE holds one JSON object, or JSON Lines with one object a line; - is standard input.
    Findings given as options are added to each person.

    \b
    spasm-ddx assess person.json
    spasm-ddx assess --age-months 18mo --temperature-c 39.5 --jerking yes
    spasm-ddx assess --extent localized --site lower_leg --none-of convulsive
    """  # noqa: D301 - click wants the character itself
    given, screens = split_options(click.get_current_context(), guideline, options)
    if file is None:
        if not screens and not any(options.values()):
            msg = "nothing is given; name a FILE, - for standard input, or findings (see --help)"
            raise InputError(msg)
        assessment = guideline.assess(completed(guideline.vocabulary(), given, screens))
        write(assessment, output or "text")
        _draw(assessment, diagram, file)
        return
    with opened(file) as (stream, source):
        people = read_people(stream, guideline.vocabulary, source)
        if people.many and diagram is not None:
            msg = f"{source}, line 2: --diagram draws one person; give one JSON object"
            raise InputError(msg, line=2)
        for number, person in people.people:
            try:
                assessment = guideline.assess(completed(person, given, screens))
            except FindingError as error:
                msg = f"{source}, line {number}: {error}"
                raise InputError(msg, line=number) from None
            write(assessment, output or ("json" if people.many else "text"), many=people.many)
            _draw(assessment, diagram, file)


def _draw(assessment: Assessment, output: str | None, source: str | None) -> None:
    """Draw a person's path, where a file is named for it."""
    if output is not None:
        check_apart(output, source)
        drawn = render_as(assessment.guideline, form_of(output), assessment.presentation)
        deliver(drawn, output)


@cli.command(cls=FindingsCommand, name="ask")
@_FILE
@GUIDELINE
@click.option(
    "--as",
    "role",
    metavar="ROLE",
    default=WITNESS,
    show_default=True,
    help="Who answers, such as witness or clinician; what only somebody else can tell stays "
    "unknown.",
)
@click.pass_obj
def ask_command(
    guideline: Guideline,
    /,
    file: str | None,
    role: str,
    **options: Any,  # noqa: ANN401 - one for each finding
) -> None:
    """Ask about one person, until no answer can change anything.

    Findings of a FILE (one JSON object) or of options are known from the start.
    "?" (don't know) is always accepted, "back" goes back, "stop" ends early.
    """
    if file == "-" or not (sys.stdin.isatty() and sys.stdout.isatty()):
        msg = "ask needs a terminal, and never invents an answer; use assess for a file or a pipe"
        raise InputError(msg)
    vocabulary = guideline.vocabulary
    person = vocabulary() if file is None else one_person(file, vocabulary)
    given, screens = split_options(click.get_current_context(), guideline, options)
    start = guideline.interview(role, completed(person, given, screens))
    done = converse(start)
    click.echo(report(done.assessment, ahead=done.sees_ahead))


@cli.command(cls=FindingsCommand, name="render")
@_FILE
@GUIDELINE
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    help="The form; that of the ending of -o, or text, unless given.",
)
@click.option("-o", "--output", metavar="OUT", help="The file to write, in place of the terminal.")
@click.option(
    "--root", default="root", help="Where to begin: the answers from the top, as n or ny."
)
@click.option("--depth", type=click.IntRange(min=1), help="How many questions deep to go.")
@click.pass_obj
def render_command(
    guideline: Guideline,
    /,
    file: str | None,
    form: Form | None,
    output: str | None,
    root: str,
    depth: int | None,
    **options: Any,  # noqa: ANN401 - one for each finding
) -> None:
    """Draw the tree, or one person's path through it.

    FILE and the findings are those of a person, as for assess; without them the whole
    tree is drawn.
    """
    if output is not None:
        check_apart(output, file)
    given, screens = split_options(click.get_current_context(), guideline, options)
    vocabulary = guideline.vocabulary
    person = vocabulary() if file is None else one_person(file, vocabulary)
    asked = file is not None or given or screens
    findings = completed(person, given, screens) if asked else None
    chosen: Form = form or (form_of(output) if output is not None else "text")
    deliver(render_as(guideline, chosen, findings, root=root, depth=depth), output)


cli.add_command(batch_command)


@cli.command(
    cls=GuidelineCommand, name="verify", short_help="Prove that the guideline is complete."
)
@GUIDELINE
@click.pass_obj
def verify_command(guideline: Guideline) -> None:
    """Prove that the tree is complete and that each part of it does something.

    Exits 1 where a part does nothing, a red flag is tested by nothing, or a reassuring
    condition does not wait for a red flag.
    """
    found = verify(guideline)
    tree = attrs.evolve(guideline.tree, name=guideline.name, version=guideline.version)
    lines = [*found.faults, *said_report(tree, found.tree).splitlines()]
    if guideline.graded:
        head = "More danger never lowers the urgency, with everything known"
        lines += ["", f"{head}, but for these:" if found.lowerings else f"{head}."]
    for one in found.lowerings:
        only = f", {one.accepted.only}" if one.accepted is not None and one.accepted.only else ""
        lines.append(
            f"- {one.flag.label}: {one.before} ({one.urgency_before.key}) becomes "
            f"{one.after} ({one.urgency_after.key}){only}"
        )
    for line in lines:
        click.echo(textwrap.fill(line, WIDTH, subsequent_indent="  ", break_on_hyphens=False))
    if not found.ok:
        sys.exit(_FAULT)


@cli.command(name="compare", epilog=DEFAULT.notices.purpose)
@click.argument("before", metavar="BEFORE")
@click.argument("after", metavar="AFTER")
@click.option(
    "--alike",
    metavar="MODULE:NAME|FILE.py:NAME",
    help="Pairs of a criterion before and one after that mean the same, where a finding was "
    "renamed or split.",
)
def compare_command(before: str, after: str, alike: str | None) -> None:
    """Say everybody whom two guidelines, or two trees, tell otherwise.

    BEFORE and AFTER are MODULE:NAME or path/file.py:NAME. Findings are matched by their names.
    Compared are the conditions, the alerts and the final urgency. Exits 1 where they differ.
    """
    guidelines = load(before, "BEFORE"), load(after, "AFTER")
    pairs = () if alike is None else pairs_of(alike)
    differences = compare(*guidelines, alike=pairs)
    part = None
    for one in differences:
        if one.part != part:
            part = one.part
            click.secho(f"{_PARTS.get(part, f'Alert {part}')}:", bold=True)
        told = f"- {said_difference(one)}"
        click.echo(textwrap.fill(told, WIDTH, subsequent_indent="  ", break_on_hyphens=False))
    if differences:
        sys.exit(_FAULT)
    click.echo("Proved equal: they tell everybody the same.")


_PARTS = {"condition": "Condition", "urgency": "Final urgency"}
