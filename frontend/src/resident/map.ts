import "leaflet/dist/leaflet.css";
import "./map.css";
import { CircleMarker, Control, GeoJSON, Map as LeafletMap, type LeafletMouseEvent } from "leaflet";
import type { Place } from "./map-field";

/** A map without tiles: the county's outline, a scale, and the point. Returns what draws the point. */
export async function openMap(
  box: HTMLElement,
  outline: string,
  set: (place: Place) => void,
): Promise<(place: Place | undefined, move: boolean) => void> {
  const map = new LeafletMap(box, { attributionControl: false, zoomSnap: 0.5, minZoom: 4, maxZoom: 17 });
  new Control.Scale({ imperial: false }).addTo(map);
  const shape = new GeoJSON(undefined, { style: { color: "#1c7448", weight: 2, fillColor: "#ffffff", fillOpacity: 1 }, interactive: false }).addTo(map);
  map.setView([44, 113], 5);
  const response = await fetch(outline).catch(() => undefined);
  if (response?.ok) {
    shape.addData(await response.json());
    map.fitBounds(shape.getBounds(), { padding: [8, 8], animate: false });
    map.setMaxBounds(shape.getBounds().pad(0.5));
  }
  const pin = new CircleMarker([0, 0], { radius: 11, color: "#ffffff", weight: 3, fillColor: "#1c7448", fillOpacity: 1, interactive: false });
  map.on("click", (event: LeafletMouseEvent) => set(event.latlng.wrap()));
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target !== box) return;
    event.preventDefault();
    set(map.getCenter().wrap());
  });
  return (place, move) => {
    if (!place) return void pin.remove();
    pin.setLatLng(place).addTo(map);
    if (move) map.panInside(place, { padding: [40, 40], animate: false });
  };
}
