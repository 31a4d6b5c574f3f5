import { isWriting } from "./shortcuts";

/** Two keys one after the other: `data-keys="g q"`. The second must come within a second and a half. */
export function sequences(page: Document): void {
  let first = "";
  let until = 0;
  page.addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isWriting(event.target as HTMLElement)) return;
      const wanted = event.timeStamp < until ? `${first} ${event.key}` : "";
      until = 0;
      const target = wanted && page.querySelector<HTMLElement>(`[data-keys="${CSS.escape(wanted)}"]`);
      if (target) {
        event.preventDefault();
        event.stopImmediatePropagation();
        target.click();
      } else if (page.querySelector(`[data-keys^="${CSS.escape(event.key)} "]`)) {
        first = event.key;
        until = event.timeStamp + 1500;
      }
    },
    true,
  );
}
