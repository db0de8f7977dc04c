"""What the cells of a register mean in its owner's organisation: each text is worked out once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial

from django.utils.translation import gettext_lazy as _

from samkop.fleet.models import DeviceModel
from samkop.fleet.queries.holders import LONGEST_CODE
from samkop.fleet.rules.holding import (
    Target,
    named_target,
    nobody,
    person_target,
    site_target,
    supplier_target,
)
from samkop.fleet.rules.register_words import (
    Words,
    category_words,
    end_words,
    holder_words,
    state_words,
)
from samkop.fleet.rules.registering import Memo, NamedModel, Wrong
from samkop.fleet.vocabulary import HolderKind
from samkop.ordering.rules.import_cells import cents_in
from samkop.parties.days import day_in
from samkop.parties.models import CostCentre, DeliveryLocation, Membership, Party
from samkop.parties.rules import normal_email
from samkop.parties.vocabulary import PartyKind

SENDERS = (PartyKind.SUPPLIER, PartyKind.FINANCIER)
LONGEST_NAME = 200
# Kind, code, name, site: as the cells say it.
HolderCells = tuple[str, str, str, str]


class Meanings:
    """The owner's sites, cost centres, people and models, as a register may name them.

    Each memo answers with the value, None for an empty cell, or what is wrong with it.
    """

    def __init__(self, owner_id: int, holders: Iterable[str]) -> None:
        self._sites = {
            code: (pk, name)
            for code, pk, name in DeliveryLocation.objects.filter(
                party_id=owner_id
            ).values_list("code", "id", "name")
        }  # fmt: skip
        self._centres = dict(CostCentre.objects.filter(party_id=owner_id).values_list("code", "id"))
        self._people = _people(owner_id, holders)
        self._senders = _senders()
        self.known_models = {row.key: row for row in DeviceModel.objects.filter(owner_id=owner_id)}
        self.states = Memo(partial(_word, "state", "state-unknown", state_words()))
        self.ends = Memo(partial(_word, "end_reason", "end-reason-unknown", end_words()))
        self.days = {
            column: Memo(partial(_day, column))
            for column in ("received_on", "warranty_until", "renew_on", "ended_on")
        }
        self.cents = Memo(_cents)
        self.sites = Memo(self._site)
        self.centres = Memo(self._centre)
        self.models = Memo(self._model)
        self.holders = Memo(self._holder)
        # The models that the register itself has named so far.
        self.named: dict[str, NamedModel] = {}

    def _site(self, code: str) -> int | Wrong | None:
        if code and code not in self._sites:
            return _unknown("site", "site-unknown", code)
        return self._sites[code][0] if code else None

    def _centre(self, code: str) -> int | Wrong | None:
        if code and code not in self._centres:
            return _unknown("cost_centre", "cost-centre-unknown", code)
        return self._centres[code] if code else None

    def _model(self, cells: tuple[str, str, str]) -> str | Wrong:
        """The model's key."""
        manufacturer, name, said = cells
        if not name:
            return Wrong("model", "model-missing", _("Say which model the device is."))
        for column, text, longest in (("model", name, LONGEST_NAME),
                                      ("manufacturer", manufacturer, 120)):  # fmt: skip
            if len(text) > longest:
                return _too_long(column, longest)
        category = _word("category", "category-unknown", category_words(), said)
        if isinstance(category, Wrong):
            return category
        named = NamedModel(manufacturer, name, category or "")
        return self._of_category(named, said)

    def _of_category(self, named: NamedModel, said: str) -> str | Wrong:
        key = named.key
        known: DeviceModel | NamedModel | None = self.known_models.get(key) or self.named.get(key)
        if known is None and not named.category:
            sentence = _("Nothing is known of this model yet: say what it is, such as laptop.")
            return Wrong("category", "category-missing", sentence)
        if known is None:
            self.named[key] = named
        elif named.category not in {"", known.category}:
            sentence = _("“%(value)s” differs from what this model is in another row or in the"
                         " register: %(known)s. Leave the cell empty, or correct it.")  # fmt: skip
            facts = {"value": said, "known": known.category}
            return Wrong("category", "category-differs", sentence, facts)
        return key

    def _holder(self, cells: HolderCells) -> Target | Wrong | None:
        kind, code, name, site = cells
        found = _word("holder_kind", "holder-kind-unknown", holder_words(), kind)
        if isinstance(found, Wrong):
            return found
        if found is None and "@" in code:
            found = HolderKind.PERSON
        if found is None:
            if not code:
                return None
            sentence = _("Say what kind of holder this is: %(known)s.")
            facts = {"known": ", ".join(HolderKind.values)}
            return Wrong("holder_kind", "holder-kind-missing", sentence, facts)
        return self._of_kind(HolderKind(found), code, name, site)

    def _of_kind(self, kind: HolderKind, code: str, name: str, site: str) -> Target | Wrong:
        if kind is HolderKind.NOBODY:
            return nobody()
        if kind is HolderKind.PERSON:
            person = self._people.get(normal_email(code))
            return person_target(*person) if person else _unknown("holder", "person-unknown", code)
        if kind is HolderKind.SITE:
            place = self._sites.get(code or site)
            return site_target(*place) if place else _unknown("holder", "site-unknown", code)
        if kind is HolderKind.SUPPLIER:
            sender = self._senders.get(code)
            return supplier_target(*sender) if sender else _unknown("holder", "supplier-unknown",
                                                                    code)  # fmt: skip
        return self._named(kind, code, name, site)

    def _named(self, kind: HolderKind, code: str, name: str, site: str) -> Target | Wrong:
        if not code:
            sentence = _("Give the code by which your organisation knows this holder.")
            return Wrong("holder", "holder-missing", sentence)
        if len(code) > LONGEST_CODE:
            return _too_long("holder", LONGEST_CODE)
        place = self._sites.get(site)
        return named_target(kind, code, name[:LONGEST_NAME] or code, place[0] if place else None)


