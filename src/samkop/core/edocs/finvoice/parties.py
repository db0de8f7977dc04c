"""Seller, buyer, payee, tax representative and place of delivery (BG-4 to BG-13) in Finvoice."""

from typing import Any

from lxml import etree

from samkop.core.edocs.finvoice.frame import Parties
from samkop.core.edocs.finvoice.values import (
    branch,
    code,
    day,
    identifier,
    identifiers,
    leaf,
    put,
    put_day,
    put_identifier,
    text,
    texts,
)
from samkop.core.edocs.model import (
    Address,
    BillingDocument,
    Contact,
    Identifier,
    InvoiceDelivery,
    LegalEntity,
    Party,
    Payee,
    TaxRegistration,
    TaxRepresentative,
)
from samkop.core.edocs.ubl.tree import Branch
from samkop.core.identifiers import is_ovt_code

OVT = "0216"
SEPA = "SEPA"
_OTHER_TAX = "TAX"
PAYEE, REPRESENTATIVE = "PE", "LC"
_STREETS = 3


def read_address(details: Branch, side: str) -> Address | None:
    """The address of a side (`Seller`): its three lines, place, code, region and country."""
    if not details:
        return None
    lines = [*texts(details, f"{side}StreetName"), *[None] * _STREETS][:_STREETS]
    return Address(
        country=code(details, "CountryCode"),
        street=lines[0],
        additional_street=lines[1],
        line=lines[2],
        city=text(details, f"{side}TownName"),
        postal_zone=text(details, f"{side}PostCodeIdentifier"),
        subentity=text(details, f"{side}CountrySubdivision"),
    )


def write_address(parent: Any, name: str, side: str, address: Address | None) -> None:
    """Add an address under the name of its element."""
    if address is None:
        return
    element = etree.SubElement(parent, name)
    for line in (address.street, address.additional_street, address.line):
        put(element, f"{side}StreetName", line)
    put(element, f"{side}TownName", address.city)
    put(element, f"{side}PostCodeIdentifier", address.postal_zone)
    put(element, f"{side}CountrySubdivision", address.subentity)
    put(element, "CountryCode", address.country)


def read_party(root: Branch, side: str, frame: Parties) -> Party:
    """Seller or buyer (`side`). The frame tells the address where the document does not."""
    details = branch(root, f"{side}PartyDetails")
    communication = branch(root, f"{side}CommunicationDetails")
    contact = Contact(
        text(root, f"{side}ContactPersonName"),
        text(communication, f"{side}PhoneNumberIdentifier"),
        text(communication, f"{side}EmailaddressIdentifier"),
    )
    legal = branch(root, f"{side}InformationDetails")
    return Party(
        endpoint=_endpoint(root, side, frame),
        identifiers=(*identifiers(details, f"{side}Code"), *_creditor(root, side)),
        name=text(details, f"{side}OrganisationTradingName"),
        address=read_address(branch(details, f"{side}PostalAddressDetails"), side),
        tax_registrations=tuple(_registrations(details, legal, side)),
        legal_entity=LegalEntity(
            text(details, f"{side}OrganisationName") or "",
            identifier(details, f"{side}PartyIdentifier"),
            legal_form=text(legal, f"{side}AdditionalLegalInfo"),
        ),
        contact=None if contact == Contact() else contact,
    )


def _registrations(details: Branch, legal: Branch, side: str) -> list[TaxRegistration]:
    numbers = (
        (code(details, f"{side}OrganisationTaxCode"), "VAT"),
        (code(legal, f"{side}TaxRegistrationText"), _OTHER_TAX),
    )
    return [TaxRegistration(number, tax) for number, tax in numbers if number]


def _creditor(root: Branch, side: str) -> list[Identifier]:
    number = code(root, "DirectDebitInfo/CreditorIdentifier") if side == "Seller" else None
    return [Identifier(number, SEPA)] if number else []


def _endpoint(root: Branch, side: str, frame: Parties) -> Identifier | None:
    """The electronic address; an OVT code is known by its form where no scheme is told."""
    transmission = branch(root, "MessageTransmissionDetails")
    place, framed = (
        ("MessageSenderDetails/FromIdentifier", frame.sender)
        if side == "Seller"
        else ("MessageReceiverDetails/ToIdentifier", frame.receiver)
    )
    told = leaf(transmission, place)
    scheme = told.attributes.get("SchemeID") if told else None
    unit = code(root, f"{side}OrganisationUnitNumber") or ""
    value = told.value if told else framed or (unit if is_ovt_code(unit) else "")
    return _addressed(value, scheme) if value else None


def _addressed(value: str, scheme: str | None) -> Identifier:
    return Identifier(value, scheme or (OVT if is_ovt_code(value) else None))


def write_party(root: Any, side: str, party: Party) -> None:
    """Add seller or buyer."""
    details = etree.SubElement(root, f"{side}PartyDetails")
    entity = party.legal_entity
    if entity is not None:
        put_identifier(details, f"{side}PartyIdentifier", entity.company_id)
        put(details, f"{side}OrganisationName", entity.registration_name)
    put(details, f"{side}OrganisationTradingName", party.name)
    for registration in party.tax_registrations:
        if registration.scheme == "VAT":
            put(details, f"{side}OrganisationTaxCode", registration.company_id)
    for number in party.identifiers:
        if number.scheme != SEPA:
            put_identifier(details, f"{side}Code", number)
    write_address(details, f"{side}PostalAddressDetails", side, party.address)
    contact = party.contact or Contact()
    put(root, f"{side}ContactPersonName", contact.name)
    if contact.telephone is not None or contact.electronic_mail is not None:
        communication = etree.SubElement(root, f"{side}CommunicationDetails")
        put(communication, f"{side}PhoneNumberIdentifier", contact.telephone)
        put(communication, f"{side}EmailaddressIdentifier", contact.electronic_mail)


