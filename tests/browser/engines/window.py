"""A window of any browser: what its engine must be able to do, and what people do in it."""

import json
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.waiting import eventually

PATIENCE = 20.0  # seconds; machines are noisy, and what is awaited usually comes within one
PAUSE = 0.03  # between two looks

# What can be seen of `selector`, by the name that is read out where one is given: an icon's is not part of it.
FOUND = """
const named = (element) => {
  const copy = element.cloneNode(true);
  const icons = copy.querySelectorAll("[data-testid=stIconMaterial], [data-testid=stShortcut], kbd");
  for (const icon of icons) icon.remove();
  return (element.getAttribute("aria-label") || copy.textContent).trim();
};
const found = [...document.querySelectorAll(selector)]
  .filter((element) => element.getClientRects().length && (!name || named(element) === name));
"""
TEXT = f"(selector, name, number) => {{ {FOUND} return found.at(number)?.innerText ?? ''; }}"
COUNT = f"(selector, name) => {{ {FOUND} return found.length; }}"
# Where a click meets it: null while it is not there, is disabled, or lies under something else.
SPOT = f"""(selector, name, number) => {{ {FOUND}
  const element = found.at(number);
  if (!element || element.disabled) return null;
  const outside = (box) => box.top < 0 || box.bottom > innerHeight || box.left < 0 || box.right > innerWidth;
  if (outside(element.getBoundingClientRect())) element.scrollIntoView({{ block: "center", behavior: "instant" }});
  const box = element.getBoundingClientRect();
  const [x, y] = [Math.round(box.x + box.width / 2), Math.round(box.y + box.height / 2)];
  const hit = document.elementFromPoint(x, y);
  return element.contains(hit) || hit?.contains(element) ? [x, y] : null;
}}"""
# Where everything is, two frames after it was: null while the page is being drawn.
STILL = """() => new Promise((tell) => requestAnimationFrame(() => requestAnimationFrame(() => tell(
  document.querySelector('[data-test-script-state="notRunning"]')
    && JSON.stringify([...document.querySelectorAll("button, summary")].map((it) => it.getBoundingClientRect()))))))"""
SIDEWAYS = """() => [document.scrollingElement, ...document.querySelectorAll("[data-testid=stMain]")]
  .map((element) => element.scrollWidth - element.clientWidth)"""


@dataclass(frozen=True, slots=True)
class Place:
    """What can be seen of a CSS `selector`, of these the ones with this `name`, of these the one with this `number`
    (-1 the last)."""

    selector: str
    name: str = ""
    number: int = 0


def button(name: str, number: int = 0) -> Place:
    return Place("button", name, number)


def link(name: str, number: int = 0) -> Place:
    return Place("a", name, number)


Where = Place | str  # a selector alone is its first


class Window(ABC):
    """To be closed by whoever opened it."""

    @abstractmethod
    def open(self, url: str) -> None:
        """And wait until the page is there; what it draws by itself may still be on its way."""

    @abstractmethod
    def reload(self) -> None:
        """As F5 does."""

    @abstractmethod
    def evaluate(self, expression: str) -> Any:
        """The value of an expression in the page as JSON; of a promise, what it comes to."""

    @abstractmethod
    def press(self, key: str) -> None:
        """`a`, `Enter`, `Control+a` …"""

    @abstractmethod
    def write(self, text: str) -> None:
        """Key by key into what has the focus."""

    @abstractmethod
    def click_at(self, x: int, y: int) -> None: ...

    @abstractmethod
    def resize(self, width: int, height: int) -> None:
        """The size that the page sees."""

    @abstractmethod
    def picture(self) -> bytes:
        """PNG."""

    @abstractmethod
    def complaints(self) -> list[str]:
        """The errors of the console so far, as far as the engine tells of them."""

    @abstractmethod
    def close(self) -> None: ...

    def run(self, function: str, *arguments: Any) -> Any:
        """`(a, b) => …`, with arguments and a result that JSON can hold."""
        return self.evaluate(f"({function})(...{json.dumps(arguments)})")

    def text(self, where: Where = "body") -> str:
        """What can be read there; "" where nothing is."""
        return self.run(TEXT, *_parts(where))

    def count(self, where: Where) -> int:
        return self.run(COUNT, *_parts(where)[:2])

    def sideways(self) -> int:
        """By how many pixels the page can be scrolled sideways."""
        return max(self.run(SIDEWAYS))

    def until(self, true: Callable[[], Any], what: str, within: float = PATIENCE) -> None:
        """Wait for it; `what` is told with the page's text where it does not come."""
        if not eventually(lambda: true() or time.sleep(PAUSE), within):
            raise AssertionError(
                f"{what}: not within {within:g} s. {self.complaints()} The page:\n{self.text()[:3000]}"
            )

    def see(self, words: str, where: Where = "body", within: float = PATIENCE) -> None:
        """Wait until these words can be read there."""
        self.until(lambda: words in self.text(where), f"“{words}” in {where}", within)

    def see_no(self, where: Where, within: float = PATIENCE) -> None:
        """Wait until nothing of it can be seen."""
        self.until(lambda: not self.count(where), f"no {where}", within)

    def rest(self) -> None:
        """Wait until the page is drawn and nothing in it moves: what ends a turn may move what is to be clicked."""
        before: str | None = None

        def still() -> bool:
            nonlocal before
            earlier, before = before, self.run(STILL)
            return before is not None and before == earlier

        self.until(still, "nothing moves")

    def click(self, where: Where) -> None:
        """As soon as it stands still and nothing lies over it."""
        place = _parts(where)
        before: list[int] | None = None

        def still() -> bool:
            nonlocal before
            earlier, before = before, self.run(SPOT, *place)
            return before is not None and before == earlier

        self.until(still, f"a click on {where}")
        assert before
        self.click_at(before[0], before[1])

    def fill(self, where: Where, text: str) -> None:
        """In place of what stands in the field."""
        self.click(where)
        self.press("Control+a")
        self.write(text)


def _parts(where: Where) -> tuple[str, str, int]:
    place = Place(where) if isinstance(where, str) else where
    return place.selector, place.name, place.number
