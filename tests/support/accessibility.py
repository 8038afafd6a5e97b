"""What a machine can find of a page that keeps somebody out: axe's rules, and targets too small for a thumb."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

THUMB = 44
"""CSS pixels: the least width and height of what is pressed on a phone."""

_GRAVE = ("serious", "critical")
_AXE = Axe()
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Left out: what is folded away (the menu's drawer), what the keyboard skips because its field does the same (a
# selectbox's arrow), and a slider's invisible field (its knob lies over it).
_SMALL = """(thumb) => [...document.querySelectorAll(
    'a[href], button, input, select, textarea, summary, [role=button], [role=tab], [role=combobox]')]
  .filter((node) => node.checkVisibility({opacityProperty: true, visibilityProperty: true}) && node.tabIndex >= 0
    && node.type !== 'range' && !node.closest('[inert], [aria-hidden=true], [data-testid=stSidebar]'))
  .map((node) => ['checkbox', 'radio'].includes(node.type) && node.closest('label') || node)
  .filter((node) => {
    const box = node.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && Math.min(box.width, box.height) < thumb - .5;
  })
  .map((node) => node.outerHTML.slice(0, 200))"""


def barriers(page: Page) -> list[str]:
    """Each serious or critical finding of axe's rules for WCAG 2.2 at level AA, as `rule: markup`; of a page at rest."""
    return _told(page, _RULES)


def low_contrast(page: Page) -> list[str]:
    """The same for the contrast of texts alone, on a page that `barriers` has looked at before."""
    return _told(page, ["color-contrast"])


def small_targets(page: Page) -> list[str]:
    """What can be pressed and is smaller than a thumb, as its markup."""
    found: list[str] = page.evaluate(_SMALL, THUMB)
    return found


def _told(page: Page, only: list[str]) -> list[str]:
    response: dict[str, Any] = _AXE.run(page, options={"runOnly": only, "resultTypes": ["violations"]}).response
    return [
        f"{found['id']}: {node['html'][:200]}"
        for found in response["violations"]
        if found["impact"] in _GRAVE
        for node in found["nodes"]
    ]


_FOCUS = """() => {
  const drawn = (node) => {
    const style = getComputedStyle(node);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 || style.boxShadow !== 'none';
  };
  for (let node = document.activeElement, up = 0; node && up < 4; node = node.parentElement, up += 1)
    if (drawn(node)) return true;
  return [null, document.body].includes(document.activeElement);
}"""


def shows_focus(page: Page) -> bool:
    """Whether something is drawn round what has the focus, or round its field; true where nothing has it."""
    return bool(page.evaluate(_FOCUS))
