/**
 * Keys of the desk, declared in the page: `data-key="/"` focuses a box or presses a link or button.
 * While somebody is typing only Escape does anything: it leaves the box.
 */
export function shortcuts(page: Document): void {
  page.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const here = event.target as HTMLElement;
    if (isWriting(here)) {
      if (event.key === "Escape") here.blur();
      return;
    }
    const target = page.querySelector<HTMLElement>(`[data-key="${CSS.escape(event.key)}"]`);
    if (!target || target.closest("[hidden]")) return;
    event.preventDefault();
    if (isWriting(target)) {
      target.focus();
      if (target instanceof HTMLInputElement) target.select();
    } else {
      target.focus();
      target.click();
    }
  });
}

export function isWriting(element: HTMLElement): boolean {
  return element.isContentEditable || /^(TEXTAREA|SELECT)$/.test(element.tagName) || (element instanceof HTMLInputElement && !/^(checkbox|radio|button|submit|reset)$/.test(element.type));
}
