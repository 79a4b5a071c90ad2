"""The main menu: at most six entries, by role, and only those whose room is there.

Addresses are stable and other sites link to them, so the menu names addresses and asks the resolver whether they exist.
"""

from dataclasses import dataclass
from functools import lru_cache

from django.urls import Resolver404, resolve
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

AT_MOST = 6


@dataclass(frozen=True)
class Place:
    label: str | Promise
    path: str


@dataclass(frozen=True)
class Entry:
    label: str | Promise
    path: str
    is_here: bool = False


MY_TRAINING = Place(_("Min utdanning"), "/min-utdanning/")
MY_ROUTE = Place(_("Veien videre"), "/veien-videre/")
MY_DOCTORS = Place(_("Mine leger"), "/leger/")
MENTORING = Place(_("Veiledning"), "/veiledning/")
TEACHING = Place(_("Internundervisning"), "/undervisning/")
CERTIFICATES = Place(_("Tjenestebekreftelser"), "/tjenestebekreftelser/")
TEAM = Place(_("Teamet"), "/leger/oversikt/")
NUMBERS = Place(_("Tall"), "/utdanning/tall/")
SPECIALTIES = Place(_("Spesialiteter"), "/spesialiteter/")
MY_COURSES = Place(_("Mine kurs"), "/mine-kurs/")
ADMISSIONS = Place(_("Kursopptak"), "/kursopptak/")
COURSES = Place(_("Kurs"), "/kurs/")
COURSE_PLAN = Place(_("Kursplan"), "/kursplan/")
COURSE_DEADLINES = Place(_("Frister for kursene"), "/kursgjennomforinger/frister/")
GOALS = Place(_("Læringsmål"), "/laeringsmal/")
INSTITUTION_PLANS = Place(_("Utdanningsplaner"), "/utdanningsplaner/")
GUIDELINE = Place(_("Retningslinje"), "/retningslinjer/avrusning/")
PAIRS = Place(_("Mål og anbefalinger"), "/maal-og-anbefalinger/")
MUST_LEARN = Place(_("Det vi må lære"), "/maal-og-anbefalinger/gap/")
COMMENTS = Place(_("Innspill til retningslinjen"), "/innspill/")
FEEDBACK = Place(_("Feil og spørsmål"), "/tilbakemeldinger/")
PEOPLE = Place(_("Personer"), "/personer/")
ASSESSMENT_FORMS = Place(_("Vurderingsskjemaer"), "/vurderingsskjemaer/")
GAP = Place(_("GAP"), "/gap/")
ROLES = Place(_("Roller"), "/roller/")
HELP = Place(_("Hjelp"), "/hjelp/")

PUBLIC = (SPECIALTIES, COURSES, COURSE_PLAN, GOALS, INSTITUTION_PLANS, GUIDELINE)
_LEADER = (MY_DOCTORS, TEAM, COURSES, GOALS, INSTITUTION_PLANS, GUIDELINE)
_GUIDE = (MY_DOCTORS, COURSES, GOALS, GUIDELINE, SPECIALTIES)
_KEEPER = (NUMBERS, TEACHING, INSTITUTION_PLANS, COURSE_PLAN, COURSES, GOALS, SPECIALTIES)
_PLANNER = (INSTITUTION_PLANS, COURSE_PLAN, COURSES, GOALS, SPECIALTIES)
_COURSE_MAKER = (COURSES, COURSE_PLAN, ADMISSIONS, GOALS, SPECIALTIES, FEEDBACK)
_GUIDELINE_MAKER = (GUIDELINE, GAP, GOALS, PAIRS, SPECIALTIES, FEEDBACK)
BY_ROLE = {
    "doctor": (MY_TRAINING, MY_ROUTE, MY_COURSES, COURSES, GOALS, GUIDELINE, SPECIALTIES),
    "supervisor": _GUIDE,
    "mentor": (MY_DOCTORS, MENTORING, COURSES, GOALS, GUIDELINE, SPECIALTIES),
    "leader": _LEADER,
    "deputy": _LEADER,
    "delegate": _LEADER,
    # Who signs certificates leads nobody: the pages of a team are closed.
    "medical_head": (CERTIFICATES, *(place for place in _LEADER if place is not TEAM)),
    "education_lead": (NUMBERS, TEACHING, INSTITUTION_PLANS, ASSESSMENT_FORMS, COURSE_PLAN, COURSES, GOALS),
    "coordinator": _KEEPER,
    "local_committee": _KEEPER,
    "hospital_admin": (PEOPLE, INSTITUTION_PLANS, COURSES, GOALS, SPECIALTIES),
    "region_officer": _PLANNER,
    "specialty_council": _PLANNER,
    "centre_officer": (COURSES, COURSE_PLAN, ADMISSIONS, COURSE_DEADLINES, GOALS, FEEDBACK),
    "course_leader": _COURSE_MAKER,
    "committee_member": (COURSES, COURSE_PLAN, GOALS, SPECIALTIES, FEEDBACK),
    "directorate_officer": (SPECIALTIES, GOALS, COURSES, INSTITUTION_PLANS, GUIDELINE, FEEDBACK),
    "specialty_committee": (SPECIALTIES, COURSES, GOALS, PAIRS, INSTITUTION_PLANS, GUIDELINE),
    "guideline_owner": _GUIDELINE_MAKER,
    # Who judges texts measures no ward, and the numbers of the country are for the owner.
    "clinical_reviewer": tuple(place for place in _GUIDELINE_MAKER if place is not GAP),
    "guideline_peer": (GUIDELINE, GOALS, COURSES, SPECIALTIES),
    "survey_owner": _GUIDELINE_MAKER,
}
START_BY_ROLE = {"doctor": MY_TRAINING.path}

