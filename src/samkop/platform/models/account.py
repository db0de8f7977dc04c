"""What a person signs in with."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; Django's and allauth's sign-in find them by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Account:
        """An account with this address; without a password it signs in by OIDC or passkey."""
        account = self.model(email=email.lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(email=(username or "").lower())


class Account(AbstractBaseUser):
    """Sign-in data of one person: address, password, nothing about organisations.

    Infrastructure: it is read to find out who the person is. Rights come from the
    person's memberships (``parties``), so there are no Django permissions or staff flags.
    """

    email = models.EmailField(max_length=254)
    is_active = models.BooleanField(default=True)
    # The person of the floor above; a plain number, since imports go down only.
    person_id = models.BigIntegerField(null=True, unique=True)
    language = models.CharField(max_length=2, default="sv")
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    objects = AccountManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="account_email_unique"),
            models.CheckConstraint(
                condition=models.Q(language__in=["sv", "fi", "en"]), name="account_language_known"
            ),
        ]

    def __str__(self) -> str:
        return self.email
