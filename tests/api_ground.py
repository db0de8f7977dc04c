"""Programs with a token, that call the API."""

from __future__ import annotations

from django.test import Client

from samkop.platform.tokens import issue_token, new_token_text
from samkop.platform.unit_of_work import perform

ALL = [
    "agreements:read", "devices:read", "devices:write", "items:read", "orders:read",
    "orders:write",
]  # fmt: skip


def a_token(actor, scopes=ALL, days=30, now=None):
    """The text of a token of the actor's, and its id."""
    text = new_token_text()
    token_id = perform(
        actor, issue_token, now=now, name="A program", scopes=list(scopes), days=days, text=text
    )
    return text, token_id


class Caller:
    """A program with a token."""

    def __init__(self, text):
        self.client = Client()
        self.headers = {"authorization": f"Bearer {text}"}

    def get(self, path):
        """Read something."""
        return self.client.get(f"/api/v1{path}", headers=self.headers)

    def post(self, path, body=None, key=None):
        """Do something, under an idempotency key."""
        return self._send("post", path, body, key)

    def put(self, path, body=None, key=None):
        """Set something, under an idempotency key."""
        return self._send("put", path, body, key)

    def delete(self, path, key=None):
        """Remove something, under an idempotency key."""
        return self._send("delete", path, None, key)

    def _send(self, method, path, body, key):
        headers = {**self.headers, **({"idempotency-key": key} if key else {})}
        return getattr(self.client, method)(
            f"/api/v1{path}", body or {}, content_type="application/json", headers=headers
        )


def caller(actor, **token):
    """A program of the actor's."""
    return Caller(a_token(actor, **token)[0])
