// data-wh-toasts: the corner where short words of success appear. They stay 6 s, 10 s with a button, and as long as the
// pointer or the focus is on them. Other modules say `document.dispatchEvent(new CustomEvent("wh:toast", {detail: {text}}))`.

const QUIET = 6_000;
const WITH_BUTTON = 10_000;
const FADE = 250;

function leave(toast) {
  toast.classList.add("going");
  setTimeout(() => toast.remove(), FADE);
}

function wait(toast) {
  const stay = toast.querySelector(".btn") ? WITH_BUTTON : QUIET;
  const start = () => {
    clearTimeout(toast.timer);
    toast.timer = setTimeout(() => leave(toast), stay);
  };
  const hold = () => clearTimeout(toast.timer);
  for (const name of ["pointerenter", "focusin"]) toast.addEventListener(name, hold);
  for (const name of ["pointerleave", "focusout"]) toast.addEventListener(name, start);
  start();
}

const corner = document.querySelector("[data-wh-toasts]");

if (corner) {
  for (const toast of corner.querySelectorAll("[data-wh-toast]")) wait(toast);
  new MutationObserver((changes) => {
    for (const change of changes) {
      for (const node of change.addedNodes) if (node.matches?.("[data-wh-toast]")) wait(node);
    }
  }).observe(corner, { childList: true });
}

document.addEventListener("wh:toast", (event) => {
  const toast = document.createElement("div");
  toast.className = "toast";
  toast.dataset.whToast = "";
  toast.textContent = event.detail.text;
  corner?.append(toast);
});
