"""Notices of cases: written with what they tell, drawn once, opened by right, verified by all."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from PIL import Image
from pytest_django import Settings

from tests.builders import CITIZEN, Hall
from tests.cases.office import Office, build_office, ten
from tests.paper.builders import picture as drawn_page
from tests.paper.builders import text_of
from tests.support.files.builders import picture, send
from yimen.kernel.errors import NotAllowed
from yimen.reference.catalogue.models import Department
from yimen.reference.people.rules import HOUSE, Actor
from yimen.services.cases.actions import (
    deciding,
    drawing,
    extending,
    filing,
    handing,
    moves,
    noticing,
    special,
    supplementing,
)
from yimen.services.cases.errors import (
    NoticeIncomplete,
    NoticeLost,
    NoticeNotFound,
    NoticeVoided,
    ReasonNeeded,
)
from yimen.services.cases.models import Case, Notice, NoticeSeries
from yimen.services.cases.models.notices import ONCE
from yimen.services.cases.queries import cases, notices
from yimen.services.cases.queries.notices import NoticeView, notice_by_code, notices_of
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.clocks import StopReason
from yimen.services.cases.rules.handing import Shown
from yimen.services.cases.rules.notices.kinds import Kind, NoticeState
from yimen.services.cases.rules.steps import Outcome
from yimen.services.cases.tasks import draw_notices
from yimen.support import audit
from yimen.support.files import actions as files
from yimen.support.models import AuditEntry
from yimen.support.paper import pdf, shelf

pytestmark = pytest.mark.django_db
STRANGER = Actor("citizen", 78, "citizen")


@pytest.fixture
def office(hall: Hall) -> Office:
    made = build_office(hall)
    Department.objects.filter(pk=made.department_id).update(mark="莞公")
    return made


def kinds(case_id: int) -> list[Kind]:
    return [each.kind for each in notices_of(case_id)]


def refused(office: Office) -> CaseView:
    case = office.accepted()
    office.do(office.handler, case.id)
    office.do(office.reviewer, case.id)
    office.do(office.approver, case.id, Outcome.REFUSE, opinion="不在本市居住")
    return cases.case(case.id)


def supplemented(office: Office) -> CaseView:
    case = office.received()
    return supplementing.ask(case.id, {"photo": "照片模糊。"}, by=office.handler, at=ten(7))


def not_required(office: Office) -> CaseView:
    return filing.find_not_required(office.received().id, "不需办理", by=office.clerk, at=ten(7))


def not_competent(office: Office) -> CaseView:
    case = office.received()
    return filing.find_not_competent(case.id, "在外市", "广州市公安局", by=office.clerk, at=ten(7))


def deemed(office: Office) -> CaseView:
    return filing.deem_accepted(office.received().id, by=HOUSE, at=ten(7))


def tolerated(office: Office) -> CaseView:
    case = office.received(lease=False)
    return filing.accept(case.id, by=office.clerk, at=ten(7), tolerant_days=5)


def promised(office: Office) -> CaseView:
    case, words = office.received(lease=False), {"lease": "所租住的地址真实"}
    return filing.accept(case.id, by=office.clerk, at=ten(7), promised=words)


def suspended(office: Office) -> CaseView:
    case = office.accepted()
    asked = special.ask(
        case.id, StopReason.HEARING, days=10, reason="有争议", by=office.handler, at=ten(8)
    )
    special.approve(asked.id, by=office.reviewer, at=ten(9))
    return cases.case(case.id)


def extended(office: Office) -> CaseView:
    case = office.accepted()
    asked = extending.ask(case.id, days=5, reason="要核查", by=office.handler, at=ten(8))
    extending.grant(asked.id, by=office.approver, at=ten(9))
    return cases.case(case.id)


def terminated(office: Office) -> CaseView:
    case = office.accepted()
    return deciding.terminate(case.id, "申请人死亡", by=office.handler, at=ten(8))


WAYS: list[tuple[Callable[[Office], CaseView], list[Kind]]] = [
    (Office.received, [Kind.RECEIPT]),
    (Office.accepted, [Kind.RECEIPT, Kind.ACCEPTANCE]),
    (deemed, [Kind.RECEIPT, Kind.ACCEPTANCE]),
    (supplemented, [Kind.RECEIPT, Kind.SUPPLEMENT]),
    (not_required, [Kind.RECEIPT, Kind.NOT_REQUIRED]),
    (not_competent, [Kind.RECEIPT, Kind.NOT_COMPETENT]),
    (tolerated, [Kind.RECEIPT, Kind.ACCEPTANCE, Kind.TOLERANT, Kind.TOLERANT_PROMISE]),
    (promised, [Kind.RECEIPT, Kind.ACCEPTANCE, Kind.PROMISE]),
    (suspended, [Kind.RECEIPT, Kind.ACCEPTANCE, Kind.SPECIAL]),
    (extended, [Kind.RECEIPT, Kind.ACCEPTANCE, Kind.EXTENSION]),
    (Office.granted, [Kind.RECEIPT, Kind.ACCEPTANCE, Kind.GRANT]),
    (refused, [Kind.RECEIPT, Kind.ACCEPTANCE, Kind.REFUSE]),
    (terminated, [Kind.RECEIPT, Kind.ACCEPTANCE, Kind.TERMINATION]),
]


@pytest.mark.parametrize(("go", "told"), WAYS, ids=lambda way: getattr(way, "__name__", ""))
def test_whatever_is_decided_is_told_in_the_same_breath(
    office: Office, go: Callable[[Office], CaseView], told: list[Kind]
) -> None:
    case = go(office)

    assert kinds(case.id) == told
    assert list(audit.verify()) == []


@pytest.mark.parametrize(("go", "told"), WAYS, ids=lambda way: getattr(way, "__name__", ""))
def test_everything_told_becomes_a_signed_file_that_names_its_number(
    office: Office, go: Callable[[Office], CaseView], told: list[Kind]
) -> None:
    last = notices_of(go(office).id)[-1]

    content = drawing.content(last.id)

    found = pdf.verify(content)
    assert found is not None
    assert (found.valid, found.signer) == (True, notices.notice(last.id).signer)
    page = text_of(content)
    assert [word for word in (last.title, last.number, "演示张三") if word not in page] == []
    assert last.kind is told[-1]


def test_numbers_count_by_body_word_and_year(office: Office) -> None:
    case = office.granted()
    later = refused(office)

    assert [each.number for each in notices_of(case.id)] == [
        "莞公收字〔2019〕第000001号",
        "莞公受字〔2019〕第000001号",
        "莞公决字〔2019〕第000001号",
    ]
    assert [each.number for each in notices_of(later.id)] == [
        "莞公收字〔2019〕第000002号",
        "莞公受字〔2019〕第000002号",
        "莞公决字〔2019〕第000002号",
    ]


def told_end(case_id: int, at: datetime, occasion: str = noticing.FIRST) -> NoticeView:
    """A notice of a termination, written as an act would."""
    with transaction.atomic():
        said = {"reason": "不能继续"}
        row = moves.locked(case_id)
        noticing.tell(row, Kind.TERMINATION, said, occasion=occasion, by=HOUSE, at=at)
    return notices_of(case_id)[-1]


def test_a_new_year_begins_anew_at_local_midnight(office: Office) -> None:
    midnight = ten() + timedelta(days=56, hours=14)  # 2020-01-01 00:00 in the centre

    told = told_end(office.received().id, midnight)
    before = told_end(office.received().id, midnight - timedelta(seconds=1))

    assert told.number == "莞公终字〔2020〕第000001号"
    assert before.number == "莞公终字〔2019〕第000001号"


def test_one_occasion_is_told_once(office: Office) -> None:
    case = office.received()
    first = told_end(case.id, ten(9))

    with pytest.raises(IntegrityError, match=ONCE):
        told_end(case.id, ten(10))
    other = told_end(case.id, ten(10), "2")

    assert [each.id for each in notices_of(case.id)[-2:]] == [first.id, other.id]


def test_a_body_without_a_mark_numbers_by_its_name(office: Office) -> None:
    Department.objects.filter(pk=office.department_id).update(mark="")

    assert notices_of(office.received().id)[0].number == "东莞市公安局收字〔2019〕第000001号"


def test_what_is_rolled_back_takes_no_number(office: Office) -> None:
    case = office.received()
    with pytest.raises(RuntimeError), transaction.atomic():
        filing.accept(case.id, by=office.clerk, at=ten(6))
        raise RuntimeError

    filing.accept(case.id, by=office.clerk, at=ten(6))

    assert [each.number for each in notices_of(case.id)][1:] == ["莞公受字〔2019〕第000001号"]
    assert NoticeSeries.objects.get(word="受").last == 1


def test_a_decision_that_cannot_be_told_is_not_made(office: Office) -> None:
    case = office.received()
    Case.objects.filter(pk=case.id).update(applicant_name_sealed=b"")

    with pytest.raises(NoticeIncomplete):
        filing.accept(case.id, by=office.clerk, at=ten(6))

    assert cases.case(case.id).state.value == "received"


def test_nobody_reads_a_name_in_the_database(office: Office) -> None:
    case = office.accepted()

    row = Notice.objects.filter(case_id=case.id).first()
    assert row is not None
    assert "演示".encode() not in bytes(row.facts_sealed)
    assert notices_of(case.id)[0].applicant == "演**三"


def test_the_second_supplement_is_a_notice_of_its_own(office: Office) -> None:
    case = supplemented(office)
    Case.objects.get(pk=case.id).materials.update(state="given")
    supplementing.supply(case.id, by=office.clerk, at=ten(20))
    both = build_supervising_handler(office)
    supplementing.ask(case.id, {"id": "已过期"}, by=both, at=ten(30), override="法院来函")

    told = [each for each in notices_of(case.id) if each.kind is Kind.SUPPLEMENT]

    assert [each.occasion for each in told] == ["1", "2"]
    drawing.render_pending(10)
    first, second = (text_of(drawing.content(each.id)) for each in told)
    assert ("照片模糊" in first, "已过期" in first) == (True, False)
    assert ("照片模糊" in second, "已过期" in second) == (False, True)


def build_supervising_handler(office: Office) -> Actor:
    """A handler who also supervises: what a second supplement takes."""
    return replace(office.handler, grants=office.handler.grants + office.supervisor.grants)


def test_a_file_is_drawn_once_and_stays(office: Office) -> None:
    told = notices_of(office.received().id)[0]

    first = drawing.content(told.id)
    drawing.render(told.id)

    assert drawing.content(told.id) == first
    assert notices.pending(10) == []


def test_the_job_draws_what_waits_and_nothing_twice(office: Office) -> None:
    case = office.accepted()

    draw_notices(0)
    before = [drawing.content(each.id) for each in notices_of(case.id)]
    draw_notices(0)

    assert [drawing.content(each.id) for each in notices_of(case.id)] == before
    assert [each.is_ready for each in notices_of(case.id)] == [True, True]


def test_a_file_kept_before_its_drawer_died_is_the_one_that_counts(office: Office) -> None:
    told = notices_of(office.received().id)[0]
    kept = drawing.content(told.id)
    Notice.objects.filter(pk=told.id).update(file="", file_digest=None, signer="")

    again = drawing.render(told.id)

    assert drawing.content(told.id) == kept
    assert "演示" in again.signer


def test_a_strangers_file_under_its_name_is_not_taken_for_it(office: Office) -> None:
    told = notices_of(office.received().id)[0]
    shelf.keep(f"2019/{told.code[:2]}/{told.code}.pdf", b"%PDF-1.4 a forgery")

    with pytest.raises(NoticeLost):
        drawing.render(told.id)

    assert notices.notice(told.id).is_ready is False


def test_a_kept_file_that_was_changed_is_not_handed_out(office: Office, settings: Settings) -> None:
    told = notices_of(office.received().id)[0]
    drawing.render(told.id)
    row = Notice.objects.get(pk=told.id)
    file = settings.MEDIA_ROOT / "notices" / row.file
    assert b"%PDF" not in file.read_bytes()  # people's names are in it: sealed at rest
    file.write_bytes(file.read_bytes()[:-1] + b"x")

    with pytest.raises(NoticeLost):
        drawing.content(told.id)

    file.unlink()
    with pytest.raises(NoticeLost):
        drawing.content(told.id)


def test_without_a_seal_notices_wait_and_are_drawn_when_there_is_one(
    office: Office, settings: Settings
) -> None:
    case = office.accepted()
    good = settings.ENVIRONMENT
    settings.ENVIRONMENT = replace(good, seal_p12="/no/such/seal.p12")

    assert drawing.render_pending(10) == 0

    settings.ENVIRONMENT = good
    assert drawing.render_pending(10) == len(notices_of(case.id))


def test_one_that_fails_goes_behind_the_others(office: Office) -> None:
    bad, good = notices_of(office.accepted().id)
    shelf.keep(f"2019/{bad.code[:2]}/{bad.code}.pdf", b"no PDF")

    assert drawing.render_pending(1) == 0
    assert drawing.render_pending(1) == 1

    assert notices.notice(good.id).is_ready
    assert notices.pending(10) == [bad.id]


def handed_over(office: Office) -> tuple[NoticeView, str]:
    """The notice of a hand-out at the window, and the file of the signature."""
    case = office.granted()
    deciding.certify(case.id, by=HOUSE, at=ten(20))
    kept = send(picture("PNG"), "signature.png", at=ten(21))
    shown = Shown(CITIZEN, "演示张三", by_reader=True)
    handing.hand_out(case.id, shown, signature_file=kept.id, by=office.issuer, at=ten(22))
    return notices_of(case.id)[-1], kept.id


def test_the_delivery_names_who_took_what_and_shows_their_signature(
    office: Office, tmp_path: Path
) -> None:
    told, _ = handed_over(office)

    content = drawing.content(told.id)

    assert told.kind is Kind.DELIVERY
    page = text_of(content)
    for word in ("演示张三（申请人本人）", "读卡核验", "准予办理决定书", "居住证", "工号7006"):
        assert word in page, word
    above_the_line = (250, 100, 480, 420)
    assert blueness(drawn_page(content, tmp_path, page=1), above_the_line) > 0.001


def blueness(image: Image.Image, box: tuple[int, int, int, int]) -> float:
    """Which share of a box is the blue half of the signature; red is the seal's too."""
    left, bottom, right, top = (round(edge * 150 / 72) for edge in box)
    raw = image.crop((left, image.height - top, right, image.height - bottom)).tobytes()
    blue: int = sum(
        b > 150 and r < 100 and g < 100 for r, g, b in zip(*[iter(raw)] * 3, strict=True)
    )
    return blue * 3 / len(raw)


