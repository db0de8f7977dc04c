"""What stands around every page: the menu, who acts, the person's own links.

Reads nothing: the middleware ``Acting`` has read it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samkop.agreements.policies import SELLS
from samkop.exchange.policies import may_see_messages
from samkop.fleet.policies import may_see_cases, may_see_fleet, may_see_forecasts, may_see_leases
from samkop.fleet.policies.work import PERFORMS
from samkop.followup.policies.feedback import may_see_referrals
from samkop.followup.policies.prices import sells
from samkop.governance.policies import may_see_cooperation
from samkop.invoicing.policies import may_see_invoices
from samkop.opendata.policies import may_decide_publication
from samkop.ordering.models import PunchOutSession
from samkop.ordering.policies import (
    BUYS,
    SEES_ALL,
    may_decide,
    may_handle_spares,
    may_see_orders,
    may_shop,
)
from samkop.ordering.queries.punch_out import shops
from samkop.parties.policies import may_see_people
from samkop.parties.queries import Standing
from samkop.parties.vocabulary import RoleName
from samkop.planning.policies import SELLS as CONSULTED
from samkop.planning.policies import may_see_needs
from samkop.platform.actors import ANONYMOUS, Actor
from samkop.receiving.policies import may_see_goods
from samkop.tendering.policies import may_follow_tenders


@dataclass(frozen=True)
class Section:
    """A line of the menu: the name of its first page, and to whom it is shown.

    ``holds`` are the beginnings of addresses of pages that stand in it elsewhere than under its
    first page's.
    """

    name: str
    label: str | Promise
    icon: str
    shown_to: Callable[[Actor], bool]
    holds: tuple[str, ...] = ()


def _everybody(actor: Actor) -> bool:
    return True


def _in_an_organisation(actor: Actor) -> bool:
    return actor.party_id is not None


def _administrates(actor: Actor) -> bool:
    return actor.party_id is not None and may_see_people(actor, actor.party_id)


# In the order of pages: Start, Shop, Orders, Agreements, …, Administration.
SECTIONS = (
    Section("start", _("Start"), "home", _everybody),
    Section(
        "shop", _("Shop"), "shop", lambda actor: may_shop(actor) or bool(actor.roles & BUYS),
        ("/basket/", "/saved-baskets/"),
    ),
    Section("my-things", _("My things"), "list", may_shop, ("/feedback/",)),
    Section("my-devices", _("My devices"), "laptop", may_shop),
    Section("to-approve", _("To approve"), "check", may_decide),
    Section(
        "orders", _("Orders"), "truck", may_see_orders,
        (
            "/delivery-outcomes/", "/delivery-promises/", "/purchase-plan/", "/requisitions/",
            "/reservations/", "/spares/", "/standing-orders/", "/support-ends/",
        ),
    ),
    Section(
        "consignments", _("Deliveries"), "download", may_see_goods,
        ("/differences/", "/receipts/", "/returns/"),
    ),
    Section(
        "devices", _("Devices"), "laptop", may_see_fleet,
        (
            "/device-cases/", "/loans/", "/missing-devices/", "/recalls/", "/signatures/",
            "/staff-changes/", "/warranties/", "/work-orders/",
        ),
    ),
    # Who sees all devices has the work on them among those.
    Section(
        "work-today", _("Jobs of the day"), "list",
        lambda actor: bool(actor.roles & PERFORMS) and not may_see_fleet(actor),
        ("/work-orders/", "/signatures/"),
    ),
    Section(
        "device-cases", _("Repairs"), "settings",
        lambda actor: may_see_cases(actor) and not may_see_fleet(actor),
    ),
    Section("leases", _("Leases"), "key", may_see_leases),
    # Who sees all orders has them among those.
    Section(
        "spares", _("Spares"), "swap",
        lambda actor: may_handle_spares(actor) and not may_see_orders(actor),
    ),
    Section("invoices", _("Invoices"), "file", may_see_invoices),
    Section("budgets", _("Budgets"), "chart", lambda actor: bool(actor.roles & SEES_ALL)),
    Section("shortages", _("Shortages"), "alert", lambda actor: bool(actor.roles & BUYS)),
    Section("renewal-forecasts", _("Renewal forecast"), "chart", may_see_forecasts),
    Section(
        "needs", _("Needs"), "list", may_see_needs,
        (
            "/pre-studies/", "/consultations/", "/consultation-questions/", "/meeting-notes/",
            "/supplier-questions/", "/trade-secrets/",
        ),
    ),
    # Who plans has them among the needs.
    Section(
        "consultations", _("Consultations"), "people",
        lambda actor: bool(actor.roles & CONSULTED) and not may_see_needs(actor),
        ("/consultation-questions/", "/consultation-files/", "/meeting-notes/", "/trade-secrets/"),
    ),
    Section("tenders", _("Tenders"), "gavel", may_follow_tenders),
    Section("agreements", _("Agreements"), "seal", _in_an_organisation),
    Section(
        "availability", _("Stock and delivery"), "truck", lambda actor: bool(actor.roles & SELLS)
    ),
    # Who cooperates has them there.
    Section(
        "price-findings", _("Prices"), "chart",
        lambda actor: sells(actor) and not may_see_cooperation(actor),
        ("/cooperation/prices/purchases/",),
    ),
    Section("feedback-referrals", _("Feedback"), "people", may_see_referrals),
    Section("catalogues", _("Catalogues"), "upload", lambda actor: bool(actor.roles & BUYS)),
    Section("messages", _("Messages"), "mail", may_see_messages, ("/endpoints/",)),
    Section("cooperation", _("Cooperation"), "people", may_see_cooperation),
    Section("opendata", _("Open data"), "globe", may_decide_publication),
    Section("administration", _("Administration"), "settings", _administrates),
)  # fmt: skip


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: what ``base.html`` reads (docs/reference/design-system.md)."""
    actor: Actor = getattr(request, "actor", ANONYMOUS)
    standings: list[Standing] = getattr(request, "standings", [])
    if actor is ANONYMOUS:
        return {"navigation": []}
    if getattr(request, "punch_out", None) is not None:
        return _frame_of_visit(request, actor, standings[0])
    acting = next((s for s in standings if s.party.pk == actor.party_id), None)
    return {
        "viewing": getattr(request, "viewing", None),
        "navigation": [_item(request, section) for section in sections_of(actor)],
        "acting": _organisation(acting) if acting else {"id": "", "name": actor.name, "role": ""},
        "organisations": [_organisation(standing) for standing in standings],
        "basket_url": reverse("basket") if may_shop(actor) else "",
        "basket_count": acting.basket if acting else 0,
        "notifications_url": reverse("notifications") if acting else "",
        "notifications_count": acting.unread if acting else 0,
        "person_name": actor.name,
        "person_links": [
            {"url": reverse("own-settings"), "label": _("Your settings"), "icon": "settings"},
            {
                "url": reverse("notification-choices"),
                "label": _("How you are told"),
                "icon": "bell",
            },
            {"url": reverse("saved-filters"), "label": _("Saved filters"), "icon": "filter"},
            {"url": reverse("mfa_index"), "label": _("Ways to sign in"), "icon": "key"},
            {"url": reverse("tokens"), "label": _("Access tokens"), "icon": "code"},
        ],
    }


