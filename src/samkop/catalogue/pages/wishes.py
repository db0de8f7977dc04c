"""Saying what one wishes of the range or what is wrong, and taking it back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samkop.catalogue.models import CatalogueItem
from samkop.catalogue.pages.wish_list import WISHES
from samkop.catalogue.policies import may_say_wish, may_see_wishes
from samkop.catalogue.queries import item_of
from samkop.catalogue.queries.wishes import own_wishes, wishes_of
from samkop.catalogue.usecases.wishes import LONGEST_LINE, say_wish, take_back_wish
from samkop.catalogue.vocabulary import Category, WishKind
from samkop.parties.pages.forms import checked, with_refusal
from samkop.platform.actors import Actor
from samkop.platform.lists import list_page
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.numbers import number_of
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform

Shown = tuple[str, dict[str, Any]]


class WishForm(forms.Form):
    """A wish or a complaint, and a line for those who may read it."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is it?"), choices=WishKind.choices, widget=forms.RadioSelect
    )
    line = forms.CharField(
        label=gettext_lazy("In one line"), required=False, max_length=LONGEST_LINE,
        help_text=gettext_lazy("Your ICT manager reads it with your name. Name nobody else in it."),
    )  # fmt: skip
    line_shown = forms.BooleanField(
        label=gettext_lazy("Who keeps the joint range may read the line too, without my name"),
        required=False,
    )


class KindWishForm(WishForm):
    """The same of a device kind, where no item is meant."""

    category = forms.ChoiceField(
        label=gettext_lazy("Kind of device"),
        choices=[("", gettext_lazy("Choose")), *Category.choices],
    )
    field_order = ("category", "kind", "line", "line_shown")


def _wish(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    allow(may_say_wish(actor))
    item = _item(request)
    asked = request.GET
    form = _form(item)(
        request.POST if refused else None,
        initial={
            "kind": WishKind.WISH, "line": asked.get("q", "").replace("\0", "")[:LONGEST_LINE],
            "category": asked.get("category", ""),
        },
    )  # fmt: skip
    return "catalogue/wish.html", {
        "item": item, "form": with_refusal(form, refused),
        "wishes": own_wishes(actor.own_person_id), "trail": [(_("Shop"), reverse("shop"))],
        "may_see_all": may_see_wishes(actor),
    }  # fmt: skip


wish = page()(_wish)


@act(again=_wish)
def say(request: HttpRequest, actor: Actor) -> Answer:
    """Say it; whoever has said it before gives it another line."""
    item_id = _item_id(request)
    form = (KindWishForm if item_id is None else WishForm)(request.POST)
    said = checked(form)
    perform(
        actor, say_wish, kind=said["kind"], item_id=item_id, category=said.get("category", ""),
        line=said["line"], line_shown=said["line_shown"],
    )  # fmt: skip
    to = reverse("wish") if item_id is None else reverse("item", args=[item_id])
    return Answer(to=to, message=_("Thank you. It is counted once, and you can take it back."))


@act()
def take_back(request: HttpRequest, actor: Actor, wish_id: int) -> Answer:
    """It does not count any more."""
    perform(actor, take_back_wish, wish_id=wish_id)
    return Answer(to=reverse("wish"), message=_("It is taken back, and does not count any more."))


@page()
def wishes(request: HttpRequest, actor: Actor) -> Any:
    """What the organisation's own people wish and complain of."""
    allow(may_see_wishes(actor))
    rows = wishes_of(actor.own_party_id)
    return list_page(request, actor, WISHES, rows, "catalogue/wishes.html")


def _form(item: CatalogueItem | None) -> type[WishForm]:
    return KindWishForm if item is None else WishForm


def _item_id(request: HttpRequest) -> int | None:
    return number_of(request.POST.get("item", "") or request.GET.get("item", ""))


def _item(request: HttpRequest) -> CatalogueItem | None:
    item_id = _item_id(request)
    return item_of(item_id) if item_id is not None else None
