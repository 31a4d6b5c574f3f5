/** `?` shows the keys over the page; without scripts they have a page of their own. */
export function help(page: Document): void {
  const link = page.querySelector<HTMLAnchorElement>('a[data-key="?"]');
  if (!link) return;
  let box: HTMLDialogElement | null = null;
  link.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (!box) {
      const answer = await fetch(link.href, { headers: { "HX-Request": "true" } });
      if (!answer.ok) {
        location.href = link.href;
        return;
      }
      box = page.createElement("dialog");
      box.className = "keys-box";
      box.setAttribute("aria-label", link.textContent?.trim() ?? "");
      box.innerHTML = await answer.text();
      box.addEventListener("click", (click) => click.target === box && box?.close());
      box.addEventListener("keydown", (key) => key.key === "?" && box?.close());
      page.body.append(box);
    }
    box.showModal();
  });
}
