"""Norwegian words for the codes that the source list uses about topics, substances and actors."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TOPICS: dict[str, str | Promise] = {
    "assessment": _("kartlegging"),
    "complication": _("komplikasjoner"),
    "consent_coercion": _("samtykke og tvang"),
    "emergency": _("øyeblikkelig hjelp"),
    "followup": _("oppfølging"),
    "information": _("informasjon"),
    "level_of_care": _("behandlingsnivå"),
    "monitoring": _("observasjon"),
    "organisation": _("organisering"),
    "pharmacology": _("legemidler"),
    "psychosocial": _("psykososiale tiltak"),
}
SUBSTANCES: dict[str, str | Promise] = {
    "any": _("alle rusmidler"),
    "alcohol": _("alkohol"),
    "amphetamine": _("amfetamin"),
    "benzodiazepines": _("benzodiazepiner"),
    "cannabis": _("cannabis"),
    "cocaine": _("kokain"),
    "gabapentin": _("gabapentin"),
    "opioids": _("opioider"),
    "polydrug": _("flere rusmidler samtidig"),
    "pregabalin": _("pregabalin"),
    "z-hypnotics": _("z-hypnotika"),
}
ACTORS: dict[str, str | Promise] = {
    "ambulance": _("ambulansepersonell"),
    "doctor": _("lege"),
    "health_trust": _("helseforetaket"),
    "municipal_legevakt": _("kommunal legevakt"),
}


def words_of(codes: Iterable[str], words: dict[str, str | Promise]) -> str:
    """A code without a word is an official short form (GHB, AAS) and stands as it is."""
    return ", ".join(str(words.get(code, code)) for code in codes)
