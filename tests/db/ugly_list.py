"""The folder of ugly files: what each is called, how it is made, and what must come of it."""

from __future__ import annotations

from tests.db.enrollment_files import HEADER, as_csv, as_xlsx, changed
from tests.db.ugly_files import (
    ENCRYPTED,
    TITLE,
    Ugly,
    as_ods,
    as_xls,
    bomb,
    far_corner,
    hide,
    merged_villages,
    one_cell,
    openpyxl_book,
    put,
    repacked,
    rows_as_csv,
    totals,
    two_header_rows,
    with_sheet,
    zipped,
)

UNREADABLE, TOO_LARGE = "import.unreadable", "import.too_large"
_ERROR_CELL = '<table:table-cell table:formula="of:=[.A99]"><text:p>#REF!</text:p></table:table-cell>'
_NO_RESULT = '<table:table-cell table:formula="of:=1+1"/>'
_LOCKED = '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>'
ENGLISH = ["Village code", "Village name", "Worker group", "Eligible workers (persons)", "Active workers", "Inactive"]
OFFICIAL = [
    "KODE WILAYAH",
    "Nama Desa/Kelurahan",
    "Jenis Pekerjaan",
    "Jml. Potensi (jiwa)",
    "Peserta Aktif",
    "Non-aktif",
]

READ_RIGHTLY: dict[str, Ugly] = {
    "old workbook": Ugly(as_xls),
    "open document": Ugly(as_ods),
    "UTF-16 without its mark": Ugly(lambda t: as_csv(t, separator="\t", encoding="utf-16-le")),
    "Excel's own note on the separator": Ugly(lambda t: b"sep=;\r\n" + as_csv(t, separator=";")),
    "title with commas over semicolons": Ugly(lambda t: rows_as_csv([["a, b, c, d, e, f, g"], [], HEADER, *t], ";")),
    "title rows above the header": Ugly(lambda t: rows_as_csv([TITLE, ["Per 31 Oktober 2026"], [], HEADER, *t])),
    "English titles with units": Ugly(lambda t: as_csv(t, header=ENGLISH)),
    "official titles": Ugly(lambda t: as_csv(t, header=OFFICIAL)),
    "two header rows, merged, numbered, with a total": Ugly(two_header_rows),
    "villages merged over their rows": Ugly(merged_villages),
    "a total row below": Ugly(lambda t: as_csv([*t, totals(t)])),
    "totals of parts and of all": Ugly(lambda t: as_csv([*t[:9], totals(t[:9]), *t[9:], totals(t[9:]), totals(t)])),
    "a total row with thousands": Ugly(lambda t: as_csv([*t, ["", "Total", "", "43.320", "850", "285"]])),
    "source and signature below": Ugly(
        lambda t: as_csv([*t, totals(t), [""] * 6, ["Sumber: BPJS Ketenagakerjaan"], ["", "", "", "Kepala Cabang"]]),
        warned=("Sumber: BPJS", "Kepala Cabang"),
    ),
    "code as a number": Ugly(lambda t: as_xlsx([[float(str(r[0]).replace(".", "")), *r[1:]] for r in t])),
    "code with grouped digits": Ugly(lambda t: as_csv([[f"{int(str(r[0]).replace('.', '')):,}", *r[1:]] for r in t])),
    "code damaged, told by its name": Ugly(
        lambda t: as_csv([[f"{float(str(r[0]).replace('.', '')):.5E}", *r[1:]] for r in t])
    ),
    "code without noughts": Ugly(lambda t: as_csv([[str(r[0]).replace(".0", "."), *r[1:]] for r in t])),
    "a hidden sheet": Ugly(with_sheet("Lama", "hidden"), warned=("Lembar tersembunyi “Lama” tidak dibaca.",)),
    "a column of the month": Ugly(lambda t: as_csv([[*r, "31/10/2026"] for r in t], header=[*HEADER, "Periode"])),
    "emoji and formulas where nobody looks": Ugly(
        lambda t: as_csv([[*r, "=cmd|' /C calc'!A0 😀"] for r in t], header=[*HEADER, "catatan"]), warned=("catatan",)
    ),
    "a serial number": Ugly(lambda t: as_csv([[n, *r] for n, r in enumerate(t, 1)], header=["No.", *HEADER])),
}

