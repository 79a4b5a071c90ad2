"""`fagvei add_person`: an empty installation gets its first people, and whatever is wrong changes nothing."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from fagvei.audit.models import AuditEvent
from fagvei.people import actions, queries
from fagvei.people.management.commands import add_person
from fagvei.people.models import RoleAssignment, User
from fagvei.people.roles import GIVEN_BY_LEADER, ROLES

GOOD = "kaffe-på-fjellet-7"
KARI = ("kari", "--name", "Kari Ås", "--email", "Kari@Example.org")


def add(*words):
    out = StringIO()
    call_command("add_person", *words, stdout=out)
    return out.getvalue()


def refused(*words):
    """The sentence, after looking that neither accounts, roles nor the log have changed."""
    before = what_stands()
    with pytest.raises(CommandError) as error:
        add(*words)
    assert what_stands() == before
    sentence, last = str(error.value).rsplit("\n", 1)
    assert last == "Ingenting er endret."
    return sentence


def what_stands():
    return [list(model.objects.order_by("pk").values()) for model in (User, RoleAssignment, AuditEvent)]


def type_passwords(monkeypatch, *words):
    typed = iter(words)
    monkeypatch.setattr(add_person, "getpass", lambda question: next(typed))


# --- An empty installation ------------------------------------------------------------------------------------------


@pytest.fixture
def organisations(db):
    """What `fagvei migrate` and the organisations of `fagvei load_content` give, and nobody."""
    call_command("load_content", pack="organisations", yes=True, verbosity=0)
    assert not User.objects.exists()


def test_the_first_administrator_makes_the_password_by_letter_and_logs_in(organisations, client, log_in, mailoutbox):
    told = add(*KARI, "--role", "hospital_admin@helse-bergen")

    kari = User.objects.get()
    assert (kari.full_name, kari.email, kari.is_demo) == ("Kari Ås", "kari@example.org", False)
    assert not kari.has_usable_password()
    assert [institution.code for institution in queries.institutions_administered_by(kari)] == ["helse-bergen"]
    assert "Har fått rollen: Administrator ved virksomheten, Helse Bergen HF." in told
    assert "/konto/glemt-passord/" in told

    client.post("/konto/glemt-passord/", {"email": "kari@example.org"})
    address = re.search(r"https?://[^/]+(/\S+)", mailoutbox[0].body).group(1)
    form = client.get(address, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": GOOD, "password2": GOOD})
    assert log_in(kari, GOOD).status_code == 302
    assert client.get("/personer/").status_code == 200


def test_an_officer_of_the_directorate_needs_no_place(organisations, client, monkeypatch, log_in):
    type_passwords(monkeypatch, GOOD, GOOD)

    told = add(*KARI, "--role", "directorate_officer", "--ask-password")

    [assignment] = RoleAssignment.objects.all()
    assert (assignment.role, assignment.organisation) == ("directorate_officer", None)
    assert "Saksbehandler i Helsedirektoratet, hele landet." in told
    assert "glemt-passord" not in told
    assert GOOD not in told
    assert log_in(User.objects.get(), GOOD).status_code == 302


def test_before_the_content_is_loaded_it_says_what_to_do_first(db):
    assert "«fagvei load_content»" in refused(*KARI, "--role", "hospital_admin@helse-bergen")


# --- Roles and their places -----------------------------------------------------------------------------------------


def test_each_role_points_at_the_place_its_scope_asks_for(cast):
    add(
        *(*KARI, "--hpr", "1234567"),
        *("--role", "centre_officer@regut-helse-sor-ost", "--role", "region_officer@helse-sor-ost"),
        *("--role", "specialty_committee@rus", "--role", "leader@fjellheim", "--role", "guideline_owner"),
    )

    kari = User.objects.get(username="kari")
    assert kari.hpr_number == "1234567"
    assert {a.role: a.organisation for a in kari.role_assignments.all()} == {
        "centre_officer": cast.centre,
        "region_officer": cast.region,
        "specialty_committee": cast.specialty,
        "leader": cast.fjellheim,
        "guideline_owner": None,
    }


def test_the_log_tells_of_the_account_and_of_each_role_as_for_others(cast):
    before = AuditEvent.objects.latest("pk").pk

    add(*KARI, "--role", "leader@fjellheim", "--role", "directorate_officer")

    events = AuditEvent.objects.filter(pk__gt=before).order_by("pk")
    assert [(event.name, event.details) for event in events] == [
        ("user_added", {}),
        ("role_assigned", {"role": "leader"}),
        ("role_assigned", {"role": "directorate_officer"}),
    ]


def test_again_it_gives_only_what_is_lacking(cast):
    add(*KARI, "--role", "leader@fjellheim")
    before = AuditEvent.objects.count()

    assert "Har rollen fra før: Leder, Fjellheim sykehus HF." in add(*KARI, "--role", "leader@fjellheim")
    assert AuditEvent.objects.count() == before

    add("kari", "--role", "leader@fjellheim", "--role", "leader@kystbyen", "--role", "leader@kystbyen")
    held = User.objects.get(username="kari").role_assignments.order_by("pk")
    assert [assignment.institution for assignment in held] == [cast.fjellheim, cast.kystbyen]


def test_a_role_that_has_ended_is_given_anew(cast, trond):
    actions.end_role(assignment=trond.role_assignments.get(), by=None)

    add("trond", "--role", "hospital_admin@fjellheim")

    assert RoleAssignment.objects.active().get(user=trond).institution == cast.fjellheim


def test_somebody_who_is_here_keeps_the_password_and_is_not_asked(cast, anna, monkeypatch):
    type_passwords(monkeypatch)

    assert "Passordet er som det var." in add("anna", "--role", "supervisor@fjellheim", "--ask-password")
    assert User.objects.get(pk=anna.pk).check_password("demo")


# --- Refusals -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "sentence"),
    [
        ("boss", r"«boss» finnes ikke\. Kjente roller: doctor, .*directorate_officer"),
        ("Leader@fjellheim", "«Leader» finnes ikke"),
        ("deputy@fjellheim", "Lederen gir den i Fagvei, med datoer"),
        ("leader", r"^Rollen leader gjelder én virksomhet: Skriv leader@KODE\. Kjente koder: fjellheim, kystbyen\.$"),
        ("leader@", "^Rollen leader gjelder én virksomhet"),
        ("leader@storby", r"^Koden «storby» finnes ikke\. .*fjellheim, kystbyen\.$"),
        ("leader@rus", "«rus» finnes ikke"),
        ("centre_officer@helse-sor-ost", r"gjelder ett RegUt: .* Kjente koder: regut-helse-sor-ost\."),
        ("region_officer", r"gjelder én helseregion: .* Kjente koder: helse-sor-ost\."),
        ("specialty_committee@fjellheim", r"gjelder én spesialitet: .* Kjente koder: rus\."),
        ("directorate_officer@fjellheim", "gjelder hele landet: Skriv bare directorate_officer"),
        ("directorate_officer@", "gjelder hele landet"),
    ],
)
def test_a_wrong_role_or_place_is_refused_with_what_there_is(cast, role, sentence):
    assert re.search(sentence, refused(*KARI, "--role", "guideline_owner", "--role", role))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "Oppgi et brukernavn"),
        (KARI, "minst én --role"),
        (("kari", "--email", "kari@example.org"), "Fullt navn: "),
        (("kari", "--name", "Kari Ås"), "E-post: "),
        (("kari", "--name", "Kari Ås", "--email", "kari@"), "E-post: "),
        (("Kari Ås", *KARI[1:]), "Brukernavnet har 2–50 små bokstaver"),
        ((*KARI, "--hpr", "12a"), "HPR-nummeret har inntil ni siffer"),
        ((*KARI, "--hpr", "7000001"), "HPR-nummeret er allerede i bruk"),
        (("anna", *KARI[1:]), "dette stemmer ikke: Fullt navn"),
        (("anna", "--email", "kari@example.org"), "dette stemmer ikke: E-post"),
        (("bo",), "Kontoen bo er stengt"),
    ],
)
def test_a_wrong_account_is_refused(cast, bo, words, sentence):
    User.objects.filter(pk=bo.pk).update(is_active=False)
    actions.add_user(username="per", full_name="Per", hpr_number="7000001", by=None)

    assert sentence in refused(*words, *(("--role", "guideline_owner") if words not in ((), KARI) else ()))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ((GOOD, GOOD + "x"), "De to passordene er ikke like."),
        (("kort", "kort"), "Passordet er for kort. Det må ha minst 12 tegn."),
        (("kari@example.org",) * 2, "likt"),
        (("", ""), "for kort"),
    ],
)
def test_a_bad_password_is_refused(cast, monkeypatch, typed, sentence):
    type_passwords(monkeypatch, *typed)

    assert sentence in refused(*KARI, "--role", "guideline_owner", "--ask-password")


def test_when_the_last_role_fails_nothing_of_the_person_stays(cast, monkeypatch):
    given = actions.assign_role

    def give_but_one(**words):
        if words["role"] == "clinical_reviewer":
            raise actions.RoleNotGiven
        return given(**words)

    monkeypatch.setattr(actions, "assign_role", give_but_one)

    assert refused(*KARI, "--role", "guideline_owner", "--role", "clinical_reviewer")


# --- The list -------------------------------------------------------------------------------------------------------


def test_the_list_tells_every_role_that_can_be_given_and_its_place(db):
    listed = add("--list-roles")

    keys = re.findall(r"^(\w+)(?:@KODE)?$", listed, re.MULTILINE)
    assert keys == [key for key in ROLES if key not in GIVEN_BY_LEADER]
    assert "hospital_admin@KODE\n    Administrator ved virksomheten (én virksomhet). Holder personer" in listed
    assert "directorate_officer\n    Saksbehandler i Helsedirektoratet (hele landet). " in listed
