// data-wh-typed: a form that tells how long ago its first and its last key were pressed when it is sent, in milliseconds.
// Spans, not moments: a wrong clock of the device does no harm. Without this script nothing is measured.

import { mount } from "../look/js/mount.js";

mount("form[data-wh-typed]", (form) => {
  let first = 0;
  let last = 0;
  form.addEventListener("input", () => {
    last = performance.now();
    first ||= last;
  });
  form.addEventListener("submit", () => {
    if (!first) return;
    const now = performance.now();
    form.elements.first.value = Math.round(now - first);
    form.elements.last.value = Math.round(now - last);
  });
});
