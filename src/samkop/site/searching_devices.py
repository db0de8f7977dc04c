"""Devices by serial or asset number, or by a part of them or of the model's name."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.fleet.models import Asset
from samkop.fleet.policies import may_see_fleet
from samkop.fleet.queries.assets import asset_ids_called, assets_numbered, assets_of
from samkop.fleet.vocabulary import AssetState
from samkop.platform.actors import Actor
from samkop.site.search_hits import SHOWN, Group, Hit

# So few digits may be the number of an order as people say it.
SHORT_NUMBER = 7


def device_at_once(actor: Actor, text: str) -> str:
    """The page of the one device with just this number, before anything else is looked for.

    Empty where there is none, several, or where the text may as well mean an order.
    """
    if not text or not may_see_fleet(actor) or (text.isdecimal() and len(text) <= SHORT_NUMBER):
        return ""
    found = _numbered(actor, text)
    return reverse("device", args=[found[0].pk]) if len(found) == 1 else ""


def devices_found(actor: Actor, text: str) -> Group:
    """For who sees the fleet: those of exactly that number, else by a part of number or model."""
    if not may_see_fleet(actor):
        return Group("devices", _("Devices"), "laptop", ())
    if numbered := _numbered(actor, text):
        hits = [_hit(one, (one.serial_number, one.asset_number)) for one in numbered[:SHOWN]]
        return Group("devices", _("Devices"), "laptop", tuple(hits))
    ids = asset_ids_called(actor.own_party_id, text, SHOWN)
    found = assets_of(actor.own_party_id).filter(id__in=ids).order_by("asset_number", "id")
    more = f"{reverse('devices')}?{urlencode({'q': text})}" if len(ids) == SHOWN else ""
    return Group("devices", _("Devices"), "laptop", tuple(_hit(one, ()) for one in found), more)


def _numbered(actor: Actor, text: str) -> list[Asset]:
    """Those of the number that live; those that have ended only where none lives."""
    found = assets_numbered(actor.own_party_id, text)
    return [one for one in found if one.state != AssetState.ENDED] or found


def _hit(asset: Asset, numbers: tuple[str, ...]) -> Hit:
    note = f"{asset.model_name} · {asset.serial_number} · {asset.get_state_display()}"
    return Hit(asset.pk, asset.asset_number, note, reverse("device", args=[asset.pk]), numbers)
