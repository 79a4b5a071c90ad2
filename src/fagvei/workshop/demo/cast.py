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


LONG_AGO = 2_400


@dataclass(frozen=True)
class DemoPerson:
    """One person of the demo. What the chooser says about each stands in `people.demo`."""

    username: str
    full_name: str
    role: str
    institution: str = ""
    centre: str = ""
    region: str = ""
    specialty: str = ""
    more_roles: tuple[str, ...] = field(default=())
    came: int = LONG_AGO  # days ago, with the relations around a doctor


PEOPLE: tuple[DemoPerson, ...] = (
    DemoPerson("anna", "Anna Berg", "doctor", "fjellheim"),
    DemoPerson("nora", "Nora Hagen", "doctor", "fjellheim"),
    DemoPerson("line", "Line Moen", "doctor", "fjellheim", came=90),
    DemoPerson("bo", "Bo Lund", "leader", "fjellheim"),
    DemoPerson("cecilie", "Cecilie Vik", "mentor", "fjellheim", more_roles=("supervisor",)),
    DemoPerson("siri", "Siri Dahl", "supervisor", "fjellheim"),
    DemoPerson("stian", "Stian Moe", "supervisor", "fjellheim"),
    DemoPerson("dag", "Dag Nes", "leader", "kystbyen"),
    DemoPerson("eva", "Eva Strand", "centre_officer", centre="helse-sor-ost"),
    DemoPerson("geir", "Geir Sand", "course_leader", centre="helse-sor-ost"),
    DemoPerson("hilde", "Hilde Aas", "directorate_officer"),
    DemoPerson("trond", "Trond Haug", "hospital_admin", "fjellheim"),
    DemoPerson("ivar", "Ivar Lie", "specialty_committee", specialty="rus"),
    DemoPerson("jorunn", "Jorunn Bakke", "education_lead", "fjellheim", more_roles=("mentor",)),
    DemoPerson("mari", "Mari Foss", "medical_head", "fjellheim"),
    DemoPerson("odd", "Odd Solberg", "region_officer", region="helse-sor-ost"),
    DemoPerson("kari", "Kari Myhre", "guideline_owner"),
    DemoPerson("leif", "Leif Tangen", "clinical_reviewer"),
    DemoPerson("mona", "Mona Eide", "survey_owner", "fjellheim"),
    DemoPerson("eli", "Eli Myrvold", "centre_officer", centre="helse-nord"),
    DemoPerson("berit", "Berit Solli", "committee_member", centre="helse-sor-ost"),
    DemoPerson("tuva", "Tuva Hov", "coordinator", "fjellheim"),
)

# doctor, person, kind
RELATIONS: tuple[tuple[str, str, str], ...] = (
    ("anna", "bo", "leader"),
    ("anna", "jorunn", "mentor"),  # until Cecilie, see demo.sharing
    ("anna", "siri", "supervisor"),
    ("anna", "stian", "supervisor"),
    ("nora", "bo", "leader"),
    ("nora", "cecilie", "mentor"),
    ("nora", "siri", "supervisor"),
    ("nora", "stian", "supervisor"),
    ("line", "bo", "leader"),
    ("line", "cecilie", "mentor"),
    ("line", "siri", "supervisor"),
)
