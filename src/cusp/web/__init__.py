"""Web: Cusp in a browser, a thin Django project over the library.

A folder for each chapter: ``accounts`` (people, roles, log), ``record`` (reports and everything
made of them), ``api`` (the same as JSON). ``common`` has what chapters share, ``assets`` builds the
style sheet from packages, ``settings`` reads the environment.
"""
