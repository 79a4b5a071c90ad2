"""The demo is a promise: the README names these people and what they are in the middle of."""

import datetime as dt
import re
from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from fagvei.audit.queries import verify_database
from fagvei.common import clock
from fagvei.courses.models import CourseAttendance, CourseEvaluation, RoundRun, RunEvent
from fagvei.courses.queries import tasks_for
from fagvei.courses.queries.catalogue import Wish, catalogue
from fagvei.curriculum.models import GoalCoverage, Requirement
from fagvei.handbook.models import Feedback
from fagvei.organisations.models import LearningArena, TrainingInstitution
from fagvei.people.demo import LINES
from fagvei.people.models import Notification, Relation, User
from fagvei.people.queries import readings_of
from fagvei.surveys.models import GapSurvey, SurveyItem, SurveyRound
from fagvei.surveys.queries.report_page import report_page
from fagvei.surveys.queries.trend_page import trend_page
from fagvei.surveys.rules.areas import AREAS
from fagvei.training.models import (
    EducationPlan,
    EmployerAnswer,
    EquivalentActivity,
    HalfYearAgreement,
    MentoringSeries,
    MentoringShare,
    MentoringShareWithdrawal,
    PersonalRequirement,
    Placement,
    PlanActivity,
    PlanGoal,
    PlannedItem,
    RecordGrant,
    ServiceCertificate,
    TaskDeadline,
)
from fagvei.training.queries.numbers_page import numbers_page
from fagvei.training.queries.readiness_page import readiness_page
from fagvei.training.tests.browsing import as_, hidden, post, words
from fagvei.workshop.demo.cast import PASSWORD, PEOPLE

DAY = dt.timedelta(days=1)
READY = "Du er klar til å søke spesialistgodkjenning."


