"""The built docs have every claim with every use of it, and every link works."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TypeGuard
from urllib.parse import unquote, urldefrag

import pytest

from docs.clinical.content_1_0_0 import ALIKE, MUSCLE_SPASM_1
from spasm_ddx import MUSCLE_SPASM, Advice, Cause, ClaimRole, Feature, compare
from spasm_ddx.cli.commands import cli
from spasm_ddx.guideline.comparison import DeclaredDifference
from spasm_ddx.guideline.safety import lowerings
from tests.docs.pages import Element, page

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
CLAIMS = {claim.id: claim for claim in MUSCLE_SPASM.sources.claims}
NOTES = {note.id: note for note in MUSCLE_SPASM.sources.notes}

#: What cites which claims, by the title of its section: worked out from the content.
CITING: dict[str, set[str]] = {
    **{
        f"{number}. {question.asks}": set(question.claims)
        for number, question in enumerate(MUSCLE_SPASM.tree.questions, start=1)
    },
    **{alert.name: set(alert.claims) for alert in MUSCLE_SPASM.alerts},
    **{finding.label: set(finding.claims) for finding in MUSCLE_SPASM.vocabulary.findings()},
}
for condition in MUSCLE_SPASM.conditions:
    pieces: list[Feature | Advice | Cause] = [
        *condition.features,
        *MUSCLE_SPASM.advice_for(condition),
        *condition.causes,
        *(piece for cause in condition.causes for piece in cause.advice),
    ]
    CITING[condition.name] = {claim for piece in pieces for claim in piece.claims}


def uses(block: Element) -> set[str]:
    """The titles of what a claim is used in, each a link."""
    return {straight(link.text) for line in block.all(_class="dd-uses") for link in line.all("a")}


def citing(identifier: str) -> set[str]:
    """The titles of what cites a claim."""
    return {straight(title) for title, cited in CITING.items() if identifier in cited}


def block_of(where: Element, identifier: str) -> Element:
    """The entry of one claim."""
    (block,) = where.all(_class="dd-claim", _id=identifier.lower())
    return block


@pytest.fixture(scope="module")
def claims(site: Path) -> Element:
    return page(site / "clinical" / "claims.html")


@pytest.fixture(scope="module")
def notes(site: Path) -> Element:
    return page(site / "clinical" / "variance.html")


class TestClaims:
    """Rule 5, on the pages: they show exactly each claim and each use of it."""

    def test_there_are_as_many_as_there_are(self, claims: Element, notes: Element) -> None:
        assert len(claims.all(_class="dd-claim")) == len(CLAIMS)
        assert len(notes.all(_class="dd-claim")) == len(NOTES)

    @pytest.mark.parametrize("identifier", CLAIMS)
    def test_a_claim(self, claims: Element, identifier: str) -> None:
        claim, block = CLAIMS[identifier], block_of(claims, identifier)
        (part,) = [part for part in claims.all("section") if block in part.parts]
        assert part.attributes["id"] == f"section-{claim.section}"
        (role,) = block.all(_class="dd-role")
        assert role.text == claim.role.value
        assert straight(claim.says) in straight(block.text)
        assert straight(claim.note) in straight(block.text)
        notes = MUSCLE_SPASM.sources.notes_on(claim)
        assert all(straight(str(note)) in straight(block.text) for note in notes)
        assert uses(block) == citing(identifier)

    @pytest.mark.parametrize("identifier", NOTES)
    def test_a_note(self, notes: Element, identifier: str) -> None:
        note, block = NOTES[identifier], block_of(notes, identifier)
        assert straight(note.now) in straight(block.text)
        assert straight(note.reference) in straight(block.text)
        assert ("to be confirmed" in block.text) is not note.checked
        assert uses(block) == citing(identifier)

    def test_background_is_reported_with_its_note(self, site: Path) -> None:
        text = straight(page(site / "clinical" / "reading-the-source.html").text)
        for claim in CLAIMS.values():
            if claim.role is ClaimRole.BACKGROUND:
                assert straight(claim.says) in text
                assert straight(claim.note)[1:] in text

    def test_each_odd_phrase_is_explained(self, site: Path) -> None:
        told = straight(page(site / "clinical" / "reading-the-source.html").text).lower()
        phrases = {
            phrase
            for claim in CLAIMS.values()
            for phrase in re.findall(r"\B'([^']+)'\B", f"{claim.says} {claim.note}")
        }
        assert {"pumping", "fashion", "face", "electrogram"} <= phrases
        assert not [phrase for phrase in phrases if phrase.lower() not in told]


class TestPages:
    """The content of the other pages."""

    def test_the_differential(self, site: Path) -> None:
        where = page(site / "clinical" / "differential.html")
        titles = {str(title.parts[0]) for title in where.all("h3")}
        names = {condition.name for condition in MUSCLE_SPASM.conditions}
        asks = {title for title in CITING if title[:1].isdigit()}
        assert titles == names | asks
        alerts = {alert.key for alert in MUSCLE_SPASM.alerts}
        shown = {part.attributes["id"] for part in where.all("strong") if "id" in part.attributes}
        assert {f"alert-{key}".replace("_", "-") for key in alerts} <= shown

    def test_a_criterion_with_a_name_leads_to_where_it_is_spelt_out(self, site: Path) -> None:
        where = page(site / "clinical" / "differential.html")
        (table,) = where.all("table", _class="dd-alerts")
        leads = {link.text: link.attributes["href"] for link in table.all("a")}
        assert leads["Convulsive sign"] == "#muscle-spasm-n"
        assert leads["Sign of a systemic cause"] == "#muscle-spasm-root"
        assert leads["not: febrile convulsion"] == "#muscle-spasm-ny"

    def test_each_card_of_the_drawing_leads_to_its_section(self, site: Path) -> None:
        where = page(site / "clinical" / "differential.html")
        (drawing,) = where.all("svg", _id="ddx-clinical-differential-0")
        leads = [link.attributes.get("href") for link in drawing.all("a")]
        assert len(leads) == 15
        ids = {part.attributes.get("id") for part in where.all("section")}
        assert {str(lead).removeprefix("#") for lead in leads} <= ids
        assert len(set(leads)) == 7 + len(MUSCLE_SPASM.conditions)

    def test_each_lowering_is_explained(self, site: Path) -> None:
        where = page(site / "clinical" / "safety.html")
        found = {part.attributes["id"] for part in where.all("section")}
        for one in lowerings(MUSCLE_SPASM):
            way = f"{one.flag.name}-{one.before.key}-{one.after.key}".replace("_", "-")
            assert f"lowering-{way}" in found

    def test_each_finding_is_reported_and_who_can_answer(self, site: Path) -> None:
        where = page(site / "clinical" / "findings.html")
        told = {code.text for code in where.all("code")}
        assert {finding.name for finding in MUSCLE_SPASM.vocabulary.findings()} <= told
        clinician = [
            finding
            for finding in MUSCLE_SPASM.vocabulary.findings()
            if finding.answered_by == "clinician"
        ]
        assert where.text.count("only a clinician can tell") == len(clinician)

    def test_a_criterion_that_no_question_shows_is_spelt_out_with_each_alert(
        self, site: Path
    ) -> None:
        where = page(site / "clinical" / "differential.html")
        (table,) = where.all("table", _class="dd-alerts")
        held = [row for row in table.all("tr") if "Attack like a convulsion" in row.text]
        assert held
        assert all("called a fit by someone who saw it" in row.text for row in held)
        (atypical,) = (row for row in table.all("tr") if "Atypical feature" in row.text)
        assert "duration 15 minutes or more" in atypical.text

    def test_each_case_is_reported_with_its_path_and_its_lesson(self, site: Path) -> None:
        where = page(site / "clinical" / "cases.html")
        cases = json.loads((ROOT / "tests" / "muscle_spasm" / "cases.json").read_text("utf-8"))
        lessons = json.loads((DOCS / "clinical" / "lessons.json").read_text("utf-8"))
        assert [case["name"] for case in cases] == list(lessons)
        sections = {part.text.partition("\N{PILCROW SIGN}")[0]: part for part in where.all("h2")}
        assert len(sections) == len(cases)
        for name, lesson in lessons.items():
            (part,) = where.all("section", _id=case_id(name))
            assert straight(lesson).split(" ({ddx:claim}")[0] in straight(part.text)
            assert "Known:" in part.text
            assert "1. Awake, with a sign of a systemic cause?" in part.text

    def test_each_change_is_reported_with_who_and_why(self, site: Path) -> None:
        where = page(site / "clinical" / "changes.html")
        found = compare(MUSCLE_SPASM_1, MUSCLE_SPASM, alike=ALIKE)
        pairs = [one for one in found if one.part in {"condition", "urgency"}]
        for one in pairs:
            way = f"changed-{one.part}-{one.before.key}-{one.after.key}".replace("_", "-")
            (part,) = where.all("section", _id=way)
            assert "Exactly these people:" in part.text or "in common:" in part.text
            assert "For example:" in part.text
            (lines,) = [block for block in part.parts if is_list(block)]
            assert len(lines.all("li")) <= 12
        (alerts,) = where.all("section", _id="changed-alerts")
        told = {code.text for code in alerts.all("code")}
        decided = [one for one in found if not isinstance(one, DeclaredDifference)]
        keys = {one.part for one in decided} - {"condition", "urgency"}
        assert keys <= told
        assert "nerve_or_vessel_sign: gone" in alerts.text
        assert "first_convulsion: new" in alerts.text

    def test_the_chinese_terms_stand_beside_the_english(self, site: Path) -> None:
        text = page(site / "clinical" / "reading-the-source.html").text
        terms = ("角弓反张", "局限性抽风", "时尚", "惊厥的持续状态", "抽后", "脑电图")
        assert not [term for term in terms if term not in text]
        assert "shjcjs.com/dxzd/01463318.html" in text


def case_id(name: str) -> str:
    """The id of a case's section: what Sphinx makes of its name."""
    return re.sub("[^a-z0-9]+", "-", f"case-{name}".lower().replace("'", "-")).strip("-")


