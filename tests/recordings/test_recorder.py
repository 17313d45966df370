"""What is noted while a reply arrives: all of it within bounds, and no key, however it was cut or spelled."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as some

from components.recordings import Budget, Header, Packer, Recorder, Recording, tries_of
from components.recordings.keys import scrubbed
from components.recordings.recorder import AROUND

KEY = "sk-or-v1-canary0123456789canary"


def recorded(recorder: Recorder) -> Recording:
    return Recording(Header(), tuple(recorder.entries()))


def test_a_refusal_and_what_came_at_the_second_try_are_both_told() -> None:
    recorder = Recorder("", Budget())
    recorder.asked("http://a/v1/chat/completions")
    recorder.head(429, {"Retry-After": "7", "Set-Cookie": "secret", "X-RateLimit-Reset": "5", "Content-Type": "text"})
    recorder.read(b'{"error":"slow down"}')
    recorder.ended(whole=True)
    recorder.asked("http://a/v1/chat/completions")
    recorder.head(200, {})
    recorder.read(b"data: a\n\n")
    recorder.read(b"data: b\n\n")
    recorder.ended(whole=False, said="peer closed connection")
    first, second = tries_of(recorded(recorder))
    assert (first.status, first.body, first.how) == (429, b'{"error":"slow down"}', "whole")
    assert first.headers == {"retry-after": "7", "x-ratelimit-reset": "5", "content-type": "text"}
    assert (second.status, [read.data for read in second.reads]) == (200, [b"data: a\n\n", b"data: b\n\n"])
    assert (second.how, second.said, second.to) == ("broken", "peer closed connection", "http://a/v1/chat/completions")


def test_a_try_whose_end_nobody_told_was_left() -> None:
    recorder = Recorder("", Budget())
    recorder.asked("http://a")
    (only,) = tries_of(recorded(recorder))
    assert (only.status, only.how, only.reads) == (None, "left", [])


@given(some.integers(0, len(KEY) + 20), some.integers(0, len(KEY) + 20), some.booleans())
def test_a_key_is_taken_out_wherever_it_is_cut(one: int, two: int, known: bool) -> None:
    body = b'{"k":"' + KEY.encode() + b'","after":1}'
    first, second = sorted((one, two))
    cut = [body[:first], body[first:second], body[second:]]
    found = scrubbed(cut, KEY if known else "")
    assert b"".join(found) == b'{"k":"[key]","after":1}' and len(found) == 3


@pytest.mark.parametrize(
    "said",
    [
        KEY.upper(),
        KEY.replace("-", "\\u002d"),
        KEY.replace("-", "\\u002D"),
        KEY.replace("-", "%2D"),
        KEY[:9] + "\u200b" + KEY[9:],
        KEY[:9] + "\\u200b\\u00ad" + KEY[9:],
        "\u2060".join(KEY),
    ],
)
def test_a_key_is_taken_out_however_it_is_spelled(said: str) -> None:
    assert b"".join(scrubbed([b'"', said.encode(), b'"'], KEY)) == b'"[key]"'


@pytest.mark.parametrize("size", [1, 2, 3, 7, 30])
@pytest.mark.parametrize("around", ["", "It is "])
def test_a_key_that_is_said_a_few_signs_at_a_time_is_taken_out(size: int, around: str) -> None:
    said = f"{around}{KEY}, and {KEY[:5]}\u200b{KEY[5:]}!"
    parts = [said[at : at + size] for at in range(0, len(said), size)]
    events = [
        f'data: {{"id":"gen-1","delta":{{"role":"assistant","content":{json.dumps(part)}}}}}\n\n' for part in parts
    ]
    found = b"".join(scrubbed([event.encode() for event in events], KEY)).decode()
    again = "".join(json.loads(line[6:])["delta"]["content"] for line in found.split("\n") if line)
    assert again == f"{around}[key], and [key]!"
    assert found.count("data: ") == len(parts) and found.count('"gen-1"') == len(parts)


@pytest.mark.parametrize(
    "said",
    [
        "key-value-store-of-one",
        "xai-responses-v1",
        "sk-learn-1.2-compatible",
        "a Bearer of-bad-news-again",
        "task-0123456789abcdef",
    ],
)
def test_words_are_no_keys(said: str) -> None:
    assert b"".join(scrubbed([said.encode()], "")) == said.encode()


@pytest.mark.parametrize(
    "said", ["gsk_0123456789abcdef", "xai-abcdefghijklmnop", "Bearer abc123def456", "key-0a1b2c3d4e5f"]
)
def test_the_keys_of_others_are_taken_out_too(said: str) -> None:
    assert b"[key]" in b"".join(scrubbed([said.encode()], "")) and b"1" not in b"".join(scrubbed([said.encode()], ""))


def test_a_short_key_takes_no_letters_out_of_words() -> None:
    assert scrubbed([b"abcabc"], "abc") == [b"abcabc"]


def test_no_key_is_in_any_entry() -> None:
    recorder = Recorder(KEY, Budget())
    recorder.asked(f"http://a/{KEY}/v1")
    recorder.head(401, {"www-authenticate": f"Bearer {KEY}", "x-request-id": KEY[:20], "location": f"/?key={KEY}"})
    recorder.read(b"bad " + KEY[:11].encode())
    recorder.read(KEY[11:].encode() + b"!")
    recorder.ended(whole=False, said=f"closed after {KEY}")
    packer = Packer(Header())
    for entry in recorder.entries():
        packer.add(entry)
        assert KEY not in str(entry) and "canary0123456789" not in json.dumps(str(entry))
    assert tries_of(recorded(recorder))[0].body == b"bad [key]!"


def test_a_record_takes_no_more_than_it_may_and_says_what_it_left_out() -> None:
    budget = Budget()
    recorder = Recorder("", budget, most=3 * (10 + AROUND))
    recorder.asked("http://a")
    for _ in range(5):
        recorder.read(b"0123456789")
    recorder.read(b"x")
    recorder.ended(whole=True)
    recorder.asked("http://a")
    recorder.read(b"0123456789")
    first, second = tries_of(recorded(recorder))
    assert (len(first.reads), first.left_out, first.how) == (3, 21, "whole")
    assert (second.reads, second.left_out) == ([], 10)


def test_all_records_together_stay_within_one_budget_and_give_it_back() -> None:
    budget = Budget(2 * (10 + AROUND))
    one, two = Recorder("", budget), Recorder("", budget)
    for recorder in (one, two):
        recorder.asked("http://a")
        recorder.read(b"0123456789")
        recorder.read(b"0123456789")
    assert [len(tries_of(recorded(recorder))[0].reads) for recorder in (one, two)] == [2, 0]
    one.forget()
    two.asked("http://a")
    two.read(b"0123456789")
    assert len(tries_of(recorded(two))[1].reads) == 1


def test_more_tries_than_anybody_makes_are_not_noted() -> None:
    recorder = Recorder("", Budget())
    for _ in range(100):
        recorder.asked("http://a")
        recorder.head(500, {})
        recorder.read(b"no")
    assert len(tries_of(recorded(recorder))) == 40
