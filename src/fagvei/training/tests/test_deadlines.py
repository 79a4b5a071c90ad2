"""Deadlines: set by the institution alone, from a day on; shown with whose they are, and never made up."""

import datetime as dt

import pytest
from django.db import IntegrityError

from fagvei.audit.models import AuditEvent
from fagvei.common import clock
from fagvei.common.templatetags.fagvei import norwegian_date
from fagvei.people import actions as people
from fagvei.training import actions
from fagvei.training.models import TaskDeadline
from fagvei.training.queries import tasks_for
from fagvei.training.queries.doctors_page import doctors_of
from fagvei.training.queries.handover import open_work
from fagvei.training.queries.plan_page import goals_for_plan_page
from fagvei.training.queries.plan_words import in_words
from fagvei.training.queries.team_flow import team_flow
from fagvei.training.queries.warnings import warnings_for
from fagvei.training.rules.deadlines import Deadline, due_of
from fagvei.training.tests.browsing import as_, post, words
from fagvei.training.tests.checks import refused
from fagvei.training.tests.factories import bring_goal, make_activity, say
from fagvei.training.tests.service_factories import confirm_part_1, make_employment, make_placement
from fagvei.training.tests.test_views_plan import queries_of

PAGE = "/utdanning/frister/"
DAY = dt.timedelta(days=1)
FJELLHEIM = "Fjellheim sykehus HF"


@pytest.fixture
def keeper(record):
    jorunn = people.add_user(username="jorunn", full_name="Jorunn Bakke", by=None)
    people.assign_role(user=jorunn, role="education_lead", institution=record.fjellheim, by=None)
    return jorunn


def settle(record, keeper, kind="signing", days=7, valid_from=None, reason="Vedtatt i ledermøtet."):
    return actions.set_task_deadline(
        institution=record.fjellheim,
        kind=kind,
        days=days,
        valid_from=valid_from or clock.today(),
        reason=reason,
        by=keeper,
    )


def due(user) -> list[tuple]:
    return [(task.kind, task.due_on, task.due_set_by) for task in tasks_for(user)]


# --- The rule ---


@pytest.mark.parametrize(
    ("came_on", "due_on"),
    [
        ("2027-02-28", None),  # before any
        ("2027-03-01", "2027-03-15"),
        ("2027-04-30", "2027-05-14"),
        ("2027-05-01", "2027-05-08"),  # the shorter one from May, settled twice that day: the last counts
        ("2027-06-01", None),  # taken away
    ],
)
def test_what_held_on_the_day_it_came_decides(came_on, due_on):
    rows = [
        Deadline("Fjellheim", days, dt.date.fromisoformat(day))
        for days, day in ((14, "2027-03-01"), (10, "2027-05-01"), (7, "2027-05-01"), (None, "2027-06-01"))
    ]
    since = dt.datetime.combine(dt.date.fromisoformat(came_on), dt.time(12), tzinfo=clock.OSLO)

    found = due_of(since, rows)

    assert (found and found.on.isoformat()) == due_on


# --- What it is used for ---


def test_without_a_deadline_nothing_has_a_due_date(record, keeper):
    make_activity(record, sent=True)
    bring_goal(record, "RUS-001", "sent")

    assert due(record.siri) == [("sign_activities", None, "")]
    assert due(record.bo) == [("decide_goal", None, "")]
    assert "frist" not in goals_for_plan_page(record.anna, record.anna).waiting_on_others[0].words


def test_the_inbox_says_the_day_and_whose_deadline_it_is(record, keeper):
    today = clock.today()
    for number, kind in enumerate(TaskDeadline.Kind.values, start=1):
        settle(record, keeper, kind, number)
    make_activity(record, sent=True)
    bring_goal(record, "RUS-001", "completed")
    bring_goal(record, "RUS-002", "sent")
    make_employment(record, to="sent")

    assert due(record.siri) == [
        ("sign_activities", today + DAY, FJELLHEIM),
        ("give_opinion", today + 2 * DAY, FJELLHEIM),
    ]
    assert due(record.bo) == [
        ("decide_goal", today + 3 * DAY, FJELLHEIM),
        ("confirm_service", today + 4 * DAY, FJELLHEIM),
    ]
    with clock.at(clock.now() + 2 * DAY):
        read = words(as_(record.siri).get("/oppgaver/"))
    assert f"Fristen gikk ut {norwegian_date(today + DAY)}, satt av {FJELLHEIM}" in read
    assert f"Frist {norwegian_date(today + 2 * DAY)}, satt av {FJELLHEIM}" in read


