"""Registering electronic addresses."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samkop.exchange.documents import address_of, shown_address
from samkop.exchange.models import Endpoint
from samkop.exchange.policies import may_register_endpoint, may_register_own_endpoint
from samkop.exchange.queries import endpoint_of, folder_of, party_at
from samkop.exchange.rules import folder_name, is_electronic_address, own_address
from samkop.exchange.vocabulary import DocumentType, Syntax, TransportName
from samkop.parties.models import Party
from samkop.parties.rules import is_email, normal_email
from samkop.platform.actors import Actor
from samkop.platform.records import change, create, remove
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require


def register_endpoint(
    *,
    actor: Actor,
    now: datetime,
    party_id: int,
    scheme: str,
    identifier: str,
) -> Endpoint:
    """Register an electronic address of a party, reached by its folder.

    Registering it again changes nothing. All addresses of a party share one folder, named
    at the first registration. Raises Refused ``endpoint-invalid`` (unknown scheme or
    wrong check digit) and ``endpoint-taken`` (another party has it).
    """
    require(may_register_endpoint(actor))
    return _register(party_id, scheme, identifier)


def register_own_endpoint(*, actor: Actor, now: datetime) -> Endpoint:
    """Register the electronic address that follows from the acting party's own number.

    Nobody can claim another's address by it. Raises Refused as ``register_endpoint``.
    """
    require(may_register_own_endpoint(actor))
    party = Party.objects.get(pk=actor.party_id or 0)
    return _register(party.pk, *own_address(party.identifier_scheme, party.identifier))


def reach_own_party(
    *,
    actor: Actor,
    now: datetime,
    endpoint_id: int,
    transport: str,
    mailbox: str = "",
    system_address: str = "",
    syntax: str = Syntax.UBL,
    wants_acknowledgement: bool | None = None,
) -> Endpoint:
    """Choose on which way documents for one's own electronic address come.

    ``mailbox`` is the e-mail address that takes them; the folder is named by itself. What
    waits to be sent goes on the new way. ``system_address`` and ``syntax`` are of coded invoices,
    as in ``reach_by_type``. ``wants_acknowledgement`` asks for a Message Level
    Response to each document of one's own that was taken in; None leaves that as it is. Raises
    Refused ``not-found``, ``transport-unknown``, ``mailbox-invalid``, ``no-access-point``, and of
    coded invoices as ``reach_by_type``.
    """
    require(may_register_own_endpoint(actor))
    own = Endpoint.objects.filter(party_id=actor.party_id or 0)
    endpoint = own.select_for_update().filter(id=endpoint_id).first()
    if endpoint is None:
        raise not_found()
    _check_syntax(syntax, transport, endpoint.document_type)
    address = _address_on(transport, mailbox, system_address, endpoint, endpoint.document_type)
    wants = endpoint.wants_acknowledgement
    if wants_acknowledgement is not None:
        wants = wants_acknowledgement
    return change(
        endpoint, transport=transport, address=address, syntax=syntax, wants_acknowledgement=wants
    )


def reach_by_type(
    *, actor: Actor, now: datetime, document_type: str, transport: str, mailbox: str = "",
    system_address: str = "", syntax: str = Syntax.UBL,
) -> Endpoint:  # fmt: skip
    """Choose on which way documents of one type come, when it is another than the usual one.

    Said again, the way is changed. Invoices with their coding may be wanted in Finvoice
    (``syntax``); by the access point they go to ``system_address``, the finance system's own
    (``0216:003712345678``), since under the organisation's they would come back. Raises Refused
    ``document-type-unknown``, ``own-address-missing``, ``syntax-unknown``,
    ``finvoice-not-for-document``, ``finvoice-not-on-network``, ``system-address-invalid``,
    ``system-address-taken``, and as ``reach_own_party``.
    """
    require(may_register_own_endpoint(actor))
    if document_type not in DocumentType.values:
        raise Refused(
            "document-type-unknown", _("Choose one of the documents that are offered."),
            status=422, fields={"document_type": _("Choose a document.")},
        )  # fmt: skip
    party_id = actor.party_id or 0
    usual = endpoint_of(party_id)
    if usual is None:
        raise Refused(
            "own-address-missing",
            _("%(party)s has no electronic address. An administrator registers it under"
              " Messages, Electronic addresses."),
            party=Party.objects.get(pk=party_id).name,
        )  # fmt: skip
    _check_syntax(syntax, transport, document_type)
    address = _address_on(transport, mailbox, system_address, usual, document_type)
    own = Endpoint.objects.select_for_update().filter(party_id=party_id)
    known = own.filter(document_type=document_type).first()
    if known is not None:
        return change(known, transport=transport, address=address, syntax=syntax)
    return create(
        Endpoint(
            party_id=party_id, scheme=usual.scheme, identifier=usual.identifier,
            document_type=document_type, transport=transport, address=address, syntax=syntax,
        )
    )  # fmt: skip


def reach_as_usual(*, actor: Actor, now: datetime, endpoint_id: int) -> None:
    """Let documents of a type come on the usual way again.

    Raises Refused ``not-found``, also for the usual way itself: there is always one.
    """
    require(may_register_own_endpoint(actor))
    own = Endpoint.objects.filter(party_id=actor.party_id or 0).exclude(document_type="")
    special = own.select_for_update().filter(id=endpoint_id).first()
    if special is None:
        raise not_found()
    remove(special)


def _check_syntax(syntax: str, transport: str, document_type: str) -> None:
    if syntax not in Syntax.values:
        raise _wrong("syntax-unknown", _("Choose one of the forms that are offered."), "syntax")
    if syntax == Syntax.UBL:
        return
    if document_type != DocumentType.CODED_INVOICE:
        raise _wrong(
            "finvoice-not-for-document",
            _("Only invoices with their coding are written in Finvoice. Choose Peppol BIS."),
            "syntax",
        )
    if transport == TransportName.ACCESS_POINT:
        raise _wrong(
            "finvoice-not-on-network",
            _("The Peppol network carries no Finvoice. Choose a folder or e-mail, or Peppol BIS."),
            "syntax",
        )


def _system_address(shown: str) -> str:
    """The finance system's own address. Raises Refused."""
    address = address_of("".join(shown.split()))
    if not is_electronic_address(address.scheme or "", address.value):
        raise _wrong(
            "system-address-invalid",
            _("Write the electronic address of your finance system with its scheme, such as"
              " 0216:003712345678."),
            "system_address",
        )  # fmt: skip
    if party_at(address) is not None:
        raise _wrong(
            "system-address-taken",
            _("Under this address documents come in here. Ask the provider of your finance system"
              " for the address of its own."),
            "system_address",
        )  # fmt: skip
    return shown_address(address)


