"""The programming interface of the house, `/api/v1/`: each room's router under one roof."""

from fagvei.curriculum.api import router as curriculum
from fagvei.interop.api.base import HouseAPI
from fagvei.interop.api.feedback import router as feedback

api = HouseAPI(
    title="Fagvei",
    version="1.0",
    description="Public content as data, and a way to tell what is wrong. Nobody's record can be read here.",
    urls_namespace="interop:api",
)
api.add_router("", curriculum)
api.add_router("", feedback)
urls = api.open_urls()

__all__ = ["api", "urls"]
