"""What each kind of notice says, and what it cannot be without."""

import re

import pytest

from tests.cases.noticed import CODE, IDENTITY, ON, OWN, composed, facts
from yimen.kernel.documents import Document, Heading, Paragraph, Rows, Signing
from yimen.kernel.printed_codes import ALPHABET
from yimen.services.cases.errors import BadNoticeCode, NoticeIncomplete
from yimen.services.cases.rules.clocks import StopReason
from yimen.services.cases.rules.notices.composing import compose
from yimen.services.cases.rules.notices.facts import COMMON, Facts, from_json
from yimen.services.cases.rules.notices.handling import PROCEDURES
from yimen.services.cases.rules.notices.kinds import (
    SPECS,
    Kind,
    checked_code,
    notice_number,
    shown_code,
    verification_code,
)

INTAKE = (Kind.ACCEPTANCE, Kind.NOT_COMPETENT, Kind.NOT_REQUIRED, Kind.SUPPLEMENT)


def said(document: Document) -> str:
    """All words of a document's body."""
    words: list[str] = []
    for part in document.parts:
        if isinstance(part, Paragraph | Heading):
            words.append(part.text)
        elif isinstance(part, Rows):
            words += [word for row in part.rows for word in row]
        elif isinstance(part, Signing):
            words.append(part.who)
        else:
            words += [word for row in part.rows for word in row]
    return "\n".join(words)


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_is_a_whole_document(kind: Kind) -> None:
    made = composed(kind)

    assert made.title == SPECS[kind].title
    assert (made.number, made.on) == (IDENTITY.number, ON)
    assert made.check is not None
    assert (made.check.code, made.check.address) == ("7KQ4-9XWD-2MHT", IDENTITY.address)
    assert "食品经营许可（新办）" in said(made)
    assert "441900202001170001231" in said(made)
    assert "{" not in said(made) + made.copies
    assert "None" not in said(made)


@pytest.mark.parametrize("kind", Kind)
def test_every_notice_of_the_house_has_its_seal_and_two_copies(kind: Kind) -> None:
    made = composed(kind)

    if kind is Kind.TOLERANT_PROMISE:
        assert (made.seal, made.closed) == (None, False)
        assert any(isinstance(part, Signing) for part in made.parts)
    else:
        assert made.seal is not None
        assert made.seal.body == made.issuer == "东莞市市场监督管理局"
        assert made.seal.purpose.endswith("专用章")
    if kind is not Kind.DELIVERY:
        assert "一式两份" in made.copies


@pytest.mark.parametrize(
    ("kind", "missing"),
    [(kind, name) for kind in Kind for name in (*COMMON, *SPECS[kind].needs)],
)
def test_a_notice_without_what_it_must_say_is_refused(kind: Kind, missing: str) -> None:
    with pytest.raises(NoticeIncomplete) as refused:
        composed(kind, **{missing: ""})

    assert refused.value.facts == {"notice": kind.value, "missing": missing}


@pytest.mark.parametrize("kind", [kind for kind in Kind if SPECS[kind].remedies])
def test_what_can_be_contested_tells_where_and_until_when(kind: Kind) -> None:
    words = said(composed(kind))

    assert "六十日内向东莞市人民政府申请行政复议" in words
    assert "六个月内直接向有管辖权的人民法院提起行政诉讼" in words


def test_what_is_against_the_applicant_can_be_contested() -> None:
    assert {kind for kind in Kind if SPECS[kind].remedies} >= {
        Kind.NOT_COMPETENT,
        Kind.NOT_REQUIRED,
        Kind.REFUSE,
        Kind.TERMINATION,
    }


@pytest.mark.parametrize("kind", INTAKE)
def test_the_licensing_law_rules_licences_and_is_followed_for_the_rest(kind: Kind) -> None:
    assert "根据《中华人民共和国行政许可法》第三十二条第一款" in said(composed(kind))
    assert "参照《中华人民共和国行政许可法》第三十二条第一款" in said(composed(kind, licence=False))


@pytest.mark.parametrize(
    ("kind", "title"), [(Kind.GRANT, "准予办理决定书"), (Kind.REFUSE, "不予办理决定书")]
)
def test_what_is_no_licence_is_not_called_one(kind: Kind, title: str) -> None:
    made = composed(kind, licence=False)

    assert made.title == title
    assert "行政许可" not in said(made)
    assert "根据《食品经营许可管理办法》的规定" in said(made)


def test_a_refusal_gives_its_reasons_and_both_laws() -> None:
    words = said(composed(Kind.REFUSE))

    assert "第三十八条第二款和《食品经营许可管理办法》" in words
    assert "不足二十五米" in words


