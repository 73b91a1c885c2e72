"""Commands write files completely or not at all, and an error names the file."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import gettempdir

import pytest

from spasm_ddx.cli.files import write_file
from spasm_ddx.errors import SpasmDdxError
from spasm_ddx.tables.writing import replacement
from spasm_ddx.views.run_graphviz import draw
from tests.cli.running import files_of_at_most, refused, run, run_apart, signalled

#: Writes a file by halves, and sends itself a signal between the two.
SIGNALLED = """
import os, sys
from pathlib import Path
from spasm_ddx.cli import main

def by_halves(path, content):
    with path.open("wb") as stream:
        stream.write(content[:1])
        stream.flush()
        os.kill(os.getpid(), int(sys.argv[1]))
        stream.write(content[1:])

Path.write_bytes = by_halves
main(["export", "-o", "out.txt"])
print("not ended")
"""
#: Reads a pipe to its end.
READING = """
import sys
from pathlib import Path

sys.stdout.buffer.write(Path(sys.argv[1]).read_bytes())
"""
DRAWING = pytest.mark.parametrize(
    "command", [["render", "-o"], ["assess", "--fever", "yes", "--diagram"]]
)
#: The other commands that write; `batch` has tests of its own.
WRITING = pytest.mark.parametrize(
    "command", [["export", "-o", "out.html"], ["assess", "--fever", "yes", "--handout", "out.html"]]
)


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir()}


class TestAFullDisk:
    @DRAWING
    def test_leaves_the_old_picture_whole(self, command: list[str], tmp_path: Path) -> None:
        picture = tmp_path / "picture.dot"
        picture.write_text("as it was")

        with files_of_at_most(1000):
            line = refused(*command, str(picture))

        assert line == f"spasm-ddx: {picture}: cannot be written: File too large\n"
        assert contents(tmp_path) == {"picture.dot": "as it was"}

    @DRAWING
    def test_leaves_no_half_picture(self, command: list[str], tmp_path: Path) -> None:
        with files_of_at_most(1000):
            line = refused(*command, str(tmp_path / "picture.dot"))

        assert "picture.dot: cannot be written" in line
        assert contents(tmp_path) == {}

    @DRAWING
    def test_of_a_device_is_named(self, command: list[str], tmp_path: Path) -> None:
        link = tmp_path / "full.dot"
        link.symlink_to("/dev/full")

        line = refused(*command, str(link))

        assert line == f"spasm-ddx: {link}: cannot be written: No space left on device\n"

    @pytest.mark.parametrize("command", ["verify", "assess --fever yes --format json"])
    def test_under_standard_output_is_no_traceback(self, command: str) -> None:
        with Path("/dev/full").open("wb") as full:
            done = run_apart(*command.split(), stdout=full.fileno())

        assert done.returncode == 2
        assert done.stderr == b"spasm-ddx: standard input or output: No space left on device\n"

    def test_of_temporary_files_is_named(self) -> None:
        pytest.importorskip("pygraphviz")
        full = f"{gettempdir()}: cannot be written: File too large"
        with files_of_at_most(1000), pytest.raises(SpasmDdxError, match=full):
            draw(f"graph {{ {'a' * 2000} }}", "svg")


class TestOtherFiles:
    @pytest.mark.parametrize("command", ["render -o tree.dot/", "export -o x/", "export -o x/."])
    def test_a_folder_is_no_file(self, command: str, tmp_path: Path) -> None:
        assert "cannot be written: it is a folder" in refused(*command.split(), cwd=tmp_path)
        assert contents(tmp_path) == {}

    @WRITING
    def test_keeps_the_old_file_on_a_full_disk(
        self, command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        Path("out.html").write_text("as it was")

        with files_of_at_most(1000):
            line = refused(*command)

        assert line == "spasm-ddx: out.html: cannot be written: File too large\n"
        assert contents(tmp_path) == {"out.html": "as it was"}

    @pytest.mark.parametrize(
        ("number", "ignored"),
        [(signal.SIGTERM, False), (signal.SIGINT, False), (signal.SIGINT, True)],
    )
    def test_a_signal_leaves_nothing_half_written_unless_it_is_to_be_ignored(
        self, tmp_path: Path, number: int, *, ignored: bool
    ) -> None:
        (tmp_path / "out.txt").write_text("as it was")

        done = signalled(SIGNALLED, number, tmp_path, ignored=ignored)

        assert done.returncode == (0 if ignored else 128 + number), done.stderr
        assert done.stdout == (b"not ended\n" if ignored else b"")
        assert (contents(tmp_path) == {"out.txt": "as it was"}) is not ignored
        assert [*contents(tmp_path)] == ["out.txt"]

    @WRITING
    def test_a_pipe_gets_all_of_it_and_stays_a_pipe(
        self, command: list[str], tmp_path: Path
    ) -> None:
        pipe, whole = tmp_path / "pipe.html", tmp_path / "out.html"
        os.mkfifo(pipe)
        run(*command, cwd=tmp_path)
        reader = subprocess.Popen([sys.executable, "-c", READING, pipe], stdout=subprocess.PIPE)
        try:
            assert run(*command[:-1], str(pipe)).returncode == 0
            assert pipe.is_fifo()
            assert reader.communicate(timeout=60)[0] == whole.read_bytes()
        finally:
            reader.kill()
            reader.communicate()


class TestReplacing:
    """An error while writing a file leaves the folder unchanged."""

    @pytest.mark.parametrize("before", [{}, {"out.csv": "as it was"}])
    def test_an_interrupt_leaves_nothing_half_written(
        self, before: dict[str, str], tmp_path: Path
    ) -> None:
        for name, text in before.items():
            (tmp_path / name).write_text(text)

        with pytest.raises(KeyboardInterrupt), replacement(str(tmp_path / "out.csv")) as path:  # noqa: PT012
            path.write_text("half")
            raise KeyboardInterrupt

        assert contents(tmp_path) == before

    def test_a_link_is_followed_and_permissions_stay(self, tmp_path: Path) -> None:
        real, link = tmp_path / "real.txt", tmp_path / "link.txt"
        real.write_text("old")
        real.chmod(0o640)
        link.symlink_to(real)

        write_file(str(link), "new")

        assert link.is_symlink()
        assert real.read_text() == "new"
        assert real.stat().st_mode & 0o777 == 0o640

    def test_a_new_file_has_the_usual_permissions(self, tmp_path: Path) -> None:
        (tmp_path / "usual.txt").write_text("")

        write_file(str(tmp_path / "new.txt"), "new")

        modes = {path.stat().st_mode for path in tmp_path.iterdir()}
        assert len(modes) == 1

    @pytest.mark.parametrize(
        ("name", "why"),
        [
            ("folder.svg", "it is a folder; name a file"),
            ("none/out.svg", "No such file or directory"),
            ("loop.svg", "Too many levels of symbolic links"),
            (f"{'x' * 300}.svg", "File name too long"),
        ],
    )
    def test_what_cannot_be_written_is_named(self, name: str, why: str, tmp_path: Path) -> None:
        (tmp_path / "folder.svg").mkdir()
        (tmp_path / "loop.svg").symlink_to("loop.svg")

        line = refused("render", "-o", str(tmp_path / name))

        assert line == f"spasm-ddx: {tmp_path / name}: cannot be written: {why}\n"
        assert {path.name for path in tmp_path.iterdir()} == {"folder.svg", "loop.svg"}
