"""The list of the register of authority: who may approve how much, where and when."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samkop.ordering.models import ApprovalAuthority
from samkop.ordering.pages.approval_forms import centres_of
from samkop.ordering.queries import register_of
from samkop.parties.queries import own_today, valid_on
from samkop.platform.lists import (
    Choice,
    Column,
    Days,
    Empty,
    Listing,
    Search,
    day,
    last_day,
    money,
    pill,
    text,
)
from samkop.platform.lists.declared import Options
from samkop.platform.unit_of_work import current_unit


def standing(row: ApprovalAuthority, today: date) -> tuple[str, str]:
    """Tone and words of an entry on a day."""
    if row.valid_until is not None and row.valid_until < row.valid_from:
        return "neutral", _("Taken back before it began")
    if row.valid_until is not None and row.valid_until < today:
        return "neutral", _("Ended")
    if row.valid_from > today:
        return "info", _("Not begun")
    return "good", _("In force")


def _centres() -> Options:
    centres = centres_of(current_unit().actor.own_party_id)
    return [(str(one.pk), str(one)) for one in centres]


ON_THE_DAY = Days("on", gettext_lazy("On the day"), lambda rows, on: rows.filter(valid_on(on)))
EVER = Choice(
    "ever", gettext_lazy("Entries"), [("1", gettext_lazy("Ended and coming ones too"))],
    lambda rows, _value: rows,  # ``shown_entries`` has chosen already
    everything=gettext_lazy("In force"),
)  # fmt: skip
REGISTER: Listing[ApprovalAuthority] = Listing(
    name="authority",
    title=gettext_lazy("Register of authority"),
    address="register",
    order="approver",
    columns=(
        Column(
            "approver", gettext_lazy("Approver"), lambda one: text(one.person.name),
            sort="person__sort_key", link=lambda one: reverse("authority", args=[one.pk]),
        ),
        Column(
            "cost_centre", gettext_lazy("Cost centre"),
            lambda one: text(str(one.cost_centre) if one.cost_centre else _("All cost centres")),
        ),
        Column(
            "limit", gettext_lazy("Up to, without VAT"),
            lambda one: money(one.limit_cents, one.currency), numeric=True,
        ),
        Column("first", gettext_lazy("First day"), lambda one: day(one.valid_from)),
        Column("last", gettext_lazy("Last day"), lambda one: last_day(one.valid_until)),
        Column(
            "state", gettext_lazy("State today"),
            lambda one: pill(*standing(one, own_today())),
        ),
        Column(
            "granted_by", gettext_lazy("Entered by"),
            lambda one: text(str(one.granted_by) if one.granted_by else ""), usual=False,
        ),
    ),
    filters=(
        Search(
            "q", gettext_lazy("Name"), lambda rows, text: rows.filter(person__name__icontains=text)
        ),
        Choice(
            "cost_centre", gettext_lazy("Cost centre"), _centres,
            # A cost centre is reached by its own entries and by those for all.
            lambda rows, centre: rows.filter(
                Q(cost_centre_id=int(centre)) | Q(cost_centre__isnull=True)
            ),
            everything=gettext_lazy("All cost centres"),
        ),
        ON_THE_DAY,
        EVER,
    ),
    empty=Empty(
        gettext_lazy("Nobody may approve yet"),
        gettext_lazy("Without an entry here nothing that needs approval can be sent in."),
        "people",
    ),
)  # fmt: skip


def shown_entries(party_id: int, query: QueryDict) -> QuerySet[ApprovalAuthority]:
    """Those in force today, unless another day or all there ever were are asked for."""
    always = EVER.read(query) or ON_THE_DAY.read(query)
    return register_of(party_id, on=None if always else own_today())
