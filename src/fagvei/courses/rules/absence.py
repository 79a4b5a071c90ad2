"""Withdrawing late and not coming: what follows, with the source. Where no source names a consequence, there is none here."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from fagvei.courses.rules.base import Rule
from fagvei.courses.rules.seats import OUR_CHOICE

LATE_WITHDRAWAL = Rule(
    "R13-late-withdrawal",
    _("Den som melder seg av etter avmeldingsfristen i tilbudet, blir fakturert."),
    "RegUt-enes felles side om kurs [S26]",
)
NOT_MET = Rule(
    "not-met",
    _(
        "At noen ikke møtte, vises for legen og arrangøren og står i fakturagrunnlaget. Kildene nevner ingen annen følge."
    ),
    OUR_CHOICE,
)
VALID_REASON = Rule(
    "not-met-reason",
    _("Arrangøren vurderer om grunnen er gyldig og skriver hvorfor. Legen ser det og kan forklare seg."),
    OUR_CHOICE,
)
ABSENCE_RULES = (LATE_WITHDRAWAL, NOT_MET, VALID_REASON)


def is_late(withdrawn_on: dt.date, withdraw_by_on: dt.date) -> bool:
    """The last day itself is in time."""
    return withdrawn_on > withdraw_by_on
