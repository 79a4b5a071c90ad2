"""C3.1: eight people do everything in every order, also what they may not, also when the power goes between two statements.

20 000 generated steps on a real database, in rounds that each begin with a new record. After each step the rows it touched
say what their events say and nobody has got past a rule; after every two hundred no other row has moved; after each round the
log knows the content of every fact. A step that found nothing to do is no step.
"""

import datetime as dt
import os
import random
from collections import Counter, defaultdict
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.db import connection, transaction

from fagvei.audit.actions import seal_everything
from fagvei.common import clock
from fagvei.common.refusal import Refusal
from fagvei.people import actions as people
from fagvei.people.models import Delegation, Relation
from fagvei.people.queries import deciding_capacity
from fagvei.people.tests.cast import make_cast
from fagvei.training import actions
from fagvei.training.models import ActivityEvent, GoalEvent, PlanActivity, PlanGoal, SignOff
from fagvei.training.queries import projection_faults
from fagvei.training.queries.projections import replay
from fagvei.training.tests import factories
from fagvei.training.tests.checks import assert_sound

IS_SHORT = connection.vendor == "postgresql" and not os.environ.get("FAGVEI_LONG")
STEPS_A_ROUND = 2_000
EVERYTHING_EACH = 200
NOTHING = "nothing_there"
ROUNDS = 1 if IS_SHORT else 10
START = dt.datetime(2026, 1, 5, 8, 0, tzinfo=dt.UTC)
WORDS = ("", " ", *["Sett i arbeid."] * 6)


class PowerCut(Exception):
    """Thrown in the middle of an action, where nobody expects it."""


