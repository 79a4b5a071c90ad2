"""The verbs of mentoring: who may, what the state becomes, what the log and the others are told, what stays unread."""

import datetime as dt

import pytest

from fagvei.audit.actions import seal_everything
from fagvei.audit.models import AuditEvent
from fagvei.common import clock, sealed
from fagvei.training import actions
from fagvei.training.models import ContentKey, MentoringAction, MentoringEvent, MentoringSeries, MentoringText
from fagvei.training.tests.checks import assert_sound, last_event, notices, refused
from fagvei.training.tests.mentoring_factories import (
    change_mentor,
    make_doctor,
    make_group,
    make_mentor,
    make_series,
    make_session,
)

DAY = dt.timedelta(days=1)


def texts_of(user, **filters) -> list[str]:
    rows = MentoringText.objects.visible_to(user).filter(**filters).select_related("key").order_by("pk")
    return [row.text for row in rows]


# --- Series ---


@pytest.mark.parametrize("who", ["anna", "cecilie"])
def test_either_of_the_two_starts_with_the_interval_they_agreed_on(cast, who):
    by = getattr(cast, who)

    series = make_series(cast, by=by, weeks=3)

    assert (series.doctor, series.mentor, series.interval_weeks) == (cast.anna, cast.cecilie, 3)
    assert last_event() == ("mentoring_started", str(by), "doctor" if who == "anna" else "mentor")
    assert notices(cast.cecilie if who == "anna" else cast.anna) == ["mentoring_started"]


@pytest.mark.parametrize("who", ["bo", "siri", "dag"])
def test_nobody_else_starts(cast, who):
    with refused(actions.NotTheMentor):
        make_series(cast, by=getattr(cast, who))


def test_without_a_mentor_nothing_starts(cast):
    doctor = make_doctor(cast, "per", "Per Ås")
    with refused(actions.NoMentorYet, words="leder"):
        make_series(cast, doctor=doctor)


def test_the_two_have_one_series(cast):
    make_series(cast)
    with refused(actions.SeriesExists):
        make_series(cast, by=cast.cecilie)


@pytest.mark.parametrize("weeks", [0, 27])
def test_a_slip_of_the_keyboard_is_no_interval(cast, weeks):
    with refused(actions.BadInterval):
        make_series(cast, weeks=weeks)


def test_a_new_interval_is_told_to_the_other(cast):
    series = make_series(cast)

    actions.agree_interval(series=series, interval_weeks=6, by=cast.cecilie)

    series.refresh_from_db()
    assert series.interval_weeks == 6
    assert last_event() == ("mentoring_interval_agreed", "Cecilie Vik", "mentor")
    assert notices(cast.anna) == ["mentoring_interval_agreed"]


def test_a_series_with_the_new_mentor_ends_the_old_one(cast):
    old = make_series(cast)
    change_mentor(cast, cast.anna, mats := make_mentor(cast))

    new = make_series(cast)

    old.refresh_from_db()
    assert (new.mentor, old.ended_by) == (mats, cast.anna)
    assert list(MentoringSeries.objects.running()) == [new]
    assert_sound()


def test_a_former_mentor_changes_nothing_any_more(cast):
    series = make_series(cast)
    session = make_session(series)
    change_mentor(cast, cast.anna, make_mentor(cast))

    with refused(actions.SeriesNotRunning):
        actions.agree_interval(series=series, interval_weeks=2, by=cast.cecilie)
    with refused(actions.SeriesNotRunning):
        actions.prepare_mentoring(session=session, text="Mer.", by=cast.cecilie)


# --- A session ---


def test_a_session_goes_from_invited_to_closed(cast):
    with clock.at(clock.now() - 3 * DAY):
        series = make_series(cast)
        session = actions.invite_to_mentoring(series=series, starts_at=clock.now() + DAY, place="Kantina", by=cast.anna)
        actions.prepare_mentoring(session=session, text="Vil snakke om vakter.", by=cast.anna)
        actions.prepare_mentoring(session=session, text="Se på planen.", by=cast.cecilie)
    actions.hold_mentoring(session=session, by=cast.anna)
    session.refresh_from_db()
    assert session.waiting_on == cast.anna
    actions.write_minutes(session=session, text="Vi så på planen.", by=cast.anna)
    session.refresh_from_db()
    assert session.waiting_on == cast.cecilie
    actions.close_mentoring(session=session, by=cast.cecilie)

    session.refresh_from_db()
    assert (session.state, session.waiting_on) == ("closed", None)
    kinds = MentoringEvent.objects.filter(session=session).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["invited", "prepared", "prepared", "held", "minuted", "closed"]
    assert last_event() == ("mentoring_closed", "Cecilie Vik", "mentor")
    assert notices(cast.anna)[-1] == "mentoring_closed"
    assert texts_of(cast.anna) == ["Vil snakke om vakter.", "Se på planen.", "Vi så på planen."]
    assert texts_of(cast.cecilie) == texts_of(cast.anna)
    seal_everything()
    assert_sound()


