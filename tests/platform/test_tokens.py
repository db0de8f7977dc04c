"""Access tokens: made for a while, ended by their person or by the clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from factories.parties import a_municipality, an_account, an_actor
from samkop.parties.models import Person
from samkop.parties.queries import actor_of_token
from samkop.platform.models import ApiToken
from samkop.platform.refusals import Refused
from samkop.platform.tokens import issue_token, new_token_text, revoke_token
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
MADE = {"name": "Finance system", "scopes": ["orders:read"], "days": 30}


@pytest.fixture
def actor():
    made = an_actor(a_municipality(), "employee")
    with reading(made):
        person = Person.objects.get(id=made.person_id)
    an_account(person)
    return made


def issued(actor, text, **fields):
    return perform(actor, issue_token, now=NOW, text=text, **{**MADE, **fields})


def code_of(actor, use_case, **inputs):
    with pytest.raises(Refused) as refused:
        perform(actor, use_case, now=NOW, **inputs)
    return refused.value.code


def opens_at(text, *moments):
    return [actor_of_token(text, moment) is not None for moment in moments]


def test_a_token_ends_by_the_clock_and_works_to_its_last_second(actor):
    text = new_token_text()
    issued(actor, text, days=1)
    end = NOW + timedelta(days=1)
    assert opens_at(text, NOW, end - timedelta(seconds=1), end) == [True, True, False]


def test_a_revoked_token_stays_revoked_from_the_first_time_on(actor):
    text = new_token_text()
    token_id = issued(actor, text)
    colleague = an_actor(a_municipality(), "administrator")
    assert code_of(colleague, revoke_token, token_id=token_id) == "not-found"
    assert opens_at(text, NOW) == [True]
    for minutes in (5, 10):
        perform(actor, revoke_token, now=NOW + timedelta(minutes=minutes), token_id=token_id)
    assert opens_at(text, NOW) == [False]
    assert ApiToken.objects.get(id=token_id).revoked_at == NOW + timedelta(minutes=5)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"scopes": []}, "scope-unknown"),
        ({"scopes": ["orders:read", "everything"]}, "scope-unknown"),
        ({"days": 0}, "lifetime-out-of-bounds"),
        ({"days": 367}, "lifetime-out-of-bounds"),
    ],
)
def test_a_token_without_known_scopes_or_without_an_end_in_time_is_not_made(actor, fields, code):
    given = {**MADE, "text": new_token_text(), **fields}
    assert code_of(actor, issue_token, **given) == code


def test_a_token_lives_so_many_days_at_least_one_and_at_most_366(actor):
    for days in (1, 366):
        token = ApiToken.objects.get(id=issued(actor, new_token_text(), days=days))
        assert token.expires_at - token.created_at == timedelta(days=days)
