"""SSVC for deployers: how soon to apply a patch, from a published table of 72 rows.

Reference: CERT/CC, Stakeholder-Specific Vulnerability Categorization, deployer patch application
priority 1.0.0 (github.com/CERTCC/SSVC). It is here to show a decision table, and that none of this
knows medicine.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from spasm_ddx import Criterion, Findings, OneOf, Tree, all_of


class Exploitation(Enum):
    """What is known of attacks."""

    NONE = "none"
    PUBLIC_POC = "public poc"
    ACTIVE = "active"


class Exposure(Enum):
    """How the system can be reached."""

    SMALL = "small"
    CONTROLLED = "controlled"
    OPEN = "open"


class Automatable(Enum):
    """Whether attackers can automate the first four steps of an attack."""

    NO = "no"
    YES = "yes"


class Impact(Enum):
    """How bad it is for people and for the mission."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    VERY_HIGH = "very high"


class Vulnerability(Findings):
    """One vulnerability in one system. ``None`` is unknown, never the lowest."""

    exploitation: OneOf[Exploitation] = OneOf("Is it exploited?", Exploitation, ordered=True)
    exposure: OneOf[Exposure] = OneOf("How exposed is the system?", Exposure, ordered=True)
    automatable: OneOf[Automatable] = OneOf("Can it be automated?", Automatable)
    impact: OneOf[Impact] = OneOf("How bad would it be for people?", Impact, ordered=True)


PRIORITIES = ("defer", "scheduled", "out-of-cycle", "immediate")
#: Exploitation, exposure, automatable: the priority for each impact, from low to very high.
TABLE = """
none, small, no: defer defer scheduled scheduled
none, small, yes: defer scheduled scheduled scheduled
none, controlled, no: defer scheduled scheduled scheduled
none, controlled, yes: scheduled scheduled scheduled scheduled
none, open, no: defer scheduled scheduled scheduled
none, open, yes: scheduled scheduled scheduled out-of-cycle
public poc, small, no: defer scheduled scheduled scheduled
public poc, small, yes: scheduled scheduled scheduled scheduled
public poc, controlled, no: defer scheduled scheduled scheduled
public poc, controlled, yes: scheduled scheduled scheduled out-of-cycle
public poc, open, no: scheduled scheduled scheduled out-of-cycle
public poc, open, yes: scheduled scheduled out-of-cycle out-of-cycle
active, small, no: scheduled scheduled out-of-cycle out-of-cycle
active, small, yes: scheduled out-of-cycle out-of-cycle out-of-cycle
active, controlled, no: scheduled scheduled out-of-cycle out-of-cycle
active, controlled, yes: out-of-cycle out-of-cycle out-of-cycle out-of-cycle
active, open, no: scheduled out-of-cycle out-of-cycle immediate
active, open, yes: out-of-cycle out-of-cycle immediate immediate
"""


def rows(priority: str) -> Iterator[tuple[Criterion, str]]:
    """For each line of the table that holds a priority, the impact from which on it applies."""
    for line in TABLE.strip().splitlines():
        situation, _, listed = line.partition(": ")
        exploitation, exposure, automatable = situation.split(", ")
        if priority in listed.split():
            first = list(Impact)[listed.split().index(priority)]
            impact = [] if first is Impact.LOW else [Vulnerability.impact.at_least(first)]
            case = (
                Vulnerability.exploitation.among(Exploitation(exploitation)),
                Vulnerability.exposure.among(Exposure(exposure)),
                Vulnerability.automatable.among(Automatable(automatable)),
            )
            yield all_of(*case, *impact), priority


SSVC = Tree.from_rows(
    [row for priority in PRIORITIES[:0:-1] for row in rows(priority)],
    default=PRIORITIES[0],
    name="SSVC deployer",
    version="1.0.0",
    severity=PRIORITIES.index,
)
