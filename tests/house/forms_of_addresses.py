"""What is posted where, so that somebody who may do it can do it. Every address that takes a POST must be here."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

from everybody import Specimen, World
from houseplan import Address
from objects_of_absence import who_was_absent
from objects_of_courses import a_term, an_hour, in_the_plan, later, other_days, settled, who_came
from objects_of_curriculum import digest_shown
from objects_of_external import a_proof
from objects_of_improvement import a_measure, a_new_date, counts_of_records
from objects_of_seats import allocation_shown, run_of_another, somebody_judged
from objects_of_service import absence_of_a_day, content, last_day, part_1, shown, workplace, written
from objects_of_surveys import a_wave, dates, from_the_template, new_items
from objects_of_transfer import lines_shown

from fagvei.common import clock
from fagvei.crosswalk.tests.factories import shown as pair_shown
from fagvei.curriculum.models import Requirement
from fagvei.guideline.actions.plain_texts import print_of as plain_text_shown
from fagvei.guideline.actions.standing import digest_of as text_shown
from fagvei.handbook.models import Feedback
from fagvei.organisations.models import Specialty
from fagvei.people import queries as people
from fagvei.training.models import PlanActivity, PlanGoal, PlannedItem
from fagvei.training.queries import halfyear
from fagvei.training.rules.halfyear import HalfYear
from fagvei.training.tests import factories as make

Data = Callable[[World, Specimen], dict[str, Any]]


def nothing(world: World, specimen: Specimen) -> dict[str, Any]:
    """A form that is only a button."""
    return {}


def somebody_for_the_doctor(world: World, specimen: Specimen) -> dict[str, Any]:
    person = {"mentor": world.cast.mats, "supervisor": world.cast.ines, "leader": world.cast.hans}[specimen.state]
    data = {"person": str(person.public_id), "starts_on": f"{clock.today():%Y-%m-%d}"}
    return data | ({} if specimen.state == "supervisor" else {"reason": "Byttet avdeling."})


def reason(world: World, specimen: Specimen) -> dict[str, Any]:
    return {"reason": "Det er grunn til det."}


def comment(world: World, specimen: Specimen) -> dict[str, Any]:
    return {"comment": "Skriv hvor det var."}


def what_was_done(world: World, specimen: Specimen) -> dict[str, Any]:
    return {
        "what": "k:procedure",
        "title": "Samtale",
        "when": "today",
        # What is erased has none left.
        "goals": [str(goal.public_id) for goal in specimen.obj.goals.all()[:1]],
        "repetitions": "1",
        "then": "draft",
    }


def the_same_again(world: World, specimen: Specimen) -> dict[str, Any]:
    supervisor = people.supervisors_of(specimen.obj.doctor)[0]
    return {"when": "today", "place": "Posten", "supervisor": str(supervisor.public_id), "repetitions": "1"}


def done_by_the_doctor(world: World, specimen: Specimen) -> dict[str, Any]:
    goal = PlanGoal.objects.filter(doctor=specimen.fields["doctor"]).in_current_plan().first()
    data = {"what": "k:procedure", "title": "Samtale", "done_on": f"{clock.today():%Y-%m-%d}"}
    return data | {"goals": [str(goal.public_id)], "reason": "Gjort i tidligere tjeneste."}


def specialty_of_the_plan(world: World, specimen: Specimen) -> dict[str, Any]:
    """One that the doctor has no plan in."""
    other = "psykiatri" if specimen.obj.specialty == world.cast.specialty else "rus"
    return {"specialty": str(Specialty.objects.get(slug=other).public_id)}


def one_supervisor(world: World, specimen: Specimen) -> dict[str, Any]:
    return {"supervisor": str(people.supervisors_of(specimen.obj.doctor)[0].public_id)}


def completion(world: World, specimen: Specimen) -> dict[str, Any]:
    return {"comment": "Klar.", "supervisors": [str(people.supervisors_of(specimen.obj.doctor)[0].public_id)]}


def equivalent(world: World, specimen: Specimen) -> dict[str, Any]:
    requirement = Requirement.objects.filter(goal=specimen.obj.goal).first()
    counting = PlanActivity.objects.filter(goals=specimen.obj).counting().first()
    return {
        "requirement": str(requirement.public_id) if requirement else "",
        "plan_activity": str(counting.public_id) if counting else "",
        "reason": "Minst like god.",
    }


def another_goal(world: World, specimen: Specimen) -> dict[str, Any]:
    goal = PlanGoal.objects.get(doctor=specimen.obj.doctor, goal__code="RUS-004")
    return {"goal": str(goal.public_id), "doubt": ""}


def a_panel(world: World, specimen: Specimen) -> dict[str, Any]:
    states = [PlanGoal.State.BEGUN, PlanGoal.State.COMPLETED, PlanGoal.State.SENT]
    goal = PlanGoal.objects.filter(doctor=specimen.fields["doctor"], state__in=states).in_current_plan().first()
    day = clock.today() + dt.timedelta(days=7)
    fields = {"goals": [str(goal.public_id)] if goal else [], "day": f"{day:%Y-%m-%d}", "time": "14:30"}
    return fields | {"doctor_takes_part": "yes"}


def a_handover(specimen: Specimen, kind: str, successor: Any) -> dict[str, Any]:
    present = people.people_of(specimen.fields["doctor"], kind)
    day = clock.today() + dt.timedelta(days=7)
    former = str(present[0].public_id) if present else ""
    return {"former": former, "person": str(successor.public_id), "day": f"{day:%Y-%m-%d}", "reason": "Ny avdeling."}


def minutes(world: World, specimen: Specimen) -> dict[str, Any]:
    told = {f"advice-{item.public_id}": "not_yet" for item in specimen.obj.items.all()}
    return {"minutes": "Enige.", "doctor_took_part": "yes", **told}


def something_to_move(world: World, specimen: Specimen) -> dict[str, Any]:
    item = PlannedItem.objects.filter(doctor=specimen.fields["doctor"]).exclude(half_year="").first()
    ids = [str(item.public_id)] if item else []
    half = HalfYear.of(clock.today()).next.next.key
    return {"items": ids, "half_year": half, "where": "som-for", "reason": "Permisjon."}


def own_key(prefix: str) -> dict[str, Any]:
    """Of a form that shares its page with others, and so has a prefix."""
    return {f"{prefix}-idempotency_key": str(uuid.uuid4())}


def the_next_halfyear(world: World, specimen: Specimen) -> dict[str, Any]:
    doctor, half = specimen.fields["doctor"], halfyear.next_halfyear().key
    return own_key("agree") | {
        "agree-half_year": half,
        "agree-seen_digest": halfyear.digest_of(half, halfyear.items_of(doctor)),
    }


def when_we_meet(world: World, specimen: Specimen) -> dict[str, Any]:
    return {"day": f"{clock.today():%Y-%m-%d}", "time": "14:30", "place": "Kontoret"}


def minutes_further(world: World, specimen: Specimen) -> dict[str, Any]:
    newest = specimen.obj.texts.filter(kind="minutes").order_by("-pk").first()
    return {"text": "Vi så på planen.", "seen": str(newest.public_id) if newest else ""}


DATA: dict[str, Data] = {
    "courses:add_session": an_hour,
    "courses:add_slots": in_the_plan,
    "courses:add_who_came": lambda w, s: {"person": str(w.cast.nora.public_id), "reason": "Vikar første dag."},
    "courses:add_course": lambda w, s: {
        "name": "Traumer og rus",
        "specialty": "rus",
        "organiser": "regut",
        "source": "Møte i kurskomiteen",
        "reason": "Det mangler et kurs om traumer.",
    },
    "courses:share_course": lambda w, s: {
        "specialty": "geriatri",
        "goals": "GER-001",
        "source": "Møte i kurskomiteen",
        "reason": "Begge trenger det.",
    },
    "courses:agree_to_proposal": nothing,
    "courses:refuse_proposal": reason,
    "courses:withdraw_proposal": nothing,
    "courses:announce_run": nothing,
    "courses:annul_course_attendance": reason,
    "courses:withdraw_certificate": reason,
    "interop:check_badge": lambda w, s: {"badge": "eyJhbGciOiJFZERTQSJ9.e30.AAAA"},
    "courses:appoint": a_term,
    "courses:ask_to_join": run_of_another,
    "courses:join_national_round": nothing,
    "courses:let_others_go": nothing,
    "courses:close_calendar": nothing,
    "courses:open_calendar": nothing,
    "courses:cancel_run": reason,
    "courses:cancel_slot": reason,
    "courses:change_run": settled,
    "courses:change_session": an_hour,
    "courses:end_appointment": reason,
    "courses:hold_run": nothing,
    "courses:move_run": other_days,
    "courses:move_slot": later,
    "courses:pause_slot": reason,
    "courses:register_attendance": who_came,
    "courses:remove_session": nothing,
    "courses:resume_slot": nothing,
    "courses:judge_applicants": somebody_judged,
    "courses:edit_course": lambda w, s: {
        "name": "Nytt navn på kurset",
        "organiser": "regut",
        "outcomes": "kunne:\nse tegnene tidlig",
        "external_url": "https://example.org/kurs",
        "source": "Møte i kurskomiteen",
        "reason": "Tydeligere navn.",
    },
    "courses:set_criteria": lambda w, s: {
        "valid_from_on": f"{clock.today() + dt.timedelta(days=900)}",
        "kind_1": "own_region",
        "source": "Vedtak i kurskomiteen",
        "reason": "Kort reise.",
    },
    "courses:set_frequency": lambda w, s: {
        "pattern": "1,1,0",
        "first_year": f"{clock.today().year + 1}",
        "half": "2",
        "source": "Møte i kurskomiteen",
        "reason": "Færre søkere.",
    },
    "courses:set_reserves": lambda w, s: {"helse-nord": "1", "reason": "Nord mangler leger."},
    "courses:settle_run": settled,
    "courses:accept_offer": nothing,
    "courses:change_application": lambda w, s: {"wish_1": s.obj.wishes[0]},
    "courses:change_seats": lambda w, s: {"seats": "50", "reason": "Større rom."},
    "courses:consent_to_application": lambda w, s: {"shown": s.obj.wishes_shown},
    "courses:decline_offer": nothing,
    "courses:give_seat": reason,
    "courses:give_up_seat": nothing,
    "courses:join_round": nothing,
    "courses:leave_round": reason,
    "courses:leave_waiting_list": nothing,
    "courses:open_round": lambda w, s: {"public_value_source": ""},
    "courses:preview_seats": nothing,
    "courses:refuse_consent": comment,
    "courses:refuse_joint_round": reason,
    "courses:release_seats": allocation_shown,
    "courses:take_back_offer": reason,
    "courses:withdraw_application": nothing,
    "courses:show_check_in_code": nothing,
    "courses:annul_no_show": reason,
    "courses:explain_no_show": lambda w, s: {"text": "Toget sto."},
    "courses:invoice_basis": lambda w, s: {"kind": "csv"},
    "courses:judge_no_show": lambda w, s: {"verdict": "valid", "reason": "Toget sto."},
    "courses:no_shows": who_was_absent,
    "courses:close_evaluation": nothing,
    "courses:open_evaluation": nothing,
    "courses:annul_external": reason,
    "courses:approve_external": lambda w, s: {"shown": s.obj.proof.sha256, "comment": ""},
    "courses:reject_external": reason,
    "courses:return_external": reason,
    "courses:send_external_again": a_proof,
    "courses:withdraw_external": nothing,
    "curriculum:add_coverage": lambda w, s: {"goal": "RUS-002", "source": "Møte", "reason": "Ny kursdag."},
    "curriculum:correct_coverage": lambda w, s: {
        "kind": "end",
        "new_goal": "",
        "source": "Møte",
        "reason": "Står ikke i planen.",
    },
    "curriculum:procedure_place": lambda w, s: {
        "place": "Nabosykehuset",
        "centre": w.cast.centre.code,
        "source": "Avtale mellom virksomhetene",
    },
    "curriculum:confirm_import": lambda w, s: {"shown": digest_shown(s.obj)},
    "surveys:begin_measure": nothing,
    "surveys:book_next_round": dates,
    "surveys:cancel_round": reason,
    "surveys:choose_items": new_items,
    "surveys:use_template": from_the_template,
    "surveys:close_report": lambda w, s: {"no_action_reason": "Avdelingen flytter."},
    "surveys:close_round": nothing,
    "surveys:complete_measure": comment,
    "surveys:drop_item": nothing,
    "surveys:drop_measure": reason,
    "surveys:hide_free_text": reason,
    "surveys:move_measure": a_new_date,
    "surveys:move_round": dates,
    "surveys:open_round": lambda w, s: {"codes": "12"},
    "surveys:plan_measure": a_measure,
    "surveys:plan_round": a_wave,
    "surveys:record_reviews": counts_of_records,
    "surveys:release_round": nothing,
    "surveys:show_free_text": reason,
    "surveys:withdraw_release": nothing,
    "training:assign_plan": specialty_of_the_plan,
    "training:annul_certificate": reason,
    "training:ask_for_certificate": workplace,
    "training:annul_part_1": reason,
    "training:prepare_certificate": workplace,
    "training:return_certificate": comment,
    "training:sign_certificate": shown,
    "training:write_certificate": written,
    "training:annul_service": reason,
    "training:change_service": lambda w, s: {"institution": "", **content(w, s)},
    "training:confirm_part_1": part_1,
    "training:confirm_service": nothing,
    "training:end_service": last_day,
    "training:new_absence": absence_of_a_day,
    "training:recall_service": nothing,
    "training:return_service": comment,
    "training:send_service": nothing,
    "training:set_counting": lambda w, s: {"counts": "no", "reason": "Forskning."},
    "training:make_halfyears": nothing,
    "training:move_in_halfyears": something_to_move,
    "training:note_in_halfyears": lambda w, s: (
        own_key("note")
        | {
            "note-half_year": HalfYear.of(clock.today()).next.key,
            "note-kind": "leave",
            "note-text": "Permisjon i mars.",
        }
    ),
    "training:agree_on_halfyear": the_next_halfyear,
    "training:bring_transfer": lambda w, s: {
        "kind": "report",
        "title": "Rapport",
        "pasted": "RUS-012; Samtale; 03.05.2022; Kari; Signert; aktivitet",
    },
    "training:import_transfer": lambda w, s: {"shown": lines_shown(s.obj)},
    "training:undo_transfer": nothing,
    "training:confirm_transferred": lambda w, s: {"seen_digest": s.obj.digest()},
    "training:refuse_transferred": reason,
    "training:annul_transferred": reason,
    "training:choose_set": lambda w, s: {"kind": "kept", "reason": "Nesten ferdig."},
    "training:choose_revision": lambda w, s: {"kind": "converted", "reason": "Ny tekst."},
    "training:take_in_new_goals": nothing,
    "curriculum:save_transition_rule": lambda w, s: {
        "code": "ny",
        "goal_set": "rus",
        "name": "Ny",
        "sentence": "Kan beholde.",
        "section": "§ 38",
        "source": "Demodata",
        "assigned_before_on": "2026-01-01",
    },
    "training:delete_plan": nothing,
    "training:archive_plan": reason,
    "training:mark_on_behalf": done_by_the_doctor,
    "training:complete_goal": completion,
    "training:reopen_goal": nothing,
    "training:give_opinion": lambda w, s: {"verdict": "recommends", "level_seen": "", "reason": "Sett i arbeid."},
    "training:send_goal": nothing,
    "training:recall_goal": nothing,
    "training:sign_off_goal": nothing,
    "training:decide_goal": nothing,
    "training:return_goal": comment,
    "training:annul_sign_off": reason,
    "training:accept_equivalent": equivalent,
    "training:raise_repetitions": lambda w, s: {
        "activity": str(w.cast.procedure.public_id),
        "repetitions": "5",
        "reason": "Trenger mer øvelse.",
        "evidence": "".join(
            str(row.public_id)
            for row in PlanActivity.objects.filter(doctor=s.obj.doctor).counting().order_by("-pk")[:1]
        ),
    },
    "training:change_teaching": lambda w, s: {
        "title": s.obj.title,
        "day": f"{s.obj.starts_at.astimezone(clock.OSLO):%Y-%m-%d}",
        "begins": "08:00",
        "ends": "09:00",
    },
    "training:cancel_teaching": reason,
    "training:set_teacher": lambda w, s: {"person": str(w.cast.stian.public_id)},
    "training:mark_attendance": lambda w, s: {"person": str(w.cast.nora.public_id), "reason": "Uten telefon."},
    "training:annul_attendance": reason,
    "training:agree_interval": lambda w, s: {"interval_weeks": "6"},
    "training:invite_to_mentoring": when_we_meet,
    "training:add_member": lambda w, s: {"person": str(w.cast.per.public_id)},
    "training:end_group": nothing,
    "training:end_membership": nothing,
    "training:prepare_mentoring": lambda w, s: {"text": "Vil snakke om vakter."},
    "training:write_minutes": minutes_further,
    "training:write_note": lambda w, s: {"doctor": str(w.cast.nora.public_id), "text": "Godt arbeid."},
    "training:agree_action": lambda w, s: {
        "text": "Les kapitlet.",
        "owner": str(s.obj.series.mentor.public_id),
        "due_on": "",
    },
    "training:move_mentoring": lambda w, s: {**when_we_meet(w, s), "reason": "Vakt."},
    "training:cancel_mentoring": reason,
    "training:hold_mentoring": nothing,
    "training:close_mentoring": nothing,
    "training:share_minutes": nothing,
    "training:take_back_sharing": nothing,
    "training:finish_action": nothing,
    "training:annul_list": nothing,
    "training:change_activity": what_was_done,
    "training:log_again": the_same_again,
    "interop:export": lambda w, s: {"kind": "json"},
    "training:send_activity": one_supervisor,
    "training:recall_activity": nothing,
    "training:sign_activity": lambda w, s: {"comment": "", "seen_digest": s.obj.content_digest()},
    "training:return_activity": comment,
    "training:erase_draft": nothing,
    "training:fulfil_activity": nothing,
    "training:object": reason,
    "training:answer_objection": lambda w, s: {"answer": "keep", "reason": "Oppmøtelisten viser det."},
    "training:annul_activity": reason,
    "training:attach": lambda w, s: {"upload": make.certificate()},
    "training:remove_attachment": nothing,
    "training:add_panel_goal": another_goal,
    "training:call_panel": a_panel,
    "training:cancel_panel": reason,
    "training:end_record_grant": nothing,
    "training:answer_employer": lambda w, s: {"answer": "no"},
    "training:call_off_handover": reason,
    "training:consent_to_handover": nothing,
    "training:hand_over_leader": lambda w, s: a_handover(s, "leader", w.cast.hans),
    "training:hand_over_mentor": lambda w, s: a_handover(s, "mentor", w.cast.gro),
    "training:hand_over_supervisor": lambda w, s: a_handover(s, "supervisor", w.cast.ines),
    "training:hold_panel": minutes,
    "training:tell_doctor_of_panel": lambda w, s: {"comment": ""},
    "training:answer_assessment": lambda w, s: {"svar_bra": "Rolig.", "svar_bedre": "Mer tid.", "svar_niva": "middle"},
    "training:decline_assessment": comment,
    "training:withdraw_assessment": nothing,
    "training:invite_again": nothing,
    "training:annul_assessment": reason,
    "training:vouch_for_assessor": nothing,
    "training:refuse_assessor": reason,
    "training:open_round": nothing,
    "training:return_round": comment,
    "training:withdraw_round": nothing,
    "training:close_round": nothing,
    "training:read_result": nothing,
    "training:release_result": comment,
    "training:change_assessment_form": lambda w, s: {"name": "Nytt navn", "intro": "", "comments": "Hva gikk bra?"},
    "training:retire_assessment_form": nothing,
    "people:person_change": lambda w, s: {"full_name": "Nytt Navn", "email": "nytt@example.org"},
    "people:person_deactivate": nothing,
    "people:person_reactivate": nothing,
    "people:role_new": lambda w, s: {"role": "supervisor", "starts_on": f"{clock.today():%Y-%m-%d}"},
    "people:role_end": nothing,
    "people:relation_end": nothing,
    "people:delegation_end": nothing,
    "people:mentor_new": somebody_for_the_doctor,
    "people:supervisor_new": somebody_for_the_doctor,
    "people:leader_new": somebody_for_the_doctor,
    "crosswalk:answer_change": lambda w, s: {
        "part": "pairs",
        "shown": pair_shown(s.obj),
        "note": "Koblingen holder.",
    },
    "crosswalk:approve_pair": lambda w, s: {"shown": pair_shown(s.obj.unit), "note": ""},
    "crosswalk:mark_plan": lambda w, s: {"state": "not_done" if s.state == "done" else "done"},
    "crosswalk:propose": lambda w, s: {
        "goal": w.cast.other_goal.code,
        "unit": w.cast.unit.code,
        "reason": "De hører sammen.",
    },
    "crosswalk:reject_pair": lambda w, s: {"note": "De hører ikke sammen."},
    "crosswalk:confirm_pair": lambda w, s: {"shown": pair_shown(s.obj.unit)},
    "crosswalk:withdraw_pair": lambda w, s: {"note": "De hører ikke sammen."},
    "guideline:add_to_comment": lambda w, s: {"text": "På side to."},
    "guideline:answer_comment": lambda w, s: {
        "to": "declined" if s.obj.is_open else "reopened",
        "answer": "Kilden sier det samme.",
    },
    "guideline:approve_plain_text": lambda w, s: {"shown": plain_text_shown(s.obj)},
    "guideline:approve_version": lambda w, s: {"shown": text_shown(s.obj), "comment": ""},
    "guideline:check_document": lambda w, s: {"status": "in_force", "source": "https://example.no/na"},
    "guideline:close_consensus_round": nothing,
    "guideline:edit_version": lambda w, s: {
        "label": "amended",
        "reason": "Ny kunnskap.",
        "short_text": "En annen tekst.",
        "source": "https://example.no/ny",
    },
    "guideline:open_consensus_round": lambda w, s: {
        "closes_on": f"{clock.today() + dt.timedelta(days=14):%Y-%m-%d}",
        "quorum_percent": "60",
        "threshold_percent": "75",
    },
    "guideline:publish_version": nothing,
    "guideline:return_plain_text": comment,
    "guideline:reopen_version": comment,
    "guideline:return_version": comment,
    "guideline:send_comment": lambda w, s: {"kind": "error", "text": "Datoen er feil.", "notice": "no"},
    "guideline:send_plain_text": nothing,
    "guideline:send_version": nothing,
    "guideline:start_unit": lambda w, s: {
        "chapter": s.obj.chapters.first().slug,
        "code": "LOK-9",
        "kind": "recommendation",
        "reason": "Den mangler.",
        "short_text": "Gi beskjed til den som tar imot.",
        "source": "https://example.no/ny",
    },
    "guideline:start_version": nothing,
    "guideline:stop_following_comment": nothing,
    "guideline:vote": lambda w, s: {"answer": "disagree", "comment": "Ordet er feil."},
    "guideline:withdraw_plain_text": reason,
    "guideline:withdraw_version": reason,
    "guideline:write_plain_text": lambda w, s: {"text": "Du får hjelpen du trenger."},
    "handbook:report": lambda w, s: {"text": "Datoen er feil."},
    "handbook:answer": lambda w, s: {"kind": "found", "path": "/kilder/"},
    "handbook:feedback_move": lambda w, s: {
        "to": (s.obj.moves or [Feedback.State.IN_PROGRESS])[0],
        "comment": "Ser på det.",
    },
}

# What is done there is no event of the record.
LEAVES_NO_EVENT = frozenset({"people:notifications_read"})

# Acts that nobody in the world can do, with the reason. The rooms' own tests do them.
NOBODY_CAN = {
    "training:annul_part_1": "everybody here has service that rests on part 1 (training/tests/test_service_actions.py)",
    "training:confirm_part_1": "everybody here has part 1 behind them (training/tests/test_service_actions.py)",
}

# Answers that are no page to read.
NO_PAGES = frozenset({"web:healthz", "web:readyz"})

_methods: dict[str, list[str]] = {}


def methods_of(at: Address, path: str, visitors: Any) -> list[str]:
    """GET and POST, as far as the address takes them. Asked once, by a method that nothing takes."""
    if at.pattern not in _methods:
        allowed = visitors.client_of("anna").generic("TRACE", path).get("Allow", "GET, POST").split(", ")
        _methods[at.pattern] = [method for method in ("GET", "POST") if method in allowed]
    return _methods[at.pattern]


def data_for(url_name: str, world: World, specimen: Specimen) -> dict[str, Any]:
    if url_name not in DATA:
        raise AssertionError(f"{url_name} takes a POST: say in {__name__} what somebody posts there.")
    return DATA[url_name](world, specimen)
