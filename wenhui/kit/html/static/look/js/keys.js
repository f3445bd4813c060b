// data-wh-list: a table or list one walks with J and K; each row has a link (data-wh-row marks a row that is not a <tr> or <li>).
// data-wh-lanes: lists side by side; J and K walk the one where one is, H and L go to the next with rows on the left or right.
// Once one is in a list, arrows do the same. A letter of the thing opened beside the list (data-wh-letters) is about that thing: on
// another row it opens that row first, so that nobody presses something on what they were not looking at.
// data-wh-find: the search field that "/" goes to. data-wh-key="N": a button or link that a single letter presses.
// Nothing happens while one types, with a modifier held, or under an open dialog.

const TYPING = "input, select, textarea, [contenteditable]";

function rows(list) {
  return [...list.querySelectorAll("tbody tr, li, [data-wh-row]")].filter((row) => row.querySelector("a[href]"));
}

const SELECTED = '[aria-selected="true"], [aria-current="true"]';

function lists() {
  return [...document.querySelectorAll("[data-wh-list]")].filter((list) => rows(list).length);
}

function here(all) {
  const held = (list) => list.contains(document.activeElement);
  return all.find(held) ?? all.find((list) => rows(list).some((row) => row.matches(SELECTED))) ?? all[0];
}

function enter(row) {
  row.querySelector("a[href]").focus();
  row.scrollIntoView({ block: "nearest", inline: "nearest" });
  return true;
}

function across(step) {
  if (!document.querySelector("[data-wh-lanes]")) return false;
  const all = lists();
  const from = here(all);
  if (!from) return false;
  const to = all[Math.min(all.length - 1, Math.max(0, all.indexOf(from) + step))];
  const at = rows(from).findIndex((row) => row.contains(document.activeElement));
  return enter(rows(to)[Math.min(rows(to).length - 1, Math.max(0, at))]);
}

function walk(step) {
  const list = here(lists());
  if (!list) return false;
  const all = rows(list);
  if (!all.length) return false;
  const at = all.findIndex((row) => row.contains(document.activeElement));
  const start = at === -1 ? all.findIndex((row) => row.matches(SELECTED)) : at;
  const to = start === -1 ? 0 : Math.min(all.length - 1, Math.max(0, start + step));
  return enter(all[to]);
}

// The row one stands on, when it is not the one that is opened.
function other(button) {
  if (!button.closest("[data-wh-letters]")) return null;
  const row = document.activeElement?.closest("[data-wh-opens] [data-number]");
  return row && !row.matches(SELECTED) ? row : null;
}

function press(letter) {
  const wanted = letter.toUpperCase();
  const button = [...document.querySelectorAll("[data-wh-key]")].find(
    (each) => each.dataset.whKey.toUpperCase() === wanted && !each.disabled && each.offsetParent !== null,
  );
  const row = button && other(button);
  (row ? row.querySelector("a[href]") : button)?.click();
  return Boolean(button);
}

function walked(key) {
  if (!document.activeElement?.closest("[data-wh-list]")) return false;
  const ways = { ArrowDown: () => walk(1), ArrowUp: () => walk(-1), ArrowLeft: () => across(-1), ArrowRight: () => across(1) };
  return Boolean(ways[key]?.());
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
  const moves = { j: () => walk(1), k: () => walk(-1), h: () => across(-1), l: () => across(1), "/": find };
  if (moves[event.key]?.() || walked(event.key) || press(event.key)) event.preventDefault();
});
