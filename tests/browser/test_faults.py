"""What goes wrong: one clear sentence, what to do next, the question kept; no key anywhere; hostile text stays text.
Of each kind of sentence one is looked at here; tests/test_faults_page.py has them all."""

import re
import socket
import threading
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.room import CANARY, RoomServer, free_port
from tests.browser.steps import ask, ended, enter, panel, press, requests_for, set_to, thoughts
from tests.modelserver import ModelServer


@pytest.mark.parametrize(
    ("behaviour", "what", "next_step"),
    [
        ("error-401", "OpenRouter refused the key, so nothing was asked.", "Correct the key in the room"),
        ("error-402", "it may take up to 8,192 tokens, and they pay for 113.", "set max tokens to 113 or less"),
        ("error-429", "accepts no more requests for the moment.", "Try again in 7 s"),
        ("error-429-day", "The free requests of this day at OpenRouter are used up.", "a model that is not free"),
        ("html", "something that is not a chat reply.", "Check its address"),
        ("hang-up", "Connection lost.", "Try again"),
    ],
)
def test_a_refusal_is_one_sentence_with_what_to_do_next(
    room: RoomServer, model: ModelServer, page: Page, behaviour: str, what: str, next_step: str
) -> None:
    question = f"{behaviour} please"
    enter(page, room.url)
    ask(page, question)
    expect(page.get_by_text(what)).to_be_visible()
    expect(page.get_by_text(next_step).first).to_be_visible()
    expect(page.get_by_text("Your question is kept.")).to_be_visible()
    expect(page.get_by_text(question, exact=True).last).to_be_visible()
    before = len(requests_for(model, question))
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("2 / 2")).to_be_visible()
    assert len(requests_for(model, question)) == before + 1
    expect(page.get_by_test_id("stException")).to_have_count(0)


@pytest.mark.parametrize("behaviour", ["cut-60", "close-60", "midway-error-60"])
def test_what_arrived_before_a_fault_is_kept(room: RoomServer, page: Page, behaviour: str) -> None:
    enter(page, room.url)
    ask(page, f"{behaviour} half of it")
    expect(page.get_by_text("incomplete")).to_be_visible()
    press(panel(page).locator("summary"), thoughts(page))
    # A reset may throw away what had not been read yet: that is TCP, not ours.
    expect(thoughts(page)).to_contain_text("mark-000001")
    expect(page.get_by_role("button", name="Try again")).to_be_visible()


@pytest.mark.parametrize(
    ("form", "what", "next_step"),
    [
        ("limited", "it accepts no more requests for the moment.", "Try again in 7 s"),
        ("refused", "its filter does not allow the rest.", "Reword the question"),
        ("limit", "The provider broke off at the token limit.", "Set max tokens higher"),
    ],
)
def test_an_error_inside_the_stream_tells_why_and_keeps_the_thoughts(
    room: RoomServer, page: Page, form: str, what: str, next_step: str
) -> None:
    question = f"midway-{form}-60 half of it"
    enter(page, room.url)
    ask(page, question)
    expect(page.get_by_text(what)).to_be_visible()
    expect(page.get_by_text("This is incomplete; what arrived is kept.")).to_be_visible()
    expect(page.get_by_text(next_step).first).to_be_visible()
    expect(page.get_by_text(question, exact=True).last).to_be_visible()
    expect(page.get_by_role("button", name="Try again")).to_be_enabled()
    press(panel(page).locator("summary"), thoughts(page))
    expect(thoughts(page)).to_contain_text("mark-000001")
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_the_token_limit_told_as_an_error_leaves_the_limit_to_be_raised(room: RoomServer, page: Page) -> None:
    enter(page, room.url)
    ask(page, "midway-after-length-60 all of it")
    expect(page.get_by_text("The model used its whole budget thinking, so there is no answer.")).to_be_visible()
    expect(page.get_by_role("button", name="Raise the limit")).to_be_visible()
    expect(page.get_by_text("The provider's own words")).to_have_count(0)


