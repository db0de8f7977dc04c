"""The basket, which is also the checkout: three clicks from the shop to an ordered phone."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from samkop.agreements.pages.origins import shown_origin
from samkop.agreements.rules import PriceOrigin
from samkop.catalogue.pages.promises import ended_words, ending_words, promise_words
from samkop.core.period import day_of
from samkop.ordering.models import BasketLine
from samkop.ordering.pages.beside import beside_it
from samkop.ordering.pages.by_year import year_parts
from samkop.ordering.pages.forms import CheckoutForm
from samkop.ordering.pages.posted import key_of, number_of, whole_number
from samkop.ordering.policies import may_shop
from samkop.ordering.queries import asked_lines, basket_of, budgets_by_year, deciding_of
from samkop.ordering.queries.baskets import Bundle, bundles_of, priced_lines
from samkop.ordering.rules import Asked, Payment, deciders, schedule_of, steps_of, term_of
from samkop.ordering.usecases.approval import verdict_of
from samkop.ordering.usecases.basket import add_to_basket, set_quantities
from samkop.ordering.usecases.requisition import submit_requisition
from samkop.parties.models import Membership, Party, Person
from samkop.parties.queries import membership_of, valid_on
from samkop.platform.actors import Actor
from samkop.platform.formatting import format_money
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import current_unit, perform

QUANTITY = "quantity-"  # and the item's id: the name of a field
PREFILLED = ("cost_centre", "project", "delivery_location")  # what the address may fill in
NOTE = "basket-note"  # of the session: what people write is no part of an address


@dataclass(frozen=True)
class Row:
    """A basket line with its price today; cents are None when it cannot be ordered now.

    ``quantity`` is the one of the line, or after a refusal the one that was typed.
    """

    line: BasketLine
    origin: PriceOrigin | None
    quantity: int
    promise: str = ""
    ended: str = ""
    ending: str = ""

    @property
    def unit_cents(self) -> int | None:
        """The price of one, without VAT."""
        return self.origin.net_cents if self.origin else None

    @property
    def net_cents(self) -> int | None:
        """Quantity times unit price, without VAT."""
        return None if self.unit_cents is None else self.unit_cents * self.quantity


def basket_page(
    request: HttpRequest, actor: Actor, *, refused: Refused | None = None
) -> tuple[str, dict[str, Any]]:
    """The basket; after a refusal with what was typed."""
    allow(may_shop(actor))
    party = Party.objects.get(id=actor.own_party_id)
    today = day_of(current_unit().now, party.time_zone)
    typed = request.POST if refused else {}
    rows = _rows(party, actor.own_person_id, today, typed)
    bundles = bundles_of(actor.own_party_id, actor.own_person_id, today)
    schedule = _schedule(rows, bundles, today)
    total = sum(schedule.values())
    currency = rows[0].line.item.currency if rows else party.currency
    membership = membership_of(actor.own_person_id, actor.own_party_id)
    recipient = _recipient(request, actor, today)
    form = _form(request, actor.own_party_id, membership, recipient, refused)
    context = {
        "rows": rows,
        "bundles": bundles,
        "origins": [
            (row.line.item.shown_name, shown_origin(row.origin)) for row in rows if row.origin
        ],
        "total_cents": total,
        "by_year": schedule if set(schedule) != {today.year} else {},
        "currency": currency,
        "form": form,
        "recipient": recipient.person if recipient else None,
        **_approval(actor, rows, _centre_in(form), total, currency, today, recipient),
        "refused": refused,
        "short": _short(form, schedule, currency),
    }
    return "ordering/basket.html", context


basket = page()(basket_page)


def basket_filled_in(**chosen: int | None) -> str:
    """The basket's address with what is chosen there: ``PREFILLED``, and ``recipient``."""
    given = {("for" if name == "recipient" else name): key for name, key in chosen.items() if key}
    return reverse("basket") + (f"?{urlencode(given)}" if given else "")


