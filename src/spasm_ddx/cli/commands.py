"""The commands; ``batch``, about whole files of people, has its own module."""

from __future__ import annotations

import json
import sys
from typing import IO, Literal, get_args

import click

from spasm_ddx import __version__
from spasm_ddx.cli.batch import batch_command
from spasm_ddx.cli.files import (
    check_outputs,
    form_of,
    one_person,
    people_of,
    place_of,
    show,
    write_file,
)
from spasm_ddx.cli.guidelines import DEFAULT, GUIDELINE, GuidelineCommand, load, load_object
from spasm_ddx.cli.interview import converse
from spasm_ddx.cli.options import FindingsCommand, Observed
from spasm_ddx.cli.terminal import Command, Group, columns, tell
from spasm_ddx.errors import FindingError, InputError
from spasm_ddx.exchange.guidelines import to_json
from spasm_ddx.exchange.schemas import assessment_schema, guideline_schema, presentation_schema
from spasm_ddx.guideline.comparison import DeclaredDifference, compare
from spasm_ddx.guideline.explanation import explanation
from spasm_ddx.guideline.guideline import WITNESS, Guideline, as_guideline
from spasm_ddx.guideline.report import report
from spasm_ddx.guideline.verification import verify
from spasm_ddx.views.formats import FORMATS, Format, render_as
from spasm_ddx.views.handout import to_handout
from spasm_ddx.views.proofs import said_guideline_report

_FILE = click.argument("file", required=False, metavar="[FILE|-]", type=click.File("rb"))
_EXPLAIN = click.option(
    "--explain",
    is_flag=True,
    help="Explain everything: the steps, what speaks for and against, alerts, claims and notes.",
)
_HANDOUT = click.option(
    "--handout",
    metavar="OUT",
    help="Write one page to print or take along too, into a file that ends in .html.",
)


@click.group(
    cls=Group,
    context_settings={"help_option_names": ["-h", "--help"]},
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
    help="The format of the output; unless given, text for one person, and for JSON Lines one "
    "JSON result a line.",
)
@click.option(
    "--diagram",
    metavar="OUT",
    help="Also draw the person's path to this file, which ends in .svg, .png, .pdf, .dot or .html.",
)
@_HANDOUT
@_EXPLAIN
@click.pass_obj
def assess_command(
    guideline: Guideline,
    file: IO[bytes] | None,
    output: Literal["text", "json"] | None,
    diagram: str | None,
    handout: str | None,
    explain: bool,  # noqa: FBT001 - click names it
    observed: Observed,
) -> None:  # the \b below keeps the lines of the examples apart
    """Assess one person, or each person of a file.

    FILE holds one JSON object, or JSON Lines with one object a line; - is standard input.
    Options add findings to each person.

    \b
    spasm-ddx assess person.json
    spasm-ddx assess --age-months 18mo --temperature-c 39.5 --jerking yes
    spasm-ddx assess --extent localized --site lower_leg --none-of limb
    """  # noqa: D301 - click wants the character itself
    if file is None and not observed:
        msg = "no person; name a FILE, - for standard input, or findings (see --help)"
        raise InputError(msg)
    check_outputs(diagram, handout)
    many, people = people_of(file, guideline.vocabulary)
    for option, target in (("--diagram", diagram), ("--handout", handout)):
        if many and target is not None:
            what = f"{option} is about one person; put each person into a file of their own"
            msg = f"{place_of(file, 2)}{what}, and assess these one by one"
            raise InputError(msg, line=2)
    for number, (line, person) in enumerate(people, start=1):
        try:
            assessment = guideline.assess(observed.of(person))
        except FindingError as error:
            msg = f"{place_of(file, line)}{error}"
            raise InputError(msg, line=line) from None
        if output == "json" or (many and output is None):
            indent = None if many else 2
            click.echo(json.dumps(assessment.to_dict(), ensure_ascii=False, indent=indent))
        else:
            text = (explanation if explain else report)(assessment, width=columns())
            who = f"Person {number} (line {line})"
            click.echo(f"{who}\n\n{text}\n" if many else text)
        if diagram is not None:
            drawn = render_as(guideline, form_of(diagram), assessment.presentation)
            write_file(diagram, drawn, file)
        if handout is not None:
            write_file(handout, to_handout(assessment), file)


@cli.command(cls=FindingsCommand, name="ask")
@_FILE
@GUIDELINE
@click.option(
    "--as",
    "role",
    metavar="ROLE",
    default=WITNESS,
    show_default=True,
    help="Who answers, such as witness or clinician; what only another role can tell stays "
    "unknown.",
)
@_HANDOUT
@_EXPLAIN
@click.pass_obj
def ask_command(
    guideline: Guideline,
    file: IO[bytes] | None,
    role: str,
    handout: str | None,
    explain: bool,  # noqa: FBT001 - click names it
    observed: Observed,
) -> None:
    """Ask about one person, until no answer can change the result.

    It does not ask what a FILE (one JSON object) or options already answer. Type "?" for
    don't know, "back" to go back and "stop" to end early.
    """
    if file is sys.stdin.buffer or not (sys.stdin.isatty() and sys.stdout.isatty()):
        msg = "ask needs a terminal, and never invents an answer; use assess for a file or a pipe"
        raise InputError(msg)
    check_outputs(None, handout)
    person = observed.of(one_person(file, guideline.vocabulary))
    done = converse(guideline.interview(role, person))
    click.echo((explanation if explain else report)(done, width=columns()))
    if handout is not None:
        write_file(handout, to_handout(done.assessment), file)