def is_list(block: Element | str) -> TypeGuard[Element]:
    """Whether it is a list that describes people."""
    return isinstance(block, Element) and block.tag == "ul"


def straight(text: str) -> str:
    """A text without the typographer's quotation marks, and with single spaces."""
    return " ".join(re.sub("[\u2018\u2019\u201c\u201d'\"]", "'", text).split()).rstrip(".")


def test_every_link_within_the_site_leads_somewhere(site: Path) -> None:
    found = {path.resolve(): page(path) for path in site.rglob("*.html")}
    ids = {
        path: {
            part.attributes[name]
            for part in where.all()
            for name in ("id", "name")
            if name in part.attributes
        }
        for path, where in found.items()
    }
    broken: list[str] = []
    for path, where in found.items():
        for part in where.all():
            for lead in (part.attributes.get("href"), part.attributes.get("src")):
                if lead is None or re.match("[a-z]+:", lead):
                    continue
                target, fragment = urldefrag(lead.split("?")[0])
                file = (path.parent / unquote(target)).resolve() if target else path
                if not file.exists() or (fragment and unquote(fragment) not in ids.get(file, ())):
                    broken.append(f"{path.relative_to(site)}: {lead}")
    assert not broken


def test_no_page_asks_the_network_for_anything(site: Path) -> None:
    for path in site.rglob("*.html"):
        for part in page(path).all():
            if part.tag in {"script", "img", "link", "iframe", "source"}:
                lead = part.attributes.get("src") or part.attributes.get("href", "")
                assert not re.match("(https?:)?//", lead), f"{path.relative_to(site)}: {lead}"


