"""No national identity number reaches a fact, whoever writes it; what is only suspicious is asked about once."""

import random
import uuid

import pytest
from django import forms
from django.db import models
from django.template import engines
from django.test.utils import isolate_apps
from django.urls import get_resolver

from fagvei.common import patients
from fagvei.common.forms import FagveiForm, TextField
from fagvei.common.models import Fact, PublicIdModel
from fagvei.common.tests.test_text import national_id, written

SUSPICIOUS = "Samtale med K.N. f. 12.03.1980"


class NoteForm(FagveiForm):
    title = TextField(label="Tittel")
    note = TextField(label="Notat", long=True, required=False)


def form_with(**fields):
    return NoteForm({"idempotency_key": str(uuid.uuid4()), "title": "x", **fields})


def shown(form):
    return engines["django"].from_string("{{ form }}").render({"form": form})


def test_initials_with_a_date_are_asked_about_once():
    form = form_with(note=SUSPICIOUS)

    assert form.errors == {"note": [str(patients.MAY_NAME_A_PATIENT)]}
    assert form.asks_about_patients
    assert form.only_asks
    assert "Dette er ikke pasientopplysninger" in shown(form)


def test_a_second_press_says_it_is_no_patient_and_saves():
    form = form_with(note=SUSPICIOUS, not_patient_data="yes")

    assert form.is_valid()
    assert form.cleaned_data["note"] == SUSPICIOUS


def test_what_was_said_and_pressed_is_remembered_while_something_else_is_wrong():
    form = form_with(title="", note=SUSPICIOUS, not_patient_data="yes", then="finish")

    assert list(form.errors) == ["title"]
    page = shown(form)
    assert '<input type="hidden" name="not_patient_data" value="yes">' in page
    assert '<input type="hidden" name="then" value="finish">' in page
    assert "Dette er ikke pasientopplysninger" not in page


def test_a_national_id_is_not_saved_by_saying_that_it_is_no_patient():
    form = form_with(note=national_id(random.Random(3)), not_patient_data="yes")

    assert form.errors == {"note": [str(patients.NATIONAL_ID)]}
    assert not form.asks_about_patients


def test_ordinary_text_is_not_asked_about():
    assert form_with(note="Ny time 12.03.2027. LIS hos oss siden 2020.").is_valid()


def test_every_form_that_takes_words_takes_them_in_the_field_that_looks():
    """A plain CharField with a text area would be a door without a lock."""
    assert get_resolver().url_patterns  # every room's views, and so every form, are imported now
    assert len(_own_forms()) > 20
    found = [
        f"{form.__module__}.{form.__name__}.{name}" for form in _own_forms() for name, field in unguarded(form).items()
    ]
    assert found == []


def unguarded(form):
    return {
        name: field
        for name, field in form.base_fields.items()
        if type(field) is forms.CharField and not isinstance(field.widget, (forms.HiddenInput, forms.PasswordInput))
    }


def _own_forms():
    found, left = [], [FagveiForm]
    while left:
        left += left.pop().__subclasses__()
        found = left + found
    return dict.fromkeys(form for form in found if ".tests." not in form.__module__)


def test_an_unguarded_field_is_caught():
    class Open(FagveiForm):
        words = forms.CharField()
        key = forms.CharField(widget=forms.HiddenInput)

    assert list(unguarded(Open)) == ["words"]


@isolate_apps("fagvei.audit")
def test_a_fact_with_a_national_id_is_refused_before_it_is_stored():
    class Story(PublicIdModel, Fact):
        code = models.CharField(max_length=64)
        kind = models.CharField(max_length=200, choices=[("a", "A")])
        title = models.CharField(max_length=200)
        words = models.TextField(blank=True)

        class Meta:
            app_label = "audit"

    assert patients.free_text_fields(Story) == ["title", "words"]
    draw = random.Random(11)
    for name in ("title", "words"):
        with pytest.raises(patients.HoldsNationalId) as refused:
            Story(**{name: f"Så {written(draw, national_id(draw))} i dag"}).save()
        assert refused.value.code == "national_id"


@isolate_apps("fagvei.audit")
def test_a_column_added_later_leaves_the_digest_of_older_rows():
    class Before(PublicIdModel, Fact):
        digest_fields = ("title",)
        title = models.CharField(max_length=200)

        class Meta:
            app_label = "audit"

    class After(Before):
        digest_fields = ("title",)
        later_digest_fields = ("level",)
        level = models.CharField(max_length=20, blank=True)

        class Meta:
            app_label = "audit"

    assert After(title="x").digest() == Before(title="x").digest()
    assert After(title="x", level="independent").digest() != Before(title="x").digest()
