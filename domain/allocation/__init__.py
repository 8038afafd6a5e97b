"""Dividing a fund over villages, whole workers only: six rules, and why each village got what it got."""

from __future__ import annotations

from domain.allocation.result import Allocation, allocate
from domain.allocation.rules import RULES

__all__ = ["RULES", "Allocation", "allocate"]
