"""Mentoring in words: series, sessions with what the doctor may read of them, agreed actions. The doctor's own export has it."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from fagvei.people.models import User
from fagvei.training.models import (
    GroupMember,
    MentoringAction,
    MentoringEvent,
    MentoringSeries,
    MentoringSession,
    MentoringShare,
    MentoringShareWithdrawal,
    MentoringText,
)
from fagvei.training.models.mentoring import own_session_ids


def mentoring_tables(doctor: User) -> list[Any]:
    """The facts of mentoring that are about this doctor, or shared in a group the doctor took part in."""
    memberships = GroupMember.objects.filter(doctor=doctor)
    series = MentoringSeries.objects.filter(doctor=doctor)
    groups = MentoringSeries.objects.filter(pk__in=memberships.values("series_id"))
    texts = MentoringText.objects.visible_to(doctor).filter(session_id__in=own_session_ids(doctor))
    return [
        series | groups,
        memberships,
        MentoringSession.objects.filter(pk__in=own_session_ids(doctor)).prefetch_related("doctors"),
        MentoringEvent.objects.filter(session_id__in=own_session_ids(doctor)),
        texts,
        MentoringAction.objects.filter(text__in=texts.values("pk")),
        MentoringShare.objects.filter(by=doctor),
        MentoringShareWithdrawal.objects.filter(by=doctor),
    ]


def mentoring_of(doctor: User) -> list[dict[str, Any]]:
    series, members, sessions, events, texts, actions, shares, _withdrawn = mentoring_tables(doctor)
    by_session = {
        "steps": _by(events.select_related("by"), _step),
        "texts": _by(texts.exclude(kind=MentoringText.Kind.ACTION).select_related("author", "key"), _text),
        "actions": _by(actions.select_related("owner", "text__author", "text__key", "done_by"), _action),
        "shares": _by(shares.select_related("person", "withdrawal"), _share),
    }
    own_sessions: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for session in sessions.order_by("starts_at", "pk"):
        parts = {name: rows[session.pk] for name, rows in by_session.items()}
        own_sessions[session.series_id].append({**_session(session), **parts})
    own_members: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for member in members.order_by("pk"):
        own_members[member.series_id].append(
            {"fact": member.fact_id, "joined_at": member.joined_at, "left_at": member.left_at}
        )
    return [
        {**_series(row), "memberships": own_members[row.pk], "sessions": own_sessions[row.pk]}
        for row in series.select_related("mentor").order_by("started_at", "pk")
    ]


def _by(rows: Iterable[Any], say: Any) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows.order_by("pk"):  # type: ignore[attr-defined]
        found[row.session_id].append(say(row))
    return found


def _series(row: MentoringSeries) -> dict[str, Any]:
    return {
        "fact": row.fact_id,
        "kind": row.kind,
        "kind_name": row.get_kind_display(),
        "name": row.name,
        "mentor": row.mentor.full_name,
        "interval_weeks": row.interval_weeks,
        "started_at": row.started_at,
        "ended_at": row.ended_at,
    }


def _session(row: MentoringSession) -> dict[str, Any]:
    return {
        "fact": row.fact_id,
        "starts_at": row.starts_at,
        "place": row.place,
        "state": row.state,
        "state_name": row.get_state_display(),
    }


def _step(row: MentoringEvent) -> dict[str, Any]:
    return {
        "fact": row.fact_id,
        "kind": row.kind,
        "kind_name": row.get_kind_display(),
        "by": row.by.full_name,
        "acting_as": row.acting_as,
        "at": row.at,
        "starts_at": row.starts_at,
    }


def _text(row: MentoringText) -> dict[str, Any]:
    """With the salt, so that the text can be proved: SHA-256 of salt and text is the commitment in the fact."""
    opened = row.opened
    return {
        "fact": row.fact_id,
        "kind": row.kind,
        "kind_name": row.get_kind_display(),
        "author": row.author.full_name,
        "at": row.at,
        "text": opened.text,
        "salt": opened.salt,
        "is_erased": row.is_erased,
    }


def _action(row: MentoringAction) -> dict[str, Any]:
    return {
        "fact": row.fact_id,
        "agreed": _text(row.text),
        "owner": row.owner.full_name,
        "due_on": row.due_on,
        "done_at": row.done_at,
        "done_by": row.done_by and row.done_by.full_name,
    }


def _share(row: MentoringShare) -> dict[str, Any]:
    taken = getattr(row, "withdrawal", None)
    return {
        "fact": row.fact_id,
        "person": row.person.full_name,
        "at": row.at,
        "withdrawal": taken and {"fact": taken.fact_id, "at": taken.at},
    }
