"""Data: everybody sees where the figures come from; the facilitator brings files in, all of them or nothing."""

from __future__ import annotations

import io

from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from services.data_versions import data_versions
from services.marked_file import marked_file
from tests.db.enrollment_files import HEADER, Table, as_csv, changed, correct_table
from tests.pages.conftest import Hall

PAGE = "data"


def texts(at: AppTest) -> str:
    return " ".join(element.proto.body for element in at.get("html"))


def looked_at(hall: Hall, content: bytes, name: str = "oktober.csv") -> AppTest:
    at = hall.open(PAGE, facilitator=True)
    at.file_uploader[0].upload(name, content, "text/csv").run()
    return at.button(key="data.check").click().run()


def table_of(hall: Hall) -> Table:
    return correct_table(hall.database)


def datasets(hall: Hall) -> int:
    return int(hall.sql("SELECT count(*) FROM datasets WHERE is_sample = 0")[0][0])


def test_a_visitor_sees_versions_and_no_way_to_change_them(real_hall: Hall) -> None:
    at = real_hall.open(PAGE)

    assert not at.exception
    assert "<th>Sumber</th>" in texts(at)
    assert "Sidik berkas" not in texts(at)
    assert (list(at.button), list(at.get("file_uploader"))) == ([], [])


def test_a_good_file_is_looked_at_and_stored(hall: Hall) -> None:
    at = looked_at(hall, as_csv(table_of(hall)))
    assert "dapat disimpan. Cocokkan jumlahnya" in texts(at)
    assert "43.320" in texts(at)
    assert datasets(hall) == 0

    at.button(key="data.store").click().run()

    assert "Tersimpan: Kepesertaan" in texts(at)
    assert datasets(hall) == 1
    assert "data.store" not in {button.key for button in at.button}


def test_every_fault_is_shown_grouped_with_its_cure_and_as_text(hall: Hall) -> None:
    table = table_of(hall)
    for row in (5, 6, 9):
        table = changed(table, row, aktif="-")
    at = looked_at(hall, as_csv(changed(table, 12, kelompok="<b>Astronot</b>")))

    assert "Belum dapat disimpan: 4 kesalahan di 4 baris." in texts(at)
    assert "kolom aktif · baris 5–6, 9" in texts(at)
    assert "&lt;b&gt;Astronot&lt;/b&gt;" in texts(at)
    assert "<b>Astronot" not in texts(at)
    assert "data.store" not in {button.key for button in at.button}
    assert datasets(hall) == 0


def test_the_marked_file_has_the_cure_in_the_cell(hall: Hall) -> None:
    at = looked_at(hall, as_csv(changed(table_of(hall), 5, aktif="=1+1")))
    seen = at.session_state["data.seen"]

    book = load_workbook(io.BytesIO(marked_file(seen.values["content"], seen.report)))

    cell = book.worksheets[0].cell(5, HEADER.index("aktif") + 1)
    assert (cell.value, cell.data_type, cell.fill.fgColor.rgb) == ("=1+1", "s", "FFFBD5D0")
    assert "ketik nilainya" in cell.comment.text
    assert (book["Kesalahan"].cell(1, 5).value, book["Kesalahan"].cell(2, 2).value) == ("Apa yang salah", "5")


def test_warnings_want_a_tick_and_a_reason(hall: Hall) -> None:
    at = looked_at(hall, as_csv([[*row, "x"] for row in table_of(hall)], header=[*HEADER, "Catatan"]))
    assert "Kolom “Catatan” tidak dipakai" in texts(at)
    assert at.button(key="data.store").disabled

    at.checkbox(key="data.accepted").check().run()
    at.button(key="data.store").click().run()
    assert "Tulis alasan" in texts(at)
    assert datasets(hall) == 0

    at.text_input(key="data.reason").set_value("Memang tidak perlu").run()
    at.button(key="data.store").click().run()
    assert datasets(hall) == 1


def test_a_name_in_doubt_is_asked_and_the_answer_taken(hall: Hall) -> None:
    places = dict(hall.sql(
        "SELECT v.code, s.name FROM regions v JOIN regions s ON s.code = v.parent_code WHERE v.level = 'village'"
    ))  # fmt: skip
    table = [[places[row[0]], row[1].replace("Kartamulia", "Kartamulja"), *row[2:]] for row in table_of(hall)]
    at = looked_at(hall, as_csv(table, header=["Kecamatan", "Desa", *HEADER[2:]]))

    at.selectbox(key="data.answer.Kartamulja / Sukamara").set_value("62.08.01.2005").run()
    at.button(key="data.again").click().run()

    assert "dapat disimpan" in texts(at)


