"""The event stream: tails the log and fans out by server-sent events."""
