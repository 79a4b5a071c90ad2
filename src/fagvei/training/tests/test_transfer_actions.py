"""From the old portal: what is read, judged, taken in, taken back, and decided."""

import datetime as dt
import io
import random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from fagvei.audit.models import AuditEvent
from fagvei.common import clock
from fagvei.common.refusal import Refusal
from fagvei.common.tests.test_text import national_id
from fagvei.people.models import Notification
from fagvei.training import actions, queries
from fagvei.training.loaders import transfer_reports
from fagvei.training.models import GoalEvent, PlanActivity, SignOff, TransferDecision, TransferredItem, TransferReport
from fagvei.training.queries import transfer as judging
from fagvei.training.rules import transfer as rules
from fagvei.training.tests import factories as make
from fagvei.training.tests.inbox import tasks_of
from fagvei.training.tests.transfer_factories import REPORT, bring, confirm, pdf_of, take_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make.make_record(cast, goals=4)


def judged(record, text):
    return judging.judge(record.anna, transfer_reports.read_text(text).lines)


# --- Reading ---


@pytest.mark.parametrize(
    ("text", "day"),
    [("03.05.2022", dt.date(2022, 5, 3)), ("2022-05-03", dt.date(2022, 5, 3)), ("3/5/2022", dt.date(2022, 5, 3))],
)
def test_dates_are_read_as_people_write_them(text, day):
    assert rules.date_in(text) == day


@pytest.mark.parametrize("text", ["", "i fjor", "31.02.2022", "2022"])
def test_what_is_no_date_is_none(text):
    assert rules.date_in(text) is None


@pytest.mark.parametrize(
    ("text", "times"), [("", 1), ("3", 3), ("0", None), ("-1", None), ("tre", None), ("999999", None)]
)
def test_times_are_a_number_that_can_be_true(text, times):
    assert rules.times_in(text) == times


def test_headings_of_a_text_are_no_lines():
    lines = transfer_reports.read_text(REPORT).lines
    assert [(line.line, line.code) for line in lines] == [(3, "RUS-001"), (4, "RUS-002"), (5, "RUS-003")]


@pytest.mark.parametrize("between", ["\t", "   "])
def test_a_table_copied_as_text_says_the_same_as_semicolons(between):
    rows = [line.replace("; ", between).replace(";", between) for line in REPORT.splitlines()]
    table = transfer_reports.read_text("\n".join(rows))
    assert table.lines == transfer_reports.read_text(REPORT).lines


def test_in_a_table_with_tabs_a_semicolon_is_a_sign_like_any_other():
    line = rules.split_line(1, "RUS-001\tKunne dette; og hint\t03.05.2022\tKari Nordlie\tGodkjent")
    assert (line.title, line.state) == ("Kunne dette; og hint", "Godkjent")


def test_a_sentence_with_wide_gaps_is_no_line():
    assert rules.split_line(1, "Rapport  fra  portalen  for  Anna  Berg") is None
    assert rules.split_line(1, "Side 1  av 3  03.05.2022") is None


def test_a_spreadsheet_says_the_same_as_the_text(record):
    book = Workbook()
    book.active.append(["Kode", "Tittel", "Dato", "Signert av", "Tilstand", "Type", "Antall", "Mål"])
    book.active.append(["RUS-001", "Kunne dette", dt.date(2022, 5, 3), "Kari Nordlie", "Godkjent"])
    content = io.BytesIO()
    book.save(content)

    report = transfer_reports.read_file(SimpleUploadedFile("rapport.xlsx", content.getvalue()))

    (line,) = report.lines
    assert (line.line, line.code, line.date, line.signer) == (2, "RUS-001", "2022-05-03", "Kari Nordlie")
    assert report.original.content == content.getvalue()


def test_the_text_of_a_pdf_says_the_same_as_when_it_is_pasted(record):
    """As the old portal prints it: one line of text after the other, with Norwegian letters."""
    text = REPORT.replace("Nordlie", "Ødegård")
    pdf = pdf_of(text)

    report = transfer_reports.read_file(SimpleUploadedFile("rapport.pdf", pdf))

    told = [(line.code, line.title, line.date, line.signer, line.state) for line in report.lines]
    assert told == [
        (line.code, line.title, line.date, line.signer, line.state) for line in transfer_reports.read_text(text).lines
    ]
    assert any("Ødegård" in line.signer for line in report.lines)
    assert (report.original.content_type, report.original.content) == ("application/pdf", pdf)


