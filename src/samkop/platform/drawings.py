"""Our own line drawings: signs for the interface, and the kinds of device.

Two sheets of SVG symbols are read once and written into the page, so that they follow the
text's colour and cost no request.
"""

from functools import cache, lru_cache
from pathlib import Path
from xml.etree import ElementTree as ET  # our own files are read, nothing from outside

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

FOLDER = Path(__file__).parent / "static" / "samkop"
SVG = "{http://www.w3.org/2000/svg}"


@cache
def sheet(name: str) -> dict[str, tuple[str, str]]:
    """The symbols of ``icons.svg`` or ``devices.svg``: id to (viewBox, inner markup)."""
    symbols = {}
    for symbol in ET.parse(FOLDER / f"{name}.svg").getroot().iter(f"{SVG}symbol"):  # noqa: S314
        inner = "".join(ET.tostring(part, encoding="unicode") for part in symbol)
        inner = inner.replace(' xmlns:ns0="http://www.w3.org/2000/svg"', "").replace("ns0:", "")
        symbols[symbol.attrib["id"]] = (symbol.attrib["viewBox"], inner.strip())
    return symbols


def drawing(name: str, *, size: int, css: str, label: str = "") -> SafeString:
    """One drawing as inline SVG, ``size`` CSS pixels high and wide.

    With ``label`` it is an image with that name; without, it is hidden from assistive
    technology because words stand beside it. Raises KeyError for a name that no sheet has.
    """
    return _drawn(name, size, css, str(label))


@lru_cache(maxsize=2000)
def _drawn(name: str, size: int, css: str, label: str) -> SafeString:
    # A page has dozens of them, mostly the same ones.
    icons = sheet("icons")
    view_box, inner = icons[name] if name in icons else sheet("devices")[name]
    role = (
        format_html('role="img" aria-label="{}"', label)
        if label
        else mark_safe('aria-hidden="true"')
    )
    return format_html(
        '<svg class="{}" width="{}" height="{}" viewBox="{}" {}>{}</svg>',
        css, size, size, view_box, role, mark_safe(inner),  # noqa: S308 - our own file
    )  # fmt: skip
