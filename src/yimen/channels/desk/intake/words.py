"""Words of the intake that are not on its pages."""

from typing import Final

#: Ways a material may come, with the icon beside the word.
WAY_ICONS: Final = {
    "bring": "stamp",
    "upload": "upload",
    "scan": "scan-line",
    "sign": "pen-line",
    "held": "badge-check",
    "promise": "file-pen-line",
}
NEEDS: Final = {"required": "必要", "optional": "非必要", "later": "可容缺后补"}
STATE_TONES: Final = {
    "missing": "plain",
    "given": "good",
    "held": "good",
    "checking": "wait",
    "promised": "wait",
    "wrong": "bad",
}
CASE_TONES: Final = {
    "draft": "plain",
    "received": "blue",
    "correction": "wait",
    "accepted": "blue",
    "granted": "good",
    "certified": "good",
    "delivered": "good",
    "refused": "bad",
}
#: What a clerk does where something stands in for a signature.
UNSIGNED_HINTS: Final = {
    "fingerprint": "在打印的申请表上按指印，留存或扫描",
    "proxy": "由同来的人当面代签，写明代签人与申请人的关系",
    "unable": "写明为什么不能签名、按指印",
}
HAND_OVERS: Final = (
    ("window", "窗口领取"),
    ("post", "邮寄到家"),
    ("electronic", "电子送达"),
    ("locker", "自助取件柜"),
)
