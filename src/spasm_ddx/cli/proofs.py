"""The commands ``verify`` and ``compare``, whose proofs cover every possible person."""

from __future__ import annotations

import sys

import click

from spasm_ddx.cli.guidelines import DEFAULT, GUIDELINE, GuidelineCommand, load, load_object
from spasm_ddx.cli.terminal import Command, tell
from spasm_ddx.guideline.guideline import Guideline
from spasm_ddx.guideline.verification import DeclaredDifference, compare, verify
from spasm_ddx.views.proofs import said_guideline_report

_FOUND = 1
_PARTS = {"condition": "Condition", "urgency": "Final urgency", "declared": "Declared"}


@click.command(
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


@click.command(
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
