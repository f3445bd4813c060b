// Starts a behaviour on every element that asks for it: those of the page, those htmx brings, those live.js swaps in.

export function mount(selector, start) {
  const begun = new WeakSet();
  const look = (root) => {
    for (const element of [root, ...root.querySelectorAll(selector)]) {
      if (!element.matches?.(selector) || begun.has(element)) continue;
      begun.add(element);
      start(element);
    }
  };
  look(document);
  for (const name of ["htmx:load", "wh:load"]) document.addEventListener(name, (event) => look(event.target));
}

// A token's value as it stands now, in this theme.
export function token(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}