def write_legal_information(information: Any, seller: Party) -> None:
    """Add what stands of a seller in its information details: other tax (BT-32), BT-33."""
    for registration in seller.tax_registrations:
        if registration.scheme != "VAT":
            put(information, "SellerTaxRegistrationText", registration.company_id)
    if seller.legal_entity is not None:
        put(information, "SellerAdditionalLegalInfo", seller.legal_entity.legal_form)


def write_transmission(root: Any, document: BillingDocument) -> None:
    """Add the addresses (BT-34, BT-49). Who has no operator stands in its place himself."""
    sender, receiver = document.seller.endpoint, document.buyer.endpoint
    if sender is None or receiver is None:
        return
    transmission = etree.SubElement(root, "MessageTransmissionDetails")
    for name, letter, address in (("Sender", "From", sender), ("Receiver", "To", receiver)):
        details = etree.SubElement(transmission, f"Message{name}Details")
        put_identifier(details, f"{letter}Identifier", address)
        put(details, f"{letter}Intermediator", address.value)
    details = etree.SubElement(transmission, "MessageDetails")
    put(details, "MessageIdentifier", document.id.rjust(2, "0"))
    put(details, "MessageTimeStamp", f"{document.issue_date.isoformat()}T00:00:00Z")
    put(details, "SpecificationIdentifier", "EN16931")


def read_payee(root: Branch) -> Payee | None:
    """Who is paid (BG-10): the party of the code PE."""
    party = _any_party(root, PAYEE)
    if party is None:
        return None
    return Payee(
        text(party, "AnyPartyOrganisationName") or "",
        tuple(identifiers(party, "AnyPartyCode")),
        identifier(party, "AnyPartyIdentifier"),
    )


def read_representative(root: Branch) -> TaxRepresentative | None:
    """The seller's tax representative (BG-11): the party of the code LC."""
    party = _any_party(root, REPRESENTATIVE)
    if party is None:
        return None
    number = code(party, "AnyPartyOrganisationTaxCode")
    address = read_address(branch(party, "AnyPartyPostalAddressDetails"), "AnyParty")
    return TaxRepresentative(
        text(party, "AnyPartyOrganisationName") or "",
        address or Address(),
        (TaxRegistration(number),) if number else (),
    )


def _any_party(root: Branch, role: str) -> Branch | None:
    for party in root.branches("AnyPartyDetails"):
        told = party.leaf("AnyPartyText")
        if told is not None and told.attributes.get("AnyPartyCode") == role:
            return party
    return None


def write_others(root: Any, document: BillingDocument) -> None:
    """Add payee and tax representative."""
    payee, representative = document.payee, document.tax_representative
    if payee is not None:
        element = etree.SubElement(root, "AnyPartyDetails")
        put(element, "AnyPartyText", "Payee", AnyPartyCode=PAYEE)
        put_identifier(element, "AnyPartyIdentifier", payee.company_id)
        put(element, "AnyPartyOrganisationName", payee.name)
        for number in payee.identifiers:
            put_identifier(element, "AnyPartyCode", number)
    if representative is not None:
        element = etree.SubElement(root, "AnyPartyDetails")
        put(element, "AnyPartyText", "Tax representative", AnyPartyCode=REPRESENTATIVE)
        put(element, "AnyPartyOrganisationName", representative.name)
        for registration in representative.tax_registrations:
            put(element, "AnyPartyOrganisationTaxCode", registration.company_id)
        write_address(element, "AnyPartyPostalAddressDetails", "AnyParty", representative.address)


def read_delivery(root: Branch, buyer: Party) -> InvoiceDelivery | None:
    """Where and when it was delivered (BG-13); to the buyer itself under no name."""
    details, party = branch(root, "DeliveryDetails"), branch(root, "DeliveryPartyDetails")
    places = [
        Identifier(found.value, found.attributes["SchemeID"])
        for found in details.leaves("FinalDestinationName")
        if found.value and "SchemeID" in found.attributes
    ]
    name = text(party, "DeliveryOrganisationName")
    found = InvoiceDelivery(
        day(details, "DeliveryDate"),
        next(iter(places), None) or identifier(party, "DeliveryCode"),
        read_address(branch(party, "DeliveryPostalAddressDetails"), "Delivery"),
        None if name == own_name(buyer) else name,
    )
    return None if found == InvoiceDelivery() else found


def write_delivery(root: Any, document: BillingDocument) -> None:
    """Add where and when it was delivered, and the despatch advice's number (BT-16)."""
    delivery = document.delivery or InvoiceDelivery()
    details = etree.SubElement(root, "DeliveryDetails")
    put_day(details, "DeliveryDate", delivery.actual_date)
    put(details, "DeliveryNoteIdentifier", document.despatch_reference)
    put_identifier(details, "FinalDestinationName", delivery.location_id)
    if not len(details):
        root.remove(details)
    if delivery.address is not None or delivery.party_name is not None:
        party = etree.SubElement(root, "DeliveryPartyDetails")
        put(party, "DeliveryOrganisationName", delivery.party_name or own_name(document.buyer))
        write_address(party, "DeliveryPostalAddressDetails", "Delivery", delivery.address)


def own_name(party: Party) -> str | None:
    """The name that a party has in Finvoice."""
    return party.legal_entity.registration_name if party.legal_entity else None
