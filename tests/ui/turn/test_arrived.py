"""What a record looks like in words, and how much of it is shown at once."""

import pytest

from components.recordings import Event, Row
from components.ui.turn.arrived import MOST_ROWS, completed, in_sum, pages_of, tells_more, told, visible


def read(at: float, data: bytes, *events: Event) -> Row:
    return Row(at, "read", number=len(data), data=data, events=events)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (Row(0.0, "asked", "https://a/v1/chat/completions", 1), "Asked https://a/v1/chat/completions"),
        (Row(0.0, "asked", "https://a/v1", 2), "Asked again, try 2: https://a/v1"),
        (Row(0.0, "asked", "http://pocket.invalid/v1/chat", 1), "Asked inside this room, without a network"),
        (Row(0.0, "head", "", 429), "Answered with status 429"),
        (read(0.0, b"x"), "1 byte · goes on in the next read"),
        (
            read(0.0, b"x" * 2_000, Event("", b"x"), Event(":", b"y"), Event(":", b"")),
            "2,000 bytes · 1 event and 2 comments",
        ),
        (read(0.0, b"{}\n{}", Event("\n", b"{}"), Event("\n", b"{}")), "5 bytes · 2 lines"),
        (Row(0.0, "left out", "", 7_000), "7,000 bytes that came are not here: the record was full"),
        (Row(0.0, "whole"), "The reply ended"),
        (Row(0.0, "broken", "peer closed"), "The connection broke: peer closed"),
        (Row(0.0, "left"), "The room read no further"),
    ],
)
def test_a_row_in_words(row: Row, words: str) -> None:
    assert told(row) == words


def test_what_arrived_in_a_sentence() -> None:
    asked = Row(0.1, "asked", "x", 1)
    assert in_sum([asked, Row(0.5, "broken")]) == "Nothing arrived."
    assert in_sum([asked, Row(0.5, "broken"), Row(1.0, "asked", "x", 2)]) == "Nothing arrived at 2 tries."
    assert in_sum([asked, read(1.5, b"ab"), Row(9.0, "whole")]) == (
        "2 bytes in 1 read of the network; the last came 1.500 s after the question."
    )
    many = in_sum([asked, read(1.5, b"a" * 1_000), read(1_234.5, b"a"), Row(9.0, "whole")])
    assert many == "1,001 bytes in 2 reads of the network; the last came 1,234.500 s after the question."


def test_events_are_shown_where_the_text_does_not_show_them_as_plainly() -> None:
    assert not tells_more(read(0.0, b"data: a\n\n", Event("", b"a")))
    assert not tells_more(read(0.0, b": hi\n\n", Event(":", b"hi")))
    assert tells_more(read(0.0, b"event: x\ndata: a\n\n", Event("x", b"a")))
    assert tells_more(read(0.0, b"b\n\n", Event("", b"ab")))  # it began in a read before
    assert tells_more(read(0.0, b"data: a\n\ndata: b\n\n", Event("", b"a"), Event("", b"b")))
    assert not tells_more(read(0.0, b"data: a"))
    assert completed([]) == "goes on in the next read"


@pytest.mark.parametrize(
    ("size", "pages"), [(0, [(0, 0)]), (200, [(0, 200)]), (401, [(0, 200), (200, 400), (400, 401)])]
)
def test_a_page_holds_so_many_rows(size: int, pages: list[tuple[int, int]]) -> None:
    assert MOST_ROWS == 200 and pages_of([read(0.0, b"x")] * size) == pages


def test_a_page_of_long_texts_holds_fewer_and_one_at_least() -> None:
    assert pages_of([read(0.0, b"x" * 15_000)] * 12) == [(0, 9), (9, 12)]
    assert pages_of([read(0.0, b"x" * 5_000_000)] * 2) == [(0, 2)]  # of which the page shows the beginnings


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\0b\x1bc\x7f", "a\\x00b\\x1bc\\x7f"),
        ("a\r\nb\rc\n\td", "a\\r\nb\\rc\n\td"),
        ("\u202eabc\u2066\u200f\x85", "\\u202eabc\\u2066\\u200f\\x85"),
        ("שלום 世界 😀", "שלום 世界 😀"),
    ],
)
def test_what_cannot_be_seen_is_shown_as_a_sign(text: str, shown: str) -> None:
    assert visible(text) == shown
