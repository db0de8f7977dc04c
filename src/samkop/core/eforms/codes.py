"""Which codes a notice may hold: those of the official samples' lists (data/codes.csv).

The authority tables of the Publications Office have more; what no sample shows is not written,
for nobody has tried it. Countries, NUTS regions, CPV codes, currencies and languages are lists
too long to be sampled: their codes are held to their form.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_FORMS = {
    "country": re.compile(r"[A-Z]{3}", re.ASCII),
    "nuts": re.compile(r"[A-Z]{2}[0-9A-Z]{1,3}", re.ASCII),
    "cpv": re.compile(r"[0-9]{8}", re.ASCII),
    "currency": re.compile(r"[A-Z]{3}", re.ASCII),
}
# ISO 639-3 as the authority table "language" has it, by the languages of the pages.
LANGUAGES: Mapping[str, str] = {"sv": "SWE", "fi": "FIN", "en": "ENG"}
# ISO 3166-1 alpha-3 by alpha-2: whoever buys or sells here; others are given as alpha-3.
COUNTRIES: Mapping[str, str] = {
    "DE": "DEU", "DK": "DNK", "EE": "EST", "FI": "FIN", "LT": "LTU", "LU": "LUX", "LV": "LVA",
    "NL": "NLD", "NO": "NOR", "PL": "POL", "SE": "SWE",
}  # fmt: skip


class UnknownCodeError(ValueError):
    """A code that no official sample shows in this list, or one of another form."""

    def __init__(self, name: str, code: str) -> None:
        super().__init__(f"{code!r} is no code of the list {name}")
        self.list, self.code = name, code


@cache
def lists() -> Mapping[str, frozenset[str]]:
    """The codes of each list that notices are written with."""
    found: dict[str, set[str]] = defaultdict(set)
    data = files("samkop.core.eforms").joinpath("data/codes.csv")
    for row in csv.DictReader(data.read_text(encoding="utf-8").splitlines()):
        found[row["list"]].add(row["code"])
    return {name: frozenset(codes) for name, codes in found.items()}


def checked(name: str, code: str) -> str:
    """The code, if the list has it. Raises UnknownCodeError."""
    form = _FORMS.get(name)
    good = form.fullmatch(code) is not None if form else code in lists().get(name, frozenset())
    if not good:
        raise UnknownCodeError(name, code)
    return code
