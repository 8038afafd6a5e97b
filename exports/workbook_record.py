"""The sheets beside the result: how it came about, what was decided, which limits and rates held, what came later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from domain.calendar import Month
from domain.ceiling import Ceiling
from domain.commitment import WAY_LABELS
from domain.decided_division import IF_PAID, DecidedFund
from domain.money import format_rupiah
from exports.table import As, Cell, Column, Live, Table
from exports.workbook_content import HistoryRow, WorkbookContent

_ENTERED_BY = {"village": "desa", "facilitator": "fasilitator", "paper": "fasilitator, dari kertas"}
_CONFIDENCE = {"high": "tinggi", "medium": "sedang", "low": "rendah"}
_OVER_CEILING = {"refuse": "ditolak", "reason": "boleh dengan alasan"}
_NO_LIMIT = "tidak dibatasi"

_HISTORY_COLUMNS = (
    Column("sequence", "Baris", 7, "count"),
    Column("at", "Waktu (WIB)", 19, "moment"),
    Column("code", "Kode", 15),
    Column("name", "Desa", 22),
    Column("subdistrict", "Kecamatan", 20),
    Column("revision", "Revisi", 8, "count"),
    Column("replaces", "Mengganti revisi", 11, "count"),
    Column("stands", "Berlaku", 9),
    Column("what", "Isi", 44),
    Column("new", "Pekerja baru", 10, "count"),
    Column("continued", "Pekerja lanjutan", 10, "count"),
    Column("amount", "Jumlah (Rp)", 18, "rupiah"),
    Column("entered_by", "Dicatat oleh", 14),
    Column("way", "Cara masuk", 20),
    Column("reason", "Alasan", 36),
    Column("receipt", "Tanda terima", 22),
    Column("previous", "Hash baris sebelumnya", 34),
    Column("hash", "Hash baris ini", 34),
)


def history_table(content: WorkbookContent) -> Table:
    """Every row of the ledger in order, those that were replaced or withdrawn included."""
    newest = {row.village_code: row.sequence for row in content.history}
    rows = [
        (
            row.sequence,
            row.created_at,
            row.village_code,
            *content.places.get(row.village_code, ("", "")),
            row.revision,
            row.replaces,
            _stands(row, newest),
            row.text,
            row.new_workers,
            row.continued_workers,
            row.amount_rupiah,
            _ENTERED_BY.get(row.entered_by, row.entered_by),
            WAY_LABELS.get(row.way, row.way),
            row.reason or None,
            row.receipt,
            row.previous_hash,
            row.row_hash,
        )
        for row in content.history
    ]
    note = "Setiap baris mengunci baris sebelumnya dengan hash; baris yang diganti tidak dihapus"
    return Table("Riwayat", f"Riwayat komitmen: {content.title}", _HISTORY_COLUMNS, rows, note, frozen=4)


def _stands(row: HistoryRow, newest: Mapping[str, int]) -> str:
    if newest[row.village_code] != row.sequence:
        return "diganti"
    return "ditarik" if row.is_withdrawn else "ya"


_DECISION_COLUMNS = (
    Column("number", "Nomor", 8, "count"),
    Column("title", "Simulasi", 32),
    Column("decided_by", "Diputuskan oleh", 24),
    Column("rule", "Aturan", 24),
    Column("funds", "Dana", 40),
    Column("budget", "Dana (Rp)", 18, "rupiah", is_summed=True),
    Column("workers", f"Pekerja, {IF_PAID}", 11, "count", is_summed=True),
    Column("unit", "Iuran semua bulan seorang (Rp)", 16, "rupiah"),
    Column("spent", "Terpakai (Rp)", 18, "rupiah", is_summed=True),
    Column("left", "Sisa (Rp)", 16, "rupiah", is_summed=True),
    Column("served", "Desa mendapat", 10, "count"),
    Column("note", "Catatan", 30),
    Column("at", "Waktu (WIB)", 19, "moment"),
)
_SHARE_COLUMNS = (
    Column("number", "Nomor", 8, "count"),
    Column("code", "Kode", 15),
    Column("name", "Desa", 22),
    Column("subdistrict", "Kecamatan", 20),
    Column("workers", f"Pekerja, {IF_PAID}", 11, "count", is_summed=True),
    Column("unit", "Iuran semua bulan seorang (Rp)", 16, "rupiah"),
    Column("amount", "Jumlah (Rp)", 18, "rupiah", is_summed=True),
    Column("reason", "Mengapa sebanyak ini", 60),
)


def decision_tables(content: WorkbookContent) -> list[Table]:
    """What the meeting decided about regency funds, and each desa's part of it; none where nothing was decided."""
    decisions = content.result.get("decisions", [])
    if not decisions:
        return []
    parts = [part for decision in decisions for part in _parts(decision, content)]
    title = f"dana kabupaten: {content.title}"
    shares = Table("Keputusan per desa", f"Bagian desa dari {title}", _SHARE_COLUMNS, parts, frozen=3)
    rows = [_decision(decision, shares) for decision in decisions]
    note = "Hanya keputusan yang berlaku saat rapat ditutup"
    return [Table("Keputusan", f"Keputusan {title}", _DECISION_COLUMNS, rows, note, frozen=2), shares]


