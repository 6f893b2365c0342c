"""Publishing bundles (一件事): a new version where something differs, frozen from then on."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from yimen.reference.catalogue.actions.importing import by_whom
from yimen.reference.catalogue.errors import BadBundle, BadContent, BundleNotFound, SamePerson
from yimen.reference.catalogue.models import BUNDLE_MAKER_IS_NOT_REVIEWER, Bundle, BundleVersion
from yimen.reference.catalogue.queries.bundles import BundleView, bundle_by_id, items_of, known
from yimen.reference.catalogue.rules import bundles
from yimen.reference.catalogue.rules.bundle_lint import faults
from yimen.reference.people.rules import Actor, Right, require
from yimen.support import sql

_MAKER_LENGTH = 16


def import_bundles(text: str, *, by: Actor, at: datetime) -> list[BundleView]:
    """Put every bundle of a JSON file in force: `{code: document}`. All of them, or none.

    The file is the maker, by its digest; who takes it in is the reviewer, as with items.

    Raises:
        NotAllowed: `by` may not review items.
        BadContent: not such a file, or a document is not as it must be.
        BadBundle: one does not fit the items in force.
    """
    try:
        found = json.loads(text)
    except ValueError:
        raise BadContent(path=".", needs="JSON") from None
    if not isinstance(found, dict):
        raise BadContent(path=".", needs="object")
    digest = hashlib.sha256(text.encode()).hexdigest()[:_MAKER_LENGTH]
    with transaction.atomic():
        return [
            publish_bundle(code, document, maker=f"file:{digest}", by=by, at=at)
            for code, document in found.items()
        ]


def publish_bundle(
    code: str, document: Mapping[str, object], *, maker: str, by: Actor, at: datetime
) -> BundleView:
    """Put a bundle in force. The same document again changes nothing.

    Args:
        code: short and stable.
        document: see `rules.bundles`.
        maker: who wrote it, never who publishes it.
        by: who publishes it.
        at: now.

    Raises:
        NotAllowed: `by` may not review items.
        SamePerson: `by` wrote it.
        BadContent: the document is not as it must be.
        BadBundle: it does not fit the items in force.
    """
    require(by, Right.REVIEW_ITEMS)
    _check(document)
    with transaction.atomic():
        count = Bundle.objects.count()
        row, _made = Bundle.objects.get_or_create(code=code[:40], defaults={"position": count})
        row = Bundle.objects.select_for_update().get(pk=row.pk)
        last = row.versions.order_by("-number").first()
        if last is not None and last.document == document:
            return bundle_by_id(last.pk)
        version = BundleVersion(
            bundle=row,
            number=last.number + 1 if last else 1,
            document=dict(document),
            maker=maker,
            reviewer=by_whom(by),
            published_at=at,
        )
        try:
            version.save(force_insert=True)
        except IntegrityError as error:
            if sql.violated(error, BUNDLE_MAKER_IS_NOT_REVIEWER):
                raise SamePerson from error
            raise
    return bundle_by_id(version.pk)


def _check(document: Mapping[str, object]) -> None:
    found = bundles.read(document)
    looked = {code: known(version) for code, version in items_of(found).items()}
    wrong = faults(found, looked)
    if wrong:
        first = wrong[0]
        raise BadBundle(
            bundle_fault=first.what, part=first.part, about=first.about[:80], count=len(wrong)
        )


def offer_bundle(code: str, offered: bool, *, by: Actor) -> None:
    """Take applications for a bundle, or stop to; those that were filed go on.

    Raises:
        NotAllowed: `by` may not review items.
        BundleNotFound: no such bundle.
    """
    require(by, Right.REVIEW_ITEMS)
    if not Bundle.objects.filter(code=code).update(offered=offered):
        raise BundleNotFound(bundle=code)
