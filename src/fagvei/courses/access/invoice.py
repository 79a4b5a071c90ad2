"""Doors of the basis of invoices: the host alone."""

from typing import Any

from django.http import Http404

from fagvei.common.permissions import Permission
from fagvei.courses.access.core import HostOnly, rows
from fagvei.courses.models import CourseRun
from fagvei.courses.queries.standing import is_host

INVOICE_ROWS = (rows("course_run", Permission.EXPORT, {"host"}, "invoice_basis"),)


def run_to_invoice(user: Any, public_id: Any) -> CourseRun:
    runs = CourseRun.objects.select_related("course__activity", "host_centre")
    run = runs.filter(public_id=public_id).first()
    if run is None:
        raise Http404
    if not is_host(user, run):
        raise HostOnly
    return run
