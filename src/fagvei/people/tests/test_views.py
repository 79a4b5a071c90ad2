"""The pages: what they show, what a form does, and as many queries for three rows as for one."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from fagvei.audit import actions as audit
from fagvei.audit.models import AuditEvent
from fagvei.common import clock
from fagvei.people import actions, queries
from fagvei.people.models import Delegation, Notification, Relation, User
from fagvei.people.roles import ALL_ROLES

DAY = dt.timedelta(days=1)


def text_of(response):
    return response.content.decode()


def key():
    return str(uuid.uuid4())


@pytest.fixture
def as_user(client):
    def as_user(user):
        client.force_login(user)
        return client

    return as_user


def test_the_role_page_explains_every_role_to_everybody(client, db):
    page = text_of(client.get("/roller/"))

    for role in ALL_ROLES:
        assert str(role.name) in page
        assert str(role.description) in page
        assert f'id="{role.key}"' in page


def test_my_page_shows_roles_and_relations_over_time(as_user, cast, anna, fjellheim):
    actions.assign_role(
        user=anna, role="supervisor", institution=fjellheim, by=None, ends_at=clock.now() + dt.timedelta(days=30)
    )
    page = text_of(as_user(anna).get("/min-side/"))

    assert "Lege i spesialisering · Fjellheim sykehus HF" in page
    assert "fra 1. januar 2024" in page
    assert "Din veileder" in page
    assert "Cecilie Vik" in page
    for name in ("mfa_index", "account_change_password", "people:access_log", "people:roles"):
        assert f'href="{reverse(name)}"' in page


def test_my_page_keeps_what_is_over_apart_and_leaves_out_what_never_began(as_user, cast, anna, siri, stian):
    relations = {each.person: each for each in anna.relations_as_doctor.filter(kind="supervisor")}
    actions.end_relation(relation=relations[siri], by=None)
    tomorrow = clock.now() + DAY
    Relation.objects.filter(pk=relations[stian].pk).update(starts_at=tomorrow)
    actions.end_relation(relation=relations[stian], by=None)

    page = queries.my_page_of(anna)

    assert [each.person for each in page.former_relations] == [siri]
    assert not {siri, stian} & {each.person for each in page.relations}
    assert "Andre perioder (1)" in text_of(as_user(anna).get("/min-side/"))


def test_my_page_leads_to_who_has_read_only_for_those_who_have_a_record(as_user, cast, anna, bo):
    address = f'href="{reverse("people:access_log")}"'
    assert address in text_of(as_user(anna).get("/min-side/"))
    assert address not in text_of(as_user(bo).get("/min-side/"))


def test_switching_role_is_remembered_and_gives_no_rights(as_user, cast, anna, trond, fjellheim):
    actions.assign_role(user=anna, role="supervisor", institution=fjellheim, by=None)
    client = as_user(anna)
    second = anna.role_assignments.get(role="supervisor")

    answer = client.post("/min-side/bytt-rolle/", {"role": str(second.public_id), "next": "/roller/"})

    assert answer.url == "/roller/"
    assert client.session["active_role"] == str(second.public_id)
    foreign = trond.role_assignments.get()
    client.post("/min-side/bytt-rolle/", {"role": str(foreign.public_id), "next": "https://evil.example/"})
    assert client.session["active_role"] == str(second.public_id)
    assert client.get("/personer/").status_code == 403


def test_innsyn_shows_who_read_as_what_at_once_and_newest_first(as_user, cast, anna, bo):
    client = as_user(anna)
    assert "Ingen har lest mappen din." in text_of(client.get("/innsyn/"))
    audit.record_reading(
        by=bo, subject=anna, role="leader", what="Utdanningsplanen", organisation="Fjellheim sykehus HF"
    )
    audit.record_reading(by=cast.siri, subject=anna, role="supervisor", what="RUS-032")
    audit.record_reading(by=bo, subject=cast.siri, role="leader", what="Noe om Siri")

    page = text_of(client.get("/innsyn/"))

    assert "Leder, Fjellheim sykehus HF" in page
    assert page.index("Siri Dahl") < page.index("Utdanningsplanen")
    assert "Noe om Siri" not in page


def test_innsyn_comes_in_pages(as_user, cast, anna, bo):
    for number in range(51):
        audit.record_reading(by=bo, subject=anna, role="leader", what=f"Lesning {number:02}")
    client = as_user(anna)

    assert "Lesning 00" not in text_of(client.get("/innsyn/"))
    assert "Lesning 00" in text_of(client.get("/innsyn/?page=2"))
    assert client.get("/innsyn/?page=\x00").status_code == 200


@pytest.mark.parametrize("address", ["/min-side/", "/innsyn/", "/relasjoner/"])
def test_pages_of_a_doctor_ask_as_often_for_three_rows_as_for_one(
    as_user, cast, anna, bo, siri, fjellheim, address, count_queries
):
    audit.record_reading(by=bo, subject=anna, role="leader", what="x")
    actions.delegate(leader=bo, person=siri, kind="deputy", institution=fjellheim, by=bo, ends_at=clock.now() + DAY)
    client = as_user(anna)
    one = count_queries(lambda: client.get(address))
    for number in range(2):
        audit.record_reading(by=bo, subject=anna, role="leader", what="x")
        person = actions.add_user(username=f"s{number}", full_name=f"Super {number}", by=None)
        actions.assign_role(user=person, role="supervisor", institution=fjellheim, by=None)
        actions.assign_role(user=anna, role="supervisor", institution=fjellheim, by=None)
        actions.relate(doctor=anna, person=person, kind="supervisor", institution=fjellheim, by=bo)
        actions.delegate(
            leader=bo, person=person, kind="deputy", institution=fjellheim, by=bo, ends_at=clock.now() + DAY
        )

    assert count_queries(lambda: client.get(address)) == one


def test_pages_of_leader_and_administrator_ask_as_often_for_three_rows_as_for_one(
    as_user, cast, bo, siri, trond, fjellheim, count_queries
):
    def count_one(user, address):
        client = as_user(user)
        return count_queries(lambda: client.get(address))

    def count():
        person = reverse("people:person", args=[siri.public_id])
        return [count_one(bo, "/relasjoner/"), count_one(trond, "/personer/"), count_one(trond, person)]

    actions.delegate(leader=bo, person=siri, kind="deputy", institution=fjellheim, by=bo, ends_at=clock.now() + DAY)
    with clock.at(clock.now() + dt.timedelta(hours=1)):
        before = count()
        for number in range(2):
            doctor = actions.add_user(username=f"d{number}", full_name=f"Doktor {number}", by=None)
            actions.assign_role(user=doctor, role="doctor", institution=fjellheim, by=None)
            actions.assign_role(user=siri, role="mentor", institution=fjellheim, by=None)
            actions.relate(doctor=doctor, person=bo, kind="leader", institution=fjellheim, by=None)
            actions.relate(doctor=doctor, person=siri, kind="mentor", institution=fjellheim, by=None)
            actions.delegate(
                leader=bo, person=siri, kind="delegate", institution=fjellheim, by=bo, ends_at=clock.now() + DAY
            )
        assert count() == before


# --- Relations ------------------------------------------------------------------------------------------------------


@pytest.fixture
def frida(cast):
    frida = actions.add_user(username="frida", full_name="Frida Øy", email="frida@example.org", by=None)
    for role in ("mentor", "supervisor"):
        actions.assign_role(user=frida, role=role, institution=cast.fjellheim, by=None)
    return frida


def test_a_leader_searches_and_changes_the_mentor(as_user, cast, anna, bo, cecilie, frida):
    client = as_user(bo)
    address = reverse("people:mentor_new", args=[anna.public_id])
    assert "Nå: Cecilie Vik" in text_of(client.get(address))

    found = client.post(address, {"text": "fri", "search": "1", "idempotency_key": key()})
    assert [str(hit) for hit in found.context["picker"].hits] == ["Frida Øy"]
    form = {"person": str(frida.public_id), "starts_on": clock.today().isoformat(), "idempotency_key": key()}
    without_reason = client.post(address, form)
    assert "Skriv en kort begrunnelse for byttet." in text_of(without_reason)
    assert "Frida Øy" in text_of(without_reason)
    done = client.post(address, form | {"reason": "Cecilie går av med pensjon."})

    assert done.url == "/relasjoner/"
    assert queries.mentor_of(anna) == frida
    assert "Veileder: Frida Øy" in text_of(client.get(done.url))
    assert set(Notification.objects.values_list("user__username", flat=True)) == {"anna", "frida"}
    assert not Notification.objects.filter(text__contains="Frida").exists()


def test_pressing_twice_makes_one_relation(as_user, cast, anna, bo, frida):
    client = as_user(bo)
    address = reverse("people:supervisor_new", args=[anna.public_id])
    form = {"person": str(frida.public_id), "starts_on": clock.today().isoformat(), "idempotency_key": key()}

    for _ in range(2):
        assert client.post(address, form).url == "/relasjoner/"

    assert AuditEvent.objects.filter(name="relation_started", actor_name="Bo Lund").count() == 1


def test_a_search_offers_only_those_with_the_role_here(as_user, cast, anna, bo, dag):
    actions.assign_role(user=dag, role="mentor", institution=cast.kystbyen, by=None)
    client = as_user(bo)
    address = reverse("people:mentor_new", args=[anna.public_id])

    page = client.post(address, {"text": "Dag Nes", "search": "1", "idempotency_key": key()})

    assert "Ingen med dette navnet har rollen" in text_of(page)
    forged = {
        "person": str(dag.public_id),
        "starts_on": clock.today().isoformat(),
        "reason": "x",
        "idempotency_key": key(),
    }
    assert "Velg en person fra søket." in text_of(client.post(address, forged))
    assert queries.mentor_of(anna) == cast.cecilie


@pytest.mark.parametrize("person", ["", "x", "\x00", "00000000-0000-4000-8000-000000000000", "=1+1", "9" * 5000])
def test_nonsense_for_a_person_is_refused_in_a_sentence(as_user, cast, anna, bo, person):
    address = reverse("people:mentor_new", args=[anna.public_id])

    page = as_user(bo).post(
        address, {"person": person, "starts_on": "2030-01-01", "reason": "x", "idempotency_key": key()}
    )

    assert page.status_code == 200
    assert "Velg en person fra søket." in text_of(page)


def test_a_start_in_the_past_is_refused(as_user, cast, anna, bo, frida):
    address = reverse("people:supervisor_new", args=[anna.public_id])
    form = {"person": str(frida.public_id), "starts_on": "2020-01-01", "idempotency_key": key()}

    assert "Startdatoen kan ikke ligge i fortiden." in text_of(as_user(bo).post(address, form))


def test_a_doctor_adds_a_supervisor_but_chooses_neither_mentor_nor_leader(as_user, cast, anna, frida):
    client = as_user(anna)
    form = {"person": str(frida.public_id), "starts_on": clock.today().isoformat(), "idempotency_key": key()}

    assert client.post(reverse("people:supervisor_new", args=[anna.public_id]), form).status_code == 302
    assert frida in queries.supervisors_of(anna)
    for kind in ("mentor", "leader"):
        assert client.post(reverse(f"people:{kind}_new", args=[anna.public_id]), form).status_code == 403


def test_a_leader_ends_a_supervisor_from_the_page(as_user, cast, anna, bo, siri):
    client = as_user(bo)
    relation = Relation.objects.get(doctor=anna, person=siri)
    address = reverse("people:relation_end", args=[relation.public_id])
    assert address in text_of(client.get("/relasjoner/"))

    assert client.post(address, {"idempotency_key": key()}).url == "/relasjoner/"

    assert siri not in queries.supervisors_of(anna)


def test_a_leader_gives_and_ends_a_deputy_with_dates(as_user, cast, anna, bo, siri):
    client = as_user(bo)
    address = reverse("people:delegation_new")
    form = {
        "kind": "deputy",
        "person": str(siri.public_id),
        "starts_on": clock.today().isoformat(),
        "doctor": "",
        "idempotency_key": key(),
    }
    assert client.post(address, form).status_code == 200  # no end date, no delegation
    last_day = clock.today() + dt.timedelta(days=10)
    assert client.post(address, form | {"ends_on": last_day.isoformat()}).url == "/relasjoner/"

    given = Delegation.objects.get()
    assert given.last_moment.astimezone(clock.OSLO).date() == last_day
    assert queries.deciding_capacity(siri, anna) == "deputy"
    assert "stedfortreder" in text_of(client.get("/relasjoner/"))
    assert "Siri Dahl" in text_of(as_user(anna).get("/relasjoner/"))
    as_user(bo).post(reverse("people:delegation_end", args=[given.public_id]), {"idempotency_key": key()})
    assert queries.deciding_capacity(siri, anna) is None


def test_the_medically_responsible_consultant_gives_a_deputy_and_nothing_else(as_user, cast, siri, fjellheim):
    mari = actions.add_user(username="mari", full_name="Mari Foss", by=None)
    actions.assign_role(user=mari, role="medical_head", institution=fjellheim, by=None)
    client, address = as_user(mari), reverse("people:delegation_new")
    page = text_of(client.get("/relasjoner/"))
    assert "Gi stedfortreder" in page
    assert "delegert" not in page
    last_day = clock.today() + dt.timedelta(days=10)
    form = {"person": str(siri.public_id), "starts_on": clock.today().isoformat(), "ends_on": last_day.isoformat()}
    assert client.post(address, form | {"kind": "delegate", "idempotency_key": key()}).status_code == 200

    assert client.post(address, form | {"kind": "deputy", "idempotency_key": key()}).url == "/relasjoner/"

    given = Delegation.objects.get()
    assert (given.leader, given.person, given.doctor) == (mari, siri, None)
    assert "Du er stedfortreder for Mari Foss" in text_of(as_user(siri).get("/relasjoner/"))


def test_half_yearly_confirmation_takes_only_what_was_on_the_page(as_user, cast, anna, bo, log_in, client):
    with clock.at(clock.now() + 200 * DAY):
        log_in(bo)
        page = client.get("/relasjoner/")
        assert "Stemmer dette fortsatt?" in text_of(page)
        shown = [str(relation.public_id) for relation in page.context["page"].unconfirmed]
        foreign = str(Relation.objects.get(kind="leader").public_id)

        client.post("/relasjoner/bekreft/", {"relation": [*shown[:2], foreign], "idempotency_key": key()})

        assert [str(relation.public_id) for relation in queries.relations_unconfirmed(bo)] == shown[2:]
        assert AuditEvent.objects.filter(name="relation_confirmed").count() == 2


# --- The administrator's people ---------------------------------------------------------------------------------------


def test_the_list_shows_own_institution_only_and_no_record(as_user, cast, trond):
    page = text_of(as_user(trond).get("/personer/"))

    assert "Fjellheim sykehus HF" in page
    for name in ("Anna Berg", "Bo Lund", "Trond Haug"):
        assert name in page
    for name in ("Dag Nes", "Eva Strand", "Hilde Aas"):
        assert name not in page


def test_the_list_warns_about_circles(as_user, cast, anna, bo, trond, fjellheim):
    actions.assign_role(user=anna, role="leader", institution=fjellheim, by=None)
    actions.relate(doctor=bo, person=anna, kind="leader", institution=fjellheim, by=None)

    assert "Avgjør for hverandre:" in text_of(as_user(trond).get("/personer/"))


def test_an_administrator_adds_a_person_with_a_role(as_user, cast, trond, fjellheim):
    client = as_user(trond)
    form = {
        "full_name": "Liv Ås",
        "username": "liv",
        "email": "Liv@Example.org",
        "hpr_number": "",
        "role": "supervisor",
        "starts_on": clock.today().isoformat(),
        "idempotency_key": key(),
    }

    answer = client.post("/personer/ny/", form)

    liv = User.objects.get(username="liv")
    assert answer.url == reverse("people:person", args=[liv.public_id])
    assert (liv.email, liv.has_usable_password(), liv.hpr_number) == ("liv@example.org", False, None)
    assert queries.has_role(liv, "supervisor", institution=fjellheim)
    assert "Supervisør" in text_of(client.get(answer.url))
    again = client.post("/personer/ny/", form | {"idempotency_key": key()})
    assert "allerede i bruk" in text_of(again)


@pytest.mark.parametrize("role", ["hospital_admin", "deputy", "delegate", "directorate_officer", "finnes-ikke"])
def test_roles_that_are_not_the_administrators_to_give_are_refused(as_user, cast, trond, siri, role):
    address = reverse("people:role_new", args=[siri.public_id])

    page = as_user(trond).post(
        address, {"role": role, "starts_on": clock.today().isoformat(), "idempotency_key": key()}
    )

    assert page.status_code == 200
    assert siri.role_assignments.count() == 1


def test_somebody_from_elsewhere_is_found_and_given_a_role_here(as_user, cast, trond, dag, fjellheim):
    client = as_user(trond)
    found = client.post("/personer/finn/", {"text": "nes", "search": "1", "idempotency_key": key()})
    assert [str(hit) for hit in found.context["picker"].hits] == ["Dag Nes"]

    answer = client.post(
        "/personer/finn/",
        {
            "person": str(dag.public_id),
            "role": "supervisor",
            "starts_on": clock.today().isoformat(),
            "idempotency_key": key(),
        },
    )

    assert answer.url == reverse("people:person", args=[dag.public_id])
    page = text_of(client.get(answer.url))
    assert "Supervisør" in page
    assert "Kystbyen" not in page  # what he is elsewhere is not shown


def test_roles_and_accounts_are_ended_and_opened_from_the_page(as_user, cast, trond, siri):
    client = as_user(trond)
    address = reverse("people:person", args=[siri.public_id])
    role = siri.role_assignments.get()

    client.post(reverse("people:role_end", args=[role.public_id]), {"idempotency_key": key()})
    assert "Tidligere roller (1)" in text_of(client.get(address))
    client.post(reverse("people:person_deactivate", args=[siri.public_id]), {"idempotency_key": key()})
    assert "Kontoen er stengt" in text_of(client.get(address))
    client.post(reverse("people:person_reactivate", args=[siri.public_id]), {"idempotency_key": key()})
    siri.refresh_from_db()
    assert siri.is_active


def test_own_account_is_not_closed(as_user, cast, trond):
    client = as_user(trond)
    page = text_of(client.get(reverse("people:person", args=[trond.public_id])))
    assert "Dette er din egen konto." in page

    answer = client.post(
        reverse("people:person_deactivate", args=[trond.public_id]), {"idempotency_key": key()}, follow=True
    )

    assert "Du kan ikke stenge din egen konto." in text_of(answer)


def test_the_administrator_chooses_the_leader(as_user, cast, anna, trond, bo, fjellheim):
    grete = actions.add_user(username="grete", full_name="Grete Li", by=None)
    actions.assign_role(user=grete, role="leader", institution=fjellheim, by=None)
    client = as_user(trond)
    assert "Bo Lund" in text_of(client.get(reverse("people:person", args=[anna.public_id])))

    answer = client.post(
        reverse("people:leader_new", args=[anna.public_id]),
        {
            "person": str(grete.public_id),
            "starts_on": clock.today().isoformat(),
            "reason": "Ny leder på avdelingen.",
            "idempotency_key": key(),
        },
    )

    assert answer.url == reverse("people:person", args=[anna.public_id])
    assert queries.leader_of(anna) == grete
    assert queries.deciding_capacity(bo, anna) is None


def test_notices_are_read_by_post_only(as_user, cast, anna):
    actions.notify(user=anna, kind="x", text="Noe")
    client = as_user(anna)
    assert client.get("/varsler/lest/").status_code == 405

    client.post("/varsler/lest/", {"next": "/roller/"})

    assert anna.notifications.get().read_at is not None
