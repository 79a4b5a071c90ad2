"""Mentoring: series, groups, sessions in all states, texts and agreed actions; before and after a change of mentor.

Cecilie is Anna's mentor. Mats is Nora's and Gro was before; what Nora has shared with Mats of Gro's is a session of its own.
"""

import datetime as dt
from typing import Any

from everybody import LONG_AGO, SINCE, YEAR, World

from fagvei.common import clock
from fagvei.people import actions as people
from fagvei.training import actions
from fagvei.training.models import MentoringSeries, MentoringSession, MentoringText

TWO = {"anna": "doctor", "cecilie": "mentor"}
BEFORE = SINCE - YEAR / 2
DAY = dt.timedelta(days=1)


def add_objects(world: World) -> None:
    _add_former(world)
    _add_present(world)
    _add_group(world)


def _add_present(world: World) -> None:
    cast = world.cast
    series = actions.start_mentoring(doctor=cast.anna, interval_weeks=4, by=cast.anna)
    world.add("mentoring_series", "one", series, TWO, "anna and cecilie")
    for state in MentoringSession.State.values:
        session = _bring(series, state, cast.cecilie)
        world.add("mentoring_session", state, session, TWO, f"anna and cecilie, {state}")
        for text in session.texts.all():
            _add_text(world, text, TWO, f"{state}, {text.kind}")
    held = _bring(series, "held", cast.cecilie)
    for owner, words in ((cast.anna, {"anna": ("doctor", "owner")}), (cast.cecilie, {"anna": ("doctor", "owner")})):
        agreed = actions.agree_action(session=held, text=f"{owner} leser.", owner=owner, by=cast.cecilie)
        cecilie = ("mentor", "owner") if owner == cast.cecilie else "mentor"
        world.add("agreed_action", "open", agreed, {**words, "cecilie": cecilie}, f"of {owner.username}")


def _add_former(world: World) -> None:
    """Gro reads what she wrote herself; Mats the one that Nora has shared."""
    cast = world.cast
    words = {"nora": "doctor", "gro": "former_mentor"}
    people.relate(
        doctor=cast.nora,
        person=cast.gro,
        kind="mentor",
        institution=cast.fjellheim,
        starts_at=LONG_AGO,
        ends_at=SINCE,
        by=None,
    )
    with clock.at(BEFORE):
        series = actions.start_mentoring(doctor=cast.nora, interval_weeks=4, by=cast.nora)
        shared, kept = (_bring(series, "minuted", cast.gro) for _two in range(2))
        agreed = actions.agree_action(session=kept, text="Nora leser.", owner=cast.nora, by=cast.gro)
        own = actions.invite_to_mentoring(series=series, starts_at=clock.now() - DAY, by=cast.nora)
        actions.write_minutes(session=own, text="Nora skrev dette.", by=cast.nora)
    world.add("mentoring_series", "one", series, words, "nora and gro, who left")
    world.add("agreed_action", "open", agreed, {"nora": ("doctor", "owner"), "gro": "author"}, "of nora, with gro")
    actions.share_minutes(session=shared, by=cast.nora)
    for session, label in ((shared, "shared"), (kept, "not shared"), (own, "minuted by nora")):
        session.refresh_from_db()
        readers = {**words, "mats": "new_mentor"} if session == shared else words
        world.add("mentoring_session", "minuted", session, readers, f"nora and gro, {label}")
        for text in session.texts.all():
            near: dict[str, Any] = {"nora": "doctor", "gro": "former_mentor"}
            if text.author == cast.gro:
                near["gro"] = "author"
            if session == shared and text.kind == MentoringText.Kind.MINUTES:
                near["mats"] = "new_mentor"
            _add_text(world, text, near, f"{label}, {text.kind}")


def _add_group(world: World) -> None:
    cast = world.cast
    series = actions.start_group(institution=cast.fjellheim, name="Tirsdagsgruppen", by=cast.mats)
    members = {
        name: actions.add_member(series=series, doctor=getattr(cast, name), by=cast.mats) for name in ("anna", "nora")
    }
    words: dict[str, Any] = {**dict.fromkeys(members, "doctor"), "mats": "mentor"}
    world.add("mentoring_group", "group", series, words, "of mats")
    world.add("group_member", "", members["nora"], {"nora": "doctor", "mats": "mentor"}, "nora in the group of mats")
    for state in ("invited", "held", "minuted"):
        session = _bring(series, state, cast.mats)
        world.add("group_session", state, session, words, f"of mats, {state}")
    note = actions.write_note(session=session, doctor=cast.nora, text="Bare Nora og Mats.", by=cast.mats)
    _add_text(world, note, {"nora": "doctor", "mats": "mentor"}, "note on nora")
    _add_text(world, session.texts.get(kind="minutes"), words, "shared minutes")
    agreed = actions.agree_action(session=session, text="Nora leser.", owner=cast.nora, by=cast.mats)
    world.add("agreed_action", "open", agreed, {**words, "nora": ("doctor", "owner")}, "of nora in the group")
    ended = actions.start_group(institution=cast.fjellheim, name="Onsdagsgruppen", by=cast.mats)
    actions.add_member(series=ended, doctor=cast.nora, by=cast.mats)
    over = _bring(ended, "minuted", cast.mats)
    ended = actions.end_group(series=ended, by=cast.mats)
    former = {"nora": "doctor", "mats": "former_mentor"}
    world.add("mentoring_group", "group", ended, former, "of mats, ended")
    world.add("group_session", "minuted", over, former, "of mats, of the group that ended")
    world.add("group_member", "", ended.members.get(), former, "nora in the group that ended")


STEPS = ("prepared", "held", "minuted", "closed")


def _bring(series: MentoringSeries, state: str, by: Any) -> MentoringSession:
    # One that is prepared and whose time has come, so that somebody can say that it was held.
    starts_at = clock.now() + DAY * (5 if state in ("invited", "cancelled") else -2)
    session = actions.invite_to_mentoring(series=series, starts_at=starts_at, place="Kontoret", by=by)
    perform = {
        "prepared": lambda: actions.prepare_mentoring(session=session, text=f"Forberedt {session.pk}.", by=by),
        "held": lambda: actions.hold_mentoring(session=session, by=by),
        "minuted": lambda: actions.write_minutes(session=session, text=f"Referat {session.pk}.", by=by),
        "closed": lambda: actions.close_mentoring(session=session, by=by),
    }
    if state == "cancelled":
        actions.cancel_mentoring(session=session, reason="Syk.", by=by)
    elif state in STEPS:
        for step in STEPS[: STEPS.index(state) + 1]:
            perform[step]()
    session.refresh_from_db()
    return session


def _add_text(world: World, text: MentoringText, words: dict[str, Any], label: str) -> None:
    public_id = text.session.public_id
    world.add("mentoring_text", text.session.state, text, words, label, fields={"public_id": public_id})
