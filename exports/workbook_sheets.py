"""The sheets of a meeting's workbook: a summary first, then a table each for villages, lines and what led to them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from domain.calendar import Month
from domain.commitment import WAY_LABELS
from domain.coverage import Counts
from domain.decided_division import IF_PAID
from domain.money import in_words
from domain.pledge_lines import NATURE_LABELS
from domain.relief import RELIEF_NOTE
from exports.table import FIRST_ROW, As, Cell, Column, Live, Table
from exports.workbook_beside import follow_up_table, scenario_table
from exports.workbook_content import WorkbookContent
from exports.workbook_record import addenda_table, ceiling_table, decision_tables, history_table, parameter_table

SUMMARY = "Ringkasan"
COMMITTED, WITHDRAWN, SILENT = "berkomitmen", "ditarik", "belum"
_SAME_WORKER = (
    "Program ini tidak menyimpan nama pekerja, jadi tidak dapat melihat bahwa dua dana membayar pekerja yang sama. "
    "Bandingkan daftar nama di luar program."
)


def tables(content: WorkbookContent) -> list[Table]:
    """All sheets in order; those of decisions, ceilings, simulations, steps and addenda only where there are any."""
    lines = line_table(content)
    villages = village_table(content, lines)
    return [
        summary_table(content, villages),
        villages,
        lines,
        history_table(content),
        *decision_tables(content),
        *ceiling_table(content, lines),
        *_with_rows(scenario_table(content)),
        parameter_table(content),
        *_with_rows(follow_up_table(content)),
        *addenda_table(content),
    ]


_LINE_COLUMNS = (
    Column("code", "Kode", 15),
    Column("name", "Desa", 22),
    Column("subdistrict", "Kecamatan", 20),
    Column("nature", "Sifat", 17),
    Column("segment", "Segmen", 9),
    Column("group", "Kelompok", 17),
    Column("workers", "Pekerja", 10, "count", is_summed=True),
    Column("months", "Bulan", 8, "count"),
    Column("start", "Mulai", 17, "month"),
    Column("programmes", "Program", 14),
    Column("source", "Sumber dana", 10),
    Column("wage", "Upah sebulan (Rp)", 14, "rupiah"),
    Column("unit", "Iuran bulan pertama seorang (Rp)", 16, "rupiah"),
    Column("each", "Iuran semua bulan seorang (Rp)", 16, "rupiah"),
    Column("amount", "Jumlah (Rp)", 18, "rupiah", is_summed=True),
)


def line_table(content: WorkbookContent) -> Table:
    """One row a line of the pledges that stand."""
    rows = [
        (row["village_code"], row["name"], row["subdistrict"], *_line(line))
        for row in content.result["villages"]
        for line in row["lines"]
    ]
    note = "Jumlah = pekerja × iuran semua bulan seorang. Setiap bulan dihitung dengan tarif bulan itu"
    return Table("Baris", f"Baris komitmen: {content.title}", _LINE_COLUMNS, rows, note, frozen=2)


def _line(line: Mapping[str, Any]) -> tuple[Cell, ...]:
    workers, amount = line["workers"], line["amount_rupiah"]
    each, left = divmod(amount, workers)
    by_month = line["months"] * line["unit_rupiah"] == each
    return (
        NATURE_LABELS[line["nature"]],
        line["segment"],
        line.get("group_name") or "semua kelompok",
        workers,
        line["months"],
        Month.parse(line["start_month"]),
        ", ".join(line["programmes"]),
        line["source"],
        line.get("wage_rupiah"),
        line["unit_rupiah"],
        None if left else Live("={months}*{unit}", each) if by_month else each,
        amount if left else Live("={workers}*{each}", amount),
    )


_VILLAGE_COLUMNS = (
    Column("code", "Kode", 15),
    Column("name", "Desa", 22),
    Column("subdistrict", "Kecamatan", 20),
    Column("status", "Komitmen", 13),
    Column("eligible", "Pekerja berhak", 10, "count", is_summed=True),
    Column("active", "Aktif hari ini", 10, "count", is_summed=True),
    Column("new", "Pekerja baru", 10, "count", is_summed=True),
    Column("continued", "Pekerja lanjutan", 10, "count", is_summed=True),
    Column("workers", "Pekerja dijanjikan", 11, "count", is_summed=True),
    Column("months", "Bulan", 8, "count"),
    Column("amount", "Jumlah (Rp)", 18, "rupiah", is_summed=True),
    Column("today", "Cakupan hari ini", 10, "share"),
    Column("if_paid", f"Cakupan {IF_PAID}", 11, "share"),
    Column("way", "Cara masuk", 20),
    Column("checked", "Lembar diperiksa", 10),
    Column("revision", "Revisi", 8, "count"),
    Column("receipt", "Tanda terima", 22),
    Column("reason", "Alasan", 40),
)


def village_table(content: WorkbookContent, lines: Table) -> Table:
    """One row a desa, whether it has pledged or not."""
    rows = [
        _village(row, content.counts.get(row["village_code"], Counts()), lines) for row in content.result["villages"]
    ]
    note = (
        f"Hanya desa, tanpa kelurahan. Yang dijanjikan bukan cakupan: kolom “{IF_PAID}” berlaku bila iurannya dibayar"
    )
    return Table("Desa", f"Komitmen desa: {content.title}", _VILLAGE_COLUMNS, rows, note, frozen=2)


def _village(row: Mapping[str, Any], counts: Counts, lines: Table) -> tuple[Cell, ...]:
    new = counts.share_if_paid(row["new_workers"])
    checked = row.get("paper_checked")
    has_pledged = row["revision"] > 0
    return (
        row["village_code"],
        row["name"],
        row["subdistrict"],
        COMMITTED if row["committed"] else WITHDRAWN if has_pledged else SILENT,
        counts.eligible,
        counts.active,
        Live(_of_lines(lines, "workers", NATURE_LABELS["new"]), row["new_workers"]),
        Live(_of_lines(lines, "workers", NATURE_LABELS["continued"]), row["continued_workers"]),
        Live("={new}+{continued}", row["workers"]),
        row["months"] or None,
        Live(_of_lines(lines, "amount"), row["amount_rupiah"]),
        None if new is None else Live("={active}/{eligible}", counts.share),
        None if new is None else Live("=MIN({active}+{new},{eligible})/{eligible}", new),
        WAY_LABELS.get(row.get("way") or "", row.get("way")) if has_pledged else None,
        None if checked is None else "ya" if checked else "belum",
        row["revision"] or None,
        row["receipt"],
        row.get("reason") or None,
    )


def _of_lines(lines: Table, key: str, nature: str = "") -> str:
    """The sum over the lines of the desa in this row."""
    of_nature = f',{lines.range("nature")},"{nature}"' if nature else ""
    return f"=SUMIFS({lines.range(key)},{lines.range('code')},{{code}}{of_nature})"


_SUMMARY_COLUMNS = (Column("what", "Keterangan", 34), Column("value", "Isi", 74))


def summary_table(content: WorkbookContent, villages: Table) -> Table:
    """What the meeting was and what it came to, one fact a row."""
    facts = {**_meeting_facts(content), **_total_facts(content, villages), **_record_facts(content)}
    places = {what: f"$B${row}" for row, what in enumerate(facts, start=FIRST_ROW)}
    frozen = content.result["totals"]["amount_rupiah"]
    check = f'=IF({places["Jumlah (Rp)"]}={frozen},"cocok","TIDAK COCOK: isi buku ini sudah diubah")'
    facts["Jumlah dibandingkan dengan hasil beku"] = Live(check, "cocok")
    facts["Iuran"] = RELIEF_NOTE
    facts["Pekerja yang sama"] = _SAME_WORKER
    title = f"Hasil rapat: {content.title}"
    return Table(SUMMARY, title, _SUMMARY_COLUMNS, list(facts.items()))


def _meeting_facts(content: WorkbookContent) -> dict[str, Cell]:
    result, data = content.result, content.result["dataset"] or {}
    facts: dict[str, Cell] = {
        "Rapat": content.title,
        "Kabupaten": f"{result['regency']['name']} ({result['regency']['code']})",
        "Tanggal rapat": As(date.fromisoformat(result["held_on"]), "day"),
        "Keadaan": content.state_label,
        "Hasil dibekukan (WIB)": As(content.frozen_at, "moment"),
        "Tahun anggaran dan tahap": f"{result['budget_year']}, {result['stage']}",
    }
    if data:
        facts["Bulan data"] = As(Month.parse(data["month"]), "month")
        facts["Sumber data"] = data["source"]
        facts["Data per tanggal"] = As(date.fromisoformat(data["as_of"]), "day")
    if content.mark:
        facts["Perhatian"] = f"{content.mark}: angka di buku ini bukan data yang sebenarnya."
    return facts


def _total_facts(content: WorkbookContent, villages: Table) -> dict[str, Cell]:
    totals, coverage = content.result["totals"], content.result["coverage"]
    committed = Live(f'=COUNTIF({villages.range("status")},"{COMMITTED}")', totals["villages_committed"])
    facts: dict[str, Cell] = {
        "Desa dalam rapat": As(totals["villages_entitled"], "count"),
        "Desa berkomitmen": As(committed, "count"),
    }
    attendance = content.result.get("attendance")
    if attendance:
        facts["Desa hadir"] = As(attendance["villages_present"], "count")
    for what, key, column in (
        ("Pekerja baru", "new_workers", "new"),
        ("Pekerja lanjutan", "continued_workers", "continued"),
        ("Pekerja dijanjikan", "workers", "workers"),
    ):
        facts[what] = As(Live(f"={villages.total_cell(column)}", totals[key]), "count")
    amount = totals["amount_rupiah"]
    facts["Jumlah (Rp)"] = As(Live(f"={villages.total_cell('amount')}", amount), "rupiah")
    facts["Terbilang"] = in_words(amount)
    if coverage and coverage["eligible"]:
        counts = Counts(coverage["eligible"], coverage["active"])
        today, if_paid = counts.share, counts.share_if_paid(totals["new_workers"])
        facts["Berhak, desa dan kelurahan"] = As(counts.eligible, "count")
        facts["Aktif, desa dan kelurahan"] = As(counts.active, "count")
        facts["Cakupan hari ini"] = As(today, "share")
        facts[f"Cakupan {IF_PAID}"] = As(if_paid, "share")
    return facts


def _record_facts(content: WorkbookContent) -> dict[str, Cell]:
    ledger = content.result["ledger"]
    return {
        "SHA-256 hasil beku": content.sha256,
        "Baris buku komitmen": As(ledger["rows"], "count"),
        "Hash baris terakhir": ledger["last_hash"],
        "SHA-256 berkas data": (content.result["dataset"] or {}).get("file_sha256"),
    }


def _with_rows(table: Table) -> list[Table]:
    """No sheet stands in the workbook for what there is nothing of."""
    return [table] if table.rows else []
