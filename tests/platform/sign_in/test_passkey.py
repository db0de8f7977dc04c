"""A passkey in Chromium, with the browser's virtual authenticator (WebAuthn level 3, 11)."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from browser_ground import a_client, sign_in
from factories.parties import PASSWORD, a_municipality, a_person, an_account

pytestmark = pytest.mark.usefixtures("live_server")


@pytest.fixture
def authenticator(page: Page):
    """A phone or computer that recognises its owner at once."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
        "hasUserVerification": True, "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }  # fmt: skip
    added = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session, added["authenticatorId"]


def somebody():
    return an_account(a_person(a_municipality("Provköping"), language="en"))


def add_passkey(page: Page, server: str) -> None:
    page.goto(f"{server}/sign-in/two-step/webauthn/add/")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form:has(input[name=password]) button[type=submit]").click()
    page.get_by_role("button", name="Make the passkey").click()
    page.wait_for_url(re.compile("recovery-codes|two-step/$"))


def test_a_person_makes_a_passkey_and_signs_in_with_it_alone(page, live_server, authenticator):
    account = somebody()
    sign_in(page, live_server, account.email, PASSWORD)
    page.wait_for_url(f"{live_server}/")
    add_passkey(page, live_server)
    page.goto(f"{live_server}/sign-in/two-step/webauthn/")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.context.clear_cookies()
    page.goto(f"{live_server}/settings/")
    page.locator("#passkey_login").click()
    page.wait_for_url(f"{live_server}/settings/")
    expect(page.locator(".head-acting strong")).to_have_text("Provköping")


def test_a_passkey_is_a_second_step_too(page, live_server, authenticator):
    account = somebody()
    sign_in(page, live_server, account.email, PASSWORD)
    page.wait_for_url(f"{live_server}/")
    add_passkey(page, live_server)
    page.context.clear_cookies()
    sign_in(page, live_server, account.email, PASSWORD)
    page.wait_for_url(re.compile("two-step/authenticate"))
    page.locator("form[data-passkey=use] button").click()
    page.wait_for_url(f"{live_server}/")


def test_a_device_without_a_passkey_is_told_so_and_asked_to_try_another_way(
    page, live_server, authenticator
):
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{live_server}/sign-in/")
    expect(page.locator("#passkey-fault")).to_be_hidden()
    page.locator("#passkey_login").click()
    expect(page.locator("#passkey-fault")).to_be_visible()
    assert not [text for text in said if "Content Security Policy" in text]


@pytest.mark.parametrize("made_up", ['{"id": "x"}', "[]", "7", "nonsense", ""])
def test_a_made_up_passkey_opens_nothing(made_up):
    client = a_client()
    assert client.get("/sign-in/two-step/webauthn/login/", headers={"accept": "application/json"})
    answer = client.post("/sign-in/two-step/webauthn/login/", {"credential": made_up})
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/")
    assert client.get("/").status_code == 302
