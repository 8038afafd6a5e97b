"""How to register, step by step, with what each step takes."""

from __future__ import annotations

import streamlit as st

from components.benefit_markup import sources, steps
from domain.benefit_cases import Condition

STEPS = (
    (
        "Desa mengusulkan nama",
        (
            Condition("Daftar nama dan alamat: NIK 16 angka sesuai KTP, tanggal lahir, pekerjaan."),
            Condition("Usia paling tinggi 65 tahun saat didaftarkan."),
            Condition("Belum dibayari kabupaten atau dana lain."),
        ),
    ),
    (
        "Musyawarah desa menetapkan",
        (
            Condition("Berita acara musdes, lalu SK penetapan penerima."),
            Condition("Iurannya masuk APBDes atau Perubahan APBDes."),
        ),
    ),
    (
        "Daftarkan",
        (
            Condition("Kantor cabang BPJS Ketenagakerjaan, bank kerja sama, situs, aplikasi JMO, atau agen Perisai."),
            Condition("BUMDes dapat menjadi agen desa lewat perjanjian kerja sama."),
            Condition("Mendaftar sendiri: NIK dan alamat surel.", "medium"),
        ),
    ),
    (
        "Bayar iuran",
        (
            Condition("Baru sesudah dibayar menjadi peserta; usulan dan janji belum melindungi."),
            Condition("Jangan terputus 3 bulan: perlindungan menjadi tidak aktif.", "medium"),
        ),
    ),
    (
        "Kartu peserta terbit",
        (
            Condition("Dalam 7 hari sesudah dibayar.", "medium"),
            Condition("Cocokkan nama dan NIK dengan daftar SK."),
        ),
    ),
    (
        "Bila terjadi sesuatu",
        (
            Condition("Kecelakaan: lapor dalam 2 × 24 jam, boleh lewat telepon atau WhatsApp.", "medium"),
            Condition("Meninggal: ahli waris atau perangkat desa menghubungi kantor cabang."),
        ),
    ),
)

_SOURCES = (
    ("Urutan usulan, SK, bayar, kartu", "Peserta sejak iuran dibayar.", "Pemberitaan Sumbawa (Desember 2025).", "high"),
    (
        "Usia paling tinggi 65 tahun",
        "Di Mukomuko 2024, 1.800 diusulkan dan 1.616 dibayar; sisanya gugur karena usia dan NIK.",
        "Pemberitaan Kudus dan Mukomuko. Apakah tepat 65 masih boleh, belum pasti; ada desa yang memakai batas 60.",
        "high",
    ),
    ("Kartu dalam 7 hari; mendaftar dengan NIK dan surel", "Satu halaman.", "Parapuan.", "medium"),
    (
        "Lapor dalam 2 × 24 jam",
        "Akibat terlambat bagi peserta mandiri belum ditemukan.",
        "Kabardewata.",
        "medium",
    ),
    ("Tidak aktif sesudah 3 bulan tanpa iuran", "Tanpa denda; aktif lagi dengan membayar.", "GridStar.", "medium"),
    (
        "Saluran, BUMDes sebagai agen",
        "Dilakukan di Desa Pangkalan Satu, Kobar.",
        "Radar Sampit.",
        "high",
    ),
)


def show_steps() -> None:
    """The steps in order, and what is not known about them."""
    st.subheader("Cara mendaftar", anchor=False)
    st.html(steps(STEPS))
    with st.expander("Dari mana keterangan ini?"):
        st.html(sources(_SOURCES))
