"""A small OpenID provider (OpenID Connect Core 1.0, code flow with PKCE) on loopback.

It signs its tokens and believes whoever presses the button on its sign-in page.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "samkop-test", "a secret of the test"


class Provider(ThreadingHTTPServer):
    """Keeps its key, the person who sits before it, and the codes that it gave out."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server_port}"
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.claims: dict[str, Any] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.faults: list[str] = []

    def configuration(self, **domains: list[str]) -> str:
        """What stands in ``SAMKOP_OIDC`` for this provider."""
        return json.dumps(
            [
                {
                    "id": "town", "name": "Provköping", "server_url": self.issuer,
                    "client_id": CLIENT, "secret": SECRET, **domains,
                }
            ]
        )  # fmt: skip


class Handler(BaseHTTPRequestHandler):
    """The provider's five addresses."""

    server: Provider

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        given = {name: values[0] for name, values in parse_qs(parts.query).items()}
        issuer = self.server.issuer
        if parts.path == "/.well-known/openid-configuration":
            ends = ("authorization", "token", "userinfo")
            known = {f"{end}_endpoint": f"{issuer}/{end}" for end in ends}
            methods = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
            self.answer({"issuer": issuer, "jwks_uri": f"{issuer}/keys", **known, **methods})
        elif parts.path == "/keys":
            key = jwt.algorithms.RSAAlgorithm.to_jwk(self.server.key.public_key(), as_dict=True)
            self.answer({"keys": [{**key, "kid": "one", "use": "sig", "alg": "RS256"}]})
        elif parts.path == "/authorization":
            fields = "".join(
                f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
                for name, value in given.items()
            )
            page = f'<form action="/believe" method="get">{fields}<button>It is me</button></form>'
            self.answer(f"<!DOCTYPE html><title>Provider</title>{page}", "text/html")
        elif parts.path == "/believe":
            code = secrets.token_urlsafe()
            self.server.codes[code] = given
            back = urlencode({"code": code, "state": given["state"]})
            self.send_response(302)
            self.send_header("Location", f"{given['redirect_uri']}?{back}")
            self.end_headers()
        elif parts.path == "/userinfo":
            self.answer(self.server.claims)

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        given = {k: v[0] for k, v in parse_qs(self.rfile.read(length).decode()).items()}
        asked = self.server.codes.pop(given.get("code", ""), {})
        digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        known = (given.get("client_id"), given.get("client_secret")) == (CLIENT, SECRET)
        if not known or asked.get("code_challenge") != challenge:
            self.server.faults.append(f"client known: {known}; asked: {asked}")
            self.answer({"error": "invalid_grant"}, status=400)
            return
        now = int(time.time())
        token = {
            **self.server.claims, "iss": self.server.issuer, "aud": CLIENT, "iat": now,
            "exp": now + 60, "nonce": asked.get("nonce", ""),
        }  # fmt: skip
        signed = jwt.encode(token, self.server.key, "RS256", {"kid": "one"})
        self.answer({"access_token": "x", "token_type": "Bearer", "id_token": signed})

    def answer(self, body: Any, kind: str = "application/json", status: int = 200) -> None:
        content = (body if isinstance(body, str) else json.dumps(body)).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *arguments: Any) -> None:
        """Says nothing: the tests' output is for the tests."""


@contextmanager
def provider() -> Iterator[Provider]:
    """A provider that answers until the block ends."""
    server = Provider()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
