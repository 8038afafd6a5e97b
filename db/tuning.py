"""How many connections a process keeps, and how long anything waits: from the environment, with defaults for a hall."""

from __future__ import annotations

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Tuning(BaseSettings):
    """Seconds are whole; 0 switches a limit of PostgreSQL off. Every field is described in docs/operations.md.

    Two processes with these connections, and one each that listens, fit the hundred that PostgreSQL allows by itself.
    """

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True, frozen=True)

    pool_size: int = Field(default=20, ge=1, le=500, validation_alias="REMBUK_POOL_SIZE")
    pool_overflow: int = Field(default=20, ge=0, le=500, validation_alias="REMBUK_POOL_OVERFLOW")
    pool_seconds: int = Field(default=10, ge=0, validation_alias="REMBUK_POOL_TIMEOUT")
    recycle_seconds: int = Field(default=1800, ge=1, validation_alias="REMBUK_POOL_RECYCLE")
    connect_seconds: int = Field(default=5, ge=1, validation_alias="REMBUK_CONNECT_TIMEOUT")
    statement_seconds: int = Field(default=30, ge=0, validation_alias="REMBUK_STATEMENT_TIMEOUT")
    lock_seconds: int = Field(default=10, ge=0, validation_alias="REMBUK_LOCK_TIMEOUT")
    idle_seconds: int = Field(default=60, ge=0, validation_alias="REMBUK_IDLE_TIMEOUT")