def test_a_csv_is_read_and_kept_as_it_is():
    content = b"kode;tittel;dato;signert av;tilstand\nRUS-001;Kunne;03.05.2022;Kari;Godkjent\n"
    report = transfer_reports.read_file(SimpleUploadedFile("rapport.csv", content))
    assert [line.code for line in report.lines] == ["RUS-001"]
    assert (report.original.content_type, report.original.content) == ("text/csv", content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("tom.csv", b""),
        ("feil.csv", b"a;b\n1;2\n"),
        ("bok.xlsx", b"ikke et regneark"),
        ("rapport.pdf", b"%PDF-1.7 halv"),
        ("rapport.exe", b"MZ"),
        ("bilde.png", make.picture()),
        ("tekst.pdf", make.pdf()),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(name, content):
    with pytest.raises(Refusal) as refused:
        transfer_reports.read_file(SimpleUploadedFile(name, content))
    assert str(refused.value).endswith(".")


def test_a_national_identity_number_anywhere_in_the_report_is_refused():
    with pytest.raises(actions.ReportUnreadable, match="fødselsnummer"):
        transfer_reports.read_text(f"Lege: {national_id(random.Random(7))}\n{REPORT}")


@pytest.mark.parametrize("where", ["in part of a cell in bold", "in two cells"])
def test_a_national_identity_number_is_found_whatever_it_is_split_by(where):
    number = national_id(random.Random(7))
    book = Workbook()
    book.active.append(["Kode", "Tittel", "Dato", "Signert av", "Tilstand"])
    row = ["RUS-001", number[:6], "03.05.2022", number[6:], "Godkjent"]
    if where == "in part of a cell in bold":
        row[1], row[3] = CellRichText(number[:6] + " ", TextBlock(InlineFont(b=True), number[6:])), "Kari Nordlie"
    else:
        row[2], row[3] = number[6:], "Kari Nordlie"
    book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    with pytest.raises(actions.ReportUnreadable, match="fødselsnummer"):
        transfer_reports.read_file(SimpleUploadedFile("rapport.xlsx", content.getvalue()))


def test_a_national_identity_number_is_not_kept_on_a_sheet_that_nobody_reads():
    """The original is kept byte for byte."""
    book = Workbook()
    book.active.append(["Kode", "Tittel", "Dato", "Signert av", "Tilstand"])
    book.active.append(["RUS-001", "Kunne dette", "03.05.2022", "Kari Nordlie", "Godkjent"])
    book.create_sheet("Lege").append([national_id(random.Random(7))])
    content = io.BytesIO()
    book.save(content)
    with pytest.raises(actions.ReportUnreadable, match="fødselsnummer"):
        transfer_reports.read_file(SimpleUploadedFile("rapport.xlsx", content.getvalue()))


# --- Judging ---


def test_the_local_activity_of_another_institution_is_not_taken_in(record):
    for code, institution in (("their", record.kystbyen), ("own", record.fjellheim)):
        make.make_learning_activity(f"LOKAL-{code}", scope="local", institution=institution)
    text = "".join(f"LOKAL-{code};Punksjon;03.05.2022;Kari Nordlie;Signert;;;RUS-001\n" for code in ("their", "own"))
    theirs, own = judged(record, text)
    assert "finnes ikke i legens plan" in theirs.fault
    assert (own.fault, own.is_new) == ("", True)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("RUS-999; Mål; 03.05.2022; Kari; Godkjent", "RUS-999"),
        ("RUS-001; Mål; i fjor; Kari; Godkjent", "i fjor"),
        ("RUS-001; Mål; 03.05.2199; Kari; Godkjent", "fram i tid"),
        ("RUS-001; Mål; 03.05.2022; ; Godkjent", "hvem som signerte"),
        ("RUS-001; Mål; 03.05.2022; Kari; Kanskje", "Kanskje"),
        ("RUS-001; Mål; 03.05.2022", "for få felter"),
        ("RUS-001; Samtale; 03.05.2022; Kari; Signert; aktivitet; mange", "mange"),
        ("; Samtale; 03.05.2022; Kari; Signert; aktivitet", "hvilke mål"),
        ("RUS-001; Samtale; 03.05.2022; Kari; Signert; aktivitet; 1; RUS-888", "RUS-888"),
    ],
)
def test_a_wrong_line_is_named_and_stops_all(record, line, fault):
    (found,) = judged(record, line)
    assert fault in found.fault
    report = bring(record, f"{REPORT}{line}\n")
    with pytest.raises(actions.TransferFaults):
        actions.import_transfer(report=report, shown="0" * 64, by=record.anna)
    assert TransferredItem.objects.count() == 0


