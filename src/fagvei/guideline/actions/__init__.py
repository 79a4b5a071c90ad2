"""The guideline's verbs: what is loaded, the versions and their way to the reader, checks of related documents."""

from fagvei.guideline.actions.content import (
    save_chapter,
    save_demand,
    save_document,
    save_guideline,
    save_member,
    save_scheme,
    save_statement,
    save_target_group,
    save_unit,
)
from fagvei.guideline.actions.documents import add_check
from fagvei.guideline.actions.refusals import (
    AuthorCannotApprove,
    ChangedSinceRead,
    CommentMissing,
    DraftIsOpen,
    MoveNotAllowed,
    NothingChanged,
    OwnersOnly,
    ReasonMissing,
    ReviewersOnly,
    SomethingChanged,
    SourcesMissing,
)
from fagvei.guideline.actions.source_texts import publish_source_text
from fagvei.guideline.actions.versions import (
    approve_version,
    edit_version,
    publish_version,
    return_version,
    send_version,
    start_version,
    withdraw_version,
)

__all__ = [
    "AuthorCannotApprove",
    "ChangedSinceRead",
    "CommentMissing",
    "DraftIsOpen",
    "MoveNotAllowed",
    "NothingChanged",
    "OwnersOnly",
    "ReasonMissing",
    "ReviewersOnly",
    "SomethingChanged",
    "SourcesMissing",
    "add_check",
    "approve_version",
    "edit_version",
    "publish_source_text",
    "publish_version",
    "return_version",
    "save_chapter",
    "save_demand",
    "save_document",
    "save_guideline",
    "save_member",
    "save_scheme",
    "save_statement",
    "save_target_group",
    "save_unit",
    "send_version",
    "start_version",
    "withdraw_version",
]
