// swap({id, html}): the element with that id is replaced by the html, which has one root with the same id; focus inside is kept.
//
// Nothing happens when the html says what stands there already. While the pointer is down inside the element it waits: an
// element replaced between press and release never gets its click. Of several that wait for one element the last counts.
// Out: `wh:load` on the element swapped in, for behaviours that start there.

const waiting = new Map();
let pressed = null;

export function swap({ id, html }) {
  const old = document.getElementById(id);
  if (!old) return;
  if (pressed && old.contains(pressed)) {
    waiting.set(id, { id, html });
    return;
  }
  const holder = document.createElement("template");
  holder.innerHTML = html;
  const made = holder.content.firstElementChild;
  if (made.isEqualNode(old)) return;
  const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
  old.replaceWith(made);
  if (focused) document.getElementById(focused)?.focus();
  made.dispatchEvent(new CustomEvent("wh:load", { bubbles: true }));
}

function release() {
  pressed = null;
  setTimeout(() => { // after the click, which follows the release
    const held = [...waiting.values()];
    waiting.clear();
    held.forEach(swap);
  });
}

window.addEventListener("pointerdown", (event) => (pressed = event.target), true);
for (const name of ["pointerup", "pointercancel"]) window.addEventListener(name, release, true);
