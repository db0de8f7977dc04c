"""What a release tells, as plain values: everything that is None or empty is left out.

Money is in cents of its currency, without VAT; times are aware. A text is by language
(``{"sv": …, "fi": …}``); no value has a place for a person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

Text = Mapping[str, str]


class Tag(StrEnum):
    """What a release is about (codelist releaseTag of OCDS 1.1)."""

    PLANNING = "planning"
    PLANNING_UPDATE = "planningUpdate"
    TENDER = "tender"
    TENDER_UPDATE = "tenderUpdate"
    TENDER_AMENDMENT = "tenderAmendment"
    TENDER_CANCELLATION = "tenderCancellation"
    AWARD = "award"
    AWARD_UPDATE = "awardUpdate"
    AWARD_CANCELLATION = "awardCancellation"
    CONTRACT = "contract"
    CONTRACT_UPDATE = "contractUpdate"
    CONTRACT_AMENDMENT = "contractAmendment"
    CONTRACT_TERMINATION = "contractTermination"
    IMPLEMENTATION = "implementation"
    IMPLEMENTATION_UPDATE = "implementationUpdate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """An organisation; ``register`` is its list of org-id.guide, ``number`` that in it."""

    register: str
    number: str
    name: str
    names: Text | None = None
    country: str | None = None

    @property
    def id(self) -> str:
        """How releases name it: ``FI-PRO-1234567-8``."""
        return f"{self.register}-{self.number}"


@dataclass(frozen=True, slots=True)
class Amount:
    """Cents of a currency (ISO 4217)."""

    cents: int
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From ``start`` to ``end``, at most until ``at_most`` with every option taken."""

    start: datetime | None = None
    end: datetime | None = None
    at_most: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A published file; ``kind`` by codelist documentType (tenderNotice, biddingDocuments …)."""

    id: str
    kind: str | None = None
    title: Text | None = None
    url: str | None = None
    published: datetime | None = None
    format: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What is bought; ``unit_price`` of one ``unit`` (its UN/CEFACT code and name)."""

    id: str
    description: Text | None = None
    cpv: str | None = None
    quantity: int | None = None
    unit: str | None = None
    unit_name: str | None = None
    unit_price: Amount | None = None
    lot: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Framework:
    """The framework agreement that a lot is for (extension techniques).

    ``maximum`` is the highest value (C-23/20), ``buyers`` who calls off, in words.
    """

    maximum: Amount | None = None
    term: Span | None = None
    method: str | None = None
    most_suppliers: int | None = None
    buyers: str | None = None
    term_reason: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """A part of a tender (extension lots)."""

    id: str
    title: Text | None = None
    description: Text | None = None
    status: str | None = None
    value: Amount | None = None
    term: Span | None = None
    framework: Framework | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """A step with its day; ``kind`` by codelist milestoneType, ``status`` by milestoneStatus.

    Its title is in the release's language alone: the schema has no other beside.
    """

    id: str
    kind: str | None = None
    title: str | None = None
    due: datetime | None = None
    met: datetime | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Planning:
    """Why it is bought, what money is for it, and the steps on the way to a tender."""

    rationale: Text | None = None
    budget: Amount | None = None
    documents: tuple[Document, ...] = ()
    milestones: tuple[Milestone, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tender:
    """A procedure from its notice to its end; codes by the codelists of OCDS 1.1."""

    id: str
    owner: Organisation
    buyers: tuple[Organisation, ...] = ()
    title: Text | None = None
    description: Text | None = None
    status: str | None = None
    value: Amount | None = None
    method: str | None = None
    method_details: str | None = None
    category: str | None = None
    award_criteria: str | None = None
    award_criteria_details: Text | None = None
    submission: tuple[str, ...] = ()
    bids: Span | None = None
    questions: Span | None = None
    awarding: Span | None = None
    term: Span | None = None
    has_questions: bool | None = None
    bidders: tuple[Organisation, ...] = ()
    number_of_bidders: int | None = None
    lots: tuple[Lot, ...] = ()
    items: tuple[Item, ...] = ()
    documents: tuple[Document, ...] = ()
    framework: Framework | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """A decision on lots: who gets them, at which value."""

    id: str
    title: Text | None = None
    description: Text | None = None
    status: str | None = None
    decided: datetime | None = None
    value: Amount | None = None
    suppliers: tuple[Organisation, ...] = ()
    lots: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    term: Span | None = None
    documents: tuple[Document, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Spending:
    """Money that one buyer spent with one supplier, on ``day``'s account."""

    id: str
    at: datetime
    value: Amount
    payer: Organisation | None = None
    payee: Organisation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """A change of a contract that was decided."""

    id: str
    at: datetime
    rationale: str | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """A signed agreement and what has been bought under it."""

    id: str
    award_id: str
    title: Text | None = None
    status: str | None = None
    term: Span | None = None
    value: Amount | None = None
    signed: datetime | None = None
    items: tuple[Item, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    documents: tuple[Document, ...] = ()
    spending: tuple[Spending, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """What was published of a process at one time; ``planned_in`` are ocids of its planning."""

    ocid: str
    id: str
    at: datetime
    tags: tuple[Tag, ...]
    language: str = "en"
    buyers: tuple[Organisation, ...] = ()
    planning: Planning | None = None
    tender: Tender | None = None
    awards: tuple[Award, ...] = ()
    contracts: tuple[Contract, ...] = ()
    planned_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """Who publishes a package, by which licence and policy."""

    name: str
    uri: str | None = None
    register: str | None = None
    number: str | None = None
    licence: str | None = None
    policy: str | None = None
