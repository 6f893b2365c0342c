"""`{{ queue|named }}` and `{{ area|place }}`: the functions of `doorway.names` as filters."""

from django import template

from yimen.channels.doorway import names

register = template.Library()
register.filter("named", names.named)
register.filter("place", names.place)
