"""The address at which phones in the hall reach this machine."""

from __future__ import annotations

import ipaddress
import socket

# One address in each private range: a hotspot has a route to its own phones only, and often none to the world.
_NEIGHBOURS = (
    "10.255.255.255",
    "192.168.137.2",
    "192.168.43.2",
    "192.168.1.2",
    "192.168.0.2",
    "172.20.10.2",
    "172.16.0.2",
)
_ANY_PORT = 9


def program_address(named: str | None, port: int) -> str:
    """``http://192.168.43.1:8501``: as it is named, else this machine's address on the local network.

    Args:
        named: what REMBUK_ADDRESS says, with or without ``http://``.
    """
    if named:
        return named.rstrip("/") if "://" in named else f"http://{named.rstrip('/')}"
    return f"http://{local_address()}:{port}"


def local_address() -> str:
    """This machine's address on the local network; 127.0.0.1 where it is on none.

    A UDP socket that is connected but never written to sends nothing; it only asks the system
    which of its addresses it would use.
    """
    for neighbour in _NEIGHBOURS:
        found = _address_towards(neighbour)
        if found and not ipaddress.ip_address(found).is_loopback:
            return found
    return _address_of_name() or "127.0.0.1"


def _address_towards(neighbour: str) -> str | None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((neighbour, _ANY_PORT))
            return str(probe.getsockname()[0])
        except OSError:
            return None


def _address_of_name() -> str | None:
    try:
        found = socket.gethostbyname_ex(socket.gethostname())[2]
    except OSError:
        return None
    return next((a for a in found if not ipaddress.ip_address(a).is_loopback), None)
