"""What others have said and decided around the doctor, as tables of the PDF: panels, assessments, rounds, hand-overs.

Nothing stands here that the doctor may not read on the pages: the document has held it back already.
"""

from typing import Any

from django.utils.translation import gettext as _

from fagvei.interop.export.paper_words import Table, day_of
from fagvei.training.queries.goal_page import level_choices


def panels(record: dict[str, Any]) -> Table:
    """A line for each goal on an agenda."""
    rows = [
        [day_of(panel["meets_at"]), item["goal"], item["doubt"], *_outcome(panel, item)]
        for panel in record["panels"]
        for item in panel["agenda"]
    ]
    return {"head": [_("Dato"), _("Mål"), _("Tvilen"), _("Utfall"), _("Kommentar")], "rows": rows}


def _outcome(panel: dict[str, Any], item: dict[str, Any]) -> list[str]:
    outcome = item["outcome"]
    if outcome is None:
        return [panel["state_name"], ""]
    if "withheld" in outcome:
        return [_("Vises når du er orientert."), ""]
    follow_up = outcome["follow_up_on"]
    words = [outcome["comment"]]
    if follow_up:
        words.append(_("Følges opp %(day)s.") % {"day": day_of(follow_up)})
    return [f"{outcome['advice_name']} ({outcome['by']}, {day_of(outcome['at'])})", " ".join(filter(None, words))]


def assessments(record: dict[str, Any]) -> Table:
    rows = [
        [
            day_of(row["held_on"]),
            f"{row['form']}: {row['title']}",
            ", ".join(row["goals"]),
            f"{row['assessor'] or ''}, {row['state_name']}",
            _answers(row),
        ]
        for row in record["assessments"]
    ]
    return {"head": [_("Dato"), _("Hva"), _("Mål"), _("Vurderer og tilstand"), _("Svar")], "rows": rows}


def _answers(row: dict[str, Any]) -> str:
    """The newest answer, question by question."""
    if not row["answers"]:
        return ""
    given, levels = row["answers"][-1]["answers"], dict(level_choices())
    told = [
        (each["text"], levels.get(value, value) if each["kind"] == "level" else value)
        for each in row["questions"]
        if (value := given.get(each["key"], ""))
    ]
    return " · ".join(f"{question}: {value}" for question, value in told)


def rounds(record: dict[str, Any]) -> Table:
    """The summary of what is released, question by question, without a word of who said what."""
    rows = []
    for each in record["multisource_rounds"]:
        told = [(line["question"], _said(line)) for line in each["result"]] or [("", "")]
        rows += [[day_of(each["since"]), each["form"], each["state_name"], *line] for line in told]
    return {"head": [_("Siden"), _("Skjema"), _("Tilstand"), _("Spørsmål"), _("Svar")], "rows": rows}


def _said(line: dict[str, Any]) -> str:
    counted = [f"{each['answer']}: {each['number']}" for each in line["distribution"]]
    return " · ".join([*counted, *line["comments"]])


def handovers(record: dict[str, Any]) -> Table:
    rows = [
        [
            day_of(row["takes_effect_at"]),
            row["kind_name"],
            row["former"],
            row["successor"],
            _("Avlyst: %(reason)s") % row["called_off"] if row["called_off"] else row["reason"],
        ]
        for row in record["handovers"]
    ]
    rows += [
        [day_of(row["takes_effect_at"]), _("arbeidsgiver"), row["former"], row["institution"], _employer(row)]
        for row in record["employers"]
    ]
    return {"head": [_("Gjelder fra"), _("Hva"), _("Fra"), _("Til"), _("Begrunnelse")], "rows": rows}


def _employer(row: dict[str, Any]) -> str:
    if row["answer"] is None:
        return _("Ikke besvart.")
    return _("Du sa ja.") if row["answer"]["accepted"] else _("Du sa nei.")
