"""What suppliers' catalogues call properties, in the reader's language where it is known."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Names as they stand in catalogues (Peppol: AdditionalItemProperty/Name, free text), folded.
WORDS: Mapping[str, str | Promise] = {
    "diagonal": _("Screen size"),
    "memory": _("Memory"),
    "model": _("Model"),
    "operating system": _("Operating system"),
    "storage": _("Storage"),
}


def property_label(name: str) -> str:
    """What a reader calls a property; the catalogue's own word where nobody gave another."""
    return str(WORDS.get(name.strip().casefold(), name))
