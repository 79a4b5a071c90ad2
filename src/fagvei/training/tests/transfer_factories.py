"""Reports of the old portal as people bring them. All fictional."""

from fagvei.training import actions
from fagvei.training.loaders import transfer_reports
from fagvei.training.models import TransferDecision, TransferredItem, TransferReport
from fagvei.training.queries import transfer as queries

REPORT = """Rapport fra portalen, side 1
Kode; Tittel; Dato; Signert av; Tilstand
RUS-001; Kunne dette; 03.05.2022; Kari Nordlie; Godkjent
RUS-002; Kunne dette; 03.05.2022; Kari Nordlie; Påbegynt
RUS-003; Vurderingssamtaler; 12.04.2022; Ola Lund; Signert; aktivitet; 3
"""


def bring(record, text: str = REPORT, *, by=None) -> TransferReport:
    report = transfer_reports.read_text(text)
    return actions.keep_transfer(
        doctor=record.doctor,
        kind=TransferReport.Kind.REPORT,
        title="Rapport fra Kompetanseportalen",
        original=report.original,
        lines=report.lines,
        by=by or record.doctor,
    )


def take_in(record, text: str = REPORT, *, by=None) -> TransferReport:
    report = bring(record, text, by=by)
    judged = queries.judge(record.doctor, queries.lines_of(report.lines))
    return actions.import_transfer(report=report, shown=queries.digest_of(judged), by=by or record.doctor)


def confirm(item: TransferredItem, by) -> TransferDecision:
    return actions.confirm_transferred(item=item, seen_digest=item.digest(), by=by)


def make_transfer(record, code: str = "RUS-003") -> TransferReport:
    """Every kind of fact: a goal confirmed and annulled, an activity confirmed, an item refused, a report taken back."""
    text = f"{code}; Mål; 03.05.2022; Kari Nordlie; Godkjent\n"
    text += f"{code}; Samtaler; 12.04.2022; Ola Lund; Signert; aktivitet; 3\n"
    text += f"{code}; Møter; 13.04.2022; Ola Lund; Signert; aktivitet\n"
    report = take_in(record, text)
    goal, activity, refused = report.items.order_by("line")
    confirm(goal, record.bo)
    actions.annul_transferred(item=goal, reason="Feil person.", by=record.bo)
    confirm(activity, record.bo)
    actions.refuse_transferred(item=refused, reason="Står ikke i rapporten.", by=record.bo)
    actions.undo_transfer(report=bring(record), by=record.doctor)
    return report


def pdf_of(text: str) -> bytes:
    """A page with the text on it, line by line, as a printed report is."""
    drawn = b"BT /F1 10 Tf 14 TL 20 560 Td\n"
    drawn += b"".join(b"(%s) Tj T*\n" % line.encode("cp1252") for line in text.splitlines()) + b"ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 842 595] /Contents 5 0 R /Resources << /Font << /F1 4 0 R >> >> >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
    ]
    out, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 6\n0000000000 65535 f \n%strailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return out + end % (table, len(out))
