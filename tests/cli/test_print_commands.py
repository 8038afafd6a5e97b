from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Command
from tests.cli.test_meeting_commands import KARTAMULIA


def test_cards_and_list_are_written_as_pdf(cli: Command, real: str, tmp_path: Path) -> None:
    found = str(cli("meeting", "create", "--json").document["meeting"])
    cards, one, attendance = (tmp_path / f"{name}.pdf" for name in ("cards", "one", "list"))

    answers = [
        cli("print", "cards", found, "--out", str(cards), "--base-url", "http://10.0.0.7:8501", "--json"),
        cli("print", "cards", found, "--out", str(one), "--village", KARTAMULIA),
        cli("print", "attendance", found, "--out", str(attendance)),
    ]

    assert [answer.code for answer in answers] == [0, 0, 0]
    assert answers[0].document["file"] == str(cards)
    assert [path.read_bytes()[:5] for path in (cards, one, attendance)] == [b"%PDF-"] * 3
    assert one.stat().st_size < cards.stat().st_size


def test_a_folder_that_does_not_exist_is_refused_with_a_sentence(cli: Command, real: str, tmp_path: Path) -> None:
    found = str(cli("meeting", "create", "--json").document["meeting"])

    answer = cli("print", "attendance", found, "--out", str(tmp_path / "none" / "list.pdf"))

    assert answer.code == 1
    assert "tidak dapat ditulis" in answer.err


def test_an_address_that_no_phone_can_open_is_refused(cli: Command, real: str, tmp_path: Path) -> None:
    found = str(cli("meeting", "create", "--json").document["meeting"])
    path = tmp_path / "cards.pdf"

    answer = cli("print", "cards", found, "--out", str(path), "--base-url", "rumah saya")

    assert (answer.code, path.exists()) == (1, False)
    assert answer.err == "Alamat tidak dapat dibuka ponsel. Tulis seperti http://192.168.1.5:8501.\n"