def test_what_was_not_finished_there_is_left_out_with_a_word(record):
    new, begun, activity = judged(record, REPORT)
    assert (new.kind, activity.kind) == ("goal", "activity")
    assert "ikke godkjent der" in begun.note


def test_a_course_finds_the_goals_that_ask_for_it(record):
    course = make.make_learning_activity("grunnkurs", "course")
    make.require(record.goals["RUS-002"].goal, course)
    (found,) = judged(record, "grunnkurs; Grunnkurs; 03.05.2022; RegUt; Innfridd")
    assert (found.activity, [goal.goal.code for goal in found.goals]) == (course, ["RUS-002"])


# --- Taking in ---


def test_nothing_is_approved_by_taking_it_in(record):
    report = take_in(record)

    assert [(item.kind, item.state) for item in report.items.all()] == [("goal", "waiting"), ("activity", "waiting")]
    assert PlanActivity.objects.count() == 0
    record.goals["RUS-001"].refresh_from_db()
    assert record.goals["RUS-001"].state == "not_begun"
    assert AuditEvent.objects.filter(name="transfer_imported").count() == 1
    assert Notification.objects.filter(user=record.bo, kind="transfer_to_confirm").count() == 1
    assert [task.title for task in tasks_of(record.bo)] == ["Bekreft 2 overføringer fra Anna Berg"]


def test_the_same_report_again_doubles_nothing(record):
    take_in(record)
    take_in(record)
    assert TransferredItem.objects.count() == 2


def test_what_was_shown_is_what_is_taken_in(record):
    with pytest.raises(actions.NotWhatWasPreviewed):
        actions.import_transfer(report=bring(record), shown="0" * 64, by=record.anna)


def test_it_is_taken_back_until_the_leader_has_decided(record, django_capture_on_commit_callbacks):
    report = take_in(record)
    path = report.file.path
    with django_capture_on_commit_callbacks(execute=True):
        actions.undo_transfer(report=report, by=record.anna)
    assert (TransferReport.objects.count(), TransferredItem.objects.count()) == (0, 0)
    with pytest.raises(FileNotFoundError):
        open(path)  # noqa: SIM115 -- it is gone
    assert len(AuditEvent.objects.get(name="transfer_undone").details["erased"]) == 3

    report = take_in(record)
    confirm(report.items.first(), record.bo)
    with pytest.raises(actions.TransferDecided):
        actions.undo_transfer(report=report, by=record.anna)


@pytest.mark.parametrize("who", ["siri", "dag"])
def test_a_supervisor_and_a_stranger_bring_nothing(record, who):
    with pytest.raises(actions.NotTransferrer):
        bring(record, by=getattr(record, who))


# --- Deciding ---


def test_a_confirmed_goal_is_approved_by_a_fact_of_its_own(record):
    item = take_in(record).items.get(kind="goal")

    decision = confirm(item, record.bo)

    goal = record.goals["RUS-001"]
    goal.refresh_from_db()
    assert (goal.state, goal.revision) == ("approved", decision.revision)
    assert SignOff.objects.count() == 0
    event = GoalEvent.objects.get(plan_goal=goal)
    assert (event.kind, event.by, event.acting_as) == ("transferred", record.bo, "leader")
    assert "Kari Nordlie" in event.comment
    assert judging.standing_confirmation(goal) == decision
    assert sum(each.counted.approved for each in queries.progress_of([record.anna.pk])[record.anna.pk]) == 1
    assert list(queries.projection_faults([record.anna])) == []
    assert AuditEvent.objects.filter(name="transfer_confirmed").count() == 1
    assert Notification.objects.filter(user=record.anna, kind="transfer_decided").count() == 1