def test_minutes_say_that_it_was_held_too(cast):
    session = make_session(make_series(cast), days=-1)

    actions.write_minutes(session=session, text="Kort prat.", by=cast.cecilie)

    kinds = MentoringEvent.objects.filter(session=session).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["invited", "held", "minuted"]


def test_only_the_mentor_closes(cast):
    session = make_session(make_series(cast), "minuted")
    with refused(actions.NotMentorOfSeries, words="veileder"):
        actions.close_mentoring(session=session, by=cast.anna)
    with refused(actions.NotInMentoring):
        actions.close_mentoring(session=session, by=cast.bo)


def test_without_minutes_it_is_not_closed(cast):
    session = make_session(make_series(cast), "held")
    with refused(actions.NoMinutesYet):
        actions.close_mentoring(session=session, by=cast.cecilie)


def test_what_has_not_begun_is_not_held(cast):
    session = make_session(make_series(cast))
    with refused(actions.SessionNotBegun):
        actions.hold_mentoring(session=session, by=cast.anna)
    with refused(actions.SessionNotBegun):
        actions.write_minutes(session=session, text="For tidlig.", by=cast.anna)


def test_minutes_are_not_written_over_what_one_has_not_seen(cast):
    session = make_session(make_series(cast), "minuted")
    newest = session.texts.get(kind="minutes")
    with refused(actions.MinutesChanged):
        actions.write_minutes(session=session, text="Alt nytt.", by=cast.anna)

    actions.write_minutes(session=session, text="Og det nye.", seen=str(newest.public_id), by=cast.anna)

    assert texts_of(cast.anna, kind="minutes") == ["Snakket om vaktbelastningen.", "Og det nye."]


def test_a_closed_session_is_not_changed(cast):
    session = make_session(make_series(cast), "closed")
    newest = str(session.texts.get(kind="minutes").public_id)
    with refused(actions.SessionFinished):
        actions.write_minutes(session=session, text="Mer.", seen=newest, by=cast.cecilie)
    with refused(actions.SessionFinished):
        actions.close_mentoring(session=session, by=cast.cecilie)
    with refused(actions.SessionBegun):
        actions.cancel_mentoring(session=session, reason="Syk.", by=cast.cecilie)
    with refused(actions.SessionFinished):
        actions.agree_action(session=session, text="Les.", owner=cast.anna, by=cast.anna)


@pytest.mark.parametrize("verb", ["move", "cancel"])
def test_moving_and_cancelling_take_a_reason_that_only_the_two_read(cast, verb):
    session = make_session(make_series(cast))
    later = session.starts_at + DAY

    def act(reason):
        if verb == "move":
            return actions.move_mentoring(session=session, starts_at=later, reason=reason, by=cast.anna)
        return actions.cancel_mentoring(session=session, reason=reason, by=cast.anna)

    with refused(actions.TextMissing, words="hvorfor"):
        act(" ")
    act("Sykt barn.")

    session.refresh_from_db()
    assert session.state == ("invited" if verb == "move" else "cancelled")
    assert session.starts_at == (later if verb == "move" else later - DAY)
    assert texts_of(cast.cecilie, kind="reason") == ["Sykt barn."]
    assert texts_of(cast.bo) == texts_of(cast.siri) == []
    assert notices(cast.cecilie)[-1] == f"mentoring_{'moved' if verb == 'move' else 'cancelled'}"
    assert_sound()


def test_a_time_far_away_is_a_slip(cast):
    series = make_series(cast)
    with refused(actions.BadTime):
        actions.invite_to_mentoring(series=series, starts_at=clock.now() + 400 * DAY, by=cast.anna)


# --- Agreed actions ---


def test_an_agreed_action_is_open_until_its_owner_has_done_it(cast):
    session = make_session(make_series(cast), "held")
    due = clock.today() + 10 * DAY

    agreed = actions.agree_action(session=session, text="Les kapitlet.", owner=cast.anna, due_on=due, by=cast.cecilie)

    assert notices(cast.anna)[-1] == "mentoring_action_agreed"
    assert list(MentoringAction.objects.visible_to(cast.anna).open()) == [agreed]
    assert list(MentoringAction.objects.visible_to(cast.bo)) == []
    actions.finish_action(action=agreed, by=cast.anna)
    agreed.refresh_from_db()
    assert (agreed.done_by, list(MentoringAction.objects.open())) == (cast.anna, [])
    assert last_event() == ("mentoring_action_done", "Anna Berg", "doctor")
    with refused(actions.ActionDone):
        actions.finish_action(action=agreed, by=cast.anna)
    assert_sound()


