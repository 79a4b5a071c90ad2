"""Records that can exist: built by the room's own actions, on a small curriculum.

world = make_record(cast)                     Anna has her plan; goals under world.goals["RUS-001"]
make_activity(world, sent=True)               sent to Siri
bring_goal(world, "RUS-001", "sent")          completed, two opinions, sent
"""

import datetime as dt
import io
from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from fagvei.common import clock
from fagvei.curriculum import actions as curriculum
from fagvei.curriculum.models import GoalSet, LearningActivity, Requirement
from fagvei.training import actions
from fagvei.training.models import AssessmentPanel, Opinion, PlanActivity, PlanGoal

VALID_FROM = dt.date(2019, 3, 1)
WITH_TEXT = {"official_text": "Skal kunne dette.", "name": "Kunne dette"}


def make_curriculum(specialty, *, goals: int = 3) -> SimpleNamespace:
    """Three sets: part 1 without content, two common goals, some goals of the specialty in two categories."""
    sets = {
        kind: curriculum.save_goal_set(
            code=code, kind=kind, name=name, short_name=code.upper(), position=position, categories=categories, by=None, **more
        )
        for position, (kind, code, name, categories, more) in enumerate(
            [
                (GoalSet.Kind.PART_1, "del-1", "Læringsmål i første del", [], {"expected_goals": 101}),
                (GoalSet.Kind.COMMON, "fkm", "Felles kompetansemål", ["Etikk"], {"expected_goals": 2}),
                (GoalSet.Kind.SPECIALTY, "rus", "Rus", ["Behandling", "Kommunikasjon"], {"specialty": specialty}),
            ]
        )
    }  # fmt: skip
    codes = [("FKM-01", GoalSet.Kind.COMMON), ("FKM-02", GoalSet.Kind.COMMON)]
    codes += [(f"RUS-{number:03}", GoalSet.Kind.SPECIALTY) for number in range(1, goals + 1)]
    for number, (code, kind) in enumerate(codes):
        categories = list(sets[kind].categories.order_by("position"))
        goal = curriculum.save_goal(
            code=code, goal_set=sets[kind], category=categories[number % len(categories)], by=None
        )
        curriculum.publish_revision(goal=goal, valid_from_on=VALID_FROM, by=None, **WITH_TEXT)
    return SimpleNamespace(sets=sets)


def make_learning_activity(code: str, kind: str = "procedure", **fields) -> LearningActivity:
    return curriculum.save_activity(code=code, kind=kind, name=fields.pop("name", code.capitalize()), by=None, **fields)


def require(
    goal, activity=None, *, repetitions: int | None = None, recommended: bool = True, parent=None, **fields
) -> Requirement:
    """A node of the requirement tree; `k_of_n` is given as `choose=2` without an activity."""
    kind = "repetitions" if repetitions else "activity" if activity else "k_of_n" if "choose" in fields else "all_of"
    return Requirement.objects.create(
        goal=goal,
        activity=activity,
        kind=kind,
        repetitions=repetitions,
        recommended=recommended,
        parent=parent,
        **fields,
    )


def make_record(cast, *, doctor=None, goals: int = 3) -> SimpleNamespace:
    """The cast with a curriculum and a plan for Anna (or another doctor of Bo's)."""
    doctor = doctor or cast.anna
    if not GoalSet.objects.exists():
        make_curriculum(cast.specialty, goals=goals)
    plan = actions.assign_plan(doctor=doctor, specialty=cast.specialty, by=cast.bo)
    rows = PlanGoal.objects.filter(doctor=doctor).select_related("goal", "doctor")
    return SimpleNamespace(
        **vars(cast) | {"doctor": doctor, "plan": plan, "goals": {row.goal.code: row for row in rows}}
    )


def log_fields(record, **changes) -> dict:
    """What a doctor fills in for an ordinary day's work."""
    if "goals" not in changes:
        changes["goals"] = [record.goals["RUS-001"]]
    return {
        "doctor": record.doctor,
        "by": record.doctor,
        "kind": "procedure",
        "title": "Abstinensvurdering",
        "done_on": clock.today(),
        **changes,
    }