def test_a_confirmed_activity_counts_and_one_that_waits_does_not(record):
    procedure = make.make_learning_activity("samtale")
    make.require(record.goals["RUS-003"].goal, procedure, repetitions=3)
    item = take_in(record, "samtale; Samtaler; 12.04.2022; Ola Lund; Signert; aktivitet; 3; RUS-003").items.get()
    goal = record.goals["RUS-003"]
    assert [need.done for need in queries.unmet_requirements(goal)] == [0]

    confirm(item, record.bo)

    assert queries.unmet_requirements(goal) == []
    row = PlanActivity.objects.get()
    assert (row.state, row.repetitions, row.on_behalf_by) == ("fulfilled", 3, None)
    goal.refresh_from_db()
    assert goal.state == "begun"
    assert list(queries.projection_faults([record.anna])) == []


def test_refusing_needs_a_reason_and_leaves_the_goal_as_it_is(record):
    item = take_in(record).items.get(kind="goal")
    with pytest.raises(actions.ReasonMissing):
        actions.refuse_transferred(item=item, reason=" ", by=record.bo)
    actions.refuse_transferred(item=item, reason="Står ikke i originalen.", by=record.bo)
    assert item.state == "refused"
    with pytest.raises(actions.TransferDecided):
        confirm(item, record.bo)
    record.goals["RUS-001"].refresh_from_db()
    assert record.goals["RUS-001"].state == "not_begun"


def test_annulling_opens_the_goal_and_both_stay(record):
    report = take_in(record)
    for item in report.items.all():
        confirm(item, record.bo)
        with pytest.raises(actions.ReasonMissing):
            actions.annul_transferred(item=item, reason="", by=record.bo)
        actions.annul_transferred(item=item, reason="Feil person.", by=record.bo)
    goal = record.goals["RUS-001"]
    goal.refresh_from_db()
    assert goal.state == "begun"
    assert judging.standing_confirmation(goal) is None
    assert PlanActivity.objects.get().state == "annulled"
    assert TransferDecision.objects.count() == 4
    assert list(queries.projection_faults([record.anna])) == []


@pytest.mark.parametrize("who", ["anna", "cecilie", "siri", "dag"])
def test_only_the_leader_or_the_deputy_confirms(record, who):
    item = take_in(record).items.get(kind="goal")
    with pytest.raises((actions.NotLeader, actions.OwnCase)):
        confirm(item, getattr(record, who))


def test_what_was_not_seen_is_not_confirmed(record):
    item = take_in(record).items.get(kind="goal")
    with pytest.raises(actions.TransferSeenChanged):
        actions.confirm_transferred(item=item, seen_digest="0" * 64, by=record.bo)


def test_a_goal_on_its_way_here_is_not_overtaken(record):
    item = take_in(record).items.get(kind="goal")
    make.bring_goal(record, "RUS-001", "sent")
    with pytest.raises(actions.GoalOnItsWay):
        confirm(item, record.bo)


def test_a_goal_without_official_text_is_not_approved_this_way_either(record):
    item = take_in(record).items.get(kind="goal")
    revision = record.goals["RUS-001"].revision
    type(revision).objects.filter(pk=revision.pk).update(official_text="")
    type(record.anna).objects.filter(pk=record.anna.pk).update(is_demo=False)
    with pytest.raises(actions.OfficialTextMissing):
        confirm(item, record.bo)


def test_papers_of_the_old_scheme_lie_there_and_approve_nothing(record):
    original = transfer_reports.check_file(make.certificate())
    report = actions.keep_transfer(
        doctor=record.anna, kind="papers", title="Turnusattest", original=original, lines=[], by=record.anna
    )
    assert (report.state, report.items.count()) == ("imported", 0)
    assert report.verify_content() == report.sha256


def test_the_task_goes_when_all_is_decided(record):
    report = take_in(record)
    with clock.at(clock.now() + dt.timedelta(minutes=1)):
        for item in report.items.all():
            confirm(item, record.bo)
    assert tasks_of(record.bo) == []