def test_a_certificate_is_due_by_what_holds_where_it_is_written(record, keeper):
    """Also when the doctor has gone elsewhere."""
    confirm_part_1(record)
    make_placement(record, make_employment(record))
    settle(record, keeper, "certificate", 9)
    actions.prepare_certificate(
        doctor=record.anna, institution=record.fjellheim, specialty=record.specialty, by=record.anna
    )
    record.anna.role_assignments.update(institution=record.kystbyen)

    assert due(record.bo) == [("write_certificate", clock.today() + 9 * DAY, FJELLHEIM)]


def test_what_already_waits_keeps_what_held_when_it_came(record, keeper):
    with clock.at(clock.now() - 10 * DAY):
        make_activity(record, sent=True)
    settle(record, keeper, days=1)

    assert due(record.siri) == [("sign_activities", None, "")]


def test_the_deadline_of_another_institution_is_not_theirs(record, keeper):
    elsewhere = people.add_user(username="kaia", full_name="Kaia Nygård", by=None)
    people.assign_role(user=elsewhere, role="education_lead", institution=record.kystbyen, by=None)
    actions.set_task_deadline(
        institution=record.kystbyen, kind="signing", days=3, valid_from=clock.today(), reason="LUU.", by=elsewhere
    )
    make_activity(record, sent=True)

    assert due(record.siri) == [("sign_activities", None, "")]


def test_the_plan_says_when_it_is_due(record, keeper):
    for kind in ("signing", "opinion", "decision"):
        settle(record, keeper, kind, 7)
    make_activity(record, sent=True)
    bring_goal(record, "RUS-001", "completed")
    bring_goal(record, "RUS-002", "sent")

    rows = goals_for_plan_page(record.anna, record.anna).waiting_on_others
    assert len(rows) == 3
    assert all(f"frist {rows[0].words.partition('frist ')[2]}" in row.words for row in rows)
    assert f"(satt av {FJELLHEIM})" in rows[0].words
    with clock.at(clock.now() + 8 * DAY):
        late = goals_for_plan_page(record.anna, record.anna).waiting_on_others
    assert all("fristen gikk ut" in row.words for row in late)


def test_the_leader_sees_how_many_are_past_the_deadline_and_whose_it_is(record, keeper):
    settle(record, keeper, "signing", 7)
    make_activity(record, sent=True)
    with clock.at(clock.now() + 3 * DAY):
        make_activity(record, sent=True)
    with clock.at(clock.now() + 8 * DAY):
        [queue] = [each for each in team_flow([record.anna]).queues if each.key == "signing"]
        read = words(as_(record.bo).get("/leger/oversikt/ventetider/"))

    assert [(each.number, each.late) for each in queue.waits] == [(2, 1)]
    assert "1 over fristen" in read
    assert f"Frist satt av {FJELLHEIM}: 7 dager" in read
    assert "Virksomheten har ikke satt noen frist." in read  # for the other two


def test_the_warning_follows_the_deadline_until_the_institution_has_a_threshold_of_its_own(record, keeper):
    def warned() -> dict[str, str]:
        return {each.rule.key: each.about for row in warnings_for([record.anna]) for each in row.warnings}

    settle(record, keeper, "decision", 5)
    bring_goal(record, "RUS-001", "sent")
    with clock.at(clock.now() + 5 * DAY):
        assert "undecided" not in warned()
    with clock.at(clock.now() + 6 * DAY):
        assert f"Kilde: fristen på 5 dager, satt av {FJELLHEIM}." in warned()["undecided"]
    actions.set_warning_threshold(institution=record.fjellheim, rule="undecided", threshold=20, by=keeper)
    with clock.at(clock.now() + 6 * DAY):
        assert "undecided" not in warned()


