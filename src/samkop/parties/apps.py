"""Django's description of the app."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """Parties, regions, persons, memberships, cost centres, delivery locations."""

    name = "samkop.parties"
    label = "parties"
    default_auto_field = "django.db.models.BigAutoField"