def _parts(decision: Mapping[str, Any], content: WorkbookContent) -> list[tuple[Cell, ...]]:
    return [
        (
            decision["number"],
            part["village_code"],
            part["name"],
            content.places.get(part["village_code"], ("", ""))[1],
            part["workers"],
            decision["unit_rupiah"],
            Live("={workers}*{unit}", part["amount_rupiah"]),
            part["reason"],
        )
        for part in decision["villages"]
    ]


def _decision(decision: Mapping[str, Any], shares: Table) -> tuple[Cell, ...]:
    from_shares = f"=SUMIFS({shares.range('workers')},{shares.range('number')},{{number}})"
    return (
        decision["number"],
        decision["title"],
        decision["decided_by"],
        decision["rule_label"],
        "; ".join(map(_fund, decision["funds"])),
        decision["budget_rupiah"],
        Live(from_shares, decision["workers"]),
        decision["unit_rupiah"],
        Live("={workers}*{unit}", decision["spent_rupiah"]),
        Live("={budget}-{spent}", decision["left_rupiah"]),
        decision["villages_served"],
        decision["note"] or None,
        datetime.fromisoformat(decision["created_at"]),
    )


def _fund(fund: Mapping[str, Any]) -> str:
    found = DecidedFund(fund["name"], fund["amount_rupiah"], fund["groups"])
    return f"{found.name} {format_rupiah(found.amount_rupiah)} ({found.condition})"


_CEILING_COLUMNS = (
    Column("code", "Kode", 15),
    Column("name", "Desa", 22),
    Column("subdistrict", "Kecamatan", 20),
    Column("source", "Sumber dana", 10),
    Column("ceiling", "Pagu (Rp)", 18, "rupiah", is_summed=True),
    Column("planned", "Sudah dianggarkan (Rp)", 18, "rupiah", is_summed=True),
    Column("room", "Ruang (Rp)", 18, "rupiah", is_summed=True),
    Column("pledged", "Dijanjikan (Rp)", 18, "rupiah", is_summed=True),
    Column("left", "Sisa (Rp)", 18, "rupiah", is_summed=True),
)


def ceiling_table(content: WorkbookContent, lines: Table) -> list[Table]:
    """The ceilings that the meeting kept to and what the pledges leave of them; none where it kept to none."""
    pledged = f"=SUMIFS({lines.range('amount')},{lines.range('code')},{{code}},{lines.range('source')},{{source}})"
    rows: list[Sequence[Cell]] = []
    for row in content.result["villages"]:
        for values in row.get("ceilings", []):
            ceiling = Ceiling(**values)
            taken = sum(line["amount_rupiah"] for line in row["lines"] if line["source"] == ceiling.source)
            rows.append(
                (
                    row["village_code"],
                    row["name"],
                    row["subdistrict"],
                    ceiling.source,
                    ceiling.ceiling_rupiah,
                    ceiling.planned_rupiah,
                    Live("=MAX(0,{ceiling}-{planned})", ceiling.room_rupiah),
                    Live(pledged, taken),
                    Live("={room}-{pledged}", ceiling.room_rupiah - taken),
                )
            )
    note = "Yang sudah dianggarkan dihitung 0 bila belum diketahui. Sisa di bawah 0: di atas pagu"
    return [Table("Pagu", f"Pagu desa: {content.title}", _CEILING_COLUMNS, rows, note, frozen=2)] if rows else []


