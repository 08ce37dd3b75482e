"""Accounts: people, their roles, what each role can do, and the log of changes and views.

``permissions`` decides who can do what, ``people`` changes accounts and roles, ``audit`` writes the
log and ``log_export`` exports it. Views name the permission they need with ``permissions.needs``.
"""
