"""SAP Open Catalog Interface, release 5.0: how the shop is opened, and the basket's form fields."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from samkop.core.edocs.punchout.basket import BasketLine

# Handed back as they came (chapter "Structure of the catalog call").
HANDED_BACK = ("~OkCode", "~TARGET", "~CALLER", "~Forcetarget")
LONGEST_VALUE = 200


@dataclass(frozen=True, slots=True)
class OciSetUp:
    """What the call of a catalogue says; empty where it says nothing.

    ``function`` is DETAIL, VALIDATE or SOURCING; ``email`` the person's who shops, which the
    standard leaves to each installation (parameter ``USER_EMAIL``).
    """

    hook_url: str
    username: str
    password: str
    function: str = ""
    product_id: str = ""
    quantity: str = ""
    search: str = ""
    email: str = ""
    handed_back: Mapping[str, str] = field(default_factory=dict)


def read_set_up(parameters: Iterable[tuple[str, str]]) -> OciSetUp:
    """The call from its parameters, whose names are compared without regard to case.

    Of a parameter that comes twice the first counts.
    """
    found: dict[str, str] = {}
    for name, value in parameters:
        found.setdefault(name.upper(), value)
    return OciSetUp(
        hook_url=found.get("HOOK_URL", "").strip(),
        username=found.get("USERNAME", "").strip(),
        password=found.get("PASSWORD", ""),
        function=found.get("FUNCTION", "").strip().upper(),
        product_id=found.get("PRODUCTID", "").strip(),
        quantity=found.get("QUANTITY", "").strip(),
        search=found.get("SEARCHSTRING", "").strip(),
        email=found.get("USER_EMAIL", "").strip(),
        handed_back={
            name: found[name.upper()][:LONGEST_VALUE]
            for name in HANDED_BACK
            if name.upper() in found
        },
    )


def basket_fields(
    lines: Iterable[BasketLine], handed_back: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Names and values of the hidden fields that bring a basket back, in their order.

    Texts are cut to the lengths of the standard's table (description 40, unit 3, vendor's number
    40, material group 10), the long text is whole. The reservation stands as the external
    quotation (``EXT_QUOTE_ID``, ``EXT_QUOTE_ITEM``) and in ``CUST_FIELD4`` and ``CUST_FIELD5``.
    """
    fields = list(handed_back.items())
    for number, line in enumerate(lines, 1):
        for name, value, longest in _of_line(line):
            if value:
                fields.append((f"NEW_ITEM-{name}[{number}]", value[:longest]))
        if line.long_text:
            fields.append((f"NEW_ITEM-LONGTEXT_{number}:132[]", line.long_text))
    return fields


def _of_line(line: BasketLine) -> list[tuple[str, str, int]]:
    named = f"{line.reservation}/{line.reservation_line}" if line.reservation else ""
    return [
        ("DESCRIPTION", line.description, 40),
        ("QUANTITY", f"{line.quantity}.000", 15),
        ("UNIT", line.unit, 3),
        ("PRICE", f"{line.price:.2f}", 15),
        ("CURRENCY", line.currency, 5),
        ("PRICEUNIT", "1", 9),
        ("LEADTIME", "" if line.lead_days is None else str(line.lead_days), 5),
        ("VENDORMAT", line.sellers_id, 40),
        ("MATGROUP", line.category, 10),
        ("EXT_PRODUCT_ID", line.product_id, 40),
        ("EXT_QUOTE_ID", line.reservation, 35),
        ("EXT_QUOTE_ITEM", line.reservation_line, 10),
        ("CUST_FIELD4", line.reservation, 20),
        ("CUST_FIELD5", named, 50),
    ]
