import "leaflet/dist/leaflet.css";
import { Control, DivIcon, GeoJSON, LayerGroup, Map as LeafletMap, Marker, Polygon } from "leaflet";
import type { Data } from "./grid-map";

type Mark = [string, string];

/** Opens the map; what it gives draws grids and requests anew. The view is set once: nobody's map moves under their hands. */
export async function openGridMap(box: HTMLElement, marks: Record<string, Mark>, other: Mark): Promise<(data: Data) => void> {
  const map = new LeafletMap(box, { attributionControl: false, zoomSnap: 0.5, minZoom: 4, maxZoom: 18, keyboard: false });
  new Control.Scale({ imperial: false }).addTo(map);
  map.setView([44, 113], 5);
  const shape = new GeoJSON(undefined, { style: { color: "#76857c", weight: 2, fillColor: "#ffffff", fillOpacity: 1 }, interactive: false }).addTo(map);
  const response = await fetch(box.dataset["gridMap"]!).catch(() => undefined);
  if (response?.ok) shape.addData(await response.json());
  const layer = new LayerGroup().addTo(map);
  let placed = false;
  return (data) => {
    layer.clearLayers();
    const outlines = data.grids.map(({ name, ring }) => {
      const area = new Polygon(ring, { color: "#17649f", weight: 1.5, fillOpacity: 0.08 });
      return area.bindTooltip(name, { sticky: true }).addTo(layer);
    });
    for (const { code, at, light } of data.points) {
      const [colour, path] = marks[light] ?? other;
      const html = `<svg viewBox="0 0 16 16"><path d="${path}" fill="${colour}"/></svg>`;
      const mark = new Marker(at, { icon: new DivIcon({ className: "grid-point", html, iconSize: [14, 14] }), keyboard: false, alt: "" });
      mark.on("click", () => location.assign(`/console/requests/${code}/`)).addTo(layer);
    }
    if (placed) return;
    placed = true;
    const bounds = outlines.reduce((all, area) => all.extend(area.getBounds()), new Polygon([]).getBounds());
    if (bounds.isValid()) map.fitBounds(bounds.pad(0.3), { animate: false });
    else if (shape.getLayers().length) map.fitBounds(shape.getBounds(), { padding: [8, 8], animate: false });
  };
}
