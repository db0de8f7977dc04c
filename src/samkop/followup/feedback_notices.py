"""What people are told about feedback."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samkop.followup.mailed_questions import link_to_answer
from samkop.followup.policies.feedback import SELLS
from samkop.ordering.policies import EMPLOYED
from samkop.parties.vocabulary import RoleName
from samkop.platform.notifications import Delivery, Notice

ASKED = frozenset(role.value for role in EMPLOYED)
SELLERS = frozenset(role.value for role in SELLS)
MANAGERS = frozenset({RoleName.ICT_MANAGER.value})

NOTICES = {
    "feedback-asked": Notice(
        _("Does it work for you?"),
        _("%(things)s came on %(delivered)s. One question, one click, until %(closes)s."),
        Delivery.AT_ONCE, ASKED, link=link_to_answer,
    ),
    "feedback-reminded": Notice(
        _("Does it work for you? A last question"),
        _("%(things)s came on %(delivered)s. You can answer until %(closes)s; you are not asked"
          " about it again."),
        Delivery.AT_ONCE, ASKED, link=link_to_answer,
    ),
    "feedback-settled": Notice(
        _("What you said has been seen to"),
        _("Your ICT manager has replied about %(things)s."), Delivery.AT_ONCE, ASKED,
    ),
    "feedback-given": Notice(
        _("Something that was delivered does not work"),
        _("Does it work? %(verdict)s: %(things)s. See what was said and what to do."),
        Delivery.AT_ONCE, MANAGERS,
    ),
    "feedback-given-without-name": Notice(
        _("Somebody says without a name that something does not work"),
        _("Does it work? %(verdict)s: %(things)s."), Delivery.DIGEST, MANAGERS,
    ),
    "feedback-passed-on": Notice(
        _("A customer passes on what a user said"),
        _("%(buyer)s tells you how %(things)s works. Say what you do about it."),
        Delivery.AT_ONCE, SELLERS,
    ),
    "feedback-responded": Notice(
        _("The supplier has answered about feedback"),
        _("%(supplier)s has answered about %(things)s."), Delivery.AT_ONCE, MANAGERS,
    ),
}  # fmt: skip
