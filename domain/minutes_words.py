"""The sentences of the minutes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from domain.calendar import DAY_NAMES, MONTH_NAMES, WIB, Month, as_utc, date_label, time_label
from domain.coverage import Counts, percent_label, target_label
from domain.decided_division import IF_PAID, DecidedFund
from domain.money import format_number, format_rupiah, in_words, number_in_words

BLANK = "." * 40
NO_COMMITMENT = "belum menyampaikan"
COMPARE_BY_NAME = (
    "Program ini menyimpan jumlah, bukan nama atau NIK pekerja, sehingga tidak dapat melihat bila dua dana membayar "
    "pekerja yang sama. Karena itu daftar dari desa, dana kabupaten dan sumber lain wajib dicocokkan menurut nama "
    "di luar program sebelum iuran dibayar."
)
_STAGES = {"APBDes": "APBDes", "Perubahan": "Perubahan APBDes"}


def day_in_words(day: date) -> str:
    """A day as the opening of minutes says it.

    >>> day_in_words(date(2026, 11, 22))
    'Minggu, tanggal dua puluh dua bulan November tahun dua ribu dua puluh enam (22-11-2026)'
    """
    said = f"{number_in_words(day.day)} bulan {MONTH_NAMES[day.month - 1]} tahun {number_in_words(day.year)}"
    return f"{DAY_NAMES[day.weekday()]}, tanggal {said} ({day:%d-%m-%Y})"


def local_day(moment: datetime) -> date:
    """The day of a moment where the meeting was."""
    return as_utc(moment).astimezone(WIB).date()


def budget(body: Mapping[str, Any]) -> str:
    """``Perubahan APBDes 2027``."""
    return f"{_STAGES.get(body['stage'], body['stage'])} {body['budget_year']}"


def opening(body: Mapping[str, Any], place: str) -> str:
    """Day, place and what was held."""
    day = day_in_words(date.fromisoformat(body["held_on"]))
    return (
        f"Pada hari ini {day}, bertempat di {place}, telah dilaksanakan {body['title']} tentang jaminan sosial "
        f"ketenagakerjaan bagi pekerja desa di {body['regency']['name']}, untuk {budget(body)}."
    )


def agenda(body: Mapping[str, Any]) -> tuple[str, ...]:
    """What the meeting dealt with; regency funds only where something was decided."""
    points = ["Keadaan kepesertaan jaminan sosial ketenagakerjaan", f"Komitmen desa untuk {budget(body)}"]
    if body.get("decisions"):
        points.append("Keputusan tentang dana kabupaten")
    return (*points, "Tindak lanjut")


def presence(body: Mapping[str, Any], states: Sequence[str] = ()) -> str:
    """How many came, and which names are missing for what reason; of snapshots without a list, that none was kept.

    Args:
        states: of each of the people, as `domain.minutes.Attendee` has it.
    """
    counted = body.get("attendance")
    if counted is None:
        return "Daftar hadir tidak dicatat dalam program; lihat daftar hadir yang ditandatangani."
    entitled = format_number(body["totals"]["villages_entitled"])
    said = [
        (
            f"Hadir {format_number(counted['villages_present'])} dari {entitled} desa, "
            f"tercatat {format_number(counted['people'])} orang."
        ),
    ]
    known = Counter(states)
    if known["withheld"]:
        said.append("Salinan umum ini tidak memuat nama; nama yang hadir ada pada naskah panitia.")
    if known["erased"]:
        said.append(f"Nama {format_number(known['erased'])} orang telah dihapus dari program setelah rapat.")
    if known["changed"]:
        said.append(
            f"Nama {format_number(known['changed'])} orang tidak sama dengan yang dibekukan saat rapat ditutup, "
            "karena itu tidak dimuat."
        )
    return " ".join(said)


def situation(body: Mapping[str, Any]) -> tuple[str, ...]:
    """Coverage with its counts, month and source, and what it would be if all new workers were paid for."""
    found, data = body["coverage"], body["dataset"]
    if found is None or data is None:
        return ("Data kepesertaan belum ada saat rapat dilaksanakan.",)
    counts = Counts(found["eligible"], found["active"])
    new = body["totals"]["new_workers"]
    reached = min(counts.active + new, counts.eligible)
    said = [
        (
            f"Cakupan {percent_label(counts.share)}: {format_number(counts.active)} pekerja aktif dari "
            f"{format_number(counts.eligible)} pekerja berhak; {format_number(counts.uncovered)} belum terlindungi."
        ),
        (
            f"Data {Month.parse(data['month']).label}, sumber {data['source']}, "
            f"per {date_label(date.fromisoformat(data['as_of']))}. Cakupan menghitung desa dan kelurahan; "
            "komitmen dan jumlah desa hanya menghitung desa."
        ),
        (
            f"Dengan {format_number(new)} pekerja baru dari komitmen, cakupan "
            f"{percent_label(counts.share_if_paid(new))} {IF_PAID}: {format_number(reached)} dari "
            f"{format_number(counts.eligible)} pekerja berhak."
        ),
    ]
    if body["target_points"] is not None:
        said.append(f"Target cakupan rapat ini {target_label(body['target_points'] / 10_000)}.")
    if data["is_sample"]:
        said.append("Angka kepesertaan ini DATA CONTOH, bukan data resmi.")
    return tuple(said)


def commitments(totals: Mapping[str, int]) -> str:
    """How many villages pledge what, in figures and words."""
    amount = totals["amount_rupiah"]
    return (
        f"{format_number(totals['villages_committed'])} dari {format_number(totals['villages_entitled'])} desa "
        f"menyampaikan komitmen untuk {format_number(totals['workers'])} pekerja "
        f"({format_number(totals['new_workers'])} baru, {format_number(totals['continued_workers'])} lanjutan), "
        f"seluruhnya {format_rupiah(amount)} ({in_words(amount)})."
    )


def without(missing: int, entitled: int) -> str:
    """Whether villages have not pledged."""
    if not missing:
        return f"Semua {format_number(entitled)} desa menyampaikan komitmen."
    return f"{format_number(missing)} desa tanpa komitmen pada saat rapat ditutup:"


def reason_of(village: Mapping[str, Any]) -> str:
    """Why a village has no commitment, as far as it is known."""
    reason = f": {village['reason']}" if village.get("reason") else ""
    if village.get("withdrawn"):
        return f"ditarik{reason}"
    return f"menyampaikan 0 pekerja{reason}" if village["revision"] else NO_COMMITMENT


def decisions(found: Sequence[Mapping[str, Any]]) -> str:
    """Whether the meeting has decided about regency funds."""
    if not found:
        return "Rapat ini tidak mencatat keputusan tentang dana kabupaten."
    return f"{format_number(len(found))} keputusan tentang dana kabupaten berlaku pada saat rapat ditutup:"


def funds(decision: Mapping[str, Any]) -> str:
    """The funds of a decision with whom each is for."""
    found = [DecidedFund(fund["name"], fund["amount_rupiah"], fund["groups"]) for fund in decision["funds"]]
    return "; ".join(f"{fund.name} {format_rupiah(fund.amount_rupiah)} ({fund.condition})" for fund in found)


def decision(found: Mapping[str, Any]) -> str:
    """How a decision divides its funds."""
    return (
        f"Dibagi menurut {found['rule_label']}: {format_number(found['workers'])} pekerja di "
        f"{format_number(found['villages_served'])} dari {format_number(found['villages_of'])} desa {IF_PAID}, "
        f"{format_rupiah(found['spent_rupiah'])} terpakai ({in_words(found['spent_rupiah'])}), "
        f"sisa {format_rupiah(found['left_rupiah'])}."
    )


def notes(body: Mapping[str, Any]) -> tuple[str, ...]:
    """What a reader must know of the figures above."""
    said = [
        (
            "Komitmen bukan kepesertaan: pekerja terlindungi setelah iurannya dibayar dan ia tercatat aktif. "
            "Manfaat JKM penuh baru setelah paling sedikit 3 bulan menjadi peserta."
        ),
    ]
    unchecked = sum(village.get("paper_checked") is False for village in body["villages"])
    if unchecked:
        said.append(f"{format_number(unchecked)} komitmen dari kertas belum dicocokkan dengan lembarnya.")
    if body["is_rehearsal"]:
        said.append("Rapat ini LATIHAN dengan DATA CONTOH; isinya tidak mengikat siapa pun.")
    return tuple(said)


def follow_up(body: Mapping[str, Any]) -> tuple[tuple[str, str, str], ...]:
    """The steps from a pledge to an active worker, whose each is, and until when where the record tells."""
    starts = [Month.parse(line["start_month"]) for village in body["villages"] for line in village["lines"]]
    first = min(starts, default=None)
    before = f"sebelum {first.label}" if first else ""
    return (
        (f"Memasukkan komitmen ke RKPDes dan {budget(body)}", "Pemerintah desa dan BPD", _budget_day(body)),
        ("Menetapkan kode rekening dan sumber dana yang dapat dipakai", "Dinas PMD", _budget_day(body)),
        ("Menyusun daftar pekerja menurut nama dan alamat: NIK 16 angka, umur paling tinggi 65 tahun", "Desa", before),
        ("Mencocokkan daftar semua dana menurut nama", "Desa, Dinas PMD, BPJS Ketenagakerjaan", before),
        ("Menetapkan daftar dengan surat keputusan", "Kepala desa", before),
        (
            "Membayar iuran, tanpa bulan yang terlewat",
            "Pemerintah desa",
            f"tiap bulan sejak {first.label}" if first else "",
        ),
        (
            "Melaporkan pekerja yang aktif tiap bulan",
            "BPJS Ketenagakerjaan",
            f"tiap bulan sejak {first.plus(1).label}" if first else "",
        ),
    )


def _budget_day(body: Mapping[str, Any]) -> str:
    """The last day of the year before is the law's for a village's budget; a revision has none, and a late one too."""
    last = date(body["budget_year"] - 1, 12, 31)
    is_in_time = body["stage"] == "APBDes" and date.fromisoformat(body["held_on"]) <= last
    return f"{last.day} {MONTH_NAMES[11]} {last.year}" if is_in_time else ""


def closing(body: Mapping[str, Any]) -> str:
    """The last sentence before the signatures."""
    frozen_at = body["frozen_at"]
    when = ""
    if frozen_at:
        moment = datetime.fromisoformat(frozen_at)
        when = f" Hasil rapat dibekukan {date_label(local_day(moment))}, pukul {time_label(moment)} WIB."
    return f"Demikian berita acara ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya.{when}"


def offices(regency: str) -> tuple[str, ...]:
    """Who signs beside the villages."""
    return f"Pemerintah {regency}", "BPJS Ketenagakerjaan"


def versions(body: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Which data, rates and ledger the figures were made of."""
    said = [("Data kepesertaan", _dataset(body["dataset"]))]
    if body.get("budget_dataset"):
        said.append(("Pagu desa", _dataset(body["budget_dataset"])))
    said += [_rate(rate, body["rates"]["base_rupiah"]) for rate in body["rates"]["rows"] if _in_force(rate, body)]
    ledger = body["ledger"]
    said.append(("Buku komitmen", f"{format_number(ledger['rows'])} baris, hash terakhir {ledger['last_hash'] or '–'}"))
    return (*said, ("Nomor rapat", body["meeting"]), ("Versi cuplikan", str(body["version"])))


