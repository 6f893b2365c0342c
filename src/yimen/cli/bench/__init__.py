"""`./yimen bench`: the hall's speed figures beside the bare database of the same run.

`command` is the command, `stage` sets everything up, `scenes` measures, `large` measures what
grows; `load`, `bare`, `boards` and `answers` are the clients, each started as a process of its own
(so nothing is imported here).
"""
