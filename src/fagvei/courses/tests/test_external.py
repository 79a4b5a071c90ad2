"""A course that others arranged: the doctor's proof, looked at by the liaison RegUt, written into the record."""

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fagvei.audit.models import AccessLog
from fagvei.audit.queries import verify_database
from fagvei.audit.verification import tampering
from fagvei.common.tests.clamd import FOUND, clamd
from fagvei.courses import actions
from fagvei.courses.models import Course, ExternalCertificate, ExternalProof
from fagvei.courses.queries.external_tasks import external_tasks_for
from fagvei.courses.queries.standing import centres_of_officer
from fagvei.courses.tests import external_factories as external
from fagvei.courses.tests import factories as make
from fagvei.courses.tests.checks import refused
from fagvei.curriculum import actions as curriculum
from fagvei.people.models import Notification
from fagvei.training.models import PlanActivity
from fagvei.training.tests.browsing import as_, hidden, post, words
from fagvei.training.tests.checks import last_event
from fagvei.training.tests.factories import certificate, make_record, upload


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def record(cast):
    """Anna has two goals, an external course contributes to one of them, and she has sent her proof."""
    record = make_record(cast, goals=2)
    record.course = external.make_external(cast)
    curriculum.add_coverage(
        goal=record.goals["RUS-001"].goal, activity=record.course.activity, origin="kilden", by=None
    )
    record.sent = external.sent(cast, record.anna, record.course)
    return record


def activities(record) -> list[tuple[str, str, list[str]]]:
    rows = PlanActivity.objects.filter(doctor=record.anna).order_by("pk")
    return [(row.title, row.state, [goal.goal.code for goal in row.goals.all()]) for row in rows]


def state(row) -> str:
    return ExternalCertificate.objects.get(pk=row.pk).state


def titles(user) -> list[str]:
    return [task.title for task in external_tasks_for(user, centres_of_officer(user))]


def test_what_the_liaison_accepts_is_written_into_the_record(record, cast):
    assert titles(cast.eva) == ["Se på beviset fra Anna Berg: Kurs EXT-1"]

    row = external.approve(cast, record.sent)

    assert (row.state, row.activity.done_on, row.activity.place) == ("approved", row.ended_on, "Bergen")
    assert activities(record) == [("Kurs EXT-1", "fulfilled", ["RUS-001"])]
    assert last_event() == ("external_certificate_approved", "Eva Strand", "liaison")
    assert Notification.objects.filter(user=record.anna, kind="external_certificate").count() == 1
    assert titles(cast.eva) == []


def test_what_is_returned_comes_back_with_another_file_and_the_first_is_gone(record, cast):
    first = Path(record.sent.proof.file.path)
    actions.return_external_certificate(certificate=record.sent, reason="Datoen mangler.", by=cast.eva)
    assert titles(record.anna) == ["Rett beviset for Kurs EXT-1"]
    shown = record.sent.proof.sha256

    row = actions.send_external_certificate_again(
        certificate=record.sent, ended_on=make.in_days(-9), upload=external.another_file(), by=record.anna
    )

    assert (row.state, row.ended_on) == ("sent", make.in_days(-9))
    assert (first.exists(), Path(ExternalProof.objects.get().file.path).exists()) == (True, True)
    assert (
        refused(lambda: actions.approve_external_certificate(certificate=row, shown=shown, by=cast.eva))
        == "proof_changed"
    )
    assert last_event() == ("external_certificate_sent_again", "Anna Berg", "doctor")
    assert list(tampering(verify_database())) == []


def test_the_file_of_what_is_taken_back_is_deleted(record, cast, django_capture_on_commit_callbacks):
    path = Path(record.sent.proof.file.path)

    with django_capture_on_commit_callbacks(execute=True):
        row = actions.withdraw_external_certificate(certificate=record.sent, by=record.anna)

    assert (row.state, row.place, path.exists(), ExternalProof.objects.count()) == ("withdrawn", "", False, 0)
    assert as_(cast.eva).get(row.get_absolute_url()).status_code == 404
    assert as_(record.anna).get(f"{row.get_absolute_url()}fil/").status_code == 404
    assert "Filen er slettet." in words(as_(record.anna).get(row.get_absolute_url()))
    assert list(tampering(verify_database())) == []


def test_annulling_takes_it_out_of_the_count(record, cast):
    row = external.approve(cast, record.sent)
    assert refused(lambda: actions.annul_external_certificate(certificate=row, reason=" ", by=cast.eva)) == (
        "reason_missing"
    )

    actions.annul_external_certificate(certificate=row, reason="Feil person.", by=cast.eva)

    assert state(row) == "annulled"
    assert [each for _title, each, _goals in activities(record)] == ["annulled"]


