"""What the chosen scene needs beside the figures that every screen has: ranking, one village, a plan, a countdown."""

from __future__ import annotations

from typing import Any

from db.engine import Database
from db.queries.commitments import Commitment
from db.queries.enrollment import dataset_before
from domain.calendar import as_utc
from domain.coverage import percent_label, points_label
from domain.money import format_number, format_rupiah, format_rupiah_short
from domain.projection import Projection
from domain.refusal import Refused
from services.district import District, View, VillagePicture, district_of, gap_of
from services.projected_plan import plan_shown


def projected(database: Database, seen: View, shown: Projection, pledges: list[Commitment]) -> dict[str, Any]:
    """The scene as plain JSON with its texts made; a scene that cannot be shown any more gives way to the progress."""
    state: dict[str, Any] = {
        "scene": shown.scene,
        "is_hidden": shown.is_hidden,
        "font_percent": shown.font_percent,
        "scheme": shown.scheme,
        "message": shown.message,
        "ends_at_ms": int(as_utc(shown.ends_at).timestamp() * 1000) if shown.ends_at else None,
    }
    if shown.scene in ("ranking", "village", "plan") and seen.district is None:
        return state | {"scene": "progress"}
    if shown.scene == "ranking":
        assert seen.district is not None
        return state | {"ranking": _ranking(database, seen.district, shown)}
    if shown.scene == "village":
        return state | _village_or_progress(seen, shown, pledges)
    if shown.scene == "plan":
        try:
            return state | {"plan": plan_shown(database, seen, shown.plan)}
        except Refused:  # withdrawn, or other data since: the hall sees the progress, the desk says why
            return state | {"scene": "progress"}
    return state


def _ranking(database: Database, district: District, shown: Projection) -> dict[str, Any]:
    with database.reading() as connection:
        before_id = dataset_before(connection, district.dataset) if shown.ranking_by == "progress" else None
    before = district_of(database, before_id) if before_id else None
    if shown.ranking_by == "progress":
        if before is None:
            return {"title": "Kenaikan cakupan", "note": "Belum ada data bulan sebelumnya.", "rows": []}
        rows = [_progress_row(place, before) for place in district.villages]
        since = f"Kenaikan cakupan sejak {before.dataset.month.label}"
        return {"title": since, "note": "", "rows": _ranked(rows)}
    return {
        "title": f"Cakupan {district.dataset.month.label}",
        "note": "",
        "rows": _ranked([_level_row(place) for place in district.villages]),
    }


_Row = dict[str, Any]


def _row(place: VillagePicture, value: float | None, text: str, detail: str) -> _Row:
    village = place.village
    return {"code": village.code, "name": village.name, "kind": village.kind, "value": value, "text": text,
            "detail": detail, "share": place.counts.share}  # fmt: skip


def _level_row(place: VillagePicture) -> _Row:
    counts = place.counts
    detail = f"{format_number(counts.active)} dari {format_number(counts.eligible)}"
    return _row(place, counts.share, percent_label(counts.share), detail)


def _progress_row(place: VillagePicture, before: District) -> _Row:
    then, now = before.find(place.village.code), place.counts.share
    earlier = then.counts.share if then else None
    gained = None if now is None or earlier is None else now - earlier
    return _row(place, gained, points_label(gained), f"{percent_label(earlier)} → {percent_label(now)}")


def _ranked(rows: list[_Row]) -> list[_Row]:
    """The highest first; equal figures share their place, and who has none stands last without one."""
    ordered = sorted(rows, key=lambda row: (row["value"] is None, -(row["value"] or 0), row["name"]))
    places: dict[str, int] = {}
    for number, row in enumerate(ordered, 1):
        row["place"] = "" if row["value"] is None else str(places.setdefault(row["text"], number))
    return ordered


def _village_or_progress(seen: View, shown: Projection, pledges: list[Commitment]) -> dict[str, Any]:
    place = seen.district.find(shown.village_code) if seen.district else None
    if place is None:
        return {"scene": "progress"}
    return {"village": _village(seen, place, next((p for p in pledges if p.village_code == shown.village_code), None))}


def _village(seen: View, place: VillagePicture, pledge: Commitment | None) -> dict[str, Any]:
    assert seen.meeting is not None, "a scene belongs to a meeting"
    counts, is_desa = place.counts, place.village.is_desa
    gap = gap_of(counts, place.bpu, seen.rates, year=seen.meeting.budget_year, target_points=None)
    new = pledge.new_workers if pledge else 0
    return {
        "code": place.village.code,
        "title": place.village.title,
        "subdistrict": f"Kecamatan {place.village.subdistrict}",
        "share": counts.share,
        "percent": percent_label(counts.share),
        "counts": f"{format_number(counts.active)} dari {format_number(counts.eligible)} pekerja berhak aktif",
        "uncovered": format_number(counts.uncovered),
        "if_paid_share": counts.share_if_paid(new),
        "if_paid_percent": percent_label(counts.share_if_paid(new)) if new else "",
        "gap": f"{format_rupiah_short(gap.year_rupiah)} setahun untuk {format_number(gap.bpu_workers)} pekerja mandiri"
        if is_desa and gap.bpu_workers
        else "",
        "has_pledged": pledge is not None and pledge.workers > 0,
        "pledge": pledge.text if pledge and pledge.workers else "",
        "amount": format_rupiah(pledge.amount_rupiah) if pledge and pledge.workers else "",
        "is_desa": is_desa,
    }
