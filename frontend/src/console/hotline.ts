/**
 * The hotline desk: asks every 700 ms whether anything rings, opens the card of a call that was picked up here, and answers a consultation by keyboard.
 * Nearly always the server says 304 and nothing is drawn: whoever listens to a screen reader, or is typing, notices nothing.
 */
import htmx from "htmx.org";

const EVERY = 700;
const AWAY = 5000; // a page that nobody sees, or a server that does not answer

export function hotline(page: Document): void {
  const live = page.querySelector<HTMLElement>("[data-live]");
  if (live) watch(page, live);

  page.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.shiftKey && (event.ctrlKey || event.metaKey) && !event.isComposing) {
      const button = page.querySelector<HTMLButtonElement>("[data-answer]");
      if (!button) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      button.form?.requestSubmit(button);
    } else if (event.altKey && event.code === "KeyK") {
      const box = page.querySelector<HTMLInputElement>("#told_article_words");
      if (!box) return;
      event.preventDefault();
      box.focus();
    }
  }, true);
}

function watch(page: Document, live: HTMLElement): void {
  let tag = live.dataset.tag ? `"${live.dataset.tag}"` : "";
  const opened = new Set([live.dataset.here]);

  const show = (html: string): void => {
    live.innerHTML = html;
    htmx.process(live);
    const mine = live.querySelector<HTMLElement>(".call-mine");
    const card = live.querySelector<HTMLElement>("[data-open-call]");
    page.querySelector("[data-idle]")?.toggleAttribute("hidden", live.childElementCount > 0);
    if (mine && mine.dataset.call === live.dataset.here) live.replaceChildren(); // it is before the clerk already
    if (!card || opened.has(card.dataset.call)) return;
    opened.add(card.dataset.call);
    // What is being typed is never taken away: then the note with its button is enough.
    if (!live.dataset.here) window.location.assign(card.dataset.openCall!);
  };

  const ask = async (): Promise<number> => {
    if (page.hidden) return EVERY;
    try {
      const headers: Record<string, string> = { "HX-Request": "true", "X-Waiting": "1" };
      if (tag) headers["If-None-Match"] = tag;
      const answer = await fetch(live.dataset.live!, { headers, cache: "no-store", credentials: "same-origin" });
      if (answer.status === 200) {
        show(await answer.text());
        tag = answer.headers.get("ETag") ?? "";
      } else if (answer.status === 401 || answer.status === 403) {
        page.querySelector("#notice")!.innerHTML = await answer.text();
        return Infinity;
      }
      return answer.ok || answer.status === 304 ? EVERY : AWAY;
    } catch {
      return AWAY;
    }
  };
  const again = async (): Promise<void> => {
    const wait = await ask();
    if (wait !== Infinity) window.setTimeout(again, wait);
  };
  const waiting = page.querySelector("[data-idle]");
  waiting?.toggleAttribute("hidden", live.childElementCount > 0);
  const card = live.querySelector<HTMLElement>("[data-open-call]");
  if (card && !live.dataset.here) opened.add(card.dataset.call); // the clerk came back here from it on purpose
  window.setTimeout(again, EVERY);
}
