"""Accounts: people, their roles, what a role may do, and the log of what was done and looked at.

``permissions`` is the one place that decides; ``people`` changes who may do what; ``audit`` writes
the log. Views name the permission they need with ``permissions.needs``.
"""
