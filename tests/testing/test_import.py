"""What importing `spasm_ddx.testing` needs, costs and registers."""

from __future__ import annotations

import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

import spasm_ddx.testing
from spasm_ddx import Findings, Number, Presentation, YesNo
from tests.reasoning.strategies import LAW
from tests.testing.draws import collected, simplest


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


class TestTheExtra:
    def test_the_library_itself_does_not_load_hypothesis(self) -> None:
        code = "import sys, spasm_ddx; print('hypothesis' in sys.modules)"
        assert run(code).stdout == "False\n"

    def test_without_hypothesis_one_error_names_the_extra(self) -> None:
        code = "import sys; sys.modules['hypothesis'] = None; import spasm_ddx.testing"
        last = run(code).stderr.splitlines()[-1]
        assert last == (
            "spasm_ddx.errors.MissingExtraError: "
            "spasm_ddx.testing needs Hypothesis: pip install 'spasm-ddx[testing]'"
        )

    def test_a_hypothesis_that_lacks_something_itself_says_so(self) -> None:
        code = "import sys; sys.modules['sortedcontainers'] = None; import spasm_ddx.testing"
        code = code.replace("sortedcontainers", "hypothesis.core")
        assert "spasm-ddx[testing]" not in run(code).stderr


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

    def test_of_the_base_gives_people_of_its_vocabularies(self) -> None:
        # In an interpreter of its own: other tests declare a vocabulary in each example.
        code = (
            "import spasm_ddx.testing\n"
            "from hypothesis import find, strategies\n"
            "from spasm_ddx import Findings\n"
            "print(find(strategies.from_type(Findings), lambda _: True))"
        )
        assert run(code).stdout.startswith("Presentation(")

    def test_a_strategy_of_ones_own_wins_until_registered_again(self) -> None:
        class Own(Findings):
            cough: YesNo = YesNo("A cough?")

        st.register_type_strategy(Own, st.just(Own(cough=True)))
        assert simplest(st.from_type(Own), lambda _: True) == Own(cough=True)
        spasm_ddx.testing.register(Own)
        assert simplest(st.from_type(Own), lambda _: True) == Own()

    def test_a_class_without_findings_can_still_be_declared(self) -> None:
        class Base(Findings):
            """Shares methods only."""

        class Made(Base):
            cough: YesNo = YesNo("A cough?")

        assert simplest(st.from_type(Made), lambda one: one.cough is True) == Made(cough=True)
