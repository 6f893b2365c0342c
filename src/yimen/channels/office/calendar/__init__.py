"""The legal calendar: a year at a glance, its versions, and notices that change it."""