def test_an_action_belongs_to_somebody_in_the_session(cast):
    session = make_session(make_series(cast), "held")
    with refused(actions.WrongOwner):
        actions.agree_action(session=session, text="Les.", owner=cast.bo, by=cast.cecilie)
    agreed = actions.agree_action(session=session, text="Les.", owner=cast.anna, by=cast.cecilie)
    with refused(actions.NotOwnerOfAction):
        actions.finish_action(action=agreed, by=cast.bo)


# --- Who reads what after a change of mentor ---


def test_an_old_mentor_reads_what_he_wrote_and_the_new_one_what_the_doctor_shares(cast):
    old = make_series(cast)
    session = make_session(old, "closed", minutes="Skrevet av Cecilie.")
    actions_session = make_session(old, days=-1)
    actions.write_minutes(session=actions_session, text="Skrevet av Anna.", by=cast.anna)
    change_mentor(cast, cast.anna, mats := make_mentor(cast))
    make_session(make_series(cast), "minuted", minutes="Med Mats.")

    assert texts_of(cast.cecilie, kind="minutes") == ["Skrevet av Cecilie."]
    assert texts_of(mats, kind="minutes") == ["Med Mats."]

    actions.share_minutes(session=session, by=cast.anna)

    assert texts_of(mats, kind="minutes") == ["Skrevet av Cecilie.", "Med Mats."]
    assert texts_of(mats, kind="preparation", session=session) == []
    assert last_event() == ("mentoring_minutes_shared", "Anna Berg", "doctor")
    assert notices(mats)[-1] == "mentoring_minutes_shared"
    with refused(actions.NothingToShare):
        actions.share_minutes(session=session, by=cast.anna)
    change_mentor(cast, cast.anna, make_mentor(cast, "gro", "Gro Sande"))
    assert texts_of(mats, kind="minutes") == ["Med Mats."]
    assert_sound()


def test_what_is_shared_can_be_taken_back_and_shared_again(cast):
    session = make_session(make_series(cast), "closed", minutes="Skrevet av Cecilie.")
    with refused(actions.NothingToTakeBack):
        actions.take_back_sharing(session=session, by=cast.anna)
    change_mentor(cast, cast.anna, mats := make_mentor(cast))
    actions.share_minutes(session=session, by=cast.anna)
    with refused(actions.NotInMentoring):
        actions.take_back_sharing(session=session, by=mats)

    actions.take_back_sharing(session=session, by=cast.anna)

    assert texts_of(mats, kind="minutes") == []
    assert last_event() == ("mentoring_sharing_taken_back", "Anna Berg", "doctor")
    assert notices(mats)[-1] == "mentoring_sharing_taken_back"
    with refused(actions.NothingToTakeBack):
        actions.take_back_sharing(session=session, by=cast.anna)
    actions.share_minutes(session=session, by=cast.anna)
    assert texts_of(mats, kind="minutes") == ["Skrevet av Cecilie."]
    assert_sound()


def test_nobody_but_the_doctor_shares(cast):
    session = make_session(make_series(cast), "closed")
    change_mentor(cast, cast.anna, make_mentor(cast))
    with refused(actions.NotInMentoring):
        actions.share_minutes(session=session, by=cast.cecilie)


def test_there_is_nothing_to_share_with_the_same_mentor(cast):
    session = make_session(make_series(cast), "closed")
    with refused(actions.NothingToShare):
        actions.share_minutes(session=session, by=cast.anna)


# --- Groups ---


@pytest.fixture
def group(cast):
    per, nora = make_doctor(cast, "per", "Per Ås"), make_doctor(cast, "nora", "Nora Eng")
    return make_group(cast, cast.anna, per, nora)


def test_a_group_reads_the_shared_minutes_and_each_one_only_the_own_note(cast, group):
    per, nora = (member.doctor for member in group.members.exclude(doctor=cast.anna).order_by("pk"))
    session = make_session(group, "minuted", minutes="Delt.")
    actions.write_note(session=session, doctor=per, text="Bare Per.", by=cast.cecilie)
    actions.write_note(session=session, doctor=cast.anna, text="Bare Anna.", by=cast.anna)

    read = {user.username: texts_of(user, kind__in=["minutes", "note"]) for user in (cast.anna, per, nora, cast.bo)}
    assert read == {"anna": ["Delt.", "Bare Anna."], "per": ["Delt.", "Bare Per."], "nora": ["Delt."], "bo": []}
    assert texts_of(cast.cecilie, kind="note") == ["Bare Per.", "Bare Anna."]
    assert_sound()


def test_one_who_comes_later_does_not_read_what_was_before(cast, group):
    make_session(group, "minuted", minutes="Før.")
    late = make_doctor(cast, "lise", "Lise Ek")
    actions.add_member(series=group, doctor=late, by=cast.cecilie)
    make_session(group, "minuted", minutes="Etter.")

    assert texts_of(late, kind="minutes") == ["Etter."]


