// What every page needs, one module per behaviour; maps, charts and live figures are loaded only where they stand.

import "./clock.js";
import "./dialog.js";
import "./keys.js";
import "./leave.js";
import "./menu.js";
import "./reveal.js";
import "./switch.js";
import "./toast.js";
