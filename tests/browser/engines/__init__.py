"""One face for three engines, so that a walk is written once and taken in each of them.

    def test_something(room, window):  # in Chromium, in Firefox and in WebKitGTK
        window.open(room.url)
        window.fill(PROMPT, "say hello")
        window.press("Enter")
        window.click(button("Copy"))
        window.see("hello", "[class*=st-key-reply-]")

Chromium is driven by Playwright, Firefox by WebDriver BiDi, WebKitGTK by WebDriver and a display of its own. What an
engine does itself is in its module; everything else follows from that, in `window`.
"""

from .chromium import Chromium
from .firefox import Firefox, firefox_lacks
from .webkit import WebKit, webkit_lacks
from .window import Place, Window, button, link

__all__ = ["Chromium", "Firefox", "Place", "WebKit", "Window", "button", "firefox_lacks", "link", "webkit_lacks"]
