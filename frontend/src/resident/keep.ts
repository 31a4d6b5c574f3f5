import { forget, keep, kept } from "./store";
import { word } from "./words";

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** What people type stays on the phone until it is sent: a closed tab or an empty battery costs nothing. Never phone numbers and codes. */
export function keepTyped(root: ParentNode): void {
  for (const form of root.querySelectorAll<HTMLFormElement>("form[data-draft]")) {
    const key = location.pathname;
    if (!form.querySelector(".field-wrong")) restore(form, key);
    let timer = 0;
    const later = (): void => {
      clearTimeout(timer);
      timer = window.setTimeout(() => keep(key, typed(form)), 300);
    };
    form.addEventListener("input", later);
    form.addEventListener("change", later);
    window.addEventListener("pagehide", () => {
      if (timer && form.isConnected) keep(key, typed(form));
    });
    form.addEventListener("wobangni:sent", () => {
      clearTimeout(timer);
      timer = 0;
      forget(key);
    });
  }
}

/** "Throw it away" and "forget everything" mean this phone too. */
export function forgetOnPurpose(root: ParentNode): void {
  for (const form of root.querySelectorAll<HTMLFormElement>("form[data-forget]")) {
    form.addEventListener("submit", () => forget());
  }
}

function controls(form: HTMLFormElement): Control[] {
  return [...form.elements].filter(
    (element): element is Control =>
      (element instanceof HTMLInputElement && !/^(hidden|file|password|tel|submit|button)$/.test(element.type)) ||
      element instanceof HTMLTextAreaElement ||
      element instanceof HTMLSelectElement,
  );
}

function typed(form: HTMLFormElement): [string, string][] {
  return controls(form)
    .filter((control) => control.name && (!isTick(control) || control.checked))
    .map((control) => [control.name, control.value]);
}

function restore(form: HTMLFormElement, key: string): void {
  const found = kept(key);
  if (!found) return;
  let changed = false;
  for (const control of controls(form)) {
    const values = found.fields.filter(([name]) => name === control.name).map(([, value]) => value);
    if (isTick(control)) {
      const checked = values.includes(control.value);
      changed ||= checked !== control.checked;
      control.checked = checked;
    } else if (values[0] !== undefined && values[0] !== control.value) {
      if (control instanceof HTMLSelectElement) control.dispatchEvent(new CustomEvent("wobangni:restore", { detail: values[0] }));
      control.value = values[0];
      changed = true;
    }
  }
  if (!changed) return;
  form.dispatchEvent(new Event("change"));
  const note = document.createElement("p");
  note.className = "note";
  note.setAttribute("role", "status");
  note.textContent = word("restored");
  form.prepend(note);
}

function isTick(control: Control): control is HTMLInputElement {
  return control instanceof HTMLInputElement && /^(checkbox|radio)$/.test(control.type);
}
