"""The supervision log, by team and worker."""
