"""Who may look after what goes to and comes from outside parties. No Django."""

from collections.abc import Mapping

from wenhui.kit.words import Words

TEND = "exchange.tend"

PERMISSIONS: Mapping[str, Words] = {
    TEND: Words("照看外部交换：隔离的来报、没送到的外发、对账", "Tend the exchange with outside parties"),
}
