"""Where a basket may go: hosts that an administrator wrote down, and no look-alike."""

from __future__ import annotations

import pytest

from samkop.ordering.rules.punch_out import allowed_origin, may_return_to, origin_of

ALLOWED = ["https://erp.example.fi", "http://old.example.fi:8080"]


@pytest.mark.parametrize(
    ("typed", "origin"),
    [
        ("erp.example.fi", "https://erp.example.fi"),
        (" HTTPS://ERP.Example.fi:443/ ", "https://erp.example.fi"),
        ("http://old.example.fi:8080", "http://old.example.fi:8080"),
        ("inköp.example.fi", "https://xn--inkp-7qa.example.fi"),
        ("erp.example.fi/path", None),
        ("erp.example.fi?x", None),
        ("ftp://erp.example.fi", None),
        ("user@erp.example.fi", None),
        ("erp example.fi", None),
        ("[::1]", None),
        ("*.example.fi", None),
        ("", None),
    ],
)
def test_what_an_administrator_writes_is_an_origin_or_refused(typed, origin):
    assert allowed_origin(typed) == origin


@pytest.mark.parametrize(
    "address",
    [
        "https://erp.example.fi/return?session=1#x",
        "https://ERP.EXAMPLE.FI:443/",
        "http://old.example.fi:8080/a",
    ],
)
def test_a_basket_goes_to_an_allowed_host(address):
    assert may_return_to(address, ALLOWED)


@pytest.mark.parametrize(
    "address",
    [
        "http://erp.example.fi/", "https://erp.example.fi:8443/", "https://evil.example/",
        "https://erp.example.fi.evil.example/", "https://erp.example.fi@evil.example/",
        "https://evil.example\\@erp.example.fi/", "//erp.example.fi/", "/return", "javascript:1",
        "https://erp.example.fi\t.evil.example/", "https:erp.example.fi", "https://", "",
        "https://erp.example.fi:99999/", "data:text/html,x", "https://erp.example.fi/;,'self'",
    ],
)  # fmt: skip
def test_and_to_no_other_whatever_it_looks_like(address):
    assert not may_return_to(address, ALLOWED)


def test_an_origin_can_stand_in_a_content_security_policy_as_it_is():
    assert origin_of("https://erp.example.fi/a;form-action *") is None
