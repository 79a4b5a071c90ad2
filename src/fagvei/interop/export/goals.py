"""The goals in words: steps, opinions, approvals, raised repetitions and what was accepted instead of an activity."""

from typing import Any

from fagvei.interop.export.facts import WITHHELD
from fagvei.interop.export.words import by_owner, event_of, name_of
from fagvei.people.models import User
from fagvei.training.models import (
    EquivalentActivity,
    GoalEvent,
    Opinion,
    OpinionRequest,
    PersonalRequirement,
    PlanGoal,
    SignOff,
)


def goals_of(doctor: User) -> list[dict[str, Any]]:
    of_doctor = {"plan_goal__doctor": doctor}
    events = by_owner(
        GoalEvent.objects.filter(**of_doctor).select_related("by", "waiting_on").order_by("pk"), "plan_goal_id"
    )
    asked = by_owner(OpinionRequest.objects.filter(**of_doctor).select_related("person").order_by("pk"), "plan_goal_id")
    opinions = by_owner(Opinion.objects.filter(**of_doctor).select_related("by").order_by("pk"), "plan_goal_id")
    sign_offs = by_owner(
        SignOff.objects.filter(doctor=doctor)
        .select_related(
            "by", "responsible_leader", "revision", "withdrawal__by", "mentor_opinion", "supervisor_opinion"
        )
        .order_by("pk"),
        "plan_goal_id",
    )
    raised = by_owner(
        PersonalRequirement.objects.filter(**of_doctor)
        .select_related("activity", "by", "cited_activity", "cited_opinion", "cited_assessment")
        .order_by("pk"),
        "plan_goal_id",
    )
    equivalents = by_owner(
        EquivalentActivity.objects.filter(doctor=doctor)
        .select_related("plan_activity", "by", "requirement__activity")
        .order_by("pk"),
        "plan_goal_id",
    )
    readable = set(Opinion.objects.visible_to(doctor).filter(**of_doctor).values_list("pk", flat=True))
    goals = PlanGoal.objects.filter(doctor=doctor).select_related(
        "goal__goal_set", "goal__category", "goal__replaced_by", "revision", "waiting_on"
    )
    return [
        {
            **_goal(row),
            "events": [event_of(each) for each in events[row.pk]],
            "asked": [_asked(each) for each in asked[row.pk]],
            "opinions": [_opinion(each, each.pk in readable) for each in opinions[row.pk]],
            "sign_offs": [_sign_off(each) for each in sign_offs[row.pk]],
            "raised_repetitions": [_raised(each) for each in raised[row.pk]],
            "equivalents": [_equivalent(each) for each in equivalents[row.pk]],
        }
        for row in goals.order_by("goal__goal_set__position", "goal__code")
    ]


def _goal(row: PlanGoal) -> dict[str, Any]:
    return {
        "fact": row.fact_id,
        "code": row.goal.code,
        "goal_set": row.goal.goal_set.code,
        "replaced_by": row.goal.replaced_by.code if row.goal.replaced_by else None,
        "category": name_of(row.goal.category),
        "revision": _revision(row.revision),
        "state": row.state,
        "state_name": row.get_state_display(),
        "since": row.since,
        "waiting_on": name_of(row.waiting_on),
        "completed_at": row.completed_at,
    }


def _revision(row: Any) -> dict[str, Any]:
    names = (
        "number", "name", "official_text", "elaboration", "knowledge_level", "skill_level", "valid_from_on",
        "valid_to_on", "legal_basis", "source", "retrieved_on", "verification",
    )  # fmt: skip
    return {name: getattr(row, name) for name in names}


def _asked(row: OpinionRequest) -> dict[str, Any]:
    return {"fact": row.fact_id, "person": row.person.full_name, "as_role": row.as_role, "at": row.at}


def _opinion(row: Opinion, is_readable: bool) -> dict[str, Any]:
    shown = {"fact": row.fact_id, "by": row.by.full_name, "as_role": row.as_role, "at": row.at}
    if not is_readable:
        return {**shown, "withheld": WITHHELD}
    return {
        **shown,
        "verdict": row.verdict,
        "verdict_name": row.get_verdict_display(),
        "level_seen": row.level_seen,
        "reason": row.reason,
    }


def _sign_off(row: SignOff) -> dict[str, Any]:
    withdrawal = getattr(row, "withdrawal", None)
    return {
        "fact": row.fact_id,
        "by": row.by.full_name,
        "acting_as": row.acting_as,
        "responsible_leader": row.responsible_leader.full_name,
        "revision": row.revision.number,
        "mentor_opinion": row.mentor_opinion.fact_id,
        "supervisor_opinion": row.supervisor_opinion.fact_id,
        "reason": row.reason,
        "at": row.at,
        "withdrawal": withdrawal
        and {
            "fact": withdrawal.fact_id,
            "by": withdrawal.by.full_name,
            "reason": withdrawal.reason,
            "at": withdrawal.at,
        },
    }


def _raised(row: PersonalRequirement) -> dict[str, Any]:
    return {
        "fact": row.fact_id,
        "activity": row.activity.name,
        "repetitions": row.repetitions,
        "reason": row.reason,
        "rests_on": row.cited.fact_id if row.cited else None,
        "by": row.by.full_name,
        "at": row.at,
    }


def _equivalent(row: EquivalentActivity) -> dict[str, Any]:
    return {
        "fact": row.fact_id,
        "instead_of": name_of(row.requirement.activity),
        "activity": row.plan_activity.fact_id,
        "reason": row.reason,
        "by": row.by.full_name,
        "acting_as": row.acting_as,
        "at": row.at,
    }
