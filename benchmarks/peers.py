"""The tree of this library, written for other engines as their documentation writes rules.

Each function returns a :class:`Peer`: its name and version, and a callable from the values
of one person to the condition that the engine answers. The rules are one list, first hit
wins; with everything known it says what the tree says, and ``agreement`` counts that.
"""

from __future__ import annotations

import logging
import random
import re
import warnings
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from importlib.metadata import version
from typing import Any

import attrs

from spasm_ddx import MUSCLE_SPASM, Category, Presentation, Quantity, differential

Values = Mapping[str, Any]

#: The tree as a list in which the first rule that holds decides. A child with all of a
#: febrile convulsion is unconscious, so it has a convulsive sign too; likewise below.
RULES = {
    "systemic_cause_suspected": (
        "(tetanus_signs == true or rabies_signs == true or tetany_signs == true"
        " or poisoning == true) and impaired_consciousness == false"
    ),
    "febrile_convulsion": (
        "fever == true and age_months >= 6 and age_months <= 48"
        " and impaired_consciousness == true and serious_disease_excluded == true"
        " and tetanus_signs == false and rabies_signs == false and tetany_signs == false"
        " and poisoning == false and low_blood_calcium == false and known_epilepsy == false"
        " and opisthotonus == false"
    ),
    "generalized_tonic_convulsion": (
        "extent == 'generalized' and rigidity == true and impaired_consciousness == true"
    ),
    "localized_convulsion": (
        "extent == 'localized' and opisthotonus == false and (jerking == true or eye_signs == true)"
    ),
    "undetermined_convulsion": (
        "impaired_consciousness == true or jerking == true or eye_signs == true"
        " or opisthotonus == true or extent == 'generalized' or reported_convulsion == true"
    ),
    "spasm_needing_review": (
        "fever == true or stiff_neck == true or serious_disease_suspected == true"
        " or known_epilepsy == true or recurrent_without_recovery == true"
        " or low_blood_calcium == true or acute_limb_or_face_sign == true"
        " or nerve_or_vessel_signs == true or cramp_medicine == true"
    ),
    "benign_local_cramp": (
        "pain == true and rigidity == true and duration_s < 600"
        " and (site == 'lower_leg' or site == 'foot' or site == 'thigh' or site == 'hand'"
        " or site == 'arm')"
    ),
}
OTHERWISE = "spasm_needing_review"
NAN = float("nan")


@attrs.frozen
class Peer:
    """One engine that holds the tree.

    Attributes:
        name: The package and its version.
        answer: From one person's values to the condition.
        prepared: From one person's values to what ``run`` takes.
        run: The engine's own call, which a benchmark times.
    """

    name: str
    answer: Callable[[Values], str]
    prepared: Callable[[Values], Any]
    run: Callable[[Any], object]


def optional(module: str) -> Any:  # noqa: ANN401 - engines are published without types, or not there
    """A module of the ``benchmarks`` extra."""
    try:
        return import_module(module)
    except ImportError as error:
        msg = f"{error}; pip install -e '.[benchmarks]'"
        raise SystemExit(msg) from None


def zen() -> Peer:
    """GoRules zen-engine: one decision table, hit policy first, a static loader."""
    rules = [{"_id": key, "when": text, "then": f"'{key}'"} for key, text in RULES.items()]
    rules.append({"_id": "otherwise", "when": "", "then": f"'{OTHERWISE}'"})
    table = {
        "hitPolicy": "first",
        "inputs": [{"id": "when", "name": "When"}],  # no field: a cell is a whole condition
        "outputs": [{"id": "then", "name": "Condition", "field": "condition"}],
        "rules": rules,
    }
    at = {"x": 0, "y": 0}
    model = {
        "nodes": [
            {"id": "in", "type": "inputNode", "name": "Request", "position": at},
            {
                "id": "table",
                "type": "decisionTableNode",
                "name": "Muscle spasm",
                "position": at,
                "content": table,
            },
            {"id": "out", "type": "outputNode", "name": "Response", "position": at},
        ],
        "edges": [
            {"id": "1", "sourceId": "in", "targetId": "table", "type": "edge"},
            {"id": "2", "sourceId": "table", "targetId": "out", "type": "edge"},
        ],
    }
    engine = optional("zen").ZenEngine({"loader": {"type": "static", "content": {"spasm": model}}})

    def run(person: Values) -> Any:  # noqa: ANN401 - the engine's own
        return engine.evaluate("spasm", person)

    return Peer(
        f"zen-engine {version('zen-engine')}",
        lambda person: str(run(dict(person))["result"]["condition"]),
        dict,
        run,
    )


def rule_engine(*, missing_is_none: bool = False) -> Peer:
    """The rule-engine package: one compiled rule a row, tried in order."""
    module, name = optional("rule_engine"), f"rule-engine {version('rule-engine')}"
    context = module.Context()
    if missing_is_none:  # what its documentation offers for values that may be missing
        context = module.Context(default_value=None)
        name += " default_value=None"
    rules = [(module.Rule(text, context=context), key) for key, text in RULES.items()]

    def run(person: Values) -> str:
        return next((key for rule, key in rules if rule.matches(person)), OTHERWISE)

    return Peer(name, run, dict, run)


