"""Every recorded reply, cut after every byte: how would the turn end if the stream stopped here? (A long one is cut
after every byte near the end of an event, and after one in eight of those between.)

One pass a reply: before each next byte a copy of the reader is told that nothing more will come. What it then says is
compared with a plain reader's account of the same bytes, not only "a prefix of the whole": nothing is missing either.
"""

import copy
import json
import os
import types
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from components.conversation import AnswerDelta, Failed, ReasoningDelta, StreamEvent, TurnFailed
from components.wire.body import BodyReader
from components.wire.refusals import Voice
from components.wire.tally import Tally
from tests.wire.plain import Plain

FOLDER = Path(os.environ.get("THINKROOM_CAPTURES") or "nowhere")
SHORT, SAMPLED = 10_000, 8  # bytes of a reply that is cut after each of them; else after one in so many
ATOMS = frozenset((bool, int, float, str, bytes, tuple, type(None)))


def _expectations() -> dict[str, Any]:
    """Of all recorded replies that were no refusal; empty where there are no captures."""
    listing = FOLDER / "expect.json"
    found = json.loads(listing.read_text("utf-8")) if listing.is_file() else {}
    return {name: row for name, row in found.items() if "models-list" not in name and (row["http_status"] or 0) < 400}


EXPECTED = _expectations()


@cache
def never_changes(kind: type) -> bool:
    return kind in ATOMS or getattr(getattr(kind, "__dataclass_params__", None), "frozen", False)


def copied(value: Any) -> Any:
    """copy.deepcopy, twenty times as fast: for objects that share nothing that changes, as those of a reader do."""
    kind = type(value)
    if never_changes(kind):
        return value
    if kind is list:
        # It may hold all that was said so far; what was said does not change.
        return value[:] if all(map(never_changes, set(map(type, value)))) else [copied(item) for item in value]
    if kind is dict and all(map(never_changes, set(map(type, value.values())))):
        return value.copy()
    if kind is set and all(map(never_changes, set(map(type, value)))):
        return value.copy()
    if kind is Tally:
        return copy.copy(value)  # of numbers
    if kind is dict:
        return {key: copied(item) for key, item in value.items()}
    assert not isinstance(value, types.MethodType | types.GeneratorType), "it would still belong to the first reader"
    if not hasattr(value, "__dict__") or not kind.__module__.startswith("components.wire"):
        return copy.deepcopy(value)
    twin = object.__new__(kind)
    inside = twin.__dict__
    inside.update(value.__dict__)
    for name, item in value.__dict__.items():
        if not never_changes(type(item)):
            inside[name] = copied(item)
    return twin


class Heard:
    """The texts so far, and whether an error was among what was read."""

    def __init__(self) -> None:
        self.reasoning = self.answer = ""
        self.failed = False

    def event(self, event: StreamEvent) -> None:
        match event:
            case ReasoningDelta(text):
                self.reasoning += text
            case AnswerDelta(text):
                self.answer += text
            case Failed():
                self.failed = True
            case _:
                pass

    def at_end(self, reader: BodyReader) -> tuple[str, str, str]:
        """With what `reader` says when nothing more comes, and how that ends. It is used up afterwards."""
        last = Heard()
        try:
            for event in reader.end():
                last.event(event)
            end = "failed" if self.failed or last.failed else "done"
        except TurnFailed as error:
            end = "lost" if error.failure.kind == "connection lost" else error.failure.kind
        return self.reasoning + last.reasoning, self.answer + last.answer, end


def reader() -> BodyReader:
    return BodyReader(Voice("The server", "a/b", ""))


@pytest.mark.slow
@pytest.mark.captures
@pytest.mark.parametrize("name", EXPECTED or [""])
def test_a_reply_that_stops_at_any_byte_ends_as_what_was_said_until_then(captures: Path, name: str) -> None:
    body = (captures / name).read_bytes()
    texts = EXPECTED[name].get("split", EXPECTED[name])
    told = [sha256(text.encode()).hexdigest() for text in _cut_everywhere(body, Path(name).suffix)]
    assert told == [texts["reasoning_sha256"], texts["answer_sha256"]]


TAGGED = " <think>I 👍 a < b, 1</thin2 ok.</think>\n\nIt 👎 is </think> <th"


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["\n\n", "\r\n\r\n", "\r\r"])
@pytest.mark.parametrize(
    ("key", "text", "expected"),
    [
        ("content", TAGGED, ("I 👍 a < b, 1</thin2 ok.", " \n\nIt 👎 is </think> <th")),
        ("reasoning", "I 👍 a < b.", ("I 👍 a < b.", "")),
    ],
)
def test_tags_and_characters_in_pieces_are_text_as_far_as_they_came(
    key: str, text: str, expected: tuple[str, str], ending: str
) -> None:
    """No recorded reply is cut inside a tag or a character: here every UTF-16 unit is an event of its own."""
    units = [json.dumps(unit) for letter in text for unit in _halves(letter)]
    events = (f'data: {{"choices":[{{"delta":{{"{key}":{unit}}}}}]}}{ending}' for unit in units)
    body = "".join((*events, f"data: [DONE]{ending}")).encode()
    assert _cut_everywhere(body, ".sse") == expected


def _halves(letter: str) -> list[str]:
    """The one or two UTF-16 units of a character."""
    rest = ord(letter) - 0x10000
    return [letter] if rest < 0 else [chr(0xD800 + (rest >> 10)), chr(0xDC00 + (rest & 0x3FF))]


def _cut_everywhere(body: bytes, suffix: str) -> tuple[str, str]:
    """The texts of the whole, once every beginning of it was compared."""
    plain = Plain(body, suffix)
    reading, heard = reader(), Heard()
    near = {border + step for border in plain.borders for step in range(-3, 4)}
    for count in range(len(body) + 1):
        looked_at = len(body) <= SHORT or count in near or not count % SAMPLED
        if looked_at and heard.at_end(copied(reading)) != plain.after(count):
            pytest.fail(f"after {count} bytes, …{body[max(0, count - 60) : count]!r}: {_difference(reading, heard)}")
        for event in reading.feed(body[count : count + 1]) if count < len(body) else ():
            heard.event(event)
    return heard.at_end(reading)[:2]


def _difference(reading: BodyReader, heard: Heard) -> str:
    reasoning, answer, end = heard.at_end(copied(reading))
    return f"it ends as {end!r}, with …{reasoning[-60:]!r} and …{answer[-60:]!r}"


@pytest.mark.slow
@pytest.mark.captures
@pytest.mark.parametrize("name", EXPECTED or [""])
def test_a_copy_of_a_reader_says_the_same_and_leaves_the_first_untouched(captures: Path, name: str) -> None:
    """What the test above stands on."""
    body = (captures / name).read_bytes()
    reading = reader()
    half = list(reading.feed(body[: len(body) // 2]))
    twin, deep = copied(reading), copy.deepcopy(reading)
    assert Heard().at_end(copied(reading)) == Heard().at_end(copy.deepcopy(deep))
    rest = [list(one.feed(body[len(body) // 2 :])) for one in (twin, reading, deep)]
    assert rest[0] == rest[1] == rest[2]
    ends = [Heard().at_end(one) for one in (twin, reading, deep)]
    assert ends[0] == ends[1] == ends[2] and (half or rest[0])
