"""Keeps the catalogues of src/samkop/locale in step with the strings of code and templates.

    python scripts/messages.py           collect, keep what is translated, compile
    python scripts/messages.py --check   change nothing; say what is missing or left over

New strings stand in the .po files with an empty translation; English takes its own.
Needs Babel, no GNU gettext.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

SOURCE = Path(__file__).parent.parent / "src/samkop"
LANGUAGES = ("en", "fi", "sv")
# Function: how many of its first arguments are text (a context, where it takes one, first).
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), 1),
    **dict.fromkeys(("ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"), 2),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), 3),
}
DATED = re.compile(
    rb'^"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By'
    rb'|Report-Msgid-Bugs-To|Project-Id-Version): .*\n', re.MULTILINE
)  # fmt: skip
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]|\{\w*\}")
Key = tuple[str | None, str | tuple[str, ...]]


def main() -> int:
    """The exit code: 1 when ``--check`` found something."""
    if "--check" in sys.argv[1:]:
        found = check()
        print("\n".join(found) or "The catalogues are whole.")
        return 1 if found else 0
    wanted = strings()
    for language in LANGUAGES:
        catalogue = merged(language, wanted)
        write(language, catalogue)
        missing = [message for message in catalogue if message.id and not translated(message)]
        print(f"{language}: {len(catalogue)} strings, {len(missing)} to translate")
    return 0


def check() -> list[str]:
    """What is wrong with the catalogues, a sentence each; empty when they are whole."""
    wanted = strings()
    return [
        f"{language}: {fault}" for language in LANGUAGES for fault in faults(read(language), wanted)
    ]


def faults(catalogue: Catalog, wanted: set[Key]) -> Iterator[str]:
    """Strings that are missing, left over, untranslated, uncertain or lose a placeholder."""
    there = {key(message): message for message in catalogue if message.id}
    for lost in sorted(wanted - set(there), key=repr):
        yield f"{lost[1]!r} is missing: run scripts/messages.py."
    for left in sorted(set(there) - wanted, key=repr):
        yield f"{left[1]!r} is used nowhere: run scripts/messages.py."
    for old in catalogue.obsolete.values():
        yield f"{old.id!r} is kept as obsolete: run scripts/messages.py."
    for identity, message in sorted(there.items(), key=repr):
        if message.fuzzy:
            yield f"{identity[1]!r} is marked fuzzy: read it and take the mark away."
        if not translated(message):
            yield f"{identity[1]!r} is not translated."
        elif placeholders(message.id) != placeholders(message.string):
            yield f"{identity[1]!r} has other placeholders in its translation."


def strings() -> set[Key]:
    """Every translatable string of the Python files and templates."""
    # Templatize only needs settings to be there, not what they say.
    if not settings.configured:
        settings.configure()
    found: set[Key] = set()
    for path in sorted(SOURCE.rglob("*")):
        if path.suffix == ".py" and "migrations" not in path.parts:
            found.update(from_code(path.read_text()))
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            found.update(from_template(path.read_text(), str(path)))
    return found


def from_code(code: str) -> Iterator[Key]:
    """The strings handed to gettext's functions in Python code."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in KEYWORDS:
                yield from identity(name, [getattr(each, "value", None) for each in node.args])


def from_template(text: str, origin: str) -> Iterator[Key]:
    """The strings of a template's tags."""
    # What is no string becomes letters X; their indentation means nothing to Python.
    lines = templatize(text, origin=origin).splitlines()
    source = io.BytesIO("\n".join(line.strip() for line in lines).encode())
    for _line, name, found, _comments in extract_python(source, KEYWORDS, (), {}):
        yield from identity(name, list(found) if isinstance(found, (list, tuple)) else [found])


def identity(name: str, given: list[object]) -> Iterator[Key]:
    """The string that a call of the function ``name`` asks for, if its arguments are literal."""
    given = given[: KEYWORDS[name]]
    if given and all(isinstance(each, str) and each for each in given):
        context = given.pop(0) if "pgettext" in name else None
        yield context, given[0] if len(given) == 1 else tuple(given)


def merged(language: str, wanted: set[Key]) -> Catalog:
    """The wanted strings with the translations there are."""
    old = read(language)
    new = Catalog(locale=language, fuzzy=False)
    for context, text in wanted:
        before = old.get(text if isinstance(text, str) else text[0], context)
        kept = before.string if before and key(before) == (context, text) else ""
        if language == "en" and not kept:
            kept = text
        new.add(text, kept or (("",) * new.num_plurals if isinstance(text, tuple) else ""),
                context=context)  # fmt: skip
    return new


def path_of(language: str) -> Path:
    """Where a language's one catalogue lies."""
    return SOURCE / "locale" / language / "LC_MESSAGES/django.po"


def read(language: str) -> Catalog:
    """The catalogue as it stands; empty when there is none yet."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as source:
        return read_po(source, locale=language)


def write(language: str, catalogue: Catalog) -> None:
    """Write the .po, sorted and without dates or line numbers, and its .mo beside it."""
    path = path_of(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = io.BytesIO()
    catalogue.header_comment = "# Samköp: written by scripts/messages.py, translated by people."
    write_po(text, catalogue, width=96, no_location=True, sort_output=True)
    path.write_bytes(DATED.sub(b"", text.getvalue()))
    with path.with_suffix(".mo").open("wb") as target:
        write_mo(target, catalogue)


def key(message: Message) -> Key:
    """A string's identity: its context and its text, or texts when it counts."""
    return message.context, tuple(message.id) if isinstance(message.id, list) else message.id


def translated(message: Message) -> bool:
    """Whether each form of a string has its translation."""
    forms = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
    return all(forms)


def placeholders(text: str | list[str] | tuple[str, ...]) -> set[str]:
    """The placeholders of a string or of all its forms together."""
    return set(PLACEHOLDER.findall(text if isinstance(text, str) else " ".join(text)))


if __name__ == "__main__":
    sys.exit(main())
