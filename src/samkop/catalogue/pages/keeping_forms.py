"""Forms of the shop's keepers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samkop.catalogue.models import CatalogueItem
from samkop.catalogue.models.catalogue_item import LONGEST_SHOP_NAME, LONGEST_SHOP_TEXT
from samkop.catalogue.tables import LANGUAGES
from samkop.catalogue.vocabulary import Drawing
from samkop.parties.pages.forms import day


def _name(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=LONGEST_SHOP_NAME, required=False)


def _text(label: Any) -> forms.CharField:
    rows = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=LONGEST_SHOP_TEXT, required=False, widget=rows)


class ShopTextForm(forms.Form):
    """What the shop calls an item and says of it, and its drawing."""

    shop_name_sv = _name(_("Name in Swedish"))
    shop_text_sv = _text(_("Text in Swedish"))
    shop_name_fi = _name(_("Name in Finnish"))
    shop_text_fi = _text(_("Text in Finnish"))
    shop_name_en = _name(_("Name in English"))
    shop_text_en = _text(_("Text in English"))
    drawing = forms.ChoiceField(
        label=_("Drawing"), choices=[("", _("That of the category")), *Drawing.choices],
        required=False,
    )  # fmt: skip


class FeatureForm(forms.Form):
    """From when until when an item stands first."""

    valid_from = day(_("First day"), required=True)
    valid_until = day(_("Last day"), required=True)


def said_of(item: CatalogueItem) -> dict[str, Any]:
    """What the form of the texts begins with."""
    return {name: getattr(item, name) for name in ShopTextForm.base_fields}


def by_language(values: dict[str, Any], field: str) -> dict[str, str]:
    """The form's fields of one text, by language."""
    return {language: values[f"{field}_{language}"] for language in LANGUAGES}
