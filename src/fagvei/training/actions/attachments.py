"""Proofs of an activity. They come and go while it is the doctor's own draft, and stay from then on."""

from functools import partial
from typing import Any

from django.db import transaction

from fagvei.audit import actions as audit
from fagvei.people.models import User
from fagvei.training import uploads
from fagvei.training.actions.moves import move_activity
from fagvei.training.actions.refusals import ActivityNotDraft, UploadRefused
from fagvei.training.actions.standing import check_own_record
from fagvei.training.models import ActivityEvent, Attachment, PlanActivity

MOST_FILES = 10


@transaction.atomic
def attach(*, plan_activity: PlanActivity, upload: Any, by: User) -> Attachment:
    """Take in a file, judged and cleaned by `uploads`."""
    row = _locked_draft(plan_activity, by)
    attachment = add_attachment(row, upload, by)
    event = move_activity(row, ActivityEvent.Kind.CHANGED, to=_after_change(row), by=by, acting_as="doctor")
    _record("attachment_added", attachment, by, facts=[row, event, attachment])
    return attachment


@transaction.atomic
def remove_attachment(*, attachment: Attachment, by: User) -> None:
    """Take away a wrong file, which may hold what must not lie here. The row and the file go; the log keeps that it was."""
    row = _locked_draft(attachment.activity, by)
    attachment = Attachment.objects.get(pk=attachment.pk, activity=row)
    storage, name, fact_id = attachment.file.storage, attachment.file_name, attachment.fact_id
    attachment.delete()
    event = move_activity(row, ActivityEvent.Kind.CHANGED, to=_after_change(row), by=by, acting_as="doctor")
    audit.record(
        "attachment_removed",
        target=row,
        by=by,
        acting_as="doctor",
        subject=row.doctor,
        controller=row.institution,
        details={"erased": [fact_id]},
        facts=[row, event],
    )
    # The file is no row: it must not go when the transaction does not come through.
    transaction.on_commit(lambda: storage.delete(name))


def add_attachment(row: PlanActivity, upload: Any, by: User) -> Attachment:
    """The row and the stored file of a checked upload; the caller records it."""
    if row.attachments.count() >= MOST_FILES:
        raise UploadRefused(uploads.too_many_sentence(MOST_FILES), code="too_many_files")
    try:
        checked = uploads.check(upload)
    except uploads.Unsafe as unsafe:
        raise UploadRefused(unsafe.sentence, code=unsafe.code) from unsafe
    attachment = Attachment(
        activity=row,
        name=checked.name,
        content_type=checked.content_type,
        size=len(checked.content),
        sha256=checked.sha256,
        uploaded_by=by,
    )
    uploads.store(attachment.file, checked)
    attachment.save()
    return attachment


def erase_attachments(row: PlanActivity) -> list[str]:
    """All proofs of a draft, rows and files; the names of the facts that are gone, for the event that says so."""
    erased = []
    for attachment in row.attachments.order_by("pk"):
        storage, name = attachment.file.storage, attachment.file_name
        erased.append(attachment.fact_id)
        attachment.delete()
        transaction.on_commit(partial(storage.delete, name))
    return erased


def _locked_draft(plan_activity: PlanActivity, by: User) -> PlanActivity:
    rows = PlanActivity.objects.select_related("doctor", "institution")
    row = rows.select_for_update(of=("self",)).get(pk=plan_activity.pk)
    check_own_record(by, row.doctor_id)
    if row.state not in PlanActivity.DRAFTS:
        raise ActivityNotDraft
    return row


def _after_change(row: PlanActivity) -> str:
    return row.state if row.state == PlanActivity.State.PLANNED else PlanActivity.State.DONE


def _record(name: str, attachment: Attachment, by: User, *, facts: list) -> None:
    audit.record(
        name,
        target=attachment,
        by=by,
        acting_as="doctor",
        subject=attachment.activity.doctor,
        controller=attachment.activity.institution,
        facts=facts,
    )
