"""One application for runs of several RegUts, and seats for a region first. What the sources leave open is our choice and says so."""

from django.utils.translation import gettext_lazy as _

from fagvei.courses.rules.base import Rule
from fagvei.courses.rules.seats import OUR_CHOICE, RANKED_BY_SERVICE, SEAT_RULES

ONE_NATIONAL_APPLICATION = Rule(
    "S33",
    _("Administrasjon og ledelse har én nasjonal søknad for alle regionene."),
    "RegUt-enes felles side om felles kompetansemål [S33]",
)
JOINS_BY_CONSENT = Rule(
    "joint-consent",
    _("En kjøring er med i en felles runde når RegUt-en som arrangerer den, har sagt ja før runden åpner."),
    OUR_CHOICE,
)
JOINS_NATIONALLY = Rule(
    "national-all",
    _(
        "Alle kunngjorte kjøringer med samme søknadsfrist er med i den nasjonale søknaden, hvem som enn arrangerer dem. "
        "En kjøring står utenfor bare når den som arrangerer den, har sagt nei med en begrunnelse."
    ),
    OUR_CHOICE,
)
ONE_NATIONAL_DEADLINE = Rule(
    "national-deadline",
    _("Kjøringer i samme halvår har samme søknadsfrist. En egen frist krever en grunn, som står åpent."),
    OUR_CHOICE,
)
ANY_HOST_OPENS = Rule(
    "national-lead",
    _("Kilden sier ikke hvem som åpner den nasjonale søknaden. Den første RegUt-en som gjør det, leder runden."),
    OUR_CHOICE,
)
LEAVES_BEFORE_RELEASE = Rule(
    "joint-leave",
    _(
        "Den som arrangerer en kjøring, kan ta den ut av runden til plassene er frigitt, med en begrunnelse som alle "
        "søkerne ser. Ønsket om den faller bort, de andre ønskene står, og loddtrekningen blir den samme etter fristen."
    ),
    OUR_CHOICE,
)
LEAD_PREVIEWS = Rule(
    "joint-lead",
    _("RegUt-en som leder runden, forhåndsviser. Den og kurslederen frigir sammen, for alle som er med."),
    OUR_CHOICE,
)
EACH_HOST_ITS_OWN = Rule(
    "joint-own",
    _("Etterpå styrer hver RegUt plassene og ventelisten på sin egen kjøring, og ser bare den."),
    OUR_CHOICE,
)
JOINT_RULES = (JOINS_BY_CONSENT, LEAVES_BEFORE_RELEASE, LEAD_PREVIEWS, EACH_HOST_ITS_OWN)
NATIONAL_RULES = (
    ONE_NATIONAL_APPLICATION,
    JOINS_NATIONALLY,
    ONE_NATIONAL_DEADLINE,
    ANY_HOST_OPENS,
    LEAVES_BEFORE_RELEASE,
    LEAD_PREVIEWS,
    EACH_HOST_ITS_OWN,
)

REGION_FIRST = Rule(
    "R14-region",
    _(
        "Noen plasser kan være for leger fra en region først. De som ikke trengs der, går til alle etter samme rekkefølge."
    ),
    OUR_CHOICE,
)
EVERY_REGUT_WHERE_NONE_IS_LIAISON = Rule(
    "no-liaison",
    _(
        "Kilden sier ikke hvem som er fagkontakt for kurset. Hver RegUt planlegger sine egne kjøringer "
        "og oppnevner kursledere blant sine egne."
    ),
    OUR_CHOICE,
)
ANOTHER_REGUT_SAYS_YES = Rule(
    "no-liaison-version",
    _(
        "En ny versjon av et kurs som alle RegUt-ene svarer for, gjelder fra en medarbeider ved en annen RegUt enn den "
        "som foreslår, har sagt ja. Til da står kurset som det er."
    ),
    OUR_CHOICE,
)
LIAISON_OF_OTHER_SAYS_YES = Rule(
    "shared-course",
    _(
        "Et kurs står hos en annen RegUts spesialitet, med mål der, fra fagkontakten for den spesialiteten har sagt ja. "
        "Nevner ingen kilde fagkontakten, svarer en annen RegUt enn den som foreslår."
    ),
    OUR_CHOICE,
)


def rules_between_hosts(*, is_national: bool) -> tuple[Rule, ...]:
    return NATIONAL_RULES if is_national else JOINT_RULES


def rules_of_round(
    *, has_reserves: bool, has_hosts: bool, is_national: bool = False, own: tuple[Rule, ...] = ()
) -> tuple[Rule, ...]:
    """What decides in this round, for whoever applies or gives. `own`: the course's own ranking, instead of the common one."""
    ranking = own or (RANKED_BY_SERVICE,)
    others = tuple(rule for rule in SEAT_RULES if rule is not RANKED_BY_SERVICE)
    hosts = rules_between_hosts(is_national=is_national) if has_hosts or is_national else ()
    return (*ranking, *others, *((REGION_FIRST,) if has_reserves else ()), *hosts)