def test_a_column_is_chosen_by_hand_and_remembered(hall: Hall) -> None:
    content = as_csv(table_of(hall), header=[*HEADER[:3], "Angkatan", *HEADER[4:]])
    at = looked_at(hall, content)
    assert "Tidak dipakai: Angkatan." in texts(at)

    (field,) = [box for box in at.selectbox if box.label == "Potensi (perlu)"]
    field.set_value("Angkatan").run()
    at.button(key="data.map").click().run()
    assert "dapat disimpan" in texts(at)
    at.button(key="data.store").click().run()

    assert "Kolom dibaca seperti yang ditetapkan pada" in texts(looked_at(hall, content))


def test_nothing_of_a_file_with_persons_is_kept(hall: Hall) -> None:
    content = as_csv([[*row, "6208014508900001"] for row in table_of(hall)], header=[*HEADER, "Peserta"])
    at = looked_at(hall, content)

    assert "data pribadi" in texts(at)
    assert "6208014508900001" not in texts(at)
    assert at.session_state["data.seen"].values["content"] == b""
    assert at.file_uploader[0].value is None
    assert "data.marked" not in {button.key for button in at.get("download_button")}


def test_what_the_world_overtook_is_said(hall: Hall) -> None:
    at = looked_at(hall, as_csv(table_of(hall)))
    other = looked_at(hall, as_csv(changed(table_of(hall), 2, potensi=90)))
    other.button(key="data.store").click().run()

    at.button(key="data.store").click().run()

    assert "Sejak pratinjau ini dibuat, ada yang berubah" in texts(at)
    assert datasets(hall) == 1


def test_an_earlier_version_is_used_again(hall: Hall) -> None:
    for potensi in (10, 30):
        at = looked_at(hall, as_csv(changed(table_of(hall), 2, potensi=potensi)))
        at.button(key="data.store").click().run()
    (earlier,) = [v.dataset.id for v in data_versions(hall.database, "62.08") if not v.is_current]

    at.selectbox(key="data.version").set_value(earlier).run()
    at.button(key="data.use").click().run()

    assert "Dipakai lagi: Kepesertaan" in texts(at)


def test_rates_stand_with_their_law_and_a_facilitator_adds_one(real_hall: Hall) -> None:
    visitor = real_hall.open(PAGE)
    assert "PP 44/2015 jo. PP 82/2019" in texts(visitor)
    at = real_hall.open(PAGE, facilitator=True)

    at.selectbox(key="data.rate.programme").set_value("JKM")
    at.selectbox(key="data.rate.way").set_value("rupiah tetap")
    at.text_input(key="data.rate.amount").set_value("7.500")
    at.text_input(key="data.rate.basis").set_value("<b>PP 1/2027</b>")
    at.text_input(key="data.rate.source").set_value("Lembaran negara")
    at.button(key="data.rate.add").click().run()
    assert "Pilih keyakinan" in texts(at)

    at.selectbox(key="data.rate.confidence").set_value("high")
    at.button(key="data.rate.add").click().run()
    assert "Tersimpan: JKM (BPU) Rp 7.500 tetap" in texts(at)
    assert "&lt;b&gt;PP 1/2027&lt;/b&gt;" in texts(at)
    assert real_hall.sql("SELECT flat_rupiah FROM rates WHERE legal_basis LIKE '%1/2027%'") == [(7_500,)]


def wide(hall: Hall, content: bytes, kind: str) -> AppTest:
    """A file of many regencies, or a list of regions, looked at to the end."""
    at = hall.open(PAGE, facilitator=True)
    at.segmented_control(key="data.wide.kind").set_value(kind).run()
    at.file_uploader(key="data.wide.file.0").upload("besar.csv", content, "text/csv").run()
    at.button(key="data.wide.check").click().run()
    return ended(at)


def ended(at: AppTest) -> AppTest:
    at.session_state["data.wide.task"].task.wait()
    return at.run()


def test_regions_and_a_file_over_regencies_are_looked_at_and_stored(hall: Hall) -> None:
    at = wide(hall, b"kode,nama\n11.01.01.2001,Keude\n", "regions")
    at.checkbox(key="data.wide.accepted").check().run()
    ended(at.button(key="data.wide.store").click().run())
    assert "Tersimpan: 4 baris." in texts(at)

    at = wide(hall, as_csv([*table_of(hall), ["11.01.01.2001", "Keude", "Petani", 9, 2, 1]]), "enrollment")
    assert "Disimpan sebagai 2 versi" in texts(at)
    assert datasets(hall) == 0
    ended(at.button(key="data.wide.store").click().run())

    assert "Tersimpan: 286 baris untuk 2 kabupaten/kota." in texts(at)
    assert datasets(hall) == 2
