"""A stand-in for a provider of OpenID Connect, as its specifications have it: discovery, a page on which one chooses
who one is, the exchange of a code (with PKCE), its keys, and the end of a session. Tokens are signed by RS256."""

import base64
import hashlib
import json
import secrets
import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, CLIENT_SECRET = "thinkroom", "the-secret-of-the-client"
PEOPLE = {"ada": "Ada *Lovelace*", "bob": "Bob"}


@dataclass
class Granted:
    who: str
    asked: dict[str, str]


class Provider:
    def __init__(self) -> None:
        self._key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
        self._codes: dict[str, Granted] = {}
        self.ended: list[str] = []  # to where people were sent back once they had signed out here
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                at = urlsplit(self.path)
                asked = {name: values[0] for name, values in parse_qs(at.query).items()}
                match at.path:
                    case "/.well-known/openid-configuration":
                        self._reply(200, provider.metadata)
                    case "/jwks":
                        self._reply(200, {"keys": [provider._key.as_dict(private=False)]})
                    case "/authorize":
                        links = (f'<a href="/chosen?{urlencode({**asked, "who": who})}">{who}</a>' for who in PEOPLE)
                        self._reply(200, html=f"<h1>Who are you?</h1>{' '.join(links)}")
                    case "/chosen":
                        self._reply(302, location=provider.grant(asked))
                    case "/end":
                        provider.ended.append(asked["post_logout_redirect_uri"])
                        self._reply(302, location=asked["post_logout_redirect_uri"])
                    case _:
                        self._reply(404, {})

            def do_POST(self) -> None:
                form = self.rfile.read(int(self.headers["Content-Length"])).decode()
                given = {name: values[0] for name, values in parse_qs(form).items()}
                basic = base64.b64encode(f"{CLIENT}:{CLIENT_SECRET}".encode()).decode()
                token = provider.exchange(given) if self.headers.get("Authorization") == f"Basic {basic}" else None
                self._reply(200, token) if token else self._reply(400, {"error": "invalid_grant"})

            def _reply(self, status: int, told: Any = None, location: str = "", html: str = "") -> None:
                body = html.encode() if html else json.dumps(told).encode()
                self.send_response(status)
                if location:
                    self.send_header("Location", location)
                self.send_header("Content-Type", "text/html" if html else "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    @property
    def metadata(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/jwks",
            "end_session_endpoint": f"{self.url}/end",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    def grant(self, asked: dict[str, str]) -> str:
        """Where whoever chose is sent back to."""
        code = secrets.token_urlsafe(16)
        self._codes[code] = Granted(asked["who"], asked)
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def exchange(self, given: dict[str, str]) -> dict[str, Any] | None:
        granted = self._codes.pop(given.get("code", ""), None)
        digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        if granted is None or granted.asked["redirect_uri"] != given.get("redirect_uri"):
            return None
        if granted.asked["code_challenge"] != base64.urlsafe_b64encode(digest).decode().rstrip("="):
            return None
        now = int(time.time())
        claims = {"iss": self.url, "sub": granted.who, "aud": CLIENT, "iat": now, "exp": now + 600}
        claims |= {"nonce": granted.asked["nonce"], "name": PEOPLE[granted.who]}
        signed = jwt.encode({"alg": "RS256", "kid": "one"}, claims, self._key)
        return {"access_token": secrets.token_urlsafe(16), "token_type": "Bearer", "id_token": signed}

    def settings(self, home: Path, room: str) -> None:
        """As Streamlit's secrets in that folder; `room` is the address by which a browser has the room."""
        (home / ".streamlit").mkdir(exist_ok=True)
        told = {
            "redirect_uri": f"{room}/oauth2callback",
            "cookie_secret": "c" * 32,
            "client_id": CLIENT,
            "client_secret": CLIENT_SECRET,
            "server_metadata_url": f"{self.url}/.well-known/openid-configuration",
        }
        lines = "\n".join(f"{name} = {json.dumps(value)}" for name, value in told.items())
        (home / ".streamlit" / "secrets.toml").write_text(f"[auth]\n{lines}\n", "utf-8")

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, name="provider", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
