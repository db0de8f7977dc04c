"""What the shop says of coming changes of the joint range."""

from __future__ import annotations

from django.utils.translation import gettext as _

from samkop.catalogue.models import RangeChange
from samkop.catalogue.vocabulary import RangeStep
from samkop.platform.formatting import format_date


def change_words(change: RangeChange) -> str:
    """``From 1 March: Phone 15 replaces Phone 14.``"""
    said = {"day": format_date(change.effective_on)}
    if change.configuration is not None:
        said["name"] = change.configuration.name
        return _("From %(day)s: a new version of %(name)s.") % said
    said["name"] = change.item.shown_name if change.item else ""
    if change.step == RangeStep.REPLACE and change.successor is not None:
        said["successor"] = change.successor.shown_name
        return _("From %(day)s: %(successor)s replaces %(name)s.") % said
    if change.step == RangeStep.TAKE_OUT:
        return _("From %(day)s: %(name)s is no longer in the joint range.") % said
    return _("From %(day)s: %(name)s is in the joint range.") % said
