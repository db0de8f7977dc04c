"""Pictures: served from here alone, and chosen by the shop's keepers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.catalogue.pages.keeping import kept_item
from samkop.catalogue.pages.keeping_forms import ChoiceForm, PictureForm, by_language
from samkop.catalogue.policies import may_see_shop
from samkop.catalogue.queries.shop_keeping import picture_bytes
from samkop.catalogue.usecases.pictures import choose_picture, upload_picture
from samkop.core.pictures import MEDIA_TYPE
from samkop.parties.pages.forms import checked
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform

Shown = tuple[str, dict[str, Any]]


@page()
def large(request: HttpRequest, actor: Actor, picture_id: int) -> HttpResponse:
    """A picture as an item's page shows it."""
    return _served(actor, picture_id, "large")


@page()
def small(request: HttpRequest, actor: Actor, picture_id: int) -> HttpResponse:
    """A picture as a card shows it."""
    return _served(actor, picture_id, "small")


def _served(actor: Actor, picture_id: int, size: str) -> HttpResponse:
    """The bytes, for whoever sees the item's shelf. Another picture has another address, so
    the reader's own browser may keep it; a cache that serves others may not.
    """
    allow(may_see_shop(actor))
    response = HttpResponse(picture_bytes(picture_id, size), content_type=MEDIA_TYPE)
    response["Cache-Control"] = "private, max-age=31536000, immutable"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Content-Disposition"] = "inline"
    return response


def _upload_again(request: HttpRequest, actor: Actor, item_id: int, refused: Refused) -> Shown:
    return kept_item(request, actor, item_id, refused, "upload")


def _choice_again(request: HttpRequest, actor: Actor, item_id: int, refused: Refused) -> Shown:
    return kept_item(request, actor, item_id, refused, "choice")


@act(again=_upload_again)
def upload(request: HttpRequest, actor: Actor, item_id: int) -> Answer:
    """Show an uploaded picture."""
    values = checked(PictureForm(request.POST, request.FILES))
    perform(
        actor, upload_picture, item_id=item_id, content=values["file"].read(),
        alternatives=by_language(values, "picture_alt"),
    )  # fmt: skip
    return Answer(
        to=reverse("keep-item", args=[item_id]), message=_("The shop shows this picture now.")
    )


@act(again=_choice_again)
def choose(request: HttpRequest, actor: Actor, item_id: int) -> Answer:
    """Show the uploaded picture, the catalogue's, or the drawing."""
    values = checked(ChoiceForm(request.POST))
    perform(
        actor, choose_picture, item_id=item_id, source=values["source"],
        alternatives=by_language(values, "picture_alt"),
    )  # fmt: skip
    return Answer(to=reverse("keep-item", args=[item_id]), message=_("The shop shows it so now."))
