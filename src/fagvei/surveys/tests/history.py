"""A survey made, changed, asked, closed, cancelled and acted on: for tests that need a log worth reading."""

import datetime as dt

from fagvei.common import clock
from fagvei.surveys import actions
from fagvei.surveys.rules.record_review import ReviewCounts
from fagvei.surveys.tests import factories as make


def add_history(cast) -> None:
    mona = make.make_owner(cast.fjellheim)
    survey = make.make_survey(cast.fjellheim, mona, make.make_units(3, "SPOR"), title="Historien")
    actions.drop_item(item=make.items_of(survey)[2], by=mona)
    round_ = make.plan(survey, mona)
    later = clock.today() + dt.timedelta(days=30)
    actions.move_round(round_=round_, opens_on=clock.today(), closes_on=later, by=mona)
    round_ = actions.open_round(round_=round_, codes=12, by=mona)
    make.answer_all(round_, [(4, 1)] * 12)
    actions.close_round(round_=round_, by=mona)
    _act_on(round_, mona)
    _write_in(make.open_wave(survey, mona, codes=10, free_question="hinders"), mona)
    actions.cancel_round(round_=make.plan(survey, mona), reason="Avdelingen flytter.", by=mona)


def _act_on(round_, mona) -> None:
    """Two measures, one done and one stopped, records counted, the wave shared and taken back, its report closed."""
    round_.refresh_from_db()
    item = make.items_of(round_.survey)[0]
    due_on = clock.today() + dt.timedelta(days=30)
    words = {
        "what": "Lage sjekkliste.",
        "responsible": "fagsykepleier",
        "strategy": "reminders",
        "measured_by": "Telle.",
    }
    done, stopped = (
        actions.plan_measure(survey_round=round_, item=item, due_on=due_on, by=mona, **words) for _n in range(2)
    )
    actions.begin_measure(measure=done, by=mona)
    actions.move_due_date(measure=done, due_on=due_on, reason="Ferie.", by=mona)
    actions.complete_measure(measure=done, comment="I bruk.", by=mona)
    actions.drop_measure(measure=stopped, reason="Flytter.", by=mona)
    actions.record_review(survey_round=round_, item=item, counts=ReviewCounts(5, 2, 1, 1, 1), by=mona)
    actions.release_round(survey_round=round_, by=mona)
    actions.withdraw_release(survey_round=round_, by=mona)
    actions.close_report(survey_round=round_, no_action_reason="Avdelingen flytter.", by=mona)


def _write_in(round_, mona) -> None:
    """Ten answer, two of them in own words; one text is hidden and shown again."""
    for place in range(10):
        make.answer(round_, (4, 1), words="For lite tid." if place < 2 else "")
    round_ = actions.close_round(round_=round_, by=mona)
    text = round_.free_texts.get(position=1)
    actions.hide_free_text(text=text, reason="Kan røpe hvem det er.", by=mona)
    actions.show_free_text(text=text, reason="Det gjorde den ikke.", by=mona)
