"""A survey is set up by whoever answers for it, asks only what our sources hold, and a wave goes from plan to counts."""

import datetime as dt

import pytest

from fagvei.audit.models import AuditEvent
from fagvei.common import clock
from fagvei.common.disclosure import Span
from fagvei.common.refusal import Refusal
from fagvei.guideline import actions as guideline
from fagvei.guideline.actions.standing import digest_of
from fagvei.guideline.tests import factories as guideline_make
from fagvei.people.models import Notification
from fagvei.surveys import actions
from fagvei.surveys.models import AnswerSheet, RespondentToken, RoundItem, SurveyRound
from fagvei.surveys.queries import coarse_count, comparable_rounds, counts_of
from fagvei.surveys.queries.round_page import round_page
from fagvei.surveys.queries.survey_page import survey_page
from fagvei.surveys.queries.texts import texts_of_guideline
from fagvei.surveys.rules.shares import Reached
from fagvei.surveys.tests import factories as make

GONE = "Slettet eller trukket tilbake i retningslinjen."


@pytest.fixture
def small(db, cast):
    return make.make_small_survey(cast)


def refused(act) -> str:
    """The code of the refusal; "" when nothing refused."""
    try:
        act()
    except Refusal as refusal:
        return refusal.code
    return ""


def names_of_events(target) -> list[str]:
    rows = AuditEvent.objects.filter(target=f"{target._meta.label}:{target.public_id}").order_by("pk")
    return list(rows.values_list("name", flat=True))


def test_mona_sets_up_a_survey_and_its_questions(small):
    assert [(item.unit.code, item.kind, item.target) for item in small.items] == [
        ("GAP-1", "practice", 80),
        ("GAP-2", "practice", 80),
        ("GAP-3", "practice", 80),
    ]
    assert names_of_events(small.survey) == ["gap_survey_made", "gap_items_chosen"]


def test_only_whoever_answers_for_surveys_at_the_institution_sets_one_up(small, cast):
    for stranger in (cast.bo, make.make_owner(cast.kystbyen, "nils", "Nils Dal")):
        assert refused(lambda by=stranger: make.make_survey(cast.fjellheim, by, small.units)) == "owners_only"
        assert refused(lambda by=stranger: make.plan(small.survey, by)) == "owners_only"


def test_a_recommendation_that_was_withdrawn_since_it_was_chosen_is_not_asked_about(small, settings, client):
    settings.FAGVEI_DEMO = False
    kari, _leif = guideline_make.make_pair()
    round_ = make.plan(small.survey, small.mona)
    assert round_page(round_).left_out == []
    client.force_login(small.mona)
    assert GONE not in client.get(small.survey.get_absolute_url()).content.decode()
    withdraw(small.units[1], kari)
    assert round_page(round_).left_out == ["GAP-2"]
    assert survey_page(small.survey).gone == {small.units[1].pk}
    assert client.get(small.survey.get_absolute_url()).content.decode().count(GONE) == 1

    round_ = actions.open_round(round_=round_, codes=3, by=small.mona)

    assert [row.item.unit.code for row in round_.asked.order_by("item__order")] == ["GAP-1", "GAP-3"]
    assert round_page(round_).left_out == ["GAP-2"]


def test_a_wave_about_nothing_that_is_in_force_is_not_opened(small, settings):
    settings.FAGVEI_DEMO = False
    kari, _leif = guideline_make.make_pair()
    round_ = make.plan(small.survey, small.mona)
    for unit in small.units:
        withdraw(unit, kari)
    assert refused(lambda: actions.open_round(round_=round_, codes=3, by=small.mona)) == "nothing_chosen"


def withdraw(unit, by) -> None:
    guideline.withdraw_version(version=guideline_make.in_force(unit), reason="Gjelder ikke lenger.", by=by)


