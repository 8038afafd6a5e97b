"""Of a test that passed only the second time: why it had failed, told at the end."""

from __future__ import annotations

import pytest

LONGEST = 3000


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the end of each first failure; a test that needs a second run hides something."""
    for report in terminalreporter.stats.get("rerun", []):
        terminalreporter.section(f"failed the first time: {report.nodeid}")
        terminalreporter.write_line(str(report.longrepr)[-LONGEST:])
