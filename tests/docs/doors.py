"""Another author's docs: their own tree and guideline, and their pages."""

from __future__ import annotations

MODULE = '''
import attrs
from spasm_ddx import (
    Advice, Alert, Claim, ClaimRole, Condition, Feature, Findings, Guideline, Leaf, Note, Number,
    Presentation, Question, Screen, Sign, Sources, Tree, Urgency, When, YesNo, all_of, any_of)
from spasm_ddx.guideline.model import AcceptedLowering

class Door(Findings):
    """A door."""
    open: YesNo = YesNo("Is it open?", claims=("C2",))
    locked: YesNo = YesNo("Is it locked?", answered_by="janitor", red_flag=True)
    width: Number = Number("How wide is it?", unit="cm", low=40, high=200, usual=80)

def tree(width, go="go & see", unlock="unlock", push="push"):
    return Tree(
        Question("Can one go through?", all_of(Door.open.present, Door.width.at_least(width)),
                 yes=Leaf(go),
                 no=Question("Has it a <key>?", Door.locked.present,
                             yes=Leaf(unlock), no=Leaf(push), claims=("C1",))),
        name="Door")

DOOR, WIDE = tree(60), tree(90)

GO = Condition("through", "The way is free", Urgency.SELF_CARE)
UNLOCK = Condition("unlocking", "It must be unlocked", Urgency.PROMPT,
                   features=(Feature("a lock", Door.locked.present, ("C1",)),))
PUSH = Condition("pushing", "It must be pushed", Urgency.URGENT)
NARROW = Alert("narrow", "A narrow door", Door.width.below(50), Urgency.URGENT, ("C2", "N1"))
HOUSE = Guideline(
    "house", name="House", tree=tree(60, GO, UNLOCK, PUSH), alerts=(NARROW,),
    order=(Screen("state", "What is its state?", (Door.open, Door.locked)), Door.width),
    advice=(Advice("Fetch the key.", ("C3",), when=When.settled(UNLOCK), about=(UNLOCK,)),),
    lowerings=(AcceptedLowering(Door.locked, PUSH, UNLOCK, "A key is enough."),),
    sources=Sources("A book", (
        Claim("C1", "doors", ClaimRole.DEFINING, (), "Doors have keys."),
        Claim("C2", "doors", ClaimRole.DEFINING, (), "Doors open."),
        Claim("C3", "keys", ClaimRole.MANAGEMENT, (), "Keys can be fetched."),
        Claim("C4", "doors", ClaimRole.BACKGROUND, (), "Doors creak.", note="a sound"),
    ), (Note("N1", ("C2",), "Some do not.", "A later book", checked=False),)))
SILENT = attrs.evolve(HOUSE, lowerings=())

class Gate(Findings):
    """A door, in a second release."""
    open: YesNo = YesNo("Is it open?")
    key: YesNo = YesNo("Has it a key?", red_flag=True)
    code: YesNo = YesNo("Has it a code?", red_flag=True)
    width: Number = Number("How wide is it?", unit="cm", low=40, high=200, usual=80)

ALIKE = [(Door.locked.present, any_of(Gate.key.present, Gate.code.present))]
PAIRS = ["locked"]
FREE = all_of(Gate.open.present, Gate.width.at_least(60), name="A free way")
TIGHT = Alert("tight", "A tight door", all_of(any_of(
    Gate.width.below(50), Gate.code.present, name="Trouble"), Gate.open.present), Urgency.URGENT)
YARD = Guideline("yard", name="Yard", alerts=(TIGHT,), tree=Tree(
    Question("Can one go through?", FREE, yes=Leaf(GO),
             no=Question("Has it a key?", Gate.key.present,
                         yes=Leaf(attrs.evolve(UNLOCK, features=())), no=Leaf(PUSH)))))

def ending(criterion, yes, no):
    return Tree(Question("Which end?", criterion, yes=Leaf(yes), no=Leaf(no)), name="End")

IN, OUT = ending(Door.open.present, "in", "out"), ending(Door.open.present, "out", "out")
STAY, LEAVE = Tree(Leaf("stay"), name="Stay"), Tree(Leaf("leave"), name="Leave")
SIGNS = [one.present for one in Presentation.findings() if isinstance(one, Sign)]
ANY, NONE = (ending(any_of(*SIGNS[:14]), yes, "well") for yes in ("ill", "well"))
LOUD = attrs.evolve(HOUSE, alerts=(attrs.evolve(NARROW, at_least=Urgency.EMERGENCY),))
LATER = Guideline(
    "later", name="Later", tree=ending(Door.locked.present, UNLOCK, PUSH),
    lowerings=(AcceptedLowering(Door.locked, PUSH, UNLOCK, "A key is enough."),))
OVERTOLD = attrs.evolve(
    HOUSE, lowerings=(*HOUSE.lowerings, AcceptedLowering(Door.locked, PUSH, GO, "No.")))
'''

