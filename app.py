"""What is started: the ASGI app with its pages, its live stream and its signing in by a link."""

from __future__ import annotations

import asyncio
import gc
import logging
import sys
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from importlib import import_module

import streamlit as st
from starlette.middleware import Middleware
from streamlit.errors import StreamlitAPIException

from components.database import automatic_backups, database, settings
from components.first_paint import FirstPaint
from components.incident import show_incident
from components.join import base_url, is_reachable
from components.light_assets import LightAssets, compress_first_page
from components.log import set_up_log
from components.process import before_stopping
from components.routes import ROUTES, CardLink, SameOrigin, live_feed
from db.engine import DatabaseUnavailable
from services.facilitator_token import facilitator_token

FIRST_PAGE = ("charts.trend", "charts.bars")
LATER_PAGES = ("pandas", "pyarrow")
QUIET_SECONDS = 3
UNREACHABLE = (
    "  Laptop ini belum tersambung ke jaringan mana pun: ponsel belum dapat bergabung.\n"
    "  Nyalakan hotspot atau Wi-Fi lalu mulai lagi, atau setel REMBUK_ADDRESS.\n"
)
log = logging.getLogger("rembuk")


async def _warm_up() -> None:
    """Import what the first visitor needs now, the rest when that page is out; then keep the collector away from it."""
    await asyncio.to_thread(_import_all, FIRST_PAGE)
    await asyncio.sleep(QUIET_SECONDS)
    await asyncio.to_thread(compress_first_page)
    await asyncio.to_thread(_import_all, LATER_PAGES)
    gc.collect()
    gc.freeze()


def _import_all(names: Iterable[str]) -> None:
    for name in names:
        import_module(name)


def _greet() -> None:
    url = base_url()
    if settings().log == "json":  # a log is read by more people than may open the desk
        log.info("ready", extra={"fields": {"address": url}})
        return
    print(
        f"\n  Rembuk siap.\n  Alamat di jaringan ini : {url}\n"
        f"  Tautan fasilitator     : {url}/masuk?token={facilitator_token(settings())}\n"
        f"{'' if is_reachable() else UNREACHABLE}"
        "  Tautan fasilitator membuka meja rapat; jangan ditampilkan di layar.\n",
        flush=True,
    )


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Open the database, start the live feed and the backups, warm up beside the first visitors."""
    set_up_log(settings())
    running = asyncio.create_task(live_feed().run())
    before_stopping(live_feed().close)
    warming = asyncio.create_task(_warm_up())
    automatic_backups().start()
    _greet()
    yield
    running.cancel()
    warming.cancel()
    await asyncio.to_thread(automatic_backups().stop)


set_up_log(settings())
try:
    database()
except DatabaseUnavailable as closed:
    if settings().log == "json":
        log.critical(str(closed))
    else:
        print(closed, file=sys.stderr)
    raise SystemExit(1) from None

# Until the first call of `navigation` in the process Streamlit runs a file of pages/ without the router: whoever
# opens the facilitator's link first would get a page without its look. An empty call is refused, and is enough.
with suppress(StreamlitAPIException):
    st.navigation([])

app = st.App(
    "router.py",
    routes=ROUTES,
    middleware=[
        Middleware(LightAssets),
        Middleware(SameOrigin),
        Middleware(CardLink),
        Middleware(FirstPaint, language=settings().lang),
    ],
    lifespan=lifespan,
    on_script_error=show_incident,
)
