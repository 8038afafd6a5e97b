"""The bundle for machines without internet: what is in it, and what its script does before it touches anything."""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from tools.bundle import INSTALL, PROJECT, made_for, pack, program_files

# Stands for an interpreter: says what it is, makes a .venv whose python writes down what it is asked.
PRETENDED = """#!/bin/sh
case "$*" in
  -c*) echo "$IS_MADE_FOR" ;;
  "-m venv .venv") mkdir -p .venv/bin && printf '#!/bin/sh\\necho "$@" >>asked.txt\\n' >.venv/bin/python && chmod +x .venv/bin/python ;;
  *) exit 9 ;;
esac
"""


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A bundle unpacked, with a .venv from before."""
    folder = tmp_path / "rembuk"
    (folder / "wheels").mkdir(parents=True)
    shutil.copy(PROJECT / INSTALL, folder / "install.sh")
    (folder / "wheels" / "made-for.txt").write_text("Python 3.12 Linux x86_64\n")
    (folder / "requirements.txt").write_text("a==1\n")
    os.utime(folder / "requirements.txt", (4e9, 4e9))  # of a machine whose clock is ahead
    (folder / ".venv").mkdir()
    (folder / ".venv" / "old").touch()
    (tmp_path / "python").write_text(PRETENDED)
    (tmp_path / "python").chmod(0o755)
    return folder


def install(folder: Path, machine: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHON": str(folder.parent / "python"), "IS_MADE_FOR": machine}
    return subprocess.run(
        [str(folder / "install.sh")], cwd="/", env=environment, capture_output=True, text=True, check=False
    )


def test_the_script_asks_pip_for_the_wheels_alone_and_make_has_nothing_left_to_ask(installed: Path) -> None:
    done = install(installed, "Python 3.12 Linux x86_64")

    assert (done.returncode, done.stderr) == (0, "")
    asked = (installed / "asked.txt").read_text().splitlines()
    assert "--no-index -f wheels --requirement requirements.txt" in asked[0]
    stamp = installed / ".venv" / ".requirements.stamp"
    assert stamp.stat().st_mtime_ns >= (installed / "requirements.txt").stat().st_mtime_ns
    assert not (installed / ".venv" / "old").exists()


@pytest.mark.parametrize(
    "machine", ["Python 3.11 Linux x86_64", "Python 3.12 Linux aarch64", "Python 3.12 Darwin x86_64"]
)
def test_the_script_refuses_another_python_or_machine_and_leaves_what_is_there(installed: Path, machine: str) -> None:
    done = install(installed, machine)

    assert done.returncode == 1
    assert f"is {machine}" in done.stderr
    assert "for Python 3.12 Linux x86_64" in done.stderr
    assert (installed / ".venv" / "old").exists()
    assert not (installed / "asked.txt").exists()


def test_the_script_is_sound_shell() -> None:
    assert subprocess.run(["bash", "-n", str(PROJECT / INSTALL)], check=False).returncode == 0


def test_the_bundle_has_what_git_tracks_the_wheels_and_the_script_and_nobodys_name(tmp_path: Path) -> None:
    root, wheels = tmp_path / "project", tmp_path / "wheels"
    (root / "deploy" / "bundle").mkdir(parents=True)
    shutil.copy(PROJECT / INSTALL, root / INSTALL)
    (root / "app.py").write_text("x = 1\n")
    (root / "data").mkdir()
    (root / "data" / "facilitator.token").write_text("secret")
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    subprocess.run(["git", "add", "app.py", "deploy"], cwd=root, check=True)
    wheels.mkdir()
    (wheels / "a-1-py3-none-any.whl").write_text("")

    pack(root, wheels, tmp_path / "b.tar.gz", "rembuk-1")

    with tarfile.open(tmp_path / "b.tar.gz") as archive:
        entries = {one.name: one for one in archive}
        (told,) = archive.extractfile("rembuk-1/wheels/made-for.txt").read().decode().splitlines()
    assert sorted(entries) == [
        "rembuk-1/app.py", f"rembuk-1/{INSTALL}", "rembuk-1/install.sh",
        "rembuk-1/wheels/a-1-py3-none-any.whl", "rembuk-1/wheels/made-for.txt",
    ]  # fmt: skip
    assert {(one.uid, one.uname) for one in entries.values()} == {(0, "")}
    assert (entries["rembuk-1/install.sh"].mode, entries["rembuk-1/app.py"].mode) == (0o755, 0o644)
    assert told == made_for()


@pytest.mark.skipif(not (PROJECT / ".git").exists(), reason="unpacked from a bundle: git knows nothing here")
def test_the_program_is_bundled_whole() -> None:
    files = program_files(PROJECT)

    fonts = [name for name in files if name.startswith("static/fonts/") and name.endswith((".ttf", ".woff2"))]
    assert len(fonts) == 4
    assert {"app.py", "router.py", "Makefile", "requirements.txt", ".streamlit/config.toml", INSTALL} <= set(files)
    assert not [name for name in files if name.startswith((".venv/", "data/", "artefacts/"))]
