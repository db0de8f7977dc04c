"""The lists of returns and losses."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samkop.fleet.models import DeviceReturn, LossReport
from samkop.fleet.pages.returns_shown import LOSS_TONES, RETURN_TONES
from samkop.fleet.pages.shown import holder_name
from samkop.fleet.vocabulary.returns import DeviceReturnState, Grade, LossDecision
from samkop.platform.lists import Choice, Column, Empty, Listing, code, day, moment, pill, text

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
        Choice("grade", _("Grade"), Grade.choices, lambda rows, grade: rows.filter(grade=grade)),
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
