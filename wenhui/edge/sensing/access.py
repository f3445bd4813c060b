"""Who may look at devices, judge what they reported, and report in their name. No Django."""

from collections.abc import Mapping

from wenhui.kit.words import Words

SEE = "sensing.see"
JUDGE = "sensing.judge"
SEND = "sensing.send"

FOR_TOKENS = (SEND,)

PERMISSIONS: Mapping[str, Words] = {
    SEE: Words("看感知设备和报警", "See devices and their alarms"),
    JUDGE: Words("核实报警、设备静默", "Judge alarms, mute devices"),
    SEND: Words("送入感知设备的报警（接口用）", "Send in alarms of devices (for programs)"),
}
