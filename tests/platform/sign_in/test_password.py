"""Password, one-time code and recovery code; doors that stay closed."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.account import app_settings
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.test import override_settings
from django.urls import NoReverseMatch, reverse

from browser_ground import a_client
from factories.one_time_codes import code_of
from factories.parties import (
    OPERATOR,
    PASSWORD,
    a_municipality,
    a_person,
    an_account,
    an_actor,
)
from samkop.parties.usecases.accounts import make_way_in
from samkop.platform.mail.servers import FOLDER
from samkop.platform.models import Account
from samkop.platform.refusals import Refused
from samkop.platform.sign_in.ways_in import path_to_set_password
from samkop.platform.unit_of_work import perform

pytestmark = pytest.mark.usefixtures("database", "pages")
NEW = "another long enough password"


@pytest.fixture(autouse=True)
def no_limits_from_earlier_tests():
    cache.clear()
    mail.outbox = []
    yield
    cache.clear()


def somebody():
    return an_account(a_person(a_municipality("Provköping"), language="en"))


def tried(client, email, password=PASSWORD, **more):
    return client.post("/sign-in/", {"login": email, "password": password, **more})


def is_in(client):
    return client.get("/").status_code == 200


def test_a_person_signs_in_with_the_password_and_out_again():
    account, client = somebody(), a_client()
    answer = tried(client, account.email.upper())
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert is_in(client)
    client.post("/sign-in/out/")
    assert not is_in(client)


def test_a_wrong_password_and_an_unknown_address_look_the_same():
    account = somebody()
    wrong = tried(a_client(), account.email, "not the password")
    unknown = tried(a_client(), "nobody@example.org", "not the password")

    def sentence(answer):
        return re.findall(r"<li>(.*?)</li>", answer.content.decode())[:1]

    assert (wrong.status_code, unknown.status_code) == (200, 200)
    assert sentence(wrong) == sentence(unknown) != []


def test_signing_in_leads_back_to_the_page_that_was_wanted():
    account, client = somebody(), a_client()
    wanted = client.get("/settings/")["Location"]
    assert wanted == "/sign-in/?next=/settings/"
    assert tried(client, account.email, next="/settings/")["Location"] == "/settings/"


def test_signing_in_never_leads_to_a_foreign_address():
    account, client = somebody(), a_client()
    assert tried(client, account.email, next="https://example.org/")["Location"] == "/"


def test_a_closed_account_does_not_open():
    account, client = somebody(), a_client()
    Account.objects.filter(pk=account.pk).update(is_active=False)
    tried(client, account.email)
    assert not is_in(client)


def test_too_many_wrong_passwords_shut_out_the_right_one_for_a_while():
    account, client = somebody(), a_client()
    for _attempt in range(5):
        tried(client, account.email, "not the password")
    tried(client, account.email)
    assert not is_in(client)
    cache.clear()
    tried(client, account.email)
    assert is_in(client)


def with_app(account):
    """A client of the account, its authenticator app turned on, and the app's secret."""
    client = a_client()
    tried(client, account.email)
    asked = client.get("/sign-in/two-step/totp/activate/")["Location"]
    assert asked.startswith("/sign-in/again/")
    client.post(asked, {"password": PASSWORD})
    page = client.get("/sign-in/two-step/totp/activate/").content.decode()
    secret = re.search(r'id="authenticator_secret"[^>]*value="([A-Z2-7]+)"', page)[1]
    answer = client.post("/sign-in/two-step/totp/activate/", {"code": code_of(secret)})
    assert answer.status_code == 302
    cache.clear()  # a code counts once; the app's next one comes in half a minute
    return client, secret


def test_with_an_authenticator_app_the_password_alone_opens_nothing():
    account = somebody()
    _client, secret = with_app(account)
    client = a_client()
    assert tried(client, account.email)["Location"] == "/sign-in/two-step/authenticate/"
    assert not is_in(client)
    wrong = client.post("/sign-in/two-step/authenticate/", {"code": "000000"})
    assert (wrong.status_code, is_in(client)) == (200, False)
    right = client.post("/sign-in/two-step/authenticate/", {"code": code_of(secret)})
    assert (right.status_code, right["Location"], is_in(client)) == (302, "/", True)


