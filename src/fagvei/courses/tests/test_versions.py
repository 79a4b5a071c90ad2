"""The liaison says what a course is: in versions, with source and reason, and no pack takes it back."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from django.urls import reverse

import fagvei
from fagvei.courses import actions
from fagvei.courses.forms.versions import outcomes_from, text_of
from fagvei.courses.loaders.packs import CourseEntry, load_course
from fagvei.courses.models import Course, CourseVersion
from fagvei.courses.queries.versions import CourseContent, content_of
from fagvei.courses.tests import factories as make
from fagvei.courses.tests.checks import refused
from fagvei.curriculum import actions as curriculum
from fagvei.curriculum.loaders.packs import ActivityEntry, load_activity
from fagvei.organisations import actions as organisations
from fagvei.training.tests.browsing import as_, post, words
from fagvei.training.tests.checks import last_event

WHERE = {"source": "Møte i kurskomiteen 3. mai", "reason": "Navnet sa ikke hva kurset er."}
ADDRESS = "/kurs/RUS-GK1/rediger/"
PAGE = "/kurs/RUS-GK1/gjennomforinger/"


@pytest.fixture(autouse=True)
def real(settings):
    settings.FAGVEI_DEMO = False


@pytest.fixture
def course(cast):
    course = make.make_course(cast)
    curriculum.save_activity(
        code="RUS-GK1", kind="course", name="Kurs RUS-GK1", specialties=[cast.specialty], by=None,
        outcomes=[{"level_words": "kunne", "text": "se abstinens", "under": "akutt", "source": "Siden"},
                  {"level_words": "kunne", "text": "bruke naloxon", "source": "Siden"}],
    )  # fmt: skip
    course.activity.refresh_from_db()
    return course


def revised(cast, course, **changes):
    content = replace(content_of(course), **changes)
    return actions.revise_course(course=course, content=content, by=cast.eva, **WHERE)


def test_a_version_changes_the_course_and_says_source_and_reason_to_all(cast, course, client):
    outcomes = (("kunne", "bruke naloxon"), ("selvstendig kunne", "lede avrusning"))
    version = revised(cast, course, name="Avrusning i praksis", outcomes=outcomes, digital_hours=8, duration_days=4)
    activity = course.activity
    activity.refresh_from_db()
    course.refresh_from_db()
    assert (version.number, activity.version, activity.name, activity.duration_days) == (2, 2, "Avrusning i praksis", 4)
    assert (course.digital_hours, [each.name for each in activity.former_names.all()]) == (8, ["Kurs RUS-GK1"])
    told = [(each.level_words, each.text, each.source) for each in activity.outcomes.all()]
    assert told == [("kunne", "bruke naloxon", "Siden"), ("selvstendig kunne", "lede avrusning", WHERE["source"])]
    assert last_event() == ("course_revised", "Eva Strand", "liaison")
    text = words(client.get(PAGE))
    assert all(each in text for each in ("Versjon 2", WHERE["source"], WHERE["reason"], "Digitale timer: 8"))
    assert "Eva Strand" not in text
    assert "Versjon 2" in words(client.get("/kurs/RUS-GK1/"))


def test_what_stands_keeps_its_source_and_a_name_taken_back_is_no_former_name(cast, course):
    revised(cast, course, name="Et annet navn")
    course.refresh_from_db()
    revised(cast, course, name="Kurs RUS-GK1")
    assert [each.name for each in course.activity.former_names.all()] == ["Et annet navn"]
    assert [(each.under, each.source) for each in course.activity.outcomes.all()] == [("akutt", "Siden"), ("", "Siden")]
    assert [each.number for each in CourseVersion.objects.all()] == [3, 2]


@pytest.mark.parametrize(
    ("fields", "code"),
    [({"source": " "}, "version_reason_missing"), ({"reason": ""}, "version_reason_missing"), ({}, "course_unchanged")],
)
def test_what_is_refused(cast, course, fields, code):
    content = content_of(course)
    if fields:
        content = replace(content, name="Et annet navn")
    assert refused(
        lambda: actions.revise_course(course=course, content=content, by=cast.eva, **WHERE | fields)
    ) == code  # fmt: skip
    assert CourseVersion.objects.count() == 0


def test_no_course_takes_the_name_of_another_whatever_the_letters(cast, course, answered_for):
    make.make_course(cast, "ØVELSE")
    assert refused(lambda: made(cast, name="KURS øvelse ")) == "course_name_taken"
    assert refused(lambda: revised(cast, course, name="KURS øvelse")) == "course_name_taken"
    assert refused(lambda: revised(cast, course, name=" ")) == "course_name_missing"
    revised(cast, course, name="KURS RUS-GK1")
    course.activity.refresh_from_db()
    assert course.activity.name == "KURS RUS-GK1"


def test_only_the_liaison(cast, course):
    eli = make.make_officer_elsewhere(cast)
    content = replace(content_of(course), name="Et annet navn")
    assert refused(lambda: actions.revise_course(course=course, content=content, by=eli, **WHERE)) == "not_liaison"
    assert [as_(each).get(ADDRESS).status_code for each in (cast.eva, eli, cast.anna)] == [200, 403, 403]
    assert "Endre kurset" not in words(as_(cast.anna).get(PAGE))


def test_a_course_of_others_has_its_page_and_its_dates(cast, client):
    course = make.make_course(cast, "EKST", organiser="external", external_url="https://example.org/kurs")
    assert refused(lambda: revised(cast, course, external_url="")) == "external_page_missing"
    revised(cast, course, external_dates="12.03.2027, Bergen\n01.10.2027, Oslo")
    for address in ("/kurs/EKST/gjennomforinger/", "/kursplan/rus/"):
        assert "01.10.2027, Oslo" in words(client.get(address))
    page = words(client.get("/kurs/EKST/gjennomforinger/"))
    window = words(client.get("/kurs/EKST/gjennomforinger/", headers={"HX-Request": "true"}))
    for told in (page, window):
        assert "https://example.org/kurs" in told
        assert "01.10.2027, Oslo" in told
        assert "Ingen kjøringer står i kursplanen" not in told
    assert "versjoner" in window


def test_in_the_demo_real_content_stands_and_a_version_is_a_proposal(cast, course, settings, client):
    settings.FAGVEI_DEMO = True
    assert not revised(cast, course, name="Et annet navn").is_applied
    course.activity.refresh_from_db()
    assert (course.activity.name, course.activity.version) == ("Kurs RUS-GK1", 1)
    assert "forslag i demoen" in words(client.get(PAGE))


def test_a_pack_does_not_take_it_back(cast, course):
    entry = {"source": "Siden", "retrieved_on": "2026-11-22", "verification": "primary"}
    revised(cast, course, name="Et annet navn", digital_hours=8)
    activity = ActivityEntry(
        code="RUS-GK1", kind="course", name="Kurs RUS-GK1", hours=4, recommended=True, specialties=["rus"], **entry
    )
    told = load_activity(activity, by=None)
    assert (told.note, {"name", "hours", "outcomes"} & told.differences.keys()) == (
        "rettet av RegUt, pakken endrer ikke innholdet",
        set(),
    )
    load_course(CourseEntry(code="RUS-GK1", organiser="regut", centre=cast.centre.code, **entry), by=None)
    course.refresh_from_db()
    course.activity.refresh_from_db()
    assert (course.activity.name, course.digital_hours, course.source) == ("Et annet navn", 8, "Siden")
    # Whom it is for, and who recommends it, the sources say still.
    assert (course.activity.recommended, list(course.activity.specialties.all())) == (True, [cast.specialty])
    assert (course.activity.hours, course.activity.outcomes.count()) == (None, 2)
    assert load_activity(activity, by=None).differences == {}


def test_eva_changes_it_on_the_page(cast, course):
    shown = as_(cast.eva).get(ADDRESS).context["form"].initial["outcomes"]
    assert shown == "kunne:\nse abstinens\nbruke naloxon"
    given = {
        "name": "Kurs RUS-GK1",
        "organiser": "regut",
        "outcomes": f"{shown}\n:\nkjenne historien",
        "hours": "30",
        **WHERE,
    }
    answer = post(cast.eva, ADDRESS, **given)
    assert (answer.status_code, answer["Location"]) == (
        302,
        f"{reverse('courses:runs_of_course', args=['RUS-GK1'])}#versjoner",
    )
    course.activity.refresh_from_db()
    told = [(each.level_words, each.text) for each in course.activity.outcomes.all()]
    assert told == [("kunne", "se abstinens"), ("kunne", "bruke naloxon"), ("", "kjenne historien")]
    assert course.activity.hours == 30
    assert "Skriv hvor det er bestemt." in words(post(cast.eva, ADDRESS, **given | {"source": ""}))


def test_former_names_topics_and_a_shared_course_are_the_liaisons_too(cast, course):
    given = {
        "name": "Kurs RUS-GK1", "organiser": "regut", "former_names": "Ruskurs A\nRuskurs B", "topics": "rus, abstinens",
        "credits_own_specialty_only": "on", **WHERE,
    }  # fmt: skip
    make.make_slot(cast, course)
    post(cast.eva, ADDRESS, **given)
    course.refresh_from_db()
    activity = course.activity
    activity.refresh_from_db()
    assert [each.name for each in activity.former_names.order_by("pk")] == ["Ruskurs A", "Ruskurs B"]
    assert (activity.topics, course.credits_own_specialty_only) == (["rus", "abstinens"], True)
    assert "Kurs RUS-GK1" in words(as_(None).get("/kurs/?q=Ruskurs+B"))


def test_a_course_goes_to_an_external_organiser_when_nothing_is_planned(cast, course):
    slot = make.make_slot(cast, course)
    to_others = {"organiser": "external", "external_url": "https://example.org/kurs"}
    assert refused(lambda: revised(cast, course, **to_others)) == "course_runs_here"
    actions.cancel_slot(slot=slot, reason="Foreningen tar over.", by=cast.eva)
    assert refused(lambda: revised(cast, course, organiser="external")) == "external_page_missing"
    revised(cast, course, **to_others)
    load_course(CourseEntry(code="RUS-GK1", organiser="regut", source="Siden", **READ), by=None)
    course.refresh_from_db()
    assert course.organiser == "external"  # no pack takes it back


# --- A course that no source names ---

NEW = "/nytt-kurs/"
READ = {"retrieved_on": "2026-11-22", "verification": "primary"}


def made(cast, **changes):
    fields = {"name": "Traumer og rus", "outcomes": (("kunne", "spørre om traumer"),)}
    content = CourseContent(**fields | changes)
    return actions.add_course(specialties=[cast.specialty], content=content, by=cast.eva, **WHERE)


@pytest.fixture
def answered_for(cast):
    cast.specialty.liaison_centre = cast.centre
    cast.specialty.save(update_fields=["liaison_centre"])


def test_eva_makes_a_course_that_no_source_names(cast, answered_for, client):
    other = organisations.save_specialty(slug="psykiatri", name="Psykiatri", liaison_centre=cast.centre, by=None)
    assert "Legg inn et nytt kurs" in words(as_(cast.eva).get("/kursplan/rus/"))
    assert "Legg inn et nytt kurs" not in words(client.get("/kursplan/rus/"))
    given = {
        "name": "Traumer og rus", "specialty": "rus", "shared_with": "psykiatri", "organiser": "regut", "hours": "30",
        "outcomes": "kunne:\nspørre om traumer", "credits_own_specialty_only": "on", **WHERE,
    }  # fmt: skip
    answer = post(cast.eva, NEW, **given)
    course = Course.objects.get(activity__name="Traumer og rus")
    activity = course.activity
    assert (activity.code, activity.recommended, course.centre) == ("RUS-EGET-1", False, cast.centre)
    assert (set(activity.specialties.all()), activity.hours) == ({cast.specialty, other}, 30)
    assert last_event() == ("course_shared", "Eva Strand", "liaison")
    page = words(client.get(answer.url))
    assert all(
        each in page for each in ("Versjon 1", WHERE["source"], WHERE["reason"], "felles for flere spesialiteter")
    )
    assert "Slik kilden sier det" not in page
    assert "spørre om traumer" in words(client.get(course.get_absolute_url()))
    revised(cast, course, name="Traumer, vold og rus")
    assert [each.number for each in course.versions.all()] == [2, 1]
    assert actions.plan_slot(course=course, host_centre=cast.centre, year=make.in_days(300).year, half=2, by=cast.eva)


def test_of_several_specialties_none_is_chosen_beforehand(cast, answered_for):
    organisations.save_specialty(slug="geriatri", name="Geriatri", liaison_centre=cast.centre, by=None)
    given = {"name": "Traumer og rus", "organiser": "external", "external_url": "https://example.org/kurs", **WHERE}
    assert "Velg en spesialitet." in words(post(cast.eva, NEW, **given))
    assert not Course.objects.exists()
    page = words(as_(cast.eva).get(post(cast.eva, NEW, **given | {"specialty": "rus"}).url))
    # Whoever organises it dates it: it does not stand in the plan.
    assert ("https://example.org/kurs" in page, "Legg i planen" in page) == (True, False)


def test_a_course_is_shared_between_two_specialties_of_the_same_regut(cast, answered_for):
    organisations.save_specialty(slug="geriatri", name="Geriatri", liaison_centre=cast.centre, by=None)
    post(cast.eva, NEW, name="Traumer og rus", specialty="geriatri", shared_with="rus", organiser="regut", **WHERE)
    course = Course.objects.get()
    assert (course.code, {each.slug for each in course.activity.specialties.all()}) == (
        "GERIATRI-EGET-1",
        {"geriatri", "rus"},
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": " "}, "course_name_missing"),
        ({"name": "kurs rus-gk1"}, "course_name_taken"),
        ({"organiser": "external"}, "external_page_missing"),
    ],
)
def test_what_is_refused_of_a_new_course(cast, course, answered_for, changes, code):
    assert refused(lambda: made(cast, **changes)) == code
    assert Course.objects.count() == 1


def test_only_the_liaison_of_the_specialty_makes_a_course(cast, answered_for):
    eli = make.make_officer_elsewhere(cast)
    content = CourseContent(name="Traumer og rus")
    assert refused(
        lambda: actions.add_course(specialties=[cast.specialty], content=content, by=eli, **WHERE)
    ) == "not_liaison"  # fmt: skip
    assert [as_(each).get(NEW).status_code for each in (cast.eva, eli, cast.anna)] == [200, 403, 403]


def test_in_the_demo_a_new_course_is_marked_and_may_be_changed(cast, answered_for, settings):
    settings.FAGVEI_DEMO = True
    course = made(cast).course
    assert course.activity.is_demo
    assert revised(cast, course, name="Traumer, vold og rus").is_applied


def test_what_the_packs_say_comes_back_unchanged_from_the_form():
    packs = Path(fagvei.__file__).parent / "content" / "courses" / "activities.json"
    for each in json.loads(packs.read_text()):
        outcomes = tuple((row.get("level_words", ""), row["text"]) for row in each.get("outcomes", []))
        assert outcomes_from(text_of(outcomes)) == outcomes
