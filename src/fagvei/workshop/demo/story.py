"""What the demo people have done: Anna in her third year, Nora in her last months. Through actions, at the time it happened."""

import datetime as dt
import io
from contextlib import AbstractContextManager
from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from fagvei.common import clock
from fagvei.curriculum import actions as curriculum
from fagvei.curriculum.models import ChoiceGroup, LearningActivity
from fagvei.organisations.models import LearningArena, Specialty, TrainingInstitution
from fagvei.people import actions as people
from fagvei.people.models import Delegation, Relation
from fagvei.training import actions
from fagvei.training.models import Opinion, PlanActivity, PlanGoal

REASON = "Demodata: læreplanen er ikke lastet inn i sin helhet, kompetansen er vurdert som oppnådd."

# What a doctor in addiction medicine does, as titles of activities; no patient, no clinical advice.
TITLES = (
    "Abstinensvurdering i mottak",
    "Motiverende samtale",
    "Vurdering av henvisning",
    "Samarbeidsmøte med kommunen",
    "Tverrfaglig behandlingsmøte",
    "Kartleggingssamtale",
    "Nettverksmøte",
    "Undervisning for avdelingen",
)


class Story:
    """One doctor's history, told by days before the day of the demo."""

    def __init__(self, cast: SimpleNamespace, doctor_name: str, today: dt.datetime):
        self.cast = cast
        self.doctor = getattr(cast, doctor_name)
        self.today = today
        self.arenas = list(LearningArena.objects.filter(institution__code="fjellheim").order_by("name"))

    def at(self, days_ago: int, *, minutes: int = 0) -> AbstractContextManager[None]:
        return clock.at(self.today - dt.timedelta(days=days_ago) + dt.timedelta(minutes=minutes))

    def assign_plan(self, days_ago: int) -> None:
        with self.at(days_ago):
            actions.assign_plan(doctor=self.doctor, specialty=Specialty.objects.get(slug="rus"), by=self.cast.bo)

    def goal(self, code: str) -> PlanGoal:
        return PlanGoal.objects.get(doctor=self.doctor, goal__code=code)

    def activity(self, codes: list[str], days_ago: int, *, number: int = 0, send: bool = True) -> PlanActivity:
        supervisor = (self.cast.siri, self.cast.stian)[number % 2]
        with self.at(days_ago):
            plan_activity = actions.log_activity(
                doctor=self.doctor,
                kind=LearningActivity.Kind.SERVICE,
                title=TITLES[number % len(TITLES)],
                done_on=clock.today(),
                goals=[self.goal(code) for code in codes],
                arena=self.arenas[number % len(self.arenas)],
                supervisor=supervisor,
                by=self.doctor,
            )
        if send:
            with self.at(days_ago, minutes=5):
                actions.send_activity(plan_activity=plan_activity, supervisor=supervisor, by=self.doctor)
        return plan_activity

    def sign(self, plan_activity: PlanActivity, days_ago: int) -> None:
        plan_activity.refresh_from_db()
        supervisor = plan_activity.supervisor
        if supervisor is None:
            raise ValueError("Only what was sent to somebody can be signed.")
        with self.at(days_ago):
            actions.sign_activity(plan_activity=plan_activity, by=supervisor)

    def course(self, code: str, days_ago: int) -> None:
        """A course with its certificate: counts without a signature."""
        activity = LearningActivity.objects.get(code=code)
        goals = list(PlanGoal.objects.filter(doctor=self.doctor, goal__requirements__activity=activity).distinct())
        with self.at(days_ago):
            plan_activity = actions.log_activity(
                doctor=self.doctor,
                activity=activity,
                kind=LearningActivity.Kind.COURSE,
                title=activity.name[:200],
                done_on=clock.today(),
                # No source names the goals of the leadership course: the doctor chose one.
                goals=goals or [self.goal("FKM-04")],
                by=self.doctor,
                files=[certificate(activity.name)],
            )
            actions.fulfil_activity(plan_activity=plan_activity, by=self.doctor)

    def complete(self, code: str, days_ago: int) -> PlanGoal:
        plan_goal = self.goal(code)
        with self.at(days_ago):
            actions.complete_goal(plan_goal=plan_goal, comment="", supervisors=[self.cast.siri], by=self.doctor)
        return plan_goal

    def opinion(self, plan_goal: PlanGoal, who: str, days_ago: int, verdict: str = Opinion.Verdict.RECOMMENDS) -> None:
        with self.at(days_ago):
            actions.give_opinion(
                plan_goal=plan_goal,
                verdict=verdict,
                level_seen="",
                reason="Har sett dette i praksis flere ganger, og det er trygt."
                if verdict == Opinion.Verdict.RECOMMENDS
                else "Trenger mer øvelse i vanskelige samtaler før målet er nådd.",
                by=getattr(self.cast, who),
            )

    def send(self, plan_goal: PlanGoal, days_ago: int) -> None:
        with self.at(days_ago):
            actions.send_goal(plan_goal=plan_goal, by=self.doctor)

    def approve(self, plan_goal: PlanGoal, days_ago: int) -> None:
        with self.at(days_ago):
            actions.sign_off_goal(plan_goal=plan_goal, by=self.cast.bo, reason=REASON)

    def whole_way(self, code: str, days_ago: int, number: int) -> None:
        """From an activity to the approved goal, in about two weeks."""
        self.sign(self.activity([code], days_ago + 16, number=number), days_ago + 14)
        plan_goal = self.complete(code, days_ago + 10)
        self.opinion(plan_goal, "cecilie", days_ago + 7)
        self.opinion(plan_goal, "siri", days_ago + 5)
        self.send(plan_goal, days_ago + 4)
        self.approve(plan_goal, days_ago)


