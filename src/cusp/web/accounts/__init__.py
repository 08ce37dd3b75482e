"""Accounts: people, their roles, what each role can do, and the log of changes and views.

``permissions`` decides who can do what; ``people`` changes it; ``audit`` writes the log. Views name
the permission they need with ``permissions.needs``.
"""
