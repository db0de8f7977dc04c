"""Answers when something went wrong on our side."""

from __future__ import annotations

import pytest
from django.db import InterfaceError, OperationalError
from django.test import RequestFactory

from browser_ground import a_client
from samkop.platform.database import target
from samkop.site.pages.failures import on_failure


@pytest.mark.parametrize(
    ("error", "status"), [(OperationalError, 503), (InterfaceError, 503), (ValueError, 500)]
)
def test_a_database_that_is_away_is_503_and_a_fault_of_ours_500(pages, error, status):
    try:
        raise error("away")
    except error:
        answer = on_failure(RequestFactory().get("/"))
    assert answer.status_code == status
    assert (answer.headers.get("Retry-After") is not None) == (status == 503)


def test_a_page_asked_for_while_the_database_is_away_says_when_to_try_again(own_database, pages):
    from django.db import connections

    connections.close_all()
    nowhere = {"NAME": "no_such", "USER": "nobody", "PASSWORD": "", "HOST": "/nowhere", "PORT": "1"}
    target.use(lambda: {"application": nowhere, "owner": nowhere})
    client = a_client()
    client.raise_request_exception = False
    client.cookies["sessionid"] = "x" * 32
    answer = client.get("/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")


def test_the_page_of_a_failure_does_not_ask_to_sign_in_who_may_be_signed_in(database, pages):
    shown = on_failure(RequestFactory().get("/")).content.decode()
    assert ("500" in shown, 'href="/sign-in/"' in shown) == (True, False)
    assert 'href="/sign-in/"' in a_client().get("/accessibility/").content.decode()
