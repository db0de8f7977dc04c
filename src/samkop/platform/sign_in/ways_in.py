"""Ways in for who has no password: by mail, or by a link that the operator makes."""

from __future__ import annotations

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from samkop.platform.mail.servers import FOLDER
from samkop.platform.models import Account


def sends_mail() -> bool:
    """Whether mail leaves this installation; else it lies in a folder, which nobody reads."""
    return bool(settings.EMAIL_BACKEND != FOLDER)


def path_to_set_password(account: Account) -> str:
    """The path of a page on which the account's password is set.

    Works once (its signature covers the password and the last sign-in) and for three days
    (``PASSWORD_RESET_TIMEOUT``).
    """
    token = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(account)
    return reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(account), "key": token},
    )
