"""Web: Cusp in a browser, a thin Django project over the library.

``settings`` reads the environment, ``urls`` lists the apps' addresses, ``assets`` builds the style
sheet from packages. Each app is a chapter with its models, actions, views and templates in its own
folder: ``accounts`` (people, roles, log), ``record`` (reports and everything made of them).
"""
