"""`spasm-ddx assess`: options, files, standard input, and bad input of every kind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, ClassVar

import pytest
from click.testing import CliRunner
from hypothesis import given, settings

from spasm_ddx import Presentation, assess
from spasm_ddx.cli.terminal import Command
from spasm_ddx.views.handout import to_handout
from tests.cli.running import converse, refused, run
from tests.muscle_spasm.strategies import partly_known


class TestOnePerson:
    def test_explain_says_everything(self) -> None:
        done = run("assess", "--fever", "yes", "--explain")

        assert done.stdout.decode().rstrip("\n") == assess(Presentation(fever=True)).explain()

    def test_a_handout_is_written_whole_or_not_at_all(self, tmp_path: Path) -> None:
        page = tmp_path / "out.html"
        done = run("assess", "--fever", "yes", "--handout", str(page))

        assert done.stdout.decode().rstrip("\n") == str(assess(Presentation(fever=True)))
        assert page.read_text(encoding="utf-8") == to_handout(assess(Presentation(fever=True)))
        for target in (tmp_path / "no" / "out.html", tmp_path / "out.pdf"):
            assert target.name in refused("assess", "--fever", "no", "--handout", str(target))
        several = refused("assess", "-", "--handout", str(page), stdin="{}\n{}\n")
        assert "--handout is about one person; put each person into a file of their own" in several
        assert page.read_text(encoding="utf-8") == to_handout(assess(Presentation(fever=True)))
        assert list(tmp_path.iterdir()) == [page]

    def test_several_as_text_are_numbered(self) -> None:
        people = '{"fever": true}\n\n{"fever": false}\n'
        done = run("assess", "-", "--format", "text", stdin=people).stdout.decode()

        texts = [f"Person 1 (line 1)\n\n{assess(Presentation(fever=True))}\n\n"]
        texts += [f"Person 2 (line 3)\n\n{assess(Presentation(fever=False))}\n\n"]
        assert done == "".join(texts)

    def test_from_options_in_the_units_that_people_say(self) -> None:
        done = run(
            "assess", "--age-months", "4y", "--duration-s", "40min", "--jerking", "yes",
            "--format", "json",
        )  # fmt: skip

        expected = assess(Presentation(age_months=48, duration_s=2400, jerking=True))
        assert done.returncode == 0
        assert json.loads(done.stdout) == expected.to_dict()

    def test_from_a_file_as_text(self, tmp_path: Path) -> None:
        path = tmp_path / "person.json"
        path.write_text('{\n "age_months": 18,\n "temperature_c": 39.5\n}\n')

        assert run("assess", str(path)).stdout.decode().rstrip("\n") == str(
            assess(Presentation(age_months=18, temperature_c=39.5))
        )

    def test_a_byte_order_mark_is_no_part_of_it(self) -> None:
        plain, marked = (
            run("assess", "-", stdin=mark + b'{"fever": true}') for mark in (b"", b"\xef\xbb\xbf")
        )

        assert (marked.returncode, marked.stdout) == (0, plain.stdout)

    def test_null_is_unknown(self) -> None:
        assert run("assess", "-", stdin='{"fever": null}').stdout.decode().rstrip("\n") == str(
            assess(Presentation())
        )

    def test_options_add_to_a_file_and_must_not_contradict_it(self) -> None:
        done = run("assess", "-", "--fever", "yes", "--format", "json", stdin='{"jerking": true}')

        assert json.loads(done.stdout) == assess(Presentation(jerking=True, fever=True)).to_dict()
        error = refused("assess", "-", "--jerking", "no", stdin='{"jerking": true}')
        assert "line 1: jerking is true in the file and false in the options" in error

    def test_none_of_denies_a_screen(self) -> None:
        done = run("assess", "--none-of", "systemic", "--format", "json")

        expected = Presentation(
            tetanus_signs=False,
            rabies_signs=False,
            tetany_signs=False,
            low_blood_calcium=False,
            poisoning=False,
        )
        assert json.loads(done.stdout) == assess(expected).to_dict()

    def test_an_option_of_unknown_is_unknown(self) -> None:
        done = run("assess", "--fever", "unknown", "--jerking", "?", "--format", "json")

        assert json.loads(done.stdout) == assess(Presentation()).to_dict()


class TestJsonLines:
    def test_each_person_gives_one_line(self) -> None:
        done = run("assess", "-", stdin='{"fever": true}\n\n{"jerking": false}\r\n')

        assert [json.loads(line) for line in done.stdout.splitlines()] == [
            assess(Presentation(fever=True)).to_dict(),
            assess(Presentation(jerking=False)).to_dict(),
        ]

    @pytest.mark.parametrize(
        "bad", [b'{"fever": 1}', b"\xff", b"[]", b"{", b'{"a":1', b"{}{}"], ids=repr
    )
    def test_a_bad_line_is_named_and_stops_nothing_before_it(self, bad: bytes) -> None:
        for before in (1, 3):
            stdin = b'{"fever": true}\n' * before + bad + b'\n{"fever": true}\n'
            done = run("assess", "-", stdin=stdin)

            assert done.returncode == 2
            assert len(done.stdout.splitlines()) == before
            assert f"line {before + 1}".encode() in done.stderr
            assert done.stderr.count(b"\n") == 1

    def test_it_answers_each_person_before_it_reads_the_next_but_one(self) -> None:
        # Constant memory: results come while the input is still open.
        process = subprocess.Popen(
            [sys.executable, "-u", "-m", "spasm_ddx", "assess", "-"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert process.stdin
        assert process.stdout
        process.stdin.write(b"{}\n{}\n" + b"{}\n" * 50)
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["diagnosis"] is None
        process.stdin.close()
        assert len(process.stdout.read().splitlines()) == 51
        process.stdout.close()
        assert process.wait() == 0

    def test_a_reader_that_has_enough_is_no_error(self) -> None:
        read, write = os.pipe()
        os.close(read)
        with os.fdopen(write, "wb") as closed:
            done = subprocess.run(
                [sys.executable, "-m", "spasm_ddx", "assess", "-"],
                input=b"{}\n" * 2000,
                stdout=closed,
                stderr=subprocess.PIPE,
                check=False,
            )
        assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("gone", "replaced"),
    [
        ("serious-disease", "--serious-disease-suspected and --serious-disease-excluded"),
        ("secondary-cramp-signs", "--nerve-or-vessel-signs and --cramp-medicine"),
        ("calcium-deficiency", "--low-calcium-intake and --low-blood-calcium"),
    ],
)
def test_an_option_that_is_gone_names_what_replaced_it(gone: str, replaced: str) -> None:
    assert refused("assess", f"--{gone}", "no").rstrip().endswith(f"was replaced; give {replaced}")


class TestBadInput:
    CASES: ClassVar[dict[str, tuple[bytes, list[str]]]] = {
        "unknown field": (b'{"zzz": true}', ["line 1", "'zzz'", "accepted are age_months"]),
        "misspelt field": (b'{"fevr": true}', ["'fevr'", "True", "did you mean fever?"]),
        "1 for yes": (b'{"fever": 1}', ["fever: 1", "true or false"]),
        "text for a number": (b'{"age_months": "18"}', ["age_months: '18'", "0 to 1500"]),
        "yes for a number": (b'{"age_months": true}', ["age_months: True", "0 to 1500"]),
        "unseen member": (b'{"site": "knee"}', ["site: 'knee'", "lower_leg, foot"]),
        "out of range": (b'{"age_months": -1}', ["age_months: -1", "0 to 1500"]),
        "part of a count": (b'{"attacks_this_illness": 1.5}', ["1.5", "a whole number"]),
        "NaN": (b'{"age_months": NaN}', ["age_months: nan", "0 to 1500"]),
        "infinity": (b'{"duration_s": -Infinity}', ["duration_s: -inf", "0 to 604800"]),
        "too large for a float": (b'{"duration_s": 1e999}', ["duration_s: inf is", "0 to 604800"]),
        "endless number": (b'{"duration_s": ' + b"9" * 9999 + b"}", ["duration_s: inf is"]),
        "contradiction": (
            b'{"fever": false, "temperature_c": 39}',
            ["fever is absent", "temperature_c is 39", "38 or more"],
        ),
        "duplicate key": (b'{"fever": true, "fever": false}', ["'fever' appears twice"]),
        "not JSON": (b"fever: yes", ["line 1, column 1", "not JSON"]),
        "not UTF-8": (b'{"fever": \xff}', ["byte 11", "0xff", "UTF-8"]),
        "UTF-16": ('{"fever": true}'.encode("utf-16"), ["byte 1 is 0xff", "save it as UTF-8"]),
        "nesting bomb": (b"[" * 100_000, ["too deeply nested"]),
        "nesting bomb of objects": (b'{"a":' * 100_000, ["too deeply nested"]),
        "nested value": (b'{"fever": {"a": 1}}', ["fever: {'a': 1}"]),
        "a list": (b"[1]", ["[1] is not accepted", "a JSON object"]),
        "null": (b"null", ["None is not accepted", "a JSON object"]),
        "empty": (b"", ["empty"]),
        "blank": (b" \n\n", ["empty"]),
        "endless line": (b" " * 2_000_000 + b"{}", ["1,000,000 bytes"]),
        "lone surrogate": (b'{"\\ud800": true}', [r"'\ud800'"]),
        "NUL": (b'{"fever\\u0000": true}', [r"'fever\x00'"]),
        "unfinished": (b'{"fever": true,\n', ["not JSON"]),
        "two objects": (b"{} {}", ["line 1", "not JSON"]),
    }

    @pytest.mark.parametrize("name", CASES)
    def test_it_gets_one_clear_line(self, name: str) -> None:
        stdin, said = self.CASES[name]
        error = refused("assess", "-", stdin=stdin)
        for words in ["standard input", *said]:
            assert words in error

    def test_the_line_of_the_field_is_named_in_an_object_of_many_lines(self) -> None:
        error = refused("assess", "-", stdin='{\n "fever": true,\n\n "age_months": -3\n}')

        assert "line 4: age_months: -3" in error

    def test_files_that_cannot_be_read(self, tmp_path: Path) -> None:
        assert "Is a directory" in refused("assess", str(tmp_path))
        assert "No such file" in refused("assess", str(tmp_path / "missing.json"))

    def test_options_that_make_no_sense(self) -> None:
        assert "no person; name a FILE" in refused("assess")
        assert "--jerking" in refused("assess", "--jerkin", "yes")
        assert "option --age-months: '4 parsecs'" in refused("assess", "--age-months", "4 parsecs")
        half = refused("assess", "--attacks-this-illness", "2.5")
        assert "option --attacks-this-illness: 2.5 is not accepted; give a whole number" in half
        assert "'4y 3y' is not a number" in refused("assess", "--age-months", "4y 3y")
        assert "temperature-c: '19c19c' is not in Celsius; write 39.4 or 39.4C" in refused(
            "assess", "--temperature-c", "19c19c"
        )
        assert "give yes or no" in refused("assess", "--fever", "1")
        assert "accepted" in refused("assess", "--site", "knee")
        assert "0 to 1500" in refused("assess", "--age-months", "200y")
        assert "fever is present" in refused("assess", "--fever", "yes", "--none-of", "illness")
        assert "limb, systemic, illness" in refused("assess", "--none-of", "other").replace("'", "")
        assert "No such command" in refused("asess")

    def test_the_names_that_begin_so_are_offered_first(self) -> None:
        assert "no option --age; did you mean --age-months?" in refused("assess", "--age", "2")
        person = refused("assess", "-", stdin='{"age": 2}')
        assert person.endswith("'age' (given 2) is not a finding; did you mean age_months?\n")
        site = refused("assess", "--site", "calf")
        assert "give one of lower_leg, foot, thigh, hand, arm, face, eyes, neck_or_trunk" in site

    def test_a_decimal_comma(self) -> None:
        comma = run("assess", "--temperature-c", "39,2", "--duration-s", "1,5min", "--explain")
        assert comma.returncode == 0
        expected = assess(Presentation(temperature_c=39.2, duration_s=90)).explain()
        assert comma.stdout.decode().rstrip("\n") == expected
        for thousands in ("1,500", "1,500s"):
            error = refused("assess", "--duration-s", thousands)
            assert f"'{thousands}' is not a number of seconds" in error

    @pytest.mark.parametrize("given", ["102", "102F", "102 \u00b0F", "102,0 f"])
    def test_fahrenheit_is_named(self, given: str) -> None:
        error = refused("assess", "--temperature-c", given)
        assert "is not in Celsius but looks like Fahrenheit; write 38.9\n" in error
        assert "looks like Fahrenheit" in refused("assess", "-", stdin='{"temperature_c": 102}')
        for no_slip in ("50", "500", "1"):
            assert "from 25 to 45" in refused("assess", "--temperature-c", no_slip)

    def test_an_option_given_twice(self) -> None:
        assert "appears twice, as 'yes' and as 'no'" in refused(
            "assess", "--fever", "yes", "--fever", "no"
        )

    def test_a_picture_never_overwrites_the_person(self, tmp_path: Path) -> None:
        path = tmp_path / "person.svg"
        path.write_text('{"fever": true}')
        done = run("assess", str(path), "--diagram", str(path))

        assert done.returncode == 2
        assert path.read_text() == '{"fever": true}'

    @pytest.mark.parametrize(
        ("outputs", "why"),
        [
            ("--diagram x.html --handout ./x.html", "would both write ./x.html; name two files"),
            ("--diagram x.bmp", "unknown file type '.bmp'"),
            ("--handout .", "spasm-ddx: .: a handout is a page of HTML"),
        ],
    )
    def test_outputs_that_make_no_sense_come_before_the_answer(
        self, tmp_path: Path, outputs: str, why: str
    ) -> None:
        done = run("assess", "--fever", "yes", *outputs.split(), cwd=tmp_path)

        assert (done.returncode, done.stdout) == (2, b"")
        assert why in done.stderr.decode()
        assert not [*tmp_path.iterdir()]

    def test_the_assessment_comes_even_where_the_picture_cannot(self, tmp_path: Path) -> None:
        done = run("assess", "--fever", "yes", "--diagram", str(tmp_path / "no" / "x.svg"))

        assert done.returncode == 2
        assert b"Still possible" in done.stdout

    @pytest.mark.parametrize(
        ("command", "redirect", "code"),
        [
            ("assess --fever yes", ">&-", 2),
            ("export", ">&-", 2),
            ("assess --fever yes", "2>&-", 0),
            ("assess -", "<&-", 2),
            ("render --format svg", "| head -c 1", 0),
            ("verify", "| head -c 1", 0),
        ],
    )
    def test_closed_streams_are_no_traceback(self, command: str, redirect: str, code: int) -> None:
        line = f"{sys.executable} -m spasm_ddx {command} {redirect}"
        done = subprocess.run(["/bin/bash", "-c", line], capture_output=True, check=False)

        assert b"Traceback" not in done.stderr
        assert done.returncode == code, line

    def test_ask_refuses_to_run_without_a_terminal(self) -> None:
        assert "needs a terminal" in refused("ask")

    @settings(max_examples=10, deadline=None)
    @given(partly_known)
    def test_good_input_is_never_refused(self, person: dict[str, Any]) -> None:
        done = run("assess", "-", "--format", "json", stdin=json.dumps(person))

        assert json.loads(done.stdout) == assess(Presentation.from_dict(person)).to_dict()


def test_help_reads_well() -> None:
    text = run("assess", "--help").stdout.decode()

    for finding in Presentation.findings():
        assert f"--{finding.name.replace('_', '-')} VALUE" in text
    assert 'Findings (one left out is not known, which is never "no")' in text
    assert "not medical advice" in text.replace("\n", " ")
    assert run("--version").stdout.decode().startswith("spasm-ddx, version 0.")


class TestWidth:
    """Lines have 80 columns in a pipe, 40 to 100 at a terminal, and no broken word.

    Below 60 columns one long word of help, such as a list of choices, may not fit its line.
    """

    COMMANDS: ClassVar = [
        "--help",
        "assess --help",
        f"assess --help --guideline {Path(__file__).parents[1] / 'sprain.py'}:SPRAIN",
        "batch --help",
        "compare --help",
        "export --help",
        "render --help",
        "verify",
        "assess --fever yes --jerking yes --explain",
        "assess --age-months 200y",
        "asess",
    ]

    @pytest.mark.parametrize("command", COMMANDS)
    def test_it_fits_and_breaks_no_word(self, command: str) -> None:
        done = run(*command.split())
        piped = (done.stdout + done.stderr).decode()
        if not done.returncode:
            assert max(map(len, piped.splitlines())) <= 80
        for columns in (*range(40, 101, 3), 200) if "--help" in command else (40, 72, 200):
            _, shown, _ = converse(command.split(), [], columns=columns)
            assert shown.split() == piped.split()
            if columns >= 60 or "--help" not in command:
                assert max(map(len, shown.splitlines())) <= min(columns, 100)

    def test_help_is_not_parted_at_a_hyphen(self) -> None:
        command = Command("x", help=f"{'a' * 70} self-made", params=[], callback=lambda: None)

        assert " self-made\n" in CliRunner().invoke(command, ["--help"]).output

    def test_an_interview_fits_the_terminal(self) -> None:
        answers = ["?", "none", "1 9", "1 none", "18mo", "?", "?", "?", "?", "stop"]
        narrow, wide = (
            converse(["ask", "--explain"], answers, columns=columns)[1] for columns in (40, 100)
        )
        assert narrow.split() == wide.split()
        assert max(map(len, narrow.splitlines())) <= 40
