"""What ``python -m db count`` does: a list of workers becomes counts by village and group, and nothing else."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from db.engine import Database
from domain.money import format_number
from domain.refusal import Refused
from services.clock import Clock
from services.count_list import count_workers
from services.identity import Credential
from services.read_table import read_file


def count_command(options: Namespace, database: Database, clock: Clock, credential: Credential) -> tuple[Any, str]:
    """A document for ``--json``, and a text; with ``--out`` the enrollment form of the counts is written.

    Raises:
        Refused: as :func:`services.count_list.count_workers`, or the form cannot be written.
    """
    found = count_workers(read_file(Path(options.file)), options.regency, database, clock, credential)
    counted = found.counted
    if options.out:
        is_workbook = Path(options.out).suffix.lower() == ".xlsx"
        try:
            Path(options.out).write_bytes(found.file(is_workbook=is_workbook))
        except OSError as error:
            raise Refused("count.out", f"Berkas {options.out} tidak dapat ditulis. Periksa foldernya.") from error
    document = {
        "people": counted.people,
        "left_out": counted.left_out,
        "faults": counted.faults,
        "notes": counted.notes,
        "rows": [dict(zip(found.form.header, row, strict=True)) for row in found.form.rows],
        "file": options.out,
    }
    lines = [f"{format_number(counted.people)} orang dihitung, {format_number(counted.left_out)} baris tidak dihitung."]
    lines += [f"{format_number(rows)} baris: {problem}." for problem, rows in counted.faults.items()]
    lines += [*counted.notes, *([f"Tersimpan: {options.out}"] if options.out else [])]
    return document, "\n".join(lines)
