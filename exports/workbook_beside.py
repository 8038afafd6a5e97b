"""The sheets of what stands beside the result: simulations that were kept, and what became of each pledged line."""

from __future__ import annotations

from datetime import date

from domain.decided_division import IF_PAID
from domain.follow_up import PledgedLine, Step
from domain.follow_up_step import STAGE_LABELS
from exports.table import Cell, Column, Live, Table
from exports.workbook_content import KeptScenario, WorkbookContent

MOST_SCENARIOS = 200
SCENARIOS, FOLLOW_UP = "Simulasi", "Tindak Lanjut"

_SCENARIO_COLUMNS = (
    Column("id", "Tautan (s=)", 27),
    Column("name", "Nama", 32),
    Column("kind", "Untuk", 24),
    Column("rule", "Aturan", 24),
    Column("decided", "Diputuskan", 12),
    Column("start", "Mulai", 17, "month"),
    Column("months", "Bulan", 8, "count"),
    Column("programmes", "Program", 16),
    Column("budget", "Dana (Rp)", 18, "rupiah"),
    Column("spent", "Biaya (Rp)", 18, "rupiah"),
    Column("left", "Sisa (Rp)", 16, "rupiah"),
    Column("workers", f"Pekerja, {IF_PAID}", 11, "count"),
    Column("before", "Cakupan saat itu", 11),
    Column("if_paid", f"Cakupan {IF_PAID}", 11),
    Column("pledged", "Pekerja janji yang dihitung", 12, "count"),
    Column("data", "Data", 44),
    Column("at", "Disimpan (WIB)", 19, "moment"),
)


def scenario_table(content: WorkbookContent) -> Table:
    """The regency's kept simulations, the newest first, without who kept them; no row where there is none."""
    decided = {one.get("scenario_id") for one in content.result.get("decisions", [])}
    rows = [_scenario(one, is_decided=one.id in decided) for one in content.scenarios]
    note = "Simulasi kabupaten ini yang disimpan sampai rapat ditutup; bukan keputusan dan bukan janji"
    if content.has_older_scenarios:
        note += f". Hanya {MOST_SCENARIOS} yang terbaru"
    return Table(SCENARIOS, f"Simulasi: {content.title}", _SCENARIO_COLUMNS, rows, note, frozen=2)


def _scenario(one: KeptScenario, *, is_decided: bool) -> tuple[Cell, ...]:
    # Simulations of other meetings and other data stand here too, so each says on which data it was asked.
    left: Cell = one.left_rupiah
    if one.budget_rupiah is not None and one.amount_rupiah is not None and left is not None:
        difference = one.budget_rupiah - one.amount_rupiah
        left = Live("={budget}-{spent}", difference) if difference == left else left
    return (
        one.id,
        one.name or one.title or None,
        one.place,
        one.rule or None,
        "ya" if is_decided else None,
        one.start_month,
        one.months,
        ", ".join(one.programmes),
        one.budget_rupiah,
        one.amount_rupiah,
        left,
        one.workers,
        one.share_before or None,
        one.share_if_paid or None,
        one.pledged,
        f"DATA CONTOH · {one.data_label}" if one.is_sample else one.data_label,
        one.created_at,
    )


_STEP_COLUMNS = (
    Column("code", "Kode", 15),
    Column("name", "Desa", 22),
    Column("subdistrict", "Kecamatan", 20),
    Column("line", "Baris", 7, "count"),
    Column("what", "Janji", 40),
    Column("pledged_workers", "Pekerja dijanjikan", 11, "count"),
    Column("pledged", "Dijanjikan (Rp)", 18, "rupiah"),
    Column("stage", "Tahap", 15),
    Column("kind", "Dokumen", 22),
    Column("day", "Tanggal", 28, "day"),
    Column("document", "Nomor dokumen", 26),
    Column("from", "Dibayar dari", 17, "month"),
    Column("until", "Dibayar sampai", 17, "month"),
    Column("workers", "Pekerja", 10, "count"),
    Column("more_workers", "Selisih pekerja dari janji", 12, "count"),
    Column("amount", "Jumlah (Rp)", 18, "rupiah"),
    Column("so_far", "Jumlah sampai langkah ini (Rp)", 18, "rupiah"),
    Column("more", "Selisih dari janji (Rp)", 18, "rupiah"),
    Column("number", "Nomor langkah", 9, "count"),
)


def follow_up_table(content: WorkbookContent) -> Table:
    """Each pledged line with the steps that hold, by their own day; without a row where nobody pledged.

    A row with stage `Dijanjikan` begins every line. Notes are not in it: they are the village's and the facilitator's.
    """
    held_on = date.fromisoformat(content.result["held_on"])
    rows: list[tuple[Cell, ...]] = []
    for followed in content.followed:
        head = _line(followed.pledged, content)
        rows.append((*head, STAGE_LABELS["pledged"], None, held_on, *[None] * 9))
        paid = 0
        for step in sorted(followed.steps, key=lambda step: (step.said.happened_on, step.number)):
            if step.said.stage == "paid":
                paid += step.said.amount_rupiah or 0
            rows.append((*head, *_step(step, followed.pledged, paid)))
    note = (
        "Langkah yang tercatat sampai berkas ini diunduh; hasil rapat yang beku tidak berubah. "
        "Untuk pembayaran, jumlah sampai langkah ini adalah semua pembayaran bersama"
    )
    return Table(FOLLOW_UP, f"Tindak lanjut: {content.title}", _STEP_COLUMNS, rows, note, frozen=2)


def _line(pledged: PledgedLine, content: WorkbookContent) -> tuple[Cell, ...]:
    line = pledged.line
    place = content.places.get(pledged.village_code, ("", ""))
    return (pledged.village_code, *place, pledged.number, line.text, line.workers, int(line.amount_rupiah))


def _step(step: Step, pledged: PledgedLine, paid: int) -> tuple[Cell, ...]:
    said, line = step.said, pledged.line
    so_far = paid if said.stage == "paid" else said.amount_rupiah
    return (
        STAGE_LABELS[said.stage],
        step.document_label,
        said.happened_on,
        said.document or None,
        said.paid_from,
        said.paid_until,
        said.workers,
        None if said.workers is None else Live("={workers}-{pledged_workers}", said.workers - line.workers),
        said.amount_rupiah,
        so_far,
        None if so_far is None else Live("={so_far}-{pledged}", so_far - line.amount_rupiah),
        step.number,
    )
