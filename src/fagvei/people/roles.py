"""Roles are code: a key, a Norwegian name, what the role is for. The database stores the key alone."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Role:
    """`scope` says what an assignment of the role points at: "institution", "region", "centre", "specialty" or "nation"."""

    key: str
    name: str | Promise
    description: str | Promise
    scope: str

    @property
    def scope_name(self) -> str | Promise:
        return SCOPE_NAMES[self.scope]


# Who may have a deputy, within dates; a leader who is also the consultant has one as leader.
HAVE_DEPUTIES = ("leader", "medical_head")

SCOPE_NAMES: dict[str, str | Promise] = {
    "institution": _("én virksomhet"),
    "region": _("én helseregion"),
    "centre": _("ett RegUt"),
    "specialty": _("én spesialitet"),
    "nation": _("hele landet"),
}

ALL_ROLES = (
    Role(
        "doctor",
        _("Lege i spesialisering"),
        _(
            "Har sin egen utdanningsplan, logger aktiviteter, sender mål til godkjenning og ser hvem som har lest mappen."
        ),
        "institution",
    ),
    Role(
        "supervisor",
        _("Supervisør"),
        _("Signerer eller returnerer aktiviteter som er sendt til seg, og uttaler seg om mål."),
        "institution",
    ),
    Role(
        "mentor",
        _("Veileder"),
        _("Følger én lege over tid, veileder og uttaler seg om mål. Bare veileder og lege leser referatene."),
        "institution",
    ),
    Role(
        "leader",
        _("Leder"),
        _("Tildeler plan og godkjenner læringsmål etter uttalelse fra veileder og supervisør."),
        "institution",
    ),
    Role(
        "deputy",
        _("Stedfortreder"),
        _("Gjør oppgavene til en leder eller en medisinsk ansvarlig overlege i et avgrenset tidsrom."),
        "institution",
    ),
    Role(
        "delegate",
        _("Delegert godkjenner"),
        _("Vurderer og godkjenner mål som lederen har delegert, innenfor datoer. Ansvaret er fortsatt lederens."),
        "institution",
    ),
    Role("medical_head", _("Medisinsk ansvarlig overlege"), _("Medsignerer tjenestebekreftelser."), "institution"),
    Role(
        "education_lead",
        _("Utdanningsansvarlig overlege"),
        _(
            "Holder virksomhetens plan etter § 22 riktig. Ser tall om legene, ikke navn, når ikke lederen har gitt tilgang."
        ),
        "institution",
    ),
    Role(
        "coordinator",
        _("Utdanningskoordinator"),
        _("Koordinerer utdanningen på sykehuset. Ser tall, ikke navn."),
        "institution",
    ),
    Role(
        "local_committee", _("Lokalt utdanningsutvalg"), _("Ser tall og kommenterer virksomhetens plan."), "institution"
    ),
    Role(
        "hospital_admin",
        _("Administrator ved virksomheten"),
        _("Holder personer, stillinger og enheter oppdatert. Ser aldri mapper."),
        "institution",
    ),
    Role(
        "region_officer", _("Medarbeider i regionalt helseforetak"), _("Følger regionens plikter med tall."), "region"
    ),
    Role("specialty_council", _("Regionalt spesialitetsråd"), _("Kommenterer prosedyrebeskrivelser."), "region"),
    Role(
        "centre_officer",
        _("Medarbeider ved RegUt"),
        _("Planlegger og gjennomfører kurs og følger opp meldte feil."),
        "centre",
    ),
    Role("course_leader", _("Kursleder"), _("Har ansvar for innholdet i kurs."), "centre"),
    Role("committee_member", _("Medlem av kurskomité"), _("Utformer kurs sammen med kurslederen."), "centre"),
    Role(
        "directorate_officer",
        _("Saksbehandler i Helsedirektoratet"),
        _("Følger kvaliteten, endrer læringsmål etter råd og fatter vedtak."),
        "nation",
    ),
    Role(
        "specialty_committee",
        _("Spesialitetskomité"),
        _("Gir råd til Helsedirektoratet når den blir spurt."),
        "specialty",
    ),
    Role(
        "guideline_owner",
        _("Retningslinjeeier"),
        _("Utformer anbefalinger med gradering, begrunnelse og dato."),
        "nation",
    ),
    Role("clinical_reviewer", _("Klinisk kvalitetssikrer"), _("Godkjenner anbefalinger sammen med eieren."), "nation"),
    Role(
        "guideline_peer",
        _("Fagfelle i arbeidsgruppen"),
        _("Stemmer over utkast til anbefalinger når retningslinjeeieren ber om det."),
        "nation",
    ),
    Role(
        "survey_owner",
        _("Ansvarlig for GAP-undersøkelse"),
        _("Setter opp undersøkelsen og følger opp tiltak på egen avdeling."),
        "institution",
    ),
)

ROLES = {role.key: role for role in ALL_ROLES}
ROLE_CHOICES = [(role.key, role.name) for role in ALL_ROLES]

# A leader gives these in Fagvei, with dates; they are delegations, not role assignments.
GIVEN_BY_LEADER = frozenset({"deputy", "delegate"})

# What the administrator of an institution may give. Administrators are appointed by two people together, outside
# Fagvei; the first ones, and all whose place is no institution, are added by `fagvei add_person`.
GIVEN_BY_ADMINISTRATOR = frozenset(
    role.key
    for role in ALL_ROLES
    if role.scope == "institution" and role.key not in {"hospital_admin", *GIVEN_BY_LEADER}
)
