"""Who wants to be told about a comment: erased with the comment's text, or when the sender takes it back."""

from fagvei.common.sensitivity import Retention, Sort, sort_fields

FIELDS: dict[str, Sort] = sort_fields("CommentFollower", personal="public_id comment user")

RETENTION: dict[str, Retention] = {"CommentFollower": Retention.ADMINISTRATION}
