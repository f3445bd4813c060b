// data-wh-photo: a link to a picture or video that opens it large in the dialog of its strip, with the words that stand below it;
// arrows turn to the next. Without JavaScript the link leads to the picture itself.

const dialog = () => document.getElementById("large-photo");
const links = () => [...document.querySelectorAll("[data-wh-photo]")];

let shown = -1;

function show(number) {
  const all = links();
  shown = (number + all.length) % all.length;
  const link = all[shown];
  const made = document.createElement(link.dataset.whPhoto === "video" ? "video" : "img");
  if (made.tagName === "VIDEO") made.controls = true;
  else made.alt = link.getAttribute("aria-label");
  made.src = link.href;
  const open = dialog();
  open.querySelector(".frame").replaceChildren(made);
  open.querySelector("#large-photo-words").textContent = link.getAttribute("aria-label");
  open.querySelector("a").href = link.dataset.whole;
  for (const turn of open.querySelectorAll("[data-wh-turn]")) turn.hidden = all.length < 2;
  if (!open.open) open.showModal();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-wh-photo]");
  if (link && dialog() && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    show(links().indexOf(link));
    return;
  }
  const turn = event.target.closest("[data-wh-turn]");
  if (turn) show(shown + Number(turn.dataset.whTurn));
});

document.addEventListener("keydown", (event) => {
  if (!dialog()?.open || event.target.closest("video")) return;
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (step) show(shown + step);
});

// A video that was closed must not go on speaking.
document.addEventListener("close", (event) => event.target.querySelector?.(".frame")?.replaceChildren(), true);
