"""A room imports only from rooms below it: on the project itself, and on small trees that break each rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.import_rules import BELOW, broken_rules, heavy_imports

PROJECT = Path(__file__).resolve().parents[2]
PHONE_PAGE = "pages/komitmen.py"


def build(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def test_the_project_keeps_the_import_order():
    faults = broken_rules(PROJECT)

    assert faults == [], "\n".join(faults)


def test_the_rules_see_the_rooms_of_the_project():
    rooms = {path.parent.name for path in PROJECT.glob("*/*.py")}

    assert {"domain", "db", "services", "components", "pages"} <= rooms


def test_the_phone_page_loads_neither_pandas_nor_altair():
    assert (PROJECT / PHONE_PAGE).exists()

    ways = heavy_imports(PROJECT, PHONE_PAGE)

    assert ways == [], "\n".join(ways)


LOWER = "a room imports only from rooms below it"


@pytest.mark.parametrize(
    ("file", "text", "fault"),
    [
        # against the order, in every way that Python knows to write it
        ("domain/a.py", "import db", f"domain/a.py:1: domain imports db: {LOWER}"),
        ("db/a.py", "from services import b", f"db/a.py:1: db imports services: {LOWER}"),
        ("db/a.py", "import services.b.c as d", f"db/a.py:1: db imports services: {LOWER}"),
        ("db/stores/a.py", "from ...services import b", f"db/stores/a.py:1: db imports services: {LOWER}"),
        ("services/a.py", "def f():\n    from components.tiles import g", f"services/a.py:2: services imports components: {LOWER}"),
        ("services/a.py", "class A:\n    async def f(self):\n        import pages", f"services/a.py:3: services imports pages: {LOWER}"),
        ("services/a.py", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from components import B", f"services/a.py:3: services imports components: {LOWER}"),
        ("services/a.py", "import importlib\nimportlib.import_module('pages.desa')", f"services/a.py:2: services imports pages: {LOWER}"),
        ("components/a.py", "try:\n    import pages\nexcept ImportError:\n    pass", f"components/a.py:2: components imports pages: {LOWER}"),
        ("charts/a.py", "import services", f"charts/a.py:1: charts imports services: {LOWER}"),
        ("charts/a.py", "import db", f"charts/a.py:1: charts imports db: {LOWER}"),
        # rooms side by side
        ("db/a.py", "import exports", f"db/a.py:1: db imports exports: {LOWER}"),
        ("exports/a.py", "from db.engine import make", f"exports/a.py:1: exports imports db: {LOWER}"),
        # doors
        ("pages/a.py", "import app", "pages/a.py:1: pages imports app: nobody imports a door"),
        ("app.py", "from router import x", "app.py:1: app imports router: nobody imports a door"),
        ("services/a.py", "from db import __main__", "services/a.py:1: services imports db.__main__: nobody imports a door"),
        ("services/a.py", "import db.__main__", "services/a.py:1: services imports db.__main__: nobody imports a door"),
        ("db/a.py", "from .__main__ import main", "db/a.py:1: db imports db.__main__: nobody imports a door"),
        ("db/__main__.py", "import pages.desa", f"db/__main__.py:1: db.__main__ imports pages: {LOWER}"),
        ("app.py", "from tests.support import server", f"app.py:1: app imports tests: {LOWER}"),
        # other people's libraries
        ("services/a.py", "import streamlit as st", "services/a.py:1: services imports streamlit: only components, pages may"),
        ("db/__main__.py", "import streamlit", "db/__main__.py:1: db.__main__ imports streamlit: only components, pages may"),
        ("services/a.py", "from sqlalchemy.orm import Session", "services/a.py:1: services imports sqlalchemy: only db may"),
        ("pages/a.py", "def f():\n    import psycopg", "pages/a.py:2: pages imports psycopg: only db may"),
        # the domain is pure
        ("domain/a.py", "from pathlib import Path", "domain/a.py:1: domain imports pathlib: it is pure"),
        ("domain/a.py", "import os.path", "domain/a.py:1: domain imports os: it is pure"),
        ("domain/a.py", "def f():\n    import sqlite3", "domain/a.py:2: domain imports sqlite3: it is pure"),
        ("domain/a.py", "from urllib import request", "domain/a.py:1: domain imports urllib: it is pure"),
        ("domain/a.py", "from time import sleep", "domain/a.py:1: domain imports time: it is pure"),
        ("domain/a.py", "import streamlit", "domain/a.py:1: domain imports streamlit: only components, pages may"),
        ("domain/a.py", "def f():\n    return open('x')", "domain/a.py:2: domain calls open(): it is pure"),
        ("domain/a.py", "import datetime\nnow = datetime.datetime.now()", "domain/a.py:2: domain calls datetime.datetime.now(): it is pure"),
        # a file that belongs nowhere
        ("helpers/a.py", "", "helpers/a.py: helpers is no room of the house"),
    ],
)  # fmt: skip
def test_an_import_against_the_order_is_reported(tmp_path, file, text, fault):
    root = build(tmp_path, {file: text})

    assert broken_rules(root) == [fault]


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("app.py", "import streamlit as st\nfrom components import live\nfrom services import tokens\nimport db, domain"),
        ("router.py", "import streamlit\nimport pages.desa, components, services"),
        ("db/__main__.py", "import services, exports, domain\nfrom db import engine\nimport sqlalchemy"),
        ("pages/a.py", "import streamlit\nfrom components import tiles\nfrom services import b\nfrom domain.money import c"),
        ("components/a.py", "import streamlit\nimport charts.trend\nfrom services import b\nfrom . import c"),
        ("services/a.py", "import exports.minutes\nfrom db import unit_of_work\nfrom domain import money\nfrom .b import c"),
        ("exports/a.py", "from charts import trend\nimport domain.money\nimport pandas"),
        ("charts/a.py", "import altair\nfrom domain import coverage"),
        ("db/a.py", "import sqlalchemy\nfrom domain import money\nfrom db.engine import make"),
        ("domain/a.py", "import numpy, pandas, scipy, re, datetime\nfrom domain import money\nfrom urllib.parse import quote\nx.open()"),
        ("tests/a.py", "import sqlalchemy, streamlit, domain, pages, app"),
        (".venv/lib/x.py", "import everything"),
    ],
)  # fmt: skip
def test_an_import_from_below_is_allowed(tmp_path, file, text):
    root = build(tmp_path, {file: text, **{f"{room}/__init__.py": "" for room in BELOW if "." not in room}})

    assert [fault for fault in broken_rules(root) if fault.startswith(file)] == []


def test_heavy_libraries_are_found_through_our_own_modules(tmp_path):
    root = build(
        tmp_path,
        {
            "pages/komitmen.py": "from services import pledge\nfrom components.form import show",
            "services/__init__.py": "",
            "services/pledge.py": "from .tables import read",
            "services/tables.py": "import pandas as pd",
            "components/__init__.py": "from components import map",
            "components/map.py": "from altair import Chart",
            "components/form.py": "",
        },
    )

    assert heavy_imports(root, PHONE_PAGE) == [
        "pages/komitmen.py -> components/__init__.py -> components/map.py:1 imports altair",
        "pages/komitmen.py -> services/pledge.py -> services/tables.py:1 imports pandas",
    ]


def test_heavy_libraries_that_wait_inside_functions_are_allowed(tmp_path):
    root = build(
        tmp_path,
        {
            "pages/komitmen.py": (
                "from __future__ import annotations\nfrom typing import TYPE_CHECKING\n"
                "from services import pledge\nif TYPE_CHECKING:\n    import pandas as pd\n"
            ),
            "services/pledge.py": "def table():\n    import pandas as pd\n    return pd\n",
        },
    )

    assert heavy_imports(root, PHONE_PAGE) == []


def test_a_heavy_library_in_the_else_of_a_type_check_is_found(tmp_path):
    text = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    pass\nelse:\n    import pandas"
    root = build(tmp_path, {"pages/komitmen.py": text})

    assert heavy_imports(root, PHONE_PAGE) == ["pages/komitmen.py:5 imports pandas"]
