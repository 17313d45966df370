"""The pages as a person sees them: the real script with a real room, asked over HTTP; no browser yet."""

import sqlite3
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit import config

from components.injection import PRESETS, TOY_PRESETS
from components.room import LOCAL, get_room
from components.ui import element_keys
from components.ui.chat.empty import SUGGESTIONS, TOY_SUGGESTIONS
from components.ui.state.tab import Above
from tests.modelserver import ModelServer
from tests.modelserver.behaviour import perform
from tests.modelserver.script import Spoken
from tests.pages import AWAY, HOME, KEY, ROOT, Page, comes_with, own_room
from tests.waiting import eventually

THOUGHTS = "so the user wants me"  # how the reasoning of the model server begins


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer() as running:
        yield running


@pytest.fixture(autouse=True)
def room(server: ModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A room of its own for each test."""
    without = {"CUSTOM_BASE_URL": "", "CUSTOM_API_KEY": "", "THINKROOM_MODEL": "test/model"}
    # A refusal is seen at once.
    with own_room(tmp_path, monkeypatch, server, **without, THINKROOM_RETRIES="0"):
        yield


# The options that the design rests on


def test_the_hidden_options_are_those_that_were_measured() -> None:
    told = tomllib.loads((ROOT / ".streamlit/config.toml").read_text("utf-8"))
    assert st.__version__ == "1.67.0"
    assert told["runner"] == {"postScriptGC": False, "magicEnabled": False}
    assert config.get_option("runner.postScriptGC") is False
    assert "global" not in told and config.get_option("global.minCachedMessageSize") == 10_000
    assert config.get_option("server.address") == told["server"]["address"] == "127.0.0.1"


# The chat page


def test_an_empty_room_offers_four_questions() -> None:
    page = Page()
    assert [label for label in page.buttons if label in SUGGESTIONS] == [*SUGGESTIONS] and len(SUGGESTIONS) == 4
    assert "How would you build the world's tallest skyscraper?" in SUGGESTIONS and "Stop" not in page.buttons
    assert page.panels == [] and "Watch a model think" in page.words and "key is set" not in page.words


@pytest.mark.slow
def test_a_suggestion_is_asked_with_one_click(server: ModelServer) -> None:
    question = next(iter(SUGGESTIONS))
    page = Page().click(question).until(lambda page: "Ask again" in page.buttons)
    assert [text.value for text in page.at.text] == [question] and server.requests[0].prompt == question
    assert not any(str(button.key).startswith("try-") for button in page.at.button)


def test_a_room_without_a_key_opens_with_the_built_in_model_and_what_it_can_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENROUTER_API_KEY", "")
    monkeypatch.setenv("OPENROUTER_BASE_URL", "https://openrouter.ai/api/v1")
    page = Page()
    assert "A built-in toy model answers." in page.words and "choose OpenRouter in the sidebar" in page.words
    assert [label for label in page.buttons if label in TOY_SUGGESTIONS] == [*TOY_SUGGESTIONS]
    assert "Shows its thoughts · free" in page.words and "this model always thinks" in page.words
    (server,) = (field for field in page.at.selectbox if field.label == "Server")
    assert server.options == ["Pocket (built-in toy model)", "OpenRouter", "Recording (a replay)"]
    assert not any("Key for" in field.label for field in page.at.text_input)  # it takes none
    page.choose("OpenRouter")
    assert any(field.label == "Key for OpenRouter" for field in page.at.text_input)
    assert [label for label in page.buttons if label in SUGGESTIONS] == [*SUGGESTIONS]


@pytest.mark.slow
def test_with_a_key_the_built_in_model_can_be_chosen_and_says_what_it_is() -> None:
    page = Page()
    assert "toy model" not in page.words
    page.choose("Pocket (built-in toy model)")
    assert "pocket/thinker · thinking: default · stays in this room" in page.words
    assert "A built-in toy model answers." in page.words and "add a key" not in page.words
    assert [label for label in page.buttons if label in TOY_SUGGESTIONS] == [*TOY_SUGGESTIONS]


@pytest.mark.slow
def test_the_lab_offers_what_its_models_can_work_out() -> None:
    page = Page("pages/injection.py")

    def presets() -> list[str]:
        return [*page.at.button_group[0].options]

    assert presets() == [preset.label for preset in PRESETS] and "toy model" not in page.words
    for place in (0, 1):  # the thinker's, the answerer's
        fields = [field for field in page.at.selectbox if field.label == "Server"]
        fields[place].select("Pocket (built-in toy model)")
        assert [*page.look().look().at.button_group[0].options] == [preset.label for preset in TOY_PRESETS]
    assert "Both are built-in toy models" in page.words
    assert "pocket/thinker thinks about the question. pocket/novice answers it twice" in page.words


@pytest.mark.parametrize("script", ["pages/injection.py", "pages/race.py"])
@pytest.mark.slow
def test_a_key_that_is_for_others_is_not_said_to_be_missing(script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THINKROOM_KEY_FOR", "someone")
    page = Page(script)
    for place in (0, 1):
        fields = [field for field in page.at.selectbox if field.label == "Server"]
        fields[place].select("OpenRouter")
        page.look().look()
    page.click("Race" if "race" in script else "Run")
    (said,) = [line for line in page.words.splitlines() if "Nothing was asked" in line]
    assert "the room's key for OpenRouter is not for you to use." in said
    assert "key is set" not in page.words


def test_a_room_without_a_key_says_so_and_a_question_then_says_it_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENROUTER_API_KEY", "")
    monkeypatch.setenv("OPENROUTER_BASE_URL", "https://openrouter.ai/api/v1")
    page = Page()
    assert "No key is set" not in page.words  # the built-in model answers
    page.choose("OpenRouter")
    assert "No key is set for OpenRouter, so it cannot answer yet." in page.words
    page.ask("Which is bigger?").until(lambda page: "Try again" in page.buttons)
    assert "No key is set for OpenRouter, so nothing was asked." in page.words


def test_a_question_is_shown_then_its_thoughts_then_its_answer(server: ModelServer) -> None:
    page = Page().ask("gate-40-20")
    assert "gate-40-20" in [text.value for text in page.at.text] and "Stop" in page.buttons
    page.until(lambda page: page.panels and THOUGHTS in page.words)
    assert page.panels == [True] and "Thinking · " in page.words and " tokens" in page.words
    assert "no proof of how it decided" in page.words and "Ask again" not in page.buttons
    server.resume()
    page.until(lambda page: "Ask again" in page.buttons)
    assert "Stop" not in page.buttons and "The mark-" in page.at.markdown[-1].value
    assert "Thought for " in page.words and "Hide thoughts" not in page.buttons
    assert page.panels == [False] and THOUGHTS not in page.words  # a closed panel sends no words


def test_an_empty_question_sends_nothing(server: ModelServer) -> None:
    page = Page().ask("  \n ")
    assert server.requests == [] and "Watch a model think" in page.words and "chat" not in page.at.query_params


@pytest.mark.slow
@pytest.mark.parametrize("where", ["new", "in a chat"])
def test_what_is_typed_in_the_moment_of_asking_is_asked_with(server: ModelServer, where: str) -> None:
    page = Page()
    if where == "in a chat":
        page.ask("think-9-9-0").until(lambda page: "Ask again" in page.buttons)
    scope = page.chat if where == "in a chat" else "new"
    page.at.text_area(key=f"system-{scope}").set_value("Be brief.")
    page.at.number_input(key=f"temperature-{scope}").set_value(0.3)
    page.at.number_input(key=f"limit-{scope}").set_value(777)
    page.at.text_input(key=f"order-{scope}").set_value(" fireworks, deepinfra,")
    page.at.checkbox(key=f"deny-{scope}").set_value(True)
    page.ask("think-9-9-0 now").until(lambda page: page.buttons.count("Ask again") == (2 if scope != "new" else 1))
    sent = server.requests[-1].fields
    assert (sent["temperature"], sent["max_tokens"]) == (0.3, 777)
    assert sent["provider"] == {"order": ["fireworks", "deepinfra"], "data_collection": "deny"}
    assert sent["messages"][0] == {"role": "system", "content": "Be brief."}
    page.ask("think-9-9-0 later").until(lambda page: page.buttons.count("Ask again") == (3 if scope != "new" else 2))
    again = server.requests[-1].fields
    assert {name: again[name] for name in ("temperature", "max_tokens", "provider")} == {
        name: sent[name] for name in ("temperature", "max_tokens", "provider")
    }


@pytest.mark.slow
def test_what_is_typed_beside_another_server_is_asked_of_that_server(server: ModelServer) -> None:
    page = Page()
    page.at.number_input(key="limit-new").set_value(5)
    next(field for field in page.at.selectbox if field.label == "Server").select("Pocket (built-in toy model)")
    page.ask("Which is bigger: 1.31 or 1.9?").until(lambda page: "Raise the limit" in page.buttons)
    assert server.requests == [] and "pocket/thinker" in page.words
    assert next(field for field in page.at.number_input if field.label == "Max tokens").value == 5


@pytest.mark.slow
def test_how_hard_to_think_is_remembered_of_each_server() -> None:
    def thinking(page: Page) -> Any:
        return next(field for field in page.at.selectbox if field.label == "Thinking")

    page = Page()
    thinking(page).select("High").run()
    assert thinking(page.choose("Pocket (built-in toy model)").choose("OpenRouter")).value == "High"
    another = Page()  # a tab that nothing was chosen in
    assert thinking(another.choose("Pocket (built-in toy model)").choose("OpenRouter")).value == "High"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("behaviour", "note"),
    [("think-0-20-0", "This model sent no reasoning."), ("withheld", "It thought (4,120 tokens billed)")],
)
def test_where_no_reasoning_came_there_is_no_panel_but_a_note(behaviour: str, note: str) -> None:
    page = Page().ask(behaviour).until(lambda page: "Ask again" in page.buttons)
    assert page.panels == [] and note in page.words


@pytest.mark.slow
def test_a_panel_that_its_reader_closed_stays_closed_while_it_thinks(server: ModelServer) -> None:
    page = Page().ask("gate-40-20").until(lambda page: page.panels == [True])
    page.click("Hide thoughts")
    for _ in range(3):
        assert page.look().panels == [False] and THOUGHTS not in page.words
    server.resume()
    assert page.until(lambda page: "Ask again" in page.buttons).panels == [False]


@pytest.mark.slow
def test_a_panel_that_its_reader_opened_stays_open(server: ModelServer) -> None:
    page = Page().ask("gate-40-20").until(lambda page: page.panels == [True])
    page.toggle(False)
    assert page.look().panels == [False]
    assert page.toggle(True).panels == [True]
    server.resume()
    page.until(lambda page: "Ask again" in page.buttons)
    for _ in range(3):
        assert page.look().panels == [True] and THOUGHTS in page.words


@pytest.mark.slow
def test_a_finished_panel_opens_and_closes_at_its_readers_wish() -> None:
    page = Page().ask("think-40-20-0").until(lambda page: "Ask again" in page.buttons)
    assert page.panels == [False]
    page.toggle(True)
    assert page.look().panels == [True] and THOUGHTS in page.words
    page.click("Hide thoughts")
    assert page.look().panels == [False] and THOUGHTS not in page.words


@pytest.mark.slow
def test_a_stop_keeps_what_arrived(server: ModelServer) -> None:
    page = Page().ask("stall-12").until(lambda page: page.panels)
    page.click("Stop").until(lambda page: "Ask again" in page.buttons)
    assert "of thinking.** What arrived is kept." in page.words.replace("]", "") and "Stop" not in page.buttons
    assert page.toggle(True).words.count(THOUGHTS) == 1 and server.requests[0].ended == "client closed"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("behaviour", "told"),
    [
        ("error-500", "OpenRouter has trouble of its own."),
        ("error-401", "OpenRouter refused the key, so nothing was asked."),
        ("error-429", "Try again in 7 s, or choose another model."),
        ("cut-20-8", "this is incomplete. What arrived is kept."),
        ("midway-error-20", "The provider broke off with an error."),
        ("html", "something that is not a chat reply"),
    ],
)
def test_a_failed_turn_says_so_and_can_be_tried_again(server: ModelServer, behaviour: str, told: str) -> None:
    page = Page().ask(behaviour).until(lambda page: "Try again" in page.buttons)
    assert told in page.words and KEY not in page.words
    assert behaviour in [text.value for text in page.at.text] and ("The mark-" in page.words) == (
        behaviour == "cut-20-8"
    )
    page.click("Try again").until(lambda page: "Try again" in page.buttons and "2 / 2" in page.words)
    assert [text.value for text in page.at.text] == [behaviour]
    assert [request.prompt for request in server.requests] == [behaviour] * 2


@pytest.mark.slow
def test_a_spent_budget_can_be_raised(server: ModelServer) -> None:
    page = Page().ask("length-30").until(lambda page: "Raise the limit" in page.buttons)
    assert "The model used its whole budget thinking, so there is no answer." in page.words
    page.click("Raise the limit").until(lambda page: "2 / 2" in page.words and "Raise the limit" in page.buttons)
    assert server.requests[-1].fields["max_tokens"] == 8192


@pytest.mark.slow
def test_versions_can_be_looked_through() -> None:
    page = Page().ask("think-9-9-0").until(lambda page: "Ask again" in page.buttons)
    page.click("Ask again").until(lambda page: "2 / 2" in page.words and "Ask again" in page.buttons)
    older = next(button for button in page.at.button if (button.key or "").startswith("older-"))
    older.click()
    assert "1 / 2" in page.look().look().words


@pytest.mark.slow
def test_a_second_question_waits_and_can_be_removed(server: ModelServer) -> None:
    page = Page().ask("gate-40-20").until(lambda page: page.panels)
    page.ask("think-9-9-0 second")
    assert "Waits for the answer above to end." in page.words
    page.click("Remove")
    assert "think-9-9-0 second" not in page.look().words
    page.ask("think-9-9-0 third")
    server.resume()
    page.until(lambda page: page.buttons.count("Ask again") == 2)
    assert [text.value for text in page.at.text] == ["gate-40-20", "think-9-9-0 third"]
    assert "Waits for the answer above" not in page.words and len(server.requests) == 2


@pytest.mark.slow
def test_a_refresh_and_a_second_tab_show_the_turn_where_it_is(server: ModelServer) -> None:
    first = Page().ask("gate-40-20").until(lambda page: page.panels)
    second = Page(chat=first.chat).until(lambda page: page.panels)
    assert second.panels == [True] and "gate-40-20" in second.words and "Stop" in second.buttons
    server.resume()
    for page in (first, second):
        page.until(lambda page: "Ask again" in page.buttons)
    assert len(server.requests) == 1


@pytest.mark.slow
def test_a_new_chat_is_empty_and_the_old_one_stands_in_the_sidebar() -> None:
    page = Page().ask("think-9-9-0").until(lambda page: "Ask again" in page.buttons)
    old = page.chat
    page.click("New chat")
    assert set(SUGGESTIONS) <= set(page.look().buttons) and "chat" not in page.at.query_params
    page.at.button(key=f"chat-{old}").click()
    assert "Ask again" in page.look().look().buttons and page.chat == old


@pytest.mark.slow
def test_hostile_words_load_nothing_and_are_no_icons() -> None:
    said = "![x](http://stranger.example/a.png) :material/home: :red[x] <img src=x> `![y](http://stranger.example)`"
    page = Page().ask(f"say {said}").until(lambda page: "Ask again" in page.buttons)
    sent = [element.value for element in page.toggle(True).at.markdown if "stranger" in element.value]
    assert len(sent) == 2  # the thoughts and the answer
    assert all("![" not in text and ":material/" not in text and r"\:red\[x\]" in text for text in sent)
    assert f"say {said}" in [text.value for text in page.at.text]  # the question is text


# Wishes that a callback notes


@pytest.fixture
def keyless(monkeypatch: pytest.MonkeyPatch) -> Page:
    """A room without a key of its own, whose field for one is on the page."""
    monkeypatch.setenv("OPENROUTER_API_KEY", "")
    return Page()


def enter_key(page: Page, key: str) -> None:
    page.at.text_input(key="key-entry-openrouter").set_value(key)


def test_a_key_is_there_for_the_question_that_comes_with_it(keyless: Page, server: ModelServer) -> None:
    enter_key(keyless, KEY)
    keyless.ask("think-9-9-0").until(lambda page: "Ask again" in page.buttons)
    (request,) = server.requests
    assert request.headers["authorization"] == f"Bearer {KEY}"
    tab = keyless.at.session_state["tab"]
    assert tab.noted == [] and "key-entry-openrouter" not in keyless.at.session_state
    assert KEY not in keyless.words + repr(tab)
    keyless.click("Forget key").look()
    assert "Forget key" not in keyless.buttons


def test_a_key_is_kept_where_another_page_is_opened_at_once(keyless: Page) -> None:
    enter_key(keyless, KEY)
    keyless.at.switch_page("pages/guide.py")
    assert "How to read this room" in keyless.look().words
    assert keyless.at.session_state["tab"].noted == []
    keyless.at.switch_page("pages/chat.py")
    assert "Forget key" in keyless.look().buttons


def test_a_key_that_cannot_be_one_is_told_once(keyless: Page) -> None:
    enter_key(keyless, "two words")
    told = [toast.value for toast in keyless.look().at.toast]
    assert len(told) == 1 and [*keyless.look().at.toast] == []


def test_a_limit_for_a_day_stands_before_the_page_is_drawn() -> None:
    page = Page()
    page.at.session_state["costs"] = True
    page.look().at.toggle(key="limit-wanted").set_value(True)
    page.look()
    assert get_room().spending(LOCAL).limit == 1.0 and page.at.number_input(key="daily-limit").value == 1.0
    page.at.number_input(key="daily-limit").set_value(2.5)
    page.look()
    assert get_room().spending(LOCAL).limit == 2.5
    page.at.toggle(key="limit-wanted").set_value(False)
    page.look()
    assert get_room().spending(LOCAL).limit is None and page.at.session_state["tab"].noted == []


@pytest.mark.slow
def test_an_experiment_is_begun_at_each_press_but_those_from_before() -> None:
    page = Page("pages/injection.py")

    def run() -> int:
        page.click("Run").until(lambda page: "Run" in page.buttons)
        newest = get_room().experiments(LOCAL).newest(10)
        assert page.at.query_params["run"] in (newest[0].id, [newest[0].id])
        return len(newest)

    assert run() == 1
    page.at.session_state["tab"].starts[element_keys.RUN] += 2  # as if it had been begun since the button was drawn
    assert run() == 1 and run() == 2


# Owners


@pytest.mark.slow
def test_a_chat_of_another_is_not_found(monkeypatch: pytest.MonkeyPatch) -> None:
    mine = Page().ask("think-9-9-0 between us").until(lambda page: "Ask again" in page.buttons)
    assert "a room of your own" not in mine.words
    comes_with(monkeypatch, AWAY, get_room().door.signed("a" * 40))
    page = Page(chat=mine.chat)
    assert "This chat was not found" in page.words and "between us" not in page.words
    assert page.words.count("This is a room of your own") == 1
    assert not any("between us" in label for label in page.buttons) and "Ask again" not in page.buttons
    page.ask("think-9-9-0").look()
    comes_with(monkeypatch, HOME)
    assert [text.value for text in Page(chat=mine.chat).at.text] == ["think-9-9-0 between us"]


@pytest.mark.slow
def test_a_turn_that_waits_for_a_place_says_so_and_begins_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THINKROOM_TURNS_AT_ONCE", "1")
    first = Page().ask("think-9000-9-100 on and on").until(lambda page: "Stop" in page.buttons)
    second = Page().ask("think-9-9-0 after that")
    assert "You have one turn running, as many as one may have at once." in second.words and "Stop" in second.buttons
    first.click("Stop")
    second.until(lambda page: "Ask again" in page.buttons)
    assert "turn running" not in second.words


def test_who_may_not_use_the_room_s_key_is_told_so_and_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THINKROOM_KEY_FOR", "browser:somebody")
    page = Page().choose("openrouter")
    assert "The room's key for OpenRouter is not for you to use, so it cannot answer yet." in page.words
    assert "Whoever started the room can let you use it, by this name of yours: `local`" in page.words
    page.ask("think-2-2-0").until(lambda page: "so nothing was asked" in page.words)
    assert "Enter a key" in page.words


def test_the_limits_of_the_room_s_key_stand_where_they_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THINKROOM_PERSON_DAILY_TURNS", "1")
    page = Page()
    assert "You ask with the room's key, within its limits for a day." in page.words
    page.ask("think-2-2-0").until(lambda page: "Ask again" in page.buttons)
    page.ask("think-2-2-1").until(lambda page: "With the room's key you may ask 1 turn a day" in page.words)


def test_an_address_is_taken_where_hosts_are_listed_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THINKROOM_HOSTS", "api.example.org")
    page, kept = Page(), "https://api.example.org/v1"
    for given in (f"{kept}/", "http://169.254.169.254/latest"):
        page.at.text_input(key="own-server").set_value(given)
        page.look()
        assert get_room().desk(LOCAL).own_server == kept
    assert [one.value for one in page.at.toast] == [
        "This host is not among those that whoever started the room has listed."
    ]


def test_by_default_no_field_takes_an_address() -> None:
    assert not [one for one in Page().at.text_input if "ddress" in one.label]


def test_not_found_offers_a_new_chat() -> None:
    page = Page(chat="nothing-of-this-name")
    assert "This chat was not found" in page.words
    (button,) = [button for button in page.at.button if button.key == "new-instead"]
    button.click()
    assert set(SUGGESTIONS) <= set(page.look().look().buttons)


@pytest.mark.slow
@pytest.mark.parametrize("made_up", [False, True])
def test_a_browser_without_a_cookie_is_told_and_shown_nothing(monkeypatch: pytest.MonkeyPatch, made_up: bool) -> None:
    mine = Page().ask("think-9-9-0 between us").until(lambda page: "Ask again" in page.buttons)
    comes_with(monkeypatch, AWAY, f"{'a' * 40}.{'made up'.ljust(43)}" if made_up else "")
    page = Page(chat=mine.chat)
    assert "Allow cookies" in page.words and "between us" not in page.words and page.at.chat_input == []


# All thoughts


@pytest.mark.slow
def test_all_thoughts_are_told_and_narrowed() -> None:
    page = Page()
    page.at.switch_page("pages/thoughts.py")
    assert "There are no thoughts yet." in page.look().words
    assert "To the chats" in page.buttons
    page.at.switch_page("pages/chat.py")
    page.look().ask("think-40-5-0 on a skyscraper").until(lambda page: "Ask again" in page.buttons)
    page.at.switch_page("pages/thoughts.py")
    assert "1 thought by 1 model, " in page.look().words
    assert page.at.selectbox(key="across-model").options == ["All models", "test/model"]
    page.at.text_input(key="across-words").set_value("apples")
    assert "None of them fits." in page.look().words
    page.at.text_input(key="across-words").set_value("SKY")
    assert "1 thought by 1 model, " in page.look().words


def test_the_page_of_all_thoughts_stands_alone_too() -> None:
    assert "There are no thoughts yet." in Page("pages/thoughts.py").words


# The guide


@pytest.mark.slow
@pytest.mark.parametrize("way", ["cold", "by its link"])
def test_the_guide_explains_the_room(way: str) -> None:
    if way == "cold":
        page = Page("pages/guide.py")
    else:
        page = Page()
        page.at.switch_page("pages/guide.py")
        page.look()
    assert "How to read this room" in page.words and "Thoughts are useful, but no proof." in page.words
    assert "Shift + Enter" in page.words


def test_the_chat_page_stands_alone_too() -> None:
    assert set(SUGGESTIONS) <= set(Page("pages/chat.py").buttons)


def test_a_turn_goes_on_while_another_page_is_looked_at(server: ModelServer) -> None:
    page = Page().ask("gate-40-20").until(lambda page: page.panels)
    page.at.switch_page("pages/guide.py")
    assert "How to read this room" in page.look().words
    server.resume()
    assert eventually(lambda: server.requests[0].ended == "complete")
    page.at.switch_page("pages/chat.py")
    page.until(lambda page: "Ask again" in page.buttons)
    assert "gate-40-20" in page.words


def test_a_question_that_cannot_be_kept_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("components.store.database.BUSY_MS", 50)
    page = Page()
    other = sqlite3.connect(get_room().place, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    page.ask("my long precious question")
    assert "Your question was not asked." in page.words and "does not answer" in page.words
    assert [code.value for code in page.at.code] == ["my long precious question"]
    other.execute("ROLLBACK")
    other.close()
    page.ask("think-5-5-0 once more")
    assert "Your question was not asked." not in page.words


# Thoughts in another language


def translates(page: Page) -> Page:
    """With the dialog of its last turn."""
    tab = page.at.session_state["tab"]
    tab.above, tab.times_above = Above("translate", page.chat, tab.slots[-1]), tab.times_above + 1
    return page.look()


@pytest.mark.slow
def test_thoughts_are_translated_by_the_turns_own_model_where_nobody_chose(server: ModelServer) -> None:
    page = translates(Page().ask("think-9-4-0").until(lambda page: "Ask again" in page.buttons))
    told = next(line for line in page.words.splitlines() if "tokens in and 10 out" in line)
    assert "free. When you press Translate, the thoughts are sent to OpenRouter" in told
    server.set_default(lambda request: perform(Spoken("", "Auf Deutsch."), "or", request))
    next(field for field in page.at.selectbox if field.label == "Language").select("Deutsch")
    page.click("Translate").until(lambda page: "Auf Deutsch." in page.words and "Stop" not in page.buttons)
    (panel,) = (panel for panel in page.at.expander if panel.label.startswith("Translation"))
    assert panel.label == "Translation · Deutsch · by test/model" and panel.proto.expanded
    assert "Original" in page.words and THOUGHTS in page.words and "Language" not in page.words
    assert "into German (Deutsch)" in server.requests[-1].prompt and len(server.requests) == 2
    again = Page(chat=page.chat)  # another tab finds it as a line
    (line,) = (panel for panel in again.at.expander if panel.label.startswith("Translation"))
    assert not line.proto.expanded and "Auf Deutsch." not in again.words
    page.click("Remove the translation")
    assert [panel.label for panel in page.at.expander] == ["Thoughts"]


@pytest.mark.slow
def test_the_built_in_model_is_asked_for_no_translation() -> None:
    page = Page().choose("Pocket (built-in toy model)").ask("Which is bigger: 1.31 or 1.9?")
    translates(page.until(lambda page: "Ask again" in page.buttons))
    assert "the thoughts are sent to OpenRouter" in page.words and "Translate" in page.buttons


@pytest.mark.slow
def test_where_nobody_can_translate_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENROUTER_API_KEY", "")
    monkeypatch.setenv("OPENROUTER_BASE_URL", "https://openrouter.ai/api/v1")
    page = Page().ask("Which is bigger: 1.31 or 1.9?").until(lambda page: "Ask again" in page.buttons)
    assert "The built-in model cannot translate" in translates(page).words and "Translate" not in page.buttons
