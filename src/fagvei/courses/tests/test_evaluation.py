"""What participants thought of a course: answered once without a trace of who, told from five, compared with earlier runs."""

import pytest
from django.db import models

from fagvei.audit.actions import seal_everything
from fagvei.audit.models import AuditEvent
from fagvei.audit.queries import verify_database
from fagvei.audit.verification import tampering
from fagvei.common import clock
from fagvei.common.models import IdempotencyKey
from fagvei.courses import actions
from fagvei.courses.actions import evaluation as evaluation_actions
from fagvei.courses.models import CourseEvaluation, EvaluationEntry, EvaluationSheet
from fagvei.courses.queries.evaluation_page import evaluation_page
from fagvei.courses.queries.evaluation_tasks import evaluation_tasks_for
from fagvei.courses.tests import evaluation_factories as make
from fagvei.courses.tests import factories
from fagvei.courses.tests.checks import refused
from fagvei.people.models import Notification, User
from fagvei.training.tests.browsing import as_, post, words
from fagvei.training.tests.checks import last_event


def form_of(value: object, text: str = "") -> dict[str, str]:
    return {code: str(given) for code, given in make.everything(value).items()} | {"words": text}


def test_only_the_host_opens_and_only_what_was_held(cast):
    run = factories.make_run(cast)
    assert refused(lambda: actions.open_evaluation(run=run, by=cast.eva)) == "run_not_held"
    assert refused(lambda: actions.open_evaluation(run=make.make_held(cast, []), by=cast.eva)) == "nobody_attended"
    held = make.make_held(cast, [cast.anna], code="HELD-3")
    assert refused(lambda: actions.open_evaluation(run=held, by=cast.bo)) == "not_host"

    actions.open_evaluation(run=held, by=cast.eva)

    assert last_event() == ("course_evaluation_opened", "Eva Strand", "host")
    assert Notification.objects.filter(user=cast.anna, kind="course_evaluation").count() == 1
    assert [task.title for task in evaluation_tasks_for(cast.anna)] == ["Evaluer Kurs HELD-3"]
    assert refused(lambda: actions.open_evaluation(run=held, by=cast.eva)) == "already_evaluated"


def test_an_answer_is_given_once_and_leaves_no_trace_of_who_or_when(cast):
    found = make.make_evaluation(cast, 2)
    first, second = cast.there
    address = f"{found.run.get_absolute_url()}evaluering/svar/"
    before = (AuditEvent.objects.count(), IdempotencyKey.objects.count(), Notification.objects.count())
    assert "Send svaret" in words(as_(first).get(address))

    post(first, address, **form_of(4, "Mer om cannabis."))
    again = words(post(first, address, **form_of(0)))

    assert before == (AuditEvent.objects.count(), IdempotencyKey.objects.count(), Notification.objects.count())
    assert "Du har svart." in again
    assert list(EvaluationSheet.objects.values_list("answers", "words")) == [(make.everything(4), "Mer om cannabis.")]
    assert set(EvaluationEntry.objects.values_list("doctor", "used")) == {(first.pk, True), (second.pk, False)}
    assert list(evaluation_tasks_for(first)) == []
    assert as_(cast.bo).get(address).status_code == 404
    assert refused(lambda: make.answer(found, cast.bo)) == "already_answered"
    assert refused(lambda: make.answer(found, second, 7)) == "answers_missing"


def test_nothing_in_the_tables_joins_a_person_to_an_answer():
    """By schema: no relation to a person, no time and no running number on a sheet, no time on an entry."""
    sheet = {field.name: type(field) for field in EvaluationSheet._meta.concrete_fields}
    entry = {field.name: type(field) for field in EvaluationEntry._meta.concrete_fields}
    assert sheet == {
        "id": models.UUIDField,
        "evaluation": models.ForeignKey,
        "answers": models.JSONField,
        "words": models.TextField,
    }
    assert entry == {
        "id": models.UUIDField,
        "evaluation": models.ForeignKey,
        "doctor": models.ForeignKey,
        "used": models.BooleanField,
    }
    assert EvaluationSheet._meta.get_field("evaluation").related_model is CourseEvaluation


def test_sheets_lie_in_random_order_with_new_keys(cast, monkeypatch):
    found = make.make_evaluation(cast, 3)
    monkeypatch.setattr(evaluation_actions, "shuffle", lambda rows: rows.reverse())
    keys = set()
    for doctor, value in zip(cast.there, (0, 1, 2), strict=True):
        make.answer(found, doctor, value)
        keys |= set(EvaluationSheet.objects.values_list("pk", flat=True))
    # Three, two and one new rows: none keeps its key.
    assert len(keys) == 6


