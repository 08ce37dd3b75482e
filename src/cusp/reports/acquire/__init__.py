"""Getting reports from Ofsted's site.

``web`` asks politely, ``ofsted_site`` reads what the site's pages say, ``fetch`` keeps documents in
a folder, ``rounds`` goes through the councils.
"""
