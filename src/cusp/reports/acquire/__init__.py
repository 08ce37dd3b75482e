"""Download reports from Ofsted's site.

- ``web``: makes HTTP requests.
- ``ofsted_site``: reads the site's pages.
- ``fetch``: saves documents in a folder.
- ``rounds``: checks one council after another.
"""
