"""Tell what is wrong, from a program: the same as the form "Meld feil", without a name."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Body, Router, Schema, Status
from ninja.errors import HttpError
from ninja.throttling import AnonRateThrottle
from pydantic import ConfigDict, Field

from fagvei.handbook import actions, targets
from fagvei.handbook.models import Feedback
from fagvei.interop.api.base import IdempotencyKey, StorableText, once_per_key

router = Router(tags=["feedback"])
# Beside the ceiling for all anonymous readers together, so that one program cannot use it up.
PER_ADDRESS = "20/d"


class FeedbackIn(Schema):
    """Either `type` and `id` of a thing, or the `path` of a page."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[StorableText, Field(min_length=1, max_length=5_000)]
    type: Annotated[str, Field(max_length=60)] = ""
    id: Annotated[str, Field(max_length=140)] = ""
    path: Annotated[StorableText, Field(max_length=300)] = ""


class FeedbackOut(Schema):
    id: str
    state: Literal["new", "in_progress", "corrected", "rejected"]


@router.post(
    "/feedback",
    response={201: FeedbackOut},
    auth=None,
    throttle=[AnonRateThrottle(PER_ADDRESS)],
    summary="Report an error in public content",
    url_name="feedback",
)
def feedback(request: HttpRequest, key: IdempotencyKey, sent: Annotated[FeedbackIn, Body()]) -> Any:
    target = targets.find(sent.type, sent.id) if sent.type or sent.id else targets.find_by_path(sent.path or "/")
    if target is None:
        raise HttpError(404, "unknown_target")

    def perform() -> str:
        made = actions.send_feedback(kind=Feedback.Kind.ERROR, target=target, text=sent.text, by=None)
        return str(made.public_id)

    made = Feedback.objects.get(public_id=once_per_key(key=key, scope="feedback", perform=perform))
    return Status(201, {"id": str(made.public_id), "state": made.state})
