"""Files for a spreadsheet, as the pages ask for them."""

from __future__ import annotations

from exports.spreadsheet import csv_file, guarded

__all__ = ["csv_file", "guarded"]
