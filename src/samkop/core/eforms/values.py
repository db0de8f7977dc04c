"""What a notice tells, as plain values. BT and OPT numbers are the business terms of eForms
(regulation (EU) 2019/1780 as amended), as SDK 1.15 numbers them.

Money is in cents without VAT; times are aware; texts are by language (``{"sv": …}``). Codes are
checked when the notice is written. No value has a place for a person: contacts are offices.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, datetime
from typing import Any, TypeVar

Text = Mapping[str, str]
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where: NUTS region (BT-507, BT-5071), country (BT-514, BT-5141; ISO 3166-1 alpha-3)."""

    country: str
    nuts: str | None = None
    description: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """An organisation of the notice: buyer, review body, tenderer.

    ``id`` is its name within the notice (OPT-200, ``ORG-0001``); BT-500 name, BT-501 number,
    BT-510 street, BT-512 post code, BT-513 town, BT-503 telephone, BT-506 e-mail, BT-505 web
    address, BT-165 size (of a tenderer).
    """

    id: str
    name: Text
    number: str
    town: str
    place: Place
    street: str | None = None
    post_code: str | None = None
    telephone: str | None = None
    email: str | None = None
    website: str | None = None
    size: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """The contracting authority: BT-11 legal type, BT-10 activity, BT-508 buyer profile.

    ``organisation`` is its id within the notice (OPT-300).
    """

    organisation: str
    legal_type: str
    activity: str = "gen-pub"
    profile: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """BT-701 notice identifier and BT-04 procedure identifier (UUIDs), BT-05 dispatch,
    BT-757 version, BT-702 languages (``language`` is the legally valid one).
    """

    notice_id: str
    procedure_id: str
    at: datetime
    language: str
    other_languages: tuple[str, ...] = ()
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """An award criterion: BT-539 type, BT-734 name, BT-540 description, BT-541 weight in
    per cent of the whole (``per-exa``, BT-5421).
    """

    kind: str
    name: Text
    description: Text
    percent: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """A selection criterion (BT-809, BT-750) or exclusion ground (BT-67): code and words."""

    code: str
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Object:
    """What is bought: BT-22 internal number, BT-21 title, BT-24 description, BT-23 nature,
    BT-262 and BT-263 CPV codes, BT-27 estimated value, and where.
    """

    number: str
    title: Text
    description: Text
    nature: str
    cpv: str
    place: Place
    more_cpv: tuple[str, ...] = ()
    estimated_cents: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """BT-536 first day and BT-36 months, BT-58 renewals and BT-57 what they are."""

    months: int
    starts_on: date | None = None
    renewals: int = 0
    renewal: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Framework:
    """BT-765 technique (``fa-wo-rc`` without, ``fa-w-rc`` with reopened competition, ``none``),
    BT-113 most suppliers. BT-271, the maximum value, has no place in any official sample of a
    contract notice: the description says it, and it is typed in at the portal.
    """

    technique: str = "none"
    most_suppliers: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """BT-99 in which time a review is asked for, of which review body (OPT-301, its id)."""

    time: Text
    body: str
    information: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeLot:
    """A lot as its notice shows it: BT-137 code (``LOT-0001``), what, for how long, how awarded."""

    code: str
    object: Object
    term: Term
    framework: Framework
    criteria: tuple[Criterion, ...]
    review: Review
    eu_funds: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """How a lot is bid for: BT-131 time limit, BT-132 opening, BT-18 address, OPT-301 receiver,
    BT-97 languages, BT-98 months or else days of validity, BT-14/BT-15 documents' address, BT-750
    selection criteria, BT-95 electronic ordering, BT-93 payment.
    """

    until: datetime
    opening: datetime
    address: str
    documents: str
    documents_id: str
    receiver: str
    languages: tuple[str, ...]
    valid_months: int | None = None
    valid_days: int | None = None
    selection: tuple[Requirement, ...] = ()
    orders_electronically: bool = True
    pays_electronically: bool = True
    catalogue: str = "allowed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractNotice:
    """Contract notice, standard regime of directive 2014/24/EU (subtype 16).

    BT-105 procedure, BT-31 and BT-33 most lots bid for and won; one
    ``Submission`` for each lot, in the same order.
    """

    heading: Heading
    organisations: tuple[Organisation, ...]
    buyer: Buyer
    procedure: str
    object: Object
    currency: str
    lots: tuple[NoticeLot, ...]
    submissions: tuple[Submission, ...]
    exclusions: tuple[Requirement, ...] = ()
    most_lots_bid: int | None = None
    most_lots_won: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Winner:
    """A winning bid of a lot with its contract.

    OPT-321 ``tender`` (``TEN-0001``), BT-3201 its reference, BT-171 rank, BT-720 value; OPT-310
    ``party`` (``TPA-0001``) of the organisation that sent it; OPT-316 ``contract`` (``CON-0001``),
    BT-150 its number, BT-721 title, BT-1451 day of the decision, BT-145 day of signature, who
    signed (OPT-300).
    """

    tender: str
    reference: str
    rank: int
    value_cents: int
    party: str
    organisation: str
    contract: str
    contract_number: str
    contract_title: Text
    decided_on: date
    signed_on: date
    signatory: str
    subcontracting: str = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class LotResult:
    """How a lot ended (OPT-322, ``RES-0001``): BT-142 with winners or without, BT-144 why not,
    or ``to_come`` where neither is settled yet;
    BT-709 maximum and BT-660 re-estimated value of the framework agreement, BT-760 and BT-759
    bids received by kind (``tenders`` is all). The highest and the lowest bid (BT-711, BT-710)
    stand in no official sample beside a framework agreement's values, and are not told.
    """

    id: str
    lot: str
    winners: tuple[Winner, ...] = ()
    without_winner: str | None = None
    to_come: bool = False
    maximum_cents: int | None = None
    reestimated_cents: int | None = None
    received: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultNotice:
    """Contract award notice, standard regime of directive 2014/24/EU (subtype 29).

    BT-161 value of all, BT-118 maximum and BT-1118 approximate value of all framework agreements.
    """

    heading: Heading
    organisations: tuple[Organisation, ...]
    buyer: Buyer
    procedure: str
    object: Object
    currency: str
    lots: tuple[NoticeLot, ...]
    results: tuple[LotResult, ...]
    total_cents: int | None = None
    maximum_cents: int | None = None
    approximate_cents: int | None = None


def in_one_language(value: Value, language: str) -> Value:
    """The same value with each text in that language alone, or in its first where it has none."""
    changed: Any = value
    if is_dataclass(value) and not isinstance(value, type):
        parts = {each.name: getattr(value, each.name) for each in fields(value)}
        changed = replace(
            value, **{name: in_one_language(part, language) for name, part in parts.items()}
        )
    elif isinstance(value, tuple):
        changed = tuple(in_one_language(part, language) for part in value)
    elif isinstance(value, Mapping) and all(isinstance(part, str) for part in value.values()):
        words = value.get(language) or next(iter(value.values()), "")
        changed = {language: words}
    return changed  # type: ignore[no-any-return]
