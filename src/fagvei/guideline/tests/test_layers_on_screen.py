"""Quote, benefits and harms, values and preferences and PICO: written on screen, kept by versions, shown, compared."""

import uuid

import pytest
from django.core.exceptions import ValidationError

from fagvei.guideline import actions
from fagvei.guideline.actions.standing import digest_of
from fagvei.guideline.forms.pico import PicoField, pico_in
from fagvei.guideline.models import NormativeUnit
from fagvei.guideline.rules.pico import in_order
from fagvei.guideline.tests import factories as make

FRONT = "/retningslinjer/avrusning/"
LAYERS = {
    "quote": "Ordrett sagt.",
    "benefits_and_harms": "Mest fordeler.",
    "values_and_preferences": "Ro er en verdi.",
    "pico": "P: voksne\nI: en samtale",
}
STORED = {**LAYERS, "pico": {"P": "voksne", "I": "en samtale"}}
NEW = {
    "chapter": "kapittel",
    "code": "LOK-1",
    "kind": "recommendation",
    "reason": "Den mangler.",
    "short_text": "Gi beskjed.",
    "source": "Rutine",
    **LAYERS,
}


@pytest.fixture
def small(db, settings):
    settings.FAGVEI_DEMO = True
    found = make.make_small_guideline()
    found.kari, found.leif = make.make_pair()
    return found


@pytest.fixture
def kari(client, small):
    client.force_login(small.kari)
    return client


def post(client, path, **data):
    return client.post(path, {"idempotency_key": str(uuid.uuid4()), **data})


def layers_of(version) -> dict:
    return {name: getattr(version, name) for name in STORED}


def words(client, path) -> str:
    return " ".join(client.get(path).content.decode().split())


def begun(client):
    made = post(client, f"{FRONT}ny-anbefaling/", **NEW)
    assert made.status_code == 302
    return NormativeUnit.objects.get(code="LOK-1").versions.get()


def test_a_new_recommendation_is_begun_with_all_its_layers_and_the_page_shows_them(small, kari):
    version = begun(kari)
    assert layers_of(version) == STORED
    page = words(kari, version.get_absolute_url())
    for part in (
        "Ordrett sagt. </blockquote>",
        "<h3>Fordeler og ulemper</h3> <p>Mest fordeler.</p>",
        "<h3>Verdier og preferanser</h3> <p>Ro er en verdi.</p>",
        "<dt>P</dt><dd>voksne</dd><dt>I</dt><dd>en samtale</dd>",
    ):
        assert part in page


def test_a_draft_comes_back_in_the_form_as_it_was_written(small, kari):
    version = begun(kari)
    form = kari.get(f"{version.get_absolute_url()}skriv/").context["form"]
    assert {name: form[name].field.prepare_value(form[name].value()) for name in LAYERS} == LAYERS


def test_a_later_version_keeps_the_layers_and_a_change_of_them_is_shown_as_a_difference(small, kari):
    version = actions.send_version(version=begun(kari), by=small.kari)
    version = actions.approve_version(version=version, shown=digest_of(version), by=small.leif)
    actions.publish_version(version=version, by=small.kari)

    later = actions.start_version(unit=version.unit, by=small.kari)
    assert layers_of(later) == STORED

    address = later.get_absolute_url()
    changed = {**LAYERS, "quote": "Ordrett skrevet.", "pico": "P: voksne\nI: to samtaler"}
    data = {"label": "amended", "reason": "Ny kilde.", "short_text": later.short_text, "source": "Rutine", **changed}
    assert post(kari, f"{address}skriv/", **data).status_code == 302

    later.refresh_from_db()
    assert (later.quote, later.pico) == ("Ordrett skrevet.", {"P": "voksne", "I": "to samtaler"})
    differences = {each.label for each in kari.get(address).context["page"].differences}
    assert {"Sitat fra kilden", "PICO"} <= differences
    assert not {"Fordeler og ulemper", "Verdier og preferanser"} & differences


def test_a_text_that_is_reviewed_and_unchanged_keeps_pico_on_several_lines(small, kari):
    unit = make.make_unit(small.chapter, "PRO-3", pico={"P": "voksne\nog unge", "I": "en samtale"})
    version = actions.start_version(unit=unit, by=small.kari)
    form = kari.get(f"{version.get_absolute_url()}skriv/").context["form"]
    shown = {name: form[name].field.prepare_value(form[name].value()) or "" for name in form.fields}
    data = {**shown, "label": "unchanged", "reason": "Lest på nytt."}
    assert post(kari, f"{version.get_absolute_url()}skriv/", **data).status_code == 302
    assert make.again(version).pico == {"P": "voksne\nog unge", "I": "en samtale"}


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("voksne", "no_name"),
        (": voksne", "no_name"),
        ("P:", "no_name"),
        ("P: voksne\nP: unge", "named_twice"),
        (f"{'P' * 61}: voksne", "name_too_long"),
    ],
)
def test_pico_that_cannot_be_read_is_refused_with_a_sentence(written, code):
    field = PicoField()
    with pytest.raises(ValidationError) as refused:
        field.clean(written)
    assert refused.value.code == code


def test_pico_is_shown_in_the_order_people_know_whatever_the_database_keeps():
    assert [name for name, _words in in_order({"C": "", "Setting": "", "I": "", "Annet": "", "O": "", "P": ""})] == [
        *"PICO",
        "Annet",
        "Setting",
    ]


def test_pico_keeps_a_colon_in_the_words():
    written = PicoField().clean("O: tid: en uke\n\nP: voksne")
    assert pico_in(written, {}) == {"O": "tid: en uke", "P": "voksne"}
    assert pico_in("", {"P": "voksne"}) == {}
