"""What forms offer to be chosen from."""

import pytest
from django import forms

from samkop.parties.models import Person
from samkop.platform.pages.choices import offer


class AForm(forms.Form):
    """One field of each kind."""

    kind = forms.ChoiceField()
    person = forms.ModelChoiceField(Person.objects.none())
    name = forms.CharField()


def test_pairs_go_to_a_choice_and_rows_to_a_choice_of_rows():
    form, people = AForm(), Person.objects.order_by("name")
    offer(form, kind=(pair for pair in [("a", "A")]), person=people)
    assert form.fields["kind"].choices == [("a", "A")]
    assert str(form.fields["person"].queryset.query) == str(people.query)
    assert AForm().fields["kind"].choices == []


@pytest.mark.parametrize(
    "wrong", [{"name": [("a", "A")]}, {"person": [("a", "A")]}, {"name": Person.objects.none()}]
)
def test_a_field_that_cannot_offer_it_is_a_mistake_of_the_code(wrong):
    with pytest.raises(TypeError):
        offer(AForm(), **wrong)
