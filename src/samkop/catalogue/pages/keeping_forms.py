"""Forms of the shop's keepers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samkop.catalogue.models import CatalogueItem, ItemPicture
from samkop.catalogue.models.catalogue_item import (
    LONGEST_ALTERNATIVE,
    LONGEST_SHOP_NAME,
    LONGEST_SHOP_TEXT,
)
from samkop.catalogue.tables import LANGUAGES
from samkop.catalogue.vocabulary import Drawing, PictureSource
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


def _alternative(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=LONGEST_ALTERNATIVE, required=False)


class AlternativesForm(forms.Form):
    """What is to be seen on a picture, for whoever does not see it."""

    picture_alt_sv = _alternative(_("What is on it, in Swedish"))
    picture_alt_fi = _alternative(_("What is on it, in Finnish"))
    picture_alt_en = _alternative(_("What is on it, in English"))


class PictureForm(AlternativesForm):
    """A picture to show."""

    file = forms.FileField(
        label=_("File"), allow_empty_file=True,
        help_text=_("PNG, JPEG or WebP, 8 MB at most. Place and time in it are not kept."),
    )  # fmt: skip
    field_order = ("file",)


class ChoiceForm(AlternativesForm):
    """Which of an item's pictures the shop shows."""

    source = forms.ChoiceField(
        label=_("The shop shows"), choices=[("", _("The drawing")), *PictureSource.choices],
        required=False,
    )  # fmt: skip
    field_order = ("source",)


def said_of(item: CatalogueItem) -> dict[str, Any]:
    """What the form of the texts begins with."""
    return {name: getattr(item, name) for name in ShopTextForm.base_fields}


def shown_of(item: CatalogueItem, pictures: Iterable[ItemPicture]) -> dict[str, Any]:
    """What the forms of the picture begin with."""
    source = next((one.source for one in pictures if one.pk == item.picture_id), "")
    said = {name: getattr(item, name) for name in AlternativesForm.base_fields}
    return {**said, "source": source}


def by_language(values: dict[str, Any], field: str) -> dict[str, str]:
    """The form's fields of one text, by language."""
    return {language: values[f"{field}_{language}"] for language in LANGUAGES}
