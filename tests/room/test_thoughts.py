"""All thoughts of one owner, side by side: theirs alone, worked out a part at a time and once."""

from components.conversation import Asked, Chat
from components.insight import figures_of
from components.room.thoughts import MOST_AT_ONCE, MOST_CHARACTERS, Across, KnownFigures, Thoughts
from components.store import Store
from tests.room.conftest import ME, Place
from tests.turns import made, pieces

ASKED = Asked("openrouter", "a/b")
YOU = "browser:you"


def add(store: Store, owner: str, chat: str, count: int, length: int = 40, thoughts: str = "") -> None:
    """A chat of so many turns, one after another."""
    store.add_chat(Chat(chat, owner, "A chat", 1.0, 1.0, None, ASKED))
    before = None
    for number in range(count):
        came = pieces(thoughts or f"{number:<{length}}", "42")
        turn = made(f"{chat}{number}", chat, before, float(number), "How much?", ASKED, "done", came)
        store.begin(turn)
        store.extend(turn, 0, turn.pieces)
        before = turn.id


def until_all_are_read(own: Thoughts) -> list[Across]:
    found = [own.look()]
    while found[-1].left:
        assert len(found) < 2 or found[-1].left < found[-2].left  # each look goes on
        found.append(own.look())
    return found


def test_what_was_asked_is_there_with_its_figures(place: Place) -> None:
    turn = place.answered("think-40-5-0 of mine", asked=ASKED)
    plain = place.answered("think-0-5-0", asked=ASKED)
    (entry,) = place.room.thoughts(ME).look().entries
    assert (entry.turn_id, entry.chat_id, entry.model) == (turn.id, turn.chat_id, "a/b")
    assert entry.figures and entry.figures == figures_of(turn)
    assert entry.figures.characters == len(turn.reasoning)
    assert not plain.reasoning


def test_nobody_sees_those_of_another(place: Place) -> None:
    store = place.room._store
    add(store, ME, "mine", 2)
    add(store, YOU, "yours", 3)
    assert {entry.chat_id for entry in place.room.thoughts(ME).look().entries} == {"mine"}
    assert {entry.chat_id for entry in place.room.thoughts(YOU).look().entries} == {"yours"}
    assert place.room.thoughts("browser:nobody").look() == Across((), 0, False)


def test_what_was_deleted_is_not_there_though_its_figures_are_known(place: Place) -> None:
    own, chats = place.room.thoughts(ME), place.room.chats(ME)
    first = place.answered("think-20-5-0", asked=ASKED)
    second = place.answered("think-20-5-0", first.chat_id, ASKED)
    assert [entry.turn_id for entry in own.look().entries] == [second.id, first.id]
    chats.delete_turn(second.chat_id, second.id)
    assert [entry.turn_id for entry in own.look().entries] == [first.id]
    chats.delete(first.chat_id)
    assert own.look().entries == ()
    chats.restore(first.chat_id)
    assert [entry.turn_id for entry in own.look().entries] == [first.id]


def test_versions_are_all_there(place: Place) -> None:
    first = place.answered("think-20-5-0", asked=ASKED)
    again = place.room.chats(ME).ask_again(first.chat_id, first.id, ASKED)
    assert again and place.ended(again.id)
    assert {entry.turn_id for entry in place.room.thoughts(ME).look().entries} == {first.id, again.id}


def test_a_thought_that_grows_is_there_once_it_has_ended(place: Place) -> None:
    growing = place.ask("gate-10-5", asked=ASKED)
    assert place.room.thoughts(ME).look().entries == ()
    place.server.resume()
    place.ended(growing.id)
    assert [entry.turn_id for entry in place.room.thoughts(ME).look().entries] == [growing.id]


def test_what_was_asked_about_a_thought_is_not_among_them(place: Place) -> None:
    turn = place.answered("think-20-5-0", asked=ASKED)
    aside = place.room.asides(ME).ask(turn.id, "explanation", 0, 5, "", "think-20-5-0", ASKED)
    assert aside and place.ended(aside.made_turn_id).reasoning
    assert [entry.turn_id for entry in place.room.thoughts(ME).look().entries] == [turn.id]


def test_so_many_are_looked_at_and_no_more(place: Place) -> None:
    add(place.room._store, ME, "mine", 5)
    known = KnownFigures()
    found = Thoughts(ME, place.room._store, known, most=3).look()
    assert ([entry.turn_id for entry in found.entries], found.older) == (["mine4", "mine3", "mine2"], True)
    assert not Thoughts(ME, place.room._store, known, most=5).look().older


def test_one_look_works_out_a_part_and_the_next_goes_on(place: Place) -> None:
    add(place.room._store, ME, "mine", 2 * MOST_AT_ONCE + 1)
    looks = until_all_are_read(place.room.thoughts(ME))
    assert [look.left for look in looks] == [MOST_AT_ONCE + 1, 1, 0]
    assert all(len(look.entries) == 2 * MOST_AT_ONCE + 1 for look in looks)
    assert [entry.figures is None for entry in looks[0].entries[:2]] == [False, False]  # the newest first


def test_of_long_ones_it_works_out_fewer_but_one_at_least(place: Place) -> None:
    add(place.room._store, ME, "mine", 3, thoughts="word " * (MOST_CHARACTERS // 5 + 1))
    assert [look.left for look in until_all_are_read(place.room.thoughts(ME))] == [2, 1, 0]


def test_blank_ones_are_none(place: Place) -> None:
    add(place.room._store, ME, "mine", 2, thoughts=" \n ")
    assert place.room.thoughts(ME).look() == Across((), 0, False)


def test_figures_are_worked_out_once_and_so_many_are_kept(place: Place) -> None:
    store, known = place.room._store, KnownFigures(most=4)
    add(store, ME, "mine", 3)
    own = Thoughts(ME, store, known)
    first, second = own.look(), own.look()
    assert all(one.figures is other.figures for one, other in zip(first.entries, second.entries, strict=True))
    add(store, YOU, "yours", 3)
    Thoughts(YOU, store, known).look()
    assert len(known) == 4
