"""What is wrong with a document, told by rule."""

from dataclasses import dataclass
from enum import StrEnum


class Flag(StrEnum):
    """How bad a fault is: a document with a fatal fault is invalid."""

    FATAL = "fatal"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Fault:
    """One broken rule at one place.

    `rule` is the official id (`PEPPOL-T01-R008`), `UBL-21-…`, `UBL-23-…` or `FINVOICE-…` for the
    schema of UBL 2.1, UBL 2.3 or Finvoice, and `EDOC-…` for what kept the file from being read at
    all. `location` is a path such as `/Order/cac:OrderLine[2]/cac:LineItem/cbc:Quantity`.
    `sentence` is the English message with `{name}` placeholders, for translation; `values` fills
    them.
    """

    rule: str
    flag: Flag
    location: str
    sentence: str
    values: tuple[tuple[str, str], ...] = ()
    line: int | None = None

    @property
    def message(self) -> str:
        """The sentence with its values, in English."""
        return self.sentence.format(**dict(self.values))


@dataclass(frozen=True, slots=True)
class Faults:
    """The findings of one or more rule sets on one document, in the document's order.

    `ruleset` is the identity of what was applied (`peppol-order:3.0.17`), `kind` the document's
    (`order`); both are empty where the file could not be recognised. A rule that breaks very often
    is told at most 100 times; `omitted` counts the rest.
    """

    faults: tuple[Fault, ...] = ()
    kind: str = ""
    ruleset: str = ""
    omitted: int = 0

    @property
    def valid(self) -> bool:
        """Whether no fatal rule is broken. Warnings leave a document valid."""
        return all(fault.flag is not Flag.FATAL for fault in self.faults)

    @property
    def rules(self) -> frozenset[str]:
        """The ids of all rules that are broken, warnings included."""
        return frozenset(fault.rule for fault in self.faults)
