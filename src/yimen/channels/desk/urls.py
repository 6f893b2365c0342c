"""Addresses of this door."""

from django.urls import URLPattern, URLResolver, path

from yimen.channels.desk import guide, moves, pages, windows
from yimen.channels.desk.intake import (
    bundles,
    filling,
    later,
    looking,
    prints,
    receipt,
    returning,
    unsigned,
)
from yimen.channels.desk.intake import held as intake_held
from yimen.channels.desk.intake import views as intake

urlpatterns: list[URLPattern | URLResolver] = [
    path("", windows.choose, name="desk-windows"),
    path("log-in", windows.log_in, name="desk-log-in"),
    path("<int:number>/", pages.desk, name="desk"),
    path("<int:number>/ask/<slug:question>", pages.ask, name="desk-ask"),
    path("<int:number>/guide", guide.guide, name="desk-guide"),
    path("<int:number>/next", moves.call_next, name="desk-next"),
    path("<int:number>/stand-down", moves.stand_down, name="desk-stand-down"),
    path("<int:number>/call", moves.call_chosen, name="desk-call"),
    path("<int:number>/recall", moves.recall, name="desk-recall"),
    path("<int:number>/start", moves.start, name="desk-start"),
    path("<int:number>/finish", moves.finish, name="desk-finish"),
    path("<int:number>/finish-next", moves.finish_and_call, name="desk-finish-next"),
    path("<int:number>/miss", moves.miss, name="desk-miss"),
    path("<int:number>/hold", moves.hold, name="desk-hold"),
    path("<int:number>/unhold", moves.unhold, name="desk-unhold"),
    path("<int:number>/transfer", moves.transfer, name="desk-transfer"),
    path("<int:number>/rejoin", moves.rejoin, name="desk-rejoin"),
    path("<int:number>/pause", moves.pause, name="desk-pause"),
    path("<int:number>/resume", moves.resume, name="desk-resume"),
    path("<int:number>/cases/", intake.index, name="desk-cases"),
    path("<int:number>/cases/find", returning.find, name="desk-case-find"),
    path("<int:number>/cases/begin", intake.begin, name="desk-case-begin"),
    path("<int:number>/cases/<str:public_id>/", intake.case_page, name="desk-case"),
    path("<int:number>/bundles/begin", bundles.begin, name="desk-bundle-begin"),
    path("<int:number>/bundles/<str:public_id>/", bundles.page, name="desk-bundle"),
    *(
        path(f"<int:number>/bundles/<str:public_id>/{act}", view, name=f"desk-bundle-{act}")
        for act, view in (
            ("answer", bundles.answer),
            ("applicant", bundles.applicant),
            ("shown", bundles.all_shown),
            ("form", filling.of_bundle),
            ("present", bundles.present),
            ("unsigned", unsigned.of_bundle),
            ("look", looking.of_bundle),
            ("file", bundles.file),
            ("receipt", bundles.receipt),
            ("labels", bundles.labels),
            ("open", returning.go_on_with_bundle),
        )
    ),
    path(
        "<int:number>/bundles/<str:public_id>/material/<str:key>",
        bundles.material,
        name="desk-bundle-material",
    ),
    path(
        "<int:number>/bundles/<str:public_id>/held/<str:key>",
        intake_held.use_in_bundle,
        name="desk-bundle-held",
    ),
    path(
        "<int:number>/bundles/<str:public_id>/keep/<str:key>",
        intake_held.keep_of_bundle,
        name="desk-bundle-keep",
    ),
    path(
        "<int:number>/bundles/<str:public_id>/file/<str:file_id>",
        bundles.kept_file,
        name="desk-bundle-kept",
    ),
    path("<int:number>/cases/<str:public_id>/open", returning.go_on, name="desk-case-open"),
    path("<int:number>/cases/<str:public_id>/answer", intake.answer, name="desk-case-answer"),
    path(
        "<int:number>/cases/<str:public_id>/applicant",
        intake.applicant,
        name="desk-case-applicant",
    ),
    path(
        "<int:number>/cases/<str:public_id>/material/<str:key>",
        intake.material,
        name="desk-case-material",
    ),
    path(
        "<int:number>/cases/<str:public_id>/held/<str:key>", intake_held.use, name="desk-case-held"
    ),
    path(
        "<int:number>/cases/<str:public_id>/keep/<str:key>", intake_held.keep, name="desk-case-keep"
    ),
    path("<int:number>/cases/<str:public_id>/shown", intake.all_shown, name="desk-case-shown"),
    path("<int:number>/cases/<str:public_id>/form", filling.of_case, name="desk-case-form"),
    path(
        "<int:number>/cases/<str:public_id>/hand-over",
        intake.hand_over,
        name="desk-case-hand-over",
    ),
    path("<int:number>/cases/<str:public_id>/present", intake.present, name="desk-case-present"),
    path(
        "<int:number>/cases/<str:public_id>/unsigned", unsigned.of_case, name="desk-case-unsigned"
    ),
    path("<int:number>/cases/<str:public_id>/look", looking.of_case, name="desk-case-look"),
    path("<int:number>/cases/<str:public_id>/take", intake.take, name="desk-case-take"),
    path("<int:number>/cases/<str:public_id>/later", later.bring, name="desk-case-later"),
    path("<int:number>/cases/<str:public_id>/bill", receipt.bill, name="desk-case-bill"),
    path("<int:number>/cases/<str:public_id>/settle", receipt.settle, name="desk-case-settle"),
    path("<int:number>/cases/<str:public_id>/pay", receipt.show, name="desk-case-pay"),
    path("<int:number>/cases/<str:public_id>/receipt", receipt.receipt, name="desk-receipt"),
    path("<int:number>/cases/<str:public_id>/labels", prints.labels, name="desk-labels"),
    path(
        "<int:number>/cases/<str:public_id>/notices/<str:code>",
        prints.notice,
        name="desk-notice",
    ),
    path(
        "<int:number>/cases/<str:public_id>/file/<str:file_id>",
        prints.file,
        name="desk-case-file",
    ),
    path("<int:number>/log-out", moves.log_out, name="desk-log-out"),
]
