"""The activities in words, with their steps and the names their files have in the archive."""

from collections.abc import Iterable
from typing import Any

from fagvei.interop.export.words import by_owner, event_of, name_of
from fagvei.people.models import User
from fagvei.training.models import ActivityEvent, Attachment, PlanActivity


def attachment_path(number: int, attachment: Attachment) -> str:
    """A name in the archive that no unpacker can be led astray by; the file's own name stands in the record."""
    return f"vedlegg/{number:04}{Attachment.SUFFIXES[attachment.content_type]}"


def attachments_of(doctor: User) -> Iterable[tuple[str, Attachment]]:
    rows = Attachment.objects.filter(activity__doctor=doctor).order_by("pk")
    return [(attachment_path(number, row), row) for number, row in enumerate(rows, 1)]


def activities_of(doctor: User) -> list[dict[str, Any]]:
    events = by_owner(
        ActivityEvent.objects.filter(activity__doctor=doctor).select_related("by", "waiting_on").order_by("pk"),
        "activity_id",
    )
    paths = by_owner([row for _path, row in attachments_of(doctor)], "activity_id")
    names = {row.pk: path for path, row in attachments_of(doctor)}
    rows = (
        PlanActivity.objects.not_erased()
        .filter(doctor=doctor)
        .select_related("institution", "activity", "arena", "supervisor", "on_behalf_by", "waiting_on")
    )
    return [
        {
            **_activity(row),
            "goals": sorted(goal.goal.code for goal in row.goals.all()),
            "events": [event_of(each) for each in events[row.pk]],
            "attachments": [_attachment(each, names[each.pk]) for each in paths[row.pk]],
        }
        for row in rows.prefetch_related("goals__goal").order_by("done_on", "pk")
    ]


def _activity(row: PlanActivity) -> dict[str, Any]:
    return {
        "fact": row.fact_id,
        "kind": row.kind,
        "kind_name": row.get_kind_display(),
        "title": row.title,
        "learning_activity": row.activity.code if row.activity else None,
        "done_on": row.done_on,
        "arena": name_of(row.arena),
        "place": row.place,
        "institution": row.institution.name,
        "repetitions": row.repetitions,
        "independence": row.independence or None,
        "independence_name": row.get_independence_display() or None,
        "logged_with": row.batch,
        "hours": row.hours,
        "reflection": row.reflection,
        "supervisor": name_of(row.supervisor),
        "on_behalf_by": name_of(row.on_behalf_by),
        "state": row.state,
        "state_name": row.get_state_display(),
        "since": row.since,
        "waiting_on": name_of(row.waiting_on),
    }


def _attachment(row: Attachment, path: str) -> dict[str, Any]:
    return {
        "fact": row.fact_id,
        "file": path,
        "name": row.name,
        "content_type": row.content_type,
        "size": row.size,
        "sha256": row.sha256,
        "at": row.at,
    }
