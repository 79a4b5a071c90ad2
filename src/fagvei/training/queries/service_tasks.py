"""What of service waits for whom: the leader confirms, the doctor mends what was returned."""

import datetime as dt
from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fagvei.common import clock
from fagvei.common.prepared import prepared
from fagvei.common.tasks import Task
from fagvei.people.models import User
from fagvei.people.queries import Circle, blank_circle
from fagvei.training.models import Absence, Employment, Placement, ServiceCertificate
from fagvei.training.models.service import ServiceState
from fagvei.training.queries.deadlines import At


def service_to_confirm(circle: Circle) -> Iterator[Task]:
    """For a leader or deputy: one line per doctor. One question."""
    waiting: dict[Any, list[Any]] = {}
    for doctor, public_id, name, since in _sent(leads=circle.leads):
        waiting.setdefault((doctor, public_id, name), []).append(since)
    for (doctor, public_id, name), instants in waiting.items():
        number = len(instants)
        title = ngettext(
            "Bekreft tjeneste for %(name)s (%(number)s registrering)",
            "Bekreft tjeneste for %(name)s (%(number)s registreringer)",
            number,
        )
        yield Task(
            kind="confirm_service",
            title=title % {"name": name, "number": number},
            url=reverse("training:service", args=[public_id]),
            act_label=_("Se og bekreft"),
            waiting_since=min(instants),
            count=number,
            about=doctor,
            instants=tuple(instants),
        )


def returned_service(user: User) -> Iterator[Task]:
    """For the doctor. One question."""
    instants = [since for *_whose, since in _returned(user=user.pk)]
    if instants:
        yield Task(
            kind="returned_service",
            title=_("Se på tjeneste som er returnert til deg"),
            url=reverse("training:my_service"),
            act_label=_("Se kommentaren"),
            waiting_since=min(instants),
            count=len(instants),
        )


def service_in_state(state: str, **more: Any) -> list[QuerySet]:
    return [model._default_manager.filter(state=state, **more) for model in (Employment, Placement, Absence)]


def _in_state(state: str, **more: Any) -> QuerySet:
    words = ("doctor_id", "doctor__public_id", "doctor__full_name", "since")
    found = [rows.order_by().values_list(*words) for rows in service_in_state(state, **more)]
    return found[0].union(*found[1:], all=True).order_by("since")


@prepared
def _sent(leads: Collection[int]) -> QuerySet:
    return _in_state(ServiceState.SENT, doctor_id__in=leads)


@prepared
def _returned(user: int) -> QuerySet:
    return _in_state(ServiceState.RETURNED, doctor_id=user)


def certificates_waiting_for(circle: Circle, at: dt.datetime | None = None) -> QuerySet[ServiceCertificate]:
    return ServiceCertificate.objects.waiting_for(circle.user, leads=circle.leads, acts_for=circle.acts_for, at=at)


@prepared
def _certificates(now: dt.datetime, **held: Any) -> QuerySet[ServiceCertificate]:
    words = ("public_id", "state", "since", "institution_id", "doctor__full_name", "waiting_on__full_name")
    rows = certificates_waiting_for(blank_circle(**held), now)
    return rows.select_related("doctor", "waiting_on").only(*words).order_by("since", "pk")


def certificates_to_sign(circle: Circle) -> Iterator[Task]:
    """For the leader who writes and signs or a deputy, and for the medically responsible consultant it waits for. One question."""
    held = {"user": circle.user.pk, "leads": circle.leads, "acts_for": circle.acts_for}
    for row in _certificates(now=clock.now(), **held):
        is_draft = row.state == ServiceCertificate.State.DRAFT
        title = (
            _("Skriv tjenestebekreftelse for %(name)s") if is_draft else _("Signer tjenestebekreftelse for %(name)s")
        )
        yield Task(
            kind="write_certificate" if is_draft else "sign_certificate",
            title=title % {"name": row.doctor.full_name},
            url=row.get_absolute_url(),
            act_label=_("Skriv og signer") if is_draft else _("Se og signer"),
            waiting_since=row.since,
            for_whom=str(row.waiting_on) if row.waiting_on_id in circle.acts_for else "",
            about=At(row.institution_id),
        )
