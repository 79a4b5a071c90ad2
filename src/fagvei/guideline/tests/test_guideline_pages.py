"""What anyone reads: the guideline, chapter 1, a recommendation, related documents; as pages and as JSON."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from fagvei.audit.models import AuditEvent
from fagvei.common import clock
from fagvei.guideline import actions
from fagvei.guideline.actions.standing import digest_of
from fagvei.guideline.models import EvidenceGrade
from fagvei.guideline.tests import factories as make
from fagvei.handbook.models import Feedback

JSON = {"accept": "application/json"}


@pytest.fixture
def small(db):
    return make.make_small_guideline()


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_the_list_leads_to_the_guideline(client, small):
    assert small.guideline.get_absolute_url() in text(client.get("/retningslinjer/"))


def test_without_content_the_list_says_so(client, db):
    assert "Ingen retningslinje er lastet inn." in text(client.get("/retningslinjer/"))


def test_the_front_page_has_coverage_danger_signs_and_what_is_missing(client, small):
    page = text(client.get("/retningslinjer/avrusning/"))

    assert "1 av 4 graderte anbefalinger (25 prosent) er lest hos utgiveren." in page
    assert "Fare for liv: ring 113." in page
    assert "Forfalt til gjennomgang 13. mai 2021." in page
    assert "1 kapittel er ikke i våre kilder." in page
    assert "Gi PRO-1 til den som trenger det." in page


def test_the_front_page_leads_to_each_chapter_and_a_search_does_not(client, small):
    page = text(client.get("/retningslinjer/avrusning/"))
    chapters = list(small.guideline.chapters.all())
    assert len(chapters) > 1
    for chapter in chapters:
        assert f'<a href="#{chapter.slug}">{chapter}</a>' in page
    assert "Kapitler" not in text(client.get("/retningslinjer/avrusning/?q=metadon"))


def test_a_due_date_that_is_past_is_said_to_be(client, small):
    unit = small.first.get_absolute_url()
    assert "skulle vært gjennomgått innen 13. mai 2021" in text(client.get(unit))
    with clock.at(dt.datetime(2021, 5, 13, 12, tzinfo=dt.UTC)):
        assert "skal gjennomgås innen 13. mai 2021" in text(client.get(unit))


def test_the_banner_comes_the_day_after_the_due_date(client, small):
    with clock.at(dt.datetime(2021, 5, 13, 12, tzinfo=dt.UTC)):
        assert "Forfalt" not in text(client.get("/retningslinjer/avrusning/"))
    with clock.at(dt.datetime(2021, 5, 14, 12, tzinfo=dt.UTC)):
        assert "Forfalt til gjennomgang 13. mai 2021." in text(client.get("/retningslinjer/avrusning/"))


def test_a_target_group_filters_and_a_search_finds(client, small):
    of_group = text(client.get("/retningslinjer/avrusning/?malgruppe=G-1"))
    found = text(client.get("/retningslinjer/avrusning/?q=METADON"))

    assert "Gi PRO-1" in of_group
    assert "Unngå metadon" not in of_group
    assert "1 tekst passer." in found
    assert "Unngå metadon." in found
    assert "Gi PRO-1" not in found


def test_a_search_for_what_is_missing_says_that_it_is_missing(client, small):
    """Silence would be taken for an answer."""
    make.make_chapter(
        small.guideline, "ghb", title="Avrusning fra GHB", found="missing", position=3, verification="missing"
    )
    page = text(client.get("/retningslinjer/avrusning/?q=ghb"))

    assert "0 tekster passer." in page
    assert "Ingen tekst passer. Prøv" not in page
    assert "Avrusning fra GHB" in page
    assert "Ikke i våre kilder" in page
    assert 'href="https://example.no/kapittel"' in page
    assert "Det som mangler" not in page


def test_a_search_finds_terms_of_a_chapter_and_the_local_layer(client, small, settings):
    settings.FAGVEI_DEMO = True
    make.make_chapter(
        small.guideline, "ord", title="Forkortelser", position=3, terms=[{"term": "LAR", "words": "rehabilitering"}]
    )
    owner, reviewer = make.make_pair()
    version = make.amend(small.first, owner, practical_advice="Spør erfaringskonsulenten.")
    actions.approve_version(version=version, shown=digest_of(version), by=reviewer)
    actions.publish_version(version=make.again(version), by=owner)

    assert "rehabilitering" in text(client.get("/retningslinjer/avrusning/?q=lar"))
    found = text(client.get("/retningslinjer/avrusning/?q=erfaringskonsulenten"))
    assert "1 tekst passer." in found
    assert "PRO-1" in found


def test_pico_is_shown_where_a_source_gave_it(client, small):
    make.make_unit(small.chapter, "PRO-3", pico={"P": "voksne", "I": "buprenorfin"})
    page = text(client.get("/retningslinjer/avrusning/anbefalinger/PRO-3/"))
    assert "<dt>P</dt><dd>voksne</dd>" in page
    assert "referanser, PICO" not in page


def test_where_others_say_something_else_both_sides_stand_on_the_recommendation(client, small):
    make.make_document(
        small.guideline,
        "NICE-1",
        status="",
        scope="foreign",
        title="Den andre",
        facts=["metadon er førstevalg"],
        difference="Retningslinjen: ikke metadon.",
        units=[small.first],
    )
    page = text(client.get(small.first.get_absolute_url()))
    conflicts = client.get(small.first.get_absolute_url(), headers=JSON).json()["conflicts"]

    for words in (
        "Andre sier noe annet",
        "Metadon er førstevalg",
        "Retningslinjen: ikke metadon.",
        "Fagvei velger ikke.",
    ):
        assert words in page
    assert [(each["document"], each["guideline_says"]) for each in conflicts] == [
        ("NICE-1", "Retningslinjen: ikke metadon.")
    ]
    assert "Andre sier noe annet" not in text(client.get("/retningslinjer/avrusning/anbefalinger/PRO-2/"))


@pytest.mark.parametrize("query", ["malgruppe=finnes-ikke", "q=%00", "q=" + "a" * 5000])
def test_a_strange_question_is_answered(client, small, query):
    assert client.get(f"/retningslinjer/avrusning/?{query}").status_code == 200


def test_a_search_without_hits_says_what_to_do(client, small):
    assert "Ingen tekst passer." in text(client.get("/retningslinjer/avrusning/?q=finnesikke"))


def test_a_recommendation_explains_strength_grade_and_what_is_missing(client, small):
    page = text(client.get("/retningslinjer/avrusning/anbefalinger/PRO-1/"))

    assert "Gi PRO-1 til den som trenger det." in page
    assert "SIGN B. Minst én god studie." in page
    assert "«Skal» betyr en plikt" in page
    assert "Ikke i våre kilder: begrunnelse, praktiske råd, fordeler og ulemper" in page
    assert 'href="https://example.no/side"' in page
    assert "IS-1111 Eldre retningslinje" in page
    assert "Erstattet" in page


def test_grades_of_another_scheme_are_never_shown_beside(client, small):
    assert "svak" not in text(client.get("/retningslinjer/avrusning/anbefalinger/PRO-1/"))


def test_a_grade_that_no_source_explains_is_said_to_be_so(client, small):
    weak = EvidenceGrade.objects.get(scheme__code="GRADE", code="svak")
    make.make_unit(small.chapter, "PRO-3", grade=weak, grade_words="svak")
    page = text(client.get("/retningslinjer/avrusning/anbefalinger/PRO-3/"))
    assert "GRADE svak. Kilden vår forklarer ikke hva GRADE svak betyr." in page
    assert '<dt>svak</dt><dd><span class="soft">ikke forklart i kilden vår</span></dd>' in page
    assert "forklarer ikke" not in text(client.get("/retningslinjer/avrusning/anbefalinger/PRO-1/"))


def test_a_text_without_grade_says_ikke_gradert(client, small):
    page = text(client.get("/retningslinjer/avrusning/anbefalinger/PRO-2/"))
    assert "Ikke gradert" in page
    assert "ikke oppgitt i våre kilder" in page
    assert "lest i en annen kilde" in page


def test_a_quote_stands_apart_from_our_words(client, small):
    make.make_unit(small.chapter, "PRO-3", quote="Ordrett & sant.", short_text="Kort.")
    page = text(client.get("/retningslinjer/avrusning/anbefalinger/PRO-3/"))
    assert "<blockquote" in page
    assert "Ordrett &amp; sant." in page


@pytest.mark.parametrize("path", ["/retningslinjer/x/", "/retningslinjer/avrusning/anbefalinger/X-1/"])
def test_what_is_not_there_is_404(client, small, path):
    assert client.get(path).status_code == 404


def test_documents_show_as_written_and_as_of_now_and_the_stale_ones_first(client, small):
    make.make_document(small.guideline, "IS-2222", status="in_force", title="En som gjelder")
    make.make_document(small.guideline, "IS-3333", status="", title="En usjekket")
    page = text(client.get("/retningslinjer/avrusning/dokumenter/"))

    first = page[page.index("Bør ses på") : page.index("Nevnt i retningslinjen (3)")]
    assert "IS-1111 Eldre retningslinje" in first
    assert "En usjekket" in first
    assert "En som gjelder" not in first


def test_a_newer_check_holds_and_the_earlier_one_stays(client, small):
    make.check(small.document, by=None, status="in_force", checked_on=dt.date(2026, 11, 23))

    assert [check.status for check in small.document.checks.all()] == ["replaced", "in_force"]
    assert "Ingenting. Alle gjelder" in text(client.get("/retningslinjer/avrusning/dokumenter/"))


def test_an_owner_checks_a_document_and_others_do_not(client, small):
    owner, reviewer = make.make_pair()
    path = "/retningslinjer/avrusning/dokumenter/IS-1111/sjekk/"
    data = {"status": "in_force", "source": "https://example.no/ny", "idempotency_key": str(uuid.uuid4())}

    assert client.post(path, data).url.startswith("/logg-inn/")
    client.force_login(reviewer)
    assert client.post(path, data).status_code == 403
    assert "på nytt</a>" not in text(client.get("/retningslinjer/avrusning/dokumenter/"))
    client.force_login(owner)
    assert "Sjekk IS-1111 på nytt" in text(client.get("/retningslinjer/avrusning/dokumenter/"))
    assert client.post(path, {**data, "source": ""}).status_code == 422
    client.post(path, {**data, "idempotency_key": str(uuid.uuid4())})

    check = small.document.checks.last()
    assert (check.status, check.by, check.checked_by, check.checked_on) == (
        "in_force",
        owner,
        "Kari Myhre",
        clock.today(),
    )
    assert AuditEvent.objects.filter(name="relation_checked").last().acting_as == "guideline_owner"


def test_the_same_addresses_answer_as_json(client, small):
    page = client.get("/retningslinjer/avrusning/", headers=JSON).json()
    unit = client.get("/retningslinjer/avrusning/anbefalinger/PRO-1/", headers=JSON).json()
    documents = client.get("/retningslinjer/avrusning/dokumenter/", headers=JSON).json()
    about = client.get("/retningslinjer/avrusning/om/", headers=JSON).json()

    assert page["coverage"] == {"read": 1, "official": 4, "percent": 25}
    assert [each["code"] for each in page["chapters"][0]["units"]] == ["PRO-1", "PRO-2"]
    assert unit["national"]["grade"] == {"scheme": "SIGN", "code": "B"}
    assert unit["national"]["rationale"] is None
    assert unit["national"]["is_past_review"] is True
    assert documents["documents"][0]["now"]["status"] == "replaced"
    assert about["mandate"] == [{"code": "M-1", "text": "Hvor", "answer": "partly", "units": ["PRO-1"]}]
    assert client.get("/retningslinjer/", headers=JSON).json()["guidelines"][0]["code"] == "IS-0000"


def test_every_scheme_is_explained_also_the_one_that_nothing_here_uses(client, small):
    section = (
        text(client.get("/retningslinjer/avrusning/om/")).partition('id="gradering"')[2].partition("</section>")[0]
    )
    unused, used = section.split("<h3>")[1:]

    assert unused.startswith("GRADE</h3>")
    assert "Ingen anbefalinger hos oss bruker denne ordningen." in unused
    assert used.startswith("SIGN, A–D</h3>")
    assert "1 anbefaling hos oss bruker denne ordningen." in used
    assert '<dt>svak</dt><dd><span class="soft">ikke forklart i kilden vår</span></dd>' in section
    assert "«Bør» er et råd." in section
    assert '/om/#gradering">Alle ordningene</a>' in text(client.get("/retningslinjer/avrusning/anbefalinger/PRO-1/"))
    gradings = client.get("/retningslinjer/avrusning/om/", headers=JSON).json()["gradings"]
    assert {each["scheme"]: each["used_here"] for each in gradings} == {"SIGN": 1, "GRADE": 0}


def test_caches_keep_page_and_json_apart(client, small):
    assert "Accept" in client.get("/retningslinjer/avrusning/")["Vary"]


def test_a_reader_reports_an_error_in_a_recommendation(client, small):
    address = f"{reverse('handbook:report')}?type=anbefaling&id=PRO-1"
    page = client.get(address)
    key = page.context["form"]["idempotency_key"].value()

    client.post(address, {"text": "Lenken er død.", "idempotency_key": key})

    feedback = Feedback.objects.get()
    assert (feedback.target_type, feedback.target_id) == ("guideline.NormativeUnit", "PRO-1")
    assert feedback.target_path == small.first.get_absolute_url()


PAGES = [
    ("/retningslinjer/avrusning/", 5),
    ("/retningslinjer/avrusning/?q=pro", 10),
    ("/retningslinjer/avrusning/om/", 11),
    ("/retningslinjer/avrusning/dokumenter/", 3),
    ("/retningslinjer/avrusning/anbefalinger/PRO-1/", 13),
]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("path", "queries"), PAGES)
def test_a_page_asks_a_fixed_number_of_questions(client, small, django_assert_num_queries, rows, path, queries):
    for number in range(rows):
        chapter = make.make_chapter(small.guideline, f"k-{number}", position=3 + number)
        make.make_unit(chapter, f"MER-{number}", grade=small.grades["C"], target_groups=[small.group])
        make.make_document(small.guideline, f"IS-9{number}")
        actions.save_member(
            guideline=small.guideline,
            code=f"m-{number}",
            name="N",
            organisation="O",
            role="R",
            position=number + 1,
            by=None,
            **make.SOURCE,
        )
    client.get(path)
    with django_assert_num_queries(queries):
        client.get(path)
