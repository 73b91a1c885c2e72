"""`--guideline`: each command with another guideline or a plain tree, and errors."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from examples.ottawa_ankle import OTTAWA, Films, Injury
from spasm_ddx import MUSCLE_SPASM, verify
from spasm_ddx.guideline.guideline import as_guideline
from spasm_ddx.views.formats import FORMATS, render_as
from tests.cli.running import refused, run
from tests.sprain import SPRAIN, Injured

ROOT = Path(__file__).parents[2]
OF_TREE = f"{ROOT / 'examples' / 'ottawa_ankle.py'}:OTTAWA"
OF_GUIDELINE = f"{ROOT / 'tests' / 'sprain.py'}:SPRAIN"
#: One command of each kind, as it is typed before its guideline.
COMMANDS = {
    "assess": ["assess", "-"],
    "ask": ["ask"],
    "render": ["render"],
    "verify": ["verify"],
    "batch": ["batch", "in.csv", "out.csv"],
}
every_command = pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)


def of_json(*arguments: str, stdin: str = "{}", cwd: Path | None = None) -> Any:  # noqa: ANN401 - of JSON
    """The assessment that a command prints as JSON."""
    done = run(*arguments, "--format", "json", stdin=stdin, cwd=cwd)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


class TestHowItIsNamed:
    """A module of this folder or an installed one, or a file by its path."""

    @pytest.mark.parametrize(
        ("named", "folder"),
        [
            ("ottawa_ankle:OTTAWA", ROOT / "examples"),
            ("examples.ottawa_ankle:OTTAWA", ROOT),
            ("ottawa_ankle.py:OTTAWA", ROOT / "examples"),
            ("./examples/ottawa_ankle.py:OTTAWA", ROOT),
            (OF_TREE, Path("/")),
        ],
    )
    def test_a_tree(self, named: str, folder: Path) -> None:
        expected = as_guideline(OTTAWA).assess(Injury()).to_dict()

        assert of_json("assess", "-", "--guideline", named, cwd=folder) == expected
        assert of_json("assess", "-", f"--guideline={named}", cwd=folder) == expected

    @pytest.mark.parametrize(
        ("named", "guideline"),
        [(OF_GUIDELINE, SPRAIN), ("spasm_ddx:MUSCLE_SPASM", MUSCLE_SPASM)],
    )
    def test_a_guideline(self, named: str, guideline: Any) -> None:  # noqa: ANN401 - of any content
        expected = guideline.assess(guideline.vocabulary()).to_dict()

        assert of_json("assess", "-", "--guideline", named) == expected

    def test_of_two_the_last_counts(self) -> None:
        found = of_json("assess", "-", "--guideline", OF_TREE, "--guideline", OF_GUIDELINE)

        assert found["guideline"] == "sprain"

    def test_a_file_beside_its_own_modules(self, tmp_path: Path) -> None:
        (tmp_path / "apart.py").write_text("from examples.ottawa_ankle import OTTAWA\n")
        (tmp_path / "whole.py").write_text("from apart import OTTAWA as TREE\n")

        found = of_json("assess", "-", "--guideline", f"{tmp_path / 'whole.py'}:TREE", cwd=ROOT)

        assert found["guideline"] == OTTAWA.name


PLANTED = {
    "failing.py": "1 / 0\n",
    "leaving.py": "raise SystemExit(0)\n",
    "broken.py": "def (\n",
    "telling.py": "raise ValueError('in\\ntwo lines')\n",
    "mute.py": "class Mute(Exception):\n __str__ = None\nraise Mute\n",
    "wild.py": "raise BaseException('out')\n",
    "number.py": "TREE = 3\n",
    "twice.py": (
        "from spasm_ddx import Leaf, Presentation, Question, Tree\n"
        "fever = Presentation.fever.present\n"
        "TREE = Tree(Question('Fever?', fever, yes=Leaf(1), no=Leaf('1')), name='twice')\n"
    ),
}


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    """A folder of modules that hold no guideline."""
    for name, text in PLANTED.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "in.csv").write_text("fever\nyes\n")
    return tmp_path


class TestWhatIsNone:
    """Exit 2 and one line, whatever the module does; nothing is written."""

    @every_command
    @pytest.mark.parametrize(
        ("named", "why"),
        [
            ("number:TREE", "it is neither a guideline nor a tree"),
            ("number.py:TREE", "it is neither a guideline nor a tree"),
            ("spasm_ddx:Presentation", "it is neither a guideline nor a tree"),
            ("number:NONE", "AttributeError: module 'number' has no attribute 'NONE'"),
            ("number.py:NONE", "AttributeError: module 'number' has no attribute 'NONE'"),
            ("failing:TREE", "ZeroDivisionError: division by zero"),
            ("failing.py:TREE", "ZeroDivisionError: division by zero"),
            ("leaving:TREE", "SystemExit: 0"),
            ("leaving.py:TREE", "SystemExit: 0"),
            ("mute:TREE", "mute:TREE: Mute; "),
            ("wild.py:TREE", "BaseException: out"),
            ("broken.py:TREE", "SyntaxError: invalid syntax"),
            ("telling.py:TREE", "ValueError: in two lines"),
            ("nowhere:TREE", "ModuleNotFoundError: No module named 'nowhere'"),
            ("nowhere.py:TREE", "FileNotFoundError: "),
            ("number.py", "name one as MODULE:NAME, path/file.py:NAME or path/file.json"),
            ("number", "name one as MODULE:NAME, path/file.py:NAME or path/file.json"),
            ("../x:y", "name one as MODULE:NAME, path/file.py:NAME or path/file.json"),
            (":TREE", "name one as MODULE:NAME, path/file.py:NAME or path/file.json"),
            ("number.py:", "name one as MODULE:NAME, path/file.py:NAME or path/file.json"),
            ("", "name one as MODULE:NAME, path/file.py:NAME or path/file.json"),
        ],
    )
    def test_it_gets_one_clear_line(
        self, planted: Path, command: list[str], named: str, why: str
    ) -> None:
        line = refused(*command, "--guideline", named, stdin="{}", cwd=planted)

        assert line.startswith(f"spasm-ddx: --guideline {named}: ")
        assert why in line
        assert line.endswith("such as ottawa_ankle:OTTAWA\n")
        assert not (planted / "out.csv").exists()

    @every_command
    def test_two_outcomes_of_one_text(self, planted: Path, command: list[str]) -> None:
        line = refused(*command, "--guideline", "twice:TREE", stdin="{}", cwd=planted)

        assert "have the key '1'; give each its own" in line

    def test_an_option_without_a_value(self) -> None:
        assert "requires an argument" in refused("verify", "--guideline")

    def test_the_old_name_of_the_option_is_gone(self) -> None:
        assert "No such option" in refused("verify", "--tree", OF_TREE)

    def test_an_interrupt_while_it_is_read_ends_in_silence(self, tmp_path: Path) -> None:
        (tmp_path / "stopping.py").write_text("raise KeyboardInterrupt\n")

        done = run("verify", "--guideline", "stopping:TREE", cwd=tmp_path)

        assert (done.returncode, done.stderr.strip()) == (130, b"")


class TestAPlainTree:
    """A plain tree works wherever a guideline does, without urgency, alerts and advice."""

    def test_assess_as_text(self) -> None:
        options = ["--malleolar-pain", "no", "--midfoot-pain", "no"]
        done = run("assess", "--guideline", OF_TREE, *options)

        assert done.returncode == 0, done.stderr
        expected = as_guideline(OTTAWA).assess(Injury(malleolar_pain=False, midfoot_pain=False))
        assert done.stdout.decode().rstrip("\n") == str(expected)
        assert str(Films.NONE) in done.stdout.decode()
        assert "rgency" not in done.stdout.decode()

    def test_assess_as_json(self) -> None:
        found = of_json("assess", "-", "--guideline", OF_TREE, stdin='{"malleolar_pain": true}')

        assert found["differential"] == [str(films) for films in OTTAWA.outcomes]
        assert found["urgency"] is None
        assert found["alerts"] == {"raised": [], "possible": []}
        assert found["next_question"]["name"] == "lateral_malleolus_tender"

    def test_assess_of_json_lines(self) -> None:
        done = run("assess", "-", "--guideline", OF_TREE, stdin='{"midfoot_pain": false}\n{}\n')

        lines = [json.loads(line) for line in done.stdout.splitlines()]
        assert [len(line["differential"]) for line in lines] == [2, 4]

    def test_findings_of_another_vocabulary_are_none_of_its_own(self) -> None:
        assert "--fever" in refused("assess", "--guideline", OF_TREE, "--fever", "yes")
        assert "'fever'" in refused("assess", "-", "--guideline", OF_TREE, stdin='{"fever": true}')
        assert "--none-of" in refused("assess", "--guideline", OF_TREE, "--none-of", "systemic")

    @pytest.mark.parametrize("form", FORMATS)
    def test_render(self, form: Any, tmp_path: Path) -> None:  # noqa: ANN401 - a form
        for options, person in (
            ([], None),
            (["--malleolar-pain", "no"], Injury(malleolar_pain=False)),
        ):
            done = run(
                "render", "--guideline", OF_TREE, "--format", form, "-o", "out", *options,
                cwd=tmp_path,
            )  # fmt: skip
            assert done.returncode == 0, done.stderr
            expected = render_as(as_guideline(OTTAWA), form, person)
            content = expected if isinstance(expected, bytes) else expected.encode()
            if form != "pdf":  # which tells when it was made
                assert (tmp_path / "out").read_bytes() == content

    def test_a_path_beside_the_assessment(self, tmp_path: Path) -> None:
        options = ["--malleolar-pain", "no", "--diagram", str(tmp_path / "path.svg")]
        assert run("assess", "--guideline", OF_TREE, *options).returncode == 0

        assert b"ruled out" in (tmp_path / "path.svg").read_bytes()

    @pytest.mark.parametrize("kind", ["csv", "parquet"])
    def test_batch(self, tmp_path: Path, kind: str) -> None:
        pl = pytest.importorskip("polars")
        (tmp_path / "in.csv").write_text(
            "id,malleolar_pain,midfoot_pain,navicular_tender\n"
            "a,no,no,\nb,yes,,\nc,no,yes,yes\nd,,,\n"
        )

        done = run(
            "batch", "in.csv", f"out.{kind}", "--guideline", OF_TREE,
            "--columns", "id,diagnosis,possible_ankle series", cwd=tmp_path,
        )  # fmt: skip

        assert done.returncode == 0, done.stderr
        found = (pl.read_csv if kind == "csv" else pl.read_parquet)(tmp_path / f"out.{kind}")
        assert found["diagnosis"].to_list() == [str(Films.NONE), None, str(Films.FOOT), None]
        told = found["possible_ankle series"].cast(pl.String).to_list()
        assert told == ["false", "true", "false", "true"]

    def test_batch_adds_the_diagnosis_alone_unless_asked(self, tmp_path: Path) -> None:
        pytest.importorskip("polars")
        (tmp_path / "in.csv").write_text("malleolar_pain,midfoot_pain\nno,no\n")

        done = run("batch", "in.csv", "out.csv", "--guideline", OF_TREE, cwd=tmp_path)

        assert done.returncode == 0, done.stderr
        header, row = (tmp_path / "out.csv").read_text().splitlines()
        assert header == "malleolar_pain,midfoot_pain,diagnosis"
        assert row == f"no,no,{Films.NONE}"

    def test_verify(self) -> None:
        done = run("verify", "--guideline", OF_TREE)

        assert done.returncode == 0, done.stderr
        assert b"Each of 4 leaves" in done.stdout
        assert b"urgency" not in done.stdout

    def test_help_is_of_its_findings(self) -> None:
        told = run("assess", "--guideline", OF_TREE, "--help").stdout.decode()

        assert "spasm-ddx assess --" not in told
        assert "spasm-ddx assess --" in run("assess", "--help").stdout.decode()

        listed = re.findall(r"^  --([a-z-]+) VALUE", told, re.MULTILINE)
        assert listed == [f.name.replace("_", "-") for f in Injury.findings()]
        assert "muscle" not in told.lower()


class TestAnotherGuideline:
    def test_assess_raises_its_own_alerts(self) -> None:
        found = of_json(
            "assess", "--guideline", OF_GUIDELINE, "--age", "70", "--bone-tender", "yes"
        )

        assert found["alerts"] == {"raised": ["old"], "possible": ["hot"]}
        assert found["urgency"] == {"at_least": "doctor", "at_most": "hospital"}
        assert found["content_version"] == "3"

    def test_none_of_denies_its_own_screen(self) -> None:
        found = of_json("assess", "--guideline", OF_GUIDELINE, "--none-of", "signs")

        denied = Injured().deny(*SPRAIN.screen("signs").findings)
        assert found == SPRAIN.assess(denied).to_dict()
        assert "'systemic' is not 'signs'" in refused(
            "assess", "--guideline", OF_GUIDELINE, "--none-of", "systemic"
        )

    def test_batch_has_its_own_levels_and_alerts(self, tmp_path: Path) -> None:
        pytest.importorskip("polars")
        (tmp_path / "in.csv").write_text("age,bone_tender\n70,yes\n")

        done = run(
            "batch", "in.csv", "out.csv", "--guideline", OF_GUIDELINE,
            "--columns", "urgency_*,raised_*", cwd=tmp_path,
        )  # fmt: skip

        assert done.returncode == 0, done.stderr
        assert (tmp_path / "out.csv").read_text().splitlines() == [
            "urgency_at_least,urgency_at_most,raised_old,raised_hot",
            "doctor,hospital,true,false",
        ]

    def test_verify_says_whether_danger_lowers_its_urgency(self) -> None:
        done = run("verify", "--guideline", OF_GUIDELINE)

        assert (done.returncode == 0) is verify(SPRAIN).ok
        assert b"With every finding known, more danger never lowers the urgency." in done.stdout

    @pytest.mark.parametrize(("options", "code"), [((), 0), (("--strict",), 1)])
    def test_verify_is_strict_only_if_told(self, options: tuple[str, ...], code: int) -> None:
        named = str(ROOT / "examples/wells.py:WELLS")
        done = run("verify", "--guideline", named, *options, cwd=ROOT)

        assert done.returncode == code, done.stderr
        assert (
            b"Could be dropped, no answer changes (one at a time):\n- after no: in" in done.stdout
        )

    def test_verify_exits_1_on_an_error(self, tmp_path: Path) -> None:
        (tmp_path / "wrong.py").write_text(
            "from spasm_ddx import Findings, Leaf, Question, Tree, YesNo\n"
            "class Knee(Findings):\n"
            "    swollen: YesNo = YesNo('Is it swollen?', red_flag=True)\n"
            "    hot: YesNo = YesNo('Is it hot?')\n"
            "TREE = Tree(Question('Hot?', Knee.hot.present, yes=Leaf('a'), no=Leaf('b')))\n"
        )
        done = run("verify", "--guideline", f"{tmp_path / 'wrong.py'}:TREE", cwd=ROOT)

        assert done.returncode == 1, done.stderr
        assert b"Errors:\n- nothing tests the red flag swollen\n" in done.stdout

    def test_verify_exits_1_where_what_reassures_is_not_earned(self, tmp_path: Path) -> None:
        (tmp_path / "unearned.py").write_text(
            "import attrs\n"
            "from tests.sprain import SPRAIN, SPRAINED\n"
            "UNEARNED = attrs.evolve(SPRAIN, reassuring=(SPRAINED,))\n"
        )

        named = f"{tmp_path / 'unearned.py'}:UNEARNED"
        done = run("verify", "--guideline", named, cwd=ROOT)

        assert done.returncode == 1
        told = " ".join(done.stdout.decode().split())
        assert "Sprained ankle is possible while this red flag is present: bone tender" in told
        assert "red flag is present: format" not in told

    def test_help_ends_with_its_own_purpose(self) -> None:
        for command in COMMANDS:
            told = run(command, "--guideline", OF_GUIDELINE, "--help").stdout.decode()
            assert told.rstrip().endswith(SPRAIN.notices.purpose)
            assert MUSCLE_SPASM.notices.purpose[:60] not in " ".join(told.split())


class TestAFindingNamedLikeAnOption:
    """A finding with the name of an option does not collide with the option."""

    def test_both_are_given(self) -> None:
        found = of_json("assess", "--guideline", OF_GUIDELINE, "--finding-format", "yes")

        assert found == SPRAIN.assess(Injured(format=True)).to_dict()

    def test_both_in_a_drawing(self) -> None:
        done = run(
            "render", "--guideline", OF_GUIDELINE, "--finding-format", "yes", "--format", "mermaid"
        )

        assert done.stdout.decode() == render_as(SPRAIN, "mermaid", Injured(format=True))

    def test_what_is_no_form_is_no_answer(self) -> None:
        line = refused("assess", "--guideline", OF_GUIDELINE, "--format", "yes")

        assert "'yes' is not one of 'text', 'json'" in line

    def test_an_answer_that_is_none_names_the_option_that_was_typed(self) -> None:
        typed = ["assess", "--guideline", OF_GUIDELINE, "--finding-format"]

        assert "option --finding-format: 'maybe' is not accepted" in refused(*typed, "maybe")
        assert "option --finding-format appears twice" in refused(*typed, "yes", *typed[-1:], "no")

    def test_help_tells_it(self) -> None:
        told = run("assess", "--guideline", OF_GUIDELINE, "--help").stdout.decode()

        assert "--finding-format VALUE" in told
        assert "--format [text|json]" in told