def test_a_wait_is_counted_down_beside_the_button_and_then_the_timer_ends(room: RoomServer, page: Page) -> None:
    sent: list[float] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda _: sent.append(time.monotonic())))
    enter(page, room.url)
    ask(page, "error-429 wait for it")
    told = page.get_by_text(re.compile(r"The provider asks to wait · \d s|The wait is over\."))
    expect(page.get_by_role("button", name="Try again")).to_be_enabled()
    seen: list[str] = []
    while (now := told.inner_text()) != "The wait is over.":
        seen += [now] if now not in seen else []
        page.wait_for_timeout(200)
    assert len(seen) >= 4 and seen == sorted(seen, reverse=True)
    expect(told).to_have_count(1)
    page.wait_for_timeout(1000)
    sent.clear()
    page.wait_for_timeout(5000)
    assert len(sent) <= 2  # the page looks every 3 s for what other windows did; a timer would have ticked five times
    expect(page.get_by_role("button", name="Try again")).to_be_enabled()
    page.reload()
    expect(page.get_by_text("The wait is over.")).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_during_the_wait_the_button_works(room: RoomServer, model: ModelServer, page: Page) -> None:
    question = "error-429 at once"
    enter(page, room.url)
    ask(page, question)
    expect(page.get_by_text("The provider asks to wait")).to_be_visible()
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("2 / 2")).to_be_visible()
    assert len(requests_for(model, question)) == 2
    expect(page.get_by_text("The provider asks to wait")).to_be_visible()


def test_an_unreachable_server_is_told_and_named(page: Page, tmp_path: Path) -> None:
    nobody = f"http://127.0.0.1:{free_port()}/v1"
    room = RoomServer(tmp_path, {"CUSTOM_BASE_URL": nobody, "OPENROUTER_API_KEY": ""}).start()
    enter(page, room.url)
    ask(page, "is anybody there")
    expect(page.get_by_text("could not be reached.")).to_be_visible()
    expect(page.get_by_text("Your question is kept.")).to_be_visible()
    room.end()


def test_without_a_key_the_room_says_how_to_add_one_and_takes_it(page: Page, tmp_path: Path) -> None:
    room = RoomServer(tmp_path, {"OPENROUTER_API_KEY": ""}).start()
    enter(page, room.url)
    set_to(page, "Server", "OpenRouter")
    expect(page.get_by_text("No key is set for OpenRouter, so it cannot answer yet.")).to_be_visible()
    ask(page, "without a key")
    expect(page.get_by_text("No key is set for OpenRouter, so nothing was asked.")).to_be_visible()
    page.get_by_role("button", name="Add a key").click()
    page.get_by_label("Key for OpenRouter").fill(CANARY)
    page.get_by_label("Key for OpenRouter").press("Enter")
    expect(page.get_by_role("button", name="Your key")).to_be_visible()
    page.reload()  # it survives a refresh, and stands in no field
    expect(page.get_by_role("button", name="Your key")).to_be_visible()
    assert CANARY not in page.content()
    page.get_by_role("button", name="Your key").click()
    page.get_by_role("button", name="Forget key").click()
    expect(page.get_by_role("button", name="Add a key")).to_be_visible()
    room.end()
    _nowhere(room)


def test_no_key_reaches_a_page_an_address_a_file_a_log_or_the_store(
    model: ModelServer, page: Page, tmp_path: Path
) -> None:
    limits = {"THINKROOM_PERSON_DAILY_TURNS": "50", "THINKROOM_DAILY_TURNS": "60"}
    own_room = RoomServer(tmp_path, {"OPENROUTER_BASE_URL": model.url, "OPENROUTER_API_KEY": CANARY, **limits}).start()
    came: list[bytes] = []  # all that the browser is sent, by request and by socket

    def note(frame: str | bytes) -> None:
        came.append(frame.encode() if isinstance(frame, str) else frame)

    page.on("websocket", lambda opened: opened.on("framereceived", note))
    for question in ("error-401 echo", "error-402 echo", "think-20-10-0 fine", "cut-20 gone", "html page"):
        enter(page, own_room.url)
        ask(page, question)
        ended(page)
        if (words := page.get_by_text("The provider's own words")).count():
            words.click()
            expect(page.get_by_test_id("stCode")).to_be_visible()
        for opened in ("Costs", "Add a key", "Advanced"):
            page.get_by_role("button", name=opened).click()
            expect(page.get_by_test_id("stPopoverBody").first).to_be_visible()
            page.keyboard.press("Escape")
        assert CANARY not in page.content() and CANARY not in page.url
        (chat,) = re.findall(r"chat=([\w-]+)", page.url)
        forms = [f"chats/{chat}?as={form}&thoughts=yes&arrived=yes" for form in ("html", "md", "json")]
        for form in (*forms, f"recordings/{chat}?as=thinkroom.jsonl"):
            file = page.request.get(f"{own_room.url}/exports/{form}")
            came.append(file.body())
            assert file.ok
    own_room.end()
    assert len(came) > 100 and not [said for said in came if CANARY.encode() in said]
    _nowhere(own_room)