@cli.command(cls=FindingsCommand, name="render")
@_FILE
@GUIDELINE
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    help="The format of the drawing; unless given, that of the ending of OUT, or text.",
)
@click.option(
    "-o", "--output", metavar="OUT", help="The file to write; unless given, the terminal."
)
@click.option(
    "--root",
    default="root",
    metavar="ANSWERS",
    help="Begin at the question that these answers lead to, such as ny for no, then yes.",
)
@click.option("--depth", type=click.IntRange(min=1), metavar="N", help="How many levels to draw.")
@click.option(
    "--path-only",
    is_flag=True,
    help="Show only one person's path; each ruled-out branch becomes one line with a count.",
)
@click.pass_obj
def render_command(
    guideline: Guideline,
    file: IO[bytes] | None,
    form: Format | None,
    output: str | None,
    root: str,
    depth: int | None,
    path_only: bool,  # noqa: FBT001 - click names it
    observed: Observed,
) -> None:
    """Draw the tree, or one person's path through it.

    FILE and the findings describe a person, as for assess; without them it draws the
    whole tree.
    """
    asked = file is not None or observed
    findings = observed.of(one_person(file, guideline.vocabulary)) if asked else None
    chosen: Format = form or (form_of(output) if output is not None else "text")
    drawn = render_as(guideline, chosen, findings, root=root, depth=depth, path_only=path_only)
    if output is None:
        show(drawn)
    else:
        write_file(output, drawn, file)


_FOUND = 1
_PARTS = {"condition": "Condition", "urgency": "Final urgency", "declared": "Declared"}


@cli.command(
    cls=GuidelineCommand, name="verify", short_help="Prove that the guideline is complete."
)
@GUIDELINE
@click.option("--strict", is_flag=True, help="Also exit 1 if something could be dropped.")
@click.pass_obj
def verify_command(guideline: Guideline, strict: bool) -> None:  # noqa: FBT001 - click's way
    """Prove that the guideline has no errors, and list what could be dropped from it.

    Exits 1 on errors: a leaf that nobody reaches, a question with a single possible answer, a
    part that contradicts itself, a red flag that nothing tests, or a reassuring condition that
    is possible with a red flag. A part without effect on any answer is not an error.
    """
    found = verify(guideline)
    for line in said_guideline_report(guideline, found).splitlines():
        tell(line)
    if not found.ok or (strict and found.redundant):
        sys.exit(_FOUND)


@cli.command(
    cls=Command,
    name="compare",
    short_help="List the people whose results differ between two guidelines.",
    epilog=DEFAULT.notices.purpose,
)
@click.argument("before", metavar="BEFORE")
@click.argument("after", metavar="AFTER")
@click.option(
    "--alike",
    metavar="MODULE:NAME|FILE.py:NAME",
    help="Pairs of criteria, before and after, with the same meaning, for a finding that was "
    "renamed or split.",
)
def compare_command(before: str, after: str, alike: str | None) -> None:
    """List the people whose results differ between two guidelines or two trees.

    BEFORE and AFTER are MODULE:NAME, path/file.py:NAME or path/file.json. Findings correspond
    by name. Results are the condition, the alerts and the final urgency; what guidelines declare
    (words, advice, claims, but not their versions) is compared too. Exits 1 if any differ.
    """
    guidelines = load(before, "BEFORE"), load(after, "AFTER")
    differences = compare(*guidelines, alike=() if alike is None else load_object(alike, "--alike"))
    part = None
    for one in differences:
        here = "declared" if isinstance(one, DeclaredDifference) else one.part
        if here != part:
            part = here
            tell(f"{_PARTS.get(part, f'Alert {part}')}:", bold=True)
        tell(f"- {one.words}")
    if differences:
        sys.exit(_FOUND)
    tell("Proved equal for every possible person.")


_Exported = Literal["json", "schema", "presentation-schema", "assessment-schema"]


@cli.command(
    cls=GuidelineCommand, name="export", short_help="Write the guideline or a JSON Schema."
)
@GUIDELINE
@click.option(
    "--format",
    "form",
    type=click.Choice(get_args(_Exported)),
    default="json",
    show_default=True,
    help="The guideline itself, or a JSON Schema: of guideline files, of one person's findings, "
    "or of an assessment by this guideline.",
)
@click.option(
    "-o", "--output", metavar="OUT", help="The file to write; unless given, the terminal."
)
@click.pass_obj
def export_command(guideline: Guideline, form: _Exported, output: str | None) -> None:
    """Write the guideline as JSON, for --guideline FILE.json and for other programs.

    The file holds everything: vocabulary, tree, conditions, alerts, advice and sources.
    """
    match form:
        case "json":
            tree = guideline.tree
            text = to_json(tree if as_guideline(tree) is guideline else guideline)
        case "schema":
            text = _indented(guideline_schema())
        case "presentation-schema":
            text = _indented(presentation_schema(guideline.vocabulary))
        case "assessment-schema":
            text = _indented(assessment_schema(guideline))
    if output is None:
        show(text)
    else:
        write_file(output, text)


def _indented(schema: object) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


cli.add_command(batch_command)
