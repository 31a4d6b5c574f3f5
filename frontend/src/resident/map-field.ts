import { whereAmI } from "./locate";

export interface Place {
  lat: number;
  lng: number;
}

/** The point on the map: by tapping, by keyboard, or from the phone. Leaflet is fetched only when the map is opened. */
export function mapField(root: ParentNode): void {
  const field = root.querySelector<HTMLElement>("[data-map]");
  const form = field?.closest("form");
  if (!field || !form) return;
  const part = <T extends HTMLElement = HTMLElement>(name: string): T => field.querySelector<T>(`[${name}]`)!;
  const [lat, lng] = ["lat", "lng"].map((name) => form.querySelector<HTMLInputElement>(`input[name=${name}]`)!);
  const said = part("data-map-said");
  let draw: ((place: Place | undefined, move: boolean) => void) | undefined;

  const set = (place: Place | undefined, move = false): void => {
    lat!.value = place ? place.lat.toFixed(6) : "";
    lng!.value = place ? place.lng.toFixed(6) : "";
    said.textContent = place ? `${said.dataset["chosen"]} ${place.lat.toFixed(4)}, ${place.lng.toFixed(4)}` : said.dataset["none"]!;
    part("data-map-clear").hidden = !place;
    draw?.(place, move);
  };
  const now = (): Place | undefined => (lat!.value ? { lat: Number(lat!.value), lng: Number(lng!.value) } : undefined);

  const here = part("data-map-here");
  here.hidden = !("geolocation" in navigator) || !window.isSecureContext;
  here.addEventListener("click", () => {
    said.textContent = said.dataset["asking"]!;
    whereAmI().then(
      ({ coords }) => set({ lat: coords.latitude, lng: coords.longitude }, true),
      () => {
        said.textContent = said.dataset["refused"]!;
      },
    );
  });
  part("data-map-clear").addEventListener("click", () => set(undefined));
  part("data-map-open").addEventListener("click", () => {
    part("data-map-open").hidden = true;
    part("data-map-frame").hidden = false;
    void import("./map").then(async ({ openMap }) => {
      draw = await openMap(part("data-map-box"), field.dataset["map"]!, set);
      draw(now(), true);
      part("data-map-box").focus();
    });
  });
  field.hidden = false;
  set(now());
}
