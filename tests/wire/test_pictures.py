"""A picture is told by its first bytes and its header; what is larger or of another kind is not shown."""

import base64
import struct
import zlib

import pytest

from components.wire.pictures import MOST_BYTES, picture


def _png(width: int, height: int) -> bytes:
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))


def _jpeg(width: int, height: int) -> bytes:
    # An application segment, then a progressive frame.
    frame = b"\xff\xc2" + struct.pack(">HBHHB", 17, 8, height, width, 3) + bytes(9)
    return b"\xff\xd8\xff\xe0" + struct.pack(">H", 16) + b"JFIF\0" + bytes(9) + frame + b"\xff\xd9"


def _webp(width: int, height: int) -> bytes:
    body = b"VP8X" + struct.pack("<I", 10) + bytes(4)
    return b"RIFF" + bytes(4) + b"WEBP" + body + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")


@pytest.mark.parametrize(
    ("data", "kind"), [(_png(40, 30), "image/png"), (_jpeg(40, 30), "image/jpeg"), (_webp(40, 30), "image/webp")]
)
@pytest.mark.parametrize("address", ["", "data:image/png;base64,", "data:text/html;base64,"])
def test_its_kind_and_size_are_its_own_whatever_its_address_says(data: bytes, kind: str, address: str) -> None:
    found = picture(address + base64.b64encode(data).decode())
    assert (found["type"], found["width"], found["height"]) == (kind, 40, 30)
    assert base64.b64decode(found["base64"]) == data


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"GIF89a" + bytes(20), "It is no PNG, JPEG or WebP."),
        (b"<svg onload='x'>", "It is no PNG, JPEG or WebP."),
        (_png(8000, 6000), "It has more than 40 million pixels."),
        (_jpeg(60_000, 60_000), "It has more than 40 million pixels."),
        (_png(40, 30)[:12], "It is cut off, or its header is damaged."),
        (b"\xff\xd8\xff\xe0", "It is cut off, or its header is damaged."),
        (_png(40, 30) + bytes(MOST_BYTES), "It is larger than 5 MB."),
    ],
)
def test_what_is_not_shown_says_why_and_is_not_kept(data: bytes, problem: str) -> None:
    found = picture(base64.b64encode(data).decode())
    assert found["problem"] == problem and "base64" not in found


@pytest.mark.parametrize("text", ["!!", "data:image/png;base64,@", "abc"])
def test_what_is_no_base64_is_damaged(text: str) -> None:
    assert picture(text)["problem"] == "It is damaged."
