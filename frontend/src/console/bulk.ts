/** Ticked rows: the bar that acts on them is there only while something is ticked, and says how many. */
export function bulk(page: Document): void {
  const bar = page.querySelector<HTMLFormElement>("[data-bulk]");
  const table = page.querySelector<HTMLElement>("[data-list]");
  if (!bar || !table) return;
  const ticks = [...table.querySelectorAll<HTMLInputElement>("[data-tick]")];
  const all = table.querySelector<HTMLInputElement>("[data-tick-all]");
  const count = bar.querySelector<HTMLElement>("[data-ticked]");
  const words = count?.dataset.words ?? "";
  let last = -1;

  function show(): void {
    const ticked = ticks.filter((tick) => tick.checked).length;
    bar!.hidden = ticked === 0;
    if (count) count.textContent = words.replace("0", String(ticked));
    if (all) {
      all.checked = ticked === ticks.length;
      all.indeterminate = ticked > 0 && ticked < ticks.length;
    }
    for (const tick of ticks) tick.closest("[data-row]")?.classList.toggle("ticked", tick.checked);
  }

  if (all) {
    all.hidden = false;
    all.addEventListener("change", () => {
      for (const tick of ticks) tick.checked = all.checked;
      show();
    });
  }
  ticks.forEach((tick, index) => {
    tick.addEventListener("click", (event) => {
      // With Shift: everything between this one and the one before.
      if (event.shiftKey && last >= 0) {
        for (const one of ticks.slice(Math.min(last, index), Math.max(last, index) + 1)) one.checked = tick.checked;
      }
      last = index;
    });
    tick.addEventListener("change", show);
  });
  window.addEventListener("pageshow", show);
  show();
}
