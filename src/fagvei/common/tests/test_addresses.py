"""Many addresses of one kind are what Django would have made of each."""

import uuid

from django.urls import reverse
from django.urls.base import set_script_prefix

from fagvei.common.addresses import address_of


def test_it_is_the_address_django_makes() -> None:
    for each in (uuid.uuid4(), uuid.uuid4()):
        assert address_of("training:goal", each) == reverse("training:goal", args=[each])


def test_it_follows_where_the_house_is_mounted() -> None:
    one = uuid.uuid4()
    plain = address_of("training:goal", one)
    set_script_prefix("/fagvei/")
    try:
        assert address_of("training:goal", one) == f"/fagvei{plain}"
    finally:
        set_script_prefix("/")
    assert address_of("training:goal", one) == plain