def test_what_the_local_layer_deleted_is_not_asked_about_though_the_nation_says_it(small, settings):
    settings.FAGVEI_DEMO = True
    kari, leif = guideline_make.make_pair()
    gone, kept = small.units[:2]
    for unit, words in ((gone, {"label": "deleted"}), (kept, {"label": "amended", "short_text": "En bedre tekst."})):
        version = guideline.start_version(unit=unit, by=kari)
        version = guideline.edit_version(version=version, reason="Lokal rutine.", by=kari, **words)
        version = guideline.send_version(version=version, by=kari)
        version = guideline.approve_version(version=version, shown=digest_of(version), by=leif)
        guideline.publish_version(version=version, by=kari)
    assert guideline_make.in_force(gone).label != "deleted"

    offered = {version.unit: version.layer for version in texts_of_guideline(small.survey.guideline)}
    assert gone not in offered
    assert offered[kept] == "local"
    asked = make.open_wave(small.survey, small.mona).asked.select_related("item", "unit_version")
    assert {row.item.unit_id: row.unit_version.layer for row in asked} == {
        kept.pk: "local",
        small.units[2].pk: "national",
    }


def test_a_recommendation_whose_text_was_not_found_is_not_asked_about(small):
    chapter = small.units[0].chapter
    missing = guideline_make.make_unit(chapter, "UTEN-1", verification="missing")
    definition = guideline_make.make_unit(chapter, "DEF-1", kind="definition")
    for unit in (missing, definition):
        assert refused(lambda unit=unit: choose(small, [unit])) == "text_missing"
    elsewhere = guideline_make.make_guideline("annen", code="IS-9")
    foreign = guideline_make.make_unit(guideline_make.make_chapter(elsewhere), "ANNEN-1")
    assert refused(lambda: choose(small, [foreign])) == "other_guideline"


def choose(small, units, area="methods", reason="Viktig."):
    return actions.choose_items(survey=small.survey, units=units, area=area, reason=reason, target=80, by=small.mona)


def test_attitude_and_need_for_competence_are_asked_apart_from_practice(small):
    choose(small, [small.units[0]], "guidelines")
    choose(small, [small.units[0]], "competence")
    kinds = {item.kind for item in make.items_of(small.survey) if item.unit == small.units[0]}
    assert kinds == {"practice", "guideline", "competence"}
    assert refused(lambda: choose(small, [small.units[0]], "assessment")) == "already_chosen"


def test_a_survey_has_at_most_twenty_five_questions_and_each_a_reason(small):
    choose(small, make.make_units(22, "MER"))
    assert refused(lambda: choose(small, make.make_units(1, "FOR-MYE"))) == "too_many_items"
    assert refused(lambda: choose(small, [small.units[0]], "competence", " ")) == "reason_missing"


def test_questions_are_fixed_when_a_wave_has_opened(small):
    actions.drop_item(item=small.items[2], by=small.mona)
    assert [item.unit.code for item in make.items_of(small.survey)] == ["GAP-1", "GAP-2"]
    make.open_wave(small.survey, small.mona)
    assert refused(lambda: actions.drop_item(item=small.items[1], by=small.mona)) == "already_asked"
    assert refused(lambda: choose(small, [small.units[2]])) == "already_asked"


def test_one_wave_is_ahead_or_open_at_a_time(small):
    round_ = make.plan(small.survey, small.mona)
    assert refused(lambda: make.plan(small.survey, small.mona)) == "round_ahead"
    actions.cancel_round(round_=round_, reason="Avdelingen flytter.", by=small.mona)
    assert make.plan(small.survey, small.mona).number == 2
    assert names_of_events(round_) == ["gap_round_planned", "gap_round_cancelled"]


def test_a_wave_is_called_off_with_a_reason_and_whoever_knew_of_it_is_told(small, cast, client):
    round_ = make.plan(small.survey, small.mona)
    with pytest.raises(Refusal, match="Skriv hvorfor målingen avlyses"):
        actions.cancel_round(round_=round_, reason="  ", by=small.mona)
    second = make.make_owner(cast.fjellheim, "nils", "Nils Dal")
    actions.cancel_round(round_=round_, reason="Avdelingen flytter.", by=second)

    event = round_.events.get(kind="cancelled")
    assert (event.reason, event.later_content()) == ("Avdelingen flytter.", {"reason": "Avdelingen flytter."})
    told = Notification.objects.get(kind="gap_round_cancelled")
    assert (told.user, told.path) == (small.mona, round_.get_absolute_url())
    assert "Avdelingen flytter" not in told.text
    client.force_login(small.mona)
    for address in (told.path, small.survey.get_absolute_url()):
        assert "Avdelingen flytter." in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"staff": {}}, "staff_missing"),
        ({"staff": {"nurse": 0}}, "staff_missing"),
        ({"days": 0}, "dates_wrong"),
        ({"days": 93}, "dates_wrong"),
        ({"opens_on": dt.date(2020, 1, 1), "closes_on": dt.date(2020, 2, 1)}, "dates_wrong"),
    ],
)
def test_a_wave_needs_staff_and_dates_to_come(small, fields, code):
    assert refused(lambda: make.plan(small.survey, small.mona, **fields)) == code