class Stage:
    """Two doctors with one leader, and the people around them; the verbs they may try."""

    def __init__(self, chance: random.Random):
        self.chance = chance
        self.now = START
        self.outcomes: Counter[str] = Counter()
        cast = make_cast()
        with clock.at(START):
            self.records = [factories.make_record(cast), factories.make_record(cast, doctor=self._second_doctor(cast))]
            self.actors = [cast.anna, self.records[1].doctor, cast.bo, cast.cecilie, cast.siri, cast.stian, cast.dag]
            self.actors.append(self._deputy(cast))
        self.cast = cast
        self.verbs = [
            *[self.log] * 4, *[self.send] * 3, *[self.sign] * 4, self.return_it, self.recall, self.change, self.fulfil, self.annul,
            self.mark, self.object, self.answer, *[self.walk] * 20, self.complete, self.reopen, self.advise, self.submit,
            self.take_back, self.decide, self.turn_down, self.undo, self.raise_number, self.move_people,
        ]  # fmt: skip

    def _second_doctor(self, cast):
        nora = people.add_user(username="nora", full_name="Nora Li", is_demo=True, by=None)
        people.assign_role(user=nora, role="doctor", institution=cast.fjellheim, by=None)
        people.assign_role(user=cast.anna, role="supervisor", institution=cast.fjellheim, by=None)
        for person, kind in (
            (cast.bo, "leader"),
            (cast.cecilie, "mentor"),
            (cast.siri, "supervisor"),
            (cast.anna, "supervisor"),
        ):
            people.relate(doctor=nora, person=person, kind=kind, institution=cast.fjellheim, by=None)
        return nora

    def _deputy(self, cast):
        """Anna's and Nora's case may be decided by Petra every other week. Stian is a mentor too, when asked to be."""
        petra = people.add_user(username="petra", full_name="Petra Lie", is_demo=True, by=None)
        people.assign_role(user=petra, role="leader", institution=cast.fjellheim, by=None)
        people.assign_role(user=cast.stian, role="mentor", institution=cast.fjellheim, by=None)
        for week in range(0, 40, 2):
            people.delegate(
                leader=cast.bo, person=petra, kind=self.chance.choice(Delegation.Kind.values), institution=cast.fjellheim,
                starts_at=START + dt.timedelta(weeks=week), ends_at=START + dt.timedelta(weeks=week + 1), by=cast.bo,
            )  # fmt: skip
        return petra

    @property
    def steps(self) -> int:
        """Those that did something, or were refused, or lost their power."""
        return self.outcomes.total() - self.outcomes[NOTHING]

    # --- A step ---

    def step(self) -> bool:
        """Whether something was done. What was refused, or lost its power, has left nothing that could be wrong by itself."""
        self.now += dt.timedelta(minutes=self.chance.randint(1, 400))
        verb = self.chance.choice(self.verbs)
        cut_after = self.chance.randint(1, 25) if self.chance.random() < 0.03 else None
        with clock.at(self.now):
            try:
                if cut_after is None:
                    verb()
                else:
                    with transaction.atomic(), power_cut(cut_after):
                        verb()
            except Refusal as refusal:
                self.outcomes[refusal.code] += 1
            except PowerCut:
                self.outcomes["power_cut"] += 1
            else:
                self.outcomes[f"{verb.__name__} done"] += 1
                return True
        return False

    def pick(self) -> SimpleNamespace:
        return self.chance.choice(self.records)

    def somebody(self, likely):
        return likely if self.chance.random() < 0.8 else self.chance.choice(self.actors)

    def words(self) -> str:
        return self.chance.choice(WORDS)

    def goal(self, record=None) -> PlanGoal:
        return self.chance.choice(list((record or self.pick()).goals.values()))

    def activity(self, *states) -> PlanActivity:
        """Mostly one in a state where the verb makes sense."""
        rows = PlanActivity.objects.select_related("doctor", "supervisor").order_by("-pk")
        fitting = rows.filter(state__in=states) if states and self.chance.random() < 0.8 else rows
        found = list(fitting[:6])
        if not found:
            raise Refusal(code=NOTHING)
        return self.chance.choice(found)

    # --- Activities ---

    def log(self):
        record = self.pick()
        goals = [self.goal(record if self.chance.random() < 0.95 else None) for _ in range(self.chance.randint(1, 3))]
        actions.log_activity(
            **factories.log_fields(
                record,
                by=self.somebody(record.doctor),
                goals=goals,
                kind=self.chance.choice(["procedure", "e_learning", "course", "other"]),
                done_on=self.now.date() + dt.timedelta(days=self.chance.choice([-30, 0, 0, 0, 2])),
                planned=self.chance.random() < 0.2,
                repetitions=self.chance.choice([1, 1, 3, 0]),
            )
        )

    def send(self):
        row = self.activity("done", "returned", "planned")
        supervisor = self.chance.choice([self.cast.siri, self.cast.stian, self.cast.anna, self.cast.dag])
        actions.send_activity(plan_activity=row, supervisor=supervisor, by=self.somebody(row.doctor))

    def sign(self):
        row = self.activity("sent")
        seen = self.chance.choice(["", row.content_digest(), "0" * 64])
        actions.sign_activity(
            plan_activity=row, by=self.somebody(row.supervisor or row.doctor), comment=self.words(), seen_digest=seen
        )

    def return_it(self):
        row = self.activity("sent")
        actions.return_activity(plan_activity=row, comment=self.words(), by=self.somebody(row.supervisor or row.doctor))

    def recall(self):
        row = self.activity("sent")
        actions.recall_activity(plan_activity=row, by=self.somebody(row.doctor))

    def change(self):
        row = self.activity("done", "returned", "planned")
        fields = self.chance.choice(
            [
                {"title": "Ny tittel"},
                {"planned": False, "done_on": self.now.date()},
                {"supervisor": self.cast.siri},
                {"repetitions": 4},
            ]
        )
        actions.change_activity(plan_activity=row, by=self.somebody(row.doctor), **fields)

    def fulfil(self):
        row = self.activity("done", "planned")
        actions.fulfil_activity(plan_activity=row, by=self.somebody(row.doctor))

    def annul(self):
        row = self.activity("signed", "fulfilled")
        likely = self.chance.choice([row.doctor, row.supervisor or row.doctor, self.cast.bo])
        actions.annul_activity(plan_activity=row, reason=self.words(), by=self.somebody(likely))

    def mark(self):
        record = self.pick()
        factories.mark_on_behalf(SimpleNamespace(**vars(record) | {"bo": self.somebody(self.cast.bo)}))

    def object(self):
        row = self.activity("fulfilled")
        actions.object_to_activity(plan_activity=row, reason=self.words(), by=self.somebody(row.doctor))

    def answer(self):
        row = self.activity("fulfilled")
        accept = self.chance.random() < 0.5
        actions.answer_objection(plan_activity=row, accept=accept, reason=self.words(), by=self.somebody(self.cast.bo))

    # --- Goals ---

    def walk(self):
        """What comes next for this goal, so that the far states are reached."""
        goal = self.goal()
        state = PlanGoal.objects.values_list("state", flat=True).get(pk=goal.pk)
        following = {
            "not_begun": [self.complete],
            "begun": [self.complete],
            "completed": [self.advise, self.advise, self.submit],
            "sent": [self.decide, self.decide, self.turn_down, self.take_back],
            "approved": [self.undo],
        }
        self.chance.choice(following[state])(goal)

    def complete(self, goal=None):
        goal = goal or self.goal()
        asked = self.chance.sample(
            [self.cast.siri, self.cast.stian, self.cast.anna, self.cast.cecilie, self.cast.dag], 2
        )
        if self.chance.random() < 0.7:
            asked = [self.cast.siri]
        actions.complete_goal(plan_goal=goal, comment=self.words(), supervisors=asked, by=self.somebody(goal.doctor))

    def reopen(self, goal=None):
        goal = goal or self.goal()
        actions.reopen_goal(plan_goal=goal, by=self.somebody(goal.doctor))

    def advise(self, goal=None):
        goal = goal or self.goal()
        verdict = self.chance.choice(["recommends", "recommends", "advises_against"])
        person = self.somebody(self.chance.choice([self.cast.cecilie, self.cast.siri, self.cast.stian]))
        actions.give_opinion(plan_goal=goal, verdict=verdict, level_seen="", reason=self.words(), by=person)

    def submit(self, goal=None):
        goal = goal or self.goal()
        actions.send_goal(plan_goal=goal, by=self.somebody(goal.doctor))

    def take_back(self, goal=None):
        goal = goal or self.goal()
        actions.recall_goal(plan_goal=goal, by=self.somebody(goal.doctor))

    def decide(self, goal=None):
        actions.sign_off_goal(
            plan_goal=goal or self.goal(),
            by=self.somebody(self.chance.choice([self.cast.bo, self.actors[-1]])),
            reason=self.words(),
        )

    def turn_down(self, goal=None):
        actions.return_goal(plan_goal=goal or self.goal(), comment=self.words(), by=self.somebody(self.cast.bo))

    def undo(self, goal=None):
        goal = goal or self.goal()
        sign_off = self.chance.choice([*SignOff.objects.filter(plan_goal=goal), None])
        if sign_off is None:
            raise Refusal(code=NOTHING)
        actions.annul_sign_off(sign_off=sign_off, reason=self.words(), by=self.somebody(self.cast.bo))

    def raise_number(self):
        activity = factories.make_learning_activity("abstinens", min_repetitions=3)
        actions.raise_repetitions(
            plan_goal=self.goal(), activity=activity, repetitions=self.chance.randint(0, 6), reason=self.words(),
            by=self.somebody(self.cast.cecilie),
            evidence=self.chance.choice([*PlanActivity.objects.filter(doctor=self.pick().doctor), None]),
        )  # fmt: skip

    def move_people(self):
        """A supervisor leaves or comes back, the mentor is changed."""
        doctor = self.pick().doctor
        place = {"doctor": doctor, "institution": self.cast.fjellheim, "by": None}
        if self.chance.random() < 0.3:
            mentor = self.chance.choice([self.cast.cecilie, self.cast.stian])
            people.relate(person=mentor, kind="mentor", replace=True, **place)
            return
        present = Relation.objects.active().filter(doctor=doctor, person=self.cast.siri, kind="supervisor").first()
        if present is not None and self.chance.random() < 0.5:
            people.end_relation(relation=present, by=None)
        else:
            people.relate(person=self.cast.siri, kind="supervisor", **place)


