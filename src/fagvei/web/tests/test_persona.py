"""As whom somebody looks at the pages."""

from types import SimpleNamespace

from fagvei.web.persona import SESSION_KEY, active_role


def test_what_one_does_beside_the_work_is_shown_first_only_when_there_is_nothing_else():
    peer = SimpleNamespace(role="guideline_peer", public_id="1")
    leader = SimpleNamespace(role="survey_owner", public_id="2")

    def shown(roles, chosen=""):
        return active_role(SimpleNamespace(session={SESSION_KEY: chosen}), roles)

    assert shown([peer, leader]) is leader
    assert shown([peer, leader], chosen="1") is peer
    assert shown([peer]) is peer
    assert shown([]) is None