def test_an_opinion_is_due_from_the_completion_wherever_it_is_told(record, keeper):
    """The answer of the other one asked moves the ball, and no due date."""
    settle(record, keeper, "opinion", 14)
    came, day = clock.now(), clock.today()
    goal = bring_goal(record, "RUS-001", "completed")
    with clock.at(came + 9 * DAY):
        say(goal, record.cecilie)
        [row] = goals_for_plan_page(record.anna, record.anna).waiting_on_others
        page = words(as_(record.anna).get(goal.get_absolute_url()))
        [queue] = [each for each in team_flow([record.anna]).queues if each.key == "opinion"]

        assert due(record.siri) == [("give_opinion", day + 14 * DAY, FJELLHEIM)]
        assert f"siden {in_words(day)}, frist {in_words(day + 14 * DAY)}" in row.words
        assert row.since == queue.waits[0].oldest == doctors_of(record.siri)[0].oldest == goal.completed_at
        assert open_work(record.anna, record.siri, "supervisor").opinions[0].since == goal.completed_at
    assert f"Venter på uttalelse fra Siri Dahl siden {norwegian_date(day)}" in page


def told_of(record) -> dict[str, str]:
    """The sentence of each warning, its numbers, from which number on, and the source."""
    return {each.rule.key: f"{each.words} {each.about}" for row in warnings_for([record.anna]) for each in row.warnings}


def test_a_line_of_several_is_due_when_the_first_of_them_is(record, keeper):
    """What came before the deadline was set has none, and hides no other."""
    now, day = clock.now(), clock.today()
    confirm_part_1(record)
    with clock.at(now - 2 * DAY):
        make_activity(record, sent=True)
        bring_goal(record, "RUS-001", "sent")
        employment = make_employment(record, to="sent")
    for kind in ("signing", "decision", "service"):
        settle(record, keeper, kind, 7)
    make_activity(record, sent=True)
    bring_goal(record, "RUS-002", "sent")
    make_placement(record, employment, to="sent")

    assert due(record.siri) == [("sign_activities", day + 7 * DAY, FJELLHEIM)]
    assert ("confirm_service", day + 7 * DAY, FJELLHEIM) in due(record.bo)
    with clock.at(now + 7 * DAY):
        assert not {"unsigned", "undecided"} & told_of(record).keys()
    with clock.at(now + 8 * DAY):
        told = told_of(record)
        late = {queue.key: queue.waits[0].late for queue in team_flow([record.anna]).queues if queue.waits}
    assert late == {"signing": 1, "decision": 1}
    for key in ("unsigned", "undecided"):
        assert f"Varselet gjelder det som kom {norwegian_date(day)} (8 dager)." in told[key]
        assert f"Kilde: fristen på 7 dager, satt av {FJELLHEIM}." in told[key]


def test_a_shortened_deadline_holds_for_what_came_after_it(record, keeper):
    now, day = clock.now(), clock.today()
    settle(record, keeper, "signing", 30)
    settle(record, keeper, "signing", 3, valid_from=day + 10 * DAY)
    make_activity(record, sent=True)
    with clock.at(now + 11 * DAY):
        make_activity(record, sent=True)

        assert due(record.siri) == [("sign_activities", day + 14 * DAY, FJELLHEIM)]
    with clock.at(now + 14 * DAY):
        assert "unsigned" not in told_of(record)
    with clock.at(now + 15 * DAY):
        assert "Varsles fra 4 dager." in told_of(record)["unsigned"]


def test_what_has_no_deadline_is_warned_about_by_our_own_threshold_beside_what_has_one(record, keeper):
    now = clock.now()
    with clock.at(now - 2 * DAY):
        make_activity(record, sent=True)
    settle(record, keeper, "signing", 30)
    make_activity(record, sent=True)

    with clock.at(now + 11 * DAY):
        assert "unsigned" not in told_of(record)
    with clock.at(now + 12 * DAY):
        told = told_of(record)["unsigned"]
    assert "(14 dager). En aktivitet" in told
    assert "Varsles fra 14 dager. Kilde: vår egen terskel" in told


