"""Which files cases and bundles refer to: pages of materials, and signatures."""

from collections.abc import Iterable

from django.db.models import Q

from yimen.services.cases.models import Case, CaseBundle, GiveBack, HandOut, Material
from yimen.services.cases.rules.states import State


def files_referred(case_ids: Iterable[int], bundle_ids: Iterable[int]) -> set[str]:
    """Files that these cases and bundles, or cases of these bundles, still refer to.

    A draft that expired refers to none: nobody goes on with it.
    """
    bundles = list(bundle_ids)
    found = Case.objects.filter(Q(pk__in=list(case_ids)) | Q(bundle_id__in=bundles))
    signed = dict(found.exclude(state=State.EXPIRED.value).values_list("pk", "signature_file"))
    referred = set(signed.values())
    for pages in Material.objects.filter(case__in=list(signed)).values_list("file_ids", flat=True):
        referred.update(pages)
    for model in (HandOut, GiveBack):
        rows = model.objects.filter(case__in=list(signed))
        referred.update(rows.values_list("signature_file", flat=True))
    for given, signature in CaseBundle.objects.filter(pk__in=bundles).values_list(
        "given", "signature_file"
    ):
        referred.add(signature)
        for came in given.values():
            referred.update(came.get("file_ids", ()))
    return referred - {""}
