"""What nobody well-behaved sends: texts, names, JSON, and whole requests of HTTP. All of it follows from one seed."""

import json
import random
import re
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

ODD = (
    *(
        "",
        "\0",
        "\r\nX-Wild: yes",
        "..",
        "../../../etc/passwd",
        "%00",
        "%",
        "%zz",
        "\udc80",
        "\ufeff",
        "\u202e",
        "🦊" * 9,
    ),
    *(
        "local",
        "None",
        "null",
        "true",
        "nan",
        "-1",
        "0",
        "1e999",
        "9" * 400,
        "½",
        "²",
        "__class__",
        "{}",
        "{chat}",
        "$$",
    ),
    *(
        "' OR 1=1 --",
        "\\",
        '"',
        "<script>x</script>",
        "javascript:x",
        "//evil.example",
        "http://[",
        "https://a@b:c",
        "[::1",
    ),
)
METHODS = (
    ("GET",) * 12 + ("POST",) * 6 + ("HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "get", "X" * 60)
)
PARAMETERS = (
    *("as", "turn", "thoughts", "arrived", "notes", "questions", "names", "token", "at", "hand", "to", "out", "with"),
    *(
        "state",
        "code",
        "chat",
        "run",
        "m",
        "of",
        "provider",
        "families",
        "next",
        "page",
        "race",
        "t",
        "present",
        "by",
        "down",
    ),
)
ENDINGS = ("html", "md", "json", "csv", "jsonl", "svg", "thinkroom.jsonl", "exe")
MOST_TEXT = 70_000  # characters: more than a body may have
CHUNKED = ("5\r\nabc", "ffffffffffffffff\r\n", "-1\r\n\r\n", "z\r\n", "3\r\nabc\r\n0\r\n\r\n", "0\r\nX: y\r\n\r\n")


@dataclass(frozen=True)
class Known:
    """Of one room: where it is, the paths of its routes, what its things are called, and whom it takes a browser for by
    which cookie."""

    host: str
    paths: Sequence[str]
    names: Sequence[str]
    cookies: Mapping[str, str]


@dataclass(frozen=True)
class Sent:
    """A request as its bytes; `path` is the route that it was made for, `who` sends it."""

    path: str
    who: str
    wire: bytes


class Wild:
    def __init__(self, seed: str, known: Known) -> None:
        self.chance, self.known = random.Random(seed), known

    def maybe(self, share: float) -> bool:
        return self.chance.random() < share

    def text(self) -> str:
        choose = self.chance.random()
        if choose < 0.5:
            return self.chance.choice(ODD)
        if choose < 0.8:
            return "".join(self.chance.choices(string.printable, k=self.chance.randrange(1, 40)))
        if choose < 0.95:
            return "".join(chr(self.chance.randrange(1, 0xD800)) for _ in range(self.chance.randrange(1, 60)))
        return self.chance.choice("a[{ \u0301") * self.chance.randrange(1_000, MOST_TEXT)

    def value(self) -> str:
        """What may stand for a name: often one that is there."""
        choose = self.chance.random()
        if choose < 0.5:
            return self.chance.choice(self.known.names)
        return self.chance.choice(ENDINGS) if choose < 0.6 else self.text()

    def data(self, depth: int = 0) -> object:
        kinds = 9 if depth < 3 else 6
        match self.chance.randrange(kinds):
            case 0:
                return self.chance.choice((None, True, False))
            case 1:
                return self.chance.choice((0, -1, 1, 2**31, 2**63, 10**30))
            case 2:
                return self.chance.choice((0.5, -0.0, 1e308, float("inf"), float("nan")))
            case 3 | 4 | 5:
                return self.value()
            case 6 | 7:
                return {self.chance.choice((*PARAMETERS, "event", "value")): self.data(depth + 1) for _ in range(4)}
            case _:
                return [self.data(depth + 1) for _ in range(self.chance.randrange(5))]

    def document(self) -> bytes:
        """As JSON, or as what only begins like it."""
        if self.maybe(0.1):
            return self.chance.choice(
                (b"[" * 60_000, b'{"a":' * 9_000, b'"\\ud800"', b"\xff\xfe{}", b"[1e999999]", b"{")
            )
        text = json.dumps(self.data()).encode("utf-8", "surrogatepass")
        return text[: self.chance.randrange(len(text) + 1)] if self.maybe(0.1) else text

    def noise(self) -> bytes:
        return self.chance.randbytes(self.chance.choice((0, 1, 7, 125, 126, 4_000, 65_600)))

    def query(self) -> str:
        pairs: list[str] = []
        for _ in range(self.chance.choice((0, 1, 1, 2, 3, 9))):
            name = self.chance.choice(PARAMETERS) if self.maybe(0.9) else self.text()[:200]
            value = self.run() if name == "run" and self.maybe(0.7) else self.value()
            pairs.append(f"{self.spelled(name)}={self.spelled(value)}")
        return "&".join(pairs)

    def run(self) -> str:
        """As the live wire is asked for one."""
        parts = [self.chance.choice(self.known.names), self.chance.choice(self.known.names)]
        parts += [self.chance.choice(("0", "1", "2", "9" * 30, "-1", "²", "")) for _ in range(4)]
        return ":".join(parts[: self.chance.choice((6, 6, 6, 5, 1))])

    def spelled(self, text: str) -> str:
        """For an address: mostly as it must be."""
        if self.maybe(0.9):
            return quote(text.encode("utf-8", "surrogatepass"), safe="")
        return text.replace("\r", "").replace("\n", "").replace(" ", "")

    def path(self, route: str) -> str:
        path = route or self.chance.choice(("/", "/injection", "/race", "/measure", "/thoughts", "/inside", "/replay"))
        while "{" in path:
            head, _, rest = path.partition("{")
            path = f"{head}{self.spelled(self.value())}{rest.partition('}')[2]}"
        if self.maybe(0.15):
            path += f"/{self.spelled(self.value())}"
        return path[:8_000]

    def headers(self, cookie: str) -> dict[str, str]:
        host = self.known.host
        found = {"Host": host if self.maybe(0.95) else self.text(), "Connection": "close"}
        if cookie and self.maybe(0.95):
            found["Cookie"] = cookie
        elif self.maybe(0.5):
            found["Cookie"] = "; ".join(
                f"{name.partition('=')[0]}={self.header()}" for name in self.known.cookies.values()
            )
        usual = {
            "Accept": ("text/html", "*/*", "text/html,application/xhtml+xml", "application/json"),
            "Origin": (f"http://{host}", f"http://{host}", "null", "http://evil.example"),
            "Content-Type": (
                "application/x-www-form-urlencoded",
                "application/json",
                "multipart/form-data; boundary=b",
            ),
            "Range": ("bytes=0-", "bytes=-1", "bytes=9-1", "bytes=0-0,2-3"),
            "If-None-Match": ("*", '""', 'W/"a"'),
            "If-Modified-Since": ("Thu, 01 Jan 1970 00:00:00 GMT", "no"),
            "Authorization": ("Bearer x", "Basic eA==", "Bearer"),
            "X-Forwarded-For": ("127.0.0.1", "::1, 10.0.0.1", "x" * 300),
            "X-Forwarded-Proto": ("https", "x"),
            "X-Thinkroom-Person": ("local", "local.AAAA"),
            "Accept-Encoding": ("gzip", "br;q=1, *;q=0", "identity;q=0"),
            "Upgrade": ("websocket", "h2c"),
            "Expect": ("100-continue",),
        }
        for name, values in usual.items():
            if self.maybe(0.5 if name in ("Accept", "Origin", "Content-Type") else 0.08):
                found[name] = self.chance.choice(values) if self.maybe(0.9) else self.header()
        return found

    def header(self) -> str:
        """Such as a server lets in, mostly."""
        text = self.text()
        return re.sub(r"[^\x20-\x7e\xa0-\xff]", "", text).strip() if self.maybe(0.9) else text

    def body(self) -> bytes:
        match self.chance.randrange(6):
            case 0:
                return b""
            case 1 | 2:
                return self.document()
            case 3:
                names = ("password", "to", "username", "token")
                return "&".join(f"{self.chance.choice(names)}={self.spelled(self.text())}" for _ in range(3)).encode(
                    "utf-8", "surrogatepass"
                )
            case 4:
                part = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
                return part + self.noise() + self.chance.choice((b"\r\n--b--\r\n", b"", b"\r\n--b"))
            case _:
                return self.noise()

    def request(self) -> Sent:
        route = self.chance.choice(self.known.paths)
        who, cookie = self.chance.choice(list(self.known.cookies.items()))
        method, body, query = self.chance.choice(METHODS), self.body(), self.query()
        headers = self.headers(cookie)
        lies = self.maybe(0.05)
        if method not in ("GET", "HEAD") or lies:
            headers["Content-Length"] = str(len(body)) if not lies else self.chance.choice(("-1", "9" * 20, "1", "x"))
        else:
            body = b""
        if self.maybe(0.03):
            headers["Transfer-Encoding"] = "chunked"
            body = self.chance.choice(CHUNKED).encode()
        address = self.path(route) + (f"?{query}" if query else "")
        lines = [f"{method} {address} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
        return Sent(route, who, "\r\n".join(lines).encode("utf-8", "surrogatepass") + body)
