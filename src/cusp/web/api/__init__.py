"""The JSON API for the public record: the pages' data, described by an OpenAPI schema.

``query_parameters`` and ``schemas`` define requests and responses, ``operations`` answers requests,
``errors`` writes error responses, and ``urls`` gives each operation its permission and address.
"""
