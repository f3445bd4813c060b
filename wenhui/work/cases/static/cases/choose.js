// data-wh-choose: a form with tick boxes, inside it or belonging to it by their form attribute. Shift chooses everything from
// the last box to this one; X ticks the box of the row where one is; the button says how many are ticked. Without this module the boxes are plain boxes.

import { mount } from "../look/js/mount.js";

mount("[data-wh-choose]", (form) => {
  const boxes = () => [...form.elements].filter((each) => each.type === "checkbox");
  const count = form.querySelector("[data-wh-chosen]");
  let last = null;

  function say() {
    const n = boxes().filter((box) => box.checked).length;
    if (count) count.textContent = n ? ` ${n}` : "";
  }

  document.addEventListener("click", (event) => {
    const box = event.target;
    if (box.type !== "checkbox" || box.form !== form) return;
    const all = boxes();
    const from = all.indexOf(last);
    const to = all.indexOf(box);
    if (event.shiftKey && from !== -1) {
      for (const each of all.slice(Math.min(from, to), Math.max(from, to) + 1)) each.checked = box.checked;
    }
    last = box;
    say();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "x" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.("input, select, textarea") || document.querySelector("dialog[open]")) return;
    const row = document.activeElement?.closest("li, tr");
    boxes().find((box) => row?.contains(box))?.click();
  });
  say();
});
