"""Every action that the services write into the audit, found by reading their source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import product
from pathlib import Path

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Unreadable(Exception):
    """An action that is put together in a way that this reader does not know; says where."""


def recorded_actions(folder: Path) -> set[str]:
    """What stands behind `action` in every call of `db.audit.record`, through the modules' own helpers as well.

    Raises:
        Unreadable: an action cannot be told from the source; teach this reader, or write the action out.
    """
    modules = [_Module(path) for path in sorted(folder.glob("*.py"))]
    return {action for module in modules for action in module.actions(modules)}


class _Module:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.tree = ast.parse(path.read_text(encoding="utf-8"))
        self.functions = [node for node in ast.walk(self.tree) if isinstance(node, Function)]
        self.calls = [node for node in ast.walk(self.tree) if isinstance(node, ast.Call)]

    def actions(self, modules: list[_Module]) -> Iterator[str]:
        for node in ast.walk(self.tree):
            if _imports_audit(node) and ast.unparse(node) != "from db.audit import record":
                self._unreadable(node)
        if not any(map(_imports_audit, ast.walk(self.tree))):
            return
        for call in self._calls_of("record"):
            action = next((one.value for one in call.keywords if one.arg == "action"), None)
            yield from self._values(action, call, modules)

    def _values(self, node: ast.expr | None, at: ast.AST, modules: list[_Module]) -> set[str]:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return {node.value}
        if isinstance(node, ast.IfExp):
            return self._values(node.body, at, modules) | self._values(node.orelse, at, modules)
        if isinstance(node, ast.JoinedStr):
            pieces = [part.value if isinstance(part, ast.FormattedValue) else part for part in node.values]
            parts = [self._values(piece, at, modules) for piece in pieces]
            return {"".join(chosen) for chosen in product(*parts)}
        if isinstance(node, ast.Attribute):  # a field: whatever any module makes it of
            given = [(m, c, k) for m in modules for c in m.calls for k in c.keywords if k.arg == node.attr]
            found = [m._values(keyword.value, call, modules) for m, call, keyword in given]
            return set().union(*found) or self._unreadable(at)
        if isinstance(node, ast.Name):
            return self._named(node.id, at, modules)
        return self._unreadable(at)

    def _named(self, name: str, at: ast.AST, modules: list[_Module]) -> set[str]:
        """A variable of the function around, or what its callers in this module pass."""
        around = next((f for f in self.functions if any(node is at for node in ast.walk(f))), None)
        if around is None:
            return self._unreadable(at)
        set_to = [
            node.value
            for node in ast.walk(around)
            if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == name for t in node.targets)
        ]
        found = [self._values(value, at, modules) for value in set_to]
        names = [one.arg for one in (*around.args.posonlyargs, *around.args.args)]
        if name in names:
            for call in self._calls_of(around.name):
                by_name = next((one.value for one in call.keywords if one.arg == name), None)
                place = names.index(name)
                passed = by_name or (call.args[place] if place < len(call.args) else None)
                found.append(self._values(passed, call, modules))
        return set().union(*found) or self._unreadable(at)

    def _calls_of(self, name: str) -> list[ast.Call]:
        return [call for call in self.calls if isinstance(call.func, ast.Name) and call.func.id == name]

    def _unreadable(self, at: ast.AST) -> set[str]:
        raise Unreadable(f"{self.path.name}:{getattr(at, 'lineno', '?')}")


def _imports_audit(node: ast.AST) -> bool:
    if isinstance(node, ast.ImportFrom):
        return node.module == "db.audit" or (node.module == "db" and any(one.name == "audit" for one in node.names))
    return isinstance(node, ast.Import) and any(one.name == "db.audit" for one in node.names)
