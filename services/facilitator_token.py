"""The facilitator's token: made once, kept beside the database, exchanged for a cookie.

The cookie does not hold the token: whoever sees the cookie cannot print the link, and a new
token makes every old cookie worthless.
"""

from __future__ import annotations

import hmac
import os
import secrets
from pathlib import Path

from db.settings import Settings

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
    token = secrets.token_urlsafe(24)
    draft = path.with_suffix(f".{secrets.token_hex(8)}")  # of this call alone: threads of one process race, too
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(token + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)  # unlike a rename it fails where another process was first
    except FileExistsError:
        return _of_the_first(path, draft)
    except OSError:
        draft.replace(path)  # a disk without hard links
    finally:
        draft.unlink(missing_ok=True)
    return _read(path)


def _of_the_first(path: Path, draft: Path) -> str:
    try:
        return _read(path)
    except FileNotFoundError:  # there, but empty: nobody's token
        draft.replace(path)
        return _read(path)


def cookie_value(token: str) -> str:
    """What the browser keeps after signing in by the link."""
    return hmac.digest(token.encode(), b"rembuk facilitator cookie v1", "sha256").hex()


def is_facilitator_token(settings: Settings, offered: str) -> bool:
    """Whether the link's token is right; takes the same time for every wrong one."""
    return hmac.compare_digest(offered.encode(), facilitator_token(settings).encode())


def is_facilitator_cookie(settings: Settings, offered: str) -> bool:
    """Whether a browser's cookie was given for the present token."""
    return hmac.compare_digest(offered.encode(), cookie_value(facilitator_token(settings)).encode())
