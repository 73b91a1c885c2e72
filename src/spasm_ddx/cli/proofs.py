"""The commands ``verify`` and ``compare``, whose proofs cover every possible person."""

from __future__ import annotations

import sys

import click

from spasm_ddx.cli.guidelines import DEFAULT, GUIDELINE, GuidelineCommand, load, load_object
from spasm_ddx.cli.terminal import Command, tell
from spasm_ddx.guideline.guideline import Guideline
from spasm_ddx.guideline.verification import compare, verify
from spasm_ddx.views.proofs import said_difference, said_guideline_report

_FOUND = 1
_PARTS = {"condition": "Condition", "urgency": "Final urgency"}


@click.command(
    cls=GuidelineCommand, name="verify", short_help="Prove that the guideline is complete."
)
@GUIDELINE
@click.pass_obj
def verify_command(guideline: Guideline) -> None:
    """Prove that the tree is complete and that every part of it has an effect.

    Exits 1 if a part has no effect, if nothing tests a red flag, or if a reassuring condition
    does not require that every red flag is denied.
    """
    found = verify(guideline)
    for line in said_guideline_report(guideline, found).splitlines():
        tell(line)
    if not found.ok:
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
    by name. Results are the condition, the alerts and the final urgency. Exits 1 if any differ.
    """
    guidelines = load(before, "BEFORE"), load(after, "AFTER")
    differences = compare(*guidelines, alike=() if alike is None else load_object(alike, "--alike"))
    part = None
    for one in differences:
        if one.part != part:
            part = one.part
            tell(f"{_PARTS.get(part, f'Alert {part}')}:", bold=True)
        tell(f"- {said_difference(one)}")
    if differences:
        sys.exit(_FOUND)
    tell("Proved equal: every possible person has the same result in both.")
