"""A course's own ranking: what the system computes, what people judge. A source says only that some courses have their own."""

from django.utils.translation import gettext_lazy as _

from fagvei.courses.rules.base import Rule
from fagvei.courses.rules.seats import OUR_CHOICE, RANKED_BY_SERVICE

OWN_CRITERIA = Rule(
    "R14-own",
    _("Kurset har egne prioriteringsregler. De gjelder i stedet for den felles regelen, i den rekkefølgen de står."),
    "RegUt-enes felles side om opptak til kurs [S26b]",
)
OWN_REGION = _("Leger fra arrangørens region går først.")
# The words of what is computed, by kind: whoever reads them reads what the engine does.
SENTENCES = {"seniority": RANKED_BY_SERVICE.sentence, "own_region": OWN_REGION}
THE_COURSE_CHOSE = _("Kursets eget valg: %(source)s")
JUDGED_BY_PEOPLE = Rule(
    "R14-judged",
    _(
        "Det bare mennesker kan avgjøre, vurderer RegUt for hver søker etter fristen: oppfylt eller ikke, med begrunnelse. "
        "Søkeren får se vurderingen når plassene er frigitt."
    ),
    OUR_CHOICE,
)
JUDGED_ANEW_FOR_ALL_TO_SEE = Rule(
    "R14-anew",
    _(
        "Vurderes en søker på nytt etter at tildelingen er forhåndsvist, ser alle søkerne det, med dag og begrunnelse, "
        "uten navn."
    ),
    OUR_CHOICE,
)
JUDGING_RULES = (JUDGED_BY_PEOPLE, JUDGED_ANEW_FOR_ALL_TO_SEE)
FIXED_BY_ANNOUNCEMENT = Rule(
    "R14-announced",
    _(
        "Reglene gjelder for kurs der søknaden åpner fra den dagen de er gyldige. Et kunngjort kurs får ikke nye regler."
    ),
    OUR_CHOICE,
)
MOST_CRITERIA = 3
