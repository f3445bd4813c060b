"""Alarms of sensing devices (物联感知) over MQTT become cases, each problem once.

Nouns: Device (感知设备), Message (感知报文). An alarm is kept raw, then reported through `cases.actions.report` as the
device itself. What becomes of the case, and who handles it, is left to cases.
"""
