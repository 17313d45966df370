"""A stand-in for OpenRouter's sign-in: its page, where everybody allows all at once, and the exchange, which gives a
key once for a code whose challenge the verifier meets (RFC 7636, 4.6)."""

import base64
import hashlib
import json
import secrets
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import parse_qs, urlencode, urlsplit

KEY = "sk-or-v1-" + "5151" * 16  # what it gives; it must turn up nowhere but in requests


@dataclass
class Allowed:
    challenge: str
    asked: dict[str, str]


class Authority:
    def __init__(self) -> None:
        self.codes: dict[str, Allowed] = {}  # not used up yet
        self.asked: list[dict[str, str]] = []  # with what people came to its page
        self.keys: list[str] = []  # with which its lists were asked for
        self.refuses = False
        authority = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                at = urlsplit(self.path)
                if at.path == "/auth":
                    asked = {name: values[0] for name, values in parse_qs(at.query).items()}
                    self._reply(303, location=authority.allow(asked))
                    return
                authority.keys.append(self.headers.get("Authorization", ""))
                self._reply(200, {"data": []} if at.path.endswith("/models") else {"data": {"usage": 0}})

            def do_POST(self) -> None:
                given = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                key = authority.exchange(given) if self.path.endswith("/auth/keys") else ""
                self._reply(200, {"key": key, "user_id": "u"}) if key else self._reply(403, {"error": {"code": 403}})

            def _reply(self, status: int, told: object = None, location: str = "") -> None:
                body = json.dumps(told).encode()
                self.send_response(status)
                if location:
                    self.send_header("Location", location)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/api/v1"

    def allow(self, asked: dict[str, str]) -> str:
        """Where whoever came with this is sent on to."""
        self.asked.append(asked)
        back = urlsplit(asked["callback_url"])
        query = {name: values[0] for name, values in parse_qs(back.query).items()}
        if not self.refuses:
            query["code"] = code = secrets.token_urlsafe(16)
            self.codes[code] = Allowed(asked["code_challenge"], asked)
        return back._replace(query=urlencode(query)).geturl()

    def exchange(self, given: dict[str, str]) -> str:
        allowed = self.codes.pop(given.get("code", ""), None)
        digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        met = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        return KEY if allowed and given.get("code_challenge_method") == "S256" and met == allowed.challenge else ""

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, name="authority", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
