"""The commands ``verify`` and ``compare``, which prove something of everybody."""

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
@click.option("--strict", is_flag=True, help="Exit 1 as well where something could be dropped.")
@click.pass_obj
def verify_command(guideline: Guideline, strict: bool) -> None:  # noqa: FBT001 - click's way
    """Prove that the guideline has no errors, and list what could be dropped from it.

    Exits 1 on errors: a leaf that nobody reaches, a question that goes one way only, a part that
    contradicts itself, a red flag that nothing tests, or a reassuring condition that does not
    wait for a red flag. What could be dropped without changing anybody's answer is no error.
    """
    found = verify(guideline)
    for line in said_guideline_report(guideline, found).splitlines():
        tell(line)
    if not found.ok or (strict and found.redundant):
        sys.exit(_FOUND)


@click.command(
    cls=Command,
    name="compare",
    short_help="Say whom two guidelines tell otherwise.",
    epilog=DEFAULT.notices.purpose,
)
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

    BEFORE and AFTER are MODULE:NAME, path/file.py:NAME or path/file.json. Findings are matched
    by their names. Compared are the conditions, the alerts and the final urgency of everybody, and
    of guidelines all that they declare, as it is written: words, advice, claims; not the versions.
    Exits 1 where they differ.
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
    tell("Proved equal: they tell everybody the same.")
