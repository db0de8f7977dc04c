"""Units of quantities: the code where it is told, else the word that the sender uses."""

from collections.abc import Mapping
from functools import cache

from samkop.core.edocs.tables import codelist, rows


def unit_of(attributes: Mapping[str, str]) -> str | None:
    """The unit's code (BT-130), or None for a word that is not known."""
    told = attributes.get("QuantityUnitCodeUN", "").strip()
    if told:
        return told
    word = attributes.get("QuantityUnitCode", "").strip().rstrip(".")
    return _words().get(word.lower()) or (word if word in codelist("UNECERec20") else None)


@cache
def _words() -> Mapping[str, str]:
    return {word: code for code, words in rows("finvoice/units.tsv") for word in words.split()}
