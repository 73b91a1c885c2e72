"""Guidelines: construction, and its errors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import attrs
import pytest

from spasm_ddx import (
    AcceptedLowering,
    Advice,
    Alert,
    Cause,
    Claim,
    ClaimRole,
    Condition,
    Feature,
    Findings,
    Guideline,
    Leaf,
    Note,
    Number,
    Question,
    Screen,
    Sources,
    SpasmDdxError,
    Tree,
    Urgency,
    UrgencyScale,
    When,
    YesNo,
    all_of,
    any_of,
    verify,
)
from spasm_ddx.errors import FindingError, GuidelineError
from spasm_ddx.guideline.guideline import as_guideline
from spasm_ddx.guideline.safety import unearned


class Throat(Findings):
    sore: YesNo = YesNo("Is it sore?")
    hot: YesNo = YesNo("Is there a fever?", red_flag=True, claims=("C1",))
    drooling: YesNo = YesNo("Is there drooling?", red_flag=True)
    days: Number = Number("For how many days?", low=0, high=100, usual=2)
    playing: YesNo = YesNo("Does the child play as usual?", normal=True)
    tested: YesNo = YesNo("Was it tested?", answered_by="clinician")


class Warm(Findings):
    fever: YesNo = YesNo("Is there a fever?")
    degrees: Number = Number("How warm?", unit="°C", low=30, high=45, usual=37, shows=(fever, 38))


class Other(Findings):
    red: YesNo = YesNo("Is it red?", red_flag=True)


COLD = Condition("cold", "A cold", Urgency.SELF_CARE)
MISNAMED = Condition("cold", "Meningitis", Urgency.EMERGENCY)
TONSILS = Condition("tonsils", "Tonsillitis", Urgency.PROMPT)
ALERT = Alert("airway", "Airway in danger", Throat.drooling.present, Urgency.EMERGENCY)
SCREEN = Screen("danger", "Any of these?", (Throat.hot, Throat.drooling))
TREE = Tree(
    Question("Hot and sore?", Throat.hot.present, yes=Leaf(TONSILS), no=Leaf(COLD)),
    name="Throat",
    severity=lambda condition: condition.urgency,
)
GUIDELINE = Guideline(
    "throat", name="Sore throat", version="1", tree=TREE, alerts=(ALERT,), order=(SCREEN,)
)


def asking(yes: object, no: object = COLD) -> Tree[Any]:
    """The tree that asks for a fever."""
    return Tree(Question("Hot?", Throat.hot.present, yes=Leaf(yes), no=Leaf(no)))


def severe(severity: Callable[[Condition], Any]) -> Tree[Condition]:
    """The tree with this order of its outcomes."""
    return attrs.evolve(TREE, severity=severity)


class Level(UrgencyScale):
    WAIT = 0, "wait"
    GO = 1, "go now", True


class OneLevel(UrgencyScale):
    GO = 0, "go now", True


class TestWhatItHolds:
    def test_its_parts_are_found_by_key(self) -> None:
        assert GUIDELINE.condition("cold") is COLD
        assert GUIDELINE.alert("airway") is ALERT
        assert GUIDELINE.screen("danger") is SCREEN
        assert GUIDELINE.conditions == (TONSILS, COLD)
        assert GUIDELINE.vocabulary is Throat
        assert GUIDELINE.roles == ("witness", "clinician")
        assert repr(GUIDELINE) == "<Guideline throat 1: 2 conditions, 1 alert>"

    def test_those_that_say_something_else_differ(self) -> None:
        calm = attrs.evolve(TONSILS, urgency=Urgency.SELF_CARE)
        root = Question("Hot and sore?", Throat.hot.present, yes=Leaf(calm), no=Leaf(COLD))
        tree = attrs.evolve(TREE, root=root)
        milder = attrs.evolve(ALERT, at_least=Urgency.PROMPT)
        own_scale, usual = (
            Guideline("two", name="Two", tree=asking(Condition("go", "Go", level), wait))
            for level, wait in (
                (Level.GO, Condition("wait", "Wait", Level.WAIT)),
                (Urgency.PROMPT, Condition("wait", "Wait", Urgency.SELF_CARE)),
            )
        )
        assert own_scale != usual
        assert changed() == GUIDELINE
        assert hash(changed()) == hash(GUIDELINE)
        for other in (changed(tree=tree), changed(alerts=(milder,)), changed(version="2")):
            assert other != GUIDELINE

    @pytest.mark.parametrize(
        ("find", "said"),
        [
            (GUIDELINE.condition, "Sore throat has no condition 'x'; it has tonsils, cold"),
            (GUIDELINE.alert, "Sore throat has no alert 'x'; it has airway"),
            (GUIDELINE.screen, "Sore throat has no screen 'x'; it has danger"),
            (as_guideline(TREE).alert, "Throat has no alert 'x'; it has none"),
        ],
    )
    def test_a_key_that_is_none_lists_those_there_are(
        self, find: Callable[[str], object], said: str
    ) -> None:
        with pytest.raises(GuidelineError) as refused:
            find("x")
        assert str(refused.value) == said

    def test_who_cannot_answer_is_refused(self) -> None:
        with pytest.raises(
            GuidelineError,
            match=r"^'nurse' is not a role of this guideline; accepted are witness, clinician$",
        ):
            GUIDELINE.interview("nurse")

    def test_findings_of_another_vocabulary_are_refused(self) -> None:
        with pytest.raises(SpasmDdxError, match="assesses a Throat, not Other"):
            GUIDELINE.assess(Other())
        with pytest.raises(
            SpasmDdxError, match=r"^the interview is about a Throat, not Other\(\)$"
        ):
            GUIDELINE.interview(known=Other())

    def test_a_scale_of_its_own_orders_and_calls_for_help(self) -> None:
        wait = Condition("wait", "Wait", Level.WAIT)
        go = Condition("go", "Go", Level.GO)
        found = Guideline("two", name="Two", tree=asking(go, wait)).assess(Throat())
        assert (found.urgency.at_least, found.urgency.at_most) == (Level.WAIT, Level.GO)
        assert found.to_dict()["urgency"] == {"at_least": "wait", "at_most": "go"}

    def test_a_scale_of_one_level_is_one(self) -> None:
        only = Condition("go", "Go", OneLevel.GO)
        found = Guideline("one", name="One", tree=Tree(Leaf(only)))
        assert found.graded
        assert found.assess(Findings()).to_dict()["urgency"] == {"at_least": "go", "at_most": "go"}


class TestAPlainTree:
    TREE = asking("hot", "cold")

    def test_is_assessed_without_urgency_and_alerts(self) -> None:
        found = as_guideline(self.TREE).assess(Throat(hot=True))
        said = found.to_dict()
        assert said["urgency"] is None
        assert said["diagnosis"] == "hot"
        assert said["alerts"] == {"raised": [], "possible": []}
        assert "Urgency" not in str(found)
        assert "What to do" not in str(found)
        assert repr(found) == "<Assessment: hot>"

    def test_is_the_same_guideline_each_time(self) -> None:
        assert as_guideline(self.TREE) is as_guideline(self.TREE)

    def test_asks_red_flags_first(self) -> None:
        root = Question(
            "Sore?", Throat.sore.present, yes=self.TREE.root, no=Leaf("well"), claims=()
        )
        page = as_guideline(Tree(root)).assess(Throat()).next_page
        assert page is not None
        assert page.findings == (Throat.hot,)

    def test_two_outcomes_of_one_text_are_refused(self) -> None:
        tree = asking(1, "1")
        with pytest.raises(GuidelineError, match="have the key '1'"):
            as_guideline(tree)

    def test_an_answer_that_cannot_be_is_not_offered(self) -> None:
        tree = Tree(Question("Cold?", Warm.degrees.below(36), yes=Leaf("cold"), no=Leaf("no")))
        asking = as_guideline(tree).assess(Warm(fever=False)).next_question
        assert asking is not None
        assert [said for said, _ in asking.answers] == [
            "less than 36 °C",
            "36 °C or more and less than 38 °C",
        ]

    def test_anything_else_is_refused(self) -> None:
        with pytest.raises(GuidelineError, match="expected a guideline or a tree, not 5"):
            as_guideline(5)


def changed(**fields: Any) -> Guideline:  # noqa: ANN401 - of any field
    """The guideline with some fields changed."""
    return attrs.evolve(GUIDELINE, **fields)


#: What no type checker would accept as a part.
ANY: Any = None
CLAIMS = Sources("S", (Claim("C1", "a", ClaimRole.DEFINING, (), "Says."),))
#: What could only be a mistake, and what the error says.
MISTAKES: dict[str, tuple[dict[str, Any], str]] = {
    "an alert about another vocabulary": (
        {"alerts": (Alert("a", "A", Other.red.present, Urgency.URGENT),)},
        "alert a: Other.red is not a finding of Throat",
    ),
    "a screen about another vocabulary": (
        {"order": (Screen("s", "Any?", (Throat.hot, Other.red)),)},
        "screen s: Other.red is not a finding of Throat",
    ),
    "a finding of another vocabulary in the order": (
        {"order": (Other.red,)},
        "order: Other.red is not a finding of Throat",
    ),
    "a screen that asks a number": (
        {"order": (Screen("s", "Any?", (Throat.hot, Throat.days)),)},
        "screen s: no answer denies days; ask it separately",
    ),
    "a screen of one finding": (
        {"order": (Screen("s", "Any?", (Throat.hot,)),)},
        "screen s: give two or more findings, each once",
    ),
    "a screen that asks a sign to which yes reassures": (
        {"order": (Screen("s", "Any?", (Throat.hot, Throat.playing)),)},
        "screen s: yes to playing reassures; ask it separately",
    ),
    "two conditions with one key": (
        {"tree": asking(MISNAMED)},
        "two conditions have the key 'cold', one after no",
    ),
    "an entry that appears twice": (
        {"order": (Throat.hot, Throat.hot)},
        "order: hot appears twice",
    ),
    "two alerts of one key": (
        {"alerts": (ALERT, ALERT)},
        "two of its conditions and alerts have the key 'airway'; give each its own",
    ),
    "an alert with the key of a condition": (
        {"alerts": (Alert("cold", "Cold", Throat.hot.present, Urgency.URGENT),)},
        "two of its conditions and alerts have the key 'cold'; give each its own",
    ),
    "two screens of one key": (
        {"order": (SCREEN, Screen("danger", "Any?", (Throat.sore, Throat.hot)))},
        "two of its screens have the key 'danger'; give each its own",
    ),
    "an alert that always holds": (
        {"alerts": (Alert("a", "A", Throat.days.at_least(0), Urgency.URGENT),)},
        "alert a: at the first question: the criterion on days is always true",
    ),
    "an alert of another scale": (
        {"alerts": (Alert("a", "A", Throat.hot.present, Level.GO),)},
        "alert a: <Level.GO: 1> is not on the scale of its conditions",
    ),
    "advice about another condition": (
        {"advice": (Advice("Rest.", when=When.settled(Condition("x", "X", Urgency.URGENT))),)},
        "advice 'Rest.': its tree has no condition <Condition x>",
    ),
    "advice about another alert": (
        {
            "advice": (
                Advice(
                    "Rest.",
                    when=When.unless(
                        When.open(Alert("x", "X", Throat.hot.present, Urgency.URGENT))
                    ),
                ),
            )
        },
        "advice 'Rest.': it has no alert 'x'",
    ),
    "advice about another vocabulary": (
        {"advice": (Advice("Rest.", when=When.holds(Other.red.present)),)},
        "advice 'Rest.': Other.red is not a finding of Throat",
    ),
    "advice of another scale": (
        {"advice": (Advice("Rest.", when=When.at_least(Level.GO)),)},
        "advice 'Rest.': <Level.GO: 1> is not on the scale of its conditions",
    ),
    "a reassuring condition that the tree does not have": (
        {"reassuring": (Condition("x", "X", Urgency.URGENT),)},
        "reassuring: its tree has no condition <Condition x>",
    ),
    "a claim that no source has": (
        {
            "sources": CLAIMS,
            "alerts": (attrs.evolve(ALERT, claims=("C9",)),),
        },
        "alert airway: it cites 'C9', which its sources do not have",
    ),
    "no tree": ({"tree": 3}, "its tree is 3, not a Tree"),
    "outcomes some of which are no conditions": (
        {"tree": asking("hot")},
        "the outcome 'hot' is not a Condition, but others are",
    ),
    "alerts beside outcomes without urgency": (
        {"tree": asking("hot", "cold")},
        "it has alerts or advice, but its outcomes are not Conditions",
    ),
    "conditions of two scales": (
        {"tree": asking(Condition("go", "Go", Level.GO))},
        "its conditions have urgencies of two scales: go of Level and cold of Urgency",
    ),
    "one condition on two scales": (
        {"tree": asking(Condition("cold", "A cold", Level.WAIT))},
        "two conditions have the key 'cold', one after no",
    ),
    "an accepted lowering of no condition": (
        {"lowerings": (AcceptedLowering(Throat.hot, cast("Any", 3), COLD, why="So."),)},
        "lowerings: it names 3, which is no finding, condition, alert or urgency",
    ),
    "a feature about another vocabulary": (
        {
            "tree": asking(
                Condition("x", "X", Urgency.URGENT, features=(Feature("red", Other.red.present),))
            )
        },
        "condition x, feature 'red': Other.red is not a finding of Throat",
    ),
    "a page at the end about another vocabulary": (
        {"afterwards": {COLD: (Other.red,)}},
        "afterwards: Other.red is not a finding of Throat",
    ),
    "an accepted lowering of a condition that the tree does not have": (
        {
            "lowerings": (
                AcceptedLowering(
                    Throat.hot, COLD, Condition("x", "X", Urgency.URGENT), why="So.", only="Them."
                ),
            )
        },
        "lowerings: its tree has no condition <Condition x>",
    ),
    "a cause about another vocabulary": (
        {"tree": asking(Condition("x", "X", Urgency.URGENT, causes=(Cause("red", Other.red),)))},
        "condition x, cause 'red': Other.red is not a finding of Throat",
    ),
}


class TestItRefusesWhatCouldOnlyBeAMistake:
    @pytest.mark.parametrize("mistake", MISTAKES)
    def test_naming_the_place(self, mistake: str) -> None:
        fields, says = MISTAKES[mistake]
        with pytest.raises(GuidelineError) as raised:
            changed(**fields)
        assert str(raised.value) == f"guideline throat: {says}"

    def test_a_condition_without_an_urgency(self) -> None:
        with pytest.raises(GuidelineError, match=r"^the condition cold needs an urgency"):
            Condition("cold", "A cold", 2)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]

    def test_an_alert_without_an_urgency(self) -> None:
        with pytest.raises(GuidelineError, match=r"alert a needs an urgency, such as Urgency\.PRO"):
            Alert("a", "A", Throat.hot.present, 2)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]

    def test_advice_with_a_requirement_that_is_none(self) -> None:
        with pytest.raises(GuidelineError, match="requirements of When, not 'settled'"):
            Advice("Rest.", when=cast("Any", ("settled",)))

    def test_a_scale_that_does_not_rise(self) -> None:
        with pytest.raises(
            GuidelineError, match=r"Down: declare .* up; GREEN does not have a higher"
        ):

            class Down(UrgencyScale):  # pyright: ignore[reportUnusedClass]
                RED = 2, "now", True
                GREEN = 0, "home"

        with pytest.raises(
            GuidelineError, match=r"Same: declare .* up; RED does not have a higher number than GR"
        ):

            class Same(UrgencyScale):  # pyright: ignore[reportUnusedClass]
                GREEN = 1, "home"
                RED = 1, "now", True

    def test_a_scale_on_which_the_first_level_is_the_most_urgent(self) -> None:
        says = "Triage: .*; SOON calls for help, and LATER, which is more urgent, does"
        with pytest.raises(GuidelineError, match=says):

            class Triage(UrgencyScale):  # pyright: ignore[reportUnusedClass]
                NOW = 1, "call now", True
                SOON = 2, "see a doctor", True
                LATER = 3, "wait"

    def test_a_severity_that_runs_against_the_urgency(self) -> None:
        says = r"puts cold \(self_care\) above tonsils \(prompt\); higher means more severe"
        with pytest.raises(GuidelineError, match=says):
            changed(tree=severe(lambda condition: -condition.urgency))
        # Alike, or finer within one level of urgency, is no mistake.
        changed(tree=severe(lambda _: 0))
        changed(tree=severe(lambda condition: (condition.urgency, condition.key)))

    def test_a_key_that_no_column_can_have(self) -> None:
        with pytest.raises(GuidelineError, match="Condition 'a cold': a key is a plain name"):
            Condition("a cold", "A cold", Urgency.PROMPT)

    def test_claims_in_one_text(self) -> None:
        with pytest.raises(GuidelineError, match="claims are several texts"):
            Alert("a", "A", Throat.hot.present, Urgency.URGENT, "C1")

    def test_sources_with_one_id_twice_or_a_note_about_nothing(self) -> None:
        claim = CLAIMS.claims[0]
        with pytest.raises(GuidelineError, match="the id 'C1' appears twice"):
            Sources("S", (claim, claim))
        with pytest.raises(GuidelineError, match="about 'C9', which is not a claim"):
            Sources("S", (claim,), (Note("N1", ("C9",), "Now.", "Who"),))


class TestVerify:
    """The four errors of a tree, in the guideline's tree and in its alerts."""

    def test_a_red_flag_that_an_alert_tests_is_tested(self) -> None:
        assert verify(TREE).errors == ("nothing tests the red flag drooling",)
        assert verify(GUIDELINE).ok

    def test_an_alert_that_contradicts_itself(self) -> None:
        early_and_late = all_of(Throat.days.below(2), Throat.days.above(5))
        either = any_of(Throat.drooling.present, early_and_late)
        report = verify(changed(alerts=(attrs.evolve(ALERT, criterion=either),)))
        assert not report.ok
        assert report.errors == report.alerts
        (error,) = report.alerts
        assert error.startswith("alert airway, at the first question: in ")
        assert str(report) == f"Errors:\n- {error}"

    def test_an_alert_that_nobody_raises(self) -> None:
        cold_fever = all_of(Warm.fever.absent, Warm.degrees.at_least(39))
        alert = Alert("a", "A", cold_fever, Urgency.PROMPT)
        leaf = Tree(Leaf(COLD))
        report = verify(Guideline("warm", name="Warm", tree=leaf, alerts=(alert,)))
        assert [one.partition(": ")[2] for one in report.errors] == [
            "nobody reaches the leaf True",
            '"A?" can only be answered no',
        ]

    def test_what_could_be_dropped_is_no_error(self) -> None:
        again = Question("Hot?", Throat.hot.present, yes=Leaf(COLD), no=Leaf(COLD))
        root = Question("Sore?", Throat.sore.present, yes=TREE.root, no=again)
        report = verify(changed(tree=attrs.evolve(TREE, root=root)))
        assert report.ok
        (one,) = report.redundant
        assert str(one) == 'after no: the question "Hot?", since both answers have the same results'


