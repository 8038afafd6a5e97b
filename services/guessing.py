"""Codes of strangers: a right one is always let in; wrong ones are counted, so that guessing is slow and known.

Whoever guesses has one chance in 2^40 per card and try. The count is in the database, because an installation may
run several processes; once a process knows that a second is full, it asks the database no more in that second.
"""

from __future__ import annotations

import hmac
import threading

from db.engine import Database
from db.stores.installation import card_key
from db.stores.wrong_codes import count_wrong_code
from domain.card_codes import normal_code
from domain.refusal import Refused
from services.clock import Clock
from services.identity import CardCode, identify

MOST_A_SECOND = 20
MOST_OF_A_SENDER = 5
TOO_MANY = "Terlalu banyak kode salah; coba lagi sebentar lagi."


class Guessing:
    """Lets cards in and counts wrong codes; one in each process, safe to share between threads."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._lock = threading.Lock()
        self._second = 0
        self._is_full = False
        self._slow: set[str] = set()

    def let_in(self, typed: str, sender: str) -> CardCode:
        """The card of a code that somebody typed, scanned, or had in a cookie.

        Args:
            sender: the address that it came from; only a keyed digest of it is stored.

        Raises:
            Refused: it is no card's, or the card was replaced; or it is no card's and there were too many such.
        """
        card = CardCode(typed)
        try:
            with self._database.reading() as connection:
                identify(connection, card)
        except Refused as refusal:
            if refusal.code == "identity.card_code" and normal_code(typed):
                self.count(sender)
            raise
        return card

    def count(self, sender: str) -> None:
        """Count a wrong code or token.

        Raises:
            Refused: there were too many in this second, of this sender or of all.
        """
        second = int(self._clock().timestamp())
        with self._lock:
            if second != self._second:
                self._second, self._is_full, self._slow = second, False, set()
            too_many = self._is_full or sender in self._slow
        if too_many or self._store(second, sender):
            raise Refused("identity.too_many", TOO_MANY, field="card_code")

    def _store(self, second: int, sender: str) -> bool:
        with self._database.writing() as connection:
            key = card_key(connection) or b""
            digest = hmac.new(key, b"sender\x00" + sender.encode(), "sha256").hexdigest()
            of_all, of_sender = count_wrong_code(connection, second, digest)
        is_full, is_slow = of_all > MOST_A_SECOND, of_sender > MOST_OF_A_SENDER
        with self._lock:
            if second == self._second:
                self._is_full |= is_full
                if is_slow:
                    self._slow.add(sender)
        return is_full or is_slow
