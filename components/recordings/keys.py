"""Keys are taken out of what arrived, also where one was cut between reads, spelled with escapes, split by signs that
nobody sees, or said a few signs at a time."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from components.recordings.cutting import Cut, without

IN_PLACE = b"[key]"
LEAST_KEY = 4  # characters: a shorter one stands everywhere
LEAST_IN_PIECES = 12  # of one that is put together from what stands in many places
# What looks like one, whoever's it is: no short words with hyphens ("key-value-store-of-one", "xai-responses-v1").
KEY_LIKE = re.compile(rb"\b(?:sk|gsk|xai|csk|pplx|key)[-_][a-z0-9_\-]{12,}|bearer ([a-z0-9._~+/=\-]{12,})")
RANDOM = re.compile(rb"(?=[a-z]*[0-9])[a-z0-9]{12}|[a-z0-9]{16}")
# Each of them has one of these in it, which are looked for first: that is quicker by far.
MARKS = (b"sk-", b"sk_", b"xai-", b"xai_", b"pplx-", b"pplx_", b"key-", b"key_", b"bearer ")
# A sign as JSON or an address may spell it, or one without a width, as it is or spelled.
SPELLED = re.compile(
    rb"\\u[0-9a-fA-F]{4}|\\[\"/\\]|%[0-9a-fA-F]{2}"
    rb"|\xc2\xad|\xe2\x80[\x8b-\x8f\xaa-\xae]|\xe2\x81[\xa0-\xaf]|\xef\xbb\xbf"
)
WINDOW = 65_536  # bytes
# A field of JSON that is text. What stands under one name in event after event is said in one go.
FIELD = re.compile(rb'"(\w{1,40})"\s*:\s*"((?:[^"\\]|\\.)+)"')
UNSEEN = frozenset((0xAD, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)))


class Place(NamedTuple):
    """Of a key, or of a piece of one: `marked` where it is to be said that there was one."""

    first: int
    last: int
    marked: bool = True


def scrubbed(reads: Sequence[bytes], key: str) -> Sequence[bytes]:
    """As many reads, of the same bytes without keys: where one goes over several reads, all of it is taken out."""
    whole = b"".join(reads)
    places = _apart([*_places(whole, key), *_in_pieces(whole, key)])
    return without(reads, [Cut(first, last, IN_PLACE if marked else b"") for first, last, marked in places])


def scrubbed_text(text: str, key: str) -> str:
    return scrubbed([text.encode("utf-8", "replace")], key)[0].decode("utf-8", "replace")


def _apart(places: Sequence[Place]) -> list[Place]:
    """In order, those that overlap as one."""
    found: list[Place] = []
    for place in sorted(places):
        if found and place.first < found[-1].last:
            before = found.pop()
            place = Place(before.first, max(before.last, place.last), before.marked or place.marked)
        found.append(place)
    return found


def _places(whole: bytes, key: str) -> Iterator[Place]:
    """Where keys stand, in order."""
    plain, ours, theirs = _plain(whole)
    for first, last in _found(plain.lower(), key.lower().encode("utf-8", "replace")):
        yield Place(_back(first, ours, theirs), _back(last, ours, theirs))


def _in_pieces(whole: bytes, key: str) -> Iterator[Place]:
    """Where the fields of one name say the key together, one after the other."""
    wanted = key.lower().encode("utf-8", "replace")
    if len(wanted) < LEAST_IN_PIECES or not (names := _naming(whole, wanted)):
        return
    fields: dict[bytes, list[tuple[int, bytes]]] = {name: [] for name in names}
    for field in FIELD.finditer(whole):
        if field[1] in names:
            fields[field[1]].append((field.start(2), field[2]))
    for pieces in fields.values():
        starts = [0, *accumulate(len(piece) for _, piece in pieces)]
        for at, end in _exactly(b"".join(piece for _, piece in pieces), wanted):
            for number in range(bisect_right(starts, at) - 1, bisect_left(starts, end)):
                begin, piece = pieces[number]
                first, last = max(at - starts[number], 0), min(end - starts[number], len(piece))
                yield Place(begin + first, begin + last, marked=starts[number] <= at)


def _naming(whole: bytes, wanted: bytes) -> set[bytes]:
    """The names of the fields that say it together. Lines are looked through a few at a time, since each search holds
    up all other threads."""
    said: dict[bytes, list[bytes]] = {}
    start = 0
    while start < len(whole):
        end = whole.rfind(b"\n", start, start + WINDOW) + 1 or start + WINDOW
        for name, text in FIELD.findall(whole, start, end):
            said.setdefault(name, []).append(text)
        start = end
    return {name for name, texts in said.items() if any(_exactly(b"".join(texts), wanted))}


def _exactly(said: bytes, wanted: bytes) -> Iterator[tuple[int, int]]:
    """Where it stands, however it is spelled."""
    plain, ours, theirs = _plain(said)
    for at in _all(plain.lower(), wanted):
        yield _back(at, ours, theirs), _back(at + len(wanted), ours, theirs)


def _found(plain: bytes, key: bytes) -> Iterator[tuple[int, int]]:
    known = set(_all(plain, key)) if len(key) >= LEAST_KEY else set[int]()
    likely = {at - before for mark in MARKS for at in _all(plain, mark) for before in (0, 1) if at >= before}
    end = 0
    for at in sorted(known | likely):
        if at < end:
            continue
        if at in known:
            end = at + len(key)
            yield at, end
        elif like := KEY_LIKE.match(plain, at):
            first, last = like.span(like.lastindex or 0)
            if RANDOM.search(plain, first, last):
                end = last
                yield first, end


def _all(plain: bytes, mark: bytes) -> Iterator[int]:
    at = plain.find(mark)
    while at >= 0:
        yield at
        at = plain.find(mark, at + 1)


def _plain(whole: bytes) -> tuple[bytes, list[int], list[int]]:
    """The same with signs as they are and without those that nobody sees; and where stretches of it begin, in it and in
    `whole`."""
    parts: list[bytes] = []
    ours, theirs = [0], [0]
    size = at = 0
    for spelled in SPELLED.finditer(whole):
        start, end = spelled.span()
        sign = _sign(spelled[0])
        if sign is None:
            continue
        parts += (whole[at:start], sign)
        size += start - at
        ours += (size, size + len(sign))
        theirs += (start, end)
        size, at = size + len(sign), end
    return (b"".join((*parts, whole[at:])) if parts else whole), ours, theirs


def _sign(spelled: bytes) -> bytes | None:
    """None where it is no sign of a key."""
    if spelled[0] > 0x7F:
        return b""
    if spelled[1:2] != b"u" and spelled[:1] == b"\\":
        return spelled[1:]
    code = int(spelled[2:] if spelled[:1] == b"\\" else spelled[1:], 16)
    return bytes([code]) if 0x20 < code < 0x7F else b"" if spelled[:1] == b"\\" and code in UNSEEN else None


def _back(at: int, ours: list[int], theirs: list[int]) -> int:
    place = bisect_right(ours, at) - 1
    return theirs[place] + at - ours[place]