class TestALevel:
    def test_is_like_no_level_of_another_scale(self) -> None:
        assert Level.WAIT != Urgency.SELF_CARE
        assert not Level.WAIT != Level.WAIT  # noqa: SIM202 - the operator itself
        assert Level(0) == Level.WAIT

    def test_is_written_in_a_width(self) -> None:
        assert f"{Level.GO:>4}|{Level.GO:<4}|{Level.GO}" == "  GO|GO  |GO"

    def test_of_one_alone_may_be_named(self) -> None:
        """Advice may name the only level of a scale."""
        only = Condition("go", "Go", OneLevel.GO)
        advice = Advice("Go.", when=When.at_least(OneLevel.GO))
        one = Guideline("one", name="One", tree=Tree(Leaf(only)), advice=(advice,))
        assert one.assess(Findings()).advice == (advice,)


def test_advice_is_given_again_with_other_requirements() -> None:
    ice = Advice("Ice.", ("C1",), when=When.at_least(Urgency.URGENT))
    given = ice.given(When.settled(COLD), When.possible(COLD), about=(COLD,))
    assert given == Advice(
        "Ice.", ("C1",), when=(When.settled(COLD), When.possible(COLD)), about=(COLD,)
    )
    assert ice.given() == Advice("Ice.", ("C1",))


