"""Public pages of goals and courses: what is known, what is not, and a fixed number of queries."""

import datetime as dt
import json

import pytest
from django.urls import reverse

from fagvei.common import clock
from fagvei.curriculum import actions
from fagvei.curriculum.models import CoverageCorrection, GoalCoverage, LevelWords
from fagvei.curriculum.tests.factories import SOURCED, cover, make_course, make_goal, make_group, make_set

JSON = {"accept": "application/json"}


@pytest.fixture
def goal_set(specialty):
    return make_set(specialty=specialty, expected_goals=71)


@pytest.fixture
def goal(goal_set):
    return make_goal(goal_set, 1)


def text(response):
    return " ".join(response.content.decode().split())


def test_a_goal_without_a_name_says_so_and_invents_none(client, goal_set):
    goal = make_goal(goal_set, 3, name=None)
    actions.save_goal(code=goal.code, category_is_inferred=True, skill_level_hint="highest", by=None)

    page = text(client.get("/laeringsmal/RUS-003/"))

    assert "<h1>RUS-003 navn ikke innhentet</h1>" in page
    assert "sluttet fra nabomålene" in page
    assert "Høyeste" not in page  # a hint is never shown as the official level
    assert page.count("ikke innhentet</span>") == 2
    assert "Forskriftens tekst er ikke lastet inn" in page


def test_a_goal_shows_its_level_in_the_words_of_the_regulation(client, goal_set):
    LevelWords.objects.create(
        level="highest",
        name="Høyeste nivå",
        position=3,
        knowledge_words=["Ha god kunnskap om"],
        skill_words=["Beherske"],
    )
    make_goal(goal_set, 4, knowledge_level="highest", official_text="Teksten.\n<b>fet</b>")

    page = text(client.get("/laeringsmal/RUS-004/"))

    assert "Høyeste nivå: «Ha god kunnskap om»" in page
    assert "Teksten.<br>&lt;b&gt;fet" in page


def test_a_goal_shows_courses_with_origin_reservation_and_a_way_to_report(client, goal):
    coverage = cover(goal, make_course())
    page = text(client.get(goal.get_absolute_url()))
    assert "Opphav: kilden." in page
    assert "Kan være feil." in page
    assert f"/meld-feil/?type=kobling&amp;id={coverage.public_id}" in page


def test_only_what_the_directorate_recommends_is_said_to_be_recommended_by_it(client, goal):
    directorate = "Aktivitetene er anbefalt av Helsedirektoratet"
    cover(goal, make_course(recommended=False, is_demo=True))
    page = text(client.get(goal.get_absolute_url()))
    assert directorate not in page
    assert "Vi kjenner ingen nasjonalt anbefalt aktivitet for dette målet." in page
    assert "Kurset er ikke anbefalt av Helsedirektoratet, og målet krever det ikke." in page
    assert "demodata" in page

    cover(goal, make_course("KURS-2"))
    assert directorate in text(client.get(goal.get_absolute_url()))

    counted = actions.save_activity(code="P", kind="procedure", name="Prosedyre", by=None)
    root = goal.requirements.get(parent=None)
    goal.requirements.create(parent=root, kind="repetitions", activity=counted, repetitions=20)
    page = text(client.get(goal.get_absolute_url()))
    assert "Prosedyre, minst 20 ganger" in page
    assert directorate not in page


def test_a_goal_of_a_group_says_that_it_belongs_to_the_group(client, goal):
    cover(goal, make_group(*(make_course(f"K-{n}") for n in (1, 2, 3))))
    page = text(client.get(goal.get_absolute_url()))
    assert "To av tre: Kurset K-1, Kurset K-2, Kurset K-3" in page
    assert "Målet hører til gruppen, ikke til hvert kurs:" in page


def test_all_revisions_are_listed_with_their_basis(client, goal):
    actions.publish_revision(goal=goal, name="Nytt navn", valid_from_on=dt.date(2024, 9, 1), legal_basis="ny", by=None)
    page = text(client.get(goal.get_absolute_url()))
    assert "<h1>RUS-001 Nytt navn</h1>" in page
    assert "1. mars 2019–31. august 2024" in page


