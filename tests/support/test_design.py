"""The design language: readable colours, whole parts, error pages, no inline code."""

import re
from pathlib import Path

import pytest
from django.template import engines
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import Settings

import yimen.support
from tests.laid_out import on_one_line
from yimen.channels.office.design import palette
from yimen.channels.office.design.samples import sample_form
from yimen.support import error_pages
from yimen.support.context import look

SUPPORT = Path(yimen.support.__file__).parent
CSS = SUPPORT / "static" / "yimen" / "css"
PARTS = sorted((SUPPORT / "templates" / "parts").glob("_*.html"))

COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(")
#: Paper is black on white whatever the look; it may name its colours.
PAPER = {"print.css", "paper.css", "ticket.css"}


@pytest.fixture(autouse=True)
def _static_folder(settings: Settings, tmp_path: Path) -> None:
    """Files come from the sources; WhiteNoise warns where the collected folder is missing."""
    settings.STATIC_ROOT = tmp_path


@pytest.mark.parametrize("name", palette.LOOKS)
def test_every_pair_of_colours_that_pages_use_is_readable(name: str) -> None:
    assert [pair for pair in palette.pairs(name) if not pair.readable] == []


def test_contrast_is_that_of_the_standard() -> None:
    assert palette.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert palette.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_every_look_gives_every_colour_of_light_a_value() -> None:
    light = palette.colours("light")

    assert {look: set(light) - set(palette.colours(look)) for look in palette.LOOKS} == {
        look: set() for look in palette.LOOKS
    }


def test_colours_are_named_only_in_the_tokens() -> None:
    sheets = [
        sheet
        for sheet in CSS.rglob("*.css")
        if sheet.name not in PAPER | {"tokens.css", "themes.css"}
    ]
    named = {
        sheet.name: COLOUR.findall(sheet.read_text("utf-8").replace("rgb(0 0 0 / 22%)", ""))
        for sheet in sheets
    }

    assert {name: found for name, found in named.items() if found} == {}


def test_the_stylesheet_gathers_every_component() -> None:
    gathered = set(re.findall(r'url\("([^"]+)"\)', (CSS / "yimen.css").read_text("utf-8")))

    files = {str(path.relative_to(CSS)) for path in CSS.rglob("*.css")}
    alone = {"yimen.css", "pages/design.css", "pages/paper.css"}
    assert gathered == files - alone


def test_every_token_that_is_used_is_declared() -> None:
    text = "\n".join(sheet.read_text("utf-8") for sheet in CSS.rglob("*.css"))

    assert (
        set(re.findall(r"var\(--([\w-]+)", text)) - set(re.findall(r"--([\w-]+):", text)) == set()
    )


def test_layouts_use_logical_properties() -> None:
    physical = re.compile(
        r"(?<![\w-])(?:(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom"
        r"|width|height|(?:min|max)-(?:width|height))\s*:"
    )
    found = {
        sheet.name: physical.findall(re.sub(r"@media[^{]*", "", sheet.read_text("utf-8")))
        for sheet in CSS.rglob("*.css")
    }

    assert {name: hits for name, hits in found.items() if hits} == {}


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.stem)
def test_every_part_says_what_it_takes_and_stands_with_nothing_given(part: Path) -> None:
    source = part.read_text("utf-8")

    drawn = render_to_string(f"parts/{part.name}", _least_for(part.stem))

    assert "<" in drawn
    assert "{% comment %}" in source or part.stem in {"_door", "_print"}
    assert " style=" not in drawn
    assert "<script" not in drawn


def test_the_design_page_shows_every_part() -> None:
    response = Client().get(reverse("design"))

    assert response.status_code == 200
    used = {template.name for template in response.templates if template.name}
    frames_only = {"parts/_countdown.html", "parts/_print.html"}
    assert {f"parts/{part.name}" for part in PARTS} - used == frames_only


