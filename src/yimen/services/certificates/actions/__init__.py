"""What can be done with certificates: issue, change, reissue, show, reuse."""

from yimen.services.certificates.actions.changing import annul_all, change, lapse, reissue
from yimen.services.certificates.actions.drawing import signed_file
from yimen.services.certificates.actions.issuing import ToIssue, issue
from yimen.services.certificates.actions.using import keep_copy, printed, reuse, scanned, show

__all__ = [
    "ToIssue",
    "annul_all",
    "change",
    "issue",
    "keep_copy",
    "lapse",
    "printed",
    "reissue",
    "reuse",
    "scanned",
    "show",
    "signed_file",
]
