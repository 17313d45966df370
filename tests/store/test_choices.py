"""What the choice of a model rests on is kept as it was, and each owner's apart."""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from components.conversation import Asked, Catalogue, Chat, Model, Routing, Thinking, Tier, Turn
from components.store import Store
from components.wire import OPENROUTER
from components.wire.catalog import models_in
from tests.store.by_hand import by_hand


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with closing(Store(url)) as made:
        yield made


def asked_in(store: Store, owner: str, chat: str, *models: tuple[str, str]) -> None:
    """A chat whose turns asked these (server, model), one after the other."""
    when = float(len(store.chats(owner)) * 100)
    store.add_chat(Chat(chat, owner, chat, when, when, None, Asked("openrouter", "a/b")))
    for number, (server, model) in enumerate(models):
        asked = Asked(server, model)
        store.begin(Turn(f"{chat}-{number}", chat, None, when + number, "?", asked, "done"))


@pytest.mark.parametrize("name", ["openrouter-models-list.json", "openrouter-models-list-2026.json"])
def test_every_recorded_model_comes_back_as_it_was_kept(url: str, store: Store, captures: Path, name: str) -> None:
    models = models_in(json.loads((captures / name).read_text("utf-8")), OPENROUTER)
    store.keep_catalogue("there", Catalogue(models, 123.5, "a problem", loading=True))
    again = Store(url).catalogue("there")
    assert again == Catalogue(models, 123.5)
    assert len(models) in (353, 5)


def test_a_model_of_every_kind_comes_back(store: Store) -> None:
    thinking = Thinking(None, True, ("low", "max"), True, True, True, True, "low")
    dear = Model("d", "d", tiers=(Tier((("prompt", 1e-6), ("completion", None)), 100, (990, 30)), Tier((), 5)))
    more = replace(dear, reads=("text", "image"), defaults=(("top_p", 0.5),), discount=0.25, cache_read_price=1e-9)
    models = (Model("a/b", "B ✓", thinking, 1, 2, 1e-9, 0.0, 0.5, True, 3.0), Model("c", "c"), dear, more)
    store.keep_catalogue("there", Catalogue(models, 1.0))
    assert store.catalogue("there") == Catalogue(models, 1.0)


def test_a_newer_list_takes_the_place_of_an_older_one_there_alone(store: Store) -> None:
    assert store.catalogue("there") is None
    store.keep_catalogue("there", Catalogue((Model("old", "Old"),), 1.0))
    store.keep_catalogue("elsewhere", Catalogue((Model("other", "Other"),), 2.0))
    store.keep_catalogue("there", Catalogue((Model("new", "New"),), 3.0))
    assert store.catalogue("there") == Catalogue((Model("new", "New"),), 3.0)
    assert store.catalogue("elsewhere") == Catalogue((Model("other", "Other"),), 2.0)


@pytest.mark.parametrize(
    "kept",
    ["", "{", "null", "5", '"x"', "[5]", '[{"id": "a"}]', '[{"id": "a", "name": "A"}]',
     '[{"id": "a", "name": "A", "thinking": {"levels": []}, "of_tomorrow": 1}]',
     '[{"id": "a", "name": "A", "thinking": {"levels": []}, "tiers": [5]}]',
     '[{"id": "a", "name": "A", "thinking": {"levels": []}, "defaults": [5]}]',
     '[{"id": "a", "name": "A", "thinking": {"levels": 5}}]',
     '[{"id": "a", "name": "A", "thinking": {"levels": [], "of_tomorrow": 1}}]'],
)  # fmt: skip
def test_a_list_that_another_version_kept_counts_as_none(url: str, store: Store, kept: str) -> None:
    store.keep_catalogue("there", Catalogue((Model("a", "A"),), 1.0))
    by_hand(url, "UPDATE catalogues SET models=:kept", kept=kept)
    assert store.catalogue("there") is None


def test_favourites_are_each_owners_and_each_servers_own(store: Store) -> None:
    for model in ("z/z", "a/b", "a/b"):
        store.favour("me", "openrouter", model, True)
    store.favour("me", "ollama", "qwen3:8b", True)
    assert store.favourites("me", "openrouter") == ["a/b", "z/z"]
    assert store.favourites("me", "ollama") == ["qwen3:8b"]
    assert store.favourites("you", "openrouter") == []
    store.favour("you", "openrouter", "a/b", False)
    store.favour("me", "openrouter", "z/z", False)
    assert store.favourites("me", "openrouter") == ["a/b"]


def test_what_was_asked_lately_comes_last_first_and_once(store: Store) -> None:
    asked_in(store, "me", "one", ("openrouter", "a"), ("openrouter", "b"), ("ollama", "c"), ("openrouter", "a"))
    asked_in(store, "me", "two", ("openrouter", "d"))
    asked_in(store, "you", "three", ("openrouter", "secret"))
    assert store.lately("me", "openrouter") == ["d", "a", "b"]
    assert store.lately("me", "ollama") == ["c"] and store.lately("you", "openrouter") == ["secret"]
    assert store.lately("nobody", "openrouter") == []


def test_a_choice_is_kept_with_its_chat(url: str, store: Store) -> None:
    asked_in(store, "me", "one")
    asked = Asked("openrouter", "a/b", "xhigh", "Be brief.", 900, 2_048, 0.3, Routing(("novita", "groq"), True))
    store.choose("me", "one", asked)
    found = Store(url).conversation("me", "one")
    assert found and found.chat.asked == asked
    store.choose("you", "one", replace(asked, model="stolen"))
    found = store.conversation("me", "one")
    assert found and found.chat.asked == asked


def test_a_choice_of_a_room_before_this_one_is_read(url: str, store: Store) -> None:
    asked_in(store, "me", "one")
    old = {"provider": "openrouter", "model": "a/b", "effort": "low", "system_prompt": "", "max_tokens": None}
    by_hand(url, "UPDATE chats SET asked=:asked", asked=json.dumps(old))
    found = store.conversation("me", "one")
    assert found and found.chat.asked == Asked("openrouter", "a/b", "low")