def test_the_supplement_tells_everything_once_with_its_limit() -> None:
    words = said(composed(Kind.SUPPLEMENT))

    assert "全部内容一次性告知" in words
    assert all(row["flaw"] in words for row in OWN[Kind.SUPPLEMENT]["flaws"])  # type: ignore[index,union-attr]
    assert "2020年2月10日前补正" in words
    assert "终止办理" in words


def test_the_acceptance_gives_both_limits_with_their_days() -> None:
    words = said(composed(Kind.ACCEPTANCE))

    assert "2020年2月7日前（10个工作日）" in words
    assert "2020年2月21日前（20个工作日）" in words
    assert "暂定" not in words
    assert "暂定" in said(composed(Kind.ACCEPTANCE, provisional=True))


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("deemed", "自收到申请材料之日起即为受理"),
        ("tolerant", "决定容缺受理"),
        ("promised", "以书面承诺代替"),
    ],
)
def test_an_acceptance_says_how_it_came_about(how: str, words: str) -> None:
    assert words in said(composed(Kind.ACCEPTANCE, **{how: True}))
    assert words not in said(composed(Kind.ACCEPTANCE))


def test_an_extension_is_approved_by_the_head_of_the_authority_or_of_the_government() -> None:
    assert "第四十二条第一款的规定，经本机关负责人批准" in said(composed(Kind.EXTENSION))
    assert "第四十二条第二款的规定，经东莞市人民政府负责人批准" in said(
        composed(Kind.EXTENSION, joint=True, approver="东莞市人民政府负责人")
    )


def test_a_receipt_is_no_acceptance_and_carries_what_is_needed_to_follow_the_case() -> None:
    made = composed(Kind.RECEIPT)

    assert "不表示申请已被受理" in said(made)
    assert "2020年2月3日前告知" in said(made)
    assert [word for word in ("384021", "3f0c6c1b" * 8, "12号窗口") if word not in said(made)] == []
    assert made.barcode == "441900202001170001231"


def test_an_organisation_is_spoken_to_as_one() -> None:
    words = said(composed(Kind.REFUSE, organisation=True))

    assert "贵单位" in words
    assert "您" not in words


def test_the_captured_signature_is_on_the_receipt_of_delivery() -> None:
    made = compose(Kind.DELIVERY, facts(Kind.DELIVERY), on=ON, signature=b"picture")

    assert [part.picture for part in made.parts if isinstance(part, Signing)] == [b"picture"]


def test_a_preview_has_neither_number_nor_code() -> None:
    made = compose(Kind.GRANT, facts(Kind.GRANT), on=ON)

    assert (made.number, made.check) == ("", None)


def test_every_reason_to_stand_still_has_its_word() -> None:
    assert set(PROCEDURES) == {reason.value for reason in StopReason} - {"supplement"}


def test_kinds_that_share_a_word_are_the_two_decisions() -> None:
    words = [spec.word for spec in SPECS.values()]
    shared = {word for word in words if words.count(word) > 1}

    assert {kind for kind in Kind if SPECS[kind].word in shared} == {Kind.GRANT, Kind.REFUSE}


def test_numbers_are_written_as_officials_write_them() -> None:
    assert notice_number("莞公", "受", 2020, 123) == "莞公受字〔2020〕第000123号"


def test_a_code_is_twelve_unmistakable_characters_that_use_every_bit() -> None:
    codes = {verification_code(bytes([n]) * 8) for n in range(256)}

    assert len(codes) == 256
    assert all(re.fullmatch(f"[{ALPHABET}]{{12}}", code) for code in codes)
    assert not set("01IO") & set(ALPHABET)
    with pytest.raises(ValueError, match="eight"):
        verification_code(b"1234567")


@pytest.mark.parametrize("typed", ["7KQ4-9XWD-2MHT", "7kq49xwd2mht", " 7KQ4 9XWD 2MHT "])
def test_a_code_is_understood_however_it_is_typed(typed: str) -> None:
    assert checked_code(typed) == CODE
    assert shown_code(CODE) == "7KQ4-9XWD-2MHT"


@pytest.mark.parametrize("typed", ["", "7KQ4-9XWD-2MH", "7KQ4-9XWD-2MH0", "７KQ4-9XWD-2MHT"])
def test_what_is_no_code_is_refused(typed: str) -> None:
    with pytest.raises(BadNoticeCode):
        checked_code(typed)


def test_facts_are_read_back_as_they_were_kept() -> None:
    given = facts(Kind.SUPPLEMENT)

    again = from_json(given.as_json())

    assert again.as_json() == given.as_json()
    assert again.day("due") == given.day("due")
    assert again.rows("flaws") == given.rows("flaws")
    assert (Facts({}).day("due"), Facts({}).rows("flaws"), Facts({}).text("x")) == (None, (), "")