# Under the person's own name.
OWN_PAGES = (
    Place(_("Min side"), "/min-side/"),
    Place(_("Relasjoner og delegeringer"), "/relasjoner/"),
    Place(_("Innlogging og sikkerhet"), "/konto/2fa/"),
)
OWN_PAGES_BY_ROLE = {
    "doctor": (
        MENTORING,
        Place(_("Hvem har lest mappen min"), "/innsyn/"),
        Place(_("Ta med mappen"), "/min-utdanning/eksport/"),
    ),
    "centre_officer": (PAIRS,),
    "education_lead": (MUST_LEARN,),
    "coordinator": (MUST_LEARN,),
    "leader": (MUST_LEARN, CERTIFICATES),
    "survey_owner": (MUST_LEARN,),
    "guideline_owner": (COMMENTS,),
    "clinical_reviewer": (COMMENTS,),
    "hospital_admin": (Place(_("En lege begynner hos dere"), "/arbeidsgiver/ny/"),),
}


@lru_cache(maxsize=256)
def is_there(path: str) -> bool:
    """Whether a room answers at this address."""
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def entries(places: tuple[Place, ...], here: str = "") -> list[Entry]:
    found = [place for place in places if is_there(place.path)][:AT_MOST]
    nearest = max((place.path for place in found if here.startswith(place.path)), key=len, default="")
    return [Entry(place.label, place.path, is_here=place.path == nearest) for place in found]


def own_pages_for(role: str | None) -> list[Entry]:
    return entries((*OWN_PAGES, *OWN_PAGES_BY_ROLE.get(role or "", ())))


def menu_for(role: str | None, here: str) -> list[Entry]:
    return entries(PUBLIC if role is None else BY_ROLE.get(role, PUBLIC), here)


def start_for(role: str | None, otherwise: str) -> str:
    """Where somebody lands after logging in."""
    path = START_BY_ROLE.get(role or "", "")
    return path if path and is_there(path) else otherwise


@dataclass(frozen=True)
class Door:
    title: str | Promise
    text: str | Promise
    path: str


def doors() -> list[Door]:
    """Three ways in for somebody who is not logged in. Where a room is not there yet, the search is."""
    specialty = "/spesialiteter/rus/"
    return [
        Door(
            _("Jeg skal bli spesialist"),
            _("Se hva som kreves, i hvilken rekkefølge, og hvilke kurs du må ha."),
            specialty if is_there(specialty) else "/sok/",
        ),
        Door(
            _("Jeg veileder eller leder"),
            _("Signer aktiviteter, gi uttalelser og godkjenn mål. Alt som venter på deg, står på én liste."),
            "/oppgaver/",
        ),
        Door(
            _("Jeg leter etter et kurs"),
            _("Finn kurset, hva du kan etterpå, og hvilke læringsmål det bidrar til."),
            COURSES.path if is_there(COURSES.path) else "/sok/?q=kurs",
        ),
    ]
