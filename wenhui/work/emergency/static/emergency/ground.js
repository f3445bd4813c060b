// data-wh-ground: a map of an emergency's ground, to be looked at: buildings, the shape, a dot for each open case.
//
// In:   data-wh-src="/areas/geo/…/building.json" (GeoJSON, WGS 84), data-wh-polygon and data-wh-points: [[lng, lat], …]
// Without this module the element stays hidden; everything it shows stands in the lists beside it.

import * as leaflet from "../lib/leaflet/leaflet.js";
import { mount, token } from "../look/js/mount.js";

const turned = (points) => points.map(([lng, lat]) => [lat, lng]);

mount("[data-wh-ground]", async (element) => {
  const polygon = turned(JSON.parse(element.dataset.whPolygon));
  const points = turned(JSON.parse(element.dataset.whPoints));
  const answer = await fetch(element.dataset.whSrc, { headers: { Accept: "application/geo+json" } });
  if (!answer.ok || answer.redirected) return;
  const collection = await answer.json();
  const fills = collection.features.filter(({ geometry, properties }) => geometry && properties.role === "fill");
  if (!fills.length && !polygon.length) return;
  element.hidden = false;
  const map = leaflet.map(element, {
    attributionControl: false, scrollWheelZoom: false, zoomSnap: 0.25, fadeAnimation: false, zoomAnimation: false, zoomControl: false,
  });
  const plain = { color: token("line-strong"), weight: 1, fillColor: token("map-2"), fillOpacity: 1, interactive: false };
  const ground = leaflet.geoJSON(fills, { style: plain, pointToLayer: (_, at) => leaflet.circleMarker(at, { ...plain, radius: 4 }) });
  const shape = polygon.length ? leaflet.polygon(polygon, { color: token("accent"), weight: 3, fillOpacity: 0.1, interactive: false }) : null;
  map.fitBounds((shape ?? ground).getBounds(), { padding: [16, 16], animate: false });
  ground.addTo(map);
  shape?.addTo(map);
  for (const point of points) {
    leaflet.circleMarker(point, { radius: 6, color: token("paper"), weight: 2, fillColor: token("late"), fillOpacity: 1, interactive: false }).addTo(map);
  }
});
