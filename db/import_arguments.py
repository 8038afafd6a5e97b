"""Arguments of ``python -m db import`` that only some kinds of file have."""

from __future__ import annotations

import argparse
import re

MONTHLY = ("enrollment", "claims", "village-budgets")
IMPORT_KINDS = (*MONTHLY, "regions")
_PROVINCE = re.compile(r"[1-9][0-9]")


def import_problem(options: argparse.Namespace) -> str | None:
    """What is missing or too much for the kind; argparse knows no rule between options."""
    if options.kind in ("enrollment", "claims") and options.month is None:
        return "the following arguments are required: --month"
    return None
