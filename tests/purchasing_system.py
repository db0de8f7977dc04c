"""A stand-in for a municipality's own purchasing system: opens the shop, gets the basket back."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl

OPENING = "/open"
RETURN = "/return"


class PurchasingSystem:
    """What it has got back, and where; ``form`` is what its users press to open the shop."""

    def __init__(self, server: ThreadingHTTPServer) -> None:
        self.address = f"http://localhost:{server.server_port}"
        self.baskets: list[dict[str, str]] = []
        self.form: tuple[str, dict[str, str]] = ("", {})

    @property
    def hook(self) -> str:
        """Where baskets come back."""
        return self.address + RETURN

    def opens(self, shop: str, identity: str, secret: str, **more: str) -> str:
        """The address of its page whose button opens the shop by OCI."""
        fields = {"HOOK_URL": self.hook, "USERNAME": identity, "PASSWORD": secret, **more}
        self.form = shop, fields
        return self.address + OPENING

    def page(self) -> str:
        """Its page with the button."""
        shop, fields = self.form
        hidden = "".join(
            f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
            for name, value in fields.items()
        )
        return (
            f'<!DOCTYPE html><title>Rondo</title><form method="post" action="{escape(shop)}">'
            f"{hidden}<button>To the shop</button></form>"
        )


@contextmanager
def a_purchasing_system() -> Iterator[PurchasingSystem]:
    """A purchasing system on a port of its own."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(system.page())

        def do_POST(self) -> None:
            size = int(self.headers["Content-Length"])
            sent = parse_qsl(self.rfile.read(size).decode(), keep_blank_values=True)
            system.baskets.append(dict(sent))
            self._answer("<!DOCTYPE html><title>Rondo</title><h1>The basket is here</h1>")

        def _answer(self, page: str) -> None:
            body = page.encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("localhost", 0), Handler)
    system = PurchasingSystem(server)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield system
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Forms(HTMLParser):
    """The forms of a page: where each goes, and its hidden fields in their order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, list[tuple[str, str]]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append((given.get("action", ""), []))
        elif tag == "input" and self.found and given.get("type") == "hidden":
            self.found[-1][1].append((given["name"], given["value"]))


def form_to(page: str, address: str) -> dict[str, str]:
    """The hidden fields of the page's one form that goes to an address."""
    [fields] = [fields for action, fields in Forms(page).found if action == address]
    return dict(fields)
