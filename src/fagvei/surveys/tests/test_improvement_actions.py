"""After a wave: at most three open measures, counts of records, sharing, and no end of a report without a next wave."""

import datetime as dt

import pytest

from fagvei.audit.models import AuditEvent
from fagvei.common import clock
from fagvei.common.refusal import Refusal
from fagvei.people.tests.cast import make_cast
from fagvei.surveys import actions
from fagvei.surveys.models import ImprovementMeasure, RecordReview, ReMeasurement, SurveyRelease, SurveyRound
from fagvei.surveys.queries.improvement import closing_of, reviews_of, why_called_off
from fagvei.surveys.queries.measures_tasks import improvement_tasks
from fagvei.surveys.queries.released import Nearness, ReleasedGap, released_gaps
from fagvei.surveys.rules.record_review import ReviewCounts
from fagvei.surveys.tests import report_factories as make


@pytest.fixture
def ward(db, settings):
    settings.FAGVEI_DEMO = False
    return make.make_ward(make_cast())


def refused(act) -> str:
    """The code of the refusal; "" when nothing refused."""
    try:
        act()
    except Refusal as refusal:
        return refusal.code
    return ""


def plan(ward, **fields):
    values = {"what": "Lage sjekkliste.", "responsible": "fagsykepleier", "strategy": "reminders"}
    values |= {
        "due_on": clock.today() + dt.timedelta(days=30),
        "measured_by": "Ti journaler i måneden.",
        "by": ward.mona,
    }
    return actions.plan_measure(survey_round=ward.wave, item=ward.items[0], **{**values, **fields})


def newest_event() -> AuditEvent:
    return AuditEvent.objects.order_by("pk").last()


# --- Measures ---


def test_a_measure_has_its_first_step_and_an_event(ward):
    measure = plan(ward)
    step = measure.events.get()

    assert (measure.state, step.kind, step.due_on) == ("not_started", "planned", measure.due_on)
    event = newest_event()
    assert (event.name, event.acting_as, set(event.facts)) == (
        "measure_planned",
        "survey_owner",
        {measure.fact_id, step.fact_id},
    )


def test_the_fourth_open_measure_is_refused_until_one_is_closed(ward):
    first, *_others = [plan(ward) for _n in range(3)]

    with pytest.raises(actions.ThreeAreOpen, match="Gjennomfør eller stopp ett av dem"):
        plan(ward)
    actions.complete_measure(measure=first, by=ward.mona)
    plan(ward)

    assert ImprovementMeasure.objects.open().count() == 3


def test_measures_of_an_earlier_wave_count_too(ward):
    for _n in range(3):
        plan(ward)
    ward.wave = make.make_wave(ward.survey, [make.LOW, make.MIDDLE])
    assert refused(lambda: plan(ward)) == "three_are_open"


def test_the_steps_of_a_measure_are_its_history(ward):
    measure = plan(ward)
    later = measure.due_on + dt.timedelta(days=14)
    actions.begin_measure(measure=measure, by=ward.mona)
    actions.move_due_date(measure=measure, due_on=later, reason="Ferie.", by=ward.mona)
    actions.complete_measure(measure=measure, comment="Listen er i bruk.", by=ward.mona)

    measure.refresh_from_db()
    steps = [(step.kind, step.state_after, step.comment) for step in measure.events.order_by("pk")]
    assert steps == [
        ("planned", "not_started", ""),
        ("begun", "under_way", ""),
        ("moved", "under_way", "Ferie."),
        ("done", "done", "Listen er i bruk."),
    ]
    last = measure.events.order_by("pk").last()
    assert (measure.state, measure.due_on, measure.since) == ("done", later, last.at)


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda w, m: actions.begin_measure(measure=m, by=w.mona), "measure_is_closed"),
        (lambda w, m: actions.complete_measure(measure=m, by=w.mona), "measure_is_closed"),
        (lambda w, m: actions.drop_measure(measure=m, reason="Nei.", by=w.mona), "measure_is_closed"),
        (
            lambda w, m: actions.move_due_date(measure=m, due_on=clock.today(), reason="Nei.", by=w.mona),
            "measure_is_closed",
        ),
    ],
)
def test_a_closed_measure_stays_closed(ward, act, code):
    measure = actions.drop_measure(measure=plan(ward), reason="Avdelingen flytter.", by=ward.mona)
    assert refused(lambda: act(ward, measure)) == code