_PARAMETER_COLUMNS = (
    Column("what", "Parameter", 36),
    Column("value", "Nilai", 22),
    Column("floor", "Paling sedikit (Rp)", 14, "rupiah"),
    Column("cap", "Paling banyak (Rp)", 14, "rupiah"),
    Column("from", "Berlaku mulai", 17, "month"),
    Column("until", "Sampai", 17, "month"),
    Column("basis", "Dasar hukum", 40),
    Column("source", "Sumber", 40),
    Column("confidence", "Keyakinan", 11),
)


def parameter_table(content: WorkbookContent) -> Table:
    """What the meeting was opened on: year, target, limits, and the contribution rates with where they are from."""
    result = content.result
    budgets, target = result.get("budget_dataset"), result["target_points"]
    settings: list[tuple[str, Cell]] = [
        ("Tahun anggaran", str(result["budget_year"])),
        ("Tahap anggaran", result["stage"]),
        ("Target cakupan", "tanpa target" if target is None else As(target / 10_000, "rate")),
        ("Pekerja sekali komitmen, paling sedikit", _limit(result.get("min_workers"))),
        ("Pekerja sekali komitmen, paling banyak", _limit(result.get("max_workers"))),
        ("Di atas pagu desa", _OVER_CEILING[result.get("over_ceiling", "refuse")] if budgets else "tanpa pagu"),
        ("Dasar penghasilan BPU sebulan (Rp)", As(result["rates"]["base_rupiah"], "rupiah")),
    ]
    rows = [(what, value, *[None] * 7) for what, value in settings]
    rates = [_rate(rate) for rate in result["rates"]["rows"]]
    title = f"Parameter rapat: {content.title}"
    note = "Tarif yang dipakai sejak rapat dibuka, juga bila kemudian berubah"
    return Table("Parameter", title, _PARAMETER_COLUMNS, [*rows, *rates], note, frozen=1)


def _limit(workers: int | None) -> Cell:
    return _NO_LIMIT if workers is None else As(workers, "count")


def _rate(rate: Mapping[str, Any]) -> tuple[Cell, ...]:
    points, until = rate["base_points"], rate["valid_until"]
    share, flat = f"Iuran {rate['segment']} {rate['programme']}, bagian dari dasar", "tetap (Rp sebulan)"
    return (
        share if points is not None else f"Iuran {rate['segment']} {rate['programme']}, {flat}",
        As(points / 10_000, "rate") if points is not None else As(rate["flat_rupiah"], "rupiah"),
        rate["floor_rupiah"],
        rate["cap_rupiah"],
        Month.parse(rate["valid_from"]),
        Month.parse(until) if until else None,
        rate["legal_basis"],
        rate["source"],
        _CONFIDENCE.get(rate["confidence"], rate["confidence"]),
    )


_ADDENDUM_COLUMNS = (
    Column("number", "Nomor", 8, "count"),
    Column("at", "Waktu (WIB)", 19, "moment"),
    Column("kind", "Jenis", 18),
    Column("code", "Kode", 15),
    Column("name", "Desa", 22),
    Column("text", "Isi", 70),
    Column("decided_by", "Diputuskan oleh", 30),
    Column("hash", "Hash", 34),
)


def addenda_table(content: WorkbookContent) -> list[Table]:
    """What changed after the result was published; none where nothing did."""
    rows = [
        (
            one.number,
            one.created_at,
            one.label,
            one.village_code,
            content.places.get(one.village_code or "", ("", ""))[0] or None,
            one.text,
            one.decided_by,
            one.row_hash,
        )
        for one in content.addenda
    ]
    note = "Hasil yang diterbitkan sendiri tidak berubah; angka di lembar lain adalah hasil itu"
    return [Table("Adendum", f"Adendum: {content.title}", _ADDENDUM_COLUMNS, rows, note)] if rows else []
