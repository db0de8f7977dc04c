"""The languages that documents are written in: their names, and where their tables stand."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from samkop.core.edocs.finvoice.datatypes import form_of as finvoice_form
from samkop.core.edocs.finvoice.datatypes import length_rule
from samkop.core.edocs.rules.rule import Rule
from samkop.core.edocs.ubl.datatypes import Form
from samkop.core.edocs.ubl.datatypes import form_of as ubl_form
from samkop.core.edocs.ubl.names import bare_name, bare_tag, name_of, tag_of
from samkop.core.edocs.ubl.schema import Schema


def _no_rule(_form: str) -> Rule | None:
    return None


@dataclass(frozen=True, slots=True)
class Syntax:
    """One version of a language.

    `rules` is how the ids of its schema's rules begin, `title` what people call it, `folder` where
    its tables stand. `tag_of` and `name_of` turn names in our tables into tags and back. `basic`
    and `aggregate` are the prefixes of names without one in the tables.
    """

    rules: str
    title: str
    folder: str
    tag_of: Callable[[str], str] = tag_of
    name_of: Callable[[str], str] = name_of
    form_of: Callable[[str], Form | None] = ubl_form
    broken_of: Callable[[str], Rule | None] = _no_rule
    basic: str = "cbc:"
    aggregate: str = "cac:"


UBL_2_1 = Syntax("UBL-21", "UBL", "ubl/schema_2_1")
UBL_2_3 = Syntax("UBL-23", "UBL", "ubl/schema_2_3")
FINVOICE_3_0 = Syntax(
    "FINVOICE",
    "Finvoice",
    "finvoice/schema_3_0",
    bare_tag,
    bare_name,
    finvoice_form,
    length_rule,
    "",
    "",
)


@cache
def schema_of(syntax: Syntax) -> Schema:
    """The tables of one version, loaded once."""
    return Schema(syntax)
