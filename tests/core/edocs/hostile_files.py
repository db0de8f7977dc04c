"""Some two hundred files that want to crash, hang, phone home or fill the memory."""

import gzip
import io
import zipfile
from collections.abc import Iterator
from functools import partial

from core.edocs.finvoice_samples import FINVOICE_WRITTEN
from core.edocs.samples import WRITTEN

VALID = {**WRITTEN, **FINVOICE_WRITTEN}
"""A document of every kind, Finvoice included."""

Named = Iterator[tuple[str, bytes]]
ENCODINGS = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7", "cp037", "shift_jis")
NUMBERS = (
    "1E999999",
    "-1E-999999",
    "NaN",
    "Infinity",
    "0x10",
    "١٢",
    "+-1",
    "1" * 100_000,
    "1,",
    "--",
)
DAYS = ("0000-00-00", "9999-12-31", "2026-02-30", "+262143-01-01", "-0001-01-01", "1" * 5000)
CODES = ("", " ", "\u00a0", "\u202eRUE", "\U0010ffff", "EUR\u200b", "e" * 100_000)


def _inside(data: bytes) -> int:
    """A place right behind the root's start tag."""
    start = data.index(b"?>") + 2
    return data.index(b">", start) + 1


def _with(data: bytes, inner: bytes) -> bytes:
    place = _inside(data)
    return data[:place] + inner + data[place:]


def _rooted(data: bytes, attribute: bytes) -> bytes:
    place = _inside(data) - 1
    return data[:place] + b" " + attribute + data[place:]


def _prologue(data: bytes, prologue: str) -> bytes:
    start = data.index(b"?>") + 2
    return data[:start] + prologue.encode() + data[start:]


def _root(data: bytes) -> str:
    return data[data.index(b"?>") + 3 :].split(b" ")[0].split(b">")[0].decode().lstrip("<")


def phoning(url: str, secret: str) -> Named:
    """Files that want something fetched: from a listening socket, or from a file nearby."""
    for name, data in VALID.items():
        root = _root(data)
        yield f"{name}: a DTD elsewhere", _prologue(data, f'<!DOCTYPE {root} SYSTEM "{url}">')
        entity = f'<!DOCTYPE {root} [<!ENTITY e SYSTEM "{secret}">]>'
        yield f"{name}: a file as an entity", _with(_prologue(data, entity), b"&e;")
        inclusion = (
            f'<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="{secret}" parse="text"/>'
        )
        yield f"{name}: an inclusion", _with(data, inclusion.encode())
        xsi = "http://www.w3.org/2001/XMLSchema-instance"
        located = f'xmlns:q="{xsi}" q:schemaLocation="a {url}" q:noNamespaceSchemaLocation="{url}"'
        yield f"{name}: a schema elsewhere", _rooted(data, located.encode())
    order = VALID["order"]
    parameter = f'<!DOCTYPE x [<!ENTITY % p SYSTEM "{url}">%p;]>'
    yield "a parameter entity", _prologue(order, parameter)
    yield "a stylesheet", _prologue(order, f'<?xml-stylesheet type="text/xsl" href="{url}"?>')
    yield "an attachment elsewhere", order.replace(b"A-1001", url.encode())
    yield "a base elsewhere", _rooted(order, f'xml:base="{url}"'.encode())
    yield "a public DTD", _prologue(order, f'<!DOCTYPE x PUBLIC "-//W3C//DTD X//EN" "{url}">')


def exploding() -> Named:
    """Entities that grow, and compressed bytes."""
    for name in ("order", "invoice", "finvoice invoice"):
        laughs = '<!DOCTYPE x [<!ENTITY a0 "ha">' + "".join(
            f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)
        )
        data = _with(_prologue(VALID[name], laughs + "]>"), b"&a11;")
        yield f"{name}: a billion laughs", data
        quadratic = f'<!DOCTYPE x [<!ENTITY a "{"x" * 50_000}">]>'
        yield f"{name}: quadratic laughs", _with(_prologue(VALID[name], quadratic), b"&a;" * 20_000)
        yield f"{name}: laughs in UTF-16", data.decode().encode("utf-16")
        yield f"{name}: packed by gzip", gzip.compress(VALID[name] * 100)
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("document.xml", VALID[name] * 100)
        yield f"{name}: packed by zip", packed.getvalue()
        yield (
            f"{name}: an entity of itself",
            _with(
                _prologue(VALID[name], '<!DOCTYPE x [<!ENTITY a "&b;"><!ENTITY b "&a;">]>'), b"&a;"
            ),
        )


def misencoded() -> Named:
    """Bytes in other encodings than they say."""
    for name in ("catalogue", "credit-note", "finvoice credit note"):
        text = VALID[name].decode()
        bare = text[text.index("?>") + 2 :]
        for encoding in ENCODINGS:
            yield f"{name}: in {encoding}, unsaid", bare.encode(encoding, "replace")
            yield (
                f"{name}: in {encoding}, said to be UTF-8",
                text.replace("utf-8", "UTF-8").encode(encoding, "replace"),
            )
        for said in ("UTF-16", "UTF-32", "UTF-7", "x-user", "ISO-8859-99", "A" * 300):
            yield (
                f"{name}: said to be {said[:12]}",
                f'<?xml version="1.0" encoding="{said}"?>{bare}'.encode(),
            )
        yield f"{name}: two marks", b"\xef\xbb\xbf\xff\xfe" + VALID[name]
        yield f"{name}: NULs inside", _with(VALID[name], b"\0\0\0")
        yield f"{name}: half a character", _with(VALID[name], b"<a>\xe2\x82</a>")
        yield f"{name}: a surrogate", _with(VALID[name], b"<a>\xed\xa0\x80</a>")


