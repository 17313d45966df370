"""Guesses over a whole room: who may open one, what closes it, and what stands beside it at the end."""

from components.audience import Guess, Said, Shown, said_from
from components.conversation import Asked, Prefill, Turn
from components.room import LOCAL
from tests.room.conftest import Place

ASKED = Asked("openrouter", "test/model")
YOU = "cookie:other"


def a_chat(place: Place, owner: str = LOCAL) -> str:
    turn = place.room.chats(owner).ask(None, "think-2-2-0", ASKED)
    assert turn is not None
    place.ended(turn.id)
    return turn.chat_id


def opened(place: Place, chat: str, choices: str = "") -> Guess:
    guess = place.room.guesses(LOCAL).open_guess(chat, " Which  is bigger? ", choices, "9.9")
    assert guess is not None
    return guess


def said(guess: Guess, answer: str = "9.9", phone: str = "p" * 22) -> Said:
    found = said_from({"vote": {"guess": guess.id, "phone": phone, "answer": answer, "confidence": 80}})
    assert found
    return found


def test_a_guess_is_opened_where_others_follow_live(place: Place) -> None:
    guesses, chat = place.room.guesses(LOCAL), a_chat(place)
    assert guesses.open_guess(chat, "Which?") is None  # nobody follows
    place.room.shares(LOCAL).let_follow(chat, Shown(), 60.0, frozen=True)
    assert guesses.open_guess(chat, "Which?") is None  # and those who do see what was
    place.room.shares(LOCAL).let_follow(chat, Shown(), 60.0)
    assert guesses.open_guess(chat, "  ") is None and guesses.open_guess(chat, "Which?", "one") is None
    assert place.room.guesses(YOU).open_guess(chat, "Which?") is None
    guess = opened(place, chat, "9.9\n9.11")
    assert guess.question == "Which is bigger?" and guesses.shown(chat) == guess and guesses.all(chat) == [guess]


def test_votes_come_by_a_share_of_that_chat_alone(place: Place) -> None:
    audience, shares, chat = place.room.audience, place.room.shares(LOCAL), a_chat(place)
    live, other = shares.let_follow(chat, Shown(), 60.0), shares.let_follow(a_chat(place), Shown(), 60.0)
    frozen = shares.let_follow(chat, Shown(), 60.0, frozen=True)
    assert live and other and frozen
    guess, guesses = opened(place, chat, "9.9\n9.11"), place.room.guesses(LOCAL)
    assert audience.guess(live.share) == guess and audience.guess(other.share) is audience.guess(frozen.share) is None
    assert [audience.vote(one.share, said(guess)) for one in (other, frozen)] == ["late", "late"]
    assert audience.vote(live.share, said(guess, "8")) is None  # no choice of it
    assert audience.vote(live.share, said(guess)) == "counted" and guesses.count(guess.id) == 1
    assert audience.tally(guess) is None and guesses.tally(guess.id) is None
    assert place.room.guesses(YOU).count(guess.id) == 0 and place.room.files(YOU).guess(guess.id) is None


def test_beside_it_stands_the_answer_to_it(place: Place) -> None:
    chat, guesses = a_chat(place), place.room.guesses(LOCAL)
    place.room.shares(LOCAL).let_follow(chat, Shown(), 60.0)
    guess = opened(place, chat)
    guesses.close_guess(guess.id)
    guesses.reveal_guess(guess.id)
    assert guesses.model_answer(guess.id) == ("", "")  # what was answered before is no answer to it
    turn = place.room.chats(LOCAL).ask(chat, "think-2-2-0", ASKED)
    assert turn
    answer = place.ended(turn.id).answer.strip()
    assert answer and guesses.model_answer(guess.id) == (answer, "unclear")
    counted = guesses.tally(guess.id)
    assert counted and counted.votes == 0


def test_whatever_begins_a_turn_in_its_chat_closes_it(place: Place) -> None:
    chat, guesses, own = a_chat(place), place.room.guesses(LOCAL), place.room.chats(LOCAL)
    other = a_chat(place)
    place.room.shares(LOCAL).let_follow(chat, Shown(), 60.0)
    found = own.conversation(chat)
    assert found
    (first,) = found.path()

    def begins(turn: Turn | None) -> None:
        assert turn is not None
        shown = guesses.shown(chat)
        assert shown and shown.state == "closed"
        place.ended(turn.id)

    opened(place, chat)
    begins(own.ask(chat, "think-2-2-0 next", ASKED))
    opened(place, chat)
    begins(own.ask_again(chat, first.id, ASKED))
    opened(place, chat)
    begins(own.ask_again(chat, first.id, ASKED, "think-2-2-0 edited"))
    opened(place, chat)
    begins(own.answer_now(chat, first.id, ASKED))
    opened(place, chat)
    begins(own.ask_again(chat, first.id, ASKED, None, Prefill(first.id, "So it is", edited=True)))
    # One that waits, when it is asked and when it begins.
    runs = own.ask(chat, "gate-2-2", ASKED)
    opened(place, chat)
    waits = own.ask(chat, "think-2-2-0 behind", ASKED)
    shown = guesses.shown(chat)
    assert runs and waits and waits.status == "queued" and shown and shown.state == "closed"
    opened(place, chat)
    place.server.resume()
    begins(place.ended(waits.id))
    # Another chat, and what asks nobody, close nothing.
    guess = opened(place, chat)
    begun = own.ask(other, "think-2-2-0 elsewhere", ASKED)
    assert begun
    place.ended(begun.id)
    own.show(chat, first.id)
    assert guesses.shown(chat) == guess


def test_the_file_says_nothing_that_a_spreadsheet_would_reckon(place: Place) -> None:
    chat = a_chat(place)
    link = place.room.shares(LOCAL).let_follow(chat, Shown(), 60.0)
    guess = opened(place, chat)
    assert link and place.room.audience.vote(link.share, said(guess, '=1+1, "x"')) == "counted"
    made = place.room.files(LOCAL).guess(guess.id)
    assert made and made[1].splitlines() == ["answer,confidence,second", '"\'=1+1, ""x""",80,0']


def test_ones_own_guess_is_kept_beside_its_turn(place: Place) -> None:
    guesses = place.room.guesses(YOU)
    turn = place.room.chats(YOU).ask(None, "think-2-2-0", ASKED)
    assert turn and not place.room.guesses(LOCAL).keep_own_guess(turn, "9", 60)
    assert guesses.keep_own_guess(turn, " 9 ", 60, "nine") and not guesses.keep_own_guess(turn, " ", 60)
    own = guesses.shown(turn.chat_id)
    assert own and own.own and (own.turn_id, own.state) == (turn.id, "closed")
    vote, counted = guesses.own_vote(own.id), guesses.tally(own.id)
    assert vote and counted and (vote.answer, vote.sure, counted.right) == ("9", 60, 1)
    place.ended(turn.id)
