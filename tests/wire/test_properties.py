"""Any reply in any dialect, cut anywhere: nothing of it is lost, doubled or swapped."""

from itertools import zip_longest
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from components.wire.think_tags import TAGS as KNOWN_TAGS
from tests.wire.rendering import FIELDS, IN_ORDER, TAGS, Piece, cut, lines, stream, whole
from tests.wire.test_captures import REPLIES
from tests.wire.turns import Read, in_pieces, one_by_one, read

ENDINGS = ("\n", "\r\n", "\r")
# Parts of tags and of JSON, line ends that only some know, code, characters of every width.
WORDS = ["a", "why ", " ", "\n", "<", "<th", "</thi", "nk>", "[", "THINK]", "◁", "<|", "é", "\u2028", "\x85", "👍", '"']
WORDS += ["{", "}", "\\", "data: ", "[DONE]", "\t", "\x00", "0"]
TEXTS = some.lists(some.sampled_from(WORDS), max_size=5).map("".join)


def _untagged(pieces: list[Piece]) -> bool:
    """Tags that a generated text has by accident would be markup, and rightly so."""
    text = "".join(p.thought for p in pieces), "".join(p.answer for p in pieces)
    return not any(tag in one for one in text for tag in (*KNOWN_TAGS, *KNOWN_TAGS.values()))


PIECE = some.builds(Piece, TEXTS, TEXTS).filter(lambda piece: _untagged([piece]))
PIECES = some.lists(some.builds(Piece, TEXTS, TEXTS), max_size=6).filter(_untagged)
PLACES = some.lists(some.integers(0, 5_000), max_size=12)


def _said(pieces: list[Piece]) -> tuple[str, str]:
    return "".join(p.thought for p in pieces), "".join(p.answer for p in pieces)


def _good(found: Read) -> tuple[str, str]:
    assert found.end is None and not found.failures and found.finish == "stop"
    return found.reasoning, found.answer


def _cut_alike(body: bytes, places: list[int]) -> Read:
    whole_read = read([body])
    assert read(in_pieces(body, places)) == whole_read
    return whole_read


# Cuts


@pytest.mark.slow
@pytest.mark.captures
@pytest.mark.parametrize("name", REPLIES)
@settings(max_examples=15)
@given(data=some.data())
def test_a_recorded_reply_is_the_same_turn_however_it_is_cut(captures: Path, name: str, data: some.DataObject) -> None:
    body = (captures / name).read_bytes()
    _cut_alike(body, data.draw(some.lists(some.integers(0, len(body)), max_size=40)))


@pytest.mark.slow
@given(some.sampled_from(sorted(FIELDS)), PIECES, some.sampled_from(ENDINGS), PLACES)
def test_a_stream_is_the_same_turn_however_it_is_cut(
    dialect: str, pieces: list[Piece], ending: str, places: list[int]
) -> None:
    body = stream([delta for piece in pieces for delta in FIELDS[dialect](piece)], ending)
    found = _cut_alike(body, places)
    assert read(one_by_one(body)) == found
    assert _good(found) == _said(pieces)


@pytest.mark.slow
@given(PIECES, some.sampled_from(("\n", "\r\n", "\n\n")), PLACES, some.booleans())
def test_lines_are_the_same_turn_however_they_are_cut(
    pieces: list[Piece], ending: str, places: list[int], last_ends: bool
) -> None:
    body = lines(pieces, ending)
    assert _good(_cut_alike(body if last_ends else body.strip(), places)) == _said(pieces)


@pytest.mark.slow
@given(
    some.sampled_from(sorted(set(FIELDS) - {"flagged"})),
    PIECE,
    some.sampled_from((None, 1)),
    PLACES,
    some.sampled_from((b"", b"\n \n", b"\xef\xbb\xbf", b"\n\xef\xbb\xbf ")),
)
def test_one_object_is_the_same_turn_however_it_is_cut(
    dialect: str, piece: Piece, indent: int | None, places: list[int], padding: bytes
) -> None:
    body = padding + whole(FIELDS[dialect](piece)[0], indent)
    assert _good(_cut_alike(body, places)) == piece


JUNK = [
    b"data: ",
    b"data:",
    b"{",
    b"}",
    b"[",
    b"]",
    b'"',
    b"\n",
    b"\r",
    b"\n\n",
    b"\xef\xbb\xbf",
    b"\xef",
    b"<p>",
    b" ",
]
JUNK += [b"event: error", b"event", b": x", b"[DONE]", b'{"error":"no"}', b'{"choices":[{"delta":{"content":"a"}}]}']
JUNK += [b'{"message":{"content":"b"}}', b'{"message":{},"done":true}', b"\xff", b"dog", b"retry", b"id: 1"]


@pytest.mark.slow
@example(b"dog", [])
@example(b"\xef\xbb\xbf\xef\xbb\xbf{}", [3])
@example(b'{"message":{},"done":true}\ndog\n', [26])
@given(some.lists(some.sampled_from(JUNK), max_size=12).map(b"".join), PLACES)
def test_any_bytes_are_the_same_turn_however_they_are_cut(body: bytes, places: list[int]) -> None:
    assert read(one_by_one(body)) == _cut_alike(body, places)


