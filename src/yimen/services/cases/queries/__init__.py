"""Questions about cases, answered with frozen views; a module a subject."""
