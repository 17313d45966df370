"""Thoughts by their own wire: they grow without runs of the page, and the page can do without the wire."""

import base64
import re
import urllib.request
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, WebSocket, WebSocketRoute, expect
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from components.live_protocol import PATH, Subscription
from tests.browser.proxy import Proxy
from tests.browser.room import CANARY, RoomServer
from tests.browser.steps import ask, chat_of, ended, enter, panel, prompt, requests_for, stored, thoughts
from tests.modelserver import ModelServer
from tests.waiting import eventually

# The first socket of a page, by which the wire is found, is opened when the test says so.
FOUND_LATE = """
window.WebSocket = new Proxy(WebSocket, {
    construct(Real, given) {
        if (!String(given[0]).includes("?page=")) return new Real(...given);
        const late = { close() {} };
        window.findWire = () => {
            const socket = new Real(...given);
            socket.onmessage = (event) => late.onmessage(event);
            socket.onclose = (event) => late.onclose(event);
        };
        return late;
    },
});
"""


def live(page: Page) -> str:
    """The words that have come by the wire, as they stand on the page."""
    return page.locator(".live-words > div:first-child").last.evaluate("it => it.textContent")


def marks(text: str) -> list[int]:
    return [int(found) for found in re.findall(r"mark-(\d{6})", text)]


def arrived(page: Page, mark: int) -> None:
    expect(page.locator(".live-words")).to_contain_text(f"mark-{mark:06d}")


def come(page: Page, url: str) -> None:
    """In the room, with the wire tried."""
    with page.expect_event("websocket", lambda socket: "/live/" in socket.url):
        enter(page, url)


def test_thoughts_grow_without_runs_of_the_page(room: RoomServer, page: Page) -> None:
    received: dict[str, int] = {"live": 0, "page": 0}
    frames: dict[str, int] = {"live": 0, "page": 0}

    def count(event: dict[str, Any]) -> None:
        frame, kind = event["response"], "page" if event["response"]["opcode"] == 2 else "live"
        text = frame["payloadData"]
        received[kind] += len(base64.b64decode(text)) if kind == "page" else len(text.encode())
        frames[kind] += 1

    question = "think-400-5-100 by the wire"
    come(page, room.url)
    ask(page, question)
    arrived(page, 3)
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.webSocketFrameReceived", count)
    arrived(page, 30)
    assert frames["live"] > 20 and received["live"] / (27 * 10) < 13  # a mark is about ten tokens
    assert received["page"] < 7_500  # at most one run of the fragment, with its buttons
    ended(page)
    kept = stored(room.database, question)["reasoning"]
    panel(page).locator("summary").click()
    expect(thoughts(page)).to_contain_text(f"mark-{marks(kept)[-1]:06d}")


def test_the_answer_grows_between_draws_and_no_word_is_missing_or_twice(room: RoomServer, page: Page) -> None:
    question = "think-50-400-80 and say it"
    come(page, room.url)
    ask(page, question)
    page.locator(".live-rest").wait_for()
    page.evaluate(
        """() => {
          window.seen = new Set(), window.drawn = new Set(), window.wrong = [];
          const look = () => {
            const parts = [...document.querySelectorAll('[class*="st-key-reply-"] [data-testid="stMarkdown"]')];
            const text = parts.filter((it) => !it.closest('[class*="st-key-thoughts-"]')).map((it) => it.textContent);
            const found = [...text.join(" ").matchAll(/mark-(\\d{6})/g)].map((it) => Number(it[1]));
            found.forEach((mark, at) => mark !== found[0] + at && window.wrong.push(found));
            window.seen.add(found.length);
            const rest = document.querySelector(".live-rest")?.textContent.match(/mark-\\d{6}/g) || [];
            window.drawn.add(found.length - rest.length);
            if (document.querySelector(".live-rest")) requestAnimationFrame(look);
          };
          look();
        }"""
    )
    ended(page)
    assert page.evaluate("wrong") == []
    # About one by one, and not only as often as the page draws Markdown.
    assert page.evaluate("seen.size") > 2 * page.evaluate("drawn.size")
    expect(page.locator(".live-rest")).to_have_count(0)
    assert "\u2063" not in page.locator('[class*="st-key-reply-"]').evaluate("it => it.textContent")


