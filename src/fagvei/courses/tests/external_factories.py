"""External courses and their proofs for tests, made by the actions."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

from fagvei.courses import actions
from fagvei.courses.models import Course, ExternalCertificate
from fagvei.courses.tests import factories as make
from fagvei.people.models import User
from fagvei.training.tests.factories import certificate, pdf, upload

PAGE = "https://example.org/kurs"


def make_external(cast: SimpleNamespace, code: str = "EXT-1", **fields: Any) -> Course:
    return make.make_course(cast, code, **{"organiser": "external", "external_url": PAGE, **fields})


def another_file() -> Any:
    return upload(pdf(b"% et annet bevis"))


def sent(
    cast: SimpleNamespace, doctor: User, course: Course | None = None, *, code: str = "EXT-1", ended: int = -10
) -> ExternalCertificate:
    ended_on: dt.date = make.in_days(ended)
    return actions.send_external_certificate(
        course=course or make_external(cast, code), ended_on=ended_on, place="Bergen", upload=certificate(), by=doctor
    )


def approve(cast: SimpleNamespace, row: ExternalCertificate) -> ExternalCertificate:
    row = ExternalCertificate.objects.get(pk=row.pk)
    return actions.approve_external_certificate(certificate=row, shown=row.proof.sha256, by=cast.eva)


def approved(cast: SimpleNamespace, doctor: User, course: Course | None = None) -> ExternalCertificate:
    return approve(cast, sent(cast, doctor, course))
