"""The plan page, the doctor's own and as others read it; the list of doctors; assigning and putting away a plan."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fagvei.audit.models import AccessLog
from fagvei.common import clock
from fagvei.curriculum import actions as curriculum
from fagvei.organisations import actions as organisations
from fagvei.organisations.models import Specialty
from fagvei.people.models import Relation
from fagvei.training import actions
from fagvei.training.models import EducationPlan
from fagvei.training.queries.doctors_page import doctors_of
from fagvei.training.queries.plan_page import goals_for_plan_page
from fagvei.training.tests.browsing import HTMX, as_, post, words
from fagvei.training.tests.factories import (
    bring_goal,
    make_activity,
    make_curriculum,
    make_record,
)
from fagvei.training.tests.service_factories import confirm_part_1
from fagvei.training.views import plans

PLAN = "/min-utdanning/"


def queries_of(user, url, **headers) -> int:
    client = as_(user)
    client.get(url)
    with clock.at(clock.now()), CaptureQueriesContext(connection) as captured:
        client.get(url, **headers)
    return len(captured)


def test_the_page_counts_approved_goals_of_all_sets_and_says_what_is_not_loaded(record):
    bring_goal(record, "RUS-001", "approved")

    read = words(as_(record.anna).get(PLAN))

    assert "1 av 106 læringsmål er godkjent" in read  # 101 of part 1, 2 common, 3 of the specialty
    assert "Innholdet er ikke lastet inn" in read
    assert "Tjenestetiden er ikke registrert ennå." in read


def test_the_page_names_the_data_controller_once(record):
    first = EducationPlan.objects.get(doctor=record.anna)
    other = Specialty.objects.create(name="Psykiatri", slug="psykiatri", source="test")
    EducationPlan.objects.create(
        doctor=record.anna, specialty=other, institution=first.institution, assigned_by=first.assigned_by
    ).goal_plans.set(first.goal_plans.all())

    read = words(as_(record.anna).get(PLAN))

    assert first.institution.name
    assert read.count(f"Behandlingsansvarlig: {first.institution.name}") == 1
    assert goals_for_plan_page(record.anna, record.bo).controllers == first.institution.name


def test_a_closed_plan_says_why_to_the_doctor_and_the_leader_alone(record):
    make_activity(record, signed=True)
    actions.archive_plan(plan=record.plan, reason="Anna bytter spesialitet.", by=record.bo)
    of_anna = f"/leger/{record.anna.public_id}/"
    before = words(as_(record.anna).get(PLAN)), words(as_(record.bo).get(of_anna))
    make_record(record)

    read = [words(as_(user).get(path)) for user, path in ((record.anna, PLAN), (record.bo, of_anna))]

    for each in (*before, *read):
        assert f"Arkivert {clock.today().day}." in each
        assert "Bo Lund Anna bytter spesialitet." in each
    assert "bytter" not in words(as_(record.siri).get(of_anna)) + words(as_(record.cecilie).get(of_anna))
    assert "0 av 106 læringsmål er godkjent" in read[0]


def test_part_1_that_is_confirmed_is_carried_on_and_nothing_of_it_is_lacking(record):
    bring_goal(record, "RUS-001", "approved")
    confirmed = confirm_part_1(record)

    assert "1 av 5 læringsmål er godkjent" in (read := words(as_(record.anna).get(PLAN)))
    assert "DEL-1 godkjent" in read
    assert "Del 1 godkjennes én gang og føres videre." in read
    assert "Innholdet er ikke lastet inn" not in read
    (row,) = [row for row in doctors_of(record.bo) if row.doctor == record.anna]
    assert (row.approved, row.whole) == (1, 5)

    actions.annul_part_1(confirmation=confirmed, reason="Feil person.", by=record.bo)
    assert "1 av 106 læringsmål er godkjent" in words(as_(record.anna).get(PLAN))
    (row,) = [row for row in doctors_of(record.bo) if row.doctor == record.anna]
    assert (row.approved, row.whole) == (1, 106)


def test_the_page_says_who_has_the_ball(record):
    bring_goal(record, "RUS-001", "completed")
    bring_goal(record, "RUS-002", "ready")
    bring_goal(record, "RUS-003", "sent")
    make_activity(record, sent=True, title="Visitt")
    make_activity(record, returned=True, title="Undervisning")

    page = goals_for_plan_page(record.anna, record.anna)

    mine = {row.label: row.words for row in page.waiting_on_me}
    others = {row.label: row.words for row in page.waiting_on_others}
    assert [label[:7] for label in mine] == ["RUS-002", "Undervi"]
    assert "send målet til godkjenning" in mine["RUS-002 Kunne dette"]
    assert "uttalelse fra Cecilie Vik og Siri Dahl" in others["RUS-001 Kunne dette"]
    assert "Bo Lund" in others["RUS-003 Kunne dette"]
    assert "Siri Dahl skal signere" in others["Visitt"]


def test_a_goal_that_came_back_waits_for_the_doctor(record):
    goal = bring_goal(record, "RUS-001", "sent")
    post(record.bo, reverse("training:return_goal", args=[goal.public_id]), comment="Logg flere.")

    assert [row.code for row in goals_for_plan_page(record.anna, record.anna).waiting_on_me] == ["RUS-001"]


@pytest.mark.parametrize(
    ("chosen", "codes"),
    [
        ("alle", ["FKM-01", "FKM-02", "RUS-001", "RUS-003", "RUS-002"]),
        ("gjenstar", ["FKM-01", "FKM-02", "RUS-003", "RUS-002"]),
        ("mangler-uttalelse", ["RUS-003"]),
        ("uten-aktivitet", ["FKM-01", "FKM-02", "RUS-003"]),
        ("til-godkjenning", ["RUS-002"]),
        ("godkjent", ["RUS-001"]),
    ],
)
def test_a_filter_leaves_its_goals(record, chosen, codes):
    bring_goal(record, "RUS-001", "approved")
    bring_goal(record, "RUS-002", "sent")
    bring_goal(record, "RUS-003", "completed")
    make_activity(record, goals=[record.goals["RUS-002"]])

    response = as_(record.anna).get(PLAN, {"vis": chosen})

    rows = [row.code for each in response.context["sets"] for group in each.groups for row in group.rows]
    assert sorted(rows) == sorted(codes)


@pytest.mark.parametrize(
    ("most", "query", "folds"),
    [
        (5, {}, False),
        (4, {}, True),
        (4, {"apne": "alle"}, False),
        (4, {"vis": "gjenstar"}, True),
        (4, {"vis": "godkjent"}, False),
        (4, {"sok": "r"}, False),
    ],
)
def test_more_goals_than_one_reads_through_stand_folded_by_category(record, monkeypatch, most, query, folds):
    monkeypatch.setattr(plans, "MOST_UNFOLDED", most)
    monkeypatch.setattr(plans, "FEW", most)

    page = as_(record.anna).get(PLAN, query)

    assert page.context["folds"] is folds
    assert page.content.decode().count('<details class="goal-fold">') == (3 if folds else 0)
    if folds:
        assert "0 av 1 godkjent" in words(page)
        assert "RUS-003" in words(page)


def test_the_plan_folds_sooner_than_what_was_asked_for(record, monkeypatch):
    monkeypatch.setattr(plans, "FEW", 4)
    client = as_(record.anna)

    assert [client.get(PLAN, query).context["folds"] for query in ({}, {"vis": "gjenstar"})] == [True, False]


def test_the_page_of_a_goal_leads_back_to_its_line(record):
    goal = record.goals["RUS-002"]
    for user, plan in ((record.anna, PLAN), (record.bo, reverse("training:plan", args=[record.anna.public_id]))):
        assert f'href="{plan}#RUS-002"' in as_(user).get(goal.get_absolute_url()).content.decode()
        assert '<li id="RUS-002">' in as_(user).get(plan).content.decode()


def test_the_search_finds_by_code_and_says_when_nothing_is_found(record):
    client = as_(record.anna)

    found = client.get(PLAN, {"sok": "rus-002"})
    nothing = client.get(PLAN, {"sok": "<script>"})

    assert "RUS-002" in words(found)
    assert "RUS-001" not in words(found)
    assert "Ingen mål passer med «<script>»" in words(nothing)
    assert "<script>»" not in nothing.content.decode()


def test_the_fragment_put_into_the_page_equals_the_page_made_anew(record):
    client = as_(record.anna)

    page = client.get(PLAN, {"vis": "gjenstar"}).content.decode()
    fragment = client.get(PLAN, {"vis": "gjenstar"}, **HTMX).content.decode()

    assert "<html" not in fragment
    assert fragment.strip() in page


def test_one_goal_and_many_take_as_many_queries(record):
    bring_goal(record, "RUS-001", "completed")
    make_activity(record, sent=True)
    few = queries_of(record.anna, PLAN)

    for code in ("RUS-002", "RUS-003", "FKM-01"):
        make_activity(record, sent=True, goals=[record.goals[code]])
        bring_goal(record, code, "completed")

    assert queries_of(record.anna, PLAN) == few
    assert queries_of(record.anna, PLAN, **HTMX) <= 10


def test_the_leader_sees_no_drafts_and_the_doctor_sees_that_the_leader_looked(record):
    make_activity(record, title="Hemmelig kladd")
    make_activity(record, title="Sendt visitt", sent=True)

    read = words(as_(record.bo).get(reverse("training:plan", args=[record.anna.public_id])))

    assert "Sendt visitt" in read
    assert "Hemmelig kladd" not in read
    assert AccessLog.objects.latest("pk").reader_name == "Bo Lund"


def test_the_leader_finds_each_way_to_hand_over_once(record):
    page = as_(record.bo).get(reverse("training:plan", args=[record.anna.public_id])).content.decode()

    for name in ("mentor", "supervisor", "leader"):
        assert page.count(f'href="{reverse(f"training:hand_over_{name}", args=[record.anna.public_id])}"') == 1


def test_a_doctor_without_a_plan_reads_what_will_come(cast):
    assert "Når lederen din har tildelt planen" in words(as_(cast.anna).get(PLAN))


# --- The list of doctors ---


def test_the_list_shows_progress_to_leader_and_mentor_and_only_tasks_to_a_supervisor(record):
    bring_goal(record, "RUS-001", "approved")
    make_activity(record, sent=True)
    url = reverse("training:my_doctors")

    leader, mentor, supervisor, stranger = (
        words(as_(who).get(url)) for who in (record.bo, record.cecilie, record.siri, record.dag)
    )

    assert "1 av 106 mål" in leader
    assert "1 av 106 mål" in mentor
    assert "1 aktivitet å signere" in supervisor
    assert "106" not in supervisor
    assert "Anna Berg" not in stranger
    assert "Du følger ingen leger ennå" in stranger


def test_one_doctor_and_three_take_as_many_queries(record):
    url = reverse("training:my_doctors")
    one = queries_of(record.bo, url)

    for who in (record.stian, record.siri):
        Relation.objects.create(doctor=who, person=record.bo, kind="leader", institution=record.fjellheim)

    assert "Stian Moe" in words(as_(record.bo).get(url))
    assert queries_of(record.bo, url) == one


# --- Assigning and putting away ---


def test_the_leader_assigns_a_plan_once_however_often_the_button_is_pressed(cast):
    make_curriculum(cast.specialty)
    url, key = reverse("training:assign_plan", args=[cast.anna.public_id]), uuid.uuid4()

    first, second = (post(cast.bo, url, key=key, specialty=cast.specialty.public_id) for _ in range(2))

    assert first.url == second.url == reverse("training:plan", args=[cast.anna.public_id])
    assert EducationPlan.objects.get().doctor == cast.anna
    assert "0 av 106 læringsmål" in words(as_(cast.anna).get(PLAN))


def test_an_untouched_plan_beside_a_begun_one_can_be_deleted(record):
    make_activity(record)
    other = organisations.save_specialty(slug="psykiatri", name="Psykiatri", prefix="PSY", liaison_centre=None, by=None)
    curriculum.save_goal_set(code="psy", kind="specialty", name="Psykiatri", short_name="PSY", specialty=other, by=None)
    second = actions.assign_plan(doctor=record.anna, specialty=other, by=record.bo)
    page = as_(record.bo).get(reverse("training:plan", args=[record.anna.public_id])).content.decode()
    offered = [
        reverse(f"training:{verb}_plan", args=[plan.public_id]) in page
        for plan in (record.plan, second)
        for verb in ("archive", "delete")
    ]
    assert offered == [True, False, False, True]

    post(record.bo, reverse("training:delete_plan", args=[second.public_id]))
    assert EducationPlan.objects.get() == record.plan


def test_an_untouched_plan_is_deleted_and_a_begun_one_archived_with_a_reason(record):
    delete = reverse("training:delete_plan", args=[record.plan.public_id])
    archive = reverse("training:archive_plan", args=[record.plan.public_id])
    make_activity(record)

    refused = as_(record.bo).post(delete, {"idempotency_key": record.plan.public_id}, follow=True)
    without_reason = post(record.bo, archive, reason="")
    archived = post(record.bo, archive, reason="Byttet spesialitet.")

    assert "Du kan arkivere den i stedet" in words(refused)
    assert "Skriv hvorfor planen arkiveres." in words(without_reason)
    assert archived.status_code == 302
    assert EducationPlan.objects.get().archive_reason == "Byttet spesialitet."
