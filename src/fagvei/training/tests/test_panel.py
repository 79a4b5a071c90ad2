"""The assessment panel: called, the doctor told, held with minutes and outcomes; it advises and never approves."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from fagvei.common import clock
from fagvei.people import actions as people
from fagvei.training import access, actions
from fagvei.training.models import AssessmentPanel, PanelItem, PanelOutcome, PlanGoal
from fagvei.training.queries.waiting_count import task_count
from fagvei.training.tests.browsing import as_, post, words
from fagvei.training.tests.checks import assert_sound, last_event, notices, refused
from fagvei.training.tests.factories import bring_goal, make_activity, until_it_meets
from fagvei.training.tests.inbox import tasks_of
from fagvei.training.tests.test_views_plan import queries_of

SOON = dt.timedelta(days=7)


def call(record, **changes) -> AssessmentPanel:
    if record.goals["RUS-001"].events.count() == 0:
        bring_goal(record, "RUS-001", "sent", against=True)
    fields = {
        "doctor": record.anna,
        "goals": [record.goals["RUS-001"]],
        "members": [record.siri],
        "meets_at": clock.now() + SOON,
        "doctor_takes_part": True,
        "doubt": "Lite sett i akuttarbeid.",
        "by": record.bo,
    }
    return actions.call_panel(**fields | changes)


def hold(record, panel, *, advice="follow_up", follow_up_on=None, by=None, minutes="Vi så på helheten.", **changes):
    if advice == "follow_up" and follow_up_on is None:
        follow_up_on = clock.today() + dt.timedelta(days=60)
    outcomes = {item: actions.Outcome(advice, "Mer akuttarbeid.", follow_up_on) for item in panel.items.all()}
    fields = {"minutes": minutes, "outcomes": outcomes, "doctor_took_part": panel.doctor_takes_part}
    return actions.hold_panel(panel=until_it_meets(panel), by=by or record.bo, **fields | changes)


def titles(user) -> list[str]:
    return [task.title for task in tasks_of(user) if "ollegi" in task.title]


def test_the_leader_calls_a_panel_and_all_in_it_are_told(record):
    panel = call(record)

    assert panel.state == "called"
    assert panel.waiting_on == record.bo
    seats = [(str(seat.person), seat.role) for seat in panel.members.all()]
    assert seats == [("Bo Lund", "chair"), ("Cecilie Vik", "mentor"), ("Siri Dahl", "supervisor")]
    assert panel.items.get().source == PanelItem.Source.AGAINST
    assert last_event() == ("panel_called", "Bo Lund", "leader")
    for person in (record.anna, record.cecilie, record.siri):
        assert notices(person)[-1] == "panel_called"
    assert titles(record.bo) == ["Evalueringskollegium om Anna Berg"]
    assert_sound()


def test_a_panel_with_the_doctor_is_closed_when_it_is_held_and_approves_nothing(record):
    panel = hold(record, call(record))

    assert (panel.state, panel.waiting_on) == ("closed", None)
    assert PlanGoal.objects.get(pk=record.goals["RUS-001"].pk).state == "sent"
    assert last_event() == ("panel_held", "Bo Lund", "leader")
    assert notices(record.anna)[-1] == "panel_held"
    assert "Vi så på helheten." in words(as_(record.anna).get(panel.get_absolute_url()))
    assert_sound()


def test_without_the_doctor_the_mentor_tells_before_and_after(record):
    panel = call(record, doctor_takes_part=False)
    assert panel.waiting_on == record.cecilie
    assert "panel_called" not in notices(record.anna)
    assert titles(record.cecilie) == ["Orienter Anna Berg før evalueringskollegiet"]
    until_it_meets(panel)
    with refused(actions.DoctorNotTold):
        hold(record, panel)

    panel = actions.tell_doctor_of_panel(panel=panel, by=record.cecilie)
    assert panel.waiting_on == record.bo
    with refused(actions.NothingToTell):
        actions.tell_doctor_of_panel(panel=panel, by=record.cecilie)
    panel = hold(record, panel)

    assert (panel.state, panel.waiting_on) == ("held", record.cecilie)
    assert titles(record.cecilie) == ["Orienter Anna Berg etter evalueringskollegiet"]
    read = words(as_(record.anna).get(panel.get_absolute_url()))
    assert "Du leser referatet når veilederen har orientert deg." in read
    assert "Vi så på helheten." not in read
    assert "Mer akuttarbeid." not in read
    panel = actions.tell_doctor_of_panel(panel=panel, by=record.cecilie)
    assert panel.state == "closed"
    assert "Vi så på helheten." in words(as_(record.anna).get(panel.get_absolute_url()))
    assert notices(record.anna)[-2:] == ["panel_told", "panel_told"]
    assert_sound()


def test_the_doctor_does_not_read_the_opinions_in_the_panel(record):
    panel = call(record)

    assert "Sett i arbeid på posten." in words(as_(record.siri).get(panel.get_absolute_url()))
    assert "Sett i arbeid på posten." not in words(as_(record.anna).get(panel.get_absolute_url()))


def test_the_doctor_reads_why_a_goal_is_there_when_it_is_decided(record):
    """«en uttalelse fraråder» would tell what an adviser said; that it stands there for another reason would, too."""
    goal = bring_goal(record, "RUS-001", "sent", against=True)
    panel = call(record)
    other = bring_goal(record, "RUS-002", "sent")
    by_hand = actions.add_panel_goal(panel=panel, plan_goal=other, doubt="", by=record.bo)
    assert (panel.items.get(plan_goal=goal).source, by_hand.source) == ("against", "by_hand")

    def read(person):
        return words(as_(person).get(panel.get_absolute_url()))

    assert "en uttalelse fraråder" in read(record.siri)
    assert not any(why in read(record.anna) for why in ("fraråder", "satt opp av lederen"))

    actions.return_goal(plan_goal=goal, comment="Mer akuttarbeid.", by=record.bo)
    assert "en uttalelse fraråder" in read(record.anna)
    assert "satt opp av lederen" not in read(record.anna)


def test_the_decide_page_shows_what_the_panel_came_to(record):
    panel = hold(record, call(record))
    goal = record.goals["RUS-001"]

    read = words(as_(record.bo).get(reverse("training:decide_goal", args=[goal.public_id])))

    assert "Oppfølging før ny vurdering" in read
    assert "Mer akuttarbeid." in read
    assert "Følg opp RUS-001 (Anna Berg) etter evalueringskollegiet" in titles(record.bo)
    due = next(task.due_on for task in tasks_of(record.bo) if task.kind == "follow_up_goal")
    assert due == panel.items.get().outcome.follow_up_on
    actions.sign_off_goal(plan_goal=goal, by=record.bo, reason="Fulgt opp.")
    assert titles(record.bo) == []


def test_the_decide_page_sends_the_goal_to_a_panel(record):
    goal = bring_goal(record, "RUS-001", "sent")
    page = as_(record.bo).get(reverse("training:decide_goal", args=[goal.public_id])).content.decode()
    address = f"{reverse('training:call_panel', args=[record.anna.public_id])}?mal={goal.public_id}"
    assert f'href="{address}"' in page
    assert "checked" in as_(record.bo).get(address).content.decode()

    meets = clock.today() + SOON
    fields = {"goals": [str(goal.public_id)], "members": [str(record.siri.public_id)], "day": f"{meets:%Y-%m-%d}"}
    answer = post(
        record.bo, address, **fields, time="14:30", doubt="", place="", doctor_takes_part="yes", mal=str(goal.public_id)
    )

    panel = AssessmentPanel.objects.get()
    assert answer["Location"] == panel.get_absolute_url()
    assert panel.items.get().source == PanelItem.Source.DECISION
    assert panel.meets_at.astimezone(clock.OSLO).strftime("%H:%M") == "14:30"


def test_minutes_and_outcomes_are_written_on_the_page(record):
    panel = call(record)
    item = panel.items.get()
    url = reverse("training:hold_panel", args=[panel.public_id])
    fields = {f"advice-{item.public_id}": "approve", f"comment-{item.public_id}": "Trygt."}

    with clock.at(panel.meets_at):
        page = as_(record.bo).get(url).content.decode()
        assert page.index('value="yes"') < page.index("checked") < page.index('value="no"'), "as planned"
        fields["doctor_took_part"] = "yes"
        assert post(record.bo, url, minutes="", **fields).status_code == 200
        assert not PanelOutcome.objects.exists()
        assert post(record.bo, url, minutes="Enige.", **fields).status_code == 302

    assert PanelOutcome.objects.get().advice == "approve"
    panel.refresh_from_db()
    assert panel.state == "closed"


def test_the_minutes_say_whether_the_doctor_was_there(record):
    """Planned to take part, and was not there: the mentor tells afterwards."""
    panel = call(record)
    item = panel.items.get()
    fields = {f"advice-{item.public_id}": "approve", "minutes": "Enige.", "doctor_took_part": "no"}
    until_it_meets(panel)
    assert post(record.bo, reverse("training:hold_panel", args=[panel.public_id]), **fields).status_code == 302

    panel.refresh_from_db()
    assert (panel.state, panel.waiting_on) == ("held", record.cecilie)
    assert titles(record.cecilie) == ["Orienter Anna Berg etter evalueringskollegiet"]
    assert "var ikke med" in words(as_(record.bo).get(panel.get_absolute_url()))
    assert_sound()


def test_a_doctor_who_came_after_all_needs_not_be_told(record):
    panel = hold(record, call(record, doctor_takes_part=False), doctor_took_part=True)
    assert panel.state == "closed"
    assert "var med" in words(as_(record.bo).get(panel.get_absolute_url()))


def test_a_panel_is_not_held_before_it_meets(record):
    panel = call(record)
    item = panel.items.get()
    with refused(actions.MeetingAhead), clock.at(panel.meets_at - dt.timedelta(seconds=1)):
        actions.hold_panel(
            panel=panel, minutes="x", outcomes={item: actions.Outcome("approve")}, doctor_took_part=True, by=record.bo
        )
    assert "Referat og utfall føres når møtet har vært." in words(as_(record.bo).get(panel.get_absolute_url()))
    assert not PanelOutcome.objects.exists()


def change_mentor(record) -> None:
    people.assign_role(user=record.stian, role="mentor", institution=record.fjellheim, by=None)
    people.relate(
        doctor=record.anna, person=record.stian, kind="mentor", institution=record.fjellheim, by=record.bo,
        replace=True, reason="Permisjon.",
    )  # fmt: skip


@pytest.mark.parametrize("is_held", [False, True])
def test_the_new_mentor_tells_the_doctor(record, is_held):
    panel = call(record, doctor_takes_part=False)
    when = "før"
    if is_held:
        panel, when = hold(record, actions.tell_doctor_of_panel(panel=panel, by=record.cecilie)), "etter"
    change_mentor(record)
    task = f"Orienter Anna Berg {when} evalueringskollegiet"
    assert task in titles(record.stian), "at once"
    assert titles(record.cecilie) == []

    assert (actions.settle_everything(), actions.settle_everything()) == (1, 0)

    panel.refresh_from_db()
    assert panel.waiting_on == record.stian
    assert notices(record.stian)[-1] == "panel_handed_over"
    actions.tell_doctor_of_panel(panel=panel, by=record.stian)
    assert titles(record.stian) == ([] if is_held else ["Møt i evalueringskollegiet om Anna Berg"])
    assert_sound()


def test_the_new_mentor_is_told_of_the_day_and_the_former_reads_no_agenda(record):
    """The doctor comes, so nobody has to tell; the advisers' reasons stand on the agenda."""
    panel = call(record)
    assert titles(record.cecilie) == ["Møt i evalueringskollegiet om Anna Berg"]
    change_mentor(record)
    assert titles(record.stian) == ["Møt i evalueringskollegiet om Anna Berg"]
    assert task_count(record.stian) == len(tasks_of(record.stian))
    assert titles(record.cecilie) == []
    assert as_(record.cecilie).get(panel.get_absolute_url()).status_code == 404


