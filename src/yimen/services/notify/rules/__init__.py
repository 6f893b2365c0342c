"""Plain rules of messages: what may be said, in which words, and when it is sent."""
