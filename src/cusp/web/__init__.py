"""Web: Cusp in a browser, a thin Django project over the library.

There is a folder for each chapter: ``accounts`` (people, roles, log), ``record`` (reports and
everything made from them), ``api`` (the same as JSON). ``common`` has what the chapters share,
``assets`` builds the style sheet from packages, ``settings`` reads the environment.
"""
