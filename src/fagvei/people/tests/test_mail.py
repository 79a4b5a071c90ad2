"""The e-mail behind a notice carries nothing personal (T-27)."""

import re

from fagvei.people import actions
from fagvei.people.mail import send_notice
from fagvei.people.models import User


def test_a_notice_is_mailed_without_names_content_or_acting_links(cast, anna, mailoutbox, settings):
    notice = actions.notify(
        user=anna, kind="goal_approved", text="RUS-032 er godkjent av Bo Lund", path="/min-utdanning/RUS-032/"
    )

    assert send_notice.func(notice.pk) == "sent"

    [mail] = mailoutbox
    assert mail.to == ["anna@example.org"]
    text = f"{mail.subject}\n{mail.body}"
    for user in User.objects.all():
        assert not any(name in text for name in (*user.full_name.split(), user.username))
    assert "RUS" not in text
    assert re.findall(r"https?://\S+", text) == [f"{settings.FAGVEI_BASE_URL}/oppgaver/"]


def test_nothing_is_mailed_to_a_closed_account(cast, anna, mailoutbox):
    notice = actions.notify(user=anna, kind="x", text="Noe")
    User.objects.filter(pk=anna.pk).update(is_active=False)

    assert send_notice.func(notice.pk) == "no address"
    assert mailoutbox == []


def test_notices_are_marked_as_read_for_oneself_only(cast, anna, bo):
    for user in (anna, bo):
        actions.notify(user=user, kind="x", text="Noe")

    assert actions.mark_notifications_read(by=anna) == 1
    assert bo.notifications.get().read_at is None
