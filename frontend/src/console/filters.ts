/** Filter forms: what is empty stays out of the address; short ones (`data-at-once`) are sent as soon as something is chosen. */
export function filters(page: Document): void {
  for (const form of page.querySelectorAll<HTMLFormElement>("form[data-filters]")) {
    form.addEventListener("formdata", (event) => {
      const data = event.formData;
      for (const [name, value] of [...data.entries()]) {
        if (value === "" && data.getAll(name).every((one) => one === "")) data.delete(name);
      }
    });
    if ("atOnce" in form.dataset) form.addEventListener("change", () => form.requestSubmit());
  }
  // One open box at a time; Escape and a click elsewhere close it.
  const boxes = [...page.querySelectorAll<HTMLDetailsElement>("details.filters")];
  page.addEventListener("click", (event) => {
    for (const box of boxes) if (!box.contains(event.target as Node)) box.open = false;
  });
  page.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    const open = boxes.find((box) => box.open);
    if (!open) return;
    open.open = false;
    open.querySelector("summary")?.focus();
  });
}