def test_a_wave_is_moved_before_it_opens_and_opens_with_codes(small):
    round_ = make.plan(small.survey, small.mona)
    later = clock.today() + dt.timedelta(days=60)
    round_ = actions.move_round(round_=round_, opens_on=clock.today(), closes_on=later, by=small.mona)
    assert refused(lambda: actions.open_round(round_=round_, codes=25, by=small.mona)) == "codes_missing"
    assert refused(lambda: actions.open_round(round_=round_, codes=0, by=small.mona)) == "codes_missing"
    round_ = actions.open_round(round_=round_, codes=7, by=small.mona)
    assert (round_.state, round_.closes_on, round_.tokens.count()) == ("open", later, 7)
    assert [event.kind for event in round_.events.all()] == ["planned", "moved", "opened"]
    assert refused(lambda: actions.cancel_round(round_=round_, reason="Nei.", by=small.mona)) == "move_not_allowed"


def test_a_wave_planned_for_later_is_not_kept_open_for_half_a_year_by_opening_it_today(small):
    soon = clock.today() + dt.timedelta(days=100)
    round_ = make.plan(small.survey, small.mona, opens_on=soon, closes_on=soon + dt.timedelta(days=14))
    assert refused(lambda: actions.open_round(round_=round_, codes=5, by=small.mona)) == "dates_wrong"


def test_closing_counts_once_and_removes_codes_and_answers(small):
    round_ = make.open_wave(small.survey, small.mona)
    make.answer_all(round_, [(4, 1, 2)] * 6 + [(1, 3, 2)] * 6)
    assert coarse_count(round_) == Span(10, 14)
    assert refused(lambda: counts_of(round_)) == "round_still_open"

    round_ = actions.close_round(round_=round_, by=small.mona)

    counts = list(counts_of(round_).values())
    assert [(count.reached, count.answered, count.sheets) for count in counts] == [
        (Span(6, 6), 12, 12),
        (Span(6, 6), 12, 12),
        (Span(0, 4), 12, 12),
    ]
    assert (RespondentToken.objects.count(), AnswerSheet.objects.count()) == (0, 0)
    assert names_of_events(round_)[-1] == "gap_round_closed"
    assert refused(lambda: actions.close_round(round_=round_, by=small.mona)) == "move_not_allowed"


def test_the_clock_closes_what_nobody_closed_and_the_owner_is_told(small):
    round_ = make.open_wave(small.survey, small.mona)
    assert actions.close_due_rounds() == 0
    with clock.at(clock.now() + dt.timedelta(days=15)):
        assert actions.close_due_rounds(dry_run=True) == 1
        assert actions.close_due_rounds() == 1
    round_.refresh_from_db()
    assert (round_.state, round_.sheets) == ("closed", 0)
    assert Notification.objects.get(user=small.mona).kind == "gap_round_closed"


def test_a_wave_asks_the_text_in_force_when_it_opens(small):
    unit, (kari, leif) = small.units[0], guideline_make.make_pair()
    make.closed_wave(small.survey, small.mona, [(4, 4, 4)] * 12)
    version = guideline_make.published(guideline_make.amend(unit, kari, sent=False), kari, leif)

    second = make.open_wave(small.survey, small.mona)

    asked = {row.item.unit_id: row.unit_version_id for row in RoundItem.objects.filter(round=second)}
    assert asked[unit.pk] == version.pk
    assert small.items[0].unit_version_id != version.pk


def reached(round_) -> list[Span]:
    return [count.reached for count in counts_of(round_).values()]


