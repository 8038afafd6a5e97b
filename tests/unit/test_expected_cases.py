from __future__ import annotations

import csv
import math
from pathlib import Path

import pytest

from domain.calendar import Month
from domain.expected_cases import CaseRate, chance_label, expected_cases, sentence
from domain.refusal import Refused

FILE = Path(__file__).resolve().parents[2] / "db" / "reference" / "case_rates.csv"
JANUARY = Month(2027, 1)


def shipped() -> list[CaseRate]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return [
            CaseRate(
                row["programme"],  # type: ignore[arg-type]
                row["level"],  # type: ignore[arg-type]
                Month.parse(row["valid_from"]),
                float(row["per_100_workers_year"]),
                row["basis"],
                row["source"],
                row["confidence"],
            )
            for row in csv.DictReader(file)
        ]


RATES = shipped()


def expected(programme, workers, months=12):
    found = expected_cases(RATES, programme, workers=workers, months=months, month=JANUARY)
    assert found
    return found


@pytest.mark.parametrize(("programme", "levels"), [("JKM", (0.22, 0.35, 0.69)), ("JKK", (0.2, 0.3, 0.4))])
def test_100_workers_have_the_shipped_rates_in_a_year(programme, levels):
    found = expected(programme, 100)

    assert (found.low, found.central, found.high) == pytest.approx(levels)
    chances = (found.chance_low, found.chance_central, found.chance_high)
    assert chances == pytest.approx(tuple(1 - math.exp(-cases) for cases in levels))


def test_the_chance_of_a_death_among_100_is_20_to_50_percent():
    found = expected("JKM", 100)

    assert [round(chance, 2) for chance in (found.chance_low, found.chance_central, found.chance_high)] == [
        0.2,
        0.3,
        0.5,
    ]


def test_29_villages_of_100_have_6_to_20_deaths():
    found = expected("JKM", 2900)

    assert [round(cases) for cases in (found.low, found.central, found.high)] == [6, 10, 20]


def test_half_a_year_has_half_the_cases():
    assert expected("JKM", 100, months=6).central == pytest.approx(expected("JKM", 100).central / 2)


@pytest.mark.parametrize(("workers", "months"), [(0, 12), (100, 0)])
def test_nobody_or_no_time_gives_zeros_and_no_error(workers, months):
    found = expected("JKM", workers, months)

    assert (found.low, found.central, found.high, found.chance_low, found.chance_high) == (0, 0, 0, 0, 0)
    assert chance_label(found) == "0%"
    assert sentence(found) == "Tanpa pekerja yang dibayar, tidak ada kematian yang diperkirakan."


def test_without_a_row_of_every_level_nothing_is_said():
    assert expected_cases(RATES, "JKM", workers=100, month=Month(2023, 12)) is None
    assert expected_cases(RATES[:2], "JKM", workers=100, month=JANUARY) is None
    assert expected_cases([], "JKK", workers=100, month=JANUARY) is None


def test_a_later_row_replaces_its_level_whatever_the_order():
    later = CaseRate("JKM", "central", JANUARY, 0.5, "baru", "uji", "high")

    found = [expected_cases(rates, "JKM", workers=100, month=JANUARY) for rates in ([later, *RATES], [*RATES, later])]

    assert [one.central if one else None for one in found] == pytest.approx([0.5, 0.5])
    assert expected("JKM", 100).central == pytest.approx(0.35)


@pytest.mark.parametrize("values", [{"workers": -1}, {"workers": 1, "months": -1}])
def test_negative_counts_are_refused(values):
    with pytest.raises(Refused) as refused:
        expected_cases(RATES, "JKM", month=JANUARY, **values)

    assert refused.value.code == "expected.negative"


@pytest.mark.parametrize(
    ("programme", "workers", "months", "said"),
    [
        ("JKM", 100, 12, "Dari 100 pekerja, diperkirakan 0,2–0,7 kematian setahun; peluang paling sedikit satu kasus 20–50%. Perkiraan dari data nasional dan daerah lain, bukan janji."),
        ("JKK", 10, 12, "Dari 10 pekerja, diperkirakan 0,02–0,04 kecelakaan kerja setahun; peluang paling sedikit satu kasus 2–4%. Perkiraan dari data nasional, bukan janji."),
        ("JKM", 2900, 6, "Dari 2.900 pekerja, diperkirakan 3,2–10 kematian dalam 6 bulan; peluang paling sedikit satu kasus 96% sampai lebih dari 99%. Perkiraan dari data nasional dan daerah lain, bukan janji."),
    ],
)  # fmt: skip
def test_the_sentence_gives_a_range_and_promises_nothing(programme, workers, months, said):
    assert sentence(expected(programme, workers, months)) == said


@pytest.mark.parametrize(
    ("workers", "label"), [(1, "sampai 1%"), (3, "1–2%"), (100_000, "lebih dari 99%"), (2_900, "lebih dari 99%")]
)
def test_near_certainty_is_not_called_certain(workers, label):
    assert chance_label(expected("JKM", workers)) == label


def test_a_chance_that_rounds_to_nothing_is_said_to_be_small():
    assert chance_label(expected("JKK", 1)) == "kurang dari 1%"


def test_the_basis_tells_all_three_levels_and_that_it_is_derived():
    found = expected("JKM", 100)

    assert found.basis.startswith("rendah 0,22: 120 kematian dalam 2,9 tahun")
    assert "tengah 0,35: rasio klaim JKM BPU nasional 2023 198,1%" in found.basis
    assert "tinggi 0,69: " in found.basis
    assert found.source.count("Halmahera Selatan") == 1
    assert found.confidence == "low"
