import "../resident/resident.css";
import "./grid.css";
import { keepTyped } from "../resident/keep";
import { mapField } from "../resident/map-field";
import { outboxForms, sendWaiting } from "./outbox";

// The pages work without any of this; with it nothing that is sent is lost where there is no signal.
mapField(document);
keepTyped(document);
outboxForms(document);
void sendWaiting();
window.addEventListener("online", () => void sendWaiting());
document.querySelector<HTMLElement>(".error-summary")?.focus();

if ("serviceWorker" in navigator && window.isSecureContext) {
  window.addEventListener("load", () => {
    const keep = document.getElementById("outbox")?.dataset["keep"];
    void navigator.serviceWorker
      .register("/sw.js")
      .then(() => navigator.serviceWorker.ready)
      .then((ready) => keep && ready.active?.postMessage({ keep }))
      .catch(() => undefined);
  });
}
