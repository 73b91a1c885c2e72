"""`spasm-ddx render` and `assess --diagram`: every format, and one person's path."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from spasm_ddx import MUSCLE_SPASM, Presentation
from spasm_ddx.cli import main
from spasm_ddx.views.formats import FORMATS, render_as
from tests.cli.running import converse, refused, run

STARTS = {
    "dot": b"digraph",
    "svg": b"<svg",
    "png": b"\x89PNG",
    "pdf": b"%PDF",
    "mermaid": b"flowchart",
    "html": b"<!DOCTYPE html>",
}


@pytest.mark.parametrize("form", FORMATS)
def test_every_form_is_written(form: str, tmp_path: Path) -> None:
    path = tmp_path / "tree"
    done = run("render", "--format", form, "-o", str(path))

    assert done.returncode == 0, done.stderr
    assert not done.stdout
    content = path.read_bytes()
    assert STARTS.get(form, b"") in content[:2000]
    if form not in {"png", "pdf"}:
        assert "Benign local cramp" in content.decode()


def test_the_ending_says_the_form(tmp_path: Path) -> None:
    for name, start in {"a.svg": b"<svg", "a.dot": b"digraph", "a.mmd": b"flowchart"}.items():
        assert run("render", "-o", str(tmp_path / name)).returncode == 0
        assert start in (tmp_path / name).read_bytes()[:2000]


def test_text_is_what_a_terminal_gets() -> None:
    shown = run("render").stdout.decode()

    assert shown.rstrip("\n") == str(render_as(MUSCLE_SPASM, "text")).rstrip("\n")
    assert MUSCLE_SPASM.notices.beside in " ".join(shown.split())


def test_a_terminal_is_shown_the_tree_and_told_that_it_can_show_no_picture() -> None:
    code, shown, _ = converse(["render"], [])
    assert (code, shown) == (0, run("render").stdout.decode())
    assert not shown.endswith("\n\n")

    code, shown, _ = converse(["render", "--format", "svg"], [])
    assert code == 2
    assert shown == "spasm-ddx: a terminal cannot show a picture; name a file with -o\n"


@pytest.mark.parametrize("command", ["render", "export", "verify"])
def test_a_notebook_whose_output_takes_text_alone_gets_the_text(command: str) -> None:
    with redirect_stdout(StringIO()) as shown:
        main([command])

    assert shown.getvalue() == run(command).stdout.decode()


def test_one_persons_path_is_drawn(tmp_path: Path) -> None:
    path = tmp_path / "path.svg"
    done = run("assess", "--jerking", "yes", "--fever", "no", "--diagram", str(path))

    assert done.returncode == 0
    assert b"Still possible" in done.stdout
    person = Presentation(jerking=True, fever=False)
    drawn = path.read_bytes()
    assert drawn == render_as(MUSCLE_SPASM, "svg", person)
    assert b"Urgency with every alert: " in drawn
    assert MUSCLE_SPASM.notices.beside.encode() in b" ".join(drawn.split())


def test_what_cannot_be_drawn_is_an_error(tmp_path: Path) -> None:
    assert "unknown file type '.gif'; use .svg, .png" in refused(
        "render", "-o", str(tmp_path / "a.gif")
    )
    assert "No such file" in refused("render", "-o", str(tmp_path / "no" / "a.svg"))
    assert "is about one person" in refused(
        "assess", "-", "--diagram", str(tmp_path / "a.svg"), stdin="{}\n{}\n"
    )
    assert not list(tmp_path.iterdir())


def test_a_second_person_is_refused_with_its_line() -> None:
    assert refused("render", "-", stdin="{}\n{}\n") == (
        "spasm-ddx: standard input, line 2: a second person; "
        "this command takes one, as one JSON object\n"
    )


def test_a_file_is_utf8_whatever_the_terminal_is_set_to(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "spasm_ddx", "render", "--format", "html"],
        env={**os.environ, "PYTHONIOENCODING": "cp1252"},
        capture_output=True,
        check=True,
        cwd=tmp_path,
    )
    assert "\N{BLACK UP-POINTING TRIANGLE}" in done.stdout.decode("utf-8")


class TestVerify:
    def test_it_prints_the_proof_and_exits_0(self) -> None:
        done = run("verify")
        text = done.stdout.decode()

        assert done.returncode == 0
        assert "Proved: complete and free of contradiction." in text
        assert "47.9, 48, 48.1" in text
        assert "more danger never lowers the urgency" in text

    def test_it_exits_1_on_a_fault(self, tmp_path: Path) -> None:
        (tmp_path / "planted.py").write_text(
            "from spasm_ddx import Leaf, Presentation, Question, Tree\n"
            "fever = Presentation.fever.present\n"
            "inner = Question('Again?', fever, yes=Leaf('a'), no=Leaf('never'))\n"
            "TREE = Tree(Question('Fever?', fever, yes=inner, no=Leaf('b')))\n"
        )
        done = run("verify", "--guideline", "planted:TREE", cwd=tmp_path)

        assert done.returncode == 1
        assert "can only be answered yes" in done.stdout.decode()
        assert "nobody reaches the leaf never" in done.stdout.decode()


@pytest.mark.parametrize("form", [form for form in FORMATS if form not in {"png", "pdf"}])
def test_a_picture_tells_the_urgency_that_alerts_raise(form: str) -> None:
    # Six months old with what would be a benign cramp: the leaf alone would reassure.
    cramp = (Path(__file__).parents[2] / "examples" / "people" / "calf_cramp.json").read_text()
    infant = cramp.replace('"age_months": 744', '"age_months": 6')
    done = run("render", "-", "--format", form, stdin=infant)

    shown = re.sub("<script.*?</script>", "", done.stdout.decode(), flags=re.DOTALL)
    words = " ".join(shown.replace("\\", "").split())
    assert "Spasm under 2 years of age" in words
    assert "URGENT, by an alert" in words
    assert "Look after it" not in words
    assert "URGENT: see a doctor today" in words.replace("&#58;", ":").replace("#58;", ":")


@pytest.mark.parametrize("command", [["assess", "--diagram"], ["render", "-o"]])
@pytest.mark.parametrize("link", [Path.hardlink_to, Path.symlink_to])
def test_the_person_is_not_drawn_over(
    tmp_path: Path, command: list[str], link: Callable[[Path, Path], None]
) -> None:
    person, picture = tmp_path / "person.json", tmp_path / "picture.svg"
    person.write_text('{"fever": true}')
    link(picture, person)

    done = run(command[0], str(person), command[1], str(picture))

    assert done.returncode == 2
    assert b"picture.svg: it would overwrite " in done.stderr
    assert person.read_text() == '{"fever": true}'