def test_the_design_page_carries_no_inline_script_or_style() -> None:
    page = Client().get(reverse("design")).content.decode()

    assert re.findall(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", page) == []


def test_the_reference_names_every_part_and_script() -> None:
    guide = (Path(__file__).parents[2] / "docs/reference/components.md").read_text("utf-8")

    parts = {part.stem for part in PARTS}
    scripts = {path.name for path in (SUPPORT / "static/yimen/js").glob("*.js")}
    assert {name for name in parts if f"`{name}`" not in guide} == set()
    assert {name for name in scripts if f"`{name}`" not in guide} == set()


@pytest.mark.parametrize(
    ("cookies", "drawn"),
    [
        ({}, 'data-theme="light">'),
        ({"yimen_elder": "1"}, 'data-theme="light" data-elder>'),
        ({"yimen_contrast": "high"}, 'data-theme="light" data-contrast="high">'),
        ({"yimen_theme": "dark"}, 'data-theme="dark">'),
        ({"yimen_theme": "no such"}, 'data-theme="light">'),
    ],
)
def test_a_page_is_drawn_in_the_look_its_reader_chose(cookies: dict[str, str], drawn: str) -> None:
    client = Client()
    client.cookies.load(cookies)

    page = client.get(reverse("design")).content.decode()

    assert drawn in re.search(r"<html[^>]*>", page)[0]  # type: ignore[index]


@pytest.mark.parametrize(
    ("wish", "cookie"),
    [
        ({"elder": "1"}, "yimen_elder"),
        ({"contrast": "high"}, "yimen_contrast"),
        ({"theme": "dark"}, "yimen_theme"),
        ({"language": "en"}, "yimen_language"),
    ],
)
def test_a_wish_without_script_is_kept_and_leads_back(wish: dict[str, str], cookie: str) -> None:
    response = Client().post(reverse("look"), {**wish, "next": "/design?x=1"})

    assert (response.status_code, response.headers["Location"]) == (302, "/design?x=1")
    assert {name: morsel.value for name, morsel in response.cookies.items()} == {
        cookie: next(iter(wish.values()))
    }


def test_a_wish_leads_to_no_other_host_and_takes_no_unknown_value() -> None:
    response = Client().post(reverse("look"), {"elder": "7", "next": "https://example.org/"})

    assert response.headers["Location"] == "/"
    assert dict(response.cookies) == {}


def test_looking_does_not_change_the_look() -> None:
    assert Client().get(reverse("look"), {"elder": "1"}).status_code == 405


@pytest.mark.parametrize(
    ("view", "status"),
    [
        (error_pages.bad_request, 400),
        (error_pages.forbidden, 403),
        (error_pages.not_found, 404),
        (error_pages.broken, 500),
        (error_pages.csrf_failure, 403),
    ],
)
def test_an_error_page_names_the_reference_of_the_request(view: object, status: int) -> None:
    request = RequestFactory().get("/somewhere")
    request.reference = "4b9d2f208f93"  # type: ignore[attr-defined]

    response = view(request)  # type: ignore[operator]

    assert response.status_code == status
    assert "4b9d 2f20 8f93" in response.content.decode()


@pytest.mark.parametrize("status", ["400", "403", "403_csrf", "404", "500"])
def test_an_error_page_stands_with_an_empty_context(status: str) -> None:
    assert "<h1>" in engines["django"].get_template(f"{status}.html").render({})


def test_refusals_may_swap_and_breakdowns_may_not() -> None:
    page = on_one_line(Client().get(reverse("design")).content.decode())

    config = re.search(r'name="htmx-config" content=\'([^\']+)\'', page)
    assert config is not None
    assert '{"code":"4..","swap":true,"error":false}' in config[1]
    assert '{"code":"...","swap":false,"error":true}' in config[1]
    assert '"allowEval":false' in config[1]


def test_look_leads_back_only_to_pages_that_can_be_read_again() -> None:
    assert look(RequestFactory().get("/desk/?w=3"))["look"].here == "/desk/?w=3"
    assert look(RequestFactory().post("/desk/next"))["look"].here == "/"


def _least_for(part: str) -> dict[str, object]:
    """What a part cannot do without."""
    least: dict[str, dict[str, object]] = {
        "_button": {"label": "好"},
        "_countdown": {"seconds": 60, "url": "/"},
        "_field": {"field": sample_form()["way"]},
        "_keypad": {"for": "x"},
    }
    return least.get(part, {})
