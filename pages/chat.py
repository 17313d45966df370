"""The chat page: reads the state of this tab, shows the conversation, starts and stops runs."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components.conversation import Asked, Chat, Conversation, Server, Turn
from components.room import (
    LOCAL,
    CannotKeep,
    Chats,
    Desk,
    Files,
    Guesses,
    Room,
    Spending,
    file_name,
    get_room,
    signed_in,
    visitor,
)
from components.ui import element_keys
from components.ui.chat import audience, guessing
from components.ui.chat.above import show_above, show_above_all
from components.ui.chat.asking import Asking, keep_choice
from components.ui.chat.empty import Wish as EmptyWish
from components.ui.chat.empty import show_empty_room, show_not_found
from components.ui.chat.export import show_import
from components.ui.chat.following import Followed, show_followed
from components.ui.chat.growing import Growing, show_turns
from components.ui.chat.prompt import Stops, show_prompt
from components.ui.chat.recordings import show_recordings_button
from components.ui.chat.unsent import show_unsent
from components.ui.chat.wishes import (
    UNDO_S,
    bring_in,
    carry_out,
    carry_out_of_audience,
    carry_out_of_guess,
    carry_out_of_recordings,
    show_deleted_turn,
    telling_what_fails,
)
from components.ui.day import zone
from components.ui.dialog import leave, open_above
from components.ui.door import show_page
from components.ui.faithful import as_label
from components.ui.live import live_wire
from components.ui.live.browser import show_in_browser
from components.ui.live.stage import show_presents, show_stage
from components.ui.sidebar import chat_list, model_words
from components.ui.sidebar.asides import show_for_aside
from components.ui.sidebar.choice import Choice, is_another, settle_begin, show_advanced, show_choice
from components.ui.sidebar.costs import show_costs
from components.ui.sidebar.key import show_key
from components.ui.sidebar.keys import show_keys
from components.ui.sidebar.own_server import show_own_server
from components.ui.sidebar.wishes import carry_out_at_desk, carry_out_noted, carry_out_of_chats
from components.ui.state import address, session, shown, slots
from components.ui.state.chosen import fields_of
from components.ui.turn.actions import Wish
from components.ui.turn.translate import Whom


@dataclass(slots=True)
class ChatPage:
    """What a run of the page is made of, read before anything is drawn, and what is done on it. `news` is older than
    all of it. `chats` are one more than are shown; `turns` those that are, with their texts. `asked` is what the next
    question is asked with: what is chosen in the sidebar takes its place."""

    room: Room
    owner: str
    own: Chats
    desk: Desk
    spending: Spending
    files: Files
    chat_id: str | None
    news: int
    conversation: Conversation | None
    chats: Sequence[Chat]
    pinned: Sequence[Chat]
    deleted: Chat | None
    turns: list[Turn]
    deleted_turn: Turn | None
    asked: Asked

    @property
    def growing(self) -> Growing:
        return Growing(self.own, self.desk, self.chat_id or "", self.has_wire)

    def has_wire(self) -> bool:
        """In this moment: it may have been found since the page was drawn."""
        return session.look_for_wire(self.room.wires.reach)

    @property
    def newest(self) -> bool:
        """Is it the first of the list of chats? Else that changes, too, when something is asked."""
        return bool(self.chats) and self.chats[0].id == self.chat_id

    @property
    def grows(self) -> bool:
        return any(turn.status == "streaming" for turn in self.turns)

    @property
    def guesses(self) -> Guesses:
        return self.room.guesses(self.owner)

    @property
    def followed(self) -> Followed:
        last, shares = self.turns[-1].question if self.turns else "", self.room.shares(self.owner)
        chat_id = self.chat_id or ""
        return Followed(chat_id, last, self.own, self.guesses, shares, self.do_with_audience, self.do_with_guess)

    @property
    def asking(self) -> Asking:
        return Asking(self.own, self.desk, self.guesses, self.conversation, self.asked, self.newest, self.tell)

    def tell(self, turn: Turn) -> bool:
        """The reader's own page, at once, of a turn that goes on. Was there one?"""
        told = self.has_wire() and turn.status == "streaming"
        begun = self.room.wires.begun
        return told and begun(session.page(), self.owner, turn.chat_id, turn.id, turn.question)

    def ask(self, question: str, guess: guessing.Own | None = None) -> None:
        try:
            carry_out_noted(self.desk, self.spending)  # typed just before: it has to be there
        except CannotKeep as error:
            session.outcome().unsent = question, str(error)
            return
        self.asking.ask(question, guess)

    def do(self, wish: Wish) -> None:
        with telling_what_fails():
            if found := self.growing.conversation:
                carry_out(self.own, found, self.asked, wish)

    def choose(self, choice: Choice) -> None:
        """What is drawn depends on another model and on a limit: then the page is run again."""
        before, asked = self.asked, choice.asked
        if choice.wish:
            carry_out_at_desk(self.desk, choice.wish)
        if asked == before:
            return
        self.asking.keep(asked)
        if is_another(asked, before) or asked.max_tokens != before.max_tokens:
            st.rerun()
        self.asked = asked

    def choose_beside(self, choice: Choice) -> None:
        """Whom to ask about a turn, in the dialog that lies above the page: what stands there depends on it."""
        if choice.wish:
            carry_out_at_desk(self.desk, choice.wish)
        before, session.tab().choices.aside = session.tab().choices.aside, choice.asked
        if before is not None and is_another(choice.asked, before):
            st.rerun()

    def ask_guessed(self, guess: guessing.Own) -> None:
        leave()
        self.ask(guess.question, guess)
        st.rerun()

    def do_with_guess(self, wish: guessing.Wish) -> None:
        with telling_what_fails():
            carry_out_of_guess(self.guesses, self.chat_id or "", wish)

    def begin(self, wish: EmptyWish) -> None:
        if wish.kind == "ask":
            self.ask(wish.what)
        else:
            keep_choice(self.own, None, self.desk.as_remembered(self.asked, wish.what))
        st.rerun()

    def recorded(self, server: Server) -> list[str]:
        """The questions to try, where a recording is chosen."""
        return self.room.recordings(self.owner).questions(self.asked.model) if server.replays else []

    def leave(self) -> None:
        address.open_chat(None)
        st.rerun()

    def restore(self, turn: Turn) -> None:
        self.own.restore_turn(turn.chat_id, turn.id)
        st.rerun()

    def stop(self) -> None:
        self.own.stop(self.chat_id or "")

    def do_with_audience(self, wish: audience.Wish) -> None:
        carry_out_of_audience(self.room.shares(self.owner), "chat", self.chat_id or "", wish)


