"""What stands in the PDF, in words and in order: headings, paragraphs and tables, ready to be set."""

from typing import Any

from django.utils.translation import gettext as _

from fagvei.interop.export.paper_assessments import assessments, handovers, panels, rounds
from fagvei.interop.export.paper_words import Table, day_of, instant_of


def paper(document: dict[str, Any]) -> dict[str, Any]:
    record = document["record"]
    doctor = record["doctor"]
    return {
        "title": _("Utdanningsmappen til %(name)s") % {"name": doctor["name"]},
        "author": doctor["name"],
        "demo": _("Demodata: personene er oppdiktet.") if document["is_demo"] else "",
        "page_of": [_("Side"), _("av")],
        "foot": _("Fagvei · hentet ut av legen selv %(when)s") % {"when": instant_of(document["exported_at"])},
        "intro": _intro(document),
        "sections": [
            _section(_("Planer"), _plans(record)),
            _section(_("Fremdrift"), _progress(record)),
            _section(_("Læringsmål"), _goals(record)),
            _section(_("Godkjenninger og uttalelser"), _approvals(record)),
            _section(_("Evalueringskollegium"), panels(record)),
            _section(_("Vurderinger"), assessments(record)),
            _section(_("360-graders vurderinger"), rounds(record)),
            _section(_("Aktiviteter"), _activities(record)),
            _section(_("Internundervisning"), _teaching(record)),
            _section(_("Kurs"), _courses(record)),
            _section(_("Veiledning"), _mentoring(record)),
            _section(_("Avtalte tiltak fra veiledning"), _agreed(record)),
            _section(_("Tjeneste"), _service(record)),
            _section(_("Bekreftelse av del 1"), _part_1(record)),
            _section(_("Tjenestebekreftelser"), _certificates(record)),
            _section(_("Veileder, supervisører og leder"), _relations(record)),
            _section(_("Overleveringer"), handovers(record)),
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
    return [line for line in (hpr, what % {"when": instant_of(document["exported_at"])}) if line]


def _plans(record: dict[str, Any]) -> Table:
    rows = [
        [
            plan["specialty"],
            plan["institution"],
            plan["assigned_by"],
            day_of(plan["assigned_at"]),
            day_of(plan["archived_at"]),
        ]
        for plan in record["plans"]
    ]
    return {"head": [_("Spesialitet"), _("Virksomhet"), _("Tildelt av"), _("Tildelt"), _("Arkivert")], "rows": rows}


def _progress(record: dict[str, Any]) -> Table:
    rows = [
        [each["name"], *(str(each[key]) for key in ("approved", "whole", "not_loaded", "carried_on"))]
        for each in record["progress"]
    ]
    head = [_("Sett"), _("Godkjent"), _("Skal nås"), _("Ikke lastet inn"), _("Godkjent med del 1")]
    return {"head": head, "rows": rows}


def _name_of_goal(goal: dict[str, Any]) -> str:
    name = goal["revision"]["name"] or _("navn ikke innhentet")
    if goal["replaced_by"] is None:
        return name
    return _("%(goal)s (erstattet av %(code)s)") % {"goal": name, "code": goal["replaced_by"]}


def _goals(record: dict[str, Any]) -> Table:
    rows = [
        [
            goal["code"],
            _name_of_goal(goal),
            goal["state_name"],
            day_of(goal["since"]) if goal["state"] != "not_begun" else "",
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
    who = f"{decision['by']}, {day_of(decision['at'])}"
    return [", ".join(item["goals"]), what, who, " · ".join(filter(None, [stated, decision["reason"]]))]


def _approval_row(code: str, approval: dict[str, Any], basis: list[dict[str, Any]]) -> list[str]:
    what = _("annullert godkjenning") if approval["withdrawal"] else _("godkjenning")
    reasons = [approval["reason"], *(_opinion_words(each) for each in basis)]
    if approval["withdrawal"]:
        reasons.append(_("Annullert: %(reason)s") % {"reason": approval["withdrawal"]["reason"]})
    return [code, what, f"{approval['by']}, {day_of(approval['at'])}", " · ".join(filter(None, reasons))]


def _opinion_row(code: str, opinion: dict[str, Any]) -> list[str]:
    return [code, _("uttalelse"), f"{opinion['by']}, {day_of(opinion['at'])}", _opinion_words(opinion)]


def _opinion_words(opinion: dict[str, Any]) -> str:
    if "withheld" in opinion:
        return _("Innholdet vises etter avgjørelsen.")
    return f"{opinion['by']}: {opinion['verdict_name']}. {opinion['reason']}"


def _activities(record: dict[str, Any]) -> Table:
    rows = [
        [
            day_of(row["done_on"]),
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
            day_of(row["starts_at"]),
            row["title"],
            f"{row['minutes'] / 60:.2f}".replace(".", ",").rstrip("0").rstrip(","),
            ", ".join(row["goals"]),
            _("annullert") if row["annulled_at"] else row["how_name"],
        ]
        for row in record["attendances"]
    ]
    return {"head": [_("Dato"), _("Tema"), _("Timer"), _("Mål"), _("Oppmøte")], "rows": rows}


def _attended(row: dict[str, Any]) -> str:
    return (
        _("%(how)s; beviset er trukket tilbake") % {"how": row["how_name"]} if row["withdrawn_at"] else row["how_name"]
    )


def _courses(record: dict[str, Any]) -> Table:
    rows = [
        [
            day_of(row["ends_on"]),
            row["name"],
            row["centre"],
            _("annullert") if row["annulled_at"] else _attended(row),
        ]
        for row in record["course_attendances"]
    ]
    rows += [
        [day_of(row["ended_on"]), row["name"], _("ekstern arrangør"), row["state_name"]]
        for row in record["external_certificates"]
    ]
    rows += [[day_of(row["starts_on"]), row["name"], "", row["state_name"]] for row in record["no_shows"]]
    return {"head": [_("Dato"), _("Kurs"), _("Arrangør"), _("Oppmøte")], "rows": rows}


def _mentoring(record: dict[str, Any]) -> Table:
    """Each text on a line of its own; a session without any has a line that says it took place."""
    rows = []
    for series in record["mentoring"]:
        for session in series["sessions"]:
            with_whom = f"{series['mentor']}{' · ' + series['name'] if series['name'] else ''}"
            rows += [
                [day_of(session["starts_at"]), with_whom, session["state_name"], what, words]
                for what, words in [_mentoring_words(each) for each in session["texts"]] or [("", "")]
            ]
    return {"head": [_("Dato"), _("Veileder"), _("Tilstand"), _("Hva"), _("Tekst")], "rows": rows}


def _mentoring_words(text: dict[str, Any]) -> tuple[str, str]:
    return f"{text['kind_name']}, {text['author']}", _("Slettet.") if text["is_erased"] else text["text"]


def _agreed(record: dict[str, Any]) -> Table:
    rows = [
        [
            day_of(session["starts_at"]),
            action["agreed"]["text"],
            action["owner"],
            day_of(action["due_on"]),
            day_of(action["done_at"]),
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
            f"{day_of(row['starts_on'])} – {day_of(row['ends_on'])}",
            _confirmed(row),
        ]
        for row in record["placements"]
    ]
    return {"head": [_("Sted"), _("Del"), _("Stilling"), _("Tidsrom"), _("Tilstand")], "rows": rows}


def _confirmed(row: dict[str, Any]) -> str:
    """Only confirmed service counts, so who confirmed it stands beside it."""
    if row["state"] != "confirmed":
        return row["state_name"]
    step = next(event for event in reversed(row["events"]) if event["kind"] == "confirmed")
    return _("bekreftet av %(name)s %(day)s") % {"name": step["by"], "day": day_of(step["at"])}


def _part_1(record: dict[str, Any]) -> Table:
    rows = [
        [
            row["basis_name"],
            day_of(row["completed_on"]),
            f"{row['by']}, {day_of(row['at'])}",
            _("annullert: %(reason)s") % {"reason": row["withdrawal"]["reason"]} if row["withdrawal"] else "",
        ]
        for row in record["part_1"]
    ]
    return {"head": [_("Hva"), _("Fullført"), _("Bekreftet av"), _("Annullert")], "rows": rows}


def _certificates(record: dict[str, Any]) -> Table:
    rows = [
        [
            row["place"],
            row["specialty"] or "",
            f"{day_of(row['starts_on'])} – {day_of(row['ends_on'])}",
            row["state_name"],
        ]
        for row in record["certificates"]
    ]
    return {"head": [_("Arbeidssted"), _("Spesialitet"), _("Tidsrom"), _("Tilstand")], "rows": rows}


def _relations(record: dict[str, Any]) -> Table:
    rows = [
        [row["kind_name"], row["person"], row["institution"], day_of(row["starts_at"]), day_of(row["ends_at"])]
        for row in record["relations"]
    ]
    return {"head": [_("Relasjon"), _("Person"), _("Virksomhet"), _("Fra"), _("Til")], "rows": rows}


def _readings(record: dict[str, Any]) -> Table:
    rows = [
        [instant_of(row["read_at"]), row["reader"], row["role"], row["organisation"], row["what"]]
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
