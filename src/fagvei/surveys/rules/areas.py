"""The seven question areas of the original GAP survey, what each asks for, and the closed lists of answers.

The areas are those of Nasjonal kompetansetjeneste ROP, as helsebiblioteket.no (ROP 2.4.3) names them. Its questions, scale
and number of items were not found in public sources, so the questions and the steps here are our own and are said to be so.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fagvei.common.disclosure import NOT_APPLICABLE, UNKNOWN

PRACTICE, ATTITUDE, COMPETENCE, GUIDELINE = "practice", "attitude", "competence", "guideline"
KIND_CHOICES = [
    (PRACTICE, _("praksis")),
    (ATTITUDE, _("holdning")),
    (COMPETENCE, _("kompetansebehov")),
    # Until migration 0005 the attitude to guidelines was asked as any attitude; those questions keep the kind they have.
    (GUIDELINE, _("holdning til retningslinjen")),
]


@dataclass(frozen=True)
class Area:
    """`kind` keeps attitude, need for competence and attitude to the guideline apart from practice, and from each other."""

    code: str
    name: str | Promise
    kind: str


AREAS = (
    Area("target_group", _("holdninger til målgruppen"), ATTITUDE),
    Area("assessment", _("kartleggingspraksis"), PRACTICE),
    Area("methods", _("bruk av behandlingsmetoder"), PRACTICE),
    Area("integrated", _("integrert behandling"), PRACTICE),
    Area("cooperation", _("samhandling"), PRACTICE),
    Area("competence", _("behov for kompetanse"), COMPETENCE),
    Area("guidelines", _("holdninger til retningslinjer"), GUIDELINE),
)
AREA_BY_CODE = {area.code: area for area in AREAS}
AREA_CHOICES = [(area.code, area.name) for area in AREAS]
# Where the areas are described; the survey itself is credited with the link of the guideline's own page.
AREAS_SOURCE = (
    "https://www.helsebiblioteket.no/retningslinjer/rop/2-definisjoner-metode/2.4-metode-og-prosess/"
    "2.4.3-gap-unders%C3%B8kelse"
)

# Our own words, so that one question stands beside each recommendation. "Followed" and not "done": some say what not to do.
QUESTIONS: dict[str, str | Promise] = {
    PRACTICE: _("Hvor ofte følges dette hos dere i dag?"),
    ATTITUDE: _("Hvor enig er du i dette?"),
    COMPETENCE: _("Hvor stort behov har du for mer kompetanse om dette?"),
    GUIDELINE: _("Hvor enig er du i at denne anbefalingen er til hjelp i arbeidet ditt?"),
}
AGREEMENT: tuple[tuple[int, str | Promise], ...] = (
    (0, _("helt uenig")),
    (1, _("delvis uenig")),
    (2, _("verken enig eller uenig")),
    (3, _("delvis enig")),
    (4, _("helt enig")),
)
STEPS: dict[str, tuple[tuple[int, str | Promise], ...]] = {
    PRACTICE: (
        (0, _("aldri")),
        (1, _("sjelden")),
        (2, _("omtrent halvparten av gangene")),
        (3, _("ofte")),
        (4, _("alltid")),
    ),
    ATTITUDE: AGREEMENT,
    GUIDELINE: AGREEMENT,
    # Three steps on the same ruler: none, some, large.
    COMPETENCE: ((0, _("ikke noe")), (2, _("noe")), (4, _("stort"))),
}
ASIDE: tuple[tuple[str, str | Promise], ...] = (
    (UNKNOWN, _("vet ikke")),
    (NOT_APPLICABLE, _("gjelder ikke oss")),
)
# What hinders: capability, opportunity, motivation, and disagreement apart from them.
HINDRANCES: tuple[tuple[str, str | Promise], ...] = (
    ("knowledge", _("vi kan for lite om det")),
    ("time", _("vi har ikke tid")),
    ("equipment", _("vi mangler utstyr, rom eller folk")),
    ("routine", _("vi har ingen rutine for det")),
    ("responsibility", _("det er uklart hvem som skal gjøre det")),
    ("habit", _("vi er vant til å gjøre det på en annen måte")),
    ("disagree", _("vi er ikke enige i anbefalingen")),
)
HINDRANCE_CODES = frozenset(code for code, _name in HINDRANCES)

PROFESSION_CHOICES = [
    ("doctor", _("lege")),
    ("psychologist", _("psykolog")),
    ("nurse", _("sykepleier")),
    ("social_educator", _("vernepleier")),
    ("social_worker", _("sosionom")),
    ("other_health", _("annet helsepersonell")),
    ("other", _("andre")),
]
PROFESSION_CODES = frozenset(code for code, _name in PROFESSION_CHOICES)

MOST_ITEMS = 25
"""At most so many questions in a survey, so that it is answered within a quarter of an hour (the issue; gap.md section 3)."""


PLACE_OF_AREA = {area.code: place for place, area in enumerate(AREAS)}


def kind_of(area: str) -> str:
    return AREA_BY_CODE[area].kind


def is_answer(kind: str, value: object) -> bool:
    """A step of the ruler of this kind, or one of the two that say neither."""
    return value in {UNKNOWN, NOT_APPLICABLE} or value in {step for step, _word in STEPS[kind]}
