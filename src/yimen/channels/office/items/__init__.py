"""The catalogue's pages: find, edit, compare, review, pause items."""
