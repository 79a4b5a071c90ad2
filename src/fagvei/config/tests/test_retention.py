"""Thirty years ahead: what has run out, what never does, and that looking changes nothing."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command

from fagvei.audit.models import AuditEvent
from fagvei.audit.queries import verify_database
from fagvei.audit.verification import tampering
from fagvei.common import clock
from fagvei.common.sensitivity import Retention
from fagvei.config import due, retention
from fagvei.curriculum import actions as curriculum
from fagvei.curriculum.models import GoalImport
from fagvei.handbook.models import Feedback
from fagvei.people.actions import notify
from fagvei.people.models import Notification
from fagvei.training.tests.history import add_history

DAY = dt.timedelta(days=1)
IN_THIRTY_YEARS = dt.timedelta(days=30 * 365)


@pytest.fixture
def history(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.FAGVEI_HOME = tmp_path
    add_history(cast)


def lines(on, approved_on=None):
    return {line.model: line for line in retention.report(on, approved_on)}


def test_in_thirty_years_decisions_are_kept_and_the_rest_has_run_out(history):
    on = clock.now() + IN_THIRTY_YEARS
    found = lines(on, approved_on=clock.today() + 3 * 365 * DAY)

    decisions = [line for line in found.values() if line.kept == Retention.DECISION]
    assert sum(line.rows for line in decisions) > 20
    assert [line for line in decisions if line.expired] == []
    assert found["training.SignOff"].rows == 2
    assert found["training.PlanActivity"].expired == found["training.PlanActivity"].rows > 0
    assert found["training.Attachment"].expired == found["training.Attachment"].rows > 0
    assert found["people.Notification"].expired == found["people.Notification"].rows > 0


def test_evidence_is_kept_until_two_years_after_the_approval_and_one_day_more(history):
    approved_on = dt.date(2030, 6, 1)
    last_day = dt.datetime(2032, 5, 31, 12, tzinfo=dt.UTC)
    assert lines(last_day, approved_on)["training.PlanActivity"].expired == 0
    assert lines(last_day + DAY, approved_on)["training.PlanActivity"].expired > 0


def test_without_an_approval_no_evidence_runs_out(history):
    found = lines(clock.now() + IN_THIRTY_YEARS)
    assert [line for line in found.values() if line.kept in retention.AFTER_APPROVAL and line.expired] == []


def test_the_command_tells_and_changes_nothing(history):
    before = AuditEvent.objects.count(), Notification.objects.count()
    out = StringIO()
    call_command("retention", "--on=2056-11-25", "--approved=2030-06-01", stdout=out)

    (told,) = [line for line in out.getvalue().splitlines() if "training.SignOff " in line]
    assert told.split() == ["A", "training.SignOff", "2", "rows,", "0", "have", "run", "out"]
    assert (AuditEvent.objects.count(), Notification.objects.count()) == before


def test_the_daily_jobs_remove_what_the_report_says_has_run_out_and_the_log_still_holds(history, cast):
    notify(user=cast.anna, kind="tested", text="Noe har hendt.")
    curriculum.keep_goal_import(file_name="a.csv", digest="0" * 64, rows=[], by=cast.hilde)
    closed = Feedback.objects.create(
        target_type="side", target_id="x", target_title="X", target_path="/", text="Feil.", contact="a@example.org",
        state=Feedback.State.CORRECTED,
    )  # fmt: skip
    opened = Feedback.objects.create(
        target_type="side", target_id="y", target_title="Y", target_path="/", text="Feil.", contact="b@example.org"
    )
    with clock.at(clock.now() + 366 * DAY):
        expected = lines(clock.now())
        done = due.run_due()
        assert done["remove_old_notifications"] == expected["people.Notification"].expired > 0
        assert done["forget_senders_of_feedback"] == expected["handbook.Feedback"].expired == 1
        assert done["remove_abandoned_imports"] == expected["curriculum.GoalImport"].expired == 1
        names = set(AuditEvent.objects.order_by().values_list("name", flat=True))
        assert {"senders_forgotten", "imports_removed"} <= names
        # The two reports of errors above were made past the action that writes the log.
        assert {each.code for each in tampering(verify_database())} == {"fact_unmentioned"}

    assert not Notification.objects.exists()
    assert not GoalImport.objects.exists()
    assert [Feedback.objects.get(pk=each.pk).contact for each in (closed, opened)] == ["", "b@example.org"]


def test_what_was_done_yesterday_is_kept(history, cast):
    notify(user=cast.anna, kind="tested", text="Noe har hendt.")
    with clock.at(clock.now() + DAY):
        assert due.run_due()["remove_old_notifications"] == 0
    assert list(tampering(verify_database())) == []