# Dialects


@pytest.mark.slow
@given(some.sampled_from(sorted(FIELDS)), PIECES, some.sampled_from(("", "message", "text")))
def test_fields_come_in_any_order(dialect: str, pieces: list[Piece], beside: str) -> None:
    deltas = [delta for piece in pieces for delta in FIELDS[dialect](piece)]
    if dialect == "list" and beside:
        beside = ""  # nobody says both
    assert _good(read([stream(deltas, beside=beside)])) == _said(pieces)


@pytest.mark.slow
@given(some.lists(some.tuples(some.sampled_from(sorted(set(FIELDS) - {"flagged"})), some.builds(Piece, TEXTS, TEXTS))))
def test_a_gateway_may_change_its_dialect_in_the_middle(mixed: list[tuple[str, Piece]]) -> None:
    pieces = [piece for _, piece in mixed]
    if _untagged(pieces):
        deltas = [delta for dialect, piece in mixed for delta in FIELDS[dialect](piece)]
        assert _good(read([stream(deltas)])) == _said(pieces)


@pytest.mark.slow
@given(some.sampled_from(sorted(TAGS)), PIECES, PLACES, some.sampled_from(("", " ", "\n\n")))
def test_tags_may_be_cut_anywhere(opening: str, pieces: list[Piece], places: list[int], space: str) -> None:
    thought, answer = _said(pieces)
    text = f"{space}{opening}{thought}{TAGS[opening]}{answer}"
    found = _good(_cut_alike(stream([{"content": part} for part in cut(text, places)]), places))
    assert found == (thought, space + answer)


@pytest.mark.slow
@example("<reasoning>", [Piece("<THINK]", "")], [])  # a name with no end of a tag behind it is no mention of one
@given(some.sampled_from(sorted(TAGS)), PIECES, PLACES)
def test_an_opening_that_stood_in_the_prompt_is_no_loss(opening: str, pieces: list[Piece], places: list[int]) -> None:
    thought, answer = _said(pieces)
    text = f"{thought}\n{TAGS[opening]}{answer}"
    found = _good(_cut_alike(stream([{"content": part} for part in cut(text, places)]), places))
    assert found == (f"{thought}\n", answer)


@pytest.mark.slow
@given(some.sampled_from(sorted(IN_ORDER)), PIECES)
def test_what_stands_in_two_places_is_shown_once(dialect: str, pieces: list[Piece]) -> None:
    thought, answer = _good(read([stream(IN_ORDER[dialect](pieces))]))
    # The line break after a tag that came before the field is the thoughts'.
    assert (thought.lstrip(), answer) == (_said(pieces)[0].lstrip(), _said(pieces)[1])


# Characters


def _units(text: str) -> list[str]:
    """UTF-16: the halves of its wide characters apart."""
    code = text.encode("utf-16-le")
    return [code[at : at + 2].decode("utf-16-le", "surrogatepass") for at in range(0, len(code), 2)]


UNITS = some.text(some.sampled_from("aé👍🏽\u2028<"), max_size=6)


@pytest.mark.slow
@given(some.sampled_from(sorted(FIELDS)), UNITS, UNITS, some.booleans())
def test_halves_of_characters_meet_over_chunks(dialect: str, thought: str, answer: str, together: bool) -> None:
    if together:
        pieces = [Piece(*halves) for halves in zip_longest(_units(thought), _units(answer), fillvalue="")]
    else:
        pieces = [*(Piece(half, "") for half in _units(thought)), *(Piece("", half) for half in _units(answer))]
    deltas = [delta for piece in pieces for delta in FIELDS[dialect](piece)]
    assert _good(read([stream(deltas, ascii_only=True)])) == (thought, answer)
    assert _good(read([lines(pieces, ascii_only=True)])) == (thought, answer)


WRONG = [b"\xff", b"\xed\xa0\xbd", b"\xc3", b"\xf0\x9f", b"\xbf"]  # bytes that are no UTF-8, halves among them


@pytest.mark.slow
@given(PIECES, TEXTS, some.lists(some.tuples(some.integers(0, 99), some.sampled_from(WRONG)), min_size=1), PLACES)
def test_bytes_that_are_no_utf_8_are_replaced_where_they_stand(
    pieces: list[Piece], text: str, wrong: list[tuple[int, bytes]], places: list[int]
) -> None:
    """In a text of the stream; what stands before and after it is untouched."""
    spoilt = "".join(f"\x01{at % len(WRONG)}\x02" for at, _ in wrong)
    deltas = [delta for piece in (*pieces, Piece("", text + spoilt)) for delta in FIELDS["reasoning"](piece)]
    body = stream(deltas)
    for at, bad in enumerate(WRONG):
        body = body.replace(f"\\u0001{at}\\u0002".encode(), bad)
    found = _cut_alike(body, places)
    bad = b"".join(WRONG[at % len(WRONG)] for at, _ in wrong).decode("utf-8", "replace")
    assert _good(found) == (_said(pieces)[0], f"{_said(pieces)[1]}{text}{bad}")
