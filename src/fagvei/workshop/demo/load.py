"""The demo as a whole: places, people, histories, and a nation of doctors around them. One transaction: all or nothing."""

import datetime as dt
from collections.abc import Callable

from django.db import connection, transaction
from django_tasks_db.models import DBTaskResult

from fagvei.audit.actions import seal_events
from fagvei.common import clock
from fagvei.people.models import Notification, User
from fagvei.workshop.demo.absence import tell_absence
from fagvei.workshop.demo.applications import tell_applications
from fagvei.workshop.demo.assessments import tell_assessments
from fagvei.workshop.demo.attendance import tell_attendance
from fagvei.workshop.demo.calendar import tell_calendar
from fagvei.workshop.demo.colleagues import tell_colleagues
from fagvei.workshop.demo.comments import tell_comments
from fagvei.workshop.demo.consensus import tell_consensus
from fagvei.workshop.demo.courses import tell_courses
from fagvei.workshop.demo.criteria import tell_criteria
from fagvei.workshop.demo.crossed import tell_crossed
from fagvei.workshop.demo.crosswalk import tell_crosswalk
from fagvei.workshop.demo.elsewhere import tell_elsewhere
from fagvei.workshop.demo.evaluation import tell_evaluation
from fagvei.workshop.demo.external import tell_external
from fagvei.workshop.demo.feedback import tell_feedback
from fagvei.workshop.demo.free_texts import tell_free_texts
from fagvei.workshop.demo.guideline import tell_guideline
from fagvei.workshop.demo.halfyear import tell_halfyear
from fagvei.workshop.demo.handover import tell_handover
from fagvei.workshop.demo.improvement import tell_improvement
from fagvei.workshop.demo.joint import tell_joint
from fagvei.workshop.demo.mentoring import tell_mentoring
from fagvei.workshop.demo.new_units import tell_new_units
from fagvei.workshop.demo.panel import tell_panel
from fagvei.workshop.demo.part_1 import tell_part_1
from fagvei.workshop.demo.places import build_people, build_places
from fagvei.workshop.demo.plain_texts import tell_plain_texts
from fagvei.workshop.demo.procedures import tell_procedures
from fagvei.workshop.demo.proposals import tell_proposals
from fagvei.workshop.demo.rollover import tell_rollover
from fagvei.workshop.demo.seldom import tell_seldom
from fagvei.workshop.demo.service import tell_certificates, tell_service
from fagvei.workshop.demo.sharing import tell_earlier_mentor, tell_sharing
from fagvei.workshop.demo.story import tell_anna, tell_bo, tell_nora
from fagvei.workshop.demo.surveys import tell_surveys
from fagvei.workshop.demo.teaching import tell_teaching
from fagvei.workshop.demo.team import tell_team
from fagvei.workshop.demo.ten_waves import tell_ten_waves
from fagvei.workshop.demo.there_now import tell_there_now
from fagvei.workshop.demo.transfer import tell_transfer
from fagvei.workshop.nation import Wish, generate

# Some have begun so late that they cannot have applied in the first round; sixty have.
DOCTORS_AROUND = 66
OLD_NEWS = dt.timedelta(days=21)


def demo_is_loaded() -> bool:
    return User.objects.filter(username="anna", is_demo=True).exists()


@transaction.atomic
def load_demo(*, progress: Callable[[str], None] = print) -> None:
    now = clock.now().replace(hour=8, minute=0, second=0, microsecond=0)
    progress("Demo: places and people …")
    _look_at_the_tables()
    institutions = build_places()
    cast = build_people(institutions, now)
    tell_earlier_mentor(cast, now)
    progress("Demo: Anna's third year …")
    tell_anna(cast, now)
    progress("Demo: Nora's last months …")
    tell_nora(cast, now)
    tell_service(cast, now)
    tell_certificates(cast, now)
    tell_there_now(cast, now)
    tell_part_1(cast, now)
    tell_bo(cast, now)
    tell_assessments(cast, now)
    tell_guideline(cast, now)
    tell_plain_texts(cast, now)
    tell_comments(cast, now)
    tell_consensus(cast, now)
    tell_new_units(cast, now)
    tell_surveys(cast, now)
    tell_free_texts(cast, now)
    tell_improvement(cast, now)
    tell_ten_waves(cast, now)
    tell_crossed(cast, now)
    tell_handover(cast, now)
    tell_panel(cast, now)
    tell_sharing(cast, now)
    tell_mentoring(cast, now)
    tell_procedures(cast, now)
    tell_teaching(cast, now)
    tell_team(cast, now)
    tell_halfyear(cast, now)
    tell_elsewhere(cast, now)
    tell_colleagues(cast, now)
    tell_transfer(cast, now)
    progress("Demo: doctors elsewhere, in every phase …")
    generate(Wish(doctors=DOCTORS_AROUND, on=now.date(), most_goals=0, with_files=False))
    _look_at_the_tables()
    tell_rollover(cast, now)
    tell_courses(cast, now)
    tell_applications(cast, now)
    tell_criteria(cast, now)
    tell_joint(cast, now)
    tell_proposals(cast, now)
    tell_calendar(cast, now)
    tell_attendance(cast, now)
    tell_evaluation(cast, now)
    tell_absence(cast, now)
    tell_external(cast, now)
    tell_crosswalk(cast, now)
    tell_seldom(cast, now)
    tell_feedback(cast, now)
    _forget_old_news(now)
    seal_events(limit=1_000_000)
    _look_at_the_tables()


def _look_at_the_tables() -> None:
    """So much came at once that PostgreSQL would plan its next questions as if the tables were empty."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _forget_old_news(now: dt.datetime) -> None:
    """What happened in the past was read then, and sends no mail today."""
    Notification.objects.filter(created_at__lt=now - OLD_NEWS).update(read_at=now)
    DBTaskResult.objects.all().delete()
