"""Papers in the office: scans, what lies where, counts at closing time, alarms."""
