"""One knock, all asks: why to go to which home, what came of it, and who is where when it matters.

Nouns: Reason (走访事由), Visit (走访) with its Findings, Promise (约定), Referral (转办), Roster (名册), Outreach (上门通知)
and HandOver (交接). A reason belongs to a home, never to a worker; who serves a home is whoever holds a post over it. What
is learnt at a door is a fact (`record/facts`), who lives there the registry's affair, and a problem seen there becomes a
case in the room above, which takes the referral up. No counts of workers are kept anywhere here.
"""
