"""Commands of `./yimen manage`."""