def test_dates_and_reasons_are_asked_for(ward):
    yesterday = clock.today() - dt.timedelta(days=1)
    measure = plan(ward, due_on=clock.today())
    assert refused(lambda: plan(ward, due_on=yesterday)) == "date_has_passed"
    assert refused(lambda: actions.drop_measure(measure=measure, reason=" ", by=ward.mona)) == "measure_reason_missing"
    moved = {"measure": measure, "by": ward.mona}
    assert refused(lambda: actions.move_due_date(due_on=yesterday, reason="Ferie.", **moved)) == "date_has_passed"
    assert refused(lambda: actions.move_due_date(due_on=clock.today(), reason="", **moved)) == "measure_reason_missing"


def test_others_do_nothing(ward):
    measure = plan(ward)
    for act in (
        lambda: plan(ward, by=ward.bo),
        lambda: actions.begin_measure(measure=measure, by=ward.bo),
        lambda: actions.release_round(survey_round=ward.wave, by=ward.bo),
        lambda: actions.close_report(survey_round=ward.wave, no_action_reason="Nei.", by=ward.bo),
        lambda: actions.record_review(
            survey_round=ward.wave, item=ward.items[0], counts=ReviewCounts(10, 0, 0, 0, 0), by=ward.bo
        ),
    ):
        assert refused(act) == "owners_only"
    assert (SurveyRelease.objects.count(), RecordReview.objects.count(), ReMeasurement.objects.count()) == (0, 0, 0)


def test_a_measure_comes_into_the_inbox_when_it_is_due(ward):
    plan(ward, due_on=clock.today() + dt.timedelta(days=15))
    due = plan(ward, due_on=clock.today() + dt.timedelta(days=14))
    tasks = improvement_tasks(ward.mona)

    assert [(task.kind, task.due_on) for task in tasks] == [("gap_report", None), ("gap_measure", due.due_on)]
    assert improvement_tasks(ward.bo) == []


# --- Records ---


def test_the_newest_counts_of_records_hold(ward):
    for met in (3, 6):
        counts = ReviewCounts(met=met, not_met=1, deviation_reasoned=1, not_applicable=1, not_documented=1)
        actions.record_review(survey_round=ward.wave, item=ward.items[0], counts=counts, by=ward.mona)
    assert reviews_of(ward.wave) == {ward.items[0].pk: counts}
    assert (newest_event().name, newest_event().details) == ("records_reviewed", {"round": 1, "records": 10})


@pytest.mark.parametrize("counts", [ReviewCounts(0, 0, 0, 0, 0), ReviewCounts(10, 1, 0, 0, 0)])
def test_there_are_one_to_ten_records(ward, counts):
    with pytest.raises(actions.TooManyRecords, match="høyst ti journaler"):
        actions.record_review(survey_round=ward.wave, item=ward.items[0], counts=counts, by=ward.mona)


# --- The end of a report ---


def test_a_report_is_not_closed_before_the_next_wave_has_a_date(ward):
    with pytest.raises(actions.NextWaveMissing, match="Sett en dato for neste måling"):
        actions.close_report(survey_round=ward.wave, by=ward.mona)
    plan(ward)
    close = lambda reason: actions.close_report(survey_round=ward.wave, no_action_reason=reason, by=ward.mona)  # noqa: E731 -- asked twice
    assert (refused(lambda: close("")), refused(lambda: close("Nei."))) == ("measures_are_open", "measures_are_open")
    opens_on = clock.today() + dt.timedelta(days=90)
    following = actions.book_next_round(
        survey_round=ward.wave, opens_on=opens_on, closes_on=opens_on + dt.timedelta(days=14), by=ward.mona
    )
    actions.close_report(survey_round=ward.wave, no_action_reason="Ikke nødvendig.", by=ward.mona)

    ward.wave.refresh_from_db()
    assert (ward.wave.state, ward.wave.re_measurement.next_round) == ("reported", following)
    assert ward.wave.re_measurement.no_action_reason == ""
    assert (following.number, following.opens_on) == (2, opens_on)
    assert [(row.profession, row.count) for row in following.staff.all()] == [("nurse", 15)]
    assert newest_event().name == "survey_report_closed"
    assert refused(lambda: actions.close_report(survey_round=ward.wave, by=ward.mona)) == "report_is_closed"