def dmn() -> Peer:
    """bkflow-dmn: one DMN decision table in FEEL, hit policy First."""
    with warnings.catch_warnings():  # it uses names that pydantic has deprecated
        warnings.simplefilter("ignore")
        decide = optional("bkflow_dmn.api").decide_single_table
    logging.getLogger("bkflow_feel").setLevel(logging.CRITICAL)  # it raises what it logs

    feel = [text.replace("==", "=").replace("'", '"') for text in RULES.values()]
    columns = [{"id": finding.name} for finding in Presentation.findings()]
    table = {
        "title": "Muscle spasm",
        "hit_policy": "First",
        "inputs": {"cols": columns, "rows": [*feel, "true"]},
        "outputs": {
            "cols": [{"id": "condition"}],
            "rows": [[f'"{key}"'] for key in [*RULES, OTHERWISE]],
        },
    }

    def run(person: Values) -> Any:  # noqa: ANN401 - the engine's own
        return decide(table, person, strict_mode=True)

    name = f"bkflow-dmn {version('bkflow-dmn')}"
    return Peer(name, lambda person: str(run(dict(person))[0]["condition"]), dict, run)


def cel() -> Peer:
    """cel-python: one expression of the Common Expression Language."""
    celpy, text = optional("celpy"), f"'{OTHERWISE}'"
    for key, rule in reversed(RULES.items()):
        condition = re.sub(r"\bor\b", "||", re.sub(r"\band\b", "&&", rule))
        text = f"({condition}) ? '{key}' : ({text})"
    environment = celpy.Environment()
    program = environment.program(environment.compile(text))
    return Peer(
        f"cel-python {version('cel-python')}",
        lambda person: str(program.evaluate(celpy.json_to_cel(dict(person)))),
        lambda person: celpy.json_to_cel(dict(person)),
        program.evaluate,
    )


# ------------------------------------------------------------------------ scikit-learn


def columns() -> list[str]:
    """The columns of a table for scikit-learn: one each, one per member of a category."""
    names: list[str] = []
    for finding in Presentation.findings():
        if isinstance(finding, Category):
            names += [f"{finding.name}_{member.value}" for member in finding.members]
        elif finding.name != "temperature_c":  # the tree tests fever alone
            names.append(finding.name)
    return names


def encoded(person: Values) -> dict[str, Any]:
    """One person as a row: missing is NaN, a field that nobody knows is kept as it is."""
    row: dict[str, Any] = dict.fromkeys(columns(), NAN)
    for name, value in person.items():
        members = [column for column in row if column.startswith(f"{name}_")]
        if isinstance(value, str) and members:
            row |= {column: float(column == f"{name}_{value}") for column in members}
        else:
            row[name] = value
    row.pop("temperature_c", None)
    return row


def likely_people(count: int, seed: int = 20261124) -> list[Presentation]:
    """People of whom everything is known, of every condition, always the same ones."""
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    people: list[Presentation] = []
    for _ in range(count):
        present = chance.choice((0.0, 0.03, 0.1, 0.3))
        usual = chance.random() < 0.5  # noqa: PLR2004 - half of them with small numbers
        values: dict[str, Any] = {}
        for finding in Presentation.findings():
            if finding.name == "temperature_c":
                continue
            if isinstance(finding, Quantity):
                top = {"age_months": 60, "duration_s": 1200}.get(finding.name, 5)
                high = top if usual else min(finding.high, 3000)
                values[finding.name] = chance.randint(int(finding.low), int(high))
            elif isinstance(finding, Category):
                values[finding.name] = chance.choice(finding.members)
            else:
                shown = 0.5 if finding.name in {"pain", "rigidity"} else present
                values[finding.name] = chance.random() < shown
        if chance.random() < 0.2:  # noqa: PLR2004 - a febrile convulsion needs all of these
            values |= {"fever": True, "impaired_consciousness": True, "age_months": 20}
            values["serious_disease_excluded"] = chance.random() < 0.5  # noqa: PLR2004 - half
        people.append(Presentation(**values))
    return people


@cache
def trained(people: int) -> tuple[Any, Any]:
    """Decision tree classifiers trained on people labelled by our tree: bare, with names."""
    classifier = optional("sklearn.tree").DecisionTreeClassifier
    known = likely_people(people)
    rows = [encoded(person.to_dict()) for person in known]
    table = optional("pandas").DataFrame(rows).astype(float)
    labels = [differential(MUSCLE_SPASM.tree, person)[0].key for person in known]
    bare = classifier(random_state=0).fit(table.to_numpy(), labels)
    return bare, classifier(random_state=0).fit(table, labels)


def scikit_learn(*, named: bool = True, trained_on: int = 50_000) -> Peer:
    """scikit-learn's ``predict`` of one row: a table with names, which are checked, or bare."""
    name = f"scikit-learn {version('scikit-learn')} predict, "
    bare, with_names = trained(trained_on)
    if named:
        table = optional("pandas").DataFrame
        return Peer(
            name + "DataFrame",
            lambda person: str(with_names.predict(table([encoded(person)]))[0]),
            lambda person: table([encoded(person)]),
            with_names.predict,
        )
    numpy = optional("numpy")

    def array(person: Values) -> Any:  # noqa: ANN401 - an array
        return numpy.asarray([list(encoded(person).values())], dtype=numpy.float32)

    return Peer(
        name + "array", lambda person: str(bare.predict(array(person))[0]), array, bare.predict
    )


def agreement(peer: Peer, people: list[Presentation]) -> int:
    """How many of these people, of whom everything is known, the engine answers as the tree."""
    return sum(
        peer.answer(person.to_dict()) == differential(MUSCLE_SPASM.tree, person)[0].key
        for person in people
    )
