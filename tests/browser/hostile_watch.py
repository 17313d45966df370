"""Whoever watches a page that shows hostile text: what it asked for, what ran, what stands on it."""

import re
from typing import Any

from playwright.sync_api import ConsoleMessage, Dialog, Locator, Page

from tests.browser.canary import Canary

# What Streamlit's page says under its own policy without anything of ours on it.
HARMLESS = re.compile(r"favicon|Executing inline script violates .*script-src|WebSocket connection to .* failed")
# Elements that load, run, send or restyle something, and anything that came by a directive; icons are drawn by names.
FOREIGN = """area => {
  const found = [...area.querySelectorAll(`img, picture, iframe, frame, script, object, embed, link, meta, base, form,
    video, audio, source, style, math maction, [data-testid="stMermaidChart"], .stMarkdownShimmer,
    .stMarkdownColoredBackground, svg :is(image, use, script, foreignObject)`)]
    .map((one) => one.outerHTML.slice(0, 200));
  for (const one of area.querySelectorAll("*")) {
    if (/url\\(/.test(one.getAttribute("style") ?? "")) found.push(one.outerHTML.slice(0, 200));
    if ([...one.attributes].some((it) => /^on|^formaction$|^srcdoc$/.test(it.name))) {
      found.push(one.outerHTML.slice(0, 200));
    }
  }
  // Our own mark of a host is quiet text in brackets; the room's own sentences are in none.
  for (const one of area.querySelectorAll(".stMarkdownColoredText, span[role=img]"))
    if (!one.closest("a") && !/^\\([^()]+\\)$/.test(one.textContent) && area.dataset.own === undefined
        && !one.closest("button, summary, label")) found.push(one.outerHTML.slice(0, 200));
  for (const one of area.querySelectorAll(".stMarkdownBadge"))
    if (area.dataset.own === undefined || !/(question only|question . thoughts)$/.test(one.textContent))
      found.push(one.outerHTML.slice(0, 200));
  return found;
}"""
LINKS = """area => [...area.querySelectorAll("a")].map((one) => {
  let after = "";
  for (let next = one.nextSibling; next && after.length < 300; next = next.nextSibling) after += next.textContent;
  return { url: one.getAttribute("href"), target: one.target, rel: one.rel, words: one.textContent, after };
})"""
UNSEEN = re.compile(r"[\s\u200b-\u200f\u00ad\u2060\ufeff\u061c]")


class Watch:
    def __init__(self, page: Page, canary: Canary, url: str) -> None:
        """Before the page goes anywhere. `url` is where it may ask."""
        self._page, self._canary = page, canary
        self.odd: list[str] = []
        page.on("request", lambda sent: self._note(sent.url) if not self._ours(sent.url, url) else None)
        page.on("console", lambda told: self._hear(told, url))
        page.on("pageerror", lambda error: self._note(str(error)))
        page.on("dialog", self._refuse)
        page.on("popup", lambda other: self._note(f"a window: {other.url}"))

    def _refuse(self, dialog: Dialog) -> None:
        self._note(f"dialog: {dialog.message}")
        dialog.dismiss()

    def clean(self) -> None:
        """Nothing was asked for, nothing ran, nothing broke."""
        assert not self.odd, self.odd
        assert self._canary.seen == (0, []), self._canary.seen
        assert self._page.evaluate("window.seized") is None

    def _hear(self, told: ConsoleMessage, url: str) -> None:
        # What a policy would have refused, if it were more than told of, is no error.
        if told.type != "error" and "violates the following Content Security Policy" not in told.text:
            return
        # Where a page has an address of its own, Streamlit looks for its server below that first.
        if not told.location["url"].startswith(f"{url}/injection/_stcore/"):
            self._note(told.text)

    def _note(self, odd: str) -> None:
        if not HARMLESS.search(odd):
            self.odd.append(odd[:300])

    def _ours(self, asked: str, url: str) -> bool:
        return asked.startswith((f"{url}/", url.replace("http", "ws", 1), "data:", "blob:"))


def plain(area: Locator, own_words: bool = False) -> None:
    """Only text and links stands there, and each link is safe to click. `own_words`: and sentences of the room's."""
    if own_words:
        area.evaluate("area => { area.dataset.own = '' }")
    found = area.evaluate(FOREIGN)
    assert not found, found
    links: list[dict[str, Any]] = area.evaluate(LINKS)
    for link in links:
        assert re.match(r"https?://|mailto:", link["url"]), link
        assert link["target"] == "_blank" and {"noopener", "noreferrer"} <= {*link["rel"].split()}, link
        host = re.sub(r"\A\w+:(?://)?|[/?#].*", "", link["url"], flags=re.S)
        itself = re.match(rf"[*_~ ]*(?:https?://|mailto:)?{re.escape(host)}", UNSEEN.sub("", link["words"]), re.I)
        assert itself or UNSEEN.sub("", link["after"]).startswith(f"({host})"), link


def seen(area: Locator) -> str:
    """What can be read there, without the marks that are only for the order and the breaks of it."""
    return UNSEEN.sub("", area.inner_text())
