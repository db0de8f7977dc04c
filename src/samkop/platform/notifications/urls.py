"""The addresses of notifications."""

from __future__ import annotations

from django.urls import path

from samkop.platform.notifications import pages

urlpatterns = [
    path("notifications/", pages.notifications, name="notifications"),
    path("notifications/read/", pages.read_all, name="read-notifications"),
    path("notifications/<int:notification_id>/open/", pages.open_one, name="open-notification"),
    path("settings/notifications/", pages.choices, name="notification-choices"),
    path("settings/notifications/choose/", pages.choose, name="choose-notifications"),
]
