"""Tables of people: accounts of staff and devices; citizens, organisations and their log-in."""

from yimen.reference.people.models.accounts import AccessKey, RoleGrant, Staff, StaffManager
from yimen.reference.people.models.citizens import Citizen, CodeBudget, LogInCode, Organisation

__all__ = [
    "AccessKey",
    "Citizen",
    "CodeBudget",
    "LogInCode",
    "Organisation",
    "RoleGrant",
    "Staff",
    "StaffManager",
]
