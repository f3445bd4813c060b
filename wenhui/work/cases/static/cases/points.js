// data-wh-points="/cases/map/points.json?…": a map of open cases. The server gathers what lies close together; a mark's shape,
// colour and number say the most pressing light and how many. Drawn ground, no tiles. The list beside it says the same.
//
// In:   data-wh-ground (GeoJSON: water, rail, community, grid), data-wh-box "west,south,east,north", data-wh-case (address of a
//       case with NUMBER in it), data-wh-many, data-wh-here (words with {n})
// Keys: arrows and plus, minus move the map; marks are for the pointer.

import * as leaflet from "../lib/leaflet/leaflet.js";
import { mount, token } from "../look/js/mount.js";

const SPRITE = new URL("../lib/icons.svg", import.meta.url).pathname;
const SVG = "http://www.w3.org/2000/svg";
const MOST_ZOOM = 19;
const SOON = 120; // ms after the last move of the map

function styles(feature) {
  const line = { interactive: false, fill: false };
  return {
    water: { ...line, color: token("water"), weight: 8, lineCap: "butt" },
    rail: { ...line, color: token("line-strong"), weight: 1, dashArray: "10 6" },
    grid: { ...line, color: token("line"), weight: 1 },
    community: { ...line, color: token("line-strong"), weight: 1.5 },
  }[feature.properties.role];
}

function drawing(light) {
  const icon = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  icon.setAttribute("class", "ic");
  icon.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `${SPRITE}#i-${light}`);
  icon.append(use);
  return icon;
}

function badge({ light, n }) {
  const made = document.createElement("span");
  made.className = `spot ${light}${n > 1 ? " many" : ""}`;
  made.append(drawing(light));
  if (n > 1) {
    const count = document.createElement("b");
    count.textContent = n.toLocaleString();
    made.append(count);
  }
  return made;
}

mount("[data-wh-points]", (element) => {
  const { whPoints, whGround, whBox, whCase, whMany, whHere } = element.dataset;
  const [west, south, east, north] = whBox.split(",").map(Number);
  const map = leaflet.map(element.querySelector("[data-wh-canvas]"), {
    attributionControl: false, maxZoom: MOST_ZOOM, minZoom: 8, fadeAnimation: false, zoomAnimation: false, markerZoomAnimation: false,
  });
  map.fitBounds([[south, west], [north, east]], { padding: [24, 24], maxZoom: 17, animate: false });
  const marks = leaflet.layerGroup().addTo(map);
  let ground = null;
  let wait = null;
  let asked = 0;

  function named({ cases, n }) {
    const list = document.createElement("div");
    list.className = "named";
    const head = document.createElement("p");
    head.textContent = (n > 1 ? whHere : whMany).replace("{n}", n);
    list.append(head);
    for (const [number, title] of cases) {
      const link = document.createElement("a");
      link.href = whCase.replace("NUMBER", encodeURIComponent(number));
      link.textContent = title;
      list.append(link);
    }
    return list;
  }

  function put(mark) {
    const icon = leaflet.divIcon({ className: "", iconSize: [0, 0], html: badge(mark) });
    const spot = leaflet.marker([mark.at[1], mark.at[0]], { icon, keyboard: false }).addTo(marks);
    if (mark.cases) spot.bindPopup(named(mark), { closeButton: false, autoPanPadding: [12, 12] });
    else spot.on("click", () => map.setView(spot.getLatLng(), Math.min(MOST_ZOOM, map.getZoom() + 2), { animate: false }));
  }

  async function load() {
    const turn = ++asked;
    const box = map.getBounds().pad(0.05);
    const address = new URL(whPoints, window.location.href);
    const edges = [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()];
    address.searchParams.set("box", edges.map((degree) => degree.toFixed(6)).join(","));
    address.searchParams.set("zoom", map.getZoom());
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    if (!answer.ok || answer.redirected || turn !== asked) return; // the list stays as it is
    const found = await answer.json();
    marks.clearLayers();
    for (const mark of found.marks.toReversed()) put(mark);
  }

  async function lay() {
    const answer = await fetch(whGround, { headers: { Accept: "application/geo+json" } });
    if (!answer.ok || answer.redirected) return;
    ground = leaflet.geoJSON(await answer.json(), { style: styles }).addTo(map);
  }

  map.on("moveend", () => {
    clearTimeout(wait);
    wait = setTimeout(load, SOON);
  });
  document.addEventListener("wh:look", () => ground?.setStyle(styles));
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(element);
  lay();
  load();
});
