"""Telling people what concerns them: in the page, by e-mail at once or by daily digest."""

from samkop.platform.models.notification import Delivery
from samkop.platform.notifications.kinds import Notice, in_each_language
from samkop.platform.notifications.telling import notify

__all__ = ["Delivery", "Notice", "in_each_language", "notify"]
