"""Reads accounting files as a finance system would, by the format's text alone.

Written against SIE-Gruppen, "SIE filformat", edition 4B (2008-09-30), whose paragraphs stand in
brackets, and RFC 4180; nothing of what writes the files is used. ``faults`` are
(line, what is wrong).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

# The whole list of the standard's labels [7.2, 12], and what a file of type 4I may not hold [6].
IDENTIFICATION = {
    "#PROGRAM", "#FORMAT", "#GEN", "#SIETYP", "#PROSA", "#FTYP", "#FNR", "#ORGNR", "#ADRESS",
    "#FNAMN", "#RAR", "#TAXAR", "#KPTYP", "#VALUTA",
}  # fmt: skip
CHART = {"#KONTO", "#KTYP", "#ENHET", "#SRU", "#DIM", "#UNDERDIM", "#OBJEKT"}
BANNED = {"#BKOD", "#OMFATTN", "#IB", "#UB", "#OIB", "#OUB", "#RES", "#PSALDO", "#PBUDGET"}
MANDATORY = {"#FLAGGA", "#PROGRAM", "#FORMAT", "#GEN", "#SIETYP", "#FNAMN"}
LEAST_FIELDS = {
    "#FLAGGA": 1, "#PROGRAM": 2, "#FORMAT": 1, "#GEN": 1, "#SIETYP": 1, "#FNAMN": 1, "#ORGNR": 1,
    "#KONTO": 2, "#DIM": 2, "#UNDERDIM": 3, "#OBJEKT": 3, "#VER": 3, "#TRANS": 3, "#VALUTA": 1,
    "#KPTYP": 1,
}  # fmt: skip
RESERVED_DIMENSIONS = {1, 2, 6, 7, 8, 9, 10}  # [8.17]
FUTURE_DIMENSIONS = {3, 4, 5, *range(11, 20)}

AMOUNT = re.compile(r"-?[0-9]+(\.[0-9]{1,2})?")  # [5.9]
CHARTS = re.compile(r"BAS95|BAS96|EUBAS97|NE2007|BAS2[0-9]{3}")


@dataclass
class Transaction:
    """A #TRANS: account, objects by dimension, amount (debit above zero), text."""

    account: str
    objects: dict[int, str]
    amount: Decimal
    text: str


@dataclass
class Verification:
    """A #VER with its transactions."""

    series: str
    number: str
    day: date
    text: str
    transactions: list[Transaction] = field(default_factory=list)


@dataclass
class Sie:
    """All that was read. ``about`` has the fields of each identification record by its label."""

    about: dict[str, list[str]] = field(default_factory=dict)
    accounts: dict[str, str] = field(default_factory=dict)
    dimensions: dict[int, str] = field(default_factory=dict)
    objects: dict[tuple[int, str], str] = field(default_factory=dict)
    verifications: list[Verification] = field(default_factory=list)
    faults: list[tuple[int, str]] = field(default_factory=list)


def checked_sie(content: bytes) -> Sie:
    """The file's content; fails the test where the file is not what the format's text says."""
    found = read_sie(content)
    assert found.faults == []
    return found


def read_sie(content: bytes) -> Sie:
    """Read a file of type 4I, and say all that is wrong with it."""
    return _Reader(content).read()


