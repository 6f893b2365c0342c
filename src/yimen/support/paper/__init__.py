"""Paper: official documents and labels as PDF, signed, and what a PDF's signature says.

Knows nothing of cases. `pdf` is the way in and light to import; the other modules draw in
reportlab and sign with pyHanko, and are loaded by it when the first document is made.
"""
