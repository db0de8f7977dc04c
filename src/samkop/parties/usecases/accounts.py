"""Accounts: what a person signs in with, and the language that the pages speak."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from django.utils.translation import gettext_lazy as _

from samkop.parties.policies import is_operator, may_open_account
from samkop.parties.queries import person_of
from samkop.parties.rules import normal_email
from samkop.parties.vocabulary import LANGUAGES
from samkop.platform.actors import Actor
from samkop.platform.models import Account
from samkop.platform.records import change, create, note
from samkop.platform.refusals import Refused
from samkop.platform.sign_in.ways_in import path_to_set_password
from samkop.platform.unit_of_work import require


def open_account(
    *, actor: Actor, now: datetime, person_id: int, password: str | None = None
) -> Account:
    """Open the account of a person, with a verified address.

    Without a password the person signs in by single sign-on, or sets a password by the
    link of *Forgot your password?*. Refuses ``not-allowed``, ``not-found``,
    ``account-open-already``.
    """
    person = person_of(person_id)
    require(may_open_account(actor, person))
    taken = Account.objects.filter(person_id=person_id) | Account.objects.filter(email=person.email)
    if taken.exists():
        raise Refused("account-open-already", _("This person has an account already."))
    # Not by records.create: the history must not hold the password's hash.
    account = Account.objects.create_user(
        person.email, password, person_id=person_id, language=person.language
    )
    create(EmailAddress(user=account, email=person.email, verified=True, primary=True))
    note(account_opened=account.pk, person=person_id, with_password=password is not None)
    return account


def make_way_in(*, actor: Actor, now: datetime, email: str) -> str:
    """The path of a page on which a person sets the password: once, within three days.

    For the operator, where no mail is sent. Refuses ``not-allowed``, ``account-unknown``,
    ``account-closed``.
    """
    require(is_operator(actor))
    account = Account.objects.filter(email=normal_email(email)).first()
    if account is None:
        raise Refused(
            "account-unknown",
            _("No account has the address %(email)s. Import or register the person first."),
            status=422, email=email,
        )  # fmt: skip
    if not account.is_active:
        raise Refused("account-closed", _("The account is closed."))
    note(way_in_made_for=account.pk)
    return path_to_set_password(account)


def choose_language(*, actor: Actor, now: datetime, language: str) -> str:
    """Let the acting person's pages and messages be in ``sv``, ``fi`` or ``en``.

    Refuses ``not-allowed`` (nobody in particular), ``language-unknown``.
    """
    require(actor.person_id is not None)
    if language not in LANGUAGES:
        raise Refused("language-unknown", _("The languages are sv, fi and en."), status=422)
    person = person_of(actor.person_id or 0)
    change(person, language=language)
    for account in Account.objects.filter(person_id=person.pk):
        change(account, language=language)
    return language
