"""The built docs: every claim and every use of it stands there, and every link leads somewhere."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest

from spasm_ddx import MUSCLE_SPASM, Advice, Cause, ClaimRole, Feature
from spasm_ddx.cli.commands import cli
from spasm_ddx.guideline.safety import lowerings
from tests.docs.pages import Element, page

DOCS = Path(__file__).parents[2] / "docs"
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
    return {link.text for line in block.all(_class="dd-uses") for link in line.all("a")}


def block_of(where: Element, identifier: str) -> Element:
    """What stands about one claim."""
    (block,) = where.all(_class="dd-claim", _id=identifier.lower())
    return block


@pytest.fixture(scope="module")
def claims(site: Path) -> Element:
    return page(site / "clinical" / "claims.html")


@pytest.fixture(scope="module")
def notes(site: Path) -> Element:
    return page(site / "clinical" / "variance.html")


class TestClaims:
    """Rule 5, on the pages: each claim is shown, and so is each use of it; no other is."""

    def test_there_are_as_many_as_there_are(self, claims: Element, notes: Element) -> None:
        assert len(claims.all(_class="dd-claim")) == len(CLAIMS) == 51
        assert len(notes.all(_class="dd-claim")) == len(NOTES) == 16

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
        assert uses(block) == {title for title, cited in CITING.items() if identifier in cited}

    @pytest.mark.parametrize("identifier", NOTES)
    def test_a_note(self, notes: Element, identifier: str) -> None:
        note, block = NOTES[identifier], block_of(notes, identifier)
        assert straight(note.now) in straight(block.text)
        assert straight(note.reference) in straight(block.text)
        assert ("to be confirmed" in block.text) is not note.checked
        assert uses(block) == {title for title, cited in CITING.items() if identifier in cited}

    def test_background_is_told_with_its_note(self, site: Path) -> None:
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
    """What the other pages hold."""

    def test_the_differential(self, site: Path) -> None:
        where = page(site / "clinical" / "differential.html")
        titles = {str(title.parts[0]) for title in where.all("h3")}
        names = {condition.name for condition in MUSCLE_SPASM.conditions}
        asks = {title for title in CITING if title[:1].isdigit()}
        assert titles == names | asks
        alerts = {alert.key for alert in MUSCLE_SPASM.alerts}
        shown = {part.attributes["id"] for part in where.all("span") if "id" in part.attributes}
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
        (drawing,) = where.all(_class="dd-figure")
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

    def test_each_finding_is_told_and_who_can_answer(self, site: Path) -> None:
        where = page(site / "clinical" / "findings.html")
        told = {code.text for code in where.all("code")}
        assert {finding.name for finding in MUSCLE_SPASM.vocabulary.findings()} <= told
        assert where.text.count("only a clinician can tell") == 2


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
