"""Anna brought a report from the portal she used before: some of it confirmed, the rest waits for Bo."""

import datetime as dt
from types import SimpleNamespace

from fagvei.common import clock
from fagvei.training import actions
from fagvei.training.loaders import transfer_reports
from fagvei.training.models import TransferReport
from fagvei.training.queries import transfer as queries

# Fictional signers; codes of Anna's own goals that nobody has worked with here.
LINES = (
    ("A", "", "Godkjent", ""),
    ("B", "", "Godkjent", ""),
    ("C", "", "Påbegynt", ""),
    ("A", "Nettverksmøter i tidligere stilling", "Signert", "aktivitet"),
    ("B", "Fagkveld om samhandling", "Signert", "aktivitet"),
)


def tell_transfer(cast: SimpleNamespace, today: dt.datetime) -> None:
    known = set(
        cast.anna.plan_goals.filter(state="not_begun").order_by("goal__code").values_list("goal__code", flat=True)
    )
    spare = [code for code in sorted(known) if code.startswith("RUS")][-3:]
    names = dict(zip(("A", "B", "C"), spare, strict=True))
    day = (today - dt.timedelta(days=1_000)).strftime("%d.%m.%Y")
    text = "Rapport fra portalen (demodata)\n" + "".join(
        f"{names[code]}; {title}; {day}; Kari Nordlie; {state}; {kind}\n" for code, title, state, kind in LINES
    )
    with clock.at(today - dt.timedelta(days=8)):
        report = transfer_reports.read_text(text)
        kept = actions.keep_transfer(
            doctor=cast.anna,
            kind=TransferReport.Kind.REPORT,
            title="Rapport fra portalen i Kystbyen",
            original=report.original,
            lines=report.lines,
            by=cast.anna,
        )
        judged = queries.judge(cast.anna, report.lines)
        actions.import_transfer(report=kept, shown=queries.digest_of(judged), by=cast.anna)
    with clock.at(today - dt.timedelta(days=5)):
        for item in kept.items.order_by("line")[2:3]:
            actions.confirm_transferred(item=item, seen_digest=item.digest(), by=cast.bo)
