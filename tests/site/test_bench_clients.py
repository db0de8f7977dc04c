"""The clients of the benchmarks behave as a browser does, and count what they did."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest

from samkop.site.bench.clients import Browser, Load, load
from samkop.site.bench.orders import Measured


class Server(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.answer(f"{self.path} {self.headers.get('Cookie', '')}", cookie="csrftoken=secret")

    def do_POST(self):
        sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.path == "/away":
            self.answer("", status=303, location="/there?n=1")
        else:
            self.answer(str(sorted(parse_qs(sent).items())))

    def answer(self, text, *, status=200, cookie="", location=""):
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        for name, value in (("Set-Cookie", cookie), ("Location", location)):
            if value:
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        """Nothing: the tests look at the answers."""


@pytest.fixture
def port():
    with ThreadingHTTPServer(("127.0.0.1", 0), Server) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


def test_cookies_come_back_and_their_token_goes_into_forms(port):
    browser = Browser(port)
    assert browser.get("/first").body == b"/first "
    assert browser.get("/second").body == b"/second csrftoken=secret"
    sent = browser.post("/form", {"a": "1"}).body.decode()
    assert sent == "[('a', ['1']), ('csrfmiddlewaretoken', ['secret'])]"
    browser.close()


def test_redirects_are_followed_unless_told_otherwise(port):
    browser = Browser(port)
    assert (browser.post("/away", {}).status, browser.post("/away", {}).path) == (200, "/there?n=1")
    assert browser.post("/away", {}, follow=False).status == 303
    browser.close()


def test_a_load_counts_what_all_clients_did():
    found = load(3, 0.05, lambda number: lambda: number / 1000)
    assert {*found.latencies} == {0.0, 0.001, 0.002}
    assert found.per_second == len(found.latencies) / found.seconds


def test_a_failure_of_one_client_ends_the_measuring():
    def broken():
        raise ConnectionError("gone")

    with pytest.raises(ConnectionError, match="gone"):
        load(2, 0.01, lambda number: broken if number else lambda: 0.0)


def test_quantiles_are_in_milliseconds_and_medians_over_rounds():
    assert [Load(1, [n / 1000 for n in range(100)]).quantile(q) for q in (0.5, 0.99)] == [50, 99]
    measured = Measured()
    for value in (3, 1, 100):
        measured.keep("ours", value)
    assert measured.median("ours") == 3