def power_cut(after: int):
    """Let the n-th statement from here on fail, as if the machine had stopped."""
    left = after

    def execute(run: Callable, sql, params, many, context):
        nonlocal left
        if "SAVEPOINT" not in sql:
            left -= 1
            if left == 0:
                raise PowerCut
        return run(sql, params, many, context)

    return connection.execute_wrapper(execute)


# --- What must hold, asked of the facts and not of the code that wrote them ---


class Watch:
    """What a step has added, replayed onto what stood before it and compared with the row."""

    def __init__(self):
        self.newest = {ActivityEvent: 0, GoalEvent: 0, SignOff: 0}
        self.histories = defaultdict(list)
        self.touched = {}

    def faults(self) -> list[str]:
        signatures = [event for event in self.added(ActivityEvent, "activity") if event.kind == "signed"]
        self.added(GoalEvent, "plan_goal")
        sign_offs = list(SignOff.objects.filter(pk__gt=self.newest[SignOff]).order_by("pk"))
        self.newest[SignOff] = max([self.newest[SignOff], *(each.pk for each in sign_offs)])
        found = [fault for row in self.touched for fault in self.differences(row)]
        self.touched = {}
        return [*found, *wrong_signatures(signatures), *wrong_sign_offs(sign_offs)]

    def added(self, model, owner: str) -> list:
        events = list(model.objects.filter(pk__gt=self.newest[model]).select_related(owner).order_by("pk"))
        for event in events:
            self.newest[model] = event.pk
            row = getattr(event, owner)
            self.histories[row].append(event)
            self.touched[row] = row
        return events

    def differences(self, row) -> list[str]:
        derived = replay(self.histories[row])
        told = (derived.state, derived.waiting_on_id, derived.since)
        return [] if (row.state, row.waiting_on_id, row.since) == told else [f"{row.fact_id} is not {told}"]


