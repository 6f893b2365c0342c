"""What pages in other languages are held to: names are translated, no sentence stays Chinese."""

import html
import re

from tests.builders import Hall
from yimen.reference.catalogue.models import Department
from yimen.reference.centres.models import Area, Centre
from yimen.services.hall import queries
from yimen.services.hall.models import Queue

COOKIE = "yimen_language"

#: Each language stands in its own writing in the switch, whatever the page's language.
_LABELS = ("语言 Language", "简体中文", "繁體中文", ">简<", ">繁<")
#: What a button sends is not seen: an area is sent by its name in the catalogue.
_SENT = re.compile(r'(<button\b[^>]*?) value="[^"]*"')
_HAN = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]+")


def translate_names(hall: Hall) -> None:
    """Give the hall's places and businesses names in all languages, as a centre does."""
    Centre.objects.filter(pk=hall.centre_id).update(name_en="Test Centre", name_hant="測試中心")
    Area.objects.update(name_en="Police", name_hant="公安")
    Department.objects.update(name_en="Police Bureau", name_hant="東莞市公安局")
    for code in hall.queues:
        Queue.objects.filter(code=code).update(name_en=f"Service {code}", name_hant=f"業務{code}")
    queries.forget()


def chinese_in(page: bytes) -> set[str]:
    """Every run of Chinese characters or punctuation on a page, but for the language switch."""
    text = html.unescape(_SENT.sub(r"\1", page.decode()))
    for label in _LABELS:
        text = text.replace(label, "")
    return set(_HAN.findall(text))