def _dataset(data: Mapping[str, Any] | None) -> str:
    if data is None:
        return "belum ada"
    mark = "DATA CONTOH, " if data["is_sample"] else ""
    day = date_label(date.fromisoformat(data["as_of"]))
    return f"{mark}{Month.parse(data['month']).label}, {data['source']}, per {day}; SHA-256 {data['file_sha256']}"


def _in_force(rate: Mapping[str, Any], body: Mapping[str, Any]) -> bool:
    """Whether a rate was in force in some month of the budget year."""
    year = body["budget_year"]
    until = rate["valid_until"]
    return bool(rate["valid_from"] <= f"{year}-12" and (until is None or until >= f"{year}-01"))


def _rate(rate: Mapping[str, Any], base_rupiah: int) -> tuple[str, str]:
    points = rate["base_points"]
    if points is None:
        costs = f"{format_rupiah(rate['flat_rupiah'])} sebulan"
    else:
        of = format_rupiah(base_rupiah) if rate["segment"] == "BPU" else "upah"
        costs = f"{target_label(points / 10_000)} dari {of} sebulan"
    return (
        f"Iuran {rate['segment']} {rate['programme']}",
        f"{costs}, sejak {Month.parse(rate['valid_from']).label}; {rate['legal_basis']}",
    )