def test_who_has_left_the_institution_has_left_the_panel_and_a_day_that_is_over_asks_nobody(record):
    guest = people.add_user(username="gjest", full_name="Gjest Kollega", by=None)
    role = people.assign_role(user=guest, role="supervisor", institution=record.fjellheim, by=None)
    panel = call(record, members=[guest, record.siri])
    with clock.at(panel.meets_at + dt.timedelta(days=1)):
        assert (titles(guest), titles(record.siri), task_count(guest)) == ([], [], 0)
    people.end_role(assignment=role, by=None)
    assert titles(guest) == []
    assert as_(guest).get(panel.get_absolute_url()).status_code == 404
    assert as_(record.siri).get(panel.get_absolute_url()).status_code == 200


def test_a_panel_held_while_there_was_no_mentor_waits_for_the_next_one(record):
    panel = actions.tell_doctor_of_panel(panel=call(record, doctor_takes_part=False), by=record.cecilie)
    people.end_relation(relation=record.anna.relations_as_doctor.get(kind="mentor"), by=record.bo)
    panel = hold(record, panel)
    assert (panel.state, panel.waiting_on, actions.settle_everything()) == ("held", None, 0)
    change_mentor(record)

    assert actions.settle_everything() == 1
    panel.refresh_from_db()
    assert panel.waiting_on == record.stian


