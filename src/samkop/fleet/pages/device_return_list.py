"""The lists of returns and losses."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samkop.fleet.models import DeviceReturn, LossReport, ReturnCampaign
from samkop.fleet.pages.returns_shown import LOSS_TONES, RETURN_TONES
from samkop.fleet.pages.shown import holder_name
from samkop.fleet.vocabulary.returns import DeviceReturnState, Grade, LossDecision
from samkop.platform.lists import (
    Choice,
    Column,
    Days,
    Empty,
    Listing,
    code,
    day,
    moment,
    pill,
    text,
)
from samkop.platform.lists.declared import Options
from samkop.platform.unit_of_work import current_unit

MOST_OFFERED = 100


def _campaigns() -> Options:
    owner_id = current_unit().actor.own_party_id
    newest = ReturnCampaign.objects.filter(owner_id=owner_id).order_by("-id")[:MOST_OFFERED]
    return [(str(one.pk), one.name) for one in newest]


DEVICE_RETURNS: Listing[DeviceReturn] = Listing(
    name="device-returns",
    title=_("Returned devices"),
    address="device-returns",
    order="-asked",
    columns=(
        Column(
            "number", _("Asset number"), lambda one: code(one.asset.asset_number),
            link=lambda one: reverse("device-return", args=[one.pk]),
        ),
        Column("model", _("Model"), lambda one: text(one.asset.model_name)),
        Column("serial", _("Serial number"), lambda one: code(one.asset.serial_number)),
        Column(
            "state", _("State"),
            lambda one: pill(RETURN_TONES[DeviceReturnState(one.state)], one.get_state_display()),
        ),
        Column("holder", _("Holder"), lambda one: text(holder_name(one.asset.holder))),
        Column("campaign", _("Return campaign"),
               lambda one: text(str(one.campaign or ""))),
        Column("due", _("To be handed in by"), lambda one: day(one.due_on)),
        Column("grade", _("Grade"), lambda one: text(one.get_grade_display()), usual=False),
        Column("asked", pgettext_lazy("return", "Since"), lambda one: moment(one.asked_at),
               sort="asked_at", down=True),
    ),
    filters=(
        Choice("state", _("State"), DeviceReturnState.choices,
               lambda rows, state: rows.filter(state=state)),
        Choice("campaign", _("Return campaign"), _campaigns,
               lambda rows, campaign: rows.filter(campaign_id=int(campaign))),
        Choice("grade", _("Grade"), Grade.choices, lambda rows, grade: rows.filter(grade=grade)),
        Days("due", _("To be handed in by"), lambda rows, until: rows.filter(due_on__lte=until)),
    ),
    empty=Empty(
        _("No devices come back yet"),
        _("Ask for devices back, or hand in what is here: then it is erased, proven, and sold,"
          " recycled or used again."),
        "swap",
    ),
)  # fmt: skip

LOSSES: Listing[LossReport] = Listing(
    name="losses",
    title=_("Losses"),
    address="losses",
    order="-reported",
    columns=(
        Column(
            "number", _("Asset number"), lambda one: code(one.asset.asset_number),
            link=lambda one: reverse("loss", args=[one.pk]),
        ),
        Column("model", _("Model"), lambda one: text(one.asset.model_name)),
        Column(
            "decision", _("Decision"),
            lambda one: pill(LOSS_TONES[LossDecision(one.decision)], one.get_decision_display()),
        ),
        Column("happened", _("Happened on"), lambda one: day(one.happened_on)),
        Column("who", _("Reported by"), lambda one: text(str(one.reported_by))),
        Column("reported", _("Reported"), lambda one: moment(one.reported_at), sort="reported_at",
               down=True),
    ),
    filters=(
        Choice("decision", _("Decision"), LossDecision.choices,
               lambda rows, decision: rows.filter(decision=decision)),
    ),
    empty=Empty(_("Nothing is lost"), _("Lost devices and storages wait here for the security"
                                         " officer's decision."), "check"),
)  # fmt: skip
