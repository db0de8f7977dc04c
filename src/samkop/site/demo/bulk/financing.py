"""The agreements on financing, those of the past too, with the plan of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from samkop.agreements.models import Participation
from samkop.agreements.usecases import agreement as agreeing
from samkop.agreements.usecases.buyers import name_buyer
from samkop.agreements.usecases.legal_basis import Basis
from samkop.agreements.usecases.participation import record_participation
from samkop.agreements.vocabulary import BasisKind
from samkop.core.leasing import Terms
from samkop.core.period import months_after
from samkop.fleet.models import LeasePlan
from samkop.fleet.usecases.lease_plans import add_lease_plan
from samkop.platform.unit_of_work import perform, reading
from samkop.site.demo.agreeing import ORGAN, manager_of
from samkop.site.demo.cast import Cast
from samkop.site.demo.dates import LONGEST_TERM_YEARS, Term, at
from samkop.site.demo.seeds import region

# The oldest devices of the region are of so many months before.
OLDEST = 62


@dataclass(frozen=True)
class Financing:
    """An agreement on financing: its term, its plan, who takes part by the organisation's key."""

    term: Term
    plan: LeasePlan
    joined: Mapping[str, int]


def financing_terms(founded: date) -> Iterator[Term]:
    """The terms in which the devices that there are were leased, the oldest first."""
    first: date = region()["financing"]["first_day"]
    while first <= founded:
        following = first.replace(year=first.year + LONGEST_TERM_YEARS)
        if following > months_after(founded, -OLDEST):
            yield Term(first, following - timedelta(days=1))
        first = following


def agree_on_financing(cast: Cast, founded: date) -> list[Financing]:
    """Prepare each agreement and its plan, and let the lessees join: each once."""
    return [_financing(cast, term, founded) for term in financing_terms(founded)]


def _financing(cast: Cast, term: Term, founded: date) -> Financing:
    seed, manager = region()["financing"], manager_of(cast)
    number, prepared = f"{seed['prefix']}-{term.first.year}", at(term.first - timedelta(60), 9)
    agreement = perform(
        manager, agreeing.prepare_agreement, key=f"demo:agreement:{number}", now=prepared,
        number=number, register_number=f"{number}/1 (demo)",
        titles={language: seed[f"title_{language}"] for language in ("sv", "fi", "en")},
        category=seed["category"], supplier_id=cast.parties[seed["financier"]],
        valid_from=term.first, valid_until=term.last, currency="EUR",
        maximum_value_cents=seed["maximum_value"] * 100,
    )  # fmt: skip
    for key in seed["lessees"]:
        basis = Basis(
            kind=BasisKind.CENTRAL_PURCHASING, valid_from=term.first,
            document="Avtal om inköpscentralens tjänster",
            register_number=f"{number}/{key}/0 (demo)",
        )  # fmt: skip
        perform(
            manager, name_buyer, key=f"demo:buyer:{number}:{key}", now=prepared,
            agreement_id=agreement.pk, buyer_id=cast.parties[key],
            expected_share_cents=agreement.maximum_value_cents // 2, maximum_share_cents=None,
            legal_basis=basis,
        )  # fmt: skip
    perform(
        manager, agreeing.put_in_force, key=f"demo:force:{number}",
        now=at(term.first - timedelta(days=14), 10), register_number=f"{number}/4 (demo)",
        agreement_id=agreement.pk,
    )  # fmt: skip
    plan = perform(
        manager, add_lease_plan, key=f"demo:plan:{number}", now=prepared,
        agreement_id=agreement.pk, name=seed["plan"], terms=Terms(**seed["terms"]),
        valid_from=term.first,
    )  # fmt: skip
    _join(cast, agreement.pk, number, term)
    if term.last < founded:
        perform(
            manager, agreeing.end, key=f"demo:end:{number}",
            now=at(term.last + timedelta(days=1), 9), agreement_id=agreement.pk,
            reason="Löptiden är slut", register_number=f"{number}/9 (demo)",
        )  # fmt: skip
    with reading(manager):
        rows = Participation.objects.filter(agreement_id=agreement.pk)
        joined = dict(rows.values_list("buyer_id", "id"))
        keys = {cast.parties[key]: key for key in seed["lessees"]}
        return Financing(
            term, LeasePlan.objects.get(pk=plan.pk),
            {keys[buyer]: joined[buyer] for buyer in joined},
        )  # fmt: skip


def _join(cast: Cast, agreement_id: int, number: str, term: Term) -> None:
    for key in region()["financing"]["lessees"]:
        decided = term.first - timedelta(days=20)
        perform(
            cast.person("registrar", key), record_participation, key=f"demo:join:{number}",
            now=at(decided, 15), agreement_id=agreement_id, decided_on=decided, organ=ORGAN,
            section="§ 140", register_number=f"{number}/{key} (demo)", orders_from=term.first,
        )  # fmt: skip
