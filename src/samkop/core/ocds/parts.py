"""The small parts of a release as JSON values: texts, money, times, periods, organisations."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from samkop.core.ocds.values import Amount, Document, Item, Organisation, Span, Text

Json = dict[str, Any]
CENTS = 100
EMPTY: tuple[Any, ...] = (None, "", [], {})


def kept(**members: Any) -> Json:
    """An object of the members that say something, in this order; zero and false do."""
    return {name: value for name, value in members.items() if value not in EMPTY}


def text(name: str, value: Text | None, language: str) -> Json:
    """The text under its name, and under ``name_xx`` in each other language.

    Where it is missing in the release's language, the first there is stands for it.
    """
    said = {spoken: words for spoken, words in (value or {}).items() if words}
    if not said:
        return {}
    main = said.get(language) or next(iter(said.values()))
    others = {f"{name}_{each}": said[each] for each in sorted(said) if each != language}
    return {name: main, **others}


def money(value: Amount | None) -> Json | None:
    """An amount as a JSON number: whole where it is, else exact to the cent."""
    if value is None:
        return None
    whole, rest = divmod(value.cents, CENTS)
    return {"amount": value.cents / CENTS if rest else whole, "currency": value.currency}


def moment(at: datetime | None) -> str | None:
    """RFC 3339 with the offset of the time as it was given, to the second."""
    return None if at is None else at.isoformat(timespec="seconds").replace("+00:00", "Z")


def period(span: Span | None) -> Json | None:
    """A period by its first and last moment."""
    if span is None:
        return None
    return kept(
        startDate=moment(span.start), endDate=moment(span.end), maxExtentDate=moment(span.at_most)
    )


def reference(organisation: Organisation | None) -> Json | None:
    """How the rest of a release points at one of its parties."""
    return None if organisation is None else {"id": organisation.id, "name": organisation.name}


def references(organisations: Iterable[Organisation]) -> list[Json]:
    """Each organisation once, in the order given."""
    unique = {each.id: {"id": each.id, "name": each.name} for each in organisations}
    return list(unique.values())


def documents(rows: Iterable[Document], language: str) -> list[Json]:
    """Published files."""
    return [
        kept(
            id=each.id, documentType=each.kind, **text("title", each.title, language),
            url=each.url, datePublished=moment(each.published), format=each.format,
            language=each.language,
        )
        for each in rows
    ]  # fmt: skip


def items(rows: Iterable[Item], language: str) -> list[Json]:
    """What is bought."""
    return [_item(each, language) for each in rows]


def _item(item: Item, language: str) -> Json:
    unit = kept(
        scheme="UNCEFACT" if item.unit else None, id=item.unit, name=item.unit_name,
        value=money(item.unit_price),
    )  # fmt: skip
    classification = {"scheme": "CPV", "id": item.cpv} if item.cpv else None
    return kept(
        id=item.id, **text("description", item.description, language),
        classification=classification, quantity=item.quantity, unit=unit, relatedLot=item.lot,
    )  # fmt: skip
