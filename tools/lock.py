"""Answer for another platform what pip answers only for its own: which pins hold there, and are they enough.

`select FILE` prints the pins of a requirements file whose markers hold on the target.
`complete REPORT` reads pip's installation report and fails for every dependency that no pin satisfies.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PLATFORM_SYSTEM = {"linux": "Linux", "darwin": "Darwin", "win32": "Windows"}


def environment(system: str, python: str) -> dict[str, str]:
    """Describe the target as its own interpreter would; `extra` is added where it is asked for."""
    return {
        "sys_platform": system,
        "platform_system": PLATFORM_SYSTEM[system],
        "os_name": "nt" if system == "win32" else "posix",
        "python_version": python,
        "python_full_version": f"{python}.0",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }


def pins(path: Path) -> Iterator[Requirement]:
    """Read a requirements file, the files it includes first.

    Raises:
        SystemExit: a line is not pinned with ==; pin it.
    """
    for raw in path.read_text(encoding="utf-8").splitlines():
        line = raw.split("#", 1)[0].strip()
        if line.startswith("-r "):
            yield from pins(path.parent / line.removeprefix("-r ").strip())
        elif line:
            pin = Requirement(line)
            if not str(pin.specifier).startswith("==") or "*" in str(pin.specifier):
                sys.exit(f"{path}: {line!r} is not pinned with ==")
            yield pin


def select(path: Path, target: dict[str, str]) -> list[str]:
    """The pins that hold on the target, without their markers."""
    chosen = []
    for pin in pins(path):
        if pin.marker is None or pin.marker.evaluate({**target, "extra": ""}):
            pin.marker = None
            chosen.append(str(pin))
    return chosen


def missing(report: dict[str, Any], target: dict[str, str]) -> list[str]:
    """The dependencies of the chosen packages that no chosen package satisfies, each with who asks for it."""
    packages = report["install"]
    versions = {canonicalize_name(p["metadata"]["name"]): p["metadata"]["version"] for p in packages}
    found = []
    for package in packages:
        metadata = package["metadata"]
        extras = ["", *package.get("requested_extras", [])]
        for line in metadata.get("requires_dist", []):
            needed = Requirement(line)
            if needed.marker and not any(needed.marker.evaluate({**target, "extra": e}) for e in extras):
                continue
            version = versions.get(canonicalize_name(needed.name))
            if version is None or not needed.specifier.contains(version, prereleases=True):
                found.append(f"{metadata['name']} needs {line}; pinned: {version}")
    return found


def main() -> int:
    """Exit 0: printed, or complete. Exit 1: something is missing; it is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("task", choices=["select", "complete"])
    parser.add_argument("file", type=Path)
    parser.add_argument("--system", choices=PLATFORM_SYSTEM, required=True)
    parser.add_argument("--python", required=True)
    options = parser.parse_args()
    target = environment(options.system, options.python)
    if options.task == "select":
        print("\n".join(select(options.file, target)))
        return 0
    report = json.loads(options.file.read_text(encoding="utf-8"))
    gaps = missing(report, target)
    print("\n".join(gaps) if gaps else f"{len(report['install'])} packages, none missing")
    return 1 if gaps else 0


if __name__ == "__main__":
    sys.exit(main())
