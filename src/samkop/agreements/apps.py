"""Django's description of the app."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    """Framework agreements: who may buy what, until when, for how much, at which price."""

    name = "samkop.agreements"
    label = "agreements"
    default_auto_field = "django.db.models.BigAutoField"
