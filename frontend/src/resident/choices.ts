/** `data-when="how=phone"`: shown only while that choice is taken. Without scripts all of it is there to read. */
export function whenChosen(root: ParentNode): void {
  for (const part of root.querySelectorAll<HTMLElement>("[data-when]")) {
    const [name, value] = part.dataset["when"]!.split("=");
    const form = part.closest("form");
    if (!form) continue;
    const update = (): void => {
      const chosen = form.querySelector<HTMLInputElement>(`input[name="${name}"]:checked`);
      part.hidden = chosen?.value !== value;
    };
    form.addEventListener("change", update);
    update();
  }
}
