"""An item with everything a guide can show, for the tests of every door."""

from tests.catalogue.builders import publish, row
from yimen.reference.catalogue.actions.publishing import Row
from yimen.reference.catalogue.rules.content import read, to_json

CODE = "11441900007GA00013440700001000"


def passport(*, code: str = CODE, name: str = "普通护照首次申领", queue: str = "HZ") -> Row:
    """Two questions, the second only for an agent; materials of each kind; a fee; steps."""
    made = row(
        code,
        name,
        TASK_NAME_EN="First ordinary passport",
        PROMISE_DAY=7,
        PROMISE_TYPE="1",
        ANTICIPATE_DAY=20,
        ANTICIPATE_TYPE="2",
        LIMIT_SCENE_NUM=1,
        ACCEPT_CONDITION="本市户籍居民",
    )
    content = read(
        {
            "questions": [
                {
                    "key": "who",
                    "text": "由谁来办？",
                    "options": [
                        {"key": "self", "text": "本人"},
                        {"key": "agent", "text": "委托他人"},
                    ],
                },
                {
                    "key": "kin",
                    "text": "是近亲属吗？",
                    "options": [{"key": "yes", "text": "是"}, {"key": "no", "text": "不是"}],
                    "when": {"who": ["agent"]},
                },
            ],
            "materials": [
                {"key": "id", "name": "居民身份证", "ways": ["held", "bring"]},
                {"key": "photo", "name": "证件照片", "ways": ["bring", "upload"], "copies": 2},
                {"key": "form", "name": "护照申请表", "ways": ["sign"], "blank": "空白表"},
                {"key": "deed", "name": "授权委托书", "when": {"who": ["agent"]}},
                {"key": "kin", "name": "亲属关系证明", "when": {"kin": ["yes"]}},
                {"key": "old", "name": "旧护照", "need": "optional"},
            ],
            "fees": [{"name": "工本费", "fen": 12_000, "highest_fen": 12_000}],
            "steps": [
                {"name": "受理", "role": "clerk"},
                {"name": "制证", "role": "handler", "days": 5},
            ],
            "results": [{"name": "普通护照", "delivery": ["window", "post"]}],
            "faqs": [{"question": "可以加急吗？", "answer": "可以。"}],
        }
    )
    return Row(
        code=made.code,
        department=made.department,
        fields=made.fields,
        content=to_json(content),
        queue_code=queue,
    )


def publish_passport(**changes: str) -> None:
    """Put it in force, or anew under the same code."""
    publish(passport(**changes))
