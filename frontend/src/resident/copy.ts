/** Buttons that copy a code; only where the browser can. */
export function copyButtons(root: ParentNode): void {
  if (!navigator.clipboard) return;
  for (const button of root.querySelectorAll<HTMLButtonElement>("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      void navigator.clipboard.writeText(button.dataset["copy"]!).then(() => {
        const said = button.querySelector("[role=status]");
        if (said) said.textContent = button.dataset["copied"]!;
      });
    });
  }
}
