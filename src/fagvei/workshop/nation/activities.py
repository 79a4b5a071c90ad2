"""What the doctor did: most of it signed long ago, some of it on its way, a little still a draft."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import Any

from django.core.files.base import ContentFile

from fagvei.common.clock import OSLO
from fagvei.curriculum.models import LearningActivity
from fagvei.people.models import User
from fagvei.training.models import ActivityEvent, Attachment, PlanActivity, PlanGoal
from fagvei.workshop.nation import words
from fagvei.workshop.nation.record import Record

Kind, State = ActivityEvent.Kind, PlanActivity.State
DAY = dt.timedelta(days=1)
RECENT = 25 * DAY
# How far a recent activity has come; older ones are signed.
RECENT_FATES = ("sent", "sent", "sent", "draft", "draft", "returned", "signed", "signed")
CERTIFICATE = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"trailer<</Root 1 0 R>>\n"
)


class ActivityStory:
    def __init__(self, record: Record, activity: PlanActivity, goals: Sequence[PlanGoal]):
        self.record, self.activity, self.goals = record, activity, goals
        # What `goals.all()` and `attachments.all()` would fetch: the digests ask for them.
        self.attachments: list[Attachment] = []
        activity._prefetched_objects_cache = {"goals": goals, "attachments": self.attachments}  # type: ignore[attr-defined]
        self._content_digest = ""

    def log(self, at: dt.datetime, begun: Sequence[Any]) -> None:
        """The first event, with the certificate of a course and the goals that it begins."""
        if self.activity.kind == LearningActivity.Kind.COURSE:
            self._attach(CERTIFICATE + f"%{self.activity.public_id}\n".encode(), at)
        others = [*self.attachments, *begun]
        self.step("activity_logged", Kind.LOGGED, State.DONE, at=at, by=self.record.doctor, others=others)

    def step(
        self,
        name: str,
        kind: str,
        state: str,
        *,
        at: dt.datetime,
        by: User,
        acting_as: str = "doctor",
        waiting_on: User | None = None,
        comment: str = "",
        details: dict[str, Any] | None = None,
        others: Sequence[Any] = (),
    ) -> None:
        """One action: the event, the row after it, and what the log says. `others` are facts that came with it."""
        row, waiting_id = self.activity, waiting_on.pk if waiting_on else None
        if (row.state, row.waiting_on_id) != (state, waiting_id):
            row.state, row.waiting_on_id, row.since = state, waiting_id, at
        event = self.record.writer.new(
            ActivityEvent,
            activity_id=row.pk,
            kind=kind,
            state_after=state,
            waiting_on_id=waiting_id,
            by_id=by.pk,
            acting_as=acting_as,
            at=at,
            comment=comment,
            content_digest=self.content_digest(),
        )
        self.record.writer.add(event)
        facts = [row, event, *others]
        self.record.write_down(name, at=at, target=row, by=by, acting_as=acting_as, details=details, facts=facts)

    def content_digest(self) -> str:
        """Nobody changes the content in these stories, so once is enough."""
        self._content_digest = self._content_digest or self.activity.content_digest()
        return self._content_digest

    def write(self) -> None:
        self.record.writer.add(self.activity)
        for goal in self.goals:
            self.record.writer.link(PlanActivity.goals.through, planactivity_id=self.activity.pk, plangoal_id=goal.pk)

    def _attach(self, content: bytes, at: dt.datetime) -> None:
        sha256 = hashlib.sha256(content).hexdigest()
        row = self.record.writer.new(
            Attachment,
            activity_id=self.activity.pk,
            name="kursbevis.pdf",
            content_type="application/pdf",
            size=len(content),
            sha256=sha256,
            uploaded_by_id=self.record.doctor.pk,
            at=at,
        )
        path = f"attachments/{sha256[:2]}/{sha256}-{row.public_id.hex[:12]}.pdf"
        storage = row.file.storage
        row.file = path if storage.exists(path) else storage.save(path, ContentFile(content))
        self.attachments.append(row)
        self.record.writer.add(row)


def write_activity(record: Record, goals: Sequence[PlanGoal], at: dt.datetime, begun: Sequence[Any] = ()) -> None:
    """One activity from the day it is logged to where it stands now. `begun` are the facts of goals that it begins."""
    draw, post = record.draw, record.post
    learning = draw.choice(_choices(record))
    needs_signature = learning.kind not in LearningActivity.WITHOUT_SIGNATURE
    supervisor = draw.choice(post.supervisors) if needs_signature else None
    activity = record.writer.new(
        PlanActivity,
        doctor_id=post.doctor.pk,
        institution_id=post.place.institution.pk,
        activity_id=learning.pk,
        kind=learning.kind,
        title=learning.name,
        done_on=at.astimezone(OSLO).date(),
        arena_id=draw.choice(post.place.arenas).pk,
        repetitions=draw.choice((1, 1, 1, 2, 3)),
        hours=draw.choice((None, 1, 2, 4)),
        reflection=draw.choice(words.REFLECTIONS),
        supervisor_id=supervisor.pk if supervisor else None,
        created_at=at,
        since=at,
    )
    story = ActivityStory(record, activity, sorted(goals, key=lambda goal: goal.pk))
    story.log(at, begun)
    if supervisor is None:
        story.step("activity_fulfilled", Kind.FULFILLED, State.FULFILLED, at=at, by=post.doctor)
    else:
        _ask_for_signature(record, story, at, supervisor)
    story.write()


def _choices(record: Record) -> list[LearningActivity]:
    """A course needs its certificate, so without files there are no courses."""
    kinds = record.post.place.activities
    return kinds if record.wish.with_files else [each for each in kinds if each.kind != LearningActivity.Kind.COURSE]


def _ask_for_signature(record: Record, story: ActivityStory, at: dt.datetime, supervisor: User) -> None:
    fate = record.draw.choice(RECENT_FATES) if record.now - at < RECENT else "signed"
    if fate == "draft":
        return
    sent_at = record.between(at, min(at + DAY, record.now))
    story.step("activity_sent", Kind.SENT, State.SENT, at=sent_at, by=record.doctor, waiting_on=supervisor)
    answer: dict[str, Any] = {
        "at": record.between(sent_at, min(sent_at + 10 * DAY, record.now)),
        "by": supervisor,
        "acting_as": "supervisor",
    }
    if fate == "signed":
        story.step("activity_signed", Kind.SIGNED, State.SIGNED, details={"seen": story.content_digest()}, **answer)
    elif fate == "returned":
        answer |= {"comment": record.draw.choice(words.RETURN_COMMENTS), "waiting_on": record.doctor}
        story.step("activity_returned", Kind.RETURNED, State.RETURNED, **answer)
