"""The curriculum's part of the API: strict shapes, bounded pages, open to all."""

import pytest
from ninja import NinjaAPI
from ninja.testing import TestClient

from fagvei.curriculum.api import router
from fagvei.curriculum.tests.factories import cover, make_course, make_goal, make_set


@pytest.fixture(scope="module")
def api():
    house = NinjaAPI(urls_namespace="curriculum-test")
    house.add_router("", router)
    return TestClient(router)


@pytest.fixture
def goals(specialty):
    goal_set = make_set(specialty=specialty, expected_goals=71)
    return [make_goal(goal_set, number) for number in (1, 2, 3)]


def test_goals_come_in_pages(api, goals):
    body = api.get("/goals?limit=2&offset=1").json()
    assert body["total"] == 3
    assert [goal["code"] for goal in body["items"]] == ["RUS-002", "RUS-003"]


def test_goals_of_one_set(api, goals):
    make_goal(make_set("FKM"), 1)
    assert [goal["code"] for goal in api.get("/goals?goal_set=FKM").json()["items"]] == ["FKM-001"]


def test_one_goal_is_the_same_as_on_its_page(api, goals, client):
    cover(goals[0], make_course())
    page = client.get("/laeringsmal/RUS-001/", headers={"accept": "application/json"}).json()
    assert api.get("/goals/RUS-001").json() == page


def test_one_course_is_the_same_as_on_its_page(api, goals, client):
    cover(goals[0], make_course(outcomes=2))
    page = client.get("/kurs/KURS-1/", headers={"accept": "application/json"}).json()
    assert api.get("/courses/KURS-1").json() == page
    assert api.get("/courses").json()["total"] == 1


def test_sets_and_specialties_say_how_much_there_is(api, goals):
    assert [(s["code"], s["loaded"], s["expected"]) for s in api.get("/goal-sets").json()] == [("RUS", 3, 71)]
    assert [(s["slug"], s["goals_loaded"]) for s in api.get("/specialties").json()["items"]] == [("rus", 3)]


@pytest.mark.parametrize(
    "path", ["/goals?limit=101", "/goals?limit=0", "/goals?offset=-1", "/goals?limit=x", "/goals?goal_set=a%00b"]
)
def test_what_is_out_of_bounds_is_refused(api, goals, path):
    assert api.get(path).status_code == 422


@pytest.mark.parametrize("path", ["/goals/RUS-999", "/courses/X", "/goals/a%00b"])
def test_what_does_not_exist_is_not_found(api, goals, path):
    assert api.get(path).status_code == 404
