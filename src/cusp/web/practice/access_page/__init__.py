"""Which children people see, as an administrator decides."""
