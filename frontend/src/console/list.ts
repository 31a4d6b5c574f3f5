import { isWriting } from "./shortcuts";

/** j and k go through the rows of a `data-list`, x ticks, Enter opens (the row's own link has the focus). */
export function list(page: Document): void {
  const table = page.querySelector<HTMLElement>("[data-list]");
  if (!table) return;
  const rows = [...table.querySelectorAll<HTMLElement>("[data-row]")];
  const links = rows.map((row) => row.querySelector<HTMLAnchorElement>("[data-open]"));
  remember(table, rows);

  page.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target as HTMLElement)) return;
    if (page.querySelector("dialog[open]")) return;
    const here = rows.findIndex((row) => row.contains(page.activeElement));
    if (event.key === "j" || event.key === "k") {
      const next = here < 0 ? (event.key === "j" ? 0 : rows.length - 1) : here + (event.key === "j" ? 1 : -1);
      const link = links[next];
      if (!link) return;
      event.preventDefault();
      link.focus();
      rows[next]?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "x" && here >= 0) {
      event.preventDefault();
      rows[here]?.querySelector<HTMLInputElement>("[data-tick]")?.click();
    }
  });
}

/** The codes of this page of the list, so that j and k also lead from request to request. */
function remember(table: HTMLElement, rows: HTMLElement[]): void {
  const codes = rows.map((row) => row.dataset.code).filter(Boolean);
  if (!table.dataset.listUrl) return;
  try {
    sessionStorage.setItem("desk-list", JSON.stringify({ url: table.dataset.listUrl, codes }));
  } catch {
    // Storage is full or switched off: the list still works.
  }
}
