"""Keep what-ifs: saved once under the hash of their content, opened for ever as they were answered then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from db.engine import Connection, Database
from db.queries.rates import rate_from, rate_to_json
from db.queries.scenarios import StoredScenario, scenario_count, stored_scenario
from db.retry import retried_by_key
from db.stores.scenarios import add_scenario
from domain.calendar import Month
from domain.ledger import canonical_json, sha256
from domain.money import format_number, format_rupiah
from domain.plan import Plan, VillagePlan
from domain.rates import RateMissing, RateTable, ReferenceWage
from domain.refusal import Refused
from domain.scenario import (
    MOST_OF_A_REGENCY,
    MOST_RESULT_BYTES,
    Content,
    DataVersion,
    clean_name,
    has_officials,
    id_of,
    plain_text,
    rates_used,
    read_content,
    read_json,
    require_id,
    seal,
)
from services.clock import Clock
from services.district import View, budget_year_of

CORRUPTED = "Simulasi itu rusak di basis data dan tidak dapat dipercaya. Buat simulasi baru dengan isian yang sama."


@dataclass(frozen=True, slots=True)
class SaveScenario:
    """A what-if with its answer, as the visitor saw it.

    Attributes:
        result: the answer's JSON values; whole numbers and words only.
        pledged: new workers by village code that the answer counted as pledged.
        name: as it was typed; may be empty.
    """

    plan: Plan
    result: Mapping[str, Any]
    seen: View
    pledged: Mapping[str, int]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A stored what-if: the question, what it was asked on, and the answer of that day."""

    id: str
    content: Content
    result: Mapping[str, Any]
    created_at: datetime

    @property
    def plan(self) -> Plan:
        """What was asked."""
        return self.content.plan

    @property
    def name(self) -> str:
        """The name it was given; may be empty."""
        return self.content.name

    @property
    def is_sample(self) -> bool:
        """Whether it was asked on sample data."""
        return self.content.dataset.is_sample

    @property
    def rates(self) -> RateTable:
        """The rate rows that it was answered with, and the wage of its officials."""
        rates = (rate_from(rate) for rate in self.content.rates)
        wages = (_wage_from(wage) for wage in self.content.wages)
        return RateTable.of(rates, self.content.base_rupiah, wages=wages)

    def is_outdated_for(self, seen: View, pledged: Mapping[str, int]) -> bool:
        """Whether the same question would be asked on other data, rates or pledges today."""
        return bool(self.changes_since(seen, pledged))

    def changes_since(self, seen: View, pledged: Mapping[str, int]) -> tuple[str, ...]:
        """What is different today, a sentence each; none where nothing is, or another regency is looked at."""
        if seen.district is None or seen.district.regency_code != self.content.regency_code:
            return ()
        then, now = self.content, _version_of(seen)
        said = []
        if then.dataset.id != now.id:
            said.append(f"Data kepesertaan: dulu {then.dataset.label}; sekarang {now.label}.")
        if (then.rates, then.base_rupiah) != (_rates_of(then.plan, seen.rates), seen.rates.base_rupiah):
            said.append(_rates_sentence(_unit(then.plan, self.rates), _unit(then.plan, seen.rates)))
        if then.wages != _wages_of(then.plan, seen.rates):
            said.append("Upah acuan perangkat desa berubah.")
        pledges = _pledged_of(then.plan, pledged)
        if then.pledged != pledges:
            said.append(f"Komitmen yang ikut dihitung: dulu {_sum(then.pledged)}; sekarang {_sum(pledges)}.")
        return tuple(said)


@retried_by_key
def save(command: SaveScenario, database: Database, clock: Clock) -> Scenario:
    """Keep a what-if, or return the one that was kept before with the same content; its first answer stays.

    Raises:
        Refused: no data, a plan or name that cannot be kept, too large, or too many already; nothing was stored.
    """
    content = _content_of(command, clock)
    scenario_id, text = seal(content)
    result = plain_text(command.result, most_bytes=MOST_RESULT_BYTES)
    with database.reading() as connection:
        stored = _read(connection, scenario_id)
    if stored is None:
        new = StoredScenario(
            id=scenario_id,
            regency_code=content.regency_code,
            dataset_id=UUID(content.dataset.id),
            kind=content.kind,
            content=text,
            result=result,
            sha256=_seal_of(text, result),
            created_at=clock(),
        )
        # Alone: two who save at the same moment keep one row, and neither passes the bound.
        with database.writing_alone() as connection:
            stored = _read(connection, scenario_id) or _store(connection, new)
    if stored.content != text:
        raise Refused("scenario.taken", "Tautan simulasi ini sudah dipakai isi lain. Ubah namanya, lalu simpan lagi.")
    return checked(stored)


def open_scenario(database: Database, scenario_id: str, *, regency_code: str | None = None) -> Scenario:
    """A stored what-if as it was answered then, whatever has changed since.

    Args:
        regency_code: refuses a scenario of any other regency.

    Raises:
        Refused: no id, unknown, of another regency, or not as it was stored.
    """
    require_id(scenario_id)
    with database.reading() as connection:
        stored = _read(connection, scenario_id)
    if stored is None:
        raise Refused("scenario.unknown", "Simulasi dengan tautan itu tidak ada di sini. Periksa tautannya.")
    found = checked(stored)
    if regency_code is not None and found.content.regency_code != regency_code:
        raise Refused("scenario.foreign", "Simulasi itu milik kabupaten lain.")
    return found


