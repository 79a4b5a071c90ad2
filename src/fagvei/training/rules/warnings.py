"""Early warning as named rules: what is said, from which number on, and where the number comes from.

A warning never decides anything: it shows the leader and the doctor the same sentence, the numbers behind it and the source.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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
BEHIND = WarningRule(
    "behind",
    _("Etter planen"),
    _("Andelen godkjente mål er mindre enn andelen av tiden som er gått siden planen ble tildelt."),
    _("prosentpoeng"),
    25,
    source=_(
        "Korteste del 3 er fem år: spesialistforskriften § 2 [S3], regnet som fulltid uten permisjon. "
        "Terskelen er vår egen og kan endres av virksomheten."
    ),
)

WARNING_RULES = {rule.key: rule for rule in (NO_NEW_EVIDENCE, UNDECIDED, UNSIGNED, NO_MENTOR, UNCONFIRMED, BEHIND)}
# Months of the shortest part 3: 6.5 years less the 18 months of part 1.
SHORTEST_PART_3 = 60


def points_behind(*, approved: int, whole: int, months: int) -> int:
    """Percentage points between the share of time gone and the share of goals approved; below zero is ahead."""
    if not whole:
        return 0
    return min(months, SHORTEST_PART_3) * 100 // SHORTEST_PART_3 - approved * 100 // whole