@pytest.fixture
def demo(db, capsys, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    call_command("load_content", yes=True)
    call_command("load_demo")


def goals_of(username: str) -> Counter:
    return Counter(PlanGoal.objects.filter(doctor__username=username).values_list("state", flat=True))


def test_the_demo_tells_the_stories_that_the_readme_promises(demo, capsys):
    assert {user.username for user in User.objects.filter(username__in=[person.username for person in PEOPLE])} == {
        person.username for person in PEOPLE
    }
    assert all(user.check_password(PASSWORD) for user in User.objects.filter(username__in=["anna", "bo", "trond"]))
    anna, nora = goals_of("anna"), goals_of("nora")
    assert anna["approved"] == 8
    assert anna["sent"] == 2
    assert anna["completed"] == 3
    assert nora["approved"] == sum(nora.values()) - 2
    assert PlanActivity.objects.filter(doctor__username="anna", state="sent", supervisor__username="siri").count() == 5
    what_seldom_happens()
    states = Counter(Feedback.objects.to_follow_up().values_list("owner__region__code", "state"))
    assert states == {
        ("helse-sor-ost", "new"): 1,
        ("helse-sor-ost", "corrected"): 2,
        ("helse-sor-ost", "rejected"): 1,
        (None, "in_progress"): 1,
        (None, "new"): 1,
    }
    assert [str(plan) for plan in EducationPlan.objects.filter(doctor__username="line")] == ["Del 1 (LIS1)"]
    assert {row.state for row in PlanActivity.objects.filter(doctor__username="line")} == {"signed", "sent"}
    assert not Relation.objects.filter(doctor__username="line", starts_at__lt=clock.now() - 100 * DAY).exists()
    assert not Relation.objects.filter(person__username="dag", doctor__username="anna").exists()
    taken_back = MentoringShareWithdrawal.objects.get().share
    assert (taken_back.by.username, taken_back.person.username) == ("anna", "cecilie")
    assert MentoringShare.objects.standing().exclude(session=taken_back.session).count() == 1
    ended = PlanGoal.objects.get(doctor__username="anna", goal__code="DEMO-003")
    assert ended not in PlanGoal.objects.filter(doctor=ended.doctor).remaining()
    assert not RecordGrant.objects.active().filter(doctor__username="nora").exists()
    assert RecordGrant.objects.filter(doctor__username="nora").count() == 1
    outside = Relation.objects.active().filter(doctor__username="anna").exclude(institution__code="fjellheim")
    assert [relation.person.username for relation in outside] == ["sonja"]
    agreed = set(HalfYearAgreement.objects.values_list("doctor__username", "acting_as"))
    both = {(name, role) for name in ("nora", "line") for role in ("doctor", "mentor")}
    assert agreed == {("anna", "doctor"), *both}
    signed = ServiceCertificate.objects.visible_to(User.objects.get(username="mari")).filter(state="signed")
    assert [row.doctor.username for row in signed] == ["pia"]
    assert {row.institution.code for row in TaskDeadline.objects.all()} == {"fjellheim"}
    assert EmployerAnswer.objects.get().change.doctor.username == "ola"
    assert PlannedItem.objects.get(kind="visiting").institution.code == "kystbyen"
    assert numbers_page(TrainingInstitution.objects.get(code="fjellheim")).doctors == 7
    assert MentoringSeries.objects.get(name="Tirsdagsgruppen").members.present().count() == 6
    made_up = GoalCoverage.objects.filter(activity__is_demo=True).exclude(
        verification="imported"
    )  # by RegUt, with a reason
    assert {(link.verification, link.origin) for link in made_up} == {("demo", "demodata, oppdiktet")}
    assert not Requirement.objects.current().filter(activity__recommended=False, parent__kind="all_of").exists()
    assert PersonalRequirement.objects.latest("at").cited_assessment.assessor.username == "siri"

    assert TrainingInstitution.objects.filter(is_demo=True).count() >= 12
    assert User.objects.filter(role_assignments__role="doctor", is_demo=True).distinct().count() == 75
    charts = trend_page(GapSurvey.objects.get(title="Opplæring av pasient og pårørende i ti målinger")).charts
    assert [(each.item.kind, len(each.points), each.signs is not None) for each in charts] == [
        ("practice", 10, True),
        ("attitude", 10, False),
    ]
    assert set(SurveyItem.objects.values_list("area", flat=True)) == {area.code for area in AREAS}
    quarters = SurveyRound.objects.filter(survey__title="Brukermedvirkning kvartal for kvartal", number=5)
    assert [line.best.units for line in report_page(quarters.get()).lines if line.best] == [5, 5, 4]
    ready = RoundRun.objects.get(round__state="collecting", run__course__activity__code="RUS-GK1")
    assert (ready.round.is_over, ready.seats, ready.round.applications.filter(state="sent").count()) == (True, 24, 60)
    assert CourseAttendance.objects.filter(withdrawn_at__isnull=False, annulled_at__isnull=True).count() == 1
    left = RoundRun.objects.filter(left_at__isnull=False).values_list("round__state", flat=True)
    assert sorted(left) == ["cancelled", "collecting"]  # a course that was cancelled, and one that left a joint round
    look_for_the_courses()
    look_for_what_a_gap_and_a_change_led_to()
    phases = Counter(PlanGoal.objects.exclude(doctor__username__in=["anna", "nora"]).values_list("state", flat=True))
    assert set(phases) == set(PlanGoal.State.values)
    assert LearningArena.objects.filter(institution__is_demo=True).count() >= 20

    assert [finding for finding in verify_database() if not finding.is_notice] == []
    call_command("check_projections")

    unread = Notification.objects.filter(user__username="anna", read_at__isnull=True).count()
    assert 0 < unread < 20

    take_nora_there()

    before = (User.objects.count(), PlanActivity.objects.count())
    call_command("load_demo")
    assert (User.objects.count(), PlanActivity.objects.count()) == before
    assert "there already" in capsys.readouterr().out


def look_for_the_courses() -> None:
    """One that is digital and in English, one that was moved and says why, one that nobody could apply for and that its RegUt
    is told of, and a committee that reads an evaluation.
    """
    (digital,) = catalogue(Wish(language="en")).lines
    assert (digital.run.is_digital, digital.run.state, digital.is_open) == (True, "announced", False)
    moved = RunEvent.objects.get(kind=RunEvent.Kind.MOVED)
    assert moved.reason
    assert moved.reason in words(as_(None).get(moved.run.get_absolute_url()))
    (missed,) = [task for task in tasks_for(User.objects.get(username="eva")) if task.kind == "round_missed"]
    assert "Ingen kunne søke her" in words(as_(None).get(missed.url))
    anna = User.objects.get(username="anna")
    seat = anna.course_applications.get(state="placed", round__course__activity__code="RUS-GK4")
    assert "Andre søknader du ikke trenger lenger" in words(as_(anna).get(seat.get_absolute_url()))
    waiting = [[task.kind for task in tasks_for(User.objects.get(username=each))] for each in ("eva", "eli")]
    assert [each.count("course_proposal") for each in waiting] == [1, 1]
    berit = User.objects.get(username="berit")
    read = CourseEvaluation.objects.get(state="closed").run
    assert f"{read.get_absolute_url()}evaluering/" in as_(berit).get(read.get_absolute_url()).content.decode()
    told = words(as_(berit).get(f"{read.get_absolute_url()}evaluering/"))
    assert "11" in told
    assert "Færre enn fem svarte" not in told


def look_for_what_a_gap_and_a_change_led_to() -> None:
    """A lesson that was held and one to come; and whoever owns what a changed recommendation touches has it as a task."""
    gaps = as_(User.objects.get(username="jorunn")).get("/maal-og-anbefalinger/gap/").content.decode()
    tags = re.findall(r'<span class="ds-tag"\s+data-color="\w+">\s*([^<]+?)\s*</span>', gaps)
    assert Counter(tags) == {"holdt": 1, "planlagt": 2, "gjort": 1, "ikke gjort": 1}
    for owner in ("kari", "eva", "ivar", "jorunn", "bo"):
        inbox = words(as_(User.objects.get(username=owner)).get("/oppgaver/"))
        assert "BRUK-3 er endret" in inbox, owner


def what_seldom_happens() -> None:
    """In Anna's record: a planned day, an objection that waits, an equivalent, a goal called back, a plan that was closed, and
    other service that counts and is to be certified.
    """
    own = {"doctor__username": "anna"}
    readers = set(readings_of(User.objects.get(username="anna")).values_list("reader_name", flat=True))
    assert readers >= {"Bo Lund", "Cecilie Vik", "Siri Dahl"}
    assert PlanActivity.objects.get(**own, state="planned").done_on > clock.today()
    objected = PlanActivity.objects.get(**own, state="fulfilled", waiting_on__username="bo")
    assert objected.has_open_objection
    assert EquivalentActivity.objects.get(**own).plan_goal.goal.code == "RUS-024"
    recalled = PlanGoal.objects.get(**own, goal__code="RUS-033")
    assert (recalled.state, recalled.waiting_on.username) == ("completed", "anna")
    closed = EducationPlan.objects.get(**own, archived_at__isnull=False)
    assert closed.archive_reason
    assert Placement.objects.get(**own, kind="other").counts
    ready = words(as_(User.objects.get(username="anna")).get("/min-utdanning/klar/"))
    assert "Fjellheim sykehus HF, annen tjeneste: ikke laget" in ready
    assert PlanActivity.objects.filter(**own, state="signed", goals__goal_plan__education_plans=closed).exists()


def take_nora_there() -> None:
    """Nora is the promise of the record: what is left, the people who can do it do on their pages, and then she is ready."""
    nora, bo, siri, mari = (User.objects.get(username=name) for name in ("nora", "bo", "siri", "mari"))
    assert missing_for(nora) == ["K-1", "K-4", "K-5", "K-6"]
    assert READY not in words(as_(nora).get("/min-utdanning/klar/"))

    press(bo, f"/tjeneste/{Placement.objects.get(doctor=nora, state='sent').public_id}/bekreft/")
    certificate = nora.service_certificates.get()
    page = certificate.get_absolute_url()
    fields = {name: getattr(certificate, name) for name in certificate.FIELDS}
    press(bo, f"{page}skriv/", **fields | {"duty": "Deltok i vaktordningen."})
    for signer in (bo, mari):
        press(signer, f"{page}signer/", seen_digest=hidden(as_(signer).get(page), "seen_digest"))
    assert missing_for(nora) == ["K-1"]

    for goal in PlanGoal.objects.filter(doctor=nora).remaining():
        page = goal.get_absolute_url()
        if goal.state == "completed":
            press(siri, f"{page}uttalelse/", verdict="recommends", level_seen="", reason="Sett i arbeid.")
            press(nora, f"{page}send/")
        press(bo, f"{page}godkjenn/", reason="Nådd.")
    assert readiness_page(nora).is_ready
    assert READY in words(as_(nora).get("/min-utdanning/klar/"))


def press(user: User, address: str, **fields: str) -> None:
    """What went through is answered with another page."""
    answer = post(user, address, **fields)
    assert answer.status_code == 302, words(answer)


def missing_for(doctor: User) -> list[str]:
    return [each.rule.code for each in readiness_page(doctor).conditions if each.state == "missing"]


def test_everybody_in_the_demo_stands_in_the_chooser_of_the_login_page():
    """Each with a line about what they do: who is not there cannot be tried with one click."""
    assert sorted(LINES) == sorted(person.username for person in PEOPLE)


@override_settings(FAGVEI_DEMO=False)
def test_demo_people_are_refused_outside_the_demo(db):
    with pytest.raises(CommandError, match="demo only"):
        call_command("load_demo")
    assert User.objects.count() == 0
