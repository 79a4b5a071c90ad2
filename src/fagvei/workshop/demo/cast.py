"""Who the demo people are, and where they work. All fictional; institutions with invented names, so that real ones stay real."""

from dataclasses import dataclass, field

PASSWORD = "demo"  # noqa: S105 -- protects only fictional people, and the login page tells it

# code, name, region, kind, arenas
INSTITUTIONS: tuple[tuple[str, str, str, str, tuple[str, ...]], ...] = (
    (
        "fjellheim",
        "Fjellheim sykehus HF",
        "helse-sor-ost",
        "health_trust",
        ("Poliklinikk rus", "Avrusning døgn", "Akutt rus", "LAR-poliklinikk", "Medisinsk avdeling"),
    ),
    ("kystbyen", "Kystbyen sykehus HF", "helse-vest", "health_trust", ("Rusposten", "Poliklinikk rus")),
    ("elvedalen", "Elvedalen rusklinikk AS", "helse-sor-ost", "private_institution", ("Døgnenhet", "Familieenhet")),
    ("nordlys", "Nordlys sykehus HF", "helse-nord", "health_trust", ("Avrusning", "Poliklinikk", "Ambulant team")),
    ("fjordnes", "Fjordnes sykehus HF", "helse-midt-norge", "health_trust", ("Rusakuttmottak", "Poliklinikk")),
    ("granly", "Granly behandlingssenter", "helse-midt-norge", "private_institution", ("Langtidsbehandling",)),
    ("havgap", "Havgap sykehus HF", "helse-vest", "health_trust", ("DPS rus", "Avrusning")),
    ("furulund", "Furulund klinikk", "helse-sor-ost", "private_institution", ("Dagbehandling", "Døgn")),
    ("vidda", "Vidda sykehus HF", "helse-nord", "health_trust", ("Poliklinikk rus og psykiatri",)),
    ("solbakken", "Solbakken privatsykehus", "helse-sor-ost", "private_hospital", ("Avrusning", "Poliklinikk")),
    ("lavlandet", "Lavlandet sykehus HF", "helse-sor-ost", "health_trust", ("Poliklinikk", "Rusmedisinsk sengepost")),
    ("analysen", "Analysen laboratorium", "helse-midt-norge", "laboratory", ("Farmakologi",)),
)


@dataclass(frozen=True)
class DemoPerson:
    """One person of the demo. `line` is what the chooser says about the person."""

    username: str
    full_name: str
    role: str
    line: str
    institution: str = ""
    centre: str = ""
    region: str = ""
    specialty: str = ""
    more_roles: tuple[str, ...] = field(default=())


PEOPLE: tuple[DemoPerson, ...] = (
    DemoPerson("anna", "Anna Berg", "doctor", "Lege i sitt tredje år. Logger, fullfører og sender mål.", "fjellheim"),
    DemoPerson(
        "nora", "Nora Hagen", "doctor", "Lege i de siste månedene. Alle mål unntatt to er godkjent.", "fjellheim"
    ),
    DemoPerson("bo", "Bo Lund", "leader", "Leder for Anna og Nora. Avgjør mål.", "fjellheim"),
    DemoPerson(
        "cecilie", "Cecilie Vik", "mentor", "Veileder for Anna og Nora.", "fjellheim", more_roles=("supervisor",)
    ),
    DemoPerson("siri", "Siri Dahl", "supervisor", "Supervisør. Har aktiviteter å signere.", "fjellheim"),
    DemoPerson("stian", "Stian Moe", "supervisor", "Supervisør. Er bedt om uttalelse.", "fjellheim"),
    DemoPerson("dag", "Dag Nes", "leader", "Leder et annet sted. Ser ingenting av Anna.", "kystbyen"),
    DemoPerson(
        "eva", "Eva Strand", "centre_officer", "RegUt Helse Sør-Øst. Følger opp meldte feil.", centre="helse-sor-ost"
    ),
    DemoPerson(
        "geir", "Geir Sand", "course_leader", "Kursleder. Kursene kommer i en senere utgave.", centre="helse-sor-ost"
    ),
    DemoPerson("hilde", "Hilde Aas", "directorate_officer", "Helsedirektoratet. Importerer offisielle læringsmål."),
    DemoPerson(
        "trond", "Trond Haug", "hospital_admin", "Administrator ved sykehuset. Personer og roller.", "fjellheim"
    ),
    DemoPerson("ivar", "Ivar Lie", "specialty_committee", "Spesialitetskomiteen.", specialty="rus"),
    DemoPerson("jorunn", "Jorunn Bakke", "education_lead", "Utdanningsansvarlig overlege.", "fjellheim"),
    DemoPerson(
        "mari",
        "Mari Foss",
        "medical_head",
        "Medisinsk ansvarlig overlege. Medsignerer tjenestebekreftelser.",
        "fjellheim",
    ),
    DemoPerson("odd", "Odd Solberg", "region_officer", "Helse Sør-Øst RHF.", region="helse-sor-ost"),
    DemoPerson("kari", "Kari Myhre", "guideline_owner", "Eier av retningslinjen. Kommer i en senere utgave."),
    DemoPerson("leif", "Leif Tangen", "clinical_reviewer", "Klinisk kvalitetssikrer. Kommer i en senere utgave."),
    DemoPerson("mona", "Mona Eide", "survey_owner", "Avdelingsleder. GAP kommer i en senere utgave.", "fjellheim"),
)

# doctor, person, kind
RELATIONS: tuple[tuple[str, str, str], ...] = (
    ("anna", "bo", "leader"),
    ("anna", "cecilie", "mentor"),
    ("anna", "siri", "supervisor"),
    ("anna", "stian", "supervisor"),
    ("nora", "bo", "leader"),
    ("nora", "cecilie", "mentor"),
    ("nora", "siri", "supervisor"),
    ("nora", "stian", "supervisor"),
)
