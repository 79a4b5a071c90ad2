"""Early warning as named rules: what is said, from which number on, and where the number comes from.

A warning never decides anything: it shows the leader and the doctor the same sentence, the numbers behind it and the source.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fagvei.training.rules.halfyear import MONTHS_OF_PART_1, MONTHS_OF_PART_3

OUR_OWN = _("vår egen terskel, kan endres av virksomheten")
MOST = 3_650


@dataclass(frozen=True)
class WarningRule:
    """`threshold` is what holds until the institution sets another; None when there is no number to set.

    `sentence` is the rule, `unit` what the threshold counts.
    """

    key: str
    name: str | Promise
    sentence: str | Promise
    unit: str | Promise = ""
    threshold: int | None = None
    source: str | Promise = OUR_OWN

    def is_reached(self, number: int, threshold: int | None) -> bool:
        return threshold is None or number >= threshold


NO_NEW_EVIDENCE = WarningRule(
    "no_new_evidence",
    _("Ingen ny dokumentasjon"),
    _("Det er lenge siden noe nytt ble signert eller innfridd i legens plan."),
    _("måneder"),
    3,
)
UNDECIDED = WarningRule(
    "undecided",
    _("Mål venter på avgjørelse"),
    _("Et mål er sendt til godkjenning og er ikke avgjort."),
    _("dager"),
    14,
)
UNSIGNED = WarningRule(
    "unsigned",
    _("Aktiviteter venter på signatur"),
    _("En aktivitet er sendt til en supervisør og er verken signert eller returnert."),
    _("dager"),
    14,
)
NO_MENTOR = WarningRule(
    "no_mentor",
    _("Mangler veileder"),
    _("Legen skal ha én veileder, og har ingen nå."),
    source=_("Helsedirektoratet, faglige råd om veiledning [S17]; én veileder per lege [S23]"),
)
UNCONFIRMED = WarningRule(
    "unconfirmed",
    _("Relasjoner er ikke bekreftet"),
    _("Lederen har ikke bekreftet på et halvt år hvem som er veileder og supervisør."),
    _("måneder"),
    6,
)
MENTORING_LATE = WarningRule(
    "mentoring_late",
    _("Lenge siden veiledning"),
    _(
        "Det er lenge siden legen og veilederen hadde en samtale, ingen ny er avtalt, "
        "og tiden de to selv har avtalt, er forbi."
    ),
    _("uker"),
    8,
    source=_(
        "Ingen kilde gir et tall: faglige råd om veiledning lar hyppigheten vurderes for den enkelte [S17b]. "
        "Terskelen er vår egen og kan endres av virksomheten."
    ),
)
BEHIND = WarningRule(
    "behind",
    _("Etter planen"),
    _(
        "Mål som etter legens egen plan skulle vært nådd i halvår som er forbi, er ikke godkjent. Er planen ikke lagt ut "
        "i halvår, sammenlignes andelen godkjente mål med andelen av tiden som er gått siden planen ble tildelt."
    ),
    _("prosentpoeng"),
    25,
    source=_(
        "Den individuelle planen: spesialistforskriften § 25 [S14]. Uten halvår: del 1 er atten måneder og korteste del 3 fem år, "
        "§ 2 [S3], regnet som fulltid uten permisjon. Terskelen er vår egen og kan endres av virksomheten."
    ),
)

WARNING_RULES = {
    rule.key: rule for rule in (NO_NEW_EVIDENCE, UNDECIDED, UNSIGNED, NO_MENTOR, MENTORING_LATE, UNCONFIRMED, BEHIND)
}


def points_behind(*, approved: int, whole: int, months: int, is_of_part_1: bool) -> int:
    """Percentage points between the share of time gone and the share of goals approved; below zero is ahead.

    `months` since the plan was assigned, held against the eighteen months of part 1 or the shortest part 3, five years.
    """
    if not whole:
        return 0
    time = MONTHS_OF_PART_1 if is_of_part_1 else MONTHS_OF_PART_3
    return min(months, time) * 100 // time - approved * 100 // whole


def points_behind_own_plan(*, missed: int, whole: int) -> int:
    """Percentage points of the plan's goals that were placed in half-years that are over and are not approved."""
    return missed * 100 // whole if whole else 0
