"""Staff, role grants, access keys of devices and systems, enrolment codes."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from yimen.reference.people.rules import DeviceKind, Role


class StaffManager(BaseUserManager["Staff"]):
    """Makes accounts. The log-in name is the staff number."""

    def create_user(self, username: str, password: str | None = None, **fields: object) -> "Staff":
        staff = self.model(username=username, **fields)
        staff.set_password(password)
        staff.save(using=self._db)
        return staff


class Staff(AbstractBaseUser):
    """A member of staff. There is no super-user: rights come from role grants alone."""

    #: Staff number, as on the badge.
    username = models.CharField("工号", max_length=20, unique=True)
    name = models.CharField("姓名", max_length=40)
    is_active = models.BooleanField("在用", default=True)
    #: Failures since the last success; reset by a good log-in.
    failures = models.PositiveSmallIntegerField(default=0, editable=False)
    locked_until = models.DateTimeField(null=True, blank=True, editable=False)
    #: Blind index of the person's own identity number; null: not known.
    identity_index = models.BinaryField(null=True, editable=False)
    must_change_password = models.BooleanField("首次登录须改密码", default=False)

    USERNAME_FIELD = "username"
    objects: ClassVar[StaffManager] = StaffManager()

    class Meta:
        verbose_name = verbose_name_plural = "工作人员"
        ordering = ["username"]

    def __str__(self) -> str:
        return f"{self.name}（{self.username}）"

    @property
    def is_staff(self) -> bool:
        """Django's admin asks; the role decides what is seen there."""
        return self.is_active

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Django's admin asks: what the three administrators may touch there."""
        label = perm.partition(".")[0]
        held = {grant.role for grant in self.grants.all()}
        return self.is_active and label in {app for role in held for app in _ADMIN.get(role, ())}

    def has_module_perms(self, app_label: str) -> bool:
        return self.has_perm(app_label + ".")


_ADMIN: dict[str, tuple[str, ...]] = {
    Role.SYSTEM_ADMIN.value: ("people", "centres", "catalogue", "hall", "otp_totp"),
    Role.SECURITY_ADMIN.value: ("policy",),
    Role.AUDIT_ADMIN.value: ("support", "admin"),
    Role.HALL_MANAGER.value: ("centres", "hall"),
}


class RoleGrant(models.Model):
    """One role of one person, in one centre or department, or everywhere."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(
        "角色", max_length=24, choices=[(role.value, role.value) for role in Role]
    )
    #: Null: every centre.
    centre = models.ForeignKey(
        "centres.Centre", null=True, blank=True, on_delete=models.CASCADE, verbose_name="中心"
    )
    department = models.ForeignKey(
        "catalogue.Department", null=True, blank=True, on_delete=models.CASCADE, verbose_name="部门"
    )
    granted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "角色授权"
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "role", "centre", "department"],
                nulls_distinct=False,
                name="people_grant_once",
            ),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in Role]), name="people_role_known"
            ),
        ]


class AccessKey(models.Model):
    """A key of a device, another system or a member of staff. Only its digest is kept."""

    name = models.CharField("名称", max_length=60)
    kind = models.CharField(
        "类型", max_length=20, choices=[(kind.value, kind.value) for kind in DeviceKind]
    )
    centre = models.ForeignKey("centres.Centre", on_delete=models.CASCADE, verbose_name="中心")
    #: A window screen's own window, a board's own area; null for others.
    window = models.ForeignKey("centres.Window", null=True, blank=True, on_delete=models.CASCADE)
    area = models.ForeignKey("centres.Area", null=True, blank=True, on_delete=models.CASCADE)
    #: Whose own key it is, and until when; null for devices and systems.
    staff = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.CASCADE)
    expires_at = models.DateTimeField(null=True, editable=False)
    #: SM3 of the key; null until the device has enrolled.
    digest = models.BinaryField(null=True, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True)
    #: SM3 of the one-time code shown in the office; null once used.
    code_digest = models.BinaryField(null=True, unique=True, editable=False)
    code_expires_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "设备与系统"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="window_screen") | Q(window__isnull=False),
                name="people_window_screen_has_window",
            ),
            models.CheckConstraint(
                condition=Q(kind="person", staff__isnull=False, expires_at__isnull=False)
                | (~Q(kind="person") & Q(staff__isnull=True, expires_at__isnull=True)),
                name="people_own_key_has_person",
            ),
        ]

    def __str__(self) -> str:
        return self.name
