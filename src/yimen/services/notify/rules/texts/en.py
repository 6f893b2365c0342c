"""Messages in English."""

from collections.abc import Mapping
from typing import Final

TEXTS: Final[Mapping[str, tuple[str, str]]] = {
    "ticket.near": (
        "Nearly your turn",
        "Your number {ticket}: {ahead} ahead of you. Please wait at {place}.",
    ),
    "ticket.called": ("Your turn", "Number {ticket}, please go to window {window}."),
    "login.code": (
        "Log-in code",
        "Your log-in code is {code}, good for {minutes} minutes. Tell nobody. Not you? Ignore it.",
    ),
    "booking.affected": (
        "Your booked time is no longer open",
        "Sorry: the hall changed its hours and cannot keep your booking of “{item}” on {day} at "
        "{time}. Please book another time or cancel; it does not count as missed.",
    ),
    "booking.restored": (
        "Your booking holds again",
        "Your booking of “{item}” on {day} at {time} holds. Please check in at the hall in time.",
    ),
    "case.received": (
        "Papers received",
        "We have your papers for “{item}”. Case {case_no}, query code {code}. "
        "We will tell you whether it is accepted.",
    ),
    "case.accepted": (
        "Application accepted",
        "Your application “{item}” is accepted. Case {case_no}, promised by {due}, "
        "query code {code}.",
    ),
    "case.not_accepted": (
        "Application not accepted",
        "Your application “{item}” was not accepted. Case {case_no}. "
        "See My cases for the reason and the next step.",
    ),
    "case.supplement": (
        "More papers needed",
        "Your application “{item}” needs more papers by {until}. Case {case_no}. See My cases.",
    ),
    "case.extended": (
        "More time taken",
        "The time for “{item}” was extended with approval to {due}. Case {case_no}.",
    ),
    "case.special": (
        "Special procedure",
        "“{item}” is now in “{procedure}”. Case {case_no}. This time is not counted.",
    ),
    "case.resumed": (
        "Work goes on",
        "The special procedure of “{item}” is over. Case {case_no}, due by {due}.",
    ),
    "case.decided": (
        "Decided",
        "“{item}” is decided. Case {case_no}. See My cases for the result.",
    ),
    "case.ready": (
        "Ready to collect",
        "The result of “{item}” is ready. Case {case_no}. "
        "Have it posted, or collect it with your ID card at {place}.",
    ),
    "case.electronic": (
        "In My certificates",
        "The result of “{item}” is ready. Case {case_no}. "
        "Log in and see My certificates; nothing to collect.",
    ),
    "case.uncollected": (
        "Not collected yet",
        "The result of “{item}” still waits for you at {place}. Case {case_no}. "
        "You can also have it posted.",
    ),
    "case.handed_out": (
        "Collected",
        "The result of “{item}” was collected. Case {case_no}. "
        "If that was not you or your agent, call 12345.",
    ),
    "case.closed": ("Closed", "“{item}” was closed. Case {case_no}. See My cases for the reason."),
    "case.urged": (
        "Reminder passed on",
        "Your reminder about “{item}” was passed on. Case {case_no}. See My cases.",
    ),
    "case.rating": (
        "Please rate us",
        "“{item}” is done. Case {case_no}. Please rate the service in My cases.",
    ),
    "bundle.filed": (
        "Accepted",
        "“{item}” is accepted. Number {case_no}, query code {code}. "
        "Everything is decided by {due}.",
    ),
    "bundle.part_stopped": (
        "One matter cannot go on",
        "Of “{item}” (number {case_no}) one matter failed. What needs its result "
        "is not filed; the rest goes on. Please see its progress.",
    ),
    "bundle.ready": (
        "Collect everything at once",
        "All of “{item}” is decided. Number {case_no}. Collect it with your ID card at {place}.",
    ),
    "certificate.suspended": (
        "Certificate suspended",
        "Your “{item}” is suspended. Case {case_no}. It cannot be used meanwhile; "
        "ask the issuing authority what to do.",
    ),
    "certificate.restored": (
        "Certificate good again",
        "Your “{item}” is good again. Case {case_no}. See My certificates.",
    ),
    "certificate.ended": (
        "Certificate no longer good",
        "Your “{item}” is no longer good. Case {case_no}. See My certificates, "
        "or ask the issuing authority.",
    ),
    "certificate.reissued": (
        "Certificate issued anew",
        "Your “{item}” was issued anew. Case {case_no}. The old one is no longer good; "
        "see My certificates.",
    ),
    "parcel.ordered": (
        "Collection arranged",
        "{carrier} will collect your papers for “{item}”. Please keep the receipt.",
    ),
    "parcel.posted": (
        "Posted",
        "The result of “{item}” was posted with {carrier}, number {parcel}.",
    ),
    "parcel.delivered": (
        "Delivered",
        "Your parcel for “{item}” was signed for ({carrier}). Not received? Tell us in My cases.",
    ),
    "parcel.problem": (
        "Trouble with a parcel",
        "Your parcel for “{item}” could not be delivered ({carrier}). We are on it; see My cases.",
    ),
    "parcel.returned": (
        "Parcel came back",
        "Your parcel for “{item}” came back. Collect it at {place}, or have it posted again.",
    ),
    "locker.stored": (
        "In the pick-up locker",
        "The result of “{item}” is in {place}, code {code}. "
        "Please collect it with your ID card by {until}.",
    ),
    "locker.expired": (
        "Out of the locker",
        "The result of “{item}” was moved to {place}. Please bring your ID card.",
    ),
    "payment.due": (
        "Payment due",
        "{amount} is due for “{item}”. Pay in My cases or at a window.",
    ),
    "payment.paid": ("Paid", "{amount} was paid for “{item}”. See My cases for the receipt."),
    "payment.refunded": (
        "Refunded",
        "{amount} for “{item}” goes back the way it was paid; your bank decides when.",
    ),
}
