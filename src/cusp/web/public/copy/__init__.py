"""The whole public site as static files (``docs/static-site.md``).

Everything is fetched as a visitor without an account would fetch it, so nothing else can get in.
"""
