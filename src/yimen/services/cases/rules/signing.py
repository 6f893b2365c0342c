"""Who does not sign at a window, and why: a hall serves people who cannot write, too."""

from enum import StrEnum


class Unsigned(StrEnum):
    """What stands in for a signature on the second screen."""

    FINGERPRINT = "fingerprint"  # a fingerprint on the printed form (按指印)
    PROXY = "proxy"  # somebody signs in their place, before the clerk (代签)
    UNABLE = "unable"  # neither; the clerk answers for it (无法签名)
