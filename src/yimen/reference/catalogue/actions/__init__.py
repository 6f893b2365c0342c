"""What people can do with the catalogue: write, review, publish, pause, import, carry elsewhere."""
