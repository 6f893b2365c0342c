"""`./yimen bench`: the speed of hall and cases beside the bare database of the same run.

`command` is the command, `stage` sets everything up, `scenes` measures, `large` measures what
grows; `load`, `bare`, `boards` and `answers` are the clients, each started as a process of its own
(so nothing is imported here). `cases` measures cases; its clients are `lives`, `case_answers` (both
started by `asked`) and `bare_lives`; `many_cases` makes a million.
"""
