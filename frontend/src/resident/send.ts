import { forget, keep, kept, keysWith } from "./store";
import { say, word } from "./words";

const WAITING = "waiting:";
const AGAIN_MS = 15_000;

/** How a sending ended: gone on to another page, a page to show in place of this one, no signal, or a fault on our side. */
export type Outcome = { next: string } | { page: string } | { lost: true } | { fault: true };

/** Sends a form's content. The server answers 204 and the next address, so that pages aren't fetched twice over a weak line. */
export async function send(url: string, body: FormData | URLSearchParams): Promise<Outcome> {
  let response: Response;
  try {
    response = await fetch(url, { method: "POST", body, headers: { "X-Sent-By": "script" }, credentials: "same-origin" });
  } catch {
    return { lost: true };
  }
  const next = response.headers.get("X-Next");
  if (next) return { next };
  if (response.redirected) return { next: response.url };
  if (response.status >= 500) return { fault: true };
  return { page: await response.text() };
}

/** Puts the main part of `html` in place of this page's. */
export function show(html: string, enliven: (root: ParentNode) => void): void {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const here = document.querySelector("main");
  const there = fresh.querySelector("main");
  if (!here || !there) {
    location.reload();
    return;
  }
  document.title = fresh.title;
  here.replaceWith(document.adoptNode(there));
  const main = document.querySelector("main")!;
  enliven(main);
  if (!main.querySelector("[data-focus]")) main.focus();
  window.scrollTo(0, 0);
}

/** Forms of steps and actions: a second click does nothing, lost signal is waited out, refused forms come back in place. */
export function sendForms(root: ParentNode, enliven: (root: ParentNode) => void): void {
  for (const form of root.querySelectorAll<HTMLFormElement>("form[data-draft], form[data-send]")) {
    let busy = false;
    window.addEventListener("pageshow", (event) => {
      if (!event.persisted) return;
      busy = false; // back on a page that the browser had kept as it was left
      say("");
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (busy) return;
      busy = true;
      const body = content(form, event.submitter);
      const attempt = async (): Promise<void> => {
        say(word("sending"));
        const outcome = await send(form.action, body);
        if ("lost" in outcome || "fault" in outcome) {
          await waitOut(form, body, "lost" in outcome);
          return attempt();
        }
        say("");
        forget(WAITING + new URL(form.action).pathname);
        if ("next" in outcome) {
          form.dispatchEvent(new Event("wobangni:sent")); // only now: whatever page comes instead may not hold what was typed
          if ("clear" in form.dataset) forget(form.action.match(/[0-9a-f-]{36}/)?.[0] ?? location.pathname);
          location.assign(outcome.next);
        } else {
          busy = false;
          show(outcome.page, enliven);
        }
      };
      void attempt();
    });
  }
}

function content(form: HTMLFormElement, pressed: HTMLElement | null): FormData {
  const body = new FormData(form);
  if (pressed instanceof HTMLButtonElement && pressed.name) body.append(pressed.name, pressed.value);
  return body;
}

/** Until the line is back, a quarter of a minute has gone, or the button is pressed. What waits is kept for the case that the tab is closed. */
function waitOut(form: HTMLFormElement, body: FormData, lost: boolean): Promise<void> {
  const fields = [...body.entries()].filter((pair): pair is [string, string] => typeof pair[1] === "string");
  keep(WAITING + new URL(form.action).pathname, fields.filter(([name]) => name !== "csrfmiddlewaretoken" && name !== "phone"));
  return new Promise((resolve) => {
    const go = (): void => {
      window.removeEventListener("online", go);
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(go, AGAIN_MS);
    window.addEventListener("online", go);
    say(word(lost ? "lost" : "fault"), word("again"), go);
  });
}

/** What could not be sent before the tab was closed goes out now. Each form has its key, so sending twice makes one request. */
export function sendWhatWaits(): void {
  const token = document.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value;
  const key = keysWith(WAITING)[0];
  const waiting = key ? kept(key) : undefined;
  if (!token || !key || !waiting || key === WAITING + location.pathname) return;
  const body = new URLSearchParams(waiting.fields);
  body.set("csrfmiddlewaretoken", token);
  say(word("waiting"));
  void send(key.slice(WAITING.length), body).then((outcome) => {
    if ("lost" in outcome || "fault" in outcome) return say("");
    forget(key);
    if ("next" in outcome) location.assign(outcome.next);
    else location.assign(key.slice(WAITING.length));
  });
}