def _frame_of_visit(request: HttpRequest, actor: Actor, standing: Standing) -> dict[str, Any]:
    """Around a visit from a purchasing system: the shop and its basket, and nothing of the
    person's own.
    """
    visit: PunchOutSession = request.punch_out  # type: ignore[attr-defined]
    shopping = shops(visit)
    shop = next(section for section in SECTIONS if section.name == "shop")
    return {
        "visiting": visit,
        "navigation": [_item(request, shop)] if shopping else [],
        "acting": {"id": "", "name": standing.party.name, "role": actor.name},
        "basket_url": reverse("basket") if shopping else "",
        "basket_count": standing.basket,
        "person_name": standing.person.name,
    }


def sections_of(actor: Actor) -> list[Section]:
    """The sections that the actor's roles open."""
    return [section for section in SECTIONS if section.shown_to(actor)]


def _item(request: HttpRequest, section: Section) -> dict[str, Any]:
    url = reverse(section.name)
    active = request.path == url if url == "/" else request.path.startswith((url, *section.holds))
    return {"url": url, "label": section.label, "icon": section.icon, "active": active}


def _organisation(standing: Standing) -> dict[str, Any]:
    roles = [RoleName(role).label for role in RoleName.values if role in standing.roles]
    role = ", ".join(map(str, roles[:2]))
    return {"id": str(standing.party.pk), "name": standing.party.name, "role": role}