def test_a_code_counts_once():
    account = somebody()
    _client, secret = with_app(account)
    code = code_of(secret)
    entered = []
    for _attempt in range(2):
        client = a_client()
        tried(client, account.email)
        client.post("/sign-in/two-step/authenticate/", {"code": code})
        entered.append(is_in(client))
    assert entered == [True, False]


def test_a_recovery_code_opens_once():
    account = somebody()
    client, _secret = with_app(account)
    page = client.get("/sign-in/two-step/recovery-codes/").content.decode()
    code = re.findall(r"<li>([0-9a-f]{8})</li>", page)[0]
    entered = []
    for _attempt in range(2):
        other = a_client()
        tried(other, account.email)
        other.post("/sign-in/two-step/authenticate/", {"code": code})
        entered.append(is_in(other))
    assert entered == [True, False]


def test_secrets_of_apps_are_of_no_use_in_a_copy_of_the_database():
    account = somebody()
    _client, secret = with_app(account)
    kept = Authenticator.objects.get(user=account, type="totp").data["secret"]
    assert secret not in kept
    assert kept.startswith("gAAAA")


def test_a_forgotten_password_is_set_anew_by_a_link_that_works_once():
    account = somebody()
    client = a_client()
    mail.outbox = []
    client.post("/sign-in/password/reset/", {"email": account.email})
    link = re.search(r"http://localhost(/\S+)", mail.outbox[0].body)[1]
    form = client.get(link)["Location"]
    chosen = {"password1": NEW, "password2": NEW}
    assert client.post(form, chosen).status_code == 302
    tried(client, account.email, NEW)
    assert is_in(client)
    assert b'name="password1"' not in a_client().get(link, follow=True).content


def test_nobody_learns_by_a_forgotten_password_who_has_an_account():
    mail.outbox = []
    answer = a_client().post("/sign-in/password/reset/", {"email": "nobody@example.org"})
    known = a_client().post("/sign-in/password/reset/", {"email": somebody().email})
    assert (answer.status_code, answer["Location"]) == (known.status_code, known["Location"])
    assert [message.to for message in mail.outbox] != [["nobody@example.org"]]


def test_a_password_is_changed_with_the_present_one():
    account, client = somebody(), a_client()
    tried(client, account.email)
    sent = {"oldpassword": "wrong", "password1": NEW, "password2": NEW}
    assert client.post("/sign-in/password/change/", sent).status_code == 200
    right = client.post("/sign-in/password/change/", {**sent, "oldpassword": PASSWORD})
    assert (right.status_code, right["Location"]) == (302, "/settings/")
    assert is_in(client)


@pytest.mark.parametrize("password", ["too short", "123456789987654321"])
def test_a_weak_password_is_not_taken(password):
    account, client = somebody(), a_client()
    tried(client, account.email)
    sent = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    assert client.post("/sign-in/password/change/", sent).status_code == 200


