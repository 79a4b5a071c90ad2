"""Search, language, demo mark, and forms that everybody can read."""

import pytest
from django import forms
from django.test import RequestFactory

from fagvei.common.forms import DateField, FagveiForm, TextField
from fagvei.guideline.tests.factories import make_chapter, make_guideline, make_unit
from fagvei.handbook.models import HandbookPage
from fagvei.web.context import shell
from fagvei.web.search import MAX_HITS
from fagvei.web.templatetags.components import before_words


def test_search_finds_specialties_and_pages_whatever_the_case(client, specialty):
    HandbookPage.objects.create(slug="roller", title="Åpne spørsmål om roller", body="", source="Helsedirektoratet")

    by_code = client.get("/sok/", {"q": "rus"}).context["groups"]
    by_letter = client.get("/sok/", {"q": "åpne ROLLER"}).context["groups"]

    assert [hit.title for group in by_code for hit in group.hits] == ["Rus- og avhengighetsmedisin"]
    assert [hit.title for group in by_letter for hit in group.hits] == ["Åpne spørsmål om roller"]


def test_search_says_which_chapter_of_the_guideline_is_not_in_our_sources(client, db):
    guideline = make_guideline()
    make_chapter(guideline, "ghb", title="Avrusning fra GHB", found="missing", verification="missing")

    groups = client.get("/sok/", {"q": "ghb"}).context["groups"]

    assert [(hit.title, hit.path, str(hit.meta)) for group in groups for hit in group.hits] == [
        ("Avrusning fra GHB", "/retningslinjer/avrusning/#ghb", "Ikke i våre kilder")
    ]


def test_chapters_that_are_not_in_our_sources_are_never_pushed_out_by_other_hits(client, db):
    guideline = make_guideline()
    held = make_chapter(guideline)
    for number in range(MAX_HITS + 1):
        make_unit(held, f"GHB-{number}")
    for slug in ("ghb", "ghb-hos-unge"):
        make_chapter(guideline, slug, title=slug, found="missing", verification="missing")

    groups = client.get("/sok/", {"q": "ghb"}).context["groups"]

    assert [(str(group.title), len(group.hits), group.has_more) for group in groups] == [
        ("Retningslinje", MAX_HITS, True),
        ("Kapitler i retningslinjen som ikke er i våre kilder", 2, False),
    ]


def test_search_that_finds_nothing_gives_advice(client, db):
    page = client.get("/sok/", {"q": "xyzzy"}).content.decode()

    assert "Ingen treff." in page
    assert "RUS-032" in page


@pytest.mark.parametrize(
    "nasty",
    ["\x00", "\ud800", "<script>alert(1)</script>", "' OR 1=1 --", "%", "_", "a" * 5000, "{{ 7 }}", "\u202eabc"],
)
def test_search_takes_anything(client, db, nasty):
    response = client.get("/sok/?q=" + "".join(f"%{byte:02x}" for byte in nasty.encode("utf-8", "surrogatepass")))

    assert response.status_code == 200
    assert "<script>alert(1)" not in response.content.decode()


@pytest.mark.parametrize(
    ("label", "shown"), [("Kilde", "Kilde:"), ("Hvorfor disse?", "Hvorfor disse?"), ("Gi ro. ", "Gi ro.")]
)
def test_what_is_wrong_follows_the_name_of_the_field_with_one_sign(label, shown):
    assert before_words(label) == shown


def test_the_language_is_chosen_by_a_button_and_kept(client, db):
    response = client.post("/sprak/", {"language": "nn", "next": "/personvern/"})

    assert response["Location"] == "/personvern/"
    assert '<html lang="nn"' in client.get("/").content.decode()


def test_the_language_button_leads_to_no_other_site(client, db):
    assert client.post("/sprak/", {"language": "nn", "next": "https://example.org/"})["Location"] == "/"


@pytest.mark.parametrize("path", ["/", "/sok/", "/personvern/", "/tilgjengelighet/", "/kilder/", "/finnes-ikke/"])
def test_the_demo_says_on_every_page_that_its_people_are_fictional(client, db, settings, path):
    assert "personene er oppdiktet" in client.get(path).content.decode()
    settings.FAGVEI_DEMO = False
    assert "personene er oppdiktet" not in client.get(path).content.decode()


def test_sources_are_listed_with_date_and_number(client, db):
    for slug in ("a", "b"):
        HandbookPage.objects.create(
            slug=slug, title=slug, body="", source="Spesialistforskriften", retrieved_on="2026-11-03"
        )

    rows = client.get("/kilder/").context["sources"]

    assert [(row["source"], str(row["retrieved_on"]), row["number"]) for row in rows] == [
        ("Spesialistforskriften", "2026-11-03", 2)
    ]


class ExampleForm(FagveiForm):
    title = TextField(label="Tittel", help_text="Kort.")
    happened_on = DateField(label="Når", required=False)
    verdict = forms.ChoiceField(label="Uttalelse", choices=[("yes", "Ja"), ("no", "Nei")], widget=forms.RadioSelect)
    is_read = forms.BooleanField(label="Lest", required=False)


def test_a_form_ties_label_hint_and_fault_to_its_field():
    html = " ".join(str(ExampleForm({"happened_on": "i går"})).split())

    assert '<label for="id_title">Tittel</label>' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_title_error"' in html
    assert '<a href="#id_title">Tittel: ' in html
    assert '<a href="#id_verdict_0">Uttalelse: ' in html
    assert "<legend>Uttalelse</legend>" in html
    assert "(valgfritt)" in html


def test_a_form_hides_its_key_and_a_fresh_form_has_no_faults():
    html = " ".join(str(ExampleForm()).split())

    assert '<input type="hidden" name="idempotency_key" value="' in html
    assert "ds-error-summary" not in html
    assert html.count("(valgfritt)") == 1  # a box to tick is optional without saying so


def test_what_somebody_typed_is_shown_escaped():
    html = str(ExampleForm({"title": '"><script>alert(1)</script>'}))

    assert "<script>" not in html


def test_the_shell_asks_nothing_before_a_template_does(django_assert_num_queries, db):

    with django_assert_num_queries(0):
        shell(RequestFactory().get("/"))
