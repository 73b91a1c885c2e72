"""JSON Schemas of guideline files, of a person's findings, and of assessments."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any, TypeAlias, assert_never

from spasm_ddx.guideline.guideline import GuidelineOrTree, as_guideline
from spasm_ddx.reasoning.finding_kinds import ANYONE, Category, Finding, Quantity, Sign
from spasm_ddx.reasoning.findings import Findings

Schema: TypeAlias = dict[str, Any]
_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_TEXT: Schema = {"type": "string"}


@cache
def guideline_schema() -> Schema:
    """The JSON Schema of a guideline or a tree, draft 2020-12; do not modify it."""
    text = files("spasm_ddx.exchange").joinpath("guideline.schema.json").read_text("utf-8")
    schema: Schema = json.loads(text)
    return schema


def presentation_schema(vocabulary: type[Findings]) -> Schema:
    """The JSON Schema of one person's findings, draft 2020-12, as ``from_dict`` reads them.

    Nothing is required: a missing or null finding is not known. The schema does not check that a
    reading agrees with the sign that it shows; ``from_dict`` does.
    """
    return {
        "$schema": _DRAFT,
        "title": vocabulary.__name__,
        "description": "One person's findings. One that is left out or null is not known, which is "
        'never "no".',
        **_findings(vocabulary),
    }


def _findings(vocabulary: type[Findings]) -> Schema:
    return {
        "type": "object",
        "properties": {finding.name: _finding(finding) for finding in vocabulary.findings()},
        "additionalProperties": False,
    }


def _finding(finding: Finding) -> Schema:
    said: Schema = {"title": finding.asks}
    notes = [finding.help] if finding.help else []
    if finding.answered_by != ANYONE:
        notes.append(f"Answered by: {finding.answered_by}.")
    if isinstance(finding, Quantity) and finding.unit:
        notes.append(f"In {finding.unit}.")
    if notes:
        said["description"] = " ".join(notes)
    match finding:
        case Sign():
            return said | {"type": ["boolean", "null"]}
        case Category(members=members):
            return said | {"enum": [*(member.value for member in members), None]}
        case Quantity(low=low, high=high, whole=whole):
            kind = "integer" if whole else "number"
            return said | {"type": [kind, "null"], "minimum": low, "maximum": high}
        case _:  # pragma: no cover - the union is closed
            assert_never(finding)


def assessment_schema(shown: GuidelineOrTree) -> Schema:
    """The JSON Schema of ``Assessment.to_dict()``, draft 2020-12, with a guideline's keys."""
    guideline = as_guideline(shown)
    conditions = {"enum": [condition.key for condition in guideline.conditions]}
    alerts: Schema = {"enum": [alert.key for alert in guideline.alerts]}
    findings = {"enum": [finding.name for finding in guideline.vocabulary.findings()]}
    screens: Schema = {"enum": [screen.key for screen in guideline.screens]}
    level = {"enum": [level.key for level in guideline.scale]}
    urgency = _object(at_least=level, at_most=level) if guideline.graded else {"type": "null"}
    cited = {"text": _TEXT, "claims": _list(_TEXT)}
    told = _list(_object(**cited))
    asked = {"asks": _TEXT, "why": _TEXT}
    return {
        "$schema": _DRAFT,
        "title": f"Assessment by {guideline.name}",
        **_object(
            guideline={"const": guideline.key},
            content_version={"const": guideline.version},
            diagnosis={"anyOf": [conditions, {"type": "null"}]},
            differential=_list(conditions),
            urgency=urgency,
            alerts=_object(raised=_list(alerts), possible=_list(alerts)),
            next_question=_or_null(_object(name=findings, **asked)),
            next_screen=_or_null(_object(name=screens, asks=_TEXT, findings=_list(findings))),
            if_denied=_or_null(
                _object(findings=_list(findings), differential=_list(conditions), urgency=urgency)
            ),
            steps=_list(
                _object(
                    question=_TEXT,
                    answer={"type": "boolean"},
                    because=_findings(guideline.vocabulary),
                    claims=_list(_TEXT),
                )
            ),
            features=_list(
                _object(
                    condition=conditions,
                    urgency=urgency,
                    **dict.fromkeys(("for", "against", "unknown"), told),
                )
            ),
            causes=_list(_object(cause=_TEXT, claims=_list(_TEXT))),
            advice=told,
        ),
    }


def _object(**properties: Schema) -> Schema:
    return {
        "type": "object",
        "required": list(properties),
        "properties": properties,
        "additionalProperties": False,
    }


def _list(of: Schema) -> Schema:
    return {"type": "array", "items": of}


def _or_null(of: Schema) -> Schema:
    return {"anyOf": [of, {"type": "null"}]}