@act()
def add(request: HttpRequest, actor: Actor) -> Answer:
    """Put an item into the basket and stay in the shop."""
    line = _add(request, actor)
    return Answer(
        to=_back_to(request),
        message=_("In the basket: %(name)s.") % {"name": line},
    )


@act()
def order_now(request: HttpRequest, actor: Actor) -> Answer:
    """Put an item into the basket and go there to send it in, with what lies there."""
    _add(request, actor)
    return Answer(to=reverse("basket"), message=beside_it(actor))


@act(again=basket_page)
def quantity(request: HttpRequest, actor: Actor) -> Answer:
    """Set how many there are of the items, or take them out with 0."""
    perform(actor, set_quantities, quantities=typed_quantities(request))
    return Answer(to=basket_as_typed(request, actor))


def basket_as_typed(request: HttpRequest, actor: Actor) -> str:
    """The basket's address with what was chosen there so far; the note waits in the session."""
    typed = {name: number_of(request.POST.get(name, "")) for name in PREFILLED}
    request.session[NOTE] = {str(actor.own_party_id): _typed_note(request)}
    return basket_filled_in(**typed, recipient=number_of(request.POST.get("recipient", "")))


@act(again=basket_page)
def submit(request: HttpRequest, actor: Actor) -> Answer:
    """Send the basket in, with the quantities as they stand in the fields."""
    requisition = perform(
        actor,
        submit_requisition,
        key=key_of(request),
        cost_centre_id=whole_number(request, "cost_centre", default=0),
        delivery_location_id=whole_number(request, "delivery_location", default=0),
        project_id=whole_number(request, "project", default=0) or None,
        recipient_id=whole_number(request, "recipient", default=0) or None,
        note_text=_typed_note(request),
        quantities=typed_quantities(request),
    )
    request.session.pop(NOTE, None)
    return Answer(to=reverse("requisition", args=[requisition.pk]) + "?sent")


def _typed_note(request: HttpRequest) -> str:
    return request.POST.get("note", "")[:500]


def typed_quantities(request: HttpRequest) -> list[tuple[int, int]]:
    """Item and quantity of each field, by item. Raises Refused ``number-missing``."""
    items = (number_of(name.removeprefix(QUANTITY)) for name in request.POST if _is_quantity(name))
    return [
        (item, whole_number(request, f"{QUANTITY}{item}"))
        for item in sorted(item for item in items if item is not None)
    ]


def _is_quantity(name: str) -> bool:
    return name.startswith(QUANTITY)


def _back_to(request: HttpRequest) -> str:
    """The page of ours that the button stood on."""
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if ours else reverse("shop")


def _add(request: HttpRequest, actor: Actor) -> str:
    item_id = whole_number(request, "item")
    perform(
        actor,
        add_to_basket,
        key=key_of(request),
        item_id=item_id,
        quantity=whole_number(request, "quantity", default=1),
    )
    return request.POST.get("name", "")[:200] or _("one more item")


def _rows(party: Party, person_id: int, today: date, typed: Mapping[str, str]) -> list[Row]:
    rows = []
    for one in priced_lines(list(basket_of(party.pk, person_id)), party, today):
        line = one.line
        quantity = number_of(typed.get(f"{QUANTITY}{line.item_id}", ""))
        shown = line.quantity if quantity is None else quantity
        ended = ended_words(one.ends_on, today)
        follows = line.item.replaced_by.shown_name if line.item.replaced_by else ""
        ending = "" if ended else ending_words(line.item, one.ends_on, follows)
        rows.append(Row(line, one.origin, shown, promise_words(one.promise), ended, ending))
    return rows


def _recipient(request: HttpRequest, actor: Actor, today: date) -> Membership | None:
    """The colleague whom the address or the form names; None for oneself, or for a stranger."""
    named = number_of(request.POST.get("recipient", "") or request.GET.get("for", ""))
    if named in {None, 0, actor.person_id}:
        return None
    return (
        Membership.objects.filter(valid_on(today), party_id=actor.own_party_id, person_id=named)
        .select_related("person")
        .first()
    )


