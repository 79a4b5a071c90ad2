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
from fagvei.courses.models import CourseVersion
from fagvei.courses.queries.versions import content_of
from fagvei.courses.tests import factories as make
from fagvei.courses.tests.checks import refused
from fagvei.curriculum import actions as curriculum
from fagvei.curriculum.loaders.packs import ActivityEntry, load_activity
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
    activity = ActivityEntry(code="RUS-GK1", kind="course", name="Kurs RUS-GK1", **entry)
    assert load_activity(activity, by=None).note
    load_course(CourseEntry(code="RUS-GK1", organiser="regut", centre=cast.centre.code, **entry), by=None)
    course.refresh_from_db()
    course.activity.refresh_from_db()
    assert (course.activity.name, course.digital_hours, course.source) == ("Et annet navn", 8, "Siden")


def test_eva_changes_it_on_the_page(cast, course):
    shown = as_(cast.eva).get(ADDRESS).context["form"].initial["outcomes"]
    assert shown == "kunne:\nse abstinens\nbruke naloxon"
    given = {"name": "Kurs RUS-GK1", "outcomes": f"{shown}\n:\nkjenne historien", "hours": "30", **WHERE}
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


def test_what_the_packs_say_comes_back_unchanged_from_the_form():
    packs = Path(fagvei.__file__).parent / "content" / "courses" / "activities.json"
    for each in json.loads(packs.read_text()):
        outcomes = tuple((row.get("level_words", ""), row["text"]) for row in each.get("outcomes", []))
        assert outcomes_from(text_of(outcomes)) == outcomes
