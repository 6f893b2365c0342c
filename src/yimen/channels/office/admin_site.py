"""Django's admin as an app of this door: behind its log-in."""

from django.contrib.admin.apps import AdminConfig


class SupportConfig(AdminConfig):
    """Django's admin behind this door's log-in. Replaces `django.contrib.admin` in the settings."""

    default_site = "yimen.channels.office.support.SupportSite"
