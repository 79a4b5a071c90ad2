"""The doors of the record. What is not yours to see does not exist (404); what you see but may not do says so (403).

Three answers stand apart from each other and are compared by house tests: the rows below, `can` here, and the
`visible_to` querysets of the models. Verbs are allowed by who somebody is; whether the state allows them, the action says.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Model, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from fagvei.audit.actions import record_reading
from fagvei.common.permissions import NotAllowed, Permission, PermissionRow
from fagvei.people.models import Relation, User
from fagvei.people.queries import active_roles, deciding_capacity
from fagvei.training.models import (
    Attachment,
    EducationPlan,
    GoalEvent,
    Opinion,
    OpinionRequest,
    PlanActivity,
    PlanGoal,
    SignOff,
)

DECIDERS = frozenset({"leader", "deputy", "delegate"})
LEADS = frozenset({"leader", "deputy"})
READERS = DECIDERS | {"doctor", "mentor"}
DRAFTS = frozenset({"planned", "done", "returned"})
EVIDENCE = frozenset({"sent", "signed", "fulfilled", "annulled"})
SENT_ONCE = frozenset({"sent", "returned", "signed", "annulled"})


def _rows(object_type: str, permission: Permission, relations: Any, *url_names: str, **fields: Any) -> PermissionRow:
    names = tuple(f"training:{name}" for name in url_names)
    return PermissionRow(object_type, permission, frozenset(relations), url_names=names, **fields)


# "asked_supervisor" supervises the doctor now and was asked: the activity was sent to, or the opinion asked of, this person.
PERMISSION_ROWS = (
    _rows(
        "education_plan",
        Permission.SEE,
        READERS,
        "my_plan",
        "plan",
        note="my_plan is the doctor's own, plan the others'",
    ),
    _rows("education_plan", Permission.CREATE, {"doctor"}, "log_activity"),
    _rows("education_plan", Permission.ASSIGN, LEADS, "assign_plan", "delete_plan", "archive_plan"),
    _rows("education_plan", Permission.MARK_ON_BEHALF, LEADS, "mark_on_behalf"),
    _rows("plan_goal", Permission.SEE, READERS | {"asked_supervisor"}, "goal"),
    _rows("plan_goal", Permission.EDIT, {"doctor"}, "complete_goal", "reopen_goal"),
    _rows("plan_goal", Permission.GIVE_OPINION, {"mentor", "asked_supervisor"}, "give_opinion"),
    _rows("plan_goal", Permission.SEND, {"doctor"}, "send_goal"),
    _rows("plan_goal", Permission.RECALL, {"doctor"}, "recall_goal"),
    _rows(
        "plan_goal", Permission.SIGN_OFF, DECIDERS, "decide_goal", "sign_off_goal", "return_goal", "accept_equivalent"
    ),
    _rows("plan_goal", Permission.FOLLOW_UP, DECIDERS | {"mentor"}, "raise_repetitions"),
    _rows("activity", Permission.SEE, {"doctor"}, "activity", states=DRAFTS),
    _rows("activity", Permission.SEE, READERS, "activity", states=EVIDENCE),
    _rows("activity", Permission.SEE, {"asked_supervisor"}, "activity", states=SENT_ONCE),
    _rows("activity", Permission.EDIT, {"doctor"}, "change_activity", "fulfil_activity", "attach"),
    _rows("activity", Permission.SEND, {"doctor"}, "send_activity"),
    _rows("activity", Permission.RECALL, {"doctor"}, "recall_activity"),
    _rows(
        "activity",
        Permission.SIGN,
        {"asked_supervisor"},
        "sign_series",
        "sign_activity",
        "return_activity",
        states=SENT_ONCE,
    ),
    _rows("activity", Permission.OBJECT, {"doctor"}, "object"),
    _rows("activity", Permission.MARK_ON_BEHALF, LEADS, "answer_objection", states=EVIDENCE),
    _rows("activity", Permission.ANNUL, {"doctor", *LEADS}, "annul_activity", states=EVIDENCE),
    _rows("activity", Permission.ANNUL, {"asked_supervisor"}, "annul_activity", states=SENT_ONCE),
    _rows("activity", Permission.ANNUL, {"doctor"}, "annul_activity", states=DRAFTS),
    _rows("attachment", Permission.SEE, {"doctor"}, "attachment", states=DRAFTS),
    _rows("attachment", Permission.SEE, READERS, "attachment", states=EVIDENCE),
    _rows("attachment", Permission.SEE, {"asked_supervisor"}, "attachment", states=SENT_ONCE),
    _rows("attachment", Permission.EDIT, {"doctor"}, "remove_attachment"),
    _rows(
        "opinion", Permission.SEE, DECIDERS | {"mentor", "author"}, "goal", states=frozenset({"undecided", "decided"})
    ),
    _rows("opinion", Permission.SEE, {"doctor"}, "goal", states=frozenset({"decided"})),
    _rows("sign_off", Permission.SEE, READERS, "goal"),
    _rows("sign_off", Permission.SIGN_OFF, DECIDERS, "annul_sign_off"),
)
# Always one's own: the record, those one follows, what waits for one's signature. No address holds anybody's id.
OWN_PAGES = ("training:my_plan", "training:my_doctors", "training:sign_series")


# --- The policy ---


def visible_to(user: User, model: type[Model]) -> QuerySet:
    """The rows of a model that the user may see: the same answer as `can(..., SEE, ...)`, for lists."""
    return model._default_manager.visible_to(user) if user.is_active else model._default_manager.none()  # type: ignore[attr-defined]


def relations_to(user: User, doctor: User) -> frozenset[str]:
    """All capacities in which the user stands to the doctor at this instant."""
    if user.pk == doctor.pk:
        return frozenset({"doctor"})
    active = Relation.objects.active().filter(doctor=doctor, person=user).exclude(kind=Relation.Kind.LEADER)
    capacity = deciding_capacity(user, doctor)
    return frozenset({*active.values_list("kind", flat=True), *([capacity] if capacity else [])})


def can(user: User, permission: Permission, row: Any) -> bool:
    """May this person do this to this row? A `User` as row means that doctor's plans as a whole."""
    if not user.is_active:
        return False
    doctor = doctor_of(row)
    return _allowed(permission, row, user, relations_to(user, doctor))