def tell_anna(cast: SimpleNamespace, today: dt.datetime) -> None:
    """Third year: some goals approved, one at each station on the way, five activities for Siri to sign."""
    story = Story(cast, "anna", today)
    story.assign_plan(800)
    for code, days_ago in (("RUS-INNF", 640), ("RUS-GK1", 270), ("KLINTOX", 120)):
        story.course(code, days_ago)
    for number, code in enumerate(
        ("RUS-001", "RUS-002", "RUS-004", "RUS-006", "RUS-008", "RUS-066", "FKM-01", "FKM-02")
    ):
        story.whole_way(code, 500 - number * 45, number)

    returned = story.activity(["RUS-013"], 30, number=1)
    with story.at(27):
        actions.return_activity(
            plan_activity=returned, comment="Skriv hva du selv gjorde, så signerer jeg.", by=cast.stian
        )
    for number in range(5):
        story.activity(["RUS-032", "RUS-005"][: 1 + number % 2], 13 - number * 2, number=number * 2)
    story.activity(["RUS-030"], 1, number=5, send=False)
    with story.at(60):
        actions.mark_met_on_behalf(
            doctor=cast.anna,
            goals=[story.goal("RUS-015")],
            kind=LearningActivity.Kind.INTERNAL_TEACHING,
            title="Fagdag om somatisk sykdom",
            done_on=clock.today(),
            reason="Oppmøtelisten fra fagdagen viser at legen deltok.",
            by=cast.bo,
        )

    _practise_a_procedure(story)
    story.sign(story.activity(["RUS-011"], 40, number=2), 38)
    waiting = story.complete("RUS-011", 20)
    story.opinion(waiting, "cecilie", 15)

    story.sign(story.activity(["RUS-021"], 50, number=4), 45)
    ready = story.complete("RUS-021", 25)
    story.opinion(ready, "cecilie", 20)
    story.opinion(ready, "siri", 18)

    for code, verdict in (("RUS-020", Opinion.Verdict.RECOMMENDS), ("RUS-059", Opinion.Verdict.ADVISES_AGAINST)):
        story.sign(story.activity([code], 60, number=6), 55)
        sent = story.complete(code, 30)
        story.opinion(sent, "cecilie", 24)
        story.opinion(sent, "siri", 22, verdict)
        story.send(sent, 12)


def _seen_before(story: Story) -> PlanActivity | None:
    """The last that was signed when the mentor asked for more."""
    signed = PlanActivity.objects.filter(doctor=story.doctor, state=PlanActivity.State.SIGNED)
    return signed.filter(done_on__lte=clock.today(), since__lte=clock.now()).order_by("-done_on", "-pk").first()