def test_a_signature_that_was_taken_back_leaves_room_for_ink(office: Office) -> None:
    told, signature = handed_over(office)
    files.drop(signature, actor_label="staff:1", at=ten(23))

    assert "领取人（签字或盖章）" in text_of(drawing.content(told.id))


def test_staff_open_a_notice_by_right_and_on_record(office: Office) -> None:
    told = notices_of(office.accepted().id)[0]

    with pytest.raises(NotAllowed):
        drawing.open_notice(told.id, by=office.supervisor, at=ten(30))
    found = drawing.open_notice(told.id, by=office.handler, at=ten(30))

    assert found == drawing.content(told.id)
    entry = AuditEntry.objects.filter(subject=f"view:{office.handler.label}").get()
    assert (entry.act, entry.facts["number"]) == ("open_notice", told.number)


def test_citizens_open_their_own_notices_and_no_others(office: Office) -> None:
    case = office.accepted()
    Case.objects.filter(pk=case.id).update(citizen_id=77)
    told = notices_of(case.id)[0]

    found = drawing.open_notice(told.id, by=Actor("citizen", 77, "citizen"), at=ten(30))

    assert found == drawing.content(told.id)
    with pytest.raises(NoticeNotFound):
        drawing.open_notice(told.id, by=STRANGER, at=ten(30))
    with pytest.raises(NoticeNotFound):
        drawing.open_notice(told.id, by=Actor("citizen", 0, "citizen"), at=ten(30))


