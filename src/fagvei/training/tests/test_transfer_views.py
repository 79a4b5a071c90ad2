"""The pages of what is brought from the old portal."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fagvei.audit.models import AccessLog
from fagvei.people.stepup import IdentifyAgain
from fagvei.training.models import TransferredItem, TransferReport
from fagvei.training.tests import factories as make
from fagvei.training.tests.browsing import as_, hidden, post, words
from fagvei.training.tests.transfer_factories import REPORT, bring, confirm, take_in

MINE = "/min-utdanning/overforing/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def record(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make.make_record(cast, goals=4)


def bring_url(record):
    return reverse("training:bring_transfer", args=[record.anna.public_id])


def fields(**changes):
    return {"kind": "report", "title": "Rapport", "pasted": REPORT, **changes}


def test_anna_pastes_sees_each_line_judged_and_takes_it_in(record):
    assert "Fra den gamle portalen" in words(as_(record.anna).get(MINE))

    answer = post(record.anna, bring_url(record), **fields())

    report = TransferReport.objects.get()
    assert answer.url == report.get_absolute_url()
    page = as_(record.anna).get(answer.url)
    assert "Nytt overført mål" in words(page)
    assert "Ny overført aktivitet" in words(page)
    assert "Målet var ikke godkjent der" in words(page)

    url = reverse("training:import_transfer", args=[report.public_id])
    answer = post(record.anna, url, shown=hidden(page, "shown"))

    assert "2 linjer venter på at lederen bekrefter" in words(as_(record.anna).get(answer.url))


def test_a_faulty_report_says_which_line_and_offers_no_button(record):
    answer = post(record.anna, bring_url(record), **fields(pasted="RUS-999; Mål; 03.05.2022; Kari; Godkjent"))
    page = words(as_(record.anna).get(answer.url))
    assert "Kan ikke tas inn: Koden «RUS-999» finnes ikke i legens plan." in page
    assert "Ta inn 1 linje" not in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"pasted": ""}, "Velg en fil eller lim inn teksten"),
        ({"kind": "papers"}, "Velg filen som skal ligge ved"),
        ({"title": ""}, "Skriv kort hva det er"),
        ({"kind": "annet"}, "Velg ett av de to"),
        ({"pasted": "bare ord"}, "Vi fant ingen linjer"),
        ({"pasted": "", "file": make.upload(b"MZ", "x.exe")}, "Filen er ikke en PDF"),
    ],
)
def test_wrong_input_gets_a_sentence_and_keeps_nothing(record, changes, sentence):
    answer = post(record.anna, bring_url(record), **fields(**changes))
    assert sentence in words(answer)
    assert TransferReport.objects.count() == 0


def test_papers_lie_as_attachments_and_are_downloaded_in_a_sandbox(record):
    answer = post(record.anna, bring_url(record), kind="papers", title="Turnusattest", file=make.certificate())
    assert "ligger som vedlegg" in words(as_(record.anna).get(answer.url))
    report = TransferReport.objects.get()
    file = as_(record.bo).get(reverse("training:transfer_original", args=[report.public_id]))
    assert file["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert file["Content-Disposition"].startswith("attachment")
    assert AccessLog.objects.filter(subject_id=str(record.anna.public_id), reader_name="Bo Lund").exists()


def test_bo_goes_through_one_by_one_with_the_original_beside(record):
    report = take_in(record)
    goal, activity = report.items.order_by("line")

    page = as_(record.bo).get(goal.get_absolute_url())
    assert "1 av 2" in words(page)
    assert "RUS-001; Kunne dette; 03.05.2022; Kari Nordlie; Godkjent" in words(page)
    url = reverse("training:confirm_transferred", args=[goal.public_id])
    answer = post(record.bo, url, seen_digest=hidden(page, "seen_digest"))
    assert answer.url == activity.get_absolute_url()

    url = reverse("training:refuse_transferred", args=[activity.public_id])
    assert "Skriv hvorfor" in words(post(record.bo, url, reason=""))
    answer = post(record.bo, url, reason="Ikke lesbart.")

    assert answer.url == report.get_absolute_url()
    page = words(as_(record.anna).get(answer.url))
    assert "Overført, bekreftet av Bo Lund" in page
    assert "Avvist av Bo Lund" in page
    assert "Ikke lesbart." in page


def test_the_goal_and_the_plan_say_that_it_was_transferred(record):
    confirm(take_in(record).items.get(kind="goal"), record.bo)
    assert "Overført, bekreftet av Bo Lund" in words(as_(record.anna).get(record.goals["RUS-001"].get_absolute_url()))
    assert "Overført, bekreftet" in words(as_(record.anna).get("/min-utdanning/"))


def test_bo_annuls_on_the_same_page(record):
    item = take_in(record).items.get(kind="goal")
    confirm(item, record.bo)
    url = reverse("training:annul_transferred", args=[item.public_id])
    post(record.bo, url, reason="Feil person.")
    assert item.state == "annulled"


def test_deciding_asks_once_more_who_it_is(client, record):
    item = take_in(record).items.get(kind="goal")
    client.force_login(record.bo)
    assert "bekreft" in client.get(item.get_absolute_url()).url
    url = reverse("training:confirm_transferred", args=[item.public_id])
    data = {"idempotency_key": uuid.uuid4(), "seen_digest": item.digest()}
    answer = client.post(url, data)
    assert (answer.status_code, str(IdentifyAgain.message)[:20] in words(answer)) == (403, True)
    assert item.state == "waiting"


def test_cecilie_reads_but_does_not_decide_and_others_see_nothing(record):
    report = take_in(record)
    item = report.items.first()
    assert as_(record.cecilie).get(report.get_absolute_url()).status_code == 200
    assert as_(record.cecilie).get(item.get_absolute_url()).status_code == 403
    assert as_(record.anna).get(item.get_absolute_url()).status_code == 403
    for person in (record.siri, record.dag):
        for url in (report.get_absolute_url(), item.get_absolute_url()):
            assert as_(person).get(url).status_code == 404


def test_anna_takes_it_back(record):
    report = bring(record)
    answer = post(record.anna, reverse("training:undo_transfer", args=[report.public_id]))
    assert answer.url == reverse("training:transfers", args=[record.anna.public_id])
    assert TransferReport.objects.count() == 0


def queries_of(user, url):
    client = as_(user)
    client.get(url)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


def test_one_line_and_many_take_as_many_queries(record):
    one, many = "RUS-001; Kunne; 03.05.2022; Kari; Godkjent\n", REPORT
    few = [queries_of(record.anna, url) for url in pages(record, one)]
    TransferredItem.objects.all().delete()
    TransferReport.objects.all().delete()
    assert [queries_of(record.anna, url) for url in pages(record, many)] == few


def pages(record, text):
    return [take_in(record, text).get_absolute_url(), bring(record, text).get_absolute_url(), MINE]
