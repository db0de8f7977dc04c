"""Addresses looked up by their first part lead where they led."""

from __future__ import annotations

import re

import pytest
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, include, path, re_path
from django.urls.resolvers import RegexPattern, RoutePattern

from samkop.platform.pages.addresses import by_first_part


def view(request, **named):
    """Never called: only looked up."""


def other(request, **named):
    """Another one."""


PATTERNS = [
    path("", view, name="start"),
    path("orders/", view, name="orders"),
    path("orders/<int:order_id>/", view, name="order"),
    path("<slug:any>/7/", other, name="seven"),
    path("orders/<slug:word>/", other, name="by-word"),
    path("", include([path("fleet/", view, name="fleet")])),
    path("robots.txt", view, name="robots"),
    path("pre", include([path("fix/", view, name="prefix")])),
    path("inner/", include(([path("fleet/", other, name="fleet")], "inner"), namespace="inner")),
    re_path(r"^re(gex)?/$", other, name="regex"),
]  # fmt: skip


def found(resolver, address):
    try:
        match = resolver.resolve(address)
    except Resolver404:
        return None
    return match.func, match.kwargs, match.view_name, match.route


@pytest.mark.parametrize(
    "address",
    ["", "orders", "orders/", "orders/3/", "orders/7/", "orders/big/", "fleet/7/", "fleet/",
     "fleet/x", "robots.txt", "robots.txt/", "prefix/", "pre/fix/", "inner/fleet/", "regex/", "re/",
     "nothing/", "/orders/", "orders//"],
)  # fmt: skip
def test_an_address_leads_where_it_leads_without(address):
    plain = URLResolver(RoutePattern(""), PATTERNS)
    assert found(by_first_part(PATTERNS)[0], address) == found(plain, address)


def test_each_address_of_the_site_leads_to_its_own_view():
    root, plain = get_resolver(), URLResolver(RegexPattern(r"^/"), whole(get_resolver()))
    addresses = ["/" + re.sub(r"<[^>]+>", "1", one) for one in walk(root) if "(?P<" not in one]
    assert len(addresses) > 100
    differs = [one for one in addresses if found(root, one) != found(plain, one)]
    assert differs == []


def whole(resolver):
    """The patterns below those that look at first parts."""
    return resolver.url_patterns[0].url_patterns


def walk(resolver, prefix=""):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield prefix + str(pattern.pattern)
        else:
            yield from walk(pattern, prefix + str(pattern.pattern))
