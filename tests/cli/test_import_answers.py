"""What a person decides about a file on the command line: which village a name means, and which sheet is read."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Command

HEAD = "Kecamatan,Desa,kelompok,potensi,aktif,nonaktif\n"


def test_a_name_in_doubt_is_asked_in_the_document_and_answered_by_an_option(
    cli: Command, empty: str, tmp_path: Path
) -> None:
    file = tmp_path / "okt.csv"
    file.write_text(f"{HEAD}Sukamara,Kartamulja,Nelayan,10,4,0\n", encoding="utf-8")
    args = ("import", str(file), "--kind", "enrollment", "--month", "2026-10", "--dry-run", "--json")

    asked = cli(*args)
    answered = cli(*args, "--village", "Kartamulja / Sukamara=62.08.01.2005")

    (question,) = asked.document["questions"]
    assert (asked.code, question["key"]) == (1, "Kartamulja / Sukamara")
    assert question["candidates"]["62.08.01.2005"] == "Kartamulia"
    assert (answered.code, answered.document["faults"], answered.document["missing"]) == (0, [], 0)
    assert answered.document["rows"]["new"] == 1
    assert answered.document["stored"] is False


def test_what_a_column_is_can_be_said(cli: Command, empty: str, tmp_path: Path) -> None:
    file = tmp_path / "okt.csv"
    file.write_text("kode,desa,kelompok,semua,aktif,nonaktif\n62.08.01.2005,Kartamulia,Nelayan,10,4,0\n", "utf-8")
    args = ("import", str(file), "--kind", "enrollment", "--month", "2026-10", "--json")

    asked, said = cli(*args), cli(*args, "--map", "potensi=semua")
    unknown = cli(*args, "--map", "umur=semua")

    assert (asked.code, asked.document["understood"]["ignored"]) == (1, ["semua"])
    assert (said.code, said.document["totals"]["eligible"], said.document["understood"]["ignored"]) == (0, 10, [])
    assert (unknown.code, "Kolom “umur” tidak dikenal" in unknown.err) == (1, True)


def test_claims_come_in_by_their_template(cli: Command, empty: str, tmp_path: Path) -> None:
    file = tmp_path / "klaim.csv"
    cli("template", "claims", "--out", str(file))
    lines = file.read_text("utf-8-sig").splitlines()
    file.write_text("\n".join([lines[0], lines[1].removesuffix(",,") + ",2,84000000"]), encoding="utf-8")

    said = cli("import", str(file), "--kind", "claims", "--month", "2026-10", "--json")

    assert said.document["faults"] == []
    assert (said.document["stored"], said.document["totals"]) == (True, {"cases": 2, "amount_rupiah": 84_000_000})
