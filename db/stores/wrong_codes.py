"""Count wrong codes, second by second; no code is kept, and of a sender only a keyed digest."""

from __future__ import annotations

from sqlalchemy import Connection, delete
from sqlalchemy.dialects import postgresql, sqlite

from db.people_tables import wrong_codes

EVERYBODY = ""
"""The sender whose count is the sum of all; its row is the first that every counting touches."""

KEPT_SECONDS = 60
_COUNT = {
    name: dialect.insert(wrong_codes)
    .on_conflict_do_update(
        index_elements=[wrong_codes.c.second, wrong_codes.c.sender], set_={"count": wrong_codes.c.count + 1}
    )
    .returning(wrong_codes.c.count)
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}


def count_wrong_code(connection: Connection, second: int, sender: str) -> tuple[int, int]:
    """Add one; returns how many there were in this second, of all senders and of this one, this one included.

    The row of the sum is locked until the transaction ends, so that no two processes count the same number.
    """
    add = _COUNT[connection.dialect.name]
    of_all = connection.execute(add, {"second": second, "sender": EVERYBODY, "count": 1}).scalar_one()
    if of_all == 1:
        connection.execute(delete(wrong_codes).where(wrong_codes.c.second < second - KEPT_SECONDS))
    return of_all, connection.execute(add, {"second": second, "sender": sender, "count": 1}).scalar_one()
