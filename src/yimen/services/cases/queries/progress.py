"""The query code beside a case's number. Who asks by it goes through `actions.asking`."""

from yimen.services.cases.errors import CaseNotFound
from yimen.services.cases.models.cases import Case
from yimen.support.secrets import unseal


def query_code(case_id: int) -> str:
    """The code beside the number: for the receipt, and for the applicant alone.

    Raises:
        CaseNotFound: no such case.
    """
    sealed = Case.objects.filter(pk=case_id).values_list("query_code_sealed", flat=True).first()
    if sealed is None:
        raise CaseNotFound
    return unseal(bytes(sealed))