FAULTY: dict[str, Ugly] = {
    "a wrong total": Ugly(
        lambda t: as_csv([*t, ["", "JUMLAH", "", 43_321, 850, 285]]), [(287, "potensi")], words="berjumlah 43.320"
    ),
    "a hidden row": Ugly(hide(7), [(7, "")], words="tersembunyi"),
    "a filtered row of an open document": Ugly(lambda t: as_ods(t, hidden=7), [(7, "")], words="tersembunyi"),
    "a formula without a result": Ugly(put(D20="=D19+1"), [(20, "potensi")], words="belum mempunyai hasil"),
    "the same of an open document": Ugly(
        lambda t: as_ods(t, {(20, 3): _NO_RESULT}), [(20, "potensi")], words="belum mempunyai hasil"
    ),
    "a broken formula": Ugly(put(E20="#REF!"), [(20, "aktif")], words="rusak"),
    "a broken formula of an open document": Ugly(lambda t: as_ods(t, {(20, 4): _ERROR_CELL}), [(20, "aktif")], words="rusak"),
    "a broken formula as text": Ugly(one_cell("aktif", "#N/A"), [(20, "aktif")], words="rusak"),
    "a dash": Ugly(one_cell("aktif", "-"), [(20, "aktif")], words="tidak jelas apakah nol"),
    "n/a": Ugly(one_cell("aktif", "n/a"), [(20, "aktif")], words="tidak jelas apakah nol"),
    "Tdk ada": Ugly(one_cell("aktif", "Tdk ada"), [(20, "aktif")], words="tidak jelas apakah nol"),
    "an English thousand": Ugly(one_cell("potensi", "1,234"), [(20, "potensi")], words="bulat"),
    "with cents": Ugly(one_cell("potensi", "1.234,00"), [(20, "potensi")], words="bulat"),
    "a count that became a date": Ugly(
        lambda t: openpyxl_book(t, lambda _b, s: s.cell(20, 4).__setattr__("value", __import__("datetime").date(2026, 5, 1))),
        [(20, "potensi")], words="menjadi tanggal",
    ),
    "another month": Ugly(
        lambda t: as_csv([[*r, "Sep-26" if n == 3 else "Oktober 2026"] for n, r in enumerate(t)], header=[*HEADER, "bulan"]),
        [(5, "bulan")], words="September 2026",
    ),
    "a code of another regency": Ugly(one_cell("kode_desa", "62.01.01.2001"), [(20, "kode_desa")], words="kabupaten lain (62.01)"),
    "a BPS code": Ugly(one_cell("kode_desa", "6206020005"), [(20, "kode_desa")], words=""),
    "damaged, and the name is another's": Ugly(
        lambda t: as_csv(changed(t, 20, kode_desa="6.20803E+09")), [(20, "kode_desa")], words="dirusak Excel"
    ),
    "two sheets that look alike": Ugly(with_sheet("November", "visible", full=True), [(1, "")], words="2 lembar"),
    "sample data": Ugly(
        lambda t: as_csv([[*r, "DATA CONTOH"] for r in t], header=[*HEADER, "keterangan"]), [(2, "")], words="data contoh"
    ),
    "a column of NIK without a title": Ugly(
        lambda t: as_csv([[*r, "6208014508900001"] for r in t], header=[*HEADER, ""]), [(2, "kolom 7")], words="pribadi"
    ),
    "phones under a harmless title": Ugly(
        lambda t: as_csv([[*r, "0812-3456-7890"] for r in t], header=[*HEADER, "ket"]), [(2, "ket")], words="pribadi"
    ),
}  # fmt: skip

REFUSED: dict[str, Ugly] = {
    "locked workbook": Ugly(lambda _: ENCRYPTED, refused=UNREADABLE, words="terkunci sandi"),
    "locked open document": Ugly(lambda t: as_ods(t, manifest=_LOCKED), refused=UNREADABLE, words="terkunci sandi"),
    "cut short": Ugly(lambda t: as_xlsx(t)[:-200], refused=UNREADABLE, words="rusak"),
    "cut short, old": Ugly(lambda t: as_xls(t)[:2000], refused=UNREADABLE, words="rusak"),
    "a part is damaged": Ugly(
        lambda t: repacked(as_xlsx(t), "xl/worksheets/sheet1.xml", lambda part: part[: len(part) // 2]),
        refused=UNREADABLE, words="rusak",
    ),
    "zip bomb": Ugly(bomb, refused=TOO_LARGE, words="jauh lebih besar"),
    "a cell in the far corner": Ugly(far_corner, refused=TOO_LARGE, words="jauh lebih besar"),
    "a PDF renamed": Ugly(lambda _: b"%PDF-1.7 ...", refused=UNREADABLE, words="PDF"),
    "a web page renamed": Ugly(lambda _: b"<html><table><tr><td>kode_desa", refused=UNREADABLE, words="halaman web"),
    "a document renamed": Ugly(
        lambda _: zipped({"word/document.xml": "<x/>"}), refused=UNREADABLE, words="bukan lembar kerja"
    ),
    "an archive of files": Ugly(lambda t: zipped({"oktober.csv": as_csv(t)}), refused=UNREADABLE, words="bukan lembar kerja"),
    "NUL": Ugly(lambda t: as_csv(changed(t, 3, kelompok="Nela\0yan")), refused=UNREADABLE, words="bukan berkas CSV"),
}  # fmt: skip
