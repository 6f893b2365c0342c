"""A client of the bench that needs Django, as a process of its own.

`python -m yimen.cli.bench.asked lives` reads one JSON object from standard input and prints one;
`lives`: `Lives` and `Lived`, `case_answers`: `CaseQuestions` and `CaseAnswers`.
"""

import json
import sys
from dataclasses import asdict

import django

if __name__ == "__main__":
    django.setup()
    # Models need the settings, which were read just now.
    from yimen.cli.bench import case_answers, lives

    said = json.load(sys.stdin)
    if sys.argv[1] == "lives":
        print(json.dumps(asdict(lives.run(lives.Lives(**said)))))
    else:
        print(json.dumps(asdict(case_answers.run(case_answers.CaseQuestions(**said)))))
