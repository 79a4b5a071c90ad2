"""Every field takes nasty text: it is refused in a sentence or kept as text, and never breaks."""

import datetime as dt
import random
import uuid

import pytest
from django import forms
from django.template import engines

from fagvei.common.forms import DateField, FagveiForm, TextField
from fagvei.common.tests.nasty import NASTY
from fagvei.common.tests.test_text import national_id


class NoteForm(FagveiForm):
    title = TextField(label="Tittel")
    note = TextField(label="Notat", long=True, required=False)
    done_on = DateField(label="Dato", required=False)


def form_with(**fields):
    return NoteForm({"idempotency_key": str(uuid.uuid4()), "title": "x", **fields})


@pytest.mark.parametrize("field", ["title", "note", "done_on", "idempotency_key"])
@pytest.mark.parametrize("nasty", NASTY, ids=range(len(NASTY)))
def test_a_nasty_string_is_refused_in_a_sentence_or_kept_as_text(nasty, field):
    form = form_with(**{field: nasty})
    if form.is_valid():
        kept = form.cleaned_data[field]
        assert isinstance(kept, (str, dt.date, uuid.UUID, type(None)))
        str(kept).encode("utf-8")
        assert "\x00" not in str(kept)
    else:
        assert all(str(sentence).endswith(".") for sentence in form.errors[field])


@pytest.mark.parametrize("nasty", NASTY, ids=range(len(NASTY)))
def test_a_nasty_string_is_shown_again_escaped(nasty):
    if any("\ud800" <= sign <= "\udfff" for sign in nasty):
        nasty = nasty.encode("utf-8", "replace").decode()  # a lone surrogate cannot reach us through HTTP
    page = engines["django"].from_string("{{ form.title }}{{ form.note }}{{ form.title.errors }}")
    shown = page.render({"form": form_with(title=nasty, note=nasty)})
    assert "<script" not in shown.lower()
    assert "<img" not in shown.lower()
    assert "49" not in shown or "49" in nasty  # {{ 7*7 }} is text


def test_there_are_sixty_of_them():
    assert len(NASTY) == len(set(NASTY)) >= 60


def test_a_form_without_its_key_is_refused():
    form = NoteForm({"title": "x"})
    assert form.errors["idempotency_key"] == ["Skjemaet mangler nøkkelen sin. Åpne siden på nytt og prøv igjen."]


def test_each_form_shown_has_a_key_of_its_own():
    assert NoteForm()["idempotency_key"].value() != NoteForm()["idempotency_key"].value()


@pytest.mark.parametrize("typed", ["2027-05-03", "03.05.2027", "3.5.27"])
def test_a_date_is_read_as_norwegians_write_it(typed):
    form = form_with(done_on=typed)
    assert form.is_valid()
    assert form.cleaned_data["done_on"] == dt.date(2027, 5, 3)


@pytest.mark.parametrize("typed", ["0000-01-01", "0001-01-01", "1949-12-31", "2100-01-02", "9999-12-31", "10000-01-01"])
def test_a_date_outside_a_working_life_is_refused(typed):
    assert not form_with(done_on=typed).is_valid()


@pytest.mark.parametrize("field", ["title", "note"])
def test_a_national_identity_number_is_refused_in_every_text(field):
    form = form_with(**{field: f"Pasient {national_id(random.Random(7))} var her"})
    assert form.errors[field] == [
        "Teksten ser ut til å ha et fødselsnummer. Her skal det ikke stå pasientopplysninger."
    ]


def test_a_choice_that_does_not_exist_is_refused_without_repeating_it():
    class Choosing(FagveiForm):
        state = forms.ChoiceField(choices=[("done", "Gjort")])
        several = forms.MultipleChoiceField(choices=[("a", "A")], required=False)

    form = Choosing({"state": "\u202eabc", "several": ["\u202ex"], "idempotency_key": uuid.uuid4()})

    assert form.errors["state"] == form.errors["several"] == ["Valget finnes ikke. Velg ett av dem på siden."]