def test_a_small_change_in_another_wave_or_survey_of_the_same_people_is_not_told(small, cast):
    make.closed_wave(small.survey, small.mona, [(4, 1, 2)] * 11 + [(1, 1, 2)] * 11)
    again = make.closed_wave(small.survey, small.mona, [(4, 1, 2)] * 12 + [(1, 1, 2)] * 11)
    assert reached(again)[0] == Span(7, 15)
    beside = make.make_survey(cast.fjellheim, small.mona, small.units, title="En til", arena=_arena(cast.fjellheim))
    assert reached(make.closed_wave(beside, small.mona, [(4, 1, 2)] * 10 + [(1, 1, 2)] * 11))[0] == Span(7, 15)
    improved = make.closed_wave(small.survey, small.mona, [(4, 4, 4)] * 20 + [(1, 4, 4)] * 2)
    assert reached(improved) == [Span(18, 22)] * 3


def test_more_answers_than_staff_tell_nothing(small, client):
    """Who hands in sheets of their own can subtract them; codes are for the staff and four slips that are lost."""
    staff = {"nurse": 12}
    wave = make.open_wave(small.survey, small.mona, codes=16, staff=staff, free_question="hinders")
    for _sheet in range(13):
        make.answer(wave, (4, 1, 2), words="Ord.")
    actions.close_round(round_=wave, by=small.mona)
    wave.refresh_from_db()
    told = counts_of(wave).values()
    assert all(count.is_hidden and count.as_earlier == [] and count.suppressed for count in told)
    assert not wave.free_texts.exists()
    client.force_login(small.mona)
    for address in (wave.get_absolute_url(), f"{wave.get_absolute_url()}rapport/"):
        shown = client.get(address).content.decode()
        assert "Flere svar enn ansatte" in shown
        assert "ises ikke" in shown


def test_as_many_answers_as_staff_are_told(small):
    wave = make.closed_wave(small.survey, small.mona, [(4, 1, 2)] * 6 + [(1, 1, 2)] * 6, staff={"nurse": 12})
    assert reached(wave)[0] == Span(6, 6)


def test_the_whole_institution_is_not_told_so_that_those_outside_its_wards_can_be_found(small, cast):
    """12 and 11 of 25: each of the wards is far from the whole, and together they leave two."""
    for name, sheets in (("Avrusning", [(4, 1, 2)] * 6 + [(1, 1, 2)] * 6), ("Døgn", [(4, 1, 2)] * 5 + [(1, 1, 2)] * 6)):
        ward = make.make_survey(cast.fjellheim, small.mona, small.units, title=name, arena=_arena(cast.fjellheim, name))
        assert reached(make.closed_wave(ward, small.mona, sheets))[0].is_exact
    whole = make.closed_wave(small.survey, small.mona, [(4, 1, 2)] * 13 + [(1, 1, 2)] * 12)
    assert reached(whole)[0] == Span(7, 15)


def test_the_last_ward_is_not_told_so_that_those_outside_can_be_found(small, cast):
    make.closed_wave(small.survey, small.mona, [(4, 1, 2)] * 13 + [(1, 1, 2)] * 12)
    told = []
    for name, sheets in (("Avrusning", [(4, 1, 2)] * 6 + [(1, 1, 2)] * 6), ("Døgn", [(4, 1, 2)] * 5 + [(1, 1, 2)] * 6)):
        ward = make.make_survey(cast.fjellheim, small.mona, small.units, title=name, arena=_arena(cast.fjellheim, name))
        told.append(reached(make.closed_wave(ward, small.mona, sheets))[0])
    assert told == [Span(6, 6), Span(0, 11)]


def test_other_wards_are_compared_by_the_same_question_and_only_what_is_told(small, cast):
    mine = make.closed_wave(small.survey, small.mona, [(4, 1, 2)] * 6 + [(1, 1, 2)] * 6)
    nils = make.make_owner(cast.kystbyen, "nils", "Nils Dal")
    other = make.make_survey(cast.kystbyen, nils, small.units)
    make.closed_wave(other, nils, [(4, 1, 2)] * 7 + [(1, 1, 2)] * 6)
    few = make.make_survey(cast.kystbyen, nils, small.units[:1], arena=_arena(cast.kystbyen))
    make.closed_wave(few, nils, [(4,)] * 6)

    found = comparable_rounds(mine)

    assert found[small.items[0].pk] == [Reached(7, 7, 13)]
    assert SurveyRound.objects.filter(state="closed").count() == 3


def _arena(institution, name="Poliklinikken"):
    return institution.arenas.create(name=name)
