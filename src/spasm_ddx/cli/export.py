"""The command ``export``: a guideline as a file, and its JSON Schemas."""

from __future__ import annotations

import json
from typing import Literal, get_args

import click

from spasm_ddx.cli.files import show, write_file
from spasm_ddx.cli.guidelines import GUIDELINE, GuidelineCommand
from spasm_ddx.exchange.guidelines import to_json
from spasm_ddx.exchange.schemas import assessment_schema, guideline_schema, presentation_schema
from spasm_ddx.guideline.guideline import Guideline, as_guideline

_Form = Literal["json", "schema", "presentation-schema", "assessment-schema"]


@click.command(
    cls=GuidelineCommand, name="export", short_help="Write the guideline or a JSON Schema."
)
@GUIDELINE
@click.option(
    "--format",
    "form",
    type=click.Choice(get_args(_Form)),
    default="json",
    show_default=True,
    help="The guideline itself, or a JSON Schema: of guideline files, of one person's findings, "
    "or of an assessment by this guideline.",
)
@click.option(
    "-o", "--output", metavar="OUT", help="The file to write; unless given, the terminal."
)
@click.pass_obj
def export_command(guideline: Guideline, form: _Form, output: str | None) -> None:
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
