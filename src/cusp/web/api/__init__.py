"""The JSON API of the public record, described by an OpenAPI schema.

``query_parameters`` and ``schemas`` define requests and responses, ``operations`` responds,
``errors`` explains failures, and ``urls`` sets each operation's address and permission.
"""
