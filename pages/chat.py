"""The chat page: reads the state of this tab, shows the conversation, starts and stops runs."""

import time
from collections.abc import Callable
from functools import partial
from urllib.parse import urlencode

import streamlit as st

from components.conversation import Asked, Conversation, Server, Turn
from components.room import LOCAL, CannotKeep, Room, file_name, from_file, get_room, visitor
from components.ui import address, live_wire, model_words, session, shown, sidebar, slots
from components.ui.actions import Do, Wish
from components.ui.arrived import show_arrived
from components.ui.browser import show_in_browser
from components.ui.call import show_call
from components.ui.change import show_change
from components.ui.choice import settle_begin, show_advanced, show_choice
from components.ui.chosen import Fields, chosen
from components.ui.conversation import show_conversation
from components.ui.costs import show_costs
from components.ui.dialog import above
from components.ui.door import show_page
from components.ui.empty import show_empty_room, show_not_found
from components.ui.export import show_export, show_import
from components.ui.faithful import as_label
from components.ui.growing import Growing
from components.ui.key import show_key
from components.ui.keys import show_keys
from components.ui.press import pressed
from components.ui.prompt import show_prompt
from components.ui.unsent import show_unsent
from components.ui.wishes import UNDO_S, carry_out, open_hit, show_deleted_turn


def show_chat(room: Room, owner: str) -> None:
    chat_id = address.settle_chat()
    session.note_wire(room.wires.reach(session.page()))
    slots.fill([])
    news = room.news(owner)  # before anything is read: what comes while the page is made is not missed
    conversation = room.conversation(owner, chat_id) if chat_id else None
    room.servers.look()
    chats = room.store.chats(owner, shown.shown_chats() + 1)
    asked = (
        conversation.chat.asked if conversation else session.tab().choices.new_chats or settle_begin(room.desk(owner))
    )
    if conversation:
        session.tab().choices.begin = None
    newest = bool(chats) and chats[0].id == chat_id  # else the list of chats changes, too
    growing = Growing(room, owner, chat_id or "")
    middle, hands = st.container(key="room", gap="medium"), st.container()

    def ask(question: str) -> None:
        if not question.strip():
            return
        outcome = session.outcome()
        if not outcome.is_new("ask", question):
            return
        try:
            now = chosen(asked, room.desk(owner), fields_of(conversation))
            if now != asked:
                keep_choice(room, owner, conversation, now)
            turn = room.ask(owner, conversation.chat.id if conversation else None, question, now)
        except CannotKeep as error:
            outcome.unsent = question, str(error)
            return
        if turn is None:
            outcome.unsent = question, "This chat was deleted meanwhile."
            return
        going = turn.status == "streaming"  # one that waits leaves the reader where they are
        session.note_wire(room.wires.reach(session.page()))  # it may have been found since
        if going and newest and (slot := slots.take(turn.id, turn.parent_id)) is not None:
            session.bring(turn.chat_id, turn.id)
            slots.draw(slots.name(slot), slots.HANDS, slots.ASIDE, slots.STOP)
        outcome.chat, outcome.bring = turn.chat_id, (turn.chat_id, turn.id) if going else None

    def do(wish: Wish) -> None:
        try:
            if found := growing.conversation:
                carry_out(room, owner, found, asked, wish)
        except CannotKeep as error:
            st.toast(f"That could not be done. {as_label(str(error))}", icon=":material/error:")

    def use(name: str) -> None:
        keep_choice(room, owner, None, room.desk(owner).at_server(asked, name))
        st.rerun()

    turns = room.texts(conversation.path()[-shown.shown_turns(chat_id) :]) if conversation else []
    last = next((turn.id for turn in reversed(turns) if turn.status != "queued"), None)

    def show_middle() -> None:
        with middle:
            if conversation and turns:
                show_turns(conversation, turns, growing, do)
                show_deleted_turn(room, owner, conversation.chat.id)
            elif chat_id and not conversation:
                if show_not_found():
                    address.open_chat(None)
                    st.rerun()
            else:
                show_deleted_turn(room, owner, chat_id or "")
                if suggestion := show_empty_room(server, desk.servers(asked.provider), use, thinks):
                    ask(suggestion)
                    st.rerun()
        with hands:
            st.fragment(lambda: show_in_browser(chat_id, last, growing.watched), key=slots.HANDS)()

    grows = any(turn.status == "streaming" for turn in turns)
    if grows:
        show_middle()  # before all else: somebody waits for its words
    pinned, find = room.store.chats(owner, pinned=True), partial(room.store.search, owner)
    deleted = room.store.deleted_chat(owner, time.time() - UNDO_S)
    choose_chat(room, owner, sidebar.show_chats(chats, pinned, chat_id, shown.shown_chats(), deleted, find))
    asked, server = choose(room, owner, asked, conversation)
    aside = st.sidebar.container()
    desk = room.desk(owner)
    thinks = desk.thinking(asked).shows is not False
    if not grows:
        show_middle()
    show_unsent()
    if conversation:
        show_above(room, owner, conversation, server, do)
    if taken := above("export"):
        take_away(room, owner, taken.chat_id, taken.turn_id)
    stop = partial(room.stop, owner, chat_id or "")
    show_prompt(asked, lambda: growing.run is not None, ask, stop, stays=server.built_in, thinks=thinks)
    if not slots.filled():
        live_wire.listen([])  # what is there already need not come first when something grows

    def credit() -> None:
        if not conversation:
            room.servers.look()  # one that is started now is offered here
        if server.name == "openrouter" and (found := desk.credits()):
            st.caption(model_words.credit(found))

    every_s = 1.0 if room.catalogues.busy else 3.0
    with aside:
        st.fragment(lambda: growing.watch(conversation, news, every_s, credit), key=slots.ASIDE)()


