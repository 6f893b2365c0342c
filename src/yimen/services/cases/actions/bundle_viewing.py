"""Who applies for a bundle and what they filled in, in full."""

import json

from yimen.services.cases.actions.viewing import Plain
from yimen.services.cases.errors import CaseNotFound
from yimen.services.cases.models.bundles import CaseBundle
from yimen.support.secrets import unseal


def for_house(bundle_id: int) -> Plain:
    """What messages need, and what a window's forms complete; for no page.

    Raises:
        CaseNotFound: no such bundle.
    """
    row = CaseBundle.objects.filter(pk=bundle_id).first()
    if row is None:
        raise CaseNotFound
    return plain(row)


def plain(row: CaseBundle) -> Plain:
    """The same of a row; pages go by `bundle_attending`."""
    form = unseal(bytes(row.form_sealed))
    return Plain(
        id=unseal(bytes(row.applicant_id_sealed)),
        name=unseal(bytes(row.applicant_name_sealed)),
        phone=unseal(bytes(row.phone_sealed)),
        agent_id=unseal(bytes(row.agent_id_sealed)),
        agent_name=unseal(bytes(row.agent_name_sealed)),
        form=json.loads(form) if form else {},
        address={},
    )
