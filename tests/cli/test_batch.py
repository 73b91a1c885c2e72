"""`spasm-ddx batch`: agreement with `assess`, refused rows, and files of every kind."""

from __future__ import annotations

import csv
import os
import resource
import secrets
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spasm_ddx import MUSCLE_SPASM
from spasm_ddx.errors import InputError
from spasm_ddx.tables import assessment_columns, files
from spasm_ddx.tables.files import assess_file
from tests.cli.running import files_of_at_most, refused, run, signalled
from tests.tables.people import CASES, CATEGORIES, FEW, NUMBERS, Person, crowds, expected, full
from tests.terminal import converse

pl = pytest.importorskip("polars")

KINDS = ["csv", "parquet"]
USUAL = ["diagnosis", "urgency_at_least", "urgency_at_most"]


def text_of(value: object) -> str:
    """A value as text of a CSV file."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def write(path: Path, rows: Iterable[Person], names: Iterable[str] = CASES) -> Path:
    """Numbered people as a file, in the format of its ending."""
    table = [{"number": at, **{n: row.get(n) for n in names}} for at, row in enumerate(rows)]
    names = ["number", *names]
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as stream:
            lines = csv.writer(stream)
            lines.writerow(names)
            lines.writerows([text_of(row[name]) for name in names] for row in table)
    else:
        kinds = dict.fromkeys(CASES, pl.Boolean) | dict.fromkeys(NUMBERS, pl.Float64)
        kinds |= dict.fromkeys(CATEGORIES, pl.String) | {"number": pl.Int64}
        made = pl.DataFrame(table, schema={name: kinds[name] for name in names})
        with path.open("wb") as stream:  # Polars takes no name that is not UTF-8
            made.write_parquet(stream)
    return path


def read(path: Path) -> list[Person]:
    """The rows of a file; CSV as text."""
    if path.suffix == ".parquet":
        rows: list[Person] = pl.read_parquet(path.read_bytes()).to_dicts()
        return rows
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def only_left(folder: Path, *names: str) -> None:
    """The folder has only these files: none half-written, hidden or not."""
    assert sorted(path.name for path in folder.iterdir()) == sorted(names)


def table(path: Path, *lines: str) -> Path:
    path.write_bytes("\n".join(lines).encode() + b"\n")
    return path


class TestAgreement:
    """Every row gets the assessment of that person, whatever the batches are."""

    @pytest.mark.parametrize("before", KINDS)
    @pytest.mark.parametrize("after", KINDS)
    @given(crowd=crowds, rows=st.integers(1, 7))
    @FEW
    def test_with_assess_on_each_row_in_order(
        self,
        tmp_path_factory: pytest.TempPathFactory,
        crowd: list[Person],
        rows: int,
        before: str,
        after: str,
    ) -> None:
        folder = tmp_path_factory.mktemp("agreement")
        source, target = write(folder / f"in.{before}", crowd), folder / f"out.{after}"
        everything = ["number", *assessment_columns(MUSCLE_SPASM)]

        with pl.Config(streaming_chunk_size=rows):
            summary = assess_file(MUSCLE_SPASM, str(source), str(target), columns=everything)

        assert (summary.rows, summary.refused) == (len(crowd), 0)
        found = read(target)
        assert [int(row.pop("number")) for row in found] == list(range(len(crowd)))
        due = expected(crowd, assessment_columns(MUSCLE_SPASM))
        assert (
            found == due
            if after == "parquet"
            else [{name: text_of(value) for name, value in row.items()} for row in due]
        )
        only_left(folder, source.name, target.name)

    @pytest.mark.parametrize("before", KINDS)
    def test_what_was_there_comes_out_as_it_was(self, tmp_path: Path, before: str) -> None:
        people: list[Person] = [{"fever": True, "age_months": 18, "site": "hand"}, {}]
        source = write(tmp_path / f"in.{before}", people)

        assess_file(MUSCLE_SPASM, str(source), str(tmp_path / "out.parquet"))
        assess_file(MUSCLE_SPASM, str(source), str(tmp_path / "out.csv"))

        as_table = read(tmp_path / "out.parquet")
        assert [{name: row[name] for name in CASES} for row in as_table] == [*map(full, people)]
        assert list(as_table[0]) == ["number", *CASES, *USUAL]
        if before == "csv":
            lines = (tmp_path / "out.csv").read_text().splitlines()
            assert [line.rsplit(",", 3)[0] for line in lines] == source.read_text().splitlines()

    def test_words_for_yes_and_no(self, tmp_path: Path) -> None:
        words = [
            "true",
            "True",
            "TRUE",
            "yes",
            "Yes",
            "YES",
            "no",
            "No",
            "NO",
            "false",
            "FALSE",
            '""',
        ]
        source = table(tmp_path / "in.csv", "fever,site", *(f"{word},hand" for word in words))

        assess_file(MUSCLE_SPASM, str(source), str(tmp_path / "out.parquet"), columns=["fever"])

        fevers = [row["fever"] for row in read(tmp_path / "out.parquet")]
        assert fevers == [True] * 6 + [False] * 5 + [None]


class TestRefusedRows:
    LINES = (
        "id,fever,age_months,site,temperature_c",
        "a,yes,12,hand,",
        "b,1,12,hand,",
        "c,,4y,leg,",
        "d,no,,,39",
        "e,,-1,,nan",
        'f,,"",,36.6',
    )
    CELLS = (
        ("2", "fever", "1", "true or false"),
        ("3", "age_months", "4y", "from 0 to 1500"),
        ("3", "site", "leg", "lower_leg"),
        ("4", "fever", "false", "temperature_c"),
        ("5", "age_months", "-1.0", "from 0 to 1500"),
        ("5", "temperature_c", "nan", "from 25 to 45"),
    )

    def test_fail_writes_nothing_and_names_the_first(self, tmp_path: Path) -> None:
        source, target = table(tmp_path / "in.csv", *self.LINES), tmp_path / "out.csv"
        target.write_text("as it was")

        error = refused("batch", str(source), str(target))

        assert error.startswith(f"spasm-ddx: {source}, row 2: fever: '1' is not accepted; give")
        assert target.read_text() == "as it was"
        only_left(tmp_path, "in.csv", "out.csv")

    @pytest.mark.parametrize("errors", ["fail", "null", "skip"])
    @pytest.mark.parametrize("rows", [1, 2, 100])
    def test_the_report_holds_every_refused_cell(
        self, tmp_path: Path, errors: files.Errors, rows: int
    ) -> None:
        source, report = table(tmp_path / "in.csv", *self.LINES), tmp_path / "report.csv"
        fails = pytest.raises(InputError, match=r"; 6 refused in 4 rows, see .*report\.csv$")
        with pl.Config(streaming_chunk_size=rows), fails if errors == "fail" else nullcontext():
            assess_file(
                MUSCLE_SPASM,
                str(source),
                str(tmp_path / "out.csv"),
                errors=errors,
                report=str(report),
            )

        only_left(tmp_path, "in.csv", "report.csv", *["out.csv"] * (errors != "fail"))
        found = read(report)
        assert [(c["row"], c["column"], c["value"]) for c in found] == [c[:3] for c in self.CELLS]
        for cell, (_, column, _, accepted) in zip(found, self.CELLS, strict=True):
            assert cell["reason"].startswith(column)
            assert accepted in cell["reason"]

    def test_null_leaves_the_answers_of_a_refused_row_empty(self, tmp_path: Path) -> None:
        source, target = table(tmp_path / "in.csv", *self.LINES), tmp_path / "out.csv"

        done = run("batch", str(source), str(target), "--errors", "null", "--columns", "id,urg*")

        assert done.returncode == 0
        assert target.read_text().splitlines()[1:] == [
            "a,urgent,emergency", "b,,", "c,,", "d,,", "e,,", "f,self_care,emergency",
        ]  # fmt: skip
        told = done.stderr.decode()
        assert f"{source}, row 3: site: 'leg' is not accepted" in told
        assert "6 rows read, 4 refused" in told

    def test_skip_leaves_the_row_out(self, tmp_path: Path) -> None:
        source, target = table(tmp_path / "in.csv", *self.LINES), tmp_path / "out.parquet"

        done = run("batch", str(source), str(target), "--errors", "skip")

        assert done.returncode == 0
        assert [row["id"] for row in read(target)] == ["a", "f"]

    def test_in_a_parquet_file_too(self, tmp_path: Path) -> None:
        people: list[Person] = [{"site": "leg"}, {"age_months": 18}, {"duration_s": -1}]
        source = write(tmp_path / "in.parquet", people)

        summary = assess_file(
            MUSCLE_SPASM, str(source), str(tmp_path / "out.csv"), errors="skip", columns=["number"]
        )

        assert [(c.row, c.column) for c in summary.first] == [(1, "site"), (3, "duration_s")]
        assert (tmp_path / "out.csv").read_text() == "number\n1\n"

    def test_only_the_first_are_shown(self, tmp_path: Path) -> None:
        source = table(tmp_path / "in.csv", "fever,pain", *["2,no"] * 50)

        done = run("batch", str(source), str(tmp_path / "out.csv"), "--errors", "skip")

        lines = done.stderr.decode().splitlines()
        assert sum("is not accepted" in line for line in lines) == files.SHOWN
        assert "... and 30 more values; --report FILE writes them all" in lines


class TestColumns:
    def test_one_of_a_finding_that_is_gone_says_what_replaced_it(self, tmp_path: Path) -> None:
        table(tmp_path / "in.csv", "secondary_cramp_signs,fever", "yes,no")

        error = refused("batch", "in.csv", "out.csv", cwd=tmp_path)

        assert "secondary_cramp_signs" in error
        assert "replaced by nerve_or_vessel_signs and cramp_medicine" in error

    def test_they_come_out_as_asked_and_in_that_order(self, tmp_path: Path) -> None:
        source = table(tmp_path / "in.csv", "id,fever,note", "7,yes,x")

        done = run(
            "batch", "in.csv", "out.csv", "--columns", "diagnosis,note", "--columns", "*,raised_f*",
            cwd=tmp_path,
        )  # fmt: skip

        assert done.returncode == 0, done.stderr
        header, row = (tmp_path / "out.csv").read_text().splitlines()
        assert (
            header
            == "diagnosis,note,id,fever,raised_first_convulsion,raised_fever_outside_age_window,"
            "raised_feverish_spasm"
        )
        assert row == ",x,7,yes,false,false,true"
        assert source.exists()

    def test_one_that_cannot_come_out_is_refused_with_the_nearest(self, tmp_path: Path) -> None:
        source = table(tmp_path / "in.csv", "id,fever", "7,yes")

        error = refused("batch", str(source), str(tmp_path / "o.csv"), "--columns", "diagnosiss")

        assert "there is no column 'diagnosiss'; did you mean diagnosis?" in error

    @pytest.mark.parametrize(
        ("name", "meant"),
        [
            ("feverr", "fever"),
            ("Fever", "fever"),
            (" fever", "fever"),
            ("age", "age_months"),
            ("temperature", "temperature_c"),
            ("imparied_consciousness", "impaired_consciousness"),
            ("known epilepsy", "known_epilepsy"),
        ],
    )
    def test_one_that_is_almost_a_finding_is_refused(
        self, tmp_path: Path, name: str, meant: str
    ) -> None:
        source = table(tmp_path / "in.csv", f"pain,{name}", "yes,yes")

        with pytest.raises(InputError, match=rf"'{name}' is not a finding; did you mean {meant}\?"):
            assess_file(MUSCLE_SPASM, str(source), str(tmp_path / "o.csv"))

        summary = assess_file(MUSCLE_SPASM, str(source), str(tmp_path / "o.csv"), keep=[name])
        assert summary.carried == (name,)

    @pytest.mark.parametrize("name", ["fever $HOME", "fever's `id`", "fever;  ls", '-fever"x'])
    def test_the_hint_can_be_typed_as_it_is(self, tmp_path: Path, name: str) -> None:
        source, target = tmp_path / "in.csv", tmp_path / "o.csv"
        with source.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([["pain", name], ["yes", "yes"]])
        hint = refused("batch", str(source), str(target)).partition("as it is with ")[2]

        done = run("batch", str(source), str(target), *shlex.split(hint))

        assert done.returncode == 0, done.stderr
        assert f"copied unchanged: {name}\n" in done.stderr.decode()

    def test_a_name_that_holds_a_comma_is_put_in_quotes(self, tmp_path: Path) -> None:
        source = table(tmp_path / "in.csv", 'fever,"a,b","say ""x"""', "yes,1,2")
        target = tmp_path / "out.csv"

        done = run("batch", str(source), str(target), "--columns", '"a,b",fever,"say ""x"""')

        assert done.returncode == 0, done.stderr
        assert target.read_text() == '"a,b",fever,"say ""x"""\n1,yes,2\n'
        for wrong in ('"a,b', '"a"b', ""):
            line = refused("batch", str(source), str(target), "--columns", wrong)
            assert f"{wrong!r}" in line

    def test_others_are_copied_unchanged_and_reported(self, tmp_path: Path) -> None:
        names = [name for name in CASES if name != "eeg"]
        source = write(tmp_path / "in.csv", [{}], names)

        told = run("batch", str(source), str(tmp_path / "out.csv")).stderr.decode()

        assert "1 finding has no column and is unknown for every row: eeg\n" in told
        assert "not findings, copied unchanged: number\n" in told

    @pytest.mark.parametrize(
        ("keep", "why"), [("fever", "a finding already"), ("nobody", "no column of the file")]
    )
    def test_what_cannot_be_kept(self, tmp_path: Path, keep: str, why: str) -> None:
        source = table(tmp_path / "in.csv", "id,fever", "7,yes")

        assert why in refused("batch", str(source), str(tmp_path / "o.csv"), "--keep", keep)


