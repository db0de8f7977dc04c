"""Parties, their addresses and contacts (UBL 2.1 Party, Peppol BIS 3)."""

from dataclasses import dataclass

from samkop.core.edocs.model.values import Identifier


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address; `country` is an ISO 3166-1 alpha-2 code, `id` the place's number."""

    country: str | None = None
    street: str | None = None
    additional_street: str | None = None
    city: str | None = None
    postal_zone: str | None = None
    subentity: str | None = None
    line: str | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask: a function's or a person's name, telephone and e-mail address.

    `id` is what the other side calls them (T77 only).
    """

    name: str | None = None
    telephone: str | None = None
    electronic_mail: str | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class LegalEntity:
    """The party as its country's register knows it; `legal_form` as an invoice tells it (BT-33)."""

    registration_name: str
    company_id: Identifier | None = None
    city: str | None = None
    country: str | None = None
    legal_form: str | None = None


@dataclass(frozen=True, slots=True)
class TaxRegistration:
    """A tax number (`FI01120389`) and the tax it is for (`VAT`)."""

    company_id: str
    scheme: str = "VAT"


@dataclass(frozen=True, slots=True)
class Party:
    """One side of a trade. `endpoint` is its electronic address in the Peppol network."""

    endpoint: Identifier | None = None
    identifiers: tuple[Identifier, ...] = ()
    name: str | None = None
    address: Address | None = None
    tax_registrations: tuple[TaxRegistration, ...] = ()
    legal_entity: LegalEntity | None = None
    contact: Contact | None = None


class FromBuyer:
    """A document that the buyer sends to the seller."""

    __slots__ = ()
    buyer: Party
    seller: Party

    @property
    def sender(self) -> Identifier | None:
        """The electronic address that the document comes from."""
        return self.buyer.endpoint

    @property
    def addressee(self) -> Identifier | None:
        """The electronic address that the document is for."""
        return self.seller.endpoint


class FromSeller:
    """A document that the seller sends to the buyer."""

    __slots__ = ()
    seller: Party
    buyer: Party

    @property
    def sender(self) -> Identifier | None:
        """The electronic address that the document comes from."""
        return self.seller.endpoint

    @property
    def addressee(self) -> Identifier | None:
        """The electronic address that the document is for."""
        return self.buyer.endpoint


class FromProvider:
    """A document that its provider sends to its receiver."""

    __slots__ = ()
    provider: Party
    receiver: Party

    @property
    def sender(self) -> Identifier | None:
        """The electronic address that the document comes from."""
        return self.provider.endpoint

    @property
    def addressee(self) -> Identifier | None:
        """The electronic address that the document is for."""
        return self.receiver.endpoint