def test_what_is_marked_stays_marked_and_who_scrolled_up_is_led_back(room: RoomServer, page: Page) -> None:
    come(page, room.url)
    ask(page, "think-1200-5-100 and read it")
    arrived(page, 40)
    selected = page.evaluate(
        """() => {
          const text = document.querySelector(".live-words div div").firstChild;
          getSelection().setBaseAndExtent(text, 5, text, 40);
          return getSelection().toString();
        }"""
    )
    view = page.locator('[class*="st-key-view-live-"]')
    latest = page.get_by_role("button", name="Jump to latest")
    expect(latest).to_be_hidden()
    view.hover()
    page.mouse.wheel(0, -400)
    expect(latest).to_be_visible()
    stands = view.evaluate("it => it.querySelector('.live-words').getBoundingClientRect().top")
    arrived(page, 60)
    assert page.evaluate("getSelection().toString()") == selected
    assert abs(view.evaluate("it => it.querySelector('.live-words').getBoundingClientRect().top") - stands) < 2
    latest.click()
    expect(latest).to_be_hidden()
    page.locator(".st-key-stop button").click()


def test_a_whole_paragraph_is_dressed_but_never_under_a_selection(room: RoomServer, page: Page) -> None:
    come(page, room.url)
    ask(page, "think-1200-5-25 in bold")  # slowly: the first paragraph still grows when it is marked
    arrived(page, 1)
    page.evaluate(
        """() => {
          const text = document.querySelector(".live-words div div").firstChild;
          getSelection().setBaseAndExtent(text, 5, text, 10);
        }"""
    )
    arrived(page, 20)
    first, second = (page.locator(".live-words > div:first-child > div").nth(number) for number in (0, 1))
    expect(second.locator("code")).to_have_text("n = 3")
    expect(first).to_contain_text("**three things**")  # it was being marked
    page.evaluate("getSelection().removeAllRanges()")
    expect(page.locator(".live-words strong").first).to_have_text("three things")  # when it comes again
    found = marks(live(page))
    assert found == list(range(found[-1] + 1))
    page.locator(".st-key-stop button").click()


def test_a_refresh_in_the_middle_shows_all_of_it(room: RoomServer, page: Page) -> None:
    come(page, room.url)
    ask(page, "think-1500-5-100 and look away")
    arrived(page, 20)
    page.reload()
    # This turn is drawn by the page itself: that the new page has a wire is known from its next run on.
    expect(thoughts(page)).to_contain_text("mark-000040")
    found = marks(thoughts(page).evaluate("it => it.textContent"))
    assert found == list(range(found[-1] + 1))
    page.locator(".st-key-stop button").click()


def test_a_closed_panel_is_sent_no_words_and_an_opened_one_all(room: RoomServer, page: Page) -> None:
    sent: list[str] = []

    def watch(socket: WebSocket) -> None:
        if "/live/" in socket.url:
            socket.on("framereceived", lambda frame: sent.append(str(frame)))

    page.on("websocket", watch)
    come(page, room.url)
    ask(page, "think-1500-5-100 behind a door")
    arrived(page, 10)
    panel(page).locator("summary").click()
    expect(page.locator(".live-words")).to_have_count(0)
    clock = page.locator(".live-clock")
    before = clock.inner_text()
    expect(clock).not_to_have_text(before)
    sent.clear()
    page.wait_for_timeout(1_500)
    # What they are doing now it is told.
    assert sent and not any("mark-" in frame for frame in sent if '{"headline":' not in frame)
    panel(page).locator("summary").click()
    arrived(page, 40)
    found = marks(live(page))
    assert found == list(range(found[-1] + 1))
    page.locator(".st-key-stop button").click()


def test_a_lost_network_loses_and_doubles_nothing(room: RoomServer, page: Page) -> None:
    proxy = Proxy(room.port)
    try:
        come(page, proxy.url)
        ask(page, "think-1500-5-100 on a stage")
        arrived(page, 15)
        proxy.cut()
        page.wait_for_timeout(1_500)
        proxy.mend()
        arrived(page, 60)
        found = marks(live(page))
        assert found == list(range(found[-1] + 1))
        page.locator(".st-key-stop button").click()
        expect(page.get_by_role("button", name="Ask again").first).to_be_visible()
    finally:
        proxy.end()


