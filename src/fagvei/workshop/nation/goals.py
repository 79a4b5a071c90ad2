"""One goal in a plan, step by step, with the same rows and events that the actions of `training` write."""

import datetime as dt
from typing import Any

from fagvei.people.models import User
from fagvei.training.models import GoalEvent, Opinion, OpinionRequest, PlanGoal, SignOff, SignOffWithdrawal
from fagvei.workshop.nation import words
from fagvei.workshop.nation.activities import write_activity
from fagvei.workshop.nation.record import Record

Kind, State = GoalEvent.Kind, PlanGoal.State
DAY = dt.timedelta(days=1)

# What happens after the completion, in order. "approved" has a long past, the others are still under way.
STEPS: dict[str, tuple[str, ...]] = {
    "not_begun": (),
    "begun": ("begin",),
    "asked": ("begin", "complete"),
    "half_answered": ("begin", "complete", "mentor"),
    "answered": ("begin", "complete", "mentor", "supervisor"),
    "sent": ("begin", "complete", "mentor", "supervisor", "send"),
    "recalled": ("begin", "complete", "mentor", "supervisor", "send", "recall"),
    "sent_back": ("begin", "complete", "mentor", "supervisor", "send", "give_back"),
    "approved": ("begin", "complete", "supervisor", "mentor", "send", "approve"),
    "approved_at_second_try": (
        *("begin", "complete", "mentor", "supervisor", "send", "give_back"),
        *("complete", "mentor", "supervisor", "send", "approve"),
    ),
    "annulled": ("begin", "complete", "mentor", "supervisor", "send", "approve", "annul"),
}


