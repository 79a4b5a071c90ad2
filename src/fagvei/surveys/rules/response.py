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
# Lower limit in percent, and the word. A band says enough, and does not let one count who is missing.
BANDS: tuple[tuple[int, str | Promise], ...] = (
    (80, _("minst 80 prosent")),
    (65, _("65–79 prosent")),
    (REPRESENTATIVE_FROM, _("50–64 prosent")),
    (0, _("færre enn 50 prosent")),
)


def response_percent(sheets: int, staff: int) -> int | None:
    """Whole percent of the staff told before the wave, at most 100; None when no staff was told.

    More sheets than staff happen: somebody began while the wave was open.
    """
    return percent(min(sheets, staff), staff) if staff > 0 else None


def is_representative(sheets: int, staff: int) -> bool:
    """At least half, counted in heads and not in rounded percent. Not, when nobody knows how many there are."""
    return staff > 0 and 100 * sheets >= REPRESENTATIVE_FROM * staff


def band(sheets: int, staff: int) -> str | Promise:
    """The words for the rate, before "of N staff answered". An empty string when no staff was told."""
    if staff <= 0:
        return ""
    return next(words for lower, words in BANDS if 100 * min(sheets, staff) >= lower * staff)
