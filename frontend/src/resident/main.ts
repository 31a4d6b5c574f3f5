import "./resident.css";
import { whenChosen } from "./choices";
import { copyButtons } from "./copy";
import { keepTyped, forgetOnPurpose } from "./keep";
import { knownAlready } from "./known";
import { locateCounty } from "./locate";
import { mapField } from "./map-field";
import { photoForms } from "./photos";
import { sendForms, sendWhatWaits } from "./send";
import { villagePicker } from "./villages";

/** Makes a page, or a part that was put in, alive. Everything here only adds to pages that work without it. */
export function enliven(root: ParentNode): void {
  whenChosen(root);
  villagePicker(root);
  mapField(root);
  locateCounty(root);
  copyButtons(root);
  keepTyped(root);
  forgetOnPurpose(root);
  knownAlready(root);
  sendForms(root, enliven);
  photoForms(root, enliven);
  root.querySelector<HTMLElement>("[data-focus]")?.focus();
}

enliven(document);
sendWhatWaits();
if ("serviceWorker" in navigator && window.isSecureContext) {
  // Not at once: an old phone has enough to do with the page.
  window.addEventListener("load", () => void navigator.serviceWorker.register("/sw.js").catch(() => undefined));
}
