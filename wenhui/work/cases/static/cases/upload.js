// data-wh-pick="6": a place that takes photos. Several shots of the camera add up, each is shown and can be dropped again.
// data-wh-upload: a form that shows how far its photos are. When the server finds something wrong (422), the form comes back
// with what was typed, and the chosen photos stay, since htmx preserves their place.

const held = new WeakMap();
const previews = new WeakMap();

function put(pick, chosen) {
  const kept = chosen.slice(0, Number(pick.dataset.whPick));
  const sent = new DataTransfer();
  for (const file of kept) sent.items.add(file);
  pick.querySelector(".choose input").files = sent.files;
  pick.querySelector(".shoot input").value = "";
  held.set(pick, kept);
  draw(pick, kept);
}

function draw(pick, kept) {
  for (const address of previews.get(pick) ?? []) URL.revokeObjectURL(address);
  const addresses = [];
  const list = pick.querySelector(".picked");
  list.replaceChildren(...kept.map((file) => {
    const item = document.createElement("li");
    const name = document.createElement("span");
    name.textContent = file.name;
    item.append(name);
    if (file.type.startsWith("image/")) {
      const picture = document.createElement("img");
      picture.alt = file.name;
      picture.src = URL.createObjectURL(file);
      addresses.push(picture.src);
      picture.addEventListener("load", () => name.replaceWith(picture), { once: true });
    }
    const drop = document.createElement("button");
    drop.type = "button";
    drop.className = "btn small square";
    drop.textContent = "×";
    drop.setAttribute("aria-label", `${pick.dataset.whDrop}：${file.name}`);
    drop.addEventListener("click", () => put(pick, kept.filter((other) => other !== file)));
    item.append(drop);
    return item;
  }));
  list.hidden = !list.children.length;
  previews.set(pick, addresses);
}

document.addEventListener("change", (event) => {
  const pick = event.target.closest("[data-wh-pick]");
  if (pick) put(pick, [...(held.get(pick) ?? []), ...event.target.files]);
});

function tell(form, share) {
  const line = form.querySelector(".sending");
  if (!line || ![...form.querySelectorAll("input[type=file]")].some((input) => input.files.length)) return;
  line.hidden = false;
  line.querySelector("progress").value = share * 100;
  line.querySelector("span").textContent = share < 1 ? `${line.dataset.whSending} ${Math.round(share * 100)} %` : line.dataset.whSent;
}

document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-wh-upload]")) tell(event.target, 0);
});

document.addEventListener("htmx:xhr:progress", (event) => {
  const form = event.target.closest?.("[data-wh-upload]");
  if (form && event.detail.lengthComputable) tell(form, event.detail.loaded / event.detail.total);
});

document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status !== 422 || !event.detail.requestConfig?.elt?.matches("[data-wh-upload]")) return;
  event.detail.shouldSwap = true;
  event.detail.isError = false;
});