def _wrong(code: str, sentence: str | Promise, field: str) -> Refused:
    return Refused(code, sentence, status=422, fields={field: sentence})


def _address_on(
    transport: str, mailbox: str, system_address: str, endpoint: Endpoint, document_type: str
) -> str:
    """What the transport needs. Raises Refused."""
    if transport == TransportName.DIRECTORY:
        return _folder_of(endpoint.party_id)
    if transport == TransportName.ACCESS_POINT:
        if not settings.ACCESS_POINT["url"]:
            raise Refused(
                "no-access-point",
                _("This installation has no access point. Choose another way or ask its operator."),
                status=422, fields={"transport": _("Choose another way.")},
            )  # fmt: skip
        coded = document_type == DocumentType.CODED_INVOICE
        return _system_address(system_address) if coded else str(endpoint)
    if transport != TransportName.EMAIL:
        raise Refused(
            "transport-unknown", _("Choose one of the ways that are offered."),
            status=422, fields={"transport": _("Choose a way.")},
        )  # fmt: skip
    address = normal_email(mailbox)
    if not is_email(address) or not address.isascii():
        raise Refused(
            "mailbox-invalid", _("%(mailbox)s is no e-mail address. Correct it."),
            status=422, mailbox=address, fields={"mailbox": _("Write an e-mail address.")},
        )  # fmt: skip
    return address


def _register(party_id: int, scheme: str, identifier: str) -> Endpoint:
    if not is_electronic_address(scheme, identifier):
        raise Refused(
            "endpoint-invalid",
            _("%(identifier)s is no electronic address of scheme %(scheme)s. Check the digits."),
            status=422,
            scheme=scheme,
            identifier=identifier,
        )
    registered = Endpoint.objects.filter(scheme=scheme, identifier=identifier)
    known = registered.order_by("document_type").first()
    if known is not None and known.party_id != party_id:
        raise Refused(
            "endpoint-taken",
            _("Another organisation has this electronic address. Ask it to give it up first."),
        )
    return known or create(
        Endpoint(
            party_id=party_id,
            scheme=scheme,
            identifier=identifier,
            transport=TransportName.DIRECTORY,
            address=_folder_of(party_id),
        )
    )


def _folder_of(party_id: int) -> str:
    known = folder_of(party_id)
    if known is not None:
        return known
    party = Party.objects.get(pk=party_id)
    return folder_name(party.legal_name, party.identifier)