def make_activity(
    record,
    *,
    sent: bool = False,
    signed: bool = False,
    returned: bool = False,
    fulfilled: bool = False,
    supervisor=None,
    **changes,
) -> PlanActivity:
    """A draft, or further: sent to Siri, signed or returned by her, or (a course with its certificate) fulfilled."""
    supervisor = supervisor or record.siri
    if fulfilled:
        changes = {"kind": "course", "files": [certificate()], **changes}
    activity = actions.log_activity(**log_fields(record, **changes))
    if sent or signed or returned:
        activity = actions.send_activity(plan_activity=activity, supervisor=supervisor, by=record.doctor)
    if signed:
        activity = actions.sign_activity(plan_activity=activity, by=supervisor)
    if returned:
        activity = actions.return_activity(plan_activity=activity, comment="Skriv hvor det var.", by=supervisor)
    if fulfilled:
        activity = actions.fulfil_activity(plan_activity=activity, by=record.doctor)
    return activity


def log_list(record, *, rows: int = 2, supervisor=None, **changes) -> list[PlanActivity]:
    """Procedures logged in one go, sent when a supervisor is given."""
    entries = [
        actions.Entry(
            title=f"Abstinensvurdering {number}",
            done_on=clock.today(),
            goals=[record.goals["RUS-001"]],
            independence="supervised",
            supervisor=supervisor,
            **changes,
        )
        for number in range(1, rows + 1)
    ]
    return actions.log_procedures(doctor=record.doctor, entries=entries, by=record.doctor)


def mark_on_behalf(record, **changes) -> PlanActivity:
    fields = log_fields(record, by=record.bo, reason="Gjort i tidligere tjeneste.", **changes)
    return actions.mark_met_on_behalf(**fields)


STEPS = ("completed", "mentor", "ready", "sent", "approved")


def bring_goal(record, code: str = "RUS-001", to: str = "sent", *, against: bool = False, reason: str = "") -> PlanGoal:
    """The goal as far as `to`: completed, mentor (has said), ready (both have), sent, approved."""
    goal = record.goals[code]
    verdict = Opinion.Verdict.ADVISES_AGAINST if against else Opinion.Verdict.RECOMMENDS
    steps = {
        "completed": lambda: actions.complete_goal(
            plan_goal=goal, comment="Klar.", supervisors=[record.siri], by=record.doctor
        ),
        "mentor": lambda: say(goal, record.cecilie),
        "ready": lambda: say(goal, record.siri, verdict=verdict),
        "sent": lambda: actions.send_goal(plan_goal=goal, by=record.doctor),
        "approved": lambda: actions.sign_off_goal(plan_goal=goal, by=record.bo, reason=reason),
    }
    for step in STEPS[: STEPS.index(to) + 1]:
        steps[step]()
    goal.refresh_from_db()
    return goal


def say(goal: PlanGoal, person, verdict: str = Opinion.Verdict.RECOMMENDS) -> Opinion:
    return actions.give_opinion(
        plan_goal=goal, verdict=verdict, level_seen="highest", reason="Sett i arbeid på posten.", by=person
    )


# --- Files ---


def picture(kind: str = "PNG", size=(20, 10), **options) -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", size, "white").save(drawn, kind, **options)
    return drawn.getvalue()


def pdf(body: bytes = b"", after: bytes = b"") -> bytes:
    """The smallest file that readers take for a PDF, with `body` among its objects."""
    return (
        b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"
        + body
        + b"\nxref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 1 /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"
        + after
    )


def upload(content: bytes, name: str = "kursbevis.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def certificate() -> SimpleUploadedFile:
    return upload(pdf())


def until_it_meets(panel: AssessmentPanel) -> AssessmentPanel:
    """The day of the meeting has come: the meeting is moved and not the clock, so that what is done afterwards is later."""
    panel.meets_at = min(panel.meets_at, clock.now())
    AssessmentPanel.objects.filter(pk=panel.pk).update(meets_at=panel.meets_at)
    return panel