@pytest.mark.parametrize("late", [False, True])
def test_without_the_wire_the_page_draws_the_thoughts_itself(room: RoomServer, page: Page, late: bool) -> None:
    """`late`: it can be had at first, and no more when it is needed."""
    tried: list[str] = []

    def refuse(socket: WebSocketRoute) -> None:
        tried.append(socket.url)
        if late and len(tried) == 1:
            socket.connect_to_server()
        else:
            socket.close(code=1011)

    page.route_web_socket(re.compile("/live/"), refuse)
    enter(page, room.url)
    if late:
        page.wait_for_timeout(1_000)
    ask(page, "think-2000-5-100 without it")
    expect(thoughts(page)).to_contain_text("mark-000030")
    if late:
        expect(page.locator(".live-words")).to_have_count(0)
    expect(page.get_by_text(re.compile(r"Thinking · \d+ s"))).to_be_visible()
    expect(page.locator(".st-key-stops").get_by_role("button", name="Answer now")).to_be_visible()
    page.locator(".st-key-stop button").click()
    expect(page.get_by_role("button", name="Ask again").first).to_be_visible()


def test_a_wire_that_is_found_after_the_question_takes_over(room: RoomServer, page: Page) -> None:
    page.add_init_script(FOUND_LATE)
    enter(page, room.url)
    ask(page, "think-400-5-50 before it is found")
    expect(thoughts(page)).to_contain_text("mark-000003")
    expect(page.locator(".live-words")).to_have_count(0)
    page.evaluate("findWire()")
    arrived(page, 12)
    ended(page)
    expect(page.locator(".live-words")).to_have_count(0)
    panel(page).locator("summary").click()
    assert marks(thoughts(page).inner_text()) == list(range(40))
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_strangers_are_told_nothing(model: ModelServer, browser: Browser, tmp_path: Any) -> None:
    """Of a room that is open to others: by another cookie, or by none."""
    keys = {"OPENROUTER_BASE_URL": model.url, "OPENROUTER_API_KEY": CANARY, "THINKROOM_OPEN_TO_ALL": "yes"}
    room = RoomServer(tmp_path, keys, "--server.address", "0.0.0.0")
    room.start()
    context = browser.new_context()
    page = context.new_page()
    come(page, room.url)
    ask(page, "think-2000-5-100 for me alone")
    arrived(page, 5)
    (mine,) = (one for one in context.cookies() if one.get("name", "").startswith("thinkroom"))
    another = urllib.request.urlopen(urllib.request.Request(room.url, headers={"Accept": "text/html"})).headers
    turn = page.locator(".live-words").get_attribute("data-turn") or ""
    address = f"{room.url.replace('http', 'ws')}{PATH}?run={Subscription(chat_of(page), turn, 0, 0, True, 0)}"
    theirs, made_up = another["Set-Cookie"].partition(";")[0], f"{mine.get('name')}={'w' * 43}.{'w' * 43}"
    known = (f"{mine.get('name')}={mine.get('value')}", "mark-000000"), (theirs, "[0,false]")
    for cookie, tells in (*known, (made_up, ""), ("", "")):
        with connect(address, additional_headers={"Cookie": cookie} if cookie else {}) as socket:
            try:
                assert tells in str(socket.recv(timeout=5)) and tells
            except ConnectionClosed:
                assert not tells
    name = page.evaluate("thinkroomPage")
    next_turn = f"{room.url.replace('http', 'ws')}{PATH}?next={name}"
    page.locator(".st-key-stop button").click()
    expect(page.get_by_role("button", name="Ask again").first).to_be_visible()
    with connect(next_turn, additional_headers={"Cookie": theirs}) as socket:
        ask(page, "think-20-5-100 again for me alone")
        ended(page, 2)
        with pytest.raises(TimeoutError):
            socket.recv(timeout=0.1)
    context.close()
    room.end()


def test_an_element_that_shows_nothing_takes_no_sign_from_one_that_does(room: RoomServer, page: Page) -> None:
    """An earlier turn's may be drawn anew at any moment: the page must still hear of what grows, and of its end."""
    come(page, room.url)
    ask(page, "think-20-20-100 before")
    ended(page)
    ask(page, "think-300-20-100 after")
    arrived(page, 3)
    page.evaluate(
        """async () => (await import('/live/scripts/live.js')).default({
            data: { runs: "[]", says: "" }, parentElement: document.createElement("div"), setTriggerValue() {} })"""
    )
    arrived(page, 20)
    ended(page, 2)


