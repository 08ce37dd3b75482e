"""The JSON API of the public record: the pages' data, described by an OpenAPI schema.

``schemas`` says what goes in and out, ``operations`` answers, ``errors`` says what went wrong,
``urls`` gives each operation its permission and its address.
"""
