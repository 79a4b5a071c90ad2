"""R6: which kinds of activity need somebody's signature, and which dates can be true."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from fagvei.training.rules.base import Rule

SIGNATURE_KINDS = Rule(
    "R6",
    _(
        "En aktivitet som krever signatur, er ikke innfridd ved egenregistrering. Kurs og e-læring krever ingen signatur."
    ),
    "Kompetanseportalen, roller [S21][S22b]",
)
# Kurs are proved by a certificate that is attached; e-learning is registered by the platform or the doctor.
WITHOUT_SIGNATURE = frozenset({"course", "e_learning"})
WITH_CERTIFICATE = frozenset({"course"})
EARLIEST = dt.date(1950, 1, 1)  # nobody who trains today worked before it; catches a mistyped year


def needs_signature(kind: str) -> bool:
    """`kind` is a value of `LearningActivity.Kind`."""
    return kind not in WITHOUT_SIGNATURE


def needs_certificate(kind: str) -> bool:
    return kind in WITH_CERTIFICATE


def date_fault(day: dt.date, *, today: dt.date, is_done: bool) -> str:
    """ "" when the date can be true, else "too_old" or "future". What is only planned may lie ahead."""
    if day < EARLIEST:
        return "too_old"
    return "future" if is_done and day > today else ""
