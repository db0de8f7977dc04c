"""Django's description of the app."""

from django.apps import AppConfig


class FollowupConfig(AppConfig):
    """How well it goes, what it is worth, and what was learnt."""

    name = "samkop.followup"
    label = "followup"
    default_auto_field = "django.db.models.BigAutoField"
