"""The doors of mentoring. The two who talk and nobody else; whoever leads sees on another page that they did, and when.

Words: "mentor" is the mentor now, "former_mentor" one who was, "new_mentor" one the doctor has shared minutes with; in a
group "doctor" is one who took part.
"""

from typing import Any

from django.http import Http404
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.common.permissions import NotAllowed, Permission
from fagvei.organisations.models import TrainingInstitution
from fagvei.people.models import Relation, User
from fagvei.people.queries import active_roles, doctor_ids_related_to
from fagvei.training.access.core import POLICIES, Policy, log_reading, rows
from fagvei.training.models import (
    GroupMember,
    MentoringAction,
    MentoringSeries,
    MentoringSession,
    MentoringShare,
    MentoringText,
)

THE_TWO = frozenset({"doctor", "mentor"})
SERIES_READERS = THE_TWO | {"former_mentor"}
SESSION_READERS = SERIES_READERS | {"new_mentor"}

MENTORING_ROWS = (
    rows("mentoring_series", Permission.SEE, SERIES_READERS, "mentoring_series"),
    rows("mentoring_series", Permission.EDIT, THE_TWO, "invite_to_mentoring", "agree_interval"),
    rows("mentoring_group", Permission.SEE, SERIES_READERS, "mentoring_series"),
    rows("mentoring_group", Permission.EDIT, {"mentor"}, "invite_to_mentoring", "agree_interval"),
    rows("mentoring_group", Permission.ADMINISTER, {"mentor"}, "add_member", "end_group"),
    rows("group_member", Permission.SEE, {"doctor", "mentor", "former_mentor"}),
    rows("group_member", Permission.EDIT, {"doctor", "mentor"}, "end_membership"),
    rows("mentoring_session", Permission.SEE, SESSION_READERS, "mentoring_session"),
    rows("mentoring_session", Permission.CREATE, THE_TWO, "prepare_mentoring", "mentoring_calendar"),
    rows(
        "mentoring_session",
        Permission.EDIT,
        THE_TWO,
        "move_mentoring",
        "cancel_mentoring",
        "hold_mentoring",
        "write_minutes",
        "agree_action",
    ),
    rows("mentoring_session", Permission.SIGN, {"mentor"}, "close_mentoring"),
    rows("mentoring_session", Permission.SEND, {"doctor"}, "share_minutes"),
    rows("mentoring_session", Permission.RECALL, {"doctor"}, "take_back_sharing"),
    rows("group_session", Permission.SEE, SERIES_READERS, "mentoring_session"),
    rows("group_session", Permission.CREATE, THE_TWO, "prepare_mentoring", "mentoring_calendar", "write_note"),
    rows(
        "group_session",
        Permission.EDIT,
        {"mentor"},
        "move_mentoring",
        "cancel_mentoring",
        "hold_mentoring",
        "write_minutes",
        "agree_action",
    ),
    rows("group_session", Permission.SIGN, {"mentor"}, "close_mentoring"),
    rows("mentoring_text", Permission.SEE, {"doctor", "mentor", "author", "new_mentor"}, "mentoring_session"),
    rows("agreed_action", Permission.SEE, {"doctor", "mentor", "author"}),
    rows("agreed_action", Permission.EDIT, {"owner", "mentor"}, "finish_action", note="the doctor of the two owns all"),
)


def standing_in_series(series: MentoringSeries, user: User) -> frozenset[str]:
    if series.mentor_id == user.pk:
        return frozenset({"mentor" if series.is_running() else "former_mentor"})
    is_member = series.doctor_id == user.pk or series.members.filter(doctor=user).exists()
    return frozenset({"doctor"}) if is_member else frozenset()


def standing_in_session(session: MentoringSession, user: User) -> frozenset[str]:
    if session.series.mentor_id == user.pk:
        return standing_in_series(session.series, user)
    if session.doctors.filter(pk=user.pk).exists():
        return frozenset({"doctor"})
    is_shared = session.pk in MentoringShare.objects.held_by(user).values_list("session_id", flat=True)
    return frozenset({"new_mentor"}) if is_shared else frozenset()


def _may_series(permission: Permission, series: MentoringSeries, user: User, relations: frozenset[str]) -> bool:
    words = standing_in_series(series, user)
    is_mentor = "mentor" in words
    return {
        Permission.SEE: bool(words & SERIES_READERS),
        Permission.EDIT: is_mentor or ("doctor" in words and not series.is_group),
        Permission.ADMINISTER: is_mentor and series.is_group,
    }.get(permission, False)


def _may_member(permission: Permission, member: GroupMember, user: User, relations: frozenset[str]) -> bool:
    is_own = member.doctor_id == user.pk
    if permission == Permission.SEE:
        return is_own or member.series.mentor_id == user.pk
    return permission == Permission.EDIT and (is_own or "mentor" in standing_in_series(member.series, user))


def _may_session(permission: Permission, session: MentoringSession, user: User, relations: frozenset[str]) -> bool:
    words = standing_in_session(session, user)
    is_doctor, is_mentor, is_group = "doctor" in words, "mentor" in words, session.series.is_group
    return {
        Permission.SEE: bool(words & SESSION_READERS),
        Permission.CREATE: is_doctor or is_mentor,
        Permission.EDIT: is_mentor or (is_doctor and not is_group),
        Permission.SIGN: is_mentor,
        Permission.SEND: is_doctor and not is_group,
        Permission.RECALL: is_doctor and not is_group,
    }.get(permission, False)


