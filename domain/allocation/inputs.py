"""What is divided among whom: read from a table, or refused with the column, the village and the cure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import isfinite
from numbers import Integral, Real

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from domain.money import LARGEST, format_number, format_rupiah
from domain.refusal import Refused

Whole = NDArray[np.int64]
Doubles = NDArray[np.float64]

LARGEST_COUNT = 10**9
"""Workers of one village, and weights; the whole country has fewer workers than that."""

REQUIRED = ("village_code", "eligible", "active")
OPTIONAL = ("weight", "floor_workers", "cap_workers", "pledged_workers")


@dataclass(frozen=True, slots=True)
class Villages:
    """The needs in order of code; `order` are their rows in the table, `index` the codes in the order of the table."""

    index: pd.Index
    order: Whole
    eligible: Whole
    active: Whole
    pledged: Whole
    floor: Whole
    room: Whole
    cap: Whole | None
    weight: Doubles | None

    @property
    def uncovered(self) -> Whole:
        """Eligible who are not active, pledged or not; 0 where a file has more active than eligible."""
        uncovered: Whole = np.maximum(self.eligible - self.active, 0)
        return uncovered

    def in_table_order(self, values: Whole) -> Whole:
        """Values of the villages in order of code, put back into the order of the rows."""
        result = np.empty_like(values)
        result[self.order] = values
        return result


def read_villages(needs: pd.DataFrame) -> Villages:
    """Room is eligible − active − pledged, at most the cap, never below 0.

    Raises:
        Refused: `allocation.needs`: no table, columns missing or twice, codes that are no text, missing or twice,
            counts that are no whole numbers from 0 to LARGEST_COUNT, weights below 0.
    """
    _check_columns(needs)
    codes = needs["village_code"]
    order = order_by_code(codes)
    read = {name: read_counts(needs, name)[order] for name in (*REQUIRED[1:], *OPTIONAL[1:]) if name in needs.columns}
    nothing = np.zeros(len(order), dtype=np.int64)
    pledged, cap = read.get("pledged_workers", nothing), read.get("cap_workers")
    room = np.maximum(read["eligible"] - read["active"] - pledged, 0)
    return Villages(
        index=pd.Index(codes, name="village_code"),
        order=order,
        eligible=read["eligible"],
        active=read["active"],
        pledged=pledged,
        floor=read.get("floor_workers", nothing),
        room=room if cap is None else np.minimum(room, cap),
        cap=cap,
        weight=_numbers(needs, "weight")[order] if "weight" in needs.columns else None,
    )


def _check_columns(needs: pd.DataFrame) -> None:
    if not isinstance(needs, pd.DataFrame):
        raise wrong_needs("Kebutuhan desa harus berupa tabel dengan satu baris per desa.")
    missing = [name for name in REQUIRED if name not in needs.columns]
    if missing:
        raise wrong_needs(f"Kolom {', '.join(missing)} belum ada. Yang wajib ada: {', '.join(REQUIRED)}.")
    columns = list(needs.columns)
    twice = [name for name in (*REQUIRED, *OPTIONAL) if columns.count(name) > 1]
    if twice:
        raise wrong_needs(f"Kolom {', '.join(twice)} muncul lebih dari sekali. Hapus salah satunya.")


def order_by_code(codes: pd.Series) -> Whole:
    """Rows in order of code: by code point, as Python compares texts.

    Raises:
        Refused: `allocation.needs`: a code is no text, is missing or stands twice.
    """
    if not is_text(codes):
        raise wrong_needs("Kode desa harus diisi sebagai teks di setiap baris, misalnya 62.08.01.2005.")
    try:
        texts = codes.astype("str").array
    except UnicodeEncodeError as error:
        raise wrong_needs("Ada kode desa yang bukan teks yang sah. Ketik ulang kodenya.") from error
    order = np.asarray(texts.argsort(), dtype=np.int64)
    ordered = texts[order]
    twice = np.flatnonzero(np.asarray(ordered[1:] == ordered[:-1], dtype=bool))
    if len(twice):
        raise wrong_needs(f"Kode desa {ordered[int(twice[0])]} muncul lebih dari sekali. Satu desa, satu baris.")
    return order


def is_text(column: pd.Series) -> bool:
    """A text in every row; an empty column is one."""
    # Of pandas' own text columns it says "string" even where some are missing.
    return pd.api.types.infer_dtype(column, skipna=False) in {"string", "empty"} and not column.isna().any()


def read_counts(needs: pd.DataFrame, name: str) -> Whole:
    """A column of whole numbers from 0 to LARGEST_COUNT, in the order of the rows.

    Raises:
        Refused: `allocation.needs`: names the column, the village and the value.
    """
    values = _numbers(needs, name)
    _refuse_first(needs, name, values != np.floor(values), "harus bilangan bulat")
    return values.astype(np.int64)


def _numbers(needs: pd.DataFrame, name: str) -> Doubles:
    column = needs[name]
    kinds = {"integer", "floating", "mixed-integer-float", "decimal", "empty"}
    if pd.api.types.infer_dtype(column) not in kinds:
        raise wrong_needs(f"Kolom {name} hanya boleh berisi angka.")
    try:
        values = np.asarray(column.to_numpy(dtype=np.float64, na_value=np.nan))
    except OverflowError as error:
        raise wrong_needs(f"Kolom {name} berisi angka yang terlalu besar.") from error
    _refuse_first(needs, name, np.isnan(values), "harus diisi angka")
    _refuse_first(needs, name, values < 0, "tidak boleh negatif")
    _refuse_first(needs, name, values > LARGEST_COUNT, f"paling banyak {format_number(LARGEST_COUNT)}")
    return values


def _refuse_first(needs: pd.DataFrame, name: str, wrong: NDArray[np.bool_], rule: str) -> None:
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        code, value = needs["village_code"].iloc[row], needs[name].iloc[row]
        raise wrong_needs(f"Kolom {name} untuk desa {code} berisi {value}, padahal {rule}.")


def wrong_needs(reason: str) -> Refused:
    """The refusal of a table, with its reason."""
    return Refused("allocation.needs", reason)


def affordable_workers(unit_cost_rupiah: int, budget_rupiah: int) -> int:
    """Whole workers that the budget pays.

    Raises:
        Refused: `allocation.unit_cost` or `allocation.budget`: no whole rupiah, negative, a cost of 0, too much.
    """
    cost = whole_rupiah("unit_cost", "Biaya per pekerja", unit_cost_rupiah, 1)
    return whole_rupiah("budget", "Dana", budget_rupiah, 0) // cost


def whole_rupiah(code: str, name: str, amount: object, least: int) -> int:
    """An amount from `least` (0 or 1) to LARGEST.

    Raises:
        Refused: `allocation.<code>`: no whole number, too little or too much.
    """
    if isinstance(amount, bool) or not isinstance(amount, Integral):
        raise Refused(f"allocation.{code}", f"{name} harus rupiah bulat.")
    whole = int(amount)
    if whole < least:
        at_least = "tidak boleh negatif" if least == 0 else "harus lebih dari 0"
        raise Refused(f"allocation.{code}", f"{name} {at_least}.")
    if whole > LARGEST:
        raise Refused(f"allocation.{code}", f"{name} paling banyak {format_rupiah(LARGEST)}; periksa angka nolnya.")
    return whole


def read_target(target_share: float | Decimal | Fraction) -> Fraction:
    """The target as the decimal that it prints as, so that 55 % of 100 is 55.

    Raises:
        Refused: `allocation.target`: no number from 0 to 1.

    >>> read_target(0.55)
    Fraction(11, 20)
    """
    target = _decimal(target_share)
    if target is None or not 0 <= target <= 1:
        raise Refused("allocation.target", "Target cakupan harus angka dari 0 sampai 1, misalnya 0,6 untuk 60%.")
    return target


def _decimal(number: object) -> Fraction | None:
    is_number = isinstance(number, (Real, Decimal)) and not isinstance(number, bool)
    return Fraction(str(number)) if is_number and isfinite(number) else None  # type: ignore[arg-type]  # a number by now


@dataclass(frozen=True, slots=True)
class Matching:
    """The regency adds `per_pledged` workers for each pledged one, at most `cap` a village."""

    per_pledged: Fraction
    cap: int


def read_matching(matching: object) -> Matching:
    """`{"per_pledged": k, "cap": c}`: k a number from 0, read as the decimal that it prints as; c whole workers from 0.

    Raises:
        Refused: `allocation.matching`: one is missing, no number, negative or above LARGEST_COUNT.
    """
    if not isinstance(matching, Mapping) or {"per_pledged", "cap"} - set(matching):
        raise Refused(
            "allocation.matching", "Isi per_pledged (tambahan per pekerja yang dijanjikan) dan cap (batas per desa)."
        )
    per_pledged, cap = _decimal(matching["per_pledged"]), _decimal(matching["cap"])
    if per_pledged is None or not 0 <= per_pledged <= LARGEST_COUNT:
        raise Refused("allocation.matching", f"per_pledged harus angka dari 0 sampai {format_number(LARGEST_COUNT)}.")
    if cap is None or not 0 <= cap <= LARGEST_COUNT or cap.denominator != 1:
        raise Refused("allocation.matching", f"cap harus bilangan bulat dari 0 sampai {format_number(LARGEST_COUNT)}.")
    return Matching(per_pledged, int(cap))
