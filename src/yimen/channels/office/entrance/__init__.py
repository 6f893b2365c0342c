"""Coming in and going out: staff number and password, then a code; idle sessions end."""
