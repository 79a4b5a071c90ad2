"""The basis of invoices leaves the house: who fetched which file, and its digest, stand in the log."""

import hashlib
from dataclasses import dataclass

from django.db import transaction

from fagvei.audit import actions as audit
from fagvei.common.sheets_out import as_csv, as_xlsx
from fagvei.courses.actions.standing import host_capacity
from fagvei.courses.models import CourseRun
from fagvei.courses.queries.invoice_page import head, invoice_basis, rows_of
from fagvei.people.models import User

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class InvoiceFile:
    """The name says nothing of a person."""

    name: str
    content_type: str
    content: bytes


@transaction.atomic
def fetch_invoice_basis(*, run: CourseRun, kind: str, by: User) -> InvoiceFile:
    acting_as = host_capacity(by, run)
    rows = rows_of(invoice_basis(run))
    content = as_csv(head(), rows) if kind == "csv" else as_xlsx(run.course.code, head(), rows)
    audit.record(
        "invoice_basis_fetched",
        target=run,
        by=by,
        acting_as=acting_as,
        controller=run.host_centre,
        details={"kind": kind, "digest": hashlib.sha256(content).hexdigest(), "lines": len(rows)},
    )
    return InvoiceFile(f"fakturagrunnlag-{run.starts_on}.{kind}", CONTENT_TYPES[kind], content)
