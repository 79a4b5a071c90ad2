"""What else than goals and activities waits with a leader, mentor or supervisor who hands over: kind, number and since when."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import ngettext_lazy

from fagvei.people.queries import Circle
from fagvei.training.models import Assessment, AssessmentPanel, MultisourceRound, ServiceCertificate
from fagvei.training.queries.assessments_tasks import assessments_waiting_for
from fagvei.training.queries.halfyear_tasks import halfyear_tasks
from fagvei.training.queries.mentoring_tasks import talks_not_closed
from fagvei.training.queries.multisource_page import rounds_waiting_for
from fagvei.training.queries.panel_tasks import outcomes_to_follow_up, panels_to_hold, panels_to_tell_of
from fagvei.training.queries.service_tasks import certificates_waiting_for, service_to_confirm
from fagvei.training.queries.transfer import items_to_confirm
from fagvei.training.queries.waiting import objections_to_answer

# In the order they are told; the words of one and of several.
WORDS = {
    "objection": ngettext_lazy(
        "%(number)s innsigelse venter på svar", "%(number)s innsigelser venter på svar", "number"
    ),
    "service": ngettext_lazy(
        "%(number)s registrering av tjeneste venter på bekreftelse",
        "%(number)s registreringer av tjeneste venter på bekreftelse",
        "number",
    ),
    "certificate": ngettext_lazy(
        "%(number)s tjenestebekreftelse venter på å bli skrevet og signert",
        "%(number)s tjenestebekreftelser venter på å bli skrevet og signert",
        "number",
    ),
    "transfer": ngettext_lazy(
        "%(number)s overføring fra den gamle portalen venter på bekreftelse",
        "%(number)s overføringer fra den gamle portalen venter på bekreftelse",
        "number",
    ),
    "hold_panel": ngettext_lazy(
        "%(number)s evalueringskollegium venter på å bli holdt",
        "%(number)s evalueringskollegier venter på å bli holdt",
        "number",
    ),
    "tell_of_panel": ngettext_lazy(
        "%(number)s evalueringskollegium venter på at veilederen orienterer legen",
        "%(number)s evalueringskollegier venter på at veilederen orienterer legen",
        "number",
    ),
    "follow_up": ngettext_lazy(
        "%(number)s mål venter på oppfølging etter evalueringskollegiet",
        "%(number)s mål venter på oppfølging etter evalueringskollegiet",
        "number",
    ),
    "assessment": ngettext_lazy(
        "%(number)s vurdering venter på svar", "%(number)s vurderinger venter på svar", "number"
    ),
    "assessor": ngettext_lazy(
        "%(number)s ekstern vurderer venter på bekreftelse",
        "%(number)s eksterne vurderere venter på bekreftelse",
        "number",
    ),
    "new_round": ngettext_lazy(
        "%(number)s 360-graders vurdering venter på godkjenning",
        "%(number)s 360-graders vurderinger venter på godkjenning",
        "number",
    ),
    "answered_round": ngettext_lazy(
        "%(number)s 360-graders vurdering venter på å bli lest",
        "%(number)s 360-graders vurderinger venter på å bli lest",
        "number",
    ),
    "halfyear": ngettext_lazy("%(number)s halvår venter på avtale", "%(number)s halvår venter på avtale", "number"),
    "talk": ngettext_lazy(
        "%(number)s veiledningssamtale venter på å bli ferdigstilt",
        "%(number)s veiledningssamtaler venter på å bli ferdigstilt",
        "number",
    ),
}


@dataclass(frozen=True, slots=True)
class OpenLine:
    """Things that wait, without content: a code or a kind, and since when, of several the oldest."""

    words: str
    since: dt.datetime
    count: int = 1


def lines_of_inbox(circle: Circle) -> list[OpenLine]:
    """One line of each kind, of a circle narrowed to one doctor. One question for a supervisor, seven for a leader, seven at
    most for a mentor.
    """
    found: dict[str, list[dt.datetime]] = defaultdict(list)
    for kind, since in _waiting(circle):
        found[kind].append(since)
    return [
        OpenLine(words % {"number": len(found[kind])}, min(found[kind]), len(found[kind]))
        for kind, words in WORDS.items()
        if kind in found
    ]


def _waiting(circle: Circle) -> Iterator[tuple[str, dt.datetime]]:
    """The rows of the inbox. A seat in a panel is the person's own and goes to nobody with a relation."""
    if circle.leads:
        yield from _of_leader(circle)
    if circle.mentors:
        yield from _of_mentor(circle)
    for state, since in assessments_waiting_for(circle).order_by().values_list("state", "since"):
        yield "assessment" if state == Assessment.State.ASKED else "assessor", since


def _of_leader(circle: Circle) -> Iterator[tuple[str, dt.datetime]]:
    yield from _each("objection", objections_to_answer(circle))
    yield from (("service", since) for task in service_to_confirm(circle) for since in task.instants)
    # The second signature is that of the medically responsible consultant, also where that is the same person.
    drafts = certificates_waiting_for(circle).filter(state=ServiceCertificate.State.DRAFT, doctor_id__in=circle.leads)
    yield from _each("certificate", drafts)
    yield from _each("transfer", items_to_confirm(circle.leads), "report__imported_at")
    yield from _each("hold_panel", panels_to_hold(circle))
    # The doctor reads this list too, and nothing of what a panel advised before the mentor has told of it.
    told = outcomes_to_follow_up(circle).filter(item__panel__state=AssessmentPanel.State.CLOSED)
    yield from _each("follow_up", told, "at")


def _of_mentor(circle: Circle) -> Iterator[tuple[str, dt.datetime]]:
    yield from _each("tell_of_panel", panels_to_tell_of(circle))
    for row in rounds_waiting_for(circle.mentors):
        yield "new_round" if row.state == MultisourceRound.State.PROPOSED else "answered_round", row.since
    yield from (("halfyear", task.waiting_since) for task in halfyear_tasks(circle) if task.about in circle.mentors)
    yield from _each("talk", talks_not_closed(circle), "starts_at")


def _each(kind: str, rows: QuerySet, since: str = "since") -> Iterator[tuple[str, dt.datetime]]:
    yield from ((kind, instant) for instant in rows.order_by().values_list(since, flat=True))
