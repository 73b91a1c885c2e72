"""The command line: ``spasm-ddx assess``, ``ask``, ``batch``, ``render`` and ``verify``."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import signal
import sys
import textwrap
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import IO, Any, Final, Literal, TypeAlias, TypeVar, cast

import attrs
import click

from spasm_ddx import __version__
from spasm_ddx.batch import DEFAULT_COLUMNS, Errors, Summary, assess_file, rows_in
from spasm_ddx.errors import FindingError, InputError, SpasmDdxError
from spasm_ddx.exchange.json import read_people
from spasm_ddx.muscle_spasm.assessment import Assessment, assess
from spasm_ddx.muscle_spasm.conditions import FEBRILE_CONVULSION, UNTIL_HELP_COMES, Urgency
from spasm_ddx.muscle_spasm.guide import guide
from spasm_ddx.muscle_spasm.interview import Interview, Page, Role
from spasm_ddx.muscle_spasm.presentation import Presentation
from spasm_ddx.muscle_spasm.report import (
    BEFORE,
    CALL_NOW,
    DISCLAIMER,
    NOTICE,
    WIDTH,
    answers_in_words,
    drawn_tree,
    names,
    remarks,
    urgency_words,
)
from spasm_ddx.muscle_spasm.safety import lowerings
from spasm_ddx.muscle_spasm.screens import SCREENS, Screen
from spasm_ddx.muscle_spasm.tree import MUSCLE_SPASM
from spasm_ddx.reasoning.criteria import Category, Finding, Quantity, Sign
from spasm_ddx.reasoning.tree import Tree
from spasm_ddx.reasoning.verification import verify
from spasm_ddx.reasoning.wording import said
from spasm_ddx.views.formats import FORMATS, render_as
from spasm_ddx.views.formats import Format as Form
from spasm_ddx.views.proofs import said_report
from spasm_ddx.views.walker import Guide

Format: TypeAlias = Literal["text", "json"]
AnyCommand = TypeVar("AnyCommand", bound=Callable[..., Any])

#: Units in which people do not think by themselves: an answer says which it means.
_AMBIGUOUS = {"months": "as in 40y or 18mo", "seconds": "as in 45s, 3min or 1h"}
_NONE = frozenset({"none", "no", "0"})
_BARE = re.compile(r"[\d.]+")
_UNKNOWN = frozenset({"?", "unknown", "don't know", "dont know", "dk"})
_BAD_INPUT = 2
_INTERRUPTED = 130
_FAULT = 1


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; exit 0, or 2 with one clear line on standard error."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    _make_ready()
    try:
        # Not by cli.main(), which ends a closed pipe as if a fault had been found.
        with cli.make_context("spasm-ddx", words or ["--help"]) as context:
            cli.invoke(context)
        sys.stdout.flush()
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.ClickException as error:
        _stop(error.format_message())
    except SpasmDdxError as error:
        _stop(str(error))
    except (click.Abort, KeyboardInterrupt):
        _tell_error("")
        sys.exit(_INTERRUPTED)
    except BrokenPipeError:  # whoever read the output has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        _stop(f"{error.filename or 'input or output'}: {error.strerror}")


def _make_ready() -> None:
    """Make sure that there are streams to write to, and that each takes any letter."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by the shell
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - until the end
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal that cannot show a letter shows "?"
            cast("Any", stream).reconfigure(errors="replace")


def _stop(message: str) -> None:
    _tell_error(f"spasm-ddx: {' '.join(map(str.strip, message.splitlines()))}")
    sys.exit(_BAD_INPUT)


def _tell_error(line: str) -> None:
    try:
        click.echo(line, err=True)
    except OSError:  # nobody can be told; Python would try again at its end, and exit 120
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


