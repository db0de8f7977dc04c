"""Labels for devices, as a PDF for sheets of labels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext as _
from qrcode.constants import ERROR_CORRECT_Q
from qrcode.main import QRCode

from samkop.fleet.models import Asset
from samkop.fleet.rules.label_sheets import LabelSheet, on_sheets
from samkop.platform.typesetting import typeset

TEMPLATE = Path(__file__).with_name("typeset") / "labels.typ"


def printed_labels(
    assets: Sequence[Asset], owner: str, sheet: LabelSheet, language: str, *,
    address_of: Callable[[Asset], str], used: int = 0,
) -> bytes:  # fmt: skip
    """A label for each device: number, serial number, model, owner, and a QR code of its address.

    ``used`` labels of the first sheet are gone already. Texts are data to the typesetter, never
    its commands.
    """
    labels = [
        {
            "number": asset.asset_number, "serial": asset.serial_number,
            "model": asset.model_name, "code": qr_of(address_of(asset)),
        }
        for asset in assets
    ]  # fmt: skip
    with translation.override(language):
        data = {
            "title": _("Labels of %(owner)s") % {"owner": owner}, "language": language,
            "owner": owner, "sheet": asdict(sheet), "pages": on_sheets(labels, sheet, used),
        }  # fmt: skip
    return typeset(TEMPLATE, data)


def qr_of(text: str) -> str:
    """The QR code of a text (ISO/IEC 18004), as an SVG with its quiet zone of four modules.

    At level Q a quarter of it may be scratched.
    """
    code = QRCode(error_correction=ERROR_CORRECT_Q, border=4)
    code.add_data(text)
    modules = code.get_matrix()
    path = "".join(
        f"M{column} {row}h1v1h-1z"
        for row, line in enumerate(modules)
        for column, dark in enumerate(line)
        if dark
    )
    size = len(modules)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}">'
        f'<path shape-rendering="crispEdges" d="{path}"/></svg>'
    )