def _form(
    request: HttpRequest,
    party_id: int,
    membership: Membership,
    recipient: Membership | None,
    refused: Refused | None,
) -> CheckoutForm:
    """Filled in as the address says; else one's own cost centre pays, the recipient's site
    gets it.

    After a refusal as it was typed, with a fresh key.
    """
    if refused is None or "cost_centre" not in request.POST:
        site = recipient.delivery_location_id if recipient else None
        given = {name: number_of(request.GET.get(name, "")) for name in PREFILLED}
        initial = {
            "cost_centre": given["cost_centre"] or membership.cost_centre_id,
            "project": given["project"],
            "delivery_location": given["delivery_location"]
            or site
            or membership.delivery_location_id,
            "recipient": recipient.person_id if recipient else "",
            "note": request.session.get(NOTE, {}).get(str(party_id), ""),
            "idempotency_key": uuid.uuid4().hex,
        }
        return CheckoutForm(party_id=party_id, initial=initial)
    typed = request.POST.copy()
    typed["idempotency_key"] = uuid.uuid4().hex
    form = CheckoutForm(typed, party_id=party_id)
    for name, sentence in refused.fields.items():
        if name in form.fields and name not in form.errors:
            form.add_error(name, str(sentence))
    return form


def _schedule(rows: list[Row], bundles: list[Bundle], today: date) -> dict[int, int]:
    """What the basket costs in each year, were it ordered and delivered today."""
    asked = [(row.line.item, row.quantity, row.net_cents or 0) for row in rows]
    payments = [
        Payment(cents, today, term_of(item.unit_code, item.quantity_increment, quantity))
        for item, quantity, cents in asked
    ]
    payments += [payment for bundle in bundles for payment in bundle.payments(today)]
    return schedule_of(payments) or {today.year: 0}


def _short(form: CheckoutForm, schedule: Mapping[int, int], currency: str) -> str:
    """Why the budgets of the chosen cost centre would not carry this; empty if they would."""
    centre_id = _centre_in(form)
    if not centre_id or not any(schedule.values()):
        return ""
    project_id = number_of(str(form["project"].value() or "")) if "project" in form.fields else None
    budgets = budgets_by_year(centre_id, project_id, schedule)
    for part in year_parts(schedule, budgets):
        if part.budget is None:
            return _(
                "The chosen cost centre has no budget in %(year)s. Ask your finance office."
            ) % {"year": part.year}
        if part.budget.currency == currency and (part.left_after_cents or 0) < 0:
            return _("The budget of the chosen cost centre in %(year)s does not suffice for this:"
                     " %(missing)s are missing. Ask for less, or for more budget.") % {
                "year": part.year,
                "missing": format_money(Decimal(-(part.left_after_cents or 0)) / 100, currency),
            }  # fmt: skip
    return ""


def _centre_in(form: CheckoutForm) -> int:
    """The cost centre that the form shows; 0 for none."""
    return number_of(str(form["cost_centre"].value() or "")) or 0


def _approval(
    actor: Actor, rows: list[Row], cost_centre_id: int, cents: int, currency: str, today: date,
    recipient: Membership | None,
) -> dict[str, Any]:  # fmt: skip
    """What the rules in force would say of this basket, and who could decide first."""
    asked = Asked(
        cents=cents, currency=currency, cost_centre_id=cost_centre_id,
        requester_id=actor.own_person_id, requester_roles=actor.roles,
        recipients=frozenset({recipient.person_id} if recipient else ()),
        lines=asked_lines([row.line.item for row in rows], today),
    )  # fmt: skip
    steps = steps_of(verdict_of(actor.own_party_id, asked, today))
    if not steps:
        return {"needs_approval": False, "approver": None, "approvals": 0}
    found = deciders(steps[0], asked, deciding_of(actor.own_party_id, today))
    first = Person.objects.filter(id=found[0].person_id).first() if found else None
    return {"needs_approval": True, "approver": first, "approvals": len(steps)}
