// data-wh-list: a table or list one walks with J and K; each row has a link (data-wh-row marks a row that is not a <tr> or <li>).
// data-wh-find: the search field that "/" goes to. data-wh-key="N": a button or link that a single letter presses.
// Nothing happens while one types, with a modifier held, or under an open dialog.

const TYPING = "input, select, textarea, [contenteditable]";

function rows(list) {
  return [...list.querySelectorAll("tbody tr, li, [data-wh-row]")].filter((row) => row.querySelector("a[href]"));
}

function walk(step) {
  const list = document.querySelector("[data-wh-list]");
  if (!list) return false;
  const all = rows(list);
  if (!all.length) return false;
  const at = all.findIndex((row) => row.contains(document.activeElement));
  const start = at === -1 ? all.findIndex((row) => row.getAttribute("aria-selected") === "true") : at;
  const to = start === -1 ? 0 : Math.min(all.length - 1, Math.max(0, start + step));
  all[to].querySelector("a[href]").focus();
  all[to].scrollIntoView({ block: "nearest" });
  return true;
}

function press(letter) {
  const wanted = letter.toUpperCase();
  const button = [...document.querySelectorAll("[data-wh-key]")].find(
    (each) => each.dataset.whKey.toUpperCase() === wanted && !each.disabled && each.offsetParent !== null,
  );
  button?.click();
  return Boolean(button);
}

function find() {
  const field = document.querySelector("[data-wh-find]");
  field?.focus();
  field?.select();
  return Boolean(field);
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest?.(TYPING) || document.querySelector("dialog[open]")) return;
  const done =
    event.key === "j" ? walk(1) : event.key === "k" ? walk(-1) : event.key === "/" ? find() : press(event.key);
  if (done) event.preventDefault();
});
