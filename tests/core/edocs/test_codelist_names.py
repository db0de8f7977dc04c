"""What code lists are about is known by name, so that it can be told in any language."""

from pathlib import Path

from samkop.core.edocs import codelists
from samkop.core.edocs.codelist_names import NAMES, list_words
from samkop.core.edocs.tables import codelist_title


def test_every_list_has_a_name_that_is_translated_and_no_name_is_left_over():
    [folder] = map(Path, codelists.__path__)
    titles = [codelist_title(file.stem).partition(";")[0] for file in folder.glob("*.txt")]
    assert {title.partition(":")[0] for title in titles} == NAMES


def test_only_the_name_of_a_list_is_translated():
    said = list_words("Truth values; Currencies: ISO 4217; OPStatusReason", str.upper)
    assert said == "TRUTH VALUES; CURRENCIES: ISO 4217; OPStatusReason"
