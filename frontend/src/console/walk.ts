/** On a request: links to the one before and the next one of the list it was opened from, and back to that list. */
export function walk(page: Document): void {
  const code = page.querySelector<HTMLElement>("[data-request]")?.dataset.request;
  if (!code) return;
  let list: { url: string; codes: string[] };
  try {
    list = JSON.parse(sessionStorage.getItem("desk-list") ?? "") as typeof list;
  } catch {
    return; // not opened from a list
  }
  const here = list.codes.indexOf(code);
  if (here < 0) return;
  point("[data-previous]", list.codes[here - 1]);
  point("[data-next]", list.codes[here + 1]);

  function point(selector: string, to: string | undefined): void {
    const link = page.querySelector<HTMLAnchorElement>(selector);
    if (!link || !to) return;
    link.href = location.pathname.replace(/\/requests\/.*/, `/requests/${to}/`);
    link.hidden = false;
  }
}