def test_closing_counts_once_and_removes_who_was_asked(cast):
    found = make.make_evaluation(cast, 2)
    make.answer(found, cast.there[0])
    assert refused(lambda: actions.close_evaluation(evaluation=found, by=cast.eva)) == "evaluation_still_open"
    make.answer(found, cast.there[1])

    closed = actions.close_evaluation(evaluation=found, by=cast.eva)

    assert (closed.state, closed.asked, closed.sheets) == ("closed", 2, 2)
    assert (EvaluationEntry.objects.count(), EvaluationSheet.objects.count()) == (0, 0)
    assert last_event() == ("course_evaluation_closed", "Eva Strand", "host")
    assert "Færre enn fem svarte" in words(as_(cast.eva).get(found.get_absolute_url()))
    seal_everything()
    assert list(tampering(verify_database())) == []


def test_the_clock_closes_after_two_weeks(cast):
    found = make.make_evaluation(cast, 1)
    with clock.at(clock.now() + 14 * factories.DAY):
        assert actions.close_due_evaluations() == 0
    with clock.at(clock.now() + 15 * factories.DAY):
        assert refused(lambda: make.answer(found, cast.there[0])) == "evaluation_closed"
        assert actions.close_due_evaluations(dry_run=True) == actions.close_due_evaluations() == 1
    found.refresh_from_db()
    assert (found.state, found.sheets) == ("closed", 0)
    assert AuditEvent.objects.order_by("-pk").first().acting_as == "system"


def test_somebody_registered_late_may_answer_too(cast):
    found = make.make_evaluation(cast, 1)
    factories.attend(cast, cast.anna, found.run)
    assert [task.kind for task in evaluation_tasks_for(cast.anna)] == ["course_evaluation"]


@pytest.mark.parametrize(
    ("values", "told", "written"),
    [
        ([4] * 5, "for få svar til å vises", []),
        ([4] * 6 + [0] * 5, "6 av 11 er enige", ["Kortere dager."] * 11),
        ([4] * 10, "minst 6 av 10 er enige", ["Kortere dager."] * 10),
    ],
)
def test_what_is_told_depends_on_how_many_answered_alike(cast, values, told, written):
    found = make.answered(cast, values, "Kortere dager.")

    page = evaluation_page(found.run)

    assert [line.here.words for line in page.lines] == [told] * 4
    assert (page.told, found.words) == (len(values), written)


def test_leader_and_committee_read_it_beside_earlier_runs_and_others_do_not(cast):
    first = make.answered(cast, [4] * 5 + [1] * 5, ago=60)
    second = make.answered(cast, [4] * 6 + [1] * 5, "Mer om søvn.", course=first.run.course)
    member = factories.make_leader(cast, "marit", "committee_member")
    actions.appoint(
        course=first.run.course,
        person=member,
        role="member",
        from_on=factories.in_days(-5),
        to_on=factories.in_days(90),
        by=cast.eva,
    )

    told = words(as_(member).get(second.get_absolute_url()))

    assert "11 av 11 deltakere svarte." in told
    assert "6 av 11 er enige" in told
    assert f"{first.run.dates}: 5 av 10 er enige" in told
    assert "Mer om søvn." in told
    assert "Åpne evalueringen" not in told
    for person in (cast.bo, cast.there[0], User.objects.get(username="dag")):
        assert as_(person).get(second.get_absolute_url()).status_code == 403


def test_eva_opens_and_closes_it_on_the_page(cast):
    run = make.make_held(cast, [cast.anna])
    address = f"{run.get_absolute_url()}evaluering/"
    assert "1 deltaker kan svare, i 14 dager." in words(as_(cast.eva).get(address))
    post(cast.eva, f"{address}apne/")
    assert "Så langt: 0–4 svar." in words(as_(cast.eva).get(address))
    found = CourseEvaluation.objects.get()
    closing = f"/kursevalueringer/{found.public_id}/lukk/"
    told = as_(cast.eva).post(closing, {"idempotency_key": str(found.public_id)}, follow=True)
    assert "Evalueringen er åpen til siste dag" in words(told)
    make.answer(found, cast.anna)
    post(cast.eva, closing)
    assert "Færre enn fem svarte" in words(as_(cast.eva).get(address))
    assert as_(cast.bo).post(closing).status_code == 404
