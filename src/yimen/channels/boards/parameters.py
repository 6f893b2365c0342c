"""What a notice can change about walls: how calls are spoken."""

from typing import Final

from yimen.reference.policy.rules import Parameter, define

VOICE_TIMES: Final = "boards.voice_times"
VOICE_CANTONESE: Final = "boards.voice_cantonese"
VOICE_ENGLISH: Final = "boards.voice_english"

define(
    Parameter(VOICE_TIMES, 2, "遍", "每次叫号语音播报几遍", "各地大厅通行做法", 1, 3),
    Parameter(VOICE_CANTONESE, True, "", "普通话之后用粤语再播一次", "广东各地大厅通行做法"),
    Parameter(VOICE_ENGLISH, False, "", "最后用英语再播一次", "产品建议值"),
)
