"""Addresses of this door."""

from django.urls import URLPattern, URLResolver, path

from yimen.channels.office import log, ratings, reception, tickets, today, welcome
from yimen.channels.office.accounts import devices, own_keys, policy, staff
from yimen.channels.office.bookings import views as bookings
from yimen.channels.office.calendar import views as calendar
from yimen.channels.office.cases import awaited as case_awaited
from yimen.channels.office.cases import cards as case_cards
from yimen.channels.office.cases import case as a_case
from yimen.channels.office.cases import clocks as case_clocks
from yimen.channels.office.cases import finding as case_finding
from yimen.channels.office.cases import inbox as case_inbox
from yimen.channels.office.cases import late as case_late
from yimen.channels.office.cases import notices as case_notices
from yimen.channels.office.cases import unsigned as case_unsigned
from yimen.channels.office.cases import unstaffed as case_unstaffed
from yimen.channels.office.cases import voices as case_voices
from yimen.channels.office.entrance import views as entrance
from yimen.channels.office.figures import files as figure_files
from yimen.channels.office.figures import views as figures
from yimen.channels.office.floor import cover, day, opening, queues, windows
from yimen.channels.office.issue import bundles as issue_bundles
from yimen.channels.office.issue import views as issue
from yimen.channels.office.items import adding as item_adding
from yimen.channels.office.items import editing as item_editing
from yimen.channels.office.items import importing as item_importing
from yimen.channels.office.items import views as items
from yimen.channels.office.papers import giving_back
from yimen.channels.office.papers import views as papers
from yimen.channels.office.parcels import fetching, lockers, outbox
from yimen.channels.office.parcels import views as parcels
from yimen.channels.office.payments import reconciling
from yimen.channels.office.payments import views as payments
from yimen.channels.office.plans import views as plans
from yimen.channels.office.repairs import views as repairs

