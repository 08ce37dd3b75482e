"""The JSON API of the public record: the data of the pages, described by an OpenAPI schema.

``query_parameters`` and ``schemas`` define requests and responses, ``operations`` answers,
``errors`` writes error responses, and ``urls`` gives each operation its permission and address.
"""
