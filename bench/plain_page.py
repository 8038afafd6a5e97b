"""The three pages as a newcomer to Streamlit would write them: the yardstick of row R1, not a part of the program.

Fair to the newcomer: data that do not change are cached as the tutorials say; charts are built at each run, as they
say too. Started by `streamlit run` in a folder of its own, so that none of our settings apply.
"""

from __future__ import annotations

import os
import sqlite3

import altair as alt
import pandas as pd
import streamlit as st

DATABASE = os.environ["BENCH_DATABASE"]
UNIT = 16_800
VILLAGES = """
    SELECT v.code, v.name, v.kind, s.name AS subdistrict, v.tile_column, v.tile_row, d.month,
           SUM(e.eligible) AS eligible, SUM(e.active) AS active
    FROM datasets_in_force d JOIN enrollment e ON e.dataset_id = d.dataset_id
    JOIN regions v ON v.code = e.village_code JOIN regions s ON s.code = v.parent_code
    GROUP BY v.code, d.month
"""
GROUPS = """
    SELECT e.village_code, g.name AS kelompok, e.eligible, e.active FROM current_datasets d
    JOIN enrollment e ON e.dataset_id = d.dataset_id JOIN worker_groups g ON g.code = e.group_code
"""
PLEDGES = """
    SELECT v.name, c.revision, c.new_workers, c.amount_rupiah, c.receipt, c.created_at, c.village_code
    FROM commitments c JOIN regions v ON v.code = c.village_code ORDER BY c.sequence DESC
"""


def read(query: str) -> pd.DataFrame:
    """One query, one connection, one frame."""
    with sqlite3.connect(DATABASE) as connection:
        return pd.read_sql(query, connection)


@st.cache_data
def months() -> pd.DataFrame:
    """Villages month by month."""
    return read(VILLAGES)


@st.cache_data
def groups() -> pd.DataFrame:
    """Worker groups of each village."""
    return read(GROUPS)


def now() -> pd.DataFrame:
    """The newest month, with shares."""
    rows = months()
    rows = rows[rows["month"] == rows["month"].max()].copy()
    rows["cakupan"] = rows["active"] / rows["eligible"]
    return rows


def figures(rows: pd.DataFrame) -> None:
    """The page's figures."""
    eligible, active = int(rows["eligible"].sum()), int(rows["active"].sum())
    columns = st.columns(4)
    columns[0].metric("Pekerja berhak", f"{eligible:,}")
    columns[1].metric("Terlindungi", f"{active:,}")
    columns[2].metric("Belum", f"{eligible - active:,}")
    columns[3].metric("Biaya setahun", f"Rp {(eligible - active) * 12 * UNIT:,}")
    with st.expander("Dari mana angka ini?"):
        st.write(f"Belum terlindungi = berhak - aktif = {eligible - active:,} pekerja.")
        st.write(f"Biaya setahun = {eligible - active:,} pekerja x 12 bulan x Rp {UNIT:,}.")


def trend(rows: pd.DataFrame) -> None:
    """Coverage month by month."""
    sums = rows.groupby("month", as_index=False)[["eligible", "active"]].sum()
    sums["cakupan"] = sums["active"] / sums["eligible"]
    line = alt.Chart(sums).mark_line(point=True)
    st.altair_chart(line.encode(x="month:O", y=alt.Y("cakupan:Q").axis(format="%"), tooltip=["month", "cakupan"]))


def overview() -> None:
    """The regency: a map of tiles, its subdistricts, its trend, its villages."""
    rows, pledges = now(), read(PLEDGES)
    st.title("Dari mana kita mulai?")
    figures(rows)
    left, right = st.columns(2)
    with left:
        st.subheader("Cakupan tiap desa hari ini")
        tiles = alt.Chart(rows).mark_rect()
        st.altair_chart(
            tiles.encode(
                x="tile_column:O", y="tile_row:O", color=alt.Color("cakupan:Q"), tooltip=["name", "eligible", "active"]
            )
        )
    with right:
        st.subheader("Cakupan tiap kecamatan")
        sums = rows.groupby("subdistrict", as_index=False)[["eligible", "active"]].sum()
        sums["cakupan"] = sums["active"] / sums["eligible"]
        bars = alt.Chart(sums).mark_bar()
        st.altair_chart(bars.encode(x=alt.X("cakupan:Q").axis(format="%"), y=alt.Y("subdistrict:N").sort("x")))
        trend(months())
    pledged = pledges.groupby("village_code", as_index=False).first()[["village_code", "new_workers"]]
    st.dataframe(rows.merge(pledged, left_on="code", right_on="village_code", how="left"))


def village() -> None:
    """One village: its groups, its trend, its pledges."""
    rows = now()
    asked = st.query_params.get("kode", rows["code"].iloc[0])
    codes = list(rows["code"])
    st.selectbox("Desa", codes, index=codes.index(asked))
    row = rows[rows["code"] == asked]
    st.title(row["name"].iloc[0])
    figures(row)
    pledges = read(PLEDGES)
    st.dataframe(pledges[pledges["village_code"] == asked])
    left, right = st.columns(2)
    with left:
        mine = groups()[groups()["village_code"] == asked]
        bars = alt.Chart(mine).mark_bar()
        st.altair_chart(bars.encode(x="active:Q", y=alt.Y("kelompok:N").sort("-x"), tooltip=["kelompok", "active"]))
        st.dataframe(mine)
    with right:
        trend(months()[months()["code"] == asked])


def pledge() -> None:
    """The form: how many, for how long, from what; then what it costs."""
    rows = now()
    asked = st.query_params.get("kode", rows["code"].iloc[0])
    row = rows[rows["code"] == asked].iloc[0]
    st.title(f"Desa {row['name']}")
    st.write(f"{row['eligible']:,} pekerja berhak, {row['active']:,} aktif")
    st.segmented_control("Untuk siapa?", ["Pekerja baru", "Lanjutan"], default="Pekerja baru")
    typed = st.text_input("Berapa pekerja?", key="commitment.workers")
    for column, number in zip(st.columns(5), (10, 25, 50, 100, "semua"), strict=True):
        column.button(str(number))
    length = st.number_input("Selama berapa bulan?", 1, 12, value=12)
    st.selectbox("Mulai bulan", [f"2027-{month:02}" for month in range(1, 13)])
    st.pills("Sumber dana", ["ADD", "DBH", "DD", "PADes"], default="ADD")
    if typed.isdigit():
        amount = int(typed) * int(length) * UNIT
        if_paid = (row["active"] + int(typed)) / row["eligible"]
        st.metric("Anggaran yang dijanjikan", f"Rp {amount:,}")
        st.write(f"{typed} pekerja x {length} bulan x Rp {UNIT:,}")
        st.metric("Cakupan bila dibayar", f"{if_paid:.1%}")
        st.progress(min(if_paid, 1.0))
        st.button("Kirim komitmen", type="primary")
    st.subheader("Riwayat komitmen")
    pledges = read(PLEDGES)
    st.dataframe(pledges[pledges["village_code"] == asked])


st.navigation(
    [
        st.Page(overview, title="Ringkasan", default=True),
        st.Page(village, title="Desa", url_path="desa"),
        st.Page(pledge, title="Komitmen", url_path="komitmen"),
    ]
).run()