def _people(owner_id: int, holders: Iterable[str]) -> dict[str, tuple[int, str]]:
    """The owner's people by address, of those that a register names."""
    wanted = {normal_email(text) for text in holders if "@" in text}
    if not wanted:
        return {}
    rows = Membership.objects.filter(party_id=owner_id, person__email__in=wanted)
    return {
        email: (pk, name)
        for email, pk, name in rows.values_list("person__email", "person_id", "person__name")
    }


def _senders() -> dict[str, tuple[int, str]]:
    """Suppliers by their number, with and without its scheme."""
    rows = Party.objects.filter(kind__in=SENDERS).values_list(
        "identifier_scheme", "identifier", "id", "legal_name"
    )
    found: dict[str, tuple[int, str]] = {}
    for scheme, number, pk, name in rows:
        found[number] = found[f"{scheme}:{number}"] = (pk, name)
    return found


def _word(column: str, code: str, words: Words, text: str) -> str | Wrong | None:
    if not text:
        return None
    found = words.get(text.casefold())
    if found is None:
        known = ", ".join(dict.fromkeys(words.values()))
        sentence = _("“%(value)s” is not known here: write one of %(known)s.")
        return Wrong(column, code, sentence, {"value": text, "known": known})
    return found


def _day(column: str, text: str) -> date | Wrong | None:
    day, readable = day_in(text)
    if readable:
        return day
    sentence = _("“%(value)s” is no day: write it as 2026-08-01.")
    return Wrong(column, "day-wrong", sentence, {"value": text})


def _cents(text: str) -> int | Wrong | None:
    if not text:
        return None
    cents = cents_in(text)
    if cents is None:
        sentence = _("“%(value)s” is no amount: write it as 12500 or 12500.50.")
        return Wrong("price", "amount-wrong", sentence, {"value": text})
    if cents < 0:
        return Wrong("price", "amount-negative", _("Give zero or an amount above it."))
    return cents


def _unknown(column: str, code: str, text: str) -> Wrong:
    sentence = _("There is no “%(value)s”: add it first, or write another code.")
    return Wrong(column, code, sentence, {"value": text})


def _too_long(column: str, longest: int) -> Wrong:
    sentence = _("This is too long: shorten it to %(longest)s characters.")
    return Wrong(column, f"{column.replace('_', '-')}-too-long", sentence, {"longest": longest})
