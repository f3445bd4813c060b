"""Who may do what with tickets of the hotline. No Django."""

from collections.abc import Mapping

from wenhui.kit.words import Words

SEE = "hotline.see"
HANDLE = "hotline.handle"
DECIDE = "hotline.decide"

PERMISSIONS: Mapping[str, Words] = {
    SEE: Words("看热线工单", "See tickets of the hotline"),
    HANDLE: Words("办热线工单：导入、签收、联系、答复、延期、退回", "Handle tickets of the hotline"),
    DECIDE: Words("裁定热线工单的剔除", "Decide which tickets do not count"),
}
