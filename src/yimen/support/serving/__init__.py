"""Running the product's processes: starting, watching, restarting and stopping them.

`programs` lists them, `supervisor` keeps them, `ports` looks for free ones, `output` keeps what
they say, `ready` asks whether one answers.
"""
