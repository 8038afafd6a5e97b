"""The installation's token, that of the printed link: made once, kept beside the database, renewed on request."""

from __future__ import annotations

import hmac
import os
import secrets
from pathlib import Path

from db.settings import Settings
from domain.refusal import Refused

FILE_NAME = "facilitator.token"


def facilitator_token(settings: Settings) -> str:
    """The token: from REMBUK_FACILITATOR_TOKEN, else from its file, else made now (mode 600)."""
    if settings.facilitator_token is not None:
        return settings.facilitator_token.get_secret_value()
    path = settings.state_folder / FILE_NAME
    try:
        return _read(path)
    except FileNotFoundError:
        return _make(path)


def _read(path: Path) -> str:
    token = path.read_text(encoding="ascii").strip()
    if not token:
        raise FileNotFoundError(path)
    return token


def _make(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = _draft(path)
    try:
        os.link(draft, path)  # unlike a rename it fails where another process was first
    except FileExistsError:
        return _of_the_first(path, draft)
    except OSError:
        draft.replace(path)  # a disk without hard links
    finally:
        draft.unlink(missing_ok=True)
    return _read(path)


def _draft(path: Path) -> Path:
    """A file of this call alone, with a new token, for its owner only: threads of one process race, too."""
    draft = path.with_suffix(f".{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(24) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return draft


def _of_the_first(path: Path, draft: Path) -> str:
    try:
        return _read(path)
    except FileNotFoundError:  # there, but empty: nobody's token
        draft.replace(path)
        return _read(path)


def renew_facilitator_token(settings: Settings) -> str:
    """Another token in the file; the printed link is good no longer, and nobody is signed in by it.

    Raises:
        Refused: the token comes from the environment, which this program cannot change.
    """
    if settings.facilitator_token is not None:
        raise Refused(
            "facilitator.environment",
            "Token ditetapkan oleh REMBUK_FACILITATOR_TOKEN. Ubah nilainya, lalu mulai ulang program.",
        )
    path = settings.state_folder / FILE_NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    _draft(path).replace(path)
    return _read(path)


def is_facilitator_token(settings: Settings, offered: str) -> bool:
    """Whether the link's token is right; takes the same time for every wrong one."""
    return hmac.compare_digest(offered.encode(), facilitator_token(settings).encode())
