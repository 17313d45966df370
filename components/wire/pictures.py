"""A picture that came with a reply: told by its first bytes and its header, never fetched, never decoded here."""

import base64
import binascii
import struct
from collections.abc import Mapping
from typing import Any

MOST_BYTES, MOST_PIXELS = 5_000_000, 40_000_000
PNG, JPEG, RIFF = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF"


def picture(text: str) -> Mapping[str, Any]:
    """`text` is base64, or a data: address. {"type", "base64", "width", "height"}, or {"problem": a sentence, "bytes"}
    of what is not shown."""
    encoded = text.partition(",")[2] if text[:5].lower() == "data:" else text
    size = len(encoded) * 3 // 4
    if size > MOST_BYTES:
        return {"problem": f"It is larger than {MOST_BYTES // 1_000_000} MB.", "bytes": size}
    try:
        data = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return {"problem": "It is damaged.", "bytes": size}
    kind = type_of(data)
    if not kind:
        return {"problem": "It is no PNG, JPEG or WebP.", "bytes": size}
    width, height = dimensions(data, kind)
    if not (width and height):
        return {"problem": "It is cut off, or its header is damaged.", "bytes": size}
    if width * height > MOST_PIXELS:
        return {"problem": f"It has more than {MOST_PIXELS // 1_000_000} million pixels.", "bytes": size}
    return {"type": kind, "base64": encoded, "width": width, "height": height}


def type_of(data: bytes) -> str:
    """By its first bytes; "" for what is not shown."""
    if data.startswith(PNG):
        return "image/png"
    if data.startswith(JPEG):
        return "image/jpeg"
    return "image/webp" if data.startswith(RIFF) and data[8:12] == b"WEBP" else ""


def dimensions(data: bytes, kind: str) -> tuple[int, int]:
    """Width and height by the header; (0, 0) where it does not tell."""
    try:
        match kind:
            case "image/png":
                return struct.unpack(">II", data[16:24]) if data[12:16] == b"IHDR" else (0, 0)
            case "image/jpeg":
                return _of_jpeg(data)
            case _:
                return _of_webp(data)
    except (struct.error, IndexError):
        return 0, 0


def _of_jpeg(data: bytes) -> tuple[int, int]:
    at = 2
    while at + 9 < len(data):
        if data[at] != 0xFF:
            return 0, 0
        mark = data[at + 1]
        if mark == 0xFF:
            at += 1
            continue
        if 0xC0 <= mark <= 0xCF and mark not in (0xC4, 0xC8, 0xCC):  # a start of frame
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        alone = mark == 0x01 or 0xD0 <= mark <= 0xD8
        at += 2 if alone else 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
    return 0, 0


def _of_webp(data: bytes) -> tuple[int, int]:
    match data[12:16]:
        case b"VP8X":
            return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1
        case b"VP8L" if data[20] == 0x2F:
            bits = int.from_bytes(data[21:25], "little")
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8 " if data[23:26] == b"\x9d\x01\x2a":
            width, height = struct.unpack("<HH", data[26:30])
            return width & 0x3FFF, height & 0x3FFF
        case _:
            return 0, 0
