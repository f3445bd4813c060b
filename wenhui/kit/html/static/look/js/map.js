// data-wh-map: a map without tiles (parts/map.html). Polygons, five steps of one hue, labels, pins; one drills by click or key.
//
// In:   data-wh-src="/cockpit/map.json?…"  a GeoJSON FeatureCollection (WGS 84); every feature has properties.role:
//         fill     id, name, step (0–4, or null: not known), words ("24 件"), address (drill; optional), is_current
//         outline  a stronger border over the fills; label and words are shown at its middle, or at `at` [lng, lat]
//         pin      a Point: name ("打铁关 04 有 1 件超期"), kind (late, soon), address (optional)
//         water, rail   orientation; name, at and upright (written downwards) place its name
//       The table inside is what stands there without this module, and what 「看成表格」 shows.
// Out:  `wh:area` on the element, {id, address}, cancelable; not prevented, the address is opened.
// When: at once; again when data-wh-src changes, on `wh:refresh` sent to the element, on theme, text or size.
// Keys: one Tab stop; arrows go to the next area in that direction, Enter drills, Backspace follows data-wh-up.

import * as leaflet from "../../lib/leaflet/leaflet.js";
import { draw } from "./map-draw.js";
import { focused, reach } from "./map-keys.js";
import { mount } from "./mount.js";

const STILL = {
  zoomControl: false, attributionControl: false, dragging: false, scrollWheelZoom: false, doubleClickZoom: false,
  boxZoom: false, touchZoom: false, keyboard: false, zoomSnap: 0, fadeAnimation: false, zoomAnimation: false,
  markerZoomAnimation: false,
};

mount("[data-wh-map]", (element) => {
  const canvas = element.querySelector("[data-wh-canvas]");
  const button = element.querySelector("[data-wh-as-table]");
  const map = leaflet.map(canvas, STILL);
  let collection = null;
  let drawn = null;

  function go(feature) {
    const { id, address } = feature.properties;
    const told = new CustomEvent("wh:area", { bubbles: true, cancelable: true, detail: { id, address } });
    if (element.dispatchEvent(told) && address) window.location.assign(address);
  }

  function paint() {
    if (!collection || element.dataset.shown !== "picture") return;
    const held = focused(canvas);
    drawn?.remove();
    map.invalidateSize({ animate: false });
    drawn = draw(leaflet, map, collection, { go, size: Number.parseFloat(getComputedStyle(canvas).fontSize) });
    reach(map, drawn, { go, held, up: () => element.dataset.whUp && window.location.assign(element.dataset.whUp) });
  }

  async function load() {
    const answer = await fetch(element.dataset.whSrc, { headers: { Accept: "application/geo+json" } });
    if (!answer.ok || answer.redirected) return; // the table stays; a login that ended leads elsewhere
    collection = await answer.json();
    // A city without outlines has nothing to paint: there the table is all there is, and no button offers a picture.
    const isDrawn = collection.features.some(({ properties }) => properties.role === "fill");
    if (button) button.hidden = !isDrawn;
    show(!isDrawn || element.dataset.shown === "table");
  }

  function show(asTable) {
    element.dataset.shown = asTable ? "table" : "picture";
    button?.setAttribute("aria-pressed", String(asTable));
    paint();
  }

  button?.addEventListener("click", () => show(element.dataset.shown !== "table"));
  element.addEventListener("wh:refresh", load);
  document.addEventListener("wh:look", paint);
  new ResizeObserver(paint).observe(canvas);
  new MutationObserver(load).observe(element, { attributeFilter: ["data-wh-src"] });
  load();
});
