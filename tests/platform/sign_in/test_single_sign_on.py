"""Single sign-on, in Chromium, against a provider that signs its tokens."""

from __future__ import annotations

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings
from playwright.sync_api import Page, expect

from browser_ground import a_client
from factories.oidc_provider import provider
from factories.parties import a_municipality, a_person, an_account
from samkop.platform.models import Account
from samkop.platform.sign_in.single_sign_on import providers

pytestmark = pytest.mark.usefixtures("live_server")


@pytest.fixture
def town():
    with provider() as running:
        with override_settings(SOCIALACCOUNT_PROVIDERS=providers(running.configuration())):
            yield running
        assert running.faults == []


def somebody():
    return an_account(a_person(a_municipality("Provköping"), language="en"), password=None)


def through_the_provider(page: Page, server: str, wanted: str = "/") -> None:
    page.goto(f"{server}{wanted}")
    page.locator(".provider-list button").click()
    page.get_by_role("button", name="It is me").click()
    page.wait_for_url(f"{server}/**")


def test_a_person_signs_in_at_the_organisations_own_provider(page, live_server, town):
    account = somebody()
    town.claims = {"sub": "17", "email": account.email, "email_verified": True}
    through_the_provider(page, live_server)
    expect(page.locator(".head-acting strong")).to_have_text("Provköping")
    assert SocialAccount.objects.get(user=account).uid == "17"


def test_the_second_time_the_person_is_known_by_the_providers_subject(page, live_server, town):
    account = somebody()
    town.claims = {"sub": "18", "email": account.email, "email_verified": True}
    through_the_provider(page, live_server)
    page.context.clear_cookies()
    town.claims = {"sub": "18", "email": "changed@example.org", "email_verified": False}
    through_the_provider(page, live_server)
    expect(page.locator(".head-acting strong")).to_have_text("Provköping")
    assert SocialAccount.objects.filter(user=account).count() == 1


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "nobody@example.org", "email_verified": True},
        {"email": "known", "email_verified": False},
        {"email": "known"},
        {},
    ],
)
def test_no_account_is_made_and_no_unverified_address_believed(page, live_server, town, claims):
    account = somebody()
    if claims.get("email") == "known":
        claims = {**claims, "email": account.email}
    town.claims = {"sub": "19", **claims}
    accounts = Account.objects.count()
    through_the_provider(page, live_server)
    expect(page.locator("h1")).to_have_text("No account here")
    page.goto(f"{live_server}/settings/")
    assert page.url.startswith(f"{live_server}/sign-in/")
    assert (Account.objects.count(), SocialAccount.objects.filter(uid="19").count()) == (
        accounts,
        0,
    )


def test_a_provider_is_believed_only_of_its_own_domains(page, live_server, town):
    account = somebody()
    town.claims = {"sub": "20", "email": account.email, "email_verified": True}
    with override_settings(
        SOCIALACCOUNT_PROVIDERS=providers(town.configuration(domains=["provkoping.example"]))
    ):
        through_the_provider(page, live_server)
        expect(page.locator("h1")).to_have_text("No account here")
    with override_settings(
        SOCIALACCOUNT_PROVIDERS=providers(town.configuration(domains=["Example.ORG"]))
    ):
        through_the_provider(page, live_server)
        expect(page.locator(".head-acting strong")).to_have_text("Provköping")


def test_the_way_to_the_provider_needs_a_form_of_ours(town):
    client = a_client()
    assert client.get("/sign-in/sso/town/").status_code == 405
    assert client.post("/sign-in/sso/village/").status_code == 404
    leaving = client.post("/sign-in/sso/town/")
    assert leaving["Refresh"].startswith(f"0; url={town.issuer}/authorization?")
    assert "form-action 'self'" in leaving["Content-Security-Policy"]


def test_an_answer_that_nobody_asked_for_is_not_taken(town):
    client = a_client()
    answer = client.get("/sign-in/sso/town/back/", {"code": "x", "state": "forged"})
    assert (answer.status_code, b"Signing in did not work" in answer.content) == (401, True)


@pytest.mark.parametrize("text", ["nothing", "{}x", "[{}]", '[{"id": "town"}]', "7"])
def test_a_setting_that_cannot_be_read_says_what_it_must_be(text):
    with pytest.raises(ImproperlyConfigured, match="SAMKOP_OIDC must be a JSON list"):
        providers(text)