def cut() -> Named:
    """Truncated at every kind of place."""
    for name, data in VALID.items():
        yield f"{name}: cut in the declaration", data[:20]
        yield f"{name}: cut in a namespace", data[: _inside(data) - 9]
        yield f"{name}: cut behind the root's tag", data[: _inside(data)]
        yield f"{name}: cut in the middle", data[: len(data) // 2]
        yield f"{name}: cut in the last tag", data.rstrip()[:-2]
        yield f"{name}: twice", data + data


def swollen(scale: int) -> Named:
    """Deep, wide and long ones; `scale` is 1 in small and 50 in full."""
    many = 20_000 * scale
    for name in ("despatch-advice", "punch-out", "finvoice invoice"):
        data = VALID[name]
        grow = partial(_with, data)
        yield f"{name}: deep", grow(b"<a>" * many + b"</a>" * many)
        yield f"{name}: {many} children", grow(b"<a/>" * many)
        yield f"{name}: {many} grandchildren", grow(b"<b>" + b"<a/>" * many + b"</b>")
        yield f"{name}: {many} comments", grow(b"<!-- -->" * many)
        yield f"{name}: {many} instructions", grow(b"<?a b?>" * many)
        yield f"{name}: {many} sections", grow(b"<a>" + b"<![CDATA[x]]>" * many + b"</a>")
        yield f"{name}: {many} references", grow(b"<a>" + b"&#65;" * many + b"</a>")
        attributes = b" ".join(b"a%d='1'" % number for number in range(many))
        yield f"{name}: {many} attributes", grow(b"<a " + attributes + b"/>")
        spaces = b" ".join(b"xmlns:n%d='u%d'" % (number, number) for number in range(many))
        yield f"{name}: {many} namespaces", grow(b"<a " + spaces + b"/>")
        yield f"{name}: a huge attribute", grow(b"<a b='" + b"x" * 200_000 * scale + b"'/>")
        yield f"{name}: a huge text", grow(b"<a>" + b"x" * 200_000 * scale + b"</a>")
        yield f"{name}: a huge name", grow(b"<" + b"a" * 40_000 * scale + b"/>")
        yield f"{name}: many names", grow(b"".join(b"<x%d/>" % number for number in range(many)))
        yield f"{name}: blanks", grow(b" " * 200_000 * scale)
        yield f"{name}: one attribute twice", grow(b"<a b='1' b='2'/>")
    for name, line in (
        ("order", b"cac:OrderLine"),
        ("catalogue", b"cac:CatalogueLine"),
        ("invoice", b"cac:InvoiceLine"),
        ("despatch-advice", b"cac:DespatchLine"),
        ("finvoice invoice", b"InvoiceRow"),
    ):
        whole = VALID[name]
        first = whole[whole.index(b"<" + line + b">") :]
        one = first[: first.index(b"</" + line + b">") + len(line) + 3]
        end = whole.rindex(b"</")
        yield f"{name}: broken lines", _with(whole, b"<%s/>" % line * many)
        yield f"{name}: lines inside lines", _with(whole, b"<%s>" % line * 200)
        yield f"{name}: the same line 2,000 times", whole[:end] + one * 2_000 + whole[end:]


def misvalued() -> Named:
    """Numbers, days and codes that are none, in every place that has a text."""
    places = {
        "order": (b">203.49<", b">2026-05-04<", b">EUR<"),
        "invoice": (b">199.50<", b">2026-05-18<", b">EUR<"),
        "catalogue": (b">349.50<", b">2026-01-05<", b">C62<"),
        "finvoice invoice": (b">199,50<", b">20260518<", b">FI<"),
    }
    for name, (number, day, code) in places.items():
        for place, values in ((number, NUMBERS), (day, DAYS), (code, CODES)):
            for value in values:
                shown = value[:12].encode("unicode_escape").decode()
                swapped = VALID[name].replace(place, f">{value}<".encode(), 1)
                yield f"{name}: {place.decode()} is {shown}", swapped


def renamed() -> Named:
    """Namespaces redefined, and frames around what they should not frame."""
    order, finvoice = VALID["order"], VALID["finvoice invoice"]
    yield (
        "prefixes swapped",
        order.replace(b"xmlns:cac", b"xmlns:q").replace(b"xmlns:cbc", b"xmlns:cac"),
    )
    yield "a namespace taken back", _with(order, b'<cbc:ID xmlns:cbc="urn:x">1</cbc:ID>')
    yield "the empty namespace", order.replace(b"xmlns=", b"xmlns:z=")
    yield "Finvoice in a namespace", finvoice.replace(b"<Finvoice ", b'<Finvoice xmlns="u" ')
    yield "an order called Finvoice", order.replace(b"Order", b"Finvoice")
    frame = b"<s:Envelope>" + b"<x/>" * 1000
    yield "a frame without end", frame + finvoice
    yield "a frame in a frame", frame + frame + b"</s:Envelope></s:Envelope>" + finvoice
    yield "a frame around an order", b"<s:Envelope></s:Envelope>" + order
    yield "10,000 frames", b"<s:Envelope></s:Envelope>" * 10_000 + finvoice
    yield (
        "a frame of names",
        (b"<s:Envelope><From><PartyId>" + b"9" * 500_000 + b"</PartyId></s:Envelope>" + finvoice),
    )
    yield "declarations before the frame", b"<?xml ?>" * 20_000 + finvoice
    yield "comments before the frame", b"<!-- -->" * 20_000 + b"<s:Envelope/>" + finvoice


def hostile_files(url: str, secret: str, scale: int) -> Named:
    """All of them, with their names."""
    yield from phoning(url, secret)
    yield from exploding()
    yield from misencoded()
    yield from cut()
    yield from swollen(scale)
    yield from misvalued()
    yield from renamed()
