"""Pages in tests: a live server, a browser, and signed-in clients.

A folder whose tests need pages imports the fixtures in its ``conftest.py``::

    from browser_ground import base_url, browser_type_launch_args, live_server, pages  # noqa: F401

``pages`` is enough for Django's test client; ``live_server`` is for the browser, whose
``page`` fixture comes from pytest-playwright.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator

# Playwright's synchronous interface keeps an event loop in this thread; Django would refuse
# to use the database beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.servers.basehttp import ThreadedWSGIServer
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import Client
from django.test.testcases import QuietWSGIRequestHandler
from playwright.sync_api import Page

import ground
from samkop.platform.models import Account
from samkop.site import start
from samkop.site.checks import chromium

CHROMIUM = chromium()


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """The machine's own Chromium; without sandbox, since tests may run as root."""
    # Its shell without windows speaks no language unless told. A page lives too short for its
    # scripts, axe above all, to be worth V8's optimising: a sixth of the processor time.
    args = ["--no-sandbox", "--disable-dev-shm-usage", "--accept-lang=en-US",
            "--js-flags=--max-optimized-bytecode-size=0"]  # fmt: skip
    return {"executable_path": CHROMIUM, "args": args}


@pytest.fixture(scope="session")
def base_url() -> None:
    """None: tests write whole addresses. The plugin's own fixture warns, which is an error."""


@pytest.fixture(scope="session")
def pages() -> None:
    """The static files are collected, so that templates can be rendered."""
    with ground.one_at_a_time("static"):
        start.collect_static()


@pytest.fixture(scope="module")
def live_server(database: str, pages: None) -> Iterator[str]:
    """The address of the whole site, served from the module's database."""
    server = ThreadedWSGIServer(("localhost", 0), QuietWSGIRequestHandler)
    server.daemon_threads = True
    server.set_app(get_wsgi_application())
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    # By name: WebAuthn knows no site that is a bare address.
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def session_of(account: Account) -> str:
    """The key of a new session in which the account is signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def signed_in(page: Page, server: str, account: Account) -> Page:
    """The browser's page, signed in as the account without the sign-in page."""
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session_of(account), "url": server}
    page.context.add_cookies([cookie])
    return page


def sign_in(page: Page, server: str, email: str, password: str) -> Page:
    """Signs in by the sign-in page; a second step is left to the caller."""
    page.goto(f"{server}/sign-in/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(password)
    page.locator("form:has(input[name=password]) button[type=submit]").click()
    return page


def a_client(account: Account | None = None) -> Client:
    """Django's test client, signed in if an account is given."""
    client = Client(headers={"host": "localhost", "accept-language": "en"})
    if account is not None:
        client.cookies[settings.SESSION_COOKIE_NAME] = session_of(account)
    return client


def queries_of(client: Client, path: str) -> tuple[int, str]:
    """How many statements a page needs, and the page."""
    counted = []

    def count(execute, sql, params, many, context):
        counted.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        answer = client.get(path)
    assert answer.status_code == 200
    return len(counted), answer.content.decode()
