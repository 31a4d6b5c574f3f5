/**
 * Suggestions beside a form. A press on `[data-take="service"]` puts its value into the box of that name, as if it had been chosen there: other boxes stay as
 * they are. `[data-alt-key]` is pressed by Alt and that key, while somebody types, too; with `data-alt-focus` it is only gone to, for there are several.
 */
export function take(page: Document): void {
  page.addEventListener("click", (event) => {
    const button = (event.target as HTMLElement).closest<HTMLButtonElement>("button[data-take]");
    const box = button?.form?.elements.namedItem(button.dataset.take ?? "");
    if (!button || !(box instanceof HTMLSelectElement)) return;
    event.preventDefault(); // without scripts the server does it
    if (![...box.options].some((option) => option.value === button.value)) return;
    box.value = button.value;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  });

  page.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    // By its place on the keyboard: with Alt some systems make another sign of it.
    const letter = /^Key([A-Z])$/.exec(event.code)?.[1]?.toLowerCase();
    const button = letter && page.querySelector<HTMLElement>(`[data-alt-key="${letter}"]`);
    if (!button) return;
    event.preventDefault();
    if ("altFocus" in button.dataset) button.focus();
    else button.click();
  });

  // What comes back unchanged is not put in again: it would be read out again, and the focus within it would be lost.
  const last = new WeakMap<Element, string>();
  page.addEventListener("htmx:beforeSwap", (event) => {
    const detail = (event as CustomEvent<{ target: Element; serverResponse: string; shouldSwap: boolean }>).detail;
    if (!detail.target.hasAttribute("data-steady") || !detail.shouldSwap) return;
    if (last.get(detail.target) === detail.serverResponse) detail.shouldSwap = false;
    else last.set(detail.target, detail.serverResponse);
  });
}