def test_each_member_has_the_day_in_the_inbox_until_it_is_held(record):
    guest = people.add_user(username="gjest", full_name="Gjest Kollega", by=None)
    people.assign_role(user=guest, role="supervisor", institution=record.fjellheim, by=None)
    panel = call(record, members=[guest, record.siri])

    for member in (guest, record.siri, record.cecilie):
        [task] = [task for task in tasks_of(member) if task.kind == "attend_panel"]
        assert (task.url, task.due_on) == (panel.get_absolute_url(), clock.today() + SOON)
        assert task_count(member) == len(tasks_of(member))
    assert [task.kind for task in tasks_of(record.bo) if "panel" in task.kind] == ["hold_panel"]
    hold(record, panel)
    assert titles(guest) == []


def test_a_goal_is_added_to_the_agenda_once(record):
    panel = call(record)
    goal = bring_goal(record, "RUS-002", "completed")

    post(record.bo, panel.get_absolute_url() + "mal/", goal=str(goal.public_id), doubt="Lite øvelse.")

    assert last_event() == ("panel_goal_added", "Bo Lund", "leader")
    until_it_meets(panel)
    with refused(actions.AlreadyOnAgenda):
        actions.add_panel_goal(panel=panel, plan_goal=goal, doubt="", by=record.bo)
    with refused(actions.OutcomeMissing):
        hold(record, panel, outcomes={panel.items.first(): actions.Outcome("approve")})


