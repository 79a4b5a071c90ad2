"""What stands in the PDF, in words and in order: headings, paragraphs and tables, ready to be set."""

import datetime as dt
from collections import Counter
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fagvei.common.clock import OSLO

Table = dict[str, Any]


def paper(document: dict[str, Any]) -> dict[str, Any]:
    record = document["record"]
    doctor = record["doctor"]
    return {
        "title": _("Utdanningsmappen til %(name)s") % {"name": doctor["name"]},
        "author": doctor["name"],
        "demo": _("Demodata: personene er oppdiktet.") if document["is_demo"] else "",
        "page_of": [_("Side"), _("av")],
        "foot": _("Fagvei · hentet ut av legen selv %(when)s") % {"when": _instant(document["exported_at"])},
        "intro": _intro(document),
        "sections": [
            _section(_("Planer"), _plans(record)),
            _section(_("Fremdrift"), _progress(record)),
            _section(_("Læringsmål"), _goals(record)),
            _section(_("Godkjenninger og uttalelser"), _approvals(record)),
            _section(_("Aktiviteter"), _activities(record)),
            _section(_("Internundervisning"), _teaching(record)),
            _section(_("Veiledning"), _mentoring(record)),
            _section(_("Avtalte tiltak fra veiledning"), _agreed(record)),
            _section(_("Tjeneste"), _service(record)),
            _section(_("Tjenestebekreftelser"), _certificates(record)),
            _section(_("Veileder, supervisører og leder"), _relations(record)),
            _section(_("Hvem har lest mappen"), _readings(record)),
            {"title": _("Bevis"), "text": _proof(document), "table": None},
        ],
    }


def _section(title: str, table: Table) -> dict[str, Any]:
    is_empty = not table["rows"]
    return {"title": title, "text": [_("Ingen.")] if is_empty else [], "table": None if is_empty else table}


def _intro(document: dict[str, Any]) -> list[str]:
    doctor = document["record"]["doctor"]
    hpr = _("HPR-nummer %(number)s.") % {"number": doctor["hpr_number"]} if doctor["hpr_number"] else ""
    what = _("Dette er hele mappen slik den var %(when)s. Kladder er med, for mappen er legens egen.")
    return [line for line in (hpr, what % {"when": _instant(document["exported_at"])}) if line]


def _plans(record: dict[str, Any]) -> Table:
    rows = [
        [
            plan["specialty"],
            plan["institution"],
            plan["assigned_by"],
            _day(plan["assigned_at"]),
            _day(plan["archived_at"]),
        ]
        for plan in record["plans"]
    ]
    return {"head": [_("Spesialitet"), _("Virksomhet"), _("Tildelt av"), _("Tildelt"), _("Arkivert")], "rows": rows}


def _progress(record: dict[str, Any]) -> Table:
    sets = {each["code"]: each for plan in record["plans"] for each in plan["goal_sets"]}
    loaded = Counter(goal["goal_set"] for goal in record["goals"])
    approved = Counter(goal["goal_set"] for goal in record["goals"] if goal["state"] == "approved")
    rows = [
        [each["name"], str(approved[code]), str(loaded[code]), str(each["expected_goals"] or "–")]
        for code, each in sets.items()
    ]
    return {"head": [_("Sett"), _("Godkjent"), _("I planen"), _("Ifølge kilden")], "rows": rows}


def _goals(record: dict[str, Any]) -> Table:
    rows = [
        [
            goal["code"],
            goal["revision"]["name"] or _("navn ikke innhentet"),
            goal["state_name"],
            _day(goal["since"]) if goal["state"] != "not_begun" else "",
            goal["waiting_on"] or "",
        ]
        for goal in record["goals"]
    ]
    return {"head": [_("Mål"), _("Navn"), _("Tilstand"), _("Siden"), _("Venter på")], "rows": rows}


def _approvals(record: dict[str, Any]) -> Table:
    rows = []
    for goal in record["goals"]:
        by_fact = {each["fact"]: each for each in goal["opinions"]}
        used = set()
        for approval in goal["sign_offs"]:
            basis = [by_fact[approval[name]] for name in ("mentor_opinion", "supervisor_opinion")]
            used |= {each["fact"] for each in basis}
            rows.append(_approval_row(goal["code"], approval, basis))
        rows += [_opinion_row(goal["code"], each) for each in goal["opinions"] if each["fact"] not in used]
    rows += [
        _transfer_row(item, decision)
        for transfer in record["transfers"]
        for item in transfer["items"]
        for decision in item["decisions"]
        if item["kind"] == "goal"
    ]
    return {"head": [_("Mål"), _("Hva"), _("Hvem og når"), _("Begrunnelse")], "rows": rows}


def _transfer_row(item: dict[str, Any], decision: dict[str, Any]) -> list[str]:
    """A goal approved in the old portal counts by the leader's confirmation, and is called what it is."""
    what = _("overført, %(verdict)s") % {"verdict": decision["verdict_name"]}
    stated = _("Ifølge rapporten %(state)s av %(name)s.") % {"state": item["stated"].lower(), "name": item["signed_by"]}
    who = f"{decision['by']}, {_day(decision['at'])}"
    return [", ".join(item["goals"]), what, who, " · ".join(filter(None, [stated, decision["reason"]]))]


def _approval_row(code: str, approval: dict[str, Any], basis: list[dict[str, Any]]) -> list[str]:
    what = _("annullert godkjenning") if approval["withdrawal"] else _("godkjenning")
    reasons = [approval["reason"], *(_opinion_words(each) for each in basis)]
    if approval["withdrawal"]:
        reasons.append(_("Annullert: %(reason)s") % {"reason": approval["withdrawal"]["reason"]})
    return [code, what, f"{approval['by']}, {_day(approval['at'])}", " · ".join(filter(None, reasons))]


