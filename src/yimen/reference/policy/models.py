"""Dated values of parameters. Rows are added, never changed: the table is its own history."""

from django.conf import settings
from django.db import models


class DatedValue(models.Model):
    """One parameter's value from a day on."""

    key = models.CharField("参数", max_length=80)
    value = models.JSONField("取值")
    effective_from = models.DateField("自何日起")
    #: Law, notice or decision that sets the value.
    source = models.CharField("依据", max_length=200)
    #: Null where the demonstration city or a migration set it.
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT
    )
    set_at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "参数（按日期生效）"
        ordering = ["key", "-effective_from"]
        constraints = [
            models.UniqueConstraint(fields=["key", "effective_from"], name="policy_one_value_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.key} = {self.value}（自 {self.effective_from}）"
