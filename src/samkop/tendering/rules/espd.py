"""The lists of the ESPD: codes and names (``data/espd.csv``).

Source: the code lists ``exclusion-ground`` (version 20250618-0) and ``selection-criterion`` (1.0)
of the Publications Office of the European Union, as in eForms SDK 1.15.0, CC BY 4.0. The
mandatory grounds are those of art. 57(1) and (2) of directive 2014/24/EU.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

MANDATORY = (
    "exg-crim-part", "exg-crim-corrpt", "exg-crim-fraud", "exg-crim-terror", "exg-crim-laund",
    "exg-crim-traffick", "exg-pmt-bre-tax", "exg-pmt-bre-ssc",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class EspdEntry:
    """An entry of the lists: its kind (``exclusion``, ``selection``) and its names."""

    kind: str
    code: str
    names: Mapping[str, str]

    def name(self, language: str) -> str:
        """The name in a language; in English where there is none."""
        return self.names.get(language) or self.names["en"]


@cache
def espd_entries() -> Mapping[str, EspdEntry]:
    """All entries by code, in the order of the lists."""
    text = (files("samkop.tendering") / "data" / "espd.csv").read_text("utf-8")
    return {
        row["code"]: EspdEntry(
            row["kind"], row["code"], {name: row[name] for name in ("en", "sv", "fi")}
        )
        for row in csv.DictReader(text.splitlines())
    }
