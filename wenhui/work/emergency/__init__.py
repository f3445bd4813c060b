"""Emergency mode (应急): one page for a piece of ground, for a reason, for a day (`docs/emergency.md`).

It keeps where and why and gathers the rest anew each time it is looked at: open cases, homes and who needs help to get out,
who is on duty. Names and phones come only with the list that `work/visits` journals.
"""
