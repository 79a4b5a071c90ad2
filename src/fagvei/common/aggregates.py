"""What Django's own aggregates lack."""

from typing import Any

from django.db.models import Aggregate, TextField


class JoinedIds(Aggregate):
    """The ids of a group as one text with commas between; None when there are none.

    For a page that counts thousands of rows by something they only refer to: one row for each group comes back, and the
    database need not join and sort them all first. Several of them over the same rows name them in the same order.
    """

    function = "GROUP_CONCAT"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        joined = self.copy()  # as_sql takes no template of its own beside a filter
        joined.template = "STRING_AGG(%(expressions)s::text, ',')"
        return joined.as_sql(compiler, connection)
