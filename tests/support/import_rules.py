"""The import order of the house, read from the source: who imports whom, at which line, and what is not allowed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# Each room with the rooms that stand directly below it; a room may import from all that it can reach downwards.
# `app`, `router` and `db.__main__` are doors: they use what is below, and nobody uses them.
BELOW = {
    "app": ["pages"],
    "router": ["pages"],
    "db.__main__": ["services"],
    "pages": ["components"],
    "components": ["services", "charts"],
    "services": ["exports", "db"],
    "exports": ["charts", "domain"],
    "charts": ["domain"],
    "db": ["domain"],
    "domain": [],
}
DOORS = {"app", "router", "db.__main__"}
# Beside the house: they may use every room, no room may use them.
OUTSIDE = {"tests", "tools", "bench", "docs"}

# Who may import what of other people's.
ONLY_IN = {
    "streamlit": {"app", "router", "pages", "components"},
    "sqlalchemy": {"db", "db.__main__"},
    "alembic": {"db", "db.__main__"},
    "psycopg": {"db", "db.__main__"},
}
# The domain is pure: no files, no network, no processes, and time comes in as a clock.
NOT_IN_DOMAIN = {
    "asyncio", "http", "io", "os", "pathlib", "requests", "shutil", "socket", "sqlite3", "subprocess", "tempfile",
    "threading", "time", "urllib.request",
}  # fmt: skip
NOT_CALLED_IN_DOMAIN = {"open", "input", "print"}
NOT_ASKED_IN_DOMAIN = {"now", "today", "utcnow"}  # of datetime, date and the like

# A phone must not wait for them.
HEAVY = {"pandas", "altair"}


@dataclass(frozen=True)
class Import:
    """One imported module as its full dotted name, of `from x import y` both `x` and `x.y`."""

    module: str
    line: int
    at_import_time: bool  # runs when the file is imported: not inside a function, not for type checkers only


def broken_rules(root: Path) -> list[str]:
    """Every import in the tree that the house does not allow, as `file:line: what, and the rule`."""
    return [fault for path in _sources(root) for fault in _faults_of(root, path)]


def heavy_imports(root: Path, start: str) -> list[str]:
    """What of HEAVY is loaded by importing `start`, through our own modules too, each with the way that leads there.

    Args:
        root: the project.
        start: file below root, e.g. `pages/komitmen.py`.
    """
    found, seen, todo = [], set(), [(root / start, start)]
    while todo:
        path, way = todo.pop()
        if path in seen:
            continue
        seen.add(path)
        for item in imports(root, path):
            if not item.at_import_time:
                continue
            if _top(item.module) in HEAVY:
                found.append(f"{way}:{item.line} imports {_top(item.module)}")
            todo += [(file, f"{way} -> {file.relative_to(root)}") for file in _files_run(root, item.module)]
    return sorted(set(found))


def imports(root: Path, path: Path) -> list[Import]:
    """All imports of a file, inside functions too, relative ones resolved, and import_module("literal")."""
    package = list(path.relative_to(root).parent.parts)
    tree = ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
    return [
        Import(module, line, at_import_time)
        for node, at_import_time in _nodes(tree, at_import_time=True)
        for module, line in _modules(node, package)
    ]


def _nodes(node: ast.AST, *, at_import_time: bool) -> Iterator[tuple[ast.AST, bool]]:
    yield node, at_import_time
    for name, field in ast.iter_fields(node):
        children = field if isinstance(field, list) else [field]
        only_later = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) and name == "body"
        only_typing = isinstance(node, ast.If) and name == "body" and _is_type_checking(node.test)
        for child in children:
            if isinstance(child, ast.AST):
                yield from _nodes(child, at_import_time=at_import_time and not only_later and not only_typing)


def _is_type_checking(test: ast.expr) -> bool:
    return ast.unparse(test) in {"TYPE_CHECKING", "typing.TYPE_CHECKING"}


def _modules(node: ast.AST, package: list[str]) -> Iterator[tuple[str, int]]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield alias.name, node.lineno
    elif isinstance(node, ast.ImportFrom):
        above = package[: len(package) - node.level + 1] if node.level else []
        source = ".".join([*above, *([node.module] if node.module else [])])
        if source:
            yield source, node.lineno
        for alias in node.names:
            yield f"{source}.{alias.name}".lstrip("."), node.lineno
    elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
        name = ast.unparse(node.func).split(".")[-1]
        if name in {"import_module", "__import__"} and isinstance(node.args[0].value, str):
            yield node.args[0].value, node.lineno


def _faults_of(root: Path, path: Path) -> Iterator[str]:
    place = path.relative_to(root).as_posix()
    room = _room_of_file(path.relative_to(root))
    if room in OUTSIDE:
        return
    if room not in BELOW:
        yield f"{place}: {room} is no room of the house"
        return
    said = set()
    for item in imports(root, path):
        fault = _own_fault(root, room, item.module) or _foreign_fault(room, item.module)
        if fault and (item.line, fault) not in said:
            said.add((item.line, fault))
            yield f"{place}:{item.line}: {fault}"
    if room == "domain":
        for name, line in _impure_calls(path):
            yield f"{place}:{line}: domain calls {name}(): it is pure"


def _own_fault(root: Path, room: str, module: str) -> str | None:
    if not _is_ours(root, module):
        return None
    target = "db.__main__" if module.startswith("db.__main__") else _top(module)
    if target in DOORS:
        return f"{room} imports {target}: nobody imports a door"
    if target == room or target in _reachable(room):
        return None
    return f"{room} imports {target}: a room imports only from rooms below it"


def _foreign_fault(room: str, module: str) -> str | None:
    top = _top(module)
    if top in ONLY_IN and room not in ONLY_IN[top]:
        return f"{room} imports {top}: only {', '.join(sorted(ONLY_IN[top] - DOORS))} may"
    if room == "domain" and any(module == name or module.startswith(f"{name}.") for name in NOT_IN_DOMAIN):
        return f"domain imports {top}: it is pure"
    return None


def _impure_calls(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name) and node.func.id in NOT_CALLED_IN_DOMAIN:
            yield node.func.id, node.lineno
        if isinstance(node.func, ast.Attribute) and node.func.attr in NOT_ASKED_IN_DOMAIN:
            yield ast.unparse(node.func), node.lineno


def _reachable(room: str) -> set[str]:
    below = set(BELOW[room])
    return below.union(*(_reachable(lower) for lower in below))


def _sources(root: Path) -> list[Path]:
    """All Python files of the tree; folders that begin with a dot (.venv) and what is generated are not ours."""
    skipped = {"__pycache__", "data", "artefacts", "node_modules"}
    found = []
    for path in sorted(root.rglob("*.py")):
        parts = path.relative_to(root).parts
        if not any(part.startswith(".") for part in parts) and parts[0] not in skipped:
            found.append(path)
    return found


def _room_of_file(relative: Path) -> str:
    if relative.as_posix() == "db/__main__.py":
        return "db.__main__"
    return relative.parts[0].removesuffix(".py")


def _is_ours(root: Path, module: str) -> bool:
    top = _top(module)
    return top in BELOW or top in OUTSIDE or (root / top).is_dir() or (root / f"{top}.py").exists()


def _files_run(root: Path, module: str) -> list[Path]:
    """Our files that importing the module runs: each package's __init__.py on the way, and the module's own."""
    parts = module.split(".")
    ways = [root.joinpath(*parts[: n + 1]) for n in range(len(parts))]
    files = [file for way in ways for file in (way / "__init__.py", way.with_suffix(".py"))]
    return [file for file in files if file.exists()]


def _top(module: str) -> str:
    return module.partition(".")[0]