#: A tree, an outcome and a finding called as those of the first module are.
GATES = '''
from spasm_ddx import Findings, Leaf, Question, Tree, YesNo

class Door(Findings):
    """A gate."""
    open: YesNo = YesNo("Is the gate open?")

DOOR = Tree(Question("Is it locked?", Door.open.absent, yes=Leaf("unlock"), no=Leaf("go & see")),
            name="Door")
'''

LESSONS = """{"a door that is shut": "Push *it*.", "a free way": "Go."}"""

PEOPLE = """[{"name": "a door that is shut", "findings": {"open": false, "width": 45}},
 {"name": "a free way", "findings": {"open": true, "width": 90, "locked": false}}]"""

INDEX = """
Doors
=====

.. ddx-tree:: doors:DOOR

.. ddx-tree:: doors:DOOR

   {"open": false}

.. ddx-table:: doors:DOOR

.. ddx-walker:: doors:DOOR

Whom :ddx:question:`doors:DOOR/n` would affect: see :ddx:claim:`C1` and :ddx:finding:`locked`.

.. ddx-comparison:: doors:DOOR doors:WIDE

.. ddx-comparison:: doors:DOOR doors:DOOR

.. toctree::

   more
   house
   plain
   twins
   changes
"""

MORE = """
More
====

.. ddx-questions:: doors:DOOR

.. ddx-findings:: doors:DOOR

.. ddx-claims::

.. ddx-notes::
"""

HOUSE = """
House
=====

.. ddx-tree::

.. ddx-table::

.. ddx-questions::

.. ddx-conditions::

.. ddx-alerts::

.. ddx-screens::

.. ddx-lowerings::

.. ddx-cases:: people.json
   :lessons: lessons.json

.. ddx-findings::
   :answered-by: janitor

.. ddx-walker::

.. ddx-comparison:: doors:HOUSE doors:YARD
   :alike: doors:ALIKE

   condition unlocking pushing
   A code is no key, see :ddx:claim:`C1`.

   urgency prompt urgent
   They
   follow.

   urgency urgent prompt
   The alert on narrow doors is gone.

   urgency self_care urgent
   The same.

.. ddx-alerts:: doors:YARD

.. ddx-claims::
   :role: background

Read :ddx:outcome:`unlocking`, :ddx:alert:`narrow` and :ddx:question:`doors:HOUSE/n`.
"""


#: Differences of every kind, and people who are all or of many kinds.
CHANGES = """
Changes
=======

.. ddx-comparison:: doors:IN doors:OUT

.. ddx-comparison:: doors:STAY doors:LEAVE

.. ddx-comparison:: doors:ANY doors:NONE

.. ddx-comparison:: doors:HOUSE doors:LOUD

.. ddx-comparison:: doors:HOUSE doors:HOUSE

.. ddx-lowerings:: doors:LATER
"""
#: Two trees of one name, with an outcome and a finding of one name; in Markdown.
TWINS = "# Twins\n" + "".join(
    f"\n```{{ddx-{name}}} {module}\n```\n"
    for module in ("doors:DOOR", "gates:DOOR")
    for name in ("tree", "questions", "conditions", "findings")
)
#: A plain tree has no urgency, alerts, screens and sources.
PLAIN = (
    "Plain\n=====\n"
    + "".join(
        f"\n.. ddx-{name}:: doors:DOOR\n"
        for name in ("conditions", "alerts", "screens", "claims", "notes", "lowerings", "walker")
    )
    + "\n.. ddx-cases:: person.json\n   :guideline: doors:DOOR\n"
)
SITE = {
    "doors.py": MODULE,
    "gates.py": GATES,
    "index.rst": INDEX,
    "more.rst": MORE,
    "house.rst": HOUSE,
    "plain.rst": PLAIN,
    "twins.md": TWINS,
    "changes.rst": CHANGES,
    "people.json": PEOPLE,
    "person.json": '[{"name": "a wide door", "findings": {"open": true, "width": 150}}]',
    "lessons.json": LESSONS,
}