@pytest.mark.parametrize(
    "name", ["account_signup", "socialaccount_signup", "account_email", "mfa_signup_webauthn"]
)
def test_nobody_signs_up(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize(
    "address",
    [
        "/sign-in/", "/sign-in/password/reset/", "/sign-in/password/reset/done/",
        "/sign-in/password/reset/key/done/", "/sign-in/inactive/", "/sign-in/out/",
        "/sign-in/sso/cancelled/",
    ],
)  # fmt: skip
def test_the_pages_before_sign_in_hold_no_inline_script_or_style(address):
    client = a_client()
    if address == "/sign-in/out/":
        tried(client, somebody().email)
    check_page(client.get(address))


@pytest.mark.parametrize(
    "address",
    [
        "", "again/", "password/change/", "two-step/", "two-step/totp/deactivate/",
        "two-step/recovery-codes/", "two-step/recovery-codes/generate/", "two-step/webauthn/",
        "two-step/webauthn/add/",
    ],
)  # fmt: skip
def test_the_pages_of_ones_own_sign_in_hold_no_inline_script_or_style(address):
    client, _secret = with_app(somebody())
    check_page(client.get(f"/sign-in/{address}", follow=True))


def test_the_page_of_a_failed_single_sign_on_holds_no_inline_script_or_style():
    check_page(a_client().get("/sign-in/sso/error/"), status=401)


def check_page(answer, status=200):
    text = answer.content.decode()
    assert answer.status_code == status
    assert text.count("<h1") == 1
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=\"", text) == []
    scripts = re.findall(r"<script([^>]*)>", text)
    assert [s for s in scripts if "src=" not in s and "application/json" not in s] == []


def set_by(path, password=NEW):
    """What a browser does with the link, and the client's last answer."""
    client = a_client()
    form = client.get(path, follow=True)
    where = form.redirect_chain[-1][0] if form.redirect_chain else path
    return client.post(where, {"password1": password, "password2": password}, follow=True)


def test_without_a_mail_server_the_page_says_whom_to_ask_and_no_link_is_made(tmp_path):
    account, client = somebody(), a_client()
    with override_settings(EMAIL_BACKEND=FOLDER, MAIL_FOLDER=str(tmp_path)):
        shown = client.get("/sign-in/password/reset/").content.decode()
        refused = client.post("/sign-in/password/reset/", {"email": account.email})
    assert ("This installation sends no mail" in shown, 'name="email"' in shown) == (True, False)
    assert refused.status_code == 405
    assert list(tmp_path.iterdir()) == []


def test_the_mailed_link_names_samkop_and_no_host():
    account = somebody()
    a_client().post("/sign-in/password/reset/", {"email": account.email})
    [sent] = mail.outbox
    assert sent.subject == "Samköp: Set your password"
    assert len(re.findall(r"https?://\S+", sent.body)) == 1
    assert "Hello from" not in sent.body


def test_the_operators_link_sets_a_password_once():
    account = somebody()
    path = perform(OPERATOR, make_way_in, email=account.email.upper())
    set_by(path)
    client = a_client()
    tried(client, account.email, NEW)
    assert is_in(client)
    set_by(path, "a third long enough password")
    client = a_client()
    tried(client, account.email, "a third long enough password")
    assert not is_in(client)


def path_made(account, ago):
    """The link to set a password as it was made so long ago."""
    path = path_to_set_password(account)
    maker = app_settings.PASSWORD_RESET_TOKEN_GENERATOR()
    second = maker._num_seconds(maker._now() - ago)
    return path.replace(
        path.rstrip("/").split("-", 2)[-1],
        maker._make_token_with_timestamp(account, second, maker.secret),
    )


@pytest.mark.parametrize(("minutes", "opens"), [(-1, True), (1, False)])
def test_the_link_to_set_a_password_ends_by_the_clock_after_three_days(minutes, opens):
    account = somebody()
    set_by(path_made(account, timedelta(days=3, minutes=minutes)))
    client = a_client()
    tried(client, account.email, NEW)
    assert is_in(client) is opens


def test_only_the_operator_makes_a_way_in_and_only_for_an_account():
    account = somebody()
    boss = an_actor(a_municipality(), "administrator")
    for actor, email, code in (
        (boss, account.email, "not-allowed"),
        (OPERATOR, "nobody@example.org", "account-unknown"),
    ):
        with pytest.raises(Refused) as refused:
            perform(actor, make_way_in, email=email)
        assert refused.value.code == code
    Account.objects.filter(pk=account.pk).update(is_active=False)
    with pytest.raises(Refused) as refused:
        perform(OPERATOR, make_way_in, email=account.email)
    assert refused.value.code == "account-closed"
