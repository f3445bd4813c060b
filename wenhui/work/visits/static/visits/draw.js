// data-wh-draw: one clicks corners of a shape on a map of buildings; the field named by data-wh-into holds it as JSON.
//
// In:   data-wh-src="/areas/geo/…/building.json"  a GeoJSON FeatureCollection (WGS 84), data-wh-into="id_polygon"
// Out:  the field's value, [[lng, lat], …]; empty until there are three corners. What the field holds at first is drawn.
// Without this module the element stays hidden, and places are ticked in the list above it.

import * as leaflet from "../lib/leaflet/leaflet.js";
import { mount, token } from "../look/js/mount.js";

const FEWEST = 3;

function read(field) {
  try {
    return JSON.parse(field.value || "[]");
  } catch {
    return [];
  }
}

mount("[data-wh-draw]", (element) => {
  const field = document.getElementById(element.dataset.whInto);
  element.hidden = false;
  const map = leaflet.map(element.querySelector("[data-wh-canvas]"), {
    attributionControl: false, scrollWheelZoom: false, zoomSnap: 0.25, fadeAnimation: false, zoomAnimation: false, zoomControl: false,
  });
  const shape = leaflet.featureGroup().addTo(map);
  const corners = read(field);

  function draw() {
    shape.clearLayers();
    const at = corners.map(([lng, lat]) => [lat, lng]);
    const style = { color: token("accent"), weight: 3, fillOpacity: 0.15, interactive: false };
    if (at.length >= FEWEST) leaflet.polygon(at, style).addTo(shape);
    else if (at.length > 1) leaflet.polyline(at, style).addTo(shape);
    for (const point of at) leaflet.circleMarker(point, { ...style, radius: 5, fillOpacity: 1 }).addTo(shape);
    field.value = corners.length >= FEWEST ? JSON.stringify(corners) : "";
  }

  async function load() {
    const answer = await fetch(element.dataset.whSrc, { headers: { Accept: "application/geo+json" } });
    if (!answer.ok || answer.redirected) return;
    const collection = await answer.json();
    const fills = collection.features.filter(({ geometry, properties }) => geometry && properties.role === "fill");
    if (!fills.length) {
      element.hidden = true; // nothing to draw on
      return;
    }
    const ground = leaflet.geoJSON(fills, {
      style: { color: token("line-strong"), weight: 1, fillColor: token("map-2"), fillOpacity: 1, interactive: false },
      pointToLayer: (_, at) =>
        leaflet.circleMarker(at, { radius: 4, color: token("line-strong"), weight: 1, fillColor: token("map-2"), fillOpacity: 1, interactive: false }),
    });
    map.fitBounds(ground.getBounds(), { padding: [12, 12], animate: false });
    ground.addTo(map);
    draw();
  }

  map.on("click", ({ latlng }) => {
    corners.push([Number(latlng.lng.toFixed(6)), Number(latlng.lat.toFixed(6))]);
    draw();
  });
  element.querySelector("[data-wh-undo]").addEventListener("click", () => {
    corners.pop();
    draw();
  });
  element.querySelector("[data-wh-clear]").addEventListener("click", () => {
    corners.length = 0;
    draw();
  });
  document.addEventListener("wh:look", draw);
  load();
});
