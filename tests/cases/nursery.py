"""Where processes of `tests.cases.lives` are born: `python -m tests.cases.nursery`.

Reads the job as one JSON object from the first line of standard input, then one role a line. For
each it forks a process, warm, so that killing and starting again costs no seconds; it says that
process's number, and when it is over, how it ended.
"""

import json
import os
import sys
import traceback

import django


def _say(word: object) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    django.setup()
    # Models need the settings, which were read just now; the others are for every child alike.
    import yimen.support.paper.official
    import yimen.support.paper.signing  # noqa: F401
    from tests.cases import lives

    job = lives.Job(**json.loads(sys.stdin.readline()))
    roles = {
        "web": lives.be_web,
        "worker": lives.be_worker,
        "last_worker": lives.be_last_worker,
        "careless_worker": lives.be_careless_worker,
    }
    while role := sys.stdin.readline().strip():
        child = os.fork()
        if child == 0:
            try:
                roles[role](job)
            except BaseException:
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        _say(child)
        _say(os.waitpid(child, 0)[1])
