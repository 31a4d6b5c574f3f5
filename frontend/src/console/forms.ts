/** Sending: Ctrl+Enter, never twice, ready texts, and nothing typed thrown away by accident. */
export function forms(page: Document): void {
  page.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    const form = (event.target as HTMLElement).closest("form") ?? page.querySelector<HTMLFormElement>("form[data-send]");
    if (!form?.hasAttribute("data-send")) return;
    event.preventDefault();
    form.requestSubmit();
  });

  // The server takes a second click for the first one (idempotency key); this only spares it the work.
  page.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (!form.hasAttribute("data-once")) return;
    if (form.getAttribute("aria-busy") === "true") {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    form.setAttribute("aria-busy", "true");
    dirty = null;
  }, true);
  const ready = (form: Element) => form.removeAttribute("aria-busy");
  page.addEventListener("htmx:afterRequest", (event) => ready(event.target as Element));
  window.addEventListener("pageshow", () => page.querySelectorAll("form[aria-busy]").forEach(ready));
  // The token of a page that was open during a new sign-in is old; the cookie has the present one.
  page.addEventListener("htmx:configRequest", (event) => {
    const detail = (event as CustomEvent<{ parameters: Record<string, string>; verb: string }>).detail;
    const token = /(?:^|; )csrftoken=([^;]+)/.exec(page.cookie)?.[1];
    if (token && detail.verb === "post") detail.parameters["csrfmiddlewaretoken"] = token;
  });

  page.addEventListener("click", (event) => {
    const button = (event.target as HTMLElement).closest<HTMLElement>("[data-insert]");
    const box = button && page.getElementById(button.dataset.insert ?? "");
    const text = button?.parentElement?.querySelector("[data-text]")?.textContent ?? "";
    if (!(box instanceof HTMLTextAreaElement)) return;
    const before = box.value.slice(0, box.selectionStart);
    const gap = before && !before.endsWith("\n") ? "\n" : "";
    const from = before.length;
    box.setRangeText(gap + text, box.selectionStart, box.selectionEnd, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
    button!.closest("details")?.removeAttribute("open");
    box.focus();
    markBlank(box, from);
  });
  // From blank to blank: what is typed stands in the place of the one that is marked.
  page.addEventListener("keydown", (event) => {
    const box = event.target;
    if (event.key !== "Tab" || event.shiftKey || event.isComposing || !(box instanceof HTMLTextAreaElement)) return;
    if (!box.closest("form[data-send]")?.querySelector("[data-insert]")) return;
    if (markBlank(box, box.selectionEnd)) event.preventDefault();
  });
  page.addEventListener("input", (event) => showBlanks(event.target));
  for (const box of page.querySelectorAll("form[data-send] textarea")) showBlanks(box);
  page.addEventListener("htmx:load", (event) => {
    for (const box of (event.target as Element).querySelectorAll("form[data-send] textarea")) showBlanks(box);
  });

  let dirty: Element | null = null;
  page.addEventListener("input", (event) => {
    const box = event.target as HTMLElement;
    if (box instanceof HTMLTextAreaElement && box.closest("form[data-send]")) dirty = box.value.trim() ? box : null;
  });
  window.addEventListener("beforeunload", (event) => {
    if (dirty?.isConnected) event.preventDefault();
  });
}

/** What a ready text leaves to be filled in, as in service_requests/rules/validate.py. */
const BLANK = /〔(?!\s*\d+\s*〕)[^〔〕]{0,200}〕/g;

/** Marks the first blank that begins at `from` or later; false if there is none. */
function markBlank(box: HTMLTextAreaElement, from: number): boolean {
  BLANK.lastIndex = from;
  const found = BLANK.exec(box.value);
  if (found) box.setSelectionRange(found.index, found.index + found[0].length);
  return found !== null;
}

/** Under the box: how many blanks are left, each a button that leads to it. */
function showBlanks(box: EventTarget | null): void {
  if (!(box instanceof HTMLTextAreaElement)) return;
  const note = box.form?.querySelector<HTMLElement>(`[data-blanks="${box.id}"]`);
  if (!note) return;
  const left = [...box.value.matchAll(BLANK)];
  note.hidden = left.length === 0;
  note.querySelectorAll("button").forEach((button) => button.remove());
  for (const one of left) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "blank";
    button.textContent = one[0];
    button.addEventListener("click", () => {
      box.focus();
      markBlank(box, one.index);
    });
    note.append(button);
  }
}

/** A form that was just opened gets the cursor, in the box that asks for it or the first one; where a keyboard would not cover half the screen. */
export function focusFirst(within: Document | HTMLElement): void {
  if (!matchMedia("(pointer: fine)").matches) return;
  const form = within.querySelector<HTMLElement>("form[data-focus-first]");
  const wrong = form?.querySelector<HTMLElement>(".error-summary");
  const box = form?.querySelector<HTMLElement>("[autofocus]:not([hidden])") ?? form?.querySelector<HTMLElement>("input:not([type=hidden]), textarea, select:not([hidden])");
  (wrong ?? box)?.focus();
}
