"""Addresses of this door. Those of one letter are short because they stand in QR codes."""

from django.urls import URLPattern, URLResolver, include, path

from yimen.channels.portal.bundles import draft, own, start
from yimen.channels.portal.guide import bundles as guide_bundles
from yimen.channels.portal.guide import views as guide
from yimen.channels.portal.me import cases as my_cases
from yimen.channels.portal.me import inbox
from yimen.channels.portal.me import views as me
from yimen.channels.portal.pay import simulated
from yimen.channels.portal.pay import views as pay
from yimen.channels.portal.progress import views as progress
from yimen.channels.portal.verify import views as verify
from yimen.channels.portal.views import again, home, parcel, rating, ticket
from yimen.channels.portal.wallet import views as wallet
from yimen.channels.portal.way import views as way

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="portal-home"),
    path("book/", include("yimen.channels.portal.booking.urls")),
    path("way/<slug:centre>", way.way, name="way"),
    path("progress", progress.progress_page, name="progress"),
    path("bundles/<slug:code>", guide_bundles.bundle, name="bundle"),
    path("bundles/<slug:code>/apply", start.apply, name="bundle-apply"),
    path("items/", guide.items, name="items"),
    path("items/<path:code>", guide.item, name="item"),
    path("t/<str:public_id>", ticket.ticket, name="ticket"),
    path("t/<str:public_id>/withdraw", ticket.withdraw, name="ticket-withdraw"),
    path("t/<str:public_id>/rejoin", ticket.rejoin, name="ticket-rejoin"),
    path("p/<str:public_id>", parcel.parcel, name="parcel"),
    path("p/<str:public_id>/dispute", parcel.dispute, name="parcel-dispute"),
    path("v/", verify.ask, name="verify-ask"),
    path("v/<str:code>", verify.verify, name="verify"),
    path("receipts", pay.check, name="pay-check"),
    path("pay/<str:public_id>", pay.cashier, name="pay"),
    path("pay/<str:public_id>/start", pay.start, name="pay-start"),
    path("pay/<str:public_id>/receipt", pay.receipt, name="pay-receipt"),
    path("pay/simulated/<str:order_no>", simulated.cashier, name="pay-simulated"),
    path("me/", me.home, name="me"),
    path("me/log-in", me.log_in, name="me-log-in"),
    path("me/leave", me.leave, name="me-leave"),
    path("me/cases", my_cases.index, name="me-cases"),
    path("me/cases/<str:public_id>", my_cases.case, name="me-case"),
    path("me/cases/<str:public_id>/withdraw", my_cases.withdraw, name="me-case-withdraw"),
    path("me/bundles/<str:public_id>", own.bundle, name="me-bundle"),
    path("me/bundles/<str:public_id>/situation", draft.situation, name="me-bundle-situation"),
    path("me/bundles/<str:public_id>/materials", draft.materials, name="me-bundle-materials"),
    path("me/bundles/<str:public_id>/materials/<str:key>", draft.give, name="me-bundle-give"),
    path("me/bundles/<str:public_id>/held/<str:key>", draft.use, name="me-bundle-held"),
    path("me/bundles/<str:public_id>/form", draft.form, name="me-bundle-form"),
    path("me/bundles/<str:public_id>/check", draft.check, name="me-bundle-check"),
    path("me/bundles/<str:public_id>/drop", draft.drop, name="me-bundle-drop"),
    path("me/bundles/<str:public_id>/files/<str:file_id>", draft.file, name="me-bundle-file"),
    path("me/messages", inbox.index, name="me-messages"),
    path("me/messages/read", inbox.read, name="me-messages-read"),
    path("me/bills", me.bills, name="me-bills"),
    path("me/wallet", wallet.index, name="me-wallet"),
    path("me/wallet/<int:certificate_id>", wallet.card, name="me-card"),
    path("me/wallet/<int:certificate_id>/show", wallet.show, name="me-card-show"),
    path("me/wallet/<int:certificate_id>/file", wallet.file, name="me-card-file"),
    path("me/wallet/<int:certificate_id>/paper", wallet.paper, name="me-card-paper"),
    path("r/thanks", rating.thanks, name="rating-thanks"),
    path("r/again/thanks", again.thanks, name="rating-again-thanks"),
    path("r/again/<str:token>", again.again, name="rating-again"),
    path("r/<str:token>", rating.rate, name="rating"),
]
