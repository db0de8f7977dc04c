"""A stand-in for a municipality's own purchasing system: opens the shop, gets the basket back."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

from lxml import etree

OPENING = "/open"
RETURN = "/return"


class PurchasingSystem:
    """What it has got back, and where; ``form`` is what its users press to open the shop."""

    def __init__(self, server: ThreadingHTTPServer) -> None:
        self.address = f"http://localhost:{server.server_port}"
        self.baskets: list[dict[str, str]] = []
        self.form: tuple[str, dict[str, str]] = ("", {})

    @property
    def hook(self) -> str:
        """Where baskets come back."""
        return self.address + RETURN

    def opens(self, shop: str, identity: str, secret: str, **more: str) -> str:
        """The address of its page whose button opens the shop by OCI."""
        fields = {"HOOK_URL": self.hook, "USERNAME": identity, "PASSWORD": secret, **more}
        self.form = shop, fields
        return self.address + OPENING

    def asks_by_cxml(self, identity: str, secret: str, **more: str) -> bytes:
        """Its cXML message that asks for the shop; see ``cxml_request``."""
        return cxml_request(identity, secret, **{"hook": self.hook, **more})

    def page(self) -> str:
        """Its page with the button."""
        shop, fields = self.form
        hidden = "".join(
            f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
            for name, value in fields.items()
        )
        return (
            f'<!DOCTYPE html><title>Rondo</title><form method="post" action="{escape(shop)}">'
            f"{hidden}<button>To the shop</button></form>"
        )


REQUEST = """<?xml version="1.0" encoding="UTF-8"?>
{doctype}
<cXML payloadID="1@rondo" timestamp="2026-11-28T09:30:00+02:00"><Header>
<From><Credential domain="NetworkId"><Identity>RONDO-7</Identity></Credential></From>
<To><Credential domain="DUNS"><Identity>SHOP-1</Identity></Credential></To>
<Sender><Credential domain="Samkop"><Identity>{identity}</Identity>
<SharedSecret>{secret}</SharedSecret></Credential><UserAgent>Rondo</UserAgent></Sender></Header>
<Request><PunchOutSetupRequest operation="{operation}"><BuyerCookie>{cookie}</BuyerCookie>
<Extrinsic name="UserEmail">{email}</Extrinsic>
<BrowserFormPost><URL>{hook}</URL></BrowserFormPost>{selected}{items}
</PunchOutSetupRequest></Request></cXML>"""
DOCTYPE = '<!DOCTYPE cXML SYSTEM "http://xml.cxml.org/schemas/cXML/1.2.014/cXML.dtd">'


def cxml_request(
    identity: str, secret: str, brought: Sequence[tuple[str, object]] = (), **more: str
) -> bytes:
    """A PunchOutSetupRequest; ``hook`` is where the basket goes, ``item`` what is begun with.

    ``brought`` are lines of a basket by their SupplierPartAuxiliaryID, with how many of each.
    """
    item = more.pop("item", "")
    items = "".join(
        f'<ItemOut quantity="{quantity}"><ItemID><SupplierPartID>x</SupplierPartID>'
        f"<SupplierPartAuxiliaryID>{place}</SupplierPartAuxiliaryID></ItemID></ItemOut>"
        for place, quantity in brought
    )
    selected = (
        "<SelectedItem><ItemID><SupplierPartID>x</SupplierPartID>"
        f"<SupplierPartAuxiliaryID>{item}</SupplierPartAuxiliaryID></ItemID></SelectedItem>"
    )
    said = {
        "operation": "create", "cookie": "cookie-7", "email": "", "doctype": DOCTYPE,
        "selected": selected if item else "", "hook": "", "items": items,
    }  # fmt: skip
    texts = {name: escape(value) for name, value in more.items() if name != "doctype"}
    doctype = {"doctype": more["doctype"]} if "doctype" in more else {}
    said = {**said, **texts, **doctype}
    return REQUEST.format(identity=escape(identity), secret=escape(secret), **said).encode()


ORDER = """<?xml version="1.0" encoding="UTF-8"?>
{doctype}
<cXML payloadID="{payload}" timestamp="2026-11-28T09:30:00+02:00"><Header>
<From><Credential domain="NetworkId"><Identity>RONDO-7</Identity></Credential></From>
<To><Credential domain="DUNS"><Identity>SHOP-1</Identity></Credential></To>
<Sender><Credential domain="Samkop"><Identity>{identity}</Identity>
<SharedSecret>{secret}</SharedSecret></Credential><UserAgent>Rondo</UserAgent></Sender></Header>
<Request><OrderRequest><OrderRequestHeader orderID="{number}" orderDate="{date}" type="{type}"
 {version}><Total><Money currency="{currency}">0</Money></Total>{header}
<Comments>{comments}</Comments></OrderRequestHeader>{items}</OrderRequest></Request></cXML>"""
ITEM = """<ItemOut quantity="{quantity}" lineNumber="{number}"{more}><ItemID>
<SupplierPartID>{item}</SupplierPartID><SupplierPartAuxiliaryID>{place}</SupplierPartAuxiliaryID>
</ItemID><ItemDetail><UnitPrice><Money currency="EUR">{price}</Money></UnitPrice>
<Description xml:lang="en">An item</Description><UnitOfMeasure>EA</UnitOfMeasure></ItemDetail>{rest}
</ItemOut>"""


def cxml_item(
    item: str, quantity: object, price: str, place: str = "", number: int = 10, rest: str = "",
    more: str = "",
) -> str:  # fmt: skip
    """A line of an OrderRequest; ``place`` is its SupplierPartAuxiliaryID."""
    return ITEM.format(
        item=item, quantity=quantity, price=price, place=place, number=number, rest=rest, more=more
    )


def cxml_order(identity: str, secret: str, *items: str, **more: str) -> bytes:
    """An OrderRequest of such lines."""
    said = {
        "doctype": DOCTYPE, "payload": "7@rondo", "number": "PO-1", "type": "new", "version": "",
        "date": "2026-11-28T09:30:00+02:00", "currency": "EUR", "header": "", "comments": "",
    }  # fmt: skip
    return ORDER.format(
        identity=escape(identity), secret=escape(secret), items="".join(items), **{**said, **more}
    ).encode()


def cxml_opened(message: bytes) -> Any:
    """A cXML message that came, without its document type, as a tree."""
    head, _doctype, rest = message.partition(b'.dtd">')
    assert head.endswith(b'<!DOCTYPE cXML SYSTEM "http://xml.cxml.org/schemas/cXML/1.2.050/cXML')
    return etree.fromstring(rest)


@contextmanager
def a_purchasing_system() -> Iterator[PurchasingSystem]:
    """A purchasing system on a port of its own."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(system.page())

        def do_POST(self) -> None:
            size = int(self.headers["Content-Length"])
            sent = parse_qsl(self.rfile.read(size).decode(), keep_blank_values=True)
            system.baskets.append(dict(sent))
            self._answer("<!DOCTYPE html><title>Rondo</title><h1>The basket is here</h1>")

        def _answer(self, page: str) -> None:
            body = page.encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("localhost", 0), Handler)
    system = PurchasingSystem(server)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield system
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Forms(HTMLParser):
    """The forms of a page: where each goes, and its hidden fields in their order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, list[tuple[str, str]]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append((given.get("action", ""), []))
        elif tag == "input" and self.found and given.get("type") == "hidden":
            self.found[-1][1].append((given["name"], given["value"]))


def form_to(page: str, address: str) -> dict[str, str]:
    """The hidden fields of the page's one form that goes to an address."""
    [fields] = [fields for action, fields in Forms(page).found if action == address]
    return dict(fields)
