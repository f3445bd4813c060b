"""The one outbox of what people must be told (消息): a bell and a page in the house; mailboxes, robots, webhooks outside.

Nouns: Notification (消息), Relay (转告), Outlet (推送去处). Lower rooms leave what is to be told as rows (`CaseTelling`);
it is handed on here, once to each person. Letters that leave the house are the exchange's; what they say is written here.
"""