def _allowed(permission: Permission, row: Any, user: User, relations: frozenset[str]) -> bool:
    if isinstance(row, Attachment):
        is_of_files = permission in (Permission.SEE, Permission.EDIT)
        return is_of_files and _may_activity(permission, row.activity, user, relations)
    if isinstance(row, PlanActivity):
        return _may_activity(permission, row, user, relations)
    if isinstance(row, PlanGoal):
        return _may_goal(permission, row, user, relations)
    if isinstance(row, Opinion):
        return permission == Permission.SEE and _may_read_opinion(row, user, relations)
    if isinstance(row, SignOff):
        return _may_sign_off(permission, relations)
    return _may_plan(permission, relations)


def _may_plan(permission: Permission, relations: frozenset[str]) -> bool:
    is_own, decides, leads = "doctor" in relations, bool(relations & DECIDERS), bool(relations & LEADS)
    return {
        Permission.SEE: is_own or decides or "mentor" in relations,
        Permission.CREATE: is_own,
        Permission.EXPORT: is_own,
        Permission.ASSIGN: leads,
        Permission.MARK_ON_BEHALF: leads,
    }.get(permission, False)


def _may_goal(permission: Permission, goal: PlanGoal, user: User, relations: frozenset[str]) -> bool:
    is_own, decides, is_mentor = "doctor" in relations, bool(relations & DECIDERS), "mentor" in relations
    advises = is_mentor or ("supervisor" in relations and _is_asked(goal, user))
    return {
        Permission.SEE: is_own or decides or advises,
        Permission.EDIT: is_own,
        Permission.SEND: is_own,
        Permission.RECALL: is_own,
        Permission.GIVE_OPINION: advises,
        Permission.SIGN_OFF: decides,
        Permission.FOLLOW_UP: decides or is_mentor,
    }.get(permission, False)


def _may_activity(permission: Permission, activity: PlanActivity, user: User, relations: frozenset[str]) -> bool:
    is_own, leads = "doctor" in relations, bool(relations & LEADS)
    is_draft = activity.state in PlanActivity.DRAFTS
    follows = bool(relations & (DECIDERS | {"mentor"})) and not is_draft
    is_asked = "supervisor" in relations and activity.supervisor_id == user.pk
    signs = is_asked and activity.state in PlanActivity.SEEN_BY_SUPERVISOR
    return {
        Permission.SEE: is_own or follows or signs,
        Permission.EDIT: is_own,
        Permission.SEND: is_own,
        Permission.RECALL: is_own,
        Permission.OBJECT: is_own,
        Permission.SIGN: signs,
        Permission.MARK_ON_BEHALF: leads and not is_draft,
        Permission.ANNUL: is_own or (leads and not is_draft) or signs,
    }.get(permission, False)


def _may_read_opinion(opinion: Opinion, user: User, relations: frozenset[str]) -> bool:
    """The doctor reads what was said after the decision, so that advisers can be candid."""
    if relations & (DECIDERS | {"mentor"}) or ("supervisor" in relations and opinion.by_id == user.pk):
        return True
    return "doctor" in relations and state_of(opinion) == "decided"


def _may_sign_off(permission: Permission, relations: frozenset[str]) -> bool:
    if permission == Permission.SEE:
        return bool(relations & READERS)
    return permission == Permission.SIGN_OFF and bool(relations & DECIDERS)


def _is_asked(goal: PlanGoal, user: User) -> bool:
    asked = OpinionRequest.objects.filter(plan_goal=goal, person=user, as_role=Opinion.Role.SUPERVISOR)
    return asked.exists()


def doctor_of(row: Any) -> User:
    if isinstance(row, User):
        return row
    if isinstance(row, Attachment):
        return row.activity.doctor
    return row.plan_goal.doctor if isinstance(row, Opinion) else row.doctor