def wrong_signatures(events) -> list[str]:
    found = []
    for event in events:
        asked = ActivityEvent.objects.filter(activity=event.activity, kind="sent", pk__lt=event.pk).last()
        supervises = Relation.objects.active(event.at).filter(
            doctor_id=event.activity.doctor_id, person_id=event.by_id, kind="supervisor"
        )
        if (
            asked is None
            or asked.waiting_on_id != event.by_id
            or event.by_id == event.activity.doctor_id
            or not supervises.exists()
        ):
            found.append(f"signature {event.pk}")
        if asked is not None and asked.content_digest != event.content_digest:
            found.append(f"signature {event.pk}: other content than was sent")
    return found


def wrong_sign_offs(sign_offs) -> list[str]:
    found = []
    for sign_off in sign_offs:
        mentor, supervisor = sign_off.mentor_opinion, sign_off.supervisor_opinion
        approval = GoalEvent.objects.get(plan_goal=sign_off.plan_goal_id, kind="approved", at=sign_off.at)
        completion = GoalEvent.objects.filter(
            plan_goal=sign_off.plan_goal_id, kind="completed", pk__lt=approval.pk
        ).last()
        fits = (
            {mentor.completion_id, supervisor.completion_id} == {completion.pk}
            and (mentor.as_role, supervisor.as_role) == ("mentor", "supervisor")
            and len({mentor.by_id, supervisor.by_id, sign_off.doctor_id}) == 3
            and deciding_capacity(sign_off.by, sign_off.doctor, sign_off.at) == sign_off.acting_as
        )
        against = GoalEvent.objects.none() if sign_off.reason.strip() else mentor.__class__.objects.filter(
            completion=completion, verdict="advises_against", at__lt=sign_off.at
        )  # fmt: skip
        if not fits or against.exists():
            found.append(f"sign-off {sign_off.pk}")
    return found


def signed_without_signature() -> list[str]:
    signed = ActivityEvent.objects.filter(kind="signed").values("activity")
    rows = PlanActivity.objects.filter(state="signed").exclude(pk__in=signed)
    return [f"activity {pk}" for pk in rows.values_list("pk", flat=True)]


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(ROUNDS))
def test_no_order_of_steps_breaks_a_rule(seed):
    stage, watch = Stage(random.Random(seed)), Watch()
    while stage.steps < STEPS_A_ROUND:
        before = stage.steps
        if stage.step():
            assert watch.faults() == [], stage.steps
        if stage.steps > before and stage.steps % EVERYTHING_EACH == 0:
            assert [*watch.faults(), *projection_faults(), *signed_without_signature()] == [], stage.steps

    with clock.at(stage.now):
        seal_everything()
        assert_sound()
    # A round that goes nowhere proves nothing.
    assert SignOff.objects.count() >= 3
    assert PlanActivity.objects.filter(state="signed").exists()
    assert stage.outcomes["power_cut"] > 0
    assert len([code for code in stage.outcomes if " " not in code]) >= 15
    # What was looked at is all there is.
    assert sum(map(len, watch.histories.values())) == GoalEvent.objects.count() + ActivityEvent.objects.count()


@pytest.mark.django_db
def test_the_rules_are_looked_at(record):
    """Planted: a signature by somebody who was not asked, an approval that rests on an earlier completion, a changed row."""
    activity = factories.make_activity(record, sent=True)
    ActivityEvent.objects.create(
        activity=activity, kind="signed", state_after="signed", by=record.stian, acting_as="supervisor",
        content_digest=activity.content_digest(),
    )  # fmt: skip
    goal = factories.bring_goal(record, to="ready")
    old = list(goal.opinions.order_by("pk"))
    actions.reopen_goal(plan_goal=goal, by=record.anna)
    factories.bring_goal(record, to="sent")
    sign_off = SignOff.objects.create(
        plan_goal=goal, doctor=record.anna, by=record.bo, acting_as="leader", responsible_leader=record.bo,
        revision=goal.revision, mentor_opinion=old[0], supervisor_opinion=old[1],
    )  # fmt: skip
    GoalEvent.objects.create(
        plan_goal=goal, kind="approved", state_after="approved", by=record.bo, acting_as="leader", at=sign_off.at
    )

    other = factories.make_activity(record, sent=True)
    PlanActivity.objects.filter(pk=other.pk).update(state="signed")

    found = [fault.split(":")[0].split(" ")[0] for fault in Watch().faults()]
    assert found == ["training.PlanActivity", "training.PlanActivity", "training.PlanGoal", "signature", "sign-off"]
    assert signed_without_signature() == [f"activity {other.pk}"]