class TestFiles:
    """Bad files: one clear line each, and no output."""

    @pytest.mark.parametrize(
        ("content", "told"),
        [
            (b"", "it is empty"),
            (b"\xff\xfef\x00", "line 1: byte 1 is 0xff, which is not UTF-8; save it as UTF-8"),
            (b"PAR1\x15\x04", "no column has the name of a finding, only 'PAR1"),
            (b"fever\n\xff\n", "line 2: byte 1 is 0xff, which is not UTF-8"),
            (b"fe\xffver\nyes\n", "line 1: byte 3 is 0xff, which is not UTF-8"),
            (b"fever,pain,fever\nyes,no,no\n", "the column 'fever' appears twice"),
            (b"\n\r\n\n", "every line is blank; give a header"),
            (b"\xef\xbb\xbf", "every line is blank; give a header"),
            (b"\x1d", "no column has the name of a finding, only '\\x1d'"),
            (b"fever,pain\nyes,no\nyes,no,no\n", "line 3: 3 cells, but the header has 2; put"),
            (b"id,fever,pain\n1,yes,no\n\n2,yes\n", "line 4: 2 cells, but the header has 3; leave"),
            (b'id,fever,pain\n"a,b",yes\n', "line 2: 2 cells, but the header has 3"),
            (b'id,fever\n"1\n\n2",yes\n3\n', "line 5: 1 cell, but the header has 2"),
            (b'fever,pain\n"yes,no\n', 'line 2: a quote (") or a line break stands alone; put'),
            (b'fever,"pain\nyes,no\n', "line 1: a quote"),
            (b'id,fever\n1,yes\n5" long,no\n6" long,no\n', "line 3: a quote"),
            (b'id,fever\n1,yes\n"5" long,no\n', "line 3: a quote"),
            (b'id,fever\n"1,yes\n2,"no"\n', "line 2: a quote"),
            (b"fever\ryes\r", 'line 1: a quote (") or a line break stands alone'),
            (b'fever,"id\nnumber"\nyes,1\n', "has a line break in its name; keep each name on one"),
            (b"fever;pain\nyes;no\n", "its cells seem to be separated by semicolons"),
            (b"id;temperature_c\n1;38,5\n", "its cells seem to be separated by semicolons"),
            (b"id;fever;name, first\n1;yes;Ann\n", "its cells seem to be separated by semicolons"),
            (b'\xef\xbb\xbf"id"\t"pain"\r\n', "its cells seem to be separated by tabs"),
            (b"id|fver\n1|yes\n", "its cells seem to be separated by vertical bars"),
            (b"id,name\n1,Ann\n", "no column has the name of a finding, only 'id', 'name'"),
            (b"fever,diagnosis\nyes,x\n", "it has a column diagnosis already; rename it"),
        ],
    )
    def test_of_csv(self, tmp_path: Path, content: bytes, told: str) -> None:
        (tmp_path / "in.csv").write_bytes(content)

        with pytest.raises(InputError) as error:
            assess_file(MUSCLE_SPASM, str(tmp_path / "in.csv"), str(tmp_path / "out.csv"))

        assert str(tmp_path / "in.csv") in str(error.value)
        assert told in str(error.value)
        only_left(tmp_path, "in.csv")

    def test_of_csv_that_are_none(self, tmp_path: Path) -> None:
        (tmp_path / "bom.csv").write_bytes(b"\xef\xbb\xbffever\r\nyes\r\n")
        (tmp_path / "header.csv").write_bytes(b"fever,pain")

        assert (
            assess_file(MUSCLE_SPASM, str(tmp_path / "bom.csv"), str(tmp_path / "o.csv")).rows == 1
        )
        assert (tmp_path / "o.csv").read_text().startswith("fever,diag")
        for kind in KINDS:
            target = tmp_path / f"header_out.{kind}"
            assert assess_file(MUSCLE_SPASM, str(tmp_path / "header.csv"), str(target)).rows == 0
            assert read(target) == []
        assert (tmp_path / "header_out.csv").read_text() == f"fever,pain,{','.join(USUAL)}\n"
        schema = pl.read_parquet_schema(tmp_path / "header_out.parquet")
        assert list(schema) == ["fever", "pain", *USUAL]

    @pytest.mark.parametrize("broken", ["not parquet at all", "cut", "dented", "its end"])
    def test_of_broken_parquet(self, tmp_path: Path, broken: str) -> None:
        source = write(tmp_path / "in.parquet", [{"fever": True}] * 500)
        content = source.read_bytes()
        source.write_bytes(
            {
                "not parquet at all": b"PAR1" + b"no" * 50,
                "cut": content[: len(content) // 2],
                "dented": content[:4] + bytes(len(content) // 2) + content[4 + len(content) // 2 :],
                "its end": content[:-8] + b"\xff\xff\xff\x7fPAR1",
            }[broken]
        )

        error = refused("batch", str(source), str(tmp_path / "out.parquet"))

        assert f"{source}: cannot be read as Parquet: " in error
        only_left(tmp_path, "in.parquet")

    def test_of_parquet_with_a_column_of_another_type(self, tmp_path: Path) -> None:
        pl.DataFrame({"fever": [1, 0]}).write_parquet(tmp_path / "in.parquet")

        error = refused("batch", str(tmp_path / "in.parquet"), str(tmp_path / "o.csv"))

        assert f"{tmp_path / 'in.parquet'}: " in error
        assert "fever" in error
        only_left(tmp_path, "in.parquet")

    @pytest.mark.parametrize(
        ("source", "target", "told"),
        [
            ("none.csv", "out.csv", "none.csv: cannot be read: No such file or directory"),
            ("folder.csv", "out.csv", "folder.csv: cannot be read: Is a directory"),
            ("in.csv", "folder.csv", "folder.csv: cannot be written: it is a folder"),
            ("in.csv", "none/out.csv", "none/out.csv: cannot be written: No such file"),
            ("in.csv", "in.csv/out.csv", "in.csv/out.csv: cannot be written: Not a directory"),
            ("in.csv", "out.txt", "out.txt: unknown file type '.txt'; use .parquet or .csv"),
            ("in", "out.csv", "in: unknown file type ''; use"),
            ("in.csv", "in.csv", "in.csv: it would overwrite in.csv; name another file"),
            ("in.csv", "./folder.csv/../in.csv", "it would overwrite in.csv"),
            ("in.csv", "link.csv", "link.csv: it would overwrite in.csv"),
            ("in.csv", "hard.csv", "hard.csv: it would overwrite in.csv"),
            ("loop.csv", "out.csv", "loop.csv: cannot be read: "),
            ("in.csv", "loop.csv", "loop.csv: cannot be written: "),
            ("pipe.csv", "out.csv", "pipe.csv: it is a pipe or a device"),
            ("in.csv", "pipe.csv", "pipe.csv: cannot be written: it is a pipe or a device"),
        ],
    )
    def test_that_cannot_be_read_or_written(
        self, tmp_path: Path, source: str, target: str, told: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        table(tmp_path / "in.csv", "fever", "yes")
        (tmp_path / "folder.csv").mkdir()
        (tmp_path / "link.csv").symlink_to("in.csv")
        os.link("in.csv", "hard.csv")
        (tmp_path / "loop.csv").symlink_to("loop.csv")
        os.mkfifo("pipe.csv")

        with pytest.raises(InputError) as error:
            assess_file(MUSCLE_SPASM, source, target)

        assert told in str(error.value)
        assert Path("in.csv").read_text() == "fever\nyes\n"
        others = ["folder.csv", "link.csv", "hard.csv", "loop.csv", "pipe.csv"]
        only_left(tmp_path, "in.csv", *others)

    @pytest.mark.parametrize("kind", KINDS)
    def test_whose_name_is_not_utf_8(self, tmp_path: Path, kind: str) -> None:
        name = os.fsdecode(b"caf\xe9")
        source = write(tmp_path / f"{name}.{kind}", [{"fever": True}, {"site": "leg"}])
        target, report = tmp_path / f"out {name}.{kind}", tmp_path / f"{name} report.csv"

        done = run("batch", str(source), str(target), "--errors", "skip", "--report", str(report))

        assert done.returncode == 0, done.stderr
        assert len(read(target)) == len(read(report)) == 1

    @pytest.mark.parametrize("full", ["out.csv", "out.parquet", "report.csv"])
    def test_on_a_full_disk(
        self, tmp_path: Path, full: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        notes = [secrets.token_hex(20) for _ in range(20_000)]
        wrong = [25 if full != "report.csv" else 99] * len(notes)
        pl.DataFrame({"temperature_c": wrong, "note": notes}).write_parquet("in.parquet")
        Path(full).write_text("as it was")
        with (
            files_of_at_most(100_000),
            pytest.raises(InputError, match=rf"^{full}: cannot be written.*: .*File too large"),
        ):
            assess_file(
                MUSCLE_SPASM,
                "in.parquet",
                "out.csv" if full == "report.csv" else full,
                errors="null",
                report="report.csv" if full == "report.csv" else None,
            )

        assert Path(full).read_text() == "as it was"
        only_left(tmp_path, "in.parquet", full)

    def test_in_a_folder_that_cannot_be_written(self, tmp_path: Path) -> None:
        source = table(tmp_path / "in.csv", "fever", "yes")
        locked = tmp_path / "locked"
        locked.mkdir(mode=0o555)
        # Root writes anywhere but where the system itself refuses it.
        target = Path("/sys/out.csv") if os.access(locked, os.W_OK) else locked / "out.csv"

        error = refused("batch", str(source), str(target))

        assert f"spasm-ddx: {target}: cannot be written: " in error

    def test_a_link_is_followed_and_permissions_stay(self, tmp_path: Path) -> None:
        source = table(tmp_path / "in.csv", "fever", "yes")
        real, link = table(tmp_path / "real.csv", "old"), tmp_path / "link.csv"
        real.chmod(0o640)
        link.symlink_to(real)

        assess_file(MUSCLE_SPASM, str(source), str(link))

        assert link.is_symlink()
        assert real.read_text().startswith("fever,diagnosis")
        assert real.stat().st_mode & 0o777 == 0o640

    def test_without_polars_the_extra_is_named(self, tmp_path: Path) -> None:
        source = table(tmp_path / "in.csv", "fever", "yes")
        (tmp_path / "polars.py").write_text("raise ModuleNotFoundError(name='polars')")

        done = subprocess.run(
            [sys.executable, "-m", "spasm_ddx", "batch", str(source), str(tmp_path / "out.csv")],
            env={**os.environ, "PYTHONPATH": f"{tmp_path}:{os.environ.get('PYTHONPATH', '')}"},
            capture_output=True,
            check=False,
        )

        assert done.returncode == 2
        assert done.stderr == (
            b"spasm-ddx: whole tables need narwhals and polars: pip install 'spasm-ddx[tables]'\n"
        )


def large(path: Path, rows: int, width: int) -> Path:
    """A table that is small as a file and large in memory."""
    note = pl.select(pl.int_range(rows).cast(pl.String) + "x" * width).to_series()
    people = pl.DataFrame({"fever": [True, None] * (rows // 2), "note": note})
    people.write_parquet(path, row_group_size=20_000)
    return path


#: Runs the command line, and sends it a signal once the output is written beside the old one.
SIGNALLED = """
import os, sys, time
from polars import LazyFrame
from spasm_ddx.cli import main

def sink(table, stream, before=LazyFrame.sink_csv):
    before(table, stream)
    os.kill(os.getpid(), int(sys.argv[1]))
    time.sleep(0.1)

LazyFrame.sink_csv = sink
main(["batch", "in.csv", "out.csv"])
"""


class TestInterrupted:
    @pytest.mark.parametrize(
        ("number", "code", "ignored"),
        [
            (signal.SIGINT, 130, False),
            (signal.SIGINT, 130, True),
            (signal.SIGTERM, 143, False),
            (signal.SIGHUP, 129, False),
        ],
    )
    def test_nothing_is_left_half_written_unless_the_parent_wants_the_signal_ignored(
        self, tmp_path: Path, number: int, code: int, *, ignored: bool
    ) -> None:
        table(tmp_path / "in.csv", "fever", "yes")
        (tmp_path / "out.csv").write_text("as it was")

        done = signalled(SIGNALLED, number, tmp_path, ignored=ignored)

        assert done.returncode == (0 if ignored else code), done.stderr
        assert (done.stderr.strip() == b"") is not ignored
        assert ((tmp_path / "out.csv").read_text() == "as it was") is not ignored
        only_left(tmp_path, "in.csv", "out.csv")

    def test_what_progress_raises_ends_it(self, tmp_path: Path) -> None:
        source = table(tmp_path / "in.csv", "fever", "yes")
        for after in range(4):
            seen = list[float]()

            def interrupt(share: float, seen: list[float] = seen, after: int = after) -> None:
                seen.append(share)
                if len(seen) > after:
                    raise KeyboardInterrupt

            with pytest.raises(KeyboardInterrupt):
                assess_file(
                    MUSCLE_SPASM, str(source), str(tmp_path / "out.csv"), progress=interrupt
                )
            assert seen == sorted(seen)
            only_left(tmp_path, "in.csv")

    @pytest.mark.parametrize("kind", KINDS)
    def test_a_file_that_changes_meanwhile_is_refused(self, tmp_path: Path, kind: str) -> None:
        source = write(tmp_path / f"in.{kind}", [{"fever": True}])

        def change(share: float) -> None:
            if share == 1:
                with source.open("ab") as stream:
                    stream.write(b"1,2\n")

        with pytest.raises(InputError, match="it changed while it was read"):
            assess_file(MUSCLE_SPASM, str(source), str(tmp_path / "out.csv"), progress=change)
        only_left(tmp_path, source.name)


class TestMemory:
    @pytest.mark.skipif(sys.platform != "linux", reason="limits are kept by Linux")
    def test_is_bounded_whatever_the_size(self, tmp_path: Path) -> None:
        source = large(tmp_path / "in.parquet", 2_000_000, 250)
        limit = 600_000_000  # bytes; the table as a whole takes more than this to pass

        done = subprocess.run(
            [sys.executable, "-m", "spasm_ddx", "batch", str(source), str(tmp_path / "o.parquet")],
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (limit, limit)),
            capture_output=True,
            check=False,
        )

        assert done.returncode == 0, done.stderr[-500:]
        assert b"2,000,000 rows read" in done.stderr


class TestProgress:
    def test_is_shown_on_a_terminal(self, tmp_path: Path) -> None:
        source = table(tmp_path / "in.csv", "fever", *["yes"] * 1000)

        code, shown, _ = converse(["batch", str(source), str(tmp_path / "out.csv")], [])

        assert code == 0
        assert "100%" in shown
        assert "1,000 rows read, 0 refused" in shown

    def test_is_not_shown_in_a_pipe(self, tmp_path: Path) -> None:
        source = table(tmp_path / "in.csv", "fever", *["yes"] * 1000)

        done = run("batch", str(source), str(tmp_path / "out.csv"))

        assert b"%" not in done.stderr + done.stdout
        assert done.stdout == b""


@pytest.mark.parametrize("closed", ["2>&-", ">&- 2>&-", "2>/dev/full"])
def test_with_nobody_to_tell_it_does_its_work(tmp_path: Path, closed: str) -> None:
    source, target = table(tmp_path / "in.csv", "fever", "yes"), tmp_path / "out.csv"

    done = subprocess.run(
        [
            "/bin/sh",
            "-c",
            f'"$0" -m spasm_ddx batch "$1" "$2" {closed}',
            sys.executable,
            source,
            target,
        ],
        check=False,
    )

    assert done.returncode == (2 if "full" in closed else 0)
    assert target.read_text().startswith("fever,diagnosis")


def test_help_says_what_a_misspelt_column_meets() -> None:
    told: Any = " ".join(run("batch", "--help").stdout.decode().split())

    assert "A column whose name is almost a finding's is an error" in told
    assert 'An empty cell and a missing column are not known, which is never "no".' in told


class TestOddTables:
    """Values that a table can hold but no export should."""

    @pytest.mark.parametrize("name", ["*", "^.*$", "^id$"])
    def test_a_column_named_like_a_pattern(self, tmp_path: Path, name: str) -> None:
        source = table(tmp_path / "in.csv", f"fever,{name}", "true,1")

        line = refused("batch", str(source), str(tmp_path / "out.csv"))

        assert "as a pattern" in line
        only_left(tmp_path, "in.csv")

    def test_a_failure_at_the_first_write_leaves_nothing(self, tmp_path: Path) -> None:
        source = tmp_path / "in.parquet"
        pl.DataFrame({"fever": [True], "lists": [[1, 2]]}).write_parquet(source)

        assert "out.csv" in refused("batch", str(source), str(tmp_path / "out.csv"))

        only_left(tmp_path, "in.parquet")

    def test_a_blank_line_is_not_a_row_and_is_reported(self, tmp_path: Path) -> None:
        lines = ["", "id,fever", "1,true", "", '"2\n\n",', "  ", ",", "3,x"]
        source = table(tmp_path / "in.csv", *lines)

        done = run("batch", str(source), str(tmp_path / "out.csv"), "--errors", "null")

        told = done.stderr.decode()
        assert "2 blank lines, not read as rows: line 4, 8\n" in told
        assert "1 row without a value in any column\n" in told
        assert "4 rows read, 1 refused\n" in told
        assert f"{source}, row 4: fever: 'x'" in told
        assert [row["id"] for row in read(tmp_path / "out.csv")] == ["1", "2\n\n", "", "3"]

    def test_of_many_blank_lines_the_first_are_reported(self, tmp_path: Path) -> None:
        source = table(tmp_path / "in.csv", "id,fever", "1,true", *[""] * 50)

        told = run("batch", str(source), str(tmp_path / "out.csv")).stderr

        assert b"50 blank lines, not read as rows: line 3, 4" in told
        assert b", 22, ...\n" in told

    def test_in_a_table_of_one_column_a_blank_line_is_an_unknown_cell(self, tmp_path: Path) -> None:
        source = table(tmp_path / "in.csv", "fever", "true", "", "false")

        summary = assess_file(MUSCLE_SPASM, str(source), str(tmp_path / "out.parquet"))

        assert (summary.rows, summary.blank) == (3, 0)
        assert [row["fever"] for row in read(tmp_path / "out.parquet")] == [True, None, False]

    @given(
        records=st.lists(st.lists(st.text('a,"\n', max_size=3), max_size=3), max_size=8),
        dialect=st.sampled_from(["excel", "unix"]),  # the latter puts each cell in quotes
        rows=st.integers(1, 4),
    )
    @settings(max_examples=150)
    def test_a_file_is_read_whole_or_refused(
        self,
        tmp_path_factory: pytest.TempPathFactory,
        records: list[list[str]],
        dialect: str,
        rows: int,
    ) -> None:
        """No row or cell is lost, added or moved, except blank lines."""
        source = tmp_path_factory.mktemp("any") / "in.csv"
        with source.open("w", encoding="utf-8", newline="") as stream:
            lines = csv.writer(stream, dialect)
            lines.writerows([["fever", "id"], *records])
        target = source.with_name("out.csv")
        whole = all(len(record) in {0, 2} for record in records)

        fails = pytest.raises(InputError, match="but the header has")
        with pl.Config(streaming_chunk_size=rows), nullcontext() if whole else fails:
            summary = assess_file(
                MUSCLE_SPASM, str(source), str(target), columns=["*"], errors="null"
            )
            assert summary.blank == records.count([])

        assert target.exists() == whole
        if whole:
            with target.open(encoding="utf-8", newline="") as stream:
                assert [*csv.reader(stream)][1:] == [record for record in records if record]

    @given(text=st.text('ab,"\n\r ', max_size=30))
    @settings(max_examples=150)
    def test_any_text_is_read_as_it_stands_or_refused(
        self, tmp_path_factory: pytest.TempPathFactory, text: str
    ) -> None:
        source = tmp_path_factory.mktemp("any") / "in.csv"
        source.write_bytes(b"fever,b\n" + text.replace("\r", "\r\n").encode())
        target = source.with_name("out.csv")
        try:
            summary = assess_file(
                MUSCLE_SPASM, str(source), str(target), columns=["*"], errors="null"
            )
        except InputError:
            return

        with source.open(encoding="utf-8", newline="") as stream:
            there = [row for row in csv.reader(stream) if "".join(row).strip() or len(row) > 1]
        with target.open(encoding="utf-8", newline="") as stream:
            assert [*csv.reader(stream)] == there
        assert summary.rows == len(there) - 1
