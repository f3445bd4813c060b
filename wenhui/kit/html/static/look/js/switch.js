// data-wh-switch: a form whose buttons set theme or text size. Without this module the form asks the server; with it the
// change is immediate. The cookie is what the server reads, so that the next page comes in the right look at once.
// Tells `wh:look` on the document, so that charts and maps repaint from the tokens.

const YEAR = 31_536_000;
const root = document.documentElement;

function set(key, value) {
  root.dataset[key] = value;
  document.cookie = `wenhui_${key}=${value}; path=/; max-age=${YEAR}; samesite=lax`;
  document.dispatchEvent(new CustomEvent("wh:look", { detail: { key, value } }));
}

function mirror(form) {
  for (const button of form.elements) {
    if (button.name === "text") {
      button.value = root.dataset.text === "large" ? "normal" : "large";
      button.setAttribute("aria-pressed", String(root.dataset.text === "large"));
    } else if (button.name === "theme") {
      button.value = root.dataset.theme === "dark" ? "light" : "dark";
      button.setAttribute("aria-pressed", String(root.dataset.theme === "dark"));
    }
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-wh-switch]") || !event.submitter) return;
  event.preventDefault();
  set(event.submitter.name, event.submitter.value);
  for (const each of document.querySelectorAll("[data-wh-switch]")) mirror(each);
});
