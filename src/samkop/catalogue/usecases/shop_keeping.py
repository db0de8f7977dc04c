"""What the purchasing body says of its items in the shop, and which it shows first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db.models import F
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samkop.catalogue.models import CatalogueItem, FeaturedItem
from samkop.catalogue.models.catalogue_item import LONGEST_SHOP_NAME, LONGEST_SHOP_TEXT
from samkop.catalogue.policies import may_keep_range
from samkop.catalogue.queries import item_of
from samkop.catalogue.queries.shop_keeping import feature_of
from samkop.catalogue.tables import LANGUAGES
from samkop.catalogue.vocabulary import Drawing
from samkop.core.period import day_of
from samkop.platform.actors import Actor
from samkop.platform.audit.entries import Change
from samkop.platform.records import change, create_all, subject_of
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import current_unit, require

# What is shown first for longer than this is simply the joint range.
LONGEST_FEATURE = timedelta(days=366)


def describe_in_shop(
    *,
    actor: Actor,
    now: datetime,
    item_id: int,
    names: Mapping[str, str],
    texts: Mapping[str, str],
    drawing: str = "",
) -> CatalogueItem:
    """Say what the shop calls an item, what it says of it, and which drawing stands for it.

    ``names`` and ``texts`` by language (sv, fi, en); a language left out or empty shows the
    catalogue's own. ``drawing`` is one of Drawing, empty for the category's. Raises Refused:
    ``not-found``, ``not-allowed``, ``text-too-long``, ``drawing-unknown``.
    """
    item = item_of(item_id)
    require(may_keep_range(actor, item.agreement))
    if drawing and drawing not in Drawing.values:
        sentence = _("There is no such drawing. Choose one of the list.")
        raise Refused("drawing-unknown", sentence, status=422, fields={"drawing": sentence})
    said = {
        **_said("shop_name", names, LONGEST_SHOP_NAME),
        **_said("shop_text", texts, LONGEST_SHOP_TEXT),
    }
    return change(item, **said, drawing=drawing)


def feature_item(
    *, actor: Actor, now: datetime, item_id: int, valid_from: date, valid_until: date
) -> FeaturedItem:
    """Show an item first in the shop, from a day until another.

    Raises Refused: ``not-found``, ``not-allowed``, ``item-not-on-the-shelf``,
    ``feature-over`` (its last day is past), ``feature-ends-before-it-begins``,
    ``feature-too-long`` (over a year), ``item-featured`` (it is on one of these days).
    """
    item = item_of(item_id)
    require(may_keep_range(actor, item.agreement))
    if not item.active:
        sentence = _("This item is no longer in the shop. Choose its successor or another one.")
        raise Refused("item-not-on-the-shelf", sentence, status=404)
    if valid_until < valid_from:
        raise _wrong("feature-ends-before-it-begins", _("The last day is before the first."))
    if valid_until < day_of(now, item.agreement.purchasing_body.time_zone):
        raise _wrong("feature-over", _("The last day is past already. Choose a later one."))
    if valid_until - valid_from > LONGEST_FEATURE:
        raise _wrong(
            "feature-too-long",
            _("At most a year at a time. What stays longer belongs in the joint range."),
        )
    # Two at once would each find nothing: the item's row is the gate.
    CatalogueItem.objects.select_for_update(no_key=True).get(pk=item.pk)
    known = FeaturedItem.objects.filter(
        item=item, valid_from__lte=valid_until, valid_until__gte=valid_from
    )
    if known.filter(valid_until__gte=F("valid_from")).exists():
        sentence = _("It is shown first on one of these days already. End that first.")
        raise Refused("item-featured", sentence, fields={"valid_from": sentence})
    made = FeaturedItem(
        purchasing_body_id=item.purchasing_body_id, agreement_id=item.agreement_id,
        item=item, valid_from=valid_from, valid_until=valid_until,
    )  # fmt: skip
    # Under the item: its history says when it was shown first.
    create_all([made], under=item)
    return made


def end_feature(*, actor: Actor, now: datetime, feature_id: int) -> FeaturedItem:
    """Stop showing an item first, from today on.

    Yesterday becomes its last day, or the day before its first where it has not begun.
    Raises Refused: ``not-found``, ``not-allowed``, ``feature-over`` (it has ended already).
    """
    feature = feature_of(feature_id)
    require(may_keep_range(actor, feature.agreement))
    today = day_of(now, feature.agreement.purchasing_body.time_zone)
    if feature.valid_until < max(today, feature.valid_from):
        raise Refused("feature-over", _("It is no longer shown first. There is nothing to end."))
    day_before = timedelta(days=1)
    before, last = feature.valid_until, max(today, feature.valid_from) - day_before
    said: dict[str, list[object]] = {"shown_first_until": [before, last]}
    current_unit().changes.append(Change(subject_of(feature.item), said))
    return change(feature, valid_until=last)


def _said(field: str, words: Mapping[str, str], longest: int) -> dict[str, str]:
    """The columns of a text in each language; line breaks become blanks."""
    said = {}
    for language in LANGUAGES:
        text = " ".join(words.get(language, "").split())
        if len(text) > longest:
            sentence = gettext("The text is too long. Shorten it to %(longest)s characters.")
            sentence %= {"longest": longest}
            fields = {f"{field}_{language}": sentence}
            raise Refused("text-too-long", sentence, status=422, fields=fields)
        said[f"{field}_{language}"] = text
    return said


def _wrong(code: str, sentence: object) -> Refused:
    return Refused(code, sentence, status=422, fields={"valid_until": sentence})  # type: ignore[arg-type,dict-item]
