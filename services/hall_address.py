"""Where the phones in the hall find the program: as a facilitator has said it, else as the machine finds it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from threading import Lock
from urllib.parse import urlsplit

from db.audit import record
from db.changes import raise_counter
from db.engine import Connection, Database
from db.retry import retried
from db.stores.installation import keep_value, values
from domain.refusal import Refused
from services.clock import Clock
from services.identity import Credential, require_facilitator

BASE_URL, WIFI_NAME = "base_url", "wifi_name"
LONGEST_URL, LONGEST_NAME = 120, 40
KEPT_SECONDS = 2.0
TOPIC = "hall"
"""The change counter of the address; the projector, which shows it, is drawn anew when it rises."""


@dataclass(frozen=True, slots=True)
class HallAddress:
    """``http://192.168.1.5:8501`` without a slash at the end, and the Wi-Fi's name or nothing."""

    base_url: str
    wifi_name: str = ""


_kept: dict[Database, tuple[float, HallAddress]] = {}
_guard = Lock()


def hall_address(database: Database, *, newest: bool = False) -> HallAddress:
    """What a facilitator has said; both are empty where nobody has. Public, like the QR code that is made of it.

    Kept for two seconds, because every page asks and other processes may change it.

    Args:
        newest: ask the database; for what is drawn because the address has changed.
    """
    now = time.monotonic()
    with _guard:
        found = _kept.get(database)
    if found and not newest and now - found[0] < KEPT_SECONDS:
        return found[1]
    with database.reading() as connection:
        address = _said(connection)
    with _guard:
        _kept[database] = (now, address)
    return address


@retried
def change_hall_address(
    base_url: str, wifi_name: str, database: Database, clock: Clock, credential: Credential
) -> HallAddress:
    """Say where the phones find the program; an empty address is found by the machine again.

    The same again changes nothing.

    Raises:
        Refused: not a facilitator, or no address that a phone can open.
    """
    wanted = HallAddress(checked_url(base_url), _checked_name(wifi_name))
    with database.writing() as connection:
        actor = require_facilitator(connection, credential)
        if wanted == _said(connection):
            return wanted
        keep_value(connection, BASE_URL, wanted.base_url)
        keep_value(connection, WIFI_NAME, wanted.wifi_name)
        raise_counter(connection, TOPIC)
        detail = {"base_url": wanted.base_url}
        record(connection, at=clock(), actor=actor.label, action="hall.addressed", detail=detail)
    with _guard:
        _kept.pop(database, None)
    return wanted


def _said(connection: Connection) -> HallAddress:
    found = values(connection, (BASE_URL, WIFI_NAME))
    return HallAddress(found.get(BASE_URL, ""), found.get(WIFI_NAME, ""))


def checked_url(typed: str) -> str:
    """The address as it is kept, or nothing where nothing was typed.

    Raises:
        Refused: no phone can open it.
    """
    url = typed.strip()
    if not url:
        return ""
    url = url.removesuffix("/") if not url.endswith("//") else url
    url = url if "://" in url else f"http://{url}"
    refused = Refused(
        "hall.address", "Alamat tidak dapat dibuka ponsel. Tulis seperti http://192.168.1.5:8501.", field="address"
    )
    try:
        parts = urlsplit(url)
        has_host = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError as error:
        raise refused from error
    is_plain = parts.scheme in ("http", "https") and not (parts.path or parts.query or parts.fragment or parts.username)
    if not (has_host and is_plain and url.isprintable() and " " not in url and len(url) <= LONGEST_URL):
        raise refused
    return url


def _checked_name(typed: str) -> str:
    name = " ".join(typed.split())
    if len(name) > LONGEST_NAME or not name.isprintable():
        raise Refused("hall.wifi", f"Nama Wi-Fi paling panjang {LONGEST_NAME} huruf.", field="wifi")
    return name
