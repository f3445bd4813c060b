"""The city brain (城市大脑): cases go up, tasks and their status come down, and each day both sides compare what they hold.

Nouns: Task (城市大脑任务), Reconciliation (对账). CloudEvents 1.0 over HTTPS, signed. Letters and messages are left to the
exchange.
"""
