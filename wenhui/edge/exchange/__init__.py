"""What every outside party shares: letters that leave and messages that come (外部交换).

Nouns: Outgoing (外发报文), Incoming (来报), Party (外部单位). A letter is a row in the transaction of the fact it tells; a
message is kept as it came, then one action is called. What parties say, and what it means, is left to their folders.
"""