class _Sectioned(click.Command):
    """A command whose help lists the findings in a section of their own."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        names = {finding.name for finding in Presentation.findings()}
        own: list[tuple[str, str]] = []
        findings: list[tuple[str, str]] = []
        options = [given for given in self.get_params(ctx) if isinstance(given, click.Option)]
        for parameter in options:
            record = parameter.get_help_record(ctx)
            if record is not None:
                (findings if parameter.name in names else own).append(record)
        with formatter.section("Options"):
            formatter.write_dl(own)
        with formatter.section("Findings (one left out is unknown, never absent)"):
            formatter.write_dl(findings)


def _with_findings(command: AnyCommand) -> AnyCommand:
    """Give a command one option for each finding, and one to deny a screen."""
    for finding in reversed(Presentation.findings()):
        option = f"--{finding.name.replace('_', '-')}"
        asks = f"{finding.asks} {_accepted(finding)}"
        command = click.option(option, finding.name, metavar="VALUE", help=asks, multiple=True)(
            command
        )
    keys = [screen.key for screen in SCREENS]
    return click.option(
        "--none-of",
        multiple=True,
        type=click.Choice(keys),
        help="Deny every finding of a screen; each was considered. Can be repeated. "
        + "; ".join(
            f"{screen.key}: {', '.join(finding.name for finding in screen.findings)}"
            for screen in SCREENS
        ),
    )(command)


def _accepted(finding: Finding) -> str:
    match finding:
        case Sign():
            return "[yes|no]"
        case Category(members=members):
            return f"[{'|'.join(str(member.value) for member in members)}]"
        case Quantity(unit=unit, low=low, high=high):
            spoken = {"months": "; 4y, 18mo", "seconds": "; 45s, 40min, 1h"}.get(unit, "")
            return f"[{low:g} to {high:g}{f' {unit}' if unit else ''}{spoken}]"


_FILE = click.argument("file", required=False, metavar="[FILE|-]")
_TREE = click.option(
    "--tree",
    metavar="MODULE:NAME",
    help="Another tree; its module is looked for in this folder too.",
)


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=DISCLAIMER,
)
@click.version_option(__version__, prog_name="spasm-ddx")
def cli() -> None:
    """Differential diagnosis of muscle spasm, where unknown is never absent.

    It says exactly which conditions are still possible, how urgent it can be, what to
    ask next and why.
    """


@cli.command(cls=_Sectioned, name="assess", epilog=DISCLAIMER)
@_FILE
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
@_with_findings
def assess_command(
    file: str | None,
    output: Format | None,
    diagram: str | None,
    none_of: tuple[str, ...],
    **typed: tuple[str, ...],
) -> None:  # the \b below keeps the lines of the examples apart
    """Assess one person, or each person of a file.

    FILE holds one JSON object, or JSON Lines with one object a line; - is standard input.
    Findings given as options are added to each person.

    \b
    spasm-ddx assess person.json
    spasm-ddx assess --age-months 18mo --temperature-c 39.5 --jerking yes
    spasm-ddx assess --extent localized --site lower_leg --none-of convulsive
    """  # noqa: D301 - click wants the character itself
    given = _given(typed)
    screens = [screen for screen in SCREENS if screen.key in none_of]
    if file is None:
        if not screens and not any(typed.values()):
            msg = "nothing is given; name a FILE, - for standard input, or findings (see --help)"
            raise InputError(msg)
        assessment = assess(_completed(Presentation(), given, screens))
        _write(assessment, output or "text")
        _draw(assessment, diagram, file)
        return
    with _opened(file) as (stream, source):
        people = read_people(stream, Presentation, source)
        if people.many and diagram is not None:
            msg = f"{source}, line 2: --diagram draws one person; give one JSON object"
            raise InputError(msg, line=2)
        for number, person in people.people:
            try:
                assessment = assess(_completed(person, given, screens))
            except FindingError as error:
                msg = f"{source}, line {number}: {error}"
                raise InputError(msg, line=number) from None
            _write(assessment, output or ("json" if people.many else "text"), many=people.many)
            _draw(assessment, diagram, file)


@cli.command(cls=_Sectioned, name="ask", epilog=DISCLAIMER)
@_FILE
@click.option(
    "--as",
    "role",
    type=click.Choice(["witness", "clinician"]),
    default="clinician",
    show_default=True,
    help="Who answers; what only a clinician can answer stays unknown for a witness.",
)
@_with_findings
def ask_command(
    file: str | None, role: Role, none_of: tuple[str, ...], **typed: tuple[str, ...]
) -> None:
    """Ask about one person, until no answer can change anything.

    Findings of a FILE (one JSON object) or of options are known from the start.
    "?" (don't know) is always accepted, "back" goes back, "stop" ends early.
    """
    if file == "-" or not (sys.stdin.isatty() and sys.stdout.isatty()):
        msg = "ask needs a terminal, and never invents an answer; use assess for a file or a pipe"
        raise InputError(msg)
    person = Presentation() if file is None else _one_person(file)
    screens = [screen for screen in SCREENS if screen.key in none_of]
    start = Interview(_completed(person, _given(typed), screens), role)
    _write(_interview(start).assessment, "text")


@cli.command(cls=_Sectioned, name="render", epilog=DISCLAIMER)
@_FILE
@_TREE
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
@_with_findings
def render_command(
    file: str | None,
    tree: str | None,
    form: Form | None,
    output: str | None,
    root: str,
    depth: int | None,
    none_of: tuple[str, ...],
    **typed: tuple[str, ...],
) -> None:
    """Draw the tree, or one person's path through it.

    FILE and the findings are those of a person, as for assess; without them the whole
    tree is drawn.
    """
    if output is not None:
        _check_apart(output, file)
    given, screens = _given(typed), [screen for screen in SCREENS if screen.key in none_of]
    person = _one_person(file) if file is not None else Presentation()
    asked = file is not None or given or screens
    findings = _completed(person, given, screens) if asked else None
    chosen: Form = form or (_form_of(output) if output is not None else "text")
    if findings is not None and tree is None:
        drawn = _drawn(assess(findings), chosen, root=root, depth=depth)
    else:
        told = (NOTICE,) if tree is None else ()
        walked = _walked(chosen) if tree is None else {}
        drawn = render_as(
            _tree_of(tree), chosen, findings, remarks=told, root=root, depth=depth, **walked
        )
    _deliver(drawn, output)


@cli.command(name="batch", epilog=DISCLAIMER)
@click.argument("source", metavar="IN")
@click.argument("target", metavar="OUT")
@click.option(
    "--columns",
    multiple=True,
    metavar="NAME[,NAME...]",
    help="What comes out, in this order: columns of IN, diagnosis, urgency_at_least, "
    "urgency_at_most, possible_CONDITION, raised_ALERT, possible_ALERT. * stands for every "
    "column of IN, and within a name for any text. A name that holds a comma is put in double "
    "quotes, as in a CSV file. Can be repeated.  "
    "[default: *,diagnosis,urgency_at_least,urgency_at_most]",
)
@click.option(
    "--errors",
    type=click.Choice(["fail", "null", "skip"]),
    default="fail",
    show_default=True,
    help="What becomes of a row with a value that is not accepted: fail writes nothing at all, "
    "null leaves its answers empty, skip leaves the row out. Each such value is told.",
)
@click.option(
    "--report",
    metavar="FILE",
    help="Write every value that is not accepted to this CSV file: row, column, value, reason.",
)
@click.option(
    "--keep",
    multiple=True,
    metavar="COLUMN",
    help="This column is no finding, although it is almost named like one. Can be repeated.",
)
def batch_command(
    source: str,
    target: str,
    columns: tuple[str, ...],
    errors: Errors,
    report: str | None,
    keep: tuple[str, ...],
) -> None:  # the \b below keeps the lines of the examples apart
    """Assess every row of a table, of any size.

    IN and OUT end in .parquet or .csv. A column that is named like a finding (see assess
    --help) is that finding; one left out, or an empty cell, is unknown, never absent. In a
    CSV file a yes/no finding is true or false (or yes or no), and a number has no unit.

    A column that is almost named like a finding is refused, since it would be ignored in
    silence; --keep says that it is meant. Other columns come out as they are. OUT is
    replaced at the end, so that after a failure or Ctrl-C it is as it was.

    \b
    spasm-ddx batch people.parquet assessed.parquet
    spasm-ddx batch people.csv assessed.csv --columns 'id,diagnosis,possible_*'
    spasm-ddx batch people.csv assessed.csv --errors skip --report refused.csv
    """  # noqa: D301 - click wants the character itself
    chosen = [name for given in columns for name in _listed(given)] or DEFAULT_COLUMNS
    with _progress(source) as progress:
        summary = assess_file(
            source,
            target,
            columns=chosen,
            errors=errors,
            keep=keep,
            report=report,
            progress=progress,
        )
    _summarise(summary, source, report)


#: To whom a question of a clinician, not a sign, gives the less urgent answer.
_ONLY_FEBRILE: Final = ", only at 6 to 48 months with a serious disease excluded by a clinician"


@cli.command(name="verify", epilog=DISCLAIMER, short_help="Prove that the tree is complete.")
@_TREE
def verify_command(tree: str | None) -> None:
    """Prove that the tree is complete and that each part of it does something.

    Exits 1 where a part does nothing.
    """
    chosen = _tree_of(tree)
    found = verify(chosen)
    lines = said_report(chosen, found).splitlines()
    if tree is None:
        lines += ["", "More danger never lowers the urgency, with everything known, but for these:"]
        for lowering in lowerings():
            only = _ONLY_FEBRILE if lowering.after == FEBRILE_CONVULSION else ""
            lines.append(
                f"- {lowering.flag.label}: {lowering.before} ({lowering.urgency_before.key}) "
                f"becomes {lowering.after} ({lowering.urgency_after.key}){only}"
            )
    for line in lines:
        click.echo(textwrap.fill(line, WIDTH, subsequent_indent="  ", break_on_hyphens=False))
    if not found.ok:
        sys.exit(_FAULT)


def _tree_of(named: str | None) -> Tree[Any]:
    """The tree of this library, or one named as MODULE:NAME."""
    if named is None:
        return MUSCLE_SPASM
    module, _, name = named.partition(":")
    sys.path.insert(0, str(Path.cwd()))
    try:
        found: Tree[Any] | object = getattr(import_module(module), name)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever that module does
        why = f"{type(error).__name__}: {error}"
        msg = f"{named}: {why}; name a tree as MODULE:NAME, such as ottawa_ankle:OTTAWA"
        raise InputError(msg) from None
    if not isinstance(found, Tree):
        msg = f"{named} is not a tree; name one as MODULE:NAME, such as ottawa_ankle:OTTAWA"
        raise InputError(msg)
    return found  # pyright: ignore[reportUnknownVariableType] - imported by name


# ---------------------------------------------------------------------------- whole files


def _listed(names: str) -> list[str]:
    """Names with commas between; one that holds a comma is in quotes, as in a CSV file."""
    try:
        (listed,) = csv.reader([names], strict=True)
    except (csv.Error, ValueError):
        msg = f"option --columns: {names!r} is not accepted; give names with commas between, and "
        msg += "put one that holds a comma in double quotes"
        raise InputError(msg) from None
    return listed or [names]


@contextmanager
def _progress(source: str) -> Generator[Callable[[int], None]]:
    """What to call after each batch: it moves the bar on a terminal, and minds Ctrl-C.

    An interrupt is noted and raised between two batches, since Polars answers to it as well
    and a second one would cut short the removal of what is half written.
    """
    interrupted: list[int] = []

    def note(signal_number: int, frame: object) -> None:  # noqa: ARG001 - what Python passes
        interrupted.append(signal_number)
        sys.unraisablehook = lambda _: None  # older Polars raises it again where nothing can catch

    def check() -> None:
        if interrupted:
            raise KeyboardInterrupt

    length = rows_in(source) if sys.stderr.isatty() else None
    before = signal.signal(signal.SIGINT, note)
    try:
        if length is None:
            yield lambda _: check()
            return
        with click.progressbar(length=length, label=source, file=sys.stderr) as bar:

            def progress(rows: int) -> None:
                check()
                bar.update(rows)

            yield progress
    finally:
        signal.signal(signal.SIGINT, before)


def _summarise(summary: Summary, source: str, report: str | None) -> None:
    """Say on standard error what became of a file."""
    for cell in summary.first:
        click.echo(f"{source}, row {cell.row}: {cell.reason}", err=True)
    more = summary.cells - len(summary.first)
    if more:
        where = f"see {report}" if report is not None else "--report FILE writes them all"
        click.echo(f"... and {_so_many(more, 'more values')}; {where}", err=True)
    click.echo(f"{_so_many(summary.rows, 'rows')} read, {summary.refused:,} refused", err=True)
    if summary.blank:
        lines = [*map(str, summary.blank_lines)]
        lines += ["..."] if summary.blank > len(lines) else []
        told = (
            f"{_so_many(summary.blank, 'blank lines')}, not read as rows: line {', '.join(lines)}"
        )
        click.echo(told, err=True)
    if summary.silent:
        told = f"{_so_many(summary.silent, 'rows')} without a value in the columns that are read"
        click.echo(told, err=True)
    if summary.unknown:
        named = ", ".join(summary.unknown)
        click.echo(f"no column, so unknown for everybody: {named}", err=True)
    if summary.carried:
        carried = [name if name.isprintable() else repr(name) for name in summary.carried]
        click.echo(f"no findings, carried along: {', '.join(carried)}", err=True)


def _so_many(number: int, things: str) -> str:
    """A number of things: "1 row", "2,000 rows"."""
    return f"{number:,} {things.removesuffix('s') if number == 1 else things}"


# ------------------------------------------------------------------- reading and writing


def _one_person(file: str) -> Presentation:
    with _opened(file) as (stream, source):
        people = read_people(stream, Presentation, source)
        if people.many:
            msg = f"{source}, line 2: this is about one person; give one JSON object"
            raise InputError(msg, line=2)
        return next(people.people)[1]


def _form_of(output: str) -> Form:
    """The form that the ending of a file's name asks for."""
    ending = Path(output).suffix.removeprefix(".").lower()
    form = {"mmd": "mermaid", "txt": "text", "md": "markdown", "htm": "html"}.get(ending, ending)
    if form not in FORMATS:
        endings = ".dot, .svg, .png, .pdf, .mmd, .txt, .md, .html"
        msg = f"{output}: the ending says no format; accepted are {endings}"
        raise InputError(msg)
    return form


def _deliver(drawn: str | bytes, output: str | None) -> None:
    """Write what was drawn to a file, or to the terminal if it is text."""
    content = drawn if isinstance(drawn, bytes) else drawn.encode()
    if output is not None:
        Path(output).write_bytes(content)
    elif isinstance(drawn, str) and sys.stdout.isatty():
        click.echo(drawn)
    elif isinstance(drawn, str):  # a file: UTF-8, whatever the terminal is set to
        sys.stdout.flush()
        sys.stdout.buffer.write(content + b"\n" * (not drawn.endswith("\n")))
    elif sys.stdout.isatty():
        msg = "a picture is not shown in a terminal; name a file with -o"
        raise InputError(msg)
    else:
        sys.stdout.buffer.write(content)


@contextmanager
def _opened(file: str) -> Generator[tuple[IO[bytes], str]]:
    """The bytes of a file or of standard input, with what errors call it."""
    if file == "-":
        if sys.stdin is None:  # pyright: ignore[reportUnnecessaryComparison] - closed by the shell
            msg = "standard input is closed; name a FILE"
            raise InputError(msg)
        yield sys.stdin.buffer, "standard input"
        return
    try:
        stream = Path(file).open("rb")  # noqa: SIM115 - closed below; here only opening is guarded
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        msg = f"{file}: cannot be read: {reason}; give a file of one JSON object or JSON Lines"
        raise InputError(msg) from None
    with stream:
        yield stream, file


def _given(typed: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """The values of the options that were given."""
    given: dict[str, Any] = {}
    for name, texts in typed.items():
        if len(texts) > 1:
            said = " and as ".join(map(repr, texts))
            msg = f"option --{name.replace('_', '-')} is given twice, as {said}; give it once"
            raise InputError(msg)
        for text in texts:
            if text.strip().lower() in _UNKNOWN:
                continue
            try:
                given[name] = Presentation.finding(name).parse(text)
            except FindingError as error:
                msg = f"option --{name.replace('_', '-')}: {error}"
                raise InputError(msg) from None
    return given


def _completed(
    person: Presentation, given: Mapping[str, Any], screens: Sequence[Screen]
) -> Presentation:
    """The person with the findings of the options; what contradicts is refused."""
    for name, value in given.items():
        finding = Presentation.finding(name)
        known = person.value_of(finding)
        if known is not None and known != value:
            msg = (
                f"{name} is {finding.to_json(known)!r} in the file and "
                f"{finding.to_json(value)!r} in the options; give one"
            )
            raise FindingError(msg, field=name)
    person = person.but(**given)
    return person.deny(*(finding for screen in screens for finding in screen.findings))


def _draw(assessment: Assessment, output: str | None, source: str | None) -> None:
    """Draw a person's path, where a file is named for it."""
    if output is not None:
        _check_apart(output, source)
        _deliver(_drawn(assessment, _form_of(output)), output)


def _check_apart(output: str, source: str | None) -> None:
    """Refuse to draw into the file of the person, by whatever name."""
    if source is None or not (Path(output).exists() and Path(source).exists()):
        return
    if Path(output).samefile(source):
        msg = f"{output}: the picture would overwrite the person; name another file"
        raise InputError(msg)


def _drawn(assessment: Assessment, form: Form, **options: Any) -> str | bytes:  # noqa: ANN401 - those of the form
    """One person's path, with what alerts raise."""
    tree, told = drawn_tree(assessment), remarks(assessment)
    options |= _walked(form)
    return render_as(tree, form, assessment.presentation, remarks=told, **options)


def _walked(form: Form) -> dict[str, Guide]:
    """What a page of this library's tree adds, so that a person can walk it."""
    return {"guide": guide()} if form == "html" else {}


def _write(assessment: Assessment, output: Format, *, many: bool = False) -> None:
    match output:
        case "text":
            click.echo(f"{assessment}\n" if many else str(assessment))
        case "json":
            values = assessment.to_dict()
            indent = None if many else 2
            click.echo(json.dumps(values, ensure_ascii=False, indent=indent))


# ------------------------------------------------------------------------- the interview


def _interview(start: Interview) -> Interview:
    """Ask page after page at the terminal, until it is settled or stopped."""
    click.secho(f"{BEFORE}\n", bold=True)
    click.echo(f"{DISCLAIMER}\n")
    click.echo('Answer each question; "?" is don\'t know, "back" goes back, "stop" ends.\n')
    history = [start]
    while (page := history[-1].page) is not None:
        _show(history, page)
        while True:
            try:
                answer = click.prompt(">", prompt_suffix=" ", default="", show_default=False)
            except click.Abort:  # Ctrl-C and Ctrl-D end it, and lose nothing
                click.echo()
                return history[-1]
            word = str(answer).strip().lower()
            if word in {"stop", "quit", "exit"}:
                return history[-1]
            if word == "back":
                if len(history) > 1:
                    history.pop()
                    break
                click.echo("This is the first question.")
                continue
            try:
                history.append(_answered(history[-1], page, word))
                break
            except FindingError as error:
                click.echo(f"{error}")
        click.echo()
    return history[-1]


def _show(history: Sequence[Interview], page: Page) -> None:
    interview = history[-1]
    if interview.assessment.urgency.at_least == Urgency.EMERGENCY:
        click.secho(f"   {CALL_NOW}", bold=True)
        if UNTIL_HELP_COMES in interview.assessment.advice:
            _tell(UNTIL_HELP_COMES.text)
    click.secho(f"{len(history)}. {page.asks}", bold=True)
    if len(page.findings) == 1:
        _show_one(interview, page.findings[0])
    else:
        _show_several(interview, page)
    _tell(f"Why: {page.why}.")
    before = history[-2].assessment.differential if len(history) > 1 else None
    possible = interview.assessment.differential
    _tell(f"Still possible: {'as before' if possible == before else names(possible)}.")
    _tell(f"Urgency: {urgency_words(interview.assessment.urgency)}.")


def _tell(text: str, first: int = 3, others: int = 5) -> None:
    """Write in lines that fit, the first and the others indented by so many columns."""
    width = min(shutil.get_terminal_size().columns, WIDTH)
    lines = textwrap.fill(text, width, initial_indent=" " * first, subsequent_indent=" " * others)
    click.echo(lines)


def _show_several(interview: Interview, page: Page) -> None:
    numbers = _numbers(page)
    noted = [] if page.screen is None else _noted(interview, page.screen)
    if noted:
        _tell(f"Noted: {', '.join(noted)}. And the others?")
    for index, finding in numbers.items():
        _tell(f"{index}  {finding.asks}", others=6)
        if finding.help:
            _tell(finding.help, 6, 6)
        if page.screen is None:
            _tell(_choices(interview, finding), 6, 6)
    if page.screen is None:
        _tell("Answer all in one line, in this order, with commas between; ? is don't know.")
    else:
        _tell(
            "Type the numbers of those seen, as 1 3, or 1 3 none if each other was considered "
            "too; none (each was considered); or ? (don't know)."
        )


def _numbers(page: Page) -> dict[int, Finding]:
    """The number of each finding of a page; on a screen it stays the same."""
    listed = page.findings if page.screen is None else page.screen.findings
    return {n: finding for n, finding in enumerate(listed, start=1) if finding in page.findings}


def _noted(interview: Interview, screen: Screen) -> list[str]:
    """What of a screen is answered already."""
    known = interview.presentation.known
    return [said(finding, known[finding]) for finding in screen.findings if finding in known]


def _show_one(interview: Interview, finding: Finding) -> None:
    if finding.help:
        _tell(finding.help)
    if isinstance(finding, Category):
        for index, member in enumerate(interview.choices(finding), start=1):
            click.echo(f"   {index}  {finding.words[member]}")
    _tell(f"Answer: {_choices(interview, finding)}.")
    for answer in answers_in_words(interview.assessment, finding):
        _tell(answer)


def _choices(interview: Interview, finding: Finding) -> str:
    match finding:
        case Sign():
            return "yes, no or ?"
        case Category():
            choices = ", ".join(str(member.value) for member in interview.choices(finding))
            return f"a number, or {choices}; or ?"
        case Quantity(unit=unit):
            if unit in _AMBIGUOUS:
                return f"a number with its unit, {_AMBIGUOUS[unit]}; or ?"
            return f"{finding.accepted}, or ?"


def _answered(interview: Interview, page: Page, word: str) -> Interview:
    """The interview after what was typed.

    Raises:
        FindingError: What was typed is no answer to this page.
    """
    if not word:
        msg = 'Type an answer, or "?" for don\'t know.'
        raise FindingError(msg)
    if page.screen is not None:
        return _screened(interview, page, word)
    parts = [part.strip() for part in word.split(",")]
    if word in _UNKNOWN:
        parts = [word] * len(page.findings)
    if len(parts) != len(page.findings):
        msg = (
            f"Give {len(page.findings)} answers in one line, with commas between, not "
            f"{len(parts)}; ? is don't know."
        )
        raise FindingError(msg)
    return interview.answered(
        {
            finding: _value(interview, finding, part)
            for finding, part in zip(page.findings, parts, strict=True)
        }
    )


def _value(interview: Interview, finding: Finding, part: str) -> object:
    if part in _UNKNOWN:
        return None
    if isinstance(finding, Category):
        choices = interview.choices(finding)
        if part.isdecimal() and 1 <= int(part) <= len(choices):
            return choices[int(part) - 1]
        value = finding.parse(part)
        if value not in choices:
            msg = f"{finding.name}: only a clinician can tell that it is {value.value}"
            raise FindingError(msg, field=finding.name)
        return value
    value = finding.parse(part)
    if isinstance(finding, Quantity) and _AMBIGUOUS.get(finding.unit) and _BARE.fullmatch(part):
        msg = f"{part} of what? Give a unit too, {_AMBIGUOUS[finding.unit]}"
        raise FindingError(msg, field=finding.name)
    finding.check(value)
    return value


def _screened(interview: Interview, page: Page, word: str) -> Interview:
    if word in _UNKNOWN:
        return interview.ticked(page, ())
    numbers = _numbers(page)
    parts = word.replace(",", " ").split()
    others = bool(parts) and parts[-1] in _NONE
    ticked: list[Finding] = []
    for part in parts[:-1] if others else parts:
        if not (part.isdecimal() and int(part) in numbers):
            asked = ", ".join(map(str, numbers))
            msg = f"{part!r} is not one of {asked}; give those, none or ?"
            raise FindingError(msg)
        ticked.append(numbers[int(part)])
    after = interview.ticked(page, ticked) if ticked else interview
    if not others:
        return after
    rest = tuple(finding for finding in page.findings if finding not in ticked)
    return after.denied(attrs.evolve(page, findings=rest))
