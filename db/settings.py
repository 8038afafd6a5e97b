"""Settings from the environment, typed, with the defaults of one laptop in one hall."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT_ROOT = Path(__file__).resolve().parent.parent
DEFAULT_DATABASE = PROJECT_ROOT / "data" / "rembuk.sqlite3"


class Settings(BaseSettings):
    """What can be set from outside; every field is described in docs/operations.md."""

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True)

    database_url: SecretStr = Field(default=SecretStr(f"sqlite:///{DEFAULT_DATABASE}"), validation_alias="DATABASE_URL")
    port: int = Field(default=8501, ge=1, le=65535, validation_alias="PORT")
    facilitator_token: SecretStr | None = Field(default=None, validation_alias="REMBUK_FACILITATOR_TOKEN")
    address: str | None = Field(default=None, validation_alias="REMBUK_ADDRESS")
    minutes_template: Path | None = Field(default=None, validation_alias="REMBUK_MINUTES_TEMPLATE")
    backup_dir: Path | None = Field(default=None, validation_alias="REMBUK_BACKUP_DIR")
    lang: str = Field(default="id", validation_alias="REMBUK_LANG")
    log: Literal["text", "json"] = Field(default="text", validation_alias="REMBUK_LOG")

    @property
    def url(self) -> str:
        """The database's address; holds a password, so it is never printed."""
        return self.database_url.get_secret_value()

    @property
    def state_folder(self) -> Path:
        """Where the facilitator's token is kept: beside the SQLite file, else in ``data/``."""
        if self.url.startswith("sqlite:///") and self.url != "sqlite:///:memory:":
            path = Path(self.url.removeprefix("sqlite:///").split("?")[0])
            return path.resolve().parent
        return PROJECT_ROOT / "data"

    @property
    def backup_folder(self) -> Path:
        """Where the automatic backups are kept: as it is set, else ``backups`` beside the database."""
        return self.backup_dir or self.state_folder / "backups"


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