def read(room: Room, owner: str) -> ChatPage:
    own, desk, spending = room.chats(owner), room.desk(owner), room.spending(owner)
    carry_out_noted(desk, spending)
    chat_id = address.settle_chat()
    news = desk.news  # before anything is read: what comes while the page is made is not missed
    conversation = own.conversation(chat_id) if chat_id else None
    room.look_for_servers()
    chats, pinned = own.newest(shown.shown_chats() + 1), own.newest(pinned=True)
    deleted = own.deleted_chat(time.time() - UNDO_S)
    turns = own.texts(conversation.path()[-shown.shown_turns(chat_id) :]) if conversation else []
    deleted_turn = own.deleted_turn(conversation.chat.id, time.time() - UNDO_S) if conversation else None
    choices = session.tab().choices
    if conversation:
        choices.begin = None
    asked = conversation.chat.asked if conversation else choices.new_chats or settle_begin(desk)
    known = chat_id, news, conversation, chats, pinned, deleted, turns, deleted_turn, asked
    return ChatPage(room, owner, own, desk, spending, room.files(owner), *known)


def show_chat(room: Room, owner: str) -> None:
    session.look_for_wire(room.wires.reach)
    slots.fill([])
    slots.beside()
    try:
        page = read(room, owner)
    except CannotKeep:
        show_unsent()
        raise
    middle, hands = st.container(key=element_keys.ROOM, gap="medium"), st.container()
    if page.grows:
        show_middle(page, middle, hands)  # before all else: somebody waits for its words
    own, desk = page.own, page.desk
    wish = chat_list.show_chats(
        page.chats, page.pinned, page.chat_id, shown.shown_chats(), page.deleted, own.search, owner == LOCAL
    )
    if wish:
        carry_out_of_chats(own, wish)
    choice = show_asked(page)
    page.choose(choice)
    server = choice.server
    show_stage(turns=True)
    aside = st.sidebar.container()
    thinks = desk.thinking(page.asked).shows is not False
    if not page.grows:
        show_middle(page, middle, hands, server, thinks)
    show_unsent()
    if page.conversation:
        name = file_name(page.conversation.chat.title)
        show_above(own, page.conversation, server, name, page.do, partial(show_whom_beside, page))
        show_followed(page.followed)
    gone_since = time.time() - UNDO_S
    kept = room.recordings(page.owner)
    show_above_all(own, kept, gone_since, page.ask_guessed, partial(carry_out_of_recordings, kept))
    stops = Stops(lambda: page.growing.grows, page.stop, lambda: page.growing.answerable, page.do)
    show_prompt(page.asked, page.ask, stops, stays=server.built_in, thinks=thinks)
    if not slots.filled():
        live_wire.listen([])  # what is there already need not come first when something grows

    def credit() -> None:
        if not page.conversation:
            room.look_for_servers()  # one that is started now is offered here
        if server.name == "openrouter" and (found := desk.credits()):
            st.caption(as_label(model_words.credit(found, datetime.now(zone()))))

    every_s = 1.0 if desk.busy or (server.takes_key and not server.has_key) else 3.0  # one may be on its way
    with aside:
        st.fragment(lambda: page.growing.watch(page.conversation, page.news, every_s, credit), key=slots.ASIDE)()


