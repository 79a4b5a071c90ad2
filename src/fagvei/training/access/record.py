"""The doors of plans, goals, activities, attachments, opinions and sign-offs. What is not yours to see does not exist (404)."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from fagvei.common.permissions import Permission
from fagvei.people.models import User
from fagvei.people.queries import role_keys_of
from fagvei.training.access.core import (
    DECIDERS,
    LEADS,
    POLICIES,
    READERS,
    Policy,
    log_reading,
    relations_to,
    rows,
    through_door,
)
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

DRAFTS = frozenset({"planned", "done", "returned"})
EVIDENCE = frozenset({"sent", "signed", "fulfilled", "annulled"})
NOT_ERASED = DRAFTS | EVIDENCE
SENT_ONCE = frozenset({"sent", "returned", "signed", "annulled"})

# "asked_supervisor" supervises the doctor now and was asked: the activity was sent to, or the opinion asked of, this person.
RECORD_ROWS = (
    rows(
        "education_plan",
        Permission.SEE,
        READERS,
        "my_plan",
        "plan",
        note="my_plan is the doctor's own, plan the others'",
    ),
    rows("education_plan", Permission.CREATE, {"doctor"}, "log_activity"),
    rows("education_plan", Permission.ASSIGN, LEADS, "assign_plan", "delete_plan", "archive_plan"),
    rows("education_plan", Permission.MARK_ON_BEHALF, LEADS, "mark_on_behalf"),
    rows("plan_goal", Permission.SEE, READERS | {"asked_supervisor"}, "goal"),
    rows("plan_goal", Permission.EDIT, {"doctor"}, "complete_goal", "reopen_goal"),
    rows("plan_goal", Permission.GIVE_OPINION, {"mentor", "asked_supervisor"}, "give_opinion"),
    rows("plan_goal", Permission.SEND, {"doctor"}, "send_goal"),
    rows("plan_goal", Permission.RECALL, {"doctor"}, "recall_goal"),
    rows(
        "plan_goal", Permission.SIGN_OFF, DECIDERS, "decide_goal", "sign_off_goal", "return_goal", "accept_equivalent"
    ),
    rows("plan_goal", Permission.FOLLOW_UP, DECIDERS | {"mentor"}, "raise_repetitions"),
    rows("activity", Permission.SEE, {"doctor"}, "activity", states=DRAFTS),
    rows("activity", Permission.SEE, READERS, "activity", states=EVIDENCE),
    rows("activity", Permission.SEE, {"asked_supervisor"}, "activity", states=SENT_ONCE),
    rows(
        "activity",
        Permission.EDIT,
        {"doctor"},
        "change_activity",
        "erase_draft",
        "fulfil_activity",
        "attach",
        states=NOT_ERASED,
    ),
    rows("activity", Permission.SEND, {"doctor"}, "send_activity", states=NOT_ERASED),
    rows("activity", Permission.RECALL, {"doctor"}, "recall_activity", states=NOT_ERASED),
    rows(
        "activity",
        Permission.SIGN,
        {"asked_supervisor"},
        "sign_series",
        "sign_activity",
        "return_activity",
        states=SENT_ONCE,
    ),
    rows("activity", Permission.OBJECT, {"doctor"}, "object", states=NOT_ERASED),
    rows("activity", Permission.MARK_ON_BEHALF, LEADS, "answer_objection", states=EVIDENCE),
    rows("activity", Permission.ANNUL, {"doctor", *LEADS}, "annul_activity", states=EVIDENCE),
    rows("activity", Permission.ANNUL, {"asked_supervisor"}, "annul_activity", states=SENT_ONCE),
    rows("activity", Permission.ANNUL, {"doctor"}, "annul_activity", states=DRAFTS),
    rows("attachment", Permission.SEE, {"doctor"}, "attachment", states=DRAFTS),
    rows("attachment", Permission.SEE, READERS, "attachment", states=EVIDENCE),
    rows("attachment", Permission.SEE, {"asked_supervisor"}, "attachment", states=SENT_ONCE),
    rows("attachment", Permission.EDIT, {"doctor"}, "remove_attachment"),
    rows(
        "opinion", Permission.SEE, DECIDERS | {"mentor", "author"}, "goal", states=frozenset({"undecided", "decided"})
    ),
    rows("opinion", Permission.SEE, {"doctor"}, "goal", states=frozenset({"decided"})),
    rows("sign_off", Permission.SEE, READERS, "goal"),
    rows("sign_off", Permission.SIGN_OFF, DECIDERS, "annul_sign_off"),
)
# Always one's own: the record, those one follows, what waits for one's signature. No address holds anybody's id.
OWN_PAGES = ("training:my_plan", "training:my_doctors", "training:my_transfers", "training:sign_series")


def _may_plan(permission: Permission, relations: frozenset[str]) -> bool:
    is_own, decides, leads = "doctor" in relations, bool(relations & DECIDERS), bool(relations & LEADS)
    return {
        Permission.SEE: is_own or decides or "mentor" in relations,
        Permission.CREATE: is_own,
        Permission.EXPORT: is_own,
        Permission.ASSIGN: leads,
        Permission.MARK_ON_BEHALF: leads,
        Permission.FOLLOW_UP: leads,
        Permission.EDIT: is_own or leads or "mentor" in relations,
        Permission.SIGN: is_own or "mentor" in relations,
        Permission.APPOINT: leads,
        Permission.ADMINISTER: "leader" in relations,
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
        Permission.ASSIGN: is_own or bool(relations & LEADS),
    }.get(permission, False)


def _may_activity(permission: Permission, activity: PlanActivity, user: User, relations: frozenset[str]) -> bool:
    if activity.state == PlanActivity.State.ERASED:
        return False
    is_own, leads = "doctor" in relations, bool(relations & LEADS)
    is_draft = activity.state in PlanActivity.DRAFTS
    follows = bool(relations & (DECIDERS | {"mentor"})) and not is_draft
    is_asked = "supervisor" in relations and activity.supervisor_id == user.pk
    signs = is_asked and activity.state in PlanActivity.SEEN_BY_SUPERVISOR
    return {
        Permission.SEE: is_own or follows or signs,
        Permission.CREATE: is_own,
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
    return "doctor" in relations and _state_of_opinion(opinion) == "decided"


def _may_sign_off(permission: Permission, relations: frozenset[str]) -> bool:
    if permission == Permission.SEE:
        return bool(relations & READERS)
    return permission == Permission.SIGN_OFF and bool(relations & DECIDERS)


def _is_asked(goal: PlanGoal, user: User) -> bool:
    asked = OpinionRequest.objects.filter(plan_goal=goal, person=user, as_role=Opinion.Role.SUPERVISOR)
    return asked.exists()


def _state_of_opinion(opinion: Opinion) -> str:
    decided = GoalEvent.objects.filter(
        plan_goal_id=opinion.plan_goal_id, pk__gt=opinion.completion_id, kind__in=GoalEvent.DECISIONS
    )
    return "decided" if decided.exists() else "undecided"


def _may_plan_row(permission: Permission, row: Any, user: User, relations: frozenset[str]) -> bool:
    return _may_plan(permission, relations)


def _may_sign_off_row(permission: Permission, row: SignOff, user: User, relations: frozenset[str]) -> bool:
    return _may_sign_off(permission, relations)


def _may_file(permission: Permission, row: Attachment, user: User, relations: frozenset[str]) -> bool:
    is_of_files = permission in (Permission.SEE, Permission.EDIT)
    return is_of_files and _may_activity(permission, row.activity, user, relations)


def _may_opinion(permission: Permission, row: Opinion, user: User, relations: frozenset[str]) -> bool:
    return permission == Permission.SEE and _may_read_opinion(row, user, relations)


POLICIES.update(
    {
        User: Policy(_may_plan_row, doctor_of=lambda doctor: doctor),
        EducationPlan: Policy(_may_plan_row, state_of=lambda plan: "archived" if plan.is_archived else "current"),
        PlanGoal: Policy(_may_goal),
        PlanActivity: Policy(_may_activity),
        Attachment: Policy(
            _may_file,
            doctor_of=lambda attachment: attachment.activity.doctor,
            state_of=lambda attachment: attachment.activity.state,
        ),
        Opinion: Policy(_may_opinion, doctor_of=lambda opinion: opinion.plan_goal.doctor, state_of=_state_of_opinion),
        SignOff: Policy(
            _may_sign_off_row, state_of=lambda row: "annulled" if hasattr(row, "withdrawal") else "standing"
        ),
    }
)


# --- The doors ---


def get_plan_goal_for(user: User, public_id: Any, permission: Permission = Permission.SEE) -> PlanGoal:
    goals = PlanGoal.objects.select_related(
        "doctor", "goal", "goal__goal_set", "goal__category", "goal_plan", "revision", "waiting_on", "completion"
    )
    return through_door(goals, user, public_id, permission, lambda goal: _("læringsmål %s") % goal.goal.code)


def get_activity_for(user: User, public_id: Any, permission: Permission = Permission.SEE) -> PlanActivity:
    activities = PlanActivity.objects.select_related(
        "doctor", "institution", "activity", "arena", "supervisor", "on_behalf_by", "waiting_on"
    )
    return through_door(
        activities, user, public_id, permission, lambda row: _("aktivitet (%s)") % row.get_kind_display()
    )


def get_attachment_for(user: User, public_id: Any, permission: Permission = Permission.SEE) -> Attachment:
    attachments = Attachment.objects.select_related("activity__doctor", "activity__institution")
    return through_door(attachments, user, public_id, permission, lambda row: _("vedlegg til en aktivitet"))


def get_education_plan_for(user: User, public_id: Any, permission: Permission = Permission.SEE) -> EducationPlan:
    plans = EducationPlan.objects.select_related("doctor", "specialty", "institution", "assigned_by")
    return through_door(plans, user, public_id, permission, lambda plan: _("utdanningsplanen"))


def get_sign_off_for(user: User, public_id: Any, permission: Permission = Permission.SEE) -> SignOff:
    sign_offs = SignOff.objects.select_related("plan_goal__goal", "doctor", "by")
    return through_door(
        sign_offs, user, public_id, permission, lambda row: _("godkjenning av %s") % row.plan_goal.goal.code
    )


def get_doctor_for(user: User, doctor_public_id: Any, permission: Permission = Permission.SEE) -> User:
    """The doctor whose plans the user leads, decides about or mentors; also before a plan is assigned."""
    return through_door(User.objects.all(), user, doctor_public_id, permission, lambda doctor: _("utdanningsplanen"))


def get_doctor_to_sign_for(user: User, doctor_public_id: Any) -> User:
    """For the series of activities that wait for this supervisor. Each item shown is logged by `log_series`."""
    doctor = User.objects.filter(public_id=doctor_public_id).first()
    if doctor is None or "supervisor" not in relations_to(user, doctor):
        raise Http404
    return doctor


def log_series(user: User, activities: list[PlanActivity]) -> None:
    """One line per doctor for a page that shows several activities."""
    for doctor in {activity.doctor for activity in activities}:
        log_reading(user, doctor, relations_to(user, doctor), _("aktiviteter som er sendt til signering"))


def own_record(user: User) -> User:
    """The user's own record: a door for those who have a plan, or the role of doctor."""
    if "doctor" not in role_keys_of(user) and not EducationPlan.objects.filter(doctor=user).exists():
        raise Http404
    return user
