const PAUSE = 900; // ms without a key
const NAMES = ["csrfmiddlewaretoken", "description", "division", "place_text", "lat", "lng"];

/** While somebody types: whom to ring where the words show danger, and what the neighbours have reported already. Only adds to the form; the same stands on the check without scripts. */
export function knownAlready(root: ParentNode): void {
  for (const box of root.querySelectorAll<HTMLElement>("[data-known]")) {
    const form = box.closest("form");
    if (!form) continue;
    let timer = 0;
    let asked = "";
    let latest: AbortController | undefined;
    const look = async (): Promise<void> => {
      const all = new FormData(form);
      const words = new URLSearchParams();
      for (const name of NAMES) if (all.has(name)) words.set(name, String(all.get(name)));
      if (words.toString() === asked) return;
      asked = words.toString();
      latest?.abort();
      latest = new AbortController();
      try {
        const answer = await fetch(box.dataset["known"]!, { method: "POST", body: words, signal: latest.signal });
        if (answer.ok && !answer.redirected) box.innerHTML = await answer.text();
      } catch {
        // no signal, or typed on: the form goes on without
      }
    };
    const later = (): void => {
      clearTimeout(timer);
      timer = window.setTimeout(() => void look(), PAUSE);
    };
    form.addEventListener("input", later);
    form.addEventListener("change", later);
    if (box.dataset["knownNow"] !== undefined) later();
  }
}
