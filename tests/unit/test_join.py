"""The address that the hall is told."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

import pytest

from components.join import base_url, is_reachable
from db.settings import settings
from services import network
from services.network import local_address


@pytest.fixture(autouse=True)
def _fresh_settings() -> Iterator[None]:
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ("192.168.43.1:8501", "http://192.168.43.1:8501"),
        ("https://rembuk.example/", "https://rembuk.example"),
    ],
)
def test_a_named_address_wins(monkeypatch: pytest.MonkeyPatch, named: str, told: str) -> None:
    monkeypatch.setenv("REMBUK_ADDRESS", named)

    assert base_url() == told


def test_an_address_is_found_or_it_is_this_machine() -> None:
    assert ipaddress.ip_address(local_address()).version == 4


def test_a_hotspot_without_a_way_out_is_found_by_its_own_network(monkeypatch: pytest.MonkeyPatch) -> None:
    routes = {"192.168.137.2": "192.168.137.1"}
    monkeypatch.setattr(network, "_address_towards", routes.get)

    assert local_address() == "192.168.137.1"


@pytest.mark.parametrize("named", ["localhost:8501", "http://127.0.0.2:8501", "http://[::1]:8501"])
def test_an_address_of_this_machine_alone_is_out_of_the_phones_reach(
    monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    monkeypatch.setenv("REMBUK_ADDRESS", named)

    assert not is_reachable()


def test_a_machine_on_no_network_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REMBUK_ADDRESS", raising=False)
    monkeypatch.setattr(network, "_address_towards", {}.get)
    monkeypatch.setattr(network, "_address_of_name", lambda: None)

    assert not is_reachable()
