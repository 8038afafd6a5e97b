"""A browser's half of Streamlit's websocket: sessions that act and wait, many of them in one process."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

RUN_SECONDS = 30.0
_GOOD = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


class PageFailed(Exception):
    """A run ended with an error, or not in time, or the page lacks what was to be pressed."""


class Session:
    """One tab: connects, opens a page, acts, and says how long each run took until `script_finished`.

    Like the browser it keeps large messages and names them at each rerun, so that they are not sent again.

    >>> async with Session("http://127.0.0.1:8501", "/desa?kode=62.08.01.2005") as tab:
    ...     seconds = await tab.rerun()  # doctest: +SKIP

    Args:
        url: the server's address, without a slash at the end.
        page: path and query of the page.
        cookies: sent with the handshake, as the browser does.
    """

    def __init__(self, url: str, page: str = "/", *, cookies: Mapping[str, str] | None = None) -> None:
        parts = urlsplit(page)
        self.elements: dict[str, str] = {}
        self.texts: list[str] = []
        self.received_bytes = 0
        self._page_name, self._query = parts.path.strip("/"), parts.query
        self._address = url.replace("http://", "ws://", 1) + "/_stcore/stream"
        self._headers = {"Origin": url}
        if cookies:
            self._headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
        self._page_hash = ""
        self._kept: dict[str, ForwardMsg] = {}
        self._values: dict[str, WidgetState] = {}
        self._fragments: dict[str, str] = {}
        self._connection: ClientConnection | None = None

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._connection:
            await self._connection.close()

    async def open(self) -> float:
        """Connect and run the page for the first time; seconds from the handshake to its end.

        Raises:
            PageFailed: the first run ended with an error or not in time.
        """
        begin = time.perf_counter()
        self._connection = await connect(
            self._address,
            subprotocols=["streamlit"],  # type: ignore[list-item]
            additional_headers=self._headers,
            compression=None,
            max_size=None,
            proxy=None,
        )
        await self.rerun()
        return time.perf_counter() - begin

    async def type_text(self, key: str, text: str) -> float:
        """Type into the field with this key; seconds until the page has answered."""
        name = self._id_of(key)
        return await self.rerun(WidgetState(id=name, string_value=text))

    async def press(self, key: str) -> float:
        """Press the button with this key; seconds until the page has answered."""
        return await self.rerun(WidgetState(id=self._id_of(key), trigger_value=True))

    async def rerun(self, change: WidgetState | None = None) -> float:
        """Ask for a run, with a widget's new state or none; seconds until `script_finished`.

        Raises:
            PageFailed: the run ended with an error, or took longer than RUN_SECONDS.
        """
        assert self._connection, "open the session first"
        message = self._question(change)
        if not message.rerun_script.fragment_id:  # else what stands around the fragment stays
            self.elements, self._fragments = {}, {}
        self.texts = []
        begin = time.perf_counter()
        await self._connection.send(message.SerializeToString())
        try:
            async with asyncio.timeout(RUN_SECONDS):
                await self._until_finished()
        except TimeoutError:
            raise PageFailed(f"/{self._page_name}: no end of the run after {RUN_SECONDS:.0f} s") from None
        return time.perf_counter() - begin

    def _question(self, change: WidgetState | None) -> BackMsg:
        if change and change.WhichOneof("value") != "trigger_value":
            self._values[change.id] = change
        message = BackMsg()
        state = message.rerun_script
        state.query_string, state.page_name, state.page_script_hash = self._query, self._page_name, self._page_hash
        state.cached_message_hashes.extend(self._kept)
        state.widget_states.widgets.extend(self._values.values())
        if change and change.WhichOneof("value") == "trigger_value":
            state.widget_states.widgets.append(change)
        if change:
            state.fragment_id = self._fragments.get(change.id, "")
        return message

    async def _until_finished(self) -> None:
        assert self._connection
        while True:
            data = await self._connection.recv()
            self.received_bytes += len(data)
            message = ForwardMsg.FromString(data)
            kind = message.WhichOneof("type")
            if kind == "ref_hash":
                message = self._kept[message.ref_hash]
                kind = message.WhichOneof("type")
            elif message.metadata.cacheable:
                self._kept[message.hash] = message
            if kind == "delta":
                self._note(message.delta)
            elif kind == "navigation":
                self._page_hash = message.navigation.page_script_hash
            elif kind == "page_not_found":
                raise PageFailed(f"/{self._page_name}: there is no such page")
            elif kind == "page_info_changed":
                self._query = message.page_info_changed.query_string
            elif kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                if message.script_finished not in _GOOD:
                    raise PageFailed(f"/{self._page_name}: the script does not compile")
                return

    def _note(self, delta: Delta) -> None:
        if delta.WhichOneof("type") != "new_element":
            return
        kind = delta.new_element.WhichOneof("type")
        element: Any = getattr(delta.new_element, kind or "empty")
        if kind == "exception":
            raise PageFailed(f"/{self._page_name}: {element.type}: {element.message}")
        if kind == "html":
            self.texts.append(element.body)
        name = getattr(element, "id", "")
        if name:
            # `$$ID-<hash>-<key>`: the key is what our code calls the widget.
            self.elements[name.split("-", 2)[-1]] = name
            self._fragments[name] = delta.fragment_id

    def _id_of(self, key: str) -> str:
        if key not in self.elements:
            raise PageFailed(f"/{self._page_name}: nothing on the page has the key {key!r}")
        return self.elements[key]
