"""Addresses of exchange."""

from __future__ import annotations

from django.urls import path

from samkop.exchange.pages import endpoints, messages

urlpatterns = [
    path("messages/", messages.messages, name="messages"),
    path("endpoints/", endpoints.endpoints, name="endpoints"),
    path("endpoints/register/", endpoints.register, name="register-endpoint"),
    path("endpoints/by-type/", endpoints.by_type, name="endpoint-by-type"),
    path("endpoints/by-type/reach/", endpoints.choose_by_type, name="reach-by-type"),
    path("endpoints/<int:endpoint_id>/as-usual/", endpoints.as_usual, name="reach-as-usual"),
    path("endpoints/<int:endpoint_id>/", endpoints.way, name="endpoint-way"),
    path("endpoints/<int:endpoint_id>/reach/", endpoints.reach, name="reach-endpoint"),
    path("messages/<int:message_id>/", messages.message, name="message"),
    path("messages/<int:message_id>/document.xml", messages.document, name="message-document"),
    path("messages/<int:message_id>/replay/", messages.replay, name="replay-message"),
    path("messages/<int:message_id>/lay-aside/", messages.lay_aside, name="lay-message-aside"),
]
