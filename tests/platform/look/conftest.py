"""A small site that shows the style guide and the answers, without a database.

Its pages go through the real templates, static files, language and content security
middleware; only the frame's data (who acts, the menu) are the test's own.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import RequestContext, Template
from django.template.response import TemplateResponse
from django.test import override_settings
from django.urls import path
from django.utils import formats
from django.views.i18n import set_language
from playwright.sync_api import Browser, Page, Playwright

from samkop.platform.appearance import set_theme
from samkop.platform.styleguide import example
from samkop.site import checks

FRAME = {
    "navigation": [
        {"url": "/", "label": "Start", "icon": "home", "active": True},
        {"url": "/shop", "label": "Shop", "icon": "shop", "active": False},
    ],
    "acting": {"id": "tre", "name": "Tammerfors", "role": "ICT"},
    "organisations": [
        {"id": "tre", "name": "Tammerfors", "role": "ICT"},
        {"id": "nok", "name": "Nokia", "role": "ICT"},
    ],
    "person_links": [{"url": "/settings", "label": "Settings", "icon": "settings"}],
    "basket_url": "/basket",
    "basket_count": 2,
}


def shown(template: str, frame: dict[str, object]) -> Callable[[HttpRequest], HttpResponse]:
    return lambda request: TemplateResponse(request, template, {**example(), **frame})


def named(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{request.path}?{request.GET.urlencode()}", content_type="text/plain")


SCANNED: list[str] = []
SCANNING = Template(
    """{% extends "base.html" %}{% load components %}{% block title %}Goods in{% endblock %}
    {% block content %}
    <form id="one" method="post" action="/scanning/">{% csrf_token %}<label for="code">Code</label>
      <input id="code" name="code" data-scan autofocus required autocomplete="off"></form>
    <form id="many" method="post" action="/scanning/">{% csrf_token %}<label for="codes">All</label>
      <textarea id="codes" name="code" data-scan="list"></textarea></form>
    <ol>{% for code in scanned %}<li>{{ code }}</li>{% endfor %}</ol>
    {% endblock %}{% block scripts %}{% scanner %}{% endblock %}"""
)


def scanning(request: HttpRequest) -> HttpResponse:
    """A page of the shape of goods in: a plain form of one field, which comes back."""
    if request.method == "POST":
        SCANNED.append(request.POST["code"])
        return redirect("/scanning/")
    context = RequestContext(request, {**FRAME, "scanned": SCANNED})
    return HttpResponse(SCANNING.render(context))


ADDRESSES = (
    path("", shown("platform/styleguide.html", FRAME), name="start"),
    path("scanning/", scanning),
    path("signed-out/", shown("404.html", {})),
    path("broken/", shown("500.html", {})),
    path("forbidden/", shown("403.html", FRAME)),
    path("search/", named, name="search"),
    path("organisation/", named, name="set-organisation"),
    path("accessibility/", named, name="accessibility"),
    path("sign-in/", named, name="account_login"),
    path("sign-out/", named, name="account_logout"),
    path("language/", set_language, name="set-language"),
    path("theme/", set_theme, name="set-theme"),
)


class Server(ThreadingMixIn, WSGIServer):
    """One thread a request, as a browser asks for several files at once."""

    daemon_threads = True


class Silent(WSGIRequestHandler):
    """Says nothing about each request."""

    def log_message(self, *arguments: object) -> None:
        """Nobody reads it."""


@pytest.fixture(autouse=True)
def our_formats() -> Iterator[None]:
    with override_settings(FORMAT_MODULE_PATH=["samkop.platform.formats"]):
        formats.reset_format_cache()
        yield
    formats.reset_format_cache()


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The address of the small site."""
    templates = [{**settings.TEMPLATES[0], "OPTIONS": {**settings.TEMPLATES[0]["OPTIONS"]}}]
    templates[0]["OPTIONS"]["context_processors"] = ["django.template.context_processors.request"]
    changes = {
        "ROOT_URLCONF": ADDRESSES,
        "TEMPLATES": templates,
        "FORMAT_MODULE_PATH": ["samkop.platform.formats"],
        "STORAGES": {
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        },
        "MIDDLEWARE": [
            "django.middleware.locale.LocaleMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "samkop.platform.pages.content_security.ContentSecurityPolicy",
        ],
    }
    with override_settings(**changes):
        formats.reset_format_cache()
        handler = StaticFilesHandler(WSGIHandler())
        with make_server("127.0.0.1", 0, handler, Server, Silent) as server:
            thread = threading.Thread(target=server.serve_forever)
            thread.start()
            yield f"http://127.0.0.1:{server.server_port}"
            server.shutdown()
            thread.join()


@pytest.fixture
def scanned() -> list[str]:
    """What was sent from the page of scanning in this test."""
    SCANNED.clear()
    return SCANNED


@pytest.fixture(scope="module")
def launched(playwright: Playwright) -> Callable[..., Browser]:
    """Starts Chromium with arguments of its own; there is one Playwright a process."""
    args = ["--no-sandbox", "--accept-lang=en-US", "--js-flags=--max-optimized-bytecode-size=0"]
    return lambda *more: playwright.chromium.launch(
        executable_path=checks.chromium(), args=[*args, *more]
    )


@pytest.fixture(scope="module")
def chromium(launched: Callable[..., Browser]) -> Iterator[Browser]:
    browser = launched()
    yield browser
    browser.close()


@pytest.fixture
def opened(chromium: Browser, site: str) -> Callable[..., AbstractContextManager[Page]]:
    """Opens a page of the site in a language, a theme and a width."""

    @contextmanager
    def open_page(
        address: str = "/",
        language: str = "en",
        theme: str = "light",
        width: int = 1280,
        **more: object,
    ) -> Iterator[Page]:
        context = chromium.new_context(viewport={"width": width, "height": 900}, **more)
        context.add_cookies(
            [
                {"name": "theme", "value": theme, "url": site},
                {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": site},
            ]
        )
        page = context.new_page()
        page.goto(f"{site}{address}", wait_until="load")
        yield page
        context.close()

    return open_page