def _opinion_row(code: str, opinion: dict[str, Any]) -> list[str]:
    return [code, _("uttalelse"), f"{opinion['by']}, {_day(opinion['at'])}", _opinion_words(opinion)]


def _opinion_words(opinion: dict[str, Any]) -> str:
    if "withheld" in opinion:
        return _("Innholdet vises etter avgjørelsen.")
    return f"{opinion['by']}: {opinion['verdict_name']}. {opinion['reason']}"


def _activities(record: dict[str, Any]) -> Table:
    rows = [
        [
            _day(row["done_on"]),
            row["title"],
            ", ".join(row["goals"]),
            row["supervisor"] or row["on_behalf_by"] or "",
            row["state_name"],
        ]
        for row in record["activities"]
    ]
    return {"head": [_("Dato"), _("Hva"), _("Mål"), _("Supervisør"), _("Tilstand")], "rows": rows}


def _teaching(record: dict[str, Any]) -> Table:
    rows = [
        [
            _day(row["starts_at"]),
            row["title"],
            f"{row['minutes'] / 60:.2f}".replace(".", ",").rstrip("0").rstrip(","),
            ", ".join(row["goals"]),
            _("annullert") if row["annulled_at"] else row["how_name"],
        ]
        for row in record["attendances"]
    ]
    return {"head": [_("Dato"), _("Tema"), _("Timer"), _("Mål"), _("Oppmøte")], "rows": rows}


def _mentoring(record: dict[str, Any]) -> Table:
    """Each text on a line of its own; a session without any has a line that says it took place."""
    rows = []
    for series in record["mentoring"]:
        for session in series["sessions"]:
            with_whom = f"{series['mentor']}{' · ' + series['name'] if series['name'] else ''}"
            rows += [
                [_day(session["starts_at"]), with_whom, session["state_name"], what, words]
                for what, words in [_mentoring_words(each) for each in session["texts"]] or [("", "")]
            ]
    return {"head": [_("Dato"), _("Veileder"), _("Tilstand"), _("Hva"), _("Tekst")], "rows": rows}


def _mentoring_words(text: dict[str, Any]) -> tuple[str, str]:
    return f"{text['kind_name']}, {text['author']}", _("Slettet.") if text["is_erased"] else text["text"]


def _agreed(record: dict[str, Any]) -> Table:
    rows = [
        [
            _day(session["starts_at"]),
            action["agreed"]["text"],
            action["owner"],
            _day(action["due_on"]),
            _day(action["done_at"]),
        ]
        for series in record["mentoring"]
        for session in series["sessions"]
        for action in session["actions"]
    ]
    return {"head": [_("Avtalt"), _("Tiltak"), _("Ansvarlig"), _("Frist"), _("Gjort")], "rows": rows}


def _service(record: dict[str, Any]) -> Table:
    rows = [
        [
            row["where"],
            row["kind_name"],
            f"{row['percent']} %",
            f"{_day(row['starts_on'])} – {_day(row['ends_on'])}",
            row["state_name"],
        ]
        for row in record["placements"]
    ]
    return {"head": [_("Sted"), _("Del"), _("Stilling"), _("Tidsrom"), _("Tilstand")], "rows": rows}


def _certificates(record: dict[str, Any]) -> Table:
    rows = [
        [row["place"], row["specialty"] or "", f"{_day(row['starts_on'])} – {_day(row['ends_on'])}", row["state_name"]]
        for row in record["certificates"]
    ]
    return {"head": [_("Arbeidssted"), _("Spesialitet"), _("Tidsrom"), _("Tilstand")], "rows": rows}


def _relations(record: dict[str, Any]) -> Table:
    rows = [
        [row["kind_name"], row["person"], row["institution"], _day(row["starts_at"]), _day(row["ends_at"])]
        for row in record["relations"]
    ]
    return {"head": [_("Relasjon"), _("Person"), _("Virksomhet"), _("Fra"), _("Til")], "rows": rows}


def _readings(record: dict[str, Any]) -> Table:
    rows = [
        [_instant(row["read_at"]), row["reader"], row["role"], row["organisation"], row["what"]]
        for row in record["access_log"]
    ]
    return {"head": [_("Når"), _("Hvem"), _("Rolle"), _("Virksomhet"), _("Hva")], "rows": rows}


def _proof(document: dict[str, Any]) -> list[str]:
    numbers = {"facts": len(document["facts"]), "events": len(document["events"])}
    sealed = [event["seal"] for event in document["events"] if event["seal"]]
    lines = [
        _(
            "Denne utskriften er til å lese. Beviset ligger i filen med data (mappe.json): %(facts)s opplysninger med "
            "avtrykk og %(events)s hendelser fra loggen. Den kan kontrolleres uten Fagvei med fagvei verify_export."
        )
        % numbers
    ]
    if sealed:
        newest = max(sealed, key=lambda seal: seal["seq"])
        lines.append(
            _("Nyeste segl om legen: nummer %(seq)s, %(hash)s") % {"seq": newest["seq"], "hash": newest["hash"]}
        )
    return lines


def _day(text: str | None) -> str:
    if not text:
        return ""
    is_date = len(text) == len("2026-11-25")
    day = dt.date.fromisoformat(text) if is_date else dt.datetime.fromisoformat(text).astimezone(OSLO).date()
    return date_format(day, "j. F Y")


def _instant(text: str) -> str:
    return date_format(dt.datetime.fromisoformat(text).astimezone(OSLO), "j. F Y H:i")
