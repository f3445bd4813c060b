// Paints a FeatureCollection of map.js: water and rail, fills, outlines, then labels and pins on top. Colours from the tokens.

import { token } from "./mount.js";

const SPRITE = new URL("../../lib/icons.svg", import.meta.url).pathname;
const SVG = "http://www.w3.org/2000/svg";

function element(className, ...children) {
  const made = document.createElement("span");
  made.className = className;
  made.append(...children);
  return made;
}

function pinned(feature) {
  const icon = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  icon.setAttribute("class", "ic");
  icon.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `${SPRITE}#i-${feature.properties.kind || "late"}`);
  icon.append(use);
  const word = element("sr", feature.properties.name || "");
  return element(`pin ${feature.properties.kind || "late"}`, icon, word);
}

function chip(feature) {
  const name = document.createElement("b");
  name.textContent = feature.properties.label || feature.properties.name;
  const words = feature.properties.words || "";
  return element(words.length > 3 ? "place tall" : "place", name, element("count", words));
}

function styles(size) {
  const thin = size / 12;
  return {
    water: () => ({ color: token("water"), fillColor: token("water"), fillOpacity: 1, weight: size, lineCap: "butt", interactive: false }),
    rail: () => ({ color: token("line-strong"), weight: thin, dashArray: "10 6", fill: false, interactive: false }),
    fill: ({ step, is_current: isCurrent }) => ({
      color: isCurrent ? token("accent") : token("map-edge"), weight: isCurrent ? thin * 2.5 : thin * 1.5, fillOpacity: 1,
      fillColor: step === null ? token("paper") : token(`map-${step}`), dashArray: step === null ? "4 4" : null,
    }),
    outline: () => ({ color: token("map-outline"), weight: thin * 2, fill: false, lineJoin: "round", interactive: false }),
  };
}

export function draw(leaflet, map, collection, { go, size }) {
  const all = leaflet.featureGroup();
  const fills = [];
  const edges = [];
  const of = (role) => collection.features.filter((feature) => feature.properties.role === role);
  const put = (at, html) =>
    leaflet.marker(at, { interactive: false, keyboard: false, icon: leaflet.divIcon({ className: "", iconSize: [0, 0], html }) }).addTo(all);
  const middle = (layer, { at }) => (at ? [at[1], at[0]] : layer.getBounds().getCenter());

  for (const [role, style] of Object.entries(styles(size))) {
    for (const feature of of(role)) {
      const layer = leaflet.geoJSON(feature, { style: style(feature.properties) }).addTo(all);
      if (role === "fill") fills.push({ feature, layer });
      if (role === "outline") edges.push(layer);
    }
  }
  const shown = leaflet.featureGroup([...edges, ...fills.map(({ layer }) => layer)]);
  if (fills.length) map.fitBounds(shown.getBounds(), { padding: [size, size], animate: false });
  all.addTo(map);

  for (const { feature, layer } of fills) {
    layer.on("click", () => go(feature));
    layer.bindTooltip(element("", `${feature.properties.name} ${feature.properties.words || ""}`), { sticky: true, className: "map-tip" });
  }
  for (const role of ["fill", "outline", "water", "rail"]) {
    for (const feature of of(role)) {
      const { label, at } = feature.properties;
      const layer = leaflet.geoJSON(feature);
      if (role === "water" || role === "rail") {
        if (at) put([at[1], at[0]], element(`ground-name ${feature.properties.upright ? "upright" : ""}`, feature.properties.name));
      } else if (label) put(middle(layer, feature.properties), chip(feature));
    }
  }
  for (const feature of of("pin")) put([feature.geometry.coordinates[1], feature.geometry.coordinates[0]], pinned(feature));
  return { fills, remove: () => all.remove() };
}
