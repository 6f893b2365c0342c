"""The clerk's window, keyboard first."""
