"""The embedded PostgreSQL: a real server from a wheel's binaries, for who brings no server.

Not used when `DATABASE_URL` is set. `server.start` is the door; the other modules are its parts:
`account` (which user of the machine runs it), `place` (where data, sockets and password are),
`cluster` (making, starting and stopping one data folder's server), `locks` (whose turn it is and
who still needs the server).
"""