def test_a_void_notice_stays_on_record_and_is_given_to_no_citizen(office: Office) -> None:
    case = office.accepted()
    Case.objects.filter(pk=case.id).update(citizen_id=77)
    told = notices_of(case.id)[1]
    with pytest.raises(NotAllowed):
        noticing.void(told.id, "写错", by=office.handler, at=ten(40))
    with pytest.raises(ReasonNeeded):
        noticing.void(told.id, " ", by=office.supervisor, at=ten(40))

    gone = noticing.void(told.id, "姓名有误", by=office.supervisor, at=ten(40))

    assert (gone.state, gone.void_reason) == (NoticeState.VOID, "姓名有误")
    assert notice_by_code(told.code).state is NoticeState.VOID
    assert cases.log(case.id)[-1].event == "void_notice"
    with pytest.raises(NoticeVoided):
        noticing.void(told.id, "再作废", by=office.supervisor, at=ten(41))
    with pytest.raises(NoticeVoided):
        drawing.open_notice(told.id, by=Actor("citizen", 77, "citizen"), at=ten(42))
    assert drawing.open_notice(told.id, by=office.handler, at=ten(42))
    with pytest.raises(NoticeNotFound):
        noticing.void(0, "没有", by=office.supervisor, at=ten(43))
    assert list(audit.verify()) == []