def state_of(row: Any) -> str:
    """The word of the permission matrix for the row's state."""
    if isinstance(row, Attachment):
        return row.activity.state
    if isinstance(row, EducationPlan):
        return "archived" if row.is_archived else "current"
    if isinstance(row, Opinion):
        decided = GoalEvent.objects.filter(
            plan_goal_id=row.plan_goal_id, pk__gt=row.completion_id, kind__in=GoalEvent.DECISIONS
        )
        return "decided" if decided.exists() else "undecided"
    if isinstance(row, SignOff):
        return "annulled" if hasattr(row, "withdrawal") else "standing"
    return getattr(row, "state", "")


# --- The doors ---


def get_plan_goal_for(user: User, public_id: Any, permission: Permission = Permission.SEE) -> PlanGoal:
    goals = PlanGoal.objects.select_related(
        "doctor", "goal", "goal__goal_set", "goal__category", "goal_plan", "revision", "waiting_on", "completion"
    )
    return _through_door(goals, user, public_id, permission, lambda goal: _("læringsmål %s") % goal.goal.code)


def get_activity_for(user: User, public_id: Any, permission: Permission = Permission.SEE) -> PlanActivity:
    activities = PlanActivity.objects.select_related(
        "doctor", "institution", "activity", "arena", "supervisor", "on_behalf_by", "waiting_on"
    )
    return _through_door(
        activities, user, public_id, permission, lambda row: _("aktivitet (%s)") % row.get_kind_display()
    )


def get_attachment_for(user: User, public_id: Any, permission: Permission = Permission.SEE) -> Attachment:
    attachments = Attachment.objects.select_related("activity__doctor", "activity__institution")
    return _through_door(attachments, user, public_id, permission, lambda row: _("vedlegg til en aktivitet"))


def get_education_plan_for(user: User, public_id: Any, permission: Permission = Permission.SEE) -> EducationPlan:
    plans = EducationPlan.objects.select_related("doctor", "specialty", "institution", "assigned_by")
    return _through_door(plans, user, public_id, permission, lambda plan: _("utdanningsplanen"))


def get_sign_off_for(user: User, public_id: Any, permission: Permission = Permission.SEE) -> SignOff:
    sign_offs = SignOff.objects.select_related("plan_goal__goal", "doctor", "by")
    return _through_door(
        sign_offs, user, public_id, permission, lambda row: _("godkjenning av %s") % row.plan_goal.goal.code
    )


def get_doctor_for(user: User, doctor_public_id: Any, permission: Permission = Permission.SEE) -> User:
    """The doctor whose plans the user leads, decides about or mentors; also before a plan is assigned."""
    return _through_door(User.objects.all(), user, doctor_public_id, permission, lambda doctor: _("utdanningsplanen"))


def get_doctor_to_sign_for(user: User, doctor_public_id: Any) -> User:
    """For the series of activities that wait for this supervisor. Each item shown is logged by `log_series`."""
    doctor = User.objects.filter(public_id=doctor_public_id).first()
    if doctor is None or "supervisor" not in relations_to(user, doctor):
        raise Http404
    return doctor


def log_series(user: User, activities: list[PlanActivity]) -> None:
    """One line per doctor for a page that shows several activities."""
    for doctor in {activity.doctor for activity in activities}:
        _log(user, doctor, relations_to(user, doctor), _("aktiviteter som er sendt til signering"))


def own_record(user: User) -> User:
    """The user's own record: a door for those who have a plan, or the role of doctor."""
    is_doctor = user.role_assignments.active().filter(role="doctor").exists()
    if not is_doctor and not EducationPlan.objects.filter(doctor=user).exists():
        raise Http404
    return user


def _through_door(
    rows: QuerySet, user: User, public_id: Any, permission: Permission, what: Callable[[Any], str]
) -> Any:
    row = rows.filter(public_id=public_id).first()
    if row is None or not user.is_active:
        raise Http404
    doctor = doctor_of(row)
    relations = relations_to(user, doctor)
    if not _allowed(Permission.SEE, row, user, relations):
        raise Http404
    if not _allowed(permission, row, user, relations):
        raise NotAllowed(_("Du kan se dette, men ikke gjøre det. Spør legens leder hvis du mener det er feil."))
    _log(user, doctor, relations, what(row))
    return row


ROLE_WORDS = {
    "leader": "leder",
    "deputy": "stedfortreder",
    "delegate": "delegert godkjenner",
    "mentor": "veileder",
    "supervisor": "supervisør",
}


def _log(user: User, doctor: User, relations: frozenset[str], what: str) -> None:
    """The doctor sees who read, and in which roles. Not when it is the doctor's own reading."""
    if user.pk == doctor.pk:
        return
    role = ", ".join(word for key, word in ROLE_WORDS.items() if key in relations)
    places = (assignment.institution for assignment in active_roles(user) if assignment.institution)
    record_reading(by=user, subject=doctor, role=role, what=what, organisation=str(next(places, "")))
