// Makes the areas of a map reachable by keys: one of them is the Tab stop, arrows move to the nearest one in that direction.

const AIM = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

function nearest(spots, from, [x, y]) {
  let best = null;
  for (const spot of spots) {
    const along = (spot.at.x - from.at.x) * x + (spot.at.y - from.at.y) * y;
    if (spot === from || along <= 0) continue;
    const aside = Math.abs((spot.at.x - from.at.x) * y) + Math.abs((spot.at.y - from.at.y) * x);
    const cost = along + 2 * aside;
    if (!best || cost < best.cost) best = { spot, cost };
  }
  return best?.spot;
}

// Which area has the focus, so that a map that is drawn anew gives it back: keys are not lost to a repaint.
export function focused(canvas) {
  const { activeElement } = canvas.ownerDocument;
  return canvas.contains(activeElement) ? activeElement.dataset.area : undefined;
}

export function reach(map, { fills }, { go, up, held }) {
  const spots = [];
  for (const { feature, layer } of fills) {
    const at = map.latLngToLayerPoint(layer.getBounds().getCenter());
    layer.eachLayer((part) => {
      const path = part.getElement();
      if (!path) return;
      const { id, name, words, address } = feature.properties;
      path.setAttribute("role", address ? "link" : "img");
      path.setAttribute("aria-label", `${name} ${words || ""}`.trim());
      path.setAttribute("tabindex", spots.length ? "-1" : "0");
      path.dataset.area = id;
      spots.push({ at, path, feature });
    });
  }
  const back = held && spots.find(({ path }) => path.dataset.area === held);
  if (back) {
    spots[0].path.setAttribute("tabindex", "-1");
    back.path.setAttribute("tabindex", "0");
    back.path.focus();
  }
  for (const spot of spots) {
    spot.path.addEventListener("keydown", (event) => {
      if (event.key === "Enter") go(spot.feature);
      else if (event.key === "Backspace") up();
      else {
        const next = AIM[event.key] && nearest(spots, spot, AIM[event.key]);
        if (!next) return;
        spot.path.setAttribute("tabindex", "-1");
        next.path.setAttribute("tabindex", "0");
        next.path.focus();
      }
      event.preventDefault();
    });
  }
}
