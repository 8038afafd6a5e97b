"""Pack the program with all that it needs into one file for machines without internet: ``make bundle``.

What git tracks, the wheels of requirements.txt for this machine's platform and Python, and a script that installs them.
Making it needs the package index; installing it needs nothing.
"""

from __future__ import annotations

import argparse
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
INSTALL = "deploy/bundle/install.sh"


def made_for() -> str:
    """What the wheels fit, as install.sh compares it: ``Python 3.12 Linux x86_64``."""
    version = "{}.{}".format(*sys.version_info[:2])
    return f"Python {version} {platform.system()} {platform.machine()}"


def program_files(root: Path) -> list[str]:
    """What git tracks and is there; no data, no secrets, nothing that lies about."""
    tracked = _git(root, "ls-files", "-z").split("\0")
    return [name for name in tracked if name and (root / name).is_file()]


def make_wheels(folder: Path) -> None:
    """Fetch a wheel for each requirement; what has only a source is built here, so that installing builds nothing."""
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--wheel-dir", str(folder), "--requirement", "requirements.txt"]
    subprocess.run(command, cwd=PROJECT, check=True)  # noqa: S603  our own words


def pack(root: Path, wheels: Path, target: Path, name: str) -> None:
    """Write the archive: one folder ``name`` with the program, ``wheels/`` and ``install.sh``."""
    (wheels / "made-for.txt").write_text(f"{made_for()}\n", encoding="utf-8")
    part = target.with_name(f".{target.name}.part")
    with tarfile.open(part, "w:gz", compresslevel=6) as archive:
        for file in program_files(root):
            archive.add(root / file, f"{name}/{file}", filter=_nobodys)
        archive.add(root / INSTALL, f"{name}/install.sh", filter=_nobodys)
        for wheel in sorted(wheels.iterdir()):
            archive.add(wheel, f"{name}/wheels/{wheel.name}", filter=_nobodys)
    part.replace(target)


def main() -> None:
    """Make the bundle and say where it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=PROJECT / "artefacts", help="folder for the bundle")
    folder: Path = parser.parse_args().out
    begin = time.perf_counter()
    name = f"rembuk-{_git(PROJECT, 'describe', '--always', '--dirty').strip()}"
    platform_tag = made_for().removeprefix("Python ").replace(" ", "-").lower()
    target = folder.absolute() / f"{name}-py{platform_tag}.tar.gz"
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        wheels = Path(temporary)
        make_wheels(wheels)
        pack(PROJECT, wheels, target, name)
    seconds = time.perf_counter() - begin
    print(f"{target}: {target.stat().st_size / 1e6:.0f} MB in {seconds:.0f} s, for {made_for()}")


def _git(root: Path, *arguments: str) -> str:
    command = [shutil.which("git") or "git", *arguments]
    return subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout  # noqa: S603  our own words


def _nobodys(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """Neither the name nor the rights of who made it, beyond what may be run."""
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    entry.mode = 0o755 if entry.mode & 0o100 else 0o644
    return entry


if __name__ == "__main__":
    main()
