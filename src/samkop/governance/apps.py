"""Django's description of the app."""

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """How members decide together, and each for itself."""

    name = "samkop.governance"
    label = "governance"
    default_auto_field = "django.db.models.BigAutoField"