def _practise_a_procedure(story: Story) -> None:
    """A local procedure that her mentor asks more of than once: ten times, of which six are signed."""
    cast = story.cast
    with story.at(200):
        procedure = curriculum.save_activity(
            code="fjellheim-observert-samtale",
            name="Observert samtale (lokal prosedyre, demo)",
            kind=LearningActivity.Kind.PROCEDURE,
            scope=LearningActivity.Scope.LOCAL,
            institution=TrainingInstitution.objects.get(code="fjellheim"),
            is_demo=True,
            verification=LearningActivity.Verification.DEMO,
            by=cast.bo,
        )
        actions.raise_repetitions(
            plan_goal=story.goal("RUS-032"),
            activity=procedure,
            repetitions=10,
            reason="Ønsker flere observerte samtaler før målet vurderes.",
            evidence=_seen_before(story),
            by=cast.cecilie,
        )
    for days_ago, times in ((150, 2), (90, 3), (35, 1)):
        with story.at(days_ago):
            done = actions.log_activity(
                doctor=story.doctor,
                activity=procedure,
                kind=procedure.kind,
                title=procedure.name,
                done_on=clock.today(),
                goals=[story.goal("RUS-032")],
                arena=story.arenas[0],
                repetitions=times,
                independence=PlanActivity.Independence.SUPERVISED,
                by=story.doctor,
            )
            actions.send_activity(plan_activity=done, supervisor=cast.siri, by=story.doctor)
        story.sign(done, days_ago - 2)


def tell_bo(cast: SimpleNamespace, today: dt.datetime) -> None:
    """The leader has confirmed the relations this autumn, and has a deputy for the holidays."""
    with clock.at(today - dt.timedelta(days=60)):
        people.confirm_relations(
            relations=Relation.objects.active().filter(doctor__in=[cast.anna, cast.nora]), by=cast.bo
        )
    with clock.at(today - dt.timedelta(days=2)):
        people.delegate(
            leader=cast.bo,
            person=cast.jorunn,
            kind=Delegation.Kind.DEPUTY,
            institution=TrainingInstitution.objects.get(code="fjellheim"),
            ends_at=today + dt.timedelta(days=45),
            by=cast.bo,
        )


def tell_nora(cast: SimpleNamespace, today: dt.datetime) -> None:
    """Last months: all goals but two approved; one of the two is ready for Bo, one waits for opinions."""
    story = Story(cast, "nora", today)
    story.assign_plan(2_000)
    group = ChoiceGroup.objects.get(code="RUS-PSYKOTERAPI")
    left_out = group.members.order_by("-code")[:1]
    courses = LearningActivity.objects.filter(kind=LearningActivity.Kind.COURSE).exclude(pk__in=left_out.values("pk"))
    for number, course in enumerate(courses.order_by("code")):
        story.course(course.code, 1_900 - number * 100)
    codes = list(PlanGoal.objects.filter(doctor=cast.nora).order_by("goal__code").values_list("goal__code", flat=True))
    last_two = ["RUS-061", "RUS-069"]
    for number, code in enumerate(code for code in codes if code not in last_two):
        story.whole_way(code, 1_700 - number * 20, number)
    for number, code in enumerate(last_two):
        story.sign(story.activity([code], 40, number=number), 36)
        plan_goal = story.complete(code, 20)
        story.opinion(plan_goal, "cecilie", 16)
        if number == 0:
            story.opinion(plan_goal, "siri", 14)
            story.send(plan_goal, 9)


def certificate(course_name: str) -> SimpleUploadedFile:
    """A picture that says it is demo data; drawn here, so that no file of others is shipped."""
    image = Image.new("RGB", (900, 640), "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((20, 20, 880, 620), outline="black", width=3)
    draw.text((60, 80), "KURSBEVIS (demodata)", fill="black")
    draw.text((60, 140), course_name, fill="black")
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return SimpleUploadedFile("kursbevis.png", buffer.getvalue(), content_type="image/png")