def test_the_index_says_what_is_missing_of_each_set(client, goal):
    make_set("PART1", kind="part_1", expected_goals=101, categories=[])
    page = text(client.get("/laeringsmal/"))
    assert "0 av 101 mål er lastet inn." in page
    assert "1 av 71 mål er lastet inn. Navnet er kjent for 1, den offisielle teksten for 0." in page


def test_goals_are_searched_in_place_whatever_the_case(client, goal, goal_set):
    make_goal(goal_set, 2, name="Øyeblikkelig hjelp")

    whole = client.get("/laeringsmal/", {"q": "øyeBLIKK"})
    part = client.get("/laeringsmal/", {"q": "øyeBLIKK"}, headers={"hx-request": "true"})

    assert "RUS-002" in text(whole)
    assert "RUS-001" not in text(whole)
    assert part.content.decode().strip().startswith('<div id="maalliste">')
    assert text(part) in text(whole)


def test_a_course_shows_former_names_outcomes_and_goals(client, goal, specialty):
    course = make_course(outcomes=2, specialties=[specialty], former_names=["Gammelt navn"])
    cover(goal, course)
    page = text(client.get("/kurs/KURS-1/"))
    assert "Gammelt navn" in page
    assert "<p>Kunne:</p> <ul> <li>Utbytte 1</li> <li>Utbytte 2</li> </ul>" in page
    assert "RUS-001 Målet RUS-001" in page


def test_a_course_says_of_each_category_where_its_goals_come_from(client, goal, specialty):
    other = make_goal(goal.goal_set, 2)
    course = make_course()
    cover(goal, course)
    actions.add_coverage(
        goal=other, activity=course, origin="en annen kilde", reservation="Bare for noen.", by=None, **SOURCED
    )
    page = text(client.get(course.get_absolute_url()))
    for words in ("Opphav: kilden. Kan være feil.", "Opphav: en annen kilde. Bare for noen."):
        assert page.count(words) == 1


def test_courses_are_found_by_former_name(client, db):
    make_course(former_names=["Intoksikologi"])
    make_course("KURS-2")
    page = text(client.get("/laeringsmal/kurs/", {"q": "intoks"}))
    assert "KURS-1" in page
    assert "KURS-2" not in page


@pytest.mark.parametrize("path", ["/laeringsmal/RUS-999/", "/kurs/UKJENT/", "/laeringsmal/rus-001/", "/kurs/P/"])
def test_what_does_not_exist_is_not_found(client, goal, path):
    actions.save_activity(code="P", kind="procedure", name="Ikke et kurs", by=None)
    assert client.get(path).status_code == 404
    assert client.get(path, headers=JSON).status_code == 404


def test_a_goal_answers_as_json_in_its_stable_shape(client, goal):
    cover(goal, make_course())
    response = client.get("/laeringsmal/RUS-001/", headers=JSON)

    body = json.loads(response.content)
    assert response["Vary"].startswith("Accept") or "Accept" in response["Vary"]
    assert set(body) == {
        "code",
        "url",
        "goal_set",
        "goal_set_name",
        "name",
        "category",
        "part",
        "topic",
        "has_official_text",
        "revision",
        "knowledge_words",
        "skill_words",
        "revisions",
        "coverage",
        "requirements",
    }
    assert body["category"] == {"name": "Samtale", "is_inferred": False}
    assert body["revision"]["official_text"] is None
    assert body["coverage"][0]["reservation"] == "Kan være feil."
    assert body["requirements"][0]["children"][0]["activity"] == {"code": "KURS-1", "name": "Kurset KURS-1"}


def test_a_course_answers_as_json_and_says_whose_the_goals_are(client, goal):
    cover(goal, make_group(make_course("K-1"), make_course("K-2")))
    body = client.get("/kurs/K-1/", headers=JSON).json()
    assert (body["goals"], body["goals_belong_to_group"], body["groups"]) == (
        ["RUS-001"],
        True,
        [{"code": "GRUPPE", "name": "To av tre"}],
    )


