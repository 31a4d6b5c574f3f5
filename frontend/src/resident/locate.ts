/** Where the phone is, asked for once, when the resident presses the button. */
export function whereAmI(): Promise<GeolocationPosition> {
  return new Promise((resolve, reject) => {
    navigator.geolocation.getCurrentPosition(resolve, reject, { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 });
  });
}

/** "Use where I am now" on the choice of county. The place goes in the body of a POST, never into an address. */
export function locateCounty(root: ParentNode): void {
  const form = root.querySelector<HTMLFormElement>("form[data-here]");
  if (!form || !("geolocation" in navigator) || !window.isSecureContext) return;
  form.hidden = false;
  const said = form.querySelector<HTMLElement>("[data-locate-said]")!;
  form.querySelector("[data-locate]")!.addEventListener("click", () => {
    said.textContent = said.dataset["asking"]!;
    whereAmI().then(
      ({ coords }) => {
        form.querySelector<HTMLInputElement>("[name=lat]")!.value = String(coords.latitude);
        form.querySelector<HTMLInputElement>("[name=lng]")!.value = String(coords.longitude);
        form.submit();
      },
      () => {
        said.textContent = said.dataset["refused"]!;
      },
    );
  });
}
