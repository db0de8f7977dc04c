"""What allauth is told about us: sign-up is closed, secrets are kept encrypted.

Named in the settings; allauth calls the methods by their names.
"""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url

if TYPE_CHECKING:
    from allauth.socialaccount.models import SocialLogin


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come from an import or an administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def format_email_subject(self, subject: str) -> str:
        return f"Samköp: {subject}"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return resolve_url("own-settings")


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Single sign-on opens existing accounts only, by a verified address.

    A provider may be held to e-mail domains (``domains`` in ``SAMKOP_OIDC``): what one
    organisation's provider says of another's people is then not believed.
    """

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def can_authenticate_by_email(self, login: SocialLogin, email: str) -> bool:
        domains = login.provider.app.settings.get("domains")
        believed = not domains or email.rpartition("@")[2].lower() in domains
        return believed and super().can_authenticate_by_email(login, email)


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of one-time codes and recovery codes are of no use to who copies the database."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> Fernet:
    digest = hashlib.sha256(b"one-time codes:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
