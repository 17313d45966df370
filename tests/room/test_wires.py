"""Pages on the live wire: who waits there for what is asked next, and who is told."""

from components.room.wires import MOST_PAGES, Wires


def test_who_waits_is_told_once_and_nobody_else() -> None:
    wires, told = Wires(), list[tuple[str, ...]]()
    wires.wait("page", "me", lambda *asked: told.append(("mine", *asked)))
    wires.wait("page", "another", lambda *asked: told.append(("theirs", *asked)))
    assert not wires.begun("other page", "me", "chat", "turn-0", "?")
    assert told == []
    assert [wires.begun("page", "me", "chat", f"turn-{number}", "?") for number in (1, 2)] == [True, False]
    assert told == [("mine", "chat", "turn-1", "?")]


def test_who_left_is_not_told_and_takes_no_newer_one_along() -> None:
    wires, told = Wires(), list[str]()

    def first(*_: str) -> None:
        told.append("first")

    def second(*_: str) -> None:
        told.append("second")

    wires.wait("page", "me", first)
    wires.wait("page", "me", second)
    wires.leave("page", "me", first)
    wires.begun("page", "me", "chat", "turn", "?")
    assert told == ["second"]
    wires.wait("page", "me", first)
    wires.leave("page", "me", first)
    wires.begun("page", "me", "chat", "turn", "?")
    assert told == ["second"]


def test_the_oldest_page_is_forgotten_first() -> None:
    wires = Wires()
    for number in range(MOST_PAGES + 1):
        wires.note(str(number))
    assert not wires.reach("0") and wires.reach("1") and wires.reach(str(MOST_PAGES))
