"""The registry's pages.

What is searched for or typed in is posted, never written into an address: names and numbers do not belong in logs and
histories. Every page with people on it forbids caches to keep it.
"""