def test_lists_answer_as_json(client, goal):
    make_course()
    assert [g["code"] for g in client.get("/laeringsmal/", headers=JSON).json()["goals"]] == ["RUS-001"]
    assert [c["code"] for c in client.get("/laeringsmal/kurs/", headers=JSON).json()["courses"]] == ["KURS-1"]


@pytest.mark.parametrize(
    ("path", "queries"),
    [("/laeringsmal/", 3), ("/laeringsmal/RUS-001/", 9), ("/laeringsmal/kurs/", 4), ("/kurs/K-1/", 14)],
)
def test_pages_ask_as_often_with_three_rows_as_with_one(client, goal_set, django_assert_num_queries, path, queries):
    goals, courses = [], []
    for number in (1, 2, 3):
        goals.append(make_goal(goal_set, number))
        courses.append(make_course(f"K-{number}", former_names=[f"Før {number}"], outcomes=number))
        for goal in goals:
            for course in courses:
                if not GoalCoverage.objects.filter(goal=goal, activity=course).exists():
                    cover(goal, course)
        if number == 1:
            cover(goals[0], make_group(courses[0], choose=1))
        if number in (1, 3):
            with clock.at(clock.now()), django_assert_num_queries(queries):
                assert client.get(path).status_code == 200


NASTY = [
    "\x00",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "%",
    "{{ 7*7 }}",
    "\u202eabc",
    "a" * 5000,
    "=1+1",
    "Å" * 200,
]


@pytest.mark.parametrize("nasty", NASTY)
@pytest.mark.parametrize("path", ["/laeringsmal/", "/laeringsmal/kurs/"])
def test_searches_take_anything(client, goal, path, nasty):
    response = client.get(path, {"q": nasty})
    assert response.status_code == 200
    assert "<script>alert(1)" not in response.content.decode()


# --- Correction of a coverage ---------------------------------------------------------------------------------------


@pytest.fixture
def address(goal):
    return reverse("curriculum:correct_coverage", args=[cover(goal, make_course()).public_id])


def key(client, address):
    return str(client.get(address).context["form"]["idempotency_key"].value())


def test_the_liaison_corrects_and_the_demo_keeps_it_as_a_proposal(client, eva, goal, address):
    client.force_login(eva)
    form = {
        "kind": "end",
        "source": "Møte",
        "reason": "Kurset handler om noe annet.",
        "idempotency_key": key(client, address),
    }

    response = client.post(address, form, follow=True)
    client.post(address, form)

    assert response.redirect_chain == [("/kurs/KURS-1/laeringsmal/#historien", 302)]
    assert "Rettelsen er lagret som forslag." in text(response)
    assert CoverageCorrection.objects.get().by == eva  # pressing twice did one thing


@pytest.mark.parametrize(("who", "status"), [("eva", 200), ("anna", 403), ("hilde", 403), (None, 302)])
def test_who_may_correct_a_coverage(client, cast, address, who, status):
    if who:
        client.force_login(getattr(cast, who))
    assert client.get(address).status_code == status


def test_a_correction_without_the_right_goal_stays_with_a_sentence(client, eva, address):
    client.force_login(eva)
    form = {
        "kind": "move",
        "new_goal": "RUS-999",
        "source": "Møte",
        "reason": "x",
        "idempotency_key": key(client, address),
    }
    response = client.post(address, form)
    assert response.status_code == 422
    assert "Målet finnes ikke." in text(response)
    assert not CoverageCorrection.objects.exists()


@pytest.mark.parametrize("nasty", NASTY)
@pytest.mark.parametrize("field", ["kind", "new_goal", "source", "reason", "idempotency_key"])
def test_the_correction_form_takes_anything(client, eva, address, field, nasty):
    client.force_login(eva)
    form = {"kind": "end", "source": "Møte", "reason": "Grunn.", "idempotency_key": key(client, address), field: nasty}
    response = client.post(address, form)
    assert response.status_code in (302, 422)
    assert "<script>alert(1)" not in response.content.decode()
