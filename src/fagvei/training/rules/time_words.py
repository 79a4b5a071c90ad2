"""The account of time in words: what a period gives, and why."""

from decimal import ROUND_DOWN, Decimal
from fractions import Fraction
from math import ceil

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fagvei.training.rules.time import Account, Line


def decimal(months: Fraction) -> str:
    """ "9.6", to be written down: at most two decimals, never rounded up. 77.99 months must not look like 78."""
    exact = Decimal(months.numerator) / Decimal(months.denominator)
    return f"{exact.quantize(Decimal('0.01'), rounding=ROUND_DOWN):f}".rstrip("0").rstrip(".")


def shown(text: str) -> str:
    """What `decimal` wrote, as the reader's language has it: "9,6"."""
    return formats.number_format(Decimal(text), len(text.partition(".")[2]))


def number(months: Fraction) -> str:
    return shown(decimal(months))


def months_words(months: Fraction) -> str:
    return ngettext("%(n)s måned", "%(n)s måneder", 1 if months == 1 else 2) % {"n": number(months)}


def line_words(line: Line) -> str:
    """ "12 måneder × 80 % = 9,6", with what is subtracted for absence in between."""
    if line.why_not == "not_begun":
        return _("ikke begynt")
    sum_of = months_words(line.length)
    if line.deducted:
        words = {"away": number(line.away), "allowed": number(line.allowed), "deducted": number(line.deducted)}
        sum_of = _("(%(sum)s − %(deducted)s for fravær over grensen: %(away)s mot %(allowed)s)") % (
            words | {"sum": sum_of}
        )
    if line.why_not == "not_confirmed":
        return _("%(sum)s, teller når perioden er bekreftet") % {"sum": sum_of}
    if line.why_not == "does_not_count":
        return _("%(sum)s, teller ikke som utdanningstid") % {"sum": sum_of}
    if line.why_not == "too_early":
        return _("%(sum)s, teller ikke: annen tjeneste teller først fra del 1 er fullført") % {"sum": sum_of}
    return _("%(sum)s × %(percent)s %% = %(counted)s") % {
        "sum": sum_of,
        "percent": line.period.percent,
        "counted": number(line.counted),
    }


def remaining_words(found: Account) -> str:
    """The headline: what is known of the rest."""
    if found.is_enough:
        return _("Tjenestetiden på seks og et halvt år er nådd.")
    left = ceil(found.remaining)
    return ngettext(
        "Minst %(n)s måned gjenstår av tjenestetiden.", "Minst %(n)s måneder gjenstår av tjenestetiden.", left
    ) % {"n": left}