class Feverish(Findings):
    numb: YesNo = YesNo("Is it numb?", red_flag=True)
    fever: YesNo = YesNo("Is there a fever?", red_flag=True)
    degrees: Number = Number("How warm?", unit="°C", low=30, high=45, usual=37, shows=(fever, 38))


def test_what_nobody_can_have_does_not_make_a_condition_unearned() -> None:
    """Only somebody hot by the thermometer who has no fever would have a cold and be numb."""
    impossible = all_of(Feverish.degrees.at_least(38), Feverish.fever.absent)
    alarming = any_of(Feverish.numb.present, Feverish.fever.present)
    rest = Question("Any red flag?", alarming, yes=Leaf(TONSILS), no=Leaf(COLD))
    tree = Tree(Question("Hot without fever?", impossible, yes=Leaf(COLD), no=rest))
    assert unearned(Guideline("g", name="G", tree=tree, reassuring=(COLD,))) == ()


class TestWhatAnAttributeTakes:
    """Text, a criterion, or several of a kind: another value is refused by its field."""

    @pytest.mark.parametrize(
        ("slip", "said"),
        [
            (lambda: Condition(_any(None), "A", Urgency.URGENT), "Condition.key takes text"),
            (lambda: Advice(_any(None)), "Advice.text takes text"),
            (
                lambda: Alert("x", "X", Throat.hot.present, Urgency.URGENT, codes=_any(["R50"])),
                "Alert.codes takes Code, not 'R50'",
            ),
            (
                lambda: Guideline("g", name="G", tree=GUIDELINE.tree, advice=_any("Ice.")),
                "Guideline.advice takes Advice, not 'I'",
            ),
            (
                lambda: Guideline("g", name="G", tree=GUIDELINE.tree, alerts=_any(ALERT)),
                "Guideline.alerts takes several of Alert, as (one,), not",
            ),
            (
                lambda: Guideline("g", name="G", tree=GUIDELINE.tree, order=_any(["hot"])),
                "Guideline.order takes Sign or Category or Quantity or Screen, not 'hot'",
            ),
            (lambda: When.at_least(_any("urgent")), "UrgencyAtLeast takes an urgency, such as"),
            (lambda: When.settled(_any("cold")), "Settled takes a condition, not 'cold'"),
            (lambda: When.open(_any("airway")), "Open takes an alert, not 'airway'"),
            (lambda: When.unless(_any(COLD)), "Unless takes a requirement of When, not"),
            (lambda: When.holds(_any(Throat.hot)), "Holds takes a criterion: Throat.hot is a fin"),
            (lambda: Cause("Heat", _any("hot")), "Cause.finding takes a sign, not 'hot'"),
            (
                lambda: changed(afterwards=(3,)),
                (
                    "Guideline.afterwards takes conditions with findings, as "
                    "{condition: (finding,)}, not (3,)"
                ),
            ),
            (
                lambda: changed(afterwards={COLD: _any(3)}),
                "Guideline.afterwards takes several of Sign or",
            ),
            (lambda: Screen("k", "n", _any(None)), "Screen.findings takes several of Sign or"),
            (
                lambda: Alert("x", "X", _any(Throat.hot), Urgency.URGENT),
                "Alert.criterion takes a criterion: Throat.hot is a finding; say",
            ),
            (
                lambda: _any(UrgencyScale)("Light", {"LOW": (0.5, "a"), "HIGH": (1, "b")}),
                "Light: a level is a whole number, text, and True or False, not (0.5, 'a', False)",
            ),
        ],
    )
    def test_a_slip_is_named(self, slip: Callable[[], object], said: str) -> None:
        with pytest.raises(GuidelineError) as refused:
            slip()
        assert str(refused.value).startswith(said)

    @pytest.mark.parametrize(
        ("answers", "said"),
        [
            ({"hot": True}, "answered takes findings, such as Throat.hot, not 'hot'"),
            ([], "answered takes findings with answers, not []"),
        ],
    )
    def test_answers_of_an_interview(self, answers: Any, said: str) -> None:  # noqa: ANN401 - misused
        with pytest.raises(FindingError) as refused:
            GUIDELINE.interview().answered(answers)
        assert str(refused.value) == said


def _any(value: object) -> Any:  # noqa: ANN401 - what a type checker would refuse
    return value