def test_a_panel_is_cancelled_with_a_reason_and_cannot_be_held(record):
    panel = until_it_meets(call(record))
    with refused(actions.ReasonMissing):
        actions.cancel_panel(panel=panel, reason=" ", by=record.bo)

    panel = actions.cancel_panel(panel=panel, reason="Sykdom.", by=record.bo)

    assert last_event() == ("panel_cancelled", "Bo Lund", "leader")
    assert notices(record.siri)[-1] == "panel_cancelled"
    with refused(actions.PanelNotOpen):
        hold(record, panel)
    with refused(actions.PanelNotOpen):
        actions.cancel_panel(panel=panel, reason="Igjen.", by=record.bo)


def test_what_makes_no_panel_is_refused(record):
    bring_goal(record, "RUS-001", "sent")
    other = bring_goal(record, "RUS-002", "completed")
    with refused(actions.AgendaEmpty):
        call(record, goals=[])
    with refused(actions.NotForPanel):
        call(record, members=[record.dag])
    with refused(actions.NotForPanel):
        call(record, members=[record.anna])
    with refused(actions.MeetingInThePast):
        call(record, meets_at=clock.now() - SOON)
    with refused(actions.NotLeader):
        call(record, by=record.cecilie)
    with refused(actions.OwnCase):
        call(record, by=record.anna)
    people.end_relation(relation=record.anna.relations_as_doctor.get(kind="mentor"), by=record.bo)
    with refused(actions.PanelWithoutMentor):
        call(record, goals=[other])


@pytest.mark.parametrize(("advice", "day"), [("follow_up", -1), ("approve", 5)])
def test_only_follow_up_has_a_date_and_not_a_passed_one(record, advice, day):
    panel = until_it_meets(call(record))
    with refused(actions.FollowUpDate):
        hold(record, panel, advice=advice, follow_up_on=clock.today() + dt.timedelta(days=day))


def test_only_the_mentor_tells_the_doctor(record):
    panel = call(record, doctor_takes_part=False)
    with refused(actions.NotMentorToTell):
        actions.tell_doctor_of_panel(panel=panel, by=record.bo)
    assert post(record.bo, panel.get_absolute_url() + "orientert/").status_code == 403


def test_a_member_sees_the_panel_until_it_is_closed_and_nothing_else(record):
    guest = people.add_user(username="gjest", full_name="Gjest Kollega", by=None)
    people.assign_role(user=guest, role="supervisor", institution=record.fjellheim, by=None)
    panel = call(record, members=[guest])

    assert as_(guest).get(panel.get_absolute_url()).status_code == 200
    assert as_(guest).get(record.goals["RUS-001"].get_absolute_url()).status_code == 404
    hold(record, panel)
    assert as_(guest).get(panel.get_absolute_url()).status_code == 404
    assert not access.visible_to(guest, AssessmentPanel).exists()


@pytest.mark.parametrize("who", ["stian", "dag", "trond", "eva"])
def test_others_do_not_find_the_panel(record, who):
    panel = call(record)

    assert as_(getattr(record, who)).get(panel.get_absolute_url()).status_code == 404
    assert "Anna Berg" not in words(as_(getattr(record, who)).get("/evalueringskollegier/"))


def test_the_page_asks_as_much_for_three_goals_as_for_one(record):
    panel = call(record)
    before = queries_of(record.bo, panel.get_absolute_url())
    for code in ("RUS-002", "RUS-003"):
        goal = bring_goal(record, code, "mentor")
        make_activity(record, signed=True, goals=[goal])
        actions.add_panel_goal(panel=panel, plan_goal=goal, doubt="", by=record.bo)

    assert queries_of(record.bo, panel.get_absolute_url()) == before
    assert uuid.UUID(str(panel.public_id))