def _nowhere(room: RoomServer) -> None:
    files = [path for path in room.folder.rglob("*") if path.is_file()]
    assert room.database in files and room.log in files
    assert not [path for path in files if CANARY.encode() in path.read_bytes()]


def test_hostile_text_stays_text_and_asks_nobody_for_anything(room: RoomServer, page: Page) -> None:
    asked: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as canary:
        port = canary.getsockname()[1]
        threading.Thread(target=_count, args=(canary, asked), daemon=True).start()
        evil = (
            f"![a](http://127.0.0.1:{port}/i) ![b][r] <img src=http://127.0.0.1:{port}/h> :red[x] :material/home: "
            f":smile: a -> b x:y[0] $5 and $6 H~2~O `![c](http://127.0.0.1:{port}/c)`"
        )
        enter(page, room.url)
        ask(page, f"say {evil}")
        ended(page)
        panel(page).locator("summary").click()
        expect(thoughts(page)).to_contain_text("H~2~O")
        for place in (thoughts(page), page.locator('[class*="st-key-turn-"] .stMarkdown').last):
            shown = (place.text_content() or "").replace("\u2060", "")
            for literal in (":red[x]", ":material/home:", ":smile:", "a -> b", "x:y[0]", "$5 and $6", "H~2~O", "<img"):
                assert literal in shown, (literal, shown)
            assert place.locator("img").count() == 0
        page.goto(room.url)
        page.goto(f"{room.url}/guide")
    assert asked == []


def _count(listener: socket.socket, asked: list[str]) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        asked.append(connection.recv(1000).decode(errors="replace"))
        connection.close()


def test_formulas_and_code_are_shown_as_such(room: RoomServer, page: Page) -> None:
    enter(page, room.url)
    ask(page, r"say Speed is \(v = \sqrt{2gh}\) and $x^2$ and \[E = mc^2\] and `a:b[0]`")
    ended(page)
    answer = page.locator('[class*="st-key-turn-"] .stMarkdown').last
    expect(answer.locator(".katex")).to_have_count(3)
    expect(answer.locator("code")).to_have_text("a:b[0]")


def test_beyond_this_machine_a_cookie_tells_people_apart(browser: Browser, model: ModelServer, tmp_path: Path) -> None:
    keys = {"OPENROUTER_BASE_URL": model.url, "OPENROUTER_API_KEY": CANARY, "THINKROOM_OPEN_TO_ALL": "yes"}
    room = RoomServer(tmp_path, keys, "--server.address", "0.0.0.0").start()
    first, second = browser.new_context(), browser.new_context()
    page = first.new_page()
    enter(page, room.url)
    ask(page, "say only mine")
    ended(page)
    stranger = second.new_page()
    stranger.goto(page.url)
    expect(stranger.get_by_role("heading", name="This chat was not found")).to_be_visible()
    expect(stranger.get_by_text("Your chats will appear here.")).to_be_visible()
    page.reload()
    ended(page)
    (cookie,) = [cookie for cookie in first.cookies() if cookie.get("name") == f"thinkroom_owner_{room.port}"]
    assert cookie.get("httpOnly") is True and cookie.get("sameSite") == "Lax"
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}\.[A-Za-z0-9_-]{43}", cookie.get("value", ""))
    first.close()
    second.close()
    room.end()
