"""Vouchers as a SIE file of type 4I, for import into a Swedish accounting system.

Source: SIE-Gruppen, "SIE filformat", edition 4B (2008-09-30); the numbers in brackets are its
paragraphs. Edition 4C (2025-08-06) has the same records for type 4I. The file's name ends in
``.SI`` [5.1]. A backslash in a text becomes a slash: before a quotation mark the format reads
one as an escape [5.7], and it has no escape for itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from samkop.core.accounting.characters import replaced
from samkop.core.accounting.voucher import Coding, UnfitVoucherError, Voucher

SUFFIX = ".SI"
CODE_PAGE = "cp437"
_ACCOUNT = re.compile(r"[0-9]+").fullmatch
_ORGANISATION = re.compile(r"[0-9]{10}").fullmatch
_END = "\r\n"


@dataclass(frozen=True, slots=True)
class Dimension:
    """A dimension's number and name: 1 and 6 are the standard's own [8.17], 20 on are free."""

    number: int
    name: str


@dataclass(frozen=True, slots=True)
class Dimensions:
    """Which dimension holds which part of the coding; None: it is not written.

    SIE 4 has no field for a VAT code: where the account does not say it, a dimension of the
    free ones can.
    """

    cost_centre: Dimension | None = Dimension(1, "Kostnadsställe")
    project: Dimension | None = Dimension(6, "Projekt")
    object_code: Dimension | None = Dimension(20, "Objekt")
    vat_code: Dimension | None = None

    def objects_of(self, coding: Coding) -> Iterator[tuple[int, str]]:
        """The (dimension, object) pairs of a coding, in order of the dimensions here."""
        pairs = (
            (self.cost_centre, coding.cost_centre), (self.project, coding.project),
            (self.object_code, coding.object_code), (self.vat_code, coding.vat_code),
        )  # fmt: skip
        return ((one.number, code) for one, code in pairs if one is not None and code)

    def used(self) -> list[Dimension]:
        """Those that are written."""
        every = (self.cost_centre, self.project, self.object_code, self.vat_code)
        return [one for one in every if one is not None]


@dataclass(frozen=True, slots=True)
class SieFile:
    """What a file holds besides its vouchers.

    ``organisation`` is the number of ten digits, with or without its hyphen. ``chart`` is a
    chart that the standard knows (EUBAS97, BAS2014 …) or empty. Names by account, and by
    (dimension, object), are declared where the file uses them [6, recommended]. Without a
    ``series`` the receiving system gives series and number [#VER 6].
    """

    program: str
    version: str
    generated: date
    company: str
    organisation: str = ""
    chart: str = ""
    series: str = ""
    dimensions: Dimensions = field(default_factory=Dimensions)
    accounts: Mapping[str, str] = field(default_factory=dict)
    objects: Mapping[tuple[int, str], str] = field(default_factory=dict)


def write_sie(file: SieFile, vouchers: Sequence[Voucher]) -> bytes:
    """The file's bytes in code page 437; the same input gives the same bytes.

    Vouchers are in order of their numbers [#VER 7]. Raises UnfitVoucherError
    (account-not-numeric, currencies-differ): a file has one currency [#VALUTA].
    """
    ordered = sorted(vouchers, key=lambda one: one.number)
    _check(ordered)
    lines = [
        *_identification(file, ordered), *_declared(file, ordered),
        *(line for voucher in ordered for line in _voucher(file, voucher)),
    ]  # fmt: skip
    return (_END.join(lines) + _END).encode(CODE_PAGE)


def _check(vouchers: Sequence[Voucher]) -> None:
    for voucher in vouchers:
        if voucher.currency != vouchers[0].currency:
            raise UnfitVoucherError("currencies-differ", str(voucher.number))
        if not all(_ACCOUNT(entry.coding.account) for entry in voucher.entries):
            raise UnfitVoucherError("account-not-numeric", str(voucher.number))


def _identification(file: SieFile, vouchers: Sequence[Voucher]) -> Iterator[str]:
    yield "#FLAGGA 0"
    yield f"#PROGRAM {_text(file.program)} {_text(file.version)}"
    yield "#FORMAT PC8"
    yield f"#GEN {_day(file.generated)}"
    yield "#SIETYP 4"
    digits = file.organisation.replace("-", "")
    if _ORGANISATION(digits):
        yield f"#ORGNR {digits[:6]}-{digits[6:]}"
    yield f"#FNAMN {_text(file.company)}"
    if file.chart:
        yield f"#KPTYP {file.chart}"
    if vouchers:
        yield f"#VALUTA {vouchers[0].currency}"


def _declared(file: SieFile, vouchers: Sequence[Voucher]) -> Iterator[str]:
    """Accounts, dimensions and objects that the vouchers use and that have a name."""
    codings = [entry.coding for voucher in vouchers for entry in voucher.entries]
    used = {pair for coding in codings for pair in file.dimensions.objects_of(coding)}
    for account in sorted({coding.account for coding in codings}):
        if file.accounts.get(account):
            yield f"#KONTO {account} {_text(file.accounts[account])}"
    numbers = {number for number, _ in used}
    for one in file.dimensions.used():
        if one.number in numbers:
            yield f"#DIM {one.number} {_text(one.name)}"
    for number, code in sorted(used):
        if file.objects.get((number, code)):
            name = file.objects[number, code]
            yield f"#OBJEKT {number} {_text(code)} {_text(name)}"


def _voucher(file: SieFile, voucher: Voucher) -> Iterator[str]:
    number = str(voucher.number) if file.series else '""'
    yield f"#VER {_text(file.series)} {number} {_day(voucher.day)} {_text(voucher.text)}"
    yield "{"
    for entry in voucher.entries:
        objects = _objects(file.dimensions.objects_of(entry.coding))
        text = f' "" {_text(entry.text)}' if entry.text else ""
        yield f"   #TRANS {entry.coding.account} {{{objects}}} {_amount(entry.cents)}{text}"
    yield "}"


def _objects(pairs: Iterable[tuple[int, str]]) -> str:
    return " ".join(f"{number} {_text(code)}" for number, code in pairs)


def _amount(cents: int) -> str:
    sign = "-" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    return f"{sign}{whole}.{rest:02}"


def _day(day: date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"


def _text(text: str) -> str:
    """Always in quotation marks; one inside has a backslash before it [5.7]."""
    written = replaced(text, CODE_PAGE).replace("\\", "/").replace('"', '\\"')
    return f'"{written}"'
