"""Procedures: how independently, many at once or none, and never a national identity number."""

import datetime as dt
import random

import pytest

from fagvei.audit.models import AuditEvent
from fagvei.common import clock
from fagvei.common.patients import HoldsNationalId
from fagvei.common.tests.test_text import national_id, written
from fagvei.training import actions
from fagvei.training.models import ActivityEvent, PlanActivity
from fagvei.training.tests.checks import assert_sound, last_event, notices, refused
from fagvei.training.tests.factories import bring_goal, log_fields, log_list, make_activity


def entry(record, title="Abstinensvurdering", **changes):
    fields = {"title": title, "done_on": clock.today(), "goals": [record.goals["RUS-001"]], **changes}
    return actions.Entry(**fields)


def log(record, *entries, by=None):
    return actions.log_procedures(doctor=record.doctor, entries=entries, by=by or record.doctor)


# --- How independently ---


def test_the_level_is_part_of_what_is_signed(record):
    activity = make_activity(record, sent=True, independence="supervised")
    shown = activity.content_digest()
    PlanActivity.objects.filter(pk=activity.pk).update(independence="independent")

    with refused(actions.ContentChanged):
        actions.sign_activity(plan_activity=activity, by=record.siri, seen_digest=shown)


def test_a_content_without_a_level_has_the_digest_it_had_before_levels_were_kept(record):
    activity = make_activity(record)
    assert "independence" not in activity.digest_content()
    digests = {activity.digest(), activity.content_digest()}
    activity.independence = "independent"
    assert digests.isdisjoint({activity.digest(), activity.content_digest()})


def test_only_procedures_have_a_level(record):
    assert make_activity(record, kind="simulation", independence="independent").independence == ""
    activity = make_activity(record, independence="independent")
    assert activity.independence == "independent"
    assert actions.change_activity(plan_activity=activity, kind="other", by=record.anna).independence == ""
    assert_sound()


# --- Many at once ---


def test_a_list_is_logged_and_sent_with_one_event_and_one_notice(record):
    rows = log(
        record,
        entry(record, "Samtale", supervisor=record.siri, independence="independent", repetitions=3),
        entry(record, "Måling", supervisor=record.siri),
        entry(record, "Kladden"),
    )

    assert [(row.title, row.state, row.waiting_on) for row in rows] == [
        ("Samtale", "sent", record.siri),
        ("Måling", "sent", record.siri),
        ("Kladden", "done", None),
    ]
    assert len({row.batch for row in rows}) == 1
    assert rows[0].batch is not None
    assert last_event() == ("procedures_logged", "Anna Berg", "doctor")
    assert AuditEvent.objects.filter(name="procedures_logged").count() == 1
    assert notices(record.siri) == ["activities_to_sign"]
    record.goals["RUS-001"].refresh_from_db()
    assert record.goals["RUS-001"].state == "begun"
    assert_sound()


def test_one_bad_line_and_nothing_is_logged(record):
    good, late = entry(record), entry(record, done_on=clock.today() + dt.timedelta(days=1))
    with refused(actions.FutureDate):
        log(record, good, late)
    with refused(actions.NotSupervisor):
        log(record, good, entry(record, supervisor=record.dag))
    with refused(actions.OwnSupervisor):
        log(record, entry(record, supervisor=record.anna))
    with refused(actions.NoGoals):
        log(record, good, entry(record, goals=[]))
    with refused(actions.NotOwnRecord):
        log(record, good, by=record.bo)
    with refused(actions.NothingToLog):
        log(record)
    with refused(actions.TooManyAtOnce):
        log(record, *[good] * 201)
    assert not ActivityEvent.objects.exists()


def test_two_lists_have_two_marks(record):
    assert log_list(record)[0].batch != log_list(record)[0].batch


# --- No national identity number, whichever way it comes ---

draw = random.Random(26)


def words():
    return f"Samtale med {written(draw, national_id(draw))} på posten"


def test_no_action_stores_a_national_id(record):
    activity = make_activity(record, sent=True)
    goal = bring_goal(record, "RUS-002", "sent")
    attempts = (
        lambda: actions.log_activity(**log_fields(record, title=words())),
        lambda: actions.log_activity(**log_fields(record, reflection=words())),
        lambda: actions.log_activity(**log_fields(record, place=words())),
        lambda: log(record, entry(record), entry(record, place=words())),
        lambda: actions.sign_activity(plan_activity=activity, by=record.siri, comment=words()),
        lambda: actions.return_activity(plan_activity=activity, by=record.siri, comment=words()),
        lambda: actions.return_goal(plan_goal=goal, by=record.bo, comment=words()),
        lambda: actions.archive_plan(plan=record.plan, by=record.bo, reason=words()),
        lambda: actions.complete_goal(
            plan_goal=record.goals["RUS-003"], comment=words(), supervisors=[record.siri], by=record.anna
        ),
    )
    for attempt in attempts:
        with refused(HoldsNationalId, words="fødselsnummer"):
            attempt()


@pytest.mark.parametrize("form", ["d-nummer", "h-nummer", "vanlig"])
def test_every_kind_of_number_is_refused_in_a_reflection(record, form):
    wanted = {"d-nummer": lambda n: n[0] in "4567", "h-nummer": lambda n: int(n[2:4]) in range(41, 53)}
    chosen = next(
        number
        for number in iter(lambda: national_id(draw), None)
        if wanted.get(form, lambda n: n[0] in "0123" and int(n[2:4]) <= 12)(number)
    )
    with refused(HoldsNationalId):
        actions.log_activity(**log_fields(record, reflection=f"Ring {chosen}."))
