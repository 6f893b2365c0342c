"""Sentences for refusals, a module a capability; `phrases` puts them together."""
