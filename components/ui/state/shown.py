"""How much of what there is this tab shows."""

from components.ui.state import session

FIRST_TURNS, MORE_TURNS, MORE_CHATS = 15, 20, 200


def shown_turns(chat: str | None) -> int:
    """How many of the last turns are shown."""
    return session.tab().shown_turns.get(chat, FIRST_TURNS)


def show_more_turns(chat: str | None) -> None:
    session.tab().shown_turns[chat] = shown_turns(chat) + MORE_TURNS


def show_last_turns(chat: str, count: int) -> None:
    session.tab().shown_turns[chat] = max(shown_turns(chat), count)


def shown_chats() -> int:
    """How many of the newest chats are listed."""
    return session.tab().shown_chats


def show_more_chats() -> None:
    session.tab().shown_chats += MORE_CHATS