def test_what_the_rules_say_no_to(record, cast):
    own = make.make_course(cast, "RUS-GK1")
    nobody = external.make_external(cast, "EXT-2", centre=None)

    def sending(course, ended=-10, by=record.anna, file=None):
        return refused(
            lambda: actions.send_external_certificate(
                course=course, ended_on=make.in_days(ended), upload=file or certificate(), by=by
            )
        )

    assert sending(record.course) == "already_sent"
    assert sending(record.course, ended=1) == "course_not_over_yet"
    assert sending(own) == "not_external"
    assert sending(nobody) == "nobody_to_check"
    assert sending(record.course, by=record.bo) == "not_own_proof"
    assert sending(record.course, ended=-20, file=upload(b"MZ ikke en PDF")) == "wrong_kind"
    assert refused(lambda: actions.withdraw_external_certificate(certificate=record.sent, by=record.bo)) == (
        "not_own_proof"
    )
    shown = record.sent.proof.sha256
    for by in (make.make_officer_elsewhere(cast), record.bo):
        assert (
            refused(lambda by=by: actions.approve_external_certificate(certificate=record.sent, shown=shown, by=by))
            == "not_liaison"
        )
    actions.reject_external_certificate(certificate=record.sent, reason="Ikke dette kurset.", by=cast.eva)
    assert refused(lambda: actions.withdraw_external_certificate(certificate=record.sent, by=record.anna)) == (
        "not_open_for_doctor"
    )
    assert refused(
        lambda: actions.return_external_certificate(certificate=record.sent, reason="Nei.", by=cast.eva)
    ) == ("not_waiting")
    assert activities(record) == []


def test_anna_sends_eva_reads_and_accepts_and_nobody_else_sees_it(record, cast):
    assert "Send kursbevis" in words(as_(record.anna).get("/kurs/EXT-1/gjennomforinger/"))
    assert "Send kursbevis" not in words(as_(record.bo).get("/kurs/EXT-1/gjennomforinger/"))
    day = f"{make.in_days(-40)}"
    fields = {"ended_on": day, "place": "Oslo", "upload": certificate()}
    address = post(record.anna, "/kurs/EXT-1/eksternt-bevis/", **fields)["Location"]
    assert "Venter på RegUt Helse Sør-Øst" in words(as_(record.anna).get(address))
    for person in (record.bo, record.cecilie, record.siri, make.make_officer_elsewhere(cast)):
        assert as_(person).get(address).status_code == 404

    page = as_(cast.eva).get(address)
    file = as_(cast.eva).get(f"{address}fil/")
    post(cast.eva, f"{address}godta/", shown=hidden(page, "shown"), comment="")

    assert file["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert (file["Content-Type"], file["Content-Disposition"].split(";")[0]) == ("application/pdf", "attachment")
    assert set(AccessLog.objects.values_list("what", "reader_role")) == {("bevis fra eksternt kurs", "RegUt")}
    told = words(as_(record.anna).get(address))
    assert "Ført som innfridd aktivitet" in told
    assert "Eva Strand" not in told  # the RegUt acted, whoever the officer was
    assert "Godtatt og ført i mappen" in words(as_(record.anna).get("/mine-kurs/"))


@pytest.mark.parametrize("is_there", [True, False])
def test_a_proof_the_virus_scanner_does_not_let_in_is_not_kept(record, cast, settings, is_there):
    first = ExternalProof.objects.get()
    actions.return_external_certificate(certificate=record.sent, reason="Datoen mangler.", by=cast.eva)
    with clamd(FOUND) as scanner:
        settings.FAGVEI_CLAMD = scanner.address if is_there else "/nobody.sock"
        fields = {"ended_on": f"{make.in_days(-40)}", "place": "Oslo", "upload": certificate()}
        answer = post(record.anna, "/kurs/EXT-1/eksternt-bevis/", **fields)
        again = post(record.anna, f"{record.sent.get_absolute_url()}send-igjen/", **fields | {"upload": certificate()})
    sentence = "skadelig programvare og er ikke lagret." if is_there else "kan ikke kontrolleres"
    assert sentence in words(answer)
    assert sentence in words(again)
    assert list(ExternalProof.objects.all()) == [first]


def test_the_list_of_the_liaison_asks_as_often_for_three_as_for_one(record, cast):
    def questions() -> int:
        client = as_(cast.eva)
        client.get("/eksterne-kursbevis/")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page = client.get("/eksterne-kursbevis/")
        assert "Anna Berg: Kurs EXT-1" in words(page)
        return len(asked)

    one = questions()
    for code in ("EXT-2", "EXT-3"):
        external.sent(cast, record.anna, code=code)
    assert questions() == one
    assert as_(record.bo).get("/eksterne-kursbevis/").status_code == 404


def test_the_catalogue_and_the_goal_have_what_others_arrange(record, cast):
    """Found by audit: the window of a goal said that nothing stands in the plan, where the organiser has dates."""
    Course.objects.filter(pk=record.course.pk).update(external_dates="12.–14. mai 2027, Bergen")
    other = external.make_external(cast, "EXT-2")
    for address in ("/kurs/", "/kurs/?mal=RUS-001", "/kurs/?q=EXT-1"):
        page = words(as_(None).get(address))
        assert [each in page for each in ("Arrangeres av andre", "12.–14. mai 2027", external.PAGE)] == [True] * 3
        assert (f"{other}" in page) is (address == "/kurs/")

    window = words(as_(None).get("/laeringsmal/RUS-001/kurs/", headers={"HX-Request": "true"}))
    assert ("Ingen kjøringer" in window, "Kurs EXT-1" in window, "12.–14. mai 2027" in window) == (False, True, True)
    own = words(as_(None).get("/kurs/EXT-1/gjennomforinger/"))
    assert (own.count("12.–14. mai 2027"), "Ingen kjøringer" in own) == (1, False)
