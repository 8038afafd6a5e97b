from __future__ import annotations

import stat
from pathlib import Path

import pytest

from db.settings import PROJECT_ROOT, Settings
from domain.refusal import Refused
from services.facilitator_token import facilitator_token, is_facilitator_token, renew_facilitator_token
from tests.db.racer import Racers, at_once


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "state"


@pytest.fixture
def settings(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.delenv("REMBUK_FACILITATOR_TOKEN", raising=False)
    return Settings(DATABASE_URL=f"sqlite:///{folder}/rembuk.sqlite3")


def test_the_token_is_made_once_and_kept_beside_the_database_for_its_owner_only(
    settings: Settings, folder: Path
) -> None:
    token = facilitator_token(settings)

    file = folder / "facilitator.token"
    assert file.read_text(encoding="ascii") == f"{token}\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(token) == 32
    assert facilitator_token(settings) == token
    assert [path.name for path in folder.iterdir()] == ["facilitator.token"]


def test_an_empty_file_is_no_token(settings: Settings, folder: Path) -> None:
    folder.mkdir()
    (folder / "facilitator.token").write_text("\n", encoding="ascii")

    token = facilitator_token(settings)

    assert len(token) == 32
    assert facilitator_token(settings) == token
    assert stat.S_IMODE((folder / "facilitator.token").stat().st_mode) == 0o600


def test_threads_that_make_it_together_get_the_same(settings: Settings, folder: Path) -> None:
    for number in range(20):
        own = Settings(DATABASE_URL=f"sqlite:///{folder}/{number}/rembuk.sqlite3")
        tokens = at_once([lambda own=own: facilitator_token(own)] * 8)
        assert set(tokens) == {facilitator_token(own)}


def test_processes_that_make_it_together_get_the_same(settings: Settings, racers: Racers) -> None:
    outcomes = racers.run([{"url": settings.url, "action": "token"}] * 3)

    assert [tokens[0] for tokens in outcomes] == [facilitator_token(settings)] * 3


def test_the_environment_overrides_the_file(settings: Settings, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = facilitator_token(settings)
    monkeypatch.setenv("REMBUK_FACILITATOR_TOKEN", "of the environment")

    overridden = Settings(DATABASE_URL=settings.url)

    assert facilitator_token(overridden) == "of the environment"
    assert (folder / "facilitator.token").read_text(encoding="ascii") == f"{kept}\n"
    monkeypatch.setenv("REMBUK_FACILITATOR_TOKEN", "")
    assert facilitator_token(Settings(DATABASE_URL=settings.url)) == kept


def test_a_renewed_token_takes_the_place_of_the_old_one(settings: Settings, folder: Path) -> None:
    token = facilitator_token(settings)

    renewed = renew_facilitator_token(settings)

    assert renewed != token
    assert facilitator_token(settings) == renewed
    assert is_facilitator_token(settings, token) is False
    assert stat.S_IMODE((folder / "facilitator.token").stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir()] == ["facilitator.token"]


def test_a_token_of_the_environment_is_not_renewed(settings: Settings, folder: Path) -> None:
    overridden = Settings(DATABASE_URL=settings.url, REMBUK_FACILITATOR_TOKEN="of the environment")

    with pytest.raises(Refused, match="REMBUK_FACILITATOR_TOKEN"):
        renew_facilitator_token(overridden)

    assert not folder.exists()


def test_a_link_is_good_with_the_whole_token_only(settings: Settings) -> None:
    token = facilitator_token(settings)

    assert is_facilitator_token(settings, token) is True
    for offered in ("", token[:-1], token + "x", token.swapcase(), "é"):
        assert is_facilitator_token(settings, offered) is False


def test_with_a_server_the_token_lies_in_the_data_folder() -> None:
    assert Settings(DATABASE_URL="postgresql://user@host/name").state_folder == PROJECT_ROOT / "data"
