"""The examples in the docstrings of the pure rooms are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import charts
import domain

MODULES = sorted(
    f"{room.__name__}.{found.name}" for room in (charts, domain) for found in pkgutil.iter_modules(room.__path__)
)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_are_true(name: str) -> None:
    module = importlib.import_module(name)

    result = doctest.testmod(module)

    assert result.failed == 0


def test_examples_are_found_at_all() -> None:
    money = importlib.import_module("domain.money")

    result = doctest.testmod(money)

    assert result.attempted >= 5