def show_asked(page: ChatPage) -> Choice:
    """What the next turn will be asked with, as the sidebar now says."""
    fields = fields_of(page.conversation)
    with st.sidebar, st.container(gap="small"):
        asked, server, wish = choice = show_choice(page.asked, page.desk, fields, chats=True)
        if wish or is_another(asked, page.asked):
            return choice
        with st.container(horizontal=True, gap="small"):
            asked = show_advanced(asked, server, page.desk, fields)
            wish = show_key(server)
            show_own_server(page.desk)
        if wish:
            return Choice(asked, server, wish)
        with st.container(horizontal=True, gap="small"):
            show_costs(page.spending, page.conversation, page.desk.model(asked))
            if show_import(partial(bring_in, page.files)):
                st.rerun()
            show_recordings_button()
            if guessing.show_guess_button():
                open_above("own guess")
                st.rerun()
            show_keys()
            if show_presents():
                address.present(True)
                st.rerun()
    return Choice(asked, server)


def show_whom_beside(page: ChatPage, turn: Turn) -> Whom | None:
    """None where nobody can be asked."""
    choice = show_for_aside(turn.asked, page.asked, page.desk)
    if choice is None:
        return None
    page.choose_beside(choice)
    return Whom(choice.asked, choice.server, page.desk.model(choice.asked))


def show_middle(
    page: ChatPage, middle: DeltaGenerator, hands: DeltaGenerator, server: Server | None = None, thinks: bool = True
) -> None:
    """`server` and `thinks` are those of the choice, where something may be suggested."""
    with middle:
        if page.conversation and page.turns:
            show_turns(page.growing, page.conversation, page.turns, page.do)
        elif page.chat_id and not page.conversation and show_not_found():
            page.leave()
        if page.deleted_turn and show_deleted_turn(page.deleted_turn):
            page.restore(page.deleted_turn)
        if server and not page.turns and (page.conversation or not page.chat_id):
            servers = page.desk.servers(page.asked.provider)
            if wish := show_empty_room(server, servers, thinks, page.recorded(server)):
                page.begin(wish)
    last = next((turn.id for turn in reversed(page.turns) if turn.status != "queued"), None)
    with hands:
        words = page.room.title_words
        st.fragment(lambda: show_in_browser(page.chat_id, last, page.growing.watched, words), key=slots.HANDS)()


address.leave_run()
address.leave_race()
here = visitor(st.context.headers, st.context.cookies)
show_page(show_chat, get_room, here, CannotKeep, stranger=here != LOCAL, signed_in=signed_in(here))
