"""Numbers of organisations, items, vehicles, parcels, documents: published examples and slips."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.kernel import identifiers as ids
from yimen.kernel.identifiers import BadIdentifier, Flaw, Holder, Level, NewEnergy, Sex

TODAY = date(2019, 11, 5)

USCC = ("91110000600037341L", "91441900MA4W2XK122", "11441900007330060J", "52441900MJL123456G")
IMPLEMENTATION = (
    ("11440100007482575H3440118009000", "11440100007482575H", Level.CITY, "440118009000"),
    ("11440000MB2D0164XH2440289876000", "11440000MB2D0164XH", Level.PROVINCE, "440289876000"),
    ("11370800MB285591843370117002011", "11370800MB28559184", Level.CITY, "370117002011"),
)
VIN = ("1M8GDM9AXKP042788", "LSVAU2A34N2183294", "LGXC16DF5L0123456", "LFV2A21K8A3000001")


def flaw_of(check: Callable[[str], object], text: str) -> Flaw:
    with pytest.raises(BadIdentifier) as refusal:
        check(text)
    assert set(refusal.value.facts) == {"flaw"}
    return Flaw(str(refusal.value.facts["flaw"]))


def new_card(text: str) -> str:
    return ids.foreigners_card(text, today=TODAY)


@pytest.mark.parametrize(
    ("number", "holder", "region", "born", "sex"),
    [
        ("441900199003070016", Holder.CITIZEN, "441900", date(1990, 3, 7), Sex.MALE),
        ("441900200001010023", Holder.CITIZEN, "441900", date(2000, 1, 1), Sex.FEMALE),
        ("44190019550815003X", Holder.CITIZEN, "441900", date(1955, 8, 15), Sex.MALE),
        ("11010519491231002X", Holder.CITIZEN, "110105", date(1949, 12, 31), Sex.FEMALE),
        ("810000199205081230", Holder.HONG_KONG, "810000", date(1992, 5, 8), Sex.MALE),
        ("820000198512241238", Holder.MACAO, "820000", date(1985, 12, 24), Sex.MALE),
        ("830000197901011230", Holder.TAIWAN, "830000", date(1979, 1, 1), Sex.MALE),
    ],
)
def test_a_number_tells_holder_region_birth_and_sex(
    number: str, holder: Holder, region: str, born: date, sex: Sex
) -> None:
    read = ids.read_citizen_id(number, today=TODAY)

    assert (read.holder, read.region, read.born, read.sex) == (holder, region, born, sex)


def test_nothing_is_read_from_a_foreigners_number() -> None:
    read = ids.read_citizen_id("944840199001010016", today=TODAY)

    assert (read.holder, read.region, read.born, read.sex) == (Holder.FOREIGNER, "", None, None)


def test_foreigners_cards_are_taken_in_both_forms() -> None:
    assert new_card("944840199001010016") == "944840199001010016"
    assert new_card("usa 440077010112") == "USA440077010112"


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("944840199001010017", Flaw.CHECK_DIGIT),
        ("441900199003070016", Flaw.CHARACTERS),  # a citizen's
        ("US1440077010112", Flaw.CHARACTERS),
        ("USA44007701011", Flaw.LENGTH),
    ],
)
def test_other_numbers_are_no_foreigners_cards(text: str, flaw: Flaw) -> None:
    assert flaw_of(new_card, text) is flaw


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        (date(2000, 3, 1), date(2020, 2, 29), 19),
        (date(2000, 3, 1), date(2020, 3, 1), 20),
        (date(2000, 2, 29), date(2019, 2, 28), 18),
        (date(2000, 2, 29), date(2019, 3, 1), 19),
        (date(2000, 2, 29), date(2020, 2, 29), 20),
    ],
)
def test_a_year_is_full_on_the_birthday(born: date, on: date, years: int) -> None:
    assert ids.age(born, on) == years


@pytest.mark.parametrize("number", USCC)
def test_published_social_credit_codes_are_good(number: str) -> None:
    assert ids.uscc(f" {number.lower()} ") == number


@pytest.mark.parametrize("number", USCC)
@pytest.mark.parametrize("place", range(18))
def test_any_one_character_of_a_social_credit_code_changed_is_refused(
    number: str, place: int
) -> None:
    for other in "0123456789ABCDEFGHJKLMNPQRTUWXY":
        if other != number[place]:
            changed = number[:place] + other + number[place + 1 :]
            assert flaw_of(ids.uscc, changed) in {Flaw.CHECK_DIGIT, Flaw.CHARACTERS}


@pytest.mark.parametrize("letter", "IOSVZ")
def test_letters_like_digits_are_not_in_the_alphabet(letter: str) -> None:
    assert flaw_of(ids.uscc, f"9144190{letter}MA4W2XK122") is Flaw.CHARACTERS
    assert flaw_of(ids.uscc, f"91441900MA4W2XK12{letter}") is Flaw.CHARACTERS


def test_an_organisation_code_checks() -> None:
    assert ids.organisation_code("60003734-1") == "600037341"
    assert ids.organisation_code("D2143569-X") == "D2143569X"
    assert flaw_of(ids.organisation_code, "600037342") is Flaw.CHECK_DIGIT
    assert flaw_of(ids.organisation_code, "6000373") is Flaw.LENGTH
    assert flaw_of(ids.organisation_code, "60003734A") is Flaw.CHARACTERS


@pytest.mark.parametrize(("code", "body", "level", "basic"), IMPLEMENTATION)
def test_real_implementation_codes_come_apart(
    code: str, body: str, level: Level, basic: str
) -> None:
    read = ids.implementation_code(code)

    assert (read.body, read.level, read.basic.code, read.code) == (body, level, basic, code)


def test_a_basic_code_has_five_parts() -> None:
    read = ids.basic_code("370117002011")

    assert (read.region, read.item_type, read.department) == ("37", "01", "17")
    assert (read.main, read.sub) == ("002", "011")
    assert flaw_of(ids.basic_code, "37011700201") is Flaw.LENGTH
    assert flaw_of(ids.basic_code, "3701170020A1") is Flaw.CHARACTERS


def test_unknown_types_and_departments_are_kept() -> None:
    assert ids.basic_code("449999001000").item_type == "99"


@pytest.mark.parametrize(
    ("code", "flaw"),
    [
        ("11440100007482575H344011800900", Flaw.LENGTH),
        ("11440100007482575J3440118009000", Flaw.BODY),
        ("11440100007482575H0440118009000", Flaw.LEVEL),
        ("11440100007482575H7440118009000", Flaw.LEVEL),
        ("11440100007482575H344011800900A", Flaw.CHARACTERS),
    ],
)
def test_what_is_wrong_with_an_implementation_code_is_told(code: str, flaw: Flaw) -> None:
    assert flaw_of(ids.implementation_code, code) is flaw
    assert flaw_of(ids.handling_code, code + "01") is flaw


def test_a_handling_code_is_an_implementation_code_and_two_digits() -> None:
    code, suffix = ids.handling_code(IMPLEMENTATION[0][0] + "02")

    assert (code.code, suffix) == (IMPLEMENTATION[0][0], "02")
    assert flaw_of(ids.handling_code, IMPLEMENTATION[0][0] + "0A") is Flaw.CHARACTERS
    assert flaw_of(ids.handling_code, IMPLEMENTATION[0][0]) is Flaw.LENGTH


@pytest.mark.parametrize(
    ("text", "new_energy"),
    [
        ("粤S12345", None),
        ("粤SA1B23", None),
        ("粤SD12345", NewEnergy.SMALL),
        ("粤SDF1234", NewEnergy.SMALL),
        ("粤S12345D", NewEnergy.LARGE),
        ("粤S1234警", None),
        ("粤Z1234港", None),
    ],
)
def test_plates_are_known_by_form(text: str, new_energy: NewEnergy | None) -> None:
    assert ids.plate(text).new_energy is new_energy
    assert ids.plate(f"{text[:2].lower()}·{text[2:]}").number == text
    assert ids.plate(text).prefix == text[:2]


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("粤S1234O", Flaw.CHARACTERS),
        ("粤S123456", Flaw.CHARACTERS),
        ("粤OS1234", Flaw.CHARACTERS),
        ("粤I12345", Flaw.CHARACTERS),
        ("S123456", Flaw.CHARACTERS),
        ("粤S1警345", Flaw.CHARACTERS),
        ("粤S1234", Flaw.LENGTH),
        ("", Flaw.LENGTH),
    ],
)
def test_other_plates_are_refused(text: str, flaw: Flaw) -> None:
    assert flaw_of(ids.plate, text) is flaw


@pytest.mark.parametrize("number", VIN)
def test_published_vins_check(number: str) -> None:
    assert ids.vin(number.lower()) == ids.Vin(number, check_holds=True)


def test_a_vin_that_does_not_check_is_told_not_refused() -> None:
    assert ids.vin("LSVAU2A30N2183294") == ids.Vin("LSVAU2A30N2183294", check_holds=False)


@pytest.mark.parametrize("letter", "IOQ")
def test_a_vin_has_no_letters_like_digits(letter: str) -> None:
    assert flaw_of(ids.vin, "LSVAU2A34N218329" + letter) is Flaw.CHARACTERS
    assert flaw_of(ids.vin, "LSVAU2A34N218329") is Flaw.LENGTH


@pytest.mark.parametrize("number", VIN)
def test_any_one_character_of_a_vin_changed_is_noticed(number: str) -> None:
    for place in [*range(8), *range(9, 17)]:
        other = "2" if number[place] not in "2BKS" else "3"
        changed = number[:place] + other + number[place + 1 :]
        assert not ids.vin(changed).check_holds


def test_archive_numbers_are_twelve_digits() -> None:
    assert ids.archive_number("4419 0012 3456") == "441900123456"
    assert flaw_of(ids.archive_number, "44190012345") is Flaw.LENGTH
    assert flaw_of(ids.archive_number, "44190012345A") is Flaw.CHARACTERS


@pytest.mark.parametrize(
    ("body", "check"), [("47312482", "9"), ("12345678", "5"), ("98765432", "6")]
)
def test_published_check_digits_of_parcels(body: str, check: str) -> None:
    assert ids.s10_check(body) == check
    assert ids.s10(f"ee {body}{check} cn") == f"EE{body}{check}CN"


def test_every_remainder_of_a_parcel_number_has_a_digit() -> None:
    digits = {ids.s10_check(f"{n:08d}") for n in range(100)}

    assert digits == set("0123456789")
    with pytest.raises(ValueError, match="body"):
        ids.s10_check("1234567")


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("RB473124828CN", Flaw.CHECK_DIGIT),
        ("RB47312482CN", Flaw.LENGTH),
        ("1B473124829CN", Flaw.CHARACTERS),
    ],
)
def test_what_is_wrong_with_a_parcel_number_is_told(text: str, flaw: Flaw) -> None:
    assert flaw_of(ids.s10, text) is flaw


def test_other_carriers_numbers_pass_and_false_s10_do_not() -> None:
    assert ids.parcel_number("SF 1234 5678 9012") == "SF123456789012"
    assert ids.parcel_number("1098765432101") == "1098765432101"
    assert flaw_of(ids.parcel_number, "RB473124828CN") is Flaw.CHECK_DIGIT
    assert flaw_of(ids.parcel_number, "1234567") is Flaw.LENGTH
    assert flaw_of(ids.parcel_number, "包裹12345678") is Flaw.CHARACTERS


def test_documents_are_checked_loosely() -> None:
    assert ids.document_number("e1234 5678") == "E12345678"
    assert ids.document_number("H1234567(01)") == "H1234567(01)"
    assert flaw_of(ids.document_number, "E123") is Flaw.LENGTH
    assert flaw_of(ids.document_number, "E1234_5678") is Flaw.CHARACTERS


@pytest.mark.parametrize("typed", ["0769-22836669", "0769 22836669", "+86 769 22836669"])
def test_landlines_are_written_one_way(typed: str) -> None:
    assert ids.landline(typed) == "076922836669"


@pytest.mark.parametrize(
    ("typed", "flaw"), [("22836669", Flaw.LENGTH), ("1769228366", Flaw.CHARACTERS)]
)
def test_landlines_need_their_area_code(typed: str, flaw: Flaw) -> None:
    assert flaw_of(ids.landline, typed) is flaw


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=40))
def test_whatever_is_typed_is_either_good_or_refused(text: str) -> None:
    checks: list[Callable[[str], object]] = [
        ids.uscc, ids.organisation_code, ids.basic_code, ids.implementation_code,
        ids.handling_code, ids.plate, ids.vin, ids.archive_number, ids.s10, ids.parcel_number,
        ids.document_number, ids.landline, new_card,
    ]  # fmt: skip
    for check in checks:
        try:
            check(text)
        except BadIdentifier as refusal:
            assert refusal.facts["flaw"] in set(Flaw)
