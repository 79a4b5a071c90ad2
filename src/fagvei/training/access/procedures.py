"""Procedures are activities: who sees and signs them is told in record.py. Here: the pages that count and repeat them."""

from fagvei.common.permissions import Permission
from fagvei.training.access.core import READERS, rows
from fagvei.training.access.record import NOT_ERASED

PROCEDURE_ROWS = (
    rows(
        "education_plan",
        Permission.SEE,
        READERS,
        "my_procedures",
        "procedures",
        note="my_procedures is the doctor's own, procedures the others'",
    ),
    rows("education_plan", Permission.CREATE, {"doctor"}, "log_list"),
    rows("activity", Permission.RECALL, {"doctor"}, "annul_list", states=NOT_ERASED),
    rows("activity", Permission.CREATE, {"doctor"}, "log_again", states=NOT_ERASED),
)