class _Reader:
    def __init__(self, content: bytes) -> None:
        self.found = Sie()
        self.line = 0
        self.group = -1
        self.open: Verification | None = None
        self.expects_brace = False
        self.content = content

    def fault(self, what: str) -> None:
        self.found.faults.append((self.line, what))

    def read(self) -> Sie:
        if not self.content.endswith(b"\n"):
            self.fault("last-record-not-ended")
        records = 0
        for self.line, raw in enumerate(self.content.split(b"\n")[:-1], start=1):  # noqa: B020
            record = raw.removesuffix(b"\r")
            if any((byte < 32 and byte != 9) or byte == 127 for byte in record):
                self.fault("control-character")
            text = record.decode("cp437").strip(" \t")
            if not text:
                continue
            if records == 0 and not text.startswith("#FLAGGA"):
                self.fault("flag-not-first")
            records += 1
            self.take(text)
        if self.open is not None or self.expects_brace:
            self.fault("voucher-not-closed")
        for label in sorted(MANDATORY - set(self.found.about)):
            self.fault(f"missing-{label}")
        return self.found

    def take(self, text: str) -> None:
        if text in {"{", "}"}:
            self.brace(text)
            return
        fields = self.fields_of(text)
        if fields is None:
            return
        label, values = fields[0], fields[1:]
        if not isinstance(label, str) or not label.startswith("#"):
            self.fault("no-label")
            return
        if len(values) < LEAST_FIELDS.get(label, 0):
            self.fault(f"fields-missing-{label}")
            return
        self.record(label, values)

    def record(self, label: str, values: list[str | list[str]]) -> None:
        if self.expects_brace:
            self.fault("voucher-without-entries")
            self.expects_brace = False
        if (self.open is not None) != (label == "#TRANS"):
            self.fault(f"misplaced-{label}")
            return
        if label == "#TRANS":
            self.transaction(values)
            return
        flat = [one for one in values if isinstance(one, str)]
        if len(flat) != len(values):
            self.fault(f"object-list-in-{label}")
            return
        self.in_order(label)
        if label in CHART:
            self.declared(label, flat)
        elif label == "#VER":
            self.verification(flat)
        elif label in IDENTIFICATION or label == "#FLAGGA":
            self.identified(label, flat)

    def in_order(self, label: str) -> None:
        """Flag, identification, chart, vouchers [5.12]; only labels of the standard [7.2]."""
        groups = ({"#FLAGGA"}, IDENTIFICATION, CHART, {"#VER"})
        found = [place for place, labels in enumerate(groups) if label in labels]
        if not found:
            self.fault(f"{'banned' if label in BANNED else 'unknown'}-{label}")
        elif found[0] < self.group:
            self.fault(f"out-of-order-{label}")
        else:
            self.group = found[0]

    def fields_of(self, text: str) -> list[str | list[str]] | None:
        """The fields of a record; an object list is a list of its own [5.7, 8.21]."""
        fields: list[str | list[str]] = []
        inner: list[str] | None = None
        at = 0
        while at < len(text):
            sign = text[at]
            if sign in " \t":
                at += 1
            elif sign == "{":
                if inner is not None:
                    self.fault("brace-in-brace")
                    return None
                inner, at = [], at + 1
            elif sign == "}":
                if inner is None:
                    self.fault("brace-not-opened")
                    return None
                fields.append(inner)
                inner, at = None, at + 1
            else:
                value, at = self.quoted(text, at) if sign == '"' else self.bare(text, at)
                if at < 0:
                    self.fault("quotation-not-closed")
                    return None
                (fields if inner is None else inner).append(value)
        if inner is not None:
            self.fault("brace-not-closed")
            return None
        return fields

    @staticmethod
    def quoted(text: str, at: int) -> tuple[str, int]:
        value, at = "", at + 1
        while at < len(text):
            if text[at] == "\\" and text[at + 1 : at + 2] == '"':
                value, at = value + '"', at + 2
            elif text[at] == '"':
                return value, at + 1
            else:
                value, at = value + text[at], at + 1
        return value, -1

    @staticmethod
    def bare(text: str, at: int) -> tuple[str, int]:
        end = at
        while end < len(text) and text[end] not in " \t{}":
            end += 1
        return text[at:end].replace('\\"', '"'), end

    def brace(self, sign: str) -> None:
        if sign == "{" and self.expects_brace:
            self.expects_brace = False
            self.open = self.found.verifications[-1]
        elif sign == "}" and self.open is not None:
            if not self.open.transactions:
                self.fault("voucher-without-entries")
            if sum((one.amount for one in self.open.transactions), Decimal(0)) != 0:
                self.fault("unbalanced")
            self.open = None
        else:
            self.fault("misplaced-brace")

    def day(self, text: str) -> date | None:
        if re.fullmatch(r"[0-9]{8}", text):
            try:
                return date(int(text[:4]), int(text[4:6]), int(text[6:]))
            except ValueError:
                pass
        self.fault("no-day")
        return None

    def identified(self, label: str, values: list[str]) -> None:
        if label in self.found.about and label not in {"#RAR", "#PROSA"}:
            self.fault(f"twice-{label}")
        self.found.about[label] = values
        right = {
            "#FLAGGA": lambda: values[0] in {"0", "1"},
            "#FORMAT": lambda: values[0] == "PC8",
            "#SIETYP": lambda: values[0] == "4",
            "#GEN": lambda: self.day(values[0]) is not None,
            "#ORGNR": lambda: re.fullmatch(r"[0-9]{6}-[0-9]{4}", values[0]) is not None,
            "#VALUTA": lambda: re.fullmatch(r"[A-Z]{3}", values[0]) is not None,
            "#KPTYP": lambda: CHARTS.fullmatch(values[0]) is not None,
            "#FNAMN": lambda: bool(values[0]),
        }
        if label in right and not right[label]():
            self.fault(f"wrong-{label}")

    def declared(self, label: str, values: list[str]) -> None:
        if label == "#KONTO":
            self.account(values[0])
            self.found.accounts[values[0]] = values[1]
        elif label in {"#DIM", "#UNDERDIM"}:
            number = self.dimension(values[0])
            self.found.dimensions[number] = values[1]
        elif label == "#OBJEKT":
            number = self.known_dimension(values[0])
            self.found.objects[number, values[1]] = values[2]

    def account(self, text: str) -> None:
        if not re.fullmatch(r"[0-9]+", text):
            self.fault("account-not-numeric")

    def dimension(self, text: str) -> int:
        number = int(text) if re.fullmatch(r"[0-9]+", text) else 0
        if number == 0 or number in FUTURE_DIMENSIONS:
            self.fault("dimension-not-free")
        return number

    def known_dimension(self, text: str) -> int:
        number = self.dimension(text)
        if number not in self.found.dimensions and number not in RESERVED_DIMENSIONS:
            self.fault("dimension-not-declared")
        return number

    def verification(self, values: list[str]) -> None:
        self.expects_brace = True
        day = self.day(values[2]) or date.min
        text = values[3] if len(values) > 3 else ""
        made = Verification(values[0], values[1], day, text)
        if made.number:
            if not re.fullmatch(r"[0-9]+", made.number):
                self.fault("number-not-numeric")
            else:
                self.ascending(made)
        self.found.verifications.append(made)

    def ascending(self, made: Verification) -> None:
        before = [
            int(one.number)
            for one in self.found.verifications
            if one.series == made.series and one.number.isdigit()
        ]
        if before and before[-1] >= int(made.number):
            self.fault("numbers-not-ascending")

    def transaction(self, values: list[str | list[str]]) -> None:
        account, objects, amount = values[:3]
        if not isinstance(account, str) or not isinstance(objects, list):
            self.fault("no-object-list")
            return
        self.account(account)
        if not isinstance(amount, str) or not AMOUNT.fullmatch(amount):
            self.fault("no-amount")
            return
        if len(objects) % 2:
            self.fault("object-list-not-in-pairs")
            return
        pairs = {
            self.known_dimension(objects[at]): objects[at + 1] for at in range(0, len(objects), 2)
        }
        if len(pairs) * 2 != len(objects):
            self.fault("dimension-twice")
        rest = [one for one in values[3:] if isinstance(one, str)]
        if rest and rest[0]:
            self.day(rest[0])
        assert self.open is not None
        self.open.transactions.append(
            Transaction(account, pairs, Decimal(amount), rest[1] if len(rest) > 1 else "")
        )


def read_separated(content: bytes, *, encoding: str, separator: str = ";") -> list[list[str]]:
    """The rows of a CSV file (RFC 4180); fails the test where it is none.

    Every record ends with CR LF, and all have as many fields.
    """
    text = content.decode(encoding)
    rows: list[list[str]] = []
    row: list[str] = []
    at = 0
    while at < len(text):
        value, at = _separated(text, at, separator)
        row.append(value)
        if text[at : at + 2] == "\r\n":
            rows.append(row)
            row, at = [], at + 2
        else:
            assert text[at : at + 1] == separator, (len(rows) + 1, text[at : at + 10])
            at += 1
    assert row == [], "the last record is not ended"
    assert len({len(one) for one in rows}) <= 1, "the records differ in length"
    return rows


def _separated(text: str, at: int, separator: str) -> tuple[str, int]:
    if text[at : at + 1] != '"':
        end = at
        while end < len(text) and text[end] not in f'{separator}\r\n"':
            end += 1
        return text[at:end], end
    value, at = "", at + 1
    while True:
        end = text.index('"', at)
        value += text[at:end]
        if text[end + 1 : end + 2] != '"':
            return value, end + 1
        value, at = value + '"', end + 2
