"""The chat page: reads the state of this tab, shows the conversation, starts and stops runs."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components.conversation import Asked, Chat, Conversation, Server, Turn
from components.room import LOCAL, CannotKeep, Room, file_name, from_file, get_room, visitor
from components.ui import address, live_wire, model_words, session, shown, sidebar, slots
from components.ui.above import show_above
from components.ui.actions import Wish
from components.ui.browser import show_in_browser
from components.ui.choice import settle_begin, show_advanced, show_choice
from components.ui.chosen import chosen, fields_of
from components.ui.costs import show_costs
from components.ui.dialog import above
from components.ui.door import show_page
from components.ui.empty import Wish as EmptyWish
from components.ui.empty import show_empty_room, show_not_found
from components.ui.export import show_export, show_import
from components.ui.faithful import as_label
from components.ui.growing import Growing, show_turns
from components.ui.key import show_key
from components.ui.keys import show_keys
from components.ui.prompt import show_prompt
from components.ui.unsent import show_unsent
from components.ui.wishes import UNDO_S, carry_out, open_hit, show_deleted_turn


@dataclass(slots=True)
class ChatPage:
    """What a run of the page is made of, read before anything is drawn, and what is done on it. `news` is older than
    all of it. `chats` are one more than are shown; `turns` those that are, with their texts. `asked` is what the next
    question is asked with: what is chosen in the sidebar takes its place."""

    room: Room
    owner: str
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
        return Growing(self.room, self.owner, self.chat_id or "")

    @property
    def newest(self) -> bool:
        """Is it the first of the list of chats? Else that changes, too, when something is asked."""
        return bool(self.chats) and self.chats[0].id == self.chat_id

    @property
    def grows(self) -> bool:
        return any(turn.status == "streaming" for turn in self.turns)

    def ask(self, question: str) -> None:
        outcome = session.outcome()
        if not question.strip() or not outcome.is_new("ask", question):
            return
        room, owner, conversation = self.room, self.owner, self.conversation
        try:
            asked = chosen(self.asked, room.desk(owner), fields_of(conversation))
            if asked != self.asked:
                keep_choice(room, owner, conversation, asked)
            turn = room.ask(owner, conversation.chat.id if conversation else None, question, asked)
        except CannotKeep as error:
            outcome.unsent = question, str(error)
            return
        if turn is None:
            outcome.unsent = question, "This chat was deleted meanwhile."
            return
        going = turn.status == "streaming"  # one that waits leaves the reader where they are
        session.note_wire(room.wires.reach(session.page()))  # it may have been found since
        if going and self.newest and (slot := slots.take(turn.id, turn.parent_id)) is not None:
            session.bring(turn.chat_id, turn.id)
            slots.draw(slots.name(slot), slots.HANDS, slots.ASIDE, slots.STOP)
        outcome.chat, outcome.bring = turn.chat_id, (turn.chat_id, turn.id) if going else None

    def do(self, wish: Wish) -> None:
        try:
            if found := self.growing.conversation:
                carry_out(self.room, self.owner, found, self.asked, wish)
        except CannotKeep as error:
            st.toast(f"That could not be done. {as_label(str(error))}", icon=":material/error:")

    def begin(self, wish: EmptyWish) -> None:
        if wish.kind == "ask":
            self.ask(wish.what)
        else:
            keep_choice(self.room, self.owner, None, self.room.desk(self.owner).at_server(self.asked, wish.what))
        st.rerun()

    def restore(self, turn: Turn) -> None:
        self.room.restore_turn(self.owner, turn.chat_id, turn.id)
        st.rerun()

    def stop(self) -> None:
        self.room.stop(self.owner, self.chat_id or "")


def read(room: Room, owner: str) -> ChatPage:
    chat_id = address.settle_chat()
    news = room.news(owner)  # before anything is read: what comes while the page is made is not missed
    conversation = room.conversation(owner, chat_id) if chat_id else None
    room.servers.look()
    chats, pinned = room.store.chats(owner, shown.shown_chats() + 1), room.store.chats(owner, pinned=True)
    deleted = room.store.deleted_chat(owner, time.time() - UNDO_S)
    turns = room.texts(conversation.path()[-shown.shown_turns(chat_id) :]) if conversation else []
    deleted_turn = room.store.deleted_turn(owner, conversation.chat.id, time.time() - UNDO_S) if conversation else None
    choices = session.tab().choices
    if conversation:
        choices.begin = None
    asked = conversation.chat.asked if conversation else choices.new_chats or settle_begin(room.desk(owner))
    return ChatPage(room, owner, chat_id, news, conversation, chats, pinned, deleted, turns, deleted_turn, asked)


def show_chat(room: Room, owner: str) -> None:
    session.note_wire(room.wires.reach(session.page()))
    slots.fill([])
    page = read(room, owner)
    middle, hands = st.container(key="room", gap="medium"), st.container()
    if page.grows:
        show_middle(page, middle, hands)  # before all else: somebody waits for its words
    find = partial(room.store.search, owner)
    wish = sidebar.show_chats(page.chats, page.pinned, page.chat_id, shown.shown_chats(), page.deleted, find)
    choose_chat(room, owner, wish)
    page.asked, server = choose(room, owner, page.asked, page.conversation)
    aside = st.sidebar.container()
    desk = room.desk(owner)
    thinks = desk.thinking(page.asked).shows is not False
    if not page.grows:
        show_middle(page, middle, hands, server, thinks)
    show_unsent()
    if page.conversation:
        name = file_name(page.conversation.chat.title)
        show_above(room, owner, page.conversation, server, name, page.do)
    if (taken := above("export")) and room.store.chat(owner, taken.chat_id):
        show_export(taken.chat_id, taken.turn_id)
    show_prompt(page.asked, lambda: page.growing.grows, page.ask, page.stop, stays=server.built_in, thinks=thinks)
    if not slots.filled():
        live_wire.listen([])  # what is there already need not come first when something grows

    def credit() -> None:
        if not page.conversation:
            room.servers.look()  # one that is started now is offered here
        if server.name == "openrouter" and (found := desk.credits()):
            st.caption(model_words.credit(found))

    every_s = 1.0 if room.catalogues.busy else 3.0
    with aside:
        st.fragment(lambda: page.growing.watch(page.conversation, page.news, every_s, credit), key=slots.ASIDE)()


def choose(room: Room, owner: str, before: Asked, conversation: Conversation | None) -> tuple[Asked, Server]:
    """What the next turn will be asked with, as the sidebar now says."""
    desk, fields = room.desk(owner), fields_of(conversation)
    with st.sidebar, st.container(gap="small"):
        asked, server = show_choice(before, desk, fields, chats=True)
        if (asked.provider, asked.model) != (before.provider, before.model):
            keep_choice(room, owner, conversation, asked)
            st.rerun()
        with st.container(horizontal=True, gap="small"):
            asked = show_advanced(asked, server.routes, desk, fields)
            show_key(server, desk)
        with st.container(horizontal=True, gap="small"):
            show_costs(room.spending(owner), conversation, desk.model(asked))
            if show_import(lambda data, told: import_chat(room, owner, data, told)):
                st.rerun()
            show_keys()
    if asked != before:
        keep_choice(room, owner, conversation, asked)
        if asked.max_tokens != before.max_tokens:
            st.rerun()  # what is said above of the thinking depends on it
    return asked, server


def choose_chat(room: Room, owner: str, wish: sidebar.Wish | None) -> None:
    if wish is None:
        return
    match wish.kind:
        case "rename":
            room.store.rename(owner, wish.chat_id, wish.what)
        case "pin" | "unpin":
            room.store.pin(owner, wish.chat_id, wish.kind == "pin")
        case "delete":
            room.delete(owner, wish.chat_id)
            address.open_chat(None)
        case "restore":
            room.restore(owner, wish.chat_id)
            address.open_chat(wish.chat_id)
        case "found" if wish.hit:
            open_hit(room, owner, wish.hit)
        case _:
            sidebar.leave_sidebar()
            address.open_chat(wish.chat_id or None)
    st.rerun()


def import_chat(room: Room, owner: str, data: bytes, told: Callable[[int, int], None]) -> str:
    """What is wrong with it, "" where it is open now."""
    try:
        chat_id, wrong = from_file(room.store, owner, data, room.arrivals.most, told)
    except CannotKeep as error:
        return str(error)
    if chat_id:
        address.open_chat(chat_id)
    return wrong


def keep_choice(room: Room, owner: str, conversation: Conversation | None, asked: Asked) -> None:
    if conversation:
        room.store.choose(owner, conversation.chat.id, asked)
    else:
        session.tab().choices.new_chats = asked


def show_middle(
    page: ChatPage, middle: DeltaGenerator, hands: DeltaGenerator, server: Server | None = None, thinks: bool = True
) -> None:
    """`server` and `thinks` are those of the choice, where something may be suggested."""
    with middle:
        if page.conversation and page.turns:
            show_turns(page.growing, page.conversation, page.turns, page.do)
        elif page.chat_id and not page.conversation and show_not_found():
            address.open_chat(None)
            st.rerun()
        if page.deleted_turn and show_deleted_turn(page.deleted_turn):
            page.restore(page.deleted_turn)
        if server and not page.turns and (page.conversation or not page.chat_id):
            servers = page.room.desk(page.owner).servers(page.asked.provider)
            if wish := show_empty_room(server, servers, thinks):
                page.begin(wish)
    last = next((turn.id for turn in reversed(page.turns) if turn.status != "queued"), None)
    with hands:
        st.fragment(lambda: show_in_browser(page.chat_id, last, page.growing.watched), key=slots.HANDS)()


address.leave_run()
here = visitor(st.context.headers, st.context.cookies)
show_page(show_chat, get_room, here, CannotKeep, stranger=here != LOCAL)