def test_the_wave_that_let_a_report_close_is_moved_or_called_off_and_another_planned(ward):
    opens_on = clock.today() + dt.timedelta(days=90)
    dates = {"opens_on": opens_on, "closes_on": opens_on + dt.timedelta(days=14)}
    following = actions.book_next_round(survey_round=ward.wave, by=ward.mona, **dates)
    actions.close_report(survey_round=ward.wave, no_action_reason="Vi fortsetter.", by=ward.mona)
    later = {name: day + dt.timedelta(days=30) for name, day in dates.items()}
    assert actions.move_round(round_=following, by=ward.mona, **later).state == "planned"
    actions.cancel_round(round_=following, reason="Anbefalingene er trukket tilbake.", by=ward.mona)
    closing = closing_of(ward.wave)
    assert why_called_off(closing) == "Måling 2 ble avlyst: Anbefalingene er trukket tilbake."
    assert actions.book_next_round(survey_round=ward.wave, by=ward.mona, **later).number == 3


def book(ward) -> SurveyRound:
    day = clock.today() + dt.timedelta(days=90)
    return actions.book_next_round(
        survey_round=ward.wave, opens_on=day, closes_on=day + dt.timedelta(days=14), by=ward.mona
    )


def test_what_is_below_its_target_has_a_measure_or_a_reason_before_the_report_is_closed(ward):
    following = book(ward)
    actions.drop_measure(measure=plan(ward), reason="Det ble for mye.", by=ward.mona)
    with pytest.raises(actions.MeasureMissing, match="Noe er under målet"):
        actions.close_report(survey_round=ward.wave, no_action_reason=" ", by=ward.mona)
    row = actions.close_report(survey_round=ward.wave, no_action_reason="Vi fortsetter.", by=ward.mona)
    assert (row.next_round, row.no_action_reason) == (following, "Vi fortsetter.")


def test_where_nothing_is_below_its_target_no_measure_is_asked_for(db, settings):
    settings.FAGVEI_DEMO = False
    ward = make.make_ward(make_cast(), (make.of_people(12, 12),))
    book(ward)
    assert actions.close_report(survey_round=ward.wave, by=ward.mona).no_action_reason == ""


def test_a_reason_closes_a_report_without_a_next_wave(ward):
    row = actions.close_report(survey_round=ward.wave, no_action_reason="Avdelingen legges ned.", by=ward.mona)
    assert (row.next_round, row.no_action_reason) == (None, "Avdelingen legges ned.")
    assert SurveyRound.objects.get(pk=ward.wave.pk).state == "reported"


# --- Sharing ---


def test_only_what_is_shared_now_is_read_by_the_arenas(ward):
    unit = ward.items[0].unit_id
    ask = lambda: released_gaps([ward.cast.fjellheim.pk], [unit])  # noqa: E731 -- asked four times
    assert ask() == []
    actions.release_round(survey_round=ward.wave, by=ward.mona)
    assert refused(lambda: actions.release_round(survey_round=ward.wave, by=ward.mona)) == "already_released"
    gap = ReleasedGap(
        unit_id=unit,
        survey_id=ward.survey.pk,
        round_id=ward.wave.pk,
        share_percent=33,
        target=80,
        gap_points=47,
        answered=12,
        closed_on=clock.today() - dt.timedelta(days=10),
        institution_name="Fjellheim sykehus HF",
        is_exact=False,
        ward_name="Fjellheim sykehus HF",
        nearness=Nearness.INSTITUTION,
    )
    assert ask() == [gap]
    assert released_gaps([ward.cast.kystbyen.pk], [unit]) == []

    actions.withdraw_release(survey_round=ward.wave, by=ward.mona)
    assert ask() == []
    assert refused(lambda: actions.withdraw_release(survey_round=ward.wave, by=ward.mona)) == "not_released"
    assert newest_event().name == "survey_release_withdrawn"


def test_the_newest_shared_wave_is_told_and_what_is_undecided_is_not(ward, django_assert_num_queries):
    second = make.make_wave(ward.survey, [make.of_people(17, 8), make.of_people(17, 15)])
    for wave in (ward.wave, second):
        actions.release_round(survey_round=wave, by=ward.mona)
    with django_assert_num_queries(2):
        found = released_gaps([ward.cast.fjellheim.pk], [item.unit_id for item in ward.items])
    assert [(gap.round_id, gap.unit_id, gap.share_percent, gap.gap_points, gap.is_exact) for gap in found] == [
        (second.pk, ward.items[0].unit_id, 47, 33, True)
    ]