def test_what_came_after_a_deadline_was_taken_away_is_warned_about_beside_what_still_has_one(record, keeper):
    now, day = clock.now(), clock.today()
    settle(record, keeper, "signing", 60)
    settle(record, keeper, "signing", None, valid_from=day + 2 * DAY)
    make_activity(record, sent=True)
    with clock.at(now + 3 * DAY):
        make_activity(record, sent=True)

    with clock.at(now + 16 * DAY):
        assert "unsigned" not in told_of(record)
    with clock.at(now + 17 * DAY):
        told = told_of(record)["unsigned"]
    assert f"(17 dager). Varselet gjelder det som kom {norwegian_date(day + 3 * DAY)} (14 dager)." in told
    assert "Varsles fra 14 dager. Kilde: vår egen terskel" in told


def test_deadlines_cost_one_question_whatever_their_number(record, keeper):
    make_activity(record, sent=True)
    before = queries_of(record.siri, "/oppgaver/")
    for days in (3, 5, 7):
        settle(record, keeper, days=days)
    bring_goal(record, "RUS-001", "completed")

    assert queries_of(record.siri, "/oppgaver/") == before


# --- Who sets them, and what is refused ---


def test_the_education_lead_sets_one_and_the_history_says_who_and_why(record, keeper):
    answer = post(keeper, PAGE, kind="opinion", days="14", valid_from=clock.today().isoformat(), reason="LUU 3. mai.")

    assert answer["Location"] == PAGE
    event = AuditEvent.objects.get(name="task_deadline_set")
    assert (event.actor_name, event.acting_as) == ("Jorunn Bakke", "education_lead")
    assert event.details["days"] == 14
    read = words(as_(keeper).get(PAGE))
    assert "Frist: 14 dager, fra" in read
    assert "LUU 3. mai. · Satt av Jorunn Bakke" in read


def test_a_deadline_is_taken_away_from_a_day_and_told_before_it(record, keeper):
    settle(record, keeper, "signing", 7)
    settle(record, keeper, "signing", None, valid_from=clock.today() + 10 * DAY)

    read = words(as_(keeper).get(PAGE))

    assert "Frist: 7 dager" in read
    assert ": ingen frist." in read
    with clock.at(clock.now() + 10 * DAY):
        make_activity(record, sent=True)
        assert due(record.siri) == [("sign_activities", None, "")]


def test_it_is_refused_from_others_and_when_it_means_nothing(record, keeper):
    fields = {
        "institution": record.fjellheim, "kind": "signing", "days": 7, "valid_from": clock.today(), "reason": "LUU.",
    }  # fmt: skip
    for wrong, refusal in (
        ({"by": record.bo}, actions.NotDeadlineKeeper),
        ({"institution": record.kystbyen}, actions.NotDeadlineKeeper),
        ({"kind": "tea"}, actions.UnknownTaskKind),
        ({"days": 0}, actions.BadDeadline),
        ({"days": 366}, actions.BadDeadline),
        ({"valid_from": clock.today() - DAY}, actions.DeadlineBackdated),
        ({"reason": "  "}, actions.DeadlineReasonMissing),
        ({"days": None}, actions.NoDeadlineToEnd),
    ):
        with refused(refusal):
            actions.set_task_deadline(**{"by": keeper} | fields | wrong)
    assert not TaskDeadline.objects.exists()


@pytest.mark.parametrize("wrong", [{"days": 366}, {"reason": ""}])
def test_the_database_refuses_it_too(record, keeper, wrong):
    fields = {"institution": record.fjellheim, "kind": "signing", "days": 7, "valid_from": clock.today(), "by": keeper}
    with pytest.raises(IntegrityError):
        TaskDeadline.objects.create(**fields | {"reason": "LUU."} | wrong)


def test_what_was_typed_wrongly_stays_with_its_sentence(record, keeper):
    answer = post(keeper, PAGE, kind="signing", days="-4", valid_from="2001-01-01", reason="LUU.")

    assert 'value="-4"' in answer.content.decode()
    assert not TaskDeadline.objects.exists()


def test_the_page_is_for_the_education_lead(record, keeper):
    assert as_(record.bo).get(PAGE).status_code == 403
    assert as_(record.anna).get(PAGE).status_code == 403
    assert as_(keeper).get(PAGE).status_code == 200