def _may_text(permission: Permission, text: MentoringText, user: User, relations: frozenset[str]) -> bool:
    if permission != Permission.SEE:
        return False
    words = standing_in_session(text.session, user)
    is_own = "doctor" in words and text.doctor_id in (None, user.pk)
    is_shared = "new_mentor" in words and text.kind == MentoringText.Kind.MINUTES
    return is_own or "mentor" in words or is_shared or text.author_id == user.pk


def _may_action(permission: Permission, action: MentoringAction, user: User, relations: frozenset[str]) -> bool:
    if not _may_text(Permission.SEE, action.text, user, relations):
        return False
    is_mentor = "mentor" in standing_in_series(action.series, user)
    may_finish = is_mentor or user.pk in {action.owner_id, action.series.doctor_id}
    return permission == Permission.SEE or (permission == Permission.EDIT and may_finish)


def _doctor_or_mentor(series: MentoringSeries) -> User:
    """Whose record a row is in; a group's is its mentor's. The standing is found by the words above."""
    return series.doctor or series.mentor


POLICIES.update(
    {
        MentoringSeries: Policy(_may_series, doctor_of=_doctor_or_mentor, state_of=lambda series: series.kind),
        GroupMember: Policy(_may_member),
        MentoringSession: Policy(_may_session, doctor_of=lambda row: _doctor_or_mentor(row.series)),
        MentoringText: Policy(
            _may_text, doctor_of=lambda row: row.doctor or row.author, state_of=lambda row: row.session.state
        ),
        MentoringAction: Policy(
            _may_action,
            doctor_of=lambda row: _doctor_or_mentor(row.series),
            state_of=lambda row: "done" if row.done_at else "open",
        ),
    }
)


# --- The doors ---


def get_mentoring_series_for(user: User, public_id: Any, permission: Permission = Permission.SEE) -> MentoringSeries:
    series = MentoringSeries.objects.select_related("doctor", "mentor", "institution")
    row = _opened(series.filter(public_id=public_id).first(), user, permission, _may_series)
    if row.doctor is not None:
        log_reading(user, row.doctor, frozenset({"mentor"}), _("veiledning, avtaler og tiltak"))
    return row


def get_group_member_for(user: User, public_id: Any, permission: Permission = Permission.SEE) -> GroupMember:
    members = GroupMember.objects.select_related("series__mentor", "series__institution", "doctor")
    return _opened(members.filter(public_id=public_id).first(), user, permission, _may_member)


def get_mentoring_session_for(user: User, public_id: Any, permission: Permission = Permission.SEE) -> MentoringSession:
    """Whoever is not one of the doctors reads of others: each of them sees it in the log of readings."""
    sessions = MentoringSession.objects.select_related(
        "series__doctor", "series__mentor", "series__institution", "waiting_on", "invited_by"
    )
    row = _opened(
        sessions.prefetch_related("doctors").filter(public_id=public_id).first(), user, permission, _may_session
    )
    doctors = list(row.doctors.all())
    if user not in doctors:
        for doctor in doctors:
            log_reading(user, doctor, frozenset({"mentor"}), _what_is_read(row, user))
    return row


def _what_is_read(session: MentoringSession, user: User) -> str:
    """Of shared minutes the doctor sees in the log which talk they are from, so that taking them back tells something."""
    if "new_mentor" not in standing_in_session(session, user):
        return _("veiledningssamtale")
    day = date_format(session.starts_at.astimezone(clock.OSLO), "j. F Y")
    return _("delt referat fra veiledning %(day)s") % {"day": day}


def get_group_session_for(user: User, public_id: Any, permission: Permission = Permission.SEE) -> MentoringSession:
    """For what only groups have."""
    row = get_mentoring_session_for(user, public_id, permission)
    if not row.series.is_group:
        raise Http404
    return row


def get_agreed_action_for(user: User, public_id: Any, permission: Permission = Permission.SEE) -> MentoringAction:
    actions = MentoringAction.objects.select_related("series", "session__series", "text__session__series", "owner")
    return _opened(actions.filter(public_id=public_id).first(), user, permission, _may_action)


def mentoring_of(user: User) -> User:
    """The user's own page of mentoring: for doctors, for mentors, and for those who have been."""
    is_one = user.role_assignments.active().filter(role__in=["doctor", "mentor"]).exists()
    if not is_one and not MentoringSeries.objects.visible_to(user).exists():
        raise Http404
    return user


def doctors_mentored_by(user: User) -> list[User]:
    """Those the user is mentor for now."""
    doctor_ids = doctor_ids_related_to(user, [Relation.Kind.MENTOR])
    return list(User.objects.filter(pk__in=doctor_ids, is_active=True))


def institutions_to_mentor_in(user: User) -> list[TrainingInstitution]:
    """Where the user holds the role of mentor, and so may gather a group; 404 when nowhere."""
    places = [role.institution for role in active_roles(user).filter(role="mentor") if role.institution]
    if not places:
        raise Http404
    return list(dict.fromkeys(places))


def _opened(row: Any, user: User, permission: Permission, may: Any) -> Any:
    if row is None or not user.is_active or not may(Permission.SEE, row, user, frozenset()):
        raise Http404
    if not may(permission, row, user, frozenset()):
        raise NotAllowed(_("Du kan se dette, men ikke gjøre det. Det er veilederen som gjør det."))
    return row