def test_anybody_with_the_code_learns_what_it_is_and_whether_a_file_is_the_one(
    office: Office,
) -> None:
    told = notices_of(office.accepted().id)[0]
    content = drawing.content(told.id)

    found = notice_by_code(told.code.lower())

    assert (found.number, found.department) == (told.number, "东莞市公安局")
    assert drawing.is_unchanged(found, content)
    assert not drawing.is_unchanged(found, content + b" ")
    assert not drawing.is_unchanged(told, content)  # seen before it was drawn
    with pytest.raises(NoticeNotFound):
        notice_by_code("2222-2222-2222")


def test_a_preview_shows_the_words_and_keeps_nothing(office: Office) -> None:
    case = office.accepted()

    made = drawing.preview(case.id, Kind.REFUSE, {"reason": "材料虚假"}, at=ten(9))

    page = text_of(made)
    assert "材料虚假" in page
    assert "决字" not in page
    assert pdf.verify(made) is None
    assert Kind.REFUSE not in kinds(case.id)
    with pytest.raises(NoticeIncomplete):
        drawing.preview(case.id, Kind.REFUSE, {}, at=ten(9))


def test_there_is_no_notice_of_what_does_not_exist() -> None:
    for ask in (notices.notice, drawing.render, drawing.content):
        with pytest.raises(NoticeNotFound):
            ask(0)
