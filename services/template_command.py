"""What ``python -m db template`` does: the template of a kind, printed, or written as CSV or as a workbook."""

from __future__ import annotations

import csv
from argparse import Namespace
from pathlib import Path
from typing import Any

from db.engine import Database
from domain.refusal import Refused
from services.clock import Clock
from services.identity import Credential
from services.write_template import current_file, template_file


def template_command(options: Namespace, database: Database, clock: Clock, credential: Credential) -> tuple[Any, str]:
    """A document for ``--json``, and a text: the CSV itself, or where it was written.

    Raises:
        Refused: the regency is unknown, there are no current data, or the file cannot be written.
    """
    is_workbook = bool(options.out) and Path(options.out).suffix.lower() == ".xlsx"
    if options.current:
        content = current_file(options.kind, database, clock, credential, options.regency, is_workbook=is_workbook)
    else:
        content = template_file(options.kind, database, clock, options.regency, is_workbook=is_workbook)
    if options.out:
        try:
            Path(options.out).write_bytes(content)
        except OSError as error:
            raise Refused("template.out", f"Berkas {options.out} tidak dapat ditulis. Periksa foldernya.") from error
        return {"file": options.out}, f"Tersimpan: {options.out}"
    text = content.decode("utf-8-sig")
    return list(csv.DictReader(text.splitlines())), text
