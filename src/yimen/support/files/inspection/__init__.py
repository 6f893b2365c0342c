"""What a file is and whether it may stay, found out in a process of its own.

Plain Python without Django, keys or database: this code opens what strangers sent.
"""
