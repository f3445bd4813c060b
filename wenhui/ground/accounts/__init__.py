"""People who log in, their posts (岗位: role × area, dated), sessions, and the scope each transaction carries.

Nouns: Account, Post, Session. Permissions are named by each module's `access.py`; roles are lists of them and come from
the catalogue. Who lives where is `record/registry`; who walks which building is `work/stewards`.
"""
