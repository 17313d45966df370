"""Who of many gets a place, and what the others are told."""

from components.places import Places


def test_one_owner_gets_a_share_and_the_others_what_is_left() -> None:
    places = Places(in_all=5, each=3)
    hers = [places.ask("her") for _ in range(5)]
    assert [place.got for place in hers] == [True, True, True, False, False]
    his = [places.ask("him") for _ in range(3)]
    assert [place.got for place in his] == [True, True, False]
    assert hers[3].said == (
        "You have 3 turns running, as many as one may have at once. This one is asked by itself when one of them ends."
    )
    assert his[2].said == (
        "You are third in line: all 5 places of this room are taken. This turn is asked by itself once it has one."
    )
    places.give_back(his[0])
    assert his[2].got and not hers[3].got  # past those whose own share is taken
    places.give_back(hers[0])
    assert hers[3].got and not hers[4].got and not hers[3].said


def test_who_came_first_goes_first_and_who_leaves_the_line_takes_nothing() -> None:
    places = Places(in_all=1)
    first, second, third = (places.ask(owner) for owner in "abc")
    assert third.said.startswith("You are second in line") and second.said.startswith("You are first in line")
    places.give_back(second)
    assert third.said.startswith("You are first in line")
    places.give_back(first)
    assert third.got and not second.got
    places.give_back(third)
    assert places.ask("a").got


def test_the_place_in_line_is_told_in_words() -> None:
    places = Places(in_all=1, line=200)
    waiting = [places.ask(f"owner {number}") for number in range(124)][1:]
    told = {
        at: waiting[at - 1].said.removeprefix("You are ").partition(" in line")[0]
        for at in (1, 10, 11, 13, 22, 112, 123)
    }
    assert list(told.values()) == ["first", "tenth", "11th", "13th", "22nd", "112th", "123rd"]


def test_a_line_has_an_end() -> None:
    places = Places(in_all=1, line=2)
    taken = [places.ask("a") for _ in range(4)]
    assert [place.refused for place in taken] == [False, False, False, True] and not taken[3].said
    places.give_back(taken[3])  # it had none
    assert not taken[1].got
    places.give_back(taken[0])
    assert taken[1].got and not places.ask("b").refused


def test_a_place_is_waited_for_until_it_is_left() -> None:
    places = Places(in_all=1)
    places.ask("a")
    place = places.ask("a")
    assert not place.wait(lambda: True)
    places.give_back(place)
