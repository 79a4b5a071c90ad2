"""The liaison says which goals a course contributes to: each for its own specialty, with source and reason, and no pack takes it back."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from fagvei.audit.models import AuditEvent
from fagvei.common import clock
from fagvei.common.refusal import Refusal
from fagvei.curriculum import actions
from fagvei.curriculum.loaders.packs import CoverageEntry, end_vanished_coverage, load_coverage
from fagvei.curriculum.models import CoverageCorrection, GoalCoverage
from fagvei.curriculum.queries.contributing import contributing_page
from fagvei.curriculum.tests.factories import cover, make_course, make_goal, make_group, make_set
from fagvei.organisations import actions as organisations
from fagvei.people import actions as people

WHERE = {"source": "Møte i kurskomiteen 3. mai", "reason": "Kurset har fått en dag om dette."}
PACKED = {"origin": "kilden", "source": "Siden", "retrieved_on": "2026-11-22", "verification": "primary"}


@pytest.fixture(autouse=True)
def real(settings):
    settings.FAGVEI_DEMO = False


@pytest.fixture
def goal(specialty):
    return make_goal(make_set(specialty=specialty), 1)


@pytest.fixture
def course(specialty):
    return make_course("KURS-1", specialties=[specialty])


@pytest.fixture
def shared(cast, goal, course):
    """The course is for another specialty too, with a liaison of its own."""
    north = organisations.save_region(code="helse-nord", name="Helse Nord", by=None)
    centre = organisations.save_centre(code="regut-helse-nord", name="RegUt Helse Nord", region=north, by=None)
    eli = people.add_user(username="eli", full_name="Eli Myrvold", password="demo", by=None)
    people.assign_role(user=eli, role="centre_officer", centre=centre, by=None)
    other = organisations.save_specialty(slug="amm", name="Akuttmedisin", liaison_centre=centre, by=None)
    course.specialties.add(other)
    return eli, make_goal(make_set("AMM", specialty=other, position=9), 1)


def refused(act) -> str:
    try:
        act()
    except Refusal as refusal:
        return refusal.code
    return ""


def add(eva, goal, course, **changes):
    return actions.add_contributing_goal(**{"goal": goal, "activity": course, "by": eva, **WHERE, **changes})


def text(response) -> str:
    return " ".join(response.content.decode().split())


def address(course) -> str:
    return reverse("curriculum:goals_of_course", args=[course.code])


def post(client, course, **fields):
    given = {"idempotency_key": str(uuid.uuid4()), **WHERE, **fields}
    return client.post(reverse("curriculum:add_coverage", args=[course.code]), given)


def test_a_goal_is_added_with_source_and_reason_and_asked_for_from_then_on(eva, goal, course):
    correction = add(eva, goal, course)

    link = GoalCoverage.objects.current().get()
    assert (link.goal, link.activity, link.version, link.origin) == (goal, course, 1, "lagt til av RegUt")
    assert (link.source, link.verification, link.retrieved_on) == (WHERE["source"], "imported", clock.today())
    assert goal.requirements.filter(activity=course).count() == 1
    event = AuditEvent.objects.get(name="coverage_corrected")
    assert (event.actor_name, event.acting_as, event.details["kind"]) == ("Eva Strand", "liaison", "add")
    assert event.facts == {correction.fact_id: correction.digest()}


def test_a_goal_is_ended_and_may_come_back_as_a_new_version(eva, goal, course):
    link = cover(goal, course)
    actions.correct_coverage(coverage=link, kind="end", by=eva, **WHERE)
    assert not GoalCoverage.objects.current().exists()
    assert not goal.requirements.exists()

    add(eva, goal, course)
    assert [each.version for each in GoalCoverage.objects.order_by("version")] == [1, 2]


def test_a_goal_may_belong_to_a_choice_group_and_is_then_asked_for_as_one_of_it(eva, goal, course):
    group = make_group(course, make_course("KURS-2"), choose=1)
    add(eva, goal, None, group=group)
    assert GoalCoverage.objects.get().group == group
    assert goal.requirements.filter(kind="k_of_n", choose=1).count() == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"reason": " "}, "correction_without_basis"),
        ({"source": ""}, "correction_without_basis"),
    ],
)
def test_without_source_and_reason_nothing_is_added_or_ended(eva, goal, course, changes, code):
    assert refused(lambda: add(eva, goal, course, **changes)) == code
    link = cover(goal, course)
    assert refused(lambda: actions.correct_coverage(coverage=link, kind="end", by=eva, **WHERE | changes)) == code
    assert list(GoalCoverage.objects.current()) == [link]


def test_a_goal_that_has_ended_or_stands_there_already_is_refused(eva, goal, course):
    yesterday = clock.today() - dt.timedelta(days=1)
    ended = make_goal(goal.goal_set, 2, valid_to_on=yesterday)
    assert refused(lambda: add(eva, ended, course)) == "goal_not_in_force"
    link = cover(goal, course)
    assert refused(lambda: add(eva, goal, course)) == "already_contributes"
    move = {"coverage": link, "kind": "move", "by": eva, **WHERE}
    assert refused(lambda: actions.correct_coverage(new_goal=ended, **move)) == "goal_not_in_force"
    assert not CoverageCorrection.objects.exists()


def test_a_course_that_is_not_for_the_specialty_gets_none_of_its_goals(eva, goal, specialty):
    elsewhere = make_course("ANNET")
    assert refused(lambda: add(eva, goal, elsewhere)) == "course_of_another_specialty"
    for_all = make_course("FELLES", is_for_all_specialties=True)
    for_all.for_all_specialties_but.add(specialty)
    assert refused(lambda: add(eva, goal, for_all)) == "course_of_another_specialty"
    for_all.for_all_specialties_but.clear()
    assert refused(lambda: add(eva, goal, for_all)) == ""


def test_of_a_shared_course_each_liaison_edits_the_goals_of_its_own_specialty(eva, goal, course, shared, client):
    eli, theirs = shared
    own, other = add(eva, goal, course), add(eli, theirs, course)
    assert (own.new_goal, other.new_goal) == (goal, theirs)
    link = GoalCoverage.objects.get(goal=theirs)
    refusals = [
        refused(lambda: add(eva, theirs, make_course("KURS-3", specialties=[theirs.goal_set.specialty]))),
        refused(lambda: actions.correct_coverage(coverage=link, kind="end", by=eva, **WHERE)),
        refused(lambda: actions.correct_coverage(
            coverage=GoalCoverage.objects.get(goal=goal), kind="move", new_goal=theirs, by=eva, **WHERE
        )),
    ]  # fmt: skip
    assert refusals == ["goal_of_another_specialty"] * 3
    client.force_login(eva)
    edits = text(client.get(address(course)))
    assert edits.count("Avslutt eller flytt") == 1
    assert edits.count("Meld feil") >= 1


def test_no_pack_takes_it_back(eva, goal, course):
    entry = CoverageEntry(goal=goal.code, activity=course.code, **PACKED)
    other = make_goal(goal.goal_set, 2)
    load_coverage(entry, by=None)
    actions.correct_coverage(coverage=GoalCoverage.objects.get(), kind="end", by=eva, **WHERE)
    add(eva, other, course)

    assert load_coverage(entry, by=None).note
    assert load_coverage(CoverageEntry(goal=other.code, activity=course.code, **PACKED), by=None).note
    assert list(end_vanished_coverage([entry], by=None)) == []
    assert [(link.goal, link.origin) for link in GoalCoverage.objects.current()] == [(other, "lagt til av RegUt")]


def test_in_the_demo_real_content_stands_and_a_new_goal_is_a_proposal(eva, goal, course, settings, client):
    settings.FAGVEI_DEMO = True
    assert add(eva, goal, course).is_applied is False
    assert not GoalCoverage.objects.exists()
    assert f"Lagt til: {goal.code} (forslag i demoen)" in text(client.get(address(course)))
    course.is_demo = True
    course.save()
    assert add(eva, goal, course).is_applied is True


# --- The page ---


def test_all_read_where_the_links_come_from_and_what_was_changed_but_not_by_whom(eva, goal, course, client):
    second = make_goal(goal.goal_set, 2)
    actions.correct_coverage(coverage=cover(goal, course), kind="move", new_goal=second, by=eva, **WHERE)

    page = text(client.get(address(course)))

    assert "Opphav: rettet av RegUt." in page
    assert f"Flyttet: {goal.code} → {second.code}" in page
    assert WHERE["reason"] in page
    assert WHERE["source"] in page
    assert "til og med" in page  # the link that ended, with its origin
    assert "Opphav: kilden." in page
    assert "Eva Strand" not in page
    assert "laeringsmal/ny/" not in page
    assert address(course) in text(client.get(course.get_absolute_url()))


def test_the_liaison_adds_a_goal_on_the_page(eva, goal, course, client):
    client.force_login(eva)
    response = post(client, course, goal=goal.code)
    assert (response.status_code, response["Location"]) == (302, f"{address(course)}#historien")
    assert GoalCoverage.objects.get().goal == goal
    # What stands there is offered no more.
    again = post(client, course, goal=goal.code)
    assert (again.status_code, "Velg et av målene i listen." in text(again)) == (422, True)


def test_a_goal_of_a_group_is_added_on_the_page_of_its_course(eva, goal, course, client):
    group = make_group(course, choose=1)
    client.force_login(eva)
    post(client, course, goal=goal.code, what=f"g:{group.code}")
    assert GoalCoverage.objects.get().group == group
    page = text(client.get(address(course)))
    assert "gjelder alle kursene i gruppen" in page


@pytest.mark.parametrize(("field", "sentence"), [("source", "Skriv hvor det er bestemt."), ("goal", "Velg et mål.")])
def test_what_is_missing_is_said_beside_the_form(eva, goal, course, client, field, sentence):
    client.force_login(eva)
    response = post(client, course, **{"goal": goal.code, field: ""})
    assert response.status_code == 422
    assert sentence in text(response)
    assert not GoalCoverage.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("eva", 302), ("anna", 403), ("hilde", 403), (None, 302)])
def test_who_may_add_a_goal(client, cast, goal, course, who, status):
    if who:
        client.force_login(getattr(cast, who))
    response = post(client, course, goal=goal.code)
    assert response.status_code == status
    assert GoalCoverage.objects.exists() is (who == "eva")


def test_a_course_that_does_not_exist_is_not_found(client, eva, db):
    client.force_login(eva)
    assert client.get("/kurs/FINNES-IKKE/laeringsmal/").status_code == 404
    assert client.post("/kurs/FINNES-IKKE/laeringsmal/ny/").status_code == 404


def test_the_page_asks_as_often_with_three_goals_as_with_one(eva, goal, course, django_assert_num_queries):
    for number in (1, 2, 3):
        cover(goal if number == 1 else make_goal(goal.goal_set, number), course)
        ended = cover(make_goal(goal.goal_set, number + 10), course)
        actions.correct_coverage(coverage=ended, kind="end", by=eva, **WHERE)
        if number in (1, 3):
            user = type(eva).objects.get(pk=eva.pk)
            with django_assert_num_queries(10):
                page = contributing_page(course, user)
            assert [len(each.links) for each in page.sets] == [number]


def test_a_goal_that_no_regut_is_liaison_for_says_who_keeps_it(client, goal, course):
    common = make_goal(make_set("FKM", position=5), 1)
    cover(common, course)
    assert "Ingen RegUt er oppgitt som fagkontakt" in client.get(common.get_absolute_url()).content.decode()
    page = client.get(reverse("curriculum:goals_of_course", args=[course.code])).content.decode()
    assert "så går meldingen til Helsedirektoratet" in page
    assert "Ingen RegUt er oppgitt som fagkontakt" not in client.get(goal.get_absolute_url()).content.decode()