_ENTRANCE = [
    path("login", entrance.log_in, name="office-login"),
    path("login/code", entrance.code, name="office-login-code"),
    path("login/password", entrance.first_password, name="office-login-password"),
    path("leave", entrance.log_out, name="office-leave"),
    path("password", entrance.own_password, name="office-password"),
    path("keys", own_keys.index, name="office-own-keys"),
    path("keys/<int:key_id>/end", own_keys.end, name="office-own-key-end"),
    path("nothing", welcome.nothing, name="office-nothing"),
]
_HALL = [
    path("", today.home, name="office-home"),
    path("now", today.now, name="office-now"),
    path("windows/", windows.index, name="office-windows"),
    path("windows/<int:window_id>", windows.window, name="office-window"),
    path("windows/<int:window_id>/duty", windows.duty, name="office-window-duty"),
    path("windows/<int:window_id>/skills", windows.skills, name="office-window-skills"),
    path("windows/<int:window_id>/hours", windows.hours, name="office-window-hours"),
    path("plans/", plans.index, name="office-plans"),
    path("cover", cover.index, name="office-cover"),
    path("queues/", queues.index, name="office-queues"),
    path("queues/<str:code>", queues.queue, name="office-queue"),
    path("opening/", opening.index, name="office-opening"),
    path("opening/week/<int:weekday>", opening.week, name="office-opening-week"),
    path("opening/special", opening.special, name="office-opening-special"),
    path("opening/special/drop", opening.drop_special, name="office-opening-drop"),
    path("opening/ticker", opening.ticker, name="office-opening-ticker"),
    path("day", day.close, name="office-day"),
]
_NUMBERS = [
    path("reception", reception.index, name="office-reception"),
    path("tickets/", tickets.index, name="office-tickets"),
    path("tickets/<int:ticket_id>", tickets.ticket, name="office-ticket"),
    path("tickets/<int:ticket_id>/withdraw", tickets.withdraw, name="office-ticket-withdraw"),
    path("tickets/<int:ticket_id>/rejoin", tickets.rejoin, name="office-ticket-rejoin"),
    path("tickets/<int:ticket_id>/call", tickets.call, name="office-ticket-call"),
    path("ratings/", ratings.index, name="office-ratings"),
    path("ratings/repairs/", repairs.index, name="office-repairs"),
    path("ratings/repairs/<int:repair_id>", repairs.repair, name="office-repair"),
    path("ratings/repairs/<int:repair_id>/<str:name>", repairs.step, name="office-repair-step"),
    path("log", log.index, name="office-log"),
]
_FIGURES = [
    path("figures/", figures.index, name="office-figures"),
    path("figures/services", figures.behind, name="office-figures-services"),
    path("figures/reports", figure_files.reports, name="office-reports"),
    path("figures/file.<str:kind>", figure_files.export, name="office-figures-file"),
]
_BOOKINGS = [
    path("bookings/", bookings.index, name="office-bookings"),
    path("bookings/find", bookings.find, name="office-bookings-find"),
    path("bookings/lift", bookings.lift, name="office-bookings-lift"),
    path("bookings/book", bookings.book, name="office-bookings-book"),
    path("bookings/plan", bookings.plan, name="office-bookings-plan"),
    path(
        "bookings/<int:appointment_id>/check-in", bookings.check_in, name="office-booking-check-in"
    ),
    path("bookings/<int:appointment_id>/cancel", bookings.cancel, name="office-booking-cancel"),
]
_CASES = [
    path("cases/", case_inbox.own, name="office-cases"),
    path("cases/open", case_inbox.group, name="office-cases-open"),
    path("cases/awaited", case_awaited.index, name="office-cases-awaited"),
    path("cases/steps/<int:step_id>/claim", case_inbox.claim, name="office-cases-claim"),
    path("cases/find", case_finding.index, name="office-cases-find"),
    path("cases/find/person", case_finding.person, name="office-cases-person"),
    path("cases/find/file.csv", case_finding.export, name="office-cases-file"),
    path("cases/cards", case_cards.index, name="office-cases-cards"),
    path("cases/late", case_late.index, name="office-cases-late"),
    path("cases/voices", case_voices.index, name="office-cases-voices"),
    path("cases/voices/<str:public_id>", case_voices.answer, name="office-cases-answer"),
    path("cases/unsigned", case_unsigned.index, name="office-cases-unsigned"),
    path("cases/unstaffed", case_unstaffed.index, name="office-cases-unstaffed"),
    path("cases/<str:public_id>", a_case.case, name="office-case"),
    path("cases/<str:public_id>/reveal", a_case.reveal, name="office-case-reveal"),
    path("cases/<str:public_id>/files/<str:file_id>", a_case.file, name="office-case-file"),
    path(
        "cases/<str:public_id>/notices/<str:code>", case_notices.notice, name="office-case-notice"
    ),
    path(
        "cases/<str:public_id>/notices/<str:code>/void",
        case_notices.void,
        name="office-case-notice-void",
    ),
    path(
        "cases/<str:public_id>/preview/<str:deed>", case_notices.preview, name="office-case-preview"
    ),
    path("cases/<str:public_id>/do/<str:deed>", a_case.do, name="office-case-do"),
    path("cases/<str:public_id>/clocks", case_clocks.index, name="office-case-clocks"),
    path("cases/<str:public_id>/clocks/paper", case_clocks.paper, name="office-case-clocks-paper"),
]
_PAPERS = [
    path("issue/", issue.index, name="office-issue"),
    path("issue/bundles/<str:public_id>", issue_bundles.bundle_page, name="office-issue-bundle"),
    path(
        "issue/bundles/<str:public_id>/print",
        issue_bundles.print_results,
        name="office-issue-bundle-print",
    ),
    path("issue/<str:public_id>", issue.case_page, name="office-issue-case"),
    path("issue/<str:public_id>/print", issue.print_results, name="office-issue-print"),
    path(
        "issue/<str:public_id>/paper/<int:certificate_id>", issue.paper, name="office-issue-paper"
    ),
    path("papers/", papers.index, name="office-papers"),
    path("papers/scan", papers.scan, name="office-papers-scan"),
    path("papers/count", papers.count, name="office-papers-count"),
    path("papers/alarms", papers.alarms, name="office-paper-alarms"),
    path("papers/<str:barcode>", papers.paper, name="office-paper"),
    path("papers/<str:barcode>/give-back", giving_back.give_back, name="office-paper-give-back"),
    path("papers/<str:barcode>/call-back", papers.call_back, name="office-paper-call-back"),
]
_ITEMS = [
    path("items/", items.index, name="office-items"),
    path("items/add", item_adding.add, name="office-item-add"),
    path("items/import", item_importing.index, name="office-items-import"),
    path("items/import/template.csv", item_importing.template, name="office-items-template"),
    path("items/import/<int:run_id>", item_importing.run, name="office-items-run"),
    path(
        "items/import/<int:run_id>/rejected.csv",
        item_importing.report,
        name="office-items-run-report",
    ),
    path("items/edit/<path:code>", item_editing.edit, name="office-item-edit"),
    path("items/move/<path:code>", item_editing.move, name="office-item-move"),
    path("items/compare/<path:code>", items.compare, name="office-item-compare"),
    path("items/of/<path:code>", items.item, name="office-item"),
]
_PAYMENTS = [
    path("payments/", payments.index, name="office-payments"),
    path("payments/reconciling/", reconciling.index, name="office-reconciling"),
    path("payments/reconciling/run", reconciling.run, name="office-reconciling-run"),
    path("payments/reconciling/<str:day>", reconciling.day, name="office-reconciled"),
    path("payments/differences/<int:difference_id>", reconciling.settle, name="office-difference"),
    path("payments/<int:bill_id>", payments.bill, name="office-bill"),
    path("payments/attempts/<int:payment_id>/refund", payments.ask, name="office-refund-ask"),
    path("payments/refunds/<int:refund_id>/<slug:name>", payments.decide, name="office-refund"),
]
_PARCELS = [
    path("parcels/", parcels.index, name="office-parcels"),
    path("parcels/post/<int:case_id>", parcels.post, name="office-parcel-post"),
    path("parcels/<int:parcel_id>", parcels.parcel, name="office-parcel"),
    path("parcels/fetch", fetching.fetch, name="office-parcel-fetch"),
    path("parcels/<int:parcel_id>/open", fetching.unpack, name="office-parcel-open"),
    path("parcels/<int:parcel_id>/label", parcels.label, name="office-parcel-label"),
    path("parcels/<int:parcel_id>/demo", parcels.demo, name="office-parcel-demo"),
    path("parcels/<int:parcel_id>/<slug:name>", parcels.step, name="office-parcel-step"),
    path("lockers/", lockers.index, name="office-lockers"),
    path("lockers/add", lockers.add, name="office-locker-add"),
    path("lockers/<int:locker_id>", lockers.locker, name="office-locker"),
    path("lockers/<int:locker_id>/fault", lockers.fault, name="office-locker-fault"),
    path("lockers/<int:locker_id>/lay-in", lockers.lay_in, name="office-locker-lay-in"),
    path("lockers/<int:locker_id>/mend/<int:slot_id>", lockers.mend, name="office-locker-mend"),
    path("lockers/doors/<int:deposit_id>/<slug:deed>", lockers.door, name="office-locker-door"),
    path("messages/", outbox.index, name="office-outbox"),
    path("messages/fault", outbox.fault, name="office-outbox-fault"),
    path("messages/<int:message_id>/revive", outbox.revive, name="office-outbox-revive"),
]
_SETTINGS = [
    path("settings/staff/", staff.index, name="office-staff"),
    path("settings/staff/add", staff.add, name="office-staff-add"),
    path("settings/staff/<int:staff_id>", staff.person, name="office-person"),
    path("settings/staff/<int:staff_id>/grant", staff.grant, name="office-person-grant"),
    path("settings/staff/<int:staff_id>/revoke", staff.revoke, name="office-person-revoke"),
    path("settings/staff/<int:staff_id>/active", staff.active, name="office-person-active"),
    path("settings/staff/<int:staff_id>/password", staff.password, name="office-person-password"),
    path("settings/staff/<int:staff_id>/identity", staff.identity, name="office-person-identity"),
    path("settings/staff/<int:staff_id>/factor", staff.second_factor, name="office-person-factor"),
    path("settings/devices/", devices.index, name="office-devices"),
    path("settings/devices/add", devices.add, name="office-device-add"),
    path("settings/devices/<int:device_id>/renew", devices.renew, name="office-device-renew"),
    path("settings/devices/<int:device_id>/revoke", devices.revoke, name="office-device-revoke"),
    path("settings/calendar/", calendar.index, name="office-calendar"),
    path("settings/calendar/change", calendar.change, name="office-calendar-change"),
    path("settings/calendar/adopt", calendar.adopt, name="office-calendar-adopt"),
    path("settings/policy/", policy.index, name="office-policy"),
    path("settings/policy/<str:key>", policy.parameter, name="office-parameter"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    *_ENTRANCE,
    *_HALL,
    *_NUMBERS,
    *_BOOKINGS,
    *_CASES,
    *_PAPERS,
    *_ITEMS,
    *_FIGURES,
    *_PARCELS,
    *_PAYMENTS,
    *_SETTINGS,
]
