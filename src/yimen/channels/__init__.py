"""The doors. They know HTTP and HTML, and not each other."""