def have_same_rates(scenarios: Sequence[Scenario]) -> bool:
    """Whether all were answered from one table of rates, though each keeps only the rows of its own months."""
    if len({scenario.content.base_rupiah for scenario in scenarios}) > 1:
        return False
    every = RateTable.of(
        {rate for scenario in scenarios for rate in scenario.rates.rates},
        wages={wage for scenario in scenarios for wage in scenario.rates.wages},
    )
    return all(
        set(rates_used(s.plan, every.rates)) == set(s.rates.rates) and _wages_of(s.plan, every) == s.content.wages
        for s in scenarios
    )


def _store(connection: Connection, new: StoredScenario) -> StoredScenario:
    if scenario_count(connection, new.regency_code) >= MOST_OF_A_REGENCY:
        most = format_number(MOST_OF_A_REGENCY)
        raise Refused("scenario.full", f"Sudah ada {most} simulasi tersimpan untuk kabupaten ini; itu batasnya.")
    add_scenario(connection, new)
    return new


def _seal_of(content: str, result: str) -> str:
    """The id answers for the content alone; this also for the answer beside it."""
    return sha256(f"{content}\n{result}")


def _read(connection: Connection, scenario_id: str) -> StoredScenario | None:
    try:
        return stored_scenario(connection, scenario_id)
    except (TypeError, ValueError) as error:  # a moment or an id that somebody has made unreadable
        raise Refused("scenario.corrupted", CORRUPTED) from error


def checked(stored: StoredScenario) -> Scenario:
    """A row as a scenario.

    Raises:
        Refused: it is not as it was stored.
    """
    if not _is_whole(stored):
        raise Refused("scenario.corrupted", CORRUPTED)
    try:
        content = read_content(stored.content)
        found = Scenario(stored.id, content, read_json(stored.result), stored.created_at)
        _ = found.rates  # rows that are none are found here, not on the page
    except (KeyError, TypeError, ValueError) as error:  # Refused is a ValueError
        raise Refused("scenario.corrupted", CORRUPTED) from error
    beside = (stored.regency_code, str(stored.dataset_id), stored.kind)
    if beside != (content.regency_code, content.dataset.id, content.kind):
        raise Refused("scenario.corrupted", CORRUPTED)
    return found


def _is_whole(stored: StoredScenario) -> bool:
    """Whether content and answer are those that the id and the seal were made of; SQLite may hold other than text."""
    if not all(isinstance(text, str) for text in (stored.content, stored.result)):
        return False
    return (id_of(stored.content), _seal_of(stored.content, stored.result)) == (stored.id, stored.sha256)


def _content_of(command: SaveScenario, clock: Clock) -> Content:
    seen, plan = command.seen, command.plan
    if seen.district is None:
        raise Refused("scenario.no_data", "Simulasi baru dapat disimpan setelah data kepesertaan dimuat.")
    if isinstance(plan, VillagePlan) and seen.district.find(plan.village_code) is None:
        raise Refused("scenario.village", f"Desa itu tidak ada di {seen.district.name}.")
    return Content(
        plan=plan,
        name=clean_name(command.name),
        regency_code=seen.district.regency_code,
        dataset=_version_of(seen),
        rates=_rates_of(plan, seen.rates),
        wages=_wages_of(plan, seen.rates),
        base_rupiah=seen.rates.base_rupiah,
        pledged=_pledged_of(plan, command.pledged),
        budget_year=budget_year_of(seen.meeting, clock),
        meeting=(str(seen.meeting.id), seen.meeting.title) if seen.meeting else None,
    )


def _version_of(seen: View) -> DataVersion:
    assert seen.district is not None
    data = seen.district.dataset
    return DataVersion(str(data.id), data.file_sha256, data.month, data.source, data.as_of, data.is_sample)


def _rates_of(plan: Plan, rates: RateTable) -> tuple[Mapping[str, Any], ...]:
    return tuple(sorted((rate_to_json(rate) for rate in rates_used(plan, rates.rates)), key=canonical_json))


def _wages_of(plan: Plan, rates: RateTable) -> tuple[Mapping[str, Any], ...]:
    """The lowest wage of each month, which officials are reckoned with; each wage once."""
    if not has_officials(plan):
        return ()
    months = (plan.start_month.plus(offset) for offset in range(plan.months))
    lowest = dict.fromkeys(wages[-1] for month in months if (wages := rates.wages_in(month)))
    return tuple({**asdict(wage), "valid_from": str(wage.valid_from)} for wage in lowest)


def _wage_from(values: Mapping[str, Any]) -> ReferenceWage:
    return ReferenceWage(**{**values, "valid_from": Month.parse(values["valid_from"])})


def _pledged_of(plan: Plan, pledged: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """What the answer can depend on: a village's own pledge, or those of all villages."""
    only = plan.village_code if isinstance(plan, VillagePlan) else None
    return tuple(sorted((code, int(n)) for code, n in pledged.items() if n and only in (None, code)))


def _rates_sentence(then: str, now: str) -> str:
    if then == now:
        return f"Tarif iuran: barisnya berubah; bulan pertama tetap {now}."
    return f"Tarif iuran: dulu {then}; sekarang {now}."


def _unit(plan: Plan, rates: RateTable) -> str:
    first: Month = plan.start_month
    try:
        unit = rates.contribution("BPU", plan.programmes, first)
    except RateMissing:
        return "belum ada"
    return f"{format_rupiah(unit)} per pekerja pada {first.label}"


def _sum(pledged: tuple[tuple[str, int], ...]) -> str:
    if not pledged:
        return "belum ada"
    return f"{format_number(sum(n for _, n in pledged))} pekerja baru dari {len(pledged)} desa"