class Held:
    """What Streamlit says to a page, kept back for as long as a test wants."""

    def __init__(self, page: Page) -> None:
        self._holds, self._kept = False, list[str | bytes]()
        page.route_web_socket(re.compile("/_stcore/stream"), self._serve)

    def _serve(self, socket: WebSocketRoute) -> None:
        self._page = socket
        socket.connect_to_server().on_message(self._told)

    def _told(self, message: str | bytes) -> None:
        self._kept.append(message)
        if not self._holds:
            self.let_go()

    def hold(self) -> None:
        self._holds = True

    def let_go(self) -> None:
        self._holds = False
        while self._kept:
            self._page.send(self._kept.pop(0))


@pytest.mark.parametrize("again", [False, True], ids=["a new chat", "a chat that was there"])
@pytest.mark.parametrize("spec", ["think-900-5-100", "think-0-900-100"], ids=["thoughts", "an answer"])
def test_the_first_words_stand_before_the_page_is_drawn_and_once(
    room: RoomServer, model: ModelServer, page: Page, again: bool, spec: str
) -> None:
    held = Held(page)
    come(page, room.url)
    if again:
        ask(page, "say so")
        ended(page)
    question = f"{spec} at once {again}"
    with page.expect_event("websocket", lambda socket: "next=" in socket.url):
        prompt(page).press_sequentially(question)
    held.hold()
    prompt(page).press("Enter")
    first = page.locator(".first-turn")
    expect(first).to_contain_text("mark-000003")
    expect(first).to_contain_text(question)
    expect(first).to_be_in_viewport()
    expect(page.locator(".st-key-room").get_by_text(question, exact=True)).to_have_count(1)
    assert page.locator(".st-key-room").inner_text().count("mark-000003") == 1
    page.evaluate(
        """() => {
          const room = document.querySelector(".st-key-room");
          window.counts = [];
          const look = () => {
            const headline = room.querySelector(".live-headline")?.innerText ?? ""; // says some of it once more
            counts.push(room.innerText.replace(headline, "").split("mark-000003").length - 1);
            if (counts.length < 60) requestAnimationFrame(look);
          };
          look();
        }"""
    )
    held.let_go()
    expect(page.locator('[class*="st-key-reply-"]').last).to_contain_text("mark-000010")
    expect(first).to_have_count(0)
    expect(page.locator(".st-key-room").get_by_text(question, exact=True)).to_have_count(1)
    assert eventually(lambda: page.evaluate("counts.length") >= 60)
    assert max(page.evaluate("counts")) == 1
    page.locator(".st-key-stop button").click()
    expect(page.get_by_role("button", name="Ask again").last).to_be_visible()
    assert len(requests_for(model, question)) == 1


def test_first_words_give_way_also_where_the_end_is_told_after_all_was_drawn(room: RoomServer, page: Page) -> None:
    late: list[tuple[WebSocketRoute, Any]] = []
    holds = False

    def serve(route: WebSocketRoute) -> None:
        server = route.connect_to_server()
        server.on_message(
            lambda told: late.append((route, told)) if holds and told == "[0,false]" else route.send(told)
        )

    page.route_web_socket(re.compile(r"/thoughts\?next="), serve)
    come(page, room.url)
    ask(page, "think-10-10-0 before")
    ended(page)
    holds = True
    prompt(page).press_sequentially("think-10-10-0 at once and late")
    prompt(page).press("Enter")
    again = page.get_by_role("button", name="Ask again", include_hidden=True).nth(1)
    expect(again).to_be_attached()
    assert eventually(lambda: late)
    page.evaluate(
        """() => new Promise((still) => {
          let waiting = setTimeout(still, 1000);
          const look = new MutationObserver(() => {
            clearTimeout(waiting);
            waiting = setTimeout(still, 1000);
          });
          look.observe(document.body, { childList: true, subtree: true });
        })"""
    )
    route, told = late.pop()
    route.send(told)
    expect(again).to_be_visible()
    expect(page.locator(".first-turn")).to_have_count(0)
