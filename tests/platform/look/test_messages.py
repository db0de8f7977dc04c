"""The catalogues, and the tool that keeps them whole."""

import importlib.util
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

SCRIPT = Path(__file__).parents[3] / "scripts/messages.py"


@pytest.fixture(scope="module")
def messages():
    spec = importlib.util.spec_from_file_location("samkop_messages", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_strings_are_found_with_their_plurals_and_contexts(messages):
    code = '_("a"); ngettext("one", "many", n); pgettext("of mass", "kg"); other("no"); _(x["no"])'
    found = {(None, "a"), (None, ("one", "many")), ("of mass", "kg")}
    assert set(messages.from_code(code)) == found


def test_strings_of_templates_are_found_in_tags_in_filters_and_in_blocks(messages):
    template = """
      {% load i18n %}<p>{% translate "a" %} {% pill "good" _("b") %}</p>
      {% blocktranslate count n=n %}{{ n }} one{% plural %}{{ n }} many{% endblocktranslate %}
      {% translate "May" context "month" %}"""
    found = {(None, "a"), (None, "b"), (None, ("%(n)s one", "%(n)s many")), ("month", "May")}
    assert set(messages.from_template(template, "here")) == found


def test_each_fault_of_a_catalogue_is_named(messages):
    catalogue = Catalog(locale="sv")
    catalogue.add("left over", "kvar")
    catalogue.add("empty")
    catalogue.add("%(n)s of it", "av det")
    catalogue.add("unsure", "osäker", flags=["fuzzy"])
    wanted = {(None, text) for text in ("empty", "%(n)s of it", "unsure", "new")}
    said = [fault.partition("' ")[2].split(":")[0] for fault in messages.faults(catalogue, wanted)]
    assert said == [
        "is missing",
        "is used nowhere",
        "has other placeholders in its translation.",
        "is not translated.",
        "is marked fuzzy",
    ]
