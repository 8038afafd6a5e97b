"""Rules of the house that a reader can count: lengths, no raw HTML by Streamlit, nothing of one machine."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
LINES_OF_A_FILE = 300
LINES_OF_A_PAGE = 80
TEXTS = {
    "", ".cfg", ".css", ".csv", ".html", ".ini", ".js", ".json", ".mako", ".md", ".po", ".py", ".sh", ".svg", ".toml",
    ".txt", ".yaml", ".yml",
}  # fmt: skip
# Written in pieces, or this file would be the first to break them.
_FOLDERS = ["home/" + r"[a-z_][\w-]*/", "Users/" + r"\w", "roo" + "t/", "wor" + "k/"]
PERSONAL_PATH = re.compile(rf"(?<![\w.])/(?:{'|'.join(_FOLDERS)})|\b[A-Z]:\\+" + "Users")
_INDEX = ["--(?:extra-)?index" + "-url", "--find" + "-links", "pypi" + r"\.org", "PIP_" + "INDEX"]
INDEX_HOST = re.compile("|".join(_INDEX))


def broken_rules(root: Path) -> list[str]:
    """Every breach in the tree, as `file:line: what`."""
    return [fault for path in own_files(root) for fault in faults_of(root, path)]


def own_files(root: Path) -> Iterator[Path]:
    """The texts that belong to the project; hidden folders are left out but for our two."""
    skipped = {"__pycache__", "data", "artefacts", "htmlcov", "node_modules"}
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        hidden = any(part.startswith(".") for part in parts[:-1]) and parts[0] not in {".ci", ".streamlit"}
        if (
            hidden
            or parts[0] in skipped
            or "__pycache__" in parts
            or parts[-1].startswith(".coverage")
            or parts == (".git",)
        ):
            continue
        if path.is_file() and path.suffix in TEXTS:
            yield path


def faults_of(root: Path, path: Path) -> Iterator[str]:
    place = path.relative_to(root).as_posix()
    lines = path.read_text(encoding="utf-8").splitlines()
    if path.suffix == ".py":
        most = LINES_OF_A_PAGE if place.startswith("pages/") else LINES_OF_A_FILE
        if len(lines) > most:
            yield f"{place}: {len(lines)} lines, at most {most}; is there a concept that wants its own file?"
        for number in raw_html(path):
            yield f"{place}:{number}: unsafe_allow_html; what users type is text"
    for number, line in enumerate(lines, start=1):
        if PERSONAL_PATH.search(line):
            yield f"{place}:{number}: a path of one machine"
        if INDEX_HOST.search(line):
            yield f"{place}:{number}: a package index; each machine knows its own"


def raw_html(path: Path) -> Iterator[int]:
    """Lines that hand Streamlit raw HTML, also by `**{"unsafe_allow_html": ...}`; False is allowed."""
    name = "unsafe_allow_" + "html"
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.keyword) and node.arg == name and not is_false(node.value):
            yield node.value.lineno
        if isinstance(node, ast.Constant) and node.value == name:
            yield node.lineno


def is_false(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is False


def test_the_project_keeps_the_house_rules():
    faults = broken_rules(PROJECT)

    assert faults == [], "\n".join(faults)


def test_the_rules_read_the_project():
    read = {path.relative_to(PROJECT).as_posix() for path in own_files(PROJECT)}

    assert {"Makefile", ".ci/run", ".streamlit/config.toml", "requirements.txt", "domain/money.py"} <= read


@pytest.mark.parametrize(
    ("file", "text", "fault"),
    [
        ("pages/a.py", "x = 1\n" * 81, "pages/a.py: 81 lines, at most 80; is there a concept that wants its own file?"),
        ("domain/a.py", "x = 1\n" * 301, "domain/a.py: 301 lines, at most 300; is there a concept that wants its own file?"),
        ("tests/a.py", "x = 1\n" * 301, "tests/a.py: 301 lines, at most 300; is there a concept that wants its own file?"),
        ("pages/a.py", "st.markdown(\n  name,\n  unsafe_allow_" + "html=True)", "pages/a.py:3: unsafe_allow_html; what users type is text"),
        ("pages/a.py", "st.markdown(x, unsafe_allow_" + "html=trusted)", "pages/a.py:1: unsafe_allow_html; what users type is text"),
        ("pages/a.py", "st.markdown(x, **{'unsafe_allow_" + "html': True})", "pages/a.py:1: unsafe_allow_html; what users type is text"),
        ("README.md", "see\n/home/" + "budi/rembuk", "README.md:2: a path of one machine"),
        ("a.toml", "x = '/Users/" + "budi'", "a.toml:1: a path of one machine"),
        (".ci/run", "cd /roo" + "t/rembuk", ".ci/run:1: a path of one machine"),
        ("tools/a.sh", "cd C:" + "\\Users\\budi", "tools/a.sh:1: a path of one machine"),
        ("Makefile", "pip install --index" + "-url x", "Makefile:1: a package index; each machine knows its own"),
    ],
)  # fmt: skip
def test_a_breach_is_reported(tmp_path, file, text, fault):
    path = tmp_path / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")

    assert broken_rules(tmp_path) == [fault]


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("pages/a.py", "x = 1\n" * 80),
        ("domain/a.py", "x = 1\n" * 300),
        ("pages/a.py", "st.markdown(x, unsafe_allow_" + "html=False)"),
        ("README.md", "https://example.org/home/" + "page/ and ./work/" + "list and /usr/bin/chromium"),
        (".venv/lib/a.py", "x = 1\n" * 301),
        ("domain/__pycache__/a.py", "x = 1\n" * 301),
    ],
)  # fmt: skip
def test_what_keeps_the_rules_is_not_reported(tmp_path, file, text):
    path = tmp_path / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")

    assert broken_rules(tmp_path) == []
