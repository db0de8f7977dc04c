"""Passkey forms that take any nonsense for a wrong passkey, as a browser may be made to send it.

allauth parses what was sent without expecting members to be missing.
"""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms

NONSENSE = (AttributeError, KeyError, TypeError, ValueError)


class AddPasskeyForm(forms.AddWebAuthnForm):  # type: ignore[misc]
    """Makes a passkey."""

    def clean(self) -> Any:
        try:
            return super().clean()
        except NONSENSE as error:
            raise get_adapter().validation_error("incorrect_code") from error


class AuthenticatePasskeyForm(forms.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey as the second step."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()
        except NONSENSE as error:
            raise get_adapter().validation_error("incorrect_code") from error


class LoginPasskeyForm(AuthenticatePasskeyForm, forms.LoginWebAuthnForm):  # type: ignore[misc]
    """A passkey alone."""


class ReauthenticatePasskeyForm(AuthenticatePasskeyForm, forms.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey once more, before ways to sign in are changed."""
