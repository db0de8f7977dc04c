"""The organisation's purchasing systems: connected, changed, given a new secret, switched off."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.ordering.models import PunchOutConnection
from samkop.ordering.pages.forms import own_choices
from samkop.ordering.policies import may_connect_systems
from samkop.ordering.queries.punch_out import connection_of, connections_of
from samkop.ordering.usecases.punch_out import (
    Terms,
    change_connection,
    change_connection_secret,
    connect_purchasing_system,
    new_secret,
    switch_connection,
)
from samkop.ordering.vocabulary import DONE, LONGEST_RESERVATION_HOURS, PunchOutProtocol
from samkop.parties.models import CostCentre, DeliveryLocation, Person
from samkop.parties.pages.forms import checked, with_refusal
from samkop.parties.pages.today import own_day
from samkop.parties.queries import colleagues_of
from samkop.platform.actors import Actor
from samkop.platform.audit.history import history_of
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.choices import offer
from samkop.platform.pages.page import allow
from samkop.platform.records import subject_of
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

Shown = tuple[str, dict[str, Any]]
# By what address each standard opens the shop; T77 says how a basket comes back alone.
SET_UP = {
    PunchOutProtocol.OCI: "punch-out-oci", PunchOutProtocol.PEPPOL: "punch-out-oci",
    PunchOutProtocol.CXML: "punch-out-cxml",
}  # fmt: skip


class ConnectionForm(forms.Form):
    """What holds of a purchasing system. Built inside the open reading."""

    name = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("What your people call the system.")
    )
    protocol = forms.ChoiceField(label=_("Standard"), choices=PunchOutProtocol.choices)
    return_to = forms.CharField(
        label=_("Where baskets may go"), widget=forms.Textarea(attrs={"rows": 2}), max_length=4000,
        help_text=_("The system's hosts, one a line, such as erp.example.fi. Nothing is sent to"
                    " any other, whatever the system asks."),
    )  # fmt: skip
    shopper = forms.ModelChoiceField(
        Person.objects.none(), label=_("Shops where nobody is named"),
        help_text=_("Whoever the system names by the e-mail address of one of your people shops"
                    " as that person; everybody else in this person's name."),
    )  # fmt: skip
    cost_centre = forms.ModelChoiceField(
        CostCentre.objects.none(), label=_("Cost centre of orders that name none")
    )
    delivery_location = forms.ModelChoiceField(
        DeliveryLocation.objects.none(), label=_("Site of orders that name none")
    )
    reservation_hours = forms.IntegerField(
        label=_("Hours that a basket is held"), min_value=1, max_value=LONGEST_RESERVATION_HOURS,
        initial=24,
        help_text=_("So long do ceiling and prices wait for the order. Then they are given back."),
    )  # fmt: skip

    def __init__(self, *arguments: Any, party_id: int, people: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        own_choices(self, party_id)
        offer(self, shopper=people)

    def terms(self) -> Terms:
        """What was typed. Raises Refused ``form-incomplete``."""
        values = checked(self)
        return Terms(
            name=values["name"], protocol=values["protocol"],
            return_to=values["return_to"].splitlines(), shopper_id=values["shopper"].pk,
            cost_centre_id=values["cost_centre"].pk,
            delivery_location_id=values["delivery_location"].pk,
            reservation_hours=values["reservation_hours"],
        )  # fmt: skip


@page()
def connections(request: HttpRequest, actor: Actor) -> Shown:
    """The systems that are connected, by name."""
    allow(may_connect_systems(actor))
    return "ordering/purchasing_systems.html", {
        "connections": list(connections_of(actor.own_party_id)), "trail": _trail()[:1],
    }  # fmt: skip


def _add(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    allow(may_connect_systems(actor))
    form = _form(request, actor, sent=refused is not None)
    return "ordering/purchasing_system_add.html", {
        "form": with_refusal(form, refused), "trail": _trail(),
    }  # fmt: skip


connection_add = page()(_add)


@act(again=_add)
def connect(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Connect a system, and show its secret: now and never again."""
    terms = _terms(request, actor)
    made = new_secret()
    connection = perform(actor, connect_purchasing_system, terms=terms, secret=made)
    return _with_secret(request, connection, made)


def _shown(
    request: HttpRequest, actor: Actor, connection_id: int, refused: Refused | None = None
) -> Shown:
    allow(may_connect_systems(actor))
    connection = connection_of(actor.own_party_id, connection_id)
    initial = {
        "name": connection.name, "protocol": connection.protocol,
        "return_to": "\n".join(connection.return_origins), "shopper": connection.shopper_id,
        "cost_centre": connection.cost_centre_id,
        "delivery_location": connection.delivery_location_id,
        "reservation_hours": connection.reservation_hours,
    }  # fmt: skip
    form = _form(request, actor, sent=refused is not None, initial=initial)
    return "ordering/purchasing_system.html", {
        "connection": connection, "form": with_refusal(form, refused), "trail": _trail(),
        "address": _address(request, connection),
        "history": history_of(subject_of(connection), DONE),
    }  # fmt: skip


connection = page()(_shown)


@act(again=_shown)
def change(request: HttpRequest, actor: Actor, connection_id: int) -> Answer:
    """Say anew what holds of it."""
    terms = _terms(request, actor)
    perform(actor, change_connection, connection_id=connection_id, terms=terms)
    return Answer(to=_page(connection_id), message=_("The connection is changed."))


@act(again=_shown)
def secret(request: HttpRequest, actor: Actor, connection_id: int) -> HttpResponse:
    """Give it another secret, shown once."""
    made = new_secret()
    connection = perform(actor, change_connection_secret, connection_id=connection_id, secret=made)
    return _with_secret(request, connection, made)


@act(again=_shown)
def switch(request: HttpRequest, actor: Actor, connection_id: int) -> Answer:
    """Let it in, or keep it out."""
    on = request.POST.get("on") == "yes"
    perform(actor, switch_connection, connection_id=connection_id, on=on)
    message = (
        _("The system is let in again.")
        if on
        else _("The system is kept out. What its baskets hold stays held until their time is over.")
    )
    return Answer(to=_page(connection_id), message=message)


def _page(connection_id: int) -> str:
    return reverse("purchasing-system", args=[connection_id])


def _trail() -> list[tuple[Any, str]]:
    return [
        (_("Administration"), reverse("administration")),
        (_("Purchasing systems"), reverse("purchasing-systems")),
    ]


def _form(
    request: HttpRequest, actor: Actor, *, sent: bool, initial: dict[str, Any] | None = None
) -> ConnectionForm:
    people = colleagues_of(actor.own_party_id, own_day(request)).order_by("sort_key", "id")
    return ConnectionForm(
        request.POST if sent else None, party_id=actor.own_party_id, people=people,
        initial=initial or {},
    )  # fmt: skip


def _terms(request: HttpRequest, actor: Actor) -> Terms:
    with reading(actor):
        return _form(request, actor, sent=True).terms()


def _with_secret(request: HttpRequest, connection: PunchOutConnection, made: str) -> HttpResponse:
    context = {
        "connection": connection, "secret": made, "address": _address(request, connection),
        "next": _page(connection.pk),
    }  # fmt: skip
    response = TemplateResponse(request, "ordering/purchasing_system_secret.html", context).render()
    response["Cache-Control"] = "no-store"
    return response


def _address(request: HttpRequest, connection: PunchOutConnection) -> str:
    """What the purchasing system calls to open the shop."""
    name = SET_UP[PunchOutProtocol(connection.protocol)]
    return request.build_absolute_uri(reverse(name))
