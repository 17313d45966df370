"""What one owner chooses a model by, and what came of it: servers, catalogues, favourites, credits. No call waits."""

import json
from collections.abc import Mapping
from dataclasses import replace

from components.conversation import Asked, Catalogue, Credits, Model, Server, Thinking, fitting, within, woken
from components.room.catalogues import Catalogues
from components.room.news import News
from components.room.servers import OWN, Servers
from components.room.typed import Lost
from components.store import Store
from components.wire import OPENROUTER, Endpoint, NotListed, listed, row_of, thinking_of

KEYS_LAST = "12 hours"
KEY_LOST: Mapping[Lost, str] = {
    "": "",
    "away": "Whether you entered a key before cannot be looked up at the moment. Wait a little, or enter it again.",
    "unreadable": "If you entered a key before, it cannot be read any more. Enter it again.",
    "unused": f"What you entered before was not used for {KEYS_LAST}, so it was forgotten. Enter it again.",
}


class Desk:
    """`usual` is the model that OpenRouter is asked for by whoever has not chosen yet."""

    def __init__(
        self, owner: str, store: Store, servers: Servers, catalogues: Catalogues, news: News, usual: str
    ) -> None:
        self._owner, self._store, self._servers, self._catalogues = owner, store, servers, catalogues
        self._news, self._usual = news, usual

    @property
    def news(self) -> int:
        """It rises when something that this owner's pages show was learned in the background."""
        return self._news.of(self._owner)

    @property
    def busy(self) -> bool:
        """Is a list of models being read at the moment?"""
        return self._catalogues.busy

    def servers(self, current: str) -> list[Server]:
        """Those that may be asked, and `current` where that is not there at the moment. The preferred one first."""
        found = self._servers.all(self._owner)
        now = self._servers.get(self._owner, current)
        for one in found:
            self._catalogues.get(self._owner, one)  # who changes over to it gets a model of its list
        return [self._server(one) for one in (found if any(one.name == now.name for one in found) else [*found, now])]

    def catalogue(self, server: str) -> Catalogue:
        return self._catalogues.get(self._owner, self._endpoint(server))

    def model(self, asked: Asked) -> Model | None:
        return self.catalogue(asked.provider).model(asked.model)

    def thinking(self, asked: Asked) -> Thinking:
        """What control over its thinking the model takes, as far as its catalogue or its server tells."""
        return thinking_of(self.model(asked), self._endpoint(asked.provider).provider, asked.model)

    def fitting(self, asked: Asked) -> Asked:
        return within(fitting(asked, self.thinking(asked)), self.model(asked))

    def woken(self, asked: Asked) -> Asked:
        """As it is to be asked, so that a model which can think does."""
        return woken(asked, self.thinking(asked))

    def first_choice(self) -> Asked:
        """What a new chat is asked with: as the last one, else as the settings say."""
        # An answerer that was opened as a chat was told to keep its thoughts to itself: nothing to begin with here.
        chats = (chat.asked for chat in self._store.chats(self._owner, most=20))
        if asked := next((asked for asked in chats if asked.effort not in ("hidden", "unsaid")), None):
            return Asked(asked.provider, asked.model, asked.effort, budget=asked.budget, routing=asked.routing)
        return self.at_server(Asked("", self._usual), self._servers.all(self._owner)[0].name)

    def at_server(self, asked: Asked, server: str) -> Asked:
        """The same with a model of another server: the one that its row begins with, else the one that was last asked
        there, else the first of its list, else one that is known to be there."""
        endpoint = self._endpoint(server)
        row = endpoint.provider
        # Whose thoughts are not asked for is there to answer only.
        own = row.answerer if asked.effort in ("hidden", "unsaid") else row.thinker
        usual = [self._usual] if row is OPENROUTER else []
        listed = (model.id for model in self.catalogue(server).models)
        # What is built in is known to no other server.
        was = row_of(asked.provider)
        kept = "" if was and was.built_in else asked.model
        model = own or next(iter([*self.lately(server), *usual, *listed]), row.begins_with or kept or self._usual)
        return self.fitting(replace(asked, provider=endpoint.name, model=model))

    def remember(self, asked: Asked) -> None:
        """Its model, and how hard that is to think, are what chats at its server begin with from now on."""
        chosen = {"model": asked.model, "effort": asked.effort, "budget": asked.budget}
        self._store.set_own_setting(self._owner, asked.provider, "", "chosen", json.dumps(chosen))

    def as_remembered(self, asked: Asked, server: str) -> Asked:
        """The same at another server, with what was last chosen there; where nothing was, as `at_server` has it."""
        there = self.at_server(asked, server)
        kept = self._store.own_setting(self._owner, there.provider, "", "chosen")
        return self.fitting(replace(there, **json.loads(kept))) if kept else there

    def favourites(self, server: str) -> list[str]:
        return self._store.favourites(self._owner, server)

    def lately(self, server: str) -> list[str]:
        return self._store.lately(self._owner, server)

    def favour(self, server: str, model: str, favourite: bool) -> None:
        self._store.favour(self._owner, server, model, favourite)

    def own_fields(self, asked: Asked) -> str:
        """What requests to this model at this server are to have besides, as it was typed."""
        if not self._servers.may_add(self._owner, asked.provider):
            return ""
        return self._store.own_setting(self._owner, asked.provider, asked.model, "fields")

    def keep_own_fields(self, server: str, model: str, text: str) -> None:
        """Whatever was typed: what is wrong with it is said when it is shown, and before anything is sent."""
        self._store.set_own_setting(self._owner, server, model, "fields", text if text.strip() else "")

    def refresh(self, server: str) -> None:
        """Read the catalogue again, in the background."""
        self._catalogues.refresh(self._owner, self._endpoint(server))

    def keep_key(self, server: str, key: str) -> str:
        """What is wrong with the key, "" once it is kept."""
        if not self._servers.takes_key(self._owner, server):
            return "This room takes no key of your own for that server, so it was not kept."
        wrong = self._servers.keys.keep(self._owner, self._typed_for(server), key)
        self._catalogues.key_changed(self._owner, self._endpoint(server))
        return wrong

    def forget_key(self, server: str) -> None:
        self._catalogues.key_changed(self._owner, self._endpoint(server))
        self._servers.keys.forget(self._owner, self._typed_for(server))

    @property
    def hosts(self) -> tuple[str, ...]:
        """Of which a server may be added; none: it may not."""
        return self._servers.hosts

    @property
    def own_server(self) -> str:
        """The address of the one that was added, "" for none."""
        return self._store.own_setting(self._owner, OWN, "", "address")

    def keep_server(self, address: str) -> str:
        """What is wrong with it, "" once it is kept; "" takes away the one that is there."""
        try:
            kept = listed(address, self.hosts) if address.strip() else ""
        except NotListed as wrong:
            return str(wrong)
        if kept != self.own_server:  # a key was for the one that was there, and so were headers
            self._servers.keys.forget(self._owner, self._typed_for(OWN))
            for name in self.own_headers(OWN):
                self.forget_header(OWN, name)
            self._store.set_own_setting(self._owner, OWN, "", "address", kept)
        return ""

    def own_headers(self, server: str) -> list[str]:
        """The names of those that go with each request to this server, as they were typed."""
        return self._servers.headers.names(self._owner, self._typed_for(server))

    def keep_header(self, server: str, name: str, value: str) -> str:
        """What is wrong with it, "" once it is kept."""
        if not self._servers.may_add(self._owner, server):
            return "Own headers go with a key of one's own: this server is asked with the room's."
        wrong = self._servers.headers.keep(self._owner, self._typed_for(server), name, value)
        self._catalogues.key_changed(self._owner, self._endpoint(server))
        return wrong

    def forget_header(self, server: str, name: str) -> None:
        self._servers.headers.forget(self._owner, self._typed_for(server), name)
        self._catalogues.key_changed(self._owner, self._endpoint(server))

    def credits(self) -> Credits | None:
        return self._catalogues.credits(self._owner, self._endpoint(OPENROUTER.name))

    def count_credits(self) -> None:
        """They have changed: ask again, in the background."""
        self._catalogues.refresh_credits(self._owner, self._endpoint(OPENROUTER.name))

    def _endpoint(self, server: str) -> Endpoint:
        return self._servers.get(self._owner, server)

    def _typed_for(self, server: str) -> str:
        return self._servers.typed_for(self._owner, server)

    def _server(self, endpoint: Endpoint) -> Server:
        takes_key = self._servers.takes_key(self._owner, endpoint.name)
        return Server(
            endpoint.name,
            endpoint.label,
            has_key=bool(endpoint.key),
            lacks_key=endpoint.lacks_key,
            takes_key=takes_key,
            adds=self._servers.may_add(self._owner, endpoint.name) and not endpoint.provider.built_in,
            routes=endpoint.provider.routes,
            asks=bool(endpoint.provider.asks) or endpoint.protocol.thinking is not None,
            built_in=endpoint.provider.built_in,
            sends_back=endpoint.provider.sends_back,
            takes_thoughts=bool(endpoint.provider.prefill and endpoint.provider.prefill.thoughts),
            found=bool(self._servers.models_found(endpoint.name)),
            at_home=endpoint.provider.at_home,
            replays=endpoint.provider.replays,
            rooms_key=endpoint.rooms_key,
            barred=self._owner if endpoint.barred else "",
            keys_last=KEYS_LAST if self._servers.keys.lasts_s else "",
            key_lost=KEY_LOST[self._servers.keys.lost(self._owner)] if takes_key and not endpoint.key else "",
        )
