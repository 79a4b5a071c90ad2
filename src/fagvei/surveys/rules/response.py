"""How many of the staff answered, and what that allows one to say."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fagvei.surveys.rules.named import Rule
from fagvei.surveys.rules.shares import percent

REPRESENTATIVE_FROM = 50

REPRESENTATIVE = Rule(
    "representative",
    _("Under 50 prosent svar er undersøkelsen ikke representativ for enheten."),
    _("Vårt valg, etter oppsummeringen av kunnskap om tilbakemelding på praksis."),
)
TOO_MANY = Rule(
    "too_many",
    _(
        "Flere svar enn ansatte: noen kan ha svart flere ganger, eller tallet på ansatte var for lavt. Da vises ingen tall, "
        "for den som har levert flere ark, kunne regne seg fram til de andres."
    ),
    _("Vårt valg."),
)
# Lower limit in percent, and the word. A band says enough, and does not let one count who is missing.
BANDS: tuple[tuple[int, str | Promise], ...] = (
    (80, _("minst 80 prosent")),
    (65, _("65–79 prosent")),
    (REPRESENTATIVE_FROM, _("50–64 prosent")),
    (0, _("færre enn 50 prosent")),
)


def response_percent(sheets: int, staff: int) -> int | None:
    """Whole percent of the staff told before the wave, at most 100; None when no staff was told."""
    return percent(min(sheets, staff), staff) if staff > 0 else None


def is_representative(sheets: int, staff: int) -> bool:
    """At least half, counted in heads and not in rounded percent. Not, when nobody knows how many there are, nor when more
    answered than there are.
    """
    return 0 < staff >= sheets and 100 * sheets >= REPRESENTATIVE_FROM * staff


def band(sheets: int, staff: int) -> str | Promise:
    """The words for the rate, before "of N staff answered". An empty string when no staff was told, or more answered."""
    if staff <= 0 or has_too_many(sheets, staff):
        return ""
    return next(words for lower, words in BANDS if 100 * sheets >= lower * staff)


def has_too_many(sheets: int, staff: int) -> bool:
    """More sheets than staff: somebody has answered more than once, or the number of staff was too low."""
    return 0 < staff < sheets