def fields_of(conversation: Conversation | None) -> Fields:
    """By which it is chosen whom to ask: each chat has its own."""
    return Fields(conversation.chat.id if conversation else "new")


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
            leave_sidebar()
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


def show_above(room: Room, owner: str, conversation: Conversation, server: Server, do: Do) -> None:
    """What was asked to lie above the page, of a turn of this chat."""
    chat = conversation.chat
    if wanted := above("call", chat.id):
        show_call(*room.calls(owner, chat.id, wanted.turn_id))
    elif (wanted := above("change", chat.id)) and (turn := conversation.turns.get(wanted.turn_id)):
        show_change(room.texts([turn])[0], server, lambda thoughts: do(Wish("changed", turn.id, thoughts)))
    elif came := above("arrived", chat.id):
        arrived = room.arrivals.look(owner, chat.id, came.turn_id)
        show_arrived(came.turn_id, arrived, file_name(chat.title), lambda: do(Wish("read", came.turn_id)))


def take_away(room: Room, owner: str, chat_id: str, turn_id: str) -> None:
    def address(ending: str, thoughts: bool, arrived: bool) -> str:
        asked = {"as": ending, "thoughts": "yes" if thoughts else "no", **({"turn": turn_id} if turn_id else {})}
        return f"./exports/chats/{chat_id}?{urlencode(asked | ({'arrived': 'yes'} if arrived else {}))}"

    if room.store.chat(owner, chat_id):
        show_export(address, ("Page", "Markdown") if turn_id else ("Page", "Markdown", "JSON"))


def leave_sidebar() -> None:
    """What was begun in the sidebar and not ended has no place beside what comes now."""
    tab = session.tab()
    tab.renaming, tab.leaves_search = None, True


def keep_choice(room: Room, owner: str, conversation: Conversation | None, asked: Asked) -> None:
    if conversation:
        room.store.choose(owner, conversation.chat.id, asked)
    else:
        session.tab().choices.new_chats = asked


def show_turns(conversation: Conversation, turns: list[Turn], growing: Growing, do: Do) -> None:
    more = len(conversation.path()) > len(turns)
    if more and pressed("Show earlier turns", icon=":material/history:", type="tertiary", key="more-turns"):
        shown.show_more_turns(conversation.chat.id)
        st.rerun()
    show_conversation(turns, partial(growing.beside, conversation), growing.look, do)


address.leave_run()
here = visitor(st.context.headers, st.context.cookies)
show_page(show_chat, get_room, here, CannotKeep, stranger=here != LOCAL)
