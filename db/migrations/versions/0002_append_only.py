"""The ledger, the snapshots and the audit take no UPDATE and no DELETE, whoever asks."""

from __future__ import annotations

from db.migrations.triggers import drop_append_only, make_append_only

revision = "0002"
down_revision = "0001"

APPEND_ONLY = {
    "commitments": (
        "id",
        "meeting_id, sequence",
        "meeting_id, village_code, revision",
        "meeting_id, idempotency_key",
    ),
    "meeting_snapshots": ("meeting_id",),
    "audit": ("id",),
}
"""Tables whose rows never change, each with its unique keys."""


def upgrade() -> None:
    for table, keys in APPEND_ONLY.items():
        make_append_only(table, keys)


def downgrade() -> None:
    for table in APPEND_ONLY:
        drop_append_only(table)
