"""Markup helpers: what people type stays text, and what is shown is also said."""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser

import pytest

from components.markup import badge, bar, figure, headline, notice, source_line

HOSTILE = [
    "<script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "' onfocus='alert(1)",
    "</p><img src=x onerror=alert(1)>",
    "&lt;b&gt; & co",
]
HELPERS = [
    lambda text: headline([text, (text, "exists")]),
    badge,
    source_line,
    lambda text: figure(text, text, "pledged"),
    lambda text: notice("warning", text),
]


class Reader(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.tags, self.names, self.text = [], set(), ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.names |= {name for name, _ in attrs}

    def handle_data(self, data):
        self.text += data


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("helper", HELPERS)
def test_hostile_text_stays_text(helper, text):
    hostile, harmless = Reader(helper(text)), Reader(helper("x"))

    assert (hostile.tags, hostile.names) == (harmless.tags, harmless.names)
    assert hostile.text.replace(text, "x") == harmless.text
    assert escape(text) in helper(text)


def test_markdown_is_shown_as_it_was_typed():
    assert Reader(source_line("**Rp 5** [x](http://y) `z`")).text == "**Rp 5** [x](http://y) `z`"


def test_headline_is_a_heading_whose_figures_carry_their_role():
    html = headline(["Dari ", ("13.885", "plain"), ", ", ("5.529", "exists"), "; ", ("2.802", "pledged"), "."])

    assert html == (
        '<h2 class="rb-headline">Dari <b class="rb-plain">13.885</b>, '
        '<b class="rb-exists">5.529</b>; <b class="rb-pledged">2.802</b>.</h2>'
    )


def test_badge_and_source_line_are_one_element_each():
    assert badge("DATA CONTOH") == '<span class="rb-badge">DATA CONTOH</span>'
    assert source_line("data Oktober 2026") == '<p class="rb-source">data Oktober 2026</p>'


def test_figure_stands_under_its_label():
    reader = Reader(figure("Cakupan", "39,8%", "exists"))

    assert (reader.text, "rb-exists" in figure("Cakupan", "39,8%", "exists")) == ("Cakupan39,8%", True)


@pytest.mark.parametrize(
    ("shares", "spoken"),
    [
        ((0.377, 0.574, 0.6), "cakupan 37,7%, 57,4% bila dibayar, target 60,0%"),
        ((0.377, None, None), "cakupan 37,7%"),
        ((0.377, 0.377, None), "cakupan 37,7%"),
        ((None, None, 0.6), "tidak ada pekerja berhak, target 60,0%"),
    ],
)
def test_bar_says_what_it_draws(shares, spoken):
    assert f'aria-label="{spoken}"' in bar(*shares)


def test_bar_draws_the_pledged_part_and_the_target_only_where_they_exist():
    full, plain = bar(0.4, 0.5, 0.6), bar(0.4)

    assert [name in full for name in ("rb-bar-now", "rb-bar-paid", "rb-bar-target")] == [True, True, True]
    assert [name in plain for name in ("rb-bar-now", "rb-bar-paid", "rb-bar-target")] == [True, False, False]


def test_bar_never_leaves_its_track():
    assert 'style="--now:100.00%;--target:100.00%"' in bar(1.2, 1.1, 1.5)


@pytest.mark.parametrize(
    ("kind", "role", "mark"),
    [("info", "status", "i"), ("success", "status", "✓"), ("warning", "alert", "!"), ("error", "alert", "×")],
)
def test_notice_has_a_mark_beside_its_colour(kind, role, mark):
    html = notice(kind, "Sudah tersimpan.")

    assert Reader(html).text == f"{mark}Sudah tersimpan."
    assert (f'role="{role}"' in html, f"rb-notice-{kind}" in html) == (True, True)


@pytest.mark.parametrize(
    "build",
    [lambda: notice("fatal", "x"), lambda: figure("a", "b", "rainbow"), lambda: headline([("x", "red")])],
)
def test_an_unknown_kind_or_role_is_refused_with_the_known_ones(build):
    with pytest.raises(ValueError, match="use one of"):
        build()