def test_only_the_mentor_runs_the_group(cast, group):
    session = make_session(group, days=-1)
    with refused(actions.NotMentorOfSeries):
        actions.invite_to_mentoring(series=group, starts_at=clock.now(), by=cast.anna)
    with refused(actions.NotMentorOfSeries):
        actions.write_minutes(session=session, text="Delt.", by=cast.anna)
    with refused(actions.NotMentorOfSeries):
        actions.add_member(series=group, doctor=cast.anna, by=cast.anna)
    with refused(actions.NoMentorRole):
        actions.start_group(institution=cast.kystbyen, name="Andre", by=cast.cecilie)


def test_members_come_once_and_may_leave(cast, group):
    with refused(actions.AlreadyMember):
        actions.add_member(series=group, doctor=cast.anna, by=cast.cecilie)
    with refused(actions.NoDoctorHere):
        actions.add_member(series=group, doctor=cast.siri, by=cast.cecilie)
    own = group.members.get(doctor=cast.anna)
    with refused(actions.NotInMentoring):
        actions.end_membership(member=own, by=cast.bo)

    actions.end_membership(member=own, by=cast.anna)

    assert last_event() == ("mentoring_member_left", "Anna Berg", "doctor")
    with refused(actions.NotMember):
        actions.end_membership(member=own, by=cast.cecilie)
    actions.end_group(series=group, by=cast.cecilie)
    group.refresh_from_db()
    assert group.ended_by == cast.cecilie
    assert_sound()


def test_a_group_without_doctors_does_not_meet(cast):
    empty = make_group(cast)
    with refused(actions.NoMembers):
        make_session(empty)


def test_a_note_is_for_groups_and_about_one_who_was_there(cast, group):
    alone = make_session(make_series(cast), "held")
    with refused(actions.OnlyGroups):
        actions.write_note(session=alone, doctor=cast.anna, text="Et notat.", by=cast.cecilie)
    session, lise = make_session(group, "held"), make_doctor(cast, "lise", "Lise Ek")
    with refused(actions.NotInMentoring):
        actions.write_note(session=session, doctor=lise, text="Et notat.", by=cast.cecilie)
    with refused(actions.TextMissing):
        actions.write_note(session=session, doctor=cast.anna, text="  ", by=cast.anna)


# --- What is stored ---


def test_a_stored_text_is_closed_and_can_be_proved(cast):
    make_session(make_series(cast), "minuted", minutes="Hemmelig.")
    text = MentoringText.objects.select_related("key").get(kind="minutes")

    assert "Hemmelig" not in f"{text.ciphertext}{text.commitment}{text.key.locked_key}"
    assert sealed.commitment(text.opened.salt, "Hemmelig.") == text.commitment
    assert text.text == "Hemmelig."


def test_the_log_holds_a_digest_that_cannot_be_guessed_from_the_text(cast):
    series = make_series(cast)
    for _again in range(2):
        make_session(series, "minuted", minutes="Det samme.")
    one, other = MentoringText.objects.filter(kind="minutes")
    assert one.commitment != other.commitment
    assert one.digest() != other.digest()
    assert not AuditEvent.objects.filter(details__icontains="samme").exists()


def test_a_destroyed_key_erases_the_texts_and_the_log_still_holds(cast):
    make_session(make_series(cast), "closed", minutes="Hemmelig.")

    erased = actions.destroy_content_key(doctor=cast.anna, by=None)

    assert erased == 2
    text = MentoringText.objects.select_related("key").get(kind="minutes")
    assert (text.is_erased, text.text, ContentKey.objects.get().locked_key) == (True, "", "")
    assert last_event() == ("mentoring_texts_erased", "Fagvei", "")
    assert_sound()
    make_session(MentoringSeries.objects.get(), "minuted", minutes="Etterpå.")
    assert texts_of(cast.anna, kind="minutes") == ["", "Etterpå."]


def test_a_wrong_secret_opens_nothing_and_says_so(cast, settings):
    make_session(make_series(cast), "minuted")
    settings.FAGVEI_CONTENT_KEY = "another secret"
    with pytest.raises(sealed.CannotOpen, match="kan ikke åpnes"):
        texts_of(cast.anna)


def test_the_secret_can_be_changed_without_losing_a_text(cast, settings):
    make_session(make_series(cast), "minuted", minutes="Bevart.")
    old = settings.FAGVEI_CONTENT_KEY
    settings.FAGVEI_CONTENT_KEY = f"the new secret,{old}"
    assert texts_of(cast.anna, kind="minutes") == ["Bevart."]

    assert actions.relock_content_keys(by=None) == 1
    settings.FAGVEI_CONTENT_KEY = "the new secret"

    assert texts_of(cast.anna, kind="minutes") == ["Bevart."]
