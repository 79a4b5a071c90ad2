"""Mentoring that can exist: built by the room's own actions.

make_series(cast)                         Anna and Cecilie, every fourth week
make_session(series, "minuted")           as far as a state; in the past when it must be
"""

import datetime as dt

from fagvei.common import clock
from fagvei.people import actions as people
from fagvei.training import actions
from fagvei.training.models import MentoringSeries, MentoringSession

DAY = dt.timedelta(days=1)
MINUTES = "Snakket om vaktbelastningen."
STEPS = ("invited", "prepared", "held", "minuted", "closed")


def make_series(cast, *, doctor=None, weeks: int = 4, by=None) -> MentoringSeries:
    doctor = doctor or cast.anna
    return actions.start_mentoring(doctor=doctor, interval_weeks=weeks, by=by or doctor)


def make_session(
    series: MentoringSeries, to: str = "invited", *, days: int | None = None, minutes: str = MINUTES
) -> MentoringSession:
    """Ahead while it is only agreed on; three days ago when it took place; `days` says otherwise."""
    happened = to in ("held", "minuted", "closed")
    starts_at = clock.now() + DAY * (days if days is not None else -3 if happened else 7)
    mentor = series.mentor
    session = actions.invite_to_mentoring(series=series, starts_at=starts_at, place="Kontoret", by=mentor)
    if to == "cancelled":
        return actions.cancel_mentoring(session=session, reason="Syk.", by=mentor)
    perform = {
        "prepared": lambda: actions.prepare_mentoring(session=session, text="Vil snakke om vakter.", by=mentor),
        "held": lambda: actions.hold_mentoring(session=session, by=mentor),
        "minuted": lambda: actions.write_minutes(session=session, text=minutes, by=mentor),
        "closed": lambda: actions.close_mentoring(session=session, by=mentor),
    }
    for step in STEPS[1 : STEPS.index(to) + 1]:
        perform[step]()
    session.refresh_from_db()
    return session


def make_group(cast, *doctors, mentor=None) -> MentoringSeries:
    mentor = mentor or cast.cecilie
    series = actions.start_group(institution=cast.fjellheim, name="Tirsdagsgruppen", by=mentor)
    for doctor in doctors:
        actions.add_member(series=series, doctor=doctor, by=mentor)
    return series


def make_doctor(cast, username: str, full_name: str):
    """One more doctor at Fjellheim."""
    user = people.add_user(
        username=username, full_name=full_name, password="demo", email=f"{username}@example.org", by=None
    )
    people.assign_role(user=user, role="doctor", institution=cast.fjellheim, starts_at=clock.now() - 300 * DAY, by=None)
    return user


def make_mentor(cast, username: str = "mats", full_name: str = "Mats Bø"):
    user = people.add_user(
        username=username, full_name=full_name, password="demo", email=f"{username}@example.org", by=None
    )
    people.assign_role(user=user, role="mentor", institution=cast.fjellheim, starts_at=clock.now() - 300 * DAY, by=None)
    return user


def change_mentor(cast, doctor, mentor) -> None:
    people.relate(
        doctor=doctor, person=mentor, kind="mentor", institution=cast.fjellheim, replace=True, reason="Byttet.", by=None
    )


def make_mentoring_history(cast) -> None:
    """Every kind of fact of mentoring at least once: Anna with Cecilie, alone and in a group, and then with another mentor."""
    series = make_series(cast)
    session = make_session(series, "minuted")
    agreed = actions.agree_action(session=session, text="Les kapitlet.", owner=cast.anna, by=cast.cecilie)
    actions.finish_action(action=agreed, by=cast.anna)
    actions.close_mentoring(session=session, by=cast.cecilie)
    make_session(series, "cancelled")
    group = make_group(cast, cast.anna)
    make_session(group, "minuted", minutes="Delt med gruppen.")
    change_mentor(cast, cast.anna, make_mentor(cast, "matilde", "Matilde Bø"))
    actions.share_minutes(session=session, by=cast.anna)
    actions.take_back_sharing(session=session, by=cast.anna)
    actions.share_minutes(session=session, by=cast.anna)
    change_mentor(cast, cast.anna, cast.cecilie)