def test_every_measured_file_stands_on_a_page() -> None:
    told = "".join(path.read_text(encoding="utf-8") for path in DOCS.rglob("*.md"))
    measured = [path.name for path in (DOCS / "measured").glob("*")]
    assert not [name for name in measured if f"{{measured}} {name}\n" not in told]


def test_every_command_stands_on_the_page_of_the_command_line() -> None:
    told = (DOCS / "how-to" / "command-line.md").read_text(encoding="utf-8")
    assert {"assess", "ask", "batch"} <= set(cli.commands)
    assert not [name for name in cli.commands if f"`spasm-ddx {name}" not in told]


def test_each_law_of_the_tests_stands_on_their_page(site: Path) -> None:
    from docs.own_directives import laws  # noqa: PLC0415 - behind the extra docs

    told = straight(page(site / "explanation" / "laws.html").text)
    source = (DOCS / "explanation" / "laws.md").read_text(encoding="utf-8")
    files = re.findall(r"^\w+/test_\w+\.py$", source, re.MULTILINE)
    tests = ROOT / "tests"
    assert {str(path.relative_to(tests)) for path in tests.rglob("test_laws.py")} <= set(files)
    for file in files:
        found = list(laws(tests / file))
        assert found, file
        for law, cases in found:
            assert straight(law.replace("`", "")) in told, law
            assert cases
