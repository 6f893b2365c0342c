"""Departments in the centre."""

from django.db import models


class Department(models.Model):
    """A body that offers items: bureau, institution or public-service company."""

    #: Short and stable, for example "GA".
    code = models.CharField("代码", max_length=20, unique=True)
    name = models.CharField("名称", max_length=60)
    name_en = models.CharField("英文名称", max_length=120, blank=True)
    name_hant = models.CharField("繁体名称", max_length=60, blank=True)
    position = models.PositiveSmallIntegerField("次序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "部门"
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name