class GoalStory:
    """Applies steps to a `PlanGoal` row. `begun_at` and `ripe_at` tell the activities when they can have happened."""

    def __init__(self, record: Record, goal: PlanGoal):
        self.record, self.goal = record, goal
        self.opinions: dict[str, Opinion] = {}
        self.asked: dict[str, User] = {}
        self.begun_at = self.ripe_at = record.now
        self.sign_off: SignOff | None = None

    def tell(self, steps: tuple[str, ...], moments: list[dt.datetime]) -> None:
        for step, moment in zip(steps, moments, strict=True):
            getattr(self, step)(moment)
        if moments:
            self.begun_at = moments[0]
            self.ripe_at = moments[1] if len(moments) > 1 else self.record.now

    def begin(self, at: dt.datetime) -> None:
        """A goal is begun by the first activity that is logged for it."""
        event = self._event(Kind.BEGUN, at, State.BEGUN)
        self.record.writer.add(event)
        write_activity(self.record, [self.goal], at, begun=[self.goal, event])

    def complete(self, at: dt.datetime) -> None:
        post, self.opinions = self.record.post, {}
        comment = self._one_of(words.COMMENTS_WHEN_COMPLETED)
        event = self._event(Kind.COMPLETED, at, State.COMPLETED, comment=comment, waiting_on=post.mentor)
        self.goal.completion_id, self.goal.completed_at = event.pk, at
        asked = [("mentor", post.mentor), ("supervisor", self.record.draw.choice(post.supervisors))]
        requests = [
            self.record.writer.new(
                OpinionRequest,
                plan_goal_id=self.goal.pk,
                completion_id=event.pk,
                person_id=person.pk,
                as_role=role,
                at=at,
            )
            for role, person in asked
        ]
        self.asked = dict(asked)
        self._write("goal_completed", event, requests)

    def mentor(self, at: dt.datetime) -> None:
        self._give_opinion("mentor", at)

    def supervisor(self, at: dt.datetime) -> None:
        self._give_opinion("supervisor", at)

    def send(self, at: dt.datetime) -> None:
        self._step(Kind.SENT, at, State.SENT, "goal_sent", waiting_on=self.record.post.leader)

    def recall(self, at: dt.datetime) -> None:
        self._step(Kind.RECALLED, at, State.COMPLETED, "goal_recalled", waiting_on=self.record.doctor)

    def give_back(self, at: dt.datetime) -> None:
        leader, comment = self.record.post.leader, self._one_of(words.GOAL_RETURN_COMMENTS)
        event = self._event(
            Kind.RETURNED,
            at,
            State.BEGUN,
            by=leader,
            acting_as="leader",
            comment=comment,
            waiting_on=self.record.doctor,
        )
        self._forget_completion()
        self._write("goal_returned", event, [], by=leader, acting_as="leader")

    def approve(self, at: dt.datetime) -> None:
        post, goal = self.record.post, self.goal
        is_against = any(each.verdict == Opinion.Verdict.ADVISES_AGAINST for each in self.opinions.values())
        reason = self._one_of(words.REASONS_DESPITE) if is_against else ""
        if goal.goal_id in self.record.places.goals_with_requirements:
            reason = reason or words.REASON_FOR_EQUIVALENT
        self.sign_off = self.record.writer.new(
            SignOff,
            plan_goal_id=goal.pk,
            doctor_id=post.doctor.pk,
            by_id=post.leader.pk,
            acting_as="leader",
            responsible_leader_id=post.leader.pk,
            revision_id=goal.revision_id,
            mentor_opinion_id=self.opinions["mentor"].pk,
            supervisor_opinion_id=self.opinions["supervisor"].pk,
            reason=reason,
            at=at,
        )
        event = self._event(Kind.APPROVED, at, State.APPROVED, by=post.leader, acting_as="leader", comment=reason)
        self._write("goal_signed_off", event, [self.sign_off], by=post.leader, acting_as="leader")

    def annul(self, at: dt.datetime) -> None:
        leader, reason = self.record.post.leader, "Godkjent ved en feil."
        assert self.sign_off is not None  # noqa: S101 -- for the type checker: the story approved before
        withdrawal = self.record.writer.new(
            SignOffWithdrawal, sign_off_id=self.sign_off.pk, by_id=leader.pk, reason=reason, at=at
        )
        event = self._event(
            Kind.ANNULLED,
            at,
            State.BEGUN,
            by=leader,
            acting_as="leader",
            comment=reason,
            waiting_on=self.record.doctor,
        )
        self._forget_completion()
        self._write("sign_off_annulled", event, [withdrawal], by=leader, acting_as="leader")

    def _give_opinion(self, role: str, at: dt.datetime) -> None:
        draw, person = self.record.draw, self.asked[role]
        is_against = draw.random() < 0.02
        opinion = self.record.writer.new(
            Opinion,
            plan_goal_id=self.goal.pk,
            completion_id=self.goal.completion_id,
            by_id=person.pk,
            as_role=role,
            verdict=Opinion.Verdict.ADVISES_AGAINST if is_against else Opinion.Verdict.RECOMMENDS,
            level_seen=draw.choice(("", "middle", "highest")),
            reason=self._one_of(words.REASONS_AGAINST if is_against else words.REASONS_FOR),
            at=at,
        )
        self.opinions[role] = opinion
        missing = [person for other, person in self.asked.items() if other not in self.opinions]
        waiting_on = missing[0] if missing else self.record.doctor
        event = self._event(Kind.OPINION_GIVEN, at, State.COMPLETED, by=person, acting_as=role, waiting_on=waiting_on)
        self._write("opinion_given", event, [opinion], by=person, acting_as=role)

    def _step(self, kind: str, at: dt.datetime, state: str, name: str, *, waiting_on: User | None = None) -> None:
        self._write(name, self._event(kind, at, state, waiting_on=waiting_on), [])

    def _event(
        self,
        kind: str,
        at: dt.datetime,
        state: str,
        *,
        by: User | None = None,
        acting_as: str = "doctor",
        comment: str = "",
        waiting_on: User | None = None,
    ) -> GoalEvent:
        """The event, and the row moved along with it. `since` moves when the state or the one it waits for changes."""
        goal, waiting_id = self.goal, waiting_on.pk if waiting_on else None
        if (goal.state, goal.waiting_on_id) != (state, waiting_id):
            goal.state, goal.waiting_on_id, goal.since = state, waiting_id, at
        return self.record.writer.new(
            GoalEvent,
            plan_goal_id=goal.pk,
            kind=kind,
            state_after=state,
            waiting_on_id=waiting_id,
            by_id=(by or self.record.doctor).pk,
            acting_as=acting_as,
            at=at,
            comment=comment,
        )

    def _write(
        self, name: str, event: GoalEvent, others: list[Any], by: User | None = None, acting_as: str = "doctor"
    ) -> None:
        for row in (event, *others):
            self.record.writer.add(row)
        self.record.write_down(
            name,
            at=event.at,
            target=self.goal,
            by=by or self.record.doctor,
            acting_as=acting_as,
            facts=[self.goal, event, *others],
        )

    def _forget_completion(self) -> None:
        self.goal.completion_id = self.goal.completed_at = None

    def _one_of(self, sentences: tuple[str, ...]) -> str:
        return self.record.draw.choice(sentences)


def tell_goal(record: Record, goal: PlanGoal, fate: str) -> GoalStory:
    """Goals that are approved or annulled lie spread over the training, the others within the last weeks."""
    is_past = fate in {"approved", "annulled"}
    if fate == "approved" and record.draw.random() < 0.03:
        fate = "approved_at_second_try"
    steps = STEPS[fate]
    story = GoalStory(record, goal)
    story.tell(steps, _moments(record, len(steps), is_past=is_past))
    return story


def _moments(record: Record, count: int, *, is_past: bool) -> list[dt.datetime]:
    """Instants in order, after the plan was assigned and before now. The first is the beginning, the rest come close together."""
    if not count:
        return []
    earliest = record.post.began_at + dt.timedelta(hours=8)
    room = record.now - earliest
    latest_last = record.now if not is_past else earliest + room * record.draw.uniform(0.1, 1)
    last = record.between(max(earliest, latest_last - 20 * DAY), latest_last)
    span = min(last - earliest, 90 * DAY)
    return [last - span, *sorted(record.between(last - min(span, 25 * DAY), last) for _step in range(count - 1))]
