"""How often it happens, as a range that promises nothing, and what was paid in this regency so far."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components.benefit_markup import chance, claims_table, sources
from components.database import database
from components.frame import SAMPLE_BADGE, UNKNOWN_REGENCY
from components.markup import as_text, badge, notice, source_line
from db.queries.claims import ClaimSum
from domain.calendar import Month
from domain.claims_file import KIND_NAMES
from domain.expected_cases import CaseRate, ExpectedCases, chance_label, expected_cases, sentence
from domain.money import format_number, format_rupiah
from services.benefits_book import Regency, claims_paid

_NAMES = {"JKM": "Kematian (JKM)", "JKK": "Kecelakaan kerja (JKK)"}
NO_PROMISE = (
    "Dihitung dari rata-rata peserta mandiri segala usia; daftar yang berisi banyak orang tua lebih sering mengalami "
    "kematian. Iuran adalah perlindungan, bukan tabungan: tidak ada hasil yang dijanjikan."
)


def show_expected(case_rates: Sequence[CaseRate], month: Month) -> None:
    """The chance of at least one case a year among so many workers, with its basis."""
    st.subheader("Seberapa sering terjadi?", anchor=False)
    workers = int(
        st.number_input("Banyaknya pekerja", 0, 1_000_000, value=100, step=10, key="manfaat.workers", width=220)
    )
    found = [expected_cases(case_rates, programme, workers=workers, month=month) for programme in ("JKM", "JKK")]
    known = [expected for expected in found if expected]
    if not known:
        st.html(notice("info", "Belum ada angka kejadian untuk bulan ini."))
        return
    st.html(source_line("Peluang paling sedikit satu kasus setahun. Arsir: rendah sampai tinggi; garis: tengah."))
    st.html(f'<div class="rb-chances">{"".join(_chance(expected) for expected in known)}</div>')
    with st.expander("Dari mana angka ini?"):
        st.html(sources(_source(expected) for expected in known))
        st.html(source_line(NO_PROMISE))


def _chance(expected: ExpectedCases) -> str:
    span = (expected.chance_low, expected.chance_central, expected.chance_high)
    return chance(_NAMES[expected.programme], sentence(expected), chance_label(expected), span)


def _source(expected: ExpectedCases) -> tuple[str, str, str, str]:
    made = f"Per 100 pekerja setahun: {expected.basis}. Peluang = 1 − e^(−kasus), sebaran Poisson."
    return f"{_NAMES[expected.programme]}, angka turunan", made, f"{expected.source}.", expected.confidence


def show_claims(regency: Regency | None) -> None:
    """What was paid so far, with month and source; a sentence where there is nothing."""
    if regency is None:
        st.html(notice("info", UNKNOWN_REGENCY))
        return
    st.subheader(f"Yang sudah dibayarkan di {as_text(regency.name)}", anchor=False)
    paid = claims_paid(database(), regency.code)
    if not paid:
        st.html(source_line("Belum ada data klaim yang dimuat untuk kabupaten ini."))
        return
    first = paid[0]
    if first.is_sample:
        st.html(badge(SAMPLE_BADGE))
    rows = [(_kind(row), format_number(row.cases), format_rupiah(row.amount_rupiah)) for row in paid]
    total = ("Jumlah", format_number(sum(r.cases for r in paid)), format_rupiah(sum(r.amount_rupiah for r in paid)))
    st.html(claims_table([*rows, total] if len(rows) > 1 else rows))
    st.html(source_line(f"Data klaim {first.month.label} · {first.source_label}"))
    with st.expander("Dari mana angka ini?"):
        origin = (
            f"Berkas klaim yang dimuat untuk {first.month.label} dari {first.source_label}, semua desa dijumlahkan."
        )
        instalments = "Satu “kasus” dapat berupa angsuran beasiswa: banyaknya kasus bukan banyaknya orang."
        st.html(source_line(f"{origin} {instalments}"))


def _kind(row: ClaimSum) -> str:
    return f"{row.programme} · {KIND_NAMES.get(row.kind, row.kind)}"
