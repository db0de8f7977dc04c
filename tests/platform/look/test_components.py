"""The parts of a page: what they tie together and what they keep."""

import re
from datetime import date

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override

from samkop.parties.models import Party
from samkop.platform import drawings


class Wanted(forms.Form):
    quantity = forms.IntegerField(label="Quantity", help_text="How many.")
    note = forms.CharField(label="Note", required=False)


def rendered(source: str, address: str = "/", **context) -> str:
    context["request"] = RequestFactory().get(address)
    with override("en"):
        html = Template("{% load ui components %}" + source).render(Context(context))
    return re.sub(r"\s+", " ", html).replace("&amp;", "&")


def test_a_field_is_tied_to_its_label_its_help_and_its_error():
    html = rendered("{% field form.quantity %}", form=Wanted({}))
    assert '<label class="form-label" for="id_quantity">Quantity</label>' in html
    assert 'aria-describedby="id_quantity_helptext id_quantity_error"' in html
    assert 'id="id_quantity_helptext">How many.' in html
    assert 'id="id_quantity_error"' in html
    assert 'aria-invalid="true"' in html


def test_a_field_that_may_be_left_out_says_so():
    html = rendered("{% field form.note %}", form=Wanted())
    assert '<span class="optional">(optional)</span>' in html


def test_the_summary_of_errors_links_each_error_to_its_field():
    html = rendered("{% error_summary form %}", form=Wanted({}))
    assert '<a href="#id_quantity">Quantity: This field is required.</a>' in html
    assert "One thing needs to be put right" in html
    assert rendered("{% error_summary form %}", form=Wanted({"quantity": 1})).strip() == ""


def test_pages_of_a_list_keep_its_filters_and_drop_the_old_cursor():
    html = rendered('{% pagination following="m9" %}', "/?kind=phone&before=a1")
    assert re.findall(r'href="([^"]*)"', html) == ["?kind=phone&after=m9"]


def test_a_column_sorts_upwards_then_downwards_from_the_first_page_on():
    column = '{% column "price" "Price" numeric=True %}'
    assert 'href="?sort=price"' in rendered(column, "/?after=x")
    upwards = rendered(column, "/?sort=price")
    assert 'href="?sort=-price"' in upwards
    assert 'aria-sort="ascending"' in upwards
    assert 'aria-sort="descending"' in rendered(column, "/?sort=-price")


def test_facets_keep_the_search_but_not_the_cursor():
    option = {"value": "phone", "label": "Phone", "count": 3, "checked": True}
    groups = [{"name": "kind", "label": "Kind", "options": [option]}]
    html = rendered("{% facets groups %}", "/?q=fjord&kind=phone&after=x", groups=groups)
    assert re.findall(r'type="hidden" name="(\w+)" value="(\w+)"', html) == [("q", "fjord")]
    assert 'value="phone" checked' in html
    assert 'href="?q=fjord"' in html


@pytest.mark.parametrize(
    ("used", "tone", "left"),
    [
        (50, "meter-good", "50 left"),
        (80, "meter-warn", "20 left"),
        (100, "meter-bad", "nothing left"),
    ],
)
def test_a_meter_warns_before_it_is_full(used, tone, left):
    html = rendered('{% meter "Ceiling" used 100 %}', used=used)
    said = re.sub(r"<[^>]+>", "", html)
    assert (tone in html, left in said) == (True, True)


def test_a_pill_has_one_of_the_known_tones():
    assert rendered('{% pill "good" "Sent" %}') == '<span class="pill pill-good">Sent</span>'
    with pytest.raises(ValueError, match="pill"):
        rendered('{% pill "green" "Sent" %}')


def test_nothing_known_is_a_dash_to_the_eye_and_words_to_the_ear():
    html = rendered("{% money nothing 'EUR' %}", nothing=None)
    assert "&ndash;" in html
    assert '<span class="visually-hidden">not known</span>' in html


def test_what_people_wrote_is_escaped_in_every_part():
    bad = "<script>x</script>"
    sources = (
        "{% alert 'info' bad bad %}", "{% tile bad bad %}", "{% pill 'info' bad %}",
        "{% icon 'search' label=bad %}", "{% empty_state bad bad %}",
        "{% basket_button '/' bad bad %}",
        "{% meter bad 1 2 %}", "{% number 1 unit=bad %}",
    )  # fmt: skip
    for source in sources:
        assert "<script>" not in rendered(source, bad=bad)


def test_every_drawing_is_drawn_and_an_unknown_device_is_an_accessory():
    names = [*drawings.sheet("icons"), *drawings.sheet("devices")]
    assert len(names) == len(set(names))
    for name in names:
        assert "<path" in rendered(f'{{% icon "{name}" %}}') or "<rect" in rendered(
            f'{{% icon "{name}" %}}'
        )
    assert rendered('{% device "teapot" %}') == rendered('{% device "accessory" %}')


def test_a_choice_that_is_not_made_says_choose_and_no_placeholder_repeats_a_label():
    class Chosen(forms.Form):
        party = forms.ModelChoiceField(Party.objects.none())
        centre = forms.ModelChoiceField(Party.objects.none(), empty_label="All of them")
        email = forms.CharField(widget=forms.TextInput(attrs={"placeholder": "Epost-adress"}))

    html = rendered("{% form_fields form %}", form=Chosen())
    assert re.findall(r'<option value="" selected>([^<]+)<', html) == ["Choose …", "All of them"]
    assert "placeholder" not in html


def test_a_table_becomes_cards_on_a_phone_whose_cells_have_their_names():
    columns = [{"label": "Line"}, {"label": "Item"}, {"label": "Sum", "numeric": True}]
    html = rendered("{% data_table 'Lines' columns rows %}", columns=columns, rows=[["1", "A", 2]])
    assert 'class="data stacked"' in html
    assert re.findall(r'<td( class="num")? data-label="(\w+)"', html) == [
        ("", "Item"), (' class="num"', "Sum"),
    ]  # fmt: skip


def test_nothing_set_is_not_the_same_as_not_known():
    assert "until further notice" in rendered("{% last_day day %}", day=None)
    assert "2026" in rendered("{% last_day day %}", day=date(2026, 3, 2))
    assert ">none<" in rendered("{% none %}")
    assert ">not known<" in rendered("{% unknown %}")
