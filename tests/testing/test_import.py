"""The cost and the registrations of importing `spasm_ddx`, Hypothesis and the strategies."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spasm_ddx import Findings, Number, Presentation, YesNo
from tests.reasoning.strategies import LAW
from tests.testing.draws import collected, simplest

import_module("spasm_ddx.testing")  # registers as the plugin does, whatever is installed here
PROJECT = Path(__file__).parents[2] / "pyproject.toml"


def run(code: str, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    """A fresh interpreter that runs this code, with one more folder to import from."""
    ways = [*([] if path is None else [str(path)]), *filter(None, sys.path)]
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(ways)},
    )


class TestTheExtra:
    def test_without_hypothesis_one_error_names_the_extra(self) -> None:
        code = "import sys; sys.modules['hypothesis'] = None; import spasm_ddx.testing"
        last = run(code).stderr.splitlines()[-1]
        assert last == (
            "spasm_ddx.errors.MissingExtraError: "
            "spasm_ddx.testing needs Hypothesis: pip install 'spasm-ddx[testing]'"
        )

    def test_a_hypothesis_that_lacks_something_itself_says_so(self) -> None:
        code = "import sys; sys.modules['hypothesis.core'] = None; import spasm_ddx.testing"
        done = run(code)
        assert "hypothesis.core" in done.stderr
        assert "spasm-ddx[testing]" not in done.stderr


@pytest.fixture(scope="module", name="installed")
def folder_of_an_installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the entry points as an installer writes them.

    What is installed here may be older than the project: an editable installation keeps the
    entry points that it was made with.
    """
    folder = tmp_path_factory.mktemp("installed")
    about = folder / "spasm_ddx-0.dist-info"
    about.mkdir()
    points = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["entry-points"]
    about.joinpath("METADATA").write_text("Metadata-Version: 2.1\nName: spasm-ddx\nVersion: 0\n")
    lines = [f"{name} = {value}" for name, value in points["hypothesis"].items()]
    about.joinpath("entry_points.txt").write_text("\n".join(["[hypothesis]", *lines]))
    return folder


#: Draws a few hundred people of the clinical vocabulary, of one declared here and of one from a
#: file, by each way that Hypothesis knows, and prints what of them is not as it should be.
DRAW = """
class Cold(Findings):
    cough: YesNo = YesNo("A cough?")
    fever: YesNo = YesNo("A fever?")
    warmth: Number = Number("How warm?", low=25, high=45, usual=37, shows=(fever, 38.0))

class Methods(Findings):
    pass

class Below(Methods):
    cough: YesNo = YesNo("A cough?")

tree = Tree(Question("?", Cold.cough.present, yes=Leaf("yes"), no=Leaf("no")))
Filed = guidelines.from_json(guidelines.to_json(tree)).vocabulary
assert Filed not in {None, Cold}

@attrs.frozen
class Visit:
    person: Presentation

def seen(strategy):
    drawn = []
    @settings(max_examples=40, phases=[Phase.generate], database=None, derandomize=True)
    @given(strategy)
    def collect(one):
        drawn.append(one)
    collect()
    return drawn

for vocabulary in (Presentation, Cold, Below, Filed):
    for strategy in (from_type(vocabulary), builds(vocabulary)):
        people = seen(strategy)
        assert {type(one) for one in people} == {vocabulary}, vocabulary
        assert len(set(people)) > 8 or vocabulary is Below, (vocabulary, set(people))
        for finding in vocabulary.findings():
            if isinstance(finding, Sign):
                drawn = {one.value_of(finding) for one in people}
                assert drawn == {None, False, True} or vocabulary is Presentation, finding
assert len({visit.person for visit in seen(builds(Visit))}) > 8
assert {one.cough for one in seen(builds(Cold, cough=just(True)))} == {True}
some = seen(builds(Cold, fever=..., warmth=..., cough=just(True)))
assert {(one.fever, one.cough) for one in some} == {(False, True), (True, True)}
assert {type(one) for one in seen(from_type(Findings))} >= {Presentation, Cold, Below, Filed}
assert [one for one in seen(builds(dict)) if one] == []
"""
#: A vocabulary declared before Hypothesis is imported, below a class of methods.
EARLY = """
class Before(Findings):
    pass

class Early(Before):
    cough: YesNo = YesNo("A cough?")
    warmth: Number = Number("How warm?", low=25, high=45, usual=37)
"""
DRAW_EARLY = """
assert {one.cough for one in seen(from_type(Early))} == {None, False, True}
"""
IMPORTS = """
import attrs
from spasm_ddx import Findings, Leaf, Number, Presentation, Question, Sign, Tree, YesNo
from spasm_ddx.exchange import guidelines
"""


class TestThePlugin:
    """``import spasm_ddx`` suffices, wherever Hypothesis is imported."""

    def test_hypothesis_first(self, installed: Path) -> None:
        code = (
            "import sys\n"
            "from hypothesis import Phase, given, settings\n"
            "from hypothesis.strategies import builds, from_type, just\n"
            "assert not [name for name in sys.modules if name.startswith('spasm_ddx')]\n"
        )
        done = run(code + IMPORTS + DRAW, installed)
        assert (done.stderr, done.returncode) == ("", 0)

    def test_the_library_first(self, installed: Path) -> None:
        code = (
            "assert 'hypothesis' not in __import__('sys').modules\n"
            "from hypothesis import Phase, given, settings\n"
            "from hypothesis.strategies import builds, from_type, just\n"
        )
        done = run(IMPORTS + EARLY + code + DRAW + DRAW_EARLY, installed)
        assert (done.stderr, done.returncode) == ("", 0)


class Late(Findings):
    """Declared after the import."""

    cough: YesNo = YesNo("A cough?")
    fever: YesNo = YesNo("A fever?")
    temperature: Number = Number("How warm?", low=25, high=45, usual=37, shows=(fever, 38.0))


class TestFromType:
    @LAW
    @given(st.from_type(Presentation))
    def test_gives_people_of_the_clinical_vocabulary(self, person: Presentation) -> None:
        assert Presentation.from_dict(person.to_dict()) == person

    @LAW
    @given(st.from_type(Late))
    def test_gives_people_of_a_vocabulary_declared_later(self, person: Late) -> None:
        assert type(person) is Late
        assert Late.from_dict(person.to_dict()) == person

    def test_draws_every_answer_of_it(self) -> None:
        drawn = collected(st.from_type(Late))
        for cough in (None, False, True):
            assert cough in {one.cough for one in drawn}
        assert simplest(st.from_type(Late), lambda one: (one.temperature or 0) >= 38).fever is True

    def test_a_strategy_of_ones_own_wins(self) -> None:
        class Own(Findings):
            cough: YesNo = YesNo("A cough?")

        st.register_type_strategy(Own, st.just(Own(cough=True)))
        assert simplest(st.from_type(Own), lambda _: True) == Own(cough=True)
